//! Series of Hermite polynomials, the probabilists': functions of coefficients, that of the constant first.
//!
//! NumPy's `np.polynomial.hermite_e`; its constants are [`DOMAIN`], [`ZERO`], [`ONE`] and [`X`]. The type is
//! [`HermiteE`](super::HermiteE).

use super::named::common;
use super::named::orthogonal;

common! {
    HermiteE, "herme", [-1.0, 1.0], "hermite_e":
    hermeline hermeadd hermesub hermemulx hermemul hermediv hermepow hermeval hermeval2d hermeval3d hermevalnd hermegrid2d hermegrid3d hermevander hermevander2d hermevander3d hermeder hermeder_with hermeint hermeint_with hermefromroots hermeroots hermecompanion hermetrim hermefit hermefit_with
}

/// The coefficients of `x`.
pub const X: [f64; 2] = [0.0, 1.0];

orthogonal! {
    HermiteE, "hermite_e", hermeline: herme2poly poly2herme hermegauss hermeweight
}

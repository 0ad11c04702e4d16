//! Series of Legendre polynomials: functions of coefficients, that of the constant first.
//!
//! NumPy's `np.polynomial.legendre`; its constants are [`DOMAIN`], [`ZERO`], [`ONE`] and [`X`]. The type is
//! [`Legendre`](super::Legendre).

use super::named::common;
use super::named::orthogonal;

common! {
    Legendre, "leg", [-1.0, 1.0], "legendre":
    legline legadd legsub legmulx legmul legdiv legpow legval legval2d legval3d legvalnd leggrid2d leggrid3d legvander legvander2d legvander3d legder legder_with legint legint_with legfromroots legroots legcompanion legtrim legfit legfit_with
}

/// The coefficients of `x`.
pub const X: [f64; 2] = [0.0, 1.0];

orthogonal! {
    Legendre, "legendre", legline: leg2poly poly2leg leggauss legweight
}

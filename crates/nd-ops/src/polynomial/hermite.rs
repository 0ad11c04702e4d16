//! Series of Hermite polynomials, the physicists': functions of coefficients, that of the constant first.
//!
//! NumPy's `np.polynomial.hermite`; its constants are [`DOMAIN`], [`ZERO`], [`ONE`] and [`X`]. The type is
//! [`Hermite`](super::Hermite).

use super::named::common;
use super::named::orthogonal;

common! {
    Hermite, "herm", [-1.0, 1.0], "hermite":
    hermline hermadd hermsub hermmulx hermmul hermdiv hermpow hermval hermval2d hermval3d hermvalnd hermgrid2d hermgrid3d hermvander hermvander2d hermvander3d hermder hermder_with hermint hermint_with hermfromroots hermroots hermcompanion hermtrim hermfit hermfit_with
}

/// The coefficients of `x`.
pub const X: [f64; 2] = [0.0, 0.5];

orthogonal! {
    Hermite, "hermite", hermline: herm2poly poly2herm hermgauss hermweight
}

//! Series of Laguerre polynomials: functions of coefficients, that of the constant first.
//!
//! NumPy's `np.polynomial.laguerre`; its constants are [`DOMAIN`], [`ZERO`], [`ONE`] and [`X`]. The type is
//! [`Laguerre`](super::Laguerre).

use super::named::common;
use super::named::orthogonal;

common! {
    Laguerre, "lag", [0.0, 1.0], "laguerre":
    lagline lagadd lagsub lagmulx lagmul lagdiv lagpow lagval lagval2d lagval3d lagvalnd laggrid2d laggrid3d lagvander lagvander2d lagvander3d lagder lagder_with lagint lagint_with lagfromroots lagroots lagcompanion lagtrim lagfit lagfit_with
}

/// The coefficients of `x`.
pub const X: [f64; 2] = [1.0, -1.0];

orthogonal! {
    Laguerre, "laguerre", lagline: lag2poly poly2lag laggauss lagweight
}

//! Polynomials as powers of `x`: functions of coefficients, that of the constant first.
//!
//! NumPy's `np.polynomial.polynomial`; its constants are [`DOMAIN`], [`ZERO`], [`ONE`] and [`X`]. The type is
//! [`Polynomial`](super::Polynomial).

use super::named::common;
use nd_core::Number;

common! {
    Power, "poly", [-1.0, 1.0], "polynomial":
    polyline polyadd polysub polymulx polymul polydiv polypow polyval polyval2d polyval3d polyvalnd polygrid2d polygrid3d polyvander polyvander2d polyvander3d polyder polyder_with polyint polyint_with polyfromroots polyroots polycompanion polytrim polyfit polyfit_with
}

/// The coefficients of `x`.
pub const X: [f64; 2] = [0.0, 1.0];

/// The values of the polynomial that has these roots, with the factor 1 at its highest power.
///
/// `x`: any shape, or a number; `roots: (n, …)` → the other axes of `roots`, and those of `x`.
///
/// # Panics
/// If `roots` has no axes, or the result would have more axes than arrays have.
///
/// # NumPy
/// `np.polynomial.polynomial.polyvalfromroots(x, roots)`.
///
/// # Examples
/// ```
/// use nd_ops::polynomial::polynomial::polyvalfromroots;
///
/// assert_eq!(polyvalfromroots(&[2.0, 1.0], &[1.0, 3.0]), nd_core::array![-1.0, 0.0]);
/// ```
#[track_caller]
pub fn polyvalfromroots<A: ArrayLike<Elem: Coefficient>>(
    x: impl Operand<A::Elem>,
    roots: A,
) -> Array<A::Elem> {
    let (x, roots) = (x.operand(), roots.view());
    let op = "polyvalfromroots";
    let Some((&n, rest)) = roots.shape().split_first() else {
        panic!("{}", nd_core::ShapeError::TooFewAxes { op, least: 1, shape: [].into() });
    };
    let shape = [rest, x.shape()].concat();
    if shape.len() > nd_core::MAX_NDIM {
        panic!("{}", nd_core::ShapeError::TooManyAxes { op, ndim: shape.len() });
    }
    let width: usize = rest.iter().product();
    let roots = roots.to_array().into_vec();
    let mut out = Vec::with_capacity(width * x.size());
    for l in 0..width {
        for &x in x.iter() {
            let factors = (0..n).map(|i| Number::minus(x, roots[i * width + l]));
            out.push(factors.fold(A::Elem::of(1.0), Number::times));
        }
    }
    Array::from_shape_vec(shape, out)
}

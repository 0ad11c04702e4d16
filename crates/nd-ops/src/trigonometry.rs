//! Functions of angles, the hyperbolic ones, and `hypot`.

use crate::analytic::Analytic;
use crate::real::{Real, unary_functions};
use nd_core::{Array, ArrayLike, Operand, ViewMut};

unary_functions! {
    Analytic;
    sin sin_into sin_of sin_into_of, "The sine of the element, in radians",
        "Right for every magnitude, `1e300` included. NaN at the infinities.", "0.0" "0.0";
    cos cos_into cos_of cos_into_of, "The cosine of the element, in radians",
        "Right for every magnitude, `1e300` included. NaN at the infinities.", "0.0" "1.0";
    tan tan_into tan_of tan_into_of, "The tangent of the element, in radians",
        "Right for every magnitude, `1e300` included. NaN at the infinities.", "0.0" "0.0";
    sinh sinh_into sinh_of sinh_into_of, "The hyperbolic sine of the element",
        "Overflows to the infinities.", "0.0" "0.0";
    cosh cosh_into cosh_of cosh_into_of, "The hyperbolic cosine of the element",
        "Overflows to infinity.", "0.0" "1.0";
    tanh tanh_into tanh_of tanh_into_of, "The hyperbolic tangent of the element",
        "Between -1 and 1; keeps the sign of zero.", "0.0" "0.0";
}

/// The length of the vector of each element of `a` and the matching one of `b`: `√(a² + b²)`.
///
/// `a`, `b`: any shapes that broadcast. Error at most 0.51 ULP; over- and underflows only where
/// the length does. Infinite if either is, even beside NaN.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.hypot(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::hypot(&array![3.0, 3e300], &array![4.0, 4e300]), array![5.0, 5e300]);
/// assert_eq!(nd_ops::hypot(&array![f64::NAN], f64::INFINITY), array![f64::INFINITY]);
/// ```
#[track_caller]
pub fn hypot<A: ArrayLike<Elem: Real>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    <A::Elem as Real>::hypot_of(a.view(), b.operand())
}

/// [`hypot`] into an array that exists.
///
/// # Panics
/// If the shapes do not broadcast together to that of `out`.
///
/// # NumPy
/// `np.hypot(a, b, out=out)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let mut out = array![0.0];
/// nd_ops::hypot_into(&array![3.0], 4.0, out.view_mut());
/// assert_eq!(out, array![5.0]);
/// ```
#[track_caller]
pub fn hypot_into<A: ArrayLike<Elem: Real>>(
    a: A,
    b: impl Operand<A::Elem>,
    out: ViewMut<'_, A::Elem>,
) {
    <A::Elem as Real>::hypot_into_of(a.view(), b.operand(), out)
}

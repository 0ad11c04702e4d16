//! Functions of angles and their inverses, the hyperbolic ones and theirs, and `hypot`.

use crate::analytic::Analytic;
use crate::real::{Real, binary_functions, unary_functions};
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

unary_functions! {
    Real;
    deg2rad deg2rad_into deg2rad_of deg2rad_into_of, "The element, in degrees, as radians",
        "NumPy calls it `radians` too.", "180.0, -90.0" "std::f64::consts::PI, -std::f64::consts::FRAC_PI_2";
    rad2deg rad2deg_into rad2deg_of rad2deg_into_of, "The element, in radians, as degrees",
        "NumPy calls it `degrees` too.", "std::f64::consts::PI" "180.0";
    sinc sinc_into sinc_of sinc_into_of, "`sin(πx) / (πx)` of the element",
        "Error at most 1 ULP. 1 at 0, and 0 at the other whole numbers, where NumPy's has what rounding π leaves; NaN at the infinities.",
        "0.0, 2.0" "1.0, 0.0";
}

unary_functions! {
    Analytic;
    asin asin_into asin_of asin_into_of, "The angle whose sine the element is, from -π/2 to π/2",
        "NumPy's `arcsin`. Error at most 1 ULP. A real element has NaN outside -1 to 1; keeps the sign of zero. Complex: cut along the real axis outside of that, where the sign of the imaginary part says on which side the element is.", "0.0" "0.0";
    acos acos_into acos_of acos_into_of, "The angle whose cosine the element is, from 0 to π",
        "NumPy's `arccos`. Error at most 1 ULP. A real element has NaN outside -1 to 1. Complex: cut as the arcsine.", "1.0" "0.0";
    atan atan_into atan_of atan_into_of, "The angle whose tangent the element is, from -π/2 to π/2",
        "NumPy's `arctan`. Error at most 1 ULP. ±π/2 at the infinities; keeps the sign of zero. Complex: cut along the imaginary axis outside of `-i..=i`.", "0.0" "0.0";
    asinh asinh_into asinh_of asinh_into_of, "The number whose hyperbolic sine the element is",
        "NumPy's `arcsinh`. Error at most 1 ULP. Keeps infinities and the sign of zero. Complex: cut along the imaginary axis outside of `-i..=i`.", "0.0" "0.0";
    acosh acosh_into acosh_of acosh_into_of, "The positive number whose hyperbolic cosine the element is",
        "NumPy's `arccosh`. Error at most 1 ULP. A real element has NaN below 1. Complex: the real part is not negative; cut along the real axis below 1.", "1.0" "0.0";
    atanh atanh_into atanh_of atanh_into_of, "The number whose hyperbolic tangent the element is",
        "NumPy's `arctanh`. Error at most 1 ULP. Infinite at ±1, where a real element has NaN beyond; keeps the sign of zero. Complex: cut along the real axis outside of -1 to 1.", "0.0" "0.0";
}

binary_functions! {
    atan2 atan2_into atan2_of atan2_into_of, "The angle between the positive x-axis and the point `(b, a)`, from -π to π",
        "NumPy's `arctan2`. Error at most 1 ULP. C99's special values: the sign is that of `a`, also of a zero; ±π for a `b` of -0; infinite points lie on the axes and diagonals.",
        "1.0, -1.0, 0.0" "-0.0" "std::f64::consts::FRAC_PI_2, -std::f64::consts::FRAC_PI_2, std::f64::consts::PI";
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

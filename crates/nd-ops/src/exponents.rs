//! Exponentials, logarithms, the cube root, and the Bessel function that grows as one.

use crate::analytic::Analytic;
use crate::raised::Raised;
use crate::real::{Real, binary_functions, unary_functions};
use nd_core::{Array, ArrayLike, CastTo, Element, Operand, ViewMut};

unary_functions! {
    Analytic;
    exp exp_into exp_of exp_into_of, "`e` to the power of the element",
        "Error at most 1 ULP. Overflows to infinity, underflows through denormals to 0.", "0.0" "1.0";
    exp2 exp2_into exp2_of exp2_into_of, "2 to the power of the element",
        "Error at most 1 ULP. Overflows to infinity, underflows through denormals to 0.", "3.0" "8.0";
    expm1 expm1_into expm1_of expm1_into_of, "`e` to the power of the element, minus 1",
        "Accurate for elements near zero, where `exp(x) - 1` is not. Complex: at infinities and NaN `exp(z) - 1`, where NumPy has NaN.", "0.0" "0.0";
    log log_into log_of log_into_of, "The natural logarithm of the element",
        "Error at most 1 ULP. A real element has NaN below 0; minus infinity at 0. Complex: the angle is in `-π..=π`.", "1.0" "0.0";
    log2 log2_into log2_of log2_into_of, "The logarithm to base 2 of the element",
        "A real element has NaN below 0; minus infinity at 0.", "8.0" "3.0";
    log10 log10_into log10_of log10_into_of, "The logarithm to base 10 of the element",
        "A real element has NaN below 0; minus infinity at 0.", "1000.0" "3.0";
    log1p log1p_into log1p_of log1p_into_of, "The natural logarithm of 1 plus the element",
        "Accurate for elements near zero, also complex ones, where NumPy is not. A real element has NaN below -1, minus infinity at -1.", "0.0" "0.0";
}

unary_functions! {
    Real;
    cbrt cbrt_into cbrt_of cbrt_into_of, "The cube root of the element",
        "Error at most 1 ULP. Keeps the sign, also of zero and the infinities.", "-27.0" "-3.0";
    i0 i0_into i0_of i0_into_of, "The modified Bessel function of the first kind and order 0 of the element",
        "Error at most 5 ULP, with fused multiply-add 4. Grows as `e^|x|`, overflows to infinity, and is infinite at the infinities, where NumPy's is NaN.", "0.0" "1.0";
}

binary_functions! {
    logaddexp logaddexp_into logaddexp_of logaddexp_into_of, "`ln(e^a + e^b)`, where the powers themselves may overflow",
        "Error at most 2 ULP of the larger operand, or of 1 if that is larger; the sum may be near zero. Minus infinity stands for a share of 0.",
        "1000.0, f64::NEG_INFINITY" "1000.0" "1000.0 + std::f64::consts::LN_2, 1000.0";
    logaddexp2 logaddexp2_into logaddexp2_of logaddexp2_into_of, "`log2(2^a + 2^b)`, where the powers themselves may overflow",
        "Error at most 2 ULP of the larger operand, or of 1 if that is larger; the sum may be near zero. Minus infinity stands for a share of 0.",
        "3000.0, f64::NEG_INFINITY" "3000.0" "3001.0, 3000.0";
}

/// Each element of `a` to the power of the matching element of `b`, in `f64` whatever they are.
///
/// `a`, `b`: any shapes that broadcast, of any type that converts to `f64`, which may round 64-bit
/// integers. Negative powers of integers are fractions. Special cases as in [`pow`](crate::pow()).
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.float_power(a, b)` of real arrays.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::float_power(&array![2, 4], &array![-1, 3]), array![0.5, 64.0]);
/// assert_eq!(nd_ops::float_power(&array![2f32], 0.5), array![std::f64::consts::SQRT_2]);
/// ```
#[track_caller]
pub fn float_power<A: ArrayLike<Elem: Element + CastTo<f64>>>(
    a: A,
    b: impl Operand<A::Elem>,
) -> Array<f64> {
    f64::pow_of(a.view().cast::<f64>().view(), b.operand().cast::<f64>().view())
}

//! Exponentials and logarithms.

use crate::analytic::Analytic;
use crate::real::unary_functions;
use nd_core::{Array, ArrayLike, ViewMut};

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

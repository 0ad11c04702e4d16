//! Logarithms of sums of what is given as logarithms.

use nd_core::simd::Isa;

use super::exp::{exp_f32, exp_f64, exp2_f32, exp2_f64};
use super::log::{ln_1p_common_f32, ln_1p_common_f64};

/// The sums for one type: the larger of the two, and the logarithm of 1 and a share.
macro_rules! log_sums {
    ($($(#[$doc:meta])* $name:ident $t:ident $exp:ident $ln_1p:ident $unit:expr, $one:expr;)*) => {$(
        $(#[$doc])*
        #[inline(always)]
        pub fn $name<I: Isa>(isa: I, x: $t, y: $t) -> $t {
            let larger = if x > y { x } else { y };
            let share = $ln_1p(isa, $exp(isa, -(x - y).abs()));
            // Equal infinities have no difference.
            larger + if x == y { $one } else { share * $unit }
        }
    )*};
}

log_sums! {
    /// `ln(e^x + e^y)`. Error at most 2 ULP of the larger operand.
    ///
    /// Infinite where either is infinite and large, `-inf` where both are; NaN where either is.
    ln_add_exp_f64 f64 exp_f64 ln_1p_common_f64 1.0, std::f64::consts::LN_2;
    /// `ln(e^x + e^y)`. Error at most 2 ULP of the larger operand.
    ///
    /// Special values as [`ln_add_exp_f64`].
    ln_add_exp_f32 f32 exp_f32 ln_1p_common_f32 1.0, std::f32::consts::LN_2;
    /// `log2(2^x + 2^y)`. Error at most 2 ULP of the larger operand.
    ///
    /// Special values as [`ln_add_exp_f64`].
    log2_add_exp2_f64 f64 exp2_f64 ln_1p_common_f64 std::f64::consts::LOG2_E, 1.0;
    /// `log2(2^x + 2^y)`. Error at most 2 ULP of the larger operand.
    ///
    /// Special values as [`ln_add_exp_f64`].
    log2_add_exp2_f32 f32 exp2_f32 ln_1p_common_f32 std::f32::consts::LOG2_E, 1.0;
}

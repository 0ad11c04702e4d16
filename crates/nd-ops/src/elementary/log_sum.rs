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
    ///
    /// # NumPy
    /// `np.logaddexp` of two numbers.
    ///
    /// # Examples
    /// ```
    /// use nd_core::simd::Baseline;
    /// use nd_ops::elementary::ln_add_exp_f64;
    ///
    /// let sum = ln_add_exp_f64(Baseline, 1000.0, 1000.0); // e^1000 overflows
    /// assert_eq!(sum, 1000.0 + std::f64::consts::LN_2);
    /// ```
    ln_add_exp_f64 f64 exp_f64 ln_1p_common_f64 1.0, std::f64::consts::LN_2;
    /// `ln(e^x + e^y)`. Error at most 2 ULP of the larger operand.
    ///
    /// Special values as [`ln_add_exp_f64`].
    ///
    /// # NumPy
    /// `np.logaddexp` of two numbers.
    ///
    /// # Examples
    /// ```
    /// use nd_core::simd::Baseline;
    /// use nd_ops::elementary::ln_add_exp_f32;
    ///
    /// assert_eq!(ln_add_exp_f32(Baseline, 0.0, f32::NEG_INFINITY), 0.0); // ln(1 + 0)
    /// ```
    ln_add_exp_f32 f32 exp_f32 ln_1p_common_f32 1.0, std::f32::consts::LN_2;
    /// `log2(2^x + 2^y)`. Error at most 2 ULP of the larger operand.
    ///
    /// Special values as [`ln_add_exp_f64`].
    ///
    /// # NumPy
    /// `np.logaddexp2` of two numbers.
    ///
    /// # Examples
    /// ```
    /// use nd_core::simd::Baseline;
    /// use nd_ops::elementary::log2_add_exp2_f64;
    ///
    /// assert_eq!(log2_add_exp2_f64(Baseline, 2000.0, 2000.0), 2001.0); // 2^2000 overflows
    /// ```
    log2_add_exp2_f64 f64 exp2_f64 ln_1p_common_f64 std::f64::consts::LOG2_E, 1.0;
    /// `log2(2^x + 2^y)`. Error at most 2 ULP of the larger operand.
    ///
    /// Special values as [`ln_add_exp_f64`].
    ///
    /// # NumPy
    /// `np.logaddexp2` of two numbers.
    ///
    /// # Examples
    /// ```
    /// use nd_core::simd::Baseline;
    /// use nd_ops::elementary::log2_add_exp2_f32;
    ///
    /// assert_eq!(log2_add_exp2_f32(Baseline, -200.0, -200.0), -199.0); // 2^-200 underflows
    /// ```
    log2_add_exp2_f32 f32 exp2_f32 ln_1p_common_f32 std::f32::consts::LOG2_E, 1.0;
}

//! How sums become integers.

/// How filters store their sums as integers. Floats are stored as they are.
///
/// A result that shall not be an integer is one of `cast`: `gaussian_filter(&a.cast::<f32>(), 2.0)` is
/// SciPy's `output=np.float32`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{GaussianOptions, Rounding, gaussian_filter, gaussian_filter_with};
///
/// // Truncated after each axis, a constant picture gets darker.
/// let a = Array::full([30, 30], 100u8);
/// assert_eq!(gaussian_filter(&a, 3.3)[[9, 9]], 98);
///
/// let rounded = GaussianOptions::default().rounding(Rounding::Nearest);
/// assert_eq!(gaussian_filter_with(&a, 3.3, &rounded)[[9, 9]], 100);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rounding {
    /// Towards zero after each axis, what does not fit wraps around: SciPy's bits. The default.
    #[default]
    Truncate,
    /// All axes in `f64`, then to the nearest integer, of two the even one; what does not fit is
    /// the type's least or greatest value, and NaN is 0.
    Nearest,
}

/// C's `(int)x` as x86 does it: what does not fit is the least integer.
#[inline(always)]
pub(crate) fn int32(x: f64) -> i32 {
    if x < 2_147_483_648.0 { x as i32 } else { i32::MIN }
}

/// C's `(long)x` as x86 does it: what does not fit is the least integer.
#[inline(always)]
pub(crate) fn int64(x: f64) -> i64 {
    if x < 9_223_372_036_854_775_808.0 { x as i64 } else { i64::MIN }
}

/// C's `(unsigned long)x` as x86 does it: negative numbers wrap.
#[inline(always)]
pub(crate) fn uint64(x: f64) -> u64 {
    const HALF: f64 = 9_223_372_036_854_775_808.0;
    if x < HALF { int64(x) as u64 } else { int64(x - HALF) as u64 ^ (1 << 63) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_what_x86_makes_of_it() {
        assert_eq!([int32(-1.9), int32(1e12), int32(-1e12)], [-1, i32::MIN, i32::MIN]);
        assert_eq!([int64(2.9), int64(1e300), int64(-1e300)], [2, i64::MIN, i64::MIN]);
        assert_eq!([int64(f64::NAN), uint64(-4.5) as i64], [i64::MIN, -4]);
        assert_eq!([uint64(1e19), uint64(-1e300)], [10_000_000_000_000_000_000, 1 << 63]);
    }
}

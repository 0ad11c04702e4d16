//! [`Summable`]: the type in which elements are added up.

use half::{bf16, f16};
use nd_core::{Element, Number};
use num_complex::Complex;

/// Elements that can be summed, and the types NumPy sums them in.
///
/// | elements | added up in | result |
/// |---|---|---|
/// | `bool`, signed integers | `i64` | `i64` |
/// | unsigned integers | `u64` | `u64` |
/// | `f16`, `bf16` | `f32` | the element type |
/// | `f32`, `f64`, complex | itself | itself |
///
/// # Examples
/// ```
/// use nd_ops::Summable;
///
/// assert_eq!(Summable::widen(200u8) + 100, 300u64);
/// ```
pub trait Summable: Element {
    /// What partial results are kept in.
    type Work: Number;
    /// The type of the result.
    type Sum: Number;
    /// An element as a partial result.
    fn widen(self) -> Self::Work;
    /// A partial result as the result.
    fn narrow(work: Self::Work) -> Self::Sum;
}

macro_rules! summable {
    ($($T:ty, $Work:ty, $Sum:ty, $widen:expr, $narrow:expr;)*) => {$(
        impl Summable for $T {
            type Work = $Work;
            type Sum = $Sum;
            #[inline(always)]
            fn widen(self) -> $Work {
                let widen: fn($T) -> $Work = $widen;
                widen(self)
            }
            #[inline(always)]
            fn narrow(work: $Work) -> $Sum {
                let narrow: fn($Work) -> $Sum = $narrow;
                narrow(work)
            }
        }
    )*};
}
summable! {
    bool, i64, i64, i64::from, |x| x;
    i8, i64, i64, i64::from, |x| x;
    i16, i64, i64, i64::from, |x| x;
    i32, i64, i64, i64::from, |x| x;
    i64, i64, i64, |x| x, |x| x;
    isize, i64, i64, |x| x as i64, |x| x;
    u8, u64, u64, u64::from, |x| x;
    u16, u64, u64, u64::from, |x| x;
    u32, u64, u64, u64::from, |x| x;
    u64, u64, u64, |x| x, |x| x;
    usize, u64, u64, |x| x as u64, |x| x;
    f16, f32, f16, f16::to_f32, f16::from_f32;
    bf16, f32, bf16, bf16::to_f32, bf16::from_f32;
    f32, f32, f32, |x| x, |x| x;
    f64, f64, f64, |x| x, |x| x;
    Complex<f32>, Complex<f32>, Complex<f32>, |x| x, |x| x;
    Complex<f64>, Complex<f64>, Complex<f64>, |x| x, |x| x;
}

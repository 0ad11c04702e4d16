//! Whole numbers: common divisors and multiples, and their bits.

mod bits;
mod divisors;

pub use bits::{
    bitwise_and, bitwise_count, bitwise_invert, bitwise_left_shift, bitwise_or,
    bitwise_right_shift, bitwise_xor,
};
pub(crate) use divisors::{common_divisor, common_multiple};
pub use divisors::{gcd, lcm};

use nd_core::{Array, Integer, View, zip};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn gcd_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            let gcd = |(a, b): (Self, Self)| divisors::common_divisor(a, b);
            zip((&a, &b)).named("gcd").parallel_from(1 << 16).map(gcd)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn lcm_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            let lcm = |(a, b): (Self, Self)| divisors::common_multiple(a, b);
            zip((&a, &b)).named("lcm").parallel_from(1 << 16).map(lcm)
        }
        $($hidden)*
        #[inline(never)]
        fn bitwise_count_of(a: View<'_, Self>) -> Array<u8> {
            zip((&a,)).map(|(x,)| x.ones())
        }
    };
}

/// The integers, with what their divisors and bits are asked for.
///
/// # Examples
/// ```
/// use nd_ops::Whole;
///
/// assert_eq!(Whole::ones(-3), 2); // those of 3
/// ```
pub trait Whole: Integer {
    /// The unsigned integer of the same size.
    type Size: num_traits::PrimInt;
    /// The magnitude, which is also right for the smallest number.
    fn size(self) -> Self::Size;
    /// The number of this magnitude; wraps.
    fn of_size(size: Self::Size) -> Self;
    /// How many bits of the magnitude are set.
    fn ones(self) -> u8;

    kernels!(#[doc(hidden)]);
}

macro_rules! whole {
    ($($T:ty, $Size:ty, $size:expr;)*) => {$(
        impl Whole for $T {
            type Size = $Size;
            #[inline(always)]
            fn size(self) -> $Size {
                let size: fn($T) -> $Size = $size;
                size(self)
            }
            #[inline(always)]
            fn of_size(size: $Size) -> Self {
                size as $T
            }
            #[inline(always)]
            fn ones(self) -> u8 {
                self.size().count_ones() as u8
            }
            kernels!();
        }
    )*};
}
whole! {
    i8, u8, i8::unsigned_abs;
    i16, u16, i16::unsigned_abs;
    i32, u32, i32::unsigned_abs;
    i64, u64, i64::unsigned_abs;
    isize, usize, isize::unsigned_abs;
    u8, u8, |x| x;
    u16, u16, |x| x;
    u32, u32, |x| x;
    u64, u64, |x| x;
    usize, usize, |x| x;
}

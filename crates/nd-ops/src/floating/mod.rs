//! Floats as they are stored: signs, exponents, fractions, neighbours, and what is not a number.

mod neighbours;
mod parts;
mod replaced;
mod signs;

pub use neighbours::{nextafter, spacing};
pub use parts::{frexp, ldexp, modf};
pub use replaced::{NanToNumOptions, Replaced, nan_to_num, nan_to_num_with};
pub use signs::{copysign, heaviside, isneginf, isposinf, signbit};

use crate::interpolation::interpolated;
use crate::rounding::Rounded;
use crate::two::two_of;
use half::{bf16, f16};
use nd_core::{Array, View, zip};
use num_traits::{PrimInt, WrappingAdd, WrappingSub};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn signbit_of(a: View<'_, Self>) -> Array<bool> {
            zip((&a,)).map(|(x,)| signs::is_negative(x))
        }
        $($hidden)*
        #[inline(never)]
        fn infinite_of(a: View<'_, Self>, infinity: Self) -> Array<bool> {
            zip((&a,)).map(move |(x,)| x == infinity)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn copysign_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("copysign").map(|(x, y)| signs::with_sign_of(x, y))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn heaviside_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("heaviside").map(|(x, at_zero)| signs::step(x, at_zero))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nextafter_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("nextafter").map(|(x, y)| neighbours::towards(x, y))
        }
        $($hidden)*
        #[inline(never)]
        fn spacing_of(a: View<'_, Self>) -> Array<Self> {
            zip((&a,)).map(|(x,)| neighbours::gap(x))
        }
        $($hidden)*
        #[inline(never)]
        fn frexp_of(a: View<'_, Self>) -> (Array<Self>, Array<i32>) {
            two_of(a, parts::fraction_and_exponent)
        }
        $($hidden)*
        #[inline(never)]
        fn modf_of(a: View<'_, Self>) -> (Array<Self>, Array<Self>) {
            two_of(a, parts::fraction_and_whole)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn ldexp_of(a: View<'_, Self>, exponents: View<'_, i32>) -> Array<Self> {
            zip((&a, &exponents)).named("ldexp").map(|(x, exponent)| x.scaled(exponent))
        }
        $($hidden)*
        #[inline(never)]
        fn interp_of(
            a: View<'_, Self>,
            xp: View<'_, Self>,
            fp: View<'_, Self>,
            ends: [Option<f64>; 2],
            period: Option<f64>,
        ) -> Array<Self> {
            interpolated(a, xp, fp, ends, period)
        }
    };
}

/// The binary floats: `f16`, `bf16`, `f32` and `f64`.
///
/// NumPy converts integers first; here the caller says so: `nd_ops::spacing(&a.cast::<f64>())`.
///
/// # Examples
/// ```
/// use nd_ops::Floating;
///
/// assert_eq!(Floating::scaled(3.0, -1), 1.5);
/// assert_eq!(f32::of_stored(1.5f32.stored()), 1.5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a float",
    note = "convert first: `a.cast::<f64>()`"
)]
pub trait Floating: Rounded {
    /// The unsigned integer of the same size.
    type Word: PrimInt + WrappingAdd + WrappingSub;
    /// How many bits the stored fraction has.
    const FRACTION: usize;
    /// Infinity.
    const INFINITE: Self;
    /// The largest finite number.
    const LARGEST_FINITE: Self;

    /// The bits.
    fn stored(self) -> Self::Word;
    /// The number with these bits.
    fn of_stored(word: Self::Word) -> Self;
    /// As an `f64`, which holds every one of them.
    fn wide(self) -> f64;
    /// The nearest float.
    fn nearest(x: f64) -> Self;
    /// `self · 2^exponent`, rounded once.
    fn scaled(self, exponent: i32) -> Self;

    kernels!(#[doc(hidden)]);
}

/// The bit of the sign, and all others.
#[inline(always)]
fn sign_and_rest<T: Floating>() -> (T::Word, T::Word) {
    let one = <T::Word as num_traits::One>::one();
    let sign = one << (8 * size_of::<T>() - 1);
    (sign, !sign)
}

macro_rules! floating {
    ($($T:ty, $Word:ty, $FRACTION:literal, $nearest:expr, $scaled:expr;)*) => {$(
        impl Floating for $T {
            type Word = $Word;
            const FRACTION: usize = $FRACTION;
            const INFINITE: Self = <$T>::INFINITY;
            const LARGEST_FINITE: Self = <$T>::MAX;
            #[inline(always)]
            fn stored(self) -> $Word {
                self.to_bits()
            }
            #[inline(always)]
            fn of_stored(word: $Word) -> Self {
                <$T>::from_bits(word)
            }
            #[inline(always)]
            fn wide(self) -> f64 {
                self.into()
            }
            #[inline(always)]
            fn nearest(x: f64) -> Self {
                let nearest: fn(f64) -> $T = $nearest;
                nearest(x)
            }
            #[inline(always)]
            fn scaled(self, exponent: i32) -> Self {
                let scaled: fn($T, i32) -> $T = $scaled;
                scaled(self, exponent)
            }
            kernels!();
        }
    )*};
}
floating! {
    f16, u16, 10, f16::from_f64, |x, n| f16::from_f64(parts::scaled_within(x.to_f64(), n));
    bf16, u16, 7, bf16::from_f64, |x, n| bf16::from_f64(parts::scaled_within(x.to_f64(), n));
    f32, u32, 23, |x| x as f32, |x, n| parts::scaled_within(f64::from(x), n) as f32;
    f64, u64, 52, |x| x, parts::scaled;
}

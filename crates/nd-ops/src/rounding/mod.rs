//! Whole numbers from fractions: rounding, and division with what it leaves.

mod decimals;
mod division;
mod quotients;

pub use decimals::round_to;
pub use division::{
    divmod, floor_divide, fmod, remainder, try_divide, try_divmod, try_floor_divide, try_fmod,
    try_remainder,
};

use crate::signs::Signed;
use crate::two::two_of_pairs;
use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Number, View, zip};

/// The bodies that are the same for every type; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn round_to_of(a: View<'_, Self>, decimals: i32) -> Array<Self> {
            zip((&a,)).map(move |(x,)| x.to_decimals(decimals))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn floor_divide_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("floor_divide").map(|(a, b)| a.quotient(b))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn divmod_of(a: View<'_, Self>, b: View<'_, Self>) -> (Array<Self>, Array<Self>) {
            two_of_pairs("divmod", a, b, |a, b| (a.quotient(b), a.remainder(b)))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn fmod_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("fmod").map(|(a, b)| a.truncated_remainder(b))
        }
    };
}

/// The bodies of types with fractions.
macro_rules! rounding_kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn floor_of(a: View<'_, Self>) -> Array<Self> {
            zip((&a,)).map(|(x,)| x.down())
        }
        $($hidden)*
        #[inline(never)]
        fn ceil_of(a: View<'_, Self>) -> Array<Self> {
            zip((&a,)).map(|(x,)| x.up())
        }
        $($hidden)*
        #[inline(never)]
        fn trunc_of(a: View<'_, Self>) -> Array<Self> {
            zip((&a,)).map(|(x,)| x.to_zero())
        }
        $($hidden)*
        #[inline(never)]
        fn round_of(a: View<'_, Self>) -> Array<Self> {
            zip((&a,)).map(|(x,)| x.half_even())
        }
    };
}

/// The bodies of integers, which are whole already.
macro_rules! whole_kernels {
    ($($name:ident)*) => {$(
        fn $name(a: View<'_, Self>) -> Array<Self> {
            a.to_array()
        }
    )*};
}

/// Real numbers with a sign and a fraction; for integers rounding changes nothing.
///
/// # Examples
/// ```
/// use nd_ops::Rounded;
///
/// assert_eq!(Rounded::half_even(2.5), 2.0);
/// assert_eq!(Rounded::down(7), 7);
/// assert_eq!(Rounded::quotient(-7, 2), -4);
/// ```
pub trait Rounded: Signed + PartialOrd {
    /// The largest whole number that is not larger.
    fn down(self) -> Self;
    /// The smallest whole number that is not smaller.
    fn up(self) -> Self;
    /// The whole number next towards zero.
    fn to_zero(self) -> Self;
    /// The nearest whole number; halves go to the even one.
    fn half_even(self) -> Self;
    /// The nearest number with so many decimal places; halves go to the even digit.
    fn to_decimals(self, decimals: i32) -> Self;
    /// The largest whole number that is not larger than `self / by`.
    ///
    /// # Panics
    /// If `by` is an integer zero.
    fn quotient(self, by: Self) -> Self;

    kernels!(#[doc(hidden)]);
    rounding_kernels!(#[doc(hidden)]);
}

macro_rules! rounded_integers {
    ($($T:ty)*) => {$(
        impl Rounded for $T {
            #[inline(always)]
            fn down(self) -> Self { self }
            #[inline(always)]
            fn up(self) -> Self { self }
            #[inline(always)]
            fn to_zero(self) -> Self { self }
            #[inline(always)]
            fn half_even(self) -> Self { self }
            #[inline(always)]
            fn to_decimals(self, decimals: i32) -> Self { decimals::of_integer(self, decimals) }
            #[inline(always)]
            fn quotient(self, by: Self) -> Self { quotients::of_integers(self, by) }
            kernels!();
            whole_kernels!(floor_of ceil_of trunc_of round_of);
        }
    )*};
}
rounded_integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! rounded_floats {
    ($($T:ty)*) => {$(
        impl Rounded for $T {
            #[inline(always)]
            fn down(self) -> Self { self.floor() }
            #[inline(always)]
            fn up(self) -> Self { self.ceil() }
            #[inline(always)]
            fn to_zero(self) -> Self { self.trunc() }
            #[inline(always)]
            fn half_even(self) -> Self { self.round_ties_even() }
            #[inline(always)]
            fn to_decimals(self, decimals: i32) -> Self {
                decimals::of_f64(f64::from(self), decimals) as $T
            }
            #[inline(always)]
            fn quotient(self, by: Self) -> Self { quotients::of_floats(self, by) }
            kernels!();
            rounding_kernels!();
        }
    )*};
}
rounded_floats!(f32 f64);

macro_rules! rounded_halves {
    ($($T:ty)*) => {$(
        impl Rounded for $T {
            #[inline(always)]
            fn down(self) -> Self { Self::from_f32(self.to_f32().floor()) }
            #[inline(always)]
            fn up(self) -> Self { Self::from_f32(self.to_f32().ceil()) }
            #[inline(always)]
            fn to_zero(self) -> Self { Self::from_f32(self.to_f32().trunc()) }
            #[inline(always)]
            fn half_even(self) -> Self { Self::from_f32(self.to_f32().round_ties_even()) }
            #[inline(always)]
            fn to_decimals(self, decimals: i32) -> Self {
                Self::from_f64(decimals::of_f64(self.to_f64(), decimals))
            }
            #[inline(always)]
            fn quotient(self, by: Self) -> Self {
                Self::from_f32(self.to_f32().quotient(by.to_f32()))
            }
            kernels!();
            rounding_kernels!();
        }
    )*};
}
rounded_halves!(f16 bf16);

macro_rules! roundings {
    ($($name:ident $kernel:ident, $said:literal, $notes:literal, $x:literal $y:literal;)*) => {$(
        #[doc = concat!($said, ", for each element.")]
        ///
        #[doc = $notes]
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($name), "(&array![", $x, "]), array![", $y, "]);")]
        /// ```
        pub fn $name<A: ArrayLike<Elem: Rounded>>(a: A) -> Array<A::Elem> {
            <A::Elem as Rounded>::$kernel(a.view())
        }
    )*};
}
roundings! {
    floor floor_of, "The largest whole number that is not larger", "NaN and infinities stay.",
        "-1.5, 2.5" "-2.0, 2.0";
    ceil ceil_of, "The smallest whole number that is not smaller", "NaN and infinities stay.",
        "-1.5, 2.5" "-1.0, 3.0";
    trunc trunc_of, "The next whole number towards zero", "NaN and infinities stay.",
        "-1.5, 2.5" "-1.0, 2.0";
    round round_of, "The nearest whole number, halves to the even one",
        "NaN and infinities stay.", "0.5, 1.5" "0.0, 2.0";
}

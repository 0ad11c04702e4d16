//! [`Measured`]: real numbers as one of three types in which all of them are exact.

use crate::{Averaged, Ordered, Ranked, Summable};
use half::{bf16, f16};
use nd_core::{Array, CastTo, CowArray, Number, View};

/// Real numbers that groups and windows are measured by: all of nd's real types, and `bool`.
///
/// They are worked on as `i64`, `u64` or `f64`, whichever holds all of them exactly, and results
/// are turned into the type's own: means and what is like them as in [`Averaged`], sums as in
/// [`Summable`].
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_ops::{Averaged, Measured, rolling_median};
///
/// fn smooth<T: Measured>(a: &Array<T>) -> Array<<T as Averaged>::Mean> {
///     rolling_median(a, 3, 0)
/// }
/// assert_eq!(smooth(&nd_core::array![1u8, 9, 2, 3]), nd_core::array![2.0, 3.0]);
/// ```
pub trait Measured: Ordered + Summable + Averaged {
    /// What elements are worked on as.
    #[doc(hidden)]
    type Wide: Wide;

    #[doc(hidden)]
    fn wide_of(a: View<'_, Self>) -> CowArray<'_, Self::Wide>;
    #[doc(hidden)]
    fn floats_of(a: View<'_, Self>) -> CowArray<'_, f64>;
    /// Elements again.
    #[doc(hidden)]
    fn narrow_of(a: Array<Self::Wide>) -> Array<Self>;
    #[doc(hidden)]
    fn sums_from(a: Array<Self::Wide>) -> Array<<Self as Summable>::Sum>;
    #[doc(hidden)]
    fn means_from(a: Array<f64>) -> Array<Self::Mean>;
    #[doc(hidden)]
    fn spreads_from(a: Array<f64>) -> Array<Self::Spread>;
}

/// The three types that everything is worked on as.
#[doc(hidden)]
pub trait Wide:
    Number
    + Ranked
    + Averaged<Work = f64, Real = f64, Mean = f64>
    + crate::groups::GroupKernels
    + crate::joins::NearKernels
    + CastTo<f64>
{
}

impl Wide for i64 {}
impl Wide for u64 {}
impl Wide for f64 {}

macro_rules! measured {
    (@in view $a:ident) => { CowArray::View($a) };
    (@in cast $a:ident) => { CowArray::Owned($a.cast()) };
    (@out view $a:ident) => { $a };
    (@out cast $a:ident) => { $a.cast() };
    ($($T:ty, $Wide:ty, $wide:ident, $floats:ident, $sums:ident, $means:ident;)*) => {$(
        impl Measured for $T {
            type Wide = $Wide;

            #[inline(never)]
            fn wide_of(a: View<'_, Self>) -> CowArray<'_, $Wide> {
                measured!(@in $wide a)
            }
            #[inline(never)]
            fn floats_of(a: View<'_, Self>) -> CowArray<'_, f64> {
                measured!(@in $floats a)
            }
            #[inline(never)]
            fn narrow_of(a: Array<$Wide>) -> Array<Self> {
                measured!(@out $wide a)
            }
            #[inline(never)]
            fn sums_from(a: Array<$Wide>) -> Array<<Self as Summable>::Sum> {
                measured!(@out $sums a)
            }
            #[inline(never)]
            fn means_from(a: Array<f64>) -> Array<Self::Mean> {
                measured!(@out $means a)
            }
            #[inline(never)]
            fn spreads_from(a: Array<f64>) -> Array<Self::Spread> {
                measured!(@out $means a)
            }
        }
    )*};
}
measured! {
    bool, i64, cast, cast, view, view;
    i8, i64, cast, cast, view, view;
    i16, i64, cast, cast, view, view;
    i32, i64, cast, cast, view, view;
    i64, i64, view, cast, view, view;
    isize, i64, cast, cast, view, view;
    u8, u64, cast, cast, view, view;
    u16, u64, cast, cast, view, view;
    u32, u64, cast, cast, view, view;
    u64, u64, view, cast, view, view;
    usize, u64, cast, cast, view, view;
    f16, f64, cast, cast, cast, cast;
    bf16, f64, cast, cast, cast, cast;
    f32, f64, cast, cast, cast, cast;
    f64, f64, view, view, view, view;
}

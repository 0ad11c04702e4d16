//! [`AddedIn`]: elements added up in a type of choice.

use super::numbers::{self, NumberCount};
use super::pairwise::{Added, NumberSum, Sum};
use crate::groups;
use crate::over::{Over, counts, over_axes};
use crate::rolling::{self, Windows};
use half::{bf16, f16};
use nd_core::{Array, Complex, CowArray, Element, Number, View, ViewMut, reduce, zip};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ([$($hidden:tt)*] $W:ty) => {
        $($hidden)*
        #[inline(never)]
        fn sum_of(a: View<'_, Self>) -> $W {
            // Plus zero: NumPy adds the pairwise sum to a zero, which turns -0 into 0.
            <$W as num_traits::Zero>::zero().plus(reduce(a, &Sum::<$W>::NEW))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn sum_axis_of(op: &'static str, a: View<'_, Self>, over: &Over) -> Array<$W> {
            let axes = over.axes_only(op, a.ndim());
            let zero = <$W as num_traits::Zero>::zero();
            over_axes(a, over, &axes, &Sum::<$W>::NEW, move |sum| zero.plus(sum))
        }
        $($hidden)*
        #[inline(never)]
        fn nansum_of(a: View<'_, Self>) -> $W {
            if <Self as AddedIn<$W>>::NEVER_NAN {
                return <Self as AddedIn<$W>>::sum_of(a);
            }
            let a = <Self as AddedIn<$W>>::widened_of(a);
            <$W as num_traits::Zero>::zero().plus(reduce(a.view(), &NumberSum::<$W>::NEW))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nansum_axis_of(op: &'static str, a: View<'_, Self>, over: &Over) -> Array<$W> {
            if <Self as AddedIn<$W>>::NEVER_NAN {
                return <Self as AddedIn<$W>>::sum_axis_of(op, a, over);
            }
            let axes = over.axes_only(op, a.ndim());
            numbers::sum_axis(<Self as AddedIn<$W>>::widened_of(a).view(), over, &axes)
        }
        $($hidden)*
        #[inline(never)]
        fn count_numbers_of(a: View<'_, Self>) -> usize {
            if <Self as AddedIn<$W>>::NEVER_NAN {
                return a.size();
            }
            reduce(<Self as AddedIn<$W>>::widened_of(a).view(), &NumberCount::<$W>::NEW)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn count_numbers_axis_of(op: &'static str, a: View<'_, Self>, over: &Over) -> Array<usize> {
            let axes = over.axes_only(op, a.ndim());
            if <Self as AddedIn<$W>>::NEVER_NAN {
                let count = counts(a.shape(), &axes).0;
                let kept: Vec<usize> =
                    (0..a.ndim()).filter(|d| !axes.contains(d)).map(|d| a.shape()[d]).collect();
                return over.restore(Array::full(kept.as_slice(), count), a.shape(), &axes);
            }
            numbers::count_axis(<Self as AddedIn<$W>>::widened_of(a).view(), over, &axes)
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_sum_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
        ) -> Array<$W> {
            groups::sums(<Self as AddedIn<$W>>::widened_of(a).view(), codes, groups, axis)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn rolling_sum_of(op: &'static str, a: View<'_, Self>, windows: &Windows) -> Array<$W> {
            let zero = <$W as num_traits::Zero>::zero();
            let missing = <$W>::not_a_number().unwrap_or(zero);
            if missing == zero {
                windows.refuse_missing(op, a.shape()[windows.axis]);
            }
            let a = <Self as AddedIn<$W>>::widened_of(a);
            rolling_sums(a.view(), windows, missing)
        }
        /// Adds the sums of a block's groups to `acc`, whose length along `axis` is the number of
        /// groups.
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn grouped_sum_into_of(
            acc: ViewMut<'_, $W>,
            block: View<'_, Self>,
            codes: &[usize],
            axis: usize,
        ) {
            let groups = acc.view().shape()[axis];
            let sums = Self::grouped_sum_of(block, codes, groups, axis);
            groups::add_into(acc, &sums);
        }
    };
}

/// The sum of each window.
#[inline(never)]
fn rolling_sums<W: Number>(a: View<'_, W>, windows: &Windows, missing: W) -> Array<W> {
    rolling::roll(a, windows, &Added::<W>::NEW, |sum| sum, missing)
}

/// Whether an element is NaN, or a complex one that has a NaN: nothing else differs from itself.
#[inline(always)]
pub(crate) fn is_nan<W: Number, T: AddedIn<W>>(x: T) -> bool {
    !T::NEVER_NAN && x.widen() != x.widen()
}

/// Elements that can be added up in `W`: which accumulators [`sum_as`](crate::sum_as),
/// [`mean_as`](crate::mean_as) and their axis forms may be asked for.
///
/// | elements | accumulators |
/// |---|---|
/// | `bool` | `i64`, `u64`, `f64` |
/// | signed integers | `i64`, `f64` |
/// | unsigned integers | `u64`, `f64` |
/// | `f16`, `bf16`, `f32` | `f32`, `f64` |
/// | `f64` | `f64` |
/// | `Complex<f32>` | `Complex<f32>`, `Complex<f64>` |
/// | `Complex<f64>` | `Complex<f64>` |
///
/// # Examples
/// ```
/// use nd_ops::{AddedIn, sum_as};
///
/// #[derive(Clone, Copy, PartialEq, Debug)]
/// struct Cents(u32);
/// impl nd_core::Element for Cents {}
/// impl AddedIn<u64> for Cents {
///     fn widen(self) -> u64 {
///         u64::from(self.0)
///     }
/// }
/// let prices = nd_core::Array::full([3], Cents(u32::MAX));
/// assert_eq!(sum_as::<u64>(&prices), 12_884_901_885);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` elements cannot be added up in `{W}`",
    note = "accumulators: `f64` for all but complex elements, `f32` for floats, `i64` and `u64` for integers",
    note = "otherwise convert first: `a.cast::<f64>()`"
)]
pub trait AddedIn<W: Number>: Element {
    /// An element as a summand.
    fn widen(self) -> W;
    /// Whether no value is NaN, so that nothing needs to be left out of a sum of numbers.
    #[doc(hidden)]
    const NEVER_NAN: bool = false;
    /// Elements as summands: what has many steps takes these, so that it is compiled for each type
    /// of sums and not of elements.
    #[doc(hidden)]
    #[inline(never)]
    fn widened_of(a: View<'_, Self>) -> CowArray<'_, W> {
        CowArray::Owned(zip((a,)).map(|(x,)| x.widen()))
    }

    kernels!([#[doc(hidden)]] W);
}

macro_rules! added {
    ([$never_nan:expr, $widened:ident] $($T:ty, $W:ty, $widen:expr;)*) => {$(
        impl AddedIn<$W> for $T {
            const NEVER_NAN: bool = $never_nan;
            #[inline(always)]
            fn widen(self) -> $W {
                let widen: fn($T) -> $W = $widen;
                widen(self)
            }
            added!(@$widened $T, $W);
            kernels!([] $W);
        }
    )*};
    (@cast $T:ty, $W:ty) => {
        #[inline]
        fn widened_of(a: View<'_, $T>) -> CowArray<'_, $W> {
            CowArray::Owned(a.cast())
        }
    };
    (@same $T:ty, $W:ty) => {
        #[inline(always)]
        fn widened_of(a: View<'_, $T>) -> CowArray<'_, $T> {
            CowArray::View(a)
        }
    };
}
added! {
    [true, same]
    i64, i64, |x| x;
    u64, u64, |x| x;
}
added! {
    [true, cast]
    bool, i64, i64::from;
    i8, i64, i64::from;
    i16, i64, i64::from;
    i32, i64, i64::from;
    isize, i64, |x| x as i64;
    bool, u64, u64::from;
    u8, u64, u64::from;
    u16, u64, u64::from;
    u32, u64, u64::from;
    usize, u64, |x| x as u64;
    bool, f64, |x| f64::from(u8::from(x));
    i8, f64, f64::from;
    i16, f64, f64::from;
    i32, f64, f64::from;
    i64, f64, |x| x as f64;
    isize, f64, |x| x as f64;
    u8, f64, f64::from;
    u16, f64, f64::from;
    u32, f64, f64::from;
    u64, f64, |x| x as f64;
    usize, f64, |x| x as f64;
}
added! {
    [false, same]
    f32, f32, |x| x;
    f64, f64, |x| x;
    Complex<f32>, Complex<f32>, |z| z;
    Complex<f64>, Complex<f64>, |z| z;
}
added! {
    [false, cast]
    f16, f32, f16::to_f32;
    bf16, f32, bf16::to_f32;
    f16, f64, f16::to_f64;
    bf16, f64, bf16::to_f64;
    f32, f64, f64::from;
    Complex<f32>, Complex<f64>, |z| Complex::new(f64::from(z.re), f64::from(z.im));
}

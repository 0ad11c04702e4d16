//! What an order gives: the larger of two, the largest of many, and where it is.

mod cumulative;
mod extremes;
mod nan;
mod pairs;
mod places;

pub use cumulative::{cummax_axis, cummin_axis};
pub(crate) use extremes::refuse_empty;
pub use extremes::{max, max_axis, min, min_axis};
pub use nan::{
    AllNan, nanargmax, nanargmax_axis, nanargmin, nanargmin_axis, nanmax, nanmax_axis, nanmin,
    nanmin_axis,
};
pub use pairs::{clip, fmax, fmin, maximum, minimum};
pub use places::{argmax, argmax_axis, argmin, argmin_axis};

use crate::groups;
use crate::over::Over;
use crate::rolling::{self, Windows};
use crate::sums::running;
use half::{bf16, f16};
use nd_core::time::Unit;
use nd_core::{Array, CastTo, Datetime64, Element, Timedelta64, View, ViewMut, zip};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn maximum_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("maximum").map(|(a, b)| a.larger(b))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn minimum_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("minimum").map(|(a, b)| a.smaller(b))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn fmax_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("fmax").map(|(a, b)| a.or_number(b, a.larger(b)))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn fmin_of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            zip((&a, &b)).named("fmin").map(|(a, b)| a.or_number(b, a.smaller(b)))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn clip_of(a: View<'_, Self>, low: View<'_, Self>, high: View<'_, Self>) -> Array<Self> {
            let clipped = |(x, low, high): (Self, Self, Self)| x.larger(low).smaller(high);
            zip((&a, &low, &high)).named("clip").map(clipped)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn max_of(a: View<'_, Self>) -> Self {
            extremes::extreme("max", a, extremes::Largest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn min_of(a: View<'_, Self>) -> Self {
            extremes::extreme("min", a, extremes::Smallest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn max_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self> {
            extremes::extreme_axis("max", a, over, extremes::Largest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn min_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self> {
            extremes::extreme_axis("min", a, over, extremes::Smallest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn argmax_of(a: View<'_, Self>) -> usize {
            places::flat("argmax", a, extremes::Largest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn argmin_of(a: View<'_, Self>) -> usize {
            places::flat("argmin", a, extremes::Smallest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn argmax_axis_of(a: View<'_, Self>, over: &Over) -> Array<usize> {
            places::over("argmax", a, over, extremes::Largest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn argmin_axis_of(a: View<'_, Self>, over: &Over) -> Array<usize> {
            places::over("argmin", a, over, extremes::Smallest)
        }
        /// As `grouped_sum_into_of`, with the largest.
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn grouped_max_into_of(
            acc: ViewMut<'_, Self>,
            block: View<'_, Self>,
            codes: &[usize],
            axis: usize,
        ) {
            let groups = acc.view().shape()[axis];
            let later = Self::grouped_max_of(block, codes, groups, axis);
            groups::merge_into::<Self, _>(acc, &later, &extremes::Best(extremes::Largest));
        }
        /// As `grouped_sum_into_of`, with the smallest.
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn grouped_min_into_of(
            acc: ViewMut<'_, Self>,
            block: View<'_, Self>,
            codes: &[usize],
            axis: usize,
        ) {
            let groups = acc.view().shape()[axis];
            let later = Self::grouped_min_of(block, codes, groups, axis);
            groups::merge_into::<Self, _>(acc, &later, &extremes::Best(extremes::Smallest));
        }
    };
}

/// What leaves NaN out.
macro_rules! number_kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanmax_of(a: View<'_, Self>) -> Self {
            match Self::UNORDERED {
                None => Self::max_of(a),
                Some(nan) => nan::extreme("nanmax", a, extremes::Largest, nan),
            }
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanmax_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self> {
            match Self::UNORDERED {
                None => Self::max_axis_of(a, over),
                Some(nan) => nan::extreme_axis("nanmax", a, over, extremes::Largest, nan),
            }
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanargmax_of(a: View<'_, Self>) -> Result<usize, AllNan> {
            if Self::UNORDERED.is_none() {
                return Ok(Self::argmax_of(a));
            }
            nan::flat("nanargmax", a, extremes::Largest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanargmax_axis_of(a: View<'_, Self>, over: &Over) -> Result<Array<usize>, AllNan> {
            if Self::UNORDERED.is_none() {
                return Ok(Self::argmax_axis_of(a, over));
            }
            nan::over("nanargmax", a, over, extremes::Largest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanmin_of(a: View<'_, Self>) -> Self {
            match Self::UNORDERED {
                None => Self::min_of(a),
                Some(nan) => nan::extreme("nanmin", a, extremes::Smallest, nan),
            }
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanmin_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self> {
            match Self::UNORDERED {
                None => Self::min_axis_of(a, over),
                Some(nan) => nan::extreme_axis("nanmin", a, over, extremes::Smallest, nan),
            }
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanargmin_of(a: View<'_, Self>) -> Result<usize, AllNan> {
            if Self::UNORDERED.is_none() {
                return Ok(Self::argmin_of(a));
            }
            nan::flat("nanargmin", a, extremes::Smallest)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanargmin_axis_of(a: View<'_, Self>, over: &Over) -> Result<Array<usize>, AllNan> {
            if Self::UNORDERED.is_none() {
                return Ok(Self::argmin_axis_of(a, over));
            }
            nan::over("nanargmin", a, over, extremes::Smallest)
        }
    };
}

/// What leaves NaN out, of elements that are never NaN.
macro_rules! always_numbers {
    () => {
        always_numbers!(@same nanmax_of max_of nanmin_of min_of);
        always_numbers!(@axis nanmax_axis_of max_axis_of nanmin_axis_of min_axis_of);
        always_numbers!(@place nanargmax_of argmax_of nanargmin_of argmin_of);
        always_numbers!(@places nanargmax_axis_of argmax_axis_of nanargmin_axis_of argmin_axis_of);
    };
    (@same $($name:ident $plain:ident)*) => {$(
        #[track_caller]
        fn $name(a: View<'_, Self>) -> Self {
            Self::$plain(a)
        }
    )*};
    (@axis $($name:ident $plain:ident)*) => {$(
        #[track_caller]
        fn $name(a: View<'_, Self>, over: &Over) -> Array<Self> {
            Self::$plain(a, over)
        }
    )*};
    (@place $($name:ident $plain:ident)*) => {$(
        #[track_caller]
        fn $name(a: View<'_, Self>) -> Result<usize, AllNan> {
            Ok(Self::$plain(a))
        }
    )*};
    (@places $($name:ident $plain:ident)*) => {$(
        #[track_caller]
        fn $name(a: View<'_, Self>, over: &Over) -> Result<Array<usize>, AllNan> {
            Ok(Self::$plain(a, over))
        }
    )*};
}

/// What leaves NaN out, as wider floats.
macro_rules! numbers_as {
    ($Wide:ty) => {
        #[track_caller]
        fn nanmax_of(a: View<'_, Self>) -> Self {
            <$Wide>::nanmax_of(a.cast().view()).cast_to()
        }
        #[track_caller]
        fn nanmin_of(a: View<'_, Self>) -> Self {
            <$Wide>::nanmin_of(a.cast().view()).cast_to()
        }
        #[track_caller]
        fn nanmax_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self> {
            <$Wide>::nanmax_axis_of(a.cast().view(), over).cast()
        }
        #[track_caller]
        fn nanmin_axis_of(a: View<'_, Self>, over: &Over) -> Array<Self> {
            <$Wide>::nanmin_axis_of(a.cast().view(), over).cast()
        }
        #[track_caller]
        fn nanargmax_of(a: View<'_, Self>) -> Result<usize, AllNan> {
            <$Wide>::nanargmax_of(a.cast().view())
        }
        #[track_caller]
        fn nanargmin_of(a: View<'_, Self>) -> Result<usize, AllNan> {
            <$Wide>::nanargmin_of(a.cast().view())
        }
        #[track_caller]
        fn nanargmax_axis_of(a: View<'_, Self>, over: &Over) -> Result<Array<usize>, AllNan> {
            <$Wide>::nanargmax_axis_of(a.cast().view(), over)
        }
        #[track_caller]
        fn nanargmin_axis_of(a: View<'_, Self>, over: &Over) -> Result<Array<usize>, AllNan> {
            <$Wide>::nanargmin_axis_of(a.cast().view(), over)
        }
    };
}

/// Extremes so far, of windows and of groups.
macro_rules! part_kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn cummax_of(a: View<'_, Self>, axis: usize) -> Array<Self> {
            running::accumulate(a.to_array(), axis, Self::larger)
        }
        $($hidden)*
        #[inline(never)]
        fn cummin_of(a: View<'_, Self>, axis: usize) -> Array<Self> {
            running::accumulate(a.to_array(), axis, Self::smaller)
        }
        $($hidden)*
        #[inline(never)]
        fn rolling_max_of(a: View<'_, Self>, windows: &Windows) -> Array<Self> {
            let missing = Self::UNORDERED.unwrap_or(Self::LARGEST);
            if !missing.is_unordered() {
                windows.refuse_missing("rolling_max", a.shape()[windows.axis]);
            }
            rolling::roll(a, windows, &extremes::Best(extremes::Largest), |best| best, missing)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn rolling_min_of(a: View<'_, Self>, windows: &Windows) -> Array<Self> {
            let missing = Self::UNORDERED.unwrap_or(Self::LARGEST);
            if !missing.is_unordered() {
                windows.refuse_missing("rolling_min", a.shape()[windows.axis]);
            }
            rolling::roll(a, windows, &extremes::Best(extremes::Smallest), |best| best, missing)
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_max_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
        ) -> Array<Self> {
            groups::fold(a, codes, groups, axis, &extremes::Best(extremes::Largest))
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_min_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
        ) -> Array<Self> {
            groups::fold(a, codes, groups, axis, &extremes::Best(extremes::Smallest))
        }
    };
}

/// Extremes so far, of windows and of groups, as elements of a type that has the same ones.
macro_rules! parts_as {
    ($Same:ty) => {
        parts_as!(@so_far $Same, cummax_of cummin_of);
        parts_as!(@windows $Same, rolling_max_of rolling_min_of);
        parts_as!(@groups $Same, grouped_max_of grouped_min_of);
    };
    (@so_far $Same:ty, $($name:ident)*) => {$(
        fn $name(a: View<'_, Self>, axis: usize) -> Array<Self> {
            <$Same>::$name(a.cast().view(), axis).cast()
        }
    )*};
    (@windows $Same:ty, $($name:ident)*) => {$(
        #[track_caller]
        fn $name(a: View<'_, Self>, windows: &Windows) -> Array<Self> {
            <$Same>::$name(a.cast().view(), windows).cast()
        }
    )*};
    (@groups $Same:ty, $($name:ident)*) => {$(
        fn $name(a: View<'_, Self>, codes: &[usize], groups: usize, axis: usize) -> Array<Self> {
            <$Same>::$name(a.cast().view(), codes, groups, axis).cast()
        }
    )*};
}

/// Elements with an order in which NaN is an extreme of either kind.
///
/// # Examples
/// ```
/// use nd_ops::Ordered;
///
/// assert_eq!(Ordered::larger(1, 2), 2);
/// assert!(Ordered::larger(1.0, f64::NAN).is_nan());
/// assert!(Ordered::smaller(f64::NAN, 1.0).is_nan());
/// ```
pub trait Ordered: Element + PartialOrd {
    /// No element is larger.
    const LARGEST: Self;
    /// No element is smaller.
    const SMALLEST: Self;

    /// NaN, of types that have it: a result where there is no number.
    const UNORDERED: Option<Self> = None;

    /// Whether the value is NaN.
    #[inline(always)]
    fn is_unordered(self) -> bool {
        false
    }

    /// Equal to `trace` if this value is finite; NaN, or a `trace` that was NaN, stays NaN.
    /// Infinities may spoil a trace too.
    #[inline(always)]
    fn spoil(self, trace: Self) -> Self {
        trace
    }

    /// The one that is not NaN, or `both` if neither is.
    #[doc(hidden)]
    #[inline(always)]
    fn or_number(self, other: Self, both: Self) -> Self {
        let chosen = if self.is_unordered() { other } else { both };
        if other.is_unordered() { self } else { chosen }
    }

    /// The larger of two, NaN if either is.
    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        if (other > self) | other.is_unordered() { other } else { self }
    }

    /// The smaller of two, NaN if either is.
    #[inline(always)]
    fn smaller(self, other: Self) -> Self {
        if (other < self) | other.is_unordered() { other } else { self }
    }

    kernels!(#[doc(hidden)]);
    number_kernels!(#[doc(hidden)]);
    part_kernels!(#[doc(hidden)]);
}

macro_rules! ordered_integers {
    ($($T:ty $(: $Same:ty)?),*) => {$(
        impl Ordered for $T {
            const LARGEST: Self = Self::MAX;
            const SMALLEST: Self = Self::MIN;
            kernels!();
            always_numbers!();
            parts!($($Same)?);
        }
    )*};
}

macro_rules! parts {
    () => {
        part_kernels!();
    };
    ($Same:ty) => {
        parts_as!($Same);
    };
}
ordered_integers!(i8, i16, i32, i64, isize: i64, u8, u16, u32, u64, usize: u64);

macro_rules! ordered_times {
    ($($T:ident)*) => {$(
        impl<U: Unit> Ordered for $T<U> {
            const LARGEST: Self = $T::new(i64::MAX);
            const SMALLEST: Self = $T::new(-i64::MAX);
            const UNORDERED: Option<Self> = Some($T::NAT);
            #[inline(always)]
            fn is_unordered(self) -> bool {
                self.is_nat()
            }
            #[inline(always)]
            fn spoil(self, trace: Self) -> Self {
                if self.is_nat() { self } else { trace }
            }
        }
    )*};
}
ordered_times!(Datetime64 Timedelta64);

impl Ordered for bool {
    const LARGEST: bool = true;
    const SMALLEST: bool = false;
    kernels!();
    always_numbers!();
    parts_as!(u8);
}

macro_rules! ordered_floats {
    ($($T:ty $(: $Wide:ty)?),*) => {$(
        impl Ordered for $T {
            const LARGEST: Self = Self::INFINITY;
            const SMALLEST: Self = Self::NEG_INFINITY;
            const UNORDERED: Option<Self> = Some(Self::NAN);
            #[inline(always)]
            fn is_unordered(self) -> bool {
                self.is_nan()
            }
            #[inline(always)]
            fn spoil(self, trace: Self) -> Self {
                trace + (self - self)
            }
            kernels!();
            numbers!($($Wide)?);
            parts!($($Wide)?);
        }
    )*};
}

macro_rules! numbers {
    () => {
        number_kernels!();
    };
    ($Wide:ty) => {
        numbers_as!($Wide);
    };
}
ordered_floats!(f16: f32, bf16: f32, f32, f64);

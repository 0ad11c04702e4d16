//! [`Averaged`]: the types of means and variances; and how variances are formed.

use super::Moments;
use super::spread::{NumberSpread, Spread};
use crate::each::{each, each_pair, same_shape};
use crate::gradient::{self, Spacing};
use crate::groups;
use crate::over::{Over, over_axes};
use crate::rolling::{self, Windows};
use crate::sums::AddedIn;
use crate::trapezoids;
use half::{bf16, f16};
use nd_core::{Array, Complex, Element, Number, Reducer, View, ViewMut, reduce, zip};
use num_traits::Float;

/// The body for windows.
macro_rules! rolling_kernel {
    ([$($hidden:tt)*]) => {
        $($hidden)*
        #[inline(never)]
        fn rolling_variance_of(
            a: View<'_, Self>,
            windows: &Windows,
            ddof: f64,
            root: bool,
        ) -> Array<Self::Spread> {
            let finish = |moments: Moments<Self>| {
                let variance = moments.variance(ddof);
                Self::spread(if root { variance.sqrt() } else { variance })
            };
            let missing = finish(Moments::default());
            rolling::roll(a, windows, &Spread::<Self>::NEW, finish, missing)
        }
    };
    // Of a wider type, whose elements have the same distances.
    ([] $Wide:ty) => {
        fn rolling_variance_of(
            a: View<'_, Self>,
            windows: &Windows,
            ddof: f64,
            root: bool,
        ) -> Array<Self::Spread> {
            <$Wide>::rolling_variance_of(a.cast().view(), windows, ddof, root).cast()
        }
    };
}

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ([$($hidden:tt)*] $Numbers:ty) => {
        $($hidden)*
        #[inline(never)]
        fn moments_of(a: View<'_, Self>) -> Moments<Self> {
            reduce(a, &Spread::<Self>::NEW)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn moments_axis_of(
            op: &'static str,
            a: View<'_, Self>,
            over: &Over,
        ) -> Array<Moments<Self>> {
            moments_axis(op, a, over, &Spread::<Self>::NEW)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn variance_axis_of(
            op: &'static str,
            a: View<'_, Self>,
            over: &Over,
            finish: fn(Moments<Self>, f64) -> Self::Spread,
        ) -> Array<Self::Spread> {
            let axes = over.axes(op, a.ndim());
            let ddof = over.ddof();
            over_axes(a, over, &axes, &Spread::<Self>::NEW, |moments| finish(moments, ddof))
        }
        $($hidden)*
        #[inline(never)]
        fn number_moments_of(a: View<'_, Self>) -> Moments<Self> {
            reduce(a, &<$Numbers>::NEW)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn number_moments_axis_of(
            op: &'static str,
            a: View<'_, Self>,
            over: &Over,
        ) -> Array<Moments<Self>> {
            moments_axis(op, a, over, &<$Numbers>::NEW)
        }
        $($hidden)*
        #[inline(never)]
        fn number_means_of(sums: View<'_, Self::Work>, counts: View<'_, usize>) -> Array<Self::Mean> {
            each_pair("mean", sums, counts, Self::mean)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn nanmean_axis_of(op: &'static str, a: View<'_, Self>, over: &Over) -> Array<Self::Mean> {
            let sums = <Self as AddedIn<Self::Work>>::nansum_axis_of(op, a, over);
            let counts = <Self as AddedIn<Self::Work>>::count_numbers_axis_of(op, a, over);
            Self::number_means_of(sums.view(), counts.view())
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn weighted_sums_of(
            op: &'static str,
            a: View<'_, Self>,
            weights: View<'_, Self::Work>,
            over: &Over,
        ) -> Array<Self::Work> {
            let products = <Self as AddedIn<Self::Work>>::widened_of(a).view() * weights;
            <Self::Work as AddedIn<Self::Work>>::sum_axis_of(op, products.view(), over)
        }
        $($hidden)*
        #[inline(never)]
        fn shares_of(sums: View<'_, Self::Work>, totals: View<'_, Self::Work>) -> Array<Self::Mean> {
            Self::means(sums / totals, 1)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn merge_moments_of(acc: ViewMut<'_, Moments<Self>>, part: View<'_, Moments<Self>>) {
            same_shape("merge", acc.view().shape(), part.shape());
            let mut acc = acc;
            for (acc, &part) in acc.iter_mut().zip(part.iter()) {
                *acc = Moments::merge(*acc, part);
            }
        }
        $($hidden)*
        #[inline(never)]
        fn finish_means_of(moments: View<'_, Moments<Self>>) -> Array<Self::Mean> {
            each(moments, |moments| moments.mean())
        }
        $($hidden)*
        #[inline(never)]
        fn finish_variances_of(
            moments: View<'_, Moments<Self>>,
            ddof: f64,
            finish: fn(Moments<Self>, f64) -> Self::Spread,
        ) -> Array<Self::Spread> {
            each(moments, |moments| finish(moments, ddof))
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_mean_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
        ) -> Array<Self::Mean> {
            let sums = <Self as AddedIn<Self::Work>>::grouped_sum_of(a, codes, groups, axis);
            groups::means::<Self>(&sums, &groups::sizes(codes, groups), axis)
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_moments_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
        ) -> Array<Moments<Self>> {
            groups::fold(a, codes, groups, axis, &Spread::<Self>::NEW)
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_variance_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
            ddof: f64,
            root: bool,
        ) -> Array<Self::Spread> {
            let moments = Self::grouped_moments_of(a, codes, groups, axis);
            let finish = if root { Moments::std } else { Moments::var };
            Self::finish_variances_of(moments.view(), ddof, finish)
        }
        $($hidden)*
        #[inline(never)]
        fn rolling_mean_of(a: View<'_, Self>, windows: &Windows) -> Array<Self::Mean> {
            let sums = <Self as AddedIn<Self::Work>>::rolling_sum_of("rolling_mean", a, windows);
            let n = a.shape()[windows.axis];
            match windows.all_have(n) {
                Some(count) => Self::means(sums, count),
                None => groups::means::<Self>(&sums, &windows.counts(n), windows.axis),
            }
        }
        /// As `grouped_sum_into_of`, with moments.
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn grouped_moments_into_of(
            acc: ViewMut<'_, Moments<Self>>,
            block: View<'_, Self>,
            codes: &[usize],
            axis: usize,
        ) {
            let groups = acc.view().shape()[axis];
            let later = Self::grouped_moments_of(block, codes, groups, axis);
            groups::merge_into::<Self, _>(acc, &later, &Spread::<Self>::NEW);
        }
    };
}

/// Elements that can be averaged, and the types NumPy averages them in.
///
/// | elements | computed in | mean | variance |
/// |---|---|---|---|
/// | `bool`, integers, `f64` | `f64` | `f64` | `f64` |
/// | `f32` | `f32` | `f32` | `f32` |
/// | `f16`, `bf16` | `f32` | the element type | the element type |
/// | complex | itself | itself | its real type |
///
/// # Examples
/// ```
/// use nd_ops::Averaged;
///
/// assert_eq!(<u8 as Averaged>::mean(10.0, 4), 2.5f64);
/// // Between neighbours that are the same number as f64s:
/// assert_eq!(Averaged::distance(i64::MAX, i64::MAX - 3), 3.0);
/// ```
pub trait Averaged: AddedIn<<Self as Averaged>::Work> + Default {
    /// What sums are kept in.
    type Work: Number + AddedIn<Self::Work>;
    /// The type of squared distances from the mean.
    type Real: Number + Float;
    /// The type of a mean.
    type Mean: Element;
    /// The type of a variance.
    type Spread: Element;

    /// `self - origin`: exact where the type allows, so that what is measured near an
    /// element keeps its digits however far from zero both are.
    #[inline(always)]
    fn distance(self, origin: Self) -> Self::Work {
        self.widen().minus(origin.widen())
    }
    /// `work * factor`.
    fn scale(work: Self::Work, factor: Self::Real) -> Self::Work;
    /// `work / count`.
    fn share(work: Self::Work, count: Self::Real) -> Self::Work;
    /// The squared magnitude.
    fn square(work: Self::Work) -> Self::Real;
    /// `sum / count`.
    fn mean(sum: Self::Work, count: usize) -> Self::Mean;
    /// A variance as a result.
    fn spread(variance: Self::Real) -> Self::Spread;
    /// A number of elements as a real number.
    fn count(n: usize) -> Self::Real;
    /// Each sum as a mean.
    #[inline]
    fn means(sums: Array<Self::Work>, count: usize) -> Array<Self::Mean> {
        zip((&sums,)).map(move |(sum,)| Self::mean(sum, count))
    }

    #[doc(hidden)]
    #[inline(never)]
    fn gradient_of(
        a: View<'_, Self>,
        axis: usize,
        spacing: &Spacing,
        second: bool,
    ) -> Array<Self::Mean> {
        Self::means(gradient::slopes(a, axis, spacing, second), 1)
    }

    #[doc(hidden)]
    #[inline(never)]
    fn trapezoid_of(a: View<'_, Self>, axis: usize, spacing: &Spacing) -> Array<Self::Mean> {
        Self::means(trapezoids::area(a, axis, spacing), 1)
    }

    rolling_kernel!([#[doc(hidden)]]);
    kernels!([#[doc(hidden)]] NumberSpread<Self>);
}

/// The difference of two 64-bit integers as a float, rounded once: both halves' differences
/// are exact.
macro_rules! halved {
    ($x:expr, $y:expr, $High:ty) => {{
        let high = f64::from(($x >> 32) as $High) - f64::from(($y >> 32) as $High);
        let low = f64::from($x as u32) - f64::from($y as u32);
        high * 4_294_967_296.0 + low
    }};
}

/// `gradient_of` and `trapezoid_of` by way of elements as summands.
macro_rules! gradient_widened {
    ($Work:ty) => {
        #[inline(never)]
        fn gradient_of(
            a: View<'_, Self>,
            axis: usize,
            spacing: &Spacing,
            second: bool,
        ) -> Array<Self::Mean> {
            let a = <Self as AddedIn<$Work>>::widened_of(a);
            Self::means(gradient::slopes::<$Work>(a.view(), axis, spacing, second), 1)
        }
        #[inline(never)]
        fn trapezoid_of(a: View<'_, Self>, axis: usize, spacing: &Spacing) -> Array<Self::Mean> {
            let a = <Self as AddedIn<$Work>>::widened_of(a);
            Self::means(trapezoids::area::<$Work>(a.view(), axis, spacing), 1)
        }
    };
}

/// The moments over some axes.
#[track_caller]
fn moments_axis<T: Averaged>(
    op: &'static str,
    a: View<'_, T>,
    over: &Over,
    reducer: &impl Reducer<T, Acc = Moments<T>>,
) -> Array<Moments<T>> {
    let axes = over.axes(op, a.ndim());
    over_axes(a, over, &axes, reducer, |moments| moments)
}

macro_rules! averaged_real {
    ($Numbers:ident: $($T:ty $(as $Wide:ty)?, $Work:ty, $Out:ty, $narrow:expr, $narrow_all:expr $(, $distance:expr)?;)*) => {$(
        impl Averaged for $T {
            type Work = $Work;
            type Real = $Work;
            type Mean = $Out;
            type Spread = $Out;
            $(
                #[inline(always)]
                fn distance(self, origin: Self) -> $Work {
                    let distance: fn($T, $T) -> $Work = $distance;
                    distance(self, origin)
                }
            )?
            #[inline(always)]
            fn scale(work: $Work, factor: $Work) -> $Work {
                work * factor
            }
            #[inline(always)]
            fn share(work: $Work, count: $Work) -> $Work {
                work / count
            }
            #[inline(always)]
            fn square(work: $Work) -> $Work {
                work * work
            }
            #[inline(always)]
            fn mean(sum: $Work, count: usize) -> $Out {
                Self::spread(sum / count as $Work)
            }
            #[inline(always)]
            fn spread(variance: $Work) -> $Out {
                let narrow: fn($Work) -> $Out = $narrow;
                narrow(variance)
            }
            #[inline(always)]
            fn count(n: usize) -> $Work {
                n as $Work
            }
            #[inline(never)]
            fn means(sums: Array<$Work>, count: usize) -> Array<$Out> {
                let narrow_all: fn(Array<$Work>) -> Array<$Out> = $narrow_all;
                narrow_all(sums / count as $Work)
            }
            gradient_widened!($Work);
            rolling_kernel!([] $($Wide)?);
            kernels!([] $Numbers<Self>);
        }
    )*};
}
averaged_real! {
    Spread:
    bool as i64, f64, f64, |x| x, |a| a;
    i8 as i64, f64, f64, |x| x, |a| a;
    i16 as i64, f64, f64, |x| x, |a| a;
    i32 as i64, f64, f64, |x| x, |a| a;
    i64, f64, f64, |x| x, |a| a, |x, y| halved!(x, y, i32);
    isize as i64, f64, f64, |x| x, |a| a, |x, y| (x as i64).distance(y as i64);
    u8 as i64, f64, f64, |x| x, |a| a;
    u16 as i64, f64, f64, |x| x, |a| a;
    u32 as i64, f64, f64, |x| x, |a| a;
    u64, f64, f64, |x| x, |a| a, |x, y| halved!(x, y, u32);
    usize as u64, f64, f64, |x| x, |a| a, |x, y| (x as u64).distance(y as u64);
}
averaged_real! {
    NumberSpread:
    f16 as f32, f32, f16, f16::from_f32, |a| a.cast::<f16>();
    bf16 as f32, f32, bf16, bf16::from_f32, |a| a.cast::<bf16>();
    f32, f32, f32, |x| x, |a| a;
    f64, f64, f64, |x| x, |a| a;
}

macro_rules! averaged_complex {
    ($($R:ty)*) => {$(
        impl Averaged for Complex<$R> {
            type Work = Complex<$R>;
            type Real = $R;
            type Mean = Complex<$R>;
            type Spread = $R;
            #[inline(always)]
            fn scale(work: Complex<$R>, factor: $R) -> Complex<$R> {
                work * factor
            }
            #[inline(always)]
            fn share(work: Complex<$R>, count: $R) -> Complex<$R> {
                work / count
            }
            #[inline(always)]
            fn square(work: Complex<$R>) -> $R {
                work.norm_sqr()
            }
            #[inline(always)]
            fn mean(sum: Complex<$R>, count: usize) -> Complex<$R> {
                sum / count as $R
            }
            #[inline(always)]
            fn spread(variance: $R) -> $R {
                variance
            }
            #[inline(always)]
            fn count(n: usize) -> $R {
                n as $R
            }
            #[inline(never)]
            fn means(sums: Array<Complex<$R>>, count: usize) -> Array<Complex<$R>> {
                zip((&sums,)).map(move |(sum,)| Self::mean(sum, count))
            }
            gradient_widened!(Complex<$R>);
            rolling_kernel!([]);
            kernels!([] NumberSpread<Self>);
        }
    )*};
}
averaged_complex!(f32 f64);

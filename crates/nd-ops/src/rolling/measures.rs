//! Windows of any kind, of which NaN are left out.

use super::lanes::{each_part, zeros};
use super::slide::slide;
use super::spans::Spans;
use super::states::{Most, Powers, State, Sum};
use super::{RollingOptions, Window, one_axis, ordered};
use crate::{Averaged, Measured, Over, Quantile, RankMethod};
use nd_core::{Array, ArrayLike, View, normalize_axis};

/// What is made of a window.
#[derive(Clone, Copy, Debug)]
enum Measure {
    Sum,
    Mean,
    Min,
    Max,
    Var(f64),
    Std(f64),
    Skew,
    Kurt,
    Count,
    Median,
    Quantile(Quantile),
    Rank(RankMethod),
}

#[inline(never)]
#[track_caller]
fn measured(
    op: &'static str,
    a: View<'_, f64>,
    (window, axis): (Window, isize),
    options: &RollingOptions,
    what: Measure,
) -> Array<f64> {
    let axis = normalize_axis(op, axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    let mut spans = Spans::new(op, a.shape()[axis], &window, options);
    let rows = spans.least;
    if matches!(what, Measure::Count) {
        spans.least = 0; // how many positions there are counts, not how many numbers
    }
    let spans = &spans;
    each_part(a, axis, spans, zeros, &|_, lane, first, out| match what {
        Measure::Sum => {
            slide(|k| Sum::of(lane[k]), spans, first, out, (f64::NAN, |sum: Sum| sum.sum))
        }
        Measure::Mean => {
            let mean = |sum: Sum| sum.sum / sum.count() as f64;
            slide(|k| Sum::of(lane[k]), spans, first, out, (f64::NAN, mean));
        }
        Measure::Min => extreme::<-1>(lane, spans, first, out),
        Measure::Max => extreme::<1>(lane, spans, first, out),
        Measure::Var(ddof) => powers::<2>(lane, spans, first, out, &|all| all.variance(ddof)),
        Measure::Std(ddof) => {
            powers::<2>(lane, spans, first, out, &|all| all.variance(ddof).sqrt())
        }
        Measure::Skew => powers::<4>(lane, spans, first, out, &Powers::skewness),
        Measure::Kurt => powers::<4>(lane, spans, first, out, &Powers::kurtosis),
        Measure::Count => {
            let counted = (f64::NAN, |sum: Sum| sum.count() as f64);
            slide(|k| Sum::of(lane[k]), spans, first, out, counted);
            for (k, out) in out.iter_mut().enumerate() {
                *out = if spans.at(first + k).len() < rows { f64::NAN } else { *out };
            }
        }
        Measure::Median => ordered::quantiles(lane, spans, first, out, None),
        Measure::Quantile(q) => ordered::quantiles(lane, spans, first, out, Some(q)),
        Measure::Rank(method) => ordered::ranks(lane, spans, first, out, method),
    })
}

fn extreme<const SIGN: i8>(lane: &[f64], spans: &Spans, first: usize, out: &mut [f64]) {
    let of = |k: usize| Most::<SIGN>::of(lane[k], k);
    slide(of, spans, first, out, (f64::NAN, |most| most.value));
}

fn powers<const UP_TO: usize>(
    lane: &[f64],
    spans: &Spans,
    first: usize,
    out: &mut [f64],
    finish: &dyn Fn(&Powers<UP_TO>) -> f64,
) {
    slide(|k| Powers::of(lane[k]), spans, first, out, (f64::NAN, |all| finish(&all)));
}

/// Where the largest is, or the smallest.
#[inline(never)]
#[track_caller]
fn places<const SIGN: i8>(
    op: &'static str,
    a: View<'_, f64>,
    (window, axis): (Window, isize),
    options: &RollingOptions,
) -> Array<Option<usize>> {
    let axis = normalize_axis(op, axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    let spans = Spans::new(op, a.shape()[axis], &window, options);
    each_part(a, axis, &spans, |n| vec![None; n], &|_, lane, first, out| {
        let of = |k: usize| Most::<SIGN>::of(lane[k], k);
        let place = |most: Most<SIGN>| (most.count() > 0).then_some(most.place);
        slide(of, &spans, first, out, (None, place));
    })
}

macro_rules! measures {
    ($(
        $what:literal, $more:literal, $pandas:literal, $example:literal,
        $name:ident, $with:ident, ($($arg:ident: $Arg:ty)?), $axis:ident: $Axis:ty, $Out:ty,
        |$a:ident, $window:ident, $options:ident| $body:expr;
    )*) => {$(
        #[doc = concat!($what, " of the numbers of each window along an axis; NaN are left out.")]
        ///
        /// `a: (…, n, …)` → `(…, n - window + 1, …)`, or `(…, n, …)` of windows of a width and of expanding ones.
        #[doc = concat!(" ", $more)]
        /// A window with fewer numbers than it has elements (than one, if not of a number of elements) has NaN.
        /// Elements are worked on as `f64`; infinities are numbers.
        ///
        /// # Panics
        /// If there is no such axis, the window is 0 or longer than the axis, or of a coordinate of another length.
        ///
        /// # NumPy
        #[doc = concat!("pandas' `rolling(window).", $pandas, "`, for whole windows; infinities are missing there.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = $example]
        /// ```
        /// ```should_panic
        /// nd_ops::rolling_nansum(&[1.0, 2.0], 3, 0);
        /// ```
        #[track_caller]
        pub fn $name<A: ArrayLike<Elem: Measured>>(
            $a: A,
            $window: impl Into<Window>,
            $($arg: $Arg,)?
            $axis: $Axis,
        ) -> Array<$Out> {
            $with($a, $window, $($arg,)? $axis, &RollingOptions::default())
        }

        #[doc = concat!("As [`", stringify!($name), "`], with windows of each position, of fewer numbers, or other ends; see [`RollingOptions`].")]
        ///
        /// # Panics
        /// If there is no such axis, the window is longer than the axis where all of it must lie within, of a
        /// coordinate of another length, or shorter than the fewest numbers that it may have.
        ///
        /// # NumPy
        #[doc = concat!("pandas' `rolling(window, min_periods, center, closed=…, step=…).", $pandas, "`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::{Align, RollingOptions};
        ///
        /// let a = [1f64, 5.0, 2.0, 4.0];
        /// let options = RollingOptions::default().align(Align::Trailing);
        #[doc = measures!(@example $name $with $($arg)?)]
        /// assert!(all[[0]].is_nan() && all[[1]].is_nan());
        /// assert!((all[[3]] - whole[[1]]).abs() < 1e-12 || whole[[1]].is_nan());
        /// ```
        #[track_caller]
        pub fn $with<A: ArrayLike<Elem: Measured>>(
            $a: A,
            $window: impl Into<Window>,
            $($arg: $Arg,)?
            $axis: $Axis,
            $options: &RollingOptions,
        ) -> Array<$Out> {
            $body
        }
    )*};
    (@example $name:ident $with:ident) => {
        concat!("let (whole, all) = (nd_ops::", stringify!($name), "(&a, 3, 0), nd_ops::", stringify!($with), "(&a, 3, 0, &options));")
    };
    (@example $name:ident $with:ident $arg:ident) => {
        concat!("let (whole, all) = (nd_ops::", stringify!($name), "(&a, 3, 0.25, 0), nd_ops::", stringify!($with), "(&a, 3, 0.25, 0, &options));")
    };
}

/// The body of a measure along one axis.
macro_rules! body {
    ($name:literal, $a:ident, $window:ident, $axis:expr, $options:ident, $what:expr) => {{
        let view = $a.view();
        let floats = <A::Elem as Measured>::floats_of(view);
        let found = measured($name, floats.view(), ($window.into(), $axis), $options, $what);
        A::Elem::means_from(found)
    }};
    (@ddof $name:literal, $a:ident, $window:ident, $axis:expr, $options:ident, $what:path) => {{
        let over: Over = $axis.into();
        let axis = one_axis($name, &over, $a.view().ndim()) as isize;
        let floats = <A::Elem as Measured>::floats_of($a.view());
        let what = $what(over.ddof());
        let found = measured($name, floats.view(), ($window.into(), axis), $options, what);
        A::Elem::spreads_from(found)
    }};
}

measures! {
    "The sum", "Of no number it is 0, where so few will do.", "sum()",
    "let a = [1.0, 2.0, f64::NAN, 4.0, 5.0];\nlet sums = nd_ops::rolling_nansum(&a, 2, 0);\nassert!(sums[[0]] == 3.0 && sums[[1]].is_nan() && sums[[3]] == 9.0);",
    rolling_nansum, rolling_nansum_with, (), axis: isize, <A::Elem as Averaged>::Mean,
    |a, window, options| body!("rolling_nansum", a, window, axis, options, Measure::Sum);

    "The mean", "", "mean()",
    "assert_eq!(nd_ops::rolling_nanmean(&[1, 2, 5], 2, 0), array![1.5, 3.5]);",
    rolling_nanmean, rolling_nanmean_with, (), axis: isize, <A::Elem as Averaged>::Mean,
    |a, window, options| body!("rolling_nanmean", a, window, axis, options, Measure::Mean);

    "The smallest", "", "min()",
    "assert_eq!(nd_ops::rolling_nanmin(&[1, 2, 5], 2, 0), array![1.0, 2.0]);",
    rolling_nanmin, rolling_nanmin_with, (), axis: isize, <A::Elem as Averaged>::Mean,
    |a, window, options| body!("rolling_nanmin", a, window, axis, options, Measure::Min);

    "The largest", "", "max()",
    "assert_eq!(nd_ops::rolling_nanmax(&[1, 2, 5], 2, 0), array![2.0, 5.0]);",
    rolling_nanmax, rolling_nanmax_with, (), axis: isize, <A::Elem as Averaged>::Mean,
    |a, window, options| body!("rolling_nanmax", a, window, axis, options, Measure::Max);

    "The variance", "Divided by the count less the [`ddof`](crate::ddof()) of the axis. Exactly 0 of equal numbers.", "var(ddof)",
    "assert_eq!(nd_ops::rolling_nanvar(&[1.0, 3.0, 7.0], 2, nd_ops::ddof(1, 0)), array![2.0, 8.0]);",
    rolling_nanvar, rolling_nanvar_with, (), axis: impl Into<Over>, <A::Elem as Averaged>::Spread,
    |a, window, options| body!(@ddof "rolling_nanvar", a, window, axis, options, Measure::Var);

    "The standard deviation", "Divided by the count less the [`ddof`](crate::ddof()) of the axis.", "std(ddof)",
    "assert_eq!(nd_ops::rolling_nanstd(&[1.0, 3.0, 7.0], 2, 0), array![1.0, 2.0]);",
    rolling_nanstd, rolling_nanstd_with, (), axis: impl Into<Over>, <A::Elem as Averaged>::Spread,
    |a, window, options| body!(@ddof "rolling_nanstd", a, window, axis, options, Measure::Std);

    "The skewness", "Without the bias of a sample; NaN of fewer than three numbers, and of equal ones.", "skew()",
    "let found = nd_ops::rolling_skew(&[1f64, 2.0, 9.0, 16.0], 3, 0);\nassert!((found[[0]] - 1.6300591617118865).abs() < 1e-12);\nassert_eq!(found[[1]], 0.0);",
    rolling_skew, rolling_skew_with, (), axis: isize, <A::Elem as Averaged>::Mean,
    |a, window, options| body!("rolling_skew", a, window, axis, options, Measure::Skew);

    "The excess kurtosis", "Without the bias of a sample; NaN of fewer than four numbers, and of equal ones.", "kurt()",
    "let found = nd_ops::rolling_kurt(&[1f64, 2.0, 3.0, 4.0], 4, 0);\nassert!((found[[0]] + 1.2).abs() < 1e-12);",
    rolling_kurt, rolling_kurt_with, (), axis: isize, <A::Elem as Averaged>::Mean,
    |a, window, options| body!("rolling_kurt", a, window, axis, options, Measure::Kurt);

    "How many there are", "The fewest that a window may have are positions here, not numbers.", "count()",
    "assert_eq!(nd_ops::rolling_count(&[1.0, f64::NAN, 5.0], 2, 0), array![1.0, 1.0]);",
    rolling_count, rolling_count_with, (), axis: isize, <A::Elem as Averaged>::Mean,
    |a, window, options| body!("rolling_count", a, window, axis, options, Measure::Count);

    "The median", "", "median()",
    "assert_eq!(nd_ops::rolling_median(&[1, 9, 2, 3], 3, 0), array![2.0, 3.0]);",
    rolling_median, rolling_median_with, (), axis: isize, <A::Elem as Averaged>::Mean,
    |a, window, options| body!("rolling_median", a, window, axis, options, Measure::Median);

    "A quantile", "`q` is a number in `0..=1`, or one with a method: [`QuantileMethod::at`](crate::QuantileMethod::at); it panics otherwise.", "quantile(q, interpolation)",
    "assert_eq!(nd_ops::rolling_quantile(&[1, 9, 2, 3], 3, 0.25, 0), array![1.5, 2.5]);",
    rolling_quantile, rolling_quantile_with, (q: impl Into<Quantile>), axis: isize, <A::Elem as Averaged>::Mean,
    |a, window, options| {
        let q = q.into().fraction("rolling_quantile", 1.0);
        body!("rolling_quantile", a, window, axis, options, Measure::Quantile(q))
    };
}

/// The rank of the last element of each window along `axis` among its numbers, from 1; equal ones share the
/// mean of theirs. NaN where the last element is, and of too few numbers.
///
/// `a: (…, n, …)` → `(…, n - window + 1, …)`, or `(…, n, …)` of windows of a width and of expanding ones.
///
/// # Panics
/// If there is no such axis, the window is 0 or longer than the axis, or of a coordinate of another length.
///
/// # NumPy
/// pandas' `rolling(window).rank()`; Bottleneck's `move_rank` runs from −1 to 1.
///
/// # Examples
/// ```
/// let ranks = nd_ops::rolling_rank(&[3, 1, 2, 2], 3, 0);
/// assert_eq!(ranks, nd_core::array![2.0, 2.5]);
/// ```
#[track_caller]
pub fn rolling_rank<A: ArrayLike<Elem: Measured>>(
    a: A,
    window: impl Into<Window>,
    axis: isize,
) -> Array<f64> {
    rolling_rank_with(a, window, axis, &RollingOptions::default())
}

/// As [`rolling_rank`], with options: [`rank_method`](RollingOptions::rank_method) says how equal numbers are ranked.
///
/// # Panics
/// As [`rolling_median_with`].
///
/// # NumPy
/// pandas' `rolling(window, min_periods).rank(method)`.
///
/// # Examples
/// ```
/// use nd_ops::{RankMethod, RollingOptions, rolling_rank_with};
///
/// let ranks = |method| {
///     let options = RollingOptions::default().rank_method(method);
///     rolling_rank_with(&[2, 1, 2, 2], 4, 0, &options)[[0]]
/// };
/// assert_eq!(ranks(RankMethod::Min), 2.0);
/// assert_eq!(ranks(RankMethod::Max), 4.0);
/// assert_eq!(ranks(RankMethod::Dense), 2.0);
/// ```
#[track_caller]
pub fn rolling_rank_with<A: ArrayLike<Elem: Measured>>(
    a: A,
    window: impl Into<Window>,
    axis: isize,
    options: &RollingOptions,
) -> Array<f64> {
    let floats = A::Elem::floats_of(a.view());
    let what = Measure::Rank(options.rank_method);
    measured("rolling_rank", floats.view(), (window.into(), axis), options, what)
}

macro_rules! placed {
    ($($what:literal, $example:literal, $name:ident, $with:ident, $sign:literal;)*) => {$(
        #[doc = concat!("Where along `axis` the ", $what, " number of each window is, the first of equal ones; `None` of too few numbers.")]
        ///
        /// `a: (…, n, …)` → `(…, n - window + 1, …)`, or `(…, n, …)` of windows of a width and of expanding ones.
        /// Whole numbers beyond 2⁵³ are compared as `f64`.
        ///
        /// # Panics
        /// If there is no such axis, the window is 0 or longer than the axis, or of a coordinate of another length.
        ///
        /// # NumPy
        #[doc = concat!("Bottleneck's `move_", stringify!($name), "` without its prefix, which counts from the end of the window.")]
        ///
        /// # Examples
        /// ```
        #[doc = $example]
        /// ```
        #[track_caller]
        pub fn $name<A: ArrayLike<Elem: Measured>>(
            a: A,
            window: impl Into<Window>,
            axis: isize,
        ) -> Array<Option<usize>> {
            $with(a, window, axis, &RollingOptions::default())
        }

        #[doc = concat!("As [`", stringify!($name), "`], with options.")]
        ///
        /// # Panics
        /// As [`rolling_median_with`].
        ///
        /// # NumPy
        /// Bottleneck's `move_argmax(a, window, min_count)` and `move_argmin`.
        ///
        /// # Examples
        /// ```
        /// use nd_ops::{Align, RollingOptions};
        ///
        /// let options = RollingOptions::default().align(Align::Trailing);
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($with), "(&[1, 1], 2, 0, &options), nd_core::array![None, Some(0)]);")]
        /// ```
        #[track_caller]
        pub fn $with<A: ArrayLike<Elem: Measured>>(
            a: A,
            window: impl Into<Window>,
            axis: isize,
            options: &RollingOptions,
        ) -> Array<Option<usize>> {
            let floats = A::Elem::floats_of(a.view());
            places::<$sign>(stringify!($name), floats.view(), (window.into(), axis), options)
        }
    )*};
}
placed! {
    "largest",
    "assert_eq!(nd_ops::rolling_argmax(&[1, 3, 2, 0], 2, 0), nd_core::array![Some(1), Some(1), Some(2)]);",
    rolling_argmax, rolling_argmax_with, 1;

    "smallest",
    "assert_eq!(nd_ops::rolling_argmin(&[1, 3, 2, 0], 2, 0), nd_core::array![Some(0), Some(2), Some(3)]);",
    rolling_argmin, rolling_argmin_with, -1;
}

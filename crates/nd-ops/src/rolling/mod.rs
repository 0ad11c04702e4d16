//! Reductions of windows that move along an axis.
//!
//! `windows.rs`, `walk.rs` and `doubled.rs` are windows of a number of elements, by a reducer of any type. Windows of any
//! kind (`window.rs`, `spans.rs`), of which NaN are left out, are worked on in `f64`: `slide.rs` joins states of
//! parts, `ordered.rs` keeps the order of elements, `measures.rs` has the functions.

mod apply;
mod doubled;
mod expanding;
mod lanes;
mod measures;
mod ordered;
mod pairs;
mod slide;
mod spans;
mod states;
mod walk;
mod window;
mod windows;

pub use apply::{rolling_apply, rolling_apply_with};
pub use expanding::{
    expanding_corr, expanding_count, expanding_cov, expanding_kurt, expanding_max, expanding_mean,
    expanding_median, expanding_min, expanding_quantile, expanding_rank, expanding_skew,
    expanding_std, expanding_sum, expanding_var,
};
pub use measures::{
    rolling_argmax, rolling_argmax_with, rolling_argmin, rolling_argmin_with, rolling_count,
    rolling_count_with, rolling_kurt, rolling_kurt_with, rolling_median, rolling_median_with,
    rolling_nanmax, rolling_nanmax_with, rolling_nanmean, rolling_nanmean_with, rolling_nanmin,
    rolling_nanmin_with, rolling_nanstd, rolling_nanstd_with, rolling_nansum, rolling_nansum_with,
    rolling_nanvar, rolling_nanvar_with, rolling_quantile, rolling_quantile_with, rolling_rank,
    rolling_rank_with, rolling_skew, rolling_skew_with,
};
pub use pairs::{rolling_corr, rolling_corr_with, rolling_cov, rolling_cov_with};
pub(crate) use walk::roll;
pub use window::{Window, WindowError};
pub use windows::{Align, Closed, RollingOptions, Windows};

use crate::{AddedIn, Averaged, Ordered, Over, Summable};
use nd_core::{Array, ArrayLike};

/// The axis that windows move along.
#[track_caller]
fn one_axis(op: &'static str, over: &Over, ndim: usize) -> usize {
    let axes = over.resolve(op, ndim).unwrap_or_else(|error| panic!("{error}"));
    match axes[..] {
        [axis] if !over.keeps() => axis,
        _ => panic!("{op}: one axis is needed, which stays; {} are given", axes.len()),
    }
}

macro_rules! rolling {
    ($(
        $what:literal, $how:literal, $numpy:literal, $example:literal,
        $name:ident, $with:ident, $Bound:ident, $Out:ty, $axis:ident: $Axis:ty,
        |$a:ident, $windows:ident, $over:ident| $body:expr;
    )*) => {$(
        #[doc = concat!($what, " of each window of `window` elements along an axis.")]
        ///
        /// `a: (…, n, …)` → `(…, n - window + 1, …)`.
        #[doc = concat!(" ", $how)]
        /// Nothing is taken off again, so NaN, infinities and errors stay in their windows.
        ///
        /// # Panics
        /// If there is no such axis, or the window is 0 or longer than the axis.
        ///
        /// # NumPy
        #[doc = $numpy]
        ///
        /// # Examples
        /// ```
        #[doc = $example]
        /// ```
        /// ```should_panic
        #[doc = concat!("nd_ops::", stringify!($name), "(&[1.0, 2.0], 3, 0);")]
        /// ```
        #[track_caller]
        pub fn $name<A: ArrayLike<Elem: $Bound>>(
            a: A,
            window: usize,
            $axis: $Axis,
        ) -> Array<$Out> {
            $with(a, window, $axis, &RollingOptions::default())
        }

        #[doc = concat!("As [`", stringify!($name), "`], with a window for each position if asked for; see [`RollingOptions`].")]
        ///
        /// # Panics
        /// If there is no such axis, the window is 0, or longer than the axis where all of it must
        /// lie within; or if a window is of too few elements and the type has no NaN for it.
        ///
        /// # NumPy
        /// pandas' `rolling(window, min_periods, center)`, but that NaN are elements like others:
        /// they make NaN of their windows, and count.
        ///
        /// # Examples
        /// ```
        /// use nd_ops::{Align, RollingOptions};
        ///
        /// let options = RollingOptions::default().align(Align::Centred).min_periods(2);
        #[doc = concat!("let a = nd_ops::", stringify!($with), "(&[1.0, 2.0, 4.0], 3, 0, &options);")]
        /// assert_eq!(a.shape(), [3]);
        #[doc = concat!("assert_eq!(a[[1]], nd_ops::", stringify!($name), "(&[1.0, 2.0, 4.0], 3, 0)[[0]]);")]
        /// ```
        #[track_caller]
        pub fn $with<A: ArrayLike<Elem: $Bound>>(
            a: A,
            window: usize,
            $axis: $Axis,
            options: &RollingOptions,
        ) -> Array<$Out> {
            let $a = a.view();
            let $over: Over = $axis.into();
            let axis = one_axis(stringify!($name), &$over, $a.ndim());
            let name = stringify!($name);
            let $windows = &Windows::new(name, $a.shape(), window, axis as isize, options);
            $body
        }
    )*};
}
rolling! {
    "The sum", "Types as in [`Summable`]; the error of a sum is that of adding the window up once.",
    "`np.lib.stride_tricks.sliding_window_view(a, window, axis).sum(-1)`.",
    "assert_eq!(nd_ops::rolling_sum(&[1i64, 2, 3, 4], 2, 0), nd_core::array![3, 5, 7]);",
    rolling_sum, rolling_sum_with, Summable, <A::Elem as Summable>::Sum, axis: isize,
    |a, windows, _over| {
        let sums = <A::Elem as AddedIn<<A::Elem as Summable>::Work>>::rolling_sum_of("rolling_sum", a, windows);
        <A::Elem as Summable>::narrow_all(sums)
    };

    "The mean", "Types as in [`Averaged`].",
    "`np.lib.stride_tricks.sliding_window_view(a, window, axis).mean(-1)`.",
    "assert_eq!(nd_ops::rolling_mean(&[1, 2, 5], 2, 0), nd_core::array![1.5, 3.5]);",
    rolling_mean, rolling_mean_with, Averaged, <A::Elem as Averaged>::Mean, axis: isize,
    |a, windows, _over| A::Elem::rolling_mean_of(a, windows);

    "The largest", "NaN if one is.",
    "`np.lib.stride_tricks.sliding_window_view(a, window, axis).max(-1)`.",
    "assert_eq!(nd_ops::rolling_max(&[1, 3, 2, 0], 2, 0), nd_core::array![3, 3, 2]);",
    rolling_max, rolling_max_with, Ordered, A::Elem, axis: isize,
    |a, windows, _over| A::Elem::rolling_max_of(a, windows);

    "The smallest", "NaN if one is.",
    "`np.lib.stride_tricks.sliding_window_view(a, window, axis).min(-1)`.",
    "assert_eq!(nd_ops::rolling_min(&[1, 3, 2, 0], 2, 0), nd_core::array![1, 2, 0]);",
    rolling_min, rolling_min_with, Ordered, A::Elem, axis: isize,
    |a, windows, _over| A::Elem::rolling_min_of(a, windows);

    "The variance", "Divided by the count less the [`ddof`](crate::ddof()) of the axis.",
    "`np.lib.stride_tricks.sliding_window_view(a, window, axis).var(-1, ddof=…)`; pandas' has ddof 1.",
    "assert_eq!(nd_ops::rolling_var(&[1.0, 3.0, 7.0], 2, nd_ops::ddof(1, 0)), nd_core::array![2.0, 8.0]);",
    rolling_var, rolling_var_with, Averaged, <A::Elem as Averaged>::Spread, axis: impl Into<Over>,
    |a, windows, over| A::Elem::rolling_variance_of(a, windows, over.ddof(), false);

    "The standard deviation", "Divided by the count less the [`ddof`](crate::ddof()) of the axis.",
    "`np.lib.stride_tricks.sliding_window_view(a, window, axis).std(-1, ddof=…)`; pandas' has ddof 1.",
    "assert_eq!(nd_ops::rolling_std(&[1.0, 3.0, 7.0], 2, 0), nd_core::array![1.0, 2.0]);",
    rolling_std, rolling_std_with, Averaged, <A::Elem as Averaged>::Spread, axis: impl Into<Over>,
    |a, windows, over| A::Elem::rolling_variance_of(a, windows, over.ddof(), true);
}

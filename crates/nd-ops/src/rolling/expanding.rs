//! Windows of all elements up to a position.

use super::{
    Window, rolling_corr, rolling_count, rolling_cov, rolling_kurt, rolling_median, rolling_nanmax,
    rolling_nanmean, rolling_nanmin, rolling_nanstd, rolling_nansum, rolling_nanvar,
    rolling_quantile, rolling_rank, rolling_skew,
};
use crate::{Averaged, Measured, Over, Quantile};
use nd_core::{Array, ArrayLike};

macro_rules! expanding {
    ($(
        $what:literal, $pandas:literal, $example:literal,
        $name:ident, $rolling:ident, ($($other:ident: $Other:ident)?), ($($arg:ident: $Arg:ty)?), $axis:ident: $Axis:ty, $Out:ty;
    )*) => {$(
        #[doc = concat!($what, " of all numbers up to each position along an axis; NaN are left out.")]
        ///
        /// `a: (…, n, …)` → `(…, n, …)`; NaN where there is no number yet; counts begin with 0.
        #[doc = concat!(" With options: [`", stringify!($rolling), "_with`](crate::", stringify!($rolling), "_with) of [`Window::Expanding`].")]
        ///
        /// # Panics
        #[doc = concat!("As [`", stringify!($rolling), "`](crate::", stringify!($rolling), ").")]
        ///
        /// # NumPy
        #[doc = concat!("pandas' `expanding().", $pandas, "`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = $example]
        /// ```
        #[track_caller]
        pub fn $name<A: ArrayLike<Elem: Measured> $(, $Other: ArrayLike<Elem: Measured>)?>(
            a: A,
            $($other: $Other,)?
            $($arg: $Arg,)?
            $axis: $Axis,
        ) -> Array<$Out> {
            $rolling(a, $($other,)? Window::Expanding, $($arg,)? $axis)
        }
    )*};
}
expanding! {
    "The sum", "sum()", "assert_eq!(nd_ops::expanding_sum(&[1.0, f64::NAN, 4.0], 0), array![1.0, 1.0, 5.0]);",
    expanding_sum, rolling_nansum, (), (), axis: isize, <A::Elem as Averaged>::Mean;
    "The mean", "mean()", "assert_eq!(nd_ops::expanding_mean(&[1.0, f64::NAN, 4.0], 0), array![1.0, 1.0, 2.5]);",
    expanding_mean, rolling_nanmean, (), (), axis: isize, <A::Elem as Averaged>::Mean;
    "The smallest", "min()", "assert_eq!(nd_ops::expanding_min(&[3, 1, 4], 0), array![3.0, 1.0, 1.0]);",
    expanding_min, rolling_nanmin, (), (), axis: isize, <A::Elem as Averaged>::Mean;
    "The largest", "max()", "assert_eq!(nd_ops::expanding_max(&[3, 1, 4], 0), array![3.0, 3.0, 4.0]);",
    expanding_max, rolling_nanmax, (), (), axis: isize, <A::Elem as Averaged>::Mean;
    "The variance, with the [`ddof`](crate::ddof()) of the axis,", "var(ddof)", "assert_eq!(nd_ops::expanding_var(&[1.0, 3.0], 0), array![0.0, 1.0]);",
    expanding_var, rolling_nanvar, (), (), axis: impl Into<Over>, <A::Elem as Averaged>::Spread;
    "The standard deviation, with the [`ddof`](crate::ddof()) of the axis,", "std(ddof)", "assert_eq!(nd_ops::expanding_std(&[1.0, 5.0], 0), array![0.0, 2.0]);",
    expanding_std, rolling_nanstd, (), (), axis: impl Into<Over>, <A::Elem as Averaged>::Spread;
    "The skewness", "skew()", "assert_eq!(nd_ops::expanding_skew(&[1.0, 2.0, 3.0], 0)[[2]], 0.0);",
    expanding_skew, rolling_skew, (), (), axis: isize, <A::Elem as Averaged>::Mean;
    "The excess kurtosis", "kurt()", "assert!((nd_ops::expanding_kurt(&[1f64, 2.0, 3.0, 4.0], 0)[[3]] + 1.2).abs() < 1e-12);",
    expanding_kurt, rolling_kurt, (), (), axis: isize, <A::Elem as Averaged>::Mean;
    "How many there are", "count()", "assert_eq!(nd_ops::expanding_count(&[1.0, f64::NAN, 4.0], 0), array![1.0, 1.0, 2.0]);",
    expanding_count, rolling_count, (), (), axis: isize, <A::Elem as Averaged>::Mean;
    "The median", "median()", "assert_eq!(nd_ops::expanding_median(&[3, 1, 4], 0), array![3.0, 2.0, 3.0]);",
    expanding_median, rolling_median, (), (), axis: isize, <A::Elem as Averaged>::Mean;
    "A quantile", "quantile(q)", "assert_eq!(nd_ops::expanding_quantile(&[3, 1, 4], 1.0, 0), array![3.0, 3.0, 4.0]);",
    expanding_quantile, rolling_quantile, (), (q: impl Into<Quantile>), axis: isize, <A::Elem as Averaged>::Mean;
    "The rank of the last", "rank()", "assert_eq!(nd_ops::expanding_rank(&[3, 1, 4], 0), array![1.0, 1.0, 3.0]);",
    expanding_rank, rolling_rank, (), (), axis: isize, f64;
    "The covariance of two arrays, with the [`ddof`](crate::ddof()) of the axis,", "cov(b, ddof)", "assert_eq!(nd_ops::expanding_cov(&[1.0, 3.0], &[2.0, 6.0], 0), array![0.0, 2.0]);",
    expanding_cov, rolling_cov, (b: B), (), axis: impl Into<Over>, f64;
    "The correlation of two arrays", "corr(b)", "assert_eq!(nd_ops::expanding_corr(&[1.0, 3.0], &[2.0, 6.0], 0)[[1]], 1.0);",
    expanding_corr, rolling_corr, (b: B), (), axis: isize, f64;
}

//! Windows of two arrays.

use super::lanes::{each_part, zeros};
use super::slide::slide;
use super::spans::Spans;
use super::states::Pairs;
use super::{RollingOptions, Window, one_axis};
use crate::{Measured, Over};
use nd_core::{Array, ArrayLike, ShapeError, View, normalize_axis};

/// What is made of windows of two arrays.
#[inline(never)]
#[track_caller]
fn paired(
    op: &'static str,
    (a, b): (View<'_, f64>, View<'_, f64>),
    (window, axis): (Window, isize),
    options: &RollingOptions,
    finish: &(dyn Fn(&Pairs) -> f64 + Sync),
) -> Array<f64> {
    let axis = normalize_axis(op, axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    if a.shape() != b.shape() {
        let (left, right) = (a.shape().into(), b.shape().into());
        panic!("{}", ShapeError::Mismatch { op: op.into(), left, right });
    }
    let n = a.shape()[axis];
    let spans = Spans::new(op, n, &window, options);
    let other = b.moveaxis(axis as isize, -1).ravel();
    let other = other.view().as_slice().expect("ravel is contiguous");
    each_part(a, axis, &spans, zeros, &|at, lane, first, out| {
        let other = &other[at * n..][..n];
        let of = |k: usize| Pairs::of(lane[k], other[k]);
        slide(of, &spans, first, out, (f64::NAN, |pairs: Pairs| finish(&pairs)));
    })
}

macro_rules! pairs {
    ($(
        $what:literal, $more:literal, $pandas:literal, $example:literal,
        $name:ident, $with:ident, $axis:ident: $Axis:ty, |$over:ident| $finish:expr;
    )*) => {$(
        #[doc = concat!($what, " of each window of two arrays along an axis, of the pairs without NaN.")]
        ///
        /// `a, b: (…, n, …)` → `(…, n - window + 1, …)`, or `(…, n, …)` of windows of a width and of expanding ones.
        #[doc = concat!(" ", $more)]
        ///
        /// # Panics
        /// If the shapes differ, there is no such axis, the window is 0 or longer than the axis, or of a coordinate
        /// of another length.
        ///
        /// # NumPy
        #[doc = concat!("pandas' `a.rolling(window).", $pandas, "`.")]
        ///
        /// # Examples
        /// ```
        #[doc = $example]
        /// ```
        /// ```should_panic
        #[doc = concat!("nd_ops::", stringify!($name), "(&[1.0, 2.0], &[1.0], 2, 0);")]
        /// ```
        #[track_caller]
        pub fn $name<A: ArrayLike<Elem: Measured>, B: ArrayLike<Elem: Measured>>(
            a: A,
            b: B,
            window: impl Into<Window>,
            $axis: $Axis,
        ) -> Array<f64> {
            $with(a, b, window, $axis, &RollingOptions::default())
        }

        #[doc = concat!("As [`", stringify!($name), "`], with options.")]
        ///
        /// # Panics
        /// If the shapes differ, and as [`rolling_median_with`](crate::rolling_median_with).
        ///
        /// # NumPy
        #[doc = concat!("pandas' `a.rolling(window, min_periods).", $pandas, "`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::{Align, RollingOptions};
        ///
        /// let options = RollingOptions::default().align(Align::Trailing);
        #[doc = concat!("let found = nd_ops::", stringify!($with), "(&[1.0, 2.0], &[2.0, 4.0], 2, 0, &options);")]
        /// assert!(found[[0]].is_nan() && found[[1]] > 0.0);
        /// ```
        #[track_caller]
        pub fn $with<A: ArrayLike<Elem: Measured>, B: ArrayLike<Elem: Measured>>(
            a: A,
            b: B,
            window: impl Into<Window>,
            $axis: $Axis,
            options: &RollingOptions,
        ) -> Array<f64> {
            let $over: Over = $axis.into();
            let axis = one_axis(stringify!($name), &$over, a.view().ndim()) as isize;
            let (a, b) = (A::Elem::floats_of(a.view()), B::Elem::floats_of(b.view()));
            let both = (a.view(), b.view());
            paired(stringify!($name), both, (window.into(), axis), options, &$finish)
        }
    )*};
}
pairs! {
    "The covariance", "Divided by the count less the [`ddof`](crate::ddof()) of the axis.", "cov(b, ddof)",
    "let found = nd_ops::rolling_cov(&[1.0, 2.0, 4.0], &[1.0, 3.0, 3.0], 2, nd_ops::ddof(1, 0));\nassert_eq!(found, nd_core::array![1.0, 0.0]);",
    rolling_cov, rolling_cov_with, axis: impl Into<Over>, |over| |pairs: &Pairs| pairs.covariance(over.ddof());

    "The correlation", "NaN where one of both does not vary.", "corr(b)",
    "let found = nd_ops::rolling_corr(&[1.0, 2.0, 4.0], &[1.0, 3.0, 3.0], 2, 0);\nassert_eq!(found[[0]], 1.0);\nassert!(found[[1]].is_nan());",
    rolling_corr, rolling_corr_with, axis: isize, |over| {
        assert!(over.ddof() == 0.0, "rolling_corr: nothing is divided by a count");
        |pairs: &Pairs| pairs.correlation()
    };
}

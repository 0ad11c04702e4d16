//! The functions.

use super::weights::{Measure, lane};
use super::{Decay, EwmOptions};
use crate::{Averaged, Measured};
use nd_core::{Array, ArrayLike, ShapeError, View, huge, normalize_axis, threads};

/// Elements that one thread takes at a time, at least.
const TASK: usize = 1 << 14;

#[inline(never)]
#[track_caller]
fn weighted(
    op: &'static str,
    (a, b): (View<'_, f64>, View<'_, f64>),
    (decay, axis): (Decay, isize),
    options: &EwmOptions,
    what: Measure,
) -> Array<f64> {
    let axis = normalize_axis(op, axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    if a.shape() != b.shape() {
        let (left, right) = (a.shape().into(), b.shape().into());
        panic!("{}", ShapeError::Mismatch { op: op.into(), left, right });
    }
    let (alpha, n) = (decay.alpha(), a.shape()[axis]);
    let (a, b) = (a.moveaxis(axis as isize, -1), b.moveaxis(axis as isize, -1));
    let shape = a.shape().to_vec();
    let (a, b) = (a.ravel(), b.ravel());
    let a = a.view().as_slice().expect("ravel is contiguous");
    let b = b.view().as_slice().expect("ravel is contiguous");
    let mut out = huge::filled(0.0, a.len());
    if let Some(lanes) = TASK.checked_div(n) {
        threads::chunks(&mut out, lanes.max(1) * n, &|start, out| {
            for (k, out) in out.chunks_exact_mut(n).enumerate() {
                let range = start + k * n..start + (k + 1) * n;
                let pairs = a[range.clone()].iter().copied().zip(b[range].iter().copied());
                lane(pairs, alpha, options, what, out);
            }
        });
    }
    Array::from_shape_vec(shape, out).moveaxis(-1, axis as isize).to_array()
}

macro_rules! measures {
    ($(
        $what:literal, $more:literal, $pandas:literal, $example:literal,
        $name:ident, $with:ident, $Out:ty, $narrow:ident, $kind:expr;
    )*) => {$(
        #[doc = concat!($what, " of all numbers up to each position along `axis`, weighted by their distance; see [`Decay`].")]
        ///
        /// `a: (…, n, …)` → `(…, n, …)`. NaN are left out, and have the result of what was before them.
        #[doc = concat!(" ", $more)]
        ///
        /// # Panics
        /// If there is no such axis, or the number of the decay is out of its range.
        ///
        /// # NumPy
        #[doc = concat!("pandas' `ewm(alpha=…).", $pandas, "`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::Decay;
        ///
        #[doc = $example]
        /// ```
        #[track_caller]
        pub fn $name<A: ArrayLike<Elem: Measured>>(a: A, decay: Decay, axis: isize) -> Array<$Out> {
            $with(a, decay, axis, &EwmOptions::default())
        }

        #[doc = concat!("As [`", stringify!($name), "`], with options; see [`EwmOptions`].")]
        ///
        /// # Panics
        /// If there is no such axis, or the number of the decay is out of its range.
        ///
        /// # NumPy
        #[doc = concat!("pandas' `ewm(alpha=…, min_periods, adjust, ignore_na).", $pandas, "`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::{Decay, EwmOptions};
        ///
        /// let three = EwmOptions::default().min_periods(3);
        #[doc = concat!("let found = nd_ops::", stringify!($with), "(&[1f64, 2.0, 4.0], Decay::Span(3.0), 0, &three);")]
        /// assert!(found[[1]].is_nan() && found[[2]] > 0.0);
        /// ```
        #[track_caller]
        pub fn $with<A: ArrayLike<Elem: Measured>>(
            a: A,
            decay: Decay,
            axis: isize,
            options: &EwmOptions,
        ) -> Array<$Out> {
            let floats = A::Elem::floats_of(a.view());
            let both = (floats.view(), floats.view());
            let found = weighted(stringify!($name), both, (decay, axis), options, $kind);
            A::Elem::$narrow(found)
        }
    )*};
}
measures! {
    "The mean", "Equal numbers have exactly themselves.", "mean()",
    "let means = nd_ops::ewm_mean(&[1.0, 4.0], Decay::Alpha(0.5), 0);\nassert_eq!(means, nd_core::array![1.0, 3.0]); // weights of 1 and 2",
    ewm_mean, ewm_mean_with, <A::Elem as Averaged>::Mean, means_from, Measure::Mean;

    "The sum", "Weights begin with 1 and are not divided by anything.", "sum()",
    "let sums = nd_ops::ewm_sum(&[2.0, 4.0], Decay::Alpha(0.5), 0);\nassert_eq!(sums, nd_core::array![2.0, 5.0]);",
    ewm_sum, ewm_sum_with, <A::Elem as Averaged>::Mean, means_from, Measure::Sum;

    "The variance", "NaN of one number, unless its bias is kept.", "var()",
    "let variances = nd_ops::ewm_var(&[1f64, 3.0], Decay::Alpha(0.5), 0);\nassert!((variances[[1]] - 2.0).abs() < 1e-15);",
    ewm_var, ewm_var_with, <A::Elem as Averaged>::Spread, spreads_from, Measure::Cov;

    "The standard deviation", "NaN of one number, unless its bias is kept.", "std()",
    "let deviations = nd_ops::ewm_std(&[1f64, 5.0], Decay::Alpha(0.5), 0);\nassert!((deviations[[1]] - 8f64.sqrt()).abs() < 1e-15);",
    ewm_std, ewm_std_with, <A::Elem as Averaged>::Spread, spreads_from, Measure::Std;
}

macro_rules! pairs {
    ($($what:literal, $more:literal, $pandas:literal, $example:literal, $name:ident, $with:ident, $kind:expr;)*) => {$(
        #[doc = concat!($what, " of all pairs up to each position of two arrays along `axis`, weighted by their distance; see [`Decay`].")]
        ///
        /// `a, b: (…, n, …)` → `(…, n, …)`. Pairs with a NaN are left out, and have the result of what was before them.
        #[doc = concat!(" ", $more)]
        ///
        /// # Panics
        /// If the shapes differ, there is no such axis, or the number of the decay is out of its range.
        ///
        /// # NumPy
        #[doc = concat!("pandas' `a.ewm(alpha=…).", $pandas, "`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::Decay;
        ///
        #[doc = $example]
        /// ```
        /// ```should_panic
        #[doc = concat!("nd_ops::", stringify!($name), "(&[1.0, 2.0], &[1.0], nd_ops::Decay::Alpha(0.5), 0);")]
        /// ```
        #[track_caller]
        pub fn $name<A: ArrayLike<Elem: Measured>, B: ArrayLike<Elem: Measured>>(
            a: A,
            b: B,
            decay: Decay,
            axis: isize,
        ) -> Array<f64> {
            $with(a, b, decay, axis, &EwmOptions::default())
        }

        #[doc = concat!("As [`", stringify!($name), "`], with options; see [`EwmOptions`].")]
        ///
        /// # Panics
        /// If the shapes differ, there is no such axis, or the number of the decay is out of its range.
        ///
        /// # NumPy
        #[doc = concat!("pandas' `a.ewm(alpha=…, min_periods, adjust, ignore_na).", $pandas, "`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::{Decay, EwmOptions};
        ///
        /// let three = EwmOptions::default().min_periods(3);
        /// let (a, b) = ([1.0, 2.0, 4.0], [2.0, 4.0, 5.0]);
        #[doc = concat!("let found = nd_ops::", stringify!($with), "(&a, &b, Decay::Span(3.0), 0, &three);")]
        /// assert!(found[[1]].is_nan() && found[[2]] > 0.0);
        /// ```
        #[track_caller]
        pub fn $with<A: ArrayLike<Elem: Measured>, B: ArrayLike<Elem: Measured>>(
            a: A,
            b: B,
            decay: Decay,
            axis: isize,
            options: &EwmOptions,
        ) -> Array<f64> {
            let (a, b) = (A::Elem::floats_of(a.view()), B::Elem::floats_of(b.view()));
            weighted(stringify!($name), (a.view(), b.view()), (decay, axis), options, $kind)
        }
    )*};
}
pairs! {
    "The covariance", "NaN of one pair, unless its bias is kept.", "cov(b)",
    "let found = nd_ops::ewm_cov(&[1.0, 3.0], &[1.0, 5.0], Decay::Alpha(0.5), 0);\nassert!((found[[1]] - 4.0).abs() < 1e-14);",
    ewm_cov, ewm_cov_with, Measure::Cov;

    "The correlation", "NaN where one of both does not vary.", "corr(b)",
    "let found = nd_ops::ewm_corr(&[1.0, 3.0, 2.0], &[2.0, 6.0, 4.0], Decay::Alpha(0.5), 0);\nassert!((found[[2]] - 1.0).abs() < 1e-14);",
    ewm_corr, ewm_corr_with, Measure::Corr;
}

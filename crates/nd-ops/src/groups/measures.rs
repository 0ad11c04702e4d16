//! Reductions of groups with options, and those that need all values of a group.

use super::gathered::Parted;
use super::kernels::{GroupKernels, Measure, Whole};
use super::{GroupOptions, Grouped, Label};
use crate::{Averaged, Measured, Over, Quantile, Summable};
use nd_core::{Array, ArrayLike};

/// The axis, and what is taken off the count.
#[track_caller]
pub(super) fn one_axis(op: &'static str, over: &Over, ndim: usize) -> isize {
    let axes = over.resolve(op, ndim).unwrap_or_else(|error| panic!("{error}"));
    match axes[..] {
        [axis] if !over.keeps() => axis as isize,
        _ => panic!("{op}: one axis is needed, which stays; {} are given", axes.len()),
    }
}

/// What is of the type of the values, or of their sums.
#[track_caller]
fn wholes<A: ArrayLike<Elem: Measured>, L: Label, U>(
    what: (&'static str, Whole),
    (values, axis): (A, isize),
    labels: impl ArrayLike<Elem = L>,
    options: &GroupOptions,
    narrow: fn(Array<<A::Elem as Measured>::Wide>) -> Array<U>,
) -> Grouped<L, U> {
    let (values, (op, what)) = (values.view(), what);
    let (labels, parted) = Parted::new(op, values.shape(), labels.view(), axis, options);
    let parted = if what == Whole::Sum { parted } else { parted.unweighted() };
    let wide = A::Elem::wide_of(values);
    let found = <A::Elem as Measured>::Wide::group_wholes_of(wide.view(), &parted, what);
    Grouped { labels, values: narrow(found) }
}

/// What is a real number.
#[track_caller]
fn measures<A: ArrayLike<Elem: Measured>, L: Label, U>(
    what: (&'static str, Measure),
    (values, axis): (A, isize),
    labels: impl ArrayLike<Elem = L>,
    options: &GroupOptions,
    narrow: fn(Array<f64>) -> Array<U>,
) -> Grouped<L, U> {
    let (values, (op, what)) = (values.view(), what);
    let (labels, parted) = Parted::new(op, values.shape(), labels.view(), axis, options);
    let ranks = matches!(what, Measure::Median | Measure::Quantile(_));
    let parted = if ranks { parted.unweighted() } else { parted };
    let wide = A::Elem::wide_of(values);
    let found = <A::Elem as Measured>::Wide::group_measures_of(wide.view(), &parted, what);
    Grouped { labels, values: narrow(found) }
}

macro_rules! with_options {
    ($(
        $what:literal, $more:literal, $pandas:literal, $example:literal,
        $name:ident, $with:ident, $axis:ident: $Axis:ty, $Out:ty,
        |$values:ident, $labels:ident, $options:ident| $body:expr;
    )*) => {$(
        #[doc = concat!($what, " of each group along an axis, as [`", stringify!($name), "`](crate::", stringify!($name), "), with options.")]
        ///
        /// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`.
        #[doc = concat!(" ", $more)]
        ///
        /// # Panics
        /// If there is no such axis, labels or weights are not 1-d of its length, weights are given for
        /// what has none, or a group has fewer than `min_count` values and the type no NaN.
        ///
        /// # NumPy
        #[doc = concat!("pandas' `groupby(labels).", $pandas, "`, with [`GroupOptions::pandas`].")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        /// use nd_ops::{GroupOptions, ddof};
        ///
        #[doc = $example]
        /// ```
        #[track_caller]
        pub fn $with<A: ArrayLike<Elem: Measured>, L: Label>(
            $values: A,
            $labels: impl ArrayLike<Elem = L>,
            $axis: $Axis,
            $options: &GroupOptions,
        ) -> Grouped<L, $Out> {
            $body
        }
    )*};
}
with_options! {
    "The sum", "Of no value it is 0. Weights are for floats.", "sum(min_count)",
    "let sums = nd_ops::grouped_sum_with(&[1.0, f64::NAN, 4.0], &[7, 7, 8], 0, &GroupOptions::pandas());\nassert_eq!(sums.values, array![1.0, 4.0]);",
    grouped_sum, grouped_sum_with, axis: isize, <A::Elem as Summable>::Sum,
    |values, labels, options| {
        let what = ("grouped_sum", Whole::Sum);
        wholes(what, (values, axis), labels, options, A::Elem::sums_from)
    };

    "The product", "Of no value it is 1.", "prod(min_count)",
    "let products = nd_ops::grouped_prod_with(&[3.0, f64::NAN, 4.0], &[7, 7, 7], 0, &GroupOptions::pandas());\nassert_eq!(products.values, array![12.0]);",
    grouped_prod, grouped_prod_with, axis: isize, <A::Elem as Summable>::Sum,
    |values, labels, options| {
        let what = ("grouped_prod", Whole::Prod);
        wholes(what, (values, axis), labels, options, A::Elem::sums_from)
    };

    "The largest", "NaN of no number.", "max(min_count)",
    "let most = nd_ops::grouped_max_with(&[3.0, f64::NAN, 4.0], &[7, 7, 7], 0, &GroupOptions::pandas());\nassert_eq!(most.values, array![4.0]);",
    grouped_max, grouped_max_with, axis: isize, A::Elem,
    |values, labels, options| {
        let what = ("grouped_max", Whole::Max);
        wholes(what, (values, axis), labels, options, A::Elem::narrow_of)
    };

    "The smallest", "NaN of no number.", "min(min_count)",
    "let least = nd_ops::grouped_min_with(&[3.0, f64::NAN, 4.0], &[7, 7, 7], 0, &GroupOptions::pandas());\nassert_eq!(least.values, array![3.0]);",
    grouped_min, grouped_min_with, axis: isize, A::Elem,
    |values, labels, options| {
        let what = ("grouped_min", Whole::Min);
        wholes(what, (values, axis), labels, options, A::Elem::narrow_of)
    };

    "The mean", "NaN of no value.", "mean()",
    "let means = nd_ops::grouped_mean_with(&[3.0, f64::NAN, 4.0], &[7, 7, 7], 0, &GroupOptions::pandas());\nassert_eq!(means.values, array![3.5]);",
    grouped_mean, grouped_mean_with, axis: isize, <A::Elem as Averaged>::Mean,
    |values, labels, options| {
        let what = ("grouped_mean", Measure::Mean);
        measures(what, (values, axis), labels, options, A::Elem::means_from)
    };

    "The variance", "Divided by the count less the [`ddof`](crate::ddof()) of the axis; NaN where that is not positive.", "var(ddof)",
    "let values = [3.0, f64::NAN, 5.0, 1.0];\nlet variances = nd_ops::grouped_var_with(&values, &[7, 7, 7, 8], ddof(1, 0), &GroupOptions::pandas()).values;\nassert_eq!(variances[[0]], 2.0);\nassert!(variances[[1]].is_nan());",
    grouped_var, grouped_var_with, axis: impl Into<Over>, <A::Elem as Averaged>::Spread,
    |values, labels, options| {
        let over: Over = axis.into();
        let axis = one_axis("grouped_var", &over, values.view().ndim());
        let what = ("grouped_var", Measure::Var(over.ddof()));
        measures(what, (values, axis), labels, options, A::Elem::spreads_from)
    };

    "The standard deviation", "See [`grouped_var_with`].", "std(ddof)",
    "let deviations = nd_ops::grouped_std_with(&[3.0, f64::NAN, 5.0], &[7, 7, 7], 0, &GroupOptions::pandas());\nassert_eq!(deviations.values, array![1.0]);",
    grouped_std, grouped_std_with, axis: impl Into<Over>, <A::Elem as Averaged>::Spread,
    |values, labels, options| {
        let over: Over = axis.into();
        let axis = one_axis("grouped_std", &over, values.view().ndim());
        let what = ("grouped_std", Measure::Std(over.ddof()));
        measures(what, (values, axis), labels, options, A::Elem::spreads_from)
    };

    "The standard error of the mean", "The standard deviation with the [`ddof`](crate::ddof()) of the axis by the root of the count.", "sem(ddof)",
    "let errors = nd_ops::grouped_sem_with(&[3.0, f64::NAN, 5.0], &[7, 7, 7], ddof(1, 0), &GroupOptions::pandas());\nassert_eq!(errors.values, array![1.0]);",
    grouped_sem, grouped_sem_with, axis: impl Into<Over>, <A::Elem as Averaged>::Spread,
    |values, labels, options| {
        let over: Over = axis.into();
        let axis = one_axis("grouped_sem", &over, values.view().ndim());
        let what = ("grouped_sem", Measure::Sem(over.ddof()));
        measures(what, (values, axis), labels, options, A::Elem::spreads_from)
    };

    "The median", "NaN of no value, and where one is NaN that is not left out.", "median()",
    "let medians = nd_ops::grouped_median_with(&[3.0, f64::NAN, 5.0], &[7, 7, 7], 0, &GroupOptions::pandas());\nassert_eq!(medians.values, array![4.0]);",
    grouped_median, grouped_median_with, axis: isize, <A::Elem as Averaged>::Mean,
    |values, labels, options| {
        let what = ("grouped_median", Measure::Median);
        measures(what, (values, axis), labels, options, A::Elem::means_from)
    };
}

/// The standard error of the mean of each group along an axis: the standard deviation, with the
/// [`ddof`](crate::ddof()) of the axis, by the root of the count.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`. NaN where the count is not above `ddof`.
///
/// # Panics
/// If there is no such axis or more than one, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).sem(ddof, skipna=False)`, where `ddof` is 1 unless given; SciPy's
/// `stats.sem`.
///
/// # Examples
/// ```
/// let errors = nd_ops::grouped_sem(&[3.0, 5.0], &[7, 7], nd_ops::ddof(1, 0));
/// assert_eq!(errors.values, nd_core::array![1.0]);
/// ```
#[track_caller]
pub fn grouped_sem<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: impl Into<Over>,
) -> Grouped<L, <A::Elem as Averaged>::Spread> {
    grouped_sem_with(values, labels, axis, &GroupOptions::default())
}

/// The median of each group along `axis`, NaN if a value is.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`, in the types of [`Averaged`].
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).median(skipna=False)`; SciPy's `ndimage.median`.
///
/// # Examples
/// ```
/// let medians = nd_ops::grouped_median(&[3, 9, 4, 5], &[7, 7, 8, 7], 0);
/// assert_eq!(medians.values, nd_core::array![5.0, 4.0]);
/// ```
#[track_caller]
pub fn grouped_median<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, <A::Elem as Averaged>::Mean> {
    grouped_median_with(values, labels, axis, &GroupOptions::default())
}

/// The value of each group along `axis` that the fraction `q` of its values are not above, NaN if a
/// value is.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`. `q` is a number, or one with a method:
/// [`QuantileMethod::at`](crate::QuantileMethod::at).
///
/// # Panics
/// If `q` is not in `0..=1`, there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).quantile(q)`, which leaves NaN out.
///
/// # Examples
/// ```
/// let quarters = nd_ops::grouped_quantile(&[3, 9, 4, 5, 6], &[7, 7, 8, 7, 7], 0.25, 0);
/// assert_eq!(quarters.values, nd_core::array![4.5, 4.0]);
/// ```
#[track_caller]
pub fn grouped_quantile<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    q: impl Into<Quantile>,
    axis: isize,
) -> Grouped<L, <A::Elem as Averaged>::Mean> {
    grouped_quantile_with(values, labels, q, axis, &GroupOptions::default())
}

/// As [`grouped_quantile`], with options.
///
/// # Panics
/// If `q` is not in `0..=1`, there is no such axis, labels are not 1-d of its length, or weights are
/// given.
///
/// # NumPy
/// pandas' `groupby(labels).quantile(q, interpolation)`, with [`GroupOptions::pandas`].
///
/// # Examples
/// ```
/// use nd_ops::{GroupOptions, QuantileMethod, grouped_quantile_with};
///
/// let lower = QuantileMethod::Lower.at(0.5);
/// let values = [3.0, f64::NAN, 4.0];
/// let found = grouped_quantile_with(&values, &[7, 7, 7], lower, 0, &GroupOptions::pandas());
/// assert_eq!(found.values, nd_core::array![3.0]);
/// ```
#[track_caller]
pub fn grouped_quantile_with<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    q: impl Into<Quantile>,
    axis: isize,
    options: &GroupOptions,
) -> Grouped<L, <A::Elem as Averaged>::Mean> {
    let q = q.into().fraction("grouped_quantile", 1.0);
    let what = ("grouped_quantile", Measure::Quantile(q));
    measures(what, (values, axis), labels, options, A::Elem::means_from)
}

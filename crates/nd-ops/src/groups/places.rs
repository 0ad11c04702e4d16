//! Positions in groups and numbers of them, and the values there.

use super::gathered::Parted;
use super::kernels::{GroupKernels, Position, Tally, enough};
use super::{GroupOptions, Grouped, Label};
use crate::Measured;
use nd_core::{Array, ArrayLike, Element, Number, View};

/// Positions along the axis, and the axis.
#[track_caller]
fn places<A: ArrayLike<Elem: Measured>, L: Label>(
    what: (&'static str, Position),
    (values, axis): (&A, isize),
    labels: impl ArrayLike<Elem = L>,
    options: &GroupOptions,
) -> (Grouped<L, Option<usize>>, usize) {
    let (values, (op, what)) = (values.view(), what);
    let (labels, parted) = Parted::new(op, values.shape(), labels.view(), axis, options);
    let parted = parted.unweighted();
    let wide = A::Elem::wide_of(values);
    let places = <A::Elem as Measured>::Wide::group_places_of(wide.view(), &parted, what);
    (Grouped { labels, values: places }, parted.axis)
}

/// Values at positions along an axis.
fn at<T: Element>(
    values: View<'_, T>,
    places: &Array<Option<usize>>,
    axis: usize,
) -> Array<Option<T>> {
    let inner: usize = values.shape()[axis + 1..].iter().product();
    let (n, groups) = (values.shape()[axis], places.shape()[axis]);
    let flat = values.ravel();
    let flat = flat.view().as_slice().expect("ravel is contiguous");
    let mut out = Vec::with_capacity(places.size());
    for (k, place) in places.iter().enumerate() {
        let lane = k / inner / groups * n * inner + k % inner;
        out.push(place.map(|place| flat[lane + place * inner]));
    }
    Array::from_shape_vec(places.shape(), out)
}

/// Values of every group, NaN of those of which too few count.
#[track_caller]
fn all<T: Measured>(op: &str, values: Array<Option<T>>, least: usize) -> Array<T> {
    let missing = <T::Wide as Number>::not_a_number();
    enough(op, least, values.iter().all(Option::is_some), missing.is_some());
    let missing = T::narrow_of(Array::scalar(missing.unwrap_or_default()))[[]];
    values.view().map(|x| x.unwrap_or(missing))
}

#[track_caller]
fn tallies<A: ArrayLike<Elem: Measured>, L: Label>(
    what: (&'static str, Tally),
    (values, axis): (A, isize),
    labels: impl ArrayLike<Elem = L>,
    options: &GroupOptions,
) -> Grouped<L, usize> {
    let (values, (op, what)) = (values.view(), what);
    let (labels, parted) = Parted::new(op, values.shape(), labels.view(), axis, options);
    let parted = parted.unweighted();
    let wide = A::Elem::wide_of(values);
    let found = <A::Elem as Measured>::Wide::group_tallies_of(wide.view(), &parted, what);
    Grouped { labels, values: found }
}

macro_rules! placed {
    ($(
        [$($doc:literal)*] $pandas:literal, $example:literal,
        $with:ident, ($($arg:ident: $Arg:ty)?), $Out:ty, |$values:ident, $axis:ident, $labels:ident, $options:ident| $body:expr;
    )*) => {$(
        $(#[doc = $doc])*
        ///
        /// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`.
        ///
        /// # Panics
        /// If there is no such axis, labels are not 1-d of its length, weights are given, or a group has fewer than
        /// `min_count` values and the type of the result neither NaN nor `None`.
        ///
        /// # NumPy
        #[doc = $pandas]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        /// use nd_ops::GroupOptions;
        ///
        #[doc = $example]
        /// ```
        #[track_caller]
        pub fn $with<A: ArrayLike<Elem: Measured>, L: Label>(
            $values: A,
            $labels: impl ArrayLike<Elem = L>,
            $($arg: $Arg,)?
            $axis: isize,
            $options: &GroupOptions,
        ) -> Grouped<L, $Out> {
            $body
        }
    )*};
}
placed! {
    ["The first value of each group along `axis` that counts, as [`grouped_first`](crate::grouped_first) with options; NaN if none, or fewer than `min_count`, do."]
    "pandas' `groupby(labels).first()`, with [`GroupOptions::pandas`].",
    "let first = nd_ops::grouped_first_with(&[f64::NAN, 2.0], &[7, 7], 0, &GroupOptions::pandas());\nassert_eq!(first.values, array![2.0]);",
    grouped_first_with, (), A::Elem, |values, axis, labels, options| {
        let what = ("grouped_first", Position::First);
        let (places, axis) = places(what, (&values, axis), labels, options);
        let found = at(values.view(), &places.values, axis);
        Grouped { labels: places.labels, values: all(what.0, found, options.min_count) }
    };

    ["The last value of each group along `axis` that counts, as [`grouped_last`](crate::grouped_last) with options; NaN if none, or fewer than `min_count`, do."]
    "pandas' `groupby(labels).last()`, with [`GroupOptions::pandas`].",
    "let last = nd_ops::grouped_last_with(&[2.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());\nassert_eq!(last.values, array![2.0]);",
    grouped_last_with, (), A::Elem, |values, axis, labels, options| {
        let what = ("grouped_last", Position::Last);
        let (places, axis) = places(what, (&values, axis), labels, options);
        let found = at(values.view(), &places.values, axis);
        Grouped { labels: places.labels, values: all(what.0, found, options.min_count) }
    };

    ["Value number `k` of each group along `axis`, counted from the end if negative, as [`grouped_nth`] with options; `None` if there are not so many."]
    "pandas' `groupby(labels).nth(k)`, which leaves such groups out and NaN in; with `dropna` as [`GroupOptions::pandas`].",
    "let numbers = nd_ops::grouped_nth_with(&[f64::NAN, 2.0, 4.0], &[7, 7, 8], 0, 0, &GroupOptions::pandas());\nassert_eq!(numbers.values, array![Some(2.0), Some(4.0)]);",
    grouped_nth_with, (k: isize), Option<A::Elem>, |values, axis, labels, options| {
        let what = ("grouped_nth", Position::Nth(k));
        let (places, axis) = places(what, (&values, axis), labels, options);
        Grouped { labels: places.labels, values: at(values.view(), &places.values, axis) }
    };

    ["Where along `axis` the largest value of each group is, as [`grouped_argmax`] with options; `None` where none counts."]
    "pandas' `groupby(labels).idxmax()`, which raises where none counts.",
    "let most = nd_ops::grouped_argmax_with(&[2.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());\nassert_eq!(most.values, array![Some(0)]);",
    grouped_argmax_with, (), Option<usize>, |values, axis, labels, options| {
        places(("grouped_argmax", Position::Largest), (&values, axis), labels, options).0
    };

    ["Where along `axis` the smallest value of each group is, as [`grouped_argmin`] with options; `None` where none counts."]
    "pandas' `groupby(labels).idxmin()`, which raises where none counts.",
    "let least = nd_ops::grouped_argmin_with(&[2.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());\nassert_eq!(least.values, array![Some(0)]);",
    grouped_argmin_with, (), Option<usize>, |values, axis, labels, options| {
        places(("grouped_argmin", Position::Smallest), (&values, axis), labels, options).0
    };

    ["How many values of each group along `axis` count: those that are not NaN, if NaN are left out."]
    "pandas' `groupby(labels).count()`, with [`GroupOptions::pandas`].",
    "let counts = nd_ops::grouped_count_with(&[2.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());\nassert_eq!(counts.values, array![1]);",
    grouped_count_with, (), usize, |values, axis, labels, options| {
        tallies(("grouped_count", Tally::All), (values, axis), labels, options)
    };

    ["How many different values each group along `axis` has, as [`grouped_nunique`] with options; all NaN are one."]
    "pandas' `groupby(labels).nunique()`, with [`GroupOptions::pandas`].",
    "let kinds = nd_ops::grouped_nunique_with(&[2.0, f64::NAN, 2.0], &[7, 7, 7], 0, &GroupOptions::pandas());\nassert_eq!(kinds.values, array![1]);",
    grouped_nunique_with, (), usize, |values, axis, labels, options| {
        tallies(("grouped_nunique", Tally::Distinct), (values, axis), labels, options)
    };

    ["Whether any value of each group along `axis` that counts is not zero, as [`grouped_any`](crate::grouped_any) with options."]
    "pandas' `groupby(labels).any()`, with [`GroupOptions::pandas`].",
    "let any = nd_ops::grouped_any_with(&[0.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());\nassert_eq!(any.values, array![false]);",
    grouped_any_with, (), bool, |values, axis, labels, options| {
        let found = tallies(("grouped_any", Tally::True), (values, axis), labels, options);
        Grouped { labels: found.labels, values: found.values.map(|count| count > 0) }
    };

    ["Whether no value of each group along `axis` that counts is zero, as [`grouped_all`](crate::grouped_all) with options."]
    "pandas' `groupby(labels).all()`, with [`GroupOptions::pandas`].",
    "let all = nd_ops::grouped_all_with(&[1.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());\nassert_eq!(all.values, array![true]);",
    grouped_all_with, (), bool, |values, axis, labels, options| {
        let found = tallies(("grouped_all", Tally::False), (values, axis), labels, options);
        Grouped { labels: found.labels, values: found.values.map(|count| count == 0) }
    };
}

/// Value number `k` of each group along `axis`, whatever it is; counted from the end if negative, and
/// `None` if there are not so many.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`.
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).nth(k)`, which leaves groups with fewer values out.
///
/// # Examples
/// ```
/// let second = nd_ops::grouped_nth(&[1, 2, 3], &[7, 8, 7], 1, 0);
/// assert_eq!(second.values, nd_core::array![Some(3), None]);
/// ```
#[track_caller]
pub fn grouped_nth<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    k: isize,
    axis: isize,
) -> Grouped<L, Option<A::Elem>> {
    grouped_nth_with(values, labels, k, axis, &GroupOptions::default())
}

/// Where along `axis` the largest value of each group is, the first of equal ones; the first NaN if
/// there is one.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`.
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).idxmax()`; SciPy's `ndimage.maximum_position`.
///
/// # Examples
/// ```
/// let most = nd_ops::grouped_argmax(&[1, 2, 3], &[7, 8, 7], 0);
/// assert_eq!(most.values, nd_core::array![Some(2), Some(1)]);
/// ```
#[track_caller]
pub fn grouped_argmax<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, Option<usize>> {
    grouped_argmax_with(values, labels, axis, &GroupOptions::default())
}

/// Where along `axis` the smallest value of each group is; see [`grouped_argmax`].
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).idxmin()`; SciPy's `ndimage.minimum_position`.
///
/// # Examples
/// ```
/// let least = nd_ops::grouped_argmin(&[1, 2, 3], &[7, 8, 7], 0);
/// assert_eq!(least.values, nd_core::array![Some(0), Some(1)]);
/// ```
#[track_caller]
pub fn grouped_argmin<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, Option<usize>> {
    grouped_argmin_with(values, labels, axis, &GroupOptions::default())
}

/// How many different values each group along `axis` has; all NaN are one.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`.
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).nunique(dropna=False)`.
///
/// # Examples
/// ```
/// let kinds = nd_ops::grouped_nunique(&[3, 2, 3], &[7, 8, 7], 0);
/// assert_eq!(kinds.values, nd_core::array![1, 1]);
/// ```
#[track_caller]
pub fn grouped_nunique<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, usize> {
    grouped_nunique_with(values, labels, axis, &GroupOptions::default())
}

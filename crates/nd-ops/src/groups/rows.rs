//! What has a result for each position: running sums, ranks, numbers within a group.

use super::gathered::{Gather, Parted};
use super::kernels::GroupKernels;
use super::{GroupOptions, Keyed, Label, NONE};
use crate::{Measured, Summable, Wide};
use nd_core::{Array, ArrayLike, Element, ShapeError, View, huge};

/// What goes on from value to value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Running {
    Sum,
    Prod,
    Min,
    Max,
}

/// How equal values are ranked.
///
/// # NumPy
/// The argument `method` of pandas' `rank` and SciPy's `stats.rankdata`.
///
/// # Examples
/// ```
/// use nd_ops::{GroupOptions, RankMethod, grouped_rank_with};
///
/// let ranks = |method| {
///     let (values, labels) = ([5, 3, 5, 9], [7, 7, 7, 7]);
///     let options = GroupOptions::default().rank_method(method);
///     grouped_rank_with(&values, &labels, 0, &options).into_vec()
/// };
/// assert_eq!(ranks(RankMethod::Average), [2.5, 1.0, 2.5, 4.0]);
/// assert_eq!(ranks(RankMethod::Min), [2.0, 1.0, 2.0, 4.0]);
/// assert_eq!(ranks(RankMethod::Max), [3.0, 1.0, 3.0, 4.0]);
/// assert_eq!(ranks(RankMethod::Dense), [2.0, 1.0, 2.0, 3.0]);
/// assert_eq!(ranks(RankMethod::First), [2.0, 1.0, 3.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RankMethod {
    /// The mean of the ranks that they would have.
    #[default]
    Average,
    /// The lowest of these.
    Min,
    /// The highest of these.
    Max,
    /// One more than the next lower value has.
    Dense,
    /// In the order in which they stand.
    First,
}

/// `f` of the values of each group, and their results put where the values are; `blank` elsewhere.
fn each_row<W: Wide, R: Element>(
    a: View<'_, W>,
    parted: &Parted,
    blank: R,
    f: &dyn Fn(&[W], &mut Vec<R>),
) -> Array<R> {
    let n = a.shape()[parted.axis];
    let inner: usize = a.shape()[parted.axis + 1..].iter().product();
    let outer: usize = a.shape()[..parted.axis].iter().product();
    let flat = a.ravel();
    let elements = flat.view().as_slice().expect("ravel is contiguous");
    let (starts, order) = parted.order();
    let mut out = huge::filled(blank, elements.len());
    let mut gather = Gather { parted, elements, order: &order, inner, ..Gather::EMPTY };
    let mut results = Vec::new();
    for lane in 0..outer * inner {
        let lane = lane / inner * n * inner + lane % inner;
        for group in 0..parted.groups {
            let members = gather.members(lane, starts[group]..starts[group + 1]);
            results.clear();
            f(members.values, &mut results);
            for (&place, &result) in members.places.iter().zip(&results) {
                out[lane + place * inner] = result;
            }
        }
    }
    Array::from_shape_vec(a.shape(), out)
}

pub(super) fn running<W: Wide>(a: View<'_, W>, parted: &Parted, what: Running) -> Array<W> {
    let next = match what {
        Running::Sum => W::plus,
        Running::Prod => W::times,
        Running::Min => W::smaller,
        Running::Max => W::larger,
    };
    let blank = W::not_a_number().unwrap_or_default();
    each_row(a, parted, blank, &|values, results| {
        let Some((&first, rest)) = values.split_first() else { return };
        let mut so_far = first;
        results.push(first);
        for &x in rest {
            so_far = next(so_far, x);
            results.push(so_far);
        }
    })
}

pub(super) fn ranks<W: Wide>(a: View<'_, W>, parted: &Parted, method: RankMethod) -> Array<f64> {
    each_row(a, parted, f64::NAN, &|values, results| ranked(values, method, results))
}

/// The ranks of values, from 1; NaN has none.
fn ranked<W: Wide>(values: &[W], method: RankMethod, ranks: &mut Vec<f64>) {
    let mut order: Vec<usize> = (0..values.len()).filter(|&k| !values[k].is_unordered()).collect();
    let less = |a: &usize, b: &usize| values[*a].partial_cmp(&values[*b]);
    order.sort_by(|a, b| less(a, b).unwrap_or(std::cmp::Ordering::Equal));
    ranks.resize(values.len(), f64::NAN);
    let (mut start, mut dense) = (0, 0.0);
    while start < order.len() {
        let equal = order[start..].iter().take_while(|&&k| values[k] == values[order[start]]);
        let end = start + equal.count();
        dense += 1.0;
        for (place, &k) in (start..end).zip(&order[start..end]) {
            ranks[k] = match method {
                RankMethod::Average => (start + 1 + end) as f64 / 2.0,
                RankMethod::Min => (start + 1) as f64,
                RankMethod::Max => end as f64,
                RankMethod::Dense => dense,
                RankMethod::First => (place + 1) as f64,
            };
        }
        start = end;
    }
}

/// Labels that are 1-d, in groups.
#[track_caller]
fn keyed<L: Label>(op: &'static str, labels: View<'_, L>) -> Keyed<L> {
    if labels.ndim() != 1 {
        panic!("{}", ShapeError::Rank { op, expected: "1", shape: labels.shape().into() });
    }
    Keyed::new(labels, &GroupOptions::default())
}

/// For each position the number of its group, in rising order of labels; −1 where the label is
/// missing.
///
/// # Panics
/// If labels are not 1-d.
///
/// # NumPy
/// pandas' `groupby(labels).ngroup()`, which has NaN for missing labels and so floats; pandas'
/// `factorize(labels, sort=True)[0]`.
///
/// # Examples
/// ```
/// let numbers = nd_ops::grouped_ngroup(&[1.5, f64::NAN, 0.5]);
/// assert_eq!(numbers, nd_core::array![1, -1, 0]);
/// ```
/// ```should_panic
/// nd_ops::grouped_ngroup(&[[7, 2]]);
/// ```
#[track_caller]
pub fn grouped_ngroup<L: Label>(labels: impl ArrayLike<Elem = L>) -> Array<i64> {
    let codes = keyed("grouped_ngroup", labels.view()).codes;
    Array::from_vec(codes.into_iter().map(|code| code as i64).collect())
}

/// For each position how many before it have its label; −1 where the label is missing.
///
/// # Panics
/// If labels are not 1-d.
///
/// # NumPy
/// pandas' `groupby(labels).cumcount()`, which has NaN for missing labels and so floats.
///
/// # Examples
/// ```
/// let numbers = nd_ops::grouped_cumcount(&["b", "a", "b"][..]);
/// assert_eq!(numbers, nd_core::array![0, 0, 1]);
/// ```
/// ```should_panic
/// nd_ops::grouped_cumcount(&[[7, 2]]);
/// ```
#[track_caller]
pub fn grouped_cumcount<L: Label>(labels: impl ArrayLike<Elem = L>) -> Array<i64> {
    let Keyed { labels, codes, .. } = keyed("grouped_cumcount", labels.view());
    let mut next = vec![0; labels.len()];
    let number = |code: usize| {
        if code == NONE {
            return -1;
        }
        next[code] += 1;
        next[code] - 1
    };
    Array::from_vec(codes.into_iter().map(number).collect())
}

macro_rules! rows {
    ($(
        [$($doc:literal)*] $pandas:literal, $example:literal, $example_with:literal,
        $name:ident, $with:ident, $what:expr, $Out:ty, $narrow:ident;
    )*) => {$(
        $(#[doc = $doc])*
        ///
        /// `values: (…, n, …)`, `labels: (n)` → `(…, n, …)`. NaN where the label is missing, or 0 of integers.
        ///
        /// # Panics
        /// If there is no such axis, or labels are not 1-d of its length.
        ///
        /// # NumPy
        #[doc = $pandas]
        ///
        /// # Examples
        /// ```
        #[doc = $example]
        /// ```
        #[track_caller]
        pub fn $name<A: ArrayLike<Elem: Measured>, L: Label>(
            values: A,
            labels: impl ArrayLike<Elem = L>,
            axis: isize,
        ) -> Array<$Out> {
            $with(values, labels, axis, &GroupOptions::default())
        }

        #[doc = concat!("As [`", stringify!($name), "`], with options: a NaN that is left out has NaN, and what comes after it goes on.")]
        ///
        /// # Panics
        /// If there is no such axis, labels are not 1-d of its length, or weights are given.
        ///
        /// # NumPy
        #[doc = $pandas]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::GroupOptions;
        ///
        #[doc = $example_with]
        /// assert!(found[[0]] == 3.0 && found[[1]].is_nan());
        /// ```
        #[track_caller]
        pub fn $with<A: ArrayLike<Elem: Measured>, L: Label>(
            values: A,
            labels: impl ArrayLike<Elem = L>,
            axis: isize,
            options: &GroupOptions,
        ) -> Array<$Out> {
            let values = values.view();
            let (op, shape) = (stringify!($name), values.shape());
            let parted = Parted::new(op, shape, labels.view(), axis, options).1.unweighted();
            let wide = A::Elem::wide_of(values);
            let found = <A::Elem as Measured>::Wide::group_running_of(wide.view(), &parted, $what);
            A::Elem::$narrow(found)
        }
    )*};
}
rows! {
    ["The sum of each position and those of its group before it along `axis`."]
    "pandas' `groupby(labels).cumsum()`, with [`GroupOptions::pandas`].",
    "assert_eq!(nd_ops::grouped_cumsum(&[1i64, 2, 4], &[7, 8, 7], 0), nd_core::array![1, 2, 5]);",
    "let found = nd_ops::grouped_cumsum_with(&[3.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());",
    grouped_cumsum, grouped_cumsum_with, Running::Sum, <A::Elem as Summable>::Sum, sums_from;

    ["The product of each position and those of its group before it along `axis`."]
    "pandas' `groupby(labels).cumprod()`, with [`GroupOptions::pandas`].",
    "assert_eq!(nd_ops::grouped_cumprod(&[3i64, 2, 4], &[7, 8, 7], 0), nd_core::array![3, 2, 12]);",
    "let found = nd_ops::grouped_cumprod_with(&[3.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());",
    grouped_cumprod, grouped_cumprod_with, Running::Prod, <A::Elem as Summable>::Sum, sums_from;

    ["The largest of each position and those of its group before it along `axis`."]
    "pandas' `groupby(labels).cummax()`, with [`GroupOptions::pandas`].",
    "assert_eq!(nd_ops::grouped_cummax(&[3, 2, 1], &[7, 8, 7], 0), nd_core::array![3, 2, 3]);",
    "let found = nd_ops::grouped_cummax_with(&[3.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());",
    grouped_cummax, grouped_cummax_with, Running::Max, A::Elem, narrow_of;

    ["The smallest of each position and those of its group before it along `axis`."]
    "pandas' `groupby(labels).cummin()`, with [`GroupOptions::pandas`].",
    "assert_eq!(nd_ops::grouped_cummin(&[3, 2, 4], &[7, 8, 7], 0), nd_core::array![3, 2, 3]);",
    "let found = nd_ops::grouped_cummin_with(&[3.0, f64::NAN], &[7, 7], 0, &GroupOptions::pandas());",
    grouped_cummin, grouped_cummin_with, Running::Min, A::Elem, narrow_of;
}

/// The rank of each position within its group along `axis`, from 1; equal values share the mean of
/// theirs. NaN where the value is, or the label is missing.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).rank()`.
///
/// # Examples
/// ```
/// let ranks = nd_ops::grouped_rank(&[5, 9, 2, 5], &[7, 8, 7, 7], 0);
/// assert_eq!(ranks, nd_core::array![2.5, 1.0, 1.0, 2.5]);
/// ```
#[track_caller]
pub fn grouped_rank<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Array<f64> {
    grouped_rank_with(values, labels, axis, &GroupOptions::default())
}

/// As [`grouped_rank`], with options: [`rank_method`](GroupOptions::rank_method) says how equal values are ranked.
///
/// # Panics
/// If there is no such axis, labels are not 1-d of its length, or weights are given.
///
/// # NumPy
/// pandas' `groupby(labels).rank(method)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{GroupOptions, RankMethod, grouped_rank_with};
///
/// let dense = GroupOptions::default().rank_method(RankMethod::Dense);
/// let ranks = grouped_rank_with(&[5, 9, 2, 5, 6], &[7, 8, 7, 7, 7], 0, &dense);
/// assert_eq!(ranks, array![2.0, 1.0, 1.0, 2.0, 3.0]);
/// ```
/// ```should_panic
/// let options = nd_ops::GroupOptions::default().weights([1.0, 2.0]);
/// nd_ops::grouped_rank_with(&[5, 9], &[7, 7], 0, &options);
/// ```
#[track_caller]
pub fn grouped_rank_with<A: ArrayLike<Elem: Measured>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
    options: &GroupOptions,
) -> Array<f64> {
    let values = values.view();
    let (op, shape) = ("grouped_rank", values.shape());
    let parted = Parted::new(op, shape, labels.view(), axis, options).1.unweighted();
    let wide = A::Elem::wide_of(values);
    <A::Elem as Measured>::Wide::group_ranks_of(wide.view(), &parted, options.rank_method)
}

/// What `f` makes of the values of each group along `axis`, as many as there are, put back where they
/// are; `missing` where the label is missing.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis, labels are not 1-d of its length, or `f` returns another number of values.
///
/// # NumPy
/// pandas' `groupby(labels).transform(f)`. For a reduction: [`Grouped::spread_back`](crate::Grouped::spread_back).
///
/// # Examples
/// ```
/// use nd_ops::grouped_transform;
///
/// let a = [1.0, 5.0, 4.0];
/// let steps = grouped_transform(&a, &[7, 8, 7], 0, f64::NAN, |group| group - nd_ops::mean(group));
/// assert_eq!(steps, nd_core::array![-1.5, 0.0, 1.5]);
/// ```
#[track_caller]
pub fn grouped_transform<A: ArrayLike<Elem: Element>, L: Label, U: Element>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
    missing: U,
    f: impl Fn(View<'_, A::Elem>) -> Array<U>,
) -> Array<U> {
    let (values, op) = (values.view(), "grouped_transform");
    let shape = values.shape();
    let parted = Parted::new(op, shape, labels.view(), axis, &GroupOptions::default()).1;
    let (starts, order) = parted.order();
    let n = shape[parted.axis];
    let inner: usize = shape[parted.axis + 1..].iter().product();
    let outer: usize = shape[..parted.axis].iter().product();
    let flat = values.ravel();
    let flat = flat.view().as_slice().expect("ravel is contiguous");
    let (mut out, mut group) = (huge::filled(missing, flat.len()), Vec::new());
    for lane in (0..outer * inner).map(|k| k / inner * n * inner + k % inner) {
        for positions in starts.windows(2).map(|ends| &order[ends[0]..ends[1]]) {
            group.clear();
            group.extend(positions.iter().map(|&place| flat[lane + place * inner]));
            let made = f(View::from_slice(&group));
            assert!(made.shape() == [group.len()], "{op}: {:?} for {}", made.shape(), group.len());
            for (&place, &x) in positions.iter().zip(made.iter()) {
                out[lane + place * inner] = x;
            }
        }
    }
    Array::from_shape_vec(shape, out)
}

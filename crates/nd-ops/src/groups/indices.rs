//! The positions of groups, and reductions by a function of the user's.

use super::gathered::Parted;
use super::{GroupOptions, Grouped, Label};
use nd_core::{Array, ArrayLike, Element, ShapeError, View};

/// The positions that each label has, in rising order of labels; those of missing labels are left out.
///
/// `labels: (n)` → a label and its positions, for each group.
///
/// # Panics
/// If labels are not 1-d.
///
/// # NumPy
/// pandas' `groupby(labels).indices`; SciPy's `ndimage.value_indices(labels)`.
///
/// # Examples
/// ```
/// let groups = nd_ops::group_indices(&["b", "a", "b"][..]);
/// assert_eq!(groups, [("a", vec![1]), ("b", vec![0, 2])]);
/// ```
/// ```should_panic
/// nd_ops::group_indices(&[[7, 2]]);
/// ```
#[track_caller]
pub fn group_indices<L: Label>(labels: impl ArrayLike<Elem = L>) -> Vec<(L, Vec<usize>)> {
    let labels = labels.view();
    if labels.ndim() != 1 {
        let (op, expected, shape) = ("group_indices", "1", labels.shape().into());
        panic!("{}", ShapeError::Rank { op, expected, shape });
    }
    let (shape, options) = (labels.shape(), GroupOptions::default());
    let (kinds, parted) = Parted::new("group_indices", shape, labels, 0, &options);
    let (starts, order) = parted.order();
    let positions = |k: usize| order[starts[k]..starts[k + 1]].to_vec();
    kinds.into_iter().enumerate().map(|(k, label)| (label, positions(k))).collect()
}

/// What `f` makes of the values of each group along `axis`, a 1-d array in their order.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`, in rising order of labels.
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length; or if `f` does.
///
/// # NumPy
/// pandas' `groupby(labels).agg(f)`; SciPy's `ndimage.labeled_comprehension`.
///
/// # Examples
/// ```
/// use nd_ops::grouped_reduce;
///
/// let widths = grouped_reduce(&[1, 5, 9, 6], &[7, 7, 8, 7], 0, |group| nd_ops::ptp(group));
/// assert_eq!(widths.values, nd_core::array![5, 0]);
/// ```
#[track_caller]
pub fn grouped_reduce<A: ArrayLike<Elem: Element>, L: Label, U: Element>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
    f: impl Fn(View<'_, A::Elem>) -> U,
) -> Grouped<L, U> {
    let (values, options) = (values.view(), GroupOptions::default());
    let (op, shape) = ("grouped_reduce", values.shape());
    let (labels, parted) = Parted::new(op, shape, labels.view(), axis, &options);
    let (starts, order) = parted.order();
    let (n, groups) = (shape[parted.axis], parted.groups);
    let inner: usize = shape[parted.axis + 1..].iter().product();
    let outer: usize = shape[..parted.axis].iter().product();
    let flat = values.ravel();
    let flat = flat.view().as_slice().expect("ravel is contiguous");
    let (mut out, mut group) = (Vec::with_capacity(outer * groups * inner), Vec::new());
    for k in 0..outer * groups * inner {
        let (row, column) = (k / inner, k % inner);
        let lane = row / groups * n * inner + column;
        let positions = &order[starts[row % groups]..starts[row % groups + 1]];
        group.clear();
        group.extend(positions.iter().map(|&place| flat[lane + place * inner]));
        out.push(f(View::from_slice(&group)));
    }
    let mut shape = shape.to_vec();
    shape[parted.axis] = groups;
    Grouped { labels, values: Array::from_shape_vec(shape, out) }
}

//! Distinct slices along an axis.

use super::lanes::axis_of;
use super::searchsorted::gapless;
use super::{Sortable, UniqueAll};
use nd_core::{Array, ArrayLike, View};

/// The slices along an axis that differ, in the order of their elements; of equal ones the first.
pub(super) fn distinct<T: Sortable>(a: View<'_, T>, axis: usize) -> UniqueAll<T> {
    let n = a.shape()[axis];
    let turned = a.moveaxis(axis as isize, 0);
    let elements = gapless(turned);
    let elements = elements.view().as_slice().expect("without gaps");
    let len = elements.len().checked_div(n).unwrap_or(0);
    let ranks: Vec<T::Rank> = elements.iter().map(|x| x.rank()).collect();
    let slice = |at: usize| &ranks[at * len..(at + 1) * len];
    // NaN is equal to nothing, so that no slice with one is.
    let missing = |at: usize| elements[at * len..(at + 1) * len].iter().any(|x| x.is_missing());
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&x, &y| slice(x).cmp(slice(y)));
    let (mut firsts, mut counts, mut inverse) = (Vec::<usize>::new(), Vec::new(), vec![0; n]);
    for at in order {
        let same = firsts.last().is_some_and(|&first| slice(first) == slice(at) && !missing(at));
        if same {
            *counts.last_mut().expect("as many as firsts") += 1;
        } else {
            firsts.push(at);
            counts.push(1);
        }
        inverse[at] = firsts.len() - 1;
    }
    let indices = Array::from_vec(firsts);
    UniqueAll {
        values: a.take(&indices, axis as isize),
        indices,
        inverse_indices: Array::from_vec(inverse),
        counts: Array::from_vec(counts),
    }
}

/// The slices along an axis that differ from each other, in the order of their first elements, then of their second,
/// and so on.
///
/// `a: (…, n, …)` → `(…, m, …)`. -0.0 and 0.0 are equal, and the slice that comes first stays; a slice with NaN is equal
/// to none.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.unique(a, axis=axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let rows = array![[1, 2], [0, 5], [1, 2]];
/// assert_eq!(nd_ops::unique_axis(&rows, 0), array![[0, 5], [1, 2]]);
/// assert_eq!(nd_ops::unique_axis(&array![[2, 1, 2], [5, 0, 5]], 1), array![[1, 2], [0, 5]]);
/// ```
/// ```should_panic
/// nd_ops::unique_axis(&nd_core::array![1, 2], 1);
/// ```
#[track_caller]
pub fn unique_axis<A: ArrayLike<Elem: Sortable>>(a: A, axis: isize) -> Array<A::Elem> {
    unique_all_axis(a, axis).values
}

/// As [`unique_axis`], with the first place of each slice, which of them each one is, and how often each occurs.
///
/// `a: (…, n, …)` → values `(…, m, …)`, indices and counts `(m,)`, inverse indices `(n,)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.unique(a, axis=axis, return_index=True, return_inverse=True, return_counts=True)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let all = nd_ops::unique_all_axis(&array![[1, 2], [0, 5], [1, 2]], 0);
/// assert_eq!((all.indices, all.counts), (array![1, 0], array![1, 2]));
/// assert_eq!(all.inverse_indices, array![1, 0, 1]);
/// ```
#[track_caller]
pub fn unique_all_axis<A: ArrayLike<Elem: Sortable>>(a: A, axis: isize) -> UniqueAll<A::Elem> {
    let a = a.view();
    let axis = axis_of("unique", axis, a.ndim());
    <A::Elem as Sortable>::unique_slices_of(a, axis)
}

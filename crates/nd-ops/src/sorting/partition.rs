//! `partition` and `argpartition`.

use super::lanes::{axis_of, is_beyond, of_lanes, placed, placed_far, written};
use super::selection::arranged;
use super::source::{Source, words};
use super::{Sortable, Word};
use nd_core::{Array, ArrayLike, View};

pub(super) fn along<T: Sortable>(a: View<'_, T>, kth: usize, axis: usize) -> Array<T> {
    of_lanes(a, axis, a.shape()[axis], &|lane: &[T], out| {
        let read = words(lane);
        let made = |words: &[T::Word], out: &mut [T]| written(words, out, T::of_word);
        arranged(Source::new(lane.len(), &read), kth, out, &made);
    })
}

pub(super) fn places<T: Sortable>(a: View<'_, T>, kth: usize, axis: usize) -> Array<usize> {
    of_lanes(a, axis, a.shape()[axis], &|lane: &[T], out| {
        if is_beyond::<T::Rank>(lane.len()) {
            let read = placed_far(lane);
            let made = |words: &[u128], out: &mut [usize]| written(words, out, u64::place);
            return arranged(Source::new(lane.len(), &read), kth, out, &made);
        }
        let read = placed(lane);
        let made = |words: &[_], out: &mut [usize]| written(words, out, T::Rank::place);
        arranged(Source::new(lane.len(), &read), kth, out, &made);
    })
}

/// The axis and the place counted from the front, if there are such.
#[track_caller]
fn resolved(op: &'static str, shape: &[usize], kth: isize, axis: isize) -> (usize, usize) {
    let axis = axis_of(op, axis, shape.len());
    let n = shape[axis];
    let from_front = if kth < 0 { kth.wrapping_add_unsigned(n) } else { kth };
    match usize::try_from(from_front) {
        Ok(at) if at < n => (at, axis),
        _ => panic!("{op}: place {kth} is out of bounds for axis {axis} with length {n}"),
    }
}

/// A copy in which the element `kth` of each lane along the last axis is the one that sorting would put there; see
/// [`partition_axis`].
///
/// # Panics
/// If `a` has no axis, or `kth` lies outside it.
///
/// # NumPy
/// `np.partition(a, kth)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::partition(&nd_core::array![5, 1, 4, 2, 3], 2)[[2]], 3);
/// ```
/// ```should_panic
/// nd_ops::partition(&nd_core::array![1, 2], 2);
/// ```
#[track_caller]
pub fn partition<A: ArrayLike<Elem: Sortable>>(a: A, kth: isize) -> Array<A::Elem> {
    partition_axis(a, kth, -1)
}

/// A copy in which the element `kth` of each lane along an axis is the one that sorting would put there, those before it
/// are not larger and those after it not smaller; NaN count as larger than all.
///
/// `a: (…, n, …)` → `(…, n, …)`. Negative `kth` count from the end. In which order the others stand is not said.
///
/// # Panics
/// If there is no such axis, or `kth` lies outside it.
///
/// # NumPy
/// `np.partition(a, kth, axis)` of one `kth`.
///
/// # Examples
/// ```
/// use nd_core::{array, s};
///
/// let a = nd_ops::partition_axis(&array![[5, 1], [4, 9], [6, 2]], 1, 0);
/// assert_eq!(a.slice(s![1, ..]), array![5, 2]);
/// ```
/// ```should_panic
/// nd_ops::partition_axis(&nd_core::array![1, 2], 0, 1);
/// ```
#[track_caller]
pub fn partition_axis<A: ArrayLike<Elem: Sortable>>(
    a: A,
    kth: isize,
    axis: isize,
) -> Array<A::Elem> {
    let view = a.view();
    let (kth, axis) = resolved("partition", view.shape(), kth, axis);
    <A::Elem as Sortable>::partition_of(view, kth, axis)
}

/// The places that partition each lane along the last axis; see [`argpartition_axis`].
///
/// # Panics
/// If `a` has no axis, or `kth` lies outside it.
///
/// # NumPy
/// `np.argpartition(a, kth)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::argpartition(&nd_core::array![5, 1, 4, 2, 3], 2)[[2]], 4);
/// ```
/// ```should_panic
/// nd_ops::argpartition(&nd_core::array![1, 2], 2);
/// ```
#[track_caller]
pub fn argpartition<A: ArrayLike<Elem: Sortable>>(a: A, kth: isize) -> Array<usize> {
    argpartition_axis(a, kth, -1)
}

/// The places of the elements in an order that [partitions](partition_axis) each lane along an axis.
///
/// `a: (…, n, …)` → `(…, n, …)`. At `kth` is the place that [`argsort_axis`](crate::argsort_axis) has there.
///
/// # Panics
/// If there is no such axis, or `kth` lies outside it.
///
/// # NumPy
/// `np.argpartition(a, kth, axis)` of one `kth`.
///
/// # Examples
/// ```
/// use nd_core::{array, s};
///
/// let order = nd_ops::argpartition_axis(&array![[5, 1], [4, 9], [6, 2]], 1, 0);
/// assert_eq!(order.slice(s![1, ..]), array![0, 2]);
/// ```
/// ```should_panic
/// nd_ops::argpartition_axis(&nd_core::array![1, 2], 0, 1);
/// ```
#[track_caller]
pub fn argpartition_axis<A: ArrayLike<Elem: Sortable>>(
    a: A,
    kth: isize,
    axis: isize,
) -> Array<usize> {
    let view = a.view();
    let (kth, axis) = resolved("argpartition", view.shape(), kth, axis);
    <A::Elem as Sortable>::argpartition_of(view, kth, axis)
}

//! `sort` and `argsort`.

use super::lanes::{axis_of, is_beyond, of_lanes, placed, placed_far, written};
use super::source::Source;
use super::{Sortable, Word, radix, source};
use nd_core::{Array, ArrayLike, View};

/// Sorts elements in place.
pub(super) fn slice<T: Sortable>(elements: &mut [T]) {
    let read = source::words(elements);
    let mut words = Source::new(elements.len(), &read).to_vec();
    drop(read);
    radix::sort(&mut words);
    written(&words, elements, T::of_word);
}

pub(super) fn along<T: Sortable>(a: View<'_, T>, axis: usize) -> Array<T> {
    of_lanes(a, axis, a.shape()[axis], &|lane: &[T], out| {
        let read = source::words(lane);
        let made = |words: &[T::Word], out: &mut [T]| written(words, out, T::of_word);
        radix::sorted(Source::new(lane.len(), &read), out, &made);
    })
}

pub(super) fn places<T: Sortable>(a: View<'_, T>, axis: usize) -> Array<usize> {
    of_lanes(a, axis, a.shape()[axis], &|lane: &[T], out| {
        if is_beyond::<T::Rank>(lane.len()) {
            let read = placed_far(lane);
            let made = |words: &[u128], out: &mut [usize]| written(words, out, u64::place);
            return radix::sorted(Source::new(lane.len(), &read), out, &made);
        }
        let read = placed(lane);
        let made = |words: &[_], out: &mut [usize]| written(words, out, T::Rank::place);
        radix::sorted(Source::new(lane.len(), &read), out, &made);
    })
}

/// The places of elements in the order in which they are sorted, bits and all.
pub(super) fn by_bits<T: Sortable>(elements: &[T]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..elements.len()).collect();
    order.sort_by_key(|&at| elements[at].word());
    order
}

/// A copy in which each lane along the last axis is sorted; see [`sort_axis`].
///
/// # Panics
/// If `a` has no axis.
///
/// # NumPy
/// `np.sort(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::sort(&array![[3, 1, 2], [6, 5, 4]]), array![[1, 2, 3], [4, 5, 6]]);
/// assert!(nd_ops::sort(&array![2.0, f64::NAN, 1.0])[[2]].is_nan());
/// ```
/// ```should_panic
/// nd_ops::sort(nd_core::Array::scalar(1.0).view());
/// ```
#[track_caller]
pub fn sort<A: ArrayLike<Elem: Sortable>>(a: A) -> Array<A::Elem> {
    sort_axis(a, -1)
}

/// A copy in which each lane along an axis is sorted, from the smallest element on; NaN come last.
///
/// `a: (…, n, …)` → `(…, n, …)`. What is equal and has other bits is put in the order of these: -0.0 before 0.0. So a
/// result depends on the elements alone, not on where they stood.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.sort(a, axis)`, of any `kind`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::sort_axis(&array![[3, 1], [2, 5]], 0), array![[2, 1], [3, 5]]);
/// ```
/// ```should_panic
/// nd_ops::sort_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn sort_axis<A: ArrayLike<Elem: Sortable>>(a: A, axis: isize) -> Array<A::Elem> {
    let view = a.view();
    let axis = axis_of("sort", axis, view.ndim());
    <A::Elem as Sortable>::sort_of(view, axis)
}

/// The places that bring each lane along the last axis in order; see [`argsort_axis`].
///
/// # Panics
/// If `a` has no axis.
///
/// # NumPy
/// `np.argsort(a, kind="stable")`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::argsort(&array![30, 10, 20]), array![1, 2, 0]);
/// assert_eq!(nd_ops::argsort(&array![f64::NAN, 0.0, -0.0]), array![1, 2, 0]);
/// ```
/// ```should_panic
/// nd_ops::argsort(nd_core::Array::scalar(1.0).view());
/// ```
#[track_caller]
pub fn argsort<A: ArrayLike<Elem: Sortable>>(a: A) -> Array<usize> {
    argsort_axis(a, -1)
}

/// The places of the elements of each lane along an axis, from that of the smallest element on; NaN come last.
///
/// `a: (…, n, …)` → `(…, n, …)`. Stable: elements that are equal stay in the order in which they stand; so do NaN, and
/// -0.0 and 0.0 are equal.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.argsort(a, axis, kind="stable")`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::argsort_axis(&array![[3, 1], [2, 1]], 0), array![[1, 0], [0, 1]]);
/// ```
/// ```should_panic
/// nd_ops::argsort_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn argsort_axis<A: ArrayLike<Elem: Sortable>>(a: A, axis: isize) -> Array<usize> {
    let view = a.view();
    let axis = axis_of("argsort", axis, view.ndim());
    <A::Elem as Sortable>::argsort_of(view, axis)
}

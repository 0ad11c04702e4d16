//! `topk` and `argtopk`: the largest elements, or the smallest.

use super::lanes::{axis_of, is_beyond, of_lanes, written};
use super::selection::least;
use super::source::Source;
use super::{Sortable, Word, source};
use nd_core::{Array, ArrayLike, View};

pub(super) fn along<T: Sortable>(a: View<'_, T>, k: isize, axis: usize) -> Array<T> {
    let len = k.unsigned_abs().min(a.shape()[axis]);
    of_lanes(a, axis, len, &|lane: &[T], out| {
        let turned = |word: T::Word| if k > 0 { word.opposite() } else { word };
        let read = source::of(lane, |x: T, _| turned(x.word()));
        let words = least(Source::new(lane.len(), &read), len);
        written(&words, out, |word| T::of_word(turned(word)));
    })
}

pub(super) fn places<T: Sortable>(a: View<'_, T>, k: isize, axis: usize) -> Array<usize> {
    let len = k.unsigned_abs().min(a.shape()[axis]);
    of_lanes(a, axis, len, &|lane: &[T], out| {
        let turned = |x: T| if k > 0 { x.rank().opposite() } else { x.rank() };
        if is_beyond::<T::Rank>(lane.len()) {
            let read = source::of(lane, |x: T, at| turned(x).head().at(at));
            return written(&least(Source::new(lane.len(), &read), len), out, u64::place);
        }
        let read = source::of(lane, |x: T, at| turned(x).at(at));
        written(&least(Source::new(lane.len(), &read), len), out, T::Rank::place);
    })
}

/// The `k` largest elements of each lane along the last axis; see [`topk_axis`].
///
/// # Panics
/// If `a` has no axis.
///
/// # NumPy
/// `np.sort(a)[..., ::-1][..., :k]`; Dask's `topk(a, k)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::topk(&array![3, 9, 1, 7], 2), array![9, 7]);
/// assert_eq!(nd_ops::topk(&array![3, 9, 1, 7], -2), array![1, 3]);
/// ```
/// ```should_panic
/// nd_ops::topk(nd_core::Array::scalar(1.0).view(), 1);
/// ```
#[track_caller]
pub fn topk<A: ArrayLike<Elem: Sortable>>(a: A, k: isize) -> Array<A::Elem> {
    topk_axis(a, k, -1)
}

/// The `k` largest elements of each lane along an axis, the largest first; of negative `k` the `-k` smallest, the smallest
/// first.
///
/// `a: (…, n, …)` → `(…, min(k, n), …)`. NaN count as larger than all, and 0.0 as larger than -0.0.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.flip(np.sort(a, axis), axis)[:k]` for axis 0; Dask's `topk(a, k, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::topk_axis(&array![[3, 9], [1, 7], [5, 8]], 2, 0), array![[5, 9], [3, 8]]);
/// ```
/// ```should_panic
/// nd_ops::topk_axis(&nd_core::array![1], 1, 1);
/// ```
#[track_caller]
pub fn topk_axis<A: ArrayLike<Elem: Sortable>>(a: A, k: isize, axis: isize) -> Array<A::Elem> {
    let view = a.view();
    let axis = axis_of("topk", axis, view.ndim());
    <A::Elem as Sortable>::topk_of(view, k, axis)
}

/// The places of the `k` largest elements of each lane along the last axis; see [`argtopk_axis`].
///
/// # Panics
/// If `a` has no axis.
///
/// # NumPy
/// Dask's `argtopk(a, k)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::argtopk(&array![3, 9, 1, 9], 3), array![1, 3, 0]);
/// ```
/// ```should_panic
/// nd_ops::argtopk(nd_core::Array::scalar(1.0).view(), 1);
/// ```
#[track_caller]
pub fn argtopk<A: ArrayLike<Elem: Sortable>>(a: A, k: isize) -> Array<usize> {
    argtopk_axis(a, k, -1)
}

/// The places of the `k` largest elements of each lane along an axis, or of the `-k` smallest; of equal ones that come
/// first.
///
/// `a: (…, n, …)` → `(…, min(k, n), …)`. NaN count as larger than all and as equal to each other.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// Dask's `argtopk(a, k, axis)`, which does not say which of equal ones it takes.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::argtopk_axis(&array![[3, 9], [1, 7], [5, 8]], -1, 0), array![[1, 1]]);
/// ```
/// ```should_panic
/// nd_ops::argtopk_axis(&nd_core::array![1], 1, 1);
/// ```
#[track_caller]
pub fn argtopk_axis<A: ArrayLike<Elem: Sortable>>(a: A, k: isize, axis: isize) -> Array<usize> {
    let view = a.view();
    let axis = axis_of("argtopk", axis, view.ndim());
    <A::Elem as Sortable>::argtopk_of(view, k, axis)
}

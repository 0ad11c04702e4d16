//! `cumsum`.

use crate::reductions::summable::Summable;
use nd_core::{Array, ArrayLike, Number, View, normalize_axis, s, zip};

/// Running sums along the first axis of a slice that holds one lane.
fn run<W: Number>(lane: &mut [W]) {
    let mut sum = W::zero();
    for x in lane {
        sum = sum.plus(*x);
        *x = sum;
    }
}

fn widened<T: Summable>(a: View<'_, T>) -> Array<T::Work> {
    // A C-ordered result, whatever the order of the input.
    zip((a.broadcast_to(nd_core::Shape::from(a.shape())),)).map(|(x,)| x.widen())
}

fn along<T: Summable>(a: View<'_, T>, axis: usize) -> Array<T::Sum> {
    let mut sums = widened(a);
    if axis + 1 == a.ndim() && sums.is_c_contiguous() {
        let n = a.shape()[axis].max(1);
        let lanes = sums.as_slice_mut().expect("just checked to be contiguous");
        lanes.chunks_exact_mut(n).for_each(run);
    } else {
        add_along(&mut sums, axis);
    }
    zip((&sums,)).map(|(x,)| T::narrow(x))
}

/// Adds each slice across `axis` to the next.
fn add_along<W: Number>(sums: &mut Array<W>, axis: usize) {
    let mut rest = sums.view_mut();
    while rest.shape()[axis] > 1 {
        let (mut done, mut next) = rest.split_at(axis as isize, 1);
        let first = [nd_core::Slice { start: Some(0), stop: Some(1), step: 1 }];
        let mut items = vec![nd_core::SliceItem::Range(nd_core::Slice::ALL); axis];
        items.push(first[0].into());
        zip((next.slice_mut(&items), &mut done)).for_each(|(next, done)| *next = next.plus(*done));
        rest = next;
    }
}

/// The running sums of all elements in C order, as a 1-d array.
///
/// Added one after the other, as NumPy does, with the same bits. Types as in [`Summable`].
///
/// # NumPy
/// `np.cumsum(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumsum(&array![[1i64, 2], [3, 4]]), array![1, 3, 6, 10]);
/// ```
pub fn cumsum<A: ArrayLike<Elem: Summable>>(a: A) -> Array<<A::Elem as Summable>::Sum> {
    let flat = a.view().ravel();
    along(flat.slice(s![..]), 0)
}

/// The running sums along an axis.
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.cumsum(a, axis)`; `np.cumulative_sum` in the Array API.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumsum_axis(&array![[1i64, 2], [3, 4]], 0), array![[1, 2], [4, 6]]);
/// ```
/// ```should_panic
/// nd_ops::cumsum_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn cumsum_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
) -> Array<<A::Elem as Summable>::Sum> {
    let view = a.view();
    let axis = normalize_axis("cumsum", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    along(view, axis)
}

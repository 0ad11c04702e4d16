//! Sums that run along an axis.

use super::AddedIn;
use nd_core::{Array, Number, View, zip};

/// Running sums along the first axis of a slice that holds one lane.
fn run<W: Number>(lane: &mut [W]) {
    let mut sum = W::zero();
    for x in lane {
        sum = sum.plus(*x);
        *x = sum;
    }
}

/// The running sums of `a` along `axis`.
pub(super) fn along<T: AddedIn<W>, W: Number>(a: View<'_, T>, axis: usize) -> Array<W> {
    // A C-ordered result, whatever the order of the input.
    let mut sums = Array::<W>::zeros(a.shape());
    zip((a,)).map_into(|(x,)| x.widen(), sums.view_mut());
    if axis + 1 == a.ndim() && sums.is_c_contiguous() {
        let n = a.shape()[axis].max(1);
        let lanes = sums.as_slice_mut().expect("just checked to be contiguous");
        lanes.chunks_exact_mut(n).for_each(run);
    } else {
        add_along(&mut sums, axis);
    }
    sums
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

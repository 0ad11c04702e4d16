//! Results that run along an axis, each made from the one before.

use nd_core::{Array, Element, Slice, SliceItem, threads, zip};

/// Elements that one thread works on at a time, at least.
const TASK: usize = 1 << 16;

/// Accumulates one lane: the first element stays as it is, also a negative zero.
fn run<W: Copy>(lane: &mut [W], step: impl Fn(W, W) -> W) {
    let Some((&mut first, rest)) = lane.split_first_mut() else { return };
    let mut done = first;
    for x in rest {
        done = step(done, *x);
        *x = done;
    }
}

/// Each element of an array made from the one before it along `axis` and itself.
pub(crate) fn accumulate<W: Element>(
    mut values: Array<W>,
    axis: usize,
    step: impl Fn(W, W) -> W + Sync,
) -> Array<W> {
    if axis + 1 == values.ndim() && values.is_c_contiguous() {
        let n = values.shape()[axis].max(1);
        let lanes = values.as_slice_mut().expect("just checked to be contiguous");
        let part = n * (TASK / n).max(1);
        threads::chunks(lanes, part, &|_, lanes| {
            lanes.chunks_exact_mut(n).for_each(|lane| run(lane, &step));
        });
    } else {
        accumulate_slices(&mut values, axis, step);
    }
    values
}

/// Makes each slice across `axis` from the one before it.
fn accumulate_slices<W: Element>(
    values: &mut Array<W>,
    axis: usize,
    step: impl Fn(W, W) -> W + Sync,
) {
    let mut items = vec![SliceItem::Range(Slice::ALL); axis];
    items.push(Slice { start: Some(0), stop: Some(1), step: 1 }.into());
    let mut rest = values.view_mut();
    while rest.shape()[axis] > 1 {
        let (mut done, mut next) = rest.split_at(axis as isize, 1);
        zip((next.slice_mut(&items), &mut done)).for_each(|(x, done)| *x = step(*done, *x));
        rest = next;
    }
}

//! Regions: how those of a result become those of what it is made of.

use nd_core::{MAX_NDIM, Shape, Slice, SliceItem};
use nd_io::Region;

/// One number an axis.
pub(crate) fn per_axis(ndim: usize, value: impl Fn(usize) -> usize) -> Shape {
    let mut values = [0; MAX_NDIM];
    for (axis, slot) in values[..ndim].iter_mut().enumerate() {
        *slot = value(axis);
    }
    Shape::from(&values[..ndim])
}

/// The region of an array of shape `from` that a region of what it is stretched to stands for.
pub(crate) fn stretched(region: &Region, from: &[usize]) -> Region {
    let before = region.ndim() - from.len();
    let pick = |values: &[usize], one: usize| {
        per_axis(from.len(), |axis| if from[axis] == 1 { one } else { values[before + axis] })
    };
    Region::new(pick(region.start(), 0), pick(region.shape(), 1)).with_step(pick(region.step(), 1))
}

/// The least region without gaps that holds both.
pub(crate) fn cover(a: &Region, b: &Region) -> Region {
    let start = per_axis(a.ndim(), |axis| a.start()[axis].min(b.start()[axis]));
    let shape = per_axis(a.ndim(), |axis| a.stop(axis).max(b.stop(axis)) - start[axis]);
    Region::new(start, shape)
}

/// The region without gaps that reaches from the first to the last element of one.
pub(crate) fn dense(region: &Region) -> Region {
    cover(region, region)
}

/// Whether all of `part` lies in `whole`, which has no gaps.
pub(crate) fn holds(whole: &Region, part: &Region) -> bool {
    (0..part.ndim()).all(|axis| {
        whole.start()[axis] <= part.start()[axis] && part.stop(axis) <= whole.stop(axis)
    })
}

/// `part`, as slices of an array that holds `whole`, a region without gaps.
pub(crate) fn inside(whole: &Region, part: &Region) -> Vec<SliceItem> {
    (0..part.ndim())
        .map(|axis| {
            let from = part.start()[axis] - whole.start()[axis];
            let to = part.stop(axis) - whole.start()[axis];
            let step = part.step()[axis] as isize;
            SliceItem::Range(Slice { start: Some(from as isize), stop: Some(to as isize), step })
        })
        .collect()
}

/// The region with one axis as told, the others as they are.
pub(crate) fn with_axis(
    region: &Region,
    axis: usize,
    (start, len, step): (usize, usize, usize),
) -> Region {
    let put = |values: &[usize], value| {
        per_axis(values.len(), |at| if at == axis { value } else { values[at] })
    };
    Region::new(put(region.start(), start), put(region.shape(), len))
        .with_step(put(region.step(), step))
}

/// The region without some axes.
pub(crate) fn without_axes(region: &Region, axes: &[usize]) -> Region {
    let pick = |values: &[usize]| without(values, axes);
    Region::new(pick(region.start()), pick(region.shape())).with_step(pick(region.step()))
}

/// Lengths without those of some axes.
pub(crate) fn without(values: &[usize], axes: &[usize]) -> Shape {
    let kept: Vec<usize> =
        (0..values.len()).filter(|axis| !axes.contains(axis)).map(|axis| values[axis]).collect();
    Shape::from(&kept[..])
}

/// The place number `at`, in C order, of a grid of `counts`.
pub(crate) fn place(mut at: usize, counts: &[usize]) -> Shape {
    let mut index = Shape::from(counts);
    for axis in (0..counts.len()).rev() {
        index[axis] = at % counts[axis].max(1);
        at /= counts[axis].max(1);
    }
    index
}

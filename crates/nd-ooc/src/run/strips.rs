//! How large strips are where neighbours are needed: so large that little is made twice.

use crate::node::{Kind, Node};
use crate::regions::per_axis;
use nd_core::Shape;
use std::sync::Arc;

/// The most elements that a strip has along the last axis: rows are read and written whole if they are no longer.
const ROW: usize = 1 << 16;
/// Bytes that a strip has at least.
const LEAST: usize = 256 << 10;
/// Bytes of a strip that is not made larger for its neighbours' sake.
const MOST: usize = 32 << 20;
/// Percent of its elements that a strip may need of neighbours.
const OVERLAP: usize = 15;
/// How much heavier elements are than they look before strips are cut by weight.
const HEAVY: usize = 8;
/// How many bytes may go into a cell for each of its own.
pub(super) const MANY: usize = 16;
/// Bytes that go into a strip whose elements are heavy.
const HEAP: usize = 4 << 20;
/// Bytes that a cell of a fold takes, with all that it is made of, where that is made of neighbours.
pub(super) const CELL: usize = 16 << 20;
/// A strip is read, filtered and stored; so many arrays as large as it are alive at once.
const COPIES: usize = 4;

/// The extents of strips of an array of `shape` that is made of nodes, in about `most` bytes if that is possible;
/// `None` if cells that fit the cache will do.
pub(super) fn wanted(
    nodes: &[Arc<Node>],
    shape: &Shape,
    itemsize: usize,
    most: usize,
) -> Option<Shape> {
    if let Some(pieces) = pieces(nodes, shape) {
        return Some(pieces);
    }
    if let Some(reach) = reach(nodes, shape) {
        return Some(extents(shape, &reach, itemsize, most));
    }
    let weight = nodes.iter().map(weight).max().unwrap_or(1);
    (weight > HEAVY * itemsize).then(|| run_of(shape, HEAP.min(most / COPIES) / weight))
}

/// Bytes that go into an element.
pub(super) fn weight(node: &Arc<Node>) -> usize {
    match &node.kind {
        Kind::Pull(op) => op.weight(node),
        Kind::Output(..) => node.dtype.itemsize(),
    }
}

/// The last axes, as far as so many elements go.
fn run_of(shape: &Shape, most: usize) -> Shape {
    let mut room = most.max(1);
    let mut lengths = per_axis(shape.ndim(), |_| 1);
    for axis in (0..shape.ndim()).rev() {
        lengths[axis] = shape[axis].min(room).max(1);
        room = (room / lengths[axis]).max(1);
    }
    lengths
}

/// The least common extents of pieces that are made whole, as far as they are of the result's shape.
fn pieces(nodes: &[Arc<Node>], shape: &Shape) -> Option<Shape> {
    let all =
        nodes.iter().filter(|node| node.shape == *shape).filter_map(|node| match &node.kind {
            Kind::Pull(op) => op.pieces(),
            Kind::Output(..) => None,
        });
    all.reduce(|a, b| per_axis(shape.ndim(), |axis| a[axis].max(b[axis])))
}

/// How many elements more than a region has are read along each axis to make it, over all that
/// is made of neighbours in one pass; `None` if nothing is.
pub(super) fn reach(nodes: &[Arc<Node>], shape: &Shape) -> Option<Shape> {
    let mut total = per_axis(shape.ndim(), |_| 0);
    for node in nodes.iter().filter(|node| node.shape.ndim() == shape.ndim()) {
        let Kind::Pull(op) = &node.kind else { continue };
        if let Some(reach) = op.reach() {
            total = per_axis(shape.ndim(), |axis| total[axis] + reach[axis]);
        }
    }
    total.iter().any(|&reach| reach > 0).then_some(total)
}

/// The extents of strips of an array of `shape` whose blocks reach so far, in about `most` bytes if that is possible.
pub(super) fn extents(shape: &Shape, reach: &Shape, itemsize: usize, most: usize) -> Shape {
    let ndim = shape.ndim();
    let whole = |axis: usize| shape[axis].max(1);
    let mut strip = per_axis(ndim, |axis| if axis + 1 == ndim { whole(axis).min(ROW) } else { 1 });
    let grown = |strip: &Shape, axis: usize| (strip[axis] + reach[axis]).min(whole(axis));
    let bytes = |strip: &Shape| {
        (0..ndim).map(|axis| grown(strip, axis)).fold(itemsize, usize::saturating_mul)
    };
    let most = (most / COPIES).min(MOST);
    loop {
        // By how much each axis makes it larger, in percent.
        let extra = |axis: usize| grown(&strip, axis) * 100 / strip[axis] - 100;
        let all = (0..ndim).map(|axis| 1.0 + extra(axis) as f64 / 100.0).product::<f64>();
        let is_large = bytes(&strip) >= LEAST.min(most);
        if all * 100.0 <= (100 + OVERLAP) as f64 && is_large {
            return strip;
        }
        let open = (0..ndim).rev().filter(|&axis| strip[axis] < whole(axis));
        let Some(axis) = open.max_by_key(|&axis| extra(axis)) else { return strip };
        let mut longer = strip;
        longer[axis] = (2 * strip[axis]).min(whole(axis));
        if bytes(&longer) > most {
            return strip;
        }
        strip = longer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_cut_into_rows_of_full_width() {
        let strip = extents(&[16_384, 16_384].into(), &[16, 16].into(), 4, 1 << 30);
        assert_eq!(strip[..], [128, 16_384]);
    }

    #[test]
    fn what_is_too_large_is_cut_smaller() {
        for most in [1, 1 << 10, 1 << 16, 1 << 22] {
            let strip = extents(&[1000, 1000, 1000].into(), &[16, 16, 16].into(), 4, most);
            let grown: usize = strip.iter().map(|extent| extent + 16).product();
            assert!(grown * 4 <= (most / COPIES).max(17 * 17 * 1016 * 4), "{strip:?}");
        }
    }

    #[test]
    fn axes_without_neighbours_are_not_grown_for_them() {
        let strip = extents(&[5000, 700, 1440].into(), &[29, 0, 0].into(), 4, 1 << 30);
        assert_eq!(strip[..], [256, 1, 1440]);
    }
}

//! [`Cells`]: the pieces in which a pass walks over an array; for reductions, the leaves of the
//! tree in which they are merged.
//!
//! Cells fit the processor's cache. For reductions they depend on the array's shape and element
//! size alone, so that results do not depend on chunks, budgets and threads: an axis that is reduced is
//! cut where NumPy's pairwise summation cuts it, until the pieces are small enough, and pieces are
//! merged in the order of those cuts. A reduction of one contiguous axis so is the one in memory.

use crate::regions::{per_axis, place};
use nd_core::Shape;
use nd_io::Region;

/// Bytes of a cell, at most: two of them fit the cache beside what is made of them.
const BYTES: usize = 256 << 10;
/// Elements of a cell, at most: functions in memory stay on one thread for so many.
const ELEMENTS: usize = 1 << 16;
/// Elements of a cell along the last axis, where there are others: as long as it pays for reading,
/// and not so long that cells lie across many chunks.
const ROW: usize = 8192;
/// At least so many elements go into each result of a cell, where there are so many.
const DEPTH: usize = 8;

/// How an axis is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cut {
    /// Pieces of so many elements, the last one shorter.
    Every(usize),
    /// Halved so many times.
    Halved(u32),
}

/// The cells of an array.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Cells {
    shape: Shape,
    cuts: Vec<Cut>,
    /// How many pieces there are along each axis; for halved ones a power of two, of which some
    /// may be empty.
    counts: Shape,
}

impl Cells {
    /// The cells of a reduction over `reduced` axes.
    pub(crate) fn of_fold(shape: &[usize], reduced: &[usize], itemsize: usize) -> Cells {
        Cells::of_extents(shape, reduced, &extents(shape, reduced, itemsize))
    }

    /// The cells of a reduction in pieces of at most `extents` elements along each axis.
    pub(crate) fn of_extents(shape: &[usize], reduced: &[usize], extents: &[usize]) -> Cells {
        let cut = |axis: usize| match reduced.contains(&axis) {
            true => Cut::Halved(halvings(shape[axis], extents[axis])),
            false => Cut::Every(extents[axis].max(1)),
        };
        Cells::cut(shape, (0..shape.len()).map(cut).collect())
    }

    /// The cells of a walk without a reduction.
    pub(crate) fn of_map(shape: &[usize], itemsize: usize) -> Cells {
        let extents = extents(shape, &[], itemsize);
        Cells::cut(shape, extents.iter().map(|&extent| Cut::Every(extent)).collect())
    }

    /// Cells of the extents that are given.
    pub(crate) fn every(shape: &[usize], extents: &[usize]) -> Cells {
        Cells::cut(shape, extents.iter().map(|&extent| Cut::Every(extent.max(1))).collect())
    }

    fn cut(shape: &[usize], cuts: Vec<Cut>) -> Cells {
        let count = |axis: usize| match cuts[axis] {
            Cut::Every(extent) => shape[axis].div_ceil(extent),
            Cut::Halved(times) if shape[axis] > 0 => 1 << times,
            Cut::Halved(_) => 0,
        };
        Cells { shape: shape.into(), counts: per_axis(shape.len(), count), cuts }
    }

    /// How many there are along each axis.
    pub(crate) fn counts(&self) -> &Shape {
        &self.counts
    }

    /// The most elements that a cell has along an axis.
    pub(crate) fn extent(&self, axis: usize) -> usize {
        match self.cuts[axis] {
            Cut::Every(extent) => extent.min(self.shape[axis]),
            // Halves differ by less than eight, and so do halves of halves.
            Cut::Halved(0) => self.shape[axis],
            Cut::Halved(times) => (self.shape[axis].div_ceil(1 << times) + 8).min(self.shape[axis]),
        }
    }

    /// The elements of the cells `from .. to` along an axis: where they start, and how many.
    pub(crate) fn span(&self, axis: usize, from: usize, to: usize) -> (usize, usize) {
        let start = |at: usize| match self.cuts[axis] {
            Cut::Every(extent) => (at * extent).min(self.shape[axis]),
            Cut::Halved(times) => halved(self.shape[axis], times, at),
        };
        (start(from), start(to) - start(from))
    }

    /// The elements of the cells from `first`, `counts` of them along each axis.
    pub(crate) fn region(&self, first: &[usize], counts: &[usize]) -> Region {
        let spans: Vec<(usize, usize)> = (0..first.len())
            .map(|axis| self.span(axis, first[axis], first[axis] + counts[axis]))
            .collect();
        let pick = |f: fn(&(usize, usize)) -> usize| per_axis(spans.len(), |axis| f(&spans[axis]));
        Region::new(pick(|span| span.0), pick(|span| span.1))
    }
}

/// The cells along each axis of a region, as a walk in C order.
pub(crate) fn places(first: Shape, counts: Shape) -> impl Iterator<Item = Shape> {
    let total = counts.iter().product();
    (0..total).map(move |at| {
        let index = place(at, &counts);
        per_axis(index.ndim(), |axis| first[axis] + index[axis])
    })
}

/// How long cells are along each axis.
fn extents(shape: &[usize], reduced: &[usize], itemsize: usize) -> Shape {
    let whole = ELEMENTS.min(BYTES / itemsize.max(1)).max(1);
    let (inner, outer): (Vec<usize>, Vec<usize>) =
        (0..shape.len()).rev().partition(|axis| is_inner(*axis, shape.len(), reduced));
    let mut lengths = per_axis(shape.len(), |_| 1);
    let mut room = whole;
    if !outer.is_empty() && outer.iter().all(|axis| reduced.contains(axis)) {
        // Each result of the cell is to be made of several elements.
        let along: usize = outer.iter().map(|&axis| shape[axis]).product();
        room = whole / DEPTH.min(along.max(1));
    }
    let mut left = whole;
    for axes in [inner, outer] {
        room = room.min(left);
        for axis in axes {
            let is_row = axis + 1 == shape.len() && shape.len() > 1;
            lengths[axis] = length(shape[axis], if is_row { ROW.min(room) } else { room });
            room = (room / lengths[axis]).max(1);
            left = (left / lengths[axis]).max(1);
        }
        room = left;
    }
    lengths
}

/// Whether an axis is kept if the last one is, and reduced if the last one is.
fn is_inner(axis: usize, ndim: usize, reduced: &[usize]) -> bool {
    reduced.contains(&axis) == reduced.contains(&(ndim - 1))
}

/// The whole axis, or the largest power of two that is allowed.
fn length(axis: usize, most: usize) -> usize {
    if axis <= most { axis.max(1) } else { 1 << most.max(1).ilog2() }
}

/// How often an axis is halved until pieces have at most `most` elements.
fn halvings(len: usize, most: usize) -> u32 {
    let mut times = 0;
    while len.div_ceil(1 << times) > most.max(1) {
        times += 1;
    }
    times
}

/// Where piece `at` starts on an axis that was halved so many times, as NumPy halves.
fn halved(len: usize, times: u32, at: usize) -> usize {
    if at >> times > 0 {
        return len;
    }
    let (mut start, mut len) = (0, len);
    for bit in (0..times).rev() {
        let left = half(len);
        if at >> bit & 1 == 0 {
            len = left;
        } else {
            start += left;
            len -= left;
        }
    }
    start
}

/// How many of `n` elements NumPy's pairwise summation puts to the left.
fn half(n: usize) -> usize {
    let half = n / 2;
    let left = half - half % 8;
    if left == 0 { half.max(1).min(n) } else { left }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_halved_axis_follow_each_other_and_are_all_of_it() {
        for len in [0, 1, 2, 3, 5, 7, 8, 15, 16, 17, 100, 999, 1000, 4096, 70_001] {
            for times in 0..6 {
                let starts: Vec<usize> =
                    (0..=1 << times).map(|at| halved(len, times, at)).collect();
                assert_eq!((starts[0], *starts.last().unwrap()), (0, len));
                assert!(starts.is_sorted(), "{len} {times}: {starts:?}");
            }
        }
    }

    #[test]
    fn cells_cover_every_element_once() {
        for shape in [vec![5], vec![100_000], vec![3, 70_000], vec![40, 50, 60], vec![2, 0, 3]] {
            for reduced in [vec![], vec![0], (0..shape.len()).collect(), vec![shape.len() - 1]] {
                let cells = Cells::of_fold(&shape, &reduced, 8);
                let all = places(per_axis(shape.len(), |_| 0), *cells.counts());
                let sizes: usize =
                    all.map(|at| cells.region(&at, &[1; 16][..shape.len()]).size()).sum();
                assert_eq!(sizes, shape.iter().product::<usize>(), "{shape:?} {reduced:?}");
            }
        }
    }
}

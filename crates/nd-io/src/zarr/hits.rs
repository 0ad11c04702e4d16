//! [`Hits`]: the chunks that hold something of a region, without listing them all.

use nd_core::Shape;

use super::metadata::unravel;
use crate::blocks::Region;

/// The chunks that hold something of a region: along each axis those that do, so that a step of a
/// million costs nothing and a million chunks cost a thousand numbers.
pub(super) struct Hits {
    axes: Vec<Vec<usize>>,
    counts: Shape,
}

impl Hits {
    /// The region must lie inside an array in chunks of these extents.
    pub(super) fn new(region: &Region, chunks: &[usize]) -> Self {
        let axes: Vec<Vec<usize>> =
            (0..region.ndim()).map(|axis| along(region, axis, chunks[axis])).collect();
        let counts: Vec<usize> = axes.iter().map(Vec::len).collect();
        Self { axes, counts: Shape::from(counts) }
    }

    pub(super) fn len(&self) -> usize {
        self.counts.iter().product()
    }

    /// How many there are along each axis.
    pub(super) fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// The index of one of them.
    pub(super) fn index(&self, at: &[usize]) -> Shape {
        let index: Vec<usize> = self.axes.iter().zip(at).map(|(axis, &i)| axis[i]).collect();
        Shape::from(index)
    }

    /// The indices from one position in C order to another.
    pub(super) fn range(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = Shape> {
        range.map(|at| self.index(&unravel(at, &self.counts)))
    }
}

/// The chunks along an axis, each found from the last by jumping to where it ends.
fn along(region: &Region, axis: usize, extent: usize) -> Vec<usize> {
    let (start, n, step) = (region.start()[axis], region.shape()[axis], region.step()[axis]);
    let mut hits = Vec::new();
    let mut k = 0;
    while k < n {
        let chunk = (start + k * step) / extent;
        hits.push(chunk);
        k = ((chunk + 1) * extent - start).div_ceil(step);
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::ChunkGrid;

    #[test]
    fn the_same_chunks_as_the_grid_says() {
        for (start, shape, step) in [
            ([0, 0], [20, 30], [1, 1]),
            ([3, 7], [2, 3], [8, 9]),
            ([19, 29], [1, 1], [100, 1]),
            ([0, 5], [0, 3], [1, 1]),
            ([1, 0], [4, 5], [5, 7]),
        ] {
            let region = Region::new(start, shape).with_step(step);
            let grid = ChunkGrid::new([20, 30], [4, 5]);
            let hits = Hits::new(&region, &[4, 5]);
            let want: Vec<Shape> = grid.overlapping(&region).collect();
            assert_eq!(hits.range(0..hits.len()).collect::<Vec<_>>(), want, "{region:?}");
        }
    }

    #[test]
    fn a_long_step_over_small_chunks_is_not_walked() {
        let region = Region::new([0], [3]).with_step([1 << 40]);
        assert_eq!(Hits::new(&region, &[1]).len(), 3);
    }
}

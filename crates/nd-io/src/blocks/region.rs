//! [`Region`]: a rectangular part of an array, and [`ChunkGrid`]: the parts it is stored in.

use nd_core::{MAX_NDIM, Shape};

/// A rectangular part of an array: where it starts, how many elements it has along each axis, and
/// the distance between them.
///
/// # Examples
/// ```
/// use nd_io::Region;
///
/// let region = Region::new([10, 0], [5, 3]).with_step([2, 1]);
/// assert_eq!((region.size(), region.stop(0)), (15, 19)); // rows 10, 12, 14, 16, 18
/// assert_eq!(Region::new([7], [0]).stop(0), 7); // nothing
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    start: Shape,
    shape: Shape,
    step: Shape,
}

impl Region {
    /// A part without gaps.
    ///
    /// # Panics
    /// If `start` and `shape` differ in length.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Region;
    ///
    /// let rows = Region::new([10, 0], [5, 100]); // rows 10 to 14
    /// assert_eq!((rows.size(), rows.stop(0)), (500, 15));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn new(start: impl Into<Shape>, shape: impl Into<Shape>) -> Self {
        let (start, shape) = (start.into(), shape.into());
        assert_eq!(start.len(), shape.len(), "Region::new: start {start:?} and shape {shape:?}");
        Self { start, shape, step: per_axis(shape.len(), |_| 1) }
    }

    /// All of an array.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Region;
    ///
    /// assert_eq!(Region::all([2, 3]), Region::new([0, 0], [2, 3]));
    /// ```
    #[must_use]
    pub fn all(shape: impl Into<Shape>) -> Self {
        let shape = shape.into();
        Self::new(per_axis(shape.len(), |_| 0), shape)
    }

    /// The same start and number of elements, at another distance.
    ///
    /// # Panics
    /// If `step` has another length than the region, or is 0 along an axis.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Region;
    ///
    /// let every_third = Region::new([1], [4]).with_step([3]); // 1, 4, 7, 10
    /// assert_eq!(every_third.stop(0), 11);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_step(self, step: impl Into<Shape>) -> Self {
        let step = step.into();
        assert_eq!(
            step.len(),
            self.ndim(),
            "Region::with_step: {step:?} for shape {:?}",
            self.shape
        );
        assert!(!step.contains(&0), "Region::with_step: a step of {step:?} stands still");
        Self { step, ..self }
    }

    /// Number of axes.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::Region::new([10, 0], [5, 3]).ndim(), 2);
    /// ```
    #[must_use]
    pub fn ndim(&self) -> usize {
        self.shape.len()
    }

    /// The first position along each axis.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::Region::new([10, 0], [5, 3]).start(), [10, 0]);
    /// ```
    #[must_use]
    pub fn start(&self) -> &[usize] {
        &self.start
    }

    /// Number of elements along each axis.
    ///
    /// # Examples
    /// ```
    /// let every_other = nd_io::Region::new([10, 0], [5, 3]).with_step([2, 1]);
    /// assert_eq!(every_other.shape(), [5, 3]); // elements, not how far they reach
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Distance between elements along each axis, at least 1.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Region;
    ///
    /// assert_eq!(Region::new([10, 0], [5, 3]).step(), [1, 1]);
    /// assert_eq!(Region::new([10, 0], [5, 3]).with_step([2, 1]).step(), [2, 1]);
    /// ```
    #[must_use]
    pub fn step(&self) -> &[usize] {
        &self.step
    }

    /// The position after the last along an axis, saturating; the start where there is none.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Region;
    ///
    /// let region = Region::new([10, 7], [5, 0]).with_step([2, 1]);
    /// assert_eq!((region.stop(0), region.stop(1)), (19, 7)); // 18 is the last row; there is no column
    /// ```
    #[must_use]
    pub fn stop(&self, axis: usize) -> usize {
        match self.shape[axis] {
            0 => self.start[axis],
            n => (n - 1)
                .saturating_mul(self.step[axis])
                .saturating_add(self.start[axis])
                .saturating_add(1),
        }
    }

    /// Number of elements, saturating.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Region;
    ///
    /// assert_eq!(Region::new([10, 0], [5, 3]).size(), 15);
    /// assert_eq!(Region::all([usize::MAX, usize::MAX, 0]).size(), 0);
    /// ```
    #[must_use]
    pub fn size(&self) -> usize {
        if self.shape.contains(&0) {
            return 0;
        }
        self.shape.iter().fold(1, |size: usize, &n| size.saturating_mul(n))
    }

    /// The part of it that is its rows `first .. first + count`; all of it where there are no axes.
    pub(crate) fn rows(&self, first: usize, count: usize) -> Self {
        let mut part = *self;
        if let (Some(start), Some(rows)) = (part.start.first_mut(), part.shape.first_mut()) {
            *start += first * self.step[0];
            *rows = count;
        }
        part
    }

    /// Whether elements follow each other along every axis.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Region;
    ///
    /// assert!(Region::new([1], [4]).is_dense());
    /// assert!(!Region::new([1], [4]).with_step([3]).is_dense());
    /// ```
    #[must_use]
    pub fn is_dense(&self) -> bool {
        self.shape.iter().zip(self.step.iter()).all(|(&n, &step)| n <= 1 || step == 1)
    }

    /// What of the region lies in a block: as a region of the block, and as one (without gaps) of
    /// the region's own elements. `None` when nothing does.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Region;
    ///
    /// // Elements 3, 5, 7, 9 of an array; the block holds 6..9.
    /// let region = Region::new([3], [4]).with_step([2]);
    /// let (in_block, in_region) = region.within(&Region::new([6], [3])).unwrap();
    /// assert_eq!(in_block, Region::new([1], [1]).with_step([2])); // element 7
    /// assert_eq!(in_region, Region::new([2], [1]));
    /// assert_eq!(region.within(&Region::new([4], [1])), None);
    /// ```
    #[must_use]
    pub fn within(&self, block: &Region) -> Option<(Region, Region)> {
        let (mut local, mut mine) = (*self, Self::all(self.shape));
        for axis in 0..self.ndim() {
            let (start, step) = (self.start[axis], self.step[axis]);
            let (low, high) = (block.start[axis], block.start[axis] + block.shape[axis]);
            // The first k with start + k·step at or after a position.
            let first = |position: usize| position.saturating_sub(start).div_ceil(step);
            let from = first(low);
            let to = first(high).min(self.shape[axis]);
            if from >= to {
                return None;
            }
            local.start[axis] = start + from * step - low;
            local.shape[axis] = to - from;
            mine.start[axis] = from;
            mine.shape[axis] = to - from;
        }
        Some((local, mine))
    }
}

/// The grid of chunks of a stored array.
///
/// # Examples
/// ```
/// use nd_io::{ChunkGrid, Region};
///
/// let grid = ChunkGrid::new([100, 50], [32, 50]);
/// assert_eq!((grid.counts(), grid.len()), (&[4, 1][..], 4));
/// assert_eq!(grid.block(&[3, 0]), Region::new([96, 0], [4, 50])); // the last is shorter
/// let wanted = Region::new([30, 0], [3, 3]);
/// assert_eq!(grid.overlapping(&wanted).map(|at| at[0]).collect::<Vec<_>>(), [0, 1]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkGrid {
    shape: Shape,
    chunks: Shape,
    counts: Shape,
}

impl ChunkGrid {
    /// The grid of an array of `shape` in chunks of extents `chunks`; an extent of 0 counts as 1.
    ///
    /// # Panics
    /// If `chunks` has another length than `shape`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::ChunkGrid;
    ///
    /// assert_eq!(ChunkGrid::new([100, 50], [32, 50]).counts(), [4, 1]);
    /// ```
    /// ```should_panic
    /// nd_io::ChunkGrid::new([100, 50], [32]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn new(shape: impl Into<Shape>, chunks: impl Into<Shape>) -> Self {
        let (shape, chunks) = (shape.into(), chunks.into());
        assert_eq!(
            shape.len(),
            chunks.len(),
            "ChunkGrid::new: chunks {chunks:?} for shape {shape:?}"
        );
        let chunks = per_axis(shape.len(), |axis| chunks[axis].max(1));
        let counts = per_axis(shape.len(), |axis| shape[axis].div_ceil(chunks[axis]));
        Self { shape, chunks, counts }
    }

    /// Extents of a whole chunk.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ChunkGrid::new([100, 50], [32, 0]).chunk_shape(), [32, 1]);
    /// ```
    #[must_use]
    pub fn chunk_shape(&self) -> &[usize] {
        &self.chunks
    }

    /// Number of chunks along each axis.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ChunkGrid::new([100, 0], [32, 50]).counts(), [4, 0]);
    /// ```
    #[must_use]
    pub fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// Number of chunks, saturating.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ChunkGrid::new([100, 100], [32, 50]).len(), 8);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        Region::all(self.counts).size()
    }

    /// Whether there are none.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::ChunkGrid::new([100, 0], [32, 50]).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements of one chunk, as a region of the array, cut at its end.
    ///
    /// # Panics
    /// If there is no such chunk.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ChunkGrid, Region};
    ///
    /// let grid = ChunkGrid::new([10], [4]);
    /// assert_eq!(grid.block(&[2]), Region::new([8], [2])); // cut at the end
    /// ```
    #[must_use]
    #[track_caller]
    pub fn block(&self, index: &[usize]) -> Region {
        assert!(
            index.len() == self.counts.len()
                && index.iter().zip(self.counts.iter()).all(|(i, n)| i < n),
            "ChunkGrid::block: index {index:?} in a grid of {:?}",
            self.counts
        );
        let start = per_axis(index.len(), |axis| index[axis] * self.chunks[axis]);
        let shape =
            per_axis(index.len(), |axis| self.chunks[axis].min(self.shape[axis] - start[axis]));
        Region::new(start, shape)
    }

    /// The chunks that hold something of a region, in C order.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ChunkGrid, Region};
    ///
    /// let grid = ChunkGrid::new([100], [10]);
    /// let far_apart = Region::new([5], [3]).with_step([30]); // 5, 35, 65
    /// let chunks: Vec<usize> = grid.overlapping(&far_apart).map(|at| at[0]).collect();
    /// assert_eq!(chunks, [0, 3, 6]);
    /// ```
    pub fn overlapping(&self, region: &Region) -> impl Iterator<Item = Shape> + use<> {
        let (chunks, region) = (self.chunks, *region);
        let ndim = region.ndim();
        let first = per_axis(ndim, |axis| region.start[axis] / chunks[axis]);
        let counts = per_axis(ndim, |axis| match region.shape[axis] {
            0 => 0,
            _ => (region.stop(axis) - 1) / chunks[axis] - first[axis] + 1,
        });
        let some = !counts.contains(&0);
        let mut next = some.then_some(per_axis(ndim, |_| 0));
        std::iter::from_fn(move || {
            let at: Shape = next?;
            next = following(at, &counts);
            Some(per_axis(ndim, |axis| first[axis] + at[axis]))
        })
        // A step longer than a chunk jumps over some.
        .filter(move |index| {
            (0..ndim).all(|axis| {
                let low = index[axis] * chunks[axis];
                let first = low.saturating_sub(region.start[axis]).div_ceil(region.step[axis]);
                region.start[axis] + first * region.step[axis] < low + chunks[axis]
            })
        })
    }
}

/// The index after `at` in C order.
pub(super) fn following(mut at: Shape, counts: &[usize]) -> Option<Shape> {
    for axis in (0..counts.len()).rev() {
        at[axis] += 1;
        if at[axis] < counts[axis] {
            return Some(at);
        }
        at[axis] = 0;
    }
    None
}

/// One number an axis.
pub(super) fn per_axis(ndim: usize, value: impl Fn(usize) -> usize) -> Shape {
    let mut values = [0; MAX_NDIM];
    for (axis, slot) in values[..ndim].iter_mut().enumerate() {
        *slot = value(axis);
    }
    Shape::from(&values[..ndim])
}

//! [`Blocks`]: the pieces of a pass that are done, or not done, as a whole.

use crate::regions::per_axis;
use nd_core::Shape;
use nd_io::{ChunkGrid, Region};

/// Elements of a block where nothing else says how large it should be: some sixteen cells.
const ELEMENTS: usize = 1 << 20;

/// Blocks of a result, each a multiple of the chunks it is stored in.
#[derive(Clone, Copy)]
pub(crate) struct Blocks {
    pub(crate) grid: ChunkGrid,
}

impl Blocks {
    /// Blocks of whole chunks of the sink, and as far as `most` bytes allow of whole chunks of the sources and
    /// of whole strips that need neighbours.
    pub(crate) fn new(
        shape: &Shape,
        sink: Option<Shape>,
        sources: Option<Shape>,
        strip: Option<Shape>,
        itemsize: usize,
        most: usize,
    ) -> Blocks {
        let unit = sink.or(sources).or(strip).unwrap_or_else(|| run_of(shape, ELEMENTS));
        let wanted = [sources, strip].into_iter().flatten();
        let wanted = wanted.reduce(|a, b| per_axis(shape.ndim(), |axis| a[axis].max(b[axis])));
        let block = match wanted {
            Some(wanted) => grown(&unit, &wanted, shape, most / itemsize.max(1)),
            None => unit,
        };
        Blocks { grid: ChunkGrid::new(*shape, block) }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.grid.len()
    }

    /// One of them.
    pub(crate) fn region(&self, number: usize) -> Region {
        self.grid.block(&crate::regions::place(number, self.grid.counts()))
    }
}

/// The last axes, as far as so many elements go.
fn run_of(shape: &Shape, most: usize) -> Shape {
    let mut room = most;
    let mut lengths = *shape;
    for axis in (0..shape.ndim()).rev() {
        lengths[axis] = shape[axis].min(room).max(1);
        room = (room / lengths[axis]).max(1);
    }
    lengths
}

/// Multiples of `unit` that reach `wanted` along each axis, the last axes first, within so many elements.
fn grown(unit: &Shape, wanted: &Shape, shape: &Shape, most: usize) -> Shape {
    let mut block = *unit;
    for axis in (0..shape.ndim()).rev() {
        let others: usize = block.iter().product::<usize>() / block[axis].max(1);
        let room = (most / (others * unit[axis]).max(1)).max(1);
        let times = wanted[axis].min(shape[axis]).div_ceil(unit[axis].max(1)).clamp(1, room);
        block[axis] = unit[axis] * times;
    }
    per_axis(shape.ndim(), |axis| block[axis].max(1))
}

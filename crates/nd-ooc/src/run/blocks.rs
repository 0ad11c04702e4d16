//! [`Blocks`]: the pieces of a pass that are done, or not done, as a whole.

use crate::regions::per_axis;
use nd_core::Shape;
use nd_io::{ChunkGrid, Region};

/// Elements of a block where nothing else says how large it should be: some sixteen cells.
const ELEMENTS: usize = 1 << 20;

/// Bytes in a row of a source that are worth a call of the system.
const ROW: usize = 4 << 10;
/// The most bytes of chunks that are made together so that rows are long.
const GROUP: usize = 64 << 20;

/// How the sources of a pass are read.
#[derive(Clone, Copy)]
pub(crate) enum Reads {
    /// There are none.
    Nothing,
    /// Any part costs what it holds, if its rows are long.
    Rows,
    /// Packed chunks have to be read as a whole; so they lie in the result.
    Chunks(Shape),
}

/// Blocks of a result, each a multiple of the chunks it is stored in.
#[derive(Clone, Copy)]
pub(crate) struct Blocks {
    pub(crate) grid: ChunkGrid,
}

impl Blocks {
    /// Blocks of whole chunks of the sink, as large as it takes to read well and to hold whole strips that need
    /// neighbours, as far as `most` bytes allow.
    pub(crate) fn new(
        shape: &Shape,
        sink: Option<Shape>,
        reads: Reads,
        strip: Option<Shape>,
        itemsize: usize,
        most: usize,
    ) -> Blocks {
        let sources = match reads {
            Reads::Chunks(chunks) => Some(chunks),
            _ => None,
        };
        let itemsize = itemsize.max(1);
        let unit = sink.or(sources).or(strip).unwrap_or_else(|| run_of(shape, ELEMENTS));
        let wanted = [sources, strip].into_iter().flatten();
        let wanted = wanted.reduce(|a, b| per_axis(shape.ndim(), |axis| a[axis].max(b[axis])));
        let block = match (wanted, sink, reads) {
            (Some(wanted), ..) => grown(&unit, &wanted, shape, most / itemsize),
            (None, Some(unit), Reads::Rows) if shape.ndim() > 1 => {
                let last = shape.ndim() - 1;
                let mut wanted = unit;
                wanted[last] = wanted[last].max(ROW / itemsize);
                // A chunk is written by way of two copies, and a strip comes in between: within twice `most`.
                let chunk = unit.iter().product::<usize>().saturating_mul(itemsize);
                let room = (most - most / 4)
                    .saturating_add(most)
                    .saturating_sub(chunk.saturating_mul(2))
                    .min(most);
                grown(&unit, &wanted, shape, room.min(GROUP) / itemsize)
            }
            _ => unit,
        };
        Blocks { grid: ChunkGrid::new(*shape, block) }
    }

    /// Their extents, but for the last ones.
    pub(crate) fn extents(&self) -> Shape {
        match self.len() {
            0 => per_axis(self.grid.counts().len(), |_| 1),
            _ => Shape::from(self.region(0).shape()),
        }
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
pub(super) fn run_of(shape: &Shape, most: usize) -> Shape {
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

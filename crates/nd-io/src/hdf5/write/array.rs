//! [`ArrayWriter`]: an array being stored.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use nd_core::{DType, Shape, threads};

use super::super::chunks::Chunk;
use super::super::filter::{Packer, Pipeline, Scratch};
use super::super::number::Number;
use super::super::raw::RawArray;
use super::super::store::resize;
use super::super::{Result, corrupt, unsupported};
use super::encode::{self, NOWHERE};
use super::options;
use super::tail::Tail;
use super::tree::{self, Leaf};
use crate::blocks::{ArrayInfo, ChunkLocks, Region, Strided, copy_strided};
use crate::options::CreateOptions;

/// Bytes of unfinished chunks that are kept in memory.
const OPEN: usize = 64 << 20;
/// Bytes that are written at once where an array lies in one piece.
const PART: usize = 4 << 20;

/// An array being stored: its elements go to the end of the file.
pub(super) struct ArrayWriter {
    tail: Arc<Tail>,
    pub(super) info: ArrayInfo,
    pub(super) extendible: bool,
    pipeline: Pipeline,
    /// What was never written; `None` for zeros.
    fill: Option<Vec<u8>>,
    places: Places,
    /// Whether an array that existed has its elements elsewhere now.
    moved: bool,
}

enum Places {
    /// In one piece. Whoever reads what is there to change it, is alone.
    Piece {
        at: u64,
        len: u64,
        alone: RwLock<()>,
    },
    Chunks(Box<Chunks>),
}

struct Chunks {
    bytes: usize,
    locks: ChunkLocks,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    stored: BTreeMap<u64, Stored>,
    open: BTreeMap<u64, Open>,
}

/// A chunk in the file.
#[derive(Clone, Copy)]
struct Stored {
    at: u64,
    len: u64,
    /// Room there is, should it be written again.
    room: u64,
    skipped: u32,
}

/// A chunk of which a part was written.
struct Open {
    bytes: Vec<u8>,
    /// Elements written, those written twice counted twice: it tells when it may be whole.
    written: usize,
}

impl ArrayWriter {
    pub(super) fn new(
        tail: &Arc<Tail>,
        shape: &[usize],
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Self> {
        options::check(options)?;
        let mut info = ArrayInfo::new(nd_core::Shape::try_new(shape)?, dtype);
        let nbytes = info.nbytes()? as u64;
        info.chunks = options::chunks(shape, dtype, options)?;
        info.attributes = options.attributes.clone();
        if let Some(names) = &options.dimension_names {
            info.dimension_names = Some(names.iter().cloned().map(Some).collect());
        }
        let fill = options::fill(dtype, options.fill_value);
        let mut pipeline = Pipeline::default();
        let places = match info.chunks {
            Some(chunk) => {
                pipeline = options::pipeline(dtype, &chunk, options)?;
                let bytes = chunk.iter().product::<usize>() * dtype.itemsize();
                Places::Chunks(Chunks::new(bytes, Table::default()))
            }
            None => {
                let at = tail.room(nbytes);
                Places::Piece { at, len: nbytes, alone: RwLock::new(()) }
            }
        };
        info.compression = pipeline.to_string();
        let tail = Arc::clone(tail);
        let this = Self {
            tail,
            info,
            extendible: options.extendible,
            pipeline,
            fill,
            places,
            moved: false,
        };
        this.fill_piece()?;
        Ok(this)
    }

    /// An array that a copy of a file holds, perhaps to be larger than it is.
    pub(super) fn existing(
        tail: &Arc<Tail>,
        raw: &RawArray,
        mut info: ArrayInfo,
        shape: Shape,
    ) -> Result<Self> {
        if !raw.datatype.number().is_some_and(Number::is_native) {
            let what = "changes to what is not numbers as this machine has them: those in the other \
                        byte order, of unusual form, in arrays inside the elements";
            return Err(unsupported(what));
        }
        let nbytes = raw.space.nbytes(raw.datatype.size)? as u64;
        info.shape = shape;
        info.nbytes()?;
        let mut moved = false;
        let places = match info.chunks {
            Some(chunk) => {
                let bytes = chunk.iter().product::<usize>() * raw.datatype.size;
                let mut table = Table::default();
                let grid = info.grid();
                for (place, Chunk { at, len, skipped, .. }) in raw.all_chunks()? {
                    let stored = Stored { at, len, room: len, skipped };
                    table.stored.insert(chunk_number(grid.counts(), &place), stored);
                }
                Places::Chunks(Chunks::new(bytes, table))
            }
            None => {
                let at = match raw.piece() {
                    Some(at) => at,
                    None if raw.is_nowhere() => {
                        moved = nbytes > 0;
                        tail.room(nbytes)
                    }
                    None => return Err(unsupported("changes to elements in a header")),
                };
                Places::Piece { at, len: nbytes, alone: RwLock::new(()) }
            }
        };
        let fill = raw.fill_element()?.map(<[u8]>::to_vec);
        let (tail, pipeline) = (Arc::clone(tail), raw.pipeline.clone());
        let this = Self { tail, info, extendible: false, pipeline, fill, places, moved };
        if moved {
            this.fill_piece()?;
        }
        Ok(this)
    }

    /// Writes what is still in memory; where the elements or their tree are, if they were elsewhere
    /// before.
    pub(super) fn finish_elements(&self) -> Result<Option<u64>> {
        match &self.places {
            Places::Chunks(chunks) => self.write_tree(chunks).map(Some),
            Places::Piece { at, .. } => Ok(self.moved.then_some(*at)),
        }
    }

    /// Where an array lies in one piece, every element must have a value; zeros are there already.
    fn fill_piece(&self) -> Result<()> {
        let (Places::Piece { at, len, .. }, Some(element)) = (&self.places, &self.fill) else {
            return Ok(());
        };
        let part = element.repeat((PART / element.len()).max(1));
        let mut done = 0;
        while done < *len {
            let n = (part.len() as u64).min(len - done) as usize;
            self.tail.write_at(at + done, &part[..n])?;
            done += n as u64;
        }
        Ok(())
    }

    pub(super) fn write(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        match &self.places {
            Places::Piece { at, alone, .. } => self.write_piece(*at, alone, region, bytes),
            Places::Chunks(chunks) => self.write_chunks(chunks, region, bytes),
        }
    }

    /// The messages that say how the elements are stored, when all of them are.
    pub(super) fn describe(&self, header: &mut encode::Header) -> Result<()> {
        use super::super::object::kind;
        let (dtype, itemsize) = (self.info.dtype, self.info.dtype.itemsize());
        header.add(
            kind::DATASPACE,
            "extents",
            &encode::dataspace(&self.info.shape, self.extendible),
        )?;
        header.add(kind::DATATYPE, "element type", &encode::datatype(dtype))?;
        let chunked = self.info.chunks.is_some();
        header.add(kind::FILL, "fill value", &encode::fill(self.fill.as_deref(), chunked))?;
        let layout = match (&self.places, &self.info.chunks) {
            (Places::Chunks(chunks), Some(chunk)) => {
                encode::chunked(self.write_tree(chunks)?, chunk, itemsize)
            }
            (Places::Piece { at, len, .. }, _) if *len > 0 => encode::contiguous(*at, *len),
            _ => encode::contiguous(NOWHERE, 0),
        };
        header.add(kind::LAYOUT, "data layout", &layout)?;
        if !self.pipeline.is_empty() {
            header.add(kind::PIPELINE, "filters", &encode::pipeline(&self.pipeline))?;
        }
        Ok(())
    }

    /// Writes runs of elements that follow each other; elements at a distance by whole rows.
    fn write_piece(
        &self,
        at: u64,
        alone: &RwLock<()>,
        region: &Region,
        bytes: &[u8],
    ) -> Result<()> {
        let itemsize = self.info.dtype.itemsize();
        let shape = &self.info.shape[..];
        let to = Strided::of(shape, region, itemsize);
        // Axes from here on make one run.
        let mut axis = region.ndim();
        let mut run = itemsize;
        while axis > 0 && (region.shape()[axis - 1] == 1 || to.strides[axis - 1] == run) {
            axis -= 1;
            run *= region.shape()[axis];
        }
        let strided = axis == region.ndim() && axis > 0;
        let (_shared, _only);
        if strided {
            _only = alone.write().unwrap_or_else(PoisonError::into_inner);
        } else {
            _shared = alone.read().unwrap_or_else(PoisonError::into_inner);
        }
        // The last axis, whose elements are apart, is read, changed and written as one row.
        let outer = if strided { axis - 1 } else { axis };
        let row = if strided { region.shape()[outer] * itemsize } else { run };
        let mut spare = Vec::new();
        for (i, row) in bytes.chunks(row).enumerate() {
            let mut rest = i;
            let mut offset = to.offset;
            for axis in (0..outer).rev() {
                offset += rest % region.shape()[axis] * to.strides[axis];
                rest /= region.shape()[axis];
            }
            let at = at + offset as u64;
            if strided {
                let pitch = to.strides[outer];
                self.write_apart(at, pitch, row, &mut spare)?;
            } else {
                self.write_run(at, row)?;
            }
        }
        Ok(())
    }

    fn write_run(&self, at: u64, run: &[u8]) -> Result<()> {
        if run.len() < 2 * PART {
            return self.tail.write_at(at, run);
        }
        threads::try_run(run.len().div_ceil(PART), &|i| {
            let from = i * PART;
            let part = &run[from..(from + PART).min(run.len())];
            self.tail.write_at(at + from as u64, part)
        })
    }

    fn write_apart(&self, at: u64, pitch: usize, row: &[u8], spare: &mut Vec<u8>) -> Result<()> {
        let itemsize = self.info.dtype.itemsize();
        let at_once = (PART / pitch).max(1);
        for (k, part) in row.chunks(at_once * itemsize).enumerate() {
            let n = part.len() / itemsize;
            let at = at + (k * at_once * pitch) as u64;
            resize(spare, (n - 1) * pitch + itemsize)?;
            self.tail.read_at(at, spare)?;
            for (to, item) in spare.chunks_mut(pitch).zip(part.chunks_exact(itemsize)) {
                to[..itemsize].copy_from_slice(item);
            }
            self.tail.write_at(at, spare)?;
        }
        Ok(())
    }

    fn write_chunks(&self, chunks: &Chunks, region: &Region, bytes: &[u8]) -> Result<()> {
        let grid = self.info.grid();
        let wanted: Vec<_> = grid.overlapping(region).collect();
        let scratch = || (Packer::new(), Vec::new());
        threads::try_run_scratch(wanted.len(), &scratch, &|(packer, buffer), i| {
            let index = &wanted[i];
            let number = chunk_number(grid.counts(), index);
            let block = grid.block(index);
            let whole = Region::new(block.start(), grid.chunk_shape());
            let Some((local, mine)) = region.within(&whole) else { return Ok(()) };
            let itemsize = self.info.dtype.itemsize();
            let from = Strided::of(region.shape(), &mine, itemsize);
            let to = Strided::of(grid.chunk_shape(), &local, itemsize);
            // Two writers of one chunk must not both take what is there before either puts it back.
            let _held = chunks.locks.lock(index);
            if local.size() == block.size() {
                resize(buffer, chunks.bytes)?;
                if block.shape() != grid.chunk_shape() {
                    self.fill(buffer); // what hangs over the end, and may be inside some day
                }
                copy_strided(bytes, from, buffer, to, local.shape(), itemsize);
                chunks.table().open.remove(&number);
                return self.store(chunks, number, packer, buffer);
            }
            let mut open = self.open(chunks, number)?;
            copy_strided(bytes, from, &mut open.bytes, to, local.shape(), itemsize);
            open.written += local.size();
            let mut table = chunks.table();
            if open.written >= block.size() || (table.open.len() + 1) * chunks.bytes > OPEN {
                drop(table);
                return self.store(chunks, number, packer, &open.bytes);
            }
            table.open.insert(number, open);
            Ok(())
        })
    }

    /// A chunk as it is so far, for its thread alone.
    fn open(&self, chunks: &Chunks, number: u64) -> Result<Open> {
        let (open, stored) = {
            let mut table = chunks.table();
            (table.open.remove(&number), table.stored.get(&number).copied())
        };
        if let Some(open) = open {
            return Ok(open);
        }
        let mut bytes = Vec::new();
        resize(&mut bytes, chunks.bytes)?;
        let Some(stored) = stored else {
            self.fill(&mut bytes);
            return Ok(Open { bytes, written: 0 });
        };
        let mut scratch = Scratch::new();
        let len = usize::try_from(stored.len).map_err(|_| corrupt("chunk: its length"))?;
        resize(&mut scratch.stored, len)?;
        self.tail.read_at(stored.at, &mut scratch.stored)?;
        self.pipeline.decode(&mut scratch, stored.skipped, &mut bytes)?;
        Ok(Open { bytes, written: 0 })
    }

    fn fill(&self, out: &mut [u8]) {
        match &self.fill {
            Some(element) => {
                out.chunks_exact_mut(element.len()).for_each(|out| out.copy_from_slice(element));
            }
            None => out.fill(0),
        }
    }

    /// Packs a chunk and writes it, where it was if there is room.
    fn store(&self, chunks: &Chunks, number: u64, packer: &mut Packer, chunk: &[u8]) -> Result<()> {
        let (packed, skipped) = packer.pack(&self.pipeline, chunk)?;
        let len = packed.len() as u64;
        let before = chunks.table().stored.get(&number).copied();
        let (at, room) = match before {
            Some(before) if before.room >= len => (before.at, before.room),
            _ => (self.tail.room(len), len.next_multiple_of(8)),
        };
        self.tail.write_at(at, packed)?;
        chunks.table().stored.insert(number, Stored { at, len, room, skipped });
        Ok(())
    }

    /// Writes the chunks that are still open, and the tree of all.
    fn write_tree(&self, chunks: &Chunks) -> Result<u64> {
        let open: Vec<_> = std::mem::take(&mut chunks.table().open).into_iter().collect();
        threads::try_run_scratch(open.len(), &Packer::new, &|packer, i| {
            self.store(chunks, open[i].0, packer, &open[i].1.bytes)
        })?;
        let grid = self.info.grid();
        let leaf = |(&number, stored): (&u64, &Stored)| {
            let mut rest = number;
            let mut start = vec![0; grid.counts().len()];
            for axis in (0..start.len()).rev() {
                let count = grid.counts()[axis] as u64;
                start[axis] = rest % count * grid.chunk_shape()[axis] as u64;
                rest /= count;
            }
            // Packing adds a little at most to what is below 2 GiB.
            Leaf { start, at: stored.at, len: stored.len as u32, skipped: stored.skipped }
        };
        let leaves: Vec<Leaf> = chunks.table().stored.iter().map(leaf).collect();
        tree::write(&self.tail, &leaves, grid.chunk_shape())
    }
}

impl Chunks {
    fn new(bytes: usize, table: Table) -> Box<Self> {
        Box::new(Self { bytes, locks: ChunkLocks::new(), table: Mutex::new(table) })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A chunk's number, in C order.
fn chunk_number(counts: &[usize], index: &[usize]) -> u64 {
    counts.iter().zip(index).fold(0, |all, (&n, &i)| all * n as u64 + i as u64)
}

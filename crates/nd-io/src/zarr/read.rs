//! Regions read: which files, on all threads, and their pieces put together.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use nd_core::{Shape, threads};

use super::codec::{Scratch, resize};
use super::hits::Hits;
use super::metadata::{ZarrMetadata, unravel};
use super::place::Place;
use super::shard::{self, Source};
use super::store::Pool;
use crate::blocks::{Region, Strided, copy_strided};
use crate::error::Error;

/// Chunks of one shard that one thread reads in a row, where there is but one shard to share.
const CHUNKS_A_PIECE: usize = 4;

/// What opening a file once more costs, as bytes that could be read instead.
const BYTES_A_READ: usize = 8 << 10;

/// A region being read.
struct Job<'a> {
    place: &'a Place,
    metadata: &'a ZarrMetadata,
    region: &'a Region,
    out: Slabs<'a>,
    /// Whether a piece of `out` belongs to one thread, so that a chunk may be decoded there.
    alone: bool,
}

/// Fills `out` with a region.
///
/// # Errors
/// Those of the first bad chunk.
pub(super) fn read(
    place: &Place,
    metadata: &ZarrMetadata,
    pool: &Pool,
    region: &Region,
    out: &mut [u8],
) -> Result<(), Error> {
    if out.is_empty() {
        return Ok(());
    }
    let hits = Hits::new(region, &metadata.layout.outer);
    let parts = parts(metadata, region, &hits);
    let out = Slabs::new(out, metadata, region, &hits);
    let slabs = out.slabs.len();
    let alone = parts == 1 && hits.len() == slabs;
    let job = Job { place, metadata, region, out, alone };
    // One slab after another, so that threads do not wait for each other.
    let order = |piece: usize| {
        let file = piece / parts;
        job.out.order(&hits, file % slabs, file / slabs)
    };
    threads::try_run_scratch(hits.len() * parts, &|| pool.take(), &|pooled, piece| {
        let at = order(piece);
        let index = hits.index(&at);
        let slab = job.out.slab_of(&at);
        job.read_file(&index, slab, (piece % parts, parts), &mut pooled.scratch)
    })
}

/// Into how many pieces a file is shared out: several only where a shard has no others beside it.
fn parts(metadata: &ZarrMetadata, region: &Region, hits: &Hits) -> usize {
    if metadata.layout.sharding.is_none() || hits.len() > 8 {
        return 1;
    }
    let chunks = Hits::new(region, metadata.inner()).len();
    (chunks / hits.len() / CHUNKS_A_PIECE).clamp(1, 8)
}

impl Job<'_> {
    /// Reads what the region has of one file.
    fn read_file(
        &self,
        index: &Shape,
        slab: usize,
        (part, parts): (usize, usize),
        scratch: &mut Scratch,
    ) -> Result<(), Error> {
        let outer = &self.metadata.layout.outer;
        let start: Vec<usize> = index.iter().zip(outer.iter()).map(|(i, n)| i * n).collect();
        let block = Region::new(Shape::from(start), *outer);
        let Some((local, mine)) = self.region.within(&block) else { return Ok(()) };
        let key = self.metadata.layout.keys.key(index);
        let Some(mut source) = self.place.open(&key)? else {
            if part == 0 {
                self.out.fill(slab, &mine, self.metadata);
            }
            return Ok(());
        };
        let read = if self.metadata.layout.sharding.is_some() {
            self.read_shard(&mut source, slab, &local, &mine, (part, parts), scratch)
        } else {
            let all = 0..source.len();
            self.read_chunk(&mut source, all, slab, &local, &mine, scratch)
        };
        read.map_err(|error| error.at(self.place.path(&key)))
    }

    /// Reads some of the chunks that the region has of a shard.
    fn read_shard(
        &self,
        source: &mut Source<'_>,
        slab: usize,
        local: &Region,
        mine: &Region,
        (part, parts): (usize, usize),
        scratch: &mut Scratch,
    ) -> Result<(), Error> {
        let Some(sharding) = &self.metadata.layout.sharding else { return Ok(()) };
        let inner = Shape::from(self.metadata.inner());
        let grid = self.metadata.inner_counts();
        let index = shard::read_index(sharding, grid.len(), source)?;
        let hits = Hits::new(local, &inner);
        let each = hits.len().div_ceil(parts);
        let range = (part * each).min(hits.len())..((part + 1) * each).min(hits.len());
        for at in hits.range(range) {
            let block = grid.block(&at);
            let Some((within, of_local)) = local.within(&block) else { continue };
            let start: Vec<usize> =
                mine.start().iter().zip(of_local.start()).map(|(a, b)| a + b).collect();
            let mine = Region::new(Shape::from(start), Shape::from(of_local.shape()));
            let flat = at.iter().zip(grid.counts()).fold(0, |flat, (i, n)| flat * n + i);
            match index.range(flat)? {
                Some(range) => self.read_chunk(source, range, slab, &within, &mine, scratch)?,
                None => self.out.fill(slab, &mine, self.metadata),
            }
        }
        Ok(())
    }

    /// Reads a part of one chunk.
    fn read_chunk(
        &self,
        source: &mut Source<'_>,
        range: Range<u64>,
        slab: usize,
        local: &Region,
        mine: &Region,
        scratch: &mut Scratch,
    ) -> Result<(), Error> {
        let metadata = self.metadata;
        let (chain, form) = (&metadata.layout.chain, metadata.form());
        let nbytes = metadata.inner_nbytes();
        chain.check_size(range.end - range.start, nbytes)?;
        let Scratch { stored, chunk, buffers } = scratch;
        if chain.is_plain()
            && let Some(rows) = Rows::of(local, form.shape, form.itemsize)
        {
            resize(chunk, local.size() * form.itemsize)?;
            rows.read(source, range.start, chunk)?;
            chain.swap(chunk, form.word);
            self.out.put(
                slab,
                chunk,
                local.shape(),
                &Region::all(local.shape()),
                mine,
                form.itemsize,
            );
            return Ok(());
        }
        let mut decode = |out: &mut [u8]| {
            if chain.is_plain() {
                source.read(range.start, out)?;
                chain.swap(out, form.word);
                return Ok(());
            }
            let stored = source.bytes(range.clone(), stored)?;
            chain.decode(stored, out, form, buffers)
        };
        if self.alone
            && *local == Region::all(form.shape)
            && let Some(done) = self.out.in_place(slab, mine, form.itemsize, &mut decode)
        {
            return done;
        }
        resize(chunk, nbytes)?;
        decode(chunk)?;
        self.out.put(slab, chunk, form.shape, local, mine, form.itemsize);
        Ok(())
    }
}

/// A part of a chunk that is not packed, as runs of bytes.
struct Rows {
    /// Where the runs begin.
    starts: Vec<usize>,
    run: usize,
}

impl Rows {
    /// `None` where reading all of the chunk is cheaper.
    fn of(local: &Region, chunk: &[usize], itemsize: usize) -> Option<Self> {
        let nbytes = chunk.iter().product::<usize>() * itemsize;
        let whole = |axis: usize| local.shape()[axis] == chunk[axis] && local.start()[axis] == 0;
        let mut outer = local.ndim();
        let mut run = itemsize;
        while outer > 0 && whole(outer - 1) {
            outer -= 1;
            run *= chunk[outer];
        }
        if outer > 0 && (local.step()[outer - 1] == 1 || local.shape()[outer - 1] == 1) {
            outer -= 1;
            run *= local.shape()[outer];
        }
        let counts = &local.shape()[..outer];
        let runs: usize = counts.iter().product();
        if runs.saturating_mul(run + BYTES_A_READ) > nbytes / 2 {
            return None;
        }
        let place = Strided::of(chunk, local, itemsize);
        let starts = (0..runs)
            .map(|at| {
                let at = unravel(at, counts);
                place.offset
                    + at.iter().zip(place.strides.iter()).map(|(i, s)| i * s).sum::<usize>()
            })
            .collect();
        Some(Self { starts, run })
    }

    fn read(&self, source: &mut Source<'_>, start: u64, out: &mut [u8]) -> Result<(), Error> {
        for (&at, out) in self.starts.iter().zip(out.chunks_exact_mut(self.run)) {
            source.read(start + at as u64, out)?;
        }
        Ok(())
    }
}

/// The output, in parts that threads fill at the same time: all of one row of files each.
struct Slabs<'a> {
    slabs: Vec<Mutex<&'a mut [u8]>>,
    /// Where each begins in the output.
    starts: Vec<usize>,
    /// The axis along which it is cut.
    axis: usize,
    shape: Shape,
}

impl<'a> Slabs<'a> {
    fn new(out: &'a mut [u8], metadata: &ZarrMetadata, region: &Region, hits: &Hits) -> Self {
        let shape = Shape::from(region.shape());
        let axis = hits.counts().iter().position(|&n| n > 1);
        let axis = axis.filter(|&axis| shape[..axis].iter().all(|&n| n == 1));
        let Some(axis) = axis else {
            return Self { slabs: vec![Mutex::new(out)], starts: vec![0], axis: usize::MAX, shape };
        };
        let row = shape[axis + 1..].iter().product::<usize>() * metadata.itemsize();
        let extent = metadata.layout.outer[axis];
        let (start, step) = (region.start()[axis], region.step()[axis]);
        let mut this = Self { slabs: Vec::new(), starts: Vec::new(), axis, shape };
        let (mut rest, mut done) = (out, 0);
        for i in 0..hits.counts()[axis] {
            let mut at = vec![0; shape.len()];
            at[axis] = i;
            let end = (hits.index(&at)[axis] + 1) * extent;
            let rows = (end - start).div_ceil(step).min(shape[axis]);
            let (slab, later) = std::mem::take(&mut rest).split_at_mut((rows - done) * row);
            this.slabs.push(Mutex::new(slab));
            this.starts.push(done * row);
            (rest, done) = (later, rows);
        }
        this
    }

    /// The file at a place in a slab, as a position among the hits.
    fn order(&self, hits: &Hits, slab: usize, place: usize) -> Shape {
        if self.axis == usize::MAX {
            return unravel(place, hits.counts());
        }
        let mut counts = hits.counts().to_vec();
        counts[self.axis] = 1;
        let mut at = unravel(place, &counts).to_vec();
        at[self.axis] = slab;
        Shape::from(at)
    }

    fn slab_of(&self, at: &[usize]) -> usize {
        at.get(self.axis).copied().unwrap_or(0)
    }

    /// Where a part of the output lies in its slab.
    fn place(&self, slab: usize, mine: &Region, itemsize: usize) -> Strided {
        let mut place = Strided::of(&self.shape, mine, itemsize);
        place.offset -= self.starts[slab];
        place
    }

    /// Copies a part of a buffer to its place.
    fn put(
        &self,
        slab: usize,
        from: &[u8],
        shape: &[usize],
        local: &Region,
        mine: &Region,
        itemsize: usize,
    ) {
        let to = self.place(slab, mine, itemsize);
        let source = Strided::of(shape, local, itemsize);
        let mut out = self.slabs[slab].lock().unwrap_or_else(PoisonError::into_inner);
        copy_strided(from, source, &mut out, to, mine.shape(), itemsize);
    }

    /// Decodes where the elements belong, if they follow each other there.
    fn in_place(
        &self,
        slab: usize,
        mine: &Region,
        itemsize: usize,
        decode: &mut dyn FnMut(&mut [u8]) -> Result<(), Error>,
    ) -> Option<Result<(), Error>> {
        let place = self.place(slab, mine, itemsize);
        let nbytes = mine.size() * itemsize;
        if !self.is_one_run(mine) {
            return None;
        }
        let mut out = self.slabs[slab].lock().unwrap_or_else(PoisonError::into_inner);
        Some(decode(&mut out[place.offset..place.offset + nbytes]))
    }

    /// Whether a part of the output has no gaps: all axes after the first longer one are whole.
    fn is_one_run(&self, mine: &Region) -> bool {
        let first = mine.shape().iter().position(|&n| n > 1).unwrap_or(mine.ndim());
        (first + 1..mine.ndim()).all(|axis| mine.shape()[axis] == self.shape[axis])
    }

    /// Fills a part with the fill value.
    fn fill(&self, slab: usize, mine: &Region, metadata: &ZarrMetadata) {
        let itemsize = metadata.itemsize();
        let to = self.place(slab, mine, itemsize);
        let fill = &metadata.layout.fill;
        let one_run = self.is_one_run(mine);
        let mut out = self.slabs[slab].lock().unwrap_or_else(PoisonError::into_inner);
        if one_run {
            fill.fill(&mut out[to.offset..to.offset + mine.size() * itemsize]);
            return;
        }
        let zeros = vec![0; mine.ndim()];
        let from = Strided { offset: 0, strides: Shape::from(zeros) };
        copy_strided(fill.as_bytes(), from, &mut out, to, mine.shape(), itemsize);
    }
}

//! [`Picture`]: a picture's samples, any region of which is read on all threads.

use std::sync::{Arc, OnceLock};

use nd_core::threads;

use super::bits::{element, is_plain, word_to_swap};
use super::chunk::{Chunks, Decoded, Scratch, Wanted};
use super::codec::Compression;
use super::directory::{Directory, tag};
use super::input::Input;
use super::layout::{Extents, Layout};
use super::predictor::Predictor;
use super::table::{self, Table};
use super::{Result, corrupt, unsupported};
use crate::blocks::{Bands, ChunkGrid, Contiguous, Region, Strided, copy_strided};

/// A picture in a file.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) input: Arc<Input>,
    pub(super) tags: Arc<Directory>,
    pub(super) layout: Layout,
    /// Where the chunks are, once that was asked for.
    table: OnceLock<Table>,
    jpeg_tables: OnceLock<Option<Vec<u8>>>,
    /// An element where nothing is stored; `None` for zeros.
    fill: Option<Vec<u8>>,
}

impl Picture {
    /// Reads the tags that pixels depend on.
    ///
    /// # Errors
    /// `Corrupt`, `Unsupported`, the system's.
    pub(super) fn open(input: &Arc<Input>, tags: Arc<Directory>) -> Result<Self> {
        let layout = Layout::read(input, &tags)?;
        // Damage of a text costs the text alone.
        let nodata = tags.text(input, tag::NODATA).ok().flatten();
        let fill = nodata.and_then(|text| element(&text, layout.sample.dtype));
        let (table, jpeg_tables) = (OnceLock::new(), OnceLock::new());
        Ok(Self { input: input.clone(), tags, layout, table, jpeg_tables, fill })
    }

    /// The same tags over samples that stand elsewhere, one after the other.
    pub(super) fn moved(&self, at: u64) -> Self {
        let mut layout = self.layout.clone();
        layout.chunk[1] = layout.size[1];
        let table = OnceLock::from(Table::of_one(&self.input, &layout, at));
        Self {
            input: self.input.clone(),
            tags: self.tags.clone(),
            layout,
            table,
            jpeg_tables: OnceLock::new(),
            fill: None,
        }
    }

    /// Bytes of all samples as elements, which may be more than fit anywhere.
    pub(super) fn nbytes(&self) -> u64 {
        let itemsize = self.layout.sample.dtype.itemsize() as u64;
        self.layout.size.iter().fold(itemsize, |all, &n| all.saturating_mul(n as u64))
    }

    /// Where the chunks are.
    ///
    /// # Errors
    /// `Corrupt`, the system's.
    pub(super) fn table(&self) -> Result<&Table> {
        if let Some(table) = self.table.get() {
            return Ok(table);
        }
        let table = Table::read(&self.input, &self.tags, &self.layout)?;
        Ok(self.table.get_or_init(|| table))
    }

    fn jpeg_tables(&self) -> Result<Option<&[u8]>> {
        if self.layout.compression != Compression::Jpeg {
            return Ok(None);
        }
        if let Some(tables) = self.jpeg_tables.get() {
            return Ok(tables.as_deref());
        }
        let tables = self.tags.bytes(&self.input, tag::JPEG_TABLES)?;
        Ok(self.jpeg_tables.get_or_init(|| tables).as_deref())
    }

    /// Refuses what cannot be read whatever is done, and chunks that cannot hold what they should, before there is
    /// memory for them.
    ///
    /// # Errors
    /// `Unsupported`; `Corrupt`.
    pub(super) fn admit(&self, region: &Region) -> Result<()> {
        if let Some(what) = self.layout.obstacle() {
            return Err(unsupported(what));
        }
        self.hits(region).map(|_| ())
    }

    /// The chunks that hold something of a region: those that are stored, and whether there are others.
    fn hits(&self, region: &Region) -> Result<(Vec<Hit>, bool)> {
        let (layout, table) = (&self.layout, self.table()?);
        let chunks = self.chunks()?;
        let grid = ChunkGrid::new(layout.shape(), layout.chunk_shape());
        let (mut hits, mut holes) = (Vec::new(), false);
        for index in grid.overlapping(region) {
            let block = grid.block(&index);
            let Some((local, mine)) = region.within(&block) else { continue };
            let first = usize::from(layout.size[0] > 1);
            let covered = [block.shape()[first], block.shape()[first + 1]];
            let number = layout.number(&index);
            let whole = chunks.whole(layout.stored(covered[0])) as u64;
            let place = table.place(&self.input, layout, number, whole)?;
            if place.len == 0 {
                holes = true;
                continue;
            }
            let most = layout.compression.most(layout.chunk[2]);
            if whole > place.len.saturating_mul(most).saturating_add(4096) {
                return Err(corrupt(format!(
                    "{}: its size promises {whole} bytes of pixels, more than {} bytes hold",
                    table::name(layout, number),
                    place.len
                )));
            }
            let rows = local.start()[first]..local.stop(first);
            let wanted = Wanted { number, place, covered, rows };
            if hits.len() == hits.capacity() {
                let more = hits.len().max(4);
                hits.try_reserve(more)
                    .map_err(|_| crate::Error::no_memory(more * size_of::<Hit>()))?;
            }
            hits.push(Hit { row: index[0], wanted, local, mine });
        }
        Ok((hits, holes))
    }

    fn chunks(&self) -> Result<Chunks<'_>> {
        let jpeg_tables = self.jpeg_tables()?;
        Ok(Chunks { input: &self.input, layout: &self.layout, jpeg_tables })
    }

    /// Fills `out` with the elements of a region.
    ///
    /// # Errors
    /// `Corrupt`, with the strip or tile; `Unsupported`; `AllocFailed`; the system's.
    pub(super) fn read(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        let layout = &self.layout;
        if let Some(what) = layout.obstacle() {
            return Err(unsupported(what));
        }
        let as_it_is = layout.compression == Compression::None
            && is_plain(layout.sample)
            && layout.predictor == Predictor::None
            && !layout.reversed;
        if as_it_is && !layout.tiled && !layout.separate && self.table()?.in_a_row {
            return self.in_a_row().read(region, out);
        }
        let (hits, holes) = self.hits(region)?;
        if holes {
            self.fill(out);
        }
        let Some(last) = hits.iter().map(|hit| hit.row).max() else { return Ok(()) };
        let first = hits.iter().map(|hit| hit.row).min().unwrap_or(last);
        let job = Job { picture: self, chunks: self.chunks()?, region, as_it_is };
        let bands = Bands::new(region, layout.chunk_shape()[0], (first, last), out);
        threads::try_run_scratch(hits.len(), &Scratch::default, &|scratch, i| {
            job.chunk(&hits[i], scratch, &bands)
        })
    }

    fn fill(&self, out: &mut [u8]) {
        match &self.fill {
            Some(element) => {
                out.chunks_exact_mut(element.len()).for_each(|out| out.copy_from_slice(element));
            }
            None => out.fill(0),
        }
    }

    /// The samples as they are in the file, all strips being one.
    fn in_a_row(&self) -> Contiguous<'_> {
        let at = self.table.get().map_or(0, Table::first);
        self.contiguous(at, self.layout.size)
    }

    fn contiguous(&self, offset: u64, extents: Extents) -> Contiguous<'_> {
        Contiguous {
            source: &*self.input,
            offset,
            shape: self.layout.outer(extents),
            itemsize: self.layout.sample.dtype.itemsize(),
            fortran_order: false,
            swap: if self.input.order.is_native() { 0 } else { word_to_swap(self.layout.sample) },
        }
    }
}

/// A chunk that a region needs something of.
struct Hit {
    /// Its place along the first axis.
    row: usize,
    wanted: Wanted,
    /// What is wanted, as a region of the chunk, and as one of the region.
    local: Region,
    mine: Region,
}

/// One read.
struct Job<'a> {
    picture: &'a Picture,
    chunks: Chunks<'a>,
    region: &'a Region,
    /// Whether elements lie in the file as in memory.
    as_it_is: bool,
}

impl Job<'_> {
    /// Puts what the region has of a chunk into its band.
    fn chunk(&self, hit: &Hit, scratch: &mut Scratch, bands: &Bands<'_>) -> Result<()> {
        let layout = &self.picture.layout;
        let itemsize = layout.sample.dtype.itemsize();
        let from = if self.as_it_is {
            let extents = layout.stored(hit.wanted.covered[0]);
            let bytes = hit.local.size() * itemsize;
            crate::packed::resize(&mut scratch.elements, bytes)?;
            let chunk = self.picture.contiguous(hit.wanted.place.at, extents);
            chunk.read(&hit.local, &mut scratch.elements)?;
            Strided::dense(hit.local.shape(), itemsize)
        } else {
            let Decoded { extents, first_row } = self.chunks.decode(&hit.wanted, scratch)?;
            let mut start = nd_core::Shape::from(hit.local.start());
            start[usize::from(layout.size[0] > 1)] -= first_row;
            let local = Region::new(start, nd_core::Shape::from(hit.local.shape()))
                .with_step(nd_core::Shape::from(hit.local.step()));
            Strided::of(&layout.outer(extents), &local, itemsize)
        };
        let mut to = Strided::of(self.region.shape(), &hit.mine, itemsize);
        let (mut band, start) = bands.of_row(hit.row);
        to.offset -= start;
        copy_strided(&scratch.elements, from, &mut band, to, hit.local.shape(), itemsize);
        Ok(())
    }
}

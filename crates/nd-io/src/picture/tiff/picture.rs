//! [`Picture`]: a picture's samples, any region of which is read on all threads.

use std::sync::{Arc, OnceLock};

use nd_core::{Shape, threads};

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
use crate::error::ErrorKind;

/// Bytes that a chunk may take whatever the picture takes.
const ANY_CHUNK: u64 = 64 << 20;

/// Chunks that are kept in mind together. What is known of one takes more memory than a small one itself.
const AT_ONCE: usize = 4096;

/// More tables than this no JPEG file has.
const MOST_JPEG_TABLES: u64 = 1 << 16;

/// More pictures than these hang on none.
const MOST_SUB_PAGES: u64 = 4096;

/// A picture in a file.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) input: Arc<Input>,
    pub(super) tags: Arc<Directory>,
    pub(super) layout: Layout,
    /// Where the chunks are, once that was asked for.
    table: OnceLock<Table>,
    jpeg_tables: OnceLock<Option<Vec<u8>>>,
    /// Where the pictures that hang on this one are described, once that was asked for.
    sub_places: OnceLock<Vec<u64>>,
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
        Ok(Self {
            input: input.clone(),
            tags,
            layout,
            table: OnceLock::new(),
            jpeg_tables: OnceLock::new(),
            sub_places: OnceLock::new(),
            fill,
        })
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
            sub_places: OnceLock::new(),
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

    /// Where the pictures that hang on this one are described.
    ///
    /// # Errors
    /// `Corrupt`, also for two at one place and for more than any has; the system's.
    pub(super) fn sub_places(&self) -> Result<&[u64]> {
        if let Some(places) = self.sub_places.get() {
            return Ok(places);
        }
        let numbers = self.tags.numbers(&self.input, tag::SUB_PAGES, MOST_SUB_PAGES + 1)?;
        let places = numbers.unwrap_or_default();
        if places.len() as u64 > MOST_SUB_PAGES {
            return Err(corrupt(format!("more than {MOST_SUB_PAGES} pictures hang on one")));
        }
        let mut sorted = places.clone();
        sorted.sort_unstable();
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(corrupt(format!(
                "two pictures that hang on one are both at byte {}",
                pair[0]
            )));
        }
        if places.contains(&self.tags.at) {
            return Err(corrupt("a picture hangs on itself"));
        }
        Ok(self.sub_places.get_or_init(|| places))
    }

    fn jpeg_tables(&self) -> Result<Option<&[u8]>> {
        if self.layout.compression != Compression::Jpeg {
            return Ok(None);
        }
        if let Some(tables) = self.jpeg_tables.get() {
            return Ok(tables.as_deref());
        }
        let len = self.tags.get(tag::JPEG_TABLES).map_or(0, |entry| entry.count);
        if len > MOST_JPEG_TABLES {
            return Err(corrupt(format!("JPEG tables of {len} bytes")));
        }
        let tables = self.tags.bytes(&self.input, tag::JPEG_TABLES)?;
        Ok(self.jpeg_tables.get_or_init(|| tables).as_deref())
    }

    /// Refuses what cannot be read whatever is done, and chunks that cannot hold what they should or take more than
    /// `most` bytes, before there is memory for them.
    ///
    /// # Errors
    /// `Unsupported`; `LimitExceeded`; `Corrupt`.
    pub(super) fn admit(&self, region: &Region, most: u64) -> Result<()> {
        self.job(region, most)?.survey().map(|_| ())
    }

    /// A read of a region, of which chunks may take so many bytes.
    fn job<'a>(&'a self, region: &'a Region, most: u64) -> Result<Job<'a>> {
        let layout = &self.layout;
        if let Some(what) = layout.obstacle() {
            return Err(unsupported(what));
        }
        let as_it_is = layout.compression == Compression::None
            && is_plain(layout.sample)
            && layout.predictor == Predictor::None
            && !layout.reversed;
        if !as_it_is {
            self.check_chunk(most)?;
        }
        let grid = ChunkGrid::new(layout.shape(), layout.chunk_shape());
        Ok(Job {
            picture: self,
            table: self.table()?,
            chunks: self.chunks()?,
            grid,
            region,
            as_it_is,
        })
    }

    /// Refuses chunks that every thread would need much memory for: those of an honest picture are no larger than it
    /// is, but for tiles that stick out of it.
    fn check_chunk(&self, most: u64) -> Result<()> {
        let itemsize = self.layout.sample.dtype.itemsize() as u64;
        let asked = self.layout.chunk.iter().fold(itemsize, |all, &n| all.saturating_mul(n as u64));
        let limit = self.nbytes().saturating_mul(4).min(most).max(ANY_CHUNK);
        if asked > limit {
            let what = "a strip or tile, which may be as large as the picture";
            return Err(ErrorKind::LimitExceeded { what, asked, limit }.into());
        }
        Ok(())
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
        let job = self.job(region, u64::MAX)?;
        let layout = &self.layout;
        if job.as_it_is && !layout.tiled && !layout.separate && job.table.in_a_row {
            return self.in_a_row().read(region, out);
        }
        job.run(out)
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
    table: &'a Table,
    chunks: Chunks<'a>,
    grid: ChunkGrid,
    region: &'a Region,
    /// Whether elements lie in the file as in memory.
    as_it_is: bool,
}

/// What a region needs: the first and the last row of chunks that are stored, if any are, and whether some are not.
struct Survey {
    rows: Option<(usize, usize)>,
    holes: bool,
}

impl Job<'_> {
    /// Looks at all chunks that hold something of the region, and keeps none: there may be one a pixel.
    fn survey(&self) -> Result<Survey> {
        let mut survey = Survey { rows: None, holes: false };
        for index in self.grid.overlapping(self.region) {
            let Some(hit) = self.hit(&index)? else {
                survey.holes = true;
                continue;
            };
            let (first, last) = survey.rows.unwrap_or((hit.row, hit.row));
            survey.rows = Some((first.min(hit.row), last.max(hit.row)));
        }
        Ok(survey)
    }

    /// A chunk that holds something of the region; `None` for one that is not stored.
    fn hit(&self, index: &Shape) -> Result<Option<Hit>> {
        let layout = &self.picture.layout;
        let block = self.grid.block(index);
        let Some((local, mine)) = self.region.within(&block) else { return Ok(None) };
        let first = usize::from(layout.size[0] > 1);
        let covered = [block.shape()[first], block.shape()[first + 1]];
        let number = layout.number(index);
        let whole = self.chunks.whole(layout.stored(covered[0])) as u64;
        let place = self.table.place(&self.picture.input, layout, number, whole)?;
        if place.len == 0 {
            return Ok(None);
        }
        let most = layout.compression.most(layout.chunk[2].saturating_mul(layout.chunk[3]));
        if whole > place.len.saturating_mul(most).saturating_add(4096) {
            return Err(corrupt(format!(
                "{}: its size promises {whole} bytes of pixels, more than {} bytes hold",
                table::name(layout, number),
                place.len
            )));
        }
        let rows = local.start()[first]..local.stop(first);
        let wanted = Wanted { number, place, covered, rows };
        Ok(Some(Hit { row: index[0], wanted, local, mine }))
    }

    /// Fills `out`, some chunks after the others.
    fn run(&self, out: &mut [u8]) -> Result<()> {
        let Survey { rows, holes } = self.survey()?;
        if holes {
            self.picture.fill(out);
        }
        let Some(rows) = rows else { return Ok(()) };
        let bands = Bands::new(self.region, self.picture.layout.chunk_shape()[0], rows, out);
        let mut indices = self.grid.overlapping(self.region);
        let mut hits = Vec::new();
        loop {
            hits.clear();
            for index in indices.by_ref() {
                hits.extend(self.hit(&index)?);
                if hits.len() == AT_ONCE {
                    break;
                }
            }
            if hits.is_empty() {
                return Ok(());
            }
            threads::try_run_scratch(hits.len(), &Scratch::default, &|scratch, i| {
                self.chunk(&hits[i], scratch, &bands)
            })?;
        }
    }

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
            let mut start = Shape::from(hit.local.start());
            start[usize::from(layout.size[0] > 1)] -= first_row;
            let local = Region::new(start, Shape::from(hit.local.shape()))
                .with_step(Shape::from(hit.local.step()));
            Strided::of(&layout.outer(extents), &local, itemsize)
        };
        let mut to = Strided::of(self.region.shape(), &hit.mine, itemsize);
        let (mut band, start) = bands.of_row(hit.row);
        to.offset -= start;
        copy_strided(&scratch.elements, from, &mut band, to, hit.local.shape(), itemsize);
        Ok(())
    }
}

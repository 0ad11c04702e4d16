//! [`RawArray`]: the elements of a stored array as they are in the file, whatever they are.

use std::sync::Arc;

use nd_core::{MAX_NDIM, Shape, threads};

use super::chunks::{Chunk, ChunkMap};
use super::datatype::Datatype;
use super::elsewhere::Outside;
use super::filter::{Pipeline, Scratch};
use super::layout::Layout;
use super::mosaic::{Mosaic, Nesting};
use super::object::{Object, kind};
use super::space::Dataspace;
use super::store::{Store, Walk, resize};
use super::{Result, corrupt};
use crate::blocks::{Bands, Contiguous, Region, Strided, copy_strided};
use crate::position::ReadAt;

/// The elements of a stored array, as bytes.
pub(super) struct RawArray {
    store: Arc<Store>,
    pub(super) space: Dataspace,
    pub(super) datatype: Datatype,
    pub(super) pipeline: Pipeline,
    places: Places,
    fill: Fill,
}

/// What an element is that was never written.
enum Fill {
    Zeros,
    Element(Vec<u8>),
    /// Nobody knows: the file tells as many bytes, which is no element.
    Odd(usize),
}

/// Where elements are.
enum Places {
    Nowhere,
    Here(Vec<u8>),
    At(u64),
    Chunks { map: Box<ChunkMap>, plain_edges: bool },
    Outside(Outside),
    Virtual(Mosaic),
}

impl RawArray {
    /// Reads what an object header says of its array.
    pub(super) fn open(store: &Arc<Store>, walk: &Walk<'_>, object: &Object) -> Result<Self> {
        Self::open_inside(store, walk, object, &Nesting::outermost())
    }

    /// As [`open`](Self::open), for a source of a virtual data set.
    pub(super) fn open_inside(
        store: &Arc<Store>,
        walk: &Walk<'_>,
        object: &Object,
        nesting: &Nesting,
    ) -> Result<Self> {
        let mut space =
            Dataspace::parse(walk, &object.expect(walk, kind::DATASPACE, "dataspace")?)?;
        let datatype = Datatype::clone(&*object.datatype(walk)?);
        let pipeline = match object.find(walk, kind::PIPELINE)? {
            Some(bytes) => Pipeline::parse(walk, &bytes)?,
            None => Pipeline::default(),
        };
        let itemsize = datatype.size;
        let layout = object.expect(walk, kind::LAYOUT, "data layout")?;
        let layout = Layout::parse(walk, &layout, space.shape.len(), itemsize)?;
        let nbytes = space.nbytes(itemsize)?;
        let places = match layout {
            Layout::Compact(bytes) if bytes.len() >= nbytes => Places::Here(bytes),
            Layout::Contiguous { at: None, .. } => {
                match object.find(walk, kind::EXTERNAL_FILES)? {
                    Some(list) => Places::Outside(Outside::parse(walk, &list, nbytes as u64)?),
                    None => Places::Nowhere,
                }
            }
            Layout::Contiguous { at: Some(at), len }
                if len.is_none_or(|len| len >= nbytes as u64) =>
            {
                store.check(at, nbytes as u64, "elements")?;
                Places::At(at)
            }
            Layout::Chunked(chunked) => Places::Chunks {
                map: Box::new(ChunkMap::new(&chunked, &space, itemsize, !pipeline.is_empty())?),
                plain_edges: chunked.plain_edges,
            },
            Layout::Virtual { heap: None, .. } => Places::Nowhere,
            Layout::Virtual { heap: Some(heap), object } => {
                let collection = walk.collection(heap)?;
                let list = collection.object(object).ok_or_else(|| {
                    corrupt(format!("virtual data set: no object {object} at {heap}"))
                })?;
                let mut mosaic = Mosaic::parse(walk, list, nesting)?;
                mosaic.measure(store, &mut space);
                space.nbytes(itemsize)?;
                Places::Virtual(mosaic)
            }
            _ if nbytes == 0 => Places::Nowhere,
            _ => return Err(corrupt(format!("data layout: room for fewer than {nbytes} bytes"))),
        };
        let fill = fill_value(walk, object, itemsize)?;
        Ok(Self { store: Arc::clone(store), space, datatype, pipeline, places, fill })
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// The file, to be kept.
    pub(super) fn shared_store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Extents of the chunks.
    pub(super) fn chunks(&self) -> Option<Shape> {
        match &self.places {
            Places::Chunks { map, .. } => Some(map.chunk),
            _ => None,
        }
    }

    /// What was never written; `None` for zeros.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) where that is no element.
    pub(super) fn fill_element(&self) -> Result<Option<&[u8]>> {
        match &self.fill {
            Fill::Zeros => Ok(None),
            Fill::Element(element) => Ok(Some(element)),
            Fill::Odd(len) => Err(corrupt(format!(
                "fill value: {len} bytes for an element of {}, which was never written",
                self.datatype.size
            ))),
        }
    }

    /// Where the elements are, if they lie in one piece.
    pub(super) fn piece(&self) -> Option<u64> {
        match self.places {
            Places::At(at) => Some(at),
            _ => None,
        }
    }

    /// Whether nothing was ever written, and room for it is not made.
    pub(super) fn is_nowhere(&self) -> bool {
        matches!(self.places, Places::Nowhere)
    }

    /// All chunks that are stored, with their places in the grid.
    pub(super) fn all_chunks(&self) -> Result<Vec<(Shape, Chunk)>> {
        let Places::Chunks { map, .. } = &self.places else { return Ok(Vec::new()) };
        let shape = &self.space.shape;
        if shape.contains(&0) {
            return Ok(Vec::new());
        }
        let last: Vec<usize> =
            shape.iter().zip(map.chunk.iter()).map(|(n, c)| (n - 1) / c).collect();
        let chunks = map.stored(&Walk::new(&self.store), &vec![0; last.len()], &last)?;
        Ok(chunks.into_iter().map(|chunk| (map.place(chunk.number), chunk)).collect())
    }

    /// Fills `out` with the elements of a region, which lies inside and is as long as `out`.
    pub(super) fn read(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        if out.is_empty() {
            return Ok(());
        }
        let (shape, itemsize) = (&self.space.shape[..], self.datatype.size);
        match &self.places {
            Places::Nowhere => self.fill(out),
            Places::Here(bytes) => {
                let from = Strided::of(shape, region, itemsize);
                let to = Strided::dense(region.shape(), itemsize);
                copy_strided(bytes, from, out, to, region.shape(), itemsize);
                Ok(())
            }
            Places::At(at) => self.in_a_row(&*self.store, *at, shape).read(region, out),
            Places::Outside(outside) => {
                let files = outside.reader(self.store.folder());
                self.in_a_row(&files, 0, shape).read(region, out)
            }
            Places::Virtual(mosaic) => {
                self.fill(out)?;
                mosaic.read(self, region, out)
            }
            Places::Chunks { map, plain_edges } => self.read_chunks(map, *plain_edges, region, out),
        }
    }

    /// Elements that lie in a file as they are, from a position on.
    fn in_a_row<'f>(&self, source: &'f dyn ReadAt, offset: u64, shape: &[usize]) -> Contiguous<'f> {
        Contiguous {
            source,
            offset,
            shape: Shape::from(shape),
            itemsize: self.datatype.size,
            fortran_order: false,
            swap: 0,
        }
    }

    fn fill(&self, out: &mut [u8]) -> Result<()> {
        match self.fill_element()? {
            Some(element) => {
                out.chunks_exact_mut(element.len()).for_each(|out| out.copy_from_slice(element));
            }
            None => out.fill(0),
        }
        Ok(())
    }

    fn read_chunks(
        &self,
        map: &ChunkMap,
        plain_edges: bool,
        region: &Region,
        out: &mut [u8],
    ) -> Result<()> {
        let ndim = region.ndim();
        let (mut first, mut last) = ([0; MAX_NDIM], [0; MAX_NDIM]);
        let mut wanted = 1usize;
        for axis in 0..ndim {
            first[axis] = region.start()[axis] / map.chunk[axis];
            last[axis] = (region.stop(axis) - 1) / map.chunk[axis];
            wanted = wanted.saturating_mul(last[axis] - first[axis] + 1);
        }
        let walk = Walk::new(&self.store);
        let chunks = map.stored(&walk, &first[..ndim], &last[..ndim])?;
        if chunks.len() < wanted {
            self.fill(out)?;
        }
        // What is wrong with a length is known before memory is asked for.
        for chunk in &chunks {
            let skipped = self.skipped(map, chunk, plain_edges);
            self.pipeline.check(chunk.len, map.chunk_bytes, skipped)?;
        }
        let job = Job { array: self, map, plain_edges, region };
        if let [chunk] = chunks[..]
            && *region == map.block(&map.place(chunk.number))
        {
            let skipped = self.skipped(map, &chunk, plain_edges);
            return job.decode(&chunk, skipped, &mut Scratch::new(), out);
        }
        let rows = (first[0], last[0]);
        let bands = Bands::new(region, map.chunk[0], rows, out);
        threads::try_run_scratch(chunks.len(), &Scratch::new, &|scratch, i| {
            job.chunk(&chunks[i], scratch, &bands)
        })
    }

    /// The filters that were left out for a chunk.
    fn skipped(&self, map: &ChunkMap, chunk: &Chunk, plain_edges: bool) -> u32 {
        let block = map.block(&map.place(chunk.number));
        let hangs = (0..block.ndim()).any(|axis| block.stop(axis) > self.space.shape[axis]);
        if plain_edges && hangs { u32::MAX } else { chunk.skipped }
    }
}

/// One read, of chunks on all threads.
struct Job<'a> {
    array: &'a RawArray,
    map: &'a ChunkMap,
    plain_edges: bool,
    region: &'a Region,
}

impl Job<'_> {
    fn decode(
        &self,
        chunk: &Chunk,
        skipped: u32,
        scratch: &mut Scratch,
        out: &mut [u8],
    ) -> Result<()> {
        let store = &self.array.store;
        if self.array.is_plain(skipped) {
            return store.read_at(chunk.at, out, "chunk");
        }
        store.read_to(chunk.at, chunk.len, &mut scratch.stored, "chunk")?;
        self.array.pipeline.decode(scratch, skipped, out)
    }

    /// Puts what the region has of a chunk into its band.
    fn chunk(&self, chunk: &Chunk, scratch: &mut Scratch, bands: &Bands<'_>) -> Result<()> {
        let itemsize = self.array.datatype.size;
        let place = self.map.place(chunk.number);
        let block = self.map.block(&place);
        let Some((local, mine)) = self.region.within(&block) else { return Ok(()) };
        let skipped = self.array.skipped(self.map, chunk, self.plain_edges);
        let mut buffer = std::mem::take(&mut scratch.chunk);
        // Of a chunk that lies there as it is, a part is enough.
        let from = if self.array.is_plain(skipped) {
            resize(&mut buffer, local.size() * itemsize)?;
            let store = &*self.array.store;
            self.array.in_a_row(store, chunk.at, &self.map.chunk).read(&local, &mut buffer)?;
            Strided::dense(local.shape(), itemsize)
        } else {
            resize(&mut buffer, self.map.chunk_bytes as usize)?;
            self.decode(chunk, skipped, scratch, &mut buffer)?;
            Strided::of(&self.map.chunk, &local, itemsize)
        };
        let mut to = Strided::of(self.region.shape(), &mine, itemsize);
        let (mut band, start) = bands.of_row(place[0]);
        to.offset -= start;
        copy_strided(&buffer, from, &mut band, to, local.shape(), itemsize);
        drop(band);
        scratch.chunk = buffer;
        Ok(())
    }
}

impl RawArray {
    /// Whether a chunk lies in the file as it is.
    fn is_plain(&self, skipped: u32) -> bool {
        (0..self.pipeline.0.len()).all(|k| skipped >> k & 1 == 1)
    }
}

/// What an element is that was never written.
fn fill_value(walk: &Walk<'_>, object: &Object, itemsize: usize) -> Result<Fill> {
    let value = match object.find(walk, kind::FILL)? {
        Some(bytes) => {
            let mut cursor = walk.cursor(&bytes, "fill value");
            let defined = match cursor.u8()? {
                1 => {
                    cursor.skip(3)?;
                    true
                }
                2 => {
                    cursor.skip(2)?;
                    cursor.u8()? != 0
                }
                3 => cursor.u8()? & 0x20 != 0,
                version => return Err(cursor.bad(format!("version {version}"))),
            };
            let len = if defined { cursor.u32()? as i32 } else { 0 };
            cursor.take(usize::try_from(len).unwrap_or(0))?.to_vec()
        }
        None => match object.find(walk, kind::OLD_FILL)? {
            Some(bytes) => {
                let mut cursor = walk.cursor(&bytes, "fill value");
                let len = cursor.u32()? as usize;
                cursor.take(len)?.to_vec()
            }
            None => Vec::new(),
        },
    };
    Ok(match value.len() {
        0 => Fill::Zeros,
        len if len != itemsize => Fill::Odd(len),
        _ if value.iter().all(|&byte| byte == 0) => Fill::Zeros,
        _ => Fill::Element(value),
    })
}

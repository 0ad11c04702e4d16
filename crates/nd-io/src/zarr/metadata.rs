//! [`ZarrMetadata`]: what `zarr.json` or `.zarray` says of an array.

use nd_core::{DType, Kind, Shape};

use super::codec::{Buffers, Chain, Form, Scratch, resize};
use super::fill::Fill;
use super::keys::ChunkKeys;
use super::shard::{self, Source};
use super::{attributes, corrupt, json, out_of_memory, v2, v3};
use crate::blocks::{ArrayInfo, Attributes, ChunkGrid, Strided, copy_strided};
use crate::error::{Error, ErrorKind};

/// The largest chunk or shard; larger ones are a mistake, or an attack on memory.
const MAX_CHUNK: u64 = 2 << 30;

/// The version of the Zarr format.
///
/// # Examples
/// ```
/// assert!(nd_io::ZarrVersion::V2 < nd_io::ZarrVersion::V3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZarrVersion {
    /// `.zarray` and `.zattrs`: read, and written by [`OmeZarr`](crate::OmeZarr) alone.
    V2,
    /// `zarr.json`.
    V3,
}

/// What `zarr.json` (version 3) or `.zarray` (version 2) says of an array.
///
/// # Zarr
/// `zarr.Array.metadata`.
///
/// # Examples
/// ```
/// let metadata = nd_io::ZarrMetadata::from_json(br#"{
///     "zarr_format": 3, "node_type": "array", "shape": [4], "data_type": "int16",
///     "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
///     "chunk_key_encoding": {"name": "default"}, "fill_value": 0,
///     "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}]
/// }"#)?;
/// assert_eq!(metadata.info().grid().counts(), [2]);
/// assert_eq!(metadata.decode_chunk(&[1, 0, 2, 0])?.len(), 4);
/// assert!(metadata.decode_chunk(&[1, 0, 2]).is_err());
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ZarrMetadata {
    pub(super) info: ArrayInfo,
    pub(super) layout: Layout,
}

/// How elements lie in files.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub(super) version: ZarrVersion,
    /// Extents of what one file holds: a chunk, or a shard of them.
    pub(super) outer: Shape,
    pub(super) keys: ChunkKeys,
    pub(super) fill: Fill,
    /// What a chunk, within a shard if there are any, goes through.
    pub(super) chain: Chain,
    pub(super) sharding: Option<Sharding>,
}

/// Where a shard's index is, and how it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sharding {
    pub(super) index: Chain,
    /// Bytes that the index's checksums take.
    pub(super) checksums: usize,
    pub(super) index_first: bool,
}

impl ZarrMetadata {
    /// Parses metadata of either version, without its attributes where they lie in another file.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] for what is no metadata of an array, [`ErrorKind::Unsupported`]
    /// naming what this crate does not do, [`ErrorKind::LimitExceeded`] for chunks above 2 GiB and
    /// metadata above 16 MiB, [`ErrorKind::Shape`] for shapes that no array can have.
    ///
    /// # Examples
    /// ```
    /// use nd_io::ZarrMetadata;
    ///
    /// let metadata = ZarrMetadata::from_json(br#"{
    ///     "zarr_format": 3, "node_type": "array", "shape": [4], "data_type": "uint16",
    ///     "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
    ///     "chunk_key_encoding": {"name": "default"}, "fill_value": 0,
    ///     "codecs": [{"name": "bytes", "configuration": {"endian": "big"}}]
    /// }"#)?;
    /// assert_eq!(metadata.info().shape[..], [4]);
    /// assert!(ZarrMetadata::from_json(br#"{"zarr_format": 4}"#).is_err());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let text = json::document(bytes, "metadata")?;
        let object = json::Object::parse(&text, "metadata")?;
        match object.need_value::<u64>("zarr_format")? {
            2 => v2::array(&object),
            3 => v3::array(&object),
            other => Err(super::unsupported(format!("zarr_format {other}"))),
        }
    }

    /// Gives it the attributes that are in another file, and the names of axes among them.
    pub(super) fn set_attributes(&mut self, attributes: Attributes) {
        let names = attributes::dimension_names(&attributes, self.info.shape.len());
        self.info.dimension_names = self.info.dimension_names.take().or(names);
        self.info.attributes = attributes;
    }

    /// What it says of the array; chunks are the smallest parts that are read alone.
    ///
    /// # Examples
    /// ```
    /// use nd_io::ZarrMetadata;
    ///
    /// let metadata = ZarrMetadata::from_json(br#"{
    ///     "zarr_format": 3, "node_type": "array", "shape": [4], "data_type": "uint16",
    ///     "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
    ///     "chunk_key_encoding": {"name": "default"}, "fill_value": 0,
    ///     "codecs": [{"name": "bytes", "configuration": {"endian": "big"}}]
    /// }"#)?;
    /// assert_eq!(metadata.info().dtype, nd_core::DType::U16);
    /// assert_eq!(metadata.info().chunks, Some([2].into()));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn info(&self) -> &ArrayInfo {
        &self.info
    }

    /// The version of the format.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ZarrMetadata, ZarrVersion};
    ///
    /// let metadata = ZarrMetadata::from_json(br#"{
    ///     "zarr_format": 3, "node_type": "array", "shape": [4], "data_type": "uint16",
    ///     "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
    ///     "chunk_key_encoding": {"name": "default"}, "fill_value": 0,
    ///     "codecs": [{"name": "bytes", "configuration": {"endian": "big"}}]
    /// }"#)?;
    /// assert_eq!(metadata.version(), ZarrVersion::V3);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn version(&self) -> ZarrVersion {
        self.layout.version
    }

    /// Extents of the shards, where files hold several chunks.
    ///
    /// # Examples
    /// ```
    /// use nd_io::ZarrMetadata;
    ///
    /// let metadata = ZarrMetadata::from_json(br#"{
    ///     "zarr_format": 3, "node_type": "array", "shape": [4], "data_type": "uint16",
    ///     "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
    ///     "chunk_key_encoding": {"name": "default"}, "fill_value": 0,
    ///     "codecs": [{"name": "bytes", "configuration": {"endian": "big"}}]
    /// }"#)?;
    /// assert_eq!(metadata.shards(), None); // a file holds one chunk
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn shards(&self) -> Option<&[usize]> {
        self.layout.sharding.as_ref().map(|_| &self.layout.outer[..])
    }

    /// Decodes the bytes of one file, a chunk or a shard, into its elements: in C order and this
    /// machine's byte order, as many as a whole chunk or shard has.
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedEof`], [`ErrorKind::Corrupt`], [`ErrorKind::Checksum`],
    /// [`ErrorKind::Unsupported`], [`ErrorKind::AllocFailed`].
    ///
    /// # Examples
    /// ```
    /// use nd_io::ZarrMetadata;
    ///
    /// let metadata = ZarrMetadata::from_json(br#"{
    ///     "zarr_format": 3, "node_type": "array", "shape": [4], "data_type": "uint16",
    ///     "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
    ///     "chunk_key_encoding": {"name": "default"}, "fill_value": 0,
    ///     "codecs": [{"name": "bytes", "configuration": {"endian": "big"}}]
    /// }"#)?;
    /// let elements = metadata.decode_chunk(&[0, 7, 1, 0])?; // big end first
    /// assert_eq!(elements, [7u16, 256].map(u16::to_ne_bytes).concat());
    /// assert!(metadata.decode_chunk(&[0, 7]).is_err()); // cut off
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn decode_chunk(&self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let nbytes = self.nbytes(&self.layout.outer);
        let mut scratch = Scratch::default();
        let Scratch { stored, chunk, buffers } = &mut scratch;
        let mut out = Vec::new();
        let Some(sharding) = &self.layout.sharding else {
            self.layout.chain.check_size(bytes.len() as u64, nbytes)?;
            reserve_zeros(&mut out, nbytes)?;
            self.decode_inner(bytes, &mut out, buffers)?;
            return Ok(out);
        };
        let mut source = Source::Bytes(bytes);
        let counts = self.inner_counts();
        let index = shard::read_index(sharding, counts.len(), &mut source)?;
        // Chunks that are not there cost nothing in the file, so they set no bound: the limit does.
        reserve_zeros(&mut out, nbytes)?;
        self.layout.fill.fill(&mut out);
        for at in 0..counts.len() {
            let Some(range) = index.range(at)? else { continue };
            let stored = source.bytes(range, stored)?;
            self.layout.chain.check_size(stored.len() as u64, self.inner_nbytes())?;
            resize(chunk, self.inner_nbytes())?;
            self.decode_inner(stored, chunk, buffers)?;
            let block = counts.block(&unravel(at, counts.counts()));
            let from = Strided::dense(self.inner(), self.itemsize());
            let to = Strided::of(&self.layout.outer, &block, self.itemsize());
            copy_strided(chunk, from, &mut out, to, self.inner(), self.itemsize());
        }
        Ok(out)
    }

    pub(super) fn decode_inner(
        &self,
        stored: &[u8],
        out: &mut [u8],
        buffers: &mut Buffers,
    ) -> Result<(), Error> {
        self.layout.chain.decode(stored, out, self.form(), buffers)
    }

    /// Extents of the smallest part that is read alone.
    pub(super) fn inner(&self) -> &[usize] {
        self.info.chunks.as_ref().map_or(&[][..], |chunks| &chunks[..])
    }

    pub(super) fn itemsize(&self) -> usize {
        self.info.dtype.itemsize()
    }

    pub(super) fn form(&self) -> Form<'_> {
        Form { shape: self.inner(), itemsize: self.itemsize(), word: word(self.info.dtype) }
    }

    pub(super) fn inner_nbytes(&self) -> usize {
        self.nbytes(self.inner())
    }

    /// The chunks of one shard; one where there are no shards.
    pub(super) fn inner_counts(&self) -> ChunkGrid {
        ChunkGrid::new(self.layout.outer, Shape::from(self.inner()))
    }

    fn nbytes(&self, shape: &[usize]) -> usize {
        // Checked when it was made.
        shape.iter().product::<usize>() * self.itemsize()
    }

    /// Puts together what both versions say, and checks what the rest of this module stands on.
    pub(super) fn new(info: ArrayInfo, layout: Layout) -> Result<Self, Error> {
        info.nbytes().map_err(|_| {
            let (shape, dtype) = (&info.shape[..], info.dtype);
            corrupt(format!("shape {shape:?} of {dtype} does not fit the address space"))
        })?;
        let inner = info.chunks.unwrap_or(info.shape);
        for chunks in [&layout.outer, &inner] {
            if chunks.len() != info.shape.len() {
                let (chunks, shape) = (&chunks[..], &info.shape[..]);
                return Err(corrupt(format!("chunks of {chunks:?} for shape {shape:?}")));
            }
            check_chunk(chunks, info.dtype)?;
        }
        if layout.outer.iter().zip(inner.iter()).any(|(shard, chunk)| shard % chunk != 0) {
            let (outer, inner) = (&layout.outer[..], &inner[..]);
            return Err(corrupt(format!(
                "shards of {outer:?} are not made of chunks of {inner:?}"
            )));
        }
        Ok(Self { info, layout })
    }
}

fn check_chunk(chunks: &[usize], dtype: DType) -> Result<(), Error> {
    if chunks.contains(&0) {
        return Err(corrupt(format!("chunks of {chunks:?}: an extent is 0")));
    }
    let bytes = chunks
        .iter()
        .try_fold(dtype.itemsize() as u64, |bytes, &n| bytes.checked_mul(n as u64))
        .unwrap_or(u64::MAX);
    if bytes > MAX_CHUNK {
        let (what, limit) = ("one chunk", MAX_CHUNK);
        return Err(ErrorKind::LimitExceeded { what, asked: bytes, limit }.into());
    }
    Ok(())
}

/// Bytes of a number: those of one part of a complex one.
pub(super) fn word(dtype: DType) -> usize {
    dtype.itemsize() / if dtype.kind() == Kind::Complex { 2 } else { 1 }
}

/// A list of extents.
pub(super) fn extents(object: &json::Object<'_>, name: &str) -> Result<Shape, Error> {
    let bad = || corrupt(format!("{}: {name} is no list of extents", object.place()));
    let items = object.list(name, 1 << 10)?.ok_or_else(bad)?;
    let extents: Option<Vec<usize>> = items.iter().map(|text| text.parse().ok()).collect();
    Ok(Shape::try_new(&extents.ok_or_else(bad)?)?)
}

/// A position in C order as an index.
pub(super) fn unravel(mut at: usize, counts: &[usize]) -> Shape {
    let mut index = [0; nd_core::MAX_NDIM];
    for axis in (0..counts.len()).rev() {
        index[axis] = at % counts[axis];
        at /= counts[axis];
    }
    Shape::from(&index[..counts.len()])
}

fn reserve_zeros(buffer: &mut Vec<u8>, len: usize) -> Result<(), Error> {
    buffer.clear();
    buffer.try_reserve_exact(len).map_err(|_| out_of_memory(len))?;
    buffer.resize(len, 0);
    Ok(())
}

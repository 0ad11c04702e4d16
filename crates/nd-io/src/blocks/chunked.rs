//! Regions of arrays that are stored in chunks: which chunks, on all threads, and the pieces put together.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::info::ArrayInfo;
use super::par::in_parallel;
use super::region::Region;
use super::strided::{Strided, copy_strided};
use crate::error::{Error, ErrorKind};
use crate::memory::{bytes_mut, zeroed};

/// The largest chunk that is decoded; larger ones are a mistake, or an attack on memory.
const MAX_CHUNK: usize = 2 << 30;

/// Fills `out` with a region of an array in chunks.
///
/// `decode(index, chunk)` fills `chunk` with the elements of one whole chunk, in C order and this
/// machine's byte order, also where the chunk hangs over the end of the array. One buffer a thread
/// is all the memory that this takes.
///
/// # Errors
/// Those of `decode`, that of the first chunk in C order.
pub(crate) fn read_chunked(
    info: &ArrayInfo,
    region: &Region,
    out: &mut [u8],
    decode: impl Fn(&[usize], &mut [u8]) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    info.check(region, out.len())?;
    let itemsize = info.dtype.itemsize();
    let grid = info.grid();
    let chunk_bytes = chunk_bytes(grid.chunk_shape(), itemsize)?;
    let wanted: Vec<_> = grid.overlapping(region).collect();
    // A region that is one whole chunk, as chunk after chunk of a plan is, is decoded in place.
    if let [index] = wanted[..]
        && *region == Region::new(region.start(), grid.chunk_shape())
        && region
            .start()
            .iter()
            .zip(index.iter())
            .zip(grid.chunk_shape())
            .all(|((s, i), c)| *s == i * c)
    {
        return decode(&index, out);
    }
    // Pieces of different chunks interleave in `out`, so they are put there by one thread at a
    // time; that is a small part of the work that decoding is.
    let out = Mutex::new(out);
    let buffer = || zeroed(chunk_bytes);
    in_parallel(wanted.len(), buffer, |buffer, i| {
        let chunk = match buffer {
            Ok(chunk) => bytes_mut(chunk),
            Err(_) => return Err(ErrorKind::AllocFailed { bytes: chunk_bytes }.into()),
        };
        decode(&wanted[i], chunk)?;
        let block = Region::new(grid.block(&wanted[i]).start(), grid.chunk_shape());
        let Some((local, mine)) = region.within(&block) else { return Ok(()) };
        let from = Strided::of(grid.chunk_shape(), &local, itemsize);
        let to = Strided::of(region.shape(), &mine, itemsize);
        let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
        copy_strided(chunk, from, &mut out, to, local.shape(), itemsize);
        Ok(())
    })
}

/// Writes a region of an array in chunks.
///
/// `store(index, chunk)` stores one whole chunk. `load(index, chunk)` fills `chunk` with what is
/// stored, or with the fill value; it is called for chunks of which only a part is written.
///
/// # Errors
/// Those of `load` and `store`.
pub(crate) fn write_chunked(
    info: &ArrayInfo,
    locks: &ChunkLocks,
    region: &Region,
    bytes: &[u8],
    load: impl Fn(&[usize], &mut [u8]) -> Result<(), Error> + Sync,
    store: impl Fn(&[usize], &[u8]) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    info.check(region, bytes.len())?;
    let itemsize = info.dtype.itemsize();
    let grid = info.grid();
    let chunk_bytes = chunk_bytes(grid.chunk_shape(), itemsize)?;
    let wanted: Vec<_> = grid.overlapping(region).collect();
    let buffer = || zeroed(chunk_bytes);
    in_parallel(wanted.len(), buffer, |buffer, i| {
        let chunk = match buffer {
            Ok(chunk) => bytes_mut(chunk),
            Err(_) => return Err(ErrorKind::AllocFailed { bytes: chunk_bytes }.into()),
        };
        let index = &wanted[i];
        let block = grid.block(index);
        let whole = Region::new(block.start(), grid.chunk_shape());
        let Some((local, mine)) = region.within(&whole) else { return Ok(()) };
        // Two writers of one chunk must not both read it before either writes it.
        let _held = locks.lock(index);
        if local.size() != block.size() {
            load(index, chunk)?;
        } else if block.shape() != grid.chunk_shape() {
            chunk.fill(0); // what hangs over the end
        }
        let from = Strided::of(region.shape(), &mine, itemsize);
        let to = Strided::of(grid.chunk_shape(), &local, itemsize);
        copy_strided(bytes, from, chunk, to, local.shape(), itemsize);
        store(index, chunk)
    })
}

/// One lock for every chunk, near enough: a fixed number, shared out.
#[derive(Debug)]
pub(crate) struct ChunkLocks([Mutex<()>; 64]);

impl ChunkLocks {
    pub(crate) fn new() -> Self {
        Self(std::array::from_fn(|_| Mutex::new(())))
    }

    pub(crate) fn lock(&self, index: &[usize]) -> MutexGuard<'_, ()> {
        let spread = |hash: usize, &i: &usize| hash.wrapping_mul(31).wrapping_add(i);
        let slot = index.iter().fold(0, spread) % self.0.len();
        self.0[slot].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes of a whole chunk, if that is a size a chunk can have.
fn chunk_bytes(chunk_shape: &[usize], itemsize: usize) -> Result<usize, Error> {
    let bytes = chunk_shape.iter().try_fold(itemsize, |bytes, &n| bytes.checked_mul(n));
    match bytes {
        Some(bytes) if bytes <= MAX_CHUNK => Ok(bytes),
        _ => Err(ErrorKind::LimitExceeded {
            what: "one chunk",
            asked: bytes.map_or(u64::MAX, |bytes| bytes as u64),
            limit: MAX_CHUNK as u64,
        }
        .into()),
    }
}

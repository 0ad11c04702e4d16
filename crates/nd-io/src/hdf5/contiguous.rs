//! Parts of arrays that lie in a file as they are: read by as few calls as makes sense, to where they go.

use std::sync::{Mutex, PoisonError};

use nd_core::{MAX_NDIM, Shape};

use super::Result;
use super::store::{Store, resize};
use crate::blocks::{Region, Strided, copy_strided, in_parallel};

/// Bytes that are read at once where only some of them are wanted.
const SPAN: u64 = 256 << 10;
/// A call costs as much as so many bytes that nobody wanted.
const CALL: u64 = 4 << 10;
/// Bytes from which on all threads read, in parts of this size.
const PART: usize = 4 << 20;

/// Reads a region of an array of `shape` that begins at a position, into `out`.
pub(super) fn read_region(
    store: &Store,
    at: u64,
    shape: &[usize],
    region: &Region,
    itemsize: usize,
    out: &mut [u8],
) -> Result<()> {
    if out.is_empty() {
        return Ok(());
    }
    Reader::new(store, shape, region, itemsize).part(0, at, out, &mut Vec::new())
}

/// A region, as distances in the file.
struct Reader<'a> {
    store: &'a Store,
    ndim: usize,
    counts: [usize; MAX_NDIM],
    /// Bytes from one element of the region to the next, along each axis.
    pitch: [u64; MAX_NDIM],
    /// For each axis, of the part of the region that the later axes make: …
    /// … bytes from its first to its last,
    span: [u64; MAX_NDIM + 1],
    /// … bytes that are wanted of them,
    wanted: [u64; MAX_NDIM + 1],
    /// … and in how many pieces they lie.
    runs: [u64; MAX_NDIM + 1],
    first: u64,
    itemsize: usize,
}

impl<'a> Reader<'a> {
    fn new(store: &'a Store, shape: &[usize], region: &Region, itemsize: usize) -> Self {
        let ndim = shape.len();
        let from = Strided::of(shape, region, itemsize);
        let mut this = Self {
            store,
            ndim,
            counts: [1; MAX_NDIM],
            pitch: [0; MAX_NDIM],
            span: [itemsize as u64; MAX_NDIM + 1],
            wanted: [itemsize as u64; MAX_NDIM + 1],
            runs: [1; MAX_NDIM + 1],
            first: from.offset as u64,
            itemsize,
        };
        for axis in (0..ndim).rev() {
            let count = region.shape()[axis] as u64;
            let pitch = from.strides[axis] as u64;
            (this.counts[axis], this.pitch[axis]) = (count as usize, pitch);
            this.span[axis] = (count - 1) * pitch + this.span[axis + 1];
            this.wanted[axis] = count * this.wanted[axis + 1];
            let joined = this.span[axis] == this.wanted[axis];
            this.runs[axis] = if joined { 1 } else { count * this.runs[axis + 1] };
        }
        this
    }

    /// Reads the part that the axes from `axis` on make.
    fn part(&self, axis: usize, at: u64, out: &mut [u8], spare: &mut Vec<u8>) -> Result<()> {
        let at = if axis == 0 { at + self.first } else { at };
        if self.span[axis] == self.wanted[axis] {
            return read_all(self.store, at, out);
        }
        let (count, pitch, inner) = (self.counts[axis], self.pitch[axis], self.span[axis + 1]);
        let each = self.wanted[axis + 1] as usize;
        let gap = pitch.saturating_sub(self.wanted[axis + 1]);
        let group = match SPAN.checked_sub(inner) {
            Some(room) if gap <= CALL * self.runs[axis + 1] => (1 + room / pitch.max(1)) as usize,
            _ => 1,
        };
        for (k, out) in out.chunks_mut(group * each).enumerate() {
            let at = at + (k * group) as u64 * pitch;
            let n = out.len() / each;
            if group == 1 {
                self.part(axis + 1, at, out, spare)?;
            } else {
                self.gather(axis, at, n, out, spare)?;
            }
        }
        debug_assert!(count * each == out.len());
        Ok(())
    }

    /// Reads `n` steps along an axis at once, and picks what is wanted.
    fn gather(
        &self,
        axis: usize,
        at: u64,
        n: usize,
        out: &mut [u8],
        spare: &mut Vec<u8>,
    ) -> Result<()> {
        let span = (n as u64 - 1) * self.pitch[axis] + self.span[axis + 1];
        resize(spare, span as usize)?;
        self.store.read_at(at, spare, "elements")?;
        let rest = self.ndim - axis;
        let mut counts = [0; MAX_NDIM];
        let mut strides = [0; MAX_NDIM];
        for k in 0..rest {
            (counts[k], strides[k]) = (self.counts[axis + k], self.pitch[axis + k] as usize);
        }
        counts[0] = n;
        let counts = &counts[..rest];
        let from = Strided { offset: 0, strides: Shape::from(&strides[..rest]) };
        copy_strided(
            spare,
            from,
            out,
            Strided::dense(counts, self.itemsize),
            counts,
            self.itemsize,
        );
        Ok(())
    }
}

/// Fills `out`, on all threads if it is large: the copy out of the page cache is more than one core's work.
fn read_all(store: &Store, at: u64, out: &mut [u8]) -> Result<()> {
    if out.len() < 2 * PART {
        return store.read_at(at, out, "elements");
    }
    let parts: Vec<Mutex<&mut [u8]>> = out.chunks_mut(PART).map(Mutex::new).collect();
    in_parallel(
        parts.len(),
        || (),
        |(), i| {
            let mut part = parts[i].lock().unwrap_or_else(PoisonError::into_inner);
            store.read_at(at + (i * PART) as u64, &mut part, "elements")
        },
    )
}

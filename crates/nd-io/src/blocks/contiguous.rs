//! Regions of arrays whose elements stand one after the other in a file.

use std::fs::File;
use std::sync::{Mutex, PoisonError};

use nd_core::{MAX_NDIM, Shape, threads};

use super::elements::swap_bytes;
use super::region::{Region, following, per_axis};
use super::strided::{Strided, copy_strided};
use crate::error::{Error, Result};
use crate::memory::{bytes_mut, zeroed};
use crate::position::{ReadAt, write_all_at};

/// What is read or written at once where it has to be taken apart.
const STRIP: usize = 1 << 20;

/// Gaps up to this are read over: a system call costs as much.
const GAP: usize = 2 << 10;

/// A part for one thread; smaller regions are one thread's work.
const PART: usize = 16 << 20;

/// Where the elements of an array are in a file, and how they stand there.
#[derive(Clone, Copy)]
pub(crate) struct Contiguous<'f> {
    pub(crate) source: &'f dyn ReadAt,
    /// Position of the first element.
    pub(crate) offset: u64,
    pub(crate) shape: Shape,
    pub(crate) itemsize: usize,
    /// Whether the first axis varies fastest.
    pub(crate) fortran_order: bool,
    /// Size of the numbers whose bytes are to be reversed; 0 where they need not be.
    pub(crate) swap: usize,
}

impl Contiguous<'_> {
    /// Fills `out` with the elements of a region, which has been checked.
    pub(crate) fn read(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        self.read_spaced(None, region, out)
    }

    /// The same of an array in C order whose rows, along the first axis, are so many bytes apart and not next
    /// to each other; at least as many as a row is long.
    pub(crate) fn read_spaced(
        &self,
        row_stride: Option<usize>,
        region: &Region,
        out: &mut [u8],
    ) -> Result<()> {
        if out.is_empty() {
            return Ok(());
        }
        let bands = self.bands(region, out.len());
        let band_rows = region.shape().first().map_or(1, |rows| rows.div_ceil(bands));
        let row = out.len() / region.shape().first().copied().unwrap_or(1);
        let parts = Mutex::new(out.chunks_mut(band_rows * row).enumerate());
        threads::try_run(bands, &|_| {
            let claimed = parts.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((band, out)) = claimed else { return Ok(()) };
            self.read_band(row_stride, &region.rows(band * band_rows, out.len() / row), out)
        })
    }

    fn read_band(&self, row_stride: Option<usize>, region: &Region, out: &mut [u8]) -> Result<()> {
        // What lies between spaced rows may be no whole number of words, so they are turned round afterwards.
        let swap = if row_stride.is_some() { 0 } else { self.swap };
        self.read_runs(&Runs::new(self, row_stride, region), swap, out)?;
        if row_stride.is_some() {
            swap_bytes(out, self.swap);
        }
        Ok(())
    }

    fn read_runs(&self, runs: &Runs, swap: usize, out: &mut [u8]) -> Result<()> {
        let mut strip = None;
        runs.for_each(&mut |run| {
            let (at, to) = (self.offset + run.file as u64, run.block);
            if run.is_dense_in_block {
                let out = &mut out[to.offset..][..run.span];
                if swap <= 1 {
                    return self.source.fill_at(at, out);
                }
                // Turned round while it is in cache.
                for (i, part) in out.chunks_mut(STRIP).enumerate() {
                    self.source.fill_at(at + (i * STRIP) as u64, part)?;
                    swap_bytes(part, swap);
                }
                return Ok(());
            }
            let strip = bytes_mut(match &mut strip {
                Some(strip) => strip,
                none => none.insert(zeroed(runs.max_span())?),
            });
            let strip = &mut strip[..run.span];
            self.source.fill_at(at, strip)?;
            if swap > 1 {
                // Gaps are whole elements, so words stay words.
                swap_bytes(strip, swap);
            }
            copy_strided(strip, run.local, out, to, run.shape, self.itemsize);
            Ok(())
        })
    }

    /// Writes the elements of a region, which has been checked. What lies between them is not touched.
    pub(crate) fn write(&self, to: &File, region: &Region, bytes: &[u8]) -> Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let bands = self.bands(region, bytes.len());
        let band_rows = region.shape().first().map_or(1, |rows| rows.div_ceil(bands));
        let row = bytes.len() / region.shape().first().copied().unwrap_or(1);
        threads::try_run(bytes.len().div_ceil(band_rows * row), &|band| {
            let part = &bytes[band * band_rows * row..];
            let part = &part[..part.len().min(band_rows * row)];
            self.write_band(to, &region.rows(band * band_rows, part.len() / row), part)
        })
    }

    fn write_band(&self, to: &File, region: &Region, bytes: &[u8]) -> Result<()> {
        let runs = Runs::without_gaps(self, region);
        let mut strip = None;
        runs.for_each(&mut |run| {
            let (at, from) = (self.offset + run.file as u64, run.block);
            if run.is_dense_in_block && self.swap <= 1 {
                return write_all_at(to, at, &bytes[from.offset..][..run.span]);
            }
            let strip = bytes_mut(match &mut strip {
                Some(strip) => strip,
                none => none.insert(zeroed(runs.max_span())?),
            });
            let strip = &mut strip[..run.span];
            copy_strided(bytes, from, strip, run.local, run.shape, self.itemsize);
            if self.swap > 1 {
                swap_bytes(strip, self.swap);
            }
            write_all_at(to, at, strip)
        })
    }

    /// Where a region's elements are, from the array's first.
    fn strides(&self, region: &Region) -> Strided {
        Strided::of_order(&self.shape, region, self.itemsize, self.fortran_order)
    }

    /// How many parts a region is worth. Rows of the region are rows of the file only in C order.
    fn bands(&self, region: &Region, nbytes: usize) -> usize {
        let rows = region.shape().first().copied().unwrap_or(1);
        if self.fortran_order && region.ndim() > 1 { 1 } else { nbytes.div_ceil(PART).min(rows) }
    }
}

/// One stretch of the file and what of it belongs to the region.
struct Run<'a> {
    /// Where it begins, from the array's first element.
    file: usize,
    /// How long it is, from its first wanted element to its last.
    span: usize,
    /// Number of elements along each axis, slowest first in the file.
    shape: &'a [usize],
    /// Where they are in the stretch.
    local: Strided,
    /// Where they are in the block.
    block: Strided,
    /// Whether the stretch is a stretch of the block too, without gaps in either.
    is_dense_in_block: bool,
}

/// A region as stretches of the file: the fast axes make up a stretch, the slow ones number them.
struct Runs {
    /// Axes, slowest first in the file.
    ndim: usize,
    count: [usize; MAX_NDIM],
    in_file: [usize; MAX_NDIM],
    in_block: [usize; MAX_NDIM],
    first: usize,
    /// How many of the axes number the stretches.
    outer: usize,
    /// Elements of the slowest axis inside a stretch that are taken at once.
    piece: usize,
    itemsize: usize,
    dense: bool,
}

impl Runs {
    fn new(array: &Contiguous<'_>, row_stride: Option<usize>, region: &Region) -> Self {
        let mut file = array.strides(region);
        if let (Some(stride), Some(start)) = (row_stride, region.start().first()) {
            let row: usize = array.shape[1..].iter().product::<usize>() * array.itemsize;
            file.offset += start * (stride - row);
            file.strides[0] = stride * region.step()[0];
        }
        Self::with_gap(array, file, region, GAP)
    }

    fn without_gaps(array: &Contiguous<'_>, region: &Region) -> Self {
        Self::with_gap(array, array.strides(region), region, 0)
    }

    fn with_gap(array: &Contiguous<'_>, file: Strided, region: &Region, gap: usize) -> Self {
        let (ndim, itemsize) = (region.ndim(), array.itemsize);
        let block = Strided::dense(region.shape(), itemsize);
        let zeros = [0; MAX_NDIM];
        let mut runs = Self {
            ndim: 0,
            count: zeros,
            in_file: zeros,
            in_block: zeros,
            first: file.offset,
            outer: 0,
            piece: 1,
            itemsize,
            dense: false,
        };
        for i in 0..ndim {
            let axis = if array.fortran_order { ndim - 1 - i } else { i };
            runs.push(region.shape()[axis], file.strides[axis], block.strides[axis]);
        }
        if runs.ndim == 0 {
            runs.push_axis(1, itemsize, itemsize);
        }
        runs.split(gap);
        runs
    }

    /// Adds an axis that is faster than those there are, merged with the last where it continues it.
    fn push(&mut self, count: usize, in_file: usize, in_block: usize) {
        if count == 1 {
            return;
        }
        if let Some(last) = self.ndim.checked_sub(1)
            && self.in_file[last] == count * in_file
            && self.in_block[last] == count * in_block
        {
            self.count[last] *= count;
            (self.in_file[last], self.in_block[last]) = (in_file, in_block);
            return;
        }
        self.push_axis(count, in_file, in_block);
    }

    fn push_axis(&mut self, count: usize, in_file: usize, in_block: usize) {
        let slot = self.ndim;
        (self.count[slot], self.in_file[slot], self.in_block[slot]) = (count, in_file, in_block);
        self.ndim += 1;
    }

    /// Decides which axes a stretch is made of.
    fn split(&mut self, gap: usize) {
        let last = self.ndim - 1;
        self.dense = self.in_file[last] == self.itemsize && self.in_block[last] == self.itemsize;
        let mut span = self.itemsize;
        self.outer = self.ndim;
        while self.outer > 0 {
            let axis = self.outer - 1;
            let (count, stride) = (self.count[axis], self.in_file[axis]);
            let longer = (count - 1).saturating_mul(stride).saturating_add(span);
            if stride - span > gap || (axis < last && longer > STRIP) {
                break;
            }
            self.outer = axis;
            self.piece = count;
            if longer > STRIP {
                // Only the fastest axis can be this long: it is read piece by piece.
                self.piece = ((STRIP - span) / stride + 1).min(count);
                if self.dense {
                    self.piece = count; // straight to where it belongs, in one go
                }
                break;
            }
            // A stretch of several axes goes through the strip.
            self.dense &= axis == last;
            span = longer;
        }
    }

    /// The length of the longest stretch.
    fn max_span(&self) -> usize {
        self.span(self.piece)
    }

    fn span(&self, piece: usize) -> usize {
        let inner =
            (self.outer + 1..self.ndim).map(|axis| (self.count[axis] - 1) * self.in_file[axis]);
        let slowest =
            if self.outer < self.ndim { (piece - 1) * self.in_file[self.outer] } else { 0 };
        slowest + inner.sum::<usize>() + self.itemsize
    }

    fn for_each(&self, work: &mut dyn FnMut(Run<'_>) -> Result<()>) -> Result<()> {
        let outer = &self.count[..self.outer];
        let mut at = Some(per_axis(self.outer, |_| 0));
        while let Some(index) = at {
            let offset = |strides: &[usize]| -> usize {
                index.iter().zip(strides).map(|(i, stride)| i * stride).sum()
            };
            let (file, block) = (self.first + offset(&self.in_file), offset(&self.in_block));
            self.pieces(file, block, work)?;
            at = following(index, outer);
        }
        Ok(())
    }

    fn pieces(
        &self,
        file: usize,
        block: usize,
        work: &mut dyn FnMut(Run<'_>) -> Result<()>,
    ) -> Result<()> {
        let axes = self.outer..self.ndim;
        let mut shape = per_axis(axes.len(), |i| self.count[self.outer + i]);
        let local = per_axis(axes.len(), |i| self.in_file[self.outer + i]);
        let to = per_axis(axes.len(), |i| self.in_block[self.outer + i]);
        let total = shape.first().copied().unwrap_or(1);
        let mut done = 0;
        while done < total {
            let piece = self.piece.min(total - done);
            if let Some(count) = shape.first_mut() {
                *count = piece;
            }
            let moved = |strides: &Shape| done * strides.first().copied().unwrap_or(0);
            work(Run {
                file: file + moved(&local),
                span: self.span(piece),
                shape: &shape,
                local: Strided { offset: 0, strides: local },
                block: Strided { offset: block + moved(&to), strides: to },
                is_dense_in_block: self.dense || shape.is_empty(),
            })?;
            done += piece;
        }
        Ok(())
    }
}

/// Checks that a file is long enough for an array, before memory is asked for.
pub(crate) fn check_room(what: &str, have: u64, offset: u64, nbytes: usize) -> Result<()> {
    let got = have.saturating_sub(offset);
    if got >= nbytes as u64 {
        return Ok(());
    }
    Err(Error::cut_off(what, nbytes as u64, got))
}

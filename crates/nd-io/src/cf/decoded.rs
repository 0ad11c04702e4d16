//! [`Decoded`]: a stored array whose elements are decoded when they are read.

use std::sync::{Mutex, PoisonError};

use nd_core::threads;

use super::packing::Packing;
use crate::blocks::{ArrayInfo, ReadBlocks, Region};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::memory::{bytes_mut, zeroed};

/// Stored bytes that are read before they are decoded.
const BAND: usize = 32 << 20;

/// Elements that one thread decodes at once: they fit its cache, as stored and as decoded.
const PIECE: usize = 16 << 10;

/// A stored array whose elements are decoded when they are read.
pub(super) struct Decoded {
    source: Dataset,
    packing: Packing,
    info: ArrayInfo,
}

impl Decoded {
    pub(super) fn new(source: Dataset, packing: Packing) -> Self {
        let info = packing.info(source.info());
        Self { source, packing, info }
    }

    /// How many rows of a region, from one on, are read together: to the end of a chunk where that is possible.
    fn rows(&self, region: &Region, first: usize) -> usize {
        let Some(&all) = region.shape().first() else { return 1 };
        let row = region.size() / all * self.packing.stored.itemsize();
        let (start, step) = (region.start()[0], region.step()[0]);
        let chunk = self.info.chunks.map_or(1, |chunks| chunks[0].max(1));
        let rows = (BAND / row.max(1)).max(1);
        let here = start + first * step;
        let there = here.saturating_add(rows.saturating_mul(step));
        let mut end = there / chunk * chunk;
        if end <= here {
            end = (here / chunk + 1).saturating_mul(chunk);
        }
        (end - here).div_ceil(step).min(all - first)
    }

    /// Reads and decodes some rows; `stored` is as long as they are in the file.
    fn read_rows(&self, rows: &Region, stored: &mut [u8], out: &mut [u8]) -> Result<()> {
        self.source.read_block(rows, stored)?;
        let (from, to) = (self.packing.stored.itemsize(), self.packing.decoded.itemsize());
        let pieces = stored.chunks(PIECE * from).zip(out.chunks_mut(PIECE * to));
        let pieces: Vec<Mutex<(&[u8], &mut [u8])>> = pieces.map(Mutex::new).collect();
        threads::try_run(pieces.len(), &|i| {
            let mut piece = pieces[i].lock().unwrap_or_else(PoisonError::into_inner);
            let (stored, out) = &mut *piece;
            self.packing.decode(stored, out)
        })
    }
}

impl ReadBlocks for Decoded {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        let (from, to) = (self.packing.stored.itemsize(), self.packing.decoded.itemsize());
        let all = region.shape().first().copied().unwrap_or(1);
        let row = region.size() / all;
        let mut buffer = zeroed(0)?;
        let mut first = 0;
        while first < all {
            let rows = self.rows(region, first);
            let nbytes = rows * row * from;
            if buffer.size() < nbytes {
                buffer = zeroed(nbytes)?;
            }
            let out = &mut out[first * row * to..][..rows * row * to];
            let stored = &mut bytes_mut(&mut buffer)[..nbytes];
            self.read_rows(&region.rows(first, rows), stored, out)?;
            first += rows;
        }
        Ok(())
    }
}

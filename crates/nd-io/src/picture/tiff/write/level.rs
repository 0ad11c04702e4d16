//! [`Level`]: one picture on its way into a file, with the smaller ones that are made of it.

use std::fs::File;
use std::sync::{Mutex, PoisonError};

use nd_core::threads;

use super::super::Result;
use super::options::TiffPageOptions;
use super::packer::{Packer, Part};
use super::plan::Plan;
use super::pyramid::Halver;
use crate::atomic::AtomicFile;
use crate::error::Error;
use crate::packed::reserve;
use crate::position::write_all_at;

/// Bytes that are collected before they are written.
const BUFFER: usize = 1 << 20;

/// Where packed chunks go, one after the other.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) file: AtomicFile,
    /// Where `buffer` goes.
    at: u64,
    buffer: Vec<u8>,
    /// Whether chunks have their length in front and their last bytes again behind them, as GDAL's
    /// Cloud-optimised files have.
    leaders: bool,
}

impl Output {
    pub(super) fn new(file: AtomicFile, at: u64, leaders: bool) -> Self {
        Self { file, at, buffer: Vec::new(), leaders }
    }

    /// Appends a chunk and says where it is.
    fn put(&mut self, chunk: &[u8]) -> Result<u64> {
        if self.leaders {
            self.append(&(chunk.len() as u32).to_le_bytes())?;
        }
        let at = self.end();
        self.append(chunk)?;
        if self.leaders {
            let mut last = [0; 4];
            let known = chunk.len().min(4);
            last[4 - known..].copy_from_slice(&chunk[chunk.len() - known..]);
            self.append(&last)?;
        }
        Ok(at)
    }

    /// Appends bytes.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<()> {
        if self.buffer.len() + bytes.len() > BUFFER {
            self.flush()?;
        }
        if bytes.len() >= BUFFER {
            write_all_at(self.file.file(), self.at, bytes)?;
            self.at += bytes.len() as u64;
        } else {
            self.buffer.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// Where the next byte goes.
    pub(super) fn end(&self) -> u64 {
        self.at + self.buffer.len() as u64
    }

    pub(super) fn flush(&mut self) -> Result<()> {
        write_all_at(self.file.file(), self.at, &self.buffer)?;
        self.at += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    pub(super) fn handle(&self) -> &File {
        self.file.file()
    }
}

/// One picture on its way into a file.
#[derive(Debug)]
pub(super) struct Level {
    pub(super) plan: Plan,
    /// Rows that wait until a band is full.
    band: Vec<u8>,
    /// Rows that were packed.
    packed: usize,
    /// Where the chunks are, and how long.
    pub(super) places: Vec<u64>,
    pub(super) lengths: Vec<u64>,
    smaller: Option<(Halver, Box<Level>)>,
}

impl Level {
    /// # Errors
    /// Those of the plan of a smaller level; `AllocFailed`.
    pub(super) fn new(
        plan: Plan,
        options: &TiffPageOptions,
        nodata: Option<&[u8]>,
    ) -> Result<Self> {
        // A level that fits into a tile needs no smaller one; strips are as wide as the picture.
        let target = if plan.tiled { plan.chunk } else { [256, 256] };
        Self::with_levels(plan, options, nodata, options.levels, target)
    }

    fn with_levels(
        plan: Plan,
        options: &TiffPageOptions,
        nodata: Option<&[u8]>,
        levels: usize,
        target: [usize; 2],
    ) -> Result<Self> {
        let chunks = plan.chunks()?;
        let table = || -> Result<Vec<u64>> {
            let mut table = Vec::new();
            table.try_reserve_exact(chunks).map_err(|_| Error::no_memory(8 * chunks))?;
            table.resize(chunks, 0);
            Ok(table)
        };
        let fits = plan.size[0] <= target[0] && plan.size[1] <= target[1];
        let smaller = if levels == 0 || fits {
            None
        } else {
            let half = plan.of_size(plan.size.map(|n| n.div_ceil(2)), options)?;
            let nearest = super::TiffReduction::Nearest;
            let reduction = if options.palette.is_some() { nearest } else { options.reduction };
            let size = [plan.size[1], plan.samples];
            let halver = Halver::new(size, plan.dtype, reduction, nodata.map(<[u8]>::to_vec));
            let level = Self::with_levels(half, options, nodata, levels - 1, target)?;
            Some((halver, Box::new(level)))
        };
        let (places, lengths) = (table()?, table()?);
        Ok(Self { plan, band: Vec::new(), packed: 0, places, lengths, smaller })
    }

    /// Rows that came so far.
    pub(super) fn rows(&self) -> usize {
        self.packed + self.band.len() / self.plan.row_bytes()
    }

    /// Takes the next rows, no more than there are still to come.
    pub(super) fn push(&mut self, mut rows: &[u8], out: &mut Output) -> Result<()> {
        let row_bytes = self.plan.row_bytes();
        while !rows.is_empty() {
            let band = self.plan.band_rows().min(self.plan.size[0] - self.packed) * row_bytes;
            if self.band.is_empty() && rows.len() >= band {
                let (now, rest) = rows.split_at(band);
                self.pack(now, out)?;
                rows = rest;
                continue;
            }
            let (more, rest) = rows.split_at(rows.len().min(band - self.band.len()));
            if self.band.is_empty() {
                reserve(&mut self.band, band)?;
            }
            self.band.extend_from_slice(more);
            rows = rest;
            if self.band.len() == band {
                let full = std::mem::take(&mut self.band);
                self.pack(&full, out)?;
                // The memory is used again.
                self.band = full;
                self.band.clear();
            }
        }
        Ok(())
    }

    /// Packs a band on all threads and writes its chunks, then does the same for what it makes of the smaller level.
    fn pack(&mut self, band: &[u8], out: &mut Output) -> Result<()> {
        let plan = &self.plan;
        let rows = band.len() / plan.row_bytes();
        let [_, columns] = plan.counts();
        let mut parts = Vec::new();
        for start in (0..rows).step_by(plan.chunk[0]) {
            let rows = start..rows.min(start + plan.chunk[0]);
            for plane in 0..plan.planes() {
                for column in 0..columns {
                    parts.push(Part { rows: rows.clone(), column, plane });
                }
            }
        }
        let packed: Vec<Mutex<Vec<u8>>> = parts.iter().map(|_| Mutex::default()).collect();
        threads::try_run_scratch(parts.len(), &Packer::default, &|packer, i| {
            let chunk = packer.pack(plan, band, &parts[i])?;
            *packed[i].lock().unwrap_or_else(PoisonError::into_inner) = chunk;
            Ok::<(), Error>(())
        })?;
        let each = self.places.len() / plan.planes();
        for (part, chunk) in parts.iter().zip(packed) {
            let chunk = chunk.into_inner().unwrap_or_else(PoisonError::into_inner);
            let row = (self.packed + part.rows.start) / plan.chunk[0];
            let number = part.plane * each + row * columns + part.column;
            self.places[number] = out.put(&chunk)?;
            self.lengths[number] = chunk.len() as u64;
        }
        self.packed += rows;
        let end = self.packed == plan.size[0];
        if let Some((halver, level)) = &mut self.smaller {
            level.push(&halver.push(band, end), out)?;
        }
        Ok(())
    }

    /// The levels, the largest first.
    pub(super) fn into_levels(self) -> Vec<Stored> {
        let mut levels = Vec::new();
        let mut next = Some(self);
        while let Some(Self { plan, places, lengths, smaller, .. }) = next {
            levels.push(Stored { plan, places, lengths });
            next = smaller.map(|(_, level)| *level);
        }
        levels
    }
}

/// A picture whose chunks are in the file.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) plan: Plan,
    pub(super) places: Vec<u64>,
    pub(super) lengths: Vec<u64>,
}

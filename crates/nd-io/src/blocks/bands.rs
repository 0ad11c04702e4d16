//! [`Bands`]: a buffer that threads fill chunk by chunk.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::region::Region;

/// What is filled, in bands of rows of chunks, so that threads rarely wait for each other.
pub(crate) struct Bands<'a> {
    bands: Vec<(usize, Mutex<&'a mut [u8]>)>,
    first_row: usize,
    /// Rows of chunks in a band.
    rows: usize,
}

impl<'a> Bands<'a> {
    const MOST: usize = 256;

    /// Cuts the buffer of a region, which is not empty; chunks are `extent` long along the first axis, and the first
    /// and the last that are to come are numbered `rows` there.
    pub(crate) fn new(
        region: &Region,
        extent: usize,
        rows: (usize, usize),
        out: &'a mut [u8],
    ) -> Self {
        let count = rows.1 - rows.0 + 1;
        let each = count.div_ceil(Self::MOST);
        let row_bytes = out.len() / region.shape()[0];
        let (start, step) = (region.start()[0], region.step()[0]);
        let mut rest = out;
        let mut done = 0;
        let mut bands = Vec::with_capacity(count.div_ceil(each));
        for band in 0..count.div_ceil(each) {
            let end_row = rows.0.saturating_add((band + 1).saturating_mul(each));
            let end = end_row.saturating_mul(extent).saturating_sub(start).div_ceil(step);
            let end = end.min(region.shape()[0]) * row_bytes;
            let (mine, others) = rest.split_at_mut(end - done);
            bands.push((done, Mutex::new(mine)));
            (rest, done) = (others, end);
        }
        Self { bands, first_row: rows.0, rows: each }
    }

    /// The band of a row of chunks, and where it begins in the buffer.
    pub(crate) fn of_row(&self, row: usize) -> (MutexGuard<'_, &'a mut [u8]>, usize) {
        let (start, band) = &self.bands[(row - self.first_row) / self.rows];
        (band.lock().unwrap_or_else(PoisonError::into_inner), *start)
    }
}

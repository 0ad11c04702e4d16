//! Rows of a price and the number of its date and symbol, in two files, and the table that they make.

use crate::Result;
use crate::report::Report;
use nd::io::CreateOptions;
use nd::ooc::{self, Chunked, RunOptions};
use std::path::Path;
use std::time::Instant;

/// The number of a day times the number of symbols, and the number of a symbol.
const KEYS: &str = "keys.npy";
const CLOSES: &str = "closes.npy";
/// Days and symbols of a stored chunk.
const CHUNK: [usize; 2] = [512, 1024];

/// Writes prices `(days, symbols)` as rows in no order, as they come from elsewhere.
pub(crate) fn arrive(
    market: &Chunked<f64>,
    out: &Path,
    options: &RunOptions,
    report: &mut Report,
) -> Result<()> {
    let begun = Instant::now();
    let keys = ooc::arange(0, market.size() as i64, 1);
    // The same seed twice: keys and prices stay together.
    let keys = ooc::random(1999).permutation_of_with(&keys, 0, options)?;
    let closes = ooc::random(1999).permutation_of_with(&market.ravel(), 0, options)?;
    report.small_step("rows drawn", begun.elapsed());
    report.step("keys, written", &keys.save_with(out.join(KEYS), options)?);
    report.step("prices, written", &closes.save_with(out.join(CLOSES), options)?);
    Ok(())
}

/// Sorts rows by date and symbol, and writes the table `(days, symbols)`; the rows are gone then.
pub(crate) fn sort(
    [days, symbols]: [usize; 2],
    out: &Path,
    table: &Path,
    options: &RunOptions,
    report: &mut Report,
) -> Result<()> {
    let begun = Instant::now();
    let keys: Chunked<i64> = ooc::open(out.join(KEYS))?;
    let closes: Chunked<f64> = ooc::open(out.join(CLOSES))?;
    let sorted = closes.sort_by_with(&keys, options)?;
    report.small_step("sorted in runs", begun.elapsed());
    let chunk = [CHUNK[0].min(days), CHUNK[1].min(symbols)];
    let stored = options.clone().layout(CreateOptions::default().chunks(chunk));
    let made = sorted.reshape([days, symbols]).save_with(table, &stored)?;
    report.step("merged to a table", &made);
    std::fs::remove_file(out.join(KEYS))?;
    Ok(std::fs::remove_file(out.join(CLOSES))?)
}

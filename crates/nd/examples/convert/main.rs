//! Turns an array in a file of one format into a file of another, block by block: the array may be
//! larger than memory.
//!
//! ```sh
//! cargo run --release --example convert -- a.npy b.zarr --chunks 512,512 --compression zstd:3
//! cargo run --release --example convert -- run.h5/detector/image image.npy
//! cargo run --release --example convert -- table.csv table.h5/table --memory 64M
//! ```

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod options;

use indicatif::{ProgressBar, ProgressStyle};
use nd::io::{self, Dataset, Format, NpzWriter, Region};
use options::Options;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("convert: {message}\n\n{}", options::USAGE);
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("convert: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), nd::Error> {
    let source = io::open(&options.from)?;
    let bar = ProgressBar::new(source.info().nbytes()? as u64);
    let style = "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} to go";
    bar.set_style(ProgressStyle::with_template(style).expect("a template that is right"));
    match Format::from_extension(&options.to) {
        Some(Format::Npz) => to_npz(&source, options, &bar)?,
        Some(Format::Text) => to_text(&source, options, &bar)?,
        _ => to_blocks(&source, options, &bar)?,
    }
    bar.finish_and_clear();
    let seconds = bar.elapsed().as_secs_f64();
    let bytes = source.info().nbytes()? as f64;
    println!(
        "{} {:?} to {} in {seconds:.2} s, {:.0} MB/s",
        source.dtype(),
        source.shape(),
        options.to.display(),
        bytes / 1e6 / seconds.max(1e-9)
    );
    Ok(())
}

/// Formats whose parts can be written in any order.
fn to_blocks(source: &Dataset, options: &Options, bar: &ProgressBar) -> Result<(), nd::Error> {
    let mut create = options.create.clone();
    if create.attributes.is_empty() && has_attributes(&options.to) {
        create.attributes = source.attributes().clone();
    }
    let out = io::create(&options.to, source.shape(), source.dtype(), &create)?;
    for region in out.info().blocks(options.memory / 2) {
        nd::with_dtype!(source.dtype(), T => {
            let block = source.read_region::<T>(&region)?;
            out.write_region(&region, &block)?;
        });
        bar.inc((region.size() * source.dtype().itemsize()) as u64);
    }
    Ok(out.finish()?)
}

/// Archives hold whole arrays.
fn to_npz(source: &Dataset, options: &Options, bar: &ProgressBar) -> Result<(), nd::Error> {
    let bytes = source.info().nbytes()?;
    if bytes > options.memory {
        let why = format!(
            "an archive member is written at once, and takes {bytes} bytes: raise --memory, or write .npy"
        );
        return Err(std::io::Error::new(std::io::ErrorKind::OutOfMemory, why).into());
    }
    let mut archive = NpzWriter::create(&options.to)?;
    if let Some(level) = options.level() {
        archive = archive.deflate(level);
    }
    archive.add_any("arr_0", &source.read_any(nd::s![])?)?;
    bar.inc(bytes as u64);
    Ok(archive.finish()?)
}

/// Tables are written row by row.
fn to_text(source: &Dataset, options: &Options, bar: &ProgressBar) -> Result<(), nd::Error> {
    let columns = source.shape().get(1).copied().unwrap_or(1);
    let mut out = io::TextWriter::create(&options.to, columns, &io::TextWriteOptions::default())?;
    // Whole rows; the text of a number takes about three times as much as the number.
    let row = columns.saturating_mul(source.dtype().itemsize()).max(1);
    let rows = (options.memory / 8 / row).max(1);
    let total = source.shape().first().copied().unwrap_or(1);
    for first in (0..total).step_by(rows) {
        let (mut start, mut shape) = (vec![0; source.ndim()], source.shape().to_vec());
        if let (Some(start), Some(shape)) = (start.first_mut(), shape.first_mut()) {
            (*start, *shape) = (first, rows.min(total - first));
        }
        let region = Region::new(start, shape);
        nd::with_dtype!(source.dtype(), T => {
            out.write_rows(&source.read_region::<T>(&region)?)?;
        });
        bar.inc((region.size() * source.dtype().itemsize()) as u64);
    }
    Ok(out.finish()?)
}

fn has_attributes(path: &Path) -> bool {
    path.ancestors()
        .any(|file| matches!(Format::from_extension(file), Some(Format::Hdf5 | Format::Zarr)))
}

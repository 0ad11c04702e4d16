//! Says what is in a file: every array's shape, element type, chunks, attributes and statistics. Reads
//! block by block, so the arrays may be larger than memory.
//!
//! ```sh
//! cargo run --release --example inspect -- run.h5
//! cargo run --release --example inspect -- store.zarr/level/2
//! ```

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod statistics;

use indicatif::{ProgressBar, ProgressStyle};
use nd::io::{self, Dataset, Hdf5File};
use statistics::Statistics;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Bytes read at a time.
const BLOCK: usize = 32 << 20;

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        eprintln!("inspect: which file? usage: inspect FILE …");
        return ExitCode::from(2);
    }
    let mut code = ExitCode::SUCCESS;
    for path in paths {
        if let Err(error) = inspect(&path) {
            eprintln!("inspect: {error}");
            code = ExitCode::FAILURE;
        }
    }
    code
}

/// Describes one array, or all of a file.
fn inspect(path: &Path) -> Result<(), nd::Error> {
    let names = io::list(path)?;
    for name in &names {
        let array = if name.is_empty() { path.to_owned() } else { path.join(name) };
        match io::open(&array) {
            Ok(ds) => describe(&array, &ds)?,
            // Texts, records and lists have no element type; what they are is still of interest.
            Err(error) if !describe_other(path, name)? => {
                if names.len() == 1 {
                    return Err(error.into());
                }
                println!("{}\n  {}", array.display(), error.kind());
            }
            Err(_) => {}
        }
    }
    if names.is_empty() {
        println!("{}: no arrays", path.display());
    }
    Ok(())
}

/// Describes an array in an HDF5 file whose elements are no numbers, and the members of its records;
/// returns whether there is one.
fn describe_other(path: &Path, name: &str) -> Result<bool, nd::Error> {
    let Ok(root) = Hdf5File::open(path).map(|file| file.root()) else { return Ok(false) };
    let Ok(entry) = root.entry(name) else { return Ok(false) };
    println!("{}", path.join(name).display());
    println!("  elements    {}", entry.elements);
    println!("  shape       {:?}", &entry.shape[..]);
    for member in root.members(name)? {
        let inner = format!("{name}/{}", member.name);
        match io::open(path.join(&inner)) {
            Ok(ds) => describe(&path.join(&inner), &ds)?,
            Err(_) if describe_other(path, &inner)? => {}
            Err(error) => println!("{}\n  {}", path.join(&inner).display(), error.kind()),
        }
    }
    Ok(true)
}

fn describe(path: &Path, ds: &Dataset) -> Result<(), nd::Error> {
    let info = ds.info();
    let size = indicatif::HumanBytes(info.nbytes()? as u64);
    println!("{}", path.display());
    if let Some(format) = ds.format() {
        println!("  format      {format}");
    }
    println!("  dtype       {}", info.dtype);
    println!("  shape       {:?}, {size}", &info.shape[..]);
    if let Some(chunks) = ds.chunks() {
        println!("  chunks      {chunks:?}, {} of them", info.grid().len());
    }
    if !info.compression.is_empty() {
        println!("  packed      {}", info.compression);
    }
    if let Some(names) = &info.dimension_names {
        let names: Vec<&str> = names.iter().map(|name| name.as_deref().unwrap_or("-")).collect();
        println!("  axes        {}", names.join(", "));
    }
    for (name, value) in &info.attributes {
        println!("  @{name} = {value}");
    }
    let statistics = read(ds)?;
    println!("{statistics}");
    Ok(())
}

/// Reads everything once.
fn read(ds: &Dataset) -> Result<Statistics, nd::Error> {
    let bar = ProgressBar::new(ds.info().nbytes()? as u64);
    let style = "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}";
    bar.set_style(ProgressStyle::with_template(style).expect("a template that is right"));
    let mut statistics = Statistics::default();
    for region in ds.info().blocks(BLOCK) {
        nd::with_dtype!(ds.dtype(), T => {
            let block = ds.read_region::<T>(&region)?;
            statistics.add(block.as_slice().unwrap_or_default().iter().map(statistics::Real::real));
        });
        bar.inc((region.size() * ds.dtype().itemsize()) as u64);
    }
    bar.finish_and_clear();
    Ok(statistics)
}

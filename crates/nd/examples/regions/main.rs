//! Galaxies in a photograph by the Hubble Space Telescope: what is behind them taken off, told from the sky by a
//! threshold, cut apart where they touch, measured, outlined and numbered over the photograph.
//!
//! ```sh
//! cargo run --release --example regions                # writes target/regions
//! cargo run --release --example regions -- PICTURE     # lights in your own
//! cargo run --release --example regions -- --guide     # the pictures of the guide's page "Pictures"
//! ```

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod analysis;
#[allow(dead_code, reason = "the rest is for prices")]
#[path = "../prices/axis.rs"]
mod axis;
#[allow(dead_code, reason = "the rest is for prices")]
#[path = "../prices/chart.rs"]
mod chart;
mod drawing;
mod guide;
mod sizes;

use analysis::{Sources, flux, largest};
use nd::image::measure::Regions;
use nd::image::rgb_to_grey;
use nd::io::save_picture;
use nd::prelude::*;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Files that are not understood.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const PHOTOGRAPH: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/hubble_deep_field.jpg");
const OUT: &str = "target/regions";
/// Sources that are numbered.
const NUMBERED: usize = 99;
/// Sources that are printed.
const PRINTED: usize = 12;
const USAGE: &str = "usage: regions [PICTURE | --guide]";

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let done = match given.as_slice() {
        [] => run(PHOTOGRAPH.as_ref()),
        [word] if word == "--guide" => guide::write(),
        [path] if !path.starts_with("--") => run(path.as_ref()),
        _ => {
            eprintln!("regions: {USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("regions: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(path: &Path) -> Result<()> {
    let rgb = coloured(path)?;
    let sources = Sources::find(&rgb_to_grey(&rgb))?;
    let table = sources.table();
    let rows = largest(&table, NUMBERED);
    println!(
        "{} sources of at least {} pixels, brighter than the sky by {:.1} of 255\n",
        table.len(),
        analysis::LEAST,
        sources.threshold,
    );
    print(&table, &rows);

    let out = PathBuf::from(OUT);
    std::fs::create_dir_all(&out)?;
    let mut picture = drawing::outlined(&rgb, &sources.labels);
    drawing::number(&mut picture, &sources.labels, &table, &rows);
    save_picture(out.join("outlines.png"), &picture)?;
    save_picture(out.join("labels.png"), drawing::coloured(&sources.labels))?;
    std::fs::write(out.join("sizes.svg"), sizes::histogram(&table))?;
    println!("\noutlines.png, labels.png, sizes.svg: {OUT}");
    Ok(())
}

/// A picture with three channels.
fn coloured(path: &Path) -> Result<Array<u8>> {
    let picture = nd::load::<u8>(path)?;
    match *picture.shape() {
        [_, _, 3] => Ok(picture),
        [_, _, 4] => Ok(picture.slice(s![.., .., ..3]).to_array()),
        _ => Err(format!("{}: not a picture in colours", path.display()).into()),
    }
}

/// The largest sources, one a line.
fn print(table: &Regions, rows: &[usize]) {
    println!(
        "{:>3}{:>7}{:>8}{:>9}{:>8}{:>9}{:>8}{:>10}",
        "", "row", "column", "pixels", "length", "flatness", "solid", "light"
    );
    let (center, area, light) = (table.centroid(), table.area(), flux(table));
    let (long, short) = (table.axis_major_length(), table.axis_minor_length());
    let solid = table.solidity();
    for (number, &row) in (1..).zip(rows.iter().take(PRINTED)) {
        println!(
            "{number:>3}{:>7.1}{:>8.1}{:>9}{:>8.1}{:>9.2}{:>8.2}{:>10.0}",
            center[[row, 0]],
            center[[row, 1]],
            area[[row]],
            long[[row]],
            1.0 - short[[row]] / long[[row]],
            solid[[row]],
            light[[row]],
        );
    }
}

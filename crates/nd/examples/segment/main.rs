//! Objects of a picture that does not fit memory: it is blurred, thresholded, its components are labelled and measured,
//! and the largest are listed; within a budget that does not grow with the picture.
//!
//! ```sh
//! cargo run --release --example segment                        # 10,000 x 10,000 pixels, made where they are looked at
//! cargo run --release --example segment -- --size 100000       # ten gigabytes of them
//! cargo run --release --example segment -- PICTURE.npy         # an array of u8 of your own, (h, w)
//! ```

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod sky;

use nd::image::measure::Regions;
use nd::ooc::{Chunked, ChunkedLabelOptions, RunOptions};
use nd::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

const SIDE: usize = 10_000;
/// Bytes that may be in memory at once.
const BUDGET: usize = 512 << 20;
const SIGMA: f64 = 2.0;
const THRESHOLD: f32 = 110.0;
/// Objects that are listed.
const LISTED: usize = 5;
const USAGE: &str = "usage: segment [PICTURE.npy] [--size PIXELS]";

/// What is known of each object.
type Table = (Array<i64>, Array<u64>, Array<f64>, Array<f64>);

fn main() -> ExitCode {
    let Some((path, side)) = arguments(std::env::args().skip(1)) else {
        eprintln!("segment: {USAGE}");
        return ExitCode::from(2);
    };
    match run(path, side) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("segment: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The picture, if one is named, and the side of the one that is made.
fn arguments(mut given: impl Iterator<Item = String>) -> Option<(Option<PathBuf>, usize)> {
    let (mut path, mut side) = (None, SIDE);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--size" => side = given.next()?.parse().ok().filter(|&side| side > 0)?,
            _ if path.is_none() && !argument.starts_with("--") => path = Some(argument.into()),
            _ => return None,
        }
    }
    Some((path, side))
}

fn run(path: Option<PathBuf>, side: usize) -> Result<(), nd::Error> {
    let picture = match path {
        Some(path) => nd::ooc::open::<u8>(path)?,
        None => sky::sky(side),
    };
    let begun = Instant::now();
    let (count, (label, pixels, centroid, brightness)) = segmented(&picture, BUDGET)?;
    let pixels_of = |row: usize| std::cmp::Reverse(pixels[[row]]);
    let mut order: Vec<usize> = (0..label.size()).collect();
    order.sort_by_key(|&row| pixels_of(row));
    println!("{count} objects in {:?} in {:.1} s", picture.shape(), begun.elapsed().as_secs_f64());
    println!("{:>9} {:>9} {:>12} {:>12} {:>10}", "label", "pixels", "y", "x", "brightness");
    for &row in order.iter().take(LISTED) {
        let (y, x) = (centroid[[row, 0]], centroid[[row, 1]]);
        let (label, pixels, bright) = (label[[row]], pixels[[row]], brightness[[row]]);
        println!("{label:>9} {pixels:>9} {y:>12.2} {x:>12.2} {bright:>10.2}");
    }
    Ok(())
}

/// Blurs, thresholds, labels and measures.
fn segmented(picture: &Chunked<u8>, budget: usize) -> Result<(u32, Table), nd::Error> {
    let options = RunOptions::default().budget(budget);
    let bright = picture.cast::<f32>().gaussian_filter(SIGMA).map(|x| x > THRESHOLD);
    let (labels, count) =
        bright.label_with(&ChunkedLabelOptions::default().run(options.clone()))?;
    let columns = |r: Regions| (r.label(), r.num_pixels(), r.centroid(), r.intensity_mean());
    let table = labels.regionprops_intensity_with(picture, columns, &options)?;
    Ok((count, table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd::image::{gaussian_filter, label, measure::regionprops};

    /// The same as in memory, within a budget that is a small part of the picture.
    #[test]
    fn pieces_give_what_the_whole_does() -> Result<(), nd::Error> {
        let picture = sky::sky(700);
        let (count, got) = segmented(&picture, 3 << 20)?;
        let whole = picture.compute()?;
        let blurred = gaussian_filter(whole.cast::<f32>(), SIGMA);
        let (labels, all) = label(blurred.map(|x| x > THRESHOLD)).expect("few components");
        let table = regionprops(&labels).intensity(&whole);
        assert_eq!(count, all);
        assert_eq!((got.0, got.1), (table.label(), table.num_pixels()));
        assert_eq!((got.2, got.3), (table.centroid(), table.intensity_mean()));
        Ok(())
    }

    #[test]
    fn arguments_are_read() {
        let read = |given: &[&str]| arguments(given.iter().map(ToString::to_string));
        assert_eq!(read(&[]), Some((None, SIDE)));
        assert_eq!(read(&["a.npy", "--size", "7"]), Some((Some("a.npy".into()), 7)));
        assert_eq!(read(&["--size", "0"]), None);
        assert_eq!(read(&["--sise"]), None);
    }
}

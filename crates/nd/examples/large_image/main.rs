//! The main job: a photograph of any size becomes 10,000 × 10,000 pixels in a file, is cropped, blurred and
//! searched for edges, and every step is saved, streamed under a budget that does not grow with the picture.
//!
//! ```sh
//! cargo run --release --example large_image                     # the photograph in this repository
//! cargo run --release --example large_image -- PICTURE          # your own
//! cargo run --release --example large_image -- --size 100000    # 10 GB
//! ```

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod enlarge;
mod report;

use indicatif::{ProgressBar, ProgressStyle};
use nd::image::{Filter, resize, rgb_to_grey};
use nd::io::{load_picture_any, save_picture};
use nd::ooc::{Chunked, RunOptions};
use nd::prelude::*;
use nd::{AnyArray, MmapArray};
use report::{Done, Report};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const SIDE: usize = 10_000;
const PREVIEW: usize = 800;
/// Beyond this many pixels a side, results stay arrays: who would open such a PNG?
const LARGEST_PNG: usize = 30_000;
/// Bytes that a step may have at once.
const BUDGET: usize = 96 << 20;
const PHOTOGRAPH: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/hubble_deep_field.jpg");
const USAGE: &str = "usage: large_image [PICTURE] [--size PIXELS]";

fn main() -> ExitCode {
    let Some((path, side)) = arguments(std::env::args().skip(1)) else {
        eprintln!("large_image: {USAGE}");
        return ExitCode::from(2);
    };
    match run(&path, side) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("large_image: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The picture and the side of the square that it becomes.
fn arguments(mut given: impl Iterator<Item = String>) -> Option<(PathBuf, usize)> {
    let (mut path, mut side) = (None, SIDE);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--size" => side = given.next()?.parse().ok().filter(|&side| side > 0)?,
            _ if path.is_none() && !argument.starts_with("--") => path = Some(argument.into()),
            _ => return None,
        }
    }
    Some((path.unwrap_or_else(|| PHOTOGRAPH.into()), side))
}

fn run(path: &Path, side: usize) -> Result<(), nd::Error> {
    let out = PathBuf::from("target/large_image");
    std::fs::create_dir_all(&out)?;
    let file = out.join("picture.npy");
    let options = RunOptions::default().budget(BUDGET);
    let bar = progress_bar();
    let mut report = Report::new(bar.clone());

    let grey = report.step("load", |done| {
        let grey = load_grey(path)?;
        done.bytes(grey.nbytes());
        Ok(grey)
    })?;
    report.step("enlarge", |done| {
        let large = enlarge::bicubic(grey, [side, side]);
        done.bytes(large.nbytes());
        large.save_with(&file, &options)?;
        Ok(())
    })?;
    let picture = nd::ooc::open::<u8>(&file)?;
    report.step("save picture", |done| picture_of(&file, done))?;
    report.step("crop", |done| {
        let middle = side / 4..side / 4 + side / 2;
        let crop = picture.slice(s![middle.clone(), middle]);
        save(&crop, &out.join("crop.npy"), &options, done)
    })?;
    let blurred = picture.cast::<f32>().gaussian_filter(3.0);
    report.step("blur", |done| {
        let blurred = blurred.map(|value| (value + 0.5) as u8);
        save(&blurred, &out.join("blur.npy"), &options, done)
    })?;
    report.step("edges", |done| {
        let (down, across) = (blurred.sobel(0), blurred.sobel(1));
        let edges = nd::ooc::zip((&across, &down)).map(|(x, y)| (x * x + y * y).sqrt());
        // The brightest edge is found in a pass of its own: the plan knows.
        let scale =
            edges.max().map(|brightest| if brightest > 0.0 { 510.0 / brightest } else { 0.0 });
        let edges = (edges * scale).map(|value| (value + 0.5) as u8);
        save(&edges, &out.join("edges.npy"), &options, done)
    })?;
    bar.finish_and_clear();
    report.print(&out);
    Ok(())
}

/// The picture as grey `u8`, `(h, w)`; 16-bit and float pictures are scaled to 8 bits.
fn load_grey(path: &Path) -> Result<Array<u8>, nd::Error> {
    Ok(match load_picture_any(path)? {
        AnyArray::U8(a) => one_channel(a, |a| rgb_to_grey(&a)),
        AnyArray::U16(a) => to_u8(&one_channel(a, |a| rgb_to_grey(&a)).cast::<f32>(), 1.0 / 257.0),
        AnyArray::F32(a) => to_u8(&one_channel(a, |a| rgb_to_grey(&a)), 255.0),
        other => unreachable!("no format has pictures of {}", other.dtype()),
    })
}

/// Drops an alpha channel and turns colours to grey.
fn one_channel<T: nd::Element>(a: Array<T>, grey: impl Fn(View<'_, T>) -> Array<T>) -> Array<T> {
    match *a.shape() {
        [_, _, 1 | 2] => a.slice(s![.., .., 0]).to_array(),
        [_, _, 3 | 4] => grey(a.slice(s![.., .., ..3])),
        _ => a,
    }
}

/// Scaled, rounded and clamped to what eight bits hold.
fn to_u8(a: &Array<f32>, scale: f32) -> Array<u8> {
    zip((a,)).map(move |(x,)| (x * scale + 0.5) as u8)
}

/// Streams a result into a file, and makes pictures of that.
fn save(
    a: &Chunked<u8>,
    file: &Path,
    options: &RunOptions,
    done: &mut Done,
) -> Result<(), nd::Error> {
    a.save_with(file, options)?;
    picture_of(file, done)
}

/// A full-size PNG of a stored array, and a small preview beside it.
fn picture_of(file: &Path, done: &mut Done) -> Result<(), nd::Error> {
    let stored = nd::ooc::open::<u8>(file)?;
    done.bytes(stored.nbytes());
    let [h, w] = [stored.shape()[0], stored.shape()[1]];
    let side = h.max(w).max(1);
    let step = (side / (2 * PREVIEW)).max(1) as isize;
    let sample = stored.slice(s![..;step, ..;step]).compute()?;
    let fit = |length: usize| (length * PREVIEW).div_ceil(side);
    let small = resize(&sample, [fit(h), fit(w)], Filter::Lanczos3);
    save_picture(file.with_file_name(format!("{}_preview.png", stem(file))), &small)?;
    if side <= LARGEST_PNG {
        // SAFETY: the file is this program's own, in its own folder under target/.
        let map = unsafe { MmapArray::<u8>::open(file)? };
        save_picture(file.with_extension("png"), map.view())?;
    }
    Ok(())
}

fn stem(file: &Path) -> std::borrow::Cow<'_, str> {
    file.file_stem().unwrap_or_default().to_string_lossy()
}

fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {msg} {elapsed}")
        .expect("the template is well formed");
    ProgressBar::new(6).with_style(style)
}

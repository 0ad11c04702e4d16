//! The main job: a photograph of any size becomes 10,000 × 10,000 pixels in a memory-mapped
//! file, is cropped, blurred and searched for edges, and every step is saved.
//!
//! ```sh
//! cargo run --release --example large_image              # the photograph in this repository
//! cargo run --release --example large_image -- PICTURE   # your own
//! ```

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod report;

use indicatif::{ProgressBar, ProgressStyle};
use nd::image::{Filter, crop, gaussian_filter, resize, rgb_to_grey, sobel};
use nd::io::{FileOrder, load_picture_any, save_picture};
use nd::prelude::*;
use nd::{AnyArray, MmapArray, MmapArrayMut};
use report::Report;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const SIDE: usize = 10_000;
const PREVIEW: usize = 800;
const PHOTOGRAPH: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/hubble_deep_field.jpg");

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let path = arguments.next().map_or_else(|| PathBuf::from(PHOTOGRAPH), PathBuf::from);
    if arguments.next().is_some() {
        eprintln!("large_image: one picture at a time; usage: large_image [PICTURE]");
        return ExitCode::from(2);
    }
    match run(&path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("large_image: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(path: &Path) -> Result<(), nd::Error> {
    let out = PathBuf::from("target/large_image");
    std::fs::create_dir_all(&out)?;
    let file = out.join("picture.npy");
    let bar = progress_bar();
    let mut report = Report::new(bar.clone());

    let grey = report.step("load", |done| {
        let grey = load_grey(path)?;
        done.bytes(grey.nbytes());
        Ok(grey)
    })?;
    report.step("enlarge", |done| {
        let large = resize(&grey, [SIDE, SIDE], Filter::Bicubic);
        done.bytes(large.nbytes());
        // SAFETY: the file is this program's own, in its own folder under target/.
        let mut map = unsafe { MmapArrayMut::<u8>::create(&file, [SIDE, SIDE], FileOrder::C)? };
        map.view_mut().assign(&large);
        Ok(map.flush()?)
    })?;

    // SAFETY: as above: nobody else writes the file.
    let picture = unsafe { MmapArray::<u8>::open(&file)? };
    let picture = picture.view();
    report.step("save picture", |done| save(&out, "picture", picture, done))?;
    report.step("crop", |done| {
        let middle = crop(&picture, SIDE / 4, SIDE / 4, SIDE / 2, SIDE / 2);
        save(&out, "crop", middle, done)
    })?;
    let blurred = report.step("blur", |done| {
        let blurred = gaussian_filter(&picture.cast::<f32>(), 3.0);
        done.bytes(blurred.nbytes());
        Ok(blurred)
    })?;
    report.step("save blur", |done| save(&out, "blur", to_u8(&blurred, 1.0).view(), done))?;
    let edges = report.step("edges", |done| {
        let down = sobel(&blurred, 0);
        let mut edges = sobel(&blurred, 1);
        zip((&mut edges, &down)).apply(|(x, y)| (*x * *x + y * y).sqrt());
        done.bytes(edges.nbytes());
        Ok(edges)
    })?;
    report.step("save edges", |done| {
        let brightest = edges.max();
        let scale = if brightest > 0.0 { 255.0 / brightest } else { 0.0 };
        let edges = to_u8(&edges, scale * 2.0);
        save_picture(out.join("edges.tiff"), &edges)?;
        save(&out, "edges", edges.view(), done)
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

/// Saves a full-size PNG and a small preview beside it.
fn save(out: &Path, name: &str, a: View<'_, u8>, done: &mut report::Done) -> Result<(), nd::Error> {
    save_picture(out.join(format!("{name}.png")), &a)?;
    let [h, w] = a.dims();
    let side = h.max(w).max(1);
    let small =
        resize(&a, [(h * PREVIEW).div_ceil(side), (w * PREVIEW).div_ceil(side)], Filter::Lanczos3);
    save_picture(out.join(format!("{name}_preview.png")), &small)?;
    done.bytes(a.nbytes());
    Ok(())
}

fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {msg} {elapsed}")
        .expect("the template is well formed");
    ProgressBar::new(8).with_style(style)
}

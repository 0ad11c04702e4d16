//! For live runs against tifffile and Pillow: pictures there and back by way of files.
//!
//! `ND_TIFF_LIVE=DIR cargo test -p nd-io --test formats tiff_live::` reads what `xtask/py/tiff.py make DIR` wrote,
//! whole and in parts, and compares; and writes the same arrays for it to read.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use nd_core::{AnyArray, Slice, SliceItem, with_dtype};
use nd_io::{
    Dataset, PictureWriteOptions, TiffCompression, TiffFile, load_any, open, save_picture_with,
    write_npy_any,
};

#[test]
fn pictures_of_others() {
    let Some(folder) = std::env::var_os("ND_TIFF_LIVE").map(PathBuf::from) else { return };
    let (mut read, mut bad, mut refused, mut written) = (0, 0, 0, String::new());
    for (k, line) in std::fs::read_to_string(folder.join("cases.tsv")).unwrap().lines().enumerate()
    {
        let [how, path, expected, near] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let want = load_any(folder.join(expected)).unwrap();
        read += 1;
        if let Err(what) = compare(&folder.join(path), how, &want, near.parse().unwrap()) {
            refused += usize::from(what.contains("not supported"));
            bad += 1;
            println!("tiff: {how} {path}: {what}");
        }
        let back = format!("{k:05}-nd.tif");
        let tiff =
            if k % 2 == 0 { TiffCompression::Deflate } else { TiffCompression::Uncompressed };
        let options = PictureWriteOptions::default().tiff(tiff);
        if (2..=3).contains(&want.ndim()) {
            with_dtype!(&want, |a| save_picture_with(folder.join(&back), a, &options).unwrap());
            writeln!(written, "{back}\t{expected}").unwrap();
        }
    }
    std::fs::write(folder.join("written.tsv"), written).unwrap();
    println!("tiff: read {read}: {bad} mismatches, {refused} of them refused");
    assert_eq!(bad, 0);
}

/// Reads all of it, and parts.
fn compare(path: &Path, how: &str, want: &AnyArray, near: u8) -> Result<(), String> {
    let text = |error: nd_io::Error| error.to_string();
    let ds = match how {
        "open" => {
            let all = load_any(path).map_err(text)?;
            equal("load_any", &all, want, near)?;
            open(path).map_err(text)?
        }
        "indices" => {
            let number = path.file_name().unwrap().to_str().unwrap().parse().unwrap();
            let file = TiffFile::open(path.parent().unwrap()).map_err(text)?;
            Dataset::new(file.page(number).map_err(text)?)
        }
        _ => {
            Dataset::new(TiffFile::open(path).and_then(|file| file.pages_as_stack()).map_err(text)?)
        }
    };
    equal("all", &ds.read_any([]).map_err(text)?, want, near)?;
    for round in 0..3 {
        let slices: Vec<SliceItem> =
            (0..want.ndim()).map(|axis| part(want.shape()[axis], 7 * round + axis)).collect();
        let got = ds.read_any(&slices).map_err(text)?;
        let want = want.view().try_slice(&slices).unwrap().to_array();
        equal(&format!("{slices:?}"), &got, &want, near)?;
    }
    Ok(())
}

/// Some of an axis, with steps.
fn part(extent: usize, k: usize) -> SliceItem {
    let noise = |i: usize| (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    let start = noise(k) % extent;
    let stop = start + 1 + noise(k + 100) % (extent - start);
    let step = 1 + (noise(k + 200) % 4) * (k % 2);
    SliceItem::Range(Slice {
        start: Some(start as isize),
        stop: Some(stop as isize),
        step: step as isize,
    })
}

fn equal(what: &str, got: &AnyArray, want: &AnyArray, near: u8) -> Result<(), String> {
    let form = |a: &AnyArray| format!("{} {:?}", a.dtype(), a.shape());
    if (got.dtype(), got.shape()) != (want.dtype(), want.shape()) {
        return Err(format!("{what}: {}, not {}", form(got), form(want)));
    }
    // Bytes, so that NaN are equal.
    let bytes = |a: &AnyArray| {
        let mut bytes = Vec::new();
        let copy = with_dtype!(a, |a| AnyArray::from(a.view().to_array()));
        write_npy_any(&mut bytes, &copy).map(|()| bytes).map_err(|error| error.to_string())
    };
    let (got, want) = (bytes(got)?, bytes(want)?);
    let far = got.iter().zip(&want).filter(|(a, b)| a.abs_diff(**b) > near).count();
    let most = got.iter().zip(&want).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
    match far {
        0 => Ok(()),
        n => Err(format!("{what}: {n} of {} bytes differ, by up to {most}", got.len())),
    }
}

/// What the fixtures hold is compared in the same way.
pub(super) fn same(path: &Path, how: &str, want: &AnyArray, near: u8) -> Result<(), String> {
    compare(path, how, want, near)
}

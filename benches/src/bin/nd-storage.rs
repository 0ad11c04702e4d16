//! Reads files that the original libraries wrote, and writes some for them to read: `nd-storage FOLDER`,
//! where `xtask/py/storage.py make` has been. `cargo xtask conformance` runs it.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program, whose result is what it prints")]

use nd::io::{self, Compression, CreateOptions, Dataset, NpzWriter};
use nd::prelude::*;
use nd::{AnyArray, DType, Slice, Typed, with_dtype};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: nd-storage FOLDER");
        return ExitCode::from(2);
    };
    match run(&folder) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("nd-storage: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The number of mismatches.
fn run(folder: &Path) -> Result<usize, nd::Error> {
    let cases = std::fs::read_to_string(folder.join("cases.tsv"))?;
    let (mut read, mut bad, mut written) = (BTreeMap::new(), 0, String::new());
    for (k, line) in cases.lines().enumerate() {
        let Some((path, expected)) = line.split_once('\t') else { continue };
        let want = io::load_any(folder.join(expected))?;
        match compare(&folder.join(path), &want) {
            Ok(format) => *read.entry(format).or_insert(0) += 1,
            Err(what) => {
                bad += 1;
                if bad <= 10 {
                    println!("storage: {path}: {what}");
                }
            }
        }
        for (form, path) in write(folder, k, &want)? {
            written += &format!("{form}\t{path}\t{expected}\n");
        }
    }
    std::fs::write(folder.join("written.tsv"), written)?;
    let counts: Vec<String> = read.iter().map(|(format, n)| format!("{n} {format}")).collect();
    println!("storage: read {}: {bad} mismatches", counts.join(", "));
    Ok(bad)
}

/// Reads all of it and two slices.
fn compare(path: &Path, want: &AnyArray) -> Result<String, String> {
    let ds = io::open(path).map_err(|error| error.to_string())?;
    if (ds.dtype(), ds.shape()) != (want.dtype(), want.shape()) {
        return Err(format!("{ds:?} where {} {:?} was written", want.dtype(), want.shape()));
    }
    let format = ds.format().map_or("nothing".to_owned(), |format| format.to_string());
    with_dtype!(want, |want: T| {
        for slices in slices(want.shape()) {
            let got = ds.read::<T>(&slices).map_err(|error| error.to_string())?;
            if !same(&got, &want.slice(&slices).to_array()) {
                return Err(format!("other elements in {slices:?}"));
            }
        }
    });
    Ok(format)
}

/// Everything, every second element backwards, and a part of it.
fn slices(shape: &[usize]) -> Vec<Vec<nd::SliceItem>> {
    let each = |slice: &dyn Fn(isize) -> Slice| {
        shape.iter().map(|&n| nd::SliceItem::Range(slice(n as isize))).collect()
    };
    vec![
        vec![],
        each(&|_| Slice::ALL.step_by(-2)),
        each(&|n| Slice { start: Some(n / 3), stop: Some(n - n / 4), step: 1 }),
    ]
}

/// Whether two arrays are the same bits.
fn same<T: io::StoredElement>(a: &Array<T>, b: &Array<T>) -> bool {
    let bytes = |array: &Array<T>| {
        let mut file = Vec::new();
        let any = AnyArray::from(array.to_array());
        io::write_npy_any(&mut file, &any).map(|()| file).unwrap_or_default()
    };
    bytes(a) == bytes(b)
}

/// Writes an array in every format that can hold it; the format and path of each file.
fn write(
    folder: &Path,
    case: usize,
    a: &AnyArray,
) -> Result<Vec<(&'static str, String)>, nd::Error> {
    let inside = format!("written_{case:05}");
    std::fs::create_dir_all(folder.join(&inside))?;
    let mut files = Vec::new();
    let mut name = |form: &'static str, file: &str| {
        let path = format!("{inside}/{file}");
        files.push((form, path.clone()));
        folder.join(path)
    };
    with_dtype!(a, |a: T| {
        let units = CreateOptions::default().attribute("units", "kelvin");
        let chunks: Vec<usize> =
            a.shape().iter().enumerate().map(|(i, &n)| (n / (2 + i) + case % 3).max(1)).collect();
        let shards: Vec<usize> = chunks.iter().map(|n| n * 2).collect();
        put(&name("npy", "a.npy"), a, &CreateOptions::default())?;
        let fortran = CreateOptions::default().fortran_order(true);
        put(&name("npy", "f.npy"), a, &fortran)?;
        put(&name("hdf5", "a.h5").join("x"), a, &units)?;
        if !a.shape().is_empty() && a.size() > 0 {
            let packed = units.clone().chunks(&chunks[..]).compression(Compression::Gzip(4));
            let packed = packed.shuffle(case.is_multiple_of(2)).checksum(case.is_multiple_of(3));
            put(&name("hdf5", "packed.h5").join("x"), a, &packed)?;
            let lzf = units.clone().chunks(&chunks[..]).compression(Compression::Lzf);
            put(&name("hdf5", "lzf.h5").join("x"), a, &lzf.extendible(true))?;
        }
        put(&name("zarr", "a.zarr"), a, &units)?;
        if !a.shape().is_empty() {
            let zstd = units.clone().chunks(&chunks[..]).compression(Compression::Zstd(3));
            put(&name("zarr", "zstd.zarr"), a, &zstd.checksum(case.is_multiple_of(2)))?;
            let sharded = units.clone().chunks(&chunks[..]).shards(&shards[..]);
            put(&name("zarr", "shards.zarr"), a, &sharded.compression(Compression::Gzip(1)))?;
        }
        let mut archive = NpzWriter::create(name("npz", "a.npz"))?;
        archive.add_any("x", &AnyArray::from(a.to_array()))?;
        archive.finish()?;
        let mut archive = NpzWriter::create(name("npz", "packed.npz"))?.deflate(6);
        archive.add_any("x", &AnyArray::from(a.to_array()))?;
        archive.finish()?;
        if T::DTYPE == DType::F64 && a.ndim() == 2 && a.size() > 0 {
            let csv = io::TextWriteOptions::default();
            io::save_text(name("csv", "a.csv"), a, &csv)?;
        }
    });
    Ok(files)
}

/// Writes through the door, in two blocks.
fn put<T: io::StoredElement>(
    path: &Path,
    a: &Array<T>,
    options: &CreateOptions,
) -> Result<(), nd::Error> {
    let out = io::create(path, a.shape(), a.dtype(), options)?;
    match a.shape().first() {
        Some(&rows) => {
            let half = (rows / 2) as isize;
            out.write(s![half..], &a.slice(s![half..]))?;
            out.write(s![..half], &a.slice(s![..half]))?;
        }
        None => out.write(s![], a)?,
    }
    out.finish()?;
    // What was written can be read at once.
    let back = io::open(path).and_then(|ds: Dataset| ds.read::<T>(s![]))?;
    assert!(same(&back, a), "{}: written, and read back as something else", path.display());
    Ok(())
}

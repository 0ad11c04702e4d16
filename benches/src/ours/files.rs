//! Files: loading and saving, tables, compressed chunks.
//!
//! What is read was written here, but for TIFF tiles, which `benches/tiff_tiles.py` writes, into a folder that `peer_files.py` knows too, so that both sides read
//! the same bytes.

use crate::data::{bits, f64s};
use crate::workload::{Prepared, Workload};
use nd::io::{
    self, Compression, CreateOptions, NpzWriter, TiffCompression, TiffOptions, TiffPageOptions,
    TiffWriter,
};
use nd::prelude::*;
use nd::{AnyArray, DType};
use std::path::{Path, PathBuf};

/// 800 MB.
const LONG: usize = 100_000_000;
/// 200 MB of single precision.
const CUBE: [usize; 3] = [50, 1000, 1000];
/// 400 MB of single precision.
const LARGE: [usize; 3] = [100, 1000, 1000];
/// 4 MB a chunk.
const CHUNKS: [usize; 3] = [4, 500, 500];
/// 100 MB of text.
const TABLE: [usize; 2] = [560_000, 10];

pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/npy_load", prepare: npy_load },
    Workload { name: "nd/npy_save", prepare: npy_save },
    Workload { name: "nd/npz_load", prepare: npz_load },
    Workload { name: "nd/npz_save", prepare: npz_save },
    Workload { name: "nd/csv_load", prepare: csv_load },
    Workload { name: "nd/csv_save", prepare: csv_save },
    Workload { name: "nd/hdf5_load", prepare: || load("cube.h5/x", &hdf5(), CUBE) },
    Workload { name: "nd/hdf5_slab", prepare: hdf5_slab },
    Workload { name: "nd/hdf5_plain", prepare: || load("plain.h5/x", &plain(), CUBE) },
    Workload { name: "nd/hdf5_save", prepare: || save("written.h5/x", hdf5(), CUBE) },
    Workload { name: "nd/zarr_load", prepare: || load("large.zarr", &zarr(), LARGE) },
    Workload { name: "nd/zarr_save", prepare: || save("written.zarr", zarr(), LARGE) },
    Workload { name: "nd/zarr_slab", prepare: zarr_slab },
    Workload { name: "nd/zarr_many", prepare: || many("many.zarr") },
    Workload { name: "nd/hdf5_many", prepare: || many("many.h5/x") },
    Workload { name: "nd/tiff_deflate", prepare: || tiles("deflate.tif") },
    Workload { name: "nd/tiff_lzw", prepare: || tiles("lzw.tif") },
    Workload { name: "nd/tiff_zstd", prepare: || tiles("zstd.tif") },
    Workload { name: "nd/tiff_pyramid", prepare: pyramid },
];

fn file(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join("nd-bench-files");
    std::fs::create_dir_all(&folder).expect("a folder for files");
    folder.join(name)
}

/// A field that is smooth but for noise of twelve bits: it packs as measurements do.
fn field(shape: [usize; 3]) -> Array<f32> {
    let size: usize = shape.iter().product();
    let value = |i: u64| ((i % 4096) as f32) / 64.0 + (bits(1, i) >> 52) as f32 / 4096.0;
    Array::from_shape_vec(shape, (0..size as u64).map(value).collect())
}

fn plain() -> CreateOptions {
    CreateOptions::default()
}

fn hdf5() -> CreateOptions {
    let options = CreateOptions::default().chunks(CHUNKS).compression(Compression::Gzip(4));
    options.shuffle(true)
}

fn zarr() -> CreateOptions {
    CreateOptions::default().chunks(CHUNKS).compression(Compression::Zstd(3))
}

fn store(path: &Path, a: &Array<f32>, options: &CreateOptions) {
    let out = io::create(path, a.shape(), DType::F32, options).expect("a new file");
    out.write(s![], a).expect("room for it");
    out.finish().expect("room for it");
}

fn npy_load() -> Prepared {
    let path = file("long.npy");
    nd::save(&path, f64s(1, LONG, -1.0, 1.0)).expect("room for it");
    Prepared::new(move || nd::load::<f64>(&path).expect("it was written"))
}

fn npy_save() -> Prepared {
    let (path, a) = (file("written.npy"), Array::from_vec(f64s(1, LONG, -1.0, 1.0)));
    Prepared::new(move || nd::save(&path, &a).expect("room for it"))
}

fn archive(name: &str, a: &Array<f32>) {
    let mut archive = NpzWriter::create(file(name)).expect("a new file").deflate(6);
    archive.add("x", a).expect("room for it");
    archive.finish().expect("room for it");
}

fn npz_load() -> Prepared {
    archive("cube.npz", &field(CUBE));
    Prepared::new(|| {
        let archive = io::Npz::open(file("cube.npz")).expect("it was written");
        archive.load::<f32>("x").expect("it was written")
    })
}

fn npz_save() -> Prepared {
    let a = field(CUBE);
    Prepared::new(move || archive("written.npz", &a))
}

/// Numbers of 6 to 17 digits, as text has them.
fn table() -> Array<f64> {
    let size = TABLE[0] * TABLE[1];
    let value = |i: u64| match i % 2 {
        0 => (bits(1, i) >> 44) as f64 / 1000.0,
        _ => (bits(2, i) >> 11) as f64 * 2.0_f64.powi(-53),
    };
    Array::from_shape_vec(TABLE, (0..size as u64).map(value).collect())
}

fn csv_load() -> Prepared {
    let path = file("table.csv");
    io::save_text(&path, table(), &io::TextWriteOptions::default()).expect("room for it");
    let options = io::TextOptions::default();
    Prepared::new(move || io::load_text::<f64>(&path, &options).expect("it was written"))
}

fn csv_save() -> Prepared {
    let (path, a) = (file("written.csv"), table());
    let options = io::TextWriteOptions::default();
    Prepared::new(move || io::save_text(&path, &a, &options).expect("room for it"))
}

/// All of an array.
fn load(name: &'static str, options: &CreateOptions, shape: [usize; 3]) -> Prepared {
    store(&file(name), &field(shape), options);
    Prepared::new(move || {
        io::open(file(name)).and_then(|ds| ds.read::<f32>(s![])).expect("it was written")
    })
}

fn save(name: &'static str, options: CreateOptions, shape: [usize; 3]) -> Prepared {
    let a = field(shape);
    Prepared::new(move || store(&file(name), &a, &options))
}

/// One part in a hundred, across chunks.
fn hdf5_slab() -> Prepared {
    store(&file("cube.h5/x"), &field(CUBE), &hdf5());
    Prepared::new(|| {
        let ds = io::open(file("cube.h5/x")).expect("it was written");
        ds.read::<f32>(s![10..20, 300..500, 350..600]).expect("it was written")
    })
}

/// The same of shards, each of which holds fifty chunks.
fn zarr_slab() -> Prepared {
    let options = zarr().chunks([4, 100, 100]).shards([20, 500, 500]);
    store(&file("shards.zarr"), &field(LARGE), &options);
    Prepared::new(|| {
        let ds = io::open(file("shards.zarr")).expect("it was written");
        ds.read::<f32>(s![10..30, 300..500, 350..600]).expect("it was written")
    })
}

/// Opens an array of 100,000 chunks and reads one of them.
fn many(name: &'static str) -> Prepared {
    let path = file(name);
    if io::open(&path).is_err() {
        let a = AnyArray::from(Array::<u8>::zeros([100_000, 8]));
        let options = CreateOptions::default().chunks([1, 8]);
        let out = match name.ends_with("zarr") {
            // Not waiting for the disk a hundred thousand times.
            true => io::ZarrWriter::create(&path, [100_000, 8], DType::U8, &options)
                .map(|writer| writer.durable(false).into_writer()),
            false => io::create(&path, [100_000, 8], DType::U8, &options),
        };
        let out = out.expect("a new file");
        out.write_any(s![], &a).expect("room for it");
        out.finish().expect("room for it");
    }
    Prepared::new(move || {
        io::open(&path).and_then(|ds| ds.read::<u8>(s![77_777, ..])).expect("it was written")
    })
}

/// A picture of 10,000² in tiles.
fn tiles(name: &str) -> Prepared {
    let path = file(name);
    Prepared::new(move || nd::load::<u16>(&path).expect("tiff_tiles.py has been run"))
}

/// The picture of the tiles written as a pyramid in tiles of 256², by Deflate.
fn pyramid() -> Prepared {
    let picture = nd::load::<u16>(file("deflate.tif")).expect("tiff_tiles.py has been run");
    let path = file("pyramid.tif");
    Prepared::new(move || {
        let options = TiffOptions::default().durable(false);
        let page = TiffPageOptions::default()
            .tile([256, 256])
            .compression(TiffCompression::Deflate)
            .levels(usize::MAX);
        let mut writer = TiffWriter::create_with(&path, &options).expect("room for it");
        writer.write_page(&picture, &page).expect("room for it");
        writer.finish().expect("room for it");
    })
}

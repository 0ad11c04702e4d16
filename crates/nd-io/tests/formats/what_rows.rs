//! The rows of the table in `what.rs`: a format, a feature, and what is tried in either direction.

use nd_core::{Array, DType};
use nd_io::{
    Compression, CreateOptions, Error, Hdf5File, Hdf5FileWriter, Hdf5Kind, NetCdfFile, TextOptions,
    load_table,
};

use crate::what::{Cell, Cell::None, Cell::Refused, Cell::Yes, Place, Row};

/// Arrays of fixtures, read whole through the door.
macro_rules! reads {
    ($($path:expr),+ $(,)?) => {
        Yes(|place: &Place| {
            for path in [$($path),+] {
                place.read(path)?;
            }
            Ok(())
        })
    };
}

/// What a closure does is done.
macro_rules! does {
    ($what:expr) => {
        Yes(|place: &Place| {
            let what: fn(&Place) -> Result<(), Error> = $what;
            what(place)
        })
    };
}

/// A fixture whose arrays are refused, and the words.
macro_rules! refuses {
    ($path:expr, $words:expr) => {
        Refused(|place: &Place| place.read($path).map(|_| ()), $words)
    };
}

/// Arrays of element types, written and read back through the door.
macro_rules! writes {
    ($name:expr, $dtypes:expr, $options:expr) => {
        Yes(|place: &Place| place.write($name, &$dtypes, &$options))
    };
}

/// What is refused to be written, and the words.
macro_rules! does_not_write {
    ($name:expr, $dtypes:expr, $options:expr, $words:expr) => {
        Refused(|place: &Place| place.write($name, &$dtypes, &$options), $words)
    };
}

const fn row(format: &'static str, feature: &'static str, read: Cell, written: Cell) -> Row {
    Row { format, feature, read, written }
}

/// Every element type but one that a format has no name for.
fn but(missing: DType) -> Vec<DType> {
    DType::ALL.into_iter().filter(|dtype| *dtype != missing).collect()
}

fn plain() -> CreateOptions {
    CreateOptions::default()
}

fn chunked() -> CreateOptions {
    CreateOptions::default().chunks([2, 3])
}

pub(crate) static ROWS: &[Row] = &[
    row(
        "`.npy`",
        "numbers",
        reads!("golden/npy/f8_le_3d_f.npy"),
        writes!("a.npy", but(DType::BF16), plain()),
    ),
    row("`.npy`", "bfloat16", None, does_not_write!("a.npy", [DType::BF16], plain(), "bfloat16")),
    row(
        "`.npz`",
        "numbers, packed or not",
        reads!("cases/npz/streamed.npz/a"),
        writes!("a.npz/x", but(DType::BF16), plain()),
    ),
    row(
        "`.npz`",
        "members packed by bzip2, LZMA, Zstandard",
        reads!("cases/npz/packers.npz/b", "cases/npz/packers.npz/l"),
        None,
    ),
    row(
        "text",
        "tables with names, missing values, quotes",
        does!(|place| load_table(
            place.fixture("cases/text/b04_pandas_index.csv"),
            &TextOptions::default()
        )
        .map(|_| ())),
        writes!("a.csv", [DType::I64, DType::F64], plain()),
    ),
    row(
        "text",
        "gzip (`.csv.gz`)",
        does!(|place| {
            let text = [
                31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 212, 49, 226, 50, 214, 49, 225, 2, 0, 71, 147,
                108, 175, 8, 0, 0, 0,
            ];
            let path = place.file("a.csv.gz");
            std::fs::write(&path, text).unwrap();
            nd_io::load_any(&path).map(|_| ())
        }),
        None,
    ),
    row(
        "HDF5",
        "numbers, booleans, complex",
        reads!(
            "golden/hdf5/dtypes_latest.h5/be_c16",
            "cases/h5/types/numbers_latest.h5/bool32",
            "cases/h5/types/numbers_latest.h5/realimag8"
        ),
        writes!("a.h5/x", DType::ALL, plain()),
    ),
    row(
        "HDF5",
        "integers and floats of unusual width and form, bit fields, opaque",
        reads!(
            "cases/h5/types/numbers_latest.h5/i12_at_2",
            "cases/h5/types/numbers_latest.h5/f24",
            "cases/h5/types/numbers_latest.h5/B16BE",
            "cases/h5/types/numbers_latest.h5/opaque"
        ),
        None,
    ),
    row(
        "HDF5",
        "arrays as elements",
        reads!("cases/h5/types/numbers_latest.h5/arrays_of_arrays"),
        None,
    ),
    row(
        "HDF5",
        "records, by member or whole",
        reads!(
            "cases/h5/types/records_latest.h5/array_first/pos",
            "cases/h5/types/records_latest.h5/nested/in/m"
        ),
        None,
    ),
    row("HDF5", "times", refuses!("cases/h5/types/records_latest.h5/time/t", "a time"), None),
    row(
        "HDF5",
        "texts, in UTF-8 or not",
        does!(|place| {
            let texts = Hdf5File::open(place.fixture("cases/h5/types/words_latest.h5"))?.root();
            texts.texts("log")?.read()?;
            texts.texts("latin1")?.read_bytes().map(|_| ())
        }),
        does!(|place| {
            let mut file = Hdf5FileWriter::new(place.file("a.h5"))?;
            file.texts("x", &["a", "b"])?;
            file.finish()
        }),
    ),
    row(
        "HDF5",
        "lists of varying length, object references",
        does!(|place| {
            let root = Hdf5File::open(place.fixture("cases/h5/types/lists_latest.h5"))?.root();
            root.lists("f4")?.read_any()?;
            root.references("cells")?.paths().map(|_| ())
        }),
        None,
    ),
    row(
        "HDF5",
        "chunks, gzip, shuffle, checksums, axes that grow",
        reads!("golden/hdf5/filters_latest.h5/all"),
        writes!(
            "a.h5/x",
            DType::ALL,
            chunked()
                .compression(Compression::Gzip(4))
                .shuffle(true)
                .checksum(true)
                .extendible(true)
        ),
    ),
    row(
        "HDF5",
        "LZF",
        reads!("cases/h5/storage/packed.h5/lzf_lzf"),
        writes!("a.h5/x", DType::ALL, chunked().compression(Compression::Lzf)),
    ),
    row(
        "HDF5",
        "n-bit, scale-offset, szip",
        reads!(
            "cases/h5/storage/packed.h5/nbit_all",
            "cases/h5/storage/packed.h5/scaled_36",
            "cases/h5/storage/packed.h5/szip_nn_8"
        ),
        None,
    ),
    row(
        "HDF5",
        "blosc, blosc2, Zstandard, LZ4, bzip2, bitshuffle",
        reads!(
            "cases/h5/storage/packed.h5/blosc_zstd",
            "cases/h5/storage/packed.h5/blosc2_zstd_1_1",
            "cases/h5/storage/packed.h5/zstd_1",
            "cases/h5/storage/packed.h5/lz4_1",
            "cases/h5/storage/packed.h5/bzip2_1",
            "cases/h5/storage/packed.h5/bits_lz4_1"
        ),
        does_not_write!(
            "a.h5/x",
            [DType::F32],
            chunked().compression(Compression::Zstd(3)),
            "HDF5"
        ),
    ),
    row("HDF5", "virtual data sets", reads!("cases/h5/storage/spread_200.h5/woven"), None),
    row(
        "HDF5",
        "elements and links in other files",
        reads!("cases/h5/storage/outside.h5/pieces"),
        None,
    ),
    row("HDF5", "user blocks, MATLAB 7.3", reads!("cases/h5/types/user_block.mat/x"), None),
    row(
        "HDF5",
        "attributes of every type, each by itself",
        does!(|place| {
            let root = Hdf5File::open(place.fixture("cases/h5/types/words_latest.h5"))?.root();
            assert_eq!(root.kind("log")?, Hdf5Kind::Texts);
            Ok(())
        }),
        writes!("a.h5/x", [DType::F64], plain().attribute("units", "kelvin")),
    ),
    row(
        "HDF5",
        "dimension scales as names of axes (netCDF-4)",
        reads!("cases/h5/types/scales_latest.h5/model/t"),
        None,
    ),
    row(
        "netCDF classic",
        "versions 1, 2 and 5, records",
        reads!(
            "cases/netcdf/types_classic.nc/record_f8",
            "cases/netcdf/types_offset.nc/record_f8",
            "cases/netcdf/types_data.nc/record_u8"
        ),
        does_not_write!("a.cdf/x", [DType::F64], plain(), "netCDF"),
    ),
    row(
        "netCDF classic",
        "texts",
        does!(|place| NetCdfFile::open(place.fixture("cases/netcdf/texts.nc"))?
            .texts("station_name")
            .map(|_| ())),
        None,
    ),
    row(
        "all",
        "packed numbers and missing values as CF says (`Dataset::decoded`)",
        does!(|place| {
            let path = place.file("a.h5/x");
            let options = plain().attribute("scale_factor", 0.5).attribute("_FillValue", 1.0);
            nd_io::save_with(&path, [1.0, 2.0], &options)?;
            let decoded = nd_io::open(&path)?.decoded()?.read::<f64>([])?;
            assert!(decoded[[0]].is_nan() && decoded[[1]] == 1.0);
            Ok(())
        }),
        None,
    ),
    row(
        "Zarr 3",
        "chunks, shards, gzip, checksums",
        reads!("cases/zarr/v3_shards"),
        writes!(
            "a.zarr/x",
            DType::ALL,
            CreateOptions::default()
                .chunks([3, 2])
                .shards([6, 4])
                .compression(Compression::Gzip(4))
                .checksum(true)
        ),
    ),
    row(
        "Zarr 3",
        "blosc, LZ4, bzip2, LZMA, delta, packbits, … (numcodecs)",
        reads!(
            "cases/zarr/v3_blosc",
            "cases/zarr/v3_lz4",
            "cases/zarr/v3_bz2",
            "cases/zarr/v3_lzma",
            "cases/zarr/v3_delta",
            "cases/zarr/v3_packbits"
        ),
        None,
    ),
    row(
        "Zarr 3",
        "Zstandard (written with the feature `zstd`)",
        reads!("cases/zarr/v3_zstd"),
        None,
    ),
    row(
        "Zarr 2",
        "everything of the above that it has",
        reads!("cases/zarr/v2_bz2", "cases/zarr/v2_delta", "cases/zarr/fill_str"),
        None,
    ),
    row(
        "Zarr",
        "texts",
        does!(|place| nd_io::load_strings(place.fixture("cases/zarr/texts3_any")).map(|_| ())),
        None,
    ),
    row(
        "Zarr",
        "stores in ZIP archives",
        does!(|place| nd_io::list(place.fixture("cases/zarr/deflated.zarr.zip")).map(|_| ())),
        None,
    ),
    row(
        "TIFF",
        "1 to 64 bits, integers, floats, complex",
        reads!(
            "cases/img/bilevel.tif",
            "cases/img/i16.tif",
            "cases/img/u32.tif",
            "cases/img/f16.tif",
            "cases/img/f64.tif"
        ),
        writes!("a.tif", but(DType::BF16), plain()),
    ),
    row(
        "TIFF",
        "any number of channels, planes together or apart",
        reads!("cases/img/multi5.tif", "cases/img/planar_rgb_extra8.tif"),
        does!(|place| nd_io::save(place.file("a.tif"), Array::<u8>::zeros([4, 5, 7]))),
    ),
    row(
        "TIFF",
        "tiles or strips, by region, sparse",
        reads!(
            "cases/img/tiled_lzw.tif",
            "cases/img/sparse_whole.tif",
            "cases/img/sparse_strip.tif"
        ),
        None,
    ),
    row(
        "TIFF",
        "Deflate, LZW, PackBits, Zstandard, LZMA, JPEG, WebP, CCITT",
        reads!("cases/img/strip_zstd8.tif", "cases/img/lzma.tif", "cases/img/tiled_lzw.tif"),
        None,
    ),
    row(
        "TIFF",
        "palettes as colours or numbers; white as 0 as it is stored",
        reads!("cases/img/palette8.tif", "cases/img/miniswhite16.tif"),
        None,
    ),
    row(
        "TIFF",
        "pages, sub-images, ImageJ stacks, BigTIFF",
        reads!("cases/img/stack.tif/1", "cases/img/imagej.tif/1", "cases/img/ome.tif/1"),
        None,
    ),
    row(
        "PNG",
        "8 and 16 bits, grey to RGBA",
        does!(|place| picture(place, "a.png", 4)),
        writes!("a.png", [DType::U8, DType::U16], plain()),
    ),
    row(
        "WebP",
        "RGB and RGBA, without loss",
        does!(|place| picture(place, "a.webp", 3)),
        does!(|place| picture(place, "a.webp", 4)),
    ),
    row(
        "JPEG",
        "grey and RGB",
        does!(|place| picture(place, "a.jpg", 3)),
        does!(|place| picture(place, "a.jpg", 3)),
    ),
    row(
        "BMP",
        "every header and depth, palettes, bit fields, runs; written in 8 bits a channel",
        reads!("golden/pictures/runs8.bmp", "golden/pictures/565.bmp", "golden/pictures/core.bmp"),
        does!(|place| picture(place, "a.bmp", 4)),
    ),
    row(
        "PNM",
        "PBM, PGM, PPM, PAM; written as bytes",
        reads!("golden/pictures/digits.ppm", "golden/pictures/rgba.pam"),
        writes!("a.pnm", [DType::Bool, DType::U8, DType::U16], plain()),
    ),
    row(
        "GIF",
        "all frames; written of at most 256 colours",
        reads!("golden/pictures/moves2.gif/3", "golden/pictures/interlaced.gif"),
        does!(|place| picture(place, "a.gif", 3)),
    ),
    row(
        "QOI",
        "RGB and RGBA",
        reads!("golden/pictures/rgb.qoi", "golden/pictures/rgba.qoi"),
        does!(|place| picture(place, "a.qoi", 4)),
    ),
];

/// Saves a picture of so many channels, and loads it.
fn picture(place: &Place, name: &str, channels: usize) -> Result<(), Error> {
    let path = place.file(name);
    nd_io::save(&path, Array::<u8>::zeros([4, 5, channels]))?;
    assert_eq!(nd_io::load::<u8>(&path)?.shape(), [4, 5, channels]);
    Ok(())
}

//! TIFF written part by part: in any order, from many threads, gone on with after a death; the same file as by rows.

use std::path::{Path, PathBuf};

use nd_core::{AnyArray, Array, DType, SliceItem, s};
use nd_io::{
    Compression, CreateOptions, ErrorKind, OmeImage, Region, TiffCompression, TiffFile,
    TiffOptions, TiffPageOptions, TiffTileWriter, TiffWriter, chunks_for, create, load, load_any,
    save_with,
};

/// A folder of its own for each test, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("nd-tiff-tiles-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn picture(shape: &[usize]) -> Array<u16> {
    let size = shape.iter().product();
    let value = |i: usize| ((i * i / 77) as u16).wrapping_add((i % 13) as u16);
    Array::from_shape_vec(shape, (0..size).map(value).collect())
}

fn durable() -> TiffOptions {
    TiffOptions::default().durable(false)
}

/// Writes `a` by blocks of these extents, in an order that is none, on all threads.
fn scattered(out: &TiffTileWriter, a: &Array<u16>, block: [usize; 2]) {
    let [h, w] = [a.shape()[0], a.shape()[1]];
    let (rows, columns) = (h.div_ceil(block[0]), w.div_ceil(block[1]));
    let n = rows * columns;
    nd_core::threads::run(n, &|k| {
        let k = (k * 7919 + 3) % n; // 7919 is prime, and no n here has it
        let start = [k / columns * block[0], k % columns * block[1]];
        let stop = [h.min(start[0] + block[0]), w.min(start[1] + block[1])];
        let part = a.slice(s![start[0]..stop[0], start[1]..stop[1]]);
        let mut region = [&start[..], &vec![0; a.ndim() - 2]].concat();
        let extents = part.shape().to_vec();
        out.write_region(&Region::new(std::mem::take(&mut region), extents), &part).unwrap();
    });
}

/// All levels of the first page.
fn levels(path: &Path) -> Vec<AnyArray> {
    let page = TiffFile::open(path).unwrap().page(0).unwrap();
    let smaller = 0..page.sub_page_count().unwrap();
    let whole = nd_io::Dataset::new(page.clone()).read_any([]).unwrap();
    let rest =
        smaller.map(|k| nd_io::Dataset::new(page.sub_page(k).unwrap()).read_any([]).unwrap());
    std::iter::once(whole).chain(rest).collect()
}

#[test]
fn any_order_gives_the_levels_of_rows() {
    let folder = Folder::new("order");
    for (shape, tile) in
        [(&[70, 101][..], [16, 32]), (&[33, 50, 3], [16, 16]), (&[16, 16], [16, 16])]
    {
        let a = picture(shape);
        for packing in
            [TiffCompression::Uncompressed, TiffCompression::Deflate, TiffCompression::Lzw]
        {
            let page = TiffPageOptions::default().tile(tile).levels(9).compression(packing);
            let rows = folder.path("rows.tif");
            let mut writer = TiffWriter::create_with(&rows, &durable()).unwrap();
            writer.write_page(&a, &page).unwrap();
            writer.finish().unwrap();
            for block in [tile, [7, 11], [1, 200], [40, 3]] {
                let parts = folder.path("parts.tif");
                let out =
                    TiffTileWriter::create(&parts, shape, DType::U16, &durable(), &page).unwrap();
                scattered(&out, &a, block);
                out.finish().unwrap();
                assert_eq!(levels(&parts), levels(&rows), "{shape:?} {packing} {block:?}");
            }
        }
    }
}

#[test]
fn what_was_never_written_is_the_fill_value() {
    let folder = Folder::new("fill");
    let path = folder.path("x.tif");
    let options = CreateOptions::default().chunks([16, 16]).fill_value(7.0);
    let out = create(&path, [40, 40], DType::I16, &options).unwrap();
    out.write(s![3..5, 17..19], [[1i16, 2], [3, 4]]).unwrap();
    out.finish().unwrap();
    let a = load::<i16>(&path).unwrap();
    let mut expected = Array::full([40, 40], 7i16);
    expected.slice_mut(s![3..5, 17..19]).assign([[1i16, 2], [3, 4]]);
    assert_eq!(a, expected);
    // Of all empty tiles there is one.
    let bytes = std::fs::metadata(&path).unwrap().len();
    assert!(bytes < 3 * 512 + 1000, "{bytes}");
}

#[test]
fn parts_written_again_replace_what_was_there() {
    let folder = Folder::new("again");
    for packing in [Compression::None, Compression::Gzip(1)] {
        let path = folder.path("x.tif");
        let options = CreateOptions::default().chunks([16, 16]).compression(packing);
        let out = create(&path, [32, 48], DType::F32, &options).unwrap();
        let mut expected = Array::<f32>::zeros([32, 48]);
        for k in 0..60usize {
            let start = [k * 5 % 30, k * 11 % 40];
            let part = Array::full([2, 8], k as f32);
            out.write_region(&Region::new(start, [2, 8]), &part).unwrap();
            if k == 20 {
                out.write(s![..], Array::full([32, 48], 0.5f32)).unwrap();
                expected = Array::full([32, 48], 0.5);
            }
            let here = s![start[0]..start[0] + 2, start[1]..start[1] + 8];
            if k != 20 {
                expected.slice_mut(here).assign(&part);
            }
        }
        // Every third row, backwards.
        let stripes = Array::from_fn([11, 48], |i| (100 * i[0] + i[1]) as f32);
        out.write(s![..;-3], &stripes).unwrap();
        expected.slice_mut(s![..;-3]).assign(&stripes);
        out.finish().unwrap();
        assert_eq!(load::<f32>(&path).unwrap(), expected);
    }
}

/// A process that dies, in the middle of a tile's bytes too.
#[test]
fn work_goes_on_to_the_same_bytes() {
    let folder = Folder::new("go-on");
    let a = picture(&[100, 130]);
    let page =
        TiffPageOptions::default().tile([16, 48]).levels(9).compression(TiffCompression::Deflate);
    let ome = TiffOptions::default().durable(false).ome(OmeImage::new("YX", &[]));
    let begin =
        |path: &Path| TiffTileWriter::resume(path, [100, 130], DType::U16, &ome, &page).unwrap();
    // Rows of tiles in their order, those that are not there.
    let go_on = |path: &Path, most: usize| -> Option<TiffTileWriter> {
        let out = begin(path);
        let mut done = 0;
        for start in (0..100).step_by(16) {
            let stop = 100.min(start + 16);
            let region = Region::new([start, 0], [stop - start, 130]);
            if out.is_written(&region) {
                continue;
            }
            if done == most {
                return None;
            }
            out.write_region(&region, &a.slice(s![start..stop])).unwrap();
            done += 1;
        }
        Some(out)
    };
    let whole = folder.path("whole.ome.tif");
    go_on(&whole, 99).unwrap().finish().unwrap();
    let expected = std::fs::read(&whole).unwrap();
    assert_eq!(load::<u16>(&whole).unwrap(), a);

    let path = folder.path("x.ome.tif");
    let partial = folder.path("x.ome.tif.partial");
    for cut in [0, 1, 7, 200] {
        assert!(go_on(&path, 3).is_none());
        // More was written than is listed; or less than is listed, as after a power failure.
        let mut bytes = std::fs::read(&partial).unwrap();
        match cut {
            1 => bytes.extend([1; 100]),
            7 => {
                let last = bytes.len() - 1;
                bytes[last] ^= 1;
            }
            n => bytes.truncate(bytes.len() - n),
        }
        std::fs::write(&partial, bytes).unwrap();
        go_on(&path, 99).unwrap().finish().unwrap();
        // Rows of which a tile was lost are written again, behind what is left of them.
        let killed = matches!(cut, 0 | 1);
        assert_eq!(std::fs::read(&path).unwrap() == expected, killed, "{cut}");
        assert_eq!(levels(&path), levels(&whole), "{cut}");
        assert!(!partial.exists());
        std::fs::remove_file(&path).unwrap();
    }
    let left: Vec<_> = std::fs::read_dir(&folder.0).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn work_of_another_picture_is_not_gone_on_with() {
    let folder = Folder::new("other");
    let path = folder.path("x.tif");
    let page = TiffPageOptions::default().tile([16, 16]);
    let out = TiffTileWriter::resume(&path, [32, 32], DType::U8, &durable(), &page).unwrap();
    out.write_region(&Region::new([0, 0], [16, 16]), Array::<u8>::ones([16, 16])).unwrap();
    let busy = TiffTileWriter::resume(&path, [32, 32], DType::U8, &durable(), &page).unwrap_err();
    assert!(matches!(busy.kind(), ErrorKind::Locked), "{busy}");
    drop(out);
    let other = TiffTileWriter::resume(&path, [32, 48], DType::U8, &durable(), &page).unwrap_err();
    let message = other.to_string();
    assert!(message.contains("x.tif.partial.tiles, which is of another picture"), "{message}");
    // The work is still there.
    let out = TiffTileWriter::resume(&path, [32, 32], DType::U8, &durable(), &page).unwrap();
    assert!(out.is_written(&Region::new([0, 0], [16, 16])));
}

#[test]
fn what_cannot_be_says_why() {
    let folder = Folder::new("refused");
    let path = folder.path("x.tif");
    let plain = CreateOptions::default;
    let cases: [(CreateOptions, &[usize], DType, &str); 12] = [
        (plain().chunks([100, 100]), &[300, 300], DType::U8, "e.g. [112, 112]"),
        (plain().chunks([16, 16]), &[300, 300, 3], DType::U8, "e.g. [16, 16, 3]"),
        (plain().chunks([16, 16, 1]), &[300, 300, 3], DType::U8, "e.g. [16, 16, 3]"),
        (plain().chunks([0, 0]), &[300, 300], DType::U8, "e.g. [16, 16]"),
        (plain().shards([32, 32]), &[300, 300], DType::U8, "shards"),
        (plain().compression(Compression::Lzf), &[300, 300], DType::U8, "gzip or zstd"),
        (plain().compression(Compression::Gzip(10)), &[300, 300], DType::U8, "9 is the highest"),
        (plain().shuffle(true), &[300, 300], DType::U8, "predictors"),
        (plain().fill_value(300.0), &[300, 300], DType::U8, "300 as the fill value of uint8"),
        (plain(), &[300], DType::U8, "neither (h, w)"),
        (plain(), &[0, 5], DType::U8, "no pixels"),
        (plain(), &[5, 5], DType::BF16, "bfloat16"),
    ];
    for (options, shape, dtype, part) in cases {
        let error = create(&path, shape, dtype, &options).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error:?}");
        let message = error.to_string();
        assert!(message.contains(part) && message.contains("x.tif"), "{message}");
        let by_chunks = chunks_for(&path, shape, dtype, &options).is_err();
        assert!(by_chunks || part.contains("fill value"), "{part}");
    }
    let error = create(path.join("2"), [5, 5], DType::U8, &plain()).unwrap_err();
    assert!(error.to_string().contains("writing pages"), "{error}");
    let usual = chunks_for(&path, [5000, 40, 3], DType::U8, &plain()).unwrap();
    assert_eq!(usual, Some([512, 48, 3].into()));
    let separate = TiffPageOptions::default().separate(true);
    let error = TiffTileWriter::create(&path, [5, 5, 3], DType::U8, &durable(), &separate);
    assert!(error.unwrap_err().to_string().contains("separate planes"));
    assert!(!path.exists());
}

#[test]
fn saved_with_chunks_it_is_tiled() {
    let folder = Folder::new("saved");
    let path = folder.path("x.tif");
    let a = picture(&[90, 70, 3]);
    let options =
        CreateOptions::default().chunks([32, 32, 3]).compression(Compression::Gzip(6)).levels(1);
    save_with(&path, &a, &options).unwrap();
    assert_eq!(load_any(&path).unwrap(), AnyArray::from(a));
    let stored = nd_io::open(&path).unwrap();
    assert_eq!(stored.chunks(), Some(&[32, 32, 3][..]));
    assert_eq!(levels(&path).len(), 2);
}

/// More tiles wait than may: they are packed as they are, and taken out again.
#[test]
fn tiles_that_wait_are_bounded() {
    let folder = Folder::new("waiting");
    let path = folder.path("x.tif");
    // 128 MiB, of which every tile misses its last row until the end.
    let out = create(&path, [16_384, 4096], DType::U16, &CreateOptions::default()).unwrap();
    for start in (0..16_384).step_by(512) {
        let part = Array::from_fn([511, 4096], |i| (start + i[0] + i[1]) as u16);
        out.write_region(&Region::new([start, 0], [511, 4096]), &part).unwrap();
    }
    for row in (511..16_384).step_by(512) {
        let part = Array::from_fn([1, 4096], |i| (row + i[1]) as u16);
        out.write_region(&Region::new([row, 0], [1, 4096]), &part).unwrap();
    }
    out.finish().unwrap();
    let stored = nd_io::open(&path).unwrap();
    for row in [0, 510, 511, 512, 8191, 16_383usize] {
        let got = stored.read::<u16>([SliceItem::Index(row as isize)]).unwrap();
        assert!(got.iter().enumerate().all(|(k, &x)| x == (row + k) as u16), "{row}");
    }
}

#[cfg(feature = "conformance")]
mod conformance {
    use super::*;
    use nd_io::conformance::{Subject, check};
    use nd_io::{Dataset, DatasetWriter, Error};

    struct Tiles(PathBuf, CreateOptions);

    impl Subject for Tiles {
        fn create(&self, shape: &[usize], dtype: DType) -> Result<Option<DatasetWriter>, Error> {
            // Pictures have two axes, or three of which the last is no 1, and at least a pixel.
            let held = matches!(shape, [_, _] | [_, _, 2..=9]) && !shape.contains(&0);
            if !held || dtype == DType::BF16 {
                return Ok(None);
            }
            let mut options = self.1.clone();
            if options.chunks.is_some() {
                options = options.chunks([&[16, 16], &shape[2..]].concat());
            }
            nd_io::create(&self.0, shape, dtype, &options).map(Some)
        }

        fn open(&self) -> Result<Dataset, Error> {
            nd_io::open(&self.0)
        }
    }

    #[test]
    fn tiles_are_an_array() {
        let folder = Folder::new("suite");
        let plain = || CreateOptions::default().durable(false);
        for options in [plain(), plain().chunks([16, 16]).compression(Compression::Gzip(1))] {
            let report = check(&Tiles(folder.path("x.tif"), options)).unwrap();
            assert!(report.arrays > 20 && report.regions > 100, "{report:?}");
        }
    }
}

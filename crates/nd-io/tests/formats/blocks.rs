//! The conformance suite, for every format there is.

use std::path::PathBuf;

use nd_core::{AnyArray, Array, DType};
use nd_io::conformance::{Report, Subject, check, check_door, check_reader};
use nd_io::{CreateOptions, Dataset, DatasetWriter, Error, Npz, NpzWriter};

/// A format, by the name of the file.
struct ByName {
    path: PathBuf,
    options: CreateOptions,
    holds: fn(DType) -> bool,
    /// Chunks of three elements along each axis, and shards of two chunks.
    small_chunks: bool,
    shards: bool,
}

impl ByName {
    fn new(name: &str, holds: fn(DType) -> bool) -> Self {
        let path = std::env::temp_dir().join(format!("nd-io-blocks-{}-{name}", std::process::id()));
        Self { path, options: CreateOptions::default(), holds, small_chunks: false, shards: false }
    }

    #[track_caller]
    fn passes(&self) {
        let report =
            check(self).unwrap_or_else(|failure| panic!("{}: {failure}", self.path.display()));
        let Report { arrays, skipped, regions, .. } = report;
        assert_eq!(arrays + skipped, 15 * 10 * 4);
        assert!(regions > 1000, "{report:?}");
        assert!(arrays > 400, "{report:?}");
        let file = self.path.ancestors().find(|path| path.exists()).unwrap();
        if file.is_dir() {
            std::fs::remove_dir_all(file).unwrap();
        } else {
            std::fs::remove_file(file).unwrap();
        }
    }
}

impl Subject for ByName {
    fn create(&self, shape: &[usize], dtype: DType) -> Result<Option<DatasetWriter>, Error> {
        if !(self.holds)(dtype) {
            return Ok(None);
        }
        let mut options = self.options.clone();
        if self.small_chunks && shape.is_empty() {
            return Ok(None); // nothing to cut
        }
        if self.small_chunks {
            options = options.chunks(vec![3; shape.len()]);
        }
        if self.shards {
            options = options.shards(vec![6; shape.len()]);
        }
        nd_io::create(&self.path, shape, dtype, &options).map(Some)
    }

    fn open(&self) -> Result<Dataset, Error> {
        nd_io::open(&self.path)
    }
}

fn in_numpy(dtype: DType) -> bool {
    dtype != DType::BF16
}

#[test]
fn npy() {
    ByName::new("c.npy", in_numpy).passes();
}

#[test]
fn npy_in_fortran_order() {
    let mut subject = ByName::new("f.npy", in_numpy);
    subject.options.fortran_order = true;
    subject.passes();
}

#[test]
fn npz() {
    ByName::new("a.npz/x", in_numpy).passes();
    let mut subject = ByName::new("f.npz/deep/x", in_numpy);
    subject.options.fortran_order = true;
    subject.passes();
}

/// Whether a format takes arrays of a shape and type.
type Fits = dyn Fn(&[usize], DType) -> bool;

/// Every door, by whole arrays; text has rows and columns only, and the other arrays of a file stay.
#[test]
fn doors() {
    let folder = std::env::temp_dir().join(format!("nd-io-doors-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let any = |_: &[usize], _: DType| true;
    let numpy = |_: &[usize], dtype: DType| in_numpy(dtype);
    let rows = |shape: &[usize], _: DType| shape.len() == 2 && !shape.contains(&0);
    let row = |shape: &[usize], _: DType| shape.len() == 1;
    let mut doors: Vec<(&str, &Fits)> = vec![
        ("a.npy", &numpy),
        ("a.npz/x", &numpy),
        ("a.npz/deep/x", &numpy),
        ("a.raw", &row),
        ("a.bin", &row),
        ("a.csv", &rows),
        ("a.tsv", &rows),
        ("a.txt", &rows),
        ("a.dat", &rows),
    ];
    if cfg!(feature = "hdf5") {
        doors.extend([("a.h5/x", &any as _), ("a.hdf5/deep/x", &any as _), ("a.nc/x", &any as _)]);
    }
    if cfg!(feature = "zarr") {
        doors.extend([
            ("a.zarr", &any as _),
            ("b.zarr/x", &any as _),
            ("b.zarr/deep/x", &any as _),
        ]);
    }
    for (name, holds) in doors {
        let report = check_door(&folder.join(name), holds);
        let report = report.unwrap_or_else(|failure| panic!("{name}: {failure}"));
        assert!(report.arrays >= 30, "{name}: {report:?}");
        assert_eq!(report.arrays + report.skipped, 15 * 10, "{name}: {report:?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(feature = "hdf5")]
#[test]
fn hdf5() {
    ByName::new("plain.h5/deep/x", in_numpy).passes();
    let mut subject = ByName::new("packed.h5/x", in_numpy);
    subject.small_chunks = true;
    subject.options.compression = nd_io::Compression::Gzip(1);
    (subject.options.shuffle, subject.options.checksum) = (true, true);
    subject.passes();
    let mut subject = ByName::new("lzf.h5/x", in_numpy);
    subject.small_chunks = true;
    subject.options.compression = nd_io::Compression::Lzf;
    subject.options.extendible = true;
    subject.passes();
}

#[cfg(feature = "zarr")]
#[test]
fn zarr() {
    let mut subject = ByName::new("packed.zarr", |_| true);
    subject.small_chunks = true;
    let zstd = cfg!(any(feature = "zstd", feature = "zstd-c"));
    let (zstd, gzip) = (zstd.then_some(nd_io::Compression::Zstd(1)), nd_io::Compression::Gzip(1));
    subject.options.compression = zstd.unwrap_or(gzip);
    subject.options.checksum = true;
    subject.passes();
    let mut subject = ByName::new("shards.zarr", in_numpy);
    subject.small_chunks = true;
    subject.shards = true;
    subject.options.compression = nd_io::Compression::Gzip(1);
    subject.passes();
}

/// Raw files do not know what they hold.
struct Raw(ByName, std::cell::RefCell<(Vec<usize>, DType)>);

impl Subject for Raw {
    fn create(&self, shape: &[usize], dtype: DType) -> Result<Option<DatasetWriter>, Error> {
        *self.1.borrow_mut() = (shape.to_vec(), dtype);
        self.0.create(shape, dtype)
    }

    fn open(&self) -> Result<Dataset, Error> {
        let (shape, dtype) = &*self.1.borrow();
        let fortran_order = self.0.options.fortran_order;
        let options = nd_io::RawOptions::default().shape(&shape[..]).fortran_order(fortran_order);
        nd_io::open_raw(&self.0.path, *dtype, &options)
    }
}

#[test]
fn raw() {
    for fortran_order in [false, true] {
        let mut subject = ByName::new("x.raw", |_| true);
        subject.options.fortran_order = fortran_order;
        let raw = Raw(subject, (vec![], DType::U8).into());
        check(&raw).unwrap();
        std::fs::remove_file(&raw.0.path).unwrap();
    }
}

#[test]
fn members_of_archives_read_like_files() {
    let numbers: Vec<f32> = (0..5 * 6 * 7).map(|i| i as f32).collect();
    let a = Array::from_shape_vec([5, 6, 7], numbers);
    let bytes: Vec<u8> = a.iter().flat_map(|x| x.to_ne_bytes()).collect();
    let path = std::env::temp_dir().join(format!("nd-io-blocks-{}.npz", std::process::id()));
    let mut archive = NpzWriter::create(&path).unwrap();
    archive.add("stored", &a).unwrap();
    archive
        .add("fortran", &a.permute_dims(&[2, 1, 0]).to_array().permute_dims(&[2, 1, 0]))
        .unwrap();
    archive = archive.deflate(6);
    archive.add("deflated", &a).unwrap();
    archive.finish().unwrap();
    let archive = Npz::open(&path).unwrap();
    assert!(archive.header("fortran").unwrap().fortran_order());
    let in_memory = Npz::from_bytes(std::fs::read(&path).unwrap()).unwrap();
    for name in ["stored", "fortran", "deflated"] {
        check_reader(&archive.dataset(name).unwrap(), &bytes).unwrap();
        check_reader(&in_memory.dataset(name).unwrap(), &bytes).unwrap();
    }
    check_reader(&Dataset::from(AnyArray::from(a)), &bytes).unwrap();
    std::fs::remove_file(&path).unwrap();
}

/// A suite that lets a wrong format pass proves nothing.
#[test]
fn the_suite_finds_planted_mistakes() {
    use nd_io::{ArrayInfo, ReadBlocks, Region};
    struct Planted(Dataset, usize);
    impl ReadBlocks for Planted {
        fn info(&self) -> &ArrayInfo {
            self.0.info()
        }
        fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
            match self.1 {
                // Steps are forgotten.
                1 => self.0.read_block(&Region::new(region.start(), region.shape()), out),
                // The last byte is not written.
                2 => {
                    let last = out.last().copied();
                    self.0.read_block(region, out)?;
                    if let (Some(slot), Some(last)) = (out.last_mut(), last) {
                        *slot = last;
                    }
                    Ok(())
                }
                _ => self.0.read_block(region, out),
            }
        }
    }
    let a = Array::from_shape_vec([20, 10], (0..200).map(|i| i as u8).collect());
    let bytes: Vec<u8> = a.iter().copied().collect();
    let planted = |mistake| Planted(Dataset::from(AnyArray::from(a.clone())), mistake);
    assert!(check_reader(&planted(0), &bytes).is_ok());
    for mistake in 1..=2 {
        assert!(check_reader(&planted(mistake), &bytes).is_err(), "mistake {mistake}");
    }
}

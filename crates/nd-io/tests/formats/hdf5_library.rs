//! The C library, behind the same door and held to the same tests; and as the judge of our own reader.

use crate::hdf5_files::{folder, read_all, rows};
use nd_core::DType;
use nd_io::conformance::{Subject, check, check_reader};
use nd_io::{
    Compression, CreateOptions, Dataset, DatasetWriter, Error, ErrorKind, Hdf5File,
    Hdf5LibraryDataset, ReadBlocks,
};

#[test]
#[cfg(target_endian = "little")] // the index holds little-endian bytes
fn the_library_reads_h5pys_files_as_ours_does() {
    let mut checked = 0;
    for row in rows().iter().filter(|row| row.kind != "texts") {
        let path = folder().join(&row.file);
        let ours = Hdf5File::open(&path).and_then(|file| file.dataset(&row.path)).unwrap();
        let theirs = match Hdf5LibraryDataset::open(&path, &row.path) {
            // It has no name for bfloat16; a library older than a file's types says so.
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported { .. }) => continue,
            Err(error) if error.to_string().contains("bad version number") => continue,
            other => other.unwrap_or_else(|e| panic!("{row:?}: {e}")),
        };
        assert_eq!(theirs.info().dtype, ours.info().dtype, "{row:?}");
        assert_eq!(theirs.info().shape, ours.info().shape, "{row:?}");
        assert_eq!(theirs.info().chunks, ours.info().chunks, "{row:?}");
        if theirs.info().shape.contains(&0) {
            continue;
        }
        let bytes = read_all(&ours).unwrap();
        assert_eq!(bytes, row.bytes(), "{row:?}");
        // What it refuses to unpack (LZF, which h5py brings) it refuses for every part.
        match read_all(&theirs) {
            Ok(all) => assert_eq!(all, bytes, "{row:?}"),
            Err(error) => {
                assert!(error.to_string().contains("filter"), "{row:?}: {error}");
                continue;
            }
        }
        check_reader(&theirs, &bytes).unwrap_or_else(|e| panic!("{row:?}: {e}"));
        checked += 1;
    }
    assert!(checked > 90, "{checked}");
}

/// What ours writes, the library reads.
struct ReadByLibrary {
    path: std::path::PathBuf,
    options: CreateOptions,
}

impl Subject for ReadByLibrary {
    fn create(&self, shape: &[usize], dtype: DType) -> Result<Option<DatasetWriter>, Error> {
        let packed = self.options != CreateOptions::default();
        if dtype == DType::BF16 || packed && (shape.is_empty() || shape.contains(&0)) {
            return Ok(None);
        }
        let options = match packed {
            true => self.options.clone().chunks(vec![3; shape.len()]),
            false => self.options.clone(),
        };
        nd_io::create(self.path.join("x"), shape, dtype, &options).map(Some)
    }

    fn open(&self) -> Result<Dataset, Error> {
        Hdf5LibraryDataset::open(&self.path, "x").map(Dataset::new)
    }
}

#[test]
fn the_library_passes_the_suite_over_what_ours_writes() {
    let packed = CreateOptions::default().compression(Compression::Gzip(1)).shuffle(true);
    for (name, options) in [("plain", CreateOptions::default()), ("packed", packed)] {
        let file = format!("nd-libhdf5-{name}-{}.h5", std::process::id());
        let subject = ReadByLibrary { path: std::env::temp_dir().join(file), options };
        let report = check(&subject).unwrap_or_else(|failure| panic!("{name}: {failure}"));
        assert!(report.regions > 1000, "{report:?}");
        std::fs::remove_file(&subject.path).unwrap();
    }
}

#[test]
fn what_the_library_refuses_is_an_error_in_its_words() {
    let nothing = Hdf5LibraryDataset::open("no-such.h5", "x").unwrap_err();
    assert!(nothing.to_string().starts_with("no-such.h5: not valid HDF5: the C library: "));
    let path = folder().join("dtypes_earliest.h5");
    assert!(Hdf5LibraryDataset::open(&path, "no such array").is_err());
    let texts = rows().into_iter().find(|row| row.kind == "texts").unwrap();
    let error = Hdf5LibraryDataset::open(folder().join(&texts.file), &texts.path).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
}

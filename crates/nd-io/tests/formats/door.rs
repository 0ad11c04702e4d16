//! One door: formats are recognised, names inside files are found, and nothing is lost by creating.

use std::path::PathBuf;

use nd_core::{Array, DType, array, s};
use nd_io::{CreateOptions, Error, ErrorKind, Format};

fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("nd-io-door-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    folder
}

fn put(path: PathBuf, value: f64) -> Result<(), Error> {
    let out = nd_io::create(path, [3], DType::F64, &CreateOptions::default())?;
    out.write(s![], Array::full(3, value))?;
    out.finish()
}

fn get(path: PathBuf) -> Result<f64, Error> {
    Ok(nd_io::open(path)?.read::<f64>(s![0])?.into_vec()[0])
}

#[test]
fn the_content_tells_the_format_whatever_the_name() {
    let folder = scratch("content");
    nd_io::save_npy(folder.join("a"), [1.0, 2.0]).unwrap();
    assert_eq!(nd_io::open(folder.join("a")).unwrap().format(), Some(Format::Npy));
    nd_io::save_npz(folder.join("b.dat"), [("x", &array![1.0])]).unwrap();
    assert_eq!(nd_io::open(folder.join("b.dat")).unwrap().format(), Some(Format::Npz));
    std::fs::write(folder.join("c.csv"), "1,2\n3,4\n").unwrap();
    assert_eq!(nd_io::open(folder.join("c.csv")).unwrap().shape(), [2, 2]);
    std::fs::write(folder.join("d.raw"), [1, 2, 3]).unwrap();
    assert_eq!(nd_io::open(folder.join("d.raw")).unwrap().dtype(), DType::U8);
    std::fs::write(folder.join("e.xyz"), "PNG").unwrap();
    let error = nd_io::open(folder.join("e.xyz")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::UnknownFormat { .. }), "{error}");
    for missing in ["no.npy", "no/such.h5/x", "a/x"] {
        assert!(nd_io::open(folder.join(missing)).is_err(), "{missing}");
    }
    assert!(nd_io::create(folder.join("f"), [1], DType::U8, &CreateOptions::default()).is_err());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn directories_may_be_called_anything() {
    for odd in ["x.h5", "x.npz", "x.zarr", "x.npy"] {
        let folder = scratch(odd);
        put(folder.join("a.npy"), 1.0).unwrap();
        assert_eq!(get(folder.join("a.npy")).unwrap(), 1.0, "{odd}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[cfg(feature = "hdf5")]
#[test]
fn creating_in_an_hdf5_file_loses_no_other_array() {
    let folder = scratch("hdf5");
    let file = folder.join("run.h5");
    put(file.join("deep/x"), 1.0).unwrap();
    assert_eq!(nd_io::list(&file).unwrap(), ["deep/x"]);
    assert_eq!(get(file.clone()).unwrap(), 1.0);
    put(file.join("deep/x"), 2.0).unwrap(); // replaces itself
    let alone = std::fs::metadata(&file).unwrap().len();
    put(file.join("y"), 3.0).unwrap();
    put(file.join("deep/y"), 4.0).unwrap();
    assert_eq!(nd_io::list(&file).unwrap(), ["deep/x", "deep/y", "y"]);
    assert_eq!(get(file.join("deep/x")).unwrap(), 2.0);
    assert_eq!(get(file.join("deep/y")).unwrap(), 4.0);
    assert!(std::fs::metadata(&file).unwrap().len() > alone);
    for taken in ["deep", "deep/x/y"] {
        let error = put(file.join(taken), 5.0).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Io { .. }), "{taken}: {error}");
    }
    let error = nd_io::open(file.join("nothing")).unwrap_err();
    assert!(
        error.to_string().contains("no array \"nothing\"; there are \"deep\", \"y\""),
        "{error}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_has_names_needs_one_to_be_written() {
    let folder = scratch("named");
    for (file, format) in [("a.npz", Format::Npz), ("a.h5", Format::Hdf5), ("a.nc", Format::Hdf5)] {
        let path = folder.join(file);
        for error in [nd_io::save(&path, [1.0]).unwrap_err(), put(path.clone(), 1.0).unwrap_err()] {
            if !matches!(error.kind(), ErrorKind::Unsupported { .. }) {
                assert!(
                    matches!(error.kind(), ErrorKind::NameNeeded { format: f, .. } if *f == format)
                );
                let cure = format!("add one to the path, as in {}/NAME", path.display());
                assert!(error.to_string().ends_with(&cure), "{error}");
            }
        }
        assert!(!path.exists(), "{file}: nothing is made by a refusal");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_extension_that_nobody_knows_is_refused_with_those_there_are() {
    let folder = scratch("unknown");
    for name in ["a", "a.docx", "a.npy.gz", "a.h6/x"] {
        for error in [
            nd_io::save(folder.join(name), [1.0]).unwrap_err(),
            put(folder.join(name), 1.0).unwrap_err(),
        ] {
            let text = error.to_string();
            assert!(matches!(error.kind(), ErrorKind::UnknownFormat { .. }), "{text}");
            assert!(text.contains(".npy, .npz, .csv") && text.contains(".h5"), "{text}");
        }
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    std::fs::write(folder.join("e.xyz"), "PNG").unwrap();
    let text = nd_io::open(folder.join("e.xyz")).unwrap_err().to_string();
    let want = "unknown format: the file begins with \"PNG\", which is no signature, and its name ends in \
                none of .npy, ";
    assert!(text.contains(want), "{text}");
    std::fs::write(folder.join("odd.nc"), b"CDF\x07\0\0\0\0").unwrap();
    let text = nd_io::open(folder.join("odd.nc")).unwrap_err().to_string();
    assert!(text.ends_with("not supported in netCDF: version 7; there are 1, 2 and 5"), "{text}");
    // Classic files are read, under any name; those that are written are netCDF-4.
    std::fs::write(folder.join("old.nc"), [b"CDF\x01".as_slice(), &[0; 28]].concat()).unwrap();
    assert!(nd_io::list(folder.join("old.nc")).unwrap().is_empty());
    let text = nd_io::save(folder.join("old.nc/x"), [1.0]).unwrap_err().to_string();
    assert!(text.contains("netCDF classic"), "{text}");
    let text = nd_io::save(folder.join("new.cdf/x"), [1.0]).unwrap_err().to_string();
    assert!(text.contains("\".nc\" makes netCDF-4"), "{text}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn messages_say_what_is_wrong_and_the_cure() {
    let folder = scratch("messages");
    let said = |error: Error| error.to_string();
    let npz = folder.join("m.npz");
    nd_io::save(npz.join("a"), [1.0]).unwrap();
    nd_io::save(npz.join("b"), [1.0]).unwrap();
    let text = said(nd_io::open(&npz).unwrap_err());
    let want = "several arrays: name one at the end of the path, as …/a; there are \"a\", \"b\"";
    assert!(text.ends_with(want), "{text}");
    nd_io::save(folder.join("a.npy"), [1.0]).unwrap();
    let text = said(nd_io::open(folder.join("a.npy/x")).unwrap_err());
    assert!(
        text.ends_with("no array \"x\" inside: the file is one array, leave the name out"),
        "{text}"
    );
    let out =
        nd_io::create(folder.join("b.npy"), [2], DType::F64, &CreateOptions::default()).unwrap();
    let text = said(out.write(s![], [1, 2]).unwrap_err());
    let want = "the file is to hold float64, int32 was given (cast to float64 first)";
    assert!(text.ends_with(want), "{text}");
    let text = said(nd_io::load::<f32>(folder.join("a.npy")).unwrap_err());
    let want = "the file holds float64, float32 was requested (load it as float64 and cast)";
    assert!(text.ends_with(want), "{text}");
    std::fs::write(folder.join("t.csv"), "0.5\n").unwrap();
    let text = said(nd_io::load::<i64>(folder.join("t.csv")).unwrap_err());
    assert!(text.ends_with("line 1, column 1: \"0.5\" is not an int64"), "{text}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn raw_and_text_are_read_as_what_is_asked_for() {
    let folder = scratch("untyped");
    nd_io::save(folder.join("a.raw"), [1.5f32, 2.5]).unwrap();
    assert_eq!(nd_io::load::<f32>(folder.join("a.raw")).unwrap().into_vec(), [1.5, 2.5]);
    assert_eq!(nd_io::load_any(folder.join("a.raw")).unwrap().dtype(), DType::U8);
    nd_io::save(folder.join("a.csv"), array![[1, 2], [3, 4]]).unwrap();
    assert_eq!(nd_io::load::<f32>(folder.join("a.csv")).unwrap(), array![[1.0, 2.0], [3.0, 4.0]]);
    assert_eq!(nd_io::load_any(folder.join("a.csv")).unwrap().dtype(), DType::I64);
    assert!(nd_io::save(folder.join("a.csv"), Array::<f64>::zeros([2, 2, 2])).is_err());
    assert_eq!(nd_io::load::<i8>(folder.join("a.csv")).unwrap().shape(), [2, 2], "as it was");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn options_that_a_format_has_not_are_refused() {
    let folder = scratch("options");
    let chunked = CreateOptions::default().chunks([2]);
    for name in ["a.npy", "a.raw", "a.csv", "a.npz/x"] {
        let error = nd_io::save_with(folder.join(name), [1.0, 2.0, 3.0], &chunked).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{name}: {error}");
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    let packed = CreateOptions::default().compression(nd_io::Compression::Gzip(6));
    nd_io::save_with(folder.join("z.npz/x"), Array::<f64>::zeros(10_000), &packed).unwrap();
    assert!(std::fs::metadata(folder.join("z.npz")).unwrap().len() < 2000);
    assert_eq!(nd_io::load::<f64>(folder.join("z.npz/x")).unwrap().size(), 10_000);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn members_of_an_archive_keep_their_bytes_when_one_is_added() {
    let folder = scratch("members");
    let path = folder.join("m.npz");
    let mut archive = nd_io::NpzWriter::create(&path).unwrap().deflate(9);
    archive.add("packed", Array::full(1000, 7u16)).unwrap();
    archive.add_strings("words", &Array::from_vec(vec!["a", "b"])).unwrap();
    archive.finish().unwrap();
    nd_io::save(path.join("new"), [1.0]).unwrap();
    nd_io::save(path.join("new"), [2.0]).unwrap(); // replaced, not twice
    let archive = nd_io::Npz::open(&path).unwrap();
    assert_eq!(archive.names().collect::<Vec<_>>(), ["packed", "words", "new"]);
    assert_eq!(archive.load::<u16>("packed").unwrap(), Array::full(1000, 7u16));
    assert_eq!(archive.load_strings("words").unwrap().into_vec(), ["a", "b"]);
    assert_eq!(archive.load::<f64>("new").unwrap().into_vec(), [2.0]);
    // What is no archive is not overwritten.
    std::fs::write(folder.join("no.npz"), "not an archive").unwrap();
    assert!(nd_io::save(folder.join("no.npz/x"), [1.0]).is_err());
    assert_eq!(std::fs::read(folder.join("no.npz")).unwrap(), b"not an archive");
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(feature = "hdf5")]
#[test]
fn a_file_that_is_no_hdf5_is_not_overwritten() {
    let folder = scratch("no-hdf5");
    std::fs::write(folder.join("no.h5"), "not HDF5").unwrap();
    assert!(nd_io::save(folder.join("no.h5/x"), [1.0]).is_err());
    assert_eq!(std::fs::read(folder.join("no.h5")).unwrap(), b"not HDF5");
    std::fs::write(folder.join("empty.h5"), "").unwrap();
    nd_io::save(folder.join("empty.h5/x"), [1.0]).unwrap(); // as what tempfile libraries make
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(feature = "zarr")]
#[test]
fn reading_repairs_nothing() {
    let folder = scratch("repair");
    let path = folder.join("a.zarr");
    put(path.clone(), 1.0).unwrap();
    // As a writer leaves it that dies between its two renames.
    let kept = folder.join(".a.zarr.old.nd-tmp");
    std::fs::rename(&path, &kept).unwrap();
    let names = || -> Vec<_> {
        let entries = std::fs::read_dir(&folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    for result in [
        nd_io::open(&path).map(drop),
        nd_io::load::<f64>(&path).map(drop),
        nd_io::list(&path).map(drop),
        nd_io::ZarrArray::open(&path).map(drop),
    ] {
        let error = result.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Interrupted { .. }), "{error}");
        assert!(error.to_string().contains("nd_io::repair brings it back"), "{error}");
        assert_eq!(names(), [".a.zarr.old.nd-tmp"], "nothing is written");
    }
    assert!(nd_io::repair(&path).unwrap());
    assert_eq!((get(path.clone()).unwrap(), names()), (1.0, vec!["a.zarr".to_owned()]));
    assert!(!nd_io::repair(&path).unwrap());
    // Whoever writes repairs first.
    std::fs::rename(&path, &kept).unwrap();
    put(path.clone(), 2.0).unwrap();
    assert_eq!((get(path).unwrap(), names()), (2.0, vec!["a.zarr".to_owned()]));
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(feature = "zarr")]
#[test]
fn creating_in_a_zarr_store_leaves_the_others() {
    let folder = scratch("zarr");
    let store = folder.join("store.zarr");
    put(store.join("deep/x"), 1.0).unwrap();
    put(store.join("deep/y"), 2.0).unwrap();
    put(store.join("deep/x"), 3.0).unwrap();
    assert_eq!(nd_io::list(&store).unwrap(), ["deep/x", "deep/y"]);
    assert_eq!(nd_io::list(store.join("deep")).unwrap(), ["x", "y"]);
    assert_eq!(get(store.join("deep/x")).unwrap(), 3.0);
    assert_eq!(get(store.join("deep/y")).unwrap(), 2.0);
    assert!(put(store.clone(), 4.0).is_err(), "a group is no array");
    let error = nd_io::open(&store).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoSuchArray { .. }), "{error}");
    std::fs::remove_dir_all(folder).unwrap();
}

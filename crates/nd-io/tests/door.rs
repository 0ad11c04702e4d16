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
    out.write(s![], &Array::full(3, value))?;
    out.finish()
}

fn get(path: PathBuf) -> Result<f64, Error> {
    Ok(nd_io::open(path)?.read::<f64>(s![0])?.into_vec()[0])
}

#[test]
fn the_content_tells_the_format_whatever_the_name() {
    let folder = scratch("content");
    nd_io::save(folder.join("a"), &[1.0, 2.0]).unwrap();
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
    for other in ["y", "deep/y", "deep/x/y"] {
        let error = put(file.join(other), 3.0).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{other}: {error}");
    }
    assert_eq!(get(file.join("deep/x")).unwrap(), 2.0);
    let error = nd_io::open(file.join("nothing")).unwrap_err();
    assert!(error.to_string().contains("nothing"), "{error}");
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

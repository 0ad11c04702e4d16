//! Stores of zarr-python and numcodecs, against what they read in them (`golden/real_zarr.py`).

use std::path::{Path, PathBuf};

use nd_core::{AnyArray, Array, with_dtype};
use nd_io::{Attribute, StoredElement, ZarrGroup, ZarrMetadata};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/zarr");

fn file(name: &str) -> PathBuf {
    Path::new(FOLDER).join(name)
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("nd-io-zarr-real-{}-{name}", std::process::id()))
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

fn raw<T: StoredElement>(a: &Array<T>) -> Vec<u8> {
    T::as_bytes(a.as_slice().unwrap()).to_vec()
}

fn extents(shape: &[usize]) -> String {
    shape.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
}

#[test]
fn what_zarr_python_reads_is_read() {
    let index = std::fs::read_to_string(file("index.tsv")).unwrap();
    let mut read = 0;
    for line in index.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [path, dtype, shape, values] = fields[..] else { panic!("{line}") };
        if dtype == "text" {
            let texts = nd_io::load_strings(file(path)).expect(path);
            let joined = texts.iter().map(String::as_str).collect::<Vec<_>>().join("\0");
            assert_eq!(
                (extents(texts.shape()), joined.into_bytes()),
                (shape.into(), unhex(values)),
                "{path}"
            );
            let error = nd_io::open(file(path)).unwrap_err().to_string();
            assert!(error.contains("texts, which ZarrGroup::texts reads"), "{path}: {error}");
        } else {
            let array = nd_io::load_any(file(path)).expect(path);
            assert_eq!(
                (array.dtype().name(), extents(array.shape())),
                (dtype, shape.into()),
                "{path}"
            );
            assert_eq!(with_dtype!(&array, |a| raw(a)), unhex(values), "{path}");
        }
        read += 1;
    }
    assert!(read > 45, "{read}");
}

#[test]
fn attributes_are_what_python_wrote() {
    let ds = nd_io::open(file("v2_nested_keys")).unwrap();
    let names = ds.info().dimension_names.clone().unwrap();
    assert_eq!(names, [Some("y".to_owned()), Some("x".to_owned())]);
    let number = |name: &str| match &ds.attributes()[name] {
        Attribute::Numbers(numbers) => numbers.clone(),
        other => panic!("{name}: {other:?}"),
    };
    let float = |name: &str| Array::<f64>::try_from(number(name)).unwrap().into_vec()[0];
    assert!(float("nan").is_nan());
    assert_eq!(float("low"), f64::NEG_INFINITY);
    assert_eq!(Array::<u64>::try_from(number("u64")).unwrap().into_vec(), [u64::MAX]);
    let matrix = number("matrix");
    assert_eq!(matrix.shape(), [2, 2]);
    assert!(matches!(matrix, AnyArray::I64(_)));
    assert_eq!(ds.attributes()["word"].as_text(), Some("NaN"));
    for (name, json) in [("huge", "36893488147419103232"), ("ragged", "[[1], [2, 3]]")] {
        assert!(matches!(&ds.attributes()[name], Attribute::Json(text) if text == json), "{name}");
    }
}

#[test]
fn one_that_cannot_be_read_costs_itself_alone() {
    let names = ["broken", "dates", "good", "odd"];
    let listed = nd_io::list(file("refused")).unwrap();
    assert!(names[1..].iter().all(|name| listed.iter().any(|there| there == name)), "{listed:?}");
    assert_eq!(nd_io::load::<i16>(file("refused/good")).unwrap().shape(), [7, 11]);
    let odd = nd_io::open(file("refused/odd")).unwrap();
    assert_eq!(odd.shape(), [7, 11]);
    let error = odd.read_any(nd_core::s![]).unwrap_err().to_string();
    assert!(error.contains("codec \"zfpy\" of numcodecs"), "{error}");
    let error = nd_io::open(file("refused/dates")).unwrap_err().to_string();
    assert!(error.contains("dates, of which nd has none"), "{error}");
    assert!(nd_io::open(file("refused/broken")).is_err());
    let group = ZarrGroup::open(file("refused")).unwrap();
    let error = group.texts("good").unwrap_err().to_string();
    assert!(error.contains("texts of data_type \"int16\""), "{error}");
}

#[test]
fn archives_are_stores() {
    for name in ["stored.zarr.zip", "deflated.zarr.zip"] {
        assert_eq!(nd_io::list(file(name)).unwrap(), ["deep/x", "names"], "{name}");
        let error = nd_io::open(file(name).join("deep/y")).unwrap_err().to_string();
        assert!(error.contains("no array \"deep/y\""), "{error}");
        // Cut anywhere, or with a bit flipped: an error, or what it was.
        let bytes = std::fs::read(file(name)).unwrap();
        let whole = nd_io::load_any(file(name).join("deep/x")).unwrap();
        let path = scratch(name);
        for at in (0..bytes.len()).step_by(3) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            for bytes in [&flipped[..], &bytes[..at]] {
                std::fs::write(&path, bytes).unwrap();
                let _ = nd_io::load_strings(path.join("names"));
                if let Ok(found) = nd_io::load_any(path.join("deep/x")) {
                    assert_eq!(found.shape().len(), whole.shape().len());
                }
            }
        }
        std::fs::remove_file(path).unwrap();
    }
}

/// Every new codec, of damaged chunks: an error or some elements, never a panic.
#[test]
fn damaged_chunks_are_errors() {
    let index = std::fs::read_to_string(file("index.tsv")).unwrap();
    for line in index.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields[1] == "text" || fields[0].contains(".zip") || fields[0].contains('/') {
            continue;
        }
        let root = file(fields[0]);
        let document = ["zarr.json", ".zarray"].map(|name| std::fs::read(root.join(name)).ok());
        let document = document.into_iter().flatten().next().unwrap();
        let metadata = ZarrMetadata::from_json(&document).unwrap();
        let chunk = ["0.0", "0/0", "c/0/0", "0"].map(|key| std::fs::read(root.join(key)).ok());
        let chunk = chunk.into_iter().flatten().next().unwrap();
        let whole = metadata.decode_chunk(&chunk).unwrap();
        for at in 0..chunk.len() {
            let mut flipped = chunk.clone();
            flipped[at] ^= 1 << (at % 8);
            for bytes in [&flipped[..], &chunk[..at]] {
                if let Ok(found) = metadata.decode_chunk(bytes) {
                    assert_eq!(found.len(), whole.len(), "{line}");
                }
            }
        }
    }
}

#[test]
fn damaged_texts_are_errors() {
    for name in ["texts2_any", "texts3_any", "texts2_wide", "texts3_bytes"] {
        let path = scratch(name);
        let _ = std::fs::remove_dir_all(&path);
        copy(&file(name), &path);
        let key = ["0", "c/0"].into_iter().find(|key| path.join(key).is_file()).unwrap();
        let chunk = std::fs::read(path.join(key)).unwrap();
        for at in 0..chunk.len() {
            let mut flipped = chunk.clone();
            flipped[at] ^= 1 << (at % 8);
            for bytes in [&flipped[..], &chunk[..at]] {
                std::fs::write(path.join(key), bytes).unwrap();
                if let Ok(found) = nd_io::load_strings(&path) {
                    assert_eq!(found.shape(), [7]);
                }
            }
        }
        std::fs::remove_dir_all(path).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[test]
fn the_first_saves_into_a_store_may_come_at_once() {
    for round in 0..20 {
        let store = scratch(&format!("first-{round}.zarr"));
        std::thread::scope(|scope| {
            for k in 0..8 {
                let path = store.join(format!("group/{}/a{k}", k % 2));
                scope.spawn(move || nd_io::save(path, [k]).unwrap());
            }
        });
        assert_eq!(nd_io::list(&store).unwrap().len(), 8);
        for k in 0..8 {
            let path = store.join(format!("group/{}/a{k}", k % 2));
            assert_eq!(nd_io::load::<i32>(path).unwrap().into_vec(), [k]);
        }
        std::fs::remove_dir_all(store).unwrap();
    }
}

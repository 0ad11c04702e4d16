//! Arrays added to HDF5 files that exist: those of every library version, whatever way their groups keep
//! names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use nd_core::{Array, DType, array, s};
use nd_io::{
    Compression, CreateOptions, Error, ErrorKind, Hdf5Editor, Hdf5File, Hdf5FileWriter, Hdf5Group,
    Hdf5Kind, ReadBlocks,
};

use crate::hdf5_files::{folder, names, read_all};

/// A folder that is removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("nd-io-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Everything in a file, by name: bytes of small arrays, texts, attributes, kinds.
fn contents(path: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    group(&Hdf5File::open(path).unwrap().root(), "", 0, &mut all);
    all
}

fn group(this: &Hdf5Group, path: &str, depth: usize, all: &mut BTreeMap<String, String>) {
    all.insert(format!("{path}@"), format!("{:?}", this.attributes().map_err(|e| e.to_string())));
    for name in this.names().unwrap() {
        let full = format!("{path}/{name}");
        let found = match this.kind(&name) {
            Err(error) => error.to_string(),
            Ok(Hdf5Kind::Group) if depth < 3 => {
                group(&this.group(&name).unwrap(), &full, depth + 1, all);
                "a group".to_owned()
            }
            Ok(Hdf5Kind::Numbers) => match this.dataset(&name) {
                Ok(found) if found.info().nbytes().unwrap() < 1 << 20 => {
                    format!("{:?} {:?}", found.info(), read_all(&found).map_err(|e| e.to_string()))
                }
                Ok(found) => format!("{:?}", found.info()),
                Err(error) => error.to_string(),
            },
            Ok(Hdf5Kind::Texts) => {
                format!("{:?}", this.texts(&name).and_then(|texts| texts.read()))
            }
            Ok(kind) => format!("{kind:?}"),
        };
        all.insert(full, found);
    }
}

/// Bytes of somebody else's come first: such files are refused, and stay as they are.
fn begins_with_a_user_block(path: &Path) -> bool {
    !std::fs::read(path).unwrap().starts_with(b"\x89HDF")
}

#[test]
fn every_kind_of_file_takes_more_arrays_and_keeps_what_it_has() {
    let scratch = Scratch::new("hdf5-add");
    // For a look at them with h5py: `hdf5_check_added.py FOLDER`.
    let keep = std::env::var_os("ND_HDF5_ADDED").map(PathBuf::from);
    for name in names() {
        let path = scratch.0.join(&name);
        std::fs::copy(folder().join(&name), &path).unwrap();
        let before = contents(&path);
        let first = nd_io::save(path.join("new top"), array![[1i32, 2], [3, 4]]);
        if begins_with_a_user_block(&path) {
            let error = first.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{name}: {error}");
            assert!(std::fs::read(&path).unwrap() == std::fs::read(folder().join(&name)).unwrap());
            continue;
        }
        first.unwrap();
        let packed = CreateOptions::default()
            .chunks([7])
            .compression(Compression::Gzip(4))
            .attribute("units", "kelvin");
        nd_io::save_with(path.join("newer/deep/x"), vec![2.5f64; 20], &packed).unwrap();
        nd_io::save(path.join("newer/deep/y"), [true, false]).unwrap();
        nd_io::save(path.join("new top"), [9u8]).unwrap(); // in place of the first
        let mut after = contents(&path);
        assert_eq!(nd_io::load::<u8>(path.join("new top")).unwrap().into_vec(), [9], "{name}");
        let x = nd_io::open(path.join("newer/deep/x")).unwrap();
        assert_eq!(x.read::<f64>(s![-1]).unwrap().into_vec(), [2.5], "{name}");
        assert_eq!(x.attributes()["units"].as_text(), Some("kelvin"));
        assert_eq!(
            nd_io::load::<bool>(path.join("newer/deep/y")).unwrap().into_vec(),
            [true, false]
        );
        after.retain(|name, _| !name.starts_with("/new"));
        assert_eq!(after, before, "{name}");
        if let Some(keep) = &keep {
            std::fs::copy(&path, keep.join(&name)).unwrap();
        }
    }
}

#[test]
fn arrays_go_into_groups_that_exist_at_any_depth() {
    let scratch = Scratch::new("hdf5-add-deep");
    for name in ["groups_earliest.h5", "groups_latest.h5"] {
        let path = scratch.0.join(name);
        std::fs::copy(folder().join(name), &path).unwrap();
        let root = Hdf5File::open(&path).unwrap().root();
        let mut groups = vec![String::new()];
        for name in root.names().unwrap() {
            if matches!(root.kind(&name), Ok(Hdf5Kind::Group)) {
                groups.push(format!("{name}/"));
            }
        }
        assert!(groups.len() > 2, "{name} has groups");
        drop(root);
        let mut before = contents(&path);
        for group in &groups {
            let inside = format!("{group}added here");
            nd_io::save(path.join(&inside), [group.len() as u64]).unwrap();
            let found = nd_io::load::<u64>(path.join(&inside)).unwrap();
            assert_eq!(found.into_vec(), [group.len() as u64], "{name} {group}");
        }
        let mut after = contents(&path);
        for all in [&mut before, &mut after] {
            all.retain(|name, _| !name.ends_with("/added here"));
        }
        assert_eq!(after, before, "{name}");
    }
}

#[test]
fn an_editor_adds_several_and_changes_others_at_once() {
    let scratch = Scratch::new("hdf5-add-editor");
    let path = scratch.0.join("a.h5");
    let mut file = Hdf5FileWriter::new(&path).unwrap();
    file.save("g/old", [1i16, 2, 3]).unwrap();
    file.texts("words", &["a", "b"]).unwrap();
    file.finish().unwrap();

    let mut file = Hdf5Editor::open(&path).unwrap();
    let old = nd_io::DatasetWriter::new(file.dataset("g/old").unwrap());
    old.write(s![1..], [20i16, 30]).unwrap();
    file.save("g/new", [1.5f32]).unwrap();
    let t = file.create("h/t", [2, 2], DType::U8, &CreateOptions::default()).unwrap();
    t.write(s![1, ..], [7u8, 8]).unwrap();
    for taken in ["words", "g", "words/x", "g/old/x"] {
        let error = file.save(taken, [0u8]).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Io { .. }), "{taken}: {error}");
    }
    assert!(!nd_io::list(&path).unwrap_or_default().contains(&"g/new".into()), "not finished");
    file.finish().unwrap();

    let root = Hdf5File::open(&path).unwrap().root();
    assert_eq!(root.load::<i16>("g/old").unwrap().into_vec(), [1, 20, 30]);
    assert_eq!(root.load::<f32>("g/new").unwrap().into_vec(), [1.5]);
    assert_eq!(root.load::<u8>("h/t").unwrap(), array![[0, 0], [7, 8]]);
    assert_eq!(root.texts("words").unwrap().read().unwrap(), ["a", "b"]);
}

#[test]
fn readers_keep_the_file_they_opened() {
    let scratch = Scratch::new("hdf5-add-readers");
    let path = scratch.0.join("a.h5");
    nd_io::save(path.join("x"), [1.0, 2.0]).unwrap();
    let old = nd_io::open(path.join("x")).unwrap();
    nd_io::save(path.join("x"), [3.0, 4.0]).unwrap();
    nd_io::save(path.join("y"), [5.0]).unwrap();
    assert_eq!(old.read::<f64>(s![]).unwrap().into_vec(), [1.0, 2.0]);
    assert_eq!(nd_io::load::<f64>(path.join("x")).unwrap().into_vec(), [3.0, 4.0]);
}

#[test]
fn what_is_saved_at_the_same_time_is_all_there() {
    let scratch = Scratch::new("hdf5-add-race");
    for file in ["a.h5", "a.npz"] {
        let path = scratch.0.join(file);
        std::thread::scope(|scope| {
            for i in 0..4u64 {
                let path = &path;
                scope.spawn(move || {
                    for k in 0..5u64 {
                        let name = path.join(format!("x{i}_{k}"));
                        nd_io::save(name, vec![i * 10 + k; 100]).unwrap();
                    }
                });
            }
        });
        assert_eq!(nd_io::list(&path).unwrap().len(), 20, "{file}");
        for (i, k) in (0..4).flat_map(|i| (0..5).map(move |k| (i, k))) {
            let found = nd_io::load::<u64>(path.join(format!("x{i}_{k}"))).unwrap();
            assert_eq!(found, Array::full(100, i * 10 + k), "{file}");
        }
        let left: Vec<_> =
            std::fs::read_dir(&scratch.0).unwrap().map(|e| e.unwrap().path()).collect();
        assert!(left.iter().all(|path| !path.to_string_lossy().contains(".nd-tmp")), "{left:?}");
    }
}

#[test]
fn an_array_given_up_leaves_the_file() -> Result<(), Error> {
    let scratch = Scratch::new("hdf5-add-drop");
    let path = scratch.0.join("a.h5");
    nd_io::save(path.join("x"), [1.0])?;
    let bytes = std::fs::read(&path).unwrap();
    let out = nd_io::create(path.join("y"), [1000], DType::F64, &CreateOptions::default())?;
    out.write(s![..10], [1.0; 10])?;
    drop(out);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(nd_io::list(&path)?, ["x"]);
    Ok(())
}

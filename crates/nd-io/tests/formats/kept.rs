//! What a save must not lose, and what must not be taken for something else.

use std::path::PathBuf;

use nd_io::{ErrorKind, NpzWriter, list, load, save};

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("nd-io-kept-{name}-{}", std::process::id()));
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

/// Bytes of somebody else's in front of the only array there is.
#[cfg(feature = "hdf5")]
#[test]
fn a_user_block_is_not_dropped_with_the_only_array() {
    let scratch = Scratch::new("block");
    let path = scratch.0.join("a.h5");
    save(path.join("x"), [1.0, 2.0]).unwrap();
    let mut bytes = b"MATLAB 7.3 MAT-file".to_vec();
    bytes.resize(512, 0);
    bytes.extend(std::fs::read(&path).unwrap());
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(load::<f64>(path.join("x")).unwrap().into_vec(), [1.0, 2.0]);
    let error = save(path.join("x"), [3.0]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
    assert!(std::fs::read(&path).unwrap() == bytes);
}

/// Other readers believe the copy of the metadata in the store's root, and see no new arrays, or old
/// shapes: after an addition there is none.
#[cfg(feature = "zarr")]
#[test]
fn consolidated_metadata_does_not_outlive_what_it_says() {
    let scratch = Scratch::new("consolidated");
    let root = scratch.0.join("s.zarr");
    save(root.join("deep/x"), [1.0, 2.0]).unwrap();
    let copy = r#"{"zarr_format":3,"node_type":"group","attributes":{"a":0.1000},
        "consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":{}}}"#;
    for group in ["zarr.json", "deep/zarr.json"] {
        std::fs::write(root.join(group), copy).unwrap();
    }
    save(root.join("deep/y"), [3.0]).unwrap();
    for group in ["zarr.json", "deep/zarr.json"] {
        let now = std::fs::read_to_string(root.join(group)).unwrap();
        assert!(!now.contains("consolidated") && now.contains("0.1000"), "{now}");
    }
    assert_eq!(list(&root).unwrap(), ["deep/x", "deep/y"]);
}

/// Two who add to one archive at the same time: the second is told, and nothing is lost.
#[test]
fn an_archive_that_is_being_added_to_is_not_changed_by_others() {
    let scratch = Scratch::new("archive");
    let path = scratch.0.join("a.npz");
    save(path.join("a"), [1.0]).unwrap();
    let mut writer = NpzWriter::open(&path).unwrap();
    writer.add("b", [2.0]).unwrap();
    assert!(save(path.join("c"), [3.0]).is_err());
    writer.finish().unwrap();
    save(path.join("c"), [3.0]).unwrap();
    assert_eq!(list(&path).unwrap(), ["a", "b", "c"]);
}

#[cfg(feature = "hdf5")]
#[test]
fn a_file_that_is_being_edited_is_not_made_anew_by_others() {
    let scratch = Scratch::new("edited");
    let path = scratch.0.join("a.h5");
    save(path.join("x"), [1.0]).unwrap();
    let mut editor = nd_io::Hdf5Editor::open(&path).unwrap();
    editor.save("y", [2.0]).unwrap();
    assert!(save(path.join("x"), [3.0]).is_err());
    editor.finish().unwrap();
    assert_eq!(list(&path).unwrap(), ["x", "y"]);
}

/// Plain text called `.gz` is refused by whoever goes by the name.
#[test]
fn text_is_not_written_under_the_name_of_a_packed_file() {
    let scratch = Scratch::new("gz");
    let path = scratch.0.join("a.csv.gz");
    let error = save(&path, [[1.0, 2.0]]).unwrap_err().to_string();
    assert!(error.contains("leave out \".gz\""), "{error}");
    assert!(!path.exists());
}

/// Raw numbers begin with any bytes.
#[test]
fn raw_numbers_are_no_picture() {
    let scratch = Scratch::new("raw");
    for bytes in [[255u8, 216, 255, 0], *b"II*\0", *b"\x89PNG"] {
        let path = scratch.0.join("a.raw");
        save(&path, bytes).unwrap();
        assert_eq!(load::<u8>(&path).unwrap().into_vec(), bytes);
    }
}

/// A link where a lock goes is neither followed nor waited for.
#[cfg(unix)]
#[test]
fn a_lock_is_no_link() {
    let scratch = Scratch::new("lock");
    let path = scratch.0.join("a.npz");
    save(path.join("a"), [1.0]).unwrap();
    let writer = NpzWriter::open(&path).unwrap();
    let is_lock = |name: &PathBuf| name.to_string_lossy().contains("edit");
    let names = std::fs::read_dir(&scratch.0).unwrap().map(|entry| entry.unwrap().path());
    let lock = names.into_iter().find(is_lock).expect("a file that is the lock");
    drop(writer);
    let elsewhere = scratch.0.join("elsewhere");
    std::os::unix::fs::symlink(&elsewhere, &lock).unwrap();
    assert!(save(path.join("b"), [2.0]).unwrap_err().to_string().contains("symbolic link"));
    assert!(!elsewhere.exists());
}

/// Red, green, blue and near infrared, which the codec would call RGB.
#[cfg(feature = "pictures")]
#[test]
fn a_channel_more_than_rgb_is_not_left_out() {
    let entries: [(u16, u16, u32, u32); 10] = [
        (256, 3, 1, 2),   // width
        (257, 3, 1, 1),   // height
        (258, 3, 4, 134), // bits, behind the directory
        (259, 3, 1, 1),   // not packed
        (262, 3, 1, 2),   // RGB
        (273, 4, 1, 142), // where the strip is
        (277, 3, 1, 4),   // samples a pixel
        (278, 3, 1, 1),   // rows in a strip
        (279, 4, 1, 8),   // bytes in it
        (338, 3, 1, 0),   // one more, unspecified
    ];
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    file.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        file.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        file.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
    }
    file.extend(0u32.to_le_bytes());
    assert_eq!(file.len(), 134);
    file.extend([8u16; 4].map(u16::to_le_bytes).concat());
    file.extend(1..=8u8);
    let scratch = Scratch::new("tiff");
    let path = scratch.0.join("a.tif");
    std::fs::write(&path, file).unwrap();
    let pixels = load::<u8>(&path).unwrap();
    assert_eq!(pixels.shape(), [1, 2, 4]);
    assert_eq!(pixels.into_vec(), [1, 2, 3, 4, 5, 6, 7, 8]);
}

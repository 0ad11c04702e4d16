//! Archives of other programs, against what np.load finds in them (`golden/real_npz.py`).

use std::path::{Path, PathBuf};

use nd_core::Array;
use nd_core::with_dtype;
use nd_io::{ErrorKind, Npz, NpzWriter, StoredElement};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/npz");

fn file(name: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{name}.npz"))
}

fn scratch(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("nd-io-npz-real-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

fn raw<T: StoredElement>(a: &Array<T>) -> Vec<u8> {
    T::as_bytes(a.as_slice().unwrap()).to_vec()
}

#[test]
fn what_np_load_finds_is_found() {
    let index = std::fs::read_to_string(Path::new(FOLDER).join("index.tsv")).unwrap();
    for line in index.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, member, dtype, shape, values] = fields[..] else { panic!("{line}") };
        let archive = Npz::open(file(name)).unwrap();
        assert!(archive.names().any(|name| name == member), "{line}");
        if dtype == "bytes" {
            assert_eq!(archive.load_bytes(member).unwrap(), unhex(values), "{line}");
            assert!(archive.load_any(member).is_err());
            continue;
        }
        let array = archive.load_any(member).unwrap();
        let found: Vec<String> = array.shape().iter().map(ToString::to_string).collect();
        assert_eq!((array.dtype().name(), &*found.join(",")), (dtype, shape), "{line}");
        assert_eq!(with_dtype!(&array, |a| raw(a)), unhex(values), "{line}");
        let ds = nd_io::open(file(name).join(member)).unwrap();
        assert_eq!(ds.shape(), array.shape(), "{line}");
        assert_eq!(nd_io::load_any(file(name).join(member)).unwrap().shape(), array.shape());
    }
    // np.load asks for an archive at the first byte; zipfile does not.
    let behind = Npz::open(file("behind")).unwrap();
    assert_eq!(behind.load::<i64>("a").unwrap().into_vec(), [0, 1, 2]);
    assert_eq!(behind.load::<f64>("d").unwrap().shape(), [3, 4]);
    assert_eq!(nd_io::list(file("others")).unwrap(), ["folder/a", "README.txt"]);
    assert_eq!(nd_io::list(file("latin_name")).unwrap(), ["ü", "b"]);
}

#[test]
fn a_member_that_cannot_be_read_costs_itself_alone() {
    let archive = Npz::open(file("one_bad")).unwrap();
    assert_eq!(archive.names().collect::<Vec<_>>(), ["a", "b", "c", "d", "e"]);
    for (name, what) in [
        (
            "a",
            "member \"a.npy\" is packed by method 97; stored, deflate, bzip2, lzma and zstd are read",
        ),
        ("b", "member \"b.npy\" is encrypted"),
        ("c", "bytes cannot unpack to"),
    ] {
        let error = archive.load_any(name).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
    // Two of one name: the last one counts, as for zipfile.
    let mut bytes = std::fs::read(file("one_bad")).unwrap();
    while let Some(at) = bytes.windows(5).position(|name| name == b"d.npy") {
        bytes[at] = b'e';
    }
    let archive = Npz::from_bytes(bytes).unwrap();
    assert_eq!(archive.names().filter(|&name| name == "e").count(), 1);
    assert_eq!(archive.load::<i64>("e").unwrap().into_vec(), [0, 1, 2]);
}

#[test]
fn adding_changes_nothing_of_what_is_there() {
    for name in ["packers", "streamed", "zip64", "others", "unicode", "latin_name"] {
        let old = std::fs::read(file(name)).unwrap();
        let path = scratch(&format!("{name}.npz"), &old);
        nd_io::save(path.join("new"), [7_u8]).unwrap();
        nd_io::save(path.join("new"), [8_u8, 9]).unwrap();
        let mut archive = NpzWriter::open(&path).unwrap();
        archive.add("more", [1.5_f32]).unwrap();
        archive.finish().unwrap();
        let (before, after) = (Npz::open(file(name)).unwrap(), Npz::open(&path).unwrap());
        for member in before.names() {
            let bytes = |archive: &Npz| archive.load_bytes(member).unwrap();
            assert_eq!(bytes(&before), bytes(&after), "{name} {member}");
        }
        assert_eq!(after.load::<u8>("new").unwrap().into_vec(), [8, 9]);
        assert_eq!(after.load::<f32>("more").unwrap().into_vec(), [1.5]);
        assert_eq!(after.names().count(), before.names().count() + 2);
        // Dates and who made it are in the records of the directory, which are the old ones.
        let new = std::fs::read(&path).unwrap();
        for record in records(&old) {
            assert!(records(&new).contains(&record), "{name}");
        }
        std::fs::remove_file(path).unwrap();
    }
}

/// The records of the directory, without positions.
fn records(archive: &[u8]) -> Vec<Vec<u8>> {
    let number = |at: usize| usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]));
    let places = (0..archive.len() - 46).filter(|&at| archive[at..].starts_with(b"PK\x01\x02"));
    let records = places.map(|at| {
        let len = 46 + number(at + 28) + number(at + 30) + number(at + 32);
        let mut record = archive[at..at + len].to_vec();
        record[42..46].fill(0);
        record
    });
    records.collect()
}

#[test]
fn members_that_nobody_can_read_and_comments_stay() {
    let old = std::fs::read(file("one_bad")).unwrap();
    // The one that lies about its size is damaged: nothing is copied of which nobody knows the end.
    let path = scratch("one_bad.npz", &old);
    nd_io::save(path.join("e"), [7_u8]).unwrap();
    let new = std::fs::read(&path).unwrap();
    assert!(new.ends_with(b"\x04\x00kept"), "the comment");
    let archive = Npz::open(&path).unwrap();
    assert_eq!(archive.load::<u8>("e").unwrap().into_vec(), [7]);
    assert!(archive.load_any("a").unwrap_err().to_string().contains("method 97"));
    for record in &records(&old)[..4] {
        let kept = records(&new).iter().any(|new| new[..42] == record[..42]);
        assert!(kept);
    }
    std::fs::remove_file(&path).unwrap();

    let path = scratch("behind.npz", &std::fs::read(file("behind")).unwrap());
    let error = nd_io::save(path.join("e"), [7_u8]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), std::fs::read(file("behind")).unwrap());
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn every_packer_is_bounded_and_checked() {
    let bytes = std::fs::read(file("packers")).unwrap();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        for bytes in [&flipped[..], &bytes[..at]] {
            let Ok(archive) = Npz::from_bytes(bytes.to_vec()) else { continue };
            let archive = archive.with_limit(1 << 16);
            for name in archive.names() {
                let _ = archive.load_any(name);
                let _ = archive.load_bytes(name);
            }
        }
    }
    for name in ["d", "b", "l"] {
        let few = Npz::open(file("packers")).unwrap().with_limit(100);
        let error = few.load_any(name).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::LimitExceeded { .. }), "{error}");
    }
}

#[test]
fn a_directory_of_that_name_is_called_one() {
    let path = std::env::temp_dir().join(format!("nd-io-npz-folder-{}.npz", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    for what in [&path, &path.join("x")] {
        let error = nd_io::open(what).unwrap_err().to_string();
        assert!(error.contains("is a directory, and no .npz file"), "{error}");
        let error = nd_io::save(path.join("x"), [1.0]).unwrap_err().to_string();
        assert!(error.contains("is a directory, and no .npz file"), "{error}");
    }
    std::fs::remove_dir_all(path).unwrap();
}

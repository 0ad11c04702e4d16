//! Files and maps that grow, and what is left of them when the process is killed.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use nd_core::Array;
use nd_io::{ErrorKind, FileOrder, MmapArrayMut, NpyOptions};

fn scratch(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("nd-io-append-{}-{name}", std::process::id()));
    let _ = std::fs::remove_file(&path);
    path
}

fn counted(from: usize, rows: usize) -> Array<u32> {
    Array::from_shape_vec([rows, 3], (3 * from..3 * (from + rows)).map(|i| i as u32).collect())
}

#[test]
fn rows_are_added_and_the_header_stays_numpy_s() {
    let path = scratch("rows.npy");
    let mut rows = 0;
    for more in [1, 0, 9, 90, 900, 9000] {
        nd_io::append_npy(&path, counted(rows, more)).unwrap();
        rows += more;
        assert_eq!(nd_io::load::<u32>(&path).unwrap(), counted(0, rows));
    }
    let mut saved = Vec::new();
    nd_io::write_npy(&mut saved, counted(0, rows)).unwrap();
    assert!(std::fs::read(&path).unwrap() == saved, "as if saved at once");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn what_cannot_grow_is_left_alone() {
    let path = scratch("refused.npy");
    let refused = |rows: &Array<u32>| {
        let before = std::fs::read(&path).unwrap();
        let error = nd_io::append_npy(&path, rows).unwrap_err();
        assert!(std::fs::read(&path).unwrap() == before);
        format!("{:?}", error.kind())
    };
    nd_io::save(&path, counted(0, 2)).unwrap();
    assert!(refused(&Array::zeros([1, 4])).starts_with("Npy(Append"));
    assert!(refused(&Array::zeros([3])).starts_with("Npy(Append"));
    assert!(refused(&Array::zeros(())).starts_with("Npy(Append"));
    nd_io::save(&path, Array::<u32>::zeros(())).unwrap();
    assert!(refused(&Array::zeros(())).starts_with("Npy(Append"));
    let fortran = NpyOptions::default().order(FileOrder::Fortran);
    nd_io::save_npy_with(&path, counted(0, 2), &fortran).unwrap();
    assert!(refused(&counted(0, 1)).starts_with("Npy(Append"));
    let big = NpyOptions::default().byte_order(nd_io::ByteOrder::Big);
    nd_io::save_npy_with(&path, counted(0, 2), &big).unwrap();
    assert!(refused(&counted(0, 1)).starts_with("ForeignByteOrder"));
    nd_io::save(&path, [1.0, 2.0]).unwrap();
    assert!(refused(&Array::zeros(2)).starts_with("WrongElements"));

    // A header without room.
    let text = "{'descr': '<u4', 'fortran_order': False, 'shape': (9,3)}\n";
    let mut tight = b"\x93NUMPY\x01\x00".to_vec();
    tight.extend_from_slice(&(text.len() as u16).to_le_bytes());
    tight.extend_from_slice(text.as_bytes());
    tight.extend_from_slice(&[0; 9 * 3 * 4]);
    std::fs::write(&path, &tight).unwrap();
    assert!(refused(&counted(0, 91)).starts_with("Npy(Append"));

    nd_io::save(&path, counted(0, 2)).unwrap();
    // SAFETY: nobody else writes to the file.
    let map = unsafe { MmapArrayMut::<u32>::open(&path) }.unwrap();
    let error = nd_io::append_npy(&path, counted(0, 1)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Locked));
    drop(map);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn what_an_interrupted_append_left_is_not_read_and_is_overwritten() {
    let path = scratch("interrupted.npy");
    nd_io::save(&path, counted(0, 4)).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    assert_eq!(bytes[126..128], *b" \n");
    bytes.extend_from_slice(&[7; 100]);
    std::fs::write(&path, &bytes).unwrap();
    let error = nd_io::load::<u32>(&path).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TrailingBytes { extra: 100 }), "not ours: an error");
    bytes[126] = b'\t';
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(nd_io::load::<u32>(&path).unwrap(), counted(0, 4));
    assert_eq!(nd_io::open(&path).unwrap().shape(), [4, 3]);
    nd_io::append_npy(&path, counted(4, 1)).unwrap();
    assert_eq!(nd_io::load::<u32>(&path).unwrap(), counted(0, 5));
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 128 + 5 * 12);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn maps_grow() {
    let path = scratch("grow.npy");
    nd_io::save(&path, counted(0, 2)).unwrap();
    // SAFETY: nobody else writes to the file.
    let mut map = unsafe { MmapArrayMut::<u32>::open(&path) }.unwrap();
    let mut rows = 2;
    for more in [1, 0, 5000] {
        map.grow(more).unwrap();
        assert_eq!(map.view().shape(), [rows + more, 3]);
        for row in rows..rows + more {
            for column in 0..3 {
                assert_eq!(map.view()[[row, column]], 0);
                map.view_mut()[[row, column]] = (3 * row + column) as u32;
            }
        }
        rows += more;
    }
    map.flush_elements(6..9).unwrap();
    drop(map);
    assert_eq!(nd_io::load::<u32>(&path).unwrap(), counted(0, rows));
    // SAFETY: as above.
    let mut copy = unsafe { MmapArrayMut::<u32>::open_copy_on_write(&path) }.unwrap();
    assert!(copy.grow(1).is_err());
    std::fs::remove_file(path).unwrap();
}

#[test]
fn child_appends_for_ever() {
    if let Some(path) = std::env::var_os("ND_IO_APPEND_FOR_EVER") {
        println!("ready");
        let mut rows = nd_io::load_header(&path).map_or(0, |header| header.shape()[0]);
        loop {
            nd_io::append_npy(&path, counted(rows, 5000)).unwrap();
            rows += 5000;
        }
    }
}

#[test]
fn killed_at_any_instant_the_old_rows_are_there() {
    let path = scratch("kill.npy");
    nd_io::append_npy(&path, counted(0, 0)).unwrap();
    let mut left_behind = 0;
    for round in 0..40 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["append::child_appends_for_ever", "--exact", "--nocapture"])
            .env("ND_IO_APPEND_FOR_EVER", &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.map_while(Result::ok).any(|line| line.contains("ready")));
        std::thread::sleep(Duration::from_micros(700 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let seen = nd_io::load::<u32>(&path).unwrap_or_else(|e| panic!("round {round}: lost: {e}"));
        let rows = seen.shape()[0];
        assert!(rows.is_multiple_of(5000) && seen == counted(0, rows), "round {round}: mixed");
        left_behind +=
            usize::from(std::fs::metadata(&path).unwrap().len() != 128 + 12 * rows as u64);
    }
    assert!(nd_io::load_header(&path).unwrap().shape()[0] > 0, "nothing was tested");
    println!("40 kills, {left_behind} left an unfinished append");
    std::fs::remove_file(path).unwrap();
}

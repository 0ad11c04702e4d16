//! Mapped files: every mode, every refusal.

use std::fs;
use std::path::{Path, PathBuf};

use bytemuck::Pod;
use nd_core::Array;
use nd_io::{
    Access, ByteOrder, Error, ErrorKind, FileOrder, MapElement, MmapArray, MmapArrayMut, NpyOptions,
};

/// A file of this process alone, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("nd-io-map-{name}-{}.npy", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn open<T: MapElement>(path: &Path) -> Result<MmapArray<T>, Error> {
    // SAFETY: the file belongs to one test, which does not write to it while it is mapped.
    unsafe { MmapArray::open(path) }
}

fn open_mut<T: MapElement>(path: &Path) -> Result<MmapArrayMut<T>, Error> {
    // SAFETY: as in `open`.
    unsafe { MmapArrayMut::open(path) }
}

fn open_copy<T: MapElement>(path: &Path) -> Result<MmapArrayMut<T>, Error> {
    // SAFETY: as in `open`.
    unsafe { MmapArrayMut::open_copy_on_write(path) }
}

fn create<T: MapElement>(
    path: &Path,
    shape: &[usize],
    order: FileOrder,
) -> Result<MmapArrayMut<T>, Error> {
    // SAFETY: as in `open`.
    unsafe { MmapArrayMut::create(path, shape, order) }
}

fn cube() -> Array<f32> {
    Array::from_fn([2, 3, 4], |i| (i[0] * 100 + i[1] * 10 + i[2]) as f32)
}

#[test]
fn reading_shows_the_array_in_both_orders() {
    let file = Scratch::new("read");
    let a = cube();
    for order in [FileOrder::C, FileOrder::Fortran] {
        nd_io::save_npy_with(&file.0, &a, &NpyOptions::default().order(order)).unwrap();
        let map = open::<f32>(&file.0).unwrap();
        assert_eq!(map.view(), a.view());
        assert_eq!(map.view().is_f_contiguous(), order == FileOrder::Fortran);
        let second = open::<f32>(&file.0).unwrap();
        assert_eq!(second.view(), map.view());
        for access in [Access::Sequential, Access::Random, Access::WillNeed, Access::Normal] {
            map.advise(access).unwrap();
        }
        assert_eq!(format!("{map:?}"), "MmapArray { dtype: F32, shape: [2, 3, 4], .. }");
    }
}

#[test]
fn writes_reach_the_file() {
    let file = Scratch::new("write");
    nd_io::save(&file.0, cube()).unwrap();
    let mut map = open_mut::<f32>(&file.0).unwrap();
    map.view_mut()[[1, 2, 3]] = -1.0;
    map.flush().unwrap();
    let loaded = nd_io::load::<f32>(&file.0).unwrap();
    assert_eq!(loaded[[1, 2, 3]], -1.0);
    assert_eq!(loaded.view(), map.view());
    map.view_mut()[[0, 0, 0]] = -2.0;
    drop(map);
    assert_eq!(nd_io::load::<f32>(&file.0).unwrap()[[0, 0, 0]], -2.0);
}

#[test]
fn copy_on_write_leaves_the_file_alone() {
    let file = Scratch::new("copy");
    nd_io::save(&file.0, cube()).unwrap();
    let before = fs::read(&file.0).unwrap();
    let mut map = open_copy::<f32>(&file.0).unwrap();
    let reader = open::<f32>(&file.0).unwrap(); // both only read the file
    map.view_mut()[[0, 1, 2]] = -1.0;
    map.flush().unwrap();
    assert_eq!(map.view()[[0, 1, 2]], -1.0);
    assert_eq!(reader.view()[[0, 1, 2]], 12.0);
    drop(map);
    assert_eq!(fs::read(&file.0).unwrap(), before);
}

#[test]
fn created_files_are_zeros_and_sparse() {
    let file = Scratch::new("create");
    for order in [FileOrder::Keep, FileOrder::C, FileOrder::Fortran] {
        let mut map = create::<i64>(&file.0, &[1000, 5000], order).unwrap();
        assert!(map.view().iter().all(|&x| x == 0));
        map.view_mut()[[999, 4998]] = 5;
        assert_eq!(map.view().is_f_contiguous(), order == FileOrder::Fortran);
        drop(map);
        let header = nd_io::load_header(&file.0).unwrap();
        assert_eq!(header.fortran_order(), order == FileOrder::Fortran);
        assert_eq!(nd_io::load::<i64>(&file.0).unwrap()[[999, 4998]], 5);
    }
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt;
        let metadata = fs::metadata(&file.0).unwrap();
        assert!(metadata.blocks() * 512 < metadata.len() / 10, "not sparse");
    }
    for shape in [&[][..], &[0, 3]] {
        let mut map = create::<u16>(&file.0, shape, FileOrder::C).unwrap();
        assert_eq!(map.view_mut().shape(), shape);
        drop(map);
        assert_eq!(open::<u16>(&file.0).unwrap().view().shape(), shape);
    }
}

#[test]
fn creating_replaces_and_failing_does_not() {
    let file = Scratch::new("replace");
    nd_io::save(&file.0, cube()).unwrap();
    let old = open::<f32>(&file.0).unwrap();
    drop(create::<f32>(&file.0, &[3], FileOrder::C).unwrap());
    assert_eq!(old.view(), cube().view(), "a map keeps the file it was opened on");

    let error = create::<f32>(&file.0, &[usize::MAX, 2], FileOrder::C).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::ShapeOverflow { itemsize: 4, .. }), "{error}");
    let error = create::<f32>(&file.0, &[usize::MAX >> 4], FileOrder::C).unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with(&format!("{}: cannot extend: ", file.0.display())), "{text}");
    assert_eq!(nd_io::load::<f32>(&file.0).unwrap().into_vec(), [0.0; 3]);
    let error = create::<f32>(Path::new("/dev/null"), &[2], FileOrder::C).unwrap_err();
    assert_eq!(error.to_string(), "/dev/null: cannot create: not a regular file");
}

#[test]
fn locks_keep_writers_apart() {
    let file = Scratch::new("lock");
    nd_io::save(&file.0, cube()).unwrap();
    let locked = |outcome: Result<(), Error>| {
        let error = outcome.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Locked), "{error}");
        let expected = "locked: another writer or a memory map has the file in use";
        assert_eq!(error.to_string(), format!("{}: {expected}", file.0.display()));
    };
    let writer = open_mut::<f32>(&file.0).unwrap();
    locked(open_mut::<f32>(&file.0).map(drop));
    locked(open::<f32>(&file.0).map(drop));
    locked(open_copy::<f32>(&file.0).map(drop));
    locked(create::<f32>(&file.0, &[1], FileOrder::C).map(drop));
    locked(nd_io::save(&file.0, [1.0f32]));
    drop(writer);

    let reader = open::<f32>(&file.0).unwrap();
    locked(open_mut::<f32>(&file.0).map(drop));
    nd_io::save(&file.0, [1.0f32]).unwrap();
    assert_eq!(reader.view(), cube().view());
    let writer = open_mut::<f32>(&file.0).unwrap(); // of the new file
    drop(writer);

    let created = create::<f32>(&file.0, &[4], FileOrder::C).unwrap();
    locked(open::<f32>(&file.0).map(drop));
    drop(created);
    open::<f32>(&file.0).unwrap();
}

#[test]
fn another_process_is_kept_out_too() {
    if let Some(path) = std::env::var_os("ND_IO_LOCKED") {
        let error = open_mut::<f32>(Path::new(&path)).unwrap_err();
        println!("{error}");
        return;
    }
    let file = Scratch::new("process");
    nd_io::save(&file.0, cube()).unwrap();
    let _writer = open_mut::<f32>(&file.0).unwrap();
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["memmap::another_process_is_kept_out_too", "--exact", "--nocapture"])
        .env("ND_IO_LOCKED", &file.0)
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains(".npy: locked: "), "{output:?}");
}

/// All three ways of opening refuse the file with this text.
fn refused<T: MapElement>(path: &Path, text: &str) {
    let errors = [
        open::<T>(path).map(drop).unwrap_err(),
        open_mut::<T>(path).map(drop).unwrap_err(),
        open_copy::<T>(path).map(drop).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.to_string(), format!("{}: {text}", path.display()));
    }
}

#[test]
fn files_that_cannot_be_mapped_are_refused() {
    let file = Scratch::new("refused");
    nd_io::save(&file.0, cube()).unwrap();
    let whole = fs::read(&file.0).unwrap();
    refused::<f64>(
        &file.0,
        "the file holds float32, float64 was requested (load it as float32 and cast)",
    );
    fs::write(&file.0, &whole[..whole.len() - 1]).unwrap();
    refused::<f32>(&file.0, "truncated: data takes 96 bytes, 95 are there");
    fs::write(&file.0, &whole[..50]).unwrap();
    refused::<f32>(&file.0, "truncated: header takes 118 bytes, 40 are there");
    fs::write(&file.0, [&whole[..], b"xyz"].concat()).unwrap();
    refused::<f32>(
        &file.0,
        "trailing bytes: 3 behind the array (read_npy reads arrays one after another)",
    );

    let foreign = match ByteOrder::NATIVE {
        ByteOrder::Little => ByteOrder::Big,
        ByteOrder::Big => ByteOrder::Little,
    };
    let options = NpyOptions::default().byte_order(foreign);
    nd_io::save_npy_with(&file.0, cube(), &options).unwrap();
    let mark = foreign.mark();
    refused::<f32>(
        &file.0,
        &format!(
            "float32 of foreign byte order '{mark}' cannot be used in place (load and save it again)"
        ),
    );

    let text = b"{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}";
    let mut odd = b"\x93NUMPY\x01\x00".to_vec();
    odd.extend_from_slice(&[text.len() as u8, 0]);
    odd.extend_from_slice(text);
    let offset = odd.len();
    odd.extend_from_slice(&1f32.to_le_bytes());
    fs::write(&file.0, odd).unwrap();
    assert_eq!(offset % 4, 1);
    refused::<f32>(
        &file.0,
        &format!(
            "cannot map: data start at byte {offset}, not a multiple of 4 (load and save it again)"
        ),
    );
    assert_eq!(nd_io::load::<f32>(&file.0).unwrap().into_vec(), [1.0]);
}

#[test]
fn booleans_map_as_bytes_for_reading() {
    let file = Scratch::new("bool");
    nd_io::save(&file.0, [true, false, true]).unwrap();
    assert_eq!(open::<u8>(&file.0).unwrap().view().as_slice(), Some(&[1, 0, 1][..]));
    assert_eq!(open_copy::<u8>(&file.0).unwrap().view().as_slice(), Some(&[1, 0, 1][..]));
    let error = open_mut::<u8>(&file.0).unwrap_err();
    assert!(error.to_string().contains("the file holds bool, uint8 was requested"), "{error}");
}

#[test]
fn every_element_type_maps() {
    fn check<T: MapElement + Pod + PartialEq + std::fmt::Debug>(value: T) {
        let file = Scratch::new(&format!("type-{}", T::DTYPE.name()));
        let mut map = create::<T>(&file.0, &[2, 2], FileOrder::C).unwrap();
        map.view_mut()[[1, 0]] = value;
        drop(map);
        let zero = T::zeroed();
        assert_eq!(nd_io::load::<T>(&file.0).unwrap().into_vec(), [zero, zero, value, zero]);
    }
    check(1i8);
    check(-2i16);
    check(3i32);
    check(-4i64);
    check(5u8);
    check(6u16);
    check(7u32);
    check(8u64);
    check(half::f16::from_f32(1.5));
    check(2.5f32);
    check(-3.5f64);
    check(num_complex::Complex::new(1.0f32, -2.0));
    check(num_complex::Complex::new(3.0f64, -4.0));
}

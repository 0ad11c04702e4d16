//! Archives as NumPy writes them, archives as NumPy reads them, and archives that lie.

use std::path::PathBuf;

use nd_core::{Array, CastTo, DType, s, with_dtype};
use nd_io::{ErrorKind, MapElement, Npz, NpzWriter, StoredElement};
use num_complex::Complex;

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/npz").join(name)
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("nd-io-npz-{}-{name}", std::process::id()))
}

/// Element k is k - 2, as `golden/npz.py` says.
fn numbers<T: StoredElement>(shape: &[usize]) -> Array<T>
where
    Complex<f64>: CastTo<T>,
    i64: CastTo<T>,
{
    let size: usize = shape.iter().product();
    let element = |k: usize| {
        if T::DTYPE == DType::Bool {
            return (k % 2) as i64;
        }
        k as i64 - 2
    };
    let whole: Vec<i64> = (0..size).map(element).collect();
    let complex = matches!(T::DTYPE, DType::C64 | DType::C128);
    if !complex {
        return Array::from_shape_vec(shape, whole).cast::<T>();
    }
    let parts = whole.iter().enumerate().map(|(k, &x)| Complex::new(x as f64, 0.5 * k as f64));
    Array::from_shape_vec(shape, parts.collect()).cast::<T>()
}

#[test]
fn what_numpy_wrote_is_read() {
    for file in ["stored.npz", "deflated.npz"] {
        let archive = Npz::open(golden(file)).unwrap();
        let names: Vec<&str> = archive.names().collect();
        assert_eq!(names.len(), 21);
        for name in names.iter().filter(|name| name.len() <= 3 && !["big"].contains(name)) {
            let any = archive.load_any(name).unwrap();
            with_dtype!(any, |a: T| assert_eq!(a, numbers::<T>(&[3, 4]), "{file}: {name}"));
            let ds = archive.dataset(name).unwrap();
            with_dtype!(ds.dtype(), T => {
                let part = ds.read::<T>(s![1.., ..;-2]).unwrap();
                assert_eq!(part, numbers::<T>(&[3, 4]).slice(s![1.., ..;-2]), "{file}: {name}");
            });
        }
        assert_eq!(archive.load::<i32>("big").unwrap(), numbers::<i32>(&[3, 4]));
        assert_eq!(archive.load::<i32>("fortran").unwrap(), numbers::<i32>(&[3, 4]));
        assert_eq!(archive.load::<f64>("scalar").unwrap(), numbers::<f64>(&[]));
        assert_eq!(archive.load::<f32>("empty").unwrap(), numbers::<f32>(&[0, 3]));
        assert_eq!(archive.load::<u8>("folder/inner").unwrap(), numbers::<u8>(&[5]));
        assert_eq!(archive.load_strings("bytes").unwrap().into_vec(), ["one", "", "three"]);
        assert_eq!(archive.load_strings("text").unwrap().into_vec(), ["één", "", "日本"]);
        assert!(archive.load::<u8>("text").is_err() && archive.load_strings("f8").is_err());
    }
    assert_eq!(Npz::open(golden("none.npz")).unwrap().names().count(), 0);
}

#[test]
fn a_sparse_matrix_of_scipy_is_its_parts() {
    let archive = Npz::open(golden("csr.npz")).unwrap();
    assert_eq!(archive.load_strings("format").unwrap().into_vec(), ["csr"]);
    assert_eq!(archive.load::<i64>("shape").unwrap().into_vec(), [2, 3]);
    assert_eq!(archive.load::<f64>("data").unwrap().into_vec(), [1.5, 2.5, 3.5]);
    assert_eq!(archive.load::<i32>("indices").unwrap().into_vec(), [1, 0, 2]);
    assert_eq!(archive.load::<i32>("indptr").unwrap().into_vec(), [0, 1, 3]);
}

#[test]
fn the_limit_is_strict_and_the_caller_s() {
    let archive = Npz::open(golden("zeros.npz")).unwrap();
    assert_eq!(archive.load::<f64>("zeros").unwrap().size(), 300_000);
    let archive = archive.with_limit(2_400_127);
    let error = archive.load::<f64>("zeros").unwrap_err();
    assert!(matches!(
        error.kind(),
        ErrorKind::LimitExceeded { asked: 2_400_128, limit: 2_400_127, .. }
    ));
    assert!(archive.dataset("zeros").is_err());
}

#[test]
fn what_is_written_is_read() {
    let path = scratch("round.npz");
    // Larger than a batch of blocks, so that windows and batches join.
    let long: Array<u32> =
        Array::from_vec((0..3_000_000u32).map(|i| (i % 5000).pow(2) / 100).collect());
    let strided = long.slice(s![..;-7]);
    for level in [None, Some(0), Some(1), Some(6), Some(9)] {
        let mut archive = NpzWriter::create(&path).unwrap();
        if let Some(level) = level {
            archive = archive.deflate(level);
        }
        archive.add("long", &long).unwrap();
        archive.add("strided", &strided).unwrap();
        archive.add("empty", Array::<f64>::zeros([0, 4])).unwrap();
        archive.add_any("any", &nd_core::AnyArray::from(numbers::<Complex<f32>>(&[2, 2]))).unwrap();
        archive.finish().unwrap();
        let archive = Npz::open(&path).unwrap();
        assert_eq!(archive.load::<u32>("long").unwrap(), long, "{level:?}");
        assert_eq!(archive.load::<u32>("strided").unwrap(), strided, "{level:?}");
        assert_eq!(archive.load::<f64>("empty").unwrap().shape(), [0, 4]);
        assert_eq!(archive.load::<Complex<f32>>("any").unwrap(), numbers(&[2, 2]));
        let packed = std::fs::metadata(&path).unwrap().len();
        let plain = 4 * (long.size() + strided.size()) as u64;
        let less = !matches!(level, None | Some(0));
        assert_eq!(packed < plain, less, "{level:?}: {packed} of {plain}");
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn stored_members_of_ours_can_be_mapped() {
    fn check<T: MapElement>(archive: &Npz, name: &str) -> usize {
        // SAFETY: nobody writes to the file.
        let map = unsafe { archive.mmap::<T>(name) }.unwrap();
        map.view().size()
    }
    let path = scratch("map.npz");
    let mut archive = NpzWriter::create(&path).unwrap();
    for length in 1..20 {
        archive.add(&"n".repeat(length), vec![1.0f64; length]).unwrap();
    }
    archive.add("complex", [Complex::new(1.0f64, 2.0)]).unwrap();
    archive = archive.deflate(1);
    archive.add("packed", [1.0]).unwrap();
    archive.finish().unwrap();
    let archive = Npz::open(&path).unwrap();
    for length in 1..20 {
        assert_eq!(check::<f64>(&archive, &"n".repeat(length)), length);
    }
    assert_eq!(check::<Complex<f64>>(&archive, "complex"), 1);
    // SAFETY: nothing is mapped.
    let refused = unsafe { archive.mmap::<f64>("packed") }.unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::Unsupported { .. }));
    std::fs::remove_file(path).unwrap();
}

#[test]
fn names_are_keys() {
    let path = scratch("names.npz");
    let mut archive = NpzWriter::create(&path).unwrap();
    for bad in ["", "/etc/passwd", "../up", "a/../b", "a\\..\\b", "C:\\x", "nul\0"] {
        assert!(archive.add(bad, [1.0]).is_err(), "{bad:?}");
    }
    archive.add("x", [1.0]).unwrap();
    let twice = archive.add("x", [1.0]).unwrap_err();
    assert!(twice.to_string().contains("two arrays called \"x\""));
    drop(archive);
    assert!(!path.exists());

    // Written by someone else, such names are read as names.
    let mut bytes = std::fs::read(golden("stored.npz")).unwrap();
    let (from, to) = (b"folder/inner.npy", b"../../etc/x2.npy");
    let places: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|&i| bytes[i..].starts_with(from)).collect();
    assert_eq!(places.len(), 2);
    for place in places {
        bytes[place..place + to.len()].copy_from_slice(to);
    }
    let archive = Npz::from_bytes(bytes).unwrap();
    assert_eq!(archive.load::<u8>("../../etc/x2").unwrap(), numbers::<u8>(&[5]));
}

/// Reads everything there is; whatever is wrong is an error.
fn read_all(archive: &Npz) -> Result<(), nd_io::Error> {
    for name in archive.names() {
        let any = archive.load_any(name).map(drop);
        any.or_else(|error| archive.load_strings(name).map(drop).map_err(|_| error))?;
    }
    Ok(())
}

#[test]
fn cut_at_every_byte_it_is_an_error() {
    for file in ["stored.npz", "deflated.npz", "csr.npz", "none.npz"] {
        let bytes = std::fs::read(golden(file)).unwrap();
        for cut in 0..bytes.len() {
            assert!(Npz::from_bytes(bytes[..cut].to_vec()).is_err(), "{file} cut at {cut}");
        }
    }
}

#[test]
fn a_flipped_bit_is_an_error_or_changes_nothing() {
    let (mut found, mut harmless) = (0, 0);
    for file in ["csr.npz", "deflated.npz"] {
        let bytes = std::fs::read(golden(file)).unwrap();
        let whole = Npz::from_bytes(bytes.clone()).unwrap();
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            let Ok(archive) = Npz::from_bytes(flipped) else {
                found += 1;
                continue;
            };
            for (name, mine) in whole.names().zip(archive.names()) {
                match (whole.load_any(name), archive.load_any(mine)) {
                    (Ok(want), Ok(got)) => {
                        harmless += 1;
                        assert_eq!(
                            format!("{want:?}"),
                            format!("{got:?}"),
                            "{file}: bit of byte {at}"
                        );
                    }
                    _ => found += 1,
                }
            }
            let _ = read_all(&archive);
        }
    }
    assert!(found > 1000 && harmless > 1000, "{found} found, {harmless} harmless");
}

/// A change to the directory of an archive of one member, and the error it has to give.
type Lie = (&'static str, fn(&mut Vec<u8>, usize, usize), &'static str);

/// Changes at: the archive, where its directory is, where its end record is.
const LIES: &[Lie] = &[
    ("no magic", |b, _, end| b[end] = 0, "no end record"),
    ("a comment longer than there is", |b, _, end| b[end + 20] = 9, "no end record"),
    ("something behind", |b, _, _| b.push(0), "no end record"),
    ("two disks", |b, _, end| b[end + 4] = 1, "several disks"),
    ("directory on another disk", |b, _, end| b[end + 6] = 1, "several disks"),
    ("too many members", |b, _, end| b[end + 10] = 200, "a directory of 200 members"),
    ("one member too many", |b, _, end| b[end + 10] = 2, "a directory of 2 members"),
    ("directory beyond the end", |b, _, end| b[end + 18] = 1, "in a file of"),
    ("directory too long", |b, _, end| b[end + 14] = 1, "in a file of"),
    ("directory elsewhere", |b, _, end| b[end + 16] ^= 4, ""),
    ("entry without magic", |b, dir, _| b[dir] = 0, "no entry"),
    ("encrypted", |b, dir, _| b[dir + 8] = 1, "is encrypted"),
    ("another method", |b, dir, _| b[dir + 10] = 97, "is packed by method 97"),
    ("the other method", |b, dir, _| b[dir + 10] ^= 8, ""),
    ("another checksum", |b, dir, _| b[dir + 16] ^= 1, "checksum"),
    ("name beyond the directory", |b, dir, _| b[dir + 29] = 200, "cut off"),
    ("extra beyond the directory", |b, dir, _| b[dir + 31] = 200, "cut off"),
    ("comment beyond the directory", |b, dir, _| b[dir + 33] = 200, "cut off"),
    ("name not UTF-8", |b, dir, _| b[dir + 46] = 0xff, "differ in the name"),
    ("another name", |b, dir, _| b[dir + 46] ^= 1, "differ in the name"),
];

#[test]
fn directories_that_lie() {
    for deflate in [false, true] {
        let path = scratch(&format!("lie-{deflate}.npz"));
        let mut archive = NpzWriter::create(&path).unwrap();
        if deflate {
            archive = archive.deflate(6);
        }
        archive.add("a", [1.0, 2.0]).unwrap();
        archive.finish().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let end = bytes.len() - 22;
        let dir = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        let extra = dir + 46 + 5;
        assert_eq!(bytes[extra], 1, "the 64-bit field");
        let check = |what: &str, lie: &dyn Fn(&mut Vec<u8>), expected: &str| {
            let mut bytes = bytes.clone();
            lie(&mut bytes);
            let error = Npz::from_bytes(bytes).and_then(|archive| read_all(&archive)).unwrap_err();
            assert!(error.to_string().contains(expected), "{what}: {error}");
        };
        for (what, lie, expected) in LIES {
            check(what, &|bytes| lie(bytes, dir, end), expected);
        }
        let set = |at: usize, value: u64| {
            move |bytes: &mut Vec<u8>| bytes[at..at + 8].copy_from_slice(&value.to_le_bytes())
        };
        for value in [0, 1, 143, 145, 1 << 32, 1 << 40, 1 << 63, u64::MAX] {
            check("size", &set(extra + 4, value), "");
            check("packed size", &set(extra + 12, value), "");
            check("position", &set(extra + 20, value.max(3)), "");
        }
        check("64-bit field cut off", &|b| b[extra + 2] = 10, "");
        check("64-bit field missing", &|b| b[extra] = 9, "");
        // The header in front of the member.
        check("no header", &|b| b[0] = 0, "no header");
        check("another method in front", &|b| b[8] ^= 8, "differ in the method");
        check("a longer name in front", &|b| b[26] += 1, "differ in the name");
        check("more in front", &|b| b[29] = 255, "truncated");
        // Data that are no stream, or another.
        if deflate {
            let data = 30 + 5 + usize::from(u16::from_le_bytes([bytes[28], bytes[29]]));
            for at in data..data + 20 {
                check("packed data", &|b| b[at] ^= 0x55, "");
            }
        }
    }
    for junk in [&b""[..], b"PK", b"PK\x05\x06", &[0; 22], &[0xff; 200], b"\x93NUMPY"] {
        assert!(Npz::from_bytes(junk.to_vec()).is_err());
    }
}

//! Elements that are packed, spread over files and linked, as h5py and its plugins leave them.

use std::path::{Path, PathBuf};
use std::time::Instant;

use nd_core::Shape;
use nd_io::{ErrorKind, Hdf5File, Hdf5Kind, ReadBlocks, Region};

use crate::hdf5_files::{everything, read_all};

fn cases() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/h5")
}

fn folder() -> PathBuf {
    cases().join("storage")
}

/// One line of `right.tsv`.
struct Row {
    file: String,
    path: String,
    dtype: String,
    shape: Vec<usize>,
    sum: u32,
}

fn rows() -> Vec<Row> {
    let row = |line: &str| {
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let [file, path, dtype, shape, sum] = fields.try_into().unwrap();
        let shape = shape.split(',').map(|n| n.parse().unwrap()).collect();
        Row { file, path, dtype, shape, sum: u32::from_str_radix(&sum, 16).unwrap() }
    };
    std::fs::read_to_string(folder().join("right.tsv")).unwrap().lines().map(row).collect()
}

/// Numbers that are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// A region with steps, and what of `whole` it has.
fn part(random: &mut Random, shape: &[usize], whole: &[u8], itemsize: usize) -> (Region, Vec<u8>) {
    let start: Vec<usize> = shape.iter().map(|&n| random.below(n)).collect();
    let step: Vec<usize> = shape.iter().map(|_| 1 + random.below(4)).collect();
    let count: Vec<usize> = (0..shape.len())
        .map(|axis| 1 + random.below((shape[axis] - start[axis]).div_ceil(step[axis])))
        .collect();
    let region = Region::new(Shape::from(&start[..]), Shape::from(&count[..]))
        .with_step(Shape::from(&step[..]));
    let mut bytes = Vec::new();
    for number in 0..count.iter().product() {
        let (mut rest, mut at, mut unit) = (number, 0, 1);
        for axis in (0..shape.len()).rev() {
            at += (start[axis] + rest % count[axis] * step[axis]) * unit;
            (rest, unit) = (rest / count[axis], unit * shape[axis]);
        }
        bytes.extend(&whole[at * itemsize..][..itemsize]);
    }
    (region, bytes)
}

#[test]
fn every_array_is_what_h5py_reads() {
    let mut random = Random(16);
    let mut seen = 0;
    for row in rows() {
        let Row { file, path, dtype, shape, sum } = &row;
        let place = format!("{file}/{path}");
        let opened = Hdf5File::open(folder().join(file)).unwrap();
        let array = opened.dataset(path).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(
            (array.info().dtype.name(), &array.info().shape[..]),
            (&dtype[..], &shape[..]),
            "{place}"
        );
        let whole = read_all(&array).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(crc32fast::hash(&whole), *sum, "{place}");
        let itemsize = array.info().dtype.itemsize();
        for _ in 0..8 {
            let (region, bytes) = part(&mut random, shape, &whole, itemsize);
            let mut out = vec![0xa5; bytes.len()];
            array.read_block(&region, &mut out).unwrap();
            assert!(out == bytes, "{place}: {region:?}");
        }
        // A description of what packs it names no number of a filter.
        let how = &array.info().compression;
        let packed = matches!(&file[..], "packed.h5" | "pytables.h5");
        assert!(packed != how.is_empty() || path == "here", "{place}: {how:?}");
        assert!(!how.contains("filter"), "{place}: {how}");
        seen += 1;
    }
    assert!(seen >= 170, "{seen}");
}

#[test]
fn filters_are_named() {
    let named = |path: &str| {
        let file = Hdf5File::open(folder().join("packed.h5")).unwrap();
        file.dataset(path).unwrap().info().compression.clone()
    };
    for (path, how) in [
        ("bzip2_2", "bzip2 9"),
        ("zstd_2", "zstd 3"),
        ("blosc_lz4_1_2", "blosc lz4 5, shuffle"),
        ("blosc2_zstd_2_2", "blosc2 zstd 5, bitshuffle"),
        ("bits_lz4_2", "lz4, bitshuffle"),
        ("szip_nn_8", "szip"),
        ("scaled_same", "scale-offset"),
        ("gzip_gzip", "gzip 4, gzip 4"),
    ] {
        assert_eq!(named(path), how, "{path}");
    }
}

#[test]
fn what_is_in_no_file_is_the_fill_value_and_the_rest_is_there() {
    let file = Hdf5File::open(cases().join("vds.h5")).unwrap();
    let missing = read_all(&file.dataset("v").unwrap()).unwrap();
    assert!(!missing.is_empty());
    for element in missing.chunks_exact(8) {
        assert_eq!(f64::from_le_bytes(element.try_into().unwrap()), -1.0);
    }
    assert!(read_all(&file.dataset("plain").unwrap()).is_ok());
    assert_eq!(file.root().arrays().unwrap(), ["plain", "v"]);
}

#[test]
fn a_name_of_other_letters_costs_nobody_anything() {
    let file = Hdf5File::open(cases().join("latin1_link.h5")).unwrap();
    let names = file.root().names().unwrap();
    assert_eq!(names.len(), 2);
    for name in &names {
        assert!(read_all(&file.dataset(name).unwrap()).is_ok(), "{name}");
    }
    assert!(
        names.contains(&"good".to_owned()) && names.iter().any(|name| name.contains('\u{fffd}'))
    );
}

#[test]
fn links_lead_into_files_below() {
    let path = folder().join("linked.h5");
    let file = Hdf5File::open(&path).unwrap();
    let root = file.root();
    let sum = |path: &str| crc32fast::hash(&read_all(&file.dataset(path).unwrap()).unwrap());
    let own = sum("own");
    let whole = rows().into_iter().find(|row| row.path == "all").unwrap().sum;
    assert_eq!(sum("array"), whole);
    assert_eq!(sum("there_and_back"), own);
    assert_ne!(sum("below"), whole);
    assert_eq!(root.group("group").unwrap().names().unwrap(), ["y"]);
    assert_eq!(sum("group/y"), sum("soft"));
    let kinds = ["array", "group", "no_file", "above"].map(|name| root.kind(name).unwrap());
    assert_eq!(kinds, [Hdf5Kind::Numbers, Hdf5Kind::Group, Hdf5Kind::Other, Hdf5Kind::Other]);
    let refused = |name: &str| file.dataset(name).unwrap_err();
    for name in ["no_file", "no_array"] {
        assert!(matches!(refused(name).kind(), ErrorKind::NoSuchArray { .. }), "{}", refused(name));
    }
    for name in ["above", "full"] {
        let error = refused(name);
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains("not below the folder"), "{error}");
    }
    assert!(matches!(refused("round").kind(), ErrorKind::Corrupt { .. }), "{}", refused("round"));
    // The door knows the folder too; links are listed by nobody twice.
    assert_eq!(nd_io::load::<i64>(path.join("array")).unwrap().shape(), [6, 10]);
    assert_eq!(nd_io::list(&path).unwrap(), ["own"]);
}

#[test]
fn a_file_in_memory_leads_nowhere() {
    let file =
        |name: &str| Hdf5File::from_bytes(std::fs::read(folder().join(name)).unwrap()).unwrap();
    let error = file("linked.h5").dataset("array").unwrap_err();
    assert!(error.to_string().contains("a file that is in no folder"), "{error}");
    let spread = file("spread_200.h5");
    let error = read_all(&spread.dataset("all").unwrap()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
    assert!(read_all(&spread.dataset("same_file").unwrap()).is_ok());
    let error = read_all(&file("outside.h5").dataset("one").unwrap()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
}

/// An empty folder of a test's own.
fn fresh(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("nd-h5-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn copy(to: &Path, names: &[&str]) {
    for name in names {
        std::fs::copy(folder().join(name), to.join(name)).unwrap();
    }
}

#[test]
fn a_source_that_is_damaged_is_an_error_and_no_hole() {
    let to = fresh("damaged-source");
    copy(&to, &["spread_200.h5", "part0.h5", "part2.h5"]);
    std::fs::write(to.join("part1.h5"), b"\x89HDF\r\n\x1a\n and no more").unwrap();
    let file = Hdf5File::open(to.join("spread_200.h5")).unwrap();
    let stack = file.dataset("stack").unwrap();
    let error = read_all(&stack).unwrap_err();
    assert_eq!(error.path(), Some(to.join("part1.h5").as_path()), "{error}");
    // Whose extents depend on it is there all the same, until it is read.
    let growing = file.dataset("growing").unwrap();
    assert!(read_all(&growing).is_err());
    // What has no part of it is read.
    let mut out = vec![0; 480];
    stack.read_block(&Region::new([2, 0, 0], [1, 6, 10]), &mut out).unwrap();
    std::fs::remove_file(to.join("part1.h5")).unwrap();
    read_all(&stack).unwrap();
    std::fs::remove_dir_all(to).unwrap();
}

#[test]
fn the_last_numbered_source_ends_where_the_array_does() {
    let file = Hdf5File::open(folder().join("spread_200.h5")).unwrap();
    let array = file.dataset("numbered_columns").unwrap();
    assert_eq!(array.info().shape[..], [6, 25]);
    let value = |i: usize| ((i / 25) * 10 + i % 25 % 10 + 100 * (i % 25 / 10)) as i64;
    let right: Vec<u8> = (0..150).flat_map(|i| value(i).to_le_bytes()).collect();
    assert_eq!(read_all(&array).unwrap(), right);
}

#[test]
fn what_points_into_another_file_is_no_text_of_this_one() {
    let file = Hdf5File::open(folder().join("spread_200.h5")).unwrap();
    assert_eq!(file.root().texts("words_here").unwrap().read().unwrap(), ["one", "two"]);
    let error = file.root().texts("words_there").unwrap().read().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
    assert!(error.to_string().contains("open \"words\" of \"part0.h5\""), "{error}");
}

#[test]
fn numbers_of_another_form_are_not_copied_as_they_are() {
    let file = Hdf5File::open(folder().join("spread_200.h5")).unwrap();
    let error = read_all(&file.dataset("bits_as_plain").unwrap()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
}

#[test]
fn elements_outside_whose_file_is_gone_are_an_error() {
    let file = Hdf5File::open(folder().join("outside.h5")).unwrap();
    let error = read_all(&file.dataset("none").unwrap()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Io { action: "open", .. }), "{error}");
    assert!(read_all(&file.dataset("plain").unwrap()).is_ok());
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_does_not_hang() {
    let to = fresh("pipe");
    copy(&to, &["spread_200.h5", "linked.h5"]);
    let made = std::process::Command::new("mkfifo").arg(to.join("part0.h5")).status().unwrap();
    assert!(made.success());
    let error = Hdf5File::open(to.join("linked.h5")).unwrap().dataset("array").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
    std::fs::remove_dir_all(to).unwrap();
}

#[test]
fn cut_and_damaged_files_end_soon() {
    let mut random = Random(7);
    let to = fresh("damaged");
    copy(&to, &["part0.h5", "part1.h5", "part2.h5", "one.bin", "two.bin"]);
    for (name, cuts, mutants) in [
        ("packed.h5", 60, 60),
        ("spread_200.h5", 400, 500),
        ("spread_108.h5", 200, 300),
        ("outside.h5", 300, 300),
        ("linked.h5", 200, 200),
    ] {
        let whole = std::fs::read(folder().join(name)).unwrap();
        let mutant = |random: &mut Random, k: usize| {
            if k < cuts {
                return whole[..whole.len() * k / cuts].to_vec();
            }
            let mut bytes = whole.clone();
            for _ in 0..1 + random.below(12) {
                let at = random.below(bytes.len());
                bytes[at] =
                    [0, 0xff, bytes[at] ^ 1, bytes[at].wrapping_add(1), random.below(256) as u8]
                        [random.below(5)];
            }
            bytes
        };
        for k in 0..cuts + mutants {
            let path = to.join("mutant.h5");
            std::fs::write(&path, mutant(&mut random, k)).unwrap();
            let start = Instant::now();
            if let Ok(file) = Hdf5File::open(&path) {
                everything(&file, 1 << 16);
            }
            assert!(start.elapsed() < crate::HANG, "{name} {k}: {:?}", start.elapsed());
        }
    }
    std::fs::remove_dir_all(to).unwrap();
}

//! SciPy's `.npz` files, both ways.
#![cfg(feature = "io")]

mod fixtures;

use fixtures::{Fixture, Given};
use nd_core::{Array, array};
use nd_io::NpzWriter;
use nd_sparse::{Bsr, Coo, Csc, Csr, Dia, SavedSparse, load_npz, save_npz};
use std::path::{Path, PathBuf};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("nd-sparse-{}-{name}.npz", std::process::id()))
}

#[test]
fn files_of_scipy_are_read() {
    let cases = Fixture::load();
    let given = Given { cases: &cases, case: "file" };
    for format in ["csr", "csc", "coo", "matrix"] {
        let a = load_npz::<f64, u32>(golden(&format!("{format}.npz"))).unwrap();
        given.csr("a", &a);
    }
    for format in ["bsr", "dia"] {
        let a = load_npz::<f64, u32>(golden(&format!("{format}.npz"))).unwrap();
        given.csr("a", &a.prune());
    }
    given.csr("unsorted", &load_npz::<f64, u32>(golden("unsorted.npz")).unwrap());
    let wide = load_npz::<f64, usize>(golden("csr.npz")).unwrap();
    given.csr("a", &wide.with_indices::<u32>().unwrap());
    let columns = Csc::<f64>::load_npz(golden("coo.npz")).unwrap();
    given.csr("a", &columns.to_csr());
}

#[test]
fn other_element_types_are_refused() {
    let error = load_npz::<f32, u32>(golden("csr.npz")).unwrap_err().to_string();
    assert!(error.contains("csr.npz") && error.contains("float64"), "{error}");
}

fn comes_back(name: &str, a: &impl SavedSparse, expected: &Csr<i32>) {
    let path = scratch(name);
    save_npz(&path, a).unwrap();
    let read = load_npz::<i32, u32>(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(read == *expected, "{name}");
}

#[test]
fn what_is_saved_is_loaded() {
    let a = Csr::<i32>::from_dense(array![[0, 2, 0, 4], [0, 0, 0, 0], [5, 0, 0, 6], [7, 0, 8, 0]]);
    comes_back("rows", &a, &a);
    comes_back("columns", &a.to_csc(), &a);
    comes_back("coordinates", &a.to_coo(), &a);
    comes_back("diagonals", &Dia::from_csr(&a), &a);
    let blocks = Bsr::from_csr(&a, [2, 2]);
    comes_back("blocks", &blocks, &blocks.to_csr());
    comes_back("nothing", &Csr::<i32>::zeros([0, 3]), &Csr::zeros([0, 3]));
    let twice = Coo::<i32>::from_triplets([1, 1], [(0, 0, 1), (0, 0, 2)]).unwrap();
    comes_back("twice", &twice, &Csr::from_dense([[3]]));
}

/// What is wrong with a file, in words.
fn error_of(name: &str, members: &[(&str, Array<i64>)], format: &str) -> String {
    let path = scratch(name);
    let mut file = NpzWriter::create(&path).unwrap();
    file.add_strings("format", Array::scalar(format)).unwrap();
    for (name, member) in members {
        file.add(name, member).unwrap();
    }
    file.finish().unwrap();
    let error = load_npz::<i64, u32>(&path).unwrap_err().to_string();
    std::fs::remove_file(&path).unwrap();
    assert!(error.contains(name), "{error}");
    error
}

#[test]
fn files_that_lie() {
    let shape = ("shape", array![2i64, 2]);
    let csr = |starts: Array<i64>, indices: Array<i64>| {
        [shape.clone(), ("indptr", starts), ("indices", indices), ("data", array![1i64])]
    };
    let cases = [
        (error_of("past", &csr(array![0i64, 1, 1], array![7i64]), "csr"), "index 7"),
        (
            error_of("negative", &csr(array![0i64, 1, 1], array![-1i64]), "csr"),
            "negative number -1",
        ),
        (error_of("starts", &csr(array![0i64, 1, 9], array![0i64]), "csr"), "start 2 is 9"),
        (error_of("short", &csr(array![0i64, 1], array![0i64]), "csr"), "2 starts for 2 rows"),
        (
            error_of("long", &csr(array![0i64, 1, 1], array![1i64 << 40]), "csr"),
            "the index 1099511627776",
        ),
        (error_of("format", &csr(array![0i64, 1, 1], array![0i64]), "lil"), "the format \"lil\""),
        (error_of("shape", &[("shape", array![2i64])], "csr"), "a matrix is needed"),
        (
            error_of(
                "huge",
                &[
                    ("shape", array![1i64 << 62, 1]),
                    ("indptr", array![0i64]),
                    ("indices", array![0i64]),
                    ("data", array![1i64]),
                ],
                "csr",
            ),
            "rows with 1 entries",
        ),
    ];
    for (error, part) in cases {
        assert!(error.contains(part), "{error}: {part}");
    }
}

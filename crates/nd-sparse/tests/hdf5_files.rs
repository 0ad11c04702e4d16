//! HDF5 files of AnnData and 10x Genomics: those of other programs, and those that lie.
#![cfg(feature = "hdf5")]

use nd_core::{AnyArray, Array, Complex, array};
use nd_io::{Hdf5File, Hdf5FileWriter, StoredElement};
use nd_sparse::{
    Csc, Csr, SparseElement, TenX, TenXFeature, load_10x, load_h5ad, load_npz, read_anndata,
    save_10x, save_h5ad, write_anndata,
};
use std::path::{Path, PathBuf};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("nd-sparse-{}-{name}.h5ad", std::process::id()))
}

/// Part of the file of anndata holds what SciPy says, by rows and by columns.
fn holds<T: SparseElement + StoredElement>(name: &str, expected: &str) {
    let expected = load_npz::<T, u32>(case(expected)).unwrap();
    let rows: Csr<T> = load_h5ad(case("cells.h5ad"), name).unwrap();
    assert!(rows == expected, "{name}: {rows:?} is not {expected:?}");
    let columns: Csc<T> = load_h5ad(case("cells.h5ad"), name).unwrap();
    assert!(columns == expected.to_csc(), "{name}, by columns");
}

#[test]
fn files_of_anndata_are_read() {
    holds::<f32>("X", "cells.X.npz");
    holds::<i64>("layers/counts", "cells.counts.npz");
    holds::<bool>("obsp/near", "cells.near.npz");
    let unsorted: Csr<i16> = load_h5ad(case("cells.h5ad"), "unsorted").unwrap();
    assert_eq!(unsorted.to_dense(), array![[2, 0, 0, 0, 5], [0, 3, 0, 0, 0]]);
    let old: Csr<f64> = load_h5ad(case("cells.h5ad"), "old").unwrap();
    assert_eq!(old.to_dense(), array![[0.0, 2.5], [0.0, 0.0], [1.5, 0.0]]);
    let long: Csr<f32, usize> = load_h5ad(case("cells.h5ad"), "X").unwrap();
    assert_eq!(long.shape(), [6, 5]);
}

fn fault(path: impl AsRef<Path>, name: &str) -> String {
    load_h5ad::<f32, u32, nd_sparse::Rows>(path, name).unwrap_err().to_string()
}

#[test]
fn other_parts_of_files_of_anndata_are_refused() {
    let of = |name| fault(case("cells.h5ad"), name);
    assert!(of("layers/counts").contains("int64"), "{}", of("layers/counts"));
    for (name, part) in [
        ("X/data", "an array that is not sparse"),
        ("obs", "a sparse matrix encoded as \"dataframe\""),
        ("layers", "a sparse matrix encoded as \"dict\""),
        ("nothing", "nothing"),
        ("obs/_index", "_index"),
    ] {
        let error = of(name);
        assert!(error.contains("cells.h5ad") && error.contains(part), "{error}");
    }
    assert!(of("huge").contains("more than 32 bits"));
    // 2⁴⁰ elements of which none is stored: memory that there is not is an error.
    let huge = load_h5ad::<f32, usize, nd_sparse::Rows>(case("cells.h5ad"), "huge");
    assert!(huge.unwrap_err().to_string().contains("cells.h5ad"));
}

#[test]
fn what_is_saved_is_loaded() {
    let path = scratch("both ways");
    let a = Csr::<f64>::from_dense([[0.0, 2.5, 0.0], [f64::NAN, 0.0, -1.0]]);
    save_h5ad(&path, &a.to_csc(), &["u", "v"], &[]).unwrap();
    let b: Csr<f64> = load_h5ad(&path, "X").unwrap();
    assert_eq!(format!("{b}"), format!("{a}"));
    let root = Hdf5File::open(&path).unwrap().root();
    assert_eq!(root.texts("obs/_index").unwrap().read().unwrap(), ["u", "v"]);
    assert_eq!(root.texts("var/_index").unwrap().read().unwrap(), ["0", "1", "2"]);
    let error = save_h5ad(&path, &a, &["u"], &[]).unwrap_err().to_string();
    assert!(error.contains("save_h5ad") && error.contains("[1]"), "{error}");

    let mut file = Hdf5FileWriter::new(&path).unwrap();
    write_anndata(&mut file, "nothing", &Csr::<bool>::zeros([0, 3])).unwrap();
    let z = Csr::<Complex<f32>>::from_dense([[Complex::new(1.0, -2.0)]]);
    write_anndata(&mut file, "deep/down", &z).unwrap();
    assert!(write_anndata(&mut file, "deep/down", &z).is_err()); // the name is taken
    file.finish().unwrap();
    let root = Hdf5File::open(&path).unwrap().root();
    let nothing: Csc<bool> = read_anndata(&root, "nothing").unwrap();
    assert_eq!(nothing.shape(), [0, 3]);
    let back: Csr<Complex<f32>> = read_anndata(&root, "deep/down").unwrap();
    assert!(back == z);
    std::fs::remove_file(&path).unwrap();
}

/// What is wrong with a group of these parts.
fn lie(name: &str, shape: &[i64], parts: [Array<i64>; 2], encoding: &str, by_rows: bool) -> String {
    let path = scratch(name);
    let mut file = Hdf5FileWriter::new(&path).unwrap();
    let [starts, indices] = parts;
    file.save("X/data", vec![1.0f32; indices.size()]).unwrap();
    file.save("X/indptr", &starts).unwrap();
    file.save("X/indices", &indices).unwrap();
    file.attribute("X", "encoding-type", encoding).unwrap();
    file.attribute("X", "encoding-version", "0.1.0").unwrap();
    file.attribute("X", "shape", AnyArray::from(Array::from_vec(shape.to_vec()))).unwrap();
    file.finish().unwrap();
    let error = if by_rows {
        fault(&path, "X")
    } else {
        load_h5ad::<f32, u32, nd_sparse::Columns>(&path, "X").unwrap_err().to_string()
    };
    std::fs::remove_file(&path).unwrap();
    assert!(error.contains(name), "{error}");
    error
}

#[test]
fn files_that_lie() {
    let good = || [array![0, 1, 1], array![1]];
    let csr = |name: &str, shape: &[i64], parts| lie(name, shape, parts, "csr_matrix", true);
    let cases = [
        (csr("past", &[2, 2], [array![0, 1, 1], array![7]]), "index 7"),
        (csr("negative", &[2, 2], [array![0, 1, 1], array![-1]]), "indices has the number -1"),
        (csr("long", &[2, 2], [array![0, 1, 1], array![1 << 40]]), "the number 1099511627776"),
        (csr("starts", &[2, 2], [array![0, 1, 9], array![1]]), "start 2 is 9"),
        (csr("falling", &[2, 2], [array![0, 1, 0], array![1]]), "start 2 is 0"),
        (csr("short", &[2, 2], [array![0, 1], array![1]]), "2 starts for 2 rows"),
        (csr("axes", &[2], good()), "a sparse matrix of shape [2]"),
        (csr("minus", &[2, -2], good()), "shape has the number -2"),
        (csr("wide", &[2, 1 << 40], good()), "more than 32 bits"),
        (lie("kind", &[2, 2], good(), "array", true), "encoded as \"array\""),
        (
            lie("huge", &[2, 1 << 32], good(), "csr_matrix", false),
            "4294967296 rows with 1 entries: the rows alone would fill the memory",
        ),
    ];
    for (error, part) in cases {
        assert!(error.contains(part), "{error}: {part}");
    }
}

#[test]
fn files_of_10x_genomics_are_read() {
    let expected = load_npz::<i32, u32>(case("cells.10x.npz")).unwrap().to_csc();
    for (name, kind, genome) in
        [("cells3.h5", "Antibody Capture", "GRCh38"), ("cells2.h5", "Gene Expression", "hg19")]
    {
        let counts = load_10x::<i32, u32>(case(name)).unwrap();
        assert!(counts.matrix == expected, "{name}");
        assert_eq!(counts.barcodes, ["AAC0-1", "AAC1-1", "AAC2-1", "AAC3-1"]);
        let last = TenXFeature {
            kind: kind.into(),
            genome: genome.into(),
            ..TenXFeature::gene("ENSG00004", "GENE4")
        };
        assert_eq!(counts.features[4], last);
    }
    let error = load_10x::<f32, u32>(case("cells3.h5")).unwrap_err().to_string();
    assert!(error.contains("cells3.h5") && error.contains("int32"), "{error}");
    let error = load_10x::<i32, u32>(case("cells.h5ad")).unwrap_err().to_string();
    assert!(error.contains("several genomes"), "{error}");
}

#[test]
fn counts_come_back() {
    let path = scratch("counts");
    let mut counts = TenX {
        matrix: Csc::<i64>::from_dense([[0, 5, 0], [7, 0, 0]]),
        barcodes: ["A-1", "C-1", "G-1"].map(String::from).to_vec(),
        features: vec![TenXFeature::gene("id 1", "one"), TenXFeature::gene("id 2", "zwölf")],
    };
    save_10x(&path, &counts).unwrap();
    assert!(load_10x::<i64, u32>(&path).unwrap() == counts);
    counts.barcodes.pop();
    let error = save_10x(&path, &counts).unwrap_err().to_string();
    assert!(error.contains("save_10x") && error.contains("[2, 2]"), "{error}");
    let mut file = Hdf5FileWriter::new(&path).unwrap();
    file.texts("matrix/barcodes", &["A", "B"]).unwrap();
    file.save("matrix/shape", [1i64 << 40, 3]).unwrap();
    file.finish().unwrap();
    let error = load_10x::<i64, u32>(&path).unwrap_err().to_string();
    assert!(error.contains("barcodes of shape [2] beside a matrix with 3"), "{error}");
    std::fs::remove_file(&path).unwrap();
}

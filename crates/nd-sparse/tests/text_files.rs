//! Harwell–Boeing files and lists of edges: those of other programs, and those that lie.
#![cfg(feature = "io")]

use nd_core::{Complex, array};
use nd_io::StoredElement;
use nd_sparse::{
    Coo, EdgeListOptions, MarketElement, SparseElement, SparseFileError, load_edge_list,
    load_harwell_boeing, load_matrix_market, load_npz, read_edge_list, read_edge_list_with,
    read_harwell_boeing,
};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

/// The file holds what SciPy says.
fn holds<T: SparseElement + MarketElement + StoredElement>(name: &str) {
    let read = load_harwell_boeing::<T, u32>(case(&format!("{name}.hb"))).unwrap().to_csr();
    let expected = load_npz::<T, u32>(case(&format!("{name}.hb.npz"))).unwrap();
    assert!(read.prune() == expected.prune(), "{name}: {read:?} is not {expected:?}");
    assert!(read.nnz() > 5, "{name}");
}

#[test]
fn harwell_boeing_files_of_others() {
    let formats =
        ["exponents", "doubles", "scaled", "points", "touching", "spaced", "wide", "scipy"];
    for name in formats.iter().chain(&["real_S", "real_Z", "real_R", "sides"]) {
        holds::<f64>(name);
    }
    for name in ["complex_U", "complex_S", "complex_Z", "complex_H"] {
        holds::<Complex<f64>>(name);
    }
    for name in ["pattern_S", "pattern_U"] {
        holds::<bool>(name);
    }
    let packed = load_harwell_boeing::<f64, u32>(case("doubles.hb.gz")).unwrap();
    assert!(packed == load_harwell_boeing(case("doubles.hb")).unwrap());
    let single = load_harwell_boeing::<f32, usize>(case("points.hb")).unwrap();
    assert_eq!(single.shape(), [9, 7]);
    let error = load_harwell_boeing::<f64, u32>(case("complex_U.hb")).unwrap_err().to_string();
    assert_eq!(error, "Harwell–Boeing: values are complex, which f64 does not hold");
}

fn boeing(text: &str) -> Result<Coo<f64>, SparseFileError> {
    read_harwell_boeing(text.as_bytes())
}

/// A file of 2 × 2 with two entries, after `change`.
fn changed(change: impl FnOnce(&mut Vec<String>)) -> Result<Coo<f64>, SparseFileError> {
    let head = format!("{:14}{:14}{:14}{:14}{:14}", 3, 1, 1, 1, 0);
    let sizes = format!("RUA           {:14}{:14}{:14}{:14}", 2, 2, 2, 0);
    let formats = format!("{:16}{:16}{:20}", "(3I4)", "(2I4)", "(2F6.1)");
    let lines = ["title", &head, &sizes, &formats, "   1   2   3", "   1   2", "   2.5  -1.0"];
    let mut lines: Vec<String> = lines.map(String::from).to_vec();
    change(&mut lines);
    boeing(&lines.join("\n"))
}

#[test]
fn harwell_boeing_numbers() {
    let value = |format: &str, number: &str| {
        let a = changed(|lines| {
            lines[3] = format!("{:16}{:16}{format:20}", "(3I4)", "(2I4)");
            lines[6] = format!("{number}{number}");
        });
        a.map(|a| a.values()[0])
    };
    assert_eq!(value("(2F8.2)", "    -150").unwrap(), -1.5); // no point: where the format has it
    assert_eq!(value("(1P,2F8.2)", "   15.00").unwrap(), 1.5); // no exponent: the scale counts
    assert_eq!(value("(1P,2E8.2)", " 1.5E+01").unwrap(), 15.0);
    assert_eq!(value("(2D9.2)", " 1.50-101").unwrap(), 1.5e-101);
    assert_eq!(value("(2(D9.2))", "  -.5d+02").unwrap(), -50.0);
    assert_eq!(value("(2G9.2)", "      +7.").unwrap(), 7.0);
    assert_eq!(value("(2I9)", "       -7").unwrap(), -7.0);
    assert_eq!(value("(-1P2F8.2)", "   15.00").unwrap(), 150.0);
    for number in ["   1.5.0", "   1 5.0", "     1 5", "   x    ", "  1.5E+x"] {
        let error = value("(2F8.2)", number).unwrap_err().to_string();
        let expected = format!("Harwell–Boeing, line 7: {number:?} among the values is no number");
        assert_eq!(error, expected);
    }
    let blank = value("(2F8.2)", "        ").unwrap_err().to_string();
    assert_eq!(blank, "Harwell–Boeing, line 7: an empty line among the values");
    for format in ["2F8.2", "(2A8)", "(2F8)", "(2F8.2", "(9999(99F8.2))", "(3X)", "()", "(0F0.0)"] {
        let error = value(format, "     1.0").unwrap_err().to_string();
        let expected = format!("Harwell–Boeing, line 4: {format:?} is not a format of numbers");
        assert_eq!(error, expected);
    }
}

#[test]
fn harwell_boeing_files_that_lie() {
    assert_eq!(changed(|_| {}).unwrap().to_dense(), array![[2.5, 0.0], [0.0, -1.0]]);
    let line = |at: usize, text: &str| {
        changed(|lines| lines[at] = text.to_owned()).unwrap_err().to_string()
    };
    let sizes = |kind: &str, rows: &str, columns: &str, entries: &str| {
        line(2, &format!("{kind}           {rows:>14}{columns:>14}{entries:>14}"))
    };
    let case = |error: String, expected: &str| {
        assert_eq!(error, format!("Harwell–Boeing{expected}"));
    };
    case(boeing("").unwrap_err().to_string(), ", line 1: the end before the title");
    case(sizes("XUA", "2", "2", "2"), ", line 3: values of the kind 'X'");
    case(sizes("RXA", "2", "2", "2"), ", line 3: the symmetry 'X'");
    case(sizes("RUX", "2", "2", "2"), ", line 3: 'X', which is neither assembled nor elements");
    case(sizes("RUE", "2", "2", "2"), ": finite elements that are not assembled");
    case(sizes("RSA", "2", "3", "2"), ", line 3: a matrix with a symmetry that is 2 by 3");
    case(sizes("RUA", "-2", "2", "2"), ", line 3: \"-2\" is not the number of rows");
    case(sizes("RUA", "2", "2", "x"), ", line 3: \"x\" is not the number of entries");
    case(line(2, "RUA"), ", line 3: \"\" is not the number of rows");
    case(line(4, "   1   2   4"), ", line 5: 4 among the starts of columns: 1 to 3");
    case(line(4, "   1   3   2"), ", line 5: a column that starts at 2");
    case(line(4, "   2   2   3"), ", line 5: a column that starts at 2");
    case(line(4, "   1   2   2"), ", line 5: the columns do not end at 2 entries");
    case(line(5, "   1   3"), ", line 6: 3 among the rows: 1 to 2");
    case(line(5, "   0   1"), ", line 6: 0 among the rows: 1 to 2");
    case(line(5, ""), ", line 6: an empty line among the rows");
    case(line(5, "   1   é"), ", line 6: a line that is not ASCII");
    case(line(6, "   2.5"), ", line 8: the end before the values");
    // Nothing is allocated for what is not there.
    let huge = sizes("RUA", "4000000000", "4000000000", "4000000000000");
    case(huge, ", line 6: a column that starts at 1");
    let long = sizes("RUA", "2", "8589934592", "2");
    assert!(long.contains("more than 32 bits"), "{long}");
}

fn edges(text: &str) -> Result<Coo<f64>, SparseFileError> {
    Ok(read_edge_list(text.as_bytes())?.edges)
}

#[test]
fn lists_of_edges() {
    let list = load_edge_list::<f64, u32>(case("weighted.edges.gz")).unwrap();
    let dense = array![[0.0, 0.5, 0.0], [0.0, 0.0, 2.0], [1.5, 0.0, -1e3]];
    assert_eq!(list.edges.to_dense(), dense);
    assert_eq!(edges("% said\n\n0\t1\r\n0 1 2\n").unwrap().values(), [1.0, 2.0]);
    assert_eq!(edges("").unwrap().shape(), [0, 0]);
    let complex = read_edge_list::<Complex<f64>, u32>("0 0 1.5 -2\n1 0 3\n".as_bytes()).unwrap();
    assert_eq!(complex.edges.values(), [Complex::new(1.5, -2.0), Complex::new(3.0, 0.0)]);
    let options = EdgeListOptions::default().delimiter(',').names(true).skip_lines(1);
    let text = "from,to,weight\nthe one, other ,3\nother,the one\n";
    let named = read_edge_list_with::<i64, u32>(text.as_bytes(), &options).unwrap();
    assert_eq!(named.names, ["the one", "other"]);
    assert_eq!(named.edges.to_dense(), array![[0, 3], [1, 0]]);
    let options = EdgeListOptions::default().first(1).nodes(4).unweighted(true);
    let text = "1 2 17 yesterday\n4 1\n".as_bytes();
    let plain = read_edge_list_with::<bool, u32>(text, &options).unwrap();
    assert_eq!((plain.edges.shape(), plain.edges.coords(0)), (&[4, 4][..], &[0, 3][..]));
    let large = read_edge_list::<u8, usize>("8589934592 0\n".as_bytes()).unwrap();
    assert_eq!(large.edges.shape(), [8589934593, 8589934593]);
}

#[test]
fn lists_of_edges_that_lie() {
    let fault = |text: &str| edges(text).unwrap_err().to_string();
    let case = |error: String, expected: &str| {
        assert_eq!(error, format!("list of edges, line {expected}"));
    };
    case(fault("0\n"), "1: no node that the edge goes to");
    case(fault("0 1\n-1 2\n"), "2: \"-1\" is not the number of a node");
    case(fault("0 1 x\n"), "1: \"x\" is not a weight of real");
    case(fault("0 1 2 3\n"), "1: \"2 3\" is not a weight of real");
    case(fault("0 1 2 3 4\n"), "1: \"2 3 4\" is not a weight of real");
    assert!(fault("0 4294967296\n").contains("more than 32 bits"));
    assert!(fault("0 18446744073709551615\n").contains("more than 32 bits"));
    assert!(fault(&"7".repeat(1 << 17)).contains("a line of more than 65535 characters"));
    let with = |text: &str, options: &EdgeListOptions| {
        let list = read_edge_list_with::<bool, u32>(text.as_bytes(), options);
        list.unwrap_err().to_string()
    };
    let options = EdgeListOptions::default();
    case(with("0 1 1\n", &options), "1: \"1\" is not a weight of pattern");
    case(with("0 1\n", &options.clone().first(1)), "1: \"0\" is not the number of a node from 1");
    case(with("0 5\n", &options.clone().nodes(5)), "1: \"5\" of 5 nodes");
    case(with(",1\n", &options.delimiter(',')), "1: no node that the edge comes from");
    assert!(read_edge_list::<f64, u32>(&b"\xff\n"[..]).is_err());
}

#[test]
fn packed_text_is_unpacked_by_its_first_bytes() {
    let missing = load_edge_list::<f64, u32>(case("no such")).unwrap_err();
    assert!(matches!(missing, SparseFileError::Io(_)) && missing.to_string().contains("no such"));
    let not_text = load_matrix_market::<f64, u32>(case("cells.h5ad")).unwrap_err().to_string();
    assert!(not_text.contains("not text"), "{not_text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_numbers_are_an_answer_or_an_error(
        format in "\\([0-9A-Z(),.P]{0,12}\\)", starts in "[0-9 ]{0,12}", rows in "[0-9 ]{0,12}", values in "[0-9 .eD+-]{0,20}"
    ) {
        let _ = changed(|lines| {
            lines[3] = format!("{:16}{:16}{format:20}", "(3I4)", "(2I4)");
            (lines[4], lines[5], lines[6]) = (starts, rows, values);
        });
    }

    #[test]
    fn any_edges_come_back(edges in prop::collection::vec((0..50_usize, 0..50_usize, any::<f64>()), 0..30)) {
        let finite: Vec<_> = edges.into_iter().filter(|edge| edge.2.is_finite()).collect();
        let text: String = finite.iter().map(|(from, to, x)| format!("{from} {to} {x:e}\n")).collect();
        let list = read_edge_list_with::<f64, u32>(text.as_bytes(), &EdgeListOptions::default().nodes(50));
        prop_assert!(list.unwrap().edges == Coo::from_triplets([50, 50], finite).unwrap());
    }
}

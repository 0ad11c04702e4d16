//! Matrix Market files: every kind of values and symmetry, and files that lie.

use nd_core::{Complex, array};
use nd_sparse::{Coo, Csr, MarketElement, MarketError, SparseElement};
use nd_sparse::{read_matrix_market, write_matrix_market};
use proptest::prelude::*;

fn read<T: SparseElement + MarketElement>(text: &str) -> Result<Coo<T>, MarketError> {
    read_matrix_market(text.as_bytes())
}

fn error(text: &str) -> String {
    read::<f64>(text).unwrap_err().to_string()
}

#[test]
fn kinds_of_values() {
    let text = "%%MatrixMarket matrix coordinate integer general\n2 3 2\n1 3 5\n2 1 -7\n";
    assert_eq!(read::<i32>(text).unwrap().to_dense(), array![[0, 0, 5], [-7, 0, 0]]);
    assert_eq!(read::<f64>(text).unwrap().to_dense(), array![[0.0, 0.0, 5.0], [-7.0, 0.0, 0.0]]);
    let text = "%%matrixmarket MATRIX Coordinate Pattern General\n\n% said\n2 2 1\n\n2 1\n";
    assert_eq!(read::<bool>(text).unwrap().to_dense(), array![[false, false], [true, false]]);
    assert_eq!(read::<u8>(text).unwrap().to_dense(), array![[0, 0], [1, 0]]);
    let text = "%%MatrixMarket matrix coordinate real general\n1 2 1\n1 2 1.5e-3\n";
    assert_eq!(read::<f32>(text).unwrap().to_dense(), array![[0.0, 1.5e-3]]);
    assert!(read::<Complex<f64>>(text).is_ok());
    let text = "%%MatrixMarket matrix coordinate complex general\n1 1 1\n1 1 1.5 -2\n";
    let z: Coo<Complex<f64>> = read(text).unwrap();
    assert_eq!(z.to_dense()[[0, 0]], Complex::new(1.5, -2.0));
    assert_eq!(error(text), "MatrixMarket: values are complex, which f64 does not hold");
}

#[test]
fn symmetries() {
    let file = |symmetry: &str| {
        format!("%%MatrixMarket matrix coordinate real {symmetry}\n2 2 1\n2 1 3\n")
    };
    let dense = |symmetry| read::<f64>(&file(symmetry)).unwrap().to_dense();
    assert_eq!(dense("general"), array![[0.0, 0.0], [3.0, 0.0]]);
    assert_eq!(dense("symmetric"), array![[0.0, 3.0], [3.0, 0.0]]);
    assert_eq!(dense("skew-symmetric"), array![[0.0, -3.0], [3.0, 0.0]]);
    let text = "%%MatrixMarket matrix coordinate complex hermitian\n2 2 1\n2 1 3 4\n";
    let z: Coo<Complex<f64>> = read(text).unwrap();
    assert_eq!(z.to_dense()[[0, 1]], Complex::new(3.0, -4.0));
    assert_eq!(z.to_dense()[[1, 0]], Complex::new(3.0, 4.0));
}

#[test]
fn dense_arrays() {
    let text = "%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n4\n";
    assert_eq!(read::<f64>(text).unwrap().to_dense(), array![[1.0, 3.0], [2.0, 4.0]]);
    let text = "%%MatrixMarket matrix array integer symmetric\n2 2\n1\n2\n4\n";
    assert_eq!(read::<i64>(text).unwrap().to_dense(), array![[1, 2], [2, 4]]);
    let text = "%%MatrixMarket matrix array integer skew-symmetric\n2 2\n2\n";
    assert_eq!(read::<i64>(text).unwrap().to_dense(), array![[0, -2], [2, 0]]);
}

#[test]
fn files_that_lie() {
    let head = "%%MatrixMarket matrix coordinate real general\n";
    let with = |rest: &str| error(&format!("{head}{rest}"));
    assert!(error("").contains("line 1: the first line is not"));
    assert!(error("2 2 1\n").contains("line 1: the first line is not"));
    assert_eq!(with(""), "MatrixMarket, line 2: no line with the size of the matrix");
    assert_eq!(
        with("2 2\n"),
        "MatrixMarket, line 2: sizes are rows, columns and, of coordinates, entries"
    );
    assert_eq!(with("2 -2 1\n"), "MatrixMarket, line 2: \"-2\" is not a number of something");
    assert_eq!(with("2 2 1\n0 1 5\n"), "MatrixMarket, line 3: row 0 of a matrix with 2 rows");
    assert_eq!(with("2 2 1\n1 3 5\n"), "MatrixMarket, line 3: column 3 of a matrix with 2 columns");
    assert_eq!(with("2 2 1\n1\n"), "MatrixMarket, line 3: an entry without row and column");
    assert_eq!(with("2 2 1\n1 1\n"), "MatrixMarket, line 3: 0 words for a value of 1");
    assert_eq!(with("2 2 1\n1 1 x\n"), "MatrixMarket, line 3: \"x\" is not a value of real");
    assert_eq!(with("2 2 2\n1 1 1\n"), "MatrixMarket, line 4: the end after 1 of 2 entries");
    assert_eq!(
        with("2 2 0\n1 1 1\n"),
        "MatrixMarket, line 3: more lines than the matrix has values"
    );
    // Nothing is allocated for entries that are not there.
    assert_eq!(
        with("4 4 18446744073709551615\n"),
        "MatrixMarket, line 3: the end after 0 of 18446744073709551615 entries"
    );
    assert!(with("8589934592 1 0\n").contains("more than 32 bits"));
    let array = "%%MatrixMarket matrix array real general\n4294967296 4294967296\n1\n";
    assert_eq!(error(array), "MatrixMarket, line 4: the end before row 1 of column 0");
    let square = "%%MatrixMarket matrix coordinate real symmetric\n2 3 0\n";
    assert_eq!(error(square), "MatrixMarket, line 2: a matrix with a symmetry that is 2 by 3");
    let skew = "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n1 1 4\n";
    assert_eq!(
        error(skew),
        "MatrixMarket, line 3: an entry on the diagonal of a skew-symmetric matrix"
    );
    assert!(error("%%MatrixMarket matrix array pattern general\n").contains("values that are"));
    assert!(
        error("%%MatrixMarket matrix coordinate real diagonal\n")
            .contains("the symmetry \"diagonal\"")
    );
    assert!(error("%%MatrixMarket matrix sparse real general\n").contains("the format \"sparse\""));
    assert!(
        error(&format!("{head}{}", " ".repeat(1 << 17)))
            .contains("a line of more than 65535 characters")
    );
    assert!(read_matrix_market::<f64, u32>(&b"\xff\xfe\n"[..]).is_err());
}

#[test]
fn what_is_written_is_read() {
    let mut text = Vec::new();
    let a = Csr::<f64>::from_dense([[0.1, 0.0], [1e300, -2.5e-310]]);
    write_matrix_market(&mut text, &a.to_coo()).unwrap();
    let back = read_matrix_market::<f64, u32>(&text[..]).unwrap();
    assert!(back.to_csr() == a);
    let three_axes = Coo::<f64>::new([1, 1, 1]);
    let error = write_matrix_market(Vec::new(), &three_axes).unwrap_err();
    assert_eq!(error.to_string(), "write_matrix_market: a matrix is needed, not shape [1, 1, 1]");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_an_answer_or_an_error(text in "(%%MatrixMarket matrix (coordinate|array) (real|integer|pattern) (general|symmetric)\n)?[0-9 .%\n-]{0,60}") {
        let _ = read::<f64>(&text);
    }

    #[test]
    fn any_floats_come_back(values in prop::collection::vec(any::<f64>(), 0..20)) {
        let values: Vec<f64> = values.into_iter().filter(|x| x.is_finite()).collect();
        let places = (0..values.len()).map(|i| (i, i / 2, values[i]));
        let a: Coo<f64> = Coo::from_triplets([20, 20], places).unwrap();
        let mut text = Vec::new();
        write_matrix_market(&mut text, &a).unwrap();
        prop_assert!(read_matrix_market::<f64, u32>(&text[..]).unwrap() == a);
    }
}

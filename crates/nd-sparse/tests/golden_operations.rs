//! Operations against what SciPy makes: golden/sparse.py.

mod fixtures;

use fixtures::{Fixture, Given, Value};
use nd_core::{Number, s};
use nd_ops::Ordered;
use nd_sparse::{Coo, Csc, Csr, OrderedElement, SparseElement};
use nd_sparse::{block_diag, hstack, kron, vstack};

/// What every element type does.
fn any<T: SparseElement + Value>(cases: &Fixture, case: &str)
where
    T::Sum: Value,
    T::Mean: Value,
{
    let [a, b]: [Csr<T>; 2] = ["a", "b"].map(|name| cases.csr(case, name));
    let (cols_a, cols_b) = (a.to_csc(), b.to_csc());
    let given = Given { cases, case };
    given.both("add", &a.try_add(&b).unwrap(), &cols_a.try_add(&cols_b).unwrap());
    given.csr("add", &(&a + &cols_b));
    given.both("multiply", &(&a * &b), &(&cols_a * &cols_b));
    given.csr("transpose", &a.t().to_csr());
    given.dense("dense", &a.to_dense());
    given.dense("dense", &cols_a.to_dense());
    given.dense("add_dense", &a.add_dense(b.to_dense()));
    given.dense("add_dense", &cols_a.add_dense(b.to_dense()));
    given.both("backwards", &a.slice(s![..;-1, ..;-1]), &cols_a.slice(s![..;-1, ..;-1]));
    given.both("steps", &a.slice(s![1.., ..;2]), &cols_a.slice(s![1.., ..;2]));
    given.both("part", &a.slice(s![..2, 1..3]), &cols_a.slice(s![..2, 1..3]));
    given.both("tril", &a.tril(1), &cols_a.tril(1));
    given.both("triu", &a.triu(-1), &cols_a.triu(-1));
    given.dense("diagonal", &a.diagonal(1));
    given.both("vstack", &vstack(&[&a, &b]), &vstack(&[&cols_a, &cols_b]));
    given.both("hstack", &hstack(&[&a, &b]), &hstack(&[&cols_a, &cols_b]));
    given.both("block_diag", &block_diag(&[&a, &b]), &block_diag(&[&cols_a, &cols_b]));
    let (left, right) = (s![..2, ..3], s![..3, ..2]);
    given.csr("kron", &kron(&a.slice(left), &b.slice(right)));
    given.csr("kron", &kron(&cols_a.slice(left), &cols_b.slice(right)).to_csr());
    sums(&given, &a);
    products(&given, &a, &b);
    if a.shape().contains(&0) {
        return;
    }
    let (last_first, columns) = ([-1, 0, 0], [-1, 0, 0]);
    given.both("take_rows", &a.take(&last_first, 0), &cols_a.take(&last_first, 0));
    given.both("take_columns", &a.take(&columns, 1), &cols_a.take(&columns, 1));
    let turned = [a.shape()[1], a.shape()[0]];
    given.both("reshape", &a.reshape(turned), &cols_a.reshape(turned));
}

fn sums<T: SparseElement + Value>(given: &Given<'_>, a: &Csr<T>)
where
    T::Sum: Value,
    T::Mean: Value,
{
    let columns = a.to_csc();
    for axis in [0, 1] {
        given.dense(&format!("sum{axis}"), &a.sum_axis(axis));
        given.dense(&format!("sum{axis}"), &columns.sum_axis(axis));
        given.dense(&format!("count{axis}"), &a.count_nonzero_axis(axis).cast::<u64>());
        if !a.shape().contains(&0) {
            given.near(&format!("mean{axis}"), &a.mean_axis(axis));
            given.near(&format!("mean{axis}"), &columns.mean_axis(axis));
        }
    }
    given.dense("sum", &nd_core::Array::scalar(a.sum()));
    given.dense("sum", &nd_core::Array::scalar(columns.sum()));
    if !a.shape().contains(&0) {
        given.near("mean", &nd_core::Array::scalar(a.mean()));
    }
}

fn products<T: SparseElement + Value>(given: &Given<'_>, a: &Csr<T>, b: &Csr<T>) {
    if !given.has("matmul") {
        return;
    }
    let (cols_a, cols_b) = (a.to_csc(), b.to_csc());
    given.csr("matmul", &a.matmul(b.t()));
    given.csr("matmul", &a.matmul(&b.t().to_csr()));
    given.csr("matmul", &cols_a.matmul(b.t()).to_csr());
    given.csr("matmul", &cols_a.matmul(cols_b.t()).to_csr());
    given.both("gram", &a.gram(), &cols_a.gram());
    let dense = b.to_dense();
    given.dense("matmul_dense", &a.matmul_dense(dense.t()));
    given.dense("matmul_dense", &cols_a.matmul_dense(dense.t()));
    given.dense("dense_matmul", &a.dense_matmul(dense.t()));
    given.dense("dense_matmul", &cols_a.dense_matmul(dense.t()));
    let x = if b.shape()[0] > 0 {
        dense.slice(s![0, ..]).to_array()
    } else {
        nd_core::Array::full([a.shape()[1]], T::ONE)
    };
    given.dense("matvec", &a.matvec(&x));
    given.dense("matvec", &cols_a.matvec(&x));
}

fn number<T: SparseElement + Value + Number>(cases: &Fixture, case: &str) {
    let [a, b]: [Csr<T>; 2] = ["a", "b"].map(|name| cases.csr(case, name));
    let given = Given { cases, case };
    given.both("subtract", &(&a - &b), &(&a.to_csc() - &b.to_csc()));
    given.csr("negative", &-&a);
    given.csr("scaled", &(&a * (T::ONE.added(T::ONE).added(T::ONE))));
    given.csr("square", &a.pow(2));
}

fn ordered<T: OrderedElement + Value + Ordered>(cases: &Fixture, case: &str) {
    let [a, b]: [Csr<T>; 2] = ["a", "b"].map(|name| cases.csr(case, name));
    let (cols_a, cols_b) = (a.to_csc(), b.to_csc());
    let given = Given { cases, case };
    if given.has("less") {
        given.both("maximum", &a.maximum(&b), &cols_a.maximum(&cols_b));
        given.both("minimum", &a.minimum(&b), &cols_a.minimum(&cols_b));
        given.both("less", &a.less(&b), &cols_a.less(&cols_b));
        given.both("greater", &a.greater(&b), &cols_a.greater(&b));
        given.both("less_equal", &a.less_equal(&b), &cols_a.less_equal(&cols_b));
        given.both("greater_equal", &a.greater_equal(&b), &cols_a.greater_equal(&cols_b));
    }
    if !given.has("max") {
        return;
    }
    given.dense("max0", &a.max_axis(0));
    given.dense("max0", &cols_a.max_axis(0));
    given.dense("min1", &a.min_axis(-1));
    given.dense("min1", &cols_a.min_axis(-1));
    given.dense("max", &nd_core::Array::scalar(a.max()));
    if given.has("argmax") {
        given.dense("argmax0", &a.argmax_axis(0).cast::<u64>());
        given.dense("argmin1", &cols_a.argmin_axis(1).cast::<u64>());
        let [row, column] = a.argmax();
        let flat = (row * a.shape()[1] + column) as u64;
        given.dense("argmax", &nd_core::Array::scalar(flat));
        assert_eq!(cols_a.argmax(), [row, column], "{case}");
    } else {
        given.dense("nanmax0", &a.nanmax_axis(0));
        given.dense("nanmin1", &a.nanmin_axis(1));
    }
}

fn not_equal<T: SparseElement + Value>(cases: &Fixture, case: &str) {
    let [a, b]: [Csr<T>; 2] = ["a", "b"].map(|name| cases.csr(case, name));
    let given = Given { cases, case };
    if given.has("not_equal") {
        given.both("not_equal", &a.not_equal(&b), &a.to_csc().not_equal(&b));
    }
}

fn coordinates<T: SparseElement + Value>(cases: &Fixture, dtype: &str) {
    let case = format!("{dtype}.coo");
    let coo: Coo<T> = cases.coo(&case, [6, 5]);
    let given = Given { cases, case: &case };
    given.csr("tocsr", &coo.to_csr());
    given.csr("tocsr", &coo.sum_duplicates().to_csr());
    given.csr("tocsc", &coo.to_csc().into_transposed());
    given.dense("todense", &coo.to_dense());
    given.dense("todense", &coo.reshape([5, 6]).reshape([6, 5]).to_dense());
}

/// All cases of an element type.
macro_rules! tests {
    ($($test:ident $T:ty, $dtype:literal, [$($more:ident)*];)*) => {$(
        #[test]
        fn $test() {
            let cases = Fixture::load();
            let all = cases.cases($dtype);
            assert!(all.len() >= 5, "{all:?}");
            for case in all {
                any::<$T>(&cases, &case);
                not_equal::<$T>(&cases, &case);
                $($more::<$T>(&cases, &case);)*
            }
            coordinates::<$T>(&cases, $dtype);
        }
    )*};
}
tests! {
    bools bool, "bool", [ordered];
    i8s i8, "int8", [number ordered];
    i64s i64, "int64", [number ordered];
    u16s u16, "uint16", [number ordered];
    f32s f32, "float32", [number ordered];
    f64s f64, "float64", [number ordered];
    c64s nd_core::Complex<f32>, "complex64", [number];
    c128s nd_core::Complex<f64>, "complex128", [number];
}

#[test]
fn printing() {
    let cases = Fixture::load();
    let a: Csr<f64> = cases.csr("print", "a");
    let text = include_str!("golden/print.txt");
    let expected = |name: &str| -> (String, String) {
        let (_, rest) = text.split_once(&format!("== {name}\n")).expect("in the file");
        let (shown, rest) = rest.split_once("\n-- ").expect("in the file");
        let rest = rest.split_once('\n').expect("in the file").1;
        (shown.into(), rest.split("\n== ").next().unwrap_or_default().trim_end().into())
    };
    let check = |name: &str, shown: String, debug: String| {
        assert_eq!((shown, debug), expected(name), "{name}");
    };
    check("csr", a.to_string(), format!("{a:?}"));
    let columns = a.to_csc();
    check("csc", columns.to_string(), format!("{columns:?}"));
    let coo = a.to_coo();
    check("coo", coo.to_string(), format!("{coo:?}"));
    let truth = Csr::<bool>::from_dense([[true, false]]);
    check("bool", truth.to_string(), format!("{truth:?}"));
    let c = |re, im| nd_core::Complex::new(re, im);
    let complex = Csr::from_dense([[c(1.0, 2.0), c(0.0, 0.0)], [c(0.0, 0.0), c(-0.0, -0.5)]]);
    let complex: Csr<nd_core::Complex<f64>> = complex;
    check("complex", complex.to_string(), format!("{complex:?}"));
    let empty = Csr::<u8>::zeros([2, 3]);
    check("empty", empty.to_string(), format!("{empty:?}"));
    let big = Csr::<i32>::eye(60);
    check("big", big.to_string(), format!("{big:?}"));
    let blocks = nd_sparse::Bsr::from_csr(&Csr::<i64>::eye(4), [2, 2]);
    check("bsr", blocks.to_string(), format!("{blocks:?}"));
    let diagonals = nd_sparse::Dia::from_csr(&Csr::<f32>::eye(3));
    check("dia", diagonals.to_string(), format!("{diagonals:?}"));
}

#[test]
fn columns_are_the_rows_of_the_transpose() {
    let cases = Fixture::load();
    let a: Csr<f64> = cases.csr("print", "a");
    let columns: Csc<f64> = a.clone().into_transposed();
    assert_eq!(columns.to_dense(), a.to_dense().t());
    assert!(columns.into_transposed() == a);
}

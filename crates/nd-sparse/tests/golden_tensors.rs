//! Arrays with any number of axes, as SciPy's `coo_array` and NumPy's `einsum` have them.
#![cfg(feature = "linalg")]

mod fixtures;

use fixtures::{Fixture, Given, Value};
use nd_core::{Array, Complex, s};
use nd_sparse::{Coo, Entry, OrderedElement, SparseElement};

/// A check of the case of each element type.
macro_rules! each {
    ($check:ident $case:literal: $($name:literal $T:ty),*) => {{
        let cases = Fixture::tensors();
        $($check::<$T>(&Given { cases: &cases, case: concat!($name, ".", $case) });)*
    }};
}

fn products<T: SparseElement + Value>(given: &Given<'_>) {
    let (a, b) = (given.tensor::<T>("a"), given.tensor::<T>("b"));
    let named = ([1, 2], [1, 0]);
    given.dense("tensordot.last", &a.tensordot(&b, 1).to_dense());
    given.dense("tensordot.both", &a.tensordot(&b, named).to_dense());
    given.dense("tensordot.one", &a.tensordot(&b, ([-2], [1])).to_dense());
    if given.has("dense.last") {
        let b = b.to_dense();
        given.dense("dense.last", &a.tensordot_dense(&b, 1));
        given.dense("dense.both", &a.tensordot_dense(&b, named));
        given.dense("dense.one", &a.tensordot_dense(b.view(), ([1], [1])));
    }
    for name in ["batch", "stretch", "matrix", "none"] {
        let [left, right] =
            ["left", "right"].map(|side| given.tensor::<T>(&format!("{name}.{side}")));
        let product = left.matmul(&right);
        given.dense(&format!("matmul.{name}"), &product.to_dense());
        assert_eq!(product.nnz(), product.prune().nnz(), "{name}: each place once, and no zeros");
    }
}

#[test]
fn products_of_tensors() {
    each!(products "products": "bool" bool, "int8" i8, "int64" i64, "float32" f32, "float64" f64,
        "complex128" Complex<f64>);
}

fn einsums<T: SparseElement + Value>(given: &Given<'_>) {
    let specs = given.operations("einsum.");
    assert!(specs.len() > 15);
    for name in specs {
        let (spec, operands) = name.rsplit_once('.').unwrap();
        let operands: Vec<Coo<T>> =
            operands.chars().map(|name| given.tensor(&name.to_string())).collect();
        let operands: Vec<&Coo<T>> = operands.iter().collect();
        given.dense(&format!("einsum.{name}"), &Coo::einsum(spec, &operands).to_dense());
    }
}

#[test]
fn sums_of_products() {
    each!(einsums "einsum": "int8" i8, "int64" i64, "float32" f32, "float64" f64,
        "complex128" Complex<f64>);
}

fn parts<T: SparseElement + Value>(given: &Given<'_>) {
    let a = given.tensor::<T>("a");
    given.dense("slice.number", &a.slice(s![1]).to_dense());
    given.dense("slice.ranges", &a.slice(s![.., 1..3, ..;2]).to_dense());
    given.dense("slice.back", &a.slice(s![..;-1, ..;-2]).to_dense());
    given.dense("slice.ellipsis", &a.slice(s![nd_core::Ellipsis, -1]).to_dense());
    let new = a.slice(s![nd_core::NewAxis, 1, nd_core::Ellipsis, nd_core::NewAxis]);
    given.dense("slice.new", &new.to_dense());
    given.dense("slice.none", &a.slice(s![2..2]).to_dense());
    given.dense("reshape", &a.reshape([5, 12]).to_dense());
    given.dense("transpose", &a.permute_dims(&[2, 0, 1]).to_dense());
    given.dense("swapaxes", &a.swapaxes(0, 2).to_dense());
    given.dense("expand_dims", &a.expand_dims(1).to_dense());
    given.dense("resize", &a.resize([2, 5, 3]).to_dense());
    given.dense("concat", &Coo::concat(&[&a, &a], 1).to_dense());
    given.dense("stack", &Coo::stack(&[&a, &a], -1).to_dense());
}

#[test]
fn parts_of_tensors() {
    each!(parts "parts": "bool" bool, "int8" i8, "int64" i64, "float32" f32, "float64" f64,
        "complex128" Complex<f64>);
}

fn sums<T: SparseElement + Value>(given: &Given<'_>)
where
    <T as Entry>::Sum: Value,
    <T as Entry>::Mean: Value,
{
    let a = given.tensor::<T>("r");
    given.dense("sum.all", &Array::scalar(a.sum()));
    given.near("mean.all", &Array::scalar(a.mean()));
    given.dense("sum.first", &a.sum_axis(0));
    given.near("mean.first", &a.mean_axis(0));
    given.dense("sum.last", &a.sum_axis(-1));
    given.near("mean.last", &a.mean_axis(-1));
    given.dense("sum.two", &a.sum_axis([0, 2]));
    given.near("mean.two", &a.mean_axis([0, 2]));
    let counts = a.count_nonzero_axis(-1).cast::<u64>();
    given.dense("count.last", &counts);
    assert_eq!(counts.iter().sum::<u64>(), a.count_nonzero() as u64);
}

fn extremes<T: OrderedElement + Value>(given: &Given<'_>) {
    let a = given.tensor::<T>("r");
    let all = [("max", a.max()), ("min", a.min()), ("nanmax", a.nanmax()), ("nanmin", a.nanmin())];
    for (name, extreme) in all {
        given.dense(&format!("{name}.all"), &Array::scalar(extreme));
    }
    for (name, axes) in [("first", vec![0]), ("last", vec![-1]), ("two", vec![0, 2])] {
        let axes: &[isize] = &axes;
        given.dense(&format!("max.{name}"), &a.max_axis(axes));
        given.dense(&format!("min.{name}"), &a.min_axis(axes));
        given.dense(&format!("nanmax.{name}"), &a.nanmax_axis(axes));
        given.dense(&format!("nanmin.{name}"), &a.nanmin_axis(axes));
    }
    if given.has("argmax.all") {
        let place = |index: Vec<usize>| Array::scalar((index[0] * 4 + index[1]) * 5 + index[2]);
        let wide = |places: Array<usize>| places.cast::<i64>();
        given.dense("argmax.all", &wide(place(a.argmax())));
        given.dense("argmin.all", &wide(place(a.argmin())));
        given.dense("argmax.first", &wide(a.argmax_axis(0)));
        given.dense("argmin.last", &wide(a.argmin_axis(-1)));
    }
}

#[test]
fn reductions_of_tensors() {
    each!(sums "reduce": "bool" bool, "int8" i8, "int64" i64, "float32" f32, "float64" f64,
        "float32.nan" f32, "float64.nan" f64, "complex128" Complex<f64>);
    each!(extremes "reduce": "bool" bool, "int8" i8, "int64" i64, "float32" f32, "float64" f64,
        "float32.nan" f32, "float64.nan" f64);
}

fn elements<T: SparseElement + Value>(given: &Given<'_>) {
    let (x, y) = (given.tensor::<T>("x"), given.tensor::<T>("y"));
    given.dense("add", &x.add(&y).to_dense());
    if given.has("multiply") {
        given.dense("multiply", &x.multiply(&y).to_dense());
    }
}

fn differences<T: SparseElement + Value + nd_core::Number>(given: &Given<'_>) {
    let (x, y) = (given.tensor::<T>("x"), given.tensor::<T>("y"));
    given.dense("subtract", &x.subtract(&y).to_dense());
}

fn larger<T: OrderedElement + Value>(given: &Given<'_>) {
    let (x, y) = (given.tensor::<T>("x"), given.tensor::<T>("y"));
    given.dense("maximum", &x.maximum(&y).to_dense());
    given.dense("minimum", &x.minimum(&y).to_dense());
}

#[test]
fn tensors_element_by_element() {
    each!(elements "elements": "bool" bool, "int8" i8, "int64" i64, "float32" f32, "float64" f64,
        "float32.nan" f32, "float64.nan" f64, "complex128" Complex<f64>);
    each!(differences "elements": "int8" i8, "int64" i64, "float32" f32, "float64" f64,
        "float64.nan" f64, "complex128" Complex<f64>);
    each!(larger "elements": "bool" bool, "int8" i8, "int64" i64, "float32" f32, "float64" f64);
}

/// As NumPy has it; SciPy's `coo_array` loses a NaN beside what is not stored.
#[test]
fn nan_is_the_larger_and_the_smaller() {
    let (a, b) = (Coo::<f64>::from_dense([f64::NAN, 1.0]), Coo::from_dense([0.0, -2.0]));
    assert!(a.maximum(&b).get([0]).is_nan() && b.minimum(&a).get([0]).is_nan());
    assert_eq!((a.maximum(&b).get([1]), a.minimum(&b).get([1])), (1.0, -2.0));
}

/// Entries at one place are one element, whatever is done.
#[test]
fn entries_at_one_place_add_up() {
    let mut a = Coo::<i8>::new([2, 2, 2]);
    for (index, value) in [([0, 1, 0], 100), ([1, 1, 1], 3), ([0, 1, 0], 27), ([1, 1, 1], -3)] {
        a.push(index, value);
    }
    let dense = Coo::from_dense(a.to_dense());
    assert_eq!((a.max(), a.argmax(), a.get([0, 1, 0])), (127, vec![0, 1, 0], 127));
    assert_eq!((a.count_nonzero(), a.prune().nnz(), a.min()), (1, 1, 0));
    for spec in ["ijk->ik", "ijk,ijk->", "iji->ij"] {
        let operands = if spec.contains(',') { 2 } else { 1 };
        let made = Coo::einsum(spec, &vec![&a; operands]).to_dense();
        assert_eq!(made, Coo::einsum(spec, &vec![&dense; operands]).to_dense(), "{spec}");
    }
    assert_eq!(a.tensordot(&a, 3).to_dense(), dense.tensordot(&dense, 3).to_dense());
    assert_eq!(a.add(&a).to_dense(), dense.add(&dense).to_dense());
    assert_eq!(a.maximum(&dense).to_dense(), dense.to_dense());
}

/// Axes that are long beside the entries cost nothing.
#[test]
fn long_axes_take_no_memory() {
    let n = 1 << 31;
    let mut a = Coo::<f64>::new([n, n]);
    let mut b = Coo::<f64>::new([n, n]);
    a.push([n - 1, n - 2], 2.0);
    a.push([5, 7], 1.0);
    b.push([n - 2, 3], 4.0);
    let product = a.matmul(&b);
    assert_eq!(product.iter().collect::<Vec<_>>(), [(vec![n - 1, 3], 8.0)]);
    assert_eq!(Coo::einsum("ij,kj->ik", &[&a, &a]).nnz(), 2);
    assert_eq!((a.argmax(), a.mean()), (vec![n - 1, n - 2], 3.0 / (n as f64 * n as f64)));
    assert_eq!(a.add(&b).nnz(), 3);
    // Places on four such axes cannot be counted.
    let outer = a.tensordot(&b, 0);
    assert_eq!(outer.shape(), [n; 4]);
    assert!(outer.try_reshape([n, n]).is_err());
}

#[test]
fn shapes_that_do_not_fit() {
    let a = Coo::<i32>::new([2, 3, 4]);
    let message = |error: nd_sparse::SparseError| error.to_string();
    assert_eq!(
        message(a.try_matmul(&a).unwrap_err()),
        "matmul: shapes [2, 3, 4] and [2, 3, 4] do not fit: 4 and 3 should be equal"
    );
    assert!(message(a.try_matmul(&Coo::new([])).unwrap_err()).contains("1 or more are needed"));
    let batch = a.try_matmul(&Coo::new([3, 4, 1])).unwrap_err();
    assert!(message(batch).contains("do not broadcast together"));
    let axes = a.try_tensordot(&a, ([0, 1], [0])).unwrap_err();
    assert!(message(axes).contains("2 and 1 should be equal"));
    assert!(a.try_tensordot(&a, ([0, 0], [0, 1])).is_err());
    assert!(message(a.try_tensordot(&Coo::new([2]), 2).unwrap_err()).contains("at least 2 axes"));
    assert_eq!(
        Coo::try_einsum("ijk->il", &[&a]).unwrap_err().to_string(),
        "einsum: the output has 'l', which no operand has"
    );
    assert!(a.try_slice(s![.., .., .., 0]).is_err() && a.try_slice(s![..;0]).is_err());
    let joined = Coo::try_concat(&[&a, &Coo::new([2, 3, 5])], 1).unwrap_err();
    assert_eq!(message(joined), "concat along axis 1: shapes [2, 3, 4] and [2, 3, 5] differ");
    assert!(Coo::<i32>::try_concat(&[], 0).is_err());
}

//! Solutions and factors next to NumPy's and SciPy's, written by golden/linalg_solving.py.

use crate::matrices::{Sample, close, golden, real, size};
use nd_core::{Array, ArrayLike, Complex};
use nd_linalg::{
    Form, Qr, Triangle, TriangularOptions, cholesky, cholesky_with, circulant, det, hadamard,
    hilbert, inv, ldl, ldl_symmetric, lstsq, lu, matrix_power, qr, qr_pivoted, qr_raw, slogdet,
    solve, solve_banded, solve_toeplitz, solve_toeplitz_with, solve_triangular_with, tensorinv,
    tensorsolve, toeplitz_with,
};
use std::collections::BTreeMap;

type Fixtures = BTreeMap<String, (Vec<usize>, Vec<f64>)>;

fn fixtures() -> Fixtures {
    golden(include_str!("../golden/linalg_solving.txt"))
}

/// An array of the fixtures: real ones have a number for each element, complex ones two.
fn load<T: Sample>(fixtures: &Fixtures, name: &str) -> Array<T> {
    let (shape, values) = fixtures.get(name).unwrap_or_else(|| panic!("no fixture {name}"));
    let count: usize = shape.iter().product();
    let elements = if values.len() == count {
        values.iter().map(|&x| T::make(x, 0.0)).collect()
    } else {
        values.chunks_exact(2).map(|x| T::make(x[0], x[1])).collect()
    };
    Array::from_shape_vec(shape.as_slice(), elements)
}

#[track_caller]
fn same<T: Sample, A: ArrayLike<Elem = T>>(fixtures: &Fixtures, name: &str, found: A) {
    let expected = load::<T>(fixtures, name);
    let found = found.view().to_array();
    close(name, &found, &expected, 3000.0, size(&expected).max(1.0));
}

#[track_caller]
fn same_places(fixtures: &Fixtures, name: &str, found: &[usize]) {
    let expected: Vec<usize> = fixtures[name].1.iter().map(|&x| x as usize).collect();
    assert_eq!(found, expected, "{name}");
}

fn solutions<T: Sample>(f: &Fixtures, key: &str) {
    let name = |part: &str| format!("{key}_{part}");
    let get = |part: &str| load::<T>(f, &name(part));
    let (a, b) = (get("a"), get("b"));
    same(f, &name("solve"), solve(&a, &b).unwrap());
    same(f, &name("inv"), inv(&a).unwrap());
    same(f, &name("det"), Array::scalar(det(&a)));
    let both = slogdet(&a);
    same(f, &name("sign"), Array::scalar(both.sign));
    assert!((real(both.logabsdet) - f[&name("log")].1[0]).abs() < 1e-12);
    let factors = lu(&a).unwrap();
    same(f, &name("lu"), factors.factors());
    let swaps: Vec<usize> = factors.swaps().iter().copied().collect();
    same_places(f, &name("piv"), &swaps);
    same(f, &name("p"), factors.p());
    let definite = get("definite");
    same(f, &name("cholesky"), cholesky(&definite).unwrap());
    same(f, &name("cholesky_upper"), cholesky_with(&definite, Triangle::Upper).unwrap());
    same(f, &name("power"), matrix_power(&a, 5).unwrap());
    let triangle = get("triangle");
    let plain = TriangularOptions::default();
    let solved = |which, how| solve_triangular_with(&triangle, &b, which, how).unwrap();
    same(f, &name("upper"), solved(Triangle::Upper, &plain));
    same(f, &name("lower_adjoint"), solved(Triangle::Lower, &plain.form(Form::Adjoint)));
    let eighth = a.view().to_array();
    let eighth = Array::from_fn(eighth.shape(), |i| eighth[[i[0], i[1]]] * T::make(0.125, 0.0));
    let unit = plain.unit_diagonal(true);
    same(f, &name("unit"), solve_triangular_with(&eighth, &b, Triangle::Lower, &unit).unwrap());
    let (c, r) = (get("c"), get("row"));
    same(f, &name("toeplitz"), solve_toeplitz_with(&c, &b, &r).unwrap());
    same(f, &name("toeplitz_hermitian"), solve_toeplitz(&c, &b).unwrap());
    same(f, &name("circulant"), circulant(&c));
    let bands = &f[&name("bands")].1;
    let (lower, upper) = (bands[0] as usize, bands[1] as usize);
    same(f, &name("banded"), solve_banded(lower, upper, get("ab"), &b).unwrap());
}

fn factors<T: Sample>(f: &Fixtures, key: &str) {
    let name = |part: &str| format!("{key}_{part}");
    let a = load::<T>(f, &name("a"));
    let n = a.shape()[0];
    let Qr { q, r } = qr(&a).unwrap();
    same(f, &name("q"), &q);
    same(f, &name("r"), &r);
    let left = Array::from_fn([n, (n / 2).max(1)], |i| a[[i[0], i[1]]]);
    let raw = qr_raw(&left).unwrap();
    same(f, &name("raw_h"), &raw.h);
    same(f, &name("raw_tau"), &raw.tau);
    let pivoted = qr_pivoted(&a).unwrap();
    same(f, &name("pivoted_r"), &pivoted.r);
    same_places(f, &name("pivoted_perm"), pivoted.perm.view().as_slice().unwrap());
    let hermitian = Array::from_fn([n, n], |i| a[[i[0], i[1]]] + a[[i[1], i[0]]].conj());
    let found = ldl(&hermitian).unwrap();
    same(f, &name("ldl_l"), &found.l);
    same(f, &name("ldl_d"), &found.d);
    same_places(f, &name("ldl_perm"), found.perm.view().as_slice().unwrap());
    let symmetric = Array::from_fn([n, n], |i| a[[i[0], i[1]]] + a[[i[1], i[0]]]);
    let found = ldl_symmetric(&symmetric).unwrap();
    same(f, &name("symmetric_l"), &found.l);
    same(f, &name("symmetric_d"), &found.d);
}

fn least_squares<T: Sample>(f: &Fixtures, kind: &str) {
    for (m, n, rank) in [(6, 4, 4), (4, 6, 4), (6, 4, 2), (4, 6, 2)] {
        let key = format!("lstsq_{kind}_{m}_{n}_{rank}");
        let get = |part: &str| load::<T>(f, &format!("{key}_{part}"));
        let fit = lstsq(get("a"), get("b")).unwrap();
        assert_eq!(fit.rank, rank);
        same(f, &format!("{key}_x"), &fit.x);
        let reals = |a: &Array<T::R>| a.iter().map(|&x| real(x)).collect::<Vec<f64>>();
        for (part, found) in [("residuals", &fit.residuals), ("s", &fit.singular_values)] {
            let (shape, expected) = &f[&format!("{key}_{part}")];
            assert_eq!(found.shape(), shape.as_slice(), "{key}");
            for (x, y) in reals(found).iter().zip(expected) {
                assert!((x - y).abs() < 1e-12 * (1.0 + y.abs()), "{key} {part}: {x} {y}");
            }
        }
    }
}

#[test]
fn real_numbers() {
    let f = fixtures();
    for n in [1, 2, 4, 7] {
        solutions::<f64>(&f, &format!("real_{n}"));
        factors::<f64>(&f, &format!("real_{n}"));
    }
    least_squares::<f64>(&f, "real");
    let lu = lu(load::<f64>(&f, "real_18_a")).unwrap();
    same(&f, "real_18_lu", lu.factors());
    same_places(&f, "real_18_piv", lu.swaps().as_slice().unwrap());
    let (det, expected) = (lu.det(), f["real_18_det"].1[0]);
    assert!((det / expected - 1.0).abs() < 1e-12);
}

#[test]
fn complex_numbers() {
    let f = fixtures();
    for n in [1, 2, 4, 7] {
        solutions::<Complex<f64>>(&f, &format!("complex_{n}"));
        factors::<Complex<f64>>(&f, &format!("complex_{n}"));
    }
    least_squares::<Complex<f64>>(&f, "complex");
}

#[test]
fn tensors_and_names() {
    let f = fixtures();
    let (a, b) = (load::<f64>(&f, "tensor_a"), load::<f64>(&f, "tensor_b"));
    same(&f, "tensor_x", tensorsolve(&a, &b, &[]).unwrap());
    same(&f, "tensor_inv", tensorinv(&a, 2).unwrap());
    assert_eq!(hilbert::<f64>(4), load::<f64>(&f, "hilbert"));
    assert_eq!(hadamard::<f64>(8), load::<f64>(&f, "hadamard"));
    let matrix = toeplitz_with([1.0, 2.0, 3.0], [1.0, 8.0, 9.0, 7.0]);
    assert_eq!(matrix, load::<f64>(&f, "toeplitz_matrix"));
}

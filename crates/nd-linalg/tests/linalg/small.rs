//! Small matrices, alone and in stacks, whose kernels take several rows or several matrices at
//! once: against sums by definition, and stacks against their matrices one by one.

use crate::matrices::{Sample, bits, close, hermitian, in_pools, product, random, real};
use nd_core::{Array, Complex, array, s};
use nd_linalg::*;

// ---- products ----

fn sizes<T: Sample + ProductElement>() {
    let lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 20];
    for m in lengths {
        for k in [0, 1, 3, 8, 20] {
            for n in lengths {
                let (a, b) = (random::<T>(1, &[m, k]), random::<T>(2, &[k, n]));
                let expected = product(&a, &b);
                let found = matmul(&a, &b);
                let size = (m * n).max(1) as f64;
                close(&format!("{m} {k} {n}"), &found, &expected, 2.0 * k as f64 + 1.0, size);
                // The same sums in any layout, but for vectors, of which rows and columns differ.
                let (columns, backwards) = (a.t().to_array(), b.view().flip(0).to_array());
                let other = matmul(columns.t(), backwards.flip(0));
                assert!(m == 1 || n == 1 || bits(&other) == bits(&found), "{m} {k} {n}");
                let mut out = Array::full([m, n], T::make(f64::NAN, f64::NAN));
                matmul_into(&a, &b, out.view_mut());
                assert_eq!(bits(&out), bits(&found));
            }
        }
    }
    for [m, k, n] in [[24, 24, 24], [33, 40, 35], [64, 64, 64], [72, 72, 72], [7, 256, 60]] {
        let (a, b) = (random::<T>(3, &[m, k]), random::<T>(4, &[k, n]));
        let size = (m * n) as f64;
        close("larger", &matmul(&a, &b), &product(&a, &b), 2.0 * k as f64, size);
    }
}

/// A NaN or an infinity reaches its own row, or its own column, and nothing else.
fn spread<T: Sample + ProductElement>() {
    for n in [3, 8, 11, 16, 21, 40] {
        let (a, b) = (random::<T>(5, &[n, n]), random::<T>(6, &[n, n]));
        let clean = matmul(&a, &b);
        for special in [f64::NAN, f64::INFINITY] {
            let (mut left, mut right) = (a.clone(), b.clone());
            left[[n / 2, 1]] = T::make(special, 0.0);
            right[[1, n - 1]] = T::make(special, 0.0);
            let (rows, columns) = (matmul(&left, &b), matmul(&a, &right));
            for i in 0..n {
                for j in 0..n {
                    let at = [i, j];
                    let same = |x: T| bits(&array![x]) == bits(&array![clean[at]]);
                    assert_eq!(same(rows[at]), i != n / 2, "{special} {n} {at:?}");
                    assert_eq!(same(columns[at]), j != n - 1, "{special} {n} {at:?}");
                    assert_eq!(rows[at].is_finite(), i != n / 2);
                }
            }
        }
    }
}

/// Stacks are their matrices one by one, to the bit.
fn stacks_of_products<T: Sample + ProductElement>() {
    for [m, k, n] in [[1, 4, 1], [3, 2, 5], [4, 4, 4], [8, 8, 8], [16, 16, 16], [20, 7, 9]] {
        for count in [1, 2, 9, 100] {
            let (a, b) = (random::<T>(7, &[count, m, k]), random::<T>(8, &[count, k, n]));
            let all = matmul(&a, &b);
            let shared = matmul(&a, b.view().slice(s![0]));
            let transposed = matmul(&a, b.swapaxes(1, 2).to_array().swapaxes(1, 2));
            for i in 0..count {
                let a = a.view().slice(s![i]);
                let one = matmul(a, b.view().slice(s![i]));
                if m * n > 1 {
                    assert_eq!(bits(&all.view().slice(s![i]).to_array()), bits(&one));
                    assert_eq!(bits(&transposed.view().slice(s![i]).to_array()), bits(&one));
                    let one = matmul(a, b.view().slice(s![0]));
                    assert_eq!(bits(&shared.view().slice(s![i]).to_array()), bits(&one));
                }
                let expected = product(&a.to_array(), &b.view().slice(s![i]).to_array());
                close("one of a stack", &one, &expected, 2.0 * k as f64, (m * n) as f64);
            }
        }
    }
}

fn products<T: Sample + ProductElement>() {
    sizes::<T>();
    spread::<T>();
    stacks_of_products::<T>();
}

#[test]
fn small_products() {
    products::<f64>();
    products::<f32>();
    products::<Complex<f64>>();
    products::<Complex<f32>>();
}

/// Vectors longer than what is added up in one go, and more rows than are read side by side.
#[test]
fn long_rows_by_definition() {
    for [m, k] in [[1, 5000], [8, 4096], [19, 8200], [40, 9], [2000, 33]] {
        let (a, x) = (random::<f64>(1, &[m, k]), random::<f64>(2, &[k, 1]));
        let expected = product(&a, &x);
        let flat = x.view().ravel();
        let rows = matmul(&a, flat.view()).into_reshaped([m, 1]);
        close("rows", &rows, &expected, 2.0 * k as f64, m as f64);
        let columns = a.t().to_array();
        let columns = matmul(columns.t(), flat.view()).into_reshaped([m, 1]);
        close("columns", &columns, &expected, 2.0 * k as f64, m as f64);
    }
}

// ---- systems ----

/// Matrices of which each row may be the pivot's.
fn matrices<T: Sample>(seed: u64, count: usize, n: usize) -> Array<T> {
    random::<T>(seed, &[count, n, n])
}

fn systems<T: Sample>() {
    for n in 0..=10 {
        for count in [0, 1, 7, 8, 9, 37] {
            let (a, b) = (matrices::<T>(1, count, n), random::<T>(2, &[count, n, 3]));
            let v = b.view().slice(s![.., .., ..1]);
            let (x, y) = (solve(&a, &b).unwrap(), solve(&a, v).unwrap());
            let (inverses, dets) = (inv(&a).unwrap(), det_stack(&a));
            for i in 0..count {
                let (one, b) = (a.view().slice(s![i]), b.view().slice(s![i]));
                assert_eq!(x.view().slice(s![i]), solve(one, b).unwrap(), "{n} {count} {i}");
                let v = b.slice(s![.., ..1]);
                assert_eq!(y.view().slice(s![i]), solve(one, v).unwrap(), "{n} {count} {i}");
                assert_eq!(inverses.view().slice(s![i]), inv(one).unwrap(), "{n} {count} {i}");
                assert_eq!(dets[[i]], det(one), "{n} {count} {i}");
            }
        }
    }
}

/// Each place in a group of lanes, and after the last one.
fn out_of_the_ordinary<T: Sample>() {
    for n in [1, 2, 3, 4, 8] {
        for at in [0, 3, 7, 8, 18] {
            let a = matrices::<T>(3, 19, n);
            let b = random::<T>(4, &[19, n, 1]);
            let mut bad = a.clone();
            bad.slice_mut(s![at]).fill(T::zero());
            let matrix: Box<[usize]> = [at].into();
            let singular = |op| LinalgError::Singular { op, pivot: 0, matrix: matrix.clone() };
            assert_eq!(solve(&bad, &b).unwrap_err(), singular("solve"));
            assert_eq!(solve(&bad, b.slice(s![.., .., ..0])).unwrap_err(), singular("solve"));
            assert_eq!(inv(&bad).unwrap_err(), singular("inv"));
            for x in [0.0, T::huge(), T::tiny(), f64::NAN, f64::INFINITY] {
                let mut odd = a.clone();
                odd.slice_mut(s![at]).fill(T::zero());
                for k in 0..n {
                    odd[[at, k, k]] = T::make(if k == n - 1 { x } else { T::huge() }, 0.0);
                }
                let dets = det_stack(&odd);
                for i in 0..19 {
                    let one = det(odd.view().slice(s![i]));
                    assert_eq!(bits(&array![dets[[i]]]), bits(&array![one]), "{n} {at} {x}");
                }
            }
        }
    }
}

/// A NaN in a right side stays in its column and in its matrix.
fn nan_in_right_sides<T: Sample>() {
    let (a, mut b) = (matrices::<T>(5, 20, 4), random::<T>(6, &[20, 4, 2]));
    let clean = solve(&a, &b).unwrap();
    b[[5, 2, 1]] = T::make(f64::NAN, 0.0);
    let x = solve(&a, &b).unwrap();
    for (at, value) in x.indexed_iter() {
        if at[0] == 5 && at[2] == 1 {
            assert!(!value.is_finite());
        } else {
            assert_eq!(*value, clean[[at[0], at[1], at[2]]], "{at:?}");
        }
    }
}

fn roots<T: Sample>() {
    for n in 0..=10 {
        for count in [0, 1, 7, 8, 9, 37] {
            let a = matrices::<T>(7, count, n);
            let adjoint = a.swapaxes(1, 2).to_array().map(|x| x.conj());
            let one = &Array::<f64>::eye(n).map(|x| T::make(x, 0.0));
            let mut definite = matmul_of(&a, &adjoint);
            definite = &definite + one;
            let lower = cholesky(&definite).unwrap();
            let upper = cholesky_with(&definite, Triangle::Upper).unwrap();
            for i in 0..count {
                let a = definite.view().slice(s![i]);
                assert_eq!(lower.view().slice(s![i]), cholesky(a).unwrap(), "{n} {count} {i}");
                let one = cholesky_with(a, Triangle::Upper).unwrap();
                assert_eq!(upper.view().slice(s![i]), one, "{n} {count} {i}");
            }
            for at in [0, 4, 8, 36].into_iter().filter(|&at| at < count && n > 1) {
                let matrix: Box<[usize]> = [at].into();
                let mut bad = definite.clone();
                bad[[at, 1, 1]] = T::make(-1.0, 0.0);
                let error = LinalgError::NotPositiveDefinite { op: "cholesky", index: 1, matrix };
                assert_eq!(cholesky(&bad).unwrap_err(), error);
                bad[[at, 1, 0]] = T::make(f64::NAN, 0.0);
                let index = [at, 1, 0].into();
                let error = LinalgError::NonFinite { op: "cholesky", index };
                assert_eq!(cholesky(&bad).unwrap_err(), error);
            }
        }
    }
}

/// The products of a stack by definition.
fn matmul_of<T: Sample>(a: &Array<T>, b: &Array<T>) -> Array<T> {
    let [count, m, k] = a.view().dims();
    let n = b.shape()[2];
    Array::from_fn([count, m, n], |i| {
        (0..k).fold(T::zero(), |sum, p| sum + a[[i[0], i[1], p]] * b[[i[0], p, i[2]]])
    })
}

all_fields!(systems out_of_the_ordinary nan_in_right_sides roots);

#[test]
fn same_bits_in_any_pool() {
    let a = random::<f64>(1, &[3000, 4, 4]);
    let b = random::<f64>(2, &[3000, 4, 1]);
    let symmetric = hermitian::<f64>(3, 300);
    let all = in_pools(|| {
        [
            solve(&a, &b).unwrap(),
            inv(&a).unwrap(),
            det_stack(&a),
            matmul(&a, &a),
            eigvalsh(&symmetric).unwrap(),
        ]
        .map(|result| bits(&result))
    });
    assert!(all.iter().all(|results| *results == all[0]));
}

// ---- eigenvalues alone ----

/// By way of a band, against the values that come with vectors, and their sums.
fn eigenvalues<T: Sample>() {
    for n in [95, 96, 97, 119, 120, 121, 128, 129, 145, 193, 260] {
        let a = hermitian::<T>(n as u64, n);
        let found = eigvalsh(&a).unwrap();
        let expected = eigh(&a).unwrap().eigenvalues;
        let most = expected.iter().fold(0.0, |most, &x| real(x).abs().max(most));
        let tolerance = 4.0 * n as f64 * T::eps() * most;
        for (&x, &y) in found.iter().zip(expected.iter()) {
            assert!((real(x) - real(y)).abs() <= tolerance, "{n}: {x:?} {y:?}");
        }
        assert!(found.iter().zip(found.iter().skip(1)).all(|(x, y)| x <= y));
        let upper = eigvalsh_with(&a, Triangle::Upper).unwrap();
        let pairs = upper.iter().zip(found.iter());
        assert!(pairs.fold(0.0, |d, (&x, &y)| (real(x) - real(y)).abs().max(d)) <= tolerance);
    }
}

/// Matrices whose eigenvalues are known: second differences, multiples of the identity, of rank
/// one, of blocks that nothing joins, and at both ends of the range.
fn known_eigenvalues<T: Sample>() {
    let n = 150;
    let check = |what: &str, a: &Array<T>, mut expected: Vec<f64>| {
        expected.sort_by(f64::total_cmp);
        let most = expected.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        let found = eigvalsh(a).unwrap();
        for (&x, y) in found.iter().zip(&expected) {
            let error = (real(x) - y).abs();
            assert!(error <= 10.0 * n as f64 * T::eps() * most, "{what}: {x:?} {y}");
        }
    };
    let of =
        |f: &dyn Fn(usize, usize) -> f64| Array::from_fn([n, n], |i| T::make(f(i[0], i[1]), 0.0));
    let same = |i: usize, j: usize| if i == j { 1.0 } else { 0.0 };
    check("zero", &of(&|_, _| 0.0), vec![0.0; n]);
    check("identity", &of(&|i, j| 3.0 * same(i, j)), vec![3.0; n]);
    let mut ones = vec![0.0; n];
    ones[0] = n as f64;
    check("ones", &of(&|_, _| 1.0), ones);
    let second = |i: usize, j: usize| match i.abs_diff(j) {
        0 => 2.0,
        1 => -1.0,
        _ => 0.0,
    };
    let angle = |k: usize| std::f64::consts::PI * (k + 1) as f64 / (n + 1) as f64;
    let differences: Vec<f64> = (0..n).map(|k| 2.0 - 2.0 * angle(k).cos()).collect();
    check("second differences", &of(&second), differences.clone());
    // Rows and columns in another order: what was a chain of neighbours fills the matrix.
    let moved = |i: usize| i * 7 % n;
    check("moved", &of(&|i, j| second(moved(i), moved(j))), differences.clone());
    for scale in [T::huge() / 1e3, T::tiny() * 1e3] {
        let scaled = differences.iter().map(|x| x * scale).collect();
        check("far from 1", &of(&|i, j| second(i, j) * scale), scaled);
    }
    let diagonal: Vec<f64> = (0..n).map(|i| ((i * 37) % 101) as f64 - 50.0).collect();
    check("diagonal", &of(&|i, j| diagonal[i] * same(i, j)), diagonal.clone());
    let pair = |i: usize, j: usize| if i / 2 == j / 2 && i != j { 1.0 } else { 0.0 };
    check("pairs", &of(&pair), (0..n).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect());
}

all_fields!(eigenvalues known_eigenvalues);

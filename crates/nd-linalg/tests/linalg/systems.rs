//! Powers, and systems and matrices of special form.

use crate::matrices::{Sample, close, dominant, identity, product, random, size};
use nd_core::{Array, array, s};
use nd_linalg::{
    LinalgError, block_diag, circulant, hadamard, matrix_power, solve_banded, solve_toeplitz,
    solve_toeplitz_with, tensorinv, tensorsolve, toeplitz, toeplitz_with, try_tensorinv,
    try_tensorsolve,
};

all_fields!(powers banded_systems toeplitz_systems);

fn powers<T: Sample>() {
    for n in [0, 1, 3, 20] {
        let a = random::<T>(n as u64, &[n, n]);
        assert_eq!(matrix_power(&a, 0).unwrap(), identity(n));
        assert_eq!(matrix_power(&a, 1).unwrap(), a);
        let mut expected = identity::<T>(n);
        for power in 1..8 {
            expected = product(&expected, &a);
            let found = matrix_power(&a, power).unwrap();
            close("power", &found, &expected, 10.0 * n as f64, size(&a).powi(power as i32));
        }
        let d = dominant::<T>(1, n);
        let back = product(&matrix_power(&d, -3).unwrap(), &matrix_power(&d, 3).unwrap());
        close("negative", &back, &identity(n), 200.0, 1.0 + n as f64);
    }
    assert!(matrix_power(Array::<T>::zeros([2, 2]), -1).is_err());
    assert_eq!(matrix_power(Array::<T>::zeros([2, 2]), i64::MAX).unwrap(), Array::zeros([2, 2]));
    assert_eq!(matrix_power(identity::<T>(2), i64::MIN).unwrap(), identity(2));
}

fn banded_systems<T: Sample>() {
    for (n, lower, upper) in
        [(1, 0, 0), (5, 1, 1), (20, 2, 3), (20, 0, 4), (20, 4, 0), (4, 6, 5), (50, 7, 2)]
    {
        let a = random::<T>(n as u64, &[n, n]);
        let a = Array::from_fn([n, n], |i| match i[0] <= i[1] + lower && i[1] <= i[0] + upper {
            true => a[[i[0], i[1]]],
            false => T::zero(),
        });
        let nan = T::make(f64::NAN, 0.0);
        let mut diagonals = Array::full([lower + upper + 1, n], nan);
        for i in 0..n {
            for j in i.saturating_sub(lower)..(i + upper + 1).min(n) {
                diagonals[[upper + i - j, j]] = a[[i, j]];
            }
        }
        let b = random::<T>(2, &[n, 3]);
        let x = solve_banded(lower, upper, &diagonals, &b).unwrap();
        close("banded", &product(&a, &x), &b, 30.0 + n as f64, size(&a) * size(&x));
        let v = b.view().slice(s![.., 1]);
        let y = solve_banded(lower, upper, &diagonals, v).unwrap();
        assert_eq!(y, x.view().slice(s![.., 1]));
        diagonals[[upper, 0]] = nan;
        assert!(matches!(
            solve_banded(lower, upper, &diagonals, &b),
            Err(LinalgError::NonFinite { .. })
        ));
    }
    let none = solve_banded(1, 1, Array::<T>::zeros([3, 0]), Array::<T>::zeros([0]));
    assert_eq!(none.unwrap().shape(), [0]);
    let zero = solve_banded(1, 1, Array::<T>::zeros([3, 4]), Array::<T>::ones([4]));
    assert!(matches!(zero, Err(LinalgError::Singular { pivot: 0, .. })));
}

fn toeplitz_systems<T: Sample>() {
    for n in [1, 2, 3, 10, 40] {
        let mut c = random::<T>(1, &[n]);
        let mut r = random::<T>(2, &[n]);
        c[[0]] = T::make(n as f64, 0.0);
        r[[0]] = T::make(f64::NAN, 0.0); // not read
        let b = random::<T>(3, &[n, 2]);
        let a = toeplitz_with(&c, &r);
        let x = solve_toeplitz_with(&c, &b, &r).unwrap();
        close("Toeplitz", &product(&a, &x), &b, 50.0, size(&a) * size(&x));
        let x = solve_toeplitz(&c, b.view().slice(s![.., 0])).unwrap();
        let a = Array::from_fn([n, n], |i| match i[0] >= i[1] {
            true => c[[i[0] - i[1]]],
            false => c[[i[1] - i[0]]].conj(),
        });
        let x = x.into_reshaped([n, 1]);
        let b = b.view().slice(s![.., ..1]).to_array();
        close("Hermitian", &product(&a, &x), &b, 50.0, size(&a) * size(&x));
    }
    let empty = solve_toeplitz(Array::<T>::zeros([0]), Array::<T>::zeros([0, 3]));
    assert_eq!(empty.unwrap().shape(), [0, 3]);
    let singular = solve_toeplitz(Array::<T>::ones([3]), Array::<T>::ones([3]));
    assert!(matches!(singular, Err(LinalgError::Singular { .. })));
}

#[test]
fn tensors() {
    let a = random::<f64>(1, &[2, 3, 6]);
    let b = random::<f64>(2, &[2, 3]);
    let x = tensorsolve(&a, &b, &[]).unwrap();
    let inverse = tensorinv(&a, 2).unwrap();
    assert_eq!((x.shape(), inverse.shape()), (&[6][..], &[6, 2, 3][..]));
    for i in 0..2 {
        for j in 0..3 {
            let sum: f64 = (0..6).map(|k| a[[i, j, k]] * x[[k]]).sum();
            assert!((sum - b[[i, j]]).abs() < 1e-13);
        }
    }
    for k in 0..6 {
        let sum: f64 = (0..6).map(|at| inverse[[k, at / 3, at % 3]] * b[[at / 3, at % 3]]).sum();
        assert!((sum - x[[k]]).abs() < 1e-13);
    }
    // Axis 0 of (6, 2, 3) moved to the end is the same tensor.
    let moved = a.view().moveaxis(2, 0).to_array();
    assert_eq!(tensorsolve(&moved, &b, &[0]).unwrap(), x);
    let twice = try_tensorsolve(&moved, &b, &[0, 0]);
    assert!(matches!(twice, Err(LinalgError::Shape(_))));
    assert!(try_tensorsolve(&a, &b, &[7]).is_err());
    assert!(try_tensorinv(&a, 0).is_err() && try_tensorinv(&a, 1).is_err());
}

#[test]
fn named_matrices() {
    assert_eq!(toeplitz([1, 2, 3]), array![[1, 2, 3], [2, 1, 2], [3, 2, 1]]);
    assert_eq!(circulant([1.0, 2.0]), array![[1.0, 2.0], [2.0, 1.0]]);
    for n in [1, 2, 4, 16] {
        let h = hadamard::<f64>(n);
        let n_ones = Array::from_fn([n, n], |i| if i[0] == i[1] { n as f64 } else { 0.0 });
        assert_eq!(product(&h, &h.t().to_array()), n_ones);
    }
    assert_eq!(nd_linalg::hilbert::<f64>(4), hilbert_of_tests());
    let empty: Array<f64> = block_diag(&[]);
    assert_eq!(empty.shape(), [0, 0]);
    let (a, b) = (array![[1.0], [2.0]], array![3.0, 4.0]);
    let both = block_diag(&[a.view(), b.view()]);
    assert_eq!(both, array![[1.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 3.0, 4.0]]);
}

fn hilbert_of_tests() -> Array<f64> {
    crate::matrices::hilbert::<f64>(4)
}

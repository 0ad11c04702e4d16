//! Matrices near the ends of the range of numbers: nothing overflows on the way, and what is
//! small beside the largest element is not taken for zero.

use crate::matrices::{Sample, close, product, random, real, size};
use nd_core::{Array, Complex, array};
use nd_linalg::{
    Tolerance, cond, eig, eigh, eigvalsh, expm, ldl, logm, lstsq, matrix_rank, null_space, orth,
    pinv, pinv_with, qr, qr_pivoted, schur, sqrtm, svdvals,
};

all_fields!(rank_at_the_end_of_the_range powers_of_two_commute);

/// Two numbers of one matrix as far apart as the range allows, without the very ends.
fn apart() -> Array<f64> {
    array![[1e-200, 0.0], [0.0, 1e200]]
}

fn rank_at_the_end_of_the_range<T: Sample>() {
    let huge = T::make(T::huge() * 0.9, 0.0);
    // Its singular values are larger than every number.
    let a = array![[huge, huge], [huge, -huge]];
    assert_eq!(matrix_rank(&a).unwrap(), 2);
    assert_eq!(null_space(&a).unwrap().shape(), [2, 0]);
    assert_eq!(orth(&a).unwrap().shape(), [2, 2]);
    assert!((real(cond(&a).unwrap()) - 1.0).abs() < 1e-6);
    let same = Array::full([3, 3], huge);
    assert_eq!(matrix_rank(&same).unwrap(), 1);
    assert_eq!(null_space(&same).unwrap().shape(), [3, 2]);
    // a · pinv(a) · a, of the matrix at 1.
    for scale in [T::huge() * 0.9, T::tiny() * 4.0] {
        let one = array![[T::one(), T::one()], [T::one(), -T::one()]];
        let times = |x: T, by: f64| x * T::make(by, 0.0);
        let a = Array::from_fn([2, 2], |i| times(one[[i[0], i[1]]], scale));
        for b in [pinv(&a).unwrap(), pinv_with(&a, Tolerance::Relative(1e-3)).unwrap()] {
            let b = Array::from_fn([2, 2], |i| times(b[[i[0], i[1]]], scale));
            let identity =
                Array::from_fn([2, 2], |i| if i[0] == i[1] { T::one() } else { T::zero() });
            close("a · pinv(a)", &product(&one, &b), &identity, 10.0, 1.0);
        }
    }
}

fn powers_of_two_commute<T: Sample>() {
    let a = random::<T>(3, &[6, 6]);
    let hermitian = Array::from_fn([6, 6], |i| {
        a[[i[0], i[1]]] + num_complex::ComplexFloat::conj(a[[i[1], i[0]]])
    });
    let last = T::huge().log2() as i32 - 5;
    for exponent in [-last + 8, -last / 2, -last / 3, last / 3, last / 2 - 2, last / 2 + 2, last] {
        let by = 2f64.powi(exponent);
        let up = |a: &Array<T>| Array::from_fn([6, 6], |i| a[[i[0], i[1]]] * T::make(by, 0.0));
        let (given, given_hermitian) = (up(&a), up(&hermitian));
        let near = |what: &str, found: f64, right: f64| {
            assert!((found / by - right).abs() < 1e3 * T::eps() * size(&a), "{what} 2^{exponent}");
        };
        let (found, right) = (svdvals(&given).unwrap(), svdvals(&a).unwrap());
        found.iter().zip(&right).for_each(|(&x, &y)| near("svd", real(x), real(y)));
        let (found, right) = (eigvalsh(&given_hermitian).unwrap(), eigvalsh(&hermitian).unwrap());
        found.iter().zip(&right).for_each(|(&x, &y)| near("eigh", real(x), real(y)));
        let vectors = eigh(&given_hermitian).unwrap().eigenvectors;
        close("eigh", &vectors, &eigh(&hermitian).unwrap().eigenvectors, 1e3, 1.0);
        let sizes = |a: &Array<T>| {
            let e = eig(a).unwrap();
            let mut sizes: Vec<f64> =
                e.eigenvalues.iter().map(|w| real(num_complex::ComplexFloat::abs(*w))).collect();
            sizes.sort_by(f64::total_cmp);
            sizes
        };
        let (found, right) = (sizes(&given), sizes(&a));
        found.into_iter().zip(right).for_each(|(x, y)| near("eig", x, y));
        let t = schur(&given).unwrap().t;
        near("schur", size(&t), size(&schur(&a).unwrap().t));
    }
}

#[test]
fn the_small_end_is_not_lost() {
    let a = apart();
    let log = logm(&a).unwrap();
    let right = 200.0 * 10f64.ln();
    assert!((log[[0, 0]].re + right).abs() < 1e-12 && (log[[1, 1]].re - right).abs() < 1e-12);
    let root = sqrtm(&a).unwrap();
    assert_eq!(root[[0, 0]].re, 1e-100);
    assert!((root[[1, 1]].re / 1e100 - 1.0).abs() < 1e-15);
    // Triangles, from both sides, whose squares are no numbers.
    for (i, j) in [(0, 1), (1, 0)] {
        let mut t = a.clone();
        t[[i, j]] = 1.0;
        let root = sqrtm(&t).unwrap();
        assert!((root[[i, j]].re / 1e-100 - 1.0).abs() < 1e-15, "{}", root[[i, j]]);
        let log = logm(&t).unwrap();
        assert!((log[[i, j]].re / (2.0 * right / 1e200) - 1.0).abs() < 1e-14, "{}", log[[i, j]]);
        assert!((log[[0, 0]].re + right).abs() < 1e-12);
    }
    assert_eq!(ldl(&a).unwrap().d, a);
    assert_eq!(ldl(&a).unwrap().solve([1e-200, 1e200]).unwrap(), array![1.0, 1.0]);
    assert_eq!(qr(&a).unwrap().r[[0, 0]].abs(), 1e-200);
    assert_eq!(qr_pivoted(&a).unwrap().r[[1, 1]].abs(), 1e-200);
    // The decay of one component does not take the other with it.
    let e = expm(array![[-1e200, 0.0, 0.0], [0.0, 0.0, 1e-200], [0.0, 0.0, 0.0]]).unwrap();
    assert_eq!((e[[0, 0]], e[[1, 1]], e[[1, 2]]), (0.0, 1.0, 1e-200));
}

#[test]
fn the_range_itself_is_usable() {
    let a: Array<f64> = array![[1e-300, 0.0], [0.0, 1e300]];
    assert!((logm(&a).unwrap()[[0, 0]].re + 300.0 * 10f64.ln()).abs() < 1e-12);
    assert_eq!(sqrtm(&a).unwrap()[[0, 0]], Complex::new(1e-150, 0.0));
    assert_eq!(ldl(&a).unwrap().d, a);
    let fit = lstsq(array![[1e300, 0.0], [0.0, 1e290], [0.0, 0.0]], [1e300, 1e290, 0.0]).unwrap();
    assert!(fit.x.iter().all(|x: &f64| (x - 1.0).abs() < 1e-5));
}

//! Systems that the tests of solvers share.

// Each test uses part of it.
#![allow(dead_code)]

use nd_core::Complex;
use nd_sparse::linalg::{LinearOperator, Scalar};
use nd_sparse::{Csr, kronsum};

/// -1, 2, -1.
pub(crate) fn line<T: Scalar>(n: usize) -> Csr<T> {
    let (side, middle) = (vec![T::from_f64(-1.0); n.saturating_sub(1)], vec![T::from_f64(2.0); n]);
    if n < 2 {
        return Csr::diags([n, n], &[(0, &middle)]);
    }
    Csr::diags([n, n], &[(-1, &side), (0, &middle), (1, &side)])
}

/// The Laplacian of a square of n by n points.
pub(crate) fn laplacian<T: Scalar>(n: usize) -> Csr<T> {
    kronsum(&line::<T>(n), &line::<T>(n))
}

/// Diffusion, and a wind that blows along one axis: not symmetric.
pub(crate) fn windy<T: Scalar>(n: usize) -> Csr<T> {
    let (below, above) = (vec![T::from_f64(-0.4); n - 1], vec![T::from_f64(0.4); n - 1]);
    let wind = Csr::diags([n, n], &[(-1, &below), (1, &above)]);
    kronsum(&line::<T>(n).add(&wind), &line::<T>(n))
}

/// The Laplacian with complex phases: Hermitian, and positive definite.
pub(crate) fn magnetic(n: usize) -> Csr<Complex<f64>> {
    let turn = Complex::from_polar(1.0, 0.3);
    let twist = |row: usize, column: usize, value: f64| match column.cmp(&row) {
        std::cmp::Ordering::Greater => turn * value,
        std::cmp::Ordering::Less => turn.conj() * value,
        std::cmp::Ordering::Equal => Complex::from(value),
    };
    let real = laplacian::<f64>(n);
    let entries = real.view().iter().map(|(i, j, v)| (i, j, twist(i, j, v)));
    nd_sparse::Coo::from_triplets(real.shape(), entries).expect("within the shape").to_csr()
}

/// Numbers between -1 and 1 that look like chance.
pub(crate) fn numbers<T: Scalar>(n: usize, seed: u64) -> Vec<T> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    };
    (0..n).map(|_| T::from_parts(next(), next())).collect()
}

/// `A·x`.
pub(crate) fn product<A: LinearOperator>(a: &A, x: &[A::Elem]) -> Vec<A::Elem> {
    let mut y = vec![A::Elem::from_f64(0.0); a.shape()[0]];
    a.apply(x, &mut y);
    y
}

/// `Aᴴ·x`.
pub(crate) fn product_adjoint<A: LinearOperator>(a: &A, x: &[A::Elem]) -> Vec<A::Elem> {
    let mut y = vec![A::Elem::from_f64(0.0); a.shape()[1]];
    a.apply_adjoint(x, &mut y);
    y
}

/// The Euclidean norm.
pub(crate) fn norm<T: Scalar>(x: &[T]) -> f64 {
    x.iter().map(|x| x.square()).sum::<f64>().sqrt()
}

/// The norm of a difference.
pub(crate) fn distance<T: Scalar>(x: &[T], y: &[T]) -> f64 {
    assert_eq!(x.len(), y.len());
    x.iter().zip(y).map(|(&x, &y)| (x - y).square()).sum::<f64>().sqrt()
}

/// The sum of conj(x)·y.
pub(crate) fn dot<T: Scalar>(x: &[T], y: &[T]) -> T {
    x.iter().zip(y).fold(T::from_f64(0.0), |sum, (&x, &y)| sum + x.conjugate() * y)
}

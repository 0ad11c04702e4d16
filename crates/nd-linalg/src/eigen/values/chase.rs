//! From a band to three diagonals: column after column is reflected to zero below its first
//! subdiagonal, and the bulge that this makes is chased down the band and out at its end
//! (Murata and Horikoshi 1975; Lang, *A Parallel Algorithm for Reducing Symmetric Banded
//! Matrices to Tridiagonal Form*, 1993).
//!
//! All of it works on columns of [`LONG`] numbers, of which each is stored from its diagonal
//! element on, with zeros past the end of the matrix: every vector is a whole number of registers.

use super::band::BAND;
use crate::field::Field;
use crate::orthogonal::householder::Reflection;
use faer::MatRef;
use nd_core::simd::{Isa, Kernel, dispatch, dispatch_wide};
use num_complex::ComplexFloat;

/// A column of the band and of the bulge below it.
const LONG: usize = 2 * BAND;
/// A vector that any column from a block's rows on fits into.
const VECTOR: usize = 3 * BAND;

/// The diagonal and the absolute values beside it, `beside[i]` between `i` and `i + 1`, of the
/// tridiagonal matrix with the eigenvalues of the band in the lower half of `a`.
pub(super) fn tridiagonal<T: Field>(a: MatRef<'_, T>, diagonal: &mut [T::R], beside: &mut [T::R]) {
    let n = a.nrows();
    let mut columns = vec![[T::zero(); LONG]; n + LONG];
    for (j, column) in columns[..n].iter_mut().enumerate() {
        for (i, x) in (j..n.min(j + BAND + 1)).zip(column) {
            *x = a[(i, j)];
        }
    }
    // The band is a whole number of the widest registers of 64-bit numbers, but not of 32-bit ones.
    let chase = Chase { columns: &mut columns, n };
    if size_of::<T>() < 8 {
        dispatch(chase)
    } else {
        dispatch_wide(chase)
    }
    for (j, column) in columns[..n].iter().enumerate() {
        diagonal[j] = column[0].re();
        beside[j] = ComplexFloat::abs(column[1]);
    }
}

struct Chase<'a, T> {
    columns: &'a mut [[T; LONG]],
    n: usize,
}

impl<T: Field> Kernel for Chase<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        for column in 0..self.n.saturating_sub(2) {
            let (reflection, mut v) = reflected(&mut self.columns[column][1..=BAND]);
            let mut tau = reflection;
            for start in (column + 1..self.n).step_by(BAND) {
                (tau, v) = hop(isa, &mut self.columns[start..start + BAND], tau, &v);
            }
        }
    }
}

/// Reflects a column to its first element; returns `τ` and `v`.
#[inline(always)]
fn reflected<T: Field>(column: &mut [T]) -> (T, [T; VECTOR]) {
    let tau = Reflection::make(column).tau;
    let mut v = [T::zero(); VECTOR];
    v[..BAND].copy_from_slice(column);
    v[0] = T::one();
    column[1..].fill(T::zero());
    (tau, v)
}

/// Reflects a square on the diagonal from both sides and what is below it from the right, which
/// makes a bulge there; reflects the bulge's first column to zero, and the others along with it.
/// Returns that reflection, which is the next square's.
///
/// With `A·v = y`, the square becomes `A − x·vᴴ − v·xᴴ` where `x = τ·y − |τ|²·(vᴴ·y)·v/2`.
#[inline(always)]
fn hop<T: Field, I: Isa>(
    isa: I,
    columns: &mut [[T; LONG]],
    tau: T,
    v: &[T; VECTOR],
) -> (T, [T; VECTOR]) {
    let y = times(isa, columns, v);
    let (x, below) = scaled(tau, v, &y);
    let mut next = (T::zero(), [T::zero(); VECTOR]);
    for (j, column) in columns.iter_mut().enumerate() {
        let (by_x, by_v) = (-v[j].conj(), -x[j].conj());
        let pair = [&x[j..j + BAND], &v[j..j + BAND]];
        T::add_multiples(isa, &mut column[..BAND], pair, [by_x, by_v]);
        let bulge = &mut column[BAND - j..LONG - j];
        T::add_multiples(isa, bulge, [&below], [by_x]);
        if j == 0 {
            next = reflected(bulge);
        } else {
            let v = &next.1[..BAND];
            let by = -(next.0.conj() * T::short_inner(isa, v, bulge));
            T::add_multiples(isa, bulge, [v], [by]);
        }
    }
    next
}

/// The square and what is below it, times `v`.
#[inline(always)]
fn times<T: Field, I: Isa>(isa: I, columns: &[[T; LONG]], v: &[T; VECTOR]) -> [T; VECTOR] {
    let mut y = [T::zero(); VECTOR];
    for (j, column) in columns.iter().enumerate() {
        T::add_multiples(isa, &mut y[j..j + LONG], [column], [v[j]]);
        // Above the diagonal.
        y[j] += T::short_inner(isa, &column[1..=BAND], &v[j + 1..j + 1 + BAND]);
    }
    y
}

/// `x` of [`hop`], and what is below the square times `τ·v`.
#[inline(always)]
fn scaled<T: Field>(tau: T, v: &[T; VECTOR], y: &[T; VECTOR]) -> ([T; VECTOR], [T; BAND]) {
    let inner = (0..BAND).fold(T::zero(), |sum, i| sum + v[i].conj() * y[i]);
    let two = T::one() + T::one();
    let half = tau * tau.conj() * inner / two;
    let mut x = [T::zero(); VECTOR];
    for i in 0..BAND {
        x[i] = tau * y[i] - half * v[i];
    }
    (x, std::array::from_fn(|i| tau * y[BAND + i]))
}

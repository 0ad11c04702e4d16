//! From a band to three diagonals: column after column is reflected to zero below its first
//! subdiagonal, and the bulge that this makes is chased down the band and out at its end
//! (Murata and Horikoshi 1975; Lang, *A Parallel Algorithm for Reducing Symmetric Banded
//! Matrices to Tridiagonal Form*, 1993).
//!
//! All of it works on columns of [`LONG`] numbers, of which each is stored from its diagonal
//! element on, with zeros past the end of the matrix: every loop has a length that the compiler
//! knows.

use super::band::BAND;
use crate::field::Field;
use crate::orthogonal::householder::Reflection;
use faer::MatRef;
use nd_core::simd::{Isa, Kernel, dispatch_wide};
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
    dispatch_wide(Chase { columns: &mut columns, n });
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
        let (x, v) = (window(&x, j), window(v, j));
        let square: &mut [T; BAND] = column.first_chunk_mut().expect("a band's length");
        for i in 0..BAND {
            square[i] = square[i].plus_product(isa, x[i], by_x).plus_product(isa, v[i], by_v);
        }
        let bulge: &mut [T; BAND] =
            (&mut column[BAND - j..LONG - j]).try_into().expect("as long as the band is wide");
        for i in 0..BAND {
            bulge[i] = bulge[i].plus_product(isa, below[i], by_x);
        }
        if j == 0 {
            next = reflected(bulge);
        } else {
            let v = window(&next.1, 0);
            let by = -(next.0.conj() * dot(isa, v, bulge));
            for i in 0..BAND {
                bulge[i] = bulge[i].plus_product(isa, v[i], by);
            }
        }
    }
    next
}

/// `BAND` elements from `start` on.
#[inline(always)]
fn window<T>(x: &[T; VECTOR], start: usize) -> &[T; BAND] {
    x[start..start + BAND].try_into().expect("as long as the band is wide")
}

/// The square and what is below it, times `v`.
#[inline(always)]
fn times<T: Field, I: Isa>(isa: I, columns: &[[T; LONG]], v: &[T; VECTOR]) -> [T; VECTOR] {
    let mut y = [T::zero(); VECTOR];
    for (j, column) in columns.iter().enumerate() {
        let out: &mut [T; LONG] =
            (&mut y[j..j + LONG]).try_into().expect("a vector holds every column");
        for i in 0..LONG {
            out[i] = out[i].plus_product(isa, column[i], v[j]);
        }
        // Above the diagonal.
        let above: &[T; BAND] = column[1..=BAND].try_into().expect("a band's length");
        y[j] += dot(isa, above, window(v, j + 1));
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

/// `xᴴ·y`, in eight sums.
#[inline(always)]
fn dot<T: Field, I: Isa>(isa: I, x: &[T; BAND], y: &[T; BAND]) -> T {
    const LANES: usize = 8;
    let mut sums = [T::zero(); LANES];
    for start in (0..BAND).step_by(LANES) {
        for l in 0..LANES {
            sums[l] = sums[l].plus_product(isa, x[start + l].conj(), y[start + l]);
        }
    }
    let fours: [T; 4] = std::array::from_fn(|l| sums[l] + sums[l + 4]);
    (fours[0] + fours[2]) + (fours[1] + fours[3])
}

//! Cholesky's roots of several small matrices at once, one in each lane of the registers.

use super::lanes::{LANES, Lane, MAX, fits};
use crate::field::Field;
use nd_core::simd::{Isa, Kernel, dispatch};
use num_traits::{Float, Zero};

/// The roots of matrices, `(…, n, n)` in C order, in `out`: of the lower triangle, and lower
/// ones; or, if `upper`, of the upper triangle, and upper ones. Returns how many there are from
/// the first on: what it stops at, because it is the rest of a group or not positive definite or
/// not finite, is for the caller.
pub(crate) fn roots<T: Field>(out: &mut [T], a: &[T], n: usize, upper: bool) -> usize {
    if !fits::<T>(n) { 0 } else { dispatch(Roots { out, a, n, upper }) }
}

struct Roots<'t, T> {
    out: &'t mut [T],
    a: &'t [T],
    n: usize,
    upper: bool,
}

impl<T: Field> Kernel for Roots<'_, T> {
    type Output = usize;

    #[inline(always)]
    fn run<I: Isa>(self, _: I) -> usize {
        let Roots { out, a, n, upper } = self;
        let place = |i: usize, j: usize| if upper { j * n + i } else { i * n + j };
        let mut l = [[[T::zero(); LANES]; MAX]; MAX];
        let groups = out
            .chunks_exact_mut((LANES * n * n).max(1))
            .zip(a.chunks_exact((LANES * n * n).max(1)));
        for (group, (out, a)) in groups.enumerate() {
            let mut positive = true;
            for i in 0..n {
                let (done, rest) = l.split_at_mut(i);
                positive &= row(&mut rest[0], done, |lane, j| a[lane * n * n + place(i, j)]);
            }
            if !positive {
                return group * LANES;
            }
            for (lane, out) in out.chunks_exact_mut((n * n).max(1)).enumerate() {
                for i in 0..n {
                    for j in 0..n {
                        out[place(i, j)] = if j <= i { l[i][j][lane] } else { T::zero() };
                    }
                }
            }
        }
        out.len() / (LANES * n * n) * LANES
    }
}

/// A row of the roots, after those that are `done`; whether all squares on the diagonal are
/// positive, which one that is not finite, or has such in its row, is not.
#[inline(always)]
fn row<T: Field>(
    row: &mut [Lane<T>; MAX],
    done: &[[Lane<T>; MAX]],
    a: impl Fn(usize, usize) -> T,
) -> bool {
    let i = done.len();
    for (j, other) in done.iter().enumerate() {
        let mut sum: Lane<T> = std::array::from_fn(|l| a(l, j));
        for (x, y) in row.iter().zip(other).take(j) {
            (0..LANES).for_each(|l| sum[l] -= x[l] * y[l]);
        }
        row[j] = std::array::from_fn(|l| sum[l] / other[j][l]);
    }
    let mut rest: Lane<T> = std::array::from_fn(|l| a(l, i));
    for x in &row[..i] {
        (0..LANES).for_each(|l| rest[l] -= x[l] * x[l]);
    }
    row[i] = std::array::from_fn(|l| T::from_real(Float::sqrt(rest[l].re())));
    let fine = |x: &T| x.re() > T::R::zero() && Float::is_finite(x.re());
    rest.iter().fold(true, |all, x| all & fine(x))
}

//! The Schur form of a complex Hessenberg matrix, by implicit single shifts: Wilkinson's, and
//! LAPACK's exceptional ones, with the tests for what is negligible of `lahqr`.

use crate::field::Real;
use num_complex::Complex;
use num_traits::{Float, Zero};

/// Shifts for one eigenvalue before it is given up; of these, every tenth is exceptional.
const SHIFTS: usize = 30;

/// A plane rotation: `[cos, sin; -sin̄, cos]`.
struct Rotation<R> {
    cos: R,
    sin: Complex<R>,
}

/// `h` and `z`, columns one after the other: `(n, n)`.
struct Iteration<'h, R> {
    h: &'h mut [Complex<R>],
    z: &'h mut [Complex<R>],
    n: usize,
}

/// `h` becomes triangular, and `z` what it was times the rotations.
///
/// # Errors
/// How many iterations were made when no eigenvalue came out any more.
pub(super) fn iterate<R: Real>(
    h: &mut [Complex<R>],
    z: &mut [Complex<R>],
    n: usize,
) -> Result<(), usize> {
    let mut iteration = Iteration { h, z, n };
    let limit = SHIFTS * n.max(10);
    let mut shifts = 0;
    let (mut end, mut stalled) = (n, 0);
    while end > 0 {
        let last = end - 1;
        let first = iteration.split(last);
        if first > 0 {
            *iteration.at(first, first - 1) = Complex::zero();
        }
        if first == last {
            (end, stalled) = (last, 0);
            continue;
        }
        if shifts == limit {
            return Err(limit);
        }
        shifts += 1;
        stalled += 1;
        iteration.sweep(first, last, stalled);
    }
    Ok(())
}

/// `|re| + |im|`.
#[inline(always)]
fn size<R: Real>(x: Complex<R>) -> R {
    Float::abs(x.re) + Float::abs(x.im)
}

impl<R: Real> Iteration<'_, R> {
    #[inline(always)]
    fn get(&self, i: usize, j: usize) -> Complex<R> {
        self.h[j * self.n + i]
    }

    #[inline(always)]
    fn at(&mut self, i: usize, j: usize) -> &mut Complex<R> {
        &mut self.h[j * self.n + i]
    }

    /// The first row of the block that ends with row `last`.
    fn split(&self, last: usize) -> usize {
        (1..=last).rev().find(|&k| self.negligible(k, last)).unwrap_or(0)
    }

    fn negligible(&self, k: usize, last: usize) -> bool {
        let eps = R::epsilon();
        let small = R::min_positive_value() / eps * R::from_count(self.n);
        let below = size(self.get(k, k - 1));
        if below <= small {
            return true;
        }
        let (upper, lower) = (self.get(k - 1, k - 1), self.get(k, k));
        let mut beside = size(upper) + size(lower);
        if beside.is_zero() {
            if k >= 2 {
                beside += size(self.get(k - 1, k - 2));
            }
            if k < last {
                beside += size(self.get(k + 1, k));
            }
        }
        if below > eps * beside {
            return false;
        }
        let above = size(self.get(k - 1, k));
        let (ab, ba) = (Float::max(below, above), Float::min(below, above));
        let difference = size(upper - lower);
        let aa = Float::max(size(lower), difference);
        let bb = Float::min(size(lower), difference);
        let s = aa + ab;
        ba * (ab / s) <= Float::max(small, eps * (bb * (aa / s)))
    }

    fn shift(&self, first: usize, last: usize, stalled: usize) -> Complex<R> {
        let part = R::from_count(3) / R::from_count(4);
        if stalled.is_multiple_of(20) {
            return self.get(last, last) + size(self.get(last, last - 1)) * part;
        }
        if stalled.is_multiple_of(10) {
            return self.get(first, first) + size(self.get(first + 1, first)) * part;
        }
        // Wilkinson's: the eigenvalue of the last two by two block that is nearer to its end.
        let k = last - 1;
        let d = self.get(last, last);
        let product = self.get(k, last).sqrt() * self.get(last, k).sqrt();
        let s = size(product);
        if s.is_zero() {
            return d;
        }
        let half = (self.get(k, k) - d) / R::from_count(2);
        let s = Float::max(s, size(half));
        let (p, q) = (half / s, product / s);
        let mut root = (p * p + q * q).sqrt() * s;
        if (half.re * root.re + half.im * root.im) < R::zero() {
            root = -root;
        }
        d - product * quotient(product, half + root)
    }

    /// Chases a bulge of one shift from the start to the end of a block.
    fn sweep(&mut self, first: usize, last: usize, stalled: usize) {
        let shift = self.shift(first, last, stalled);
        let mut x = self.get(first, first) - shift;
        let mut y = self.get(first + 1, first);
        for k in first..last {
            if k > first {
                (x, y) = (self.get(k, k - 1), self.get(k + 1, k - 1));
            }
            let (by, r) = rotation(x, y);
            if k > first {
                *self.at(k, k - 1) = r;
                *self.at(k + 1, k - 1) = Complex::zero();
            }
            self.rotate(k, last, &by);
        }
    }

    /// Applies a rotation of rows and columns `k` and `k + 1` from both sides.
    fn rotate(&mut self, k: usize, last: usize, by: &Rotation<R>) {
        let n = self.n;
        let conjugate = by.sin.conj();
        for column in self.h[k * n..].chunks_exact_mut(n) {
            let (x, y) = (column[k], column[k + 1]);
            column[k] = x * by.cos + by.sin * y;
            column[k + 1] = y * by.cos - conjugate * x;
        }
        let rows = last.min(k + 2) + 1;
        for (m, rows) in [(&mut *self.h, rows), (&mut *self.z, n)] {
            let (left, right) = m[k * n..(k + 2) * n].split_at_mut(n);
            for (x, y) in left[..rows].iter_mut().zip(&mut right[..rows]) {
                (*x, *y) = (*x * by.cos + conjugate * *y, *y * by.cos - by.sin * *x);
            }
        }
    }
}

/// The rotation that takes `(x, y)` to `(r, 0)`, and `r`.
fn rotation<R: Real>(x: Complex<R>, y: Complex<R>) -> (Rotation<R>, Complex<R>) {
    if y.is_zero() {
        return (Rotation { cos: <R as num_traits::One>::one(), sin: y }, x);
    }
    let (long, other) = (Float::hypot(x.re, x.im), Float::hypot(y.re, y.im));
    if long.is_zero() {
        return (
            Rotation { cos: R::zero(), sin: y.conj() / other },
            Complex::new(other, R::zero()),
        );
    }
    let length = Float::hypot(long, other);
    let phase = x / long;
    (Rotation { cos: long / length, sin: phase * (y.conj() / length) }, phase * length)
}

/// `x / y`, without overflow on the way.
fn quotient<R: Real>(x: Complex<R>, y: Complex<R>) -> Complex<R> {
    let by = size(y);
    if by.is_zero() { Complex::zero() } else { (x / by) / (y / by) }
}

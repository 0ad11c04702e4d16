//! The real Schur form of a Hessenberg matrix, by Francis' implicit double shifts: the
//! algorithm of LAPACK's `lahqr`, with its tests for what is negligible (Ahues and Tisseur
//! 1997), and `lanv2`'s standard form of two by two blocks.

use crate::field::Real;
use crate::matrices::exponents::number;
use num_traits::Float;

/// Shifts for one eigenvalue before it is given up; of these, every tenth is exceptional.
const SHIFTS: usize = 30;

/// A plane rotation.
#[derive(Clone, Copy)]
struct Rotation<R> {
    cos: R,
    sin: R,
}

/// `h` and `z`, columns one after the other: `(n, n)`.
struct Iteration<'h, R> {
    h: &'h mut [R],
    z: &'h mut [R],
    n: usize,
}

/// `h` becomes triangular but for two by two blocks of conjugate pairs, and `z` what it was
/// times the rotations.
///
/// # Errors
/// How many iterations were made when no eigenvalue came out any more.
pub(super) fn iterate<R: Real>(h: &mut [R], z: &mut [R], n: usize) -> Result<(), usize> {
    let mut iteration = Iteration { h, z, n };
    let limit = SHIFTS * n.max(10);
    let mut shifts = 0;
    let (mut end, mut stalled) = (n, 0);
    while end > 0 {
        let last = end - 1;
        let first = iteration.split(last);
        if first > 0 {
            *iteration.at(first, first - 1) = R::zero();
        }
        if first + 1 >= last {
            if first + 1 == last {
                iteration.standardize(first);
            }
            (end, stalled) = (first, 0);
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

impl<R: Real> Iteration<'_, R> {
    #[inline(always)]
    fn get(&self, i: usize, j: usize) -> R {
        self.h[j * self.n + i]
    }

    #[inline(always)]
    fn at(&mut self, i: usize, j: usize) -> &mut R {
        &mut self.h[j * self.n + i]
    }

    /// The first row of the block that ends with row `last`: the element left of its diagonal
    /// is negligible.
    fn split(&self, last: usize) -> usize {
        (1..=last).rev().find(|&k| self.negligible(k, last)).unwrap_or(0)
    }

    fn negligible(&self, k: usize, last: usize) -> bool {
        let (eps, small) = (R::epsilon(), tiny::<R>(self.n));
        let below = Float::abs(self.get(k, k - 1));
        if below <= small {
            return true;
        }
        let (upper, lower) = (self.get(k - 1, k - 1), self.get(k, k));
        let mut size = Float::abs(upper) + Float::abs(lower);
        if size == R::zero() {
            if k >= 2 {
                size += Float::abs(self.get(k - 1, k - 2));
            }
            if k < last {
                size += Float::abs(self.get(k + 1, k));
            }
        }
        if below > eps * size {
            return false;
        }
        let above = Float::abs(self.get(k - 1, k));
        let (ab, ba) = (Float::max(below, above), Float::min(below, above));
        let difference = Float::abs(upper - lower);
        let aa = Float::max(Float::abs(lower), difference);
        let bb = Float::min(Float::abs(lower), difference);
        let s = aa + ab;
        ba * (ab / s) <= Float::max(small, eps * (bb * (aa / s)))
    }

    /// The two shifts, as real and imaginary parts.
    fn shifts(&self, first: usize, last: usize, stalled: usize) -> [(R, R); 2] {
        let (three_quarters, part) = (number::<R>(0.75), number::<R>(-0.4375));
        let exceptional = |s: R, corner: R| [three_quarters * s + corner, part * s, s];
        let [a, b, c, d] = if stalled.is_multiple_of(20) {
            let s = Float::abs(self.get(last, last - 1)) + Float::abs(self.get(last - 1, last - 2));
            let [a, b, c] = exceptional(s, self.get(last, last));
            [a, b, c, a]
        } else if stalled.is_multiple_of(10) {
            let s =
                Float::abs(self.get(first + 1, first)) + Float::abs(self.get(first + 2, first + 1));
            let [a, b, c] = exceptional(s, self.get(first, first));
            [a, b, c, a]
        } else {
            let k = last - 1;
            [self.get(k, k), self.get(k, last), self.get(last, k), self.get(last, last)]
        };
        let s = Float::abs(a) + Float::abs(b) + Float::abs(c) + Float::abs(d);
        if s == R::zero() {
            return [(s, s); 2];
        }
        let [a, b, c, d] = [a, b, c, d].map(|x| x / s);
        let trace = (a + d) / number(2.0);
        let det = (a - trace) * (d - trace) - b * c;
        let root = Float::sqrt(Float::abs(det));
        if det >= R::zero() {
            return [(trace * s, root * s), (trace * s, -root * s)];
        }
        let (plus, minus) = (trace + root, trace - root);
        let nearer = if Float::abs(plus - d) <= Float::abs(minus - d) { plus } else { minus };
        [(nearer * s, R::zero()); 2]
    }

    /// Chases a bulge of two shifts from the start to the end of a block.
    fn sweep(&mut self, first: usize, last: usize, stalled: usize) {
        let shifts = self.shifts(first, last, stalled);
        let (start, mut v) = self.start(first, last, shifts);
        for k in start..last {
            let three = k + 2 <= last;
            if k > start {
                v = [self.get(k, k - 1), self.get(k + 1, k - 1), R::zero()];
                if three {
                    v[2] = self.get(k + 2, k - 1);
                }
            }
            let (beta, tau, w) = reflector(v, three);
            if k > start {
                *self.at(k, k - 1) = beta;
                *self.at(k + 1, k - 1) = R::zero();
                if three {
                    *self.at(k + 2, k - 1) = R::zero();
                }
            } else if start > first {
                // Not a change of sign: the rest of the vector may have been dropped.
                *self.at(k, k - 1) *= R::one() - tau;
            }
            self.reflect(k, last, tau, w, three);
        }
    }

    /// Where the bulge may start, past subdiagonal elements that are small together, and the
    /// first column of the shifted product there.
    fn start(&self, first: usize, last: usize, [one, two]: [(R, R); 2]) -> (usize, [R; 3]) {
        let abs = |x: R| Float::abs(x);
        let mut m = last - 2;
        loop {
            let (a, d, c) = (self.get(m, m), self.get(m + 1, m + 1), self.get(m + 1, m));
            let s = abs(a - two.0) + abs(two.1) + abs(c);
            let below = c / s;
            let v = [
                below * self.get(m, m + 1) + (a - one.0) * ((a - two.0) / s) - one.1 * (two.1 / s),
                below * (a + d - one.0 - two.0),
                below * self.get(m + 2, m + 1),
            ];
            let s = abs(v[0]) + abs(v[1]) + abs(v[2]);
            let v = v.map(|x| x / s);
            if m == first {
                return (m, v);
            }
            let around = abs(self.get(m - 1, m - 1)) + abs(a) + abs(d);
            if abs(self.get(m, m - 1)) * (abs(v[1]) + abs(v[2]))
                <= R::epsilon() * abs(v[0]) * around
            {
                return (m, v);
            }
            m -= 1;
        }
    }

    /// Applies a reflection of rows and columns `k..k + 3` (or two) from both sides.
    fn reflect(&mut self, k: usize, last: usize, tau: R, w: [R; 2], three: bool) {
        let (n, [v, w]) = (self.n, w);
        for column in self.h[k * n..].chunks_exact_mut(n) {
            if three {
                let sum = (column[k] + v * column[k + 1] + w * column[k + 2]) * tau;
                column[k] -= sum;
                column[k + 1] -= sum * v;
                column[k + 2] -= sum * w;
            } else {
                let sum = (column[k] + v * column[k + 1]) * tau;
                column[k] -= sum;
                column[k + 1] -= sum * v;
            }
        }
        let rows = last.min(k + 3) + 1;
        for (m, rows) in [(&mut *self.h, rows), (&mut *self.z, n)] {
            let (a, rest) = m[k * n..].split_at_mut(n);
            let (b, rest) = rest.split_at_mut(n);
            let (a, b) = (&mut a[..rows], &mut b[..rows]);
            if three {
                for ((x, y), z) in a.iter_mut().zip(b).zip(&mut rest[..rows]) {
                    let sum = (*x + v * *y + w * *z) * tau;
                    *x -= sum;
                    *y -= sum * v;
                    *z -= sum * w;
                }
            } else {
                for (x, y) in a.iter_mut().zip(b) {
                    let sum = (*x + v * *y) * tau;
                    *x -= sum;
                    *y -= sum * v;
                }
            }
        }
    }

    /// Brings the block of rows `k` and `k + 1` to its standard form.
    fn standardize(&mut self, k: usize) {
        let block =
            [self.get(k, k), self.get(k, k + 1), self.get(k + 1, k), self.get(k + 1, k + 1)];
        let ([a, b, c, d], by) = standard(block);
        let n = self.n;
        for column in self.h[(k + 2) * n..].chunks_exact_mut(n) {
            let (x, y) = (column[k], column[k + 1]);
            column[k] = by.cos * x + by.sin * y;
            column[k + 1] = by.cos * y - by.sin * x;
        }
        for (m, rows) in [(&mut *self.h, k), (&mut *self.z, n)] {
            let (left, right) = m[k * n..(k + 2) * n].split_at_mut(n);
            for (x, y) in left[..rows].iter_mut().zip(&mut right[..rows]) {
                (*x, *y) = (by.cos * *x + by.sin * *y, by.cos * *y - by.sin * *x);
            }
        }
        (*self.at(k, k), *self.at(k, k + 1)) = (a, b);
        (*self.at(k + 1, k), *self.at(k + 1, k + 1)) = (c, d);
    }
}

/// `(beta, tau, w)`: the reflection `1 - tau·u·uᵀ`, `u = (1, w)`, takes `v` to `(beta, 0, 0)`.
fn reflector<R: Real>(v: [R; 3], three: bool) -> (R, R, [R; 2]) {
    let rest = if three { Float::hypot(v[1], v[2]) } else { Float::abs(v[1]) };
    if rest == R::zero() {
        return (v[0], R::zero(), [R::zero(); 2]);
    }
    let length = Float::hypot(v[0], rest);
    let beta = if v[0] >= R::zero() { -length } else { length };
    let scale = v[0] - beta;
    let last = if three { v[2] / scale } else { R::zero() };
    (beta, (beta - v[0]) / beta, [v[1] / scale, last])
}

/// The standard form of `[a, b; c, d]`: `c = 0`, or `a = d` and `b·c < 0`; and the rotation to
/// it. LAPACK's `lanv2`, of numbers near 1.
fn standard<R: Real>([mut a, mut b, mut c, mut d]: [R; 4]) -> ([R; 4], Rotation<R>) {
    let (zero, one, half) = (R::zero(), R::one(), number::<R>(0.5));
    let sign = |x: R| if x.is_sign_negative() { -one } else { one };
    let none = Rotation { cos: one, sin: zero };
    if c == zero {
        return ([a, b, c, d], none);
    }
    if b == zero {
        return ([d, -c, zero, a], Rotation { cos: zero, sin: one });
    }
    if a == d && sign(b) != sign(c) {
        return ([a, b, c, d], none);
    }
    let difference = a - d;
    let p = half * difference;
    let most = Float::max(Float::abs(b), Float::abs(c));
    let least = Float::min(Float::abs(b), Float::abs(c)) * sign(b) * sign(c);
    let scale = Float::max(Float::abs(p), most);
    let z = (p / scale) * p + (most / scale) * least;
    if z >= number::<R>(4.0) * R::epsilon() {
        // Two real eigenvalues.
        let z = p + sign(p) * Float::sqrt(scale) * Float::sqrt(z);
        let tau = Float::hypot(c, z);
        let values = [d + z, b - c, zero, d - (most / z) * least];
        return (values, Rotation { cos: z / tau, sin: c / tau });
    }
    // Complex, or nearly equal: make the diagonal equal.
    let sigma = b + c;
    let tau = Float::hypot(sigma, difference);
    let cos = Float::sqrt(half * (one + Float::abs(sigma) / tau));
    let sin = -(p / (tau * cos)) * sign(sigma);
    let (aa, bb) = (a * cos + b * sin, b * cos - a * sin);
    let (cc, dd) = (c * cos + d * sin, d * cos - c * sin);
    (a, b) = (aa * cos + cc * sin, bb * cos + dd * sin);
    (c, d) = (cc * cos - aa * sin, dd * cos - bb * sin);
    let middle = half * (a + d);
    (a, d) = (middle, middle);
    if c == zero {
        return ([a, b, c, d], Rotation { cos, sin });
    }
    if b == zero {
        return ([a, -c, zero, d], Rotation { cos: -sin, sin: cos });
    }
    if sign(b) != sign(c) {
        return ([a, b, c, d], Rotation { cos, sin });
    }
    let (root_b, root_c) = (Float::sqrt(Float::abs(b)), Float::sqrt(Float::abs(c)));
    let p = sign(c) * root_b * root_c;
    let tau = one / Float::sqrt(Float::abs(b + c));
    let (cos_1, sin_1) = (root_b * tau, root_c * tau);
    let both = Rotation { cos: cos * cos_1 - sin * sin_1, sin: cos * sin_1 + sin * cos_1 };
    ([middle + p, b - c, zero, middle - p], both)
}

/// Below this, an element is negligible whatever stands beside it.
fn tiny<R: Real>(n: usize) -> R {
    R::min_positive_value() / R::epsilon() * R::from_count(n)
}

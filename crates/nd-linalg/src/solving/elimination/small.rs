//! Elimination of small matrices, without allocating: what a stack of many asks for.

use crate::field::Field;
use crate::matrices::quotient::quotient;
use num_traits::Zero;

/// The largest order taken here.
pub(crate) const MAX_SMALL: usize = 16;

/// Room for the factors of one small matrix after the other.
pub(crate) struct Small<T> {
    n: usize,
    /// `L` and `U`, row by row.
    factors: [T; MAX_SMALL * MAX_SMALL],
    /// Which row of the matrix each row of the factors was.
    rows: [usize; MAX_SMALL],
    /// Whether the rows were exchanged an odd number of times.
    odd: bool,
}

impl<T: Field> Small<T> {
    /// Room for matrices of order `n`.
    pub(crate) fn new(n: usize) -> Small<T> {
        assert!(n <= MAX_SMALL, "small matrices only");
        Small { n, factors: [T::zero(); MAX_SMALL * MAX_SMALL], rows: [0; MAX_SMALL], odd: false }
    }

    /// Factors the matrix whose rows `a` has.
    #[inline(always)]
    pub(crate) fn factor(&mut self, a: &[T]) {
        // Orders that are asked for most get loops of known lengths.
        match self.n {
            2 => self.factor_of(a, 2),
            3 => self.factor_of(a, 3),
            4 => self.factor_of(a, 4),
            n => self.factor_of(a, n),
        }
    }

    #[inline(always)]
    fn factor_of(&mut self, a: &[T], n: usize) {
        let factors = &mut self.factors[..n * n];
        factors.copy_from_slice(&a[..n * n]);
        let rows = &mut self.rows[..n];
        rows.iter_mut().enumerate().for_each(|(i, row)| *row = i);
        self.odd = false;
        for k in 0..n {
            let (mut pivot, mut most) = (k, factors[k * n + k].l1_norm());
            for i in k + 1..n {
                let size = factors[i * n + k].l1_norm();
                if size > most {
                    (pivot, most) = (i, size);
                }
            }
            if pivot != k {
                (0..n).for_each(|j| factors.swap(k * n + j, pivot * n + j));
                rows.swap(k, pivot);
                self.odd = !self.odd;
            }
            if most.is_zero() {
                continue;
            }
            let (done, below) = factors.split_at_mut((k + 1) * n);
            let top = &done[k * n..];
            for row in below.chunks_exact_mut(n) {
                let factor = quotient(row[k], top[k]);
                row[k] = factor;
                for j in k + 1..n {
                    row[j] -= factor * top[j];
                }
            }
        }
    }

    /// The pivots.
    #[inline(always)]
    pub(crate) fn pivots(&self) -> impl Iterator<Item = T> + Clone + '_ {
        (0..self.n).map(|i| self.factors[i * self.n + i])
    }

    /// Whether the permutation is an odd one.
    #[inline(always)]
    pub(crate) fn odd(&self) -> bool {
        self.odd
    }

    /// The place of the first pivot that is zero.
    #[inline(always)]
    pub(crate) fn zero_pivot(&self) -> Option<usize> {
        self.pivots().position(|x| x.is_zero())
    }

    /// Solves for one right side: `b: (n)` → `x: (n)`.
    #[inline(always)]
    pub(crate) fn solve_vector(&self, b: &[T], x: &mut [T]) {
        match self.n {
            2 => self.solve_vector_of(b, x, 2),
            3 => self.solve_vector_of(b, x, 3),
            4 => self.solve_vector_of(b, x, 4),
            n => self.solve_vector_of(b, x, n),
        }
    }

    #[inline(always)]
    fn solve_vector_of(&self, b: &[T], x: &mut [T], n: usize) {
        let (factors, x) = (&self.factors[..n * n], &mut x[..n]);
        for i in 0..n {
            x[i] = (0..i).fold(b[self.rows[i]], |sum, j| sum - factors[i * n + j] * x[j]);
        }
        for i in (0..n).rev() {
            let sum = (i + 1..n).fold(x[i], |sum, j| sum - factors[i * n + j] * x[j]);
            x[i] = quotient(sum, factors[i * n + i]);
        }
    }

    /// Solves for `k` right sides: `b: (n, k)` → `x: (n, k)`, both row by row.
    pub(crate) fn solve(&self, b: &[T], x: &mut [T], k: usize) {
        if k == 1 {
            return self.solve_vector(b, x);
        }
        for (i, row) in x.chunks_exact_mut(k.max(1)).enumerate() {
            row.copy_from_slice(&b[self.rows[i] * k..][..k]);
        }
        self.substitute(x, k);
    }

    /// The inverse: `x: (n, n)`, row by row.
    pub(crate) fn invert(&self, x: &mut [T]) {
        let n = self.n;
        x.fill(T::zero());
        for i in 0..n {
            x[i * n + self.rows[i]] = T::one();
        }
        match n {
            2 => self.substitute_of(x, 2, 2),
            3 => self.substitute_of(x, 3, 3),
            4 => self.substitute_of(x, 4, 4),
            n => self.substitute_of(x, n, n),
        }
    }

    fn substitute(&self, x: &mut [T], k: usize) {
        self.substitute_of(x, self.n, k);
    }

    #[inline(always)]
    fn substitute_of(&self, x: &mut [T], n: usize, k: usize) {
        let factors = &self.factors[..n * n];
        let x = &mut x[..n * k];
        for i in 0..n {
            let (done, rest) = x.split_at_mut(i * k);
            for j in 0..i {
                subtract(&mut rest[..k], factors[i * n + j], &done[j * k..][..k]);
            }
        }
        for i in (0..n).rev() {
            let (rest, done) = x.split_at_mut((i + 1) * k);
            let row = &mut rest[i * k..];
            for j in i + 1..n {
                subtract(row, factors[i * n + j], &done[(j - i - 1) * k..][..k]);
            }
            row.iter_mut().for_each(|x| *x = quotient(*x, factors[i * n + i]));
        }
    }
}

#[inline(always)]
fn subtract<T: Field>(row: &mut [T], factor: T, other: &[T]) {
    row.iter_mut().zip(other).for_each(|(x, &y)| *x -= factor * y);
}

//! [`Coarse`]: the few unknowns of the last level, solved densely.

use crate::compressed::Compressed;
use crate::linalg::scalar::Scalar;
use crate::packed::Packed;

/// Factors `L·D·Lᴴ` of a Hermitian matrix with exchanges of rows and columns. Pivots that vanish beside the first one
/// are left out, so that a matrix with a null space is solved beside it.
#[derive(Clone, Debug)]
pub(super) struct Coarse<T> {
    n: usize,
    /// L below the diagonal and D on it, row by row.
    factors: Vec<T>,
    order: Vec<usize>,
    rank: usize,
}

impl<T: Scalar> Coarse<T> {
    pub(super) fn new(a: &Packed<T, u32>) -> Self {
        let n = a.starts.len() - 1;
        let factors = Compressed::<T, u32>::from_packed(a.clone()).to_dense().into_vec();
        let mut coarse = Coarse { n, factors, order: (0..n).collect(), rank: 0 };
        coarse.eliminate();
        coarse
    }

    fn eliminate(&mut self) {
        let n = self.n;
        let mut first = 0.0;
        for k in 0..n {
            let size = |f: &[T], i: usize| f[i * n + i].magnitude();
            let mut largest = k;
            for i in k + 1..n {
                if size(&self.factors, i) > size(&self.factors, largest) {
                    largest = i;
                }
            }
            let pivot = size(&self.factors, largest);
            first = if k == 0 { pivot } else { first };
            if pivot <= n as f64 * T::EPSILON * first || pivot == 0.0 {
                return;
            }
            self.exchange(k, largest);
            self.rank = k + 1;
            let d = self.factors[k * n + k];
            for i in k + 1..n {
                let l = self.factors[i * n + k] / d;
                for j in k + 1..=i {
                    let change = l * self.factors[j * n + k].conjugate();
                    self.factors[i * n + j] -= change;
                }
            }
            for i in k + 1..n {
                self.factors[i * n + k] /= d;
            }
        }
    }

    /// Exchanges two rows and columns of the lower triangle.
    fn exchange(&mut self, k: usize, other: usize) {
        if k == other {
            return;
        }
        let n = self.n;
        self.order.swap(k, other);
        for j in 0..k {
            self.factors.swap(k * n + j, other * n + j);
        }
        for i in other + 1..n {
            self.factors.swap(i * n + k, i * n + other);
        }
        for i in k + 1..other {
            let (a, b) = (self.factors[i * n + k], self.factors[other * n + i]);
            self.factors[i * n + k] = b.conjugate();
            self.factors[other * n + i] = a.conjugate();
        }
        let corner = self.factors[other * n + k];
        self.factors[other * n + k] = corner.conjugate();
        self.factors.swap(k * n + k, other * n + other);
    }

    pub(super) fn solve(&self, b: &[T]) -> Vec<T> {
        let (n, rank) = (self.n, self.rank);
        let mut y: Vec<T> = self.order.iter().map(|&i| b[i]).collect();
        for i in 0..rank {
            for j in 0..i {
                let change = self.factors[i * n + j] * y[j];
                y[i] -= change;
            }
        }
        for (i, y) in y.iter_mut().enumerate() {
            *y = if i < rank { *y / self.factors[i * n + i] } else { T::ZERO };
        }
        for i in (0..rank).rev() {
            for j in i + 1..rank {
                let change = self.factors[j * n + i].conjugate() * y[j];
                y[i] -= change;
            }
        }
        let mut x = vec![T::ZERO; n];
        for (&i, y) in self.order.iter().zip(y) {
            x[i] = y;
        }
        x
    }
}

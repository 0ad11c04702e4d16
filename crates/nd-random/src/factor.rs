//! Square roots of covariance matrices: small, and only for what a normal vector needs.

/// A square matrix, row by row.
#[derive(Clone, Debug)]
pub(crate) struct Square {
    pub(crate) n: usize,
    pub(crate) elements: Vec<f64>,
}

impl Square {
    fn at(&self, i: usize, j: usize) -> f64 {
        self.elements[i * self.n + j]
    }

    fn at_mut(&mut self, i: usize, j: usize) -> &mut f64 {
        &mut self.elements[i * self.n + j]
    }

    /// Whether it equals its transpose, up to `tolerance` absolutely and relatively.
    pub(crate) fn is_symmetric(&self, tolerance: f64) -> bool {
        (0..self.n).all(|i| {
            (0..i).all(|j| {
                let (a, b) = (self.at(i, j), self.at(j, i));
                (a - b).abs() <= tolerance + tolerance * b.abs()
            })
        })
    }

    /// The lower triangle `L` with `L Lᵀ = self`; `None` if there is none, because the matrix
    /// is not positive definite.
    pub(crate) fn cholesky(&self) -> Option<Square> {
        let mut l = Square { n: self.n, elements: vec![0.0; self.n * self.n] };
        for j in 0..self.n {
            let known: f64 = (0..j).map(|k| l.at(j, k) * l.at(j, k)).sum();
            let pivot = self.at(j, j) - known;
            if !(pivot > 0.0) {
                return None;
            }
            let diagonal = pivot.sqrt();
            *l.at_mut(j, j) = diagonal;
            for i in j + 1..self.n {
                let known: f64 = (0..j).map(|k| l.at(i, k) * l.at(j, k)).sum();
                *l.at_mut(i, j) = (self.at(i, j) - known) / diagonal;
            }
        }
        Some(l)
    }

    /// Eigenvalues, rising, and the matrix whose columns are their vectors, of a symmetric
    /// matrix: by cyclic Jacobi rotations, which end because they are counted.
    ///
    /// G. H. Golub and C. F. Van Loan, "Matrix Computations", section 8.5.
    pub(crate) fn eigen(&self) -> (Vec<f64>, Square) {
        const SWEEPS: usize = 64;
        let n = self.n;
        let mut a = self.clone();
        let mut v = Square { n, elements: vec![0.0; n * n] };
        (0..n).for_each(|i| *v.at_mut(i, i) = 1.0);
        for _ in 0..SWEEPS {
            let mut rotated = false;
            for p in 0..n {
                for q in p + 1..n {
                    rotated |= rotate(&mut a, &mut v, p, q);
                }
            }
            if !rotated {
                break;
            }
        }
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&i, &j| a.at(i, i).total_cmp(&a.at(j, j)));
        let values = order.iter().map(|&i| a.at(i, i)).collect();
        let mut vectors = v.clone();
        for (to, &from) in order.iter().enumerate() {
            for i in 0..n {
                *vectors.at_mut(i, to) = v.at(i, from);
            }
        }
        (values, vectors)
    }
}

/// Makes element `(p, q)` zero, unless it is small already.
fn rotate(a: &mut Square, v: &mut Square, p: usize, q: usize) -> bool {
    let off = a.at(p, q);
    let scale = (a.at(p, p).abs() * a.at(q, q).abs()).sqrt();
    if off == 0.0 || off.abs() <= f64::EPSILON * scale * 0.5 || !off.is_finite() {
        return false;
    }
    let theta = (a.at(q, q) - a.at(p, p)) / (2.0 * off);
    let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let c = 1.0 / t.hypot(1.0);
    let s = t * c;
    for k in 0..a.n {
        let (x, y) = (a.at(k, p), a.at(k, q));
        (*a.at_mut(k, p), *a.at_mut(k, q)) = (c * x - s * y, s * x + c * y);
    }
    for k in 0..a.n {
        let (x, y) = (a.at(p, k), a.at(q, k));
        (*a.at_mut(p, k), *a.at_mut(q, k)) = (c * x - s * y, s * x + c * y);
        let (x, y) = (v.at(k, p), v.at(k, q));
        (*v.at_mut(k, p), *v.at_mut(k, q)) = (c * x - s * y, s * x + c * y);
    }
    (*a.at_mut(p, q), *a.at_mut(q, p)) = (0.0, 0.0);
    true
}

#[cfg(test)]
mod tests {
    use super::Square;

    fn matrix(n: usize) -> Square {
        let element = |i: usize, j: usize| {
            let (i, j) = (i.min(j), i.max(j));
            ((i * 7 + j * 3) as f64).sin() + if i == j { 2.0 * n as f64 } else { 0.0 }
        };
        Square { n, elements: (0..n * n).map(|k| element(k / n, k % n)).collect() }
    }

    fn close(n: usize, left: impl Fn(usize, usize) -> f64, right: &Square) {
        for i in 0..n {
            for j in 0..n {
                assert!((left(i, j) - right.at(i, j)).abs() < 1e-12 * n as f64, "{n}: {i}, {j}");
            }
        }
    }

    #[test]
    fn factors_multiply_to_the_matrix() {
        for n in [0, 1, 2, 3, 8, 20] {
            let a = matrix(n);
            let l = a.cholesky().expect("diagonally dominant");
            close(n, |i, j| (0..n).map(|k| l.at(i, k) * l.at(j, k)).sum(), &a);
            let (values, v) = a.eigen();
            close(n, |i, j| (0..n).map(|k| v.at(i, k) * values[k] * v.at(j, k)).sum(), &a);
            assert!(values.is_sorted());
        }
    }

    #[test]
    fn indefinite_and_nan_matrices_end() {
        let a = Square { n: 2, elements: vec![1.0, 2.0, 2.0, 1.0] };
        assert!(a.cholesky().is_none());
        assert!((a.eigen().0[0] + 1.0).abs() < 1e-15);
        let nan = Square { n: 2, elements: vec![f64::NAN; 4] };
        assert!(nan.cholesky().is_none());
        assert!(nan.eigen().0[0].is_nan());
    }
}

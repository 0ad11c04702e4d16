//! [`Krylov`]: a basis of the space that an operator spans, extended and restarted (G. W. Stewart, 2001).

use crate::element::Entry;
use crate::linalg::error::SolverError;
use crate::linalg::operator::Operator;
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_all_scaled, all_finite, dot, dots, norm, scale, zeros};
use nd_core::Array;

/// Vectors V with `A·V = V·H + r·hᴴ`, orthonormal with respect to the mass.
pub(crate) struct Krylov<'a, T: Scalar> {
    op: &'static str,
    a: &'a Operator<'a, T>,
    mass: Option<&'a Operator<'a, T>>,
    pub(crate) basis: Vec<Vec<T>>,
    /// H by columns, one row more than columns.
    h: Vec<Vec<T::Double>>,
    state: u64,
    /// The largest length of an image so far.
    scale: f64,
}

impl<'a, T: Scalar> Krylov<'a, T> {
    pub(crate) fn new(
        op: &'static str,
        a: &'a Operator<'a, T>,
        mass: Option<&'a Operator<'a, T>>,
        seed: u64,
    ) -> Self {
        let state = seed.wrapping_mul(2).wrapping_add(0x9E37_79B9_7F4A_7C15) | 1;
        let mut krylov =
            Krylov { op, a, mass, basis: Vec::new(), h: Vec::new(), state, scale: 0.0 };
        krylov.add_random();
        krylov
    }

    fn random(&mut self) -> Vec<T> {
        let n = self.a.shape()[0];
        let mut next = || {
            self.state ^= self.state << 13;
            self.state ^= self.state >> 7;
            self.state ^= self.state << 17;
            (self.state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
        };
        (0..n).map(|_| T::from_parts(next(), next())).collect()
    }

    /// Another direction, orthogonal to the basis; false if there is none.
    fn add_random(&mut self) -> bool {
        for _ in 0..3 {
            let mut x = self.random();
            let before = self.length(&x);
            self.orthogonalise(&mut x);
            let length = self.length(&x);
            if length > 1e-6 * before && length.is_finite() {
                scale(&mut x, T::from_f64(1.0 / length));
                // What was left may be small: once more.
                self.orthogonalise(&mut x);
                let length = self.length(&x);
                scale(&mut x, T::from_f64(1.0 / length));
                self.basis.push(x);
                return true;
            }
        }
        false
    }

    /// `M·x`.
    fn weighted(&self, x: &[T]) -> Option<Vec<T>> {
        self.mass.map(|mass| {
            let mut y = zeros(x.len());
            mass.apply(x, &mut y);
            y
        })
    }

    fn length(&self, x: &[T]) -> f64 {
        match self.weighted(x) {
            None => norm(x),
            Some(mx) => dot(x, &mx).real().max(0.0).sqrt(),
        }
    }

    /// Takes the parts along the basis out, twice: their sums.
    fn orthogonalise(&self, x: &mut [T]) -> Vec<T::Double> {
        let mut parts = vec![T::Double::ZERO; self.basis.len()];
        for _ in 0..2 {
            let weighted = self.weighted(x);
            let along = dots(&self.basis, weighted.as_deref().unwrap_or(x));
            for (part, along) in parts.iter_mut().zip(&along) {
                *part += along.to_double();
            }
            let out: Vec<T> = along.into_iter().map(|along| -along).collect();
            add_all_scaled(x, &out, &self.basis);
        }
        parts
    }

    /// Makes the basis as long as that, and the residual's vector behind it.
    pub(crate) fn extend(&mut self, size: usize) -> Result<(), SolverError> {
        let n = self.a.shape()[0];
        while self.h.len() < size {
            let at = self.h.len();
            let mut w = zeros(n);
            self.a.apply(&self.basis[at], &mut w);
            if !all_finite(&w) {
                return Err(SolverError::NotFinite {
                    op: self.op,
                    what: "a product with the operator",
                });
            }
            let before = self.length(&w);
            self.scale = self.scale.max(before);
            let mut column = self.orthogonalise(&mut w);
            let mut length = self.length(&w);
            // Rounding is all that is left: the space is invariant.
            if length <= 4.0 * T::EPSILON * self.scale {
                length = 0.0;
                let more = self.basis.len() < n && self.add_random();
                if !more {
                    self.basis.push(zeros(n));
                }
            } else {
                scale(&mut w, T::from_f64(1.0 / length));
                self.basis.push(w);
            }
            column.push(T::Double::from_f64(length));
            self.h.push(column);
        }
        Ok(())
    }

    /// The projected matrix.
    pub(crate) fn projected(&self) -> Array<T::Double> {
        let size = self.h.len();
        let mut h = vec![T::Double::ZERO; size * size];
        for (j, column) in self.h.iter().enumerate() {
            for (i, &value) in column.iter().take(size).enumerate() {
                h[i * size + j] = value;
            }
        }
        Array::from_shape_vec([size, size], h)
    }

    /// The length of the residual behind the basis.
    pub(crate) fn residual(&self) -> f64 {
        self.h.last().and_then(|column| column.last()).map_or(0.0, |x| x.magnitude())
    }

    /// Keeps the space of some combinations, which are orthonormal and span an invariant space of H.
    pub(crate) fn restart(&mut self, kept: &[Vec<T::Double>]) {
        let h = self.projected();
        let h = h.as_slice().unwrap_or_default();
        let (size, residual) = (self.h.len(), self.residual());
        let next = self.basis.pop().unwrap_or_default();
        let columns = kept.iter().map(|q| {
            let image = product(h, q);
            let mut column: Vec<T::Double> = kept.iter().map(|p| dot(p, &image)).collect();
            column.push(scaled(q[size - 1], residual));
            column
        });
        self.h = columns.collect();
        self.basis = kept.iter().map(|q| super::combined(&self.basis, q)).collect();
        self.basis.push(next);
    }
}

impl<T: Scalar> Krylov<'_, T> {
    /// How many vectors are kept for so many wanted ones.
    pub(crate) fn size(
        op: &'static str,
        n: usize,
        k: usize,
        basis: Option<usize>,
    ) -> Result<usize, SolverError> {
        match basis {
            Some(basis) if basis < k + 2 => Err(SolverError::Option {
                op,
                what: "the basis has two vectors more than are wanted",
            }),
            Some(basis) => Ok(basis.min(n)),
            None => Ok((2 * k + 1).max(20).min(n)),
        }
    }
}

/// A dense square matrix times a vector.
fn product<D: Scalar>(h: &[D], q: &[D]) -> Vec<D> {
    let row = |row: &[D]| row.iter().zip(q).fold(D::ZERO, |sum, (&h, &q)| sum + h * q);
    h.chunks(q.len().max(1)).map(row).collect()
}

fn scaled<D: Scalar>(x: D, factor: f64) -> D {
    x * D::from_f64(factor)
}

//! Generalised minimal residuals (Y. Saad and M. H. Schultz, 1986), preconditioned from the right, and the variant
//! that keeps the last corrections (A. H. Baker, E. R. Jessup and T. Manteuffel, 2005).

use super::monitor::{Exit, Monitor, Preconditioned};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, dot, norm, scale, zeros};

pub(super) fn run<T: Scalar>(
    k: &Preconditioned<'_, T>,
    monitor: &mut Monitor<'_, T>,
    d: &mut [T],
    mut r: Vec<T>,
    kept: usize,
) -> Exit {
    let mut corrections: Vec<Vec<T>> = Vec::new();
    loop {
        let size = norm(&r);
        let (mut change, exit) = cycle(k, monitor, d, &r, &corrections);
        add_scaled(d, T::ONE, &change);
        if let Some(exit) = exit {
            return exit;
        }
        add_scaled(&mut r, -T::ONE, &k.apply(&change));
        // A whole cycle without progress: the next one would be the same.
        if norm(&r) > (1.0 - 1e-12) * size {
            return Exit::Breakdown("a whole cycle did not make the residual smaller");
        }
        let length = norm(&change);
        if kept > 0 && length > 0.0 {
            scale(&mut change, T::from_f64(1.0 / length));
            corrections.insert(0, change);
            corrections.truncate(kept);
        }
    }
}

/// The least squares of one cycle: the triangle, the rotations, and what is left of the right side.
struct Projected<T> {
    columns: Vec<Vec<T>>,
    turns: Vec<(f64, T)>,
    right: Vec<T>,
}

impl<T: Scalar> Projected<T> {
    /// One more column of the Hessenberg matrix, turned into one of the triangle.
    fn push(&mut self, mut column: Vec<T>) {
        for (i, &(c, s)) in self.turns.iter().enumerate() {
            let (above, below) = (column[i], column[i + 1]);
            column[i] = T::from_f64(c) * above + s * below;
            column[i + 1] = T::from_f64(c) * below - s.conjugate() * above;
        }
        let last = column.len() - 1;
        let (a, b) = (column[last - 1], column[last]);
        let size = a.magnitude().hypot(b.magnitude());
        let (c, s) = if a == T::ZERO {
            (0.0, T::ONE)
        } else {
            let phase = a / T::from_f64(a.magnitude());
            (a.magnitude() / size, phase * b.conjugate() / T::from_f64(size))
        };
        column[last - 1] = T::from_f64(c) * a + s * b;
        column.truncate(last);
        let right = self.right[last - 1];
        self.right[last - 1] = T::from_f64(c) * right;
        self.right.push(-s.conjugate() * right);
        self.turns.push((c, s));
        self.columns.push(column);
    }

    /// The norm of the residual.
    fn residual(&self) -> f64 {
        self.right.last().map_or(0.0, |x| x.magnitude())
    }

    /// The coefficients; those of columns without a pivot are zero.
    fn coefficients(&self) -> Vec<T> {
        let n = self.columns.len();
        let mut y = self.right[..n].to_vec();
        let largest = self.columns.iter().enumerate();
        let largest = largest.fold(0.0, |m: f64, (j, column)| m.max(column[j].magnitude()));
        for j in (0..n).rev() {
            let pivot = self.columns[j][j];
            y[j] = if pivot.magnitude() <= T::EPSILON * largest { T::ZERO } else { y[j] / pivot };
            let factor = y[j];
            for (i, &above) in self.columns[j][..j].iter().enumerate() {
                y[i] -= factor * above;
            }
        }
        y
    }
}

/// One cycle from a residual: the correction, and why it was the last one, if it was.
fn cycle<T: Scalar>(
    k: &Preconditioned<'_, T>,
    monitor: &mut Monitor<'_, T>,
    d: &[T],
    r: &[T],
    corrections: &[Vec<T>],
) -> (Vec<T>, Option<Exit>) {
    let n = r.len();
    let size = norm(r);
    let mut v = r.to_vec();
    scale(&mut v, T::from_f64(1.0 / size));
    let mut basis = vec![v];
    let steps = monitor.options.restart.min(n);
    let all = (steps + corrections.len()).min(n.max(1));
    let mut projected =
        Projected { columns: Vec::new(), turns: Vec::new(), right: vec![T::from_f64(size)] };
    let mut exit = None;
    for step in 0..all {
        let direction = if step < steps { &basis[step] } else { &corrections[step - steps] };
        let mut w = k.apply(direction);
        let before = norm(&w);
        let mut column = orthogonalised(&mut w, &basis);
        let length = norm(&w);
        column.push(T::from_f64(length));
        projected.push(column);
        exit = monitor.step(d, projected.residual());
        // The space is invariant: what can be found is found.
        let full = length <= T::EPSILON * before;
        if exit.is_some() || full {
            exit = exit.or(Some(Exit::Converged));
            break;
        }
        scale(&mut w, T::from_f64(1.0 / length));
        basis.push(w);
    }
    let mut change = zeros(n);
    for (step, factor) in projected.coefficients().into_iter().enumerate() {
        let direction = if step < steps { &basis[step] } else { &corrections[step - steps] };
        add_scaled(&mut change, factor, direction);
    }
    (change, exit)
}

/// Takes the parts along the basis out of a vector, twice: their sums.
fn orthogonalised<T: Scalar>(w: &mut [T], basis: &[Vec<T>]) -> Vec<T> {
    let mut parts = vec![T::ZERO; basis.len()];
    for _ in 0..2 {
        for (part, v) in parts.iter_mut().zip(basis) {
            let along = dot(v, w);
            add_scaled(w, -along, v);
            *part += along;
        }
    }
    parts
}

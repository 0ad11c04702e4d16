//! Minimal residuals of Hermitian matrices (C. C. Paige and M. A. Saunders, 1975), definite or not; the
//! preconditioner is positive definite.

use super::monitor::{Exit, Monitor, Preconditioned, applied};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, dot, norm, scale, zeros};

/// A rotation.
#[derive(Clone, Copy)]
struct Turn {
    c: f64,
    s: f64,
}

/// The last two rotations, which make the tridiagonal matrix a triangle of three diagonals.
struct Turns {
    last: Turn,
    before: Turn,
    /// The largest element so far.
    largest: f64,
}

impl Turns {
    /// One column more: its elements from the diagonal upwards. None if the diagonal vanishes.
    fn push(
        &mut self,
        delta: f64,
        gamma: f64,
        gamma_next: f64,
        precision: f64,
    ) -> Option<[f64; 3]> {
        let Turns { last, before, .. } = *self;
        let a0 = last.c * delta - before.c * last.s * gamma;
        let a1 = a0.hypot(gamma_next);
        let a2 = last.s * delta + before.c * last.c * gamma;
        let a3 = before.s * gamma;
        self.largest = self.largest.max(delta.abs()).max(gamma_next);
        if a1 <= precision * self.largest {
            return None;
        }
        self.before = last;
        self.last = Turn { c: a0 / a1, s: gamma_next / a1 };
        Some([a1, a2, a3])
    }
}

pub(super) fn run<T: Scalar>(
    k: &Preconditioned<'_, T>,
    monitor: &mut Monitor<'_, T>,
    d: &mut [T],
    r: Vec<T>,
) -> Exit {
    let n = r.len();
    // The residual is estimated in the norm of the preconditioner: as large as the true one to begin with.
    let mut z = k.precondition(&r);
    let size = dot(&z, &r).real();
    if size <= 0.0 {
        return Exit::Breakdown("the preconditioner is not positive definite");
    }
    let mut gamma = size.sqrt();
    let unit = norm(&r) / gamma;
    let (mut v, mut v_before, mut gamma_before) = (r, zeros::<T>(n), 1.0);
    let (mut w, mut w_before) = (zeros::<T>(n), zeros::<T>(n));
    let none = Turn { c: 1.0, s: 0.0 };
    let mut turns = Turns { last: none, before: none, largest: 0.0 };
    let mut eta = gamma;
    loop {
        scale(&mut z, T::from_f64(1.0 / gamma));
        let mut next = applied(k.a, &z);
        let delta = dot(&z, &next).real();
        add_scaled(&mut next, T::from_f64(-delta / gamma), &v);
        add_scaled(&mut next, T::from_f64(-gamma / gamma_before), &v_before);
        let z_next = k.precondition(&next);
        let square = dot(&z_next, &next).real();
        if square < 0.0 {
            return Exit::Breakdown("the preconditioner is not positive definite");
        }
        let gamma_next = square.sqrt();
        let Some([a1, a2, a3]) = turns.push(delta, gamma, gamma_next, 10.0 * T::EPSILON) else {
            return Exit::Breakdown("the matrix is singular, and the right side not in its range");
        };
        // The new direction replaces the older of the two.
        scale(&mut w_before, T::from_f64(-a3 / a1));
        add_scaled(&mut w_before, T::from_f64(-a2 / a1), &w);
        add_scaled(&mut w_before, T::from_f64(1.0 / a1), &z);
        std::mem::swap(&mut w, &mut w_before);
        add_scaled(d, T::from_f64(turns.last.c * eta), &w);
        eta *= -turns.last.s;
        if let Some(exit) = monitor.step(d, eta.abs() * unit) {
            return exit;
        }
        // Rounding is all that is left: the space is exhausted.
        if gamma_next <= 10.0 * T::EPSILON * turns.largest {
            return Exit::Converged;
        }
        (v_before, v, z) = (v, next, z_next);
        (gamma_before, gamma) = (gamma, gamma_next);
    }
}

//! Conjugate gradients (M. R. Hestenes and E. Stiefel, 1952), preconditioned.

use super::monitor::{Exit, Monitor, Preconditioned, applied};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, dot, norm, scale_and_add};

pub(super) fn run<T: Scalar>(
    k: &Preconditioned<'_, T>,
    monitor: &mut Monitor<'_, T>,
    d: &mut [T],
    mut r: Vec<T>,
) -> Exit {
    let mut p = k.precondition(&r);
    let mut rz = dot(&r, &p);
    loop {
        let q = applied(k.a, &p);
        let curvature = dot(&p, &q);
        if curvature == T::ZERO || rz == T::ZERO {
            return Exit::Breakdown("a direction has no curvature: the matrix is not definite");
        }
        let alpha = rz / curvature;
        if !alpha.finite() {
            return Exit::NotFinite;
        }
        add_scaled(d, alpha, &p);
        add_scaled(&mut r, -alpha, &q);
        if let Some(exit) = monitor.step(d, norm(&r)) {
            return exit;
        }
        let z = k.precondition(&r);
        let next = dot(&r, &z);
        scale_and_add(&mut p, next / rz, &z);
        rz = next;
    }
}

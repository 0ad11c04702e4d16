//! Stabilised biconjugate gradients (H. A. van der Vorst, 1992), preconditioned from the right.

use super::monitor::{Exit, Monitor, Preconditioned};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, dot, norm, scale_and_add};

pub(super) fn run<T: Scalar>(
    k: &Preconditioned<'_, T>,
    monitor: &mut Monitor<'_, T>,
    d: &mut [T],
    mut r: Vec<T>,
) -> Exit {
    let shadow = r.clone();
    let mut p = r.clone();
    let mut rho = dot(&shadow, &r);
    loop {
        let v = k.apply(&p);
        let sigma = dot(&shadow, &v);
        if sigma == T::ZERO || rho == T::ZERO {
            return Exit::Breakdown("the residual is orthogonal to the first one");
        }
        let alpha = rho / sigma;
        add_scaled(d, alpha, &p);
        add_scaled(&mut r, -alpha, &v);
        let half = norm(&r);
        if half <= monitor.target || !half.is_finite() {
            return monitor.step(d, half).unwrap_or(Exit::Converged);
        }
        let t = k.apply(&r);
        let length = dot(&t, &t);
        if length == T::ZERO {
            return Exit::Breakdown("the matrix maps the residual to zero");
        }
        let omega = dot(&t, &r) / length;
        add_scaled(d, omega, &r);
        add_scaled(&mut r, -omega, &t);
        if let Some(exit) = monitor.step(d, norm(&r)) {
            return exit;
        }
        if omega == T::ZERO {
            return Exit::Breakdown("the step that stabilises is zero");
        }
        let next = dot(&shadow, &r);
        let beta = next / rho * (alpha / omega);
        add_scaled(&mut p, -omega, &v);
        scale_and_add(&mut p, beta, &r);
        rho = next;
    }
}

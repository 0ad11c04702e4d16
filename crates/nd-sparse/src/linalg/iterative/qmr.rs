//! Quasi-minimal residuals (R. W. Freund and N. M. Nachtigal, 1991) by coupled two-term recurrences, without looking
//! ahead; preconditioned from the right.

use super::monitor::{Exit, Monitor, Preconditioned};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, dot, norm, scale, scale_and_add, zeros};

pub(super) fn run<T: Scalar>(
    k: &Preconditioned<'_, T>,
    monitor: &mut Monitor<'_, T>,
    d: &mut [T],
    mut r: Vec<T>,
) -> Exit {
    let n = r.len();
    let (mut v, mut w) = (r.clone(), r.clone());
    let (mut p, mut q) = (zeros::<T>(n), zeros::<T>(n));
    let (mut step, mut change) = (zeros::<T>(n), zeros::<T>(n));
    let (mut rho, mut xi) = (norm(&v), norm(&w));
    let (mut gamma, mut theta) = (1.0f64, 0.0f64);
    let (mut eta, mut epsilon) = (-T::ONE, T::ONE);
    loop {
        if rho == 0.0 || xi == 0.0 {
            return Exit::Breakdown("a Lanczos vector is zero");
        }
        scale(&mut v, T::from_f64(1.0 / rho));
        scale(&mut w, T::from_f64(1.0 / xi));
        let delta = dot(&w, &v);
        if delta == T::ZERO {
            return Exit::Breakdown("the Lanczos vectors are orthogonal to each other");
        }
        // Before the first step p and q are zero.
        let ratio = delta / epsilon;
        scale_and_add(&mut p, -(T::from_f64(xi) * ratio), &v);
        scale_and_add(&mut q, -(T::from_f64(rho) * ratio.conjugate()), &w);
        let image = k.apply(&p);
        epsilon = dot(&q, &image);
        let beta = epsilon / delta;
        if beta == T::ZERO {
            return Exit::Breakdown("a direction is orthogonal to its image");
        }
        scale_and_add(&mut v, -beta, &image);
        let rho_before = std::mem::replace(&mut rho, norm(&v));
        scale_and_add(&mut w, -beta.conjugate(), &k.apply_adjoint(&q));
        xi = norm(&w);
        let (gamma_before, theta_before) = (gamma, theta);
        theta = rho / (gamma * beta.magnitude());
        gamma = 1.0 / (1.0 + theta * theta).sqrt();
        let turn = gamma / gamma_before;
        eta = -eta * T::from_f64(rho_before) / beta * T::from_f64(turn * turn);
        let carried = T::from_f64((theta_before * gamma).powi(2));
        scale(&mut step, carried);
        add_scaled(&mut step, eta, &p);
        scale(&mut change, carried);
        add_scaled(&mut change, eta, &image);
        add_scaled(d, T::ONE, &step);
        add_scaled(&mut r, -T::ONE, &change);
        if let Some(exit) = monitor.step(d, norm(&r)) {
            return exit;
        }
    }
}

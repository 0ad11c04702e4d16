//! Quasi-minimal residuals without the transpose (R. W. Freund, 1993), preconditioned from the right.

use super::monitor::{Exit, Monitor, Preconditioned};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, dot, norm, scale_and_add};

pub(super) fn run<T: Scalar>(
    k: &Preconditioned<'_, T>,
    monitor: &mut Monitor<'_, T>,
    d: &mut [T],
    r: Vec<T>,
) -> Exit {
    let mut w = r.clone();
    let mut y = r.clone();
    let mut u = k.apply(&y);
    let mut v = u.clone();
    let mut direction = vec![T::ZERO; r.len()];
    let (mut theta, mut eta) = (0.0f64, T::ZERO);
    let mut tau = norm(&r);
    let mut rho = dot(&r, &w);
    let mut steps = 0.0f64;
    loop {
        let sigma = dot(&r, &v);
        if sigma == T::ZERO || rho == T::ZERO {
            return Exit::Breakdown("the residual is orthogonal to the first one");
        }
        let alpha = rho / sigma;
        for half in 0..2 {
            if half == 1 {
                add_scaled(&mut y, -alpha, &v);
                u = k.apply(&y);
            }
            steps += 1.0;
            add_scaled(&mut w, -alpha, &u);
            let carried = T::from_f64(theta * theta) * eta / alpha;
            scale_and_add(&mut direction, carried, &y);
            theta = norm(&w) / tau;
            let c = 1.0 / (1.0 + theta * theta).sqrt();
            tau *= theta * c;
            eta = alpha * T::from_f64(c * c);
            add_scaled(d, eta, &direction);
            if tau == 0.0 {
                break;
            }
        }
        // The bound of the residual is above it by at most this root.
        if let Some(exit) = monitor.step(d, tau * (steps + 1.0).sqrt()) {
            return exit;
        }
        if tau == 0.0 {
            return Exit::Converged;
        }
        let next = dot(&r, &w);
        let beta = next / rho;
        rho = next;
        scale_and_add(&mut y, beta, &w);
        scale_and_add(&mut v, beta, &u);
        u = k.apply(&y);
        scale_and_add(&mut v, beta, &u);
    }
}

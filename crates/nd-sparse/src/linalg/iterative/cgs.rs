//! Conjugate gradients squared (P. Sonneveld, 1989), preconditioned from the right.

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
    let (mut u, mut p) = (r.clone(), r.clone());
    let mut rho = dot(&shadow, &r);
    loop {
        let v = k.apply(&p);
        let sigma = dot(&shadow, &v);
        if sigma == T::ZERO || rho == T::ZERO {
            return Exit::Breakdown("the residual is orthogonal to the first one");
        }
        let alpha = rho / sigma;
        let mut q = u.clone();
        add_scaled(&mut q, -alpha, &v);
        add_scaled(&mut u, T::ONE, &q);
        add_scaled(d, alpha, &u);
        add_scaled(&mut r, -alpha, &k.apply(&u));
        if let Some(exit) = monitor.step(d, norm(&r)) {
            return exit;
        }
        let next = dot(&shadow, &r);
        let beta = next / rho;
        u.copy_from_slice(&r);
        add_scaled(&mut u, beta, &q);
        scale_and_add(&mut p, beta, &q);
        scale_and_add(&mut p, beta, &u);
        rho = next;
    }
}

//! Biconjugate gradients (R. Fletcher, 1976), preconditioned from the right.

use super::monitor::{Exit, Monitor, Preconditioned};
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, dot, norm, scale_and_add};

pub(super) fn run<T: Scalar>(
    k: &Preconditioned<'_, T>,
    monitor: &mut Monitor<'_, T>,
    d: &mut [T],
    mut r: Vec<T>,
) -> Exit {
    let mut shadow = r.clone();
    let (mut p, mut q) = (r.clone(), r.clone());
    let mut rho = dot(&shadow, &r);
    loop {
        if rho == T::ZERO {
            return Exit::Breakdown("the residual is orthogonal to its shadow");
        }
        let image = k.apply(&p);
        let along = dot(&q, &image);
        if along == T::ZERO {
            return Exit::Breakdown("a direction is orthogonal to its image");
        }
        let alpha = rho / along;
        add_scaled(d, alpha, &p);
        add_scaled(&mut r, -alpha, &image);
        if let Some(exit) = monitor.step(d, norm(&r)) {
            return exit;
        }
        add_scaled(&mut shadow, -alpha.conjugate(), &k.apply_adjoint(&q));
        let rho_before = std::mem::replace(&mut rho, dot(&shadow, &r));
        let beta = rho / rho_before;
        scale_and_add(&mut p, beta, &r);
        scale_and_add(&mut q, beta.conjugate(), &shadow);
    }
}

//! Least squares by bidiagonalisation (C. C. Paige and M. A. Saunders, 1982).

use super::driver::Limits;
use super::monitor::{Exit, Monitor, applied, applied_adjoint};
use crate::linalg::operator::Operator;
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, norm, scale, scale_and_add};

/// The bidiagonalisation of Golub and Kahan: `A·V = U·B`, a column a step.
pub(super) struct Bidiagonal<'a, T: Scalar> {
    a: &'a Operator<'a, T>,
    pub(super) u: Vec<T>,
    pub(super) v: Vec<T>,
    pub(super) alpha: f64,
    pub(super) beta: f64,
    /// The square of the Frobenius norm of what there is of the matrix.
    pub(super) square: f64,
}

impl<'a, T: Scalar> Bidiagonal<'a, T> {
    pub(super) fn new(a: &'a Operator<'a, T>, r: Vec<T>) -> Self {
        let beta = norm(&r);
        let mut u = r;
        normalise(&mut u, beta);
        let mut v = applied_adjoint(a, &u);
        let alpha = norm(&v);
        normalise(&mut v, alpha);
        Bidiagonal { a, u, v, alpha, beta, square: alpha * alpha }
    }

    pub(super) fn advance(&mut self) {
        let image = applied(self.a, &self.v);
        scale_and_add(&mut self.u, T::from_f64(-self.alpha), &image);
        self.beta = norm(&self.u);
        normalise(&mut self.u, self.beta);
        let image = applied_adjoint(self.a, &self.u);
        scale_and_add(&mut self.v, T::from_f64(-self.beta), &image);
        self.alpha = norm(&self.v);
        normalise(&mut self.v, self.alpha);
        self.square += self.alpha * self.alpha + self.beta * self.beta;
    }
}

/// A zero vector stays one.
fn normalise<T: Scalar>(x: &mut [T], length: f64) {
    if length > 0.0 {
        scale(x, T::from_f64(1.0 / length));
    }
}

pub(super) fn run<T: Scalar>(
    a: &Operator<'_, T>,
    monitor: &mut Monitor<'_, T>,
    limits: &Limits,
    d: &mut [T],
    r: Vec<T>,
) -> (Exit, f64) {
    let damp = monitor.options.damp;
    let mut b = Bidiagonal::new(a, r);
    let mut w = b.v.clone();
    let (mut phi_bar, mut rho_bar) = (b.beta, b.alpha);
    let mut damped = 0.0f64;
    if b.alpha == 0.0 {
        // Orthogonal to every column: there is nothing to be gained.
        return (Exit::Converged, 0.0);
    }
    loop {
        b.advance();
        let size = rho_bar.hypot(damp);
        let (c1, s1) = (rho_bar / size, damp / size);
        damped = damped.hypot(s1 * phi_bar);
        phi_bar *= c1;
        let rho = size.hypot(b.beta);
        let (c, s) = (size / rho, b.beta / rho);
        let theta = s * b.alpha;
        rho_bar = -c * b.alpha;
        let phi = c * phi_bar;
        phi_bar *= s;
        add_scaled(d, T::from_f64(phi / rho), &w);
        scale_and_add(&mut w, T::from_f64(-theta / rho), &b.v);
        let a_norm = (b.square + damp * damp).sqrt();
        let residual = phi_bar.hypot(damped);
        let gradient = (phi_bar * b.alpha * c).abs();
        if let Some(exit) = monitor.step(d, residual) {
            return (exit, a_norm);
        }
        if residual <= limits.residual && damp == 0.0
            || gradient <= limits.normal * a_norm * residual
        {
            return (Exit::Converged, a_norm);
        }
    }
}

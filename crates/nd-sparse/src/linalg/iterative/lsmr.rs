//! Least squares by minimal residuals of the normal equations (D. C.-L. Fong and M. A. Saunders, 2011).

use super::driver::Limits;
use super::lsqr::Bidiagonal;
use super::monitor::{Exit, Monitor};
use crate::linalg::operator::Operator;
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::{add_scaled, scale_and_add, zeros};

/// The rotation that makes `(a, b)` into `(r, 0)`: cosine, sine, r.
fn rotation(a: f64, b: f64) -> (f64, f64, f64) {
    let r = a.hypot(b);
    if r == 0.0 { (1.0, 0.0, 0.0) } else { (a / r, b / r, r) }
}

/// The estimate of the norm of the residual: a second rotation of the triangle.
struct Residual {
    beta_dd: f64,
    beta_d: f64,
    rho_d: f64,
    tau: f64,
    theta: f64,
    zeta: f64,
    lost: f64,
}

impl Residual {
    fn new(beta: f64) -> Self {
        Residual {
            beta_dd: beta,
            beta_d: 0.0,
            rho_d: 1.0,
            tau: 0.0,
            theta: 0.0,
            zeta: 0.0,
            lost: 0.0,
        }
    }

    /// What a step does to it, from the rotations of the step.
    fn step(
        &mut self,
        hat: (f64, f64),
        turn: (f64, f64),
        theta_bar: f64,
        rho_bar: f64,
        zeta: f64,
    ) -> f64 {
        let (acute, check) = (hat.0 * self.beta_dd, -hat.1 * self.beta_dd);
        let beta_hat = turn.0 * acute;
        self.beta_dd = -turn.1 * acute;
        let theta_before = self.theta;
        let (c, s, rho) = rotation(self.rho_d, theta_bar);
        self.theta = s * rho_bar;
        self.rho_d = c * rho_bar;
        self.beta_d = -s * self.beta_d + c * beta_hat;
        self.tau = (self.zeta - theta_before * self.tau) / rho;
        let tau_d = (zeta - self.theta * self.tau) / self.rho_d;
        self.zeta = zeta;
        self.lost += check * check;
        (self.lost + (self.beta_d - tau_d).powi(2) + self.beta_dd.powi(2)).sqrt()
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
    if b.alpha == 0.0 {
        // Orthogonal to every column: there is nothing to be gained.
        return (Exit::Converged, 0.0);
    }
    let (mut alpha_bar, mut zeta_bar) = (b.alpha, b.alpha * b.beta);
    let (mut rho, mut rho_bar, mut c_bar, mut s_bar) = (1.0, 1.0, 1.0, 0.0);
    let mut estimate = Residual::new(b.beta);
    let (mut h, mut h_bar) = (b.v.clone(), zeros::<T>(b.v.len()));
    loop {
        b.advance();
        let (c_hat, s_hat, alpha_hat) = rotation(alpha_bar, damp);
        let rho_before = rho;
        let (c, s, rho_now) = rotation(alpha_hat, b.beta);
        rho = rho_now;
        let theta = s * b.alpha;
        alpha_bar = c * b.alpha;
        let (rho_bar_before, theta_bar) = (rho_bar, s_bar * rho);
        (c_bar, s_bar, rho_bar) = rotation(c_bar * rho, theta);
        let zeta = c_bar * zeta_bar;
        zeta_bar *= -s_bar;
        if rho == 0.0 || rho_bar == 0.0 {
            return (Exit::Breakdown("the matrix has lost its rank"), b.square.sqrt());
        }
        scale_and_add(
            &mut h_bar,
            T::from_f64(-theta_bar * rho / (rho_before * rho_bar_before)),
            &h,
        );
        add_scaled(d, T::from_f64(zeta / (rho * rho_bar)), &h_bar);
        scale_and_add(&mut h, T::from_f64(-theta / rho), &b.v);
        let residual = estimate.step((c_hat, s_hat), (c, s), theta_bar, rho_bar, zeta);
        let a_norm = (b.square + damp * damp).sqrt();
        if let Some(exit) = monitor.step(d, residual) {
            return (exit, a_norm);
        }
        let small = residual <= limits.residual && damp == 0.0;
        if small || zeta_bar.abs() <= limits.normal * a_norm * residual {
            return (Exit::Converged, a_norm);
        }
    }
}

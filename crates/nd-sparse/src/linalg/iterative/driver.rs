//! What all methods have in common: checks, the residual that is calculated and not estimated, and starting anew
//! where the two differ.

use super::monitor::{Exit, Monitor, Preconditioned, applied, applied_adjoint};
use super::{Method, Outcome};
use super::{bicg, bicgstab, cg, cgs, gmres, lsmr, lsqr, minres, qmr, tfqmr};
use crate::linalg::error::{SolverError, Unsolved};
use crate::linalg::operator::{LinearOperator, Operator};
use crate::linalg::options::SolverOptions;
use crate::linalg::scalar::Scalar;
use crate::linalg::solution::Solution;
use crate::linalg::vectors::{add_scaled, all_finite, norm, zeros};
use nd_core::{Array, ShapeError};

/// Solves `A·x = b`, or the least squares of it.
pub(crate) fn solve<T: Scalar>(
    method: Method,
    a: &Operator<'_, T>,
    b: &[T],
    options: &SolverOptions<'_, T>,
) -> Outcome<T> {
    check(method, a, b, options)?;
    let columns = a.shape()[1];
    let b_norm = norm(b);
    if b_norm == 0.0 {
        let x = Array::from_vec(zeros(columns));
        return Ok(Solution { x, iterations: 0, residual: 0.0, history: vec![0.0] });
    }
    let x = options.x0.map_or_else(|| zeros(columns), <[T]>::to_vec);
    let r = residual(a, b, &x);
    let monitor = Monitor::new(method.name(), options, columns, norm(&r));
    let tolerance = (options.rtol * b_norm).max(options.atol);
    let mut run = Run { method, a, b, tolerance, monitor };
    if method.is_least_squares() { run.least_squares(x, r) } else { run.system(x, r) }
}

/// `b - A·x`.
fn residual<T: Scalar>(a: &Operator<'_, T>, b: &[T], x: &[T]) -> Vec<T> {
    let mut r = applied(a, x);
    crate::linalg::vectors::update(&mut r, b, |ax, b| b - ax);
    r
}

fn check<T: Scalar>(
    method: Method,
    a: &Operator<'_, T>,
    b: &[T],
    options: &SolverOptions<'_, T>,
) -> Result<(), SolverError> {
    let (op, shape) = (method.name(), a.shape());
    if !method.is_least_squares() && shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op, shape });
    }
    let fits = |right: [usize; 2], lengths: [usize; 2]| {
        let (left, right) = (shape.into(), right.into());
        Err(SolverError::Shape(ShapeError::Inner { op, left, right, lengths }))
    };
    if b.len() != shape[0] {
        return fits([b.len(), 1], [shape[0], b.len()]);
    }
    if let Some(x0) = options.x0 {
        if x0.len() != shape[1] {
            return fits([x0.len(), 1], [shape[1], x0.len()]);
        }
        if !all_finite(x0) {
            return Err(SolverError::NotFinite { op, what: "the start" });
        }
    }
    if !all_finite(b) {
        return Err(SolverError::NotFinite { op, what: "the right side" });
    }
    check_options(method, a, options)
}

fn check_options<T: Scalar>(
    method: Method,
    a: &Operator<'_, T>,
    options: &SolverOptions<'_, T>,
) -> Result<(), SolverError> {
    let op = method.name();
    let wrong = |what| Err(SolverError::Option { op, what });
    let at_least_zero = |x: f64| x >= 0.0;
    if !(at_least_zero(options.rtol) && at_least_zero(options.atol)) {
        return wrong("tolerances are not negative");
    }
    if options.restart == 0 {
        return wrong("a restart is after at least one step");
    }
    if method.needs_adjoint()
        && !(a.has_adjoint() && options.preconditioner.is_none_or(LinearOperator::has_adjoint))
    {
        return Err(SolverError::NoAdjoint { op });
    }
    if method.is_least_squares() {
        if options.preconditioner.is_some() {
            return wrong("least squares take no preconditioner");
        }
        if !(at_least_zero(options.damp) && options.damp.is_finite()) {
            return wrong("the damping is not negative");
        }
        if options.damp != 0.0 && options.x0.is_some() {
            return wrong("damping pulls towards zero: it does not go with a start");
        }
    }
    match options.preconditioner {
        Some(m) if m.shape() != a.shape() => {
            let (left, right) = (a.shape().into(), m.shape().into());
            Err(ShapeError::Mismatch { op: op.into(), left, right }.into())
        }
        _ => Ok(()),
    }
}

/// A system on its way.
struct Run<'a, T: Scalar> {
    method: Method,
    a: &'a Operator<'a, T>,
    b: &'a [T],
    tolerance: f64,
    monitor: Monitor<'a, T>,
}

impl<T: Scalar> Run<'_, T> {
    /// A square system: the method finds corrections until the calculated residual is small enough.
    fn system(&mut self, mut x: Vec<T>, mut r: Vec<T>) -> Outcome<T> {
        let mut size = norm(&r);
        self.monitor.target = self.tolerance;
        if !size.is_finite() {
            return self.failed(&Exit::NotFinite, x, size);
        }
        // What the estimate misses can be made up for; but a method that is stuck stays it.
        let mut patience = 3;
        while size > self.tolerance {
            if self.monitor.iterations >= self.monitor.limit {
                return self.failed(&Exit::Exhausted, x, size);
            }
            let mut d = zeros(x.len());
            let exit = self.correct(&mut d, r.clone());
            let (better, r_new, size_new) = self.accepted(&x, &r, size, d, &exit);
            let progress = size_new < 0.5 * size;
            (x, r, size) = (better, r_new, size_new);
            if size <= self.tolerance {
                break;
            }
            match exit {
                Exit::Converged if progress => self.monitor.target *= 0.5,
                Exit::Breakdown(_) if progress => {}
                Exit::Converged if patience > 0 => {
                    patience -= 1;
                    self.monitor.target *= 0.1;
                }
                exit => return self.failed(&exit, x, size),
            }
        }
        Ok(self.solution(x, size))
    }

    /// The correction if it made the residual smaller, the best one on the way if that did, or none.
    fn accepted(
        &mut self,
        x: &[T],
        r: &[T],
        size: f64,
        d: Vec<T>,
        exit: &Exit,
    ) -> (Vec<T>, Vec<T>, f64) {
        let kept = self.monitor.take_best();
        let candidates = [Some(d), kept.filter(|_| *exit != Exit::Converged)];
        let mut best = (x.to_vec(), r.to_vec(), size);
        for mut d in candidates.into_iter().flatten() {
            if self.method.corrects_after() {
                d = Preconditioned { a: self.a, m: self.monitor.options.preconditioner }
                    .precondition(&d);
            }
            add_scaled(&mut d, T::ONE, x);
            let r = residual(self.a, self.b, &d);
            let size = norm(&r);
            if size < best.2 {
                best = (d, r, size);
            }
        }
        best
    }

    fn correct(&mut self, d: &mut [T], r: Vec<T>) -> Exit {
        let (a, monitor) = (self.a, &mut self.monitor);
        let k = Preconditioned { a, m: monitor.options.preconditioner };
        match self.method {
            Method::Cg => cg::run(&k, monitor, d, r),
            Method::Minres => minres::run(&k, monitor, d, r),
            Method::Bicg => bicg::run(&k, monitor, d, r),
            Method::Bicgstab => bicgstab::run(&k, monitor, d, r),
            Method::Cgs => cgs::run(&k, monitor, d, r),
            Method::Tfqmr => tfqmr::run(&k, monitor, d, r),
            Method::Qmr => qmr::run(&k, monitor, d, r),
            Method::Gmres => gmres::run(&k, monitor, d, r, 0),
            Method::Lgmres => gmres::run(&k, monitor, d, r, 3),
            Method::Lsqr | Method::Lsmr => unreachable!("least squares have a loop of their own"),
        }
    }

    /// Least squares: one run, whose result is checked.
    fn least_squares(&mut self, x: Vec<T>, r: Vec<T>) -> Outcome<T> {
        let size = norm(&r);
        if !size.is_finite() {
            return self.failed(&Exit::NotFinite, x, size);
        }
        if size <= self.tolerance && self.monitor.options.damp == 0.0 {
            return Ok(self.solution(x, size));
        }
        let (mut d, damp) = (zeros(x.len()), self.monitor.options.damp);
        let limits = Limits { residual: self.tolerance, normal: self.monitor.options.rtol };
        let (exit, a_norm) = match self.method {
            Method::Lsqr => lsqr::run(self.a, &mut self.monitor, &limits, &mut d, r),
            _ => lsmr::run(self.a, &mut self.monitor, &limits, &mut d, r),
        };
        add_scaled(&mut d, T::ONE, &x);
        let r = residual(self.a, self.b, &d);
        let size = norm(&r);
        let mut gradient = applied_adjoint(self.a, &r);
        add_scaled(&mut gradient, T::from_f64(-damp * damp), &d);
        let damped = size.hypot(damp * norm(&d));
        // Estimates lose some digits on their way, no more.
        let good = size <= 2.0 * self.tolerance && damp == 0.0
            || norm(&gradient) <= 10.0 * limits.normal * a_norm * damped;
        if exit == Exit::Converged && good {
            Ok(self.solution(d, size))
        } else {
            self.failed(&exit, d, size)
        }
    }

    fn solution(&mut self, x: Vec<T>, residual: f64) -> Solution<T> {
        let history = std::mem::take(&mut self.monitor.history);
        Solution { x: Array::from_vec(x), iterations: self.monitor.iterations, residual, history }
    }

    fn failed(&mut self, exit: &Exit, x: Vec<T>, residual: f64) -> Outcome<T> {
        let reason = self.monitor.error(exit, residual, self.tolerance);
        let best = all_finite(&x).then(|| Box::new(self.solution(x, residual)));
        Err(Unsolved { reason, best })
    }
}

/// When least squares are good enough.
pub(super) struct Limits {
    /// The norm of the residual.
    pub(super) residual: f64,
    /// The norm of the gradient, as a share of those of the matrix and the residual.
    pub(super) normal: f64,
}

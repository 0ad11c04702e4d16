//! What goes on in an iteration: how many steps, how large the residual is, whether it has to end.

use crate::linalg::error::SolverError;
use crate::linalg::operator::Operator;
use crate::linalg::options::SolverOptions;
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::zeros;

/// Why a method came to an end.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Exit {
    /// Its estimate of the residual is small enough.
    Converged,
    /// No more iterations are allowed.
    Exhausted,
    /// It would divide by zero.
    Breakdown(&'static str),
    /// NaN or infinity came up.
    NotFinite,
    /// The callback asked for it.
    Stopped,
}

/// The approximation with the smallest residual that was kept.
struct Best<T> {
    x: Vec<T>,
    residual: f64,
}

/// The books of one solve.
pub(super) struct Monitor<'a, T: Scalar> {
    pub(super) op: &'static str,
    pub(super) options: &'a SolverOptions<'a, T>,
    pub(super) iterations: usize,
    pub(super) limit: usize,
    /// The estimate at which a method says that it is done.
    pub(super) target: f64,
    pub(super) history: Vec<f64>,
    best: Option<Best<T>>,
}

impl<'a, T: Scalar> Monitor<'a, T> {
    pub(super) fn new(
        op: &'static str,
        options: &'a SolverOptions<'a, T>,
        unknowns: usize,
        residual: f64,
    ) -> Self {
        let limit = options.max_iterations.unwrap_or(10 * unknowns.max(1));
        let history = vec![residual];
        Monitor { op, options, iterations: 0, limit, target: 0.0, history, best: None }
    }

    /// One iteration more, which led to this approximation and residual; whether it was the last.
    pub(super) fn step(&mut self, x: &[T], residual: f64) -> Option<Exit> {
        self.iterations += 1;
        self.history.push(residual);
        if !residual.is_finite() {
            return Some(Exit::NotFinite);
        }
        self.keep(x, residual);
        if let Some(callback) = self.options.callback
            && callback(self.iterations, residual).is_break()
        {
            return Some(Exit::Stopped);
        }
        if residual <= self.target {
            return Some(Exit::Converged);
        }
        (self.iterations >= self.limit).then_some(Exit::Exhausted)
    }

    /// Copies cost memory traffic: only what halves the residual is kept.
    fn keep(&mut self, x: &[T], residual: f64) {
        match &mut self.best {
            Some(best) if residual < 0.5 * best.residual => {
                best.x.copy_from_slice(x);
                best.residual = residual;
            }
            Some(_) => {}
            None => self.best = Some(Best { x: x.to_vec(), residual }),
        }
    }

    /// The best approximation of this run of the method, which ends with it.
    pub(super) fn take_best(&mut self) -> Option<Vec<T>> {
        self.best.take().map(|best| best.x)
    }

    /// The error that an end means.
    pub(super) fn error(&self, exit: &Exit, residual: f64, tolerance: f64) -> SolverError {
        let (op, iterations) = (self.op, self.iterations);
        match *exit {
            Exit::Breakdown(why) => SolverError::Breakdown { op, iteration: iterations, why },
            Exit::NotFinite => SolverError::NotFinite { op, what: "the iteration" },
            Exit::Stopped => SolverError::Stopped { op, iteration: iterations },
            Exit::Converged | Exit::Exhausted => {
                SolverError::NoConvergence { op, iterations, residual, tolerance }
            }
        }
    }
}

/// The matrix after the preconditioner: what methods that precondition from the right iterate on.
pub(super) struct Preconditioned<'a, T: Scalar> {
    pub(super) a: &'a Operator<'a, T>,
    pub(super) m: Option<&'a Operator<'a, T>>,
}

impl<T: Scalar> Preconditioned<'_, T> {
    /// `A·M·x`.
    pub(super) fn apply(&self, x: &[T]) -> Vec<T> {
        let mut y = zeros(x.len());
        match self.m {
            None => self.a.apply(x, &mut y),
            Some(m) => {
                let mut between = zeros(x.len());
                m.apply(x, &mut between);
                self.a.apply(&between, &mut y);
            }
        }
        y
    }

    /// `(A·M)ᴴ·x`.
    pub(super) fn apply_adjoint(&self, x: &[T]) -> Vec<T> {
        let mut y = zeros(x.len());
        self.a.apply_adjoint(x, &mut y);
        match self.m {
            None => y,
            Some(m) => {
                let mut after = zeros(x.len());
                m.apply_adjoint(&y, &mut after);
                after
            }
        }
    }

    /// `M·x`.
    pub(super) fn precondition(&self, x: &[T]) -> Vec<T> {
        match self.m {
            None => x.to_vec(),
            Some(m) => {
                let mut y = zeros(x.len());
                m.apply(x, &mut y);
                y
            }
        }
    }
}

/// `A·x`.
pub(super) fn applied<T: Scalar>(a: &Operator<'_, T>, x: &[T]) -> Vec<T> {
    let mut y = zeros(a.shape()[0]);
    a.apply(x, &mut y);
    y
}

/// `Aᴴ·x`.
pub(super) fn applied_adjoint<T: Scalar>(a: &Operator<'_, T>, x: &[T]) -> Vec<T> {
    let mut y = zeros(a.shape()[1]);
    a.apply_adjoint(x, &mut y);
    y
}

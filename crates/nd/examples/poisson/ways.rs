//! Four ways to solve it, and what each took.

use crate::memory;
use crate::problem::Problem;
use nd::prelude::*;
use nd::sparse::linalg::{
    IncompleteCholesky, Multigrid, Operator, Solution, SolverError, SolverOptions, cg_with,
    cholesky, lu,
};
use std::fmt;
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Cholesky,
    Lu,
    Incomplete,
    Multigrid,
}

pub(crate) const WAYS: [Way; 4] = [Way::Cholesky, Way::Lu, Way::Incomplete, Way::Multigrid];

impl Way {
    fn name(self) -> &'static str {
        match self {
            Way::Cholesky => "Cholesky",
            Way::Lu => "LU",
            Way::Incomplete => "cg, incomplete Cholesky",
            Way::Multigrid => "cg, multigrid",
        }
    }
}

/// A solution, and what it took.
pub(crate) struct Run {
    pub(crate) way: Way,
    pub(crate) solution: Array<f64>,
    pub(crate) iterations: Option<usize>,
    /// The largest distance from the exact solution, at any point.
    pub(crate) error: f64,
    residual: f64,
    prepared: Duration,
    solved: Duration,
    /// The most bytes that the process had more than before, where the system tells.
    memory: Option<u64>,
}

/// The norm of the residual that iterations end at, as a share of that of the right side.
const RTOL: f64 = 1e-10;

impl Run {
    pub(crate) fn new(way: Way, problem: &Problem) -> Result<Run, SolverError> {
        let (a, b) = (&problem.matrix, &problem.right);
        let meter = memory::Meter::new();
        let begun = Instant::now();
        let (prepared, solution, iterations) = match way {
            Way::Cholesky => {
                let factor = cholesky(a)?;
                (begun.elapsed(), factor.solve(b)?, None)
            }
            Way::Lu => {
                let factors = lu(a)?;
                (begun.elapsed(), factors.solve(b)?, None)
            }
            Way::Incomplete => {
                let factor = IncompleteCholesky::new(a)?;
                let prepared = begun.elapsed();
                let found = iterated(problem, &factor)?;
                (prepared, found.x, Some(found.iterations))
            }
            Way::Multigrid => {
                let levels = Multigrid::new(a)?;
                let prepared = begun.elapsed();
                let found = iterated(problem, &levels)?;
                (prepared, found.x, Some(found.iterations))
            }
        };
        let solved = begun.elapsed() - prepared;
        let memory = meter.more();
        let off = |x: Array<f64>| nd::max(&x.map(|x| x.abs()));
        let (error, residual) = (off(&solution - &problem.exact), off(b - a.matvec(&solution)));
        Ok(Run { way, solution, iterations, error, residual, prepared, solved, memory })
    }

    /// What stands above the columns.
    pub(crate) fn head() -> String {
        format!(
            "{:<24}{:>11}{:>11}{:>12}{:>12}{:>12}{:>12}",
            "", "prepared", "solved", "memory", "iterations", "residual", "error"
        )
    }
}

fn iterated(
    problem: &Problem,
    preconditioner: &Operator<'_, f64>,
) -> Result<Solution<f64>, SolverError> {
    let options =
        SolverOptions::default().rtol(RTOL).max_iterations(20_000).preconditioner(preconditioner);
    Ok(cg_with(&problem.matrix, &problem.right, &options)?)
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
        let memory = self
            .memory
            .map_or("unknown".into(), |bytes| format!("{:.0} MiB", bytes as f64 / 1_048_576.0));
        let iterations = self.iterations.map_or("-".into(), |count| count.to_string());
        write!(
            f,
            "{:<24}{:>11}{:>11}{memory:>12}{iterations:>12}{:>12.1e}{:>12.2e}",
            self.way.name(),
            seconds(self.prepared),
            seconds(self.solved),
            self.residual,
            self.error,
        )
    }
}

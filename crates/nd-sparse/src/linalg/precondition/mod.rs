//! Preconditioners: operators that are near the inverse of a matrix, and cheap to apply.

mod aggregate;
mod coarse;
mod cycle;
pub(crate) mod ilu;
pub(crate) mod ilut;
pub(crate) mod incomplete_cholesky;
mod jacobi;
pub(crate) mod multigrid;
mod ssor;

pub use ilu::Ilu;
pub use ilut::IlutOptions;
pub use incomplete_cholesky::IncompleteCholesky;
pub use jacobi::Jacobi;
pub use multigrid::{Multigrid, MultigridOptions, Smoother};
pub use ssor::Ssor;

use super::error::SolverError;
use super::scalar::Scalar;
use super::split::Split;
use crate::compressed::CompressedView;
use crate::orientation::Orientation;

/// The rows of a square matrix of finite numbers.
fn square_rows<T: Scalar, O: Orientation>(
    op: &'static str,
    a: CompressedView<'_, T, u32, O>,
) -> Result<Split<T>, SolverError> {
    let shape = a.shape();
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op, shape });
    }
    if !super::vectors::all_finite(a.packed().values) {
        return Err(SolverError::NotFinite { op, what: "the matrix" });
    }
    Ok(Split::new(a.to_csr().into_packed()))
}

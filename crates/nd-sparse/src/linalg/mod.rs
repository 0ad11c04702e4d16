//! Systems of equations with sparse matrices, as `scipy.sparse.linalg` has them.
//!
//! - [`LinearOperator`]: what can be multiplied by a vector: matrices, closures, and what is made of them;
//! - [`cg`], [`minres`], [`gmres`], [`bicgstab`], … and [`lsqr`]: solved by iteration, with [`SolverOptions`];
//! - [`Jacobi`], [`Ssor`], [`Ilu`], [`IncompleteCholesky`], [`Multigrid`]: preconditioners;
//! - [`solve_triangular`]: one triangle of a matrix;
//! - [`norm`], [`onenormest`];
#![cfg_attr(
    feature = "linalg",
    doc = "- [`solve`], [`lu`], [`cholesky`], [`ldl`], [`qr`]: by factors; [`eigsh`], [`eigs`], [`svds`], [`lobpcg`], [`expm_multiply`]: \
           eigenvalues, singular values, exponentials."
)]
//!
//! Every call ends: with a solution whose residual was calculated, or with an error that says why there is none.
//! Results have the same bits for any number of threads.
mod combine;
#[cfg(feature = "linalg")]
mod direct;
mod error;
#[cfg(feature = "linalg")]
mod functions;
mod iterative;
mod laplacian;
mod norms;
mod operator;
mod options;
mod precondition;
mod scalar;
mod sides;
mod solution;
#[cfg(feature = "linalg")]
mod spectral;
mod split;
mod structure;
mod triangular;
mod vectors;

pub use combine::{Adjoint, FromFn, Identity, Product, Scaled, Shifted, Sum};
#[cfg(feature = "linalg")]
pub use direct::{
    Cholesky, CholeskySymbolic, Lu, LuOptions, LuSymbolic, Ordering, Qr, SlogDet, cholesky, ldl,
    lu, lu_with, qr, solve,
};
pub use error::{SolverError, Unsolved};
#[cfg(feature = "linalg")]
pub use functions::{expm, funm_multiply_krylov, inv, matrix_power};
pub use iterative::{
    bicg, bicg_with, bicgstab, bicgstab_with, cg, cg_with, cgs, cgs_with, gmres, gmres_with,
    lgmres, lgmres_with, lsmr, lsmr_with, lsqr, lsqr_with, minres, minres_with, qmr, qmr_with,
    tfqmr, tfqmr_with,
};
pub use laplacian::{Boundary, LaplacianNd};
pub use norms::{Norm, norm, onenormest};
pub use operator::{LinearOperator, Operator};
pub use options::{Callback, SolverOptions};
pub use precondition::{
    Ilu, IlutOptions, IncompleteCholesky, Jacobi, Multigrid, MultigridOptions, Smoother, Ssor,
};
pub use scalar::Scalar;
pub use solution::Solution;
#[cfg(feature = "linalg")]
pub use spectral::{
    EigenOptions, Eigenpairs, HermitianEigenpairs, LobpcgOptions, SingularTriplets, Spectral,
    Which, eigs, eigs_near, eigs_near_with, eigs_with, eigsh, eigsh_near, eigsh_near_with,
    eigsh_with, expm_multiply, lobpcg, lobpcg_with, svds, svds_with,
};
pub use structure::{bandwidth, is_triangular};
pub use triangular::{TriangularOptions, solve_triangular, solve_triangular_with};

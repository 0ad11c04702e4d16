//! NumPy's and SciPy's linear algebra over faer: products, factorisations, einsum.
//!
//! Every function here ends, and none panics because of values: a NaN, an infinity, a singular
//! or badly scaled matrix gives an answer or a [`LinalgError`]. Shapes that do not fit panic, and
//! the `try_` twins return them as errors.
//!
//! Matrices are the last two axes of an array; the axes before them are a stack, which
//! broadcasts. Elements are those of a [`Field`]; bool and integers are taken as `f64`.

mod algebra;
mod compiled;
mod diagonal;
mod eigen;
mod error;
mod field;
mod functions;
mod kernels;
mod mat;
mod matrices;
mod norms;
mod orthogonal;
mod par;
mod polynomials;
mod products;
mod singular;
mod solving;
mod special;
mod tensors;

pub use algebra::ArrayAlgebra;
pub use diagonal::{
    diagonal, matrix_transpose, trace, trace_stack, try_diagonal, try_matrix_transpose, try_trace,
    try_trace_stack,
};
pub use eigen::*;
pub use error::LinalgError;
pub use field::{Field, LinalgElement, Real};
pub use functions::*;
pub use mat::{from_faer, to_array, to_faer, to_faer_mut};
pub use nd_core::Triangle;
pub use norms::*;
pub use orthogonal::*;
pub use polynomials::*;
pub use products::*;
pub use singular::*;
pub use solving::*;
pub use special::{
    Signed, block_diag, circulant, hadamard, hilbert, toeplitz, toeplitz_with, try_block_diag,
};
pub use tensors::*;

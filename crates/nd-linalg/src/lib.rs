//! NumPy's and SciPy's linear algebra over faer: products, factorisations, einsum.
//!
//! Every function here ends, and none panics because of values: a NaN, an infinity, a singular
//! or badly scaled matrix gives an answer or a [`LinalgError`]. Shapes that do not fit panic, and
//! the `try_` twins return them as errors.
//!
//! Matrices are the last two axes of an array; the axes before them are a stack, which
//! broadcasts. Elements are those of a [`Field`]; bool and integers are taken as `f64`.

mod diagonal;
mod einsum;
mod error;
mod field;
mod kernels;
mod mat;
mod par;
mod prepare;
mod product;
mod stack;
mod tensor;

pub use diagonal::{
    diagonal, matrix_transpose, trace, try_diagonal, try_matrix_transpose, try_trace,
};
pub use einsum::{
    EinsumError, EinsumOperands, EinsumPath, einsum, einsum_path, try_einsum, try_einsum_path,
};
pub use error::LinalgError;
pub use field::{Field, LinalgElement, Real};
pub use mat::{from_faer, to_array, to_faer, to_faer_mut};
pub use product::{
    ProductElement, dot, inner, matmul, matmul_into, matvec, outer, try_dot, try_inner, try_matmul,
    try_matmul_into, try_matvec, try_vdot, try_vecdot, try_vecmat, vdot, vecdot, vecmat,
};
pub use tensor::{
    TensordotAxes, cross, cross_axis, kron, multi_dot, tensordot, try_cross, try_kron,
    try_multi_dot, try_tensordot,
};

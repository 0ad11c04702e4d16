//! NumPy's and SciPy's linear algebra over faer: products, factorisations, einsum.
//!
//! Every function here ends, and none panics because of values: a NaN, an infinity, a singular
//! or badly scaled matrix gives an answer or a [`LinalgError`]. Shapes that do not fit panic, and
//! the `try_` twins return them as errors.
//!
//! Matrices are the last two axes of an array; the axes before them are a stack, which
//! broadcasts. Elements are those of a [`Field`]; bool and integers are taken as `f64`.

mod balance;
mod banded;
mod cholesky;
mod cond;
mod dense;
mod det;
mod diagonal;
mod eig;
mod eig_one;
mod eig_pair;
mod eigh;
mod eigh_pair;
mod einsum;
mod elimination;
mod error;
mod expm;
mod field;
mod functions;
mod hessenberg;
mod householder;
mod inv;
mod kernels;
mod ldl;
mod logm;
mod lstsq;
mod lu;
mod mat;
mod norm_kinds;
mod norm_lanes;
mod norms;
mod null_space;
mod output;
mod par;
mod partial_svd;
mod pencil;
mod pinv;
mod polar;
mod power;
mod prepare;
mod product;
mod qr;
mod quotient;
mod rank;
mod right_side;
mod scale;
mod schur;
mod solve;
mod special;
mod sqrtm;
mod stack;
mod svd;
mod tensor;
mod tensor_solve;
mod toeplitz;
mod tolerance;
mod triangular;

pub use banded::{solve_banded, try_solve_banded};
pub use cholesky::{
    Cholesky, cho_factor, cholesky, cholesky_upper, try_cho_factor, try_cholesky,
    try_cholesky_upper,
};
pub use cond::{cond, cond_with, try_cond};
pub use det::{SlogDet, det, slogdet, try_det, try_slogdet};
pub use diagonal::{
    diagonal, matrix_transpose, trace, try_diagonal, try_matrix_transpose, try_trace,
};
pub use eig::{Eig, eig, eigvals, try_eig, try_eigvals};
pub use eig_pair::{EigPair, eig_pair, try_eig_pair};
pub use eigh::{Eigh, Half, eigh, eigh_with, eigvalsh, eigvalsh_with, try_eigh, try_eigvalsh};
pub use eigh_pair::{eigh_pair, try_eigh_pair};
pub use einsum::{
    EinsumError, EinsumOperands, EinsumPath, einsum, einsum_path, try_einsum, try_einsum_path,
};
pub use error::LinalgError;
pub use expm::{expm, try_expm};
pub use field::{Field, LinalgElement, Real};
pub use hessenberg::{Hessenberg, hessenberg, try_hessenberg};
pub use inv::{inv, try_inv};
pub use ldl::{Ldl, ldl, ldl_symmetric, try_ldl, try_ldl_symmetric};
pub use logm::{logm, try_logm};
pub use lstsq::{Lstsq, lstsq, lstsq_with, try_lstsq};
pub use lu::{Lu, lu, try_lu};
pub use mat::{from_faer, to_array, to_faer, to_faer_mut};
pub use norm_kinds::{MatrixNorm, VectorNorm};
pub use norms::{
    matrix_norm, matrix_norm_axis, norm, try_matrix_norm_axis, try_vector_norm_axis, vector_norm,
    vector_norm_axis,
};
pub use null_space::{null_space, orth, try_null_space, try_orth};
pub use partial_svd::{randomized_svd, svds, try_randomized_svd, try_svds};
pub use pinv::{pinv, pinv_with, try_pinv};
pub use polar::{Polar, Side, polar, polar_with, try_polar};
pub use power::{matrix_power, try_matrix_power};
pub use product::{
    ProductElement, dot, inner, matmul, matmul_into, matvec, outer, try_dot, try_inner, try_matmul,
    try_matmul_into, try_matvec, try_vdot, try_vecdot, try_vecmat, vdot, vecdot, vecmat,
};
pub use qr::{
    PivotedQr, Qr, RawQr, qr, qr_complete, qr_pivoted, qr_r, qr_raw, try_qr, try_qr_complete,
    try_qr_pivoted, try_qr_r, try_qr_raw,
};
pub use rank::{matrix_rank, matrix_rank_with, try_matrix_rank};
pub use schur::{Schur, schur, schur_complex, try_schur};
pub use solve::{solve, try_solve};
pub use special::{
    Signed, block_diag, circulant, hadamard, hilbert, toeplitz, toeplitz_with, try_block_diag,
};
pub use sqrtm::{sqrtm, try_sqrtm};
pub use svd::{Svd, svd, svd_full, svdvals, try_svd, try_svd_full, try_svdvals};
pub use tensor::{
    TensordotAxes, cross, cross_axis, kron, multi_dot, tensordot, try_cross, try_kron,
    try_multi_dot, try_tensordot,
};
pub use tensor_solve::{tensorinv, tensorsolve, try_tensorinv, try_tensorsolve};
pub use toeplitz::{
    solve_toeplitz, solve_toeplitz_with, try_solve_toeplitz, try_solve_toeplitz_with,
};
pub use tolerance::Tolerance;
pub use triangular::{Triangle, solve_triangular, try_solve_triangular};

//! NumPy's and SciPy's linear algebra over faer: products, factorisations, einsum.
//!
//! Every function here ends, and none panics because of values: a NaN, an infinity, a singular
//! or badly scaled matrix gives an answer or a [`LinalgError`]. Shapes that do not fit panic, and
//! the `try_` twins return them as errors.
//!
//! Matrices are the last two axes of an array; the axes before them are a stack, which
//! broadcasts. Elements are those of a [`Field`]; bool and integers are taken as `f64`.

mod balance;
mod cond;
mod dense;
mod eig;
mod eig_one;
mod eig_pair;
mod eigh;
mod eigh_pair;
mod error;
mod expm;
mod field;
mod functions;
mod hessenberg;
mod kernels;
mod logm;
mod mat;
mod norm_kinds;
mod norm_lanes;
mod norms;
mod null_space;
mod par;
mod partial_svd;
mod pencil;
mod pinv;
mod polar;
mod prepare;
mod rank;
mod scale;
mod schur;
mod sqrtm;
mod stack;
mod svd;
mod tolerance;

pub use cond::{cond, cond_with, try_cond};
pub use eig::{Eig, eig, eigvals, try_eig, try_eigvals};
pub use eig_pair::{EigPair, eig_pair, try_eig_pair};
pub use eigh::{Eigh, Half, eigh, eigh_with, eigvalsh, eigvalsh_with, try_eigh, try_eigvalsh};
pub use eigh_pair::{eigh_pair, try_eigh_pair};
pub use error::LinalgError;
pub use expm::{expm, try_expm};
pub use field::{Field, LinalgElement, Real};
pub use hessenberg::{Hessenberg, hessenberg, try_hessenberg};
pub use logm::{logm, try_logm};
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
pub use rank::{matrix_rank, matrix_rank_with, try_matrix_rank};
pub use schur::{Schur, schur, schur_complex, try_schur};
pub use sqrtm::{sqrtm, try_sqrtm};
pub use svd::{Svd, svd, svd_full, svdvals, try_svd, try_svd_full, try_svdvals};
pub use tolerance::Tolerance;

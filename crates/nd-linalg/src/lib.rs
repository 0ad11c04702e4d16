//! NumPy's and SciPy's linear algebra over faer: products, factorisations, einsum.
//!
//! Every function here ends, and none panics because of values: a NaN, an infinity, a singular
//! or badly scaled matrix gives an answer or a [`LinalgError`]. Shapes that do not fit panic, and
//! the `try_` twins return them as errors.
//!
//! Matrices are the last two axes of an array; the axes before them are a stack, which
//! broadcasts. Elements are those of a [`Field`]; bool and integers are taken as `f64`.

mod balance;
mod dense;
mod eig;
mod eig_one;
mod eigh;
mod eigh_pair;
mod error;
mod field;
mod kernels;
mod mat;
mod null_space;
mod par;
mod pinv;
mod prepare;
mod rank;
mod scale;
mod schur;
mod stack;
mod svd;
mod tolerance;

pub use eig::{Eig, eig, eigvals, try_eig, try_eigvals};
pub use eigh::{Eigh, Half, eigh, eigh_with, eigvalsh, eigvalsh_with, try_eigh, try_eigvalsh};
pub use eigh_pair::{eigh_pair, try_eigh_pair};
pub use error::LinalgError;
pub use field::{Field, LinalgElement, Real};
pub use mat::{from_faer, to_array, to_faer, to_faer_mut};
pub use null_space::{null_space, orth, try_null_space, try_orth};
pub use pinv::{pinv, pinv_with, try_pinv};
pub use rank::{matrix_rank, matrix_rank_with, try_matrix_rank};
pub use schur::{Schur, schur, schur_complex, try_schur};
pub use svd::{Svd, svd, svd_full, svdvals, try_svd, try_svd_full, try_svdvals};
pub use tolerance::Tolerance;

//! Singular values, and what they tell.

pub(crate) mod null_space;
pub(crate) mod partial_svd;
pub(crate) mod pinv;
pub(crate) mod rank;
pub(crate) mod svd;
pub(crate) mod tolerance;

pub use null_space::{
    null_space, null_space_with, orth, orth_with, try_null_space, try_null_space_with, try_orth,
    try_orth_with,
};
pub use partial_svd::{randomized_svd, svds, try_randomized_svd, try_svds};
pub use pinv::{pinv, pinv_with, try_pinv, try_pinv_with};
pub use rank::{
    matrix_rank, matrix_rank_stack, matrix_rank_with, try_matrix_rank, try_matrix_rank_stack,
    try_matrix_rank_with,
};
pub use svd::{Svd, svd, svd_full, svdvals, try_svd, try_svd_full, try_svdvals};
pub use tolerance::Tolerance;

use crate::compiled::compiled;
use crate::{Field, LinalgError};
use nd_core::{Array, Complex, View};

compiled! {
    /// Singular values of a field, compiled here.
    trait Singular of Field for f32, f64, Complex<f32>, Complex<f64> => {
        fn svd_values(op: &'static str, a: View<'_, Self>)
            -> Result<Array<<Self as Field>::R>, LinalgError> = svd::values;
        fn svd_factors(op: &'static str, a: View<'_, Self>, full: bool)
            -> Result<Svd<Self>, LinalgError> = svd::factor;
        fn svd_ranks(svd: &Svd<Self>, tolerance: Tolerance) -> Array<usize> = svd::ranks;
        fn svd_reconstruct(svd: &Svd<Self>) -> Array<Self> = svd::reconstructed;
        fn svd_pinv(svd: &Svd<Self>, tolerance: Tolerance) -> Array<Self> = svd::inverted;
        fn svd_basis(op: &'static str, a: View<'_, Self>, tolerance: Tolerance, reached: bool)
            -> Result<Array<Self>, LinalgError> = null_space::basis;
        fn matrix_ranks(op: &'static str, a: View<'_, Self>, tolerance: Tolerance)
            -> Result<Array<usize>, LinalgError> = rank::ranks;
        fn svds(a: View<'_, Self>, k: usize)
            -> Result<Svd<Self>, LinalgError> = partial_svd::largest_values;
        fn randomized_svd(
            a: View<'_, Self>,
            k: usize,
            omega: View<'_, Self>,
            power_iterations: usize
        ) -> Result<Svd<Self>, LinalgError> = partial_svd::from_random;
        fn pinv(a: View<'_, Self>, tolerance: Tolerance)
            -> Result<Array<Self>, LinalgError> = pinv::inverses;
    }
}

//! Eigenvalues of a Hermitian matrix without its eigenvectors, in three steps: to a band
//! ([`band`]), to three diagonals ([`chase`]), to the values ([`tridiagonal`]).
//!
//! Our own, because faer goes to three diagonals at once, which reads and writes the matrix once
//! for each column and waits for memory. By way of a band (Bischof, Lang and Sun, *A Framework
//! for Symmetric Band Reduction*, 2000) nearly all of the time is spent in products.

mod band;
mod chase;
mod tridiagonal;

use crate::field::Field;
use faer::{Mat, Par};

/// From this order on it pays.
pub(super) const LEAST: usize = 96;

/// The eigenvalues of the matrix in the lower half of `lower`, whose numbers can be squared, in
/// ascending order. The bits do not depend on `par`.
///
/// # Errors
/// After how many sweeps a value was given up.
pub(super) fn values<T: Field>(mut lower: Mat<T>, out: &mut [T::R], par: Par) -> Result<(), usize> {
    band::reduce(lower.as_mut(), par);
    let mut beside = vec![<T::R as num_traits::Zero>::zero(); out.len()];
    chase::tridiagonal(lower.as_ref(), out, &mut beside);
    tridiagonal::eigenvalues(out, &mut beside)
}

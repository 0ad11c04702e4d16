//! [`matrix_rank`].

use crate::error::shaped;
use crate::field::{Field, LinalgElement};
use crate::tolerance::Tolerance;
use crate::{LinalgError, svd};
use nd_core::{Array, ArrayLike, View};

/// How many singular values are not zero up to rounding.
///
/// `a: (…, m, n)` → `(…)`. Those up to the largest times `max(m, n)` times the distance of 1
/// to the next number count as zero. An empty matrix has rank 0.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `np.linalg.matrix_rank(a)`, which also takes vectors.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::matrix_rank;
///
/// let stack = array![[[1.0, 2.0], [2.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]]];
/// assert_eq!(matrix_rank(&stack)?, array![1, 2]);
/// assert!(matrix_rank([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn matrix_rank<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<usize>, LinalgError> {
    shaped(try_matrix_rank(a, Tolerance::Rounding))
}

/// As [`matrix_rank`], with another tolerance than rounding.
///
/// # Panics
/// As [`matrix_rank`].
///
/// # Errors
/// As [`matrix_rank`].
///
/// # NumPy
/// `np.linalg.matrix_rank(a, tol)` with [`Tolerance::Absolute`], `rtol=` with
/// [`Tolerance::Relative`].
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, matrix_rank_with};
///
/// let a = [[1.0, 0.0], [0.0, 1e-3]];
/// assert_eq!(matrix_rank_with(a, Tolerance::Relative(1e-2))?[[]], 1);
/// assert_eq!(matrix_rank_with(a, Tolerance::Absolute(2.0))?[[]], 0);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn matrix_rank_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<usize>, LinalgError> {
    shaped(try_matrix_rank(a, tolerance))
}

/// As [`matrix_rank_with`], for shapes that come from users.
///
/// # Errors
/// As [`matrix_rank`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, try_matrix_rank};
///
/// assert!(try_matrix_rank([1.0, 2.0], Tolerance::Rounding).is_err());
/// ```
pub fn try_matrix_rank<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<usize>, LinalgError> {
    rank(LinalgElement::promoted(a.view()).view(), tolerance)
}

fn rank<T: Field>(a: View<'_, T>, tolerance: Tolerance) -> Result<Array<usize>, LinalgError> {
    let s = svd::values("matrix_rank", a)?;
    let [m, n] = [2, 1].map(|back| a.shape()[a.ndim() - back]);
    Ok(svd::ranks(s.view(), m, n, tolerance))
}

//! [`matrix_rank`].

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::matrices::prepare;
use crate::matrices::stack::{Stack, one_matrix};
use crate::matrices::walk::Walk;
use crate::singular::Singular;
use crate::singular::svd;
use crate::singular::tolerance::Tolerance;
use nd_core::{Array, ArrayLike, View};

/// How many singular values are not zero up to rounding.
///
/// `a: (m, n)`. Those up to the largest times `max(m, n)` times the distance of 1 to the next
/// number count as zero. An empty matrix has rank 0. For several: [`matrix_rank_stack`].
///
/// # Panics
/// If `a` does not have two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `np.linalg.matrix_rank(a)`, which also takes vectors.
///
/// # Examples
/// ```
/// use nd_linalg::matrix_rank;
///
/// assert_eq!(matrix_rank([[1.0, 2.0], [2.0, 4.0]])?, 1);
/// assert_eq!(matrix_rank([[1.5e308, 1.5e308], [1.5e308, -1.5e308]])?, 2); // both values are infinite
/// assert!(matrix_rank([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn matrix_rank<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<usize, LinalgError> {
    shaped(try_matrix_rank(a))
}

/// As [`matrix_rank`], for shapes that come from users.
///
/// # Errors
/// As [`matrix_rank`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_matrix_rank([1.0, 2.0]).is_err());
/// ```
pub fn try_matrix_rank<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<usize, LinalgError> {
    try_matrix_rank_with(a, Tolerance::Rounding)
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
/// assert_eq!(matrix_rank_with(a, Tolerance::Relative(1e-2))?, 1);
/// assert_eq!(matrix_rank_with(a, Tolerance::Absolute(2.0))?, 0);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn matrix_rank_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<usize, LinalgError> {
    shaped(try_matrix_rank_with(a, tolerance))
}

/// As [`matrix_rank_with`], for shapes that come from users.
///
/// # Errors
/// As [`matrix_rank`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, try_matrix_rank_with};
///
/// assert!(try_matrix_rank_with([1.0, 2.0], Tolerance::Rounding).is_err());
/// ```
pub fn try_matrix_rank_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<usize, LinalgError> {
    let a = LinalgElement::promoted(a.view());
    one_matrix("matrix_rank", a.view())?;
    Ok(FieldOf::<A>::matrix_ranks("matrix_rank", a.view(), tolerance)?[[]])
}

/// The ranks of the matrices of a stack.
///
/// `a: (…, m, n)` → `(…)`. Each as by [`matrix_rank_with`].
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # Errors
/// As [`matrix_rank`].
///
/// # NumPy
/// `np.linalg.matrix_rank(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{Tolerance, matrix_rank_stack};
///
/// let stack = array![[[1.0, 2.0], [2.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]]];
/// assert_eq!(matrix_rank_stack(&stack, Tolerance::Rounding)?, array![1, 2]);
/// assert!(matrix_rank_stack([[f64::NAN]], Tolerance::Rounding).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn matrix_rank_stack<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<usize>, LinalgError> {
    shaped(try_matrix_rank_stack(a, tolerance))
}

/// As [`matrix_rank_stack`], for shapes that come from users.
///
/// # Errors
/// As [`matrix_rank`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, try_matrix_rank_stack};
///
/// assert!(try_matrix_rank_stack([1.0, 2.0], Tolerance::Rounding).is_err());
/// ```
pub fn try_matrix_rank_stack<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<usize>, LinalgError> {
    let a = LinalgElement::promoted(a.view());
    FieldOf::<A>::matrix_ranks("matrix_rank_stack", a.view(), tolerance)
}

/// The body of [`matrix_rank_stack`]. Of values near 1, so that none is infinite.
pub(crate) fn ranks<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    tolerance: Tolerance,
) -> Result<Array<usize>, LinalgError> {
    let stack = Stack::matrices(op, a)?;
    prepare::finite(op, a)?;
    let (m, n) = (stack.rows(), stack.cols());
    Walk::pinned(&stack, svd::flops(m, n)).one(&[], &|i, rank: &mut [usize], par| {
        let found = svd::decompose(stack.get(i), None, None, par);
        rank[0] = found.map_err(|limit| stack.stopped(op, limit, i))?.rank(tolerance, m, n);
        Ok(())
    })
}

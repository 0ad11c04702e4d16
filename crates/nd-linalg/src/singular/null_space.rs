//! [`null_space`] and [`orth`]: what a matrix takes to zero, and what it reaches.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::mat::to_array;
use crate::matrices::stack::one_matrix;
use crate::matrices::{dense, prepare};
use crate::par;
use crate::singular::Singular;
use crate::singular::svd;
use crate::singular::tolerance::Tolerance;
use faer::Mat;
use nd_core::{Array, ArrayLike, View};

/// An orthonormal basis of the vectors that `a` takes to zero.
///
/// `a: (m, n)` → `(n, n - rank)`, one vector a column; see [`Tolerance::Rounding`] for the
/// rank. A single matrix, not a stack: each would have a shape of its own.
///
/// # Panics
/// If `a` does not have two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `scipy.linalg.null_space(a)`; the basis is unique only up to a unitary matrix.
///
/// # Examples
/// ```
/// use nd_linalg::null_space;
///
/// let z = null_space([[1.0f64, 1.0]])?;
/// assert_eq!(z.shape(), [2, 1]);
/// assert!((z[[0, 0]] + z[[1, 0]]).abs() < 1e-15);
/// assert_eq!(null_space([[1.0f64, 0.0], [0.0, 1.0]])?.shape(), [2, 0]); // only zero itself
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn null_space<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_null_space(a))
}

/// As [`null_space`], for shapes that come from users.
///
/// # Errors
/// As [`null_space`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_null_space([1.0]).is_err());
/// ```
pub fn try_null_space<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    try_null_space_with(a, Tolerance::Rounding)
}

/// As [`null_space`], with another tolerance than rounding.
///
/// # Panics
/// As [`null_space`].
///
/// # Errors
/// As [`null_space`].
///
/// # NumPy
/// `scipy.linalg.null_space(a, rcond)` with [`Tolerance::Relative`].
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, null_space_with};
///
/// let a = [[1.0f64, 0.0], [0.0, 1e-3]];
/// assert_eq!(null_space_with(a, Tolerance::Relative(0.1))?.shape(), [2, 1]);
/// assert!(null_space_with([[f64::NAN]], Tolerance::Rounding).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn null_space_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_null_space_with(a, tolerance))
}

/// As [`null_space_with`], for shapes that come from users.
///
/// # Errors
/// As [`null_space`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, try_null_space_with};
///
/// assert!(try_null_space_with([1.0], Tolerance::Rounding).is_err());
/// ```
pub fn try_null_space_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::svd_basis(
        "null_space",
        LinalgElement::promoted(a.view()).view(),
        tolerance,
        false,
    )
}

/// An orthonormal basis of the vectors that `a` reaches: of its columns' space.
///
/// `a: (m, n)` → `(m, rank)`, one vector a column; see [`Tolerance::Rounding`] for the rank.
///
/// # Panics
/// If `a` does not have two axes.
///
/// # Errors
/// As [`null_space`].
///
/// # NumPy
/// `scipy.linalg.orth(a)`; the basis is unique only up to a unitary matrix.
///
/// # Examples
/// ```
/// use nd_linalg::orth;
///
/// let q = orth([[3.0f64, 6.0], [4.0, 8.0]])?;
/// assert_eq!(q.shape(), [2, 1]);
/// assert!((q[[0, 0]].abs() - 0.6).abs() < 1e-15);
/// assert_eq!(orth([[0.0f64], [0.0]])?.shape(), [2, 0]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn orth<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_orth(a))
}

/// As [`orth`], for shapes that come from users.
///
/// # Errors
/// As [`orth`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_orth([1.0]).is_err());
/// ```
pub fn try_orth<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    try_orth_with(a, Tolerance::Rounding)
}

/// As [`orth`], with another tolerance than rounding.
///
/// # Panics
/// As [`orth`].
///
/// # Errors
/// As [`orth`].
///
/// # NumPy
/// `scipy.linalg.orth(a, rcond)` with [`Tolerance::Relative`].
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, orth_with};
///
/// let a = [[1.0f64, 0.0], [0.0, 1e-3]];
/// assert_eq!(orth_with(a, Tolerance::Relative(0.1))?.shape(), [2, 1]);
/// assert!(orth_with([[f64::NAN]], Tolerance::Rounding).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn orth_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_orth_with(a, tolerance))
}

/// As [`orth_with`], for shapes that come from users.
///
/// # Errors
/// As [`orth`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, try_orth_with};
///
/// assert!(try_orth_with([1.0], Tolerance::Rounding).is_err());
/// ```
pub fn try_orth_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::svd_basis("orth", LinalgElement::promoted(a.view()).view(), tolerance, true)
}

/// The left singular vectors of singular values that are not zero (`reached`), or the right
/// ones of those that are.
pub(crate) fn basis<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    tolerance: Tolerance,
    reached: bool,
) -> Result<Array<T>, LinalgError> {
    one_matrix(op, a)?;
    prepare::finite(op, a)?;
    let [m, n] = a.dims();
    let mut vectors: Mat<T> = if reached { dense::zeros(m, m.min(n)) } else { dense::zeros(n, n) };
    let side = Some(vectors.as_mut());
    let (u, v) = if reached { (side, None) } else { (None, side) };
    let par = par::pinned(4.0 * (m * n * m.min(n)) as f64);
    let s = svd::decompose(a, u, v, par).map_err(|iterations| LinalgError::NoConvergence {
        op,
        iterations,
        matrix: [].into(),
    })?;
    let rank = s.rank(tolerance, m, n);
    let part = if reached { vectors.subcols(0, rank) } else { vectors.subcols(rank, n - rank) };
    Ok(to_array(part))
}

//! [`diagonal`], [`trace`] and [`matrix_transpose`], of the matrices in the last two axes.

use crate::error::ok;
use crate::matrices::stack::one_matrix;
use nd_core::{Array, ArrayLike, ShapeError, View};
use nd_ops::{Summable, sum, sum_axis};

/// The `offset`-th diagonal of each matrix: 0 is the main one, those above it are positive,
/// those below negative.
///
/// `a: (…, m, n)` → `(…, length)`, without copying; the length is 0 if `offset` leads out of
/// the matrix.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # NumPy
/// `np.linalg.diagonal(a, offset=offset)`. [`View::diagonal`] is `np.diagonal`, of the first two
/// axes.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::diagonal;
///
/// let a = array![[[1, 2], [3, 4]], [[5, 6], [7, 8]]];
/// assert_eq!(diagonal(&a, 0), array![[1, 4], [5, 8]]);
/// assert_eq!(diagonal(&a, -1), array![[3], [7]]);
/// assert_eq!(diagonal(&a, 9).shape(), [2, 0]);
/// ```
/// ```should_panic
/// nd_linalg::diagonal(&[1, 2], 0); // one axis
/// ```
#[track_caller]
pub fn diagonal<A: ArrayLike + ?Sized>(a: &A, offset: isize) -> View<'_, A::Elem> {
    ok(try_diagonal(a, offset))
}

/// As [`diagonal`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::TooFewAxes`] if `a` has fewer than two axes.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_diagonal(&[1, 2], 0).is_err());
/// ```
pub fn try_diagonal<A: ArrayLike + ?Sized>(
    a: &A,
    offset: isize,
) -> Result<View<'_, A::Elem>, ShapeError> {
    let a = matrices("diagonal", a.view())?;
    Ok(a.moveaxis(-2, 0).moveaxis(-1, 1).diagonal(offset))
}

/// The sum of a matrix's diagonal.
///
/// `a: (m, n)`; 0 for an empty diagonal. Integers and bool are added up as 64-bit integers: see
/// [`Summable`]. For several, or other diagonals: [`trace_stack`].
///
/// # Panics
/// If `a` does not have two axes.
///
/// # NumPy
/// `np.linalg.trace(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_linalg::trace([[1.0, 2.0], [3.0, 4.0]]), 5.0);
/// assert_eq!(nd_linalg::trace([[200u8, 0], [0, 100]]), 300u64);
/// ```
/// ```should_panic
/// nd_linalg::trace([1, 2]);
/// ```
#[track_caller]
pub fn trace<A: ArrayLike<Elem: Summable>>(a: A) -> <A::Elem as Summable>::Sum {
    ok(try_trace(a))
}

/// As [`trace`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::TooFewAxes`] or [`ShapeError::Rank`] if `a` does not have two axes.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_trace([1, 2]).is_err());
/// ```
pub fn try_trace<A: ArrayLike<Elem: Summable>>(
    a: A,
) -> Result<<A::Elem as Summable>::Sum, ShapeError> {
    one_matrix("trace", a.view())?;
    Ok(sum(a.view().diagonal(0)))
}

/// The sum of the `offset`-th diagonal of each matrix of a stack.
///
/// `a: (…, m, n)` → `(…)`. As [`trace`]; diagonals as by [`diagonal`].
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # NumPy
/// `np.linalg.trace(a, offset=offset)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::trace_stack;
///
/// let a = array![[[1, 2], [3, 4]], [[5, 6], [7, 8]]];
/// assert_eq!(trace_stack(&a, 0), array![5i64, 13]);
/// assert_eq!(trace_stack(&a, 1), array![2i64, 6]);
/// ```
/// ```should_panic
/// nd_linalg::trace_stack([1, 2], 0);
/// ```
#[track_caller]
pub fn trace_stack<A: ArrayLike<Elem: Summable>>(
    a: A,
    offset: isize,
) -> Array<<A::Elem as Summable>::Sum> {
    ok(try_trace_stack(a, offset))
}

/// As [`trace_stack`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::TooFewAxes`] if `a` has fewer than two axes.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_trace_stack([1, 2], 0).is_err());
/// ```
pub fn try_trace_stack<A: ArrayLike<Elem: Summable>>(
    a: A,
    offset: isize,
) -> Result<Array<<A::Elem as Summable>::Sum>, ShapeError> {
    matrices("trace_stack", a.view())?;
    Ok(sum_axis(try_diagonal(&a, offset)?, -1))
}

/// The transpose of each matrix.
///
/// `a: (…, m, n)` → `(…, n, m)`, without copying. [`View::t`] reverses all axes.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # NumPy
/// `np.linalg.matrix_transpose(a)`, `a.mT`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[[1, 2]], [[3, 4]]];
/// assert_eq!(nd_linalg::matrix_transpose(&a), array![[[1], [2]], [[3], [4]]]);
/// ```
/// ```should_panic
/// nd_linalg::matrix_transpose(&[1, 2]);
/// ```
#[track_caller]
pub fn matrix_transpose<A: ArrayLike + ?Sized>(a: &A) -> View<'_, A::Elem> {
    ok(try_matrix_transpose(a))
}

/// As [`matrix_transpose`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::TooFewAxes`] if `a` has fewer than two axes.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_matrix_transpose(&[1, 2]).is_err());
/// ```
pub fn try_matrix_transpose<A: ArrayLike + ?Sized>(a: &A) -> Result<View<'_, A::Elem>, ShapeError> {
    Ok(matrices("matrix_transpose", a.view())?.swapaxes(-1, -2))
}

fn matrices<'a, T>(op: &'static str, a: View<'a, T>) -> Result<View<'a, T>, ShapeError> {
    if a.ndim() < 2 {
        return Err(ShapeError::TooFewAxes { op, least: 2, shape: a.shape().into() });
    }
    Ok(a)
}

//! [`inv`]: inverses.

use crate::LinalgError;
use crate::error::{ok, shaped};
use crate::field::{Field, FieldOf, LinalgElement};
use crate::mat::to_faer;
use crate::matrices::dense;
use crate::matrices::prepare::{finite, packed, slice};
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::solving::Solving;
use crate::solving::elimination::{self, MAX_SMALL, Right};
use crate::solving::lu::{Lu, factored};
use nd_core::{Array, ArrayLike, View};

/// The inverses of square matrices.
///
/// `a: (…, n, n)` → `(…, n, n)`; the inverse of an empty matrix is empty. To solve a system,
/// [`solve`](crate::solve) is three times as fast and more accurate. 2 n³ operations.
///
/// # Panics
/// If `a` is not square matrices.
///
/// # Errors
/// [`LinalgError::Singular`] if a pivot is exactly zero, [`LinalgError::NonFinite`] for a NaN or
/// an infinity. A matrix that is nearly singular is not refused: see `cond`.
///
/// # NumPy
/// `np.linalg.inv(a)`. There, NaN gives NaN.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::inv([[2.0, 0.0], [0.0, 4.0]])?, array![[0.5, 0.0], [0.0, 0.25]]);
/// assert!(nd_linalg::inv([[0.0]]).is_err()); // singular
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn inv<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_inv(a))
}

/// As [`inv`], for shapes that come from users.
///
/// # Errors
/// As [`inv`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_inv([[1.0, 2.0]]).is_err()); // not square
/// ```
pub fn try_inv<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::inv("inv", LinalgElement::promoted(a.view()).view())
}

/// The body of [`inv`], under another name in errors.
pub(crate) fn inverted<T: Field>(
    op: &'static str,
    a: View<'_, T>,
) -> Result<Array<T>, LinalgError> {
    let stack = Stack::square(op, a)?;
    finite(op, a)?;
    if stack.rows() <= MAX_SMALL { small(op, a, stack) } else { inverses(op, &factored(op, a)?) }
}

fn small<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    stack: Stack<'_, T>,
) -> Result<Array<T>, LinalgError> {
    let n = stack.rows();
    let a = packed(a);
    let a = slice(&a);
    Walk::free(&stack, 2.0 * (n * n * n) as f64 + 50.0).blocks(&[n, n], &|range, out| {
        let matrices = &a[range.start * n * n..range.end * n * n];
        elimination::solutions(out, matrices, Right::Identity, n).map_err(|(i, pivot)| {
            LinalgError::Singular { op, pivot, matrix: stack.index(range.start + i) }
        })
    })
}

/// The inverses from the factors of square matrices.
pub(crate) fn inverses<T: Field>(op: &'static str, lu: &Lu<T>) -> Result<Array<T>, LinalgError> {
    let stack = lu.stack();
    let n = stack.rows();
    Walk::free(&stack, 4.0 / 3.0 * (n as f64).powi(3)).one(&[n, n], &|i, out, par| {
        lu.refuse_singular(op, i)?;
        let factors = to_faer(stack.get(i));
        elimination::inverse(factors, lu.swaps_of(i), dense::rows(out, n, n), par);
        Ok(())
    })
}

impl<T: Field> Lu<T> {
    /// The inverses: `(…, n, n)`. See [`inv`](crate::inv).
    ///
    /// # Panics
    /// If the matrices are not square.
    ///
    /// # Errors
    /// [`LinalgError::Singular`] if a pivot is zero.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_linalg::lu([[2.0, 0.0], [0.0, 4.0]])?;
    /// assert_eq!(lu.inv()?, nd_core::array![[0.5, 0.0], [0.0, 0.25]]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn inv(&self) -> Result<Array<T>, LinalgError> {
        ok(self.check_square("inv"));
        T::lu_inv("inv", self)
    }
}

//! [`inv`]: inverses.

use crate::LinalgError;
use crate::elimination::{MAX_SMALL, Small};
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::lu::{Lu, all, factored, invert};
use crate::output;
use crate::par::{self, Blocks};
use crate::prepare::{contiguous, finite};
use crate::solve::elements;
use crate::stack::Stack;
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
    inverted("inv", LinalgElement::promoted(a.view()).view())
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
    let mut out = output::zeros(stack.shape_of(&[n, n])?)?;
    let a = contiguous(a);
    let a = elements(&a);
    let blocks = Blocks::new(stack.count(), 2.0 * (n * n * n) as f64 + 50.0);
    let pieces = blocks.pieces(all(&mut out), n * n);
    blocks.run(par::free, |block, range, _| {
        let mut small = Small::new(n);
        for (i, out) in range.zip(pieces.each(block)) {
            small.factor(&a[i * n * n..][..n * n]);
            if let Some(pivot) = small.zero_pivot() {
                return Err(LinalgError::Singular { op, pivot, matrix: stack.index(i) });
            }
            small.invert(out);
        }
        Ok(())
    })?;
    Ok(out)
}

/// The inverses from the factors of square matrices.
pub(crate) fn inverses<T: Field>(op: &'static str, lu: &Lu<T>) -> Result<Array<T>, LinalgError> {
    let stack = lu.stack();
    let n = stack.rows();
    let mut out = output::zeros(stack.shape_of(&[n, n])?)?;
    let blocks = Blocks::new(stack.count(), 4.0 / 3.0 * (n as f64).powi(3));
    let pieces = blocks.pieces(all(&mut out), n * n);
    blocks.run(par::free, |block, range, par| {
        for (i, out) in range.zip(pieces.each(block)) {
            lu.refuse_singular(op, i)?;
            invert(lu, i, out, par)?;
        }
        Ok(())
    })?;
    Ok(out)
}

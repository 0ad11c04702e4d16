//! [`solve`]: systems of equations with square matrices.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::matrices::prepare::{finite, packed, slice};
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::solving::Solving;
use crate::solving::elimination::{self, MAX_SMALL, Right};
use crate::solving::lu::{factored, solutions};
use crate::solving::right_side::RightSide;
use nd_core::{Array, ArrayLike, View};

/// Solves `a·x = b` for square matrices, by elimination with partial pivoting.
///
/// `a: (…, n, n)`, `b: (n)` or `(…, n, k)` → `x` of `b`'s shape, the leading axes broadcast: `b`
/// is a vector only if it has one axis. Empty systems have empty solutions. The residual is
/// small for any matrix, and the error in `x` is too unless `a` is nearly singular, which is
/// not refused: see `cond`. A NaN or an infinity in `b` reaches its own column alone.
/// 2/3 n³ + 2 n² k operations; for several `b` with one `a`, keep [`lu`](crate::lu)`(a)`.
///
/// # Panics
/// If `a` is not square matrices, `b` does not have as many rows, or the leading axes do not
/// broadcast.
///
/// # Errors
/// [`LinalgError::Singular`] if a pivot is exactly zero, [`LinalgError::NonFinite`] for a NaN or
/// an infinity in `a`.
///
/// # NumPy
/// `np.linalg.solve(a, b)`, with the rule of NumPy 2 on vectors. There, NaN in `a` gives NaN.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{LinalgError, solve};
///
/// let x = solve([[3.0, 1.0], [1.0, 2.0]], [9.0, 8.0])?;
/// assert_eq!(x, array![2.0, 3.0]);
///
/// let error = solve([[1.0, 2.0], [2.0, 4.0]], [1.0, 1.0]).unwrap_err();
/// assert_eq!(error.to_string(), "solve: the matrix is singular: pivot 1 is zero");
/// # Ok::<(), LinalgError>(())
/// ```
#[track_caller]
pub fn solve<A, B>(a: A, b: B) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_solve(a, b))
}

/// As [`solve`], for shapes that come from users.
///
/// # Errors
/// As [`solve`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_solve([[1.0, 2.0]], [1.0]).is_err()); // not square
/// ```
pub fn try_solve<A, B>(a: A, b: B) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let a = LinalgElement::promoted(a.view());
    let b = LinalgElement::promoted(b.view());
    FieldOf::<A>::solve("solve", a.view(), b.view())
}

/// The body of [`solve`], under another name in errors.
pub(crate) fn solved<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    b: View<'_, T>,
) -> Result<Array<T>, LinalgError> {
    let matrices = Stack::square(op, a)?;
    let right = RightSide::new(op, a.shape(), b)?;
    finite(op, a)?;
    // A matrix that is one for many right sides is factored once.
    if matrices.rows() <= MAX_SMALL && matrices.count() == right.stack.count() {
        return small(op, a, matrices, &right);
    }
    solutions(op, &factored(op, a)?, b)
}

fn small<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    matrices: Stack<'_, T>,
    b: &RightSide<'_, T>,
) -> Result<Array<T>, LinalgError> {
    let (n, k) = (matrices.rows(), b.columns());
    let (a, right) = (packed(a), packed(b.stack.view()));
    let (a, right) = (slice(&a), slice(&right));
    let flops = (n * n * n) as f64 + 2.0 * (n * n * k) as f64 + 50.0;
    let x = Walk::free(&b.stack, flops).blocks(&[n, k], &|range, out| {
        let a = &a[range.start * n * n..range.end * n * n];
        let right = Right::Columns(&right[range.start * n * k..range.end * n * k], k);
        elimination::solutions(out, a, right, n).map_err(|(i, pivot)| LinalgError::Singular {
            op,
            pivot,
            matrix: matrices.index(range.start + i),
        })
    })?;
    Ok(b.shaped(x))
}

//! [`tensorsolve`] and [`tensorinv`]: systems whose unknowns are arrays.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::solving::Solving;
use crate::solving::inv::inverted;
use crate::solving::solve::solved;
use nd_core::{Array, ArrayLike, ShapeError, View, normalize_axis};

/// Solves `Σ a[i…, j…]·x[j…] = b[i…]` for an array `x`.
///
/// `a: (…b, …x)`, whose first axes are those of `b` and whose last ones are those of `x`; both
/// have as many elements. `axes` of `a` are moved to the end first. Else as
/// [`solve`](crate::solve).
///
/// # Panics
/// If `b` has more axes than `a`, or other lengths, or the number of unknowns is not that of
/// equations; if there is no such axis, or one is named twice.
///
/// # Errors
/// As [`solve`](crate::solve).
///
/// # NumPy
/// `np.linalg.tensorsolve(a, b, axes)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, eye};
/// use nd_linalg::tensorsolve;
///
/// let a = eye::<f64>(6).into_reshaped([2, 3, 6]);
/// let b: Array<f64> = Array::ones([2, 3]);
/// assert_eq!(tensorsolve(&a, &b, &[])?, Array::<f64>::ones([6]));
/// let zero: Array<f64> = Array::zeros([2, 3, 6]);
/// assert!(tensorsolve(&zero, &b, &[]).is_err()); // singular
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn tensorsolve<A, B>(a: A, b: B, axes: &[isize]) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_tensorsolve(a, b, axes))
}

/// As [`tensorsolve`], for shapes that come from users.
///
/// # Errors
/// As [`tensorsolve`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_tensorsolve([[1.0, 2.0]], [1.0], &[]).is_err());
/// ```
pub fn try_tensorsolve<A, B>(a: A, b: B, axes: &[isize]) -> Result<Array<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let a = LinalgElement::promoted(a.view());
    let b = LinalgElement::promoted(b.view());
    FieldOf::<A>::tensor_solve(a.view(), b.view(), axes)
}

/// The body of [`tensorsolve`].
pub(crate) fn tensor_solved<T: Field>(
    a: View<'_, T>,
    b: View<'_, T>,
    axes: &[isize],
) -> Result<Array<T>, LinalgError> {
    const OP: &str = "tensorsolve";
    let mut order: Vec<usize> = (0..a.ndim()).collect();
    for &axis in axes {
        let moved = normalize_axis(OP, axis, a.ndim())?;
        let Some(at) = order[..].iter().position(|&d| d == moved) else { continue };
        order.remove(at);
        order.push(moved);
    }
    let order: Vec<isize> = order.into_iter().map(|d| d as isize).collect();
    if let Some(twice) = axes.iter().enumerate().find(|(i, axis)| axes[..*i].contains(axis)) {
        return Err(ShapeError::RepeatedAxis { op: OP, axis: *twice.1, axes: axes.into() }.into());
    }
    let a = a.try_permute_dims(&order)?;
    let differ = || -> LinalgError {
        let (left, right) = (a.shape().into(), b.shape().into());
        ShapeError::Mismatch { op: OP.into(), left, right }.into()
    };
    if b.ndim() > a.ndim() {
        return Err(differ());
    }
    let unknowns = a.shape()[b.ndim()..].to_vec();
    let n: usize = unknowns.iter().product();
    if n != b.size() || a.size() != n * n {
        return Err(differ());
    }
    let (matrix, right) = (a.reshape([n, n]), b.reshape([n]));
    Ok(solved(OP, matrix.view(), right.view())?.into_reshaped(unknowns.as_slice()))
}

/// The inverse of an array for [`tensorsolve`]: its first `split` axes and the others are the
/// rows and columns of a matrix.
///
/// `a: (…i, …j)`, with as many elements on both sides → `(…j, …i)`.
///
/// # Panics
/// If `split` is 0 or more than there are axes, or the sides differ in size.
///
/// # Errors
/// As [`inv`](crate::inv).
///
/// # NumPy
/// `np.linalg.tensorinv(a, split)`, where `split` is 2 by default.
///
/// # Examples
/// ```
/// let a = nd_core::eye::<f64>(6).into_reshaped([2, 3, 6]);
/// assert_eq!(nd_linalg::tensorinv(&a, 2)?.shape(), [6, 2, 3]);
/// assert!(nd_linalg::tensorinv([[0.0]], 1).is_err()); // singular
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn tensorinv<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    split: usize,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_tensorinv(a, split))
}

/// As [`tensorinv`], for shapes that come from users.
///
/// # Errors
/// As [`tensorinv`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_tensorinv([[1.0, 2.0]], 1).is_err()); // not square
/// ```
pub fn try_tensorinv<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    split: usize,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::tensor_inv(LinalgElement::promoted(a.view()).view(), split)
}

/// The body of [`tensorinv`].
pub(crate) fn tensor_inverted<T: Field>(
    a: View<'_, T>,
    split: usize,
) -> Result<Array<T>, LinalgError> {
    const OP: &str = "tensorinv";
    if split == 0 || split > a.ndim() {
        let (axis, ndim) = (split as isize, a.ndim());
        return Err(ShapeError::Axis { op: OP, axis, ndim }.into());
    }
    let (rows, columns) = a.shape().split_at(split);
    let (m, n): (usize, usize) = (rows.iter().product(), columns.iter().product());
    if m != n {
        return Err(ShapeError::NotSquare { op: OP, shape: a.shape().into() }.into());
    }
    let inverse = inverted(OP, a.reshape([n, n]).view())?;
    Ok(inverse.into_reshaped([columns, rows].concat().as_slice()))
}

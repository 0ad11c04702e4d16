//! [`norm`], [`vector_norm`], [`matrix_norm`].

use crate::LinalgError;
use crate::error::{ok, shaped};
use crate::field::{Field, FieldOf, LinalgElement, Real, RealOf};
use crate::matrices::stack::one_matrix;
use crate::norms::Norms;
use crate::norms::kinds::{MatrixNorm, VectorNorm};
use crate::norms::lanes::{along, larger, smaller};
use crate::singular::svd;
use nd_core::{Array, ArrayLike, Axes, ShapeError, View};
use nd_ops::Over;
use num_traits::{Float, Zero};

/// The root of the sum of the squares of all elements; 0 if there are none.
///
/// Of a vector the Euclidean length, of a matrix Frobenius' norm. Neither overflows nor
/// vanishes where the result does not; NaN and infinities propagate.
///
/// # NumPy
/// `np.linalg.norm(a)`, where squares overflow.
///
/// # Examples
/// ```
/// use nd_linalg::norm;
///
/// assert_eq!(norm([3.0, 4.0]), 5.0);
/// let long: f64 = norm([[3e200, 4e200]]); // NumPy: inf
/// assert!((long / 5e200 - 1.0).abs() < 1e-15);
/// assert!(norm([1.0, f64::NAN]).is_nan());
/// ```
pub fn norm<A: ArrayLike<Elem: LinalgElement>>(a: A) -> RealOf<A> {
    vector_norm(a, VectorNorm::Two)
}

/// A norm of all elements, whatever the shape.
///
/// Neither overflows nor vanishes where the result does not; NaN propagates. Of no elements it
/// is 0, and the smallest one ([`VectorNorm::NegInf`]) infinite.
///
/// # NumPy
/// `np.linalg.vector_norm(a, ord=ord)`.
///
/// # Examples
/// ```
/// use nd_linalg::{VectorNorm, vector_norm};
///
/// let a = [[1.0, -2.0], [0.0, 2.0]];
/// assert_eq!(vector_norm(a, VectorNorm::Two), 3.0);
/// assert_eq!(vector_norm(a, VectorNorm::One), 5.0);
/// assert_eq!(vector_norm(a, VectorNorm::Inf), 2.0);
/// assert_eq!(vector_norm(a, VectorNorm::Zero), 3.0);
/// assert_eq!(vector_norm([1e200, 1e200], VectorNorm::P(4.0)), 2f64.powf(0.25) * 1e200);
/// ```
pub fn vector_norm<A: ArrayLike<Elem: LinalgElement>>(a: A, ord: VectorNorm) -> RealOf<A> {
    FieldOf::<A>::norm_of_all(LinalgElement::promoted(a.view()).view(), ord)
}

/// A norm along axes.
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims). As
/// [`vector_norm`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.linalg.vector_norm(a, axis=axes, ord=ord)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{VectorNorm, vector_norm_axis};
/// use nd_ops::keepdims;
///
/// let a = array![[3.0, 4.0], [6.0, 8.0]];
/// assert_eq!(vector_norm_axis(&a, VectorNorm::Two, 1), array![5.0, 10.0]);
/// let unit = &a / vector_norm_axis(&a, VectorNorm::Two, keepdims(-1));
/// assert_eq!(unit, array![[0.6, 0.8], [0.6, 0.8]]);
/// ```
#[track_caller]
pub fn vector_norm_axis<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: VectorNorm,
    axes: impl Into<Over>,
) -> Array<RealOf<A>> {
    ok(try_vector_norm_axis(a, ord, axes))
}

/// As [`vector_norm_axis`], for axes that come from users.
///
/// # Errors
/// [`ShapeError::Axis`], [`ShapeError::RepeatedAxis`].
///
/// # Examples
/// ```
/// use nd_linalg::{VectorNorm, try_vector_norm_axis};
///
/// assert!(try_vector_norm_axis([1.0, 2.0], VectorNorm::Two, 1).is_err());
/// ```
pub fn try_vector_norm_axis<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: VectorNorm,
    axes: impl Into<Over>,
) -> Result<Array<RealOf<A>>, ShapeError> {
    FieldOf::<A>::norm_along(LinalgElement::promoted(a.view()).view(), ord, axes.into())
}

/// The body of [`vector_norm_axis`].
pub(crate) fn along_axes<T: Field>(
    a: View<'_, T>,
    ord: VectorNorm,
    over: Over,
) -> Result<Array<T::R>, ShapeError> {
    let axes = over.resolve("vector_norm", a.ndim())?;
    Ok(over.restore(along(a, &axes, ord), a.shape(), &axes))
}

/// A norm of a matrix.
///
/// `a: (m, n)`. Neither overflows nor vanishes where the result does not. NaN propagates in the
/// norms that are not made of singular values. Of an empty matrix, largest values and sums are
/// 0, smallest ones infinite. For several: [`matrix_norm_axis`].
///
/// # Panics
/// If `a` does not have two axes.
///
/// # Errors
/// For the norms of singular values alone: [`LinalgError::NonFinite`], and
/// [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `np.linalg.matrix_norm(a, ord=ord)`.
///
/// # Examples
/// ```
/// use nd_linalg::{MatrixNorm, matrix_norm};
///
/// let a = [[3.0f64, 0.0], [0.0, -4.0]];
/// assert_eq!(matrix_norm(a, MatrixNorm::Frobenius)?, 5.0);
/// assert_eq!(matrix_norm(a, MatrixNorm::Nuclear)?, 7.0);
/// assert_eq!(matrix_norm(a, MatrixNorm::Two)?, 4.0);
/// assert!(matrix_norm([[f64::NAN]], MatrixNorm::Two).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn matrix_norm<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
) -> Result<RealOf<A>, LinalgError> {
    shaped(try_matrix_norm(a, ord))
}

/// As [`matrix_norm`], for shapes that come from users.
///
/// # Errors
/// As [`matrix_norm`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{MatrixNorm, try_matrix_norm};
///
/// assert!(try_matrix_norm([1.0, 2.0], MatrixNorm::Two).is_err());
/// ```
pub fn try_matrix_norm<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
) -> Result<RealOf<A>, LinalgError> {
    let a = LinalgElement::promoted(a.view());
    one_matrix("matrix_norm", a.view())?;
    let axes = Over::from([-2, -1]);
    Ok(FieldOf::<A>::matrix_norms(a.view(), ord, axes)?[[]])
}

/// A norm of the matrices in any two axes, of which the first counts rows.
///
/// `a: (…, m, …, n, …)` → the shape without both, or with 1 in their places by
/// [`keepdims`](nd_ops::keepdims). As [`matrix_norm`].
///
/// # Panics
/// If `axes` are not two different axes of `a`.
///
/// # Errors
/// As [`matrix_norm`].
///
/// # NumPy
/// `np.linalg.norm(a, ord, axis=(row, column))`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{MatrixNorm, matrix_norm_axis};
/// use nd_ops::keepdims;
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(matrix_norm_axis(&a, MatrixNorm::One, [0, 1])?[[]], 6.0);
/// assert_eq!(matrix_norm_axis(&a, MatrixNorm::One, [1, 0])?[[]], 7.0); // of the transpose
/// assert_eq!(matrix_norm_axis(&a, MatrixNorm::One, keepdims([0, 1]))?, array![[6.0]]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn matrix_norm_axis<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
    axes: impl Into<Over>,
) -> Result<Array<RealOf<A>>, LinalgError> {
    shaped(try_matrix_norm_axis(a, ord, axes))
}

/// As [`matrix_norm_axis`], for shapes and axes that come from users.
///
/// # Errors
/// As [`matrix_norm`], and [`LinalgError::Shape`] for what [`matrix_norm_axis`] panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{MatrixNorm, try_matrix_norm_axis};
///
/// assert!(try_matrix_norm_axis([[1.0, 2.0]], MatrixNorm::One, [0, 0]).is_err());
/// assert!(try_matrix_norm_axis([[1.0, 2.0]], MatrixNorm::One, 0).is_err());
/// ```
pub fn try_matrix_norm_axis<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
    axes: impl Into<Over>,
) -> Result<Array<RealOf<A>>, LinalgError> {
    FieldOf::<A>::matrix_norms(LinalgElement::promoted(a.view()).view(), ord, axes.into())
}

/// The body of [`matrix_norm_axis`].
pub(crate) fn of_each<T: Field>(
    a: View<'_, T>,
    ord: MatrixNorm,
    over: Over,
) -> Result<Array<T::R>, LinalgError> {
    if a.ndim() < 2 {
        let shape = a.shape().into();
        return Err(ShapeError::TooFewAxes { op: "matrix_norm", least: 2, shape }.into());
    }
    let axes = over.resolve("matrix_norm", a.ndim())?;
    let &[row, column] = axes.as_slice() else {
        let (op, given, shape) = ("matrix_norm", axes.ndim(), a.shape().into());
        return Err(ShapeError::IndexCount { op, given, shape }.into());
    };
    let kept = (0..a.ndim()).filter(|axis| !axes.contains(axis));
    let order: Vec<isize> = kept.chain([row, column]).map(|axis| axis as isize).collect();
    let result = of_matrices(a.permute_dims(&order), ord)?;
    Ok(over.restore(result, a.shape(), &axes))
}

/// The norms of the matrices in the last two axes.
pub(crate) fn of_matrices<T: Field>(
    a: View<'_, T>,
    ord: MatrixNorm,
) -> Result<Array<T::R>, LinalgError> {
    let (op, rows) = ("matrix_norm", a.ndim() - 2);
    let (zero, inf) = (T::R::zero(), T::R::infinity());
    // Sums along one axis, then the largest or smallest along the other, which is the last.
    let sums = |axis: usize| along(a, &Axes::from([axis]), VectorNorm::One);
    let singular = || svd::values(op, a);
    Ok(match ord {
        MatrixNorm::Frobenius => along(a, &Axes::from([rows, rows + 1]), VectorNorm::Two),
        MatrixNorm::One => folded(&sums(rows), zero, larger),
        MatrixNorm::NegOne => folded(&sums(rows), inf, smaller),
        MatrixNorm::Inf => folded(&sums(rows + 1), zero, larger),
        MatrixNorm::NegInf => folded(&sums(rows + 1), inf, smaller),
        MatrixNorm::Two => folded(&singular()?, zero, larger),
        MatrixNorm::NegTwo => folded(&singular()?, inf, smaller),
        MatrixNorm::Nuclear => folded(&singular()?, zero, |x, y| x + y),
    })
}

/// Folds the last axis.
fn folded<R: Real>(a: &Array<R>, start: R, fold: fn(R, R) -> R) -> Array<R> {
    let (batch, last) = a.shape().split_at(a.ndim() - 1);
    let values: Vec<R> = a.iter().copied().collect();
    let lanes = (0..batch.iter().product::<usize>()).map(|i| &values[i * last[0]..][..last[0]]);
    let each = lanes.map(|lane| lane.iter().copied().fold(start, fold)).collect();
    Array::from_shape_vec(batch, each)
}

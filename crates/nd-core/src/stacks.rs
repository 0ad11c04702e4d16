//! Arrays on top of, beside and behind each other: joins whose axis is in their name.

use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::element::Element;
use crate::error::{ShapeError, ok};
use crate::join::join;
use crate::view::View;

/// The arrays on top of each other: joined along axis 0, where a vector is a row.
///
/// Shapes `[n_k, …]`, equal but for axis 0 → `[n_0 + n_1 + …, …]`; a vector `[n]` counts as `[1, n]` and a single
/// element as `[1, 1]`.
///
/// # Panics
/// If there is no array, or the other lengths differ, or the size overflows.
///
/// # NumPy
/// `np.vstack(arrays)`, `np.row_stack`.
///
/// # Examples
/// ```
/// use nd_core::{array, vstack};
///
/// assert_eq!(vstack(&[&[1, 2], &[3, 4]]), array![[1, 2], [3, 4]]);
/// assert_eq!(vstack(&[array![[1], [2]], array![[3]]]), array![[1], [2], [3]]);
/// ```
/// ```should_panic
/// nd_core::vstack(&[nd_core::array![1, 2], nd_core::array![3]]);
/// ```
#[track_caller]
pub fn vstack<A: ArrayLike<Elem: Element>>(arrays: &[A]) -> Array<A::Elem> {
    ok(try_vstack(arrays))
}

/// As [`vstack`], for arrays whose shapes come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Mismatch`] naming the first two shapes that differ, or
/// [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// let error = nd_core::try_vstack(&[vec![1, 2], vec![3]]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "vstack along axis 0, equal on axis 1: shapes [1, 2] and [1, 1] differ"
/// );
/// ```
pub fn try_vstack<A: ArrayLike<Elem: Element>>(arrays: &[A]) -> Result<Array<A::Elem>, ShapeError> {
    along("vstack", arrays, 0, View::atleast_2d)
}

/// The arrays beside each other: joined along axis 1, and vectors along their only axis.
///
/// Shapes `[m, n_k, …]`, equal but for axis 1 → `[m, n_0 + n_1 + …, …]`; vectors `[n_k]` → `[n_0 + n_1 + …]`.
///
/// # Panics
/// If there is no array, or the other lengths differ, or the size overflows.
///
/// # NumPy
/// `np.hstack(arrays)`.
///
/// # Examples
/// ```
/// use nd_core::{array, hstack};
///
/// assert_eq!(hstack(&[vec![1, 2], vec![3]]), array![1, 2, 3]);
/// assert_eq!(hstack(&[array![[1], [2]], array![[3], [4]]]), array![[1, 3], [2, 4]]);
/// ```
/// ```should_panic
/// nd_core::hstack(&[nd_core::array![[1], [2]], nd_core::array![[3]]]);
/// ```
#[track_caller]
pub fn hstack<A: ArrayLike<Elem: Element>>(arrays: &[A]) -> Array<A::Elem> {
    ok(try_hstack(arrays))
}

/// As [`hstack`], for arrays whose shapes come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Mismatch`] or [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// use nd_core::{array, try_hstack};
///
/// assert!(try_hstack(&[array![[1], [2]], array![[3]]]).is_err());
/// ```
pub fn try_hstack<A: ArrayLike<Elem: Element>>(arrays: &[A]) -> Result<Array<A::Elem>, ShapeError> {
    let vectors = arrays.first().is_some_and(|a| a.view().ndim() < 2);
    along("hstack", arrays, usize::from(!vectors), View::atleast_1d)
}

/// The arrays behind each other: joined along axis 2, which matrices and vectors get.
///
/// Shapes `[m, n, p_k, …]`, equal but for axis 2 → `[m, n, p_0 + p_1 + …, …]`; a matrix `[m, n]` counts as
/// `[m, n, 1]`, a vector `[n]` as `[1, n, 1]`.
///
/// # Panics
/// If there is no array, or the other lengths differ, or the size overflows.
///
/// # NumPy
/// `np.dstack(arrays)`.
///
/// # Examples
/// ```
/// use nd_core::{array, dstack};
///
/// assert_eq!(dstack(&[&[1, 2], &[3, 4]]), array![[[1, 3], [2, 4]]]);
/// assert_eq!(dstack(&[array![[1], [2]], array![[3], [4]]]), array![[[1, 3]], [[2, 4]]]);
/// ```
/// ```should_panic
/// nd_core::dstack(&[nd_core::array![1, 2], nd_core::array![3]]);
/// ```
#[track_caller]
pub fn dstack<A: ArrayLike<Elem: Element>>(arrays: &[A]) -> Array<A::Elem> {
    ok(try_dstack(arrays))
}

/// As [`dstack`], for arrays whose shapes come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Mismatch`] or [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// assert!(nd_core::try_dstack(&[vec![1, 2], vec![3]]).is_err());
/// ```
pub fn try_dstack<A: ArrayLike<Elem: Element>>(arrays: &[A]) -> Result<Array<A::Elem>, ShapeError> {
    along("dstack", arrays, 2, View::atleast_3d)
}

/// Vectors as the columns of a matrix, beside the columns of matrices.
///
/// Shapes `[m]`, which counts as `[m, 1]`, and `[m, n_k]` → `[m, n_0 + n_1 + …]`.
///
/// # Panics
/// If there is no array, or the numbers of rows differ, or the size overflows.
///
/// # NumPy
/// `np.column_stack(arrays)`.
///
/// # Examples
/// ```
/// use nd_core::{array, column_stack};
///
/// assert_eq!(column_stack(&[&[1, 2], &[3, 4]]), array![[1, 3], [2, 4]]);
/// let (a, b) = (array![[1, 2], [3, 4]], array![5, 6]);
/// assert_eq!(column_stack(&[&a, &b]), array![[1, 2, 5], [3, 4, 6]]);
/// ```
/// ```should_panic
/// nd_core::column_stack(&[vec![1, 2], vec![3]]);
/// ```
#[track_caller]
pub fn column_stack<A: ArrayLike<Elem: Element>>(arrays: &[A]) -> Array<A::Elem> {
    ok(try_column_stack(arrays))
}

/// As [`column_stack`], for arrays whose shapes come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Mismatch`] or [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// assert!(nd_core::try_column_stack(&[vec![1, 2], vec![3]]).is_err());
/// ```
pub fn try_column_stack<A: ArrayLike<Elem: Element>>(
    arrays: &[A],
) -> Result<Array<A::Elem>, ShapeError> {
    along("column_stack", arrays, 1, |view| match view.ndim() {
        0 | 1 => view.atleast_2d().t(),
        _ => view,
    })
}

fn along<'a, A: ArrayLike<Elem: Element>>(
    op: &'static str,
    arrays: &'a [A],
    axis: usize,
    raised: impl Fn(View<'a, A::Elem>) -> View<'a, A::Elem>,
) -> Result<Array<A::Elem>, ShapeError> {
    let views: Vec<_> = arrays.iter().map(|a| raised(a.view())).collect();
    if views.is_empty() {
        return Err(ShapeError::NoArrays { op });
    }
    join(op, &views, axis)
}

/// A matrix put together from blocks: those of each row are joined along the last axis, the rows along the one
/// before it.
///
/// `rows[i][j]`: arrays of any rank; those of fewer axes than others, or than two, get new first axes of length 1.
/// The blocks of a row have to agree on all axes but the last, and the rows on all but the last but one.
///
/// # Panics
/// If there is no row, a row without blocks, the lengths do not fit, or the size overflows.
///
/// # NumPy
/// `np.block([[a, b], [c, d]])`. One row without brackets is `concat(&[a, b], -1)`, lists in lists in lists are
/// [`concat`](crate::concat()) of what this makes, and a number is an array like `[[0.0]]`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array, block};
///
/// let (eye, ones) = (Array::<i32>::eye(2), Array::<i32>::ones([2, 1]));
/// let (zeros, two) = (array![0, 0], array![2]);
/// let whole = block(&[[&eye, &ones], [&zeros, &two]]);
/// assert_eq!(whole, array![[1, 0, 1], [0, 1, 1], [0, 0, 2]]);
/// assert_eq!(block(&[vec![&ones, &ones], vec![&zeros]]), array![[1, 1], [1, 1], [0, 0]]);
/// ```
/// ```should_panic
/// use nd_core::{array, block};
/// block(&[[array![[1, 2]], array![[3], [4]]]]); // one row beside two
/// ```
#[track_caller]
pub fn block<A: ArrayLike<Elem: Element>, R: AsRef<[A]>>(rows: &[R]) -> Array<A::Elem> {
    ok(try_block(rows))
}

/// As [`block`], for arrays whose shapes come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Mismatch`] or [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// use nd_core::{array, try_block};
///
/// let error = try_block(&[vec![array![1, 2]], vec![array![3]]]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "block along axis 0, equal on axis 1: shapes [1, 2] and [1, 1] differ"
/// );
/// ```
pub fn try_block<A: ArrayLike<Elem: Element>, R: AsRef<[A]>>(
    rows: &[R],
) -> Result<Array<A::Elem>, ShapeError> {
    let all = rows.iter().flat_map(|row| row.as_ref());
    let ndim = all.map(|a| a.view().ndim()).max().unwrap_or(0).max(2);
    let joined = rows.iter().map(|row| {
        let row = row.as_ref();
        let views: Vec<_> = row.iter().map(|a| a.view().raised(ndim)).collect();
        match views[..] {
            [] => Err(ShapeError::NoArrays { op: "block" }),
            _ => join("block", &views, ndim - 1),
        }
    });
    let joined: Vec<Array<A::Elem>> = joined.collect::<Result<_, _>>()?;
    let views: Vec<_> = joined.iter().map(|row| row.view().raised(ndim)).collect();
    if views.is_empty() {
        return Err(ShapeError::NoArrays { op: "block" });
    }
    join("block", &views, ndim - 2)
}

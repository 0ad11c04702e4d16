//! [`cross`].

use crate::error::ok;
use nd_core::{
    Array, ArrayLike, Ellipsis, Number, ShapeError, View, broadcast_shapes, normalize_axis, s, zip,
};

/// The vector product of vectors in space.
///
/// `a: (…, 3)`, `b: (…, 3)` → `(…, 3)`, the leading axes broadcast. Each part is
/// `aᵢ·bⱼ − aⱼ·bᵢ`, every step rounded; integers wrap, NaN and infinities spread.
///
/// # Panics
/// If the last axis of either is not 3 long, or the leading axes do not broadcast.
///
/// # NumPy
/// `np.linalg.cross(a, b)`. Vectors in the plane, which `np.cross` takes with a warning, have
/// no such product here.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::cross([1, 0, 0], [[0, 1, 0], [0, 0, 1]]), array![[0, 0, 1], [0, -1, 0]]);
/// ```
/// ```should_panic
/// nd_linalg::cross([1, 2], [3, 4]); // has length 2, not 3
/// ```
#[track_caller]
pub fn cross<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Number>,
    B: ArrayLike<Elem = A::Elem>,
{
    ok(try_cross(a, b))
}

/// As [`cross`], of the vectors along `axis` in both and in the result.
///
/// # Panics
/// If there is no such axis, it is not 3 long, or the other axes do not broadcast.
///
/// # NumPy
/// `np.linalg.cross(a, b, axis=axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::cross_axis([[1], [0], [0]], [[0], [1], [0]], 0), array![[0], [0], [1]]);
/// ```
/// ```should_panic
/// nd_linalg::cross_axis([[1, 2, 3]], [[1, 2, 3]], 0);
/// ```
#[track_caller]
pub fn cross_axis<A, B>(a: A, b: B, axis: isize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Number>,
    B: ArrayLike<Elem = A::Elem>,
{
    ok(try_cross_axis(a, b, axis))
}

/// As [`cross`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::Length`] if the last axes are not 3 long, [`ShapeError::Broadcast`] for the
/// other axes.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_cross([1, 2], [3, 4]).is_err());
/// ```
pub fn try_cross<A, B>(a: A, b: B) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: Number>,
    B: ArrayLike<Elem = A::Elem>,
{
    try_cross_axis(a, b, -1)
}

/// As [`cross_axis`], for shapes and axes that come from users.
///
/// # Errors
/// [`ShapeError::Axis`] if there is no such axis, [`ShapeError::Length`] if it is not 3 long,
/// [`ShapeError::Broadcast`] for the other axes.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_cross_axis([1, 2, 3], [3, 4, 5], 1).is_err());
/// ```
pub fn try_cross_axis<A, B>(a: A, b: B, axis: isize) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: Number>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (vectors(a.view(), axis)?, vectors(b.view(), axis)?);
    let shape = broadcast_shapes(&[a.shape(), b.shape()]).map_err(|_| ShapeError::Broadcast {
        op: "cross",
        shapes: [a.shape().into(), b.shape().into()].into(),
    })?;
    let ndim = shape.ndim();
    let place = normalize_axis("cross", axis, ndim)?;
    let mut out = Array::<A::Elem>::try_zeros(shape)?;
    for part in 0..3usize {
        let (i, j) = ((part + 1) % 3, (part + 2) % 3);
        let [ai, aj] = [i, j].map(|i| a.slice(s![Ellipsis, i]));
        let [bi, bj] = [i, j].map(|i| b.slice(s![Ellipsis, i]));
        let difference = |(ai, bj, aj, bi): (A::Elem, A::Elem, A::Elem, A::Elem)| {
            ai.times(bj).minus(aj.times(bi))
        };
        zip((&ai, &bj, &aj, &bi)).map_into(difference, out.slice_mut(s![Ellipsis, part]));
    }
    let mut order: Vec<isize> = (0..ndim as isize - 1).collect();
    order.insert(place, ndim as isize - 1);
    Ok(out.into_permuted(&order))
}

/// The vectors along `axis`, in the last one.
fn vectors<T>(a: View<'_, T>, axis: isize) -> Result<View<'_, T>, ShapeError> {
    let place = normalize_axis("cross", axis, a.ndim())?;
    if a.shape()[place] != 3 {
        let shape = a.shape().into();
        return Err(ShapeError::Length { op: "cross", axis: place, expected: 3, shape });
    }
    Ok(a.moveaxis(place as isize, -1))
}

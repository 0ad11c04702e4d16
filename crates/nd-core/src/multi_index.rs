//! Places of elements counted in C order, and their indices along each axis.

use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::error::{ShapeError, ok};
use crate::select::IndexElement;
use crate::shape::{Shape, broadcast_for};
use crate::view::View;

/// What an index beyond its axis means.
///
/// # NumPy
/// The argument `mode` of `ravel_multi_index` and `choose`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IndexMode {
    /// It is refused; so are negative ones.
    #[default]
    Raise,
    /// It goes on from the other end, as often as it takes: the remainder by the length.
    Wrap,
    /// It is the nearest one that there is.
    Clip,
}

impl IndexMode {
    /// The position on an axis of length `len`, if there is one.
    ///
    /// # Examples
    /// ```
    /// use nd_core::IndexMode;
    ///
    /// assert_eq!(IndexMode::Raise.place(-1, 3), None);
    /// assert_eq!(IndexMode::Wrap.place(-1, 3), Some(2));
    /// assert_eq!(IndexMode::Clip.place(-1, 3), Some(0));
    /// assert_eq!(IndexMode::Clip.place(5, 0), None); // nothing is near
    /// ```
    #[inline]
    pub fn place(self, index: isize, len: usize) -> Option<usize> {
        let last = (len as isize).checked_sub(1).filter(|&last| last >= 0)?;
        match self {
            IndexMode::Raise => usize::try_from(index).ok().filter(|&index| index < len),
            IndexMode::Wrap => Some(index.rem_euclid(len as isize) as usize),
            IndexMode::Clip => Some(index.clamp(0, last) as usize),
        }
    }
}

/// The places, counted in C order, of the elements that index arrays name in an array of `shape`.
///
/// `indices`: one array of integers for each axis, which broadcast to a shape `S` → `S`.
///
/// # Panics
/// If there is another number of index arrays than of axes, they do not broadcast, an index is negative or beyond
/// its axis, or an array of `shape` has too many elements.
///
/// # NumPy
/// `np.ravel_multi_index(indices, shape)`. With `order="F"` it is of the indices and the lengths in reverse.
///
/// # Examples
/// ```
/// use nd_core::{array, ravel_multi_index};
///
/// assert_eq!(ravel_multi_index(&[&[0, 1, 1], &[2, 0, 2]], [2, 3]), array![2, 3, 5]);
/// ```
/// ```should_panic
/// nd_core::ravel_multi_index(&[&[0], &[3]], [2, 3]);
/// ```
#[track_caller]
pub fn ravel_multi_index<A: ArrayLike<Elem: IndexElement>>(
    indices: &[A],
    shape: impl Into<Shape>,
) -> Array<usize> {
    ok(try_ravel_multi_index(indices, shape))
}

/// As [`ravel_multi_index`], for indices that come from users or data.
///
/// # Errors
/// [`ShapeError::IndexCount`], [`ShapeError::Broadcast`], [`ShapeError::Index`] for the first index out of bounds,
/// [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// let error = nd_core::try_ravel_multi_index(&[&[0], &[-1]], [2, 3]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "ravel_multi_index: index -1 is out of bounds for axis 1 with length 3"
/// );
/// ```
pub fn try_ravel_multi_index<A: ArrayLike<Elem: IndexElement>>(
    indices: &[A],
    shape: impl Into<Shape>,
) -> Result<Array<usize>, ShapeError> {
    try_ravel_multi_index_with(indices, shape, &[IndexMode::Raise])
}

/// As [`ravel_multi_index`], told what indices beyond an axis mean: one mode for all axes, or one for each.
///
/// # Panics
/// As `ravel_multi_index`; an index in the modes that allow any if its axis has length 0; if there is another
/// number of modes than 1 or that of the axes.
///
/// # NumPy
/// `np.ravel_multi_index(indices, shape, mode)`.
///
/// # Examples
/// ```
/// use nd_core::{IndexMode, array, ravel_multi_index_with};
///
/// assert_eq!(ravel_multi_index_with(&[&[3], &[-1]], [2, 2], &[IndexMode::Wrap]), array![3]);
/// let modes = [IndexMode::Clip, IndexMode::Wrap];
/// assert_eq!(ravel_multi_index_with(&[&[9], &[5]], [2, 3], &modes), array![5]);
/// ```
#[track_caller]
pub fn ravel_multi_index_with<A: ArrayLike<Elem: IndexElement>>(
    indices: &[A],
    shape: impl Into<Shape>,
    modes: &[IndexMode],
) -> Array<usize> {
    ok(try_ravel_multi_index_with(indices, shape, modes))
}

/// As [`ravel_multi_index_with`], for indices that come from users or data.
///
/// # Errors
/// [`ShapeError::IndexCount`] for the number of index arrays or modes, [`ShapeError::Broadcast`],
/// [`ShapeError::Index`], [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// use nd_core::{IndexMode, try_ravel_multi_index_with};
///
/// assert!(try_ravel_multi_index_with(&[&[0]], [0], &[IndexMode::Clip]).is_err());
/// ```
pub fn try_ravel_multi_index_with<A: ArrayLike<Elem: IndexElement>>(
    indices: &[A],
    shape: impl Into<Shape>,
    modes: &[IndexMode],
) -> Result<Array<usize>, ShapeError> {
    const OP: &str = "ravel_multi_index";
    let shape = shape.into();
    let count = |given| ShapeError::IndexCount { op: OP, given, shape: shape.as_slice().into() };
    if indices.len() != shape.ndim() {
        return Err(count(indices.len()));
    }
    if modes.len() != 1 && modes.len() != shape.ndim() {
        return Err(count(modes.len()));
    }
    shape.size_for(1, OP)?;
    let views: Vec<View<'_, A::Elem>> = indices.iter().map(|a| a.view()).collect();
    let shapes: Vec<&[usize]> = views.iter().map(View::shape).collect();
    let out = broadcast_for(OP, &shapes)?;
    let mut places = Array::<usize>::try_full(out, 0)?;
    for (axis, view) in views.into_iter().enumerate() {
        let (len, mode) = (shape[axis], modes[axis % modes.len()]);
        let stretched = view.try_broadcast_to(out)?;
        for (place, index) in places.iter_mut().zip(stretched.iter()) {
            let index = index.to_index();
            let Some(at) = mode.place(index, len) else {
                return Err(ShapeError::Index { op: OP, index, axis, len });
            };
            *place = *place * len + at;
        }
    }
    Ok(places)
}

/// The indices along each axis of the elements at places that are counted in C order.
///
/// `places`: integers of any shape `S` → for each axis of `shape` one array `S`.
///
/// # Panics
/// If a place is negative or not less than the number of elements, or an array of `shape` has too many elements.
///
/// # NumPy
/// `np.unravel_index(places, shape)`. With `order="F"` it is of the lengths in reverse, and so are the results.
///
/// # Examples
/// ```
/// use nd_core::{array, unravel_index};
///
/// let [i, j] = unravel_index(&[2, 3, 5], [2, 3]).try_into().unwrap();
/// assert_eq!((i, j), (array![0, 1, 1], array![2, 0, 2]));
/// ```
/// ```should_panic
/// nd_core::unravel_index(&[6], [2, 3]);
/// ```
#[track_caller]
pub fn unravel_index<A: ArrayLike<Elem: IndexElement>>(
    places: A,
    shape: impl Into<Shape>,
) -> Vec<Array<usize>> {
    ok(try_unravel_index(places, shape))
}

/// As [`unravel_index`], for places that come from users or data.
///
/// # Errors
/// [`ShapeError::Index`] for the first place out of bounds, [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// let error = nd_core::try_unravel_index(&[0, 6], [2, 3]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "unravel_index: index 6 is out of bounds for axis 0 with length 6"
/// );
/// ```
pub fn try_unravel_index<A: ArrayLike<Elem: IndexElement>>(
    places: A,
    shape: impl Into<Shape>,
) -> Result<Vec<Array<usize>>, ShapeError> {
    let (op, shape, places) = ("unravel_index", shape.into(), places.view());
    let size = shape.size_for(1, op)?;
    let check = |index: isize| match IndexMode::Raise.place(index, size) {
        Some(place) => Ok(place),
        None => Err(ShapeError::Index { op, index, axis: 0, len: size }),
    };
    let all = places.iter().map(|place| check(place.to_index()));
    let mut left = all.collect::<Result<Vec<usize>, _>>()?;
    let mut found: Vec<Array<usize>> = Vec::with_capacity(shape.ndim());
    for &n in shape.iter().rev() {
        let along = left.iter_mut().map(|left| {
            let index = *left % n;
            *left /= n;
            index
        });
        found.push(Array::from_shape_vec(places.layout().shape, along.collect()));
    }
    found.reverse();
    Ok(found)
}

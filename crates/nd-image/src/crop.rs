//! Cutting rectangles out of pictures.

use nd_core::{ArrayLike, ShapeError, SliceItem, View};

/// The rectangle of `height` rows from row `top` and `width` columns from column `left`, with
/// all channels: a view, nothing is copied.
///
/// The array is `(h, w)` or has further axes, `(h, w, c)`. An empty rectangle is fine.
///
/// # Panics
/// If the array has fewer than two axes, or the rectangle reaches beyond it. [`try_crop`]
/// returns an error instead.
///
/// # NumPy
/// `a[top:top + height, left:left + width]`, except that reaching beyond the array is an error.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::crop;
/// let a = Array::from_fn([4, 5], |i| 10 * i[0] + i[1]);
/// let b = crop(&a, 1, 2, 2, 3);
/// assert_eq!(b.shape(), [2, 3]);
/// assert_eq!(b[[0, 0]], 12);
/// assert!(crop(&a, 4, 5, 0, 0).is_empty());
/// ```
/// ```should_panic
/// nd_image::crop(&[[1, 2], [3, 4]], 1, 0, 2, 2);
/// ```
#[track_caller]
pub fn crop<A: ArrayLike + ?Sized>(
    a: &A,
    top: usize,
    left: usize,
    height: usize,
    width: usize,
) -> View<'_, A::Elem> {
    try_crop(a, top, left, height, width).unwrap_or_else(|e| panic!("{e}"))
}

/// [`crop`] that returns an error where `crop` panics.
///
/// # Errors
/// [`ShapeError::IndexCount`] for fewer than two axes, [`ShapeError::Index`] for a rectangle that
/// reaches beyond the array.
///
/// # NumPy
/// `a[top:top + height, left:left + width]`, except that reaching beyond the array is an error.
///
/// # Examples
/// ```
/// use nd_image::try_crop;
/// let a = [[1, 2], [3, 4]];
/// assert_eq!(try_crop(&a, 0, 1, 2, 1).unwrap()[[1, 0]], 4);
/// let error = try_crop(&a, 1, 0, 2, 2).unwrap_err();
/// assert_eq!(error.to_string(), "crop: index 2 is out of bounds for axis 0 with length 2");
/// ```
pub fn try_crop<A: ArrayLike + ?Sized>(
    a: &A,
    top: usize,
    left: usize,
    height: usize,
    width: usize,
) -> Result<View<'_, A::Elem>, ShapeError> {
    let a = a.view();
    if a.ndim() < 2 {
        return Err(ShapeError::IndexCount { op: "crop", given: 2, shape: a.shape().into() });
    }
    for (axis, (start, count)) in [(top, height), (left, width)].into_iter().enumerate() {
        let len = a.shape()[axis];
        let inside = start.checked_add(count).is_some_and(|end| end <= len);
        if !inside {
            // The first index that is not there.
            let index = start.max(len).min(isize::MAX as usize) as isize;
            return Err(ShapeError::Index { op: "crop", index, axis, len });
        }
    }
    let range = |start: usize, count: usize| SliceItem::from(start..start + count);
    a.try_slice([range(top, height), range(left, width)])
}

//! Arrays of at least so many axes, and arrays stretched to one shape.

use crate::array_like::ArrayLike;
use crate::error::{ShapeError, ok};
use crate::shape::broadcast_for;
use crate::view::View;

impl<'a, T> View<'a, T> {
    /// The array, with an axis if it has none.
    ///
    /// `[]` → `[1]`; others stay.
    ///
    /// # NumPy
    /// `np.atleast_1d(a)`, of one array.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::scalar(7).atleast_1d(), array![7]);
    /// assert_eq!(array![[1, 2]].atleast_1d().shape(), [1, 2]);
    /// ```
    pub fn atleast_1d(self) -> View<'a, T> {
        self.raised(1)
    }

    /// The array, with new first axes if it has fewer than two.
    ///
    /// `[]` → `[1, 1]`, `[n]` → `[1, n]`; others stay.
    ///
    /// # NumPy
    /// `np.atleast_2d(a)`, of one array.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![1, 2].atleast_2d(), array![[1, 2]]);
    /// assert_eq!(array![0; 0].atleast_2d().shape(), [1, 0]);
    /// ```
    pub fn atleast_2d(self) -> View<'a, T> {
        self.raised(2)
    }

    /// The array, with new axes around its own if it has fewer than three.
    ///
    /// `[]` → `[1, 1, 1]`, `[n]` → `[1, n, 1]`, `[m, n]` → `[m, n, 1]`; others stay.
    ///
    /// # NumPy
    /// `np.atleast_3d(a)`, of one array.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![1, 2].atleast_3d().shape(), [1, 2, 1]);
    /// assert_eq!(array![[1, 2]].atleast_3d().shape(), [1, 2, 1]);
    /// ```
    pub fn atleast_3d(self) -> View<'a, T> {
        match self.ndim() {
            0 | 1 => self.raised(2).expand_dims(2),
            2 => self.expand_dims(2),
            _ => self,
        }
    }

    /// New first axes of length 1 until there are `ndim`, which an array may have.
    pub(crate) fn raised(self, ndim: usize) -> View<'a, T> {
        (self.ndim()..ndim).fold(self, |view, _| view.expand_dims(0))
    }
}

/// The arrays as views of the one shape that they broadcast to.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.broadcast_arrays(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::{array, broadcast_arrays};
///
/// let (column, row) = (array![[1], [2]], array![[10, 20]]);
/// let [a, b] = broadcast_arrays([&column, &row]);
/// assert_eq!(a, array![[1, 1], [2, 2]]);
/// assert_eq!(b, array![[10, 20], [10, 20]]);
/// ```
/// ```should_panic
/// nd_core::broadcast_arrays([&vec![1, 2], &vec![1, 2, 3]]);
/// ```
#[track_caller]
pub fn broadcast_arrays<A: ArrayLike, const N: usize>(arrays: [&A; N]) -> [View<'_, A::Elem>; N] {
    ok(try_broadcast_arrays(arrays))
}

/// As [`broadcast_arrays`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::Broadcast`].
///
/// # Examples
/// ```
/// let error = nd_core::try_broadcast_arrays([&vec![1, 2], &vec![1, 2, 3]]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "broadcast_arrays: shapes [2] and [3] do not broadcast together"
/// );
/// ```
pub fn try_broadcast_arrays<A: ArrayLike, const N: usize>(
    arrays: [&A; N],
) -> Result<[View<'_, A::Elem>; N], ShapeError> {
    let views = arrays.map(ArrayLike::view);
    let shapes: Vec<&[usize]> = views.iter().map(View::shape).collect();
    let shape = broadcast_for("broadcast_arrays", &shapes)?;
    Ok(views.map(|view| ok(view.try_broadcast_to(shape))))
}

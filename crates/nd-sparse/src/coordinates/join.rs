//! Arrays with any number of axes, put together.

use super::Coo;
use crate::error::{SparseError, ok};
use crate::index::Index;
use nd_core::{ShapeError, normalize_axis};

impl<T: Copy, I: Index> Coo<T, I> {
    /// Arrays one after the other along an axis; their other axes are equally long. Entries keep their order.
    ///
    /// # Panics
    /// If there are none, there is no such axis, the other axes differ, or the axis gets too long for the indices.
    ///
    /// # SciPy
    /// `vstack(arrays)`, `hstack(arrays)`, of arrays with two axes.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i32>::from_dense([[[1], [2]]]);
    /// let b = Coo::concat(&[&a, &a], 1);
    /// assert_eq!(b.to_dense(), nd_core::array![[[1], [2], [1], [2]]]);
    /// ```
    #[track_caller]
    pub fn concat(arrays: &[&Self], axis: isize) -> Self {
        ok(Self::try_concat(arrays, axis))
    }

    /// As [`concat`](Self::concat), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::NoArrays`], [`ShapeError::Axis`], [`ShapeError::Mismatch`], [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// assert!(Coo::try_concat(&[&Coo::<u8>::new([2, 3]), &Coo::new([2, 4])], 0).is_err());
    /// ```
    pub fn try_concat(arrays: &[&Self], axis: isize) -> Result<Self, SparseError> {
        const OP: &str = "concat";
        let Some(first) = arrays.first() else {
            return Err(ShapeError::NoArrays { op: OP }.into());
        };
        let axis = normalize_axis(OP, axis, first.ndim())?;
        let mut whole: Self = (*first).clone();
        for array in &arrays[1..] {
            let same = |(other, (a, b)): (usize, (&usize, &usize))| other == axis || a == b;
            let fits = array.ndim() == first.ndim()
                && array.shape.iter().zip(first.shape.iter()).enumerate().all(same);
            let before = whole.shape[axis];
            let Some(len) =
                before.checked_add(array.shape.get(axis).copied().unwrap_or(0)).filter(|_| fits)
            else {
                let op = format!("{OP} along axis {axis}").into();
                let (left, right) = (first.shape().into(), array.shape().into());
                return Err(ShapeError::Mismatch { op, left, right }.into());
            };
            SparseError::check_axes::<I>(OP, &[len])?;
            whole.shape[axis] = len;
            for (other, (to, from)) in whole.coords.iter_mut().zip(&array.coords).enumerate() {
                let offset = if other == axis { before } else { 0 };
                to.extend(from.iter().map(|at| I::from_position(at.position() + offset)));
            }
            whole.values.extend_from_slice(&array.values);
        }
        Ok(whole)
    }

    /// Arrays of one shape along a new axis.
    ///
    /// # Panics
    /// If there are none, there is no such place for an axis, the shapes differ, or there are 16 axes already.
    ///
    /// # SciPy
    /// None; `np.stack(arrays, axis)` of dense ones.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i32>::from_dense([1, 0]);
    /// assert_eq!(Coo::stack(&[&a, &a], 1).to_dense(), nd_core::array![[1, 1], [0, 0]]);
    /// ```
    #[track_caller]
    pub fn stack(arrays: &[&Self], axis: isize) -> Self {
        if let Some(other) = arrays.iter().find(|other| other.shape != arrays[0].shape) {
            let (left, right) = (arrays[0].shape().into(), other.shape().into());
            ok::<(), _>(Err(ShapeError::Mismatch { op: "stack".into(), left, right }));
        }
        let deeper: Vec<Self> = arrays.iter().map(|array| array.expand_dims(axis)).collect();
        Self::concat(&deeper.iter().collect::<Vec<_>>(), axis)
    }
}

//! Copies with positions of an axis taken out or put in, and copies of another size.

use crate::array::Array;
use crate::array_like::Operand;
use crate::element::Element;
use crate::error::{ShapeError, ok};
use crate::layout::resolve_index;
use crate::select::IndexItem;
use crate::shape::{Shape, normalize_axis};
use crate::slice::{Slice, SliceItem};
use crate::view::View;

/// The positions of an axis that an entry of an index expression names, in its order; counted by `at`.
fn positions(
    op: &'static str,
    item: &IndexItem,
    shape: &[usize],
    axis: usize,
    at: impl Fn(isize) -> Result<usize, ShapeError>,
) -> Result<Vec<usize>, ShapeError> {
    let len = shape[axis];
    match item {
        IndexItem::Slice(SliceItem::Index(index)) => Ok(vec![at(*index)?]),
        IndexItem::Slice(SliceItem::Range(slice)) => span(*slice, len, axis),
        IndexItem::Slice(SliceItem::Ellipsis) => Ok((0..len).collect()),
        IndexItem::Slice(SliceItem::NewAxis) => {
            Err(ShapeError::IndexCount { op, given: 0, shape: shape.into() })
        }
        IndexItem::Integers(indices) => indices.iter().map(|&index| at(index)).collect(),
        IndexItem::Mask(mask) if mask.shape() == [len] => Ok(mask.flatnonzero().into_vec()),
        IndexItem::Mask(mask) => {
            let op = format!("{op}: a mask for axis {axis}").into();
            Err(ShapeError::Mismatch { op, left: [len].into(), right: mask.shape().into() })
        }
    }
}

fn span(slice: Slice, len: usize, axis: usize) -> Result<Vec<usize>, ShapeError> {
    let (start, count) = slice.resolve(len, axis)?;
    Ok((0..count).map(|k| start.wrapping_add_signed(k as isize * slice.step)).collect())
}

impl<T: Element> View<'_, T> {
    /// A copy without the positions of `axis` that `what` names.
    ///
    /// `[…, n, …]` → `[…, n - taken out, …]`. `what` is what may stand in [`ix!`](crate::ix): a position, a range,
    /// positions, or a mask of the length of the axis. Negative positions count from the end; it does not matter
    /// how often one is named; ranges may reach beyond the ends.
    ///
    /// # Panics
    /// If there is no such axis, a position is out of bounds, or a mask has another length.
    ///
    /// # NumPy
    /// `np.delete(a, what, axis)`; without an axis it is of `a.ravel()`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(a.delete(-1, 1), array![[1, 2], [4, 5]]);
    /// assert_eq!(a.delete([0, 2], 1), array![[2], [5]]);
    /// assert_eq!(a.delete([true, false], 0), array![[4, 5, 6]]);
    /// assert_eq!(a.delete(.., 0).shape(), [0, 3]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].delete(2, 0);
    /// ```
    #[track_caller]
    pub fn delete(self, what: impl Into<IndexItem>, axis: isize) -> Array<T> {
        ok(self.try_delete(what, axis))
    }

    /// As [`delete`](Self::delete), for positions that come from users or data.
    ///
    /// # Errors
    /// [`ShapeError::Axis`], [`ShapeError::Index`] for a position out of bounds, [`ShapeError::Mismatch`] for a mask
    /// of another length, [`ShapeError::ZeroStep`], [`ShapeError::IndexCount`] for a new axis.
    ///
    /// # Examples
    /// ```
    /// let error = nd_core::array![1, 2].try_delete([0, -3], 0).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "delete: index -3 is out of bounds for axis 0 with length 2"
    /// );
    /// ```
    pub fn try_delete(
        self,
        what: impl Into<IndexItem>,
        axis: isize,
    ) -> Result<Array<T>, ShapeError> {
        let axis = normalize_axis("delete", axis, self.ndim())?;
        let len = self.shape()[axis];
        let at = |index| resolve_index("delete", index, axis, len);
        let mut kept = vec![true; len];
        for place in positions("delete", &what.into(), self.shape(), axis, at)? {
            kept[place] = false;
        }
        // A mask over the first axis is copied in runs.
        if axis == 0 { self.try_select(kept) } else { self.try_compress(kept, axis as isize) }
    }

    /// A copy with `values` put in before the positions of `axis` that `what` names.
    ///
    /// `[…, n, …]` → `[…, n + put in, …]`. Positions are those of this array: none moves because of values before
    /// it. One may be `n`, the end; negative ones count from the end; at a position that is named twice the values
    /// stand in their order.
    ///
    /// - Before one position (`what` is an integer) goes one sub-array: `values` of fewer axes broadcast to the
    ///   shape without `axis`. Values with all axes are put in as they are, however many along `axis`.
    /// - Of ranges, positions and masks each one named gets one: `values` broadcast to `[…, count, …]`.
    ///
    /// # Panics
    /// If there is no such axis, a position is out of bounds, a mask has another length, or `values` do not
    /// broadcast.
    ///
    /// # NumPy
    /// `np.insert(a, what, values, axis)`; without an axis it is of `a.ravel()`. For one position NumPy turns the
    /// first axis of values with all axes to `axis`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![1, 2, 3].insert(1, &[8, 9], 0), array![1, 8, 9, 2, 3]);
    /// assert_eq!(array![1, 2, 3].insert([0, 3], &[8, 9], 0), array![8, 1, 2, 3, 9]);
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.insert(1, &[8, 9], 1), array![[1, 8, 2], [3, 9, 4]]);
    /// assert_eq!(a.insert([1, 1], &[8, 9], 1), array![[1, 8, 9, 2], [3, 8, 9, 4]]);
    /// assert_eq!(a.insert(-1, 0, 0), array![[1, 2], [0, 0], [3, 4]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].insert(3, 0, 0);
    /// ```
    #[track_caller]
    pub fn insert(
        self,
        what: impl Into<IndexItem>,
        values: impl Operand<T>,
        axis: isize,
    ) -> Array<T> {
        ok(self.try_insert(what, values, axis))
    }

    /// As [`insert`](Self::insert), for positions and values that come from users or data.
    ///
    /// # Errors
    /// [`ShapeError::Axis`], [`ShapeError::Index`], [`ShapeError::Mismatch`] for a mask of another length,
    /// [`ShapeError::BroadcastTo`] for `values`, [`ShapeError::ZeroStep`], [`ShapeError::IndexCount`] for a new
    /// axis, [`ShapeError::Overflow`].
    ///
    /// # Examples
    /// ```
    /// let error = nd_core::array![1, 2].try_insert([3], 0, 0).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "insert: index 3 is out of bounds for axis 0 with length 2"
    /// );
    /// ```
    pub fn try_insert(
        self,
        what: impl Into<IndexItem>,
        values: impl Operand<T>,
        axis: isize,
    ) -> Result<Array<T>, ShapeError> {
        let (what, values) = (what.into(), values.operand());
        let axis = normalize_axis("insert", axis, self.ndim())?;
        let len = self.shape()[axis];
        let at = |index: isize| match index {
            end if end == len as isize => Ok(len),
            _ => resolve_index("insert", index, axis, len),
        };
        let mut places = positions("insert", &what, self.shape(), axis, at)?;
        let mut shape = self.layout().shape;
        let one = matches!(what, IndexItem::Slice(SliceItem::Index(_)));
        let values = if one && values.ndim() < self.ndim() {
            shape.remove(axis);
            values.try_broadcast_to(shape)?.expand_dims(axis as isize)
        } else {
            if one && values.ndim() == self.ndim() {
                places = vec![places[0]; values.shape()[axis]];
            }
            shape[axis] = places.len();
            values.try_broadcast_to(shape)?
        };
        let all = crate::join::join("insert", &[self, values], axis)?;
        all.try_take(merged(len, &places), axis as isize)
    }
}

/// The order of `len` old positions, and of new ones (counted from `len` on) each before the place it is told.
fn merged(len: usize, places: &[usize]) -> Vec<usize> {
    let mut new: Vec<usize> = (0..places.len()).collect();
    new.sort_by_key(|&k| places[k]);
    let mut new = new.into_iter().peekable();
    let mut order = Vec::with_capacity(len + places.len());
    for old in 0..=len {
        while let Some(k) = new.next_if(|&k| places[k] == old) {
            order.push(len + k);
        }
        if old < len {
            order.push(old);
        }
    }
    order
}

impl<T: Element + Default> View<'_, T> {
    /// The elements in C order, in another shape: as many as it takes, from the beginning again where they end.
    ///
    /// Of no element: zeros (what `T` has by default).
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.resize(a, shape)`; `a.resize(shape)`, which fills up with zeros, is
    /// `concat(&[a.ravel(), zeros], 0)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.resize([2, 3]), array![[1, 2, 3], [4, 1, 2]]);
    /// assert_eq!(a.resize(1), array![1]);
    /// assert_eq!(array![0.5; 0].resize(2), array![0.0, 0.0]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].resize([usize::MAX, 2]);
    /// ```
    #[track_caller]
    pub fn resize(self, shape: impl Into<Shape>) -> Array<T> {
        let shape = shape.into();
        let size = ok(shape.size_for(size_of::<T>(), "resize"));
        if self.is_empty() {
            return Array::full(shape, T::default());
        }
        let elements = self.ravel();
        let elements = elements.as_slice().expect("in a row");
        let mut all = Vec::with_capacity(size);
        while all.len() < size {
            all.extend_from_slice(&elements[..elements.len().min(size - all.len())]);
        }
        Array::from_shape_vec(shape, all)
    }
}

//! Parts of a matrix: slices, lists, masks, single rows and columns.

use crate::compressed::{Compressed, check_index};
use crate::element::SparseElement;
use crate::error::ok;
use crate::index::Index;
use crate::orientation::Orientation;
use crate::packed::Packed;
use crate::vector::SparseVector;
use nd_core::{Array, ArrayLike, ShapeError, Slice, SliceItem, normalize_axis};

/// The rows and columns that a slice names.
pub(super) fn ranges(
    op: &'static str,
    items: &[SliceItem],
    shape: [usize; 2],
) -> Result<[Slice; 2], ShapeError> {
    let mut ranges = [Slice::ALL; 2];
    let named = items.iter().filter(|item| **item != SliceItem::Ellipsis).count();
    let wrong = || ShapeError::IndexCount { op, given: named, shape: shape.into() };
    let mut axis = 0;
    for item in items {
        match item {
            SliceItem::Ellipsis => axis += 2_usize.checked_sub(named).ok_or_else(wrong)?,
            SliceItem::Range(range) => {
                *ranges.get_mut(axis).ok_or_else(wrong)? = *range;
                axis += 1;
            }
            // A number takes an axis away, and a new one is no matrix either.
            SliceItem::Index(_) | SliceItem::NewAxis => {
                let expected = "2 axes, sliced by ranges (rows and columns alone: `row_vector`)";
                return Err(ShapeError::Rank { op, expected, shape: shape.into() });
            }
        }
    }
    Ok(ranges)
}

/// A list of positions, of which negative ones count from the end.
pub(super) fn positions(
    op: &'static str,
    list: &[isize],
    axis: usize,
    len: usize,
) -> Result<Vec<usize>, ShapeError> {
    let place = |&index: &isize| {
        let place = if index < 0 { len.checked_add_signed(index) } else { Some(index as usize) };
        let place = place.filter(|&place| place < len);
        place.ok_or(ShapeError::Index { op, index, axis, len })
    };
    list.iter().map(place).collect()
}

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// Part of the matrix, by ranges with steps: a new matrix, zeros that are stored stay.
    ///
    /// # Panics
    /// If the slice names more than two axes, or one by a number, or a step is 0. Ranges are clamped.
    ///
    /// # SciPy
    /// `a[1:, ::-2]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<i32>::from_dense([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(a.slice(s![1.., ..;-2]).to_dense(), nd_core::array![[6, 4]]);
    /// assert_eq!(a.slice(s![5..1]).shape(), [0, 3]);
    /// ```
    #[track_caller]
    pub fn slice(&self, items: impl AsRef<[SliceItem]>) -> Self {
        ok(self.try_slice(items))
    }

    /// As [`slice`](Self::slice), for slices that come from users.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`], [`ShapeError::Rank`] for a number, [`ShapeError::ZeroStep`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    ///
    /// assert!(nd_sparse::Csr::<i32>::eye(2).try_slice(s![.., .., ..]).is_err());
    /// ```
    pub fn try_slice(&self, items: impl AsRef<[SliceItem]>) -> Result<Self, ShapeError> {
        let shape = self.shape();
        let slices = ranges("slice", items.as_ref(), shape)?;
        let mut picked = [(0, 0, 1); 2];
        for axis in 0..2 {
            let (first, count) = slices[axis].resolve(shape[axis], axis)?;
            picked[axis] = (first, count, slices[axis].step);
        }
        let [lanes, across] = O::lanes_of(picked);
        let list = |(first, count, step): (usize, usize, isize)| -> Vec<usize> {
            (0..count as isize).map(|at| first.wrapping_add_signed(at * step)).collect()
        };
        let a = self.packed();
        let whole = lanes == (0, a.lanes(), 1);
        let kept = if whole { None } else { Some(T::take_lanes(a, &list(lanes))) };
        let rows = kept.as_ref().map_or(a, Packed::view);
        let packed = match across {
            (0, count, 1) if count == a.across => match kept {
                Some(kept) => kept,
                None => a.to_owned(),
            },
            (first, count, 1) => T::take_range(rows, first, first + count),
            across => T::take_across(rows, &list(across)),
        };
        Ok(Self::from_packed(packed))
    }

    /// Rows (axis 0) or columns (axis 1) by a list, in its order: some several times, negative ones from the end.
    ///
    /// # Panics
    /// If there is no such axis, or an index is out of bounds.
    ///
    /// # SciPy
    /// `a[list]`, `a[:, list]`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [3, 4]]);
    /// assert_eq!(a.take(&[-1, 0, 1], 0).to_dense(), nd_core::array![[3, 4], [1, 2], [3, 4]]);
    /// assert_eq!(a.take(&[1, 1], 1).to_dense(), nd_core::array![[2, 2], [4, 4]]);
    /// ```
    #[track_caller]
    pub fn take(&self, list: &[isize], axis: isize) -> Self {
        ok(self.try_take(list, axis))
    }

    /// As [`take`](Self::take), for indices that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Axis`], [`ShapeError::Index`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(2).try_take(&[2], 0).is_err());
    /// ```
    pub fn try_take(&self, list: &[isize], axis: isize) -> Result<Self, ShapeError> {
        let axis = normalize_axis("take", axis, 2)?;
        let list = positions("take", list, axis, self.shape()[axis])?;
        Ok(self.taken(&list, axis))
    }

    fn taken(&self, list: &[usize], axis: usize) -> Self {
        let of_lanes = (axis == 0) == O::ROWS;
        let take = if of_lanes { T::take_lanes } else { T::take_across };
        Self::from_packed(take(self.packed(), list))
    }

    /// The rows (axis 0) or columns (axis 1) for which a mask is true.
    ///
    /// # Panics
    /// If there is no such axis, or the mask does not have its length.
    ///
    /// # SciPy
    /// `a[mask]`, `a[:, mask]`, with a mask of one axis.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [3, 4]]);
    /// assert_eq!(a.compress(&[false, true], 0).to_dense(), nd_core::array![[3, 4]]);
    /// ```
    #[track_caller]
    pub fn compress(&self, mask: &[bool], axis: isize) -> Self {
        ok(self.try_compress(mask, axis))
    }

    /// As [`compress`](Self::compress), for masks whose length comes from users.
    ///
    /// # Errors
    /// [`ShapeError::Axis`], [`ShapeError::Mismatch`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(2).try_compress(&[true], 0).is_err());
    /// ```
    pub fn try_compress(&self, mask: &[bool], axis: isize) -> Result<Self, ShapeError> {
        let axis = normalize_axis("compress", axis, 2)?;
        if mask.len() != self.shape()[axis] {
            let op = format!("compress along axis {axis}").into();
            let (left, right) = (self.shape().into(), [mask.len()].into());
            return Err(ShapeError::Mismatch { op, left, right });
        }
        let list: Vec<usize> = (0..mask.len()).filter(|&at| mask[at]).collect();
        Ok(self.taken(&list, axis))
    }

    /// The elements at pairs of rows and columns, dense. Negative ones count from the end.
    ///
    /// # Panics
    /// If there are not as many rows as columns, or one is out of bounds.
    ///
    /// # SciPy
    /// `a[rows, columns]`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 0], [3, 4]]);
    /// assert_eq!(a.pick(&[0, 1, -1], &[1, 0, -1]), nd_core::array![0, 3, 4]);
    /// ```
    #[track_caller]
    pub fn pick(&self, rows: &[isize], columns: &[isize]) -> Array<T> {
        ok(self.try_pick(rows, columns))
    }

    /// As [`pick`](Self::pick), for indices that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Mismatch`], [`ShapeError::Index`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(2).try_pick(&[0], &[2]).is_err());
    /// ```
    pub fn try_pick(&self, rows: &[isize], columns: &[isize]) -> Result<Array<T>, ShapeError> {
        let pairs = self.pairs("pick", rows, columns)?;
        Ok(Array::from_vec(pairs.map(|(row, column)| self.get(row, column)).collect()))
    }

    /// Places from lists of rows and columns.
    pub(super) fn pairs(
        &self,
        op: &'static str,
        rows: &[isize],
        columns: &[isize],
    ) -> Result<impl Iterator<Item = (usize, usize)> + use<T, I, O>, ShapeError> {
        if rows.len() != columns.len() {
            let (left, right) = ([rows.len()].into(), [columns.len()].into());
            return Err(ShapeError::Mismatch { op: op.into(), left, right });
        }
        let rows = positions(op, rows, 0, self.shape()[0])?;
        Ok(rows.into_iter().zip(positions(op, columns, 1, self.shape()[1])?))
    }

    /// The elements where a mask of this shape is true, by rows, dense.
    ///
    /// # Panics
    /// If the mask does not have this shape.
    ///
    /// # SciPy
    /// `a[mask]`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 0], [3, 4]]);
    /// assert_eq!(a.pick_mask([[false, true], [true, false]]), nd_core::array![0, 3]);
    /// ```
    #[track_caller]
    pub fn pick_mask(&self, mask: impl ArrayLike<Elem = bool>) -> Array<T> {
        let mask = mask.view();
        if mask.shape() != self.shape() {
            let (left, right) = (self.shape().into(), mask.shape().into());
            ok::<(), _>(Err(ShapeError::Mismatch { op: "pick_mask".into(), left, right }));
        }
        let hits = mask.indexed_iter().filter(|(_, hit)| **hit);
        Array::from_vec(hits.map(|(place, _)| self.get(place[0], place[1])).collect())
    }

    /// One row, copied: free of copies it is [`row`](crate::Csr::row), of compressed rows.
    ///
    /// # Panics
    /// If there is no such row.
    ///
    /// # SciPy
    /// `a[row]`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csc::<i32>::from_dense([[1, 0], [3, 4]]);
    /// assert_eq!(a.row_vector(1).values(), [3, 4]);
    /// ```
    #[track_caller]
    pub fn row_vector(&self, row: usize) -> SparseVector<T, I> {
        ok(check_index("row_vector", row, 0, self.shape()[0]));
        self.vector(row, O::ROWS)
    }

    /// One column, copied: free of copies it is [`column`](crate::Csc::column), of compressed columns.
    ///
    /// # Panics
    /// If there is no such column.
    ///
    /// # SciPy
    /// `a[:, column]`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 0], [3, 4]]);
    /// assert_eq!(a.column_vector(1).indices(), [1]);
    /// ```
    #[track_caller]
    pub fn column_vector(&self, column: usize) -> SparseVector<T, I> {
        ok(check_index("column_vector", column, 1, self.shape()[1]));
        self.vector(column, !O::ROWS)
    }

    fn vector(&self, at: usize, is_lane: bool) -> SparseVector<T, I> {
        let a = self.packed();
        if is_lane {
            let (indices, values) = a.lane(at);
            return SparseVector::from_canonical(a.across, indices.to_vec(), values.to_vec());
        }
        let found = |lane: usize| {
            let (indices, values) = a.lane(lane);
            let place = indices.binary_search_by(|index| index.position().cmp(&at)).ok()?;
            Some((I::from_position(lane), values[place]))
        };
        let (indices, values) = (0..a.lanes()).filter_map(found).unzip();
        SparseVector::from_canonical(a.lanes(), indices, values)
    }
}

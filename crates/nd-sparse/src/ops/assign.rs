//! Elements set in place. A pattern that changes is a copy of the arrays: to set many, use a builder.

use super::pick::ranges;
use crate::compressed::{Compressed, CompressedView, check_index};
use crate::element::SparseElement;
use crate::error::ok;
use crate::index::Index;
use crate::orientation::Orientation;
use crate::packed::Packed;
use nd_core::{ShapeError, SliceItem};
use std::collections::BTreeMap;

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// Sets one element. Setting zero stores a zero, so that the pattern never shrinks.
    ///
    /// # Panics
    /// If there is no such row or column.
    ///
    /// # SciPy
    /// `a[row, column] = value`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Csr::<i32>::eye(2);
    /// a.set(0, 1, 7);
    /// a.set(1, 1, 0);
    /// assert_eq!((a.to_dense(), a.nnz()), (nd_core::array![[1, 7], [0, 0]], 3));
    /// ```
    #[track_caller]
    pub fn set(&mut self, row: usize, column: usize, value: T) {
        let shape = self.shape();
        ok(check_index("set", row, 0, shape[0]));
        ok(check_index("set", column, 1, shape[1]));
        let [lane, across] = O::lanes_of([row, column]);
        let packed = self.packed_mut();
        let (from, to) = (packed.starts[lane], packed.starts[lane + 1]);
        let place = |index: &I| index.position().cmp(&across);
        match packed.indices[from..to].binary_search_by(place) {
            Ok(at) => packed.values[from + at] = value,
            Err(at) => {
                packed.indices.insert(from + at, I::from_position(across));
                packed.values.insert(from + at, value);
                packed.starts[lane + 1..].iter_mut().for_each(|start| *start += 1);
            }
        }
    }

    /// Sets the elements at pairs of rows and columns; of several values for one place the last counts. Zeros
    /// are stored.
    ///
    /// # Panics
    /// If the lists have different lengths, or an index is out of bounds; then nothing is set.
    ///
    /// # SciPy
    /// `a[rows, columns] = values`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Csr::<i32>::eye(2);
    /// a.set_places(&[0, 0, -1], &[1, 1, 0], &[9, 8, 5]);
    /// assert_eq!(a.to_dense(), nd_core::array![[1, 8], [5, 1]]);
    /// ```
    #[track_caller]
    pub fn set_places(&mut self, rows: &[isize], columns: &[isize], values: &[T]) {
        ok(self.try_set_places(rows, columns, values));
    }

    /// As [`set_places`](Self::set_places), for indices that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Mismatch`], [`ShapeError::Index`]; then nothing is set.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Csr::<i32>::eye(2);
    /// assert!(a.try_set_places(&[0], &[5], &[1]).is_err());
    /// ```
    pub fn try_set_places(
        &mut self,
        rows: &[isize],
        columns: &[isize],
        values: &[T],
    ) -> Result<(), ShapeError> {
        const OP: &str = "set_places";
        if rows.len() != values.len() {
            let (left, right) = ([rows.len()].into(), [values.len()].into());
            return Err(ShapeError::Mismatch { op: OP.into(), left, right });
        }
        let places = self.pairs(OP, rows, columns)?.map(|(r, c)| O::lanes_of([r, c]));
        let new: BTreeMap<[usize; 2], T> = places.zip(values.iter().copied()).collect();
        let kept = T::filtered(self.packed(), &|lane, at, _| !new.contains_key(&[lane, at]));
        self.put(kept, new.into_iter().map(|([lane, at], value)| (lane, at, value)));
        Ok(())
    }

    /// Puts entries into lanes that have none at these places.
    fn put(&mut self, kept: Packed<T, I>, new: impl Iterator<Item = (usize, usize, T)>) {
        let kept = kept.view();
        let (mut lanes, mut across) = (Vec::new(), kept.indices.to_vec());
        for lane in 0..kept.lanes() {
            lanes.resize(kept.starts[lane + 1], I::from_position(lane));
        }
        let mut values = kept.values.to_vec();
        for (lane, at, value) in new {
            lanes.push(I::from_position(lane));
            across.push(I::from_position(at));
            values.push(value);
        }
        let shape = [kept.lanes(), kept.across];
        *self.packed_mut() = T::assembled(&[&lanes, &across], &values, shape);
    }

    /// Replaces a part, by ranges with steps, with another matrix of the part's shape: its entries are those of
    /// `b`.
    ///
    /// # Panics
    /// If the slice names more than two axes, or one by a number, or a step is 0, or `b` does not have the shape
    /// of the part.
    ///
    /// # SciPy
    /// `a[1:, ::2] = b`, which leaves stored zeros where `b` has none.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_sparse::Csr;
    ///
    /// let mut a = Csr::<i32>::from_dense([[1, 2, 3], [4, 5, 6]]);
    /// a.set_slice(s![.., ..;2], &Csr::from_dense([[0, 7], [8, 0]]));
    /// assert_eq!(a.to_dense(), nd_core::array![[0, 2, 7], [8, 5, 0]]);
    /// ```
    #[track_caller]
    pub fn set_slice<'b, P: Orientation>(
        &mut self,
        items: impl AsRef<[SliceItem]>,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) {
        ok(self.try_set_slice(items, b));
    }

    /// As [`set_slice`](Self::set_slice), for slices and shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`], [`ShapeError::Rank`], [`ShapeError::ZeroStep`], [`ShapeError::Mismatch`];
    /// then nothing is changed.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_sparse::Csr;
    ///
    /// let mut a = Csr::<i32>::eye(3);
    /// assert!(a.try_set_slice(s![..2, ..2], &Csr::eye(3)).is_err());
    /// ```
    pub fn try_set_slice<'b, P: Orientation>(
        &mut self,
        items: impl AsRef<[SliceItem]>,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Result<(), ShapeError> {
        const OP: &str = "set_slice";
        let (shape, b) = (self.shape(), b.into());
        let slices = ranges(OP, items.as_ref(), shape)?;
        let mut picked: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
        let mut inside = [vec![false; shape[0]], vec![false; shape[1]]];
        for axis in 0..2 {
            let (first, count) = slices[axis].resolve(shape[axis], axis)?;
            let place = |at| first.wrapping_add_signed(at * slices[axis].step);
            picked[axis] = (0..count as isize).map(place).collect();
            picked[axis].iter().for_each(|&at| inside[axis][at] = true);
        }
        let part = [picked[0].len(), picked[1].len()];
        if b.shape() != part {
            let (left, right) = (part.into(), b.shape().into());
            return Err(ShapeError::Mismatch { op: OP.into(), left, right });
        }
        let [in_lanes, in_across] = O::lanes_of(inside);
        let kept = T::filtered(self.packed(), &|lane, at, _| !(in_lanes[lane] && in_across[at]));
        self.put(
            kept,
            b.iter().map(|(row, column, value)| {
                let [lane, at] = O::lanes_of([picked[0][row], picked[1][column]]);
                (lane, at, value)
            }),
        );
        Ok(())
    }
}

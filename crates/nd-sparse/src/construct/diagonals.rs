//! Matrices of diagonals.

use crate::compressed::{Compressed, Csr};
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::orientation::Orientation;
use crate::packed::Packed;
use nd_core::ShapeError;

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// Ones on the main diagonal of a square matrix.
    ///
    /// # Panics
    /// If `n` is too long for the indices.
    ///
    /// # SciPy
    /// `eye_array(n)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Csr::<i32>::eye(2).to_dense(), nd_core::array![[1, 0], [0, 1]]);
    /// ```
    #[track_caller]
    pub fn eye(n: usize) -> Self {
        Self::eye_of(n, n, 0)
    }

    /// Ones on a diagonal: offset 0 is the main one, those above it are positive.
    ///
    /// # Panics
    /// If an axis is too long for the indices.
    ///
    /// # SciPy
    /// `eye_array(rows, columns, k=offset)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::eye_of(2, 3, 1);
    /// assert_eq!(a.to_dense(), nd_core::array![[0, 1, 0], [0, 0, 1]]);
    /// ```
    #[track_caller]
    pub fn eye_of(rows: usize, columns: usize, offset: isize) -> Self {
        ok(SparseError::check_axes::<I>("eye_of", &[rows, columns]));
        let [lanes, across] = O::lanes_of([rows, columns]);
        let offset = if O::ROWS { offset } else { offset.saturating_neg() };
        let mut packed = Packed::empty(lanes, across);
        for lane in 0..lanes {
            if let Some(at) = lane.checked_add_signed(offset).filter(|&at| at < across) {
                packed.indices.push(I::from_position(at));
                packed.values.push(T::ONE);
            }
            packed.starts[lane + 1] = packed.indices.len();
        }
        Self::from_packed(packed)
    }

    /// A matrix from its diagonals: offset and elements of each. One element stands for a whole diagonal. The
    /// elements keep their type, and zeros are stored.
    ///
    /// # Panics
    /// If a diagonal has another number of elements than fit on it, or is outside of the shape; if an offset
    /// stands there twice; if an axis is too long for the indices.
    ///
    /// # SciPy
    /// `diags_array(diagonals, offsets=offsets, shape=shape)`, where integers become floats.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::diags([3, 3], &[(0, &[2]), (1, &[-1, -3])]);
    /// assert_eq!(a.to_dense(), nd_core::array![[2, -1, 0], [0, 2, -3], [0, 0, 2]]);
    /// ```
    #[track_caller]
    pub fn diags(shape: [usize; 2], diagonals: &[(isize, &[T])]) -> Self {
        ok(Self::try_diags(shape, diagonals))
    }

    /// As [`diags`](Self::diags), for shapes and offsets that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Mismatch`], [`SparseError::RepeatedDiagonal`], [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::try_diags([3, 3], &[(0, &[1, 2])]).is_err());
    /// ```
    pub fn try_diags(shape: [usize; 2], diagonals: &[(isize, &[T])]) -> Result<Self, SparseError> {
        SparseError::check_axes::<I>("diags", &shape)?;
        let mut order: Vec<(isize, usize, &[T])> = Vec::with_capacity(diagonals.len());
        for &(offset, values) in diagonals {
            let (row, column) = (offset.min(0).unsigned_abs(), offset.max(0).unsigned_abs());
            let len = shape[0].saturating_sub(row).min(shape[1].saturating_sub(column));
            if values.len() != len && values.len() != 1 || len == 0 && !values.is_empty() {
                let op = format!("diagonal {offset} of shape {shape:?} in diags").into();
                let (left, right) = ([len].into(), [values.len()].into());
                return Err(ShapeError::Mismatch { op, left, right }.into());
            }
            order.push((offset, row, values));
        }
        order.sort_unstable_by_key(|&(offset, ..)| offset);
        if let Some(twice) = order.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(SparseError::RepeatedDiagonal { op: "diags", offset: twice[0].0 });
        }
        let mut packed = Packed::empty(shape[0], shape[1]);
        for row in 0..shape[0] {
            for &(offset, first, values) in &order {
                let column = row.checked_add_signed(offset).filter(|&column| column < shape[1]);
                if let Some(column) = column.filter(|_| row >= first) {
                    packed.indices.push(I::from_position(column));
                    packed.values.push(if values.len() == 1 {
                        values[0]
                    } else {
                        values[row - first]
                    });
                }
            }
            packed.starts[row + 1] = packed.indices.len();
        }
        Ok(Csr::from_packed(packed).into_oriented())
    }
}

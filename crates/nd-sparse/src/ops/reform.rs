//! Other shapes, diagonals and triangles.

use crate::compressed::{Compressed, CompressedView};
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::{Array, ArrayLike, ShapeError};

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// The same elements, by rows, in another shape; places are counted in 64 bits.
    ///
    /// # Panics
    /// If the number of elements differs, or an axis is too long for the indices.
    ///
    /// # SciPy
    /// `a.reshape(shape)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2, 0], [0, 0, 3]]);
    /// assert_eq!(a.reshape([3, 2]).to_dense(), nd_core::array![[1, 2], [0, 0], [0, 3]]);
    /// ```
    #[track_caller]
    pub fn reshape(&self, shape: [usize; 2]) -> Self {
        ok(self.try_reshape(shape))
    }

    /// As [`reshape`](Self::reshape), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Mismatch`], [`ShapeError::Overflow`]; [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(2).try_reshape([3, 1]).is_err());
    /// ```
    pub fn try_reshape(&self, shape: [usize; 2]) -> Result<Self, SparseError> {
        Self::try_from(&self.to_coo().try_reshape(shape)?)
    }

    /// Larger or smaller: entries outside of the new shape are gone, new rows and columns are empty.
    ///
    /// # Panics
    /// If an axis is too long for the indices.
    ///
    /// # SciPy
    /// `a.resize(shape)`, which changes `a`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::eye(3).resize([2, 4]);
    /// assert_eq!((a.shape(), a.nnz()), ([2, 4], 2));
    /// ```
    #[track_caller]
    pub fn resize(&self, shape: [usize; 2]) -> Self {
        ok(self.try_resize(shape))
    }

    /// As [`resize`](Self::resize), for shapes that come from users.
    ///
    /// # Errors
    /// [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(3).try_resize([1 << 40, 3]).is_err());
    /// ```
    pub fn try_resize(&self, shape: [usize; 2]) -> Result<Self, SparseError> {
        SparseError::check_axes::<I>("resize", &shape)?;
        let [lanes, across] = O::lanes_of(shape);
        let mut packed = T::filtered(self.packed(), &|lane, at, _| lane < lanes && at < across);
        let entries = packed.indices.len();
        packed.starts.resize(lanes + 1, entries);
        packed.across = across;
        Ok(Self::from_packed(packed))
    }

    /// A diagonal, dense: offset 0 is the main one, those above it are positive.
    ///
    /// # SciPy
    /// `a.diagonal(offset)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2, 0], [0, 0, 3]]);
    /// assert_eq!(a.diagonal(1), nd_core::array![2, 3]);
    /// assert_eq!(a.diagonal(-5).shape(), [0]);
    /// ```
    pub fn diagonal(&self, offset: isize) -> Array<T> {
        let places = diagonal_places(self.shape(), offset);
        Array::from_vec(places.map(|(row, column)| self.get(row, column)).collect())
    }

    /// The sum of the main diagonal, in the element type.
    ///
    /// # SciPy
    /// `a.trace()`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Csr::<i32>::eye(3).trace(), 3);
    /// ```
    pub fn trace(&self) -> T {
        self.diagonal(0).iter().fold(T::ZERO, |sum, &value| sum.added(value))
    }

    /// The same with a diagonal of other values: one for each of its elements, or one for all. Zeros are stored.
    ///
    /// # Panics
    /// If there is another number of values.
    ///
    /// # SciPy
    /// `a.setdiag(values, k=offset)`, which changes `a`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::zeros([2, 3]);
    /// assert_eq!(a.with_diagonal([7, 8], 1).to_dense(), nd_core::array![[0, 7, 0], [0, 0, 8]]);
    /// assert_eq!(a.with_diagonal([5], 0).trace(), 10);
    /// ```
    #[track_caller]
    pub fn with_diagonal(&self, values: impl ArrayLike<Elem = T>, offset: isize) -> Self {
        let values = values.view();
        let places: Vec<(usize, usize)> = diagonal_places(self.shape(), offset).collect();
        if values.ndim() > 1 || values.size() != places.len() && values.size() != 1 {
            let (left, right) = ([places.len()].into(), values.shape().into());
            ok::<(), _>(Err(ShapeError::Mismatch { op: "with_diagonal".into(), left, right }));
        }
        let [rows, columns]: [Vec<isize>; 2] = [
            places.iter().map(|place| place.0 as isize).collect(),
            places.iter().map(|place| place.1 as isize).collect(),
        ];
        let values = values.broadcast_to([places.len()]).flatten().into_vec();
        let mut with = self.clone();
        with.set_places(&rows, &columns, &values);
        with
    }

    /// The entries on and below a diagonal.
    ///
    /// # SciPy
    /// `tril(a, k=offset)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [3, 4]]);
    /// assert_eq!(a.tril(0).to_dense(), nd_core::array![[1, 0], [3, 4]]);
    /// ```
    pub fn tril(&self, offset: isize) -> Self {
        self.where_diagonal(|diagonal| diagonal <= offset)
    }

    /// The entries on and above a diagonal.
    ///
    /// # SciPy
    /// `triu(a, k=offset)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [3, 4]]);
    /// assert_eq!(a.triu(1).to_dense(), nd_core::array![[0, 2], [0, 0]]);
    /// ```
    pub fn triu(&self, offset: isize) -> Self {
        self.where_diagonal(|diagonal| diagonal >= offset)
    }

    fn where_diagonal(&self, keep: impl Fn(isize) -> bool + Sync) -> Self {
        Self::from_packed(T::filtered(self.packed(), &|lane, at, _| {
            let [row, column] = O::shape_of(lane, at);
            keep(column as isize - row as isize)
        }))
    }

    /// The entries that `keep` says yes to, by row, column and value.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [3, 4]]);
    /// assert_eq!(a.filter(|_, _, value| value > 2).values(), [3, 4]);
    /// ```
    pub fn filter(&self, keep: impl Fn(usize, usize, T) -> bool + Sync) -> Self {
        Self::from_packed(T::filtered(self.packed(), &|lane, at, value| {
            let [row, column] = O::shape_of(lane, at);
            keep(row, column, value)
        }))
    }
}

/// Row and column of each element of a diagonal.
fn diagonal_places(
    [rows, columns]: [usize; 2],
    offset: isize,
) -> impl Iterator<Item = (usize, usize)> {
    let (row, column) = (offset.min(0).unsigned_abs(), offset.max(0).unsigned_abs());
    let len = rows.saturating_sub(row).min(columns.saturating_sub(column));
    (0..len).map(move |at| (row + at, column + at))
}

impl<T: SparseElement<I>, I: Index, O: Orientation> CompressedView<'_, T, I, O> {
    /// Whether the transpose is the same matrix: what is not stored is zero, and NaN is not equal to itself.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [2, 0]]);
    /// assert!(a.view().is_symmetric());
    /// ```
    pub fn is_symmetric(self) -> bool {
        let [rows, columns] = self.shape();
        if rows != columns {
            return false;
        }
        let transposed = T::transposed(self.packed());
        let how = crate::element::Comparison::NotEqual;
        T::comparison(self.packed(), transposed.view(), how).indices.is_empty()
    }
}

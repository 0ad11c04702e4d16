//! [`Coo`]: entries with a coordinate for each axis, of any number of axes.

mod arithmetic;
mod contract;
mod convert;
mod join;
mod keys;
mod part;
mod products;
mod reduce;

use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use nd_core::{Shape, ShapeError};

/// A sparse array of any number of axes: a coordinate for each axis and a value for each entry, in any order.
///
/// The builder of the other formats. Entries at the same place mean their sum (or, for `bool`); this is the only
/// format that holds any, and nothing but [`sum_duplicates`](Self::sum_duplicates) merges them here.
///
/// # SciPy
/// `scipy.sparse.coo_array`. Reading methods of SciPy's may merge duplicates in the array that they read.
///
/// # Examples
/// ```
/// use nd_sparse::Coo;
///
/// let mut a = Coo::<f64>::new([2, 3]);
/// a.push([0, 1], 5.0);
/// a.push([1, 2], 1.0);
/// a.push([1, 2], 2.0);
/// assert_eq!(a.nnz(), 3);
/// assert_eq!(a.to_csr().values(), [5.0, 3.0]);
/// ```
#[derive(Clone, PartialEq)]
pub struct Coo<T, I = u32> {
    shape: Shape,
    /// For each axis the coordinate of each entry.
    coords: Vec<Vec<I>>,
    values: Vec<T>,
}

impl<T, I: Index> Coo<T, I> {
    /// An array without entries.
    ///
    /// # Panics
    /// If an axis is too long for the indices.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<f64>::new([2, 3, 4]);
    /// assert_eq!((a.ndim(), a.nnz()), (3, 0));
    /// ```
    #[track_caller]
    pub fn new(shape: impl Into<Shape>) -> Self {
        ok(Self::try_new(shape))
    }

    /// As [`new`](Self::new), for shapes that come from users.
    ///
    /// # Errors
    /// [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Coo::<f64>::try_new([1 << 40]).is_err());
    /// assert!(nd_sparse::Coo::<f64, usize>::try_new([1 << 40]).is_ok());
    /// ```
    pub fn try_new(shape: impl Into<Shape>) -> Result<Self, SparseError> {
        let shape = shape.into();
        SparseError::check_axes::<I>("new", &shape)?;
        let coords = (0..shape.ndim()).map(|_| Vec::new()).collect();
        Ok(Coo { shape, coords, values: Vec::new() })
    }

    /// An array from the coordinates along each axis, without copying. Every coordinate is checked, once.
    ///
    /// # Errors
    /// [`SparseError::Shape`] if there is not a list of coordinates for each axis;
    /// [`SparseError::EntryCount`] if one is not as long as the values; [`SparseError::OutOfRange`], whose `lane`
    /// is the axis; [`SparseError::AxisTooLong`].
    ///
    /// # SciPy
    /// `coo_array((data, coords), shape=shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<f64>::from_coords([2, 2], vec![vec![0, 1], vec![1, 1]], vec![5.0, 7.0])?;
    /// assert_eq!(a.to_dense(), nd_core::array![[0.0, 5.0], [0.0, 7.0]]);
    /// let outside = Coo::<f64>::from_coords([2, 2], vec![vec![0], vec![2]], vec![5.0]);
    /// assert!(outside.is_err());
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn from_coords(
        shape: impl Into<Shape>,
        coords: Vec<Vec<I>>,
        values: Vec<T>,
    ) -> Result<Self, SparseError> {
        const OP: &str = "from_coords";
        let shape = shape.into();
        SparseError::check_axes::<I>(OP, &shape)?;
        if coords.len() != shape.ndim() {
            let shape = shape.as_slice().into();
            return Err(ShapeError::IndexCount { op: OP, given: coords.len(), shape }.into());
        }
        for (axis, (list, &len)) in coords.iter().zip(shape.iter()).enumerate() {
            if list.len() != values.len() {
                let (indices, values) = (list.len(), values.len());
                return Err(SparseError::EntryCount { op: OP, indices, values });
            }
            if let Some(index) = list.iter().find(|index| index.position() >= len) {
                let index = index.position();
                return Err(SparseError::OutOfRange { op: OP, lane: axis, index, len });
            }
        }
        Ok(Coo { shape, coords, values })
    }

    /// A matrix from its entries: row, column, value.
    ///
    /// # Errors
    /// [`SparseError::Shape`] if a row or column is out of bounds; [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i32>::from_triplets([2, 2], [(0, 1, 5), (0, 1, 1), (1, 0, 2)])?;
    /// assert_eq!(a.to_dense(), nd_core::array![[0, 6], [2, 0]]);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn from_triplets(
        shape: [usize; 2],
        entries: impl IntoIterator<Item = (usize, usize, T)>,
    ) -> Result<Self, SparseError> {
        let mut coo = Self::try_new(shape)?;
        for (row, column, value) in entries {
            coo.try_push([row, column], value)?;
        }
        Ok(coo)
    }

    /// Adds an entry.
    ///
    /// # Panics
    /// If there is not an index for each axis, or one is out of bounds.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Coo::<u8>::new([2, 2, 2]);
    /// a.push([1, 0, 1], 7);
    /// assert_eq!(a.to_dense()[[1, 0, 1]], 7);
    /// ```
    #[track_caller]
    pub fn push(&mut self, index: impl AsRef<[usize]>, value: T) {
        ok(self.try_push(index, value));
    }

    /// As [`push`](Self::push), for indices that come from users.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`], [`ShapeError::Index`]; then nothing is added.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Coo::<u8>::new([2, 2]);
    /// assert!(a.try_push([2, 0], 7).is_err());
    /// assert_eq!(a.nnz(), 0);
    /// ```
    pub fn try_push(&mut self, index: impl AsRef<[usize]>, value: T) -> Result<(), ShapeError> {
        let index = index.as_ref();
        if index.len() != self.shape.ndim() {
            let shape = self.shape.as_slice().into();
            return Err(ShapeError::IndexCount { op: "push", given: index.len(), shape });
        }
        for (axis, (&index, &len)) in index.iter().zip(self.shape.iter()).enumerate() {
            crate::compressed::check_index("push", index, axis, len)?;
        }
        for (list, &index) in self.coords.iter_mut().zip(index) {
            list.push(I::from_position(index));
        }
        self.values.push(value);
        Ok(())
    }

    /// The lengths of the axes.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Coo::<u8>::new([2, 3]).shape(), [2, 3]);
    /// ```
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The number of axes.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Coo::<u8>::new([2, 3]).ndim(), 2);
    /// ```
    pub fn ndim(&self) -> usize {
        self.shape.ndim()
    }

    /// How many entries are stored: zeros, and several at one place, each for itself.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Coo::<u8>::new([2, 3]).nnz(), 0);
    /// ```
    pub fn nnz(&self) -> usize {
        self.values.len()
    }

    /// The coordinates along one axis.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # SciPy
    /// `a.coords[axis]`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Coo::<u8>::new([2, 3]);
    /// a.push([1, 2], 7);
    /// assert_eq!(a.coords(1), [2]);
    /// ```
    #[track_caller]
    pub fn coords(&self, axis: usize) -> &[I] {
        &self.coords[axis]
    }

    /// The values of the entries.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Coo::<u8>::new([2, 3]);
    /// a.push([1, 2], 7);
    /// assert_eq!(a.values(), [7]);
    /// ```
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// Coordinates of each axis, and values, without copying.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Coo::<u8>::new([2, 3]);
    /// a.push([1, 2], 7);
    /// assert_eq!(a.into_parts(), (vec![vec![1], vec![2]], vec![7]));
    /// ```
    pub fn into_parts(self) -> (Vec<Vec<I>>, Vec<T>) {
        (self.coords, self.values)
    }

    /// Each entry: its index, and its value.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Coo::<u8>::new([2, 3]);
    /// a.push([1, 2], 7);
    /// assert_eq!(a.iter().next(), Some((vec![1, 2], 7)));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (Vec<usize>, T)> + '_
    where
        T: Copy,
    {
        (0..self.nnz()).map(|at| (self.index(at), self.values[at]))
    }

    fn index(&self, at: usize) -> Vec<usize> {
        self.coords.iter().map(|list| list[at].position()).collect()
    }
}

impl<T: SparseElement<I>, I: Index> Coo<T, I> {
    /// The same with each place once, in C order: what stood at one place is added, in the order of the entries.
    /// Zeros stay, those that arise too.
    ///
    /// # Panics
    /// If the shape has more places than `usize` can count.
    ///
    /// # SciPy
    /// `a.sum_duplicates()`, which changes `a`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i8>::from_triplets([1, 2], [(0, 1, 100), (0, 0, 1), (0, 1, 100)])?;
    /// assert_eq!(a.sum_duplicates().values(), [1, -56]); // integers wrap
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    #[track_caller]
    pub fn sum_duplicates(&self) -> Self {
        self.merged(&self.places())
    }

    /// The same with what has one key added, in the order of the keys.
    fn merged(&self, keys: &[usize]) -> Self {
        let mut order: Vec<usize> = (0..self.nnz()).collect();
        order.sort_by_key(|&at| keys[at]); // stable
        let mut sum: Self =
            Coo { shape: self.shape, coords: vec![Vec::new(); self.ndim()], values: Vec::new() };
        let mut last = None;
        for at in order {
            match sum.values.last_mut() {
                Some(value) if last == Some(keys[at]) => *value = value.added(self.values[at]),
                _ => {
                    for (to, from) in sum.coords.iter_mut().zip(&self.coords) {
                        to.push(from[at]);
                    }
                    sum.values.push(self.values[at]);
                    last = Some(keys[at]);
                }
            }
        }
        sum
    }

    /// The place of each entry in C order.
    #[track_caller]
    fn places(&self) -> Vec<usize> {
        let axes: Vec<usize> = (0..self.ndim()).collect();
        ok(keys::keys("places of entries", self, &axes))
    }

    /// The same entries with other axes, which have as many elements; in C order.
    ///
    /// # Panics
    /// If the number of elements differs, or an axis is too long for the indices.
    ///
    /// # SciPy
    /// `a.reshape(shape)`. Places are counted in 64 bits.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Coo::<u8>::new([70_000, 70_000]);
    /// a.push([70, 7], 1);
    /// assert_eq!(a.reshape([49_000, 100_000]).coords(0), [49]);
    /// ```
    #[track_caller]
    pub fn reshape(&self, shape: impl Into<Shape>) -> Self {
        ok(self.try_reshape(shape))
    }

    /// As [`reshape`](Self::reshape), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Mismatch`] if the number of elements differs, [`ShapeError::Overflow`];
    /// [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Coo::<u8>::new([2, 3]).try_reshape([4]).is_err());
    /// ```
    pub fn try_reshape(&self, shape: impl Into<Shape>) -> Result<Self, SparseError> {
        let shape = shape.into();
        SparseError::check_axes::<I>("reshape", &shape)?;
        if self.shape.checked_size().is_none() {
            let shape = self.shape.as_slice().into();
            return Err(ShapeError::Overflow { op: "reshape", shape }.into());
        }
        if shape.checked_size() != self.shape.checked_size() {
            let [left, right] = [&self.shape, &shape].map(|shape| shape.as_slice().into());
            return Err(ShapeError::Mismatch { op: "reshape".into(), left, right }.into());
        }
        let coords = keys::coords(&self.places(), &shape);
        Ok(Coo { shape, coords, values: self.values.clone() })
    }

    /// The same with its axes in another order; free but for a copy of the arrays.
    ///
    /// # Panics
    /// If `axes` is not a permutation of all axes.
    ///
    /// # SciPy
    /// `a.transpose(axes)`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Coo::<u8>::new([2, 3, 4]);
    /// a.push([1, 2, 3], 1);
    /// assert_eq!(a.permute_dims(&[2, 0, 1]).shape(), [4, 2, 3]);
    /// ```
    #[track_caller]
    pub fn permute_dims(&self, axes: &[isize]) -> Self {
        let ndim = self.ndim();
        let normal = ok(nd_core::normalize_axes("permute_dims", axes, ndim));
        if normal.len() != ndim {
            let (axes, shape) = (axes.into(), self.shape.as_slice().into());
            let error = ShapeError::Permutation { op: "permute_dims", axes, ndim, shape };
            ok::<(), _>(Err(error));
        }
        let order = normal.as_slice();
        let lengths: Vec<usize> = order.iter().map(|&axis| self.shape[axis]).collect();
        let coords = order.iter().map(|&axis| self.coords[axis].clone()).collect();
        Coo { shape: lengths.into(), coords, values: self.values.clone() }
    }
}

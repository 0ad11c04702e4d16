//! [`Dok`]: a map from places to values.

use crate::compressed::{Compressed, Csr, check_index};
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::orientation::Orientation;
use crate::packed::Packed;
use nd_core::ShapeError;
use std::collections::BTreeMap;

/// A matrix to be filled in any order, read and changed: a map from places to values, ordered by row and column.
///
/// Setting an element to zero removes its entry. Each access costs the logarithm of the number of entries; make a
/// [`Csr`] of it to calculate.
///
/// # SciPy
/// `scipy.sparse.dok_array`.
///
/// # Examples
/// ```
/// use nd_sparse::Dok;
///
/// let mut a = Dok::<f64>::new([2, 2]);
/// a.set(0, 1, 5.0);
/// a.add(0, 1, 1.0);
/// a.set(1, 1, 3.0);
/// a.set(1, 1, 0.0);
/// assert_eq!((a.get(0, 1), a.nnz()), (6.0, 1));
/// assert_eq!(a.to_csr().indices(), [1]);
/// ```
#[derive(Clone, PartialEq)]
pub struct Dok<T, I = u32> {
    shape: [usize; 2],
    entries: BTreeMap<(I, I), T>,
}

impl<T: SparseElement<I>, I: Index> Dok<T, I> {
    /// A matrix of zeros.
    ///
    /// # Panics
    /// If an axis is too long for the indices.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Dok::<f64>::new([2, 3]).shape(), [2, 3]);
    /// ```
    #[track_caller]
    pub fn new(shape: [usize; 2]) -> Self {
        ok(Self::try_new(shape))
    }

    /// As [`new`](Self::new), for shapes that come from users.
    ///
    /// # Errors
    /// [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Dok::<f64>::try_new([1 << 40, 3]).is_err());
    /// ```
    pub fn try_new(shape: [usize; 2]) -> Result<Self, SparseError> {
        SparseError::check_axes::<I>("new", &shape)?;
        Ok(Dok { shape, entries: BTreeMap::new() })
    }

    /// The number of rows and of columns.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Dok::<f64>::new([2, 3]).shape(), [2, 3]);
    /// ```
    pub fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// How many entries there are.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Dok::<f64>::new([2, 3]).nnz(), 0);
    /// ```
    pub fn nnz(&self) -> usize {
        self.entries.len()
    }

    #[track_caller]
    fn place(&self, op: &'static str, row: usize, column: usize) -> (I, I) {
        ok(check_index(op, row, 0, self.shape[0]));
        ok(check_index(op, column, 1, self.shape[1]));
        (I::from_position(row), I::from_position(column))
    }

    /// The element at a place.
    ///
    /// # Panics
    /// If there is no such row or column.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Dok::<f64>::new([2, 3]).get(1, 2), 0.0);
    /// ```
    #[track_caller]
    pub fn get(&self, row: usize, column: usize) -> T {
        let place = self.place("get", row, column);
        self.entries.get(&place).copied().unwrap_or(T::ZERO)
    }

    /// Sets an element; zero removes its entry.
    ///
    /// # Panics
    /// If there is no such row or column.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Dok::<f64>::new([2, 3]);
    /// a.set(1, 2, 7.0);
    /// assert_eq!(a.get(1, 2), 7.0);
    /// ```
    #[track_caller]
    pub fn set(&mut self, row: usize, column: usize, value: T) {
        let place = self.place("set", row, column);
        if value.is_zero() {
            self.entries.remove(&place);
        } else {
            self.entries.insert(place, value);
        }
    }

    /// Adds to an element; a sum of zero removes its entry.
    ///
    /// # Panics
    /// If there is no such row or column.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Dok::<i32>::new([2, 3]);
    /// a.add(1, 2, 7);
    /// a.add(1, 2, -7);
    /// assert_eq!(a.nnz(), 0);
    /// ```
    #[track_caller]
    pub fn add(&mut self, row: usize, column: usize, value: T) {
        self.set(row, column, self.get(row, column).added(value));
    }

    /// Makes it larger or smaller; entries outside of the new shape are gone.
    ///
    /// # Panics
    /// If an axis is too long for the indices.
    ///
    /// # SciPy
    /// `a.resize(shape)`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Dok::<i32>::new([2, 2]);
    /// a.set(1, 1, 7);
    /// a.resize([1, 5]);
    /// assert_eq!((a.shape(), a.nnz()), ([1, 5], 0));
    /// ```
    #[track_caller]
    pub fn resize(&mut self, shape: [usize; 2]) {
        ok(SparseError::check_axes::<I>("resize", &shape));
        self.shape = shape;
        self.entries
            .retain(|(row, column), _| row.position() < shape[0] && column.position() < shape[1]);
    }

    /// Each entry: row, column, value; by row, then column.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Dok::<i32>::new([2, 2]);
    /// a.set(1, 1, 7);
    /// assert_eq!(a.iter().next(), Some((1, 1, 7)));
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (usize, usize, T)> + '_ {
        let entries = self.entries.iter();
        entries.map(|(&(row, column), &value)| (row.position(), column.position(), value))
    }

    /// The same with compressed rows.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Dok::<i32>::new([2, 2]);
    /// a.set(1, 1, 7);
    /// assert_eq!(a.to_csr().to_dense(), nd_core::array![[0, 0], [0, 7]]);
    /// ```
    pub fn to_csr(&self) -> Csr<T, I> {
        let mut packed = Packed::empty(self.shape[0], self.shape[1]);
        for (&(row, column), &value) in &self.entries {
            packed.starts[row.position() + 1] += 1;
            packed.indices.push(column);
            packed.values.push(value);
        }
        for row in 0..self.shape[0] {
            packed.starts[row + 1] += packed.starts[row];
        }
        Csr::from_packed(packed)
    }
}

impl<T: SparseElement<I>, I: Index, O: Orientation> From<&Compressed<T, I, O>> for Dok<T, I> {
    /// The entries of a matrix, zeros among them.
    fn from(a: &Compressed<T, I, O>) -> Self {
        let place =
            |(row, column, value)| ((I::from_position(row), I::from_position(column)), value);
        Dok { shape: a.shape(), entries: a.iter().map(place).collect() }
    }
}

impl<T: SparseElement<I>, I: Index> TryFrom<&crate::Coo<T, I>> for Dok<T, I> {
    type Error = ShapeError;

    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    fn try_from(a: &crate::Coo<T, I>) -> Result<Self, ShapeError> {
        match a.try_to_csr() {
            Ok(csr) => Ok(Dok::from(&csr)),
            Err(_) => {
                let shape = a.shape().into();
                Err(ShapeError::Rank { op: "try_from", expected: "2", shape })
            }
        }
    }
}

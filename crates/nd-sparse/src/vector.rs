//! [`SparseVector`]: one axis, of which few elements are stored.

use crate::compressed::{Csr, SparseLane, check_index};
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::packed::Packed;
use nd_core::{Array, ArrayLike, ShapeError};
use std::cmp::Ordering;

/// A vector of which the entries are stored with their positions, which ascend.
///
/// # SciPy
/// `coo_array` with one axis, which indexing a matrix by one number gives.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, SparseVector};
///
/// let a = Csr::<f64>::from_dense([[0.0, 2.0, 0.0, 4.0]]);
/// let row: SparseVector<f64> = a.row(0).to_vector();
/// assert_eq!(row.dot(&row), 20.0);
/// ```
#[derive(Clone, PartialEq)]
pub struct SparseVector<T, I = u32> {
    len: usize,
    indices: Vec<I>,
    values: Vec<T>,
}

impl<T, I: Index> SparseVector<T, I> {
    /// Positions that ascend and are within the length.
    pub(crate) fn from_canonical(len: usize, indices: Vec<I>, values: Vec<T>) -> Self {
        SparseVector { len, indices, values }
    }

    /// A vector from its length, positions and values, without copying.
    ///
    /// # Errors
    /// [`SparseError::EntryCount`], [`SparseError::OutOfRange`], [`SparseError::Unsorted`],
    /// [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::SparseVector;
    ///
    /// assert!(SparseVector::<f64>::from_parts(3, vec![0, 2], vec![1.0, 2.0]).is_ok());
    /// assert!(SparseVector::<f64>::from_parts(3, vec![2, 0], vec![1.0, 2.0]).is_err());
    /// ```
    pub fn from_parts(len: usize, indices: Vec<I>, values: Vec<T>) -> Result<Self, SparseError> {
        let row = Csr::from_parts([1, len], vec![0, indices.len()], indices, values)?;
        let Packed { indices, values, .. } = row.into_packed();
        Ok(SparseVector { len, indices, values })
    }

    /// Positions and values, without copying.
    ///
    /// # Examples
    /// ```
    /// let v = nd_sparse::SparseVector::<u8>::from_dense([0, 7]);
    /// assert_eq!(v.into_parts(), (vec![1], vec![7]));
    /// ```
    pub fn into_parts(self) -> (Vec<I>, Vec<T>) {
        (self.indices, self.values)
    }

    /// All of it, borrowed.
    ///
    /// # Examples
    /// ```
    /// let v = nd_sparse::SparseVector::<u8>::from_dense([0, 7]);
    /// assert_eq!(v.view().indices(), [1]);
    /// ```
    pub fn view(&self) -> SparseLane<'_, T, I> {
        SparseLane { indices: &self.indices, values: &self.values, len: self.len }
    }

    /// The number of elements, stored or not.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::SparseVector::<u8>::from_dense([0, 7]).dim(), 2);
    /// ```
    pub fn dim(&self) -> usize {
        self.len
    }

    /// How many entries are stored, zeros among them.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::SparseVector::<u8>::from_dense([0, 7]).nnz(), 1);
    /// ```
    pub fn nnz(&self) -> usize {
        self.indices.len()
    }

    /// The positions of the entries.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::SparseVector::<u8>::from_dense([0, 7]).indices(), [1]);
    /// ```
    pub fn indices(&self) -> &[I] {
        &self.indices
    }

    /// The values of the entries.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::SparseVector::<u8>::from_dense([0, 7]).values(), [7]);
    /// ```
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

impl<T: SparseElement<I>, I: Index> SparseVector<T, I> {
    /// The elements of a 1-d array that are not zero.
    ///
    /// # Panics
    /// If the array does not have one axis, or that is too long for the indices.
    ///
    /// # Examples
    /// ```
    /// let v = nd_sparse::SparseVector::<f64>::from_dense([0.0, 7.0, 0.0]);
    /// assert_eq!(v.to_dense(), nd_core::array![0.0, 7.0, 0.0]);
    /// ```
    #[track_caller]
    pub fn from_dense(a: impl ArrayLike<Elem = T>) -> Self {
        let a = a.view();
        if a.ndim() != 1 {
            let shape = a.shape().into();
            ok::<(), _>(Err(ShapeError::Rank { op: "from_dense", expected: "1", shape }));
        }
        let len = a.size();
        ok(SparseError::check_axes::<I>("from_dense", &[len]));
        let stored = a.iter().enumerate().filter(|(_, value)| !value.is_zero());
        let (indices, values) = stored.map(|(at, &value)| (I::from_position(at), value)).unzip();
        SparseVector { len, indices, values }
    }

    /// All elements in an array.
    ///
    /// # Examples
    /// ```
    /// let v = nd_sparse::SparseVector::<u8>::from_parts(3, vec![1], vec![7])?;
    /// assert_eq!(v.to_dense(), nd_core::array![0, 7, 0]);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn to_dense(&self) -> Array<T> {
        let mut dense = vec![T::ZERO; self.len];
        for (at, value) in self.view().iter() {
            dense[at] = value;
        }
        Array::from_vec(dense)
    }

    /// The element at a position.
    ///
    /// # Panics
    /// If there is no such position.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::SparseVector::<u8>::from_dense([0, 7]).get(1), 7);
    /// ```
    #[track_caller]
    pub fn get(&self, at: usize) -> T {
        ok(check_index("get", at, 0, self.len));
        let found = self.indices.binary_search_by(|index| index.position().cmp(&at));
        found.map_or(T::ZERO, |at| self.values[at])
    }

    /// The sum of the products of two vectors' elements.
    ///
    /// # Panics
    /// If their lengths differ.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::SparseVector;
    ///
    /// let a = SparseVector::<i32>::from_dense([0, 2, 3]);
    /// let b = SparseVector::<i32>::from_dense([1, 0, 4]);
    /// assert_eq!(a.dot(&b), 12);
    /// ```
    #[track_caller]
    pub fn dot(&self, other: &Self) -> T {
        if self.len != other.len {
            let (left, right) = ([self.len].into(), [other.len].into());
            ok::<(), _>(Err(ShapeError::Mismatch { op: "dot".into(), left, right }));
        }
        let (mut p, mut q, mut sum) = (0, 0, T::ZERO);
        while p < self.indices.len() && q < other.indices.len() {
            match self.indices[p].cmp(&other.indices[q]) {
                Ordering::Less => p += 1,
                Ordering::Greater => q += 1,
                Ordering::Equal => {
                    sum = sum.added(self.values[p].multiplied(other.values[q]));
                    (p, q) = (p + 1, q + 1);
                }
            }
        }
        sum
    }

    /// The same as a matrix of one row, without copying.
    ///
    /// # Examples
    /// ```
    /// let v = nd_sparse::SparseVector::<u8>::from_dense([0, 7]);
    /// assert_eq!(v.into_row().shape(), [1, 2]);
    /// ```
    pub fn into_row(self) -> Csr<T, I> {
        let starts = vec![0, self.indices.len()];
        let SparseVector { len, indices, values } = self;
        Csr::from_packed(Packed { starts, indices, values, across: len })
    }
}

impl<T: Copy, I: Index> SparseLane<'_, T, I> {
    /// A copy that owns its arrays.
    ///
    /// # SciPy
    /// `a[row]`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 3]]);
    /// assert_eq!(a.row(0).to_vector().to_dense(), nd_core::array![0, 3]);
    /// ```
    pub fn to_vector(self) -> SparseVector<T, I> {
        let (indices, values) = (self.indices.to_vec(), self.values.to_vec());
        SparseVector { len: self.len, indices, values }
    }
}

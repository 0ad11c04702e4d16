//! [`Compressed`]: rows or columns with the positions and values of their entries, [`Csr`] and [`Csc`].

mod convert;
mod lane;
mod parts;
mod view;

pub use lane::SparseLane;
pub(crate) use parts::check_starts;
pub(crate) use view::check_index;
pub use view::{CompressedView, CscView, CsrView};

use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::orientation::{Columns, Orientation, Rows};
use crate::packed::{Packed, PackedRef};
use std::marker::PhantomData;

/// A sparse matrix whose rows ([`Csr`]) or columns ([`Csc`]) are compressed.
///
/// Three arrays: where each lane (row or column) starts, at which position each entry stands, its value. They are
/// always canonical: within a lane the positions ascend, and none stands there twice; so the number of entries
/// means one thing. Zeros may be stored: they count in [`nnz`](Self::nnz), and [`prune`](Self::prune) drops them.
///
/// | made by | stored zeros of the operands |
/// |---|---|
/// | `+`, `-`, `*` of two sparse matrices, products, maximum, comparisons | dropped, new ones too |
/// | scalars, negation, slices, conversions, stacking, `kron`, reshaping | kept |
///
/// # SciPy
/// `scipy.sparse.csr_array` and `csc_array` with `has_canonical_format` always true. Methods never change what
/// they read.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::Csr;
///
/// let a = Csr::<f64>::from_dense([[1.0, 0.0, 2.0], [0.0, 0.0, 3.0]]);
/// assert_eq!(a.nnz(), 3);
/// assert_eq!(a.matvec(&[1.0, 1.0, 1.0]), array![3.0, 3.0]);
/// assert_eq!((&a + &a).to_dense(), array![[2.0, 0.0, 4.0], [0.0, 0.0, 6.0]]);
/// ```
#[derive(Clone, PartialEq)]
pub struct Compressed<T, I = u32, O = Rows> {
    packed: Packed<T, I>,
    orientation: PhantomData<O>,
}

/// A sparse matrix whose rows are compressed.
///
/// # SciPy
/// `scipy.sparse.csr_array`.
///
/// # Examples
/// ```
/// let a = nd_sparse::Csr::<f64>::eye(3);
/// assert_eq!(a.row(1).indices(), [1]);
/// ```
pub type Csr<T, I = u32> = Compressed<T, I, Rows>;

/// A sparse matrix whose columns are compressed.
///
/// # SciPy
/// `scipy.sparse.csc_array`.
///
/// # Examples
/// ```
/// let a = nd_sparse::Csc::<f64>::from_dense([[0.0, 1.0], [0.0, 2.0]]);
/// assert_eq!(a.column(1).values(), [1.0, 2.0]);
/// ```
pub type Csc<T, I = u32> = Compressed<T, I, Columns>;

impl<T, I: Index, O: Orientation> Compressed<T, I, O> {
    /// What is packed is canonical already.
    #[inline(always)]
    pub(crate) fn from_packed(packed: Packed<T, I>) -> Self {
        Compressed { packed, orientation: PhantomData }
    }

    #[inline(always)]
    pub(crate) fn packed(&self) -> PackedRef<'_, T, I> {
        self.packed.view()
    }

    /// Whoever changes it leaves it canonical.
    #[inline(always)]
    pub(crate) fn packed_mut(&mut self) -> &mut Packed<T, I> {
        &mut self.packed
    }

    #[inline(always)]
    pub(crate) fn into_packed(self) -> Packed<T, I> {
        self.packed
    }

    /// A matrix without entries.
    ///
    /// # Panics
    /// If an axis is too long for the indices.
    ///
    /// # SciPy
    /// `csr_array(shape)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::zeros([2, 3]);
    /// assert_eq!((a.shape(), a.nnz()), ([2, 3], 0));
    /// ```
    /// ```should_panic
    /// nd_sparse::Csr::<f64>::zeros([1, 1 << 40]); // `Csr::<f64, usize>` can
    /// ```
    #[track_caller]
    pub fn zeros(shape: [usize; 2]) -> Self {
        ok(Self::try_zeros(shape))
    }

    /// As [`zeros`](Self::zeros), for shapes that come from users.
    ///
    /// # Errors
    /// [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<f64>::try_zeros([1 << 40, 1]).is_err());
    /// ```
    pub fn try_zeros(shape: [usize; 2]) -> Result<Self, SparseError> {
        SparseError::check_axes::<I>("zeros", &shape)?;
        let [lanes, across] = O::lanes_of(shape);
        Ok(Self::from_packed(Packed::empty(lanes, across)))
    }

    /// The number of rows and of columns.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Csc::<u8>::zeros([2, 3]).shape(), [2, 3]);
    /// ```
    #[inline]
    pub fn shape(&self) -> [usize; 2] {
        self.view().shape()
    }

    /// How many entries are stored, zeros among them.
    ///
    /// # SciPy
    /// `a.nnz`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<f64>::from_parts([1, 2], vec![0, 2], vec![0, 1], vec![0.0, 5.0])?;
    /// assert_eq!((a.nnz(), a.count_nonzero()), (2, 1));
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    #[inline]
    pub fn nnz(&self) -> usize {
        self.packed.indices.len()
    }

    /// Where the entries of each row (column) start, and where the last one ends.
    ///
    /// # SciPy
    /// `a.indptr`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 1], [1, 1]]);
    /// assert_eq!(a.starts(), [0, 1, 3]);
    /// ```
    #[inline]
    pub fn starts(&self) -> &[usize] {
        &self.packed.starts
    }

    /// The column of each entry, row by row (the row, column by column).
    ///
    /// # SciPy
    /// `a.indices`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 1], [1, 1]]);
    /// assert_eq!(a.indices(), [1, 0, 1]);
    /// ```
    #[inline]
    pub fn indices(&self) -> &[I] {
        &self.packed.indices
    }

    /// The value of each entry, in the order of [`indices`](Self::indices).
    ///
    /// # SciPy
    /// `a.data`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.values(), [7, 8, 9]);
    /// ```
    #[inline]
    pub fn values(&self) -> &[T] {
        &self.packed.values
    }

    /// The values, to be changed in place; the pattern stays.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Csr::<u8>::from_dense([[0, 7], [8, 9]]);
    /// a.values_mut()[0] = 1;
    /// assert_eq!(a.get(0, 1), 1);
    /// ```
    #[inline]
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.packed.values
    }

    /// All of it, borrowed: free, as is the view's transpose.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.view().t().shape(), [2, 2]);
    /// ```
    #[inline]
    pub fn view(&self) -> CompressedView<'_, T, I, O> {
        CompressedView::from_packed(self.packed.view())
    }

    /// The transpose, borrowed: columns that are compressed where rows are. Free.
    ///
    /// # SciPy
    /// `a.T`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.t().matvec(&[1, 1]), nd_core::array![1, 5]);
    /// ```
    #[inline]
    pub fn t(&self) -> CompressedView<'_, T, I, O::Other> {
        self.view().t()
    }

    /// The transpose, by value and free.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2, 0], [0, 3, 0]]);
    /// let t: nd_sparse::Csc<i32> = a.into_transposed();
    /// assert_eq!(t.to_dense(), nd_core::array![[1, 0], [2, 3], [0, 0]]);
    /// ```
    #[inline]
    pub fn into_transposed(self) -> Compressed<T, I, O::Other> {
        Compressed::from_packed(self.packed)
    }

    /// Every entry with its row and column, in the order in which they are stored.
    ///
    /// # SciPy
    /// `zip(*find(a))`, stored zeros kept.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csc::<u8>::from_dense([[0, 7], [8, 9]]);
    /// let entries: Vec<_> = a.iter().collect();
    /// assert_eq!(entries, [(1, 0, 8), (0, 1, 7), (1, 1, 9)]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, T)> + '_
    where
        T: Copy,
    {
        self.view().iter()
    }
}

impl<T, I: Index> Csr<T, I> {
    /// One row, borrowed: free.
    ///
    /// # Panics
    /// If there is no such row.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 7, 0], [8, 0, 9]]);
    /// assert_eq!(a.row(1).indices(), [0, 2]);
    /// assert_eq!(a.row(1).values(), [8, 9]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn row(&self, row: usize) -> SparseLane<'_, T, I> {
        self.view().lane("row", row)
    }

    /// All rows, borrowed.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 7, 0], [8, 0, 9]]);
    /// let degrees: Vec<_> = a.rows().map(|row| row.nnz()).collect();
    /// assert_eq!(degrees, [1, 2]);
    /// ```
    pub fn rows(&self) -> impl ExactSizeIterator<Item = SparseLane<'_, T, I>> {
        (0..self.packed().lanes()).map(|row| self.row(row))
    }
}

impl<T, I: Index> Csc<T, I> {
    /// One column, borrowed: free.
    ///
    /// # Panics
    /// If there is no such column.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csc::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.column(1).values(), [7, 9]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn column(&self, column: usize) -> SparseLane<'_, T, I> {
        self.view().lane("column", column)
    }

    /// All columns, borrowed.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csc::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.columns().map(|column| column.nnz()).max(), Some(2));
    /// ```
    pub fn columns(&self) -> impl ExactSizeIterator<Item = SparseLane<'_, T, I>> {
        (0..self.packed().lanes()).map(|column| self.column(column))
    }
}

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// The element at a place: zero where none is stored.
    ///
    /// # Panics
    /// If there is no such row or column.
    ///
    /// # SciPy
    /// `a[row, column]`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[0.0, 7.0]]);
    /// assert_eq!((a.get(0, 0), a.get(0, 1)), (0.0, 7.0));
    /// ```
    /// ```should_panic
    /// nd_sparse::Csr::<f64>::zeros([2, 2]).get(0, 2);
    /// ```
    #[track_caller]
    pub fn get(&self, row: usize, column: usize) -> T {
        self.view().get(row, column)
    }

    /// How many elements are not zero; NaN is not.
    ///
    /// # SciPy
    /// `a.count_nonzero()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[0.0, f64::NAN, 2.0]]);
    /// assert_eq!(a.count_nonzero(), 2);
    /// ```
    pub fn count_nonzero(&self) -> usize {
        self.values().iter().filter(|value| !value.is_zero()).count()
    }

    /// The same without the zeros that are stored.
    ///
    /// # SciPy
    /// `a.eliminate_zeros()`, which changes `a`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<f64>::from_parts([1, 3], vec![0, 3], vec![0, 1, 2], vec![0.0, f64::NAN, -0.0])?;
    /// assert_eq!(a.prune().nnz(), 1);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn prune(&self) -> Self {
        Self::from_packed(T::filtered(self.packed(), &|_, _, value| !value.is_zero()))
    }
}

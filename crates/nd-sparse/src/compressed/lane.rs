//! [`SparseLane`]: one row or column, borrowed.

use crate::index::Index;

/// One row of a [`Csr`](crate::Csr) or one column of a [`Csc`](crate::Csc), borrowed.
///
/// # Examples
/// ```
/// use nd_sparse::Csr;
///
/// let a = Csr::<f64>::from_dense([[0.0, 2.0, 0.0, 4.0]]);
/// let row = a.row(0);
/// assert_eq!(row.iter().collect::<Vec<_>>(), [(1, 2.0), (3, 4.0)]);
/// ```
#[derive(Debug)]
pub struct SparseLane<'a, T, I = u32> {
    pub(crate) indices: &'a [I],
    pub(crate) values: &'a [T],
    pub(crate) len: usize,
}

impl<T, I> Clone for SparseLane<'_, T, I> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, I> Copy for SparseLane<'_, T, I> {}

impl<'a, T, I: Index> SparseLane<'a, T, I> {
    /// The positions of its entries, which ascend.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 3]]);
    /// assert_eq!(a.row(0).indices(), [1]);
    /// ```
    pub fn indices(self) -> &'a [I] {
        self.indices
    }

    /// The values of its entries.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 3]]);
    /// assert_eq!(a.row(0).values(), [3]);
    /// ```
    pub fn values(self) -> &'a [T] {
        self.values
    }

    /// How many entries it has.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 3]]);
    /// assert_eq!(a.row(0).nnz(), 1);
    /// ```
    pub fn nnz(self) -> usize {
        self.indices.len()
    }

    /// Its length, entries or not.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 3]]);
    /// assert_eq!(a.row(0).dim(), 2);
    /// ```
    pub fn dim(self) -> usize {
        self.len
    }

    /// Its entries: position and value.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 3]]);
    /// assert_eq!(a.row(0).iter().next(), Some((1, 3)));
    /// ```
    pub fn iter(self) -> impl ExactSizeIterator<Item = (usize, T)> + use<'a, T, I>
    where
        T: Copy,
    {
        self.indices.iter().zip(self.values).map(|(index, &value)| (index.position(), value))
    }
}

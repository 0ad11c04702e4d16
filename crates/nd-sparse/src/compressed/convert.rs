//! Compressed matrices from and to arrays, the other orientation, other element types and other indices.

use super::Compressed;
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::orientation::{Columns, Orientation, Rows};
use crate::packed::Packed;
use nd_core::{Array, ArrayLike, CastTo, ShapeError, View, huge, threads};

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// The elements of an array `(rows, columns)` that are not zero. NaN is not zero, -0.0 is.
    ///
    /// # Panics
    /// If the array does not have two axes, or one is too long for the indices.
    ///
    /// # SciPy
    /// `csr_array(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<f64>::from_dense([[-0.0, f64::NAN, 0.0]]);
    /// assert_eq!(a.indices(), [1]);
    /// ```
    /// ```should_panic
    /// nd_sparse::Csr::<f64>::from_dense([1.0, 2.0]); // one axis
    /// ```
    #[track_caller]
    pub fn from_dense(a: impl ArrayLike<Elem = T>) -> Self {
        ok(Self::try_from_dense(a))
    }

    /// As [`from_dense`](Self::from_dense), for arrays whose shape comes from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if the array does not have two axes; [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<f64>::try_from_dense([1.0, 2.0]).is_err());
    /// ```
    pub fn try_from_dense(a: impl ArrayLike<Elem = T>) -> Result<Self, SparseError> {
        Self::from_view("from_dense", a.view())
    }

    fn from_view(op: &'static str, a: View<'_, T>) -> Result<Self, SparseError> {
        if a.ndim() != 2 {
            return Err(ShapeError::Rank { op, expected: "2", shape: a.shape().into() }.into());
        }
        SparseError::check_axes::<I>(op, a.shape())?;
        Ok(Self::from_packed(T::sparsified(if O::ROWS { a } else { a.t() })))
    }

    /// All elements, in an array `(rows, columns)`: in C order from rows, in Fortran order from columns.
    ///
    /// # Panics
    /// If they do not fit the address space.
    ///
    /// # SciPy
    /// `a.toarray()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::eye(2);
    /// assert_eq!(a.to_dense(), nd_core::array![[1, 0], [0, 1]]);
    /// ```
    #[track_caller]
    pub fn to_dense(&self) -> Array<T> {
        self.view().to_dense()
    }

    /// The same with compressed rows.
    ///
    /// # SciPy
    /// `a.tocsr()`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csc;
    ///
    /// let a = Csc::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.to_csr().row(0).values(), [1, 2]);
    /// ```
    pub fn to_csr(&self) -> Compressed<T, I, Rows> {
        self.view().to_csr()
    }

    /// The same with compressed columns.
    ///
    /// # SciPy
    /// `a.tocsc()`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.to_csc().column(1).values(), [2, 3]);
    /// ```
    pub fn to_csc(&self) -> Compressed<T, I, Columns> {
        self.view().to_csc()
    }

    /// The same with the orientation that the context asks for; free if it is this one already.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csc, Csr};
    ///
    /// let a: Csc<i32> = Csr::eye(2).into_oriented();
    /// assert_eq!(a.nnz(), 2);
    /// ```
    pub fn into_oriented<P: Orientation>(self) -> Compressed<T, I, P> {
        if O::ROWS == P::ROWS {
            return Compressed::from_packed(self.into_packed());
        }
        self.view().to_oriented()
    }

    /// The entries as another type, as [`View::cast`] converts them; the pattern stays, zeros that arise too.
    ///
    /// # SciPy
    /// `a.astype(dtype)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[0.5, 2.7]]);
    /// assert_eq!(a.cast::<i32>().values(), [0, 2]);
    /// ```
    pub fn cast<U: SparseElement<I>>(&self) -> Compressed<U, I, O>
    where
        T: CastTo<U>,
    {
        let values = View::from_slice(self.values()).cast::<U>().into_vec();
        Compressed::from_packed(self.packed().with_values(values))
    }
}

impl<T: Copy, I: Index, O: Orientation> Compressed<T, I, O> {
    /// The same with another type of indices.
    ///
    /// # Errors
    /// [`SparseError::AxisTooLong`], where an axis does not fit.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let long = Csr::<u8, usize>::zeros([1, 1 << 40]);
    /// assert!(long.with_indices::<u32>().is_err());
    /// assert!(Csr::<u8>::eye(3).with_indices::<usize>().is_ok());
    /// ```
    pub fn with_indices<J: Index>(&self) -> Result<Compressed<T, J, O>, SparseError> {
        SparseError::check_axes::<J>("with_indices", &self.shape())?;
        let (from, mut indices) = (self.indices(), huge::advised(vec![J::default(); self.nnz()]));
        threads::chunks(&mut indices, crate::packed::PART, &|start, indices| {
            for (to, from) in indices.iter_mut().zip(&from[start..]) {
                *to = J::from_position(from.position());
            }
        });
        let starts = self.starts().to_vec();
        let across = self.packed().across;
        let values = self.values().to_vec();
        Ok(Compressed::from_packed(Packed { starts, indices, values, across }))
    }
}

impl<T: SparseElement<I>, I: Index> From<Compressed<T, I, Columns>> for Compressed<T, I, Rows> {
    fn from(a: Compressed<T, I, Columns>) -> Self {
        a.into_oriented()
    }
}

impl<T: SparseElement<I>, I: Index> From<Compressed<T, I, Rows>> for Compressed<T, I, Columns> {
    fn from(a: Compressed<T, I, Rows>) -> Self {
        a.into_oriented()
    }
}

//! Products with dense vectors and matrices.

use super::{check_matrices, check_vector};
use crate::compressed::{Compressed, CompressedView};
use crate::element::SparseElement;
use crate::error::ok;
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::{Array, ArrayLike, Element, ShapeError, View};
use std::borrow::Cow;

/// The elements in C order, copied where they are not.
fn c_order<T: Element>(a: View<'_, T>) -> Cow<'_, [T]> {
    match a.as_slice() {
        Some(slice) => Cow::Borrowed(slice),
        None => Cow::Owned(a.flatten().into_vec()),
    }
}

impl<T: SparseElement<I>, I: Index, O: Orientation> CompressedView<'_, T, I, O> {
    /// The product with a vector: `(m, n)`, `(n)` → `(m)`.
    ///
    /// On all threads, with the same bits for any number of them. Integers wrap, `bool` is or of and. What is not
    /// stored is not multiplied: an infinity or NaN in `x` has no effect beside it.
    ///
    /// # Panics
    /// If `x` does not have one axis, of as many elements as there are columns.
    ///
    /// # SciPy
    /// `a @ x`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.t().matvec(&[1, 10]), nd_core::array![1, 32]);
    /// ```
    #[track_caller]
    pub fn matvec(self, x: impl ArrayLike<Elem = T>) -> Array<T> {
        ok(self.try_matvec(x))
    }

    /// As [`matvec`](Self::matvec), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`], [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::eye(3);
    /// assert!(a.view().try_matvec(&[1, 2]).is_err());
    /// ```
    pub fn try_matvec(self, x: impl ArrayLike<Elem = T>) -> Result<Array<T>, ShapeError> {
        let x = x.view();
        check_vector("matvec", self.shape(), x.shape())?;
        let x = c_order(x);
        let product = if O::ROWS { T::matvec_rows } else { T::matvec_columns };
        Ok(Array::from_vec(product(self.packed(), &x)))
    }

    /// The product with a dense matrix of any layout: `(m, n)`, `(n, k)` → `(m, k)`. As
    /// [`matvec`](Self::matvec) in all else.
    ///
    /// # Panics
    /// If `b` does not have two axes, the first as long as there are columns.
    ///
    /// # SciPy
    /// `a @ b`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// let b = nd_core::array![[1, 0], [10, 1]];
    /// assert_eq!(a.view().matmul_dense(&b), nd_core::array![[21, 2], [30, 3]]);
    /// ```
    #[track_caller]
    pub fn matmul_dense(self, b: impl ArrayLike<Elem = T>) -> Array<T> {
        ok(self.try_matmul_dense(b))
    }

    /// As [`matmul_dense`](Self::matmul_dense), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`], [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::eye(3);
    /// assert!(a.view().try_matmul_dense([[1, 2]]).is_err());
    /// ```
    pub fn try_matmul_dense(self, b: impl ArrayLike<Elem = T>) -> Result<Array<T>, ShapeError> {
        let b = b.view();
        check_matrices("matmul_dense", &self.shape(), b.shape())?;
        let (rows, columns) = (self.shape()[0], b.shape()[1]);
        if !O::ROWS && columns == 1 {
            let product = T::matvec_columns(self.packed(), &c_order(b));
            return Array::try_from_shape_vec([rows, columns], product);
        }
        let b = c_order(b);
        let product = if O::ROWS {
            T::matmul_dense(self.packed(), &b, columns)
        } else {
            T::matmul_dense(T::transposed(self.packed()).view(), &b, columns)
        };
        Array::try_from_shape_vec([rows, columns], product)
    }

    /// The product of a dense matrix of any layout with this one: `(k, m)`, `(m, n)` → `(k, n)`. A vector stands
    /// for one row: `(m)` → `(n)`. As [`matvec`](Self::matvec) in all else.
    ///
    /// # Panics
    /// If `b` does not have one or two axes, the last as long as there are rows.
    ///
    /// # SciPy
    /// `b @ a`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.view().dense_matmul([[1, 10]]), nd_core::array![[1, 32]]);
    /// assert_eq!(a.view().dense_matmul([1, 10]), nd_core::array![1, 32]);
    /// ```
    #[track_caller]
    pub fn dense_matmul(self, b: impl ArrayLike<Elem = T>) -> Array<T> {
        ok(self.try_dense_matmul(b))
    }

    /// As [`dense_matmul`](Self::dense_matmul), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`], [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::eye(3);
    /// assert!(a.view().try_dense_matmul([[1, 2]]).is_err());
    /// ```
    pub fn try_dense_matmul(self, b: impl ArrayLike<Elem = T>) -> Result<Array<T>, ShapeError> {
        let b = b.view();
        if b.ndim() == 1 {
            return self.t().try_matvec(b);
        }
        check_matrices("dense_matmul", b.shape(), &self.shape())?;
        let (rows, columns) = (b.shape()[0], self.shape()[1]);
        let b = c_order(b);
        let product = if O::ROWS {
            T::dense_matmul(&b, rows, self.packed())
        } else {
            T::dense_matmul(&b, rows, T::transposed(self.packed()).view())
        };
        Array::try_from_shape_vec([rows, columns], product)
    }
}

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// The product with a vector: `(m, n)`, `(n)` → `(m)`. See [`CompressedView::matvec`].
    ///
    /// # Panics
    /// If `x` does not have one axis, of as many elements as there are columns.
    ///
    /// # SciPy
    /// `a @ x`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[1.0, 0.0], [0.0, 2.0]]);
    /// assert_eq!(a.matvec(&[1.0, f64::NAN])[[0]], 1.0); // nothing is stored beside the NaN
    /// ```
    #[track_caller]
    pub fn matvec(&self, x: impl ArrayLike<Elem = T>) -> Array<T> {
        self.view().matvec(x)
    }

    /// As [`matvec`](Self::matvec), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`], [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(3).try_matvec(&[1, 2]).is_err());
    /// ```
    pub fn try_matvec(&self, x: impl ArrayLike<Elem = T>) -> Result<Array<T>, ShapeError> {
        self.view().try_matvec(x)
    }

    /// The product with a dense matrix of any layout: `(m, n)`, `(n, k)` → `(m, k)`.
    ///
    /// # Panics
    /// If `b` does not have two axes, the first as long as there are columns.
    ///
    /// # SciPy
    /// `a @ b`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csc::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.matmul_dense([[1, 0], [10, 1]]), nd_core::array![[21, 2], [30, 3]]);
    /// ```
    #[track_caller]
    pub fn matmul_dense(&self, b: impl ArrayLike<Elem = T>) -> Array<T> {
        self.view().matmul_dense(b)
    }

    /// As [`matmul_dense`](Self::matmul_dense), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`], [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(3).try_matmul_dense([[1, 2]]).is_err());
    /// ```
    pub fn try_matmul_dense(&self, b: impl ArrayLike<Elem = T>) -> Result<Array<T>, ShapeError> {
        self.view().try_matmul_dense(b)
    }

    /// The product of a dense matrix, or a vector, with this one: `(k, m)`, `(m, n)` → `(k, n)`.
    ///
    /// # Panics
    /// If `b` does not have one or two axes, the last as long as there are rows.
    ///
    /// # SciPy
    /// `b @ a`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csc::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.dense_matmul([[1, 10]]), nd_core::array![[1, 32]]);
    /// ```
    #[track_caller]
    pub fn dense_matmul(&self, b: impl ArrayLike<Elem = T>) -> Array<T> {
        self.view().dense_matmul(b)
    }

    /// As [`dense_matmul`](Self::dense_matmul), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`], [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(3).try_dense_matmul([[1, 2]]).is_err());
    /// ```
    pub fn try_dense_matmul(&self, b: impl ArrayLike<Elem = T>) -> Result<Array<T>, ShapeError> {
        self.view().try_dense_matmul(b)
    }
}

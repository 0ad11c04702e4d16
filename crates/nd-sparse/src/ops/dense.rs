//! Sparse and dense matrices, element by element.

use crate::compressed::{Compressed, CompressedView};
use crate::element::SparseElement;
use crate::error::ok;
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::{Array, ArrayLike, Number, ShapeError, View, broadcast_shapes, zip};

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// What stands beside each entry in a dense array that broadcasts to this shape.
    fn beside<'a>(&self, op: &'static str, b: View<'a, T>) -> Result<Vec<T>, ShapeError> {
        let shape = self.shape();
        let fits = b.try_broadcast_to(shape);
        let wrong =
            || ShapeError::Broadcast { op, shapes: [shape.into(), b.shape().into()].into() };
        let b = fits.map_err(|_| wrong())?;
        Ok(T::beside_dense(self.packed(), if O::ROWS { b } else { b.t() }))
    }

    /// Each entry times the element of a dense array at its place; the array broadcasts, the pattern stays. What
    /// is not stored is not multiplied: it stays zero beside NaN and infinity.
    ///
    /// # Panics
    /// If the array does not broadcast to this shape.
    ///
    /// # SciPy
    /// `a * b`, `a.multiply(b)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[1.0, 0.0], [2.0, 3.0]]);
    /// let scaled = a.multiply_dense([10.0, f64::NAN]);
    /// assert_eq!(scaled.get(1, 0), 20.0);
    /// assert_eq!(scaled.get(0, 1), 0.0);
    /// ```
    #[track_caller]
    pub fn multiply_dense(&self, b: impl ArrayLike<Elem = T>) -> Self {
        ok(self.try_multiply_dense(b))
    }

    /// As [`multiply_dense`](Self::multiply_dense), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Broadcast`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(2).try_multiply_dense([1, 2, 3]).is_err());
    /// ```
    pub fn try_multiply_dense(&self, b: impl ArrayLike<Elem = T>) -> Result<Self, ShapeError> {
        let mut values = self.beside("multiply_dense", b.view())?;
        for (value, &entry) in values.iter_mut().zip(self.values()) {
            *value = entry.multiplied(*value);
        }
        Ok(Self::from_packed(self.packed().with_values(values)))
    }

    /// Each entry divided by the element of a dense array at its place; the array broadcasts, the pattern stays.
    /// What is not stored stays zero, also beside zero.
    ///
    /// # Panics
    /// If the array does not broadcast to this shape, or an integer is divided by zero.
    ///
    /// # SciPy
    /// `a / b`, which multiplies by reciprocals: `49 / 49` is not 1 there.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[49.0, 0.0]]);
    /// assert_eq!(a.divide_dense([[49.0, 0.0]]).values(), [1.0]);
    /// ```
    #[track_caller]
    pub fn divide_dense(&self, b: impl ArrayLike<Elem = T>) -> Self
    where
        T: Number,
    {
        ok(self.try_divide_dense(b))
    }

    /// As [`divide_dense`](Self::divide_dense), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Broadcast`].
    ///
    /// # Panics
    /// If an integer is divided by zero.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(2).try_divide_dense([1, 2, 3]).is_err());
    /// ```
    pub fn try_divide_dense(&self, b: impl ArrayLike<Elem = T>) -> Result<Self, ShapeError>
    where
        T: Number,
    {
        let divisors = self.beside("divide_dense", b.view())?;
        let values = View::from_slice(self.values()) / View::from_slice(&divisors);
        Ok(Self::from_packed(self.packed().with_values(values.into_vec())))
    }

    /// The sum with a dense array: dense, of the shape that both broadcast to.
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    ///
    /// # SciPy
    /// `a + b`, which does not broadcast the sparse one.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[0, 2], [3, 0]]);
    /// assert_eq!(a.add_dense([[10, 20]]), nd_core::array![[10, 22], [13, 20]]);
    /// ```
    #[track_caller]
    pub fn add_dense(&self, b: impl ArrayLike<Elem = T>) -> Array<T> {
        ok(self.try_add_dense(b))
    }

    /// As [`add_dense`](Self::add_dense), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Broadcast`], [`ShapeError::Overflow`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csr::<i32>::eye(2).try_add_dense([1, 2, 3]).is_err());
    /// ```
    pub fn try_add_dense(&self, b: impl ArrayLike<Elem = T>) -> Result<Array<T>, ShapeError> {
        let (shape, b) = (self.shape(), b.view());
        if let Ok(b) = b.try_broadcast_to(shape) {
            let sum = T::plus_dense(self.packed(), if O::ROWS { b } else { b.t() });
            return Ok(if O::ROWS { sum } else { sum.into_transposed() });
        }
        if broadcast_shapes(&[&shape, b.shape()]).is_err() {
            let shapes = [shape.into(), b.shape().into()].into();
            return Err(ShapeError::Broadcast { op: "add_dense", shapes });
        }
        Ok(zip((&self.to_dense(), b)).map(|(x, y)| x.added(y)))
    }

    /// The quotients of two matrices' elements, dense: what is stored in neither is 0/0, NaN.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or integers are divided by zero.
    ///
    /// # SciPy
    /// `a / b`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<f64>::from_dense([[1.0, 0.0, 3.0]]);
    /// let b = Csr::<f64>::from_dense([[2.0, 0.0, 0.0]]);
    /// let quotients = a.div_dense(&b);
    /// assert_eq!((quotients[[0, 0]], quotients[[0, 2]]), (0.5, f64::INFINITY));
    /// assert!(quotients[[0, 1]].is_nan());
    /// ```
    #[track_caller]
    pub fn div_dense<'b, P: Orientation>(
        &self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Array<T>
    where
        T: Number,
    {
        self.to_dense() / b.into().to_dense()
    }
}

//! Products of two sparse matrices.

use super::{Semiring, check_matrices};
use crate::compressed::{Compressed, CompressedView};
use crate::element::SparseElement;
use crate::error::ok;
use crate::index::Index;
use crate::kernels::square;
use crate::orientation::Orientation;
use crate::packed::PackedRef;
use nd_core::{Element, ShapeError};

/// A product of lanes: that of columns is the product of their transposes, the other way round.
type Product<'f, T, U, V, I> =
    &'f dyn Fn(PackedRef<'_, T, I>, PackedRef<'_, U, I>) -> crate::packed::Packed<V, I>;

impl<T: SparseElement<I>, I: Index, O: Orientation> CompressedView<'_, T, I, O> {
    /// The product with a sparse matrix: `(m, n)`, `(n, k)` → `(m, k)`, compressed as this one is.
    ///
    /// Row by row, on all threads; the same bits for any number of them. What is not stored is not multiplied,
    /// and sums that are zero are not stored. Integers wrap, `bool` is or of and.
    ///
    /// # Panics
    /// If there are not as many rows in `b` as columns here.
    ///
    /// # SciPy
    /// `a @ b`, whose rows may come out unsorted.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.view().matmul(a.t()).to_dense(), nd_core::array![[5, 6], [6, 9]]);
    /// ```
    #[track_caller]
    pub fn matmul<'b, P: Orientation>(
        self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Compressed<T, I, O> {
        ok(self.try_matmul(b))
    }

    /// As [`matmul`](Self::matmul), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::zeros([2, 3]);
    /// assert!(a.view().try_matmul(&a).is_err());
    /// ```
    pub fn try_matmul<'b, P: Orientation>(
        self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Result<Compressed<T, I, O>, ShapeError> {
        let b = b.into();
        check_matrices("matmul", &self.shape(), &b.shape())?;
        if O::ROWS == P::ROWS {
            return Ok(in_order::<_, _, _, _, O>(
                self.packed(),
                b.packed(),
                &T::matmul,
                &T::matmul,
            ));
        }
        let b = T::transposed(b.packed());
        Ok(in_order::<_, _, _, _, O>(self.packed(), b.view(), &T::matmul, &T::matmul))
    }

    /// The transpose of this matrix times itself: `(m, n)` → `(n, n)`, without making the transpose. Complex
    /// numbers are not conjugated.
    ///
    /// # SciPy
    /// `a.T @ a`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.view().gram().to_dense(), nd_core::array![[1, 2], [2, 13]]);
    /// ```
    pub fn gram(self) -> Compressed<T, I, O> {
        if O::ROWS {
            return Compressed::from_packed(T::gram(self.packed()));
        }
        // Columns are rows of the transpose: their products with all columns need these by rows.
        let rows = T::transposed(self.packed());
        Compressed::from_packed(T::matmul(self.packed(), rows.view()))
    }
}

/// Lanes times lanes; columns change places.
fn in_order<T, U, V, I: Index, O: Orientation>(
    a: PackedRef<'_, T, I>,
    b: PackedRef<'_, U, I>,
    rows: Product<'_, T, U, V, I>,
    columns: Product<'_, U, T, V, I>,
) -> Compressed<V, I, O> {
    Compressed::from_packed(if O::ROWS { rows(a, b) } else { columns(b, a) })
}

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// The product with a sparse matrix: `(m, n)`, `(n, k)` → `(m, k)`. See [`CompressedView::matmul`].
    ///
    /// # Panics
    /// If there are not as many rows in `b` as columns here.
    ///
    /// # SciPy
    /// `a @ b`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 1]]);
    /// let b = nd_sparse::Csc::<i32>::from_dense([[1], [-1]]);
    /// assert_eq!(a.matmul(&b).nnz(), 0); // a sum of zero is not stored
    /// ```
    #[track_caller]
    pub fn matmul<'b, P: Orientation>(
        &self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Compressed<T, I, O> {
        self.view().matmul(b)
    }

    /// As [`matmul`](Self::matmul), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::zeros([2, 3]);
    /// assert!(a.try_matmul(&a).is_err());
    /// ```
    pub fn try_matmul<'b, P: Orientation>(
        &self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Result<Compressed<T, I, O>, ShapeError> {
        self.view().try_matmul(b)
    }

    /// The transpose of this matrix times itself. See [`CompressedView::gram`].
    ///
    /// # SciPy
    /// `a.T @ a`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert!(a.gram() == a.t().to_csr().matmul(&a));
    /// ```
    pub fn gram(&self) -> Self {
        self.view().gram()
    }
}

/// The factors of a product of columns, the other way round.
struct Swapped<'s, S>(&'s S);

impl<S: Semiring> Semiring for Swapped<'_, S> {
    type Left = S::Right;
    type Right = S::Left;
    type Out = S::Out;
    #[inline(always)]
    fn multiply(&self, left: S::Right, right: S::Left) -> S::Out {
        self.0.multiply(right, left)
    }
    #[inline(always)]
    fn add(&self, sum: S::Out, term: S::Out) -> S::Out {
        self.0.add(sum, term)
    }
    #[inline(always)]
    fn keep(&self, sum: S::Out) -> bool {
        self.0.keep(sum)
    }
}

impl<T: Element, I: Index, O: Orientation> Compressed<T, I, O> {
    /// The product over a [`Semiring`]: `(m, n)`, `(n, k)` → `(m, k)`. Both are compressed alike.
    ///
    /// # Panics
    /// If there are not as many rows in `b` as columns here.
    ///
    /// # SciPy
    /// None.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, Semiring};
    ///
    /// /// In how many steps a place is reached at most: the longer of two ways.
    /// struct MaxPlus;
    /// impl Semiring for MaxPlus {
    ///     type Left = u32;
    ///     type Right = u32;
    ///     type Out = u32;
    ///     fn multiply(&self, left: u32, right: u32) -> u32 {
    ///         left + right
    ///     }
    ///     fn add(&self, sum: u32, term: u32) -> u32 {
    ///         sum.max(term)
    ///     }
    /// }
    /// let a = Csr::<u32>::from_dense([[0, 1, 5], [0, 0, 2], [0, 0, 4]]);
    /// assert_eq!(a.matmul_over(&a, &MaxPlus).get(0, 2), 9);
    /// ```
    #[track_caller]
    pub fn matmul_over<S: Semiring<Left = T>>(
        &self,
        b: &Compressed<S::Right, I, O>,
        semiring: &S,
    ) -> Compressed<S::Out, I, O> {
        ok(self.try_matmul_over(b, semiring))
    }

    /// As [`matmul_over`](Self::matmul_over), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, PlusTimes};
    ///
    /// let a = Csr::<i32>::zeros([2, 3]);
    /// assert!(a.try_matmul_over(&a, &PlusTimes::default()).is_err());
    /// ```
    pub fn try_matmul_over<S: Semiring<Left = T>>(
        &self,
        b: &Compressed<S::Right, I, O>,
        semiring: &S,
    ) -> Result<Compressed<S::Out, I, O>, ShapeError> {
        check_matrices("matmul_over", &self.shape(), &b.shape())?;
        let (a, b) = (self.packed(), b.packed());
        Ok(Compressed::from_packed(if O::ROWS {
            square::product(a, b, semiring)
        } else {
            square::product(b, a, &Swapped(semiring))
        }))
    }

    /// The elements of a product over a [`Semiring`] that stand where `mask` has an entry, whatever its value:
    /// nothing else is calculated.
    ///
    /// # Panics
    /// If there are not as many rows in `b` as columns here, or `mask` does not have the product's shape.
    ///
    /// # SciPy
    /// None: `(a @ b) * (mask != 0)` makes all of the product first.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, PlusTimes};
    ///
    /// // Triangles of a graph: paths of two edges whose ends an edge joins.
    /// let a = Csr::<u64>::from_dense([[0, 1, 1], [1, 0, 1], [1, 1, 0]]);
    /// assert_eq!(a.matmul_masked(&a, &a, &PlusTimes::default()).sum() / 6, 1);
    /// ```
    #[track_caller]
    pub fn matmul_masked<S: Semiring<Left = T>, M: Element>(
        &self,
        b: &Compressed<S::Right, I, O>,
        mask: &Compressed<M, I, O>,
        semiring: &S,
    ) -> Compressed<S::Out, I, O> {
        ok(self.try_matmul_masked(b, mask, semiring))
    }

    /// As [`matmul_masked`](Self::matmul_masked), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Inner`], [`ShapeError::Mismatch`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, PlusTimes};
    ///
    /// let (a, mask) = (Csr::<i32>::eye(2), Csr::<i32>::eye(3));
    /// assert!(a.try_matmul_masked(&a, &mask, &PlusTimes::default()).is_err());
    /// ```
    pub fn try_matmul_masked<S: Semiring<Left = T>, M: Element>(
        &self,
        b: &Compressed<S::Right, I, O>,
        mask: &Compressed<M, I, O>,
        semiring: &S,
    ) -> Result<Compressed<S::Out, I, O>, ShapeError> {
        const OP: &str = "matmul_masked";
        check_matrices(OP, &self.shape(), &b.shape())?;
        let shape = [self.shape()[0], b.shape()[1]];
        if mask.shape() != shape {
            let (left, right) = (shape.into(), mask.shape().into());
            return Err(ShapeError::Mismatch { op: OP.into(), left, right });
        }
        let (a, b, mask) = (self.packed(), b.packed(), mask.packed());
        Ok(Compressed::from_packed(if O::ROWS {
            square::masked(a, b, mask, semiring)
        } else {
            square::masked(b, a, mask, &Swapped(semiring))
        }))
    }
}

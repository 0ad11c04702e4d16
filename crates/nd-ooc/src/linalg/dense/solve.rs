//! `solve`, `det` and `slogdet`.

use super::lu;
use crate::chunked::Chunked;
use crate::elementwise::ChunkedOperand;
use crate::error::Result;
use crate::linalg::MatrixElement;
use crate::run::RunOptions;
use nd_linalg::SlogDet;

impl<T: MatrixElement> Chunked<T> {
    /// Solves `a·x = b` for a square matrix of any size: by the factors of [`lu`](Self::lu), which say how memory and
    /// scratch are used, and which are the ones to keep where there is more than one `b`.
    ///
    /// `(n, n)`, `b: (n)` or `(n, k)` → `x` of `b`'s shape. A positive definite matrix is solved by half as many
    /// operations with [`cho_factor`](Self::cho_factor).
    ///
    /// # Panics
    /// If the matrix is not square, or `b` has neither one axis nor two, or not as many rows.
    ///
    /// # Errors
    /// As [`lu`](Self::lu) and [`ChunkedLu::solve`](crate::ChunkedLu::solve): a singular matrix is named with its column.
    ///
    /// # NumPy
    /// `np.linalg.solve(a, b)`; Dask's `da.linalg.solve(a, b)`, which wants square chunks.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let a = Chunked::from(array![[0.0, 2.0], [4.0, 2.0]]);
    /// assert_eq!(a.solve(array![2.0, 6.0])?.compute()?, array![1.0, 1.0]);
    /// let error = Chunked::from(array![[1.0, 2.0], [2.0, 4.0]]).solve(array![1.0, 1.0]).unwrap_err();
    /// assert!(error.to_string().contains("singular: pivot 1 is zero"));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn solve(&self, b: impl ChunkedOperand<T>) -> Result<Chunked<T>> {
        self.solve_with(b, &RunOptions::default())
    }

    /// As [`solve`](Self::solve), run as told.
    ///
    /// # Panics
    /// As [`solve`](Self::solve).
    ///
    /// # Errors
    /// As [`solve`](Self::solve).
    #[track_caller]
    pub fn solve_with(
        &self,
        b: impl ChunkedOperand<T>,
        options: &RunOptions,
    ) -> Result<Chunked<T>> {
        lu::solved("solve", self, &b.into_chunked(), options)
    }

    /// The determinant of a square matrix of any size: that of [`lu`](Self::lu), whose factors tell it too.
    ///
    /// `(n, n)` → a number, infinite or zero where it is too large or small for its type, which
    /// [`slogdet`](Self::slogdet) tells. 1 of no rows.
    ///
    /// # Panics
    /// If the matrix is not square.
    ///
    /// # Errors
    /// As [`lu`](Self::lu).
    ///
    /// # NumPy
    /// `np.linalg.det(a)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ooc::Chunked::from(nd_core::array![[0.0, 2.0], [4.0, 2.0]]);
    /// assert_eq!(a.det()?, -8.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn det(&self) -> Result<T> {
        Ok(lu::factored("det", self, &RunOptions::default())?.det())
    }

    /// The determinant of a square matrix of any size as sign and logarithm: that of [`lu`](Self::lu), whose factors
    /// tell it too.
    ///
    /// `(n, n)` → 1, -1 or 0 (of complex matrices a number of absolute value 1, or 0) and the logarithm of the absolute
    /// value, -∞ for a singular matrix.
    ///
    /// # Panics
    /// If the matrix is not square.
    ///
    /// # Errors
    /// As [`lu`](Self::lu).
    ///
    /// # NumPy
    /// `np.linalg.slogdet(a)`.
    ///
    /// # Examples
    /// ```
    /// let det = nd_ooc::Chunked::from(nd_core::array![[0.0f64, 2.0], [4.0, 2.0]]).slogdet()?;
    /// assert!(det.sign == -1.0 && (det.logabsdet - 8f64.ln()).abs() < 1e-15);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn slogdet(&self) -> Result<SlogDet<T>> {
        Ok(lu::factored("slogdet", self, &RunOptions::default())?.slogdet())
    }
}

//! `lstsq`.

use super::element::{MatrixElement, grown};
use super::tall::Tall;
use crate::arrange::try_concat;
use crate::chunked::Chunked;
use crate::elementwise::ChunkedOperand;
use crate::error::Result;
use crate::run::RunOptions;
use nd_core::{Inexact, ShapeError, s};
use nd_linalg::{Lstsq, Tolerance};

/// How [`Chunked::lstsq_with`] solves: which singular values count as zero, and how the pass over the data is run.
///
/// # Examples
/// ```
/// use nd_linalg::Tolerance;
/// use nd_ooc::{LstsqOptions, RunOptions};
///
/// let options = LstsqOptions::default().tolerance(Tolerance::Relative(1e-6)).run(RunOptions::default().threads(1));
/// assert_eq!(options.tolerance, Tolerance::Relative(1e-6));
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct LstsqOptions {
    /// Which singular values count as zero: those that rounding may have made, unless told.
    pub tolerance: Tolerance,
    /// How the pass is run.
    pub run: RunOptions,
}

impl LstsqOptions {
    /// Sets which singular values count as zero.
    #[must_use]
    pub fn tolerance(self, tolerance: Tolerance) -> Self {
        Self { tolerance, ..self }
    }

    /// Sets how the pass is run.
    #[must_use]
    pub fn run(self, run: RunOptions) -> Self {
        Self { run, ..self }
    }
}

impl<T: MatrixElement> Chunked<T> {
    /// Solves `a·x ≈ b` by least squares, for a matrix with any number of rows: of all `x` for which `b − a·x` is
    /// shortest, the shortest.
    ///
    /// `(n, p)`, `b: (n)` or `(n, k)` → `x: (p)` or `(p, k)`, squares of the lengths of `b − a·x` (none if the rank is
    /// less than `p`, or `n ≤ p`), the rank, the singular values. Both are read once, under the default
    /// [`RunOptions`]: the columns of `b` stand behind those of the matrix while the triangle of [`qr`](Self::qr) is
    /// made, and what is left to solve is no larger than that, `(p + k, p + k)`. Nothing is squared: problems are
    /// solved that normal equations (products of columns) lose at a condition of 1e8. The bits do not depend on
    /// chunks, budget and threads; the solution is that of [`nd_linalg::lstsq`] up to rounding.
    ///
    /// # Panics
    /// If there are not two axes, or `b` has neither one axis nor two, or not as many rows.
    ///
    /// # Errors
    /// As [`Plan::run`](crate::Plan::run); [`ErrorKind::Linalg`](crate::ErrorKind::Linalg) for a NaN or an infinity
    /// (columns from `p` on are those of `b`); [`ErrorKind::Values`](crate::ErrorKind::Values) if lengths of columns
    /// are too large for their type.
    ///
    /// # NumPy
    /// `np.linalg.lstsq(a, b)`. Dask's `da.linalg.lstsq(a, b)` is lazy, solves with the triangle whatever the rank, and takes
    /// singular values from its squares.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let a = Chunked::from(array![[1.0_f64, 0.0], [1.0, 1.0], [1.0, 2.0]]);
    /// let line = a.lstsq(array![1.0, 3.0, 5.0])?; // 1 + 2·t
    /// assert!((line.x - array![1.0, 2.0]).iter().all(|far| far.abs() < 1e-14));
    /// assert_eq!(line.rank, 2);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn lstsq(&self, b: impl ChunkedOperand<T>) -> Result<Lstsq<T>> {
        self.lstsq_with(b, &LstsqOptions::default())
    }

    /// As [`lstsq`](Self::lstsq), for shapes that come from users.
    ///
    /// # Errors
    /// As [`lstsq`](Self::lstsq), and [`ErrorKind::Shape`](crate::ErrorKind::Shape) where it panics.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::full([3, 2], 1.0).try_lstsq(nd_ooc::full([2], 1.0)).is_err());
    /// ```
    pub fn try_lstsq(&self, b: impl ChunkedOperand<T>) -> Result<Lstsq<T>> {
        self.try_lstsq_with(b, &LstsqOptions::default())
    }

    /// As [`lstsq`](Self::lstsq), as told.
    ///
    /// # Panics
    /// As [`lstsq`](Self::lstsq).
    ///
    /// # Errors
    /// As [`lstsq`](Self::lstsq).
    ///
    /// # NumPy
    /// `np.linalg.lstsq(a, b, rcond)`: [`Tolerance::Relative`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_linalg::Tolerance;
    /// use nd_ooc::{Chunked, LstsqOptions};
    ///
    /// let a = Chunked::from(array![[1.0, 0.0], [0.0, 1e-9], [0.0, 0.0]]);
    /// let options = LstsqOptions::default().tolerance(Tolerance::Relative(1e-6));
    /// let found = a.lstsq_with(array![1.0, 1.0, 1.0], &options)?;
    /// assert_eq!(found.rank, 1);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn lstsq_with(
        &self,
        b: impl ChunkedOperand<T>,
        options: &LstsqOptions,
    ) -> Result<Lstsq<T>> {
        let b = b.into_chunked();
        beside(self, &b).unwrap_or_else(|error| panic!("{error}"));
        self.try_lstsq_with(b, options)
    }

    /// As [`lstsq_with`](Self::lstsq_with), for shapes that come from users.
    ///
    /// # Errors
    /// As [`lstsq`](Self::lstsq), and [`ErrorKind::Shape`](crate::ErrorKind::Shape) where it panics.
    ///
    /// # Examples
    /// ```
    /// let (a, options) = (nd_ooc::full([3], 1.0), nd_ooc::LstsqOptions::default());
    /// assert!(a.try_lstsq_with(&a, &options).is_err());
    /// ```
    pub fn try_lstsq_with(
        &self,
        b: impl ChunkedOperand<T>,
        options: &LstsqOptions,
    ) -> Result<Lstsq<T>> {
        let b = b.into_chunked();
        let both = beside(self, &b)?;
        let &[n, p] = self.shape() else { unreachable!("looked at above") };
        let r = Tall::of("lstsq", &both).triangle.compute_with(&options.run)?;
        let tolerance = match options.tolerance {
            Tolerance::Rounding => Tolerance::Relative(rounding::<T>(n.max(p))),
            other => other,
        };
        let (a, right) = (r.slice(s![.., ..p as isize]), r.slice(s![.., p as isize..]));
        let right = if b.ndim() == 1 { right.squeeze_axes(&[1]) } else { right };
        nd_linalg::lstsq_with(a, right, tolerance).map_err(|error| grown(error, "lstsq"))
    }
}

/// The part of the largest singular value that rounding may make, of a matrix with so many rows.
fn rounding<T: MatrixElement>(n: usize) -> f64 {
    let single = size_of::<T::R>() == size_of::<f32>();
    let epsilon = if single { f64::from(f32::EPSILON) } else { f64::EPSILON };
    <f64 as Inexact>::from_count(n) * epsilon
}

/// The columns of both, one behind the other.
fn beside<T: MatrixElement>(a: &Chunked<T>, b: &Chunked<T>) -> Result<Chunked<T>, ShapeError> {
    super::qr::two_axes("lstsq", a)?;
    if !matches!(b.ndim(), 1 | 2) {
        return Err(ShapeError::Rank { op: "lstsq", expected: "1 or 2", shape: b.shape().into() });
    }
    if a.shape()[0] != b.shape()[0] {
        let (left, right) = (a.shape().into(), b.shape().into());
        return Err(ShapeError::Inner {
            op: "lstsq",
            left,
            right,
            lengths: [a.shape()[0], b.shape()[0]],
        });
    }
    let columns = if b.ndim() == 1 { b.expand_dims(1) } else { b.clone() };
    try_concat(&[a.clone(), columns], 1)
}

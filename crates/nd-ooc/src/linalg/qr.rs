//! `qr`.

use super::element::MatrixElement;
use super::tall::Tall;
use crate::chunked::Chunked;
use nd_core::ShapeError;

/// `A = Q·R`, from [`Chunked::qr`].
#[derive(Clone, Debug)]
pub struct ChunkedQr<T> {
    /// `(n, k)`: orthonormal columns.
    pub q: Chunked<T>,
    /// `(k, p)`: an upper triangle, zeros below; no element of its diagonal is negative.
    pub r: Chunked<T>,
}

impl<T: MatrixElement> Chunked<T> {
    /// The QR factors of a matrix with any number of rows, and columns whose products with each other fit in memory.
    ///
    /// `(n, p)` → `q: (n, k)`, `r: (k, p)`, `k = min(n, p)`. By TSQR: panels of a few megabytes, and of at least four
    /// times as many rows as columns, become triangles, and these one, so that `r` takes one pass over the data, and
    /// `q` another one that makes each panel when it is asked for: [`compute`](crate::compute) or a
    /// [`Plan`](crate::Plan) of both together reads the data twice. The columns of `q` are orthonormal to rounding
    /// whatever the condition of the matrix, and where its columns depend on each other; nothing is squared.
    /// A matrix with more columns than rows is one panel: all of it has to fit in memory.
    ///
    /// The diagonal of `r` is real and not negative: so the factors of a matrix of full rank are unique. They have
    /// the same bits for any chunks, budget and number of threads, and are those of [`nd_linalg::qr`] up to signs and
    /// rounding, as panels are added up in another order. Without rows `r` has none either.
    ///
    /// When it is run, a NaN or an infinity is an [`ErrorKind::Linalg`](crate::ErrorKind::Linalg) that names the first
    /// one of its panel, and numbers so large that lengths of columns are infinite are an
    /// [`ErrorKind::Values`](crate::ErrorKind::Values).
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # NumPy
    /// `np.linalg.qr(a)`, where elements of the diagonal may be negative. Dask's `da.linalg.tsqr(a)` wants a single
    /// block of columns, takes its panels as they are chunked, and has other bits for other chunks.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[3.0_f64, 1.0], [4.0, 1.0], [0.0, 2.0]]);
    /// let qr = x.qr();
    /// let (q, r) = nd_ooc::compute((&qr.q, &qr.r))?; // x is read twice
    /// assert!((r[[0, 0]] - 5.0).abs() < 1e-14 && r[[1, 0]] == 0.0);
    /// assert!((nd_linalg::matmul(q.t(), &q) - array![[1.0, 0.0], [0.0, 1.0]]).iter().all(|far| far.abs() < 1e-14));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn qr(&self) -> ChunkedQr<T> {
        self.try_qr().unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`qr`](Self::qr), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0.0, 3.0, 1.0).try_qr().is_err());
    /// ```
    pub fn try_qr(&self) -> Result<ChunkedQr<T>, ShapeError> {
        two_axes("qr", self)?;
        let tall = Tall::of("qr", self);
        let (r, signs) = tall.signed();
        Ok(ChunkedQr { q: tall.columns(&signs), r })
    }
}

/// Refuses what is no matrix.
pub(super) fn two_axes<T>(op: &'static str, x: &Chunked<T>) -> Result<(), ShapeError> {
    if x.ndim() == 2 {
        return Ok(());
    }
    Err(ShapeError::Rank { op, expected: "2", shape: x.shape().into() })
}

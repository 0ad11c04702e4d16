//! `svd` and `svdvals`.

use super::element::{MatrixElement, grown};
use super::qr::two_axes;
use super::tall::Tall;
use super::whole::whole;
use crate::chunked::Chunked;
use nd_core::{Shape, ShapeError, Typed};
use nd_linalg::Field;

/// `A = U·diag(S)·Vᴴ`, from [`Chunked::svd`] and its kin.
#[derive(Clone, Debug)]
pub struct ChunkedSvd<T: Field> {
    /// `(n, k)`: orthonormal columns.
    pub u: Chunked<T>,
    /// `(k)`: the singular values, descending, never negative.
    pub s: Chunked<T::R>,
    /// `(k, p)`: orthonormal rows.
    pub vh: Chunked<T>,
}

impl<T: MatrixElement> Chunked<T> {
    /// The singular value decomposition, reduced, of a matrix of which one axis is short.
    ///
    /// `(n, p)` → `u: (n, k)`, `s: (k)`, `vh: (k, p)`, `k = min(n, p)`: that of the triangle of [`qr`](Self::qr), which
    /// is as exact as that of the matrix itself: small singular values keep their digits, where those of
    /// [`pca`](Self::pca), by products of columns, end at about 1e-8 of the largest one. Of a matrix with more columns
    /// than rows it is the transpose's. `s` and the small one of the factors take one pass over the data, the other
    /// factor is made panel by panel when it is asked for, in another pass. Memory, bits, NaN and infinities are as for
    /// `qr`. A factorisation that does not converge is an [`ErrorKind::Linalg`](crate::ErrorKind::Linalg).
    ///
    /// A matrix with two long axes has [`svd_lowrank`](Self::svd_lowrank).
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # NumPy
    /// `np.linalg.svd(a, full_matrices=False)`; signs of vectors may differ, as may the last bits. Dask's
    /// `da.linalg.svd(a)`, which wants chunks along one axis only.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let svd = Chunked::from(array![[3.0_f64, 0.0], [0.0, -4.0], [0.0, 0.0]]).svd();
    /// let s = svd.s.compute()?;
    /// assert!((s - array![4.0, 3.0]).iter().all(|far| far.abs() < 1e-14));
    /// assert_eq!((svd.u.shape(), svd.vh.shape()), (&[3, 2][..], &[2, 2][..]));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn svd(&self) -> ChunkedSvd<T> {
        self.try_svd().unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`svd`](Self::svd), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0.0, 3.0, 1.0).try_svd().is_err());
    /// ```
    pub fn try_svd(&self) -> Result<ChunkedSvd<T>, ShapeError> {
        two_axes("svd", self)?;
        Ok(factored("svd", self))
    }

    /// The singular values alone, descending: `(n, p)` → `(min(n, p))`, in one pass. Else as [`svd`](Self::svd).
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # NumPy
    /// `np.linalg.svdvals(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let s = Chunked::from(array![[0.0, 2.0], [0.0, 0.0], [0.0, 0.0]]).svdvals().compute()?;
    /// assert_eq!(s, array![2.0, 0.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn svdvals(&self) -> Chunked<T::R> {
        self.try_svdvals().unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`svdvals`](Self::svdvals), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0.0, 3.0, 1.0).try_svdvals().is_err());
    /// ```
    pub fn try_svdvals(&self) -> Result<Chunked<T::R>, ShapeError> {
        two_axes("svdvals", self)?;
        let tall =
            if is_wide(self) { Tall::of("svdvals", &self.t()) } else { Tall::of("svdvals", self) };
        let triangle = &tall.triangle;
        let outputs = [(Shape::from([tall.kept()]), <T::R as Typed>::DTYPE)];
        let mut made = whole("svdvals", &[&triangle.node], &outputs, taken(triangle), |inputs| {
            let s = nd_linalg::svdvals(inputs[0].typed::<T>());
            Ok(vec![s.map_err(|error| grown(error, "svdvals"))?.into()])
        });
        Ok(Chunked::of(made.remove(0)))
    }
}

fn is_wide<T>(x: &Chunked<T>) -> bool {
    x.shape()[0] < x.shape()[1]
}

/// Bytes that decomposing a small matrix takes.
fn taken<T: MatrixElement>(x: &Chunked<T>) -> usize {
    // Copies of it, its vectors in both orders, and the reflections that make it bidiagonal.
    let side = x.shape()[0].max(x.shape()[1]);
    side.saturating_mul(side).saturating_mul(10 * size_of::<T>())
}

/// The decomposition of a matrix with two axes.
pub(super) fn factored<T: MatrixElement>(op: &'static str, x: &Chunked<T>) -> ChunkedSvd<T> {
    if is_wide(x) {
        let turned = factored(op, &x.t());
        return ChunkedSvd { u: turned.vh.t(), s: turned.s, vh: turned.u.t() };
    }
    let tall = Tall::of(op, x);
    let (triangle, k, p) = (&tall.triangle, tall.kept(), x.shape()[1]);
    let outputs = [
        (Shape::from([k, k]), T::DTYPE),
        (Shape::from([k]), <T::R as Typed>::DTYPE),
        (Shape::from([k, p]), T::DTYPE),
    ];
    let made = whole(op, &[&triangle.node], &outputs, taken(triangle), move |inputs| {
        let svd = nd_linalg::svd(inputs[0].typed::<T>()).map_err(|error| grown(error, op))?;
        Ok(vec![svd.u.into(), svd.s.into(), svd.vh.into()])
    });
    let [u, s, vh] = <[_; 3]>::try_from(made).unwrap_or_else(|_| unreachable!("three results"));
    ChunkedSvd { u: tall.columns(&Chunked::of(u)), s: Chunked::of(s), vh: Chunked::of(vh) }
}

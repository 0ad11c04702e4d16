//! [`ChunkedCholesky`], and `cholesky`.

use super::room::{Room, bytes, slices};
use super::store::{Part, Store, stored};
use super::triangular::{RightSides, Source, Triangular, check_rows, subtract};
use super::{ROWS, order, steps, width};
use crate::chunked::Chunked;
use crate::elementwise::ChunkedOperand;
use crate::error::Result;
use crate::linalg::MatrixElement;
use crate::linalg::element::{conjugated, grown, placed};
use crate::run::RunOptions;
use nd_core::{Array, Inexact};
use nd_linalg::{Form, LinalgError, Triangle, TriangularOptions, matmul, solve_triangular};
use std::ops::Range;
use std::sync::Arc;

/// The factor of a positive definite matrix of any size: `A = L·Lᴴ`, from [`Chunked::cho_factor`].
///
/// It stands in a folder for scratch, which is removed with the last array made of it.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ooc::Chunked;
///
/// let factor = Chunked::from(array![[4.0, 2.0], [2.0, 5.0]]).cho_factor()?;
/// assert_eq!(factor.l().compute()?, array![[2.0, 0.0], [1.0, 2.0]]);
/// assert_eq!(factor.solve(array![8.0, 8.0])?.compute()?, array![1.5, 1.0]);
/// assert_eq!(factor.det(), 16.0);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone)]
pub struct ChunkedCholesky<T: MatrixElement> {
    store: Arc<Store<T>>,
    diagonal: Arc<[T::R]>,
}

impl<T: MatrixElement> ChunkedCholesky<T> {
    /// The lower triangle, zeros above: `(n, n)`.
    #[must_use]
    pub fn l(&self) -> Chunked<T> {
        stored(&self.store, Part::All)
    }

    /// Solves `A·x = b` with the factor.
    ///
    /// `b: (n)` or `(n, k)` → the same shape, stored as [`solve_triangular`](Chunked::solve_triangular) stores it; for up
    /// to 512 columns at a time the factor is read twice.
    ///
    /// # Panics
    /// If `b` has neither one axis nor two, or not as many rows.
    ///
    /// # Errors
    /// As [`Plan::run`](crate::Plan::run), [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget) with a budget that is
    /// enough.
    ///
    /// # NumPy
    /// `scipy.linalg.cho_solve((l, True), b)`; Dask's `da.linalg.solve(a, b, assume_a="pos")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let factor = Chunked::from(array![[4.0, 0.0], [0.0, 1.0]]).cho_factor()?;
    /// assert_eq!(factor.solve(array![[8.0, 4.0], [3.0, 2.0]])?.compute()?, array![[2.0, 1.0], [3.0, 2.0]]);
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
        const OP: &str = "cholesky solve";
        let (n, b) = (self.store.shape[0], b.into_chunked());
        check_rows(OP, n, &b);
        let room = Room::new(OP, options)?;
        let sides = RightSides { said: OP, a: &self.l(), b: &b, room: &room };
        sides.solved(&[], &|x| {
            for form in [Form::Plain, Form::Adjoint] {
                let options = TriangularOptions::default().form(form);
                let (of, triangle) = (Source::Panels(&self.store), Triangle::Lower);
                Triangular { op: OP, of, n, triangle, options }.substitute(x, &room)?;
            }
            Ok(())
        })
    }

    /// The determinant of `A`: infinite or zero where it is too large or small for its type.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ooc::Chunked::from(nd_core::array![[4.0, 2.0], [2.0, 5.0]]);
    /// assert_eq!(a.cho_factor()?.det(), 16.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn det(&self) -> T::R {
        let one = <T::R as Inexact>::from_count(1);
        self.diagonal.iter().fold(one, |det, &x| det * x * x)
    }

    /// The logarithm of the determinant of `A`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ooc::Chunked::from(nd_core::array![[4.0f64, 2.0], [2.0, 5.0]]);
    /// assert!((a.cho_factor()?.logdet() - 16f64.ln()).abs() < 1e-15);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn logdet(&self) -> T::R {
        let zero = <T::R as Inexact>::from_count(0);
        self.diagonal.iter().fold(zero, |sum, &x| sum + T::from_real(x * x).ln().re())
    }
}

/// What is at work on a matrix.
struct Factoring<'a, T> {
    op: &'static str,
    a: &'a Chunked<T>,
    n: usize,
    room: Room,
}

impl<T: MatrixElement> Factoring<'_, T> {
    /// Bytes of a panel and what is beside it once it is there.
    fn taken(&self) -> usize {
        let (n, w) = (self.n, width(self.n).min(self.n));
        let rows = ROWS.min(n);
        // The panel; a block of another one and what it gives, or two of its own, turned; blocks of the diagonal.
        bytes::<T>(n * w + 3 * rows * w + 5 * w * w, rows + w)
    }

    fn run(&self) -> Result<(Store<T>, Vec<T::R>)> {
        let (n, w) = (self.n, width(self.n));
        let first = self.a.slice(slices([0..n, 0..w.min(n)]));
        let _freed = self.room.begin(self.taken(), &[(first, 0)])?;
        let scratch = self.room.scratch()?;
        let mut store = Store::new(self.op, &[&self.a.node], [n, n], w, scratch);
        let mut diagonal = Vec::with_capacity(n);
        for own in steps(0..n, w) {
            let place = [own.start..n, own.clone()];
            let mut panel = self.room.part(self.a, place, 0)?;
            self.refuse_not_finite(&panel, &own)?;
            for at in 0..store.count() {
                take_off(&mut panel, &store, at, &own)?;
            }
            self.factor(&mut panel, &own)?;
            diagonal.extend((0..own.len()).map(|i| panel[[i, i]].re()));
            store.push(own.start, panel.view())?;
        }
        Ok((store, diagonal))
    }

    /// Only what is on or below the diagonal counts.
    fn refuse_not_finite(&self, panel: &Array<T>, own: &Range<usize>) -> Result<()> {
        let w = own.len();
        for (i, row) in panel.as_slice().unwrap_or_default().chunks_exact(w.max(1)).enumerate() {
            if let Some(j) = row[..w.min(i + 1)].iter().position(|x| !x.is_finite()) {
                let index = [own.start + i, own.start + j].into();
                return Err(LinalgError::NonFinite { op: self.op, index }.into());
            }
        }
        Ok(())
    }

    /// Makes a panel, from which all before were taken off, the factor's.
    fn factor(&self, panel: &mut Array<T>, own: &Range<usize>) -> Result<()> {
        let (w, height) = (own.len(), panel.shape()[0]);
        let first = slices([0..w, 0..w]);
        let top = nd_linalg::cholesky(panel.slice(first)).map_err(|error| match error {
            error @ LinalgError::NonFinite { .. } => grown(error, self.op),
            error => placed(error, self.op, [own.start; 2]),
        })?;
        panel.slice_mut(first).assign(&top);
        for rows in steps(w..height, ROWS) {
            let place = slices([rows, 0..w]);
            // X·Lᴴ = B is L·Xᴴ = Bᴴ.
            let turned = conjugated(panel.slice(place).t().to_array());
            let solved = solve_triangular(&top, &turned, Triangle::Lower)
                .map_err(|error| grown(error, self.op))?;
            panel.slice_mut(place).assign(conjugated(solved).view().t());
        }
        Ok(())
    }
}

/// Takes off what a stored panel gives to the one of some columns, which is there from their own rows on.
fn take_off<T: MatrixElement>(
    panel: &mut Array<T>,
    store: &Store<T>,
    at: usize,
    own: &Range<usize>,
) -> Result<()> {
    let right = conjugated(store.rows(at, own.clone())?);
    for rows in steps(own.start..store.shape[0], ROWS) {
        let left = store.rows(at, rows.clone())?;
        let place = [rows.start - own.start..rows.end - own.start, 0..own.len()];
        subtract(panel, place, &matmul(&left, right.view().t()));
    }
    Ok(())
}

impl<T: MatrixElement> Chunked<T> {
    /// The lower triangle `L` with `A = L·Lᴴ`, of a positive definite matrix of any size: see
    /// [`cho_factor`](Self::cho_factor).
    ///
    /// `(n, n)` → `(n, n)`, zeros above the diagonal, which is positive.
    ///
    /// # Panics
    /// If the matrix is not square.
    ///
    /// # Errors
    /// As [`cho_factor`](Self::cho_factor).
    ///
    /// # NumPy
    /// `np.linalg.cholesky(a)`; Dask's `da.linalg.cholesky(a, lower=True)`, which wants square chunks.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let l = Chunked::from(array![[4.0, 2.0], [2.0, 5.0]]).cholesky()?;
    /// assert_eq!(l.compute()?, array![[2.0, 0.0], [1.0, 2.0]]);
    /// let error = Chunked::from(array![[1.0, 2.0], [2.0, 1.0]]).cholesky().unwrap_err();
    /// assert!(error.to_string().contains("its leading minor of order 2 is not positive"));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn cholesky(&self) -> Result<Chunked<T>> {
        self.cholesky_with(&RunOptions::default())
    }

    /// As [`cholesky`](Self::cholesky), run as told.
    ///
    /// # Panics
    /// If the matrix is not square.
    ///
    /// # Errors
    /// As [`cho_factor`](Self::cho_factor).
    #[track_caller]
    pub fn cholesky_with(&self, options: &RunOptions) -> Result<Chunked<T>> {
        Ok(factored("cholesky", self, options)?.l())
    }

    /// The factor of a positive definite matrix of any size, to solve with again and again.
    ///
    /// `(n, n)`; what is above the diagonal is not looked at. Made here, panel by panel of up to 512 columns, under the
    /// default [`RunOptions`], and stored in the folder for [scratch](RunOptions::scratch), where it takes half as many
    /// bytes as the matrix, until the last array made of it is gone. The matrix is read once, and what is stored once
    /// for each panel behind it; one panel is in memory at a time. n³/3 operations.
    ///
    /// How wide panels are depends on `n` alone: the bits do not depend on chunks, budget and threads, and differ from
    /// those of [`nd_linalg::cholesky`] by rounding.
    ///
    /// # Panics
    /// If the matrix is not square.
    ///
    /// # Errors
    /// [`ErrorKind::Linalg`](crate::ErrorKind::Linalg): [`LinalgError::NotPositiveDefinite`] with the first leading minor
    /// that is not positive, [`LinalgError::NonFinite`] for a NaN or an infinity on or below the diagonal.
    /// [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget) if a panel does not fit, with a budget that is enough;
    /// and as [`Plan::run`](crate::Plan::run).
    ///
    /// # NumPy
    /// `scipy.linalg.cho_factor(a, lower=True)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ooc::Chunked::from(nd_core::array![[4.0, 0.0], [0.0, 9.0]]);
    /// let factor = a.cho_factor()?;
    /// assert_eq!(factor.solve(nd_core::array![8.0, 9.0])?.compute()?, nd_core::array![2.0, 1.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn cho_factor(&self) -> Result<ChunkedCholesky<T>> {
        self.cho_factor_with(&RunOptions::default())
    }

    /// As [`cho_factor`](Self::cho_factor), run as told.
    ///
    /// # Panics
    /// If the matrix is not square.
    ///
    /// # Errors
    /// As [`cho_factor`](Self::cho_factor).
    #[track_caller]
    pub fn cho_factor_with(&self, options: &RunOptions) -> Result<ChunkedCholesky<T>> {
        factored("cho_factor", self, options)
    }
}

#[track_caller]
fn factored<T: MatrixElement>(
    op: &'static str,
    a: &Chunked<T>,
    options: &RunOptions,
) -> Result<ChunkedCholesky<T>> {
    let n = order(op, a);
    let (store, diagonal) = Factoring { op, a, n, room: Room::new(op, options)? }.run()?;
    Ok(ChunkedCholesky { store: Arc::new(store), diagonal: diagonal.into() })
}

//! [`ChunkedLu`]: Gaussian elimination with partial pivoting, panel by panel.

use super::room::{Room, bytes, slices};
use super::store::{Part, Store, stored};
use super::triangular::{RightSides, Source, Triangular, check_rows, subtract};
use super::{ROWS, order, steps, width};
use crate::chunked::Chunked;
use crate::elementwise::ChunkedOperand;
use crate::error::Result;
use crate::linalg::MatrixElement;
use crate::linalg::element::{grown, not_finite};
use crate::run::RunOptions;
use nd_core::{Array, Inexact};
use nd_linalg::{LinalgError, SlogDet, Triangle, TriangularOptions, matmul, solve_triangular_with};
use std::ops::Range;
use std::sync::Arc;

/// The factors of a square matrix of any size: `A = P·L·U`, from [`Chunked::lu`].
///
/// They stand in a folder for scratch, which is removed with the last array made of them.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ooc::Chunked;
///
/// let lu = Chunked::from(array![[0.0, 2.0], [4.0, 2.0]]).lu()?;
/// assert_eq!(lu.perm(), array![1, 0]);
/// assert_eq!(lu.l().compute()?, array![[1.0, 0.0], [0.0, 1.0]]);
/// assert_eq!(lu.u().compute()?, array![[4.0, 2.0], [0.0, 2.0]]);
/// assert_eq!(lu.solve(array![2.0, 6.0])?.compute()?, array![1.0, 1.0]);
/// assert_eq!(lu.det(), -8.0);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone)]
pub struct ChunkedLu<T: MatrixElement> {
    store: Arc<Store<T>>,
    /// With which row each was exchanged, one after the other.
    swaps: Arc<[usize]>,
    pivots: Arc<[T]>,
}

impl<T: MatrixElement> ChunkedLu<T> {
    /// Which row of `A` each row of `L·U` is: `(n)`.
    ///
    /// # NumPy
    /// The first value of `scipy.linalg.lu(a, p_indices=True)`, inverted.
    #[must_use]
    pub fn perm(&self) -> Array<usize> {
        let mut rows: Vec<usize> = (0..self.swaps.len()).collect();
        self.swaps.iter().enumerate().for_each(|(row, &with)| rows.swap(row, with));
        Array::from_vec(rows)
    }

    /// The lower triangle, with ones on its diagonal: `(n, n)`.
    #[must_use]
    pub fn l(&self) -> Chunked<T> {
        stored(&self.store, Part::UnitLower)
    }

    /// The upper triangle: `(n, n)`.
    #[must_use]
    pub fn u(&self) -> Chunked<T> {
        stored(&self.store, Part::Upper)
    }

    /// Solves `A·x = b` with the factors.
    ///
    /// `b: (n)` or `(n, k)` → the same shape, stored as [`solve_triangular`](Chunked::solve_triangular) stores it; for up
    /// to 512 columns at a time the factors are read once. NaN and infinities in `b` reach their own columns alone.
    ///
    /// # Panics
    /// If `b` has neither one axis nor two, or not as many rows.
    ///
    /// # Errors
    /// [`ErrorKind::Linalg`](crate::ErrorKind::Linalg) with [`LinalgError::Singular`] if a pivot is zero, with its column;
    /// [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget) with a budget that is enough; and as
    /// [`Plan::run`](crate::Plan::run).
    ///
    /// # NumPy
    /// `scipy.linalg.lu_solve((lu, piv), b)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let lu = Chunked::from(array![[2.0, 0.0], [0.0, 4.0]]).lu()?;
    /// assert_eq!(lu.solve(array![[2.0, 1.0], [4.0, 2.0]])?.compute()?, array![[1.0, 0.5], [1.0, 0.5]]);
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
        self.solved("lu solve", &b.into_chunked(), options)
    }

    #[track_caller]
    fn solved(&self, op: &'static str, b: &Chunked<T>, options: &RunOptions) -> Result<Chunked<T>> {
        let n = self.store.shape[0];
        check_rows(op, n, b);
        let zero = T::from_count(0);
        if let Some(pivot) = self.pivots.iter().position(|&pivot| pivot == zero) {
            return Err(LinalgError::Singular { op, pivot, matrix: [].into() }.into());
        }
        let room = Room::new(op, options)?;
        let sides = RightSides { said: op, a: &self.u(), b, room: &room };
        sides.solved(&[], &|x| {
            exchange(x, 0, &self.swaps);
            for (triangle, is_unit) in [(Triangle::Lower, true), (Triangle::Upper, false)] {
                let options = TriangularOptions::default().unit_diagonal(is_unit);
                let of = Source::Panels(&*self.store);
                Triangular { op, of, n, triangle, options }.substitute(x, &room)?;
            }
            Ok(())
        })
    }

    /// Whether rows were exchanged an odd number of times.
    fn odd(&self) -> bool {
        self.swaps.iter().enumerate().filter(|(row, with)| row != *with).count() % 2 == 1
    }

    /// The determinant of `A`: infinite or zero where it is too large or small for its type, which
    /// [`slogdet`](Self::slogdet) tells.
    #[must_use]
    pub fn det(&self) -> T {
        let one = T::from_count(1);
        self.pivots.iter().fold(if self.odd() { -one } else { one }, |det, &pivot| det * pivot)
    }

    /// The determinant of `A` as sign and logarithm.
    ///
    /// # Examples
    /// ```
    /// let lu = nd_ooc::Chunked::from(nd_core::array![[0.0f64, 2.0], [4.0, 2.0]]).lu()?;
    /// let det = lu.slogdet();
    /// assert!(det.sign == -1.0 && (det.logabsdet - 8f64.ln()).abs() < 1e-15);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn slogdet(&self) -> SlogDet<T> {
        let (zero, one) = (<T::R as Inexact>::from_count(0), T::from_count(1));
        let mut det = SlogDet { sign: if self.odd() { -one } else { one }, logabsdet: zero };
        for &pivot in self.pivots.iter() {
            let size = pivot.abs();
            det.logabsdet += T::from_real(size).ln().re();
            if size == zero {
                return SlogDet { sign: T::from_count(0), logabsdet: det.logabsdet };
            }
            det.sign *= pivot / T::from_real(size);
        }
        det
    }
}

/// Exchanges rows from `first` on, as told, one after the other.
fn exchange<T: MatrixElement>(x: &mut Array<T>, first: usize, swaps: &[usize]) {
    let columns = x.shape()[1];
    let mut view = x.view_mut();
    let elements = view.as_slice_mut().expect("made contiguous");
    for (row, &with) in swaps.iter().enumerate() {
        let (row, with) = (first + row, first + with);
        if with > row {
            let (above, below) = elements.split_at_mut(with * columns);
            above[row * columns..][..columns].swap_with_slice(&mut below[..columns]);
        }
    }
}

/// What is at work on a matrix.
struct Eliminating<'a, T> {
    op: &'static str,
    a: &'a Chunked<T>,
    n: usize,
    room: Room,
}

impl<T: MatrixElement> Eliminating<'_, T> {
    /// Bytes of a panel and what is beside it once it is there.
    fn taken(&self) -> usize {
        let (n, w) = (self.n, width(self.n).min(self.n));
        let rows = ROWS.min(n);
        // The panel and its factors; a block of another panel, and what it gives; blocks of the diagonal.
        bytes::<T>(2 * n * w + 2 * rows * w + 4 * w * w, rows + w)
    }

    fn run(&self) -> Result<ChunkedLu<T>> {
        let (n, w) = (self.n, width(self.n));
        let first = self.a.slice(slices([0..n, 0..w.min(n)]));
        let _freed = self.room.begin(self.taken(), &[(first, 0)])?;
        let scratch = self.room.scratch()?;
        let mut store = Store::new(self.op, &[&self.a.node], [n, n], w, scratch);
        let (mut swaps, mut pivots) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for own in steps(0..n, w) {
            let place = [0..n, own.clone()];
            let mut panel = self.room.part(self.a, place, 0)?;
            if let Some([i, j]) = not_finite(panel.view()) {
                let index = [i, own.start + j].into();
                return Err(LinalgError::NonFinite { op: self.op, index }.into());
            }
            for at in 0..store.count() {
                self.take_off(&mut panel, &store, at, &swaps)?;
            }
            self.eliminate(&mut panel, &own, &mut swaps)?;
            pivots.extend((0..own.len()).map(|i| panel[[own.start + i, i]]));
            store.push(0, panel.view())?;
        }
        // Rows that later panels exchanged.
        for at in 0..store.count().saturating_sub(1) {
            let from = store.columns(at).end;
            let mut panel = store.rows(at, 0..n)?;
            exchange_all(&mut panel, from, &swaps);
            store.replace(at, panel.view())?;
        }
        Ok(ChunkedLu { store: Arc::new(store), swaps: swaps.into(), pivots: pivots.into() })
    }

    /// Does to a panel what was done to the rows while a stored one was made.
    fn take_off(
        &self,
        panel: &mut Array<T>,
        store: &Store<T>,
        at: usize,
        swaps: &[usize],
    ) -> Result<()> {
        let (before, w) = (store.columns(at), panel.shape()[1]);
        exchange_some(panel, before.clone(), swaps);
        let place = slices([before.clone(), 0..w]);
        let ones = TriangularOptions::default().unit_diagonal(true);
        let diagonal = store.rows(at, before.clone())?;
        let top = solve_triangular_with(&diagonal, panel.slice(place), Triangle::Lower, &ones)
            .map_err(|error| grown(error, self.op))?;
        panel.slice_mut(place).assign(&top);
        for rows in steps(before.end..self.n, ROWS) {
            let left = store.rows(at, rows.clone())?;
            subtract(panel, [rows, 0..w], &matmul(&left, &top));
        }
        Ok(())
    }

    /// Eliminates below the diagonal of a panel.
    fn eliminate(
        &self,
        panel: &mut Array<T>,
        own: &Range<usize>,
        swaps: &mut Vec<usize>,
    ) -> Result<()> {
        let place = slices([own.start..self.n, 0..own.len()]);
        let lu = nd_linalg::lu(panel.slice(place)).map_err(|error| grown(error, self.op))?;
        panel.slice_mut(place).assign(lu.factors());
        swaps.extend(lu.swaps().iter().map(|with| own.start + with));
        Ok(())
    }
}

/// Exchanges rows as those of a range were.
fn exchange_some<T: MatrixElement>(x: &mut Array<T>, rows: Range<usize>, swaps: &[usize]) {
    let with: Vec<usize> = swaps[rows.clone()].iter().map(|with| with - rows.start).collect();
    exchange(x, rows.start, &with);
}

/// Exchanges rows as all from one on were.
fn exchange_all<T: MatrixElement>(x: &mut Array<T>, from: usize, swaps: &[usize]) {
    exchange_some(x, from..swaps.len(), swaps);
}

impl<T: MatrixElement> Chunked<T> {
    /// The LU factors of a square matrix of any size, with partial pivoting, to solve with again and again.
    ///
    /// `(n, n)`. Made here, panel by panel of up to 512 columns, under the default [`RunOptions`], and stored in the
    /// folder for [scratch](RunOptions::scratch), where they take as many bytes as the matrix, until the last array made
    /// of them is gone. Each pivot is the largest of its whole column, as in memory. The matrix is read once, and what is
    /// stored once for each panel behind it; two panels are in memory at a time. A singular matrix has factors too: a zero
    /// stands on the diagonal of `U`. 2/3 n³ operations.
    ///
    /// How wide panels are depends on `n` alone: the bits do not depend on chunks, budget and threads, and differ from
    /// those of [`nd_linalg::lu`] by rounding.
    ///
    /// # Panics
    /// If the matrix is not square.
    ///
    /// # Errors
    /// [`ErrorKind::Linalg`](crate::ErrorKind::Linalg) with [`LinalgError::NonFinite`] for a NaN or an infinity,
    /// [`ErrorKind::Values`](crate::ErrorKind::Values) if numbers on the way are too large for their type,
    /// [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget) if the panels do not fit, with a budget that is enough;
    /// and as [`Plan::run`](crate::Plan::run).
    ///
    /// # NumPy
    /// `scipy.linalg.lu_factor(a)`, `scipy.linalg.lu(a)`. Dask's `da.linalg.lu(a)` wants square chunks, and looks for pivots
    /// within them only: its factors of a matrix whose first chunk is nearly singular are not those of the matrix.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let lu = Chunked::from(array![[1.0, 2.0], [2.0, 4.0]]).lu()?;
    /// assert_eq!(lu.u().compute()?, array![[2.0, 4.0], [0.0, 0.0]]); // singular
    /// assert!(lu.solve(array![1.0, 1.0]).is_err());
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn lu(&self) -> Result<ChunkedLu<T>> {
        self.lu_with(&RunOptions::default())
    }

    /// As [`lu`](Self::lu), run as told.
    ///
    /// # Panics
    /// If the matrix is not square.
    ///
    /// # Errors
    /// As [`lu`](Self::lu).
    #[track_caller]
    pub fn lu_with(&self, options: &RunOptions) -> Result<ChunkedLu<T>> {
        factored("lu", self, options)
    }
}

#[track_caller]
pub(super) fn factored<T: MatrixElement>(
    op: &'static str,
    a: &Chunked<T>,
    options: &RunOptions,
) -> Result<ChunkedLu<T>> {
    let n = order(op, a);
    Eliminating { op, a, n, room: Room::new(op, options)? }.run()
}

/// Factors and solves, under one name.
#[track_caller]
pub(super) fn solved<T: MatrixElement>(
    op: &'static str,
    a: &Chunked<T>,
    b: &Chunked<T>,
    options: &RunOptions,
) -> Result<Chunked<T>> {
    check_rows(op, order(op, a), b);
    factored(op, a, options)?.solved(op, b, options)
}

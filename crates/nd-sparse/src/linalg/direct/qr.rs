//! [`Qr`]: least squares by rotations.

use super::Factored;
use super::columns::Columns;
use super::order::{ColumnOrder, Ordering};
use crate::compressed::CompressedView;
use crate::element::SparseElement;
use crate::index::Index;
use crate::linalg::error::SolverError;
use crate::linalg::scalar::Scalar;
use crate::linalg::sides::solved;
use crate::orientation::Orientation;
use nd_core::{Array, ArrayLike};
use std::sync::Arc;

/// A rotation of two rows of the right side: `(a, b) → (c·a + s·b, c·b - s̄·a)`.
#[derive(Clone, Copy, Debug)]
struct Turn<D> {
    rows: [usize; 2],
    c: f64,
    s: D,
}

/// A row: places and values.
type Row<D> = Vec<(usize, D)>;

/// The rows of R, and the rotations that make it.
#[doc(hidden)]
#[derive(Debug)]
pub struct QrCore<D> {
    rows: usize,
    order: Arc<ColumnOrder>,
    /// The rows of R from their diagonal on, by place of the column.
    triangle: Vec<Row<D>>,
    /// Which row of the right side belongs to each row of R.
    slots: Vec<usize>,
    turns: Vec<Turn<D>>,
}

/// Takes one row of the matrix after the other into R (J. A. George and M. T. Heath, 1980).
pub(super) fn factored<D: Scalar>(
    a: &Columns<D>,
    order: Arc<ColumnOrder>,
) -> Result<QrCore<D>, SolverError> {
    let (rows, n) = (a.rows, a.columns());
    let (triangle, slots) = (vec![Vec::new(); n], vec![usize::MAX; n]);
    let mut core = QrCore { rows, order, triangle, slots, turns: Vec::new() };
    let by_rows = a.transposed();
    let mut all: Vec<(usize, Row<D>)> = (0..rows)
        .map(|row| {
            let entries = by_rows.column(row).filter(|(_, value)| !value.is_zero());
            let mut entries: Vec<_> =
                entries.map(|(column, value)| (core.order.place[column], value)).collect();
            entries.sort_by_key(|&(place, _)| place);
            (row, entries)
        })
        .collect();
    // Rows that begin late meet few others.
    all.sort_by_key(|(row, entries)| (entries.first().map_or(n, |e| e.0), entries.len(), *row));
    for (row, entries) in all {
        core.take(row, entries);
    }
    core.check()?;
    Ok(core)
}

impl<D: Scalar> QrCore<D> {
    fn take(&mut self, row: usize, mut entries: Row<D>) {
        while let Some(&(place, b)) = entries.first() {
            if self.slots[place] == usize::MAX {
                self.slots[place] = row;
                self.triangle[place] = entries;
                return;
            }
            let a = self.triangle[place][0].1;
            let size = a.magnitude().hypot(b.magnitude());
            let (c, s) = if a.is_zero() {
                (0.0, D::ONE)
            } else {
                let phase = a / D::from_f64(a.magnitude());
                (a.magnitude() / size, phase * b.conjugate() / D::from_f64(size))
            };
            self.turns.push(Turn { rows: [self.slots[place], row], c, s });
            let [above, below] = turned(&self.triangle[place], &entries, c, s);
            self.triangle[place] = above;
            entries = below;
        }
    }

    /// A pivot that is as small as the rounding of the largest is none.
    fn check(&self) -> Result<(), SolverError> {
        let pivot = |place: usize| self.triangle[place].first().map_or(0.0, |e| e.1.magnitude());
        let n = self.triangle.len();
        let largest = (0..n).map(pivot).fold(0.0, f64::max);
        if !largest.is_finite() || (0..n).any(|place| pivot(place).is_nan()) {
            return Err(SolverError::NotFinite { op: OP, what: "the factor" });
        }
        let bound = self.rows.max(n) as f64 * D::EPSILON * largest;
        match (0..n).find(|&place| pivot(place) <= bound) {
            None => Ok(()),
            Some(place) => Err(SolverError::Singular { op: OP, column: self.order.column[place] }),
        }
    }

    pub(super) fn solve(&self, b: &mut [D]) -> Vec<D> {
        for &Turn { rows: [above, below], c, s } in &self.turns {
            let (x, y) = (b[above], b[below]);
            b[above] = D::from_f64(c) * x + s * y;
            b[below] = D::from_f64(c) * y - s.conjugate() * x;
        }
        let n = self.triangle.len();
        let mut x = vec![D::ZERO; n];
        for place in (0..n).rev() {
            let mut rest = b[self.slots[place]];
            for &(other, value) in &self.triangle[place][1..] {
                rest -= value * x[self.order.column[other]];
            }
            x[self.order.column[place]] = rest / self.triangle[place][0].1;
        }
        x
    }
}

/// Two rows after a rotation that leaves the second without its first entry.
fn turned<D: Scalar>(above: &[(usize, D)], below: &[(usize, D)], c: f64, s: D) -> [Row<D>; 2] {
    let (mut i, mut j) = (0, 0);
    let (mut top, mut rest) = (Vec::with_capacity(above.len() + below.len()), Vec::new());
    let c = D::from_f64(c);
    while i < above.len() || j < below.len() {
        let (x, y) = (above.get(i), below.get(j));
        let place = x.map_or(usize::MAX, |x| x.0).min(y.map_or(usize::MAX, |y| y.0));
        let x = x.filter(|x| x.0 == place).map_or(D::ZERO, |x| x.1);
        let y = y.filter(|y| y.0 == place).map_or(D::ZERO, |y| y.1);
        i += usize::from(above.get(i).is_some_and(|x| x.0 == place));
        j += usize::from(below.get(j).is_some_and(|y| y.0 == place));
        top.push((place, c * x + s * y));
        let left = c * y - s.conjugate() * x;
        if top.len() > 1 && !left.is_zero() {
            rest.push((place, left));
        }
    }
    [top, rest]
}

const OP: &str = "qr";

/// The factors of a matrix with at least as many rows as columns: an upper triangle, and the rotations that make it.
///
/// # SciPy
/// None.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::qr};
///
/// let a = Csr::<f64>::from_dense([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]);
/// let x = qr(&a)?.solve(&[1.0, 2.0, 3.0])?; // a line through three points
/// assert!((x[[0]] - 1.0).abs() < 1e-14 && (x[[1]] - 1.0).abs() < 1e-14);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Qr<T: Scalar> {
    core: Arc<QrCore<T::Double>>,
}

/// Factors a matrix `(m, n)` whose columns are independent by rotations, with the order of columns of COLAMD.
///
/// # Errors
/// [`SolverError::NotFinite`]; [`SolverError::Singular`], which names a column that depends on others; always if there
/// are fewer rows than columns: [`lsqr`](crate::linalg::lsqr) finds the shortest solution then.
///
/// # SciPy
/// None; `scipy.sparse.linalg.lsqr` solves the same by iteration.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{SolverError, qr}};
///
/// let a = Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]);
/// assert!(matches!(qr(&a), Err(SolverError::Singular { .. })));
/// ```
pub fn qr<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
) -> Result<Qr<T>, SolverError> {
    let a = Columns::new(OP, a.into())?;
    let order = Arc::new(ColumnOrder::new(OP, &a, Ordering::Colamd)?);
    Ok(Qr { core: Arc::new(T::Double::qr_core(&a, order)?) })
}

impl<T: Scalar> Qr<T> {
    /// The least squares of `A·x = b`: `(m)` or `(m, k)` → `(n)` or `(n, k)`.
    ///
    /// # Errors
    /// [`SolverError::Shape`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::qr};
    ///
    /// let mean = qr(&Csr::<f64>::from_dense([[1.0], [1.0]]))?.solve(&[1.0, 3.0])?;
    /// assert!((mean[[0]] - 2.0).abs() < 1e-15);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn solve(&self, b: impl ArrayLike<Elem = T>) -> Result<Array<T>, SolverError> {
        let shape = [self.core.rows, self.core.triangle.len()];
        solved("solve", shape, b.view(), &|b, x| {
            super::lu::through_double(b, x, |b| T::Double::qr_solve(&self.core, &mut b.to_vec()));
        })
    }

    /// How many entries the triangle has.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::qr};
    ///
    /// assert_eq!(qr(&Csr::<f64>::eye(3))?.nnz(), 3);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn nnz(&self) -> usize {
        self.core.triangle.iter().map(Vec::len).sum()
    }
}

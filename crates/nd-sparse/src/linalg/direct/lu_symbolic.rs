//! [`LuSymbolic`]: the order of elimination, and how large factors may become.

use super::columns::Columns;
use super::fill;
use super::lu::{Lu, LuOptions};
use super::order::ColumnOrder;
use crate::compressed::CompressedView;
use crate::element::SparseElement;
use crate::index::Index;
use crate::linalg::error::SolverError;
use crate::linalg::scalar::Scalar;
use crate::orientation::Orientation;
use std::sync::Arc;

/// The order in which the columns of a square matrix are eliminated, and bounds of what its factors will take, before
/// any of their numbers is there.
///
/// Which rows are exchanged depends on the numbers, and with it the fill-in: what is known before is how much it is if
/// none are, and that it is never more than that of `Aᴴ·A` (A. George and E. Ng, 1985).
///
/// # SciPy
/// None.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::LuSymbolic};
///
/// let a = Csr::<f64>::diags([4, 4], &[(-1, &[1.0; 3]), (0, &[4.0; 4]), (1, &[1.0; 3])]);
/// let symbolic = LuSymbolic::new(&a)?;
/// assert_eq!(symbolic.nnz_without_exchanges(), 14);
/// let factors = symbolic.lu(&a)?;
/// assert!(factors.nnz() == 14 && Some(14) <= symbolic.nnz_bound());
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct LuSymbolic<T: Scalar> {
    a: Arc<Columns<T::Double>>,
    order: Arc<ColumnOrder>,
}

/// Pairs of entries of one row that are looked at for each entry of the matrix, at most.
const PAIRS: usize = 200;

impl<T: Scalar> LuSymbolic<T> {
    /// Of a matrix `(n, n)`.
    ///
    /// # Errors
    /// [`SolverError::NotSquare`], [`SolverError::NotFinite`], [`SolverError::Memory`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::LuSymbolic};
    ///
    /// assert!(LuSymbolic::new(&Csr::<f64>::zeros([2, 3])).is_err());
    /// ```
    pub fn new<'a, I: Index, O: Orientation>(
        a: impl Into<CompressedView<'a, T, I, O>>,
    ) -> Result<Self, SolverError>
    where
        T: SparseElement<I>,
    {
        Self::new_with(a, &LuOptions::default())
    }

    /// As [`new`](Self::new), with options.
    ///
    /// # Errors
    /// The same.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::{LuOptions, LuSymbolic, Ordering}};
    ///
    /// let natural = LuOptions::default().ordering(Ordering::Natural);
    /// assert_eq!(LuSymbolic::new_with(&Csr::<f64>::eye(3), &natural)?.nnz_bound(), Some(6));
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn new_with<'a, I: Index, O: Orientation>(
        a: impl Into<CompressedView<'a, T, I, O>>,
        options: &LuOptions,
    ) -> Result<Self, SolverError>
    where
        T: SparseElement<I>,
    {
        let a = Columns::square("lu", a.into())?;
        let order = Arc::new(ColumnOrder::new("lu", &a, options.ordering)?);
        Ok(LuSymbolic { a: Arc::new(a), order })
    }

    /// How many entries both factors have if no rows are exchanged and no sum is zero by chance.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::LuSymbolic};
    ///
    /// assert_eq!(LuSymbolic::new(&Csr::<f64>::eye(3))?.nnz_without_exchanges(), 6);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn nnz_without_exchanges(&self) -> usize {
        let (columns, rows) = (&self.a, self.a.transposed());
        let ColumnOrder { column, place } = &*self.order;
        let neighbours = |at: usize, hand_on: &mut dyn FnMut(usize)| {
            let (down, across) = (columns.column(column[at]), rows.column(column[at]));
            down.chain(across).for_each(|(other, _)| hand_on(place[other]));
        };
        2 * fill::entries(columns.columns(), &neighbours)
    }

    /// How many entries both factors have at most, whatever the numbers are; none if a row has so many entries that this
    /// would take longer than factoring.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::LuSymbolic};
    ///
    /// assert_eq!(LuSymbolic::new(&Csr::<f64>::eye(3))?.nnz_bound(), Some(6));
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn nnz_bound(&self) -> Option<usize> {
        let (columns, rows) = (&self.a, self.a.transposed());
        let pairs: usize = rows.starts.windows(2).map(|ends| (ends[1] - ends[0]).pow(2)).sum();
        if pairs > PAIRS * columns.indices.len() {
            return None;
        }
        let ColumnOrder { column, place } = &*self.order;
        let neighbours = |at: usize, hand_on: &mut dyn FnMut(usize)| {
            for (row, _) in columns.column(column[at]) {
                rows.column(row).for_each(|(other, _)| hand_on(place[other]));
            }
        };
        Some(2 * fill::entries(columns.columns(), &neighbours))
    }

    /// The factors of a matrix with this pattern.
    ///
    /// # Errors
    /// As [`lu`](super::lu()); [`SolverError::OtherPattern`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::LuSymbolic};
    ///
    /// let a = Csr::<f64>::eye(3);
    /// assert_eq!(LuSymbolic::new(&a)?.lu(&a)?.det(), 1.0);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn lu<'a, I: Index, O: Orientation>(
        &self,
        a: impl Into<CompressedView<'a, T, I, O>>,
    ) -> Result<Lu<T>, SolverError>
    where
        T: SparseElement<I>,
    {
        let a = Columns::square("lu", a.into())?;
        if !a.same_pattern(&self.a) {
            return Err(SolverError::OtherPattern { op: "lu" });
        }
        Lu::factored(Arc::new(a), self.order.clone())
    }
}

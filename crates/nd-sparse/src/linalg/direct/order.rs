//! [`Ordering`]: in which order columns are eliminated, so that little fills in.

use super::columns::Columns;
use crate::linalg::error::SolverError;
use crate::linalg::scalar::Scalar;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::sparse::linalg::{amd, colamd};

/// In which order columns are eliminated.
///
/// # SciPy
/// `permc_spec` of `splu`: `NATURAL`, `COLAMD`, `MMD_AT_PLUS_A`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{LuOptions, Ordering, lu_with}};
///
/// let a = Csr::<f64>::from_dense([[1.0, 2.0], [3.0, 4.0]]);
/// let lu = lu_with(&a, &LuOptions::default().ordering(Ordering::Natural))?;
/// assert_eq!(lu.column_order(), [0, 1]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ordering {
    /// [`Amd`](Self::Amd) where the pattern is symmetric, [`Colamd`](Self::Colamd) where it is not.
    #[default]
    Auto,
    /// As they stand.
    Natural,
    /// Approximate minimum degree of `Aᵀ·A`, whatever rows are exchanged (T. A. Davis et al., 2004).
    Colamd,
    /// Approximate minimum degree of `A + Aᵀ`: less fill-in where the pivots stay on the diagonal (P. R. Amestoy et
    /// al., 1996).
    Amd,
}

/// The order of columns there and back.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct ColumnOrder {
    /// Which column comes at each place.
    pub(super) column: Vec<usize>,
    /// At which place each column comes.
    pub(super) place: Vec<usize>,
}

impl ColumnOrder {
    pub(super) fn new<D: Scalar>(
        op: &'static str,
        a: &Columns<D>,
        ordering: Ordering,
    ) -> Result<Self, SolverError> {
        let n = a.columns();
        let ordering = match ordering {
            Ordering::Auto if a.rows == n && a.same_pattern(&a.transposed()) => Ordering::Amd,
            Ordering::Auto => Ordering::Colamd,
            given => given,
        };
        let mut order = ColumnOrder { column: (0..n).collect(), place: (0..n).collect() };
        if n == 0 || a.indices.is_empty() || ordering == Ordering::Natural {
            return Ok(order);
        }
        let (column, place, pattern) = (&mut order.column, &mut order.place, a.pattern());
        let entries = a.indices.len();
        let scratch = match ordering {
            Ordering::Colamd => colamd::order_scratch::<usize>(a.rows, n, entries),
            _ => amd::order_maybe_unsorted_scratch::<usize>(n, entries),
        };
        let mut memory = MemBuffer::try_new(scratch).map_err(|_| SolverError::Memory { op })?;
        let stack = MemStack::new(&mut memory);
        let done = match ordering {
            Ordering::Colamd => colamd::order(column, place, pattern, Default::default(), stack),
            _ => amd::order(column, place, pattern, Default::default(), stack).map(drop),
        };
        done.map_err(|_| SolverError::Memory { op })?;
        Ok(order)
    }

    /// 1 or -1: whether an even number of exchanges makes it.
    pub(super) fn sign(permutation: &[usize]) -> f64 {
        let mut seen = vec![false; permutation.len()];
        let mut sign = 1.0;
        for start in 0..permutation.len() {
            let mut at = start;
            let mut length = 0;
            while !seen[at] {
                seen[at] = true;
                at = permutation[at];
                length += 1;
            }
            if length > 0 && length % 2 == 0 {
                sign = -sign;
            }
        }
        sign
    }
}

//! [`Ilu`]: triangular factors that leave out what would fill in.

use super::ilut::IlutOptions;
use super::square_rows;
use crate::compressed::{Compressed, CompressedView, Csr};
use crate::linalg::error::SolverError;
use crate::linalg::operator::LinearOperator;
use crate::linalg::scalar::Scalar;
use crate::linalg::split::{Part, Split};
use crate::orientation::Orientation;

/// An incomplete LU factorisation: `L·U` is near the matrix, and its factors have few entries.
///
/// # SciPy
/// [`threshold`](Ilu::threshold) is like `scipy.sparse.linalg.spilu(a, drop_tol, fill_factor)`, without exchanges of
/// rows and columns.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{Ilu, SolverOptions, gmres_with}};
///
/// let a = Csr::<f64>::diags([50, 50], &[(-1, &[-1.5; 49]), (0, &[2.0; 50]), (1, &[-0.5; 49])]);
/// let ilu = Ilu::new(&a)?; // without fill-in of its own, a band is factored as it is
/// let options = SolverOptions::default().preconditioner(&ilu);
/// assert_eq!(gmres_with(&a, &[1.0; 50], &options)?.iterations, 1);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Ilu<T> {
    factors: Split<T>,
    inverse: Vec<T>,
}

const OP: &str = "ilu";

impl<T: Scalar> Ilu<T> {
    /// Factors with the entries of the matrix and no more: ILU(0).
    ///
    /// # Errors
    /// [`SolverError::NotSquare`], [`SolverError::NotFinite`]; [`SolverError::ZeroDiagonal`] if a pivot is zero or
    /// overflows.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::Ilu};
    ///
    /// let ilu = Ilu::new(&Csr::<f64>::from_dense([[2.0, 4.0], [1.0, 3.0]]))?;
    /// assert_eq!(ilu.factors().to_dense(), nd_core::array![[2.0, 4.0], [0.5, 1.0]]);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn new<'a, O: Orientation>(
        a: impl Into<CompressedView<'a, T, u32, O>>,
    ) -> Result<Self, SolverError> {
        let mut factors = square_rows(OP, a.into())?;
        let inverse = T::ilu(&mut factors)?;
        Ok(Ilu { factors, inverse })
    }

    /// Factors with the largest entries, by threshold and number: ILUT (Y. Saad, 1994).
    ///
    /// # Errors
    /// As [`new`](Self::new); [`SolverError::Option`] if an option is negative or NaN.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::{Ilu, IlutOptions}};
    ///
    /// let a = Csr::<f64>::from_dense([[2.0, 4.0], [1.0, 3.0]]);
    /// let ilu = Ilu::threshold(&a, &IlutOptions::default())?;
    /// assert_eq!(ilu.factors().nnz(), 4);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn threshold<'a, O: Orientation>(
        a: impl Into<CompressedView<'a, T, u32, O>>,
        options: &IlutOptions,
    ) -> Result<Self, SolverError> {
        let (factors, inverse) = T::ilut(square_rows("ilut", a.into())?, options)?;
        Ok(Ilu { factors, inverse })
    }

    /// Both factors in one matrix: L without its diagonal of ones below, U above.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::Ilu};
    ///
    /// assert_eq!(Ilu::new(&Csr::<f64>::eye(3))?.factors().nnz(), 3);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn factors(&self) -> Csr<T> {
        Compressed::from_packed(self.factors.rows.clone())
    }
}

/// The inverse of a pivot, if there is one.
pub(super) fn pivot<T: Scalar>(op: &'static str, row: usize, d: T) -> Result<T, SolverError> {
    let inverse = T::ONE / d;
    if d.is_zero() || !inverse.finite() || !d.finite() {
        return Err(SolverError::ZeroDiagonal { op, row });
    }
    Ok(inverse)
}

/// Gaussian elimination row by row, within the pattern; the inverses of the pivots.
pub(crate) fn eliminate<T: Scalar>(split: &mut Split<T>) -> Result<Vec<T>, SolverError> {
    let n = split.n();
    let (below, above) = (&split.below, &split.above);
    let (starts, indices) = (&split.rows.starts, &split.rows.indices);
    let values = &mut split.rows.values;
    let mut place = vec![usize::MAX; n];
    let mut inverse: Vec<T> = Vec::with_capacity(n);
    for row in 0..n {
        for at in starts[row]..starts[row + 1] {
            place[indices[at] as usize] = at;
        }
        for at in starts[row]..below[row] {
            let k = indices[at] as usize;
            let factor = values[at] * inverse[k];
            values[at] = factor;
            for entry in above[k]..starts[k + 1] {
                let here = place[indices[entry] as usize];
                if here != usize::MAX {
                    let change = factor * values[entry];
                    values[here] -= change;
                }
            }
        }
        let d = if below[row] < above[row] { values[below[row]] } else { T::ZERO };
        inverse.push(pivot(OP, row, d)?);
        for at in starts[row]..starts[row + 1] {
            place[indices[at] as usize] = usize::MAX;
        }
    }
    Ok(inverse)
}

impl<T: Scalar> LinearOperator for Ilu<T> {
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        [self.inverse.len(); 2]
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        y.copy_from_slice(x);
        T::solve_part(&self.factors, Part::Below, y, T::ONE, None);
        T::solve_part(&self.factors, Part::Above, y, T::ONE, Some(&self.inverse));
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        y.copy_from_slice(x);
        T::solve_part(&self.factors, Part::AboveAdjoint, y, T::ONE, Some(&self.inverse));
        T::solve_part(&self.factors, Part::BelowAdjoint, y, T::ONE, None);
    }
}

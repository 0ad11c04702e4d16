//! [`IncompleteCholesky`]: one triangular factor within the pattern of the matrix.

use super::square_rows;
use crate::compressed::{Compressed, CompressedView, Csr};
use crate::linalg::error::SolverError;
use crate::linalg::operator::LinearOperator;
use crate::linalg::scalar::Scalar;
use crate::linalg::split::{Part, Split};
use crate::orientation::Orientation;

/// An incomplete Cholesky factorisation without fill-in, IC(0): `L·Lᴴ` is near a Hermitian positive definite matrix
/// (J. A. Meijerink and H. A. van der Vorst, 1977). Only the lower triangle is read.
///
/// # SciPy
/// None.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{IncompleteCholesky, SolverOptions, cg_with}};
///
/// let a = Csr::<f64>::diags([50, 50], &[(-1, &[-1.0; 49]), (0, &[2.0; 50]), (1, &[-1.0; 49])]);
/// let ic = IncompleteCholesky::new(&a)?;
/// let options = SolverOptions::default().preconditioner(&ic);
/// assert_eq!(cg_with(&a, &[1.0; 50], &options)?.iterations, 1); // a band is factored as it is
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct IncompleteCholesky<T> {
    factor: Split<T>,
    inverse: Vec<T>,
}

const OP: &str = "incomplete_cholesky";

impl<T: Scalar> IncompleteCholesky<T> {
    /// The preconditioner of a Hermitian matrix `(n, n)`.
    ///
    /// # Errors
    /// [`SolverError::NotSquare`], [`SolverError::NotFinite`]; [`SolverError::NotPositiveDefinite`], which a positive
    /// definite matrix may come to as well, if its diagonal does not dominate.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::IncompleteCholesky};
    ///
    /// let a = Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 1.0]]);
    /// assert!(IncompleteCholesky::new(&a).is_err());
    /// ```
    pub fn new<'a, O: Orientation>(
        a: impl Into<CompressedView<'a, T, u32, O>>,
    ) -> Result<Self, SolverError> {
        let whole = square_rows(OP, a.into())?;
        let lower = Compressed::<T, u32>::from_packed(whole.rows).tril(0);
        let mut factor = Split::new(lower.into_packed());
        let inverse = T::incomplete_cholesky(&mut factor)?;
        Ok(IncompleteCholesky { factor, inverse })
    }

    /// The factor, a lower triangle.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::IncompleteCholesky};
    ///
    /// let a = Csr::<f64>::from_dense([[4.0, 2.0], [2.0, 5.0]]);
    /// let l = IncompleteCholesky::new(&a)?.factor();
    /// assert_eq!(l.to_dense(), nd_core::array![[2.0, 0.0], [1.0, 2.0]]);
    /// # Ok::<(), nd_sparse::linalg::SolverError>(())
    /// ```
    pub fn factor(&self) -> Csr<T> {
        Compressed::from_packed(self.factor.rows.clone())
    }
}

/// Makes the lower triangle of the matrix into the factor; the inverse of its diagonal.
pub(crate) fn completed<T: Scalar>(factor: &mut Split<T>) -> Result<Vec<T>, SolverError> {
    let mut inverse = Vec::with_capacity(factor.n());
    for row in 0..factor.n() {
        inverse.push(complete_row(factor, &inverse, row)?);
    }
    Ok(inverse)
}

/// One row of the factor from those above it; the inverse of its diagonal element.
fn complete_row<T: Scalar>(
    factor: &mut Split<T>,
    inverse: &[T],
    row: usize,
) -> Result<T, SolverError> {
    let (start, diagonal) = (factor.rows.starts[row], factor.below[row]);
    let mut squares = 0.0;
    for at in start..diagonal {
        let k = factor.rows.indices[at] as usize;
        let sum = common(factor, start..at, factor.rows.starts[k]..factor.below[k]);
        let value = (factor.rows.values[at] - sum) * inverse[k];
        factor.rows.values[at] = value;
        squares += value.square();
    }
    let stored =
        if diagonal < factor.above[row] { factor.rows.values[diagonal].real() } else { 0.0 };
    let square = stored - squares;
    if !(square > 0.0 && square.is_finite()) {
        return Err(SolverError::NotPositiveDefinite { op: OP, row });
    }
    factor.rows.values[diagonal] = T::from_f64(square.sqrt());
    Ok(T::from_f64(1.0 / square.sqrt()))
}

/// The sum of products of two rows, where both have an entry.
fn common<T: Scalar>(
    factor: &Split<T>,
    left: std::ops::Range<usize>,
    right: std::ops::Range<usize>,
) -> T {
    let (indices, values) = (&factor.rows.indices, &factor.rows.values);
    let (mut i, mut j, mut sum) = (left.start, right.start, T::ZERO);
    while i < left.end && j < right.end {
        match indices[i].cmp(&indices[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += values[i] * values[j].conjugate();
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

impl<T: Scalar> LinearOperator for IncompleteCholesky<T> {
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        [self.inverse.len(); 2]
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        y.copy_from_slice(x);
        T::solve_part(&self.factor, Part::Below, y, T::ONE, Some(&self.inverse));
        T::solve_part(&self.factor, Part::BelowAdjoint, y, T::ONE, Some(&self.inverse));
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        self.apply(x, y);
    }
}

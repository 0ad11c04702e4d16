//! Systems solved by factors: exact but for rounding, for matrices whose factors fit memory.
//!
//! Orders of elimination and Cholesky's factors are faer's; what it cannot take (shapes, NaN, empty matrices) is
//! refused before it is asked. It is given one thread, so that results do not depend on how many there are; several
//! right sides are solved side by side.

mod cholesky;
mod columns;
mod fill;
mod lu;
mod lu_symbolic;
mod order;
mod qr;
mod solve;

pub use cholesky::{Cholesky, CholeskySymbolic, cholesky, ldl};
pub use lu::{Lu, LuOptions, lu, lu_with};
pub use lu_symbolic::LuSymbolic;
pub use order::Ordering;
pub use qr::{Qr, qr};
pub use solve::solve;

use super::error::SolverError;
use super::scalar::Scalar;
use cholesky::{CholeskyCore, Kind, Pattern};
use columns::Columns;
use lu::LuCore;
use nd_core::Complex;
use order::ColumnOrder;
use qr::QrCore;
use std::sync::Arc;

/// The sign (of complex numbers the phase) of a determinant and the logarithm of its absolute value, which does not
/// overflow.
///
/// # SciPy
/// `numpy.linalg.slogdet`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::lu};
///
/// let slogdet = lu(&Csr::<f64>::diags([2, 2], &[(0, &[-1e300, 1e300])]))?.slogdet();
/// assert_eq!(slogdet.sign, -1.0);
/// assert!((slogdet.logabsdet - 600.0 * 10f64.ln()).abs() < 1e-10);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlogDet<T> {
    /// 1, -1, or a complex number of absolute value 1.
    pub sign: T,
    /// The natural logarithm of the absolute value.
    pub logabsdet: f64,
}

impl<T: Scalar> SlogDet<T> {
    /// Of the elements of a diagonal, times a sign.
    fn of(diagonal: impl Iterator<Item = T>, sign: f64) -> SlogDet<T> {
        let mut product = SlogDet { sign: T::from_f64(sign), logabsdet: 0.0 };
        for d in diagonal {
            let size = d.magnitude();
            product.logabsdet += size.ln();
            product.sign *= d / T::from_f64(size);
        }
        product
    }

    /// The determinant, infinite or zero where it does not fit.
    fn det(self) -> T {
        self.sign * T::from_f64(self.logabsdet.exp())
    }
}

/// What loops over double precision, compiled here.
#[doc(hidden)]
pub trait Factored: Sized {
    fn lu_core(a: Arc<Columns<Self>>, order: Arc<ColumnOrder>)
    -> Result<LuCore<Self>, SolverError>;
    fn lu_solve(lu: &LuCore<Self>, b: &[Self], adjoint: bool) -> Vec<Self>;
    fn cholesky_core(
        a: &Columns<Self>,
        pattern: Arc<Pattern>,
        kind: Kind,
    ) -> Result<CholeskyCore<Self>, SolverError>;
    fn cholesky_solve(factor: &CholeskyCore<Self>, x: &mut [Self]);
    fn qr_core(a: &Columns<Self>, order: Arc<ColumnOrder>) -> Result<QrCore<Self>, SolverError>;
    fn qr_solve(qr: &QrCore<Self>, b: &mut [Self]) -> Vec<Self>;
}

macro_rules! factored {
    ($($T:ty)*) => {$(
        impl Factored for $T {
            #[inline(never)]
            fn lu_core(a: Arc<Columns<Self>>, order: Arc<ColumnOrder>) -> Result<LuCore<Self>, SolverError> {
                lu::factored(a, order)
            }
            #[inline(never)]
            fn lu_solve(lu: &LuCore<Self>, b: &[Self], adjoint: bool) -> Vec<Self> {
                if adjoint { lu.solve_adjoint(b) } else { lu.solve(b) }
            }
            #[inline(never)]
            fn cholesky_core(
                a: &Columns<Self>,
                pattern: Arc<Pattern>,
                kind: Kind,
            ) -> Result<CholeskyCore<Self>, SolverError> {
                cholesky::factored(a, pattern, kind)
            }
            #[inline(never)]
            fn cholesky_solve(factor: &CholeskyCore<Self>, x: &mut [Self]) {
                factor.solve(x);
            }
            #[inline(never)]
            fn qr_core(a: &Columns<Self>, order: Arc<ColumnOrder>) -> Result<QrCore<Self>, SolverError> {
                qr::factored(a, order)
            }
            #[inline(never)]
            fn qr_solve(qr: &QrCore<Self>, b: &mut [Self]) -> Vec<Self> {
                qr.solve(b)
            }
        }
    )*};
}
factored!(f64 Complex<f64>);

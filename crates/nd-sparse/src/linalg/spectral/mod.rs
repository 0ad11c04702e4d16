//! Some eigenvalues and singular values of large matrices, and functions of them.
//!
//! Small projected problems are nd-linalg's, in double precision. What is small to begin with is solved densely.

mod dense;
mod eigs;
mod eigsh;
mod expm_multiply;
mod krylov;
mod lobpcg;
mod options;
mod svds;

pub(crate) use dense::Dense;
pub use eigs::{Eigenpairs, eigs, eigs_near, eigs_near_with, eigs_with};
pub use eigsh::{HermitianEigenpairs, eigsh, eigsh_near, eigsh_near_with, eigsh_with};
pub use expm_multiply::expm_multiply;
pub use lobpcg::{LobpcgOptions, lobpcg, lobpcg_with};
pub use options::{EigenOptions, Which};
pub use svds::{SingularTriplets, svds, svds_with};

use super::error::SolverError;
use super::operator::Operator;
use super::scalar::Scalar;
use crate::compressed::Csr;
use nd_core::{Array, Complex};

/// The [`Scalar`]s whose eigenvalues are calculated: all of them. Its hidden methods are compiled here once for each type.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{SolverError, Spectral, svds}};
///
/// fn spectral_norm<T: Spectral>(a: &Csr<T>) -> Result<f64, SolverError> {
///     Ok(svds(a, 1)?.s[[0]])
/// }
/// assert!((spectral_norm(&Csr::<f32>::eye(3))? - 1.0).abs() < 1e-6);
/// # Ok::<(), SolverError>(())
/// ```
pub trait Spectral: Sized + Scalar {
    #[doc(hidden)]
    fn hermitian(
        problem: &eigsh::Problem<'_, Self>,
        k: usize,
        options: &EigenOptions<'_, Self>,
    ) -> Result<HermitianEigenpairs<Self>, SolverError>;
    #[doc(hidden)]
    fn general(
        problem: &eigs::Problem<'_, Self>,
        k: usize,
        options: &EigenOptions<'_, Self>,
    ) -> Result<Eigenpairs, SolverError>;
    #[doc(hidden)]
    fn singular(
        a: &Operator<'_, Self>,
        k: usize,
        options: &EigenOptions<'_, Self>,
    ) -> Result<SingularTriplets<Self>, SolverError>;
    #[doc(hidden)]
    fn preconditioned(
        a: &Operator<'_, Self>,
        x: Vec<Vec<Self>>,
        options: &LobpcgOptions<'_, Self>,
    ) -> Result<HermitianEigenpairs<Self>, SolverError>;
    #[doc(hidden)]
    fn exponential(a: &Csr<Self>, b: &mut [Self], t: f64);
}

macro_rules! spectral {
    ($($T:ty)*) => {$(
        impl Spectral for $T {
            #[inline(never)]
            fn hermitian(
                problem: &eigsh::Problem<'_, Self>,
                k: usize,
                options: &EigenOptions<'_, Self>,
            ) -> Result<HermitianEigenpairs<Self>, SolverError> {
                eigsh::pairs(problem, k, options)
            }
            #[inline(never)]
            fn general(
                problem: &eigs::Problem<'_, Self>,
                k: usize,
                options: &EigenOptions<'_, Self>,
            ) -> Result<Eigenpairs, SolverError> {
                eigs::pairs(problem, k, options)
            }
            #[inline(never)]
            fn singular(
                a: &Operator<'_, Self>,
                k: usize,
                options: &EigenOptions<'_, Self>,
            ) -> Result<SingularTriplets<Self>, SolverError> {
                svds::triplets(a, k, options)
            }
            #[inline(never)]
            fn preconditioned(
                a: &Operator<'_, Self>,
                x: Vec<Vec<Self>>,
                options: &LobpcgOptions<'_, Self>,
            ) -> Result<HermitianEigenpairs<Self>, SolverError> {
                lobpcg::pairs(a, x, options)
            }
            #[inline(never)]
            fn exponential(a: &Csr<Self>, b: &mut [Self], t: f64) {
                expm_multiply::applied(a, b, t);
            }
        }
    )*};
}
spectral!(f32 f64 Complex<f32> Complex<f64>);

/// Vectors as the columns of an array: `(n, k)`.
fn columns<T: Scalar>(n: usize, vectors: Vec<Vec<T>>) -> Array<T> {
    let k = vectors.len();
    Array::from_shape_vec([k, n], vectors.concat()).into_transposed()
}

/// The combinations of vectors with these coefficients.
fn combined<T: Scalar>(basis: &[Vec<T>], coefficients: &[T::Double]) -> Vec<T> {
    let mut x = vec![T::ZERO; basis.first().map_or(0, Vec::len)];
    let factors: Vec<T> = coefficients.iter().map(|&c| T::from_double(c)).collect();
    super::vectors::add_all_scaled(&mut x, &factors, basis);
    x
}

/// Turns a vector so that its largest element is a positive number; the first of equal ones counts.
fn with_fixed_sign<T: Scalar>(x: &mut [T]) -> T {
    let mut largest = T::ZERO;
    for &value in x.iter() {
        if value.magnitude() > largest.magnitude() * (1.0 + 1e-6) {
            largest = value;
        }
    }
    if largest.is_zero() {
        return T::ONE;
    }
    let turn = largest.conjugate() / T::from_f64(largest.magnitude());
    super::vectors::scale(x, turn);
    turn
}

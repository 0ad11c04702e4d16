//! Eigenvalues, and the forms in which they are found.

pub(crate) mod balance;
pub(crate) mod eig;
pub(crate) mod eig_one;
pub(crate) mod eig_pair;
pub(crate) mod eigh;
pub(crate) mod eigh_pair;
pub(crate) mod hessenberg;
pub(crate) mod pencil;
pub(crate) mod schur;
mod values;

pub use eig::{Eig, eig, eigvals, try_eig, try_eigvals};
pub use eig_pair::{EigPair, eig_pair, try_eig_pair};
pub use eigh::{
    Eigh, eigh, eigh_with, eigvalsh, eigvalsh_with, try_eigh, try_eigh_with, try_eigvalsh,
    try_eigvalsh_with,
};
pub use eigh_pair::{eigh_pair, try_eigh_pair};
pub use hessenberg::{Hessenberg, hessenberg, try_hessenberg};
pub use schur::{Schur, schur, schur_complex, try_schur};

use crate::compiled::compiled;
use crate::{Field, LinalgError, Triangle};
use nd_core::{Array, Complex, View};

compiled! {
    /// Eigenvalues of a field, compiled here.
    trait Eigen of Field for f32, f64, Complex<f32>, Complex<f64> => {
        fn eig_values(a: View<'_, Self>)
            -> Result<Array<<Self as Field>::Complex>, LinalgError> = eig::eigenvalues;
        fn eig_factors(a: View<'_, Self>)
            -> Result<Eig<<Self as Field>::Complex>, LinalgError> = eig::decomposition;
        fn eig_of_pair(a: View<'_, Self>, b: View<'_, Self>)
            -> Result<EigPair<<Self as Field>::Complex>, LinalgError> = eig_pair::decomposition;
        fn pair_quotients(pair: &EigPair<Self>) -> Array<Self> = eig_pair::quotients;
        fn eigh_values(a: View<'_, Self>, triangle: Triangle)
            -> Result<Array<<Self as Field>::R>, LinalgError> = eigh::eigenvalues;
        fn eigh_factors(a: View<'_, Self>, triangle: Triangle)
            -> Result<Eigh<Self>, LinalgError> = eigh::factor;
        fn eigh_of_pair(a: View<'_, Self>, b: View<'_, Self>)
            -> Result<Eigh<Self>, LinalgError> = eigh_pair::decomposition;
        fn hessenberg_factors(a: View<'_, Self>)
            -> Result<Hessenberg<Self>, LinalgError> = hessenberg::form;
        fn schur_factors(a: View<'_, Self>) -> Result<Schur<Self>, LinalgError> = schur::form;
        fn schur_to_complex(form: &Schur<Self>)
            -> Schur<<Self as Field>::Complex> = schur::complex;
        fn schur_eigenvalues(form: &Schur<Self>)
            -> Array<<Self as Field>::Complex> = schur::eigenvalues;
    }
}

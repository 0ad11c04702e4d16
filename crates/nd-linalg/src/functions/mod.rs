//! Functions of matrices.

pub(crate) mod each;
pub(crate) mod expm;
pub(crate) mod logm;
pub(crate) mod polar;
pub(crate) mod power;
pub(crate) mod sqrtm;

pub use expm::{expm, try_expm};
pub use logm::{logm, try_logm};
pub use polar::{Polar, Side, polar, polar_with, try_polar, try_polar_with};
pub use power::{matrix_power, try_matrix_power};
pub use sqrtm::{sqrtm, try_sqrtm};

use crate::compiled::compiled;
use crate::{Field, LinalgError};
use nd_core::{Array, Complex, View};

compiled! {
    /// Functions of a field's matrices, compiled here.
    trait Functions of Field for f32, f64, Complex<f32>, Complex<f64> => {
        fn expm(a: View<'_, Self>) -> Result<Array<Self>, LinalgError> = expm::of_stack;
        fn logm(a: View<'_, Self>)
            -> Result<Array<<Self as Field>::Complex>, LinalgError> = logm::of_stack;
        fn sqrtm(a: View<'_, Self>)
            -> Result<Array<<Self as Field>::Complex>, LinalgError> = sqrtm::of_stack;
        fn polar(a: View<'_, Self>, side: Side)
            -> Result<Polar<Self>, LinalgError> = polar::of_stack;
        fn matrix_power(a: View<'_, Self>, n: i64)
            -> Result<Array<Self>, LinalgError> = power::of_stack;
    }
}

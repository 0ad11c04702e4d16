//! Polynomials, the highest power first: those that come nearest to points, and where they are zero.

pub(crate) mod polyfit;
pub(crate) mod roots;

pub use polyfit::{Polyfit, PolyfitOptions, polyfit, polyfit_with, try_polyfit, try_polyfit_with};
pub use roots::{roots, try_roots};

use crate::compiled::compiled;
use crate::{Field, LinalgError};
use nd_core::{Array, Complex, View};

compiled! {
    /// Polynomials over a field, compiled here.
    trait Polynomials of Field for f32, f64, Complex<f32>, Complex<f64> => {
        fn polyfit(x: View<'_, Self>, y: View<'_, Self>, degree: usize, options: &PolyfitOptions)
            -> Result<Polyfit<Self>, LinalgError> = polyfit::fitted;
        fn polyfit_covariance(fit: &Polyfit<Self>)
            -> Result<Array<Self>, LinalgError> = polyfit::covariance;
        fn polynomial_roots(p: View<'_, Self>)
            -> Result<Array<<Self as Field>::Complex>, LinalgError> = roots::found;
    }
}

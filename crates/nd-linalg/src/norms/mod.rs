//! How large vectors and matrices are.

pub(crate) mod cond;
pub(crate) mod kinds;
pub(crate) mod lanes;
pub(crate) mod norm;

pub use cond::{cond, cond_stack, cond_with, try_cond, try_cond_stack, try_cond_with};
pub use kinds::{MatrixNorm, VectorNorm};
pub use norm::{
    matrix_norm, matrix_norm_axis, norm, try_matrix_norm, try_matrix_norm_axis,
    try_vector_norm_axis, vector_norm, vector_norm_axis,
};

use crate::compiled::compiled;
use crate::{Field, LinalgError};
use nd_core::{Array, Complex, ShapeError, View};
use nd_ops::Over;

compiled! {
    /// Norms of a field's arrays, compiled here.
    trait Norms of Field for f32, f64, Complex<f32>, Complex<f64> => {
        fn norm_of_all(a: View<'_, Self>, ord: VectorNorm) -> <Self as Field>::R = lanes::whole;
        fn norm_along(a: View<'_, Self>, ord: VectorNorm, over: Over)
            -> Result<Array<<Self as Field>::R>, ShapeError> = norm::along_axes;
        fn matrix_norms(a: View<'_, Self>, ord: MatrixNorm, over: Over)
            -> Result<Array<<Self as Field>::R>, LinalgError> = norm::of_each;
        fn cond_of_each(op: &'static str, a: View<'_, Self>, ord: MatrixNorm)
            -> Result<Array<<Self as Field>::R>, LinalgError> = cond::each;
    }
}

//! Products of arrays of any rank.

pub(crate) mod chain;
pub(crate) mod cross;
pub(crate) mod einsum;
pub(crate) mod kron;
pub(crate) mod tensordot;

pub use chain::{multi_dot, try_multi_dot};
pub use cross::{cross, cross_axis, try_cross, try_cross_axis};
pub use einsum::{
    EinsumError, EinsumLabels, EinsumOperands, EinsumPath, einsum, einsum_path, try_einsum,
    try_einsum_path,
};
pub use kron::{kron, try_kron};
pub use tensordot::{TensordotAxes, tensordot, try_tensordot};

use crate::compiled::compiled;
use nd_core::{Array, Complex, ShapeError, View, bf16, f16};

compiled! {
    /// Products of arrays of any rank, compiled here.
    trait TensorProducts of ProductElement for
        bool, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize,
        f16, bf16, f32, f64, Complex<f32>, Complex<f64> =>
    {
        fn einsum(spec: &str, views: &[View<'_, Self>])
            -> Result<Array<Self>, EinsumError> = einsum::of_views;
        fn tensordot(a: View<'_, Self>, b: View<'_, Self>, axes: TensordotAxes)
            -> Result<Array<Self>, ShapeError> = tensordot::of_views;
        fn kron(a: View<'_, Self>, b: View<'_, Self>)
            -> Result<Array<Self>, ShapeError> = kron::of_views;
        fn multi_dot(views: &[View<'_, Self>]) -> Result<Array<Self>, ShapeError> = chain::of_views;
    }
}

//! Products: of matrices, of vectors, of both, alone and in stacks.

mod arithmetic;
mod columns;
mod dots;
mod element;
mod elementwise;
mod gemv;
mod lanes;
mod large;
mod matmul;
mod matrices;
mod panels;
mod registers;
mod split;
mod tile;
mod vectors;

pub(crate) use arithmetic::Arithmetic;
pub(crate) use columns::{add_adjoint, multiply, multiply_adjoint, multiply_by_adjoint};
pub use dots::{dot, inner, outer, try_dot, try_inner, try_vdot, vdot};
pub use element::ProductElement;
pub(crate) use elementwise::times;
pub(crate) use large::Update;
pub(crate) use matmul::inner as inner_error;
pub use matmul::{matmul, matmul_into, try_matmul, try_matmul_into};
pub(crate) use matrices::{pair, products, single, stacked};
pub(crate) use panels::Factor;
pub use vectors::{matvec, try_matvec, try_vecdot, try_vecmat, vecdot, vecmat};

use crate::compiled::compiled;
use nd_core::{Array, Complex, ShapeError, View, ViewMut, bf16, f16};

compiled! {
    /// The products of elements, compiled here.
    trait Products of ProductElement for
        bool, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize,
        f16, bf16, f32, f64, Complex<f32>, Complex<f64> =>
    {
        fn product(op: &'static str, a: View<'_, Self>, b: View<'_, Self>)
            -> Result<Array<Self>, ShapeError> = matmul::of_any;
        fn product_into(a: View<'_, Self>, b: View<'_, Self>, out: &mut ViewMut<'_, Self>)
            -> Result<(), ShapeError> = matmul::into;
        fn matvec(a: View<'_, Self>, x: View<'_, Self>)
            -> Result<Array<Self>, ShapeError> = vectors::after;
        fn vecmat(x: View<'_, Self>, a: View<'_, Self>)
            -> Result<Array<Self>, ShapeError> = vectors::before;
        fn vecdot(x: View<'_, Self>, y: View<'_, Self>)
            -> Result<Array<Self>, ShapeError> = vectors::each;
        fn dot(a: View<'_, Self>, b: View<'_, Self>) -> Result<Self, ShapeError> = dots::of_vectors;
        fn vdot(x: View<'_, Self>, y: View<'_, Self>) -> Result<Self, ShapeError> = dots::of_all;
        fn inner(a: View<'_, Self>, b: View<'_, Self>)
            -> Result<Array<Self>, ShapeError> = dots::over_last_axes;
        fn outer(x: View<'_, Self>, y: View<'_, Self>) -> Array<Self> = dots::of_each;
    }
}

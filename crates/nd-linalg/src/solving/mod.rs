//! Systems of equations with square matrices, and the factors that solve them.

pub(crate) mod banded;
pub(crate) mod cholesky;
pub(crate) mod det;
pub(crate) mod elimination;
pub(crate) mod inv;
pub(crate) mod ldl;
pub(crate) mod lu;
pub(crate) mod right_side;
pub(crate) mod solve;
pub(crate) mod tensor_solve;
pub(crate) mod toeplitz;
pub(crate) mod triangular;

pub use banded::{solve_banded, try_solve_banded};
pub use cholesky::{
    Cholesky, cho_factor, cholesky, cholesky_with, try_cho_factor, try_cholesky, try_cholesky_with,
};
pub use det::{
    SlogDet, SlogDetStack, det, det_stack, slogdet, slogdet_stack, try_det, try_det_stack,
    try_slogdet, try_slogdet_stack,
};
pub use inv::{inv, try_inv};
pub use ldl::{Ldl, ldl, ldl_symmetric, try_ldl, try_ldl_symmetric};
pub use lu::{Lu, lu, try_lu};
pub use solve::{solve, try_solve};
pub use tensor_solve::{tensorinv, tensorsolve, try_tensorinv, try_tensorsolve};
pub use toeplitz::{
    solve_toeplitz, solve_toeplitz_with, try_solve_toeplitz, try_solve_toeplitz_with,
};
pub use triangular::{
    Form, TriangularOptions, solve_triangular, solve_triangular_with, try_solve_triangular,
    try_solve_triangular_with,
};

use crate::compiled::compiled;
use crate::{LinalgError, Triangle};
use nd_core::{Array, Complex, ShapeError, View};

compiled! {
    /// The solvers of a field, compiled here.
    trait Solving of Field for f32, f64, Complex<f32>, Complex<f64> => {
        fn solve(op: &'static str, a: View<'_, Self>, b: View<'_, Self>)
            -> Result<Array<Self>, LinalgError> = solve::solved;
        fn inv(op: &'static str, a: View<'_, Self>)
            -> Result<Array<Self>, LinalgError> = inv::inverted;
        fn det(op: &'static str, a: View<'_, Self>) -> Result<Self, ShapeError> = det::one;
        fn det_stack(op: &'static str, a: View<'_, Self>)
            -> Result<Array<Self>, ShapeError> = det::each;
        fn slogdet(op: &'static str, a: View<'_, Self>)
            -> Result<SlogDet<Self>, ShapeError> = det::logarithm;
        fn slogdet_stack(op: &'static str, a: View<'_, Self>)
            -> Result<SlogDetStack<Self>, ShapeError> = det::logarithms;
        fn lu_factors(op: &'static str, a: View<'_, Self>)
            -> Result<Lu<Self>, LinalgError> = lu::of_finite;
        fn lu_solve(op: &'static str, lu: &Lu<Self>, b: View<'_, Self>)
            -> Result<Array<Self>, LinalgError> = lu::solutions;
        fn lu_inv(op: &'static str, lu: &Lu<Self>)
            -> Result<Array<Self>, LinalgError> = inv::inverses;
        fn lu_det(lu: &Lu<Self>) -> Array<Self> = det::of_factors;
        fn lu_slogdet(lu: &Lu<Self>) -> SlogDetStack<Self> = det::logarithms_of_factors;
        fn lu_p(lu: &Lu<Self>) -> Array<Self> = lu::permutations;
        fn lu_triangles(lu: &Lu<Self>, lower: bool) -> Array<Self> = lu::triangles;
        fn cholesky_root(op: &'static str, a: View<'_, Self>, triangle: Triangle)
            -> Result<Array<Self>, LinalgError> = cholesky::factored;
        fn cholesky_solve(factor: &Cholesky<Self>, b: View<'_, Self>)
            -> Result<Array<Self>, LinalgError> = cholesky::solutions;
        fn cholesky_inv(factor: &Cholesky<Self>) -> Array<Self> = cholesky::inverses;
        fn cholesky_det(factor: &Cholesky<Self>) -> Array<Self> = cholesky::determinants;
        fn cholesky_logdet(factor: &Cholesky<Self>)
            -> Array<<Self as crate::Field>::R> = cholesky::logarithms;
        fn ldl(op: &'static str, a: View<'_, Self>, hermitian: bool)
            -> Result<Ldl<Self>, LinalgError> = ldl::factored;
        fn ldl_solve(ldl: &Ldl<Self>, b: View<'_, Self>)
            -> Result<Array<Self>, LinalgError> = ldl::solutions;
        fn tensor_solve(a: View<'_, Self>, b: View<'_, Self>, axes: &[isize])
            -> Result<Array<Self>, LinalgError> = tensor_solve::tensor_solved;
        fn tensor_inv(a: View<'_, Self>, split: usize)
            -> Result<Array<Self>, LinalgError> = tensor_solve::tensor_inverted;
        fn solve_triangular(
            a: View<'_, Self>,
            b: View<'_, Self>,
            triangle: Triangle,
            options: &TriangularOptions
        ) -> Result<Array<Self>, LinalgError> = triangular::solved;
        fn solve_banded(lower: usize, upper: usize, a: View<'_, Self>, b: View<'_, Self>)
            -> Result<Array<Self>, LinalgError> = banded::solved;
        fn solve_toeplitz(c: View<'_, Self>, r: Option<View<'_, Self>>, b: View<'_, Self>)
            -> Result<Array<Self>, LinalgError> = toeplitz::solved;
    }
}

//! NumPy's and SciPy's linear algebra over faer: products, factorisations, einsum.
//!
//! Every function here ends, and none panics because of values: a NaN, an infinity, a singular
//! or badly scaled matrix gives an answer or a [`LinalgError`]. Shapes that do not fit panic, and
//! the `try_` twins return them as errors.
//!
//! Matrices are the last two axes of an array; the axes before them are a stack, which
//! broadcasts. Elements are those of a [`Field`]; bool and integers are taken as `f64`.

mod det;
mod elimination;
mod error;
mod field;
mod inv;
mod kernels;
mod lu;
mod mat;
mod par;
mod prepare;
mod right_side;
mod power_of_two;
mod solve;
mod stack;

pub use det::{SlogDet, det, slogdet, try_det, try_slogdet};
pub use error::LinalgError;
pub use field::{Field, LinalgElement, Real};
pub use inv::{inv, try_inv};
pub use lu::{Lu, lu, try_lu};
pub use mat::{from_faer, to_array, to_faer, to_faer_mut};
pub use solve::{solve, try_solve};

//! Products: of matrices, of vectors, of both, alone and in stacks.

mod columns;
mod dots;
mod element;
mod gemv;
mod lanes;
mod large;
mod matmul;
mod matrices;
mod panels;
mod split;
mod tile;
mod vectors;

pub(crate) use columns::{multiply, multiply_adjoint};
pub use dots::{dot, inner, outer, try_dot, try_inner, try_vdot, vdot};
pub(crate) use element::Arithmetic;
pub use element::ProductElement;
pub(crate) use gemv::{dot as dot_slices, packed};
pub(crate) use large::Update;
pub(crate) use matmul::{inner as inner_error, product};
pub use matmul::{matmul, matmul_into, try_matmul, try_matmul_into};
pub(crate) use matrices::{elements, products, single};
pub(crate) use panels::Factor;
pub use vectors::{matvec, try_matvec, try_vecdot, try_vecmat, vecdot, vecmat};

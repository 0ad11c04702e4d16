//! Matrices made from numbers, diagonals and other matrices.

mod blocks;
mod diagonals;
mod kronecker;
#[cfg(feature = "random")]
mod random;

pub use blocks::{
    BlockRow, block_array, block_diag, hstack, try_block_array, try_block_diag, try_hstack,
    try_vstack, vstack,
};
pub use kronecker::{kron, kronsum, try_kron, try_kronsum};

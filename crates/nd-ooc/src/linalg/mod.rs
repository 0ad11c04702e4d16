//! Products of matrices, straight lines through lanes, principal components.

mod gram;
mod matmul;
mod pca;
mod tensordot;
mod trend;

pub use pca::Pca;

/// Bytes of a block of a factor, if its rows are not too long then: it stays in the second-level cache or near it.
const BLOCK: usize = 4 << 20;
/// Rows of a block, at least: products of so many are much more work than adding them up.
const LEAST: usize = 256;
/// Rows of a block, at most.
const MOST: usize = 4096;

/// How many rows of so many elements go into a block.
fn rows(len: usize, itemsize: usize) -> usize {
    (BLOCK / len.saturating_mul(itemsize).max(1)).clamp(LEAST, MOST)
}

//! Products of matrices, straight lines through lanes, principal components, factors.

mod element;
mod whole;

mod gram;
mod matmul;
mod pca;
mod tensordot;
mod trend;

mod tall;

mod lstsq;
mod qr;
mod svd;

mod dense;

#[cfg(feature = "random")]
mod kept;
#[cfg(feature = "random")]
mod lowrank;
#[cfg(feature = "random")]
mod one_pass;

pub use dense::{ChunkedCholesky, ChunkedLu, SolveTriangularOptions};
pub use element::MatrixElement;
#[cfg(feature = "random")]
pub use lowrank::LowRankOptions;
pub use lstsq::LstsqOptions;
#[cfg(feature = "random")]
pub use one_pass::OnePassOptions;
pub use pca::Pca;
pub use qr::ChunkedQr;
pub use svd::ChunkedSvd;

use nd_linalg::ProductElement;

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

/// Elements of each line of a factor that a product lays side by side at a time.
const PANEL: usize = 256;

/// Bytes that a product takes besides factors and result, which has so many rows and columns together: lines of `depth`
/// elements as what they are added up in, where that is another type, and panels of them.
fn beside<T: ProductElement>(lines: usize, depth: usize) -> usize {
    let widened = if size_of::<T>() == size_of::<T::Work>() { 0 } else { depth };
    lines.saturating_mul(widened.saturating_add(PANEL)).saturating_mul(size_of::<T::Work>())
}

//! Square matrices larger than memory, factored panel by panel of columns into a folder for scratch.
//!
//! A panel is made of the matrix, of all panels before it (left-looking: each is read once for every panel behind it),
//! and stored. How wide panels are depends on the order of the matrix alone, as do the blocks of rows in which they are
//! read: so the bits do not depend on the budget. One panel, and little beside it, is in memory at a time.
//!
//! Processes that run a program together get the panels of the matrix from each other, and each factors them for itself.

mod cholesky;
mod lu;
mod room;
mod solve;
mod store;
mod triangular;

pub use cholesky::ChunkedCholesky;
pub use lu::ChunkedLu;
pub use triangular::SolveTriangularOptions;

use crate::chunked::Chunked;
use std::ops::Range;

/// Panels of a matrix, if they are not too wide or too narrow then.
const PANELS: usize = 16;
/// Columns of a panel, at least and at most: products of so many columns take longer than reading them.
const WIDTH: [usize; 2] = [64, 512];
/// Rows of what is read of a panel at a time.
const ROWS: usize = 2048;

/// Columns of a panel of a matrix of this order.
fn width(n: usize) -> usize {
    (n / PANELS).next_power_of_two().clamp(WIDTH[0], WIDTH[1])
}

/// `from .. to`, so many at a time.
fn steps(range: Range<usize>, by: usize) -> impl DoubleEndedIterator<Item = Range<usize>> + Clone {
    let count = range.len().div_ceil(by.max(1));
    (0..count).map(move |at| {
        let from = range.start + at * by;
        from..range.end.min(from + by)
    })
}

/// The order of a square matrix.
#[track_caller]
fn order<T>(op: &str, a: &Chunked<T>) -> usize {
    match a.shape() {
        &[n, m] if n == m => n,
        shape => panic!("{op}: shape {shape:?} is not that of a square matrix"),
    }
}

//! What needs elements in order: sorting, the largest elements, searches, distinct elements.
//!
//! Lanes that are small next to the budget are sorted whole. Of longer ones sorted runs are stored, as long as the budget
//! allows (`runs.rs`), and every so-manieth element of each is remembered (`splits.rs`): that tells which parts of the runs
//! any part of the result is in, and these are merged when it is wanted (`merged.rs`). So a result is made piece by piece, in
//! any order, and its bits do not depend on how long the runs are.

mod joins;
mod lanes;
mod merged;
mod runs;
mod search;
mod sort;
mod splits;
mod topk;
mod unique;

pub use joins::ChunkedJoin;
pub use unique::{
    ChunkedUniqueAll, ChunkedUniqueCounts, ChunkedUniqueInverse, ChunkedUniqueOptions,
};

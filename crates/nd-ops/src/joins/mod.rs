//! Joins: which rows of two tables belong together, by their keys, as positions to
//! [`take`](nd_core::Array::take).
//!
//! `equal.rs` is for keys that are equal, `near.rs` for the last, next or nearest one.

mod equal;
mod near;

pub use equal::{join_inner, join_left, join_outer};
pub use near::{AsofDirection, AsofOptions, JoinError, NearKernels, join_asof, join_asof_with};

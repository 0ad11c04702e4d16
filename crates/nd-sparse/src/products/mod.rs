//! Products: with vectors, with dense and with sparse matrices, over any semiring.

mod check;
mod dense;
mod semiring;
mod sparse;

pub(crate) use check::{check_matrices, check_vector};
pub use semiring::{PlusTimes, Semiring};

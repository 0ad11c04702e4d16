//! Functions of neighbourhoods: a region of the result is made of a larger one of the input.

mod along;
mod boundary;
mod halo;
mod overlap;

#[cfg(feature = "image")]
mod filters;

pub use boundary::{Boundaries, Boundary};

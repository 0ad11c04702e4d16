//! Functions of neighbourhoods: a region of the result is made of a larger one of the input.

mod along;
mod boundary;
mod coarsen;
mod halo;
mod overlap;
mod rolling;

#[cfg(feature = "image")]
mod edges;
#[cfg(feature = "image")]
mod filters;
#[cfg(feature = "image")]
mod morphology;
#[cfg(feature = "image")]
mod neighbourhoods;
#[cfg(feature = "image")]
mod thresholds;

pub use boundary::{Boundaries, Boundary};
#[cfg(feature = "image")]
pub(crate) use filters::{Look, each};

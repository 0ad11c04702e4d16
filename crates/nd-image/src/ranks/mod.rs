//! Extremes, medians and other ranks of the elements in a window.
//!
//! Elements become whole numbers of four types in the same order, with NaN above all others, so that
//! everything below exists four times.

mod element;
mod footprint;
mod histogram;
mod lines;
mod network;
mod squares;

pub use element::Ranked;
pub(crate) use footprint::{Footprint, Rows};

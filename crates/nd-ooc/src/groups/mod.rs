//! Reductions of groups: positions of an axis that have one label.

mod fold;
mod grouped;
mod reductions;

pub use grouped::Grouped;

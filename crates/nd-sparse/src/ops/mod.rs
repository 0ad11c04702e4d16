//! Operations on compressed matrices, element by element, along axes and on parts.

mod arithmetic;
mod assign;
mod broadcast;
mod compare;
mod dense;
mod extremes;
mod operators;
mod pick;
mod reform;
mod sums;

pub(crate) use broadcast::Lanes;
pub use compare::Comparand;

//! What is calculated, on [`Packed`](crate::packed::Packed) arrays; compiled once for each element type through
//! the list in `element.rs`.

pub(crate) mod assemble;
pub(crate) mod dense;
pub(crate) mod extremes;
pub(crate) mod lanes;
pub(crate) mod merge;
pub(crate) mod multiply;
pub(crate) mod select;
pub(crate) mod square;
pub(crate) mod sums;

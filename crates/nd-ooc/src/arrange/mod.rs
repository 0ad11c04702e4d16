//! Other arrangements of the same elements.

mod axes;
mod slice;

pub(crate) use axes::keep_axes;

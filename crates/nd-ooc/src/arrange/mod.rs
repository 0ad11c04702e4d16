//! Other arrangements of the same elements.

mod axes;

pub(crate) use axes::keep_axes;

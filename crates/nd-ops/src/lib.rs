//! NumPy's function namespace over [`nd_core`] arrays.
#![forbid(unsafe_code)]

mod over;
mod reductions;

pub use over::{Over, keepdims};
pub use reductions::*;

//! Where elements come from: stored arrays, arrays in memory, functions of a region, constants, random numbers.

mod constant;
mod function;
mod memory;
mod stored;

pub use constant::{arange, full};
pub use function::from_fn;
pub(crate) use stored::{Stored, stored};
pub use stored::{open, open_any};

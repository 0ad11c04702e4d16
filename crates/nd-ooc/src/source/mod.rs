//! Where elements come from: stored arrays, arrays in memory, functions of a region, constants, random numbers.

mod constant;
mod files;
mod function;
mod memory;
mod pattern;
#[cfg(feature = "random")]
mod random;
mod stored;

pub use constant::{arange, full};
pub use files::{Files, Join, open_all, open_all_any};
pub use function::from_fn;
#[cfg(feature = "random")]
pub use random::{Random, random};
pub(crate) use stored::{Stored, stored};
pub use stored::{open, open_any};

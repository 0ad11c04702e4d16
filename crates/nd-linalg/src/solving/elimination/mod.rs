//! Gaussian elimination and substitution: our own, because faer's divides by tiny pivots
//! through their reciprocals, which overflow, and is slow with many right sides.
//!
//! All of it is recursive: half of the matrix, a product, the other half. The products are
//! faer's and take nearly all of the time; what is left are blocks of a few columns.

mod factor;
mod inverse;
mod small;
mod substitute;

pub(crate) use factor::{lu, permute_rows};
pub(crate) use inverse::inverse;
pub(crate) use small::{MAX_SMALL, Small};
pub(crate) use substitute::{lower, upper};

//! Functions of one element of each input: [`Lifted`], and everything that is made with it.

mod casts;
mod functions;
mod lifted;
mod operators;
mod zipped;

pub(crate) use casts::cast;
pub(crate) use lifted::{lift1, lift2, lift3, lift3_with};
pub use operators::ChunkedOperand;
pub use zipped::zip;

//! Functions of one element of each input: [`Lifted`], and everything that is made with it.

mod casts;
mod functions;
mod lifted;
mod operators;
mod zipped;

pub(crate) use lifted::{lift1, lift2, lift3};
pub use operators::ChunkedOperand;
pub use zipped::zip;

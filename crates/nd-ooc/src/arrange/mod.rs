//! Other arrangements of the same elements.

/// Methods of [`Chunked`](crate::Chunked) and [`AnyChunked`](crate::AnyChunked) alike.
macro_rules! both {
    ($($methods:tt)*) => {
        impl<T: nd_core::Typed> crate::Chunked<T> { $($methods)* }
        impl crate::AnyChunked { $($methods)* }
    };
}

mod axes;
mod differences;
mod gather;
mod gradient;
mod index;
mod join;
mod pad;
mod parts;
mod rechunk;
mod repeat;
mod reshape;
mod slice;
mod stretch;
mod turn;

pub(crate) use axes::keep_axes;
pub use differences::DiffOptions;
pub use join::{Joinable, concat, stack, try_concat, try_stack};
pub use rechunk::{Chunking, Extent};

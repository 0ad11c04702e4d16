//! Elements and the bytes they are: once for every format.
//!
//! A file's elements are bytes and a [`DType`](nd_core::DType); memory is typed. Between the two stand
//! [`held`] (arrays whose type is known at run time only, filled and read as bytes) and
//! [`StoredElement`], by which a caller's type is put around the result, without a copy. Nothing else
//! in this crate knows what the bytes of an element mean.

mod order;
mod size;

mod stored;

mod held;

pub use order::ByteOrder;
pub use stored::{MapElement, StoredElement};

pub(crate) use held::{bools, bytes_of, each_part, filled, filled_parts, part_of};
pub(crate) use order::{swap_bytes, swap_size};
pub(crate) use size::checked_nbytes;

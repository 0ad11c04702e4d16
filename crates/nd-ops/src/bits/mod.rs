//! Bits of bytes as elements, and whole numbers as digits.

mod digits;
mod packing;

pub use digits::{base_repr, binary_repr};
pub use packing::{
    BitOrder, UnpackOptions, packbits, packbits_with, try_packbits, try_packbits_with,
    try_unpackbits, try_unpackbits_with, unpackbits, unpackbits_with,
};

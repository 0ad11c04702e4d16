//! The `.npy` format, from the outside in: what can go wrong, the header, the elements, the files.

mod error;
mod literal;

mod descr;
mod header;

mod element;
mod par;
mod read;
mod write;

pub use descr::ByteOrder;
pub use element::{MapElement, NpyElement, StoredElement};
pub use error::{NpyError, NpyErrorKind};
pub use header::{NpyHeader, NpyVersion};
pub use read::{load, load_any, load_header, npy_from_bytes, read_npy, read_npy_any};
pub use write::{
    FileOrder, NpyOptions, save, save_any, save_with, write_npy, write_npy_any, write_npy_with,
};

pub(crate) use header::checked_nbytes;
pub(crate) use read::{check_dtype, check_length};

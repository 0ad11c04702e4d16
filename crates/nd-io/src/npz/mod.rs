//! The `.npz` format: a ZIP archive of `.npy` files, from its directory to its members.

mod directory;
mod names;

mod deflate;
mod inflate;

mod member;
mod read;

mod copied;
mod write;

mod sink;

pub use read::Npz;
pub use write::{NpzWriter, save_npz};

#[cfg(feature = "zarr")]
pub(crate) use directory::{Entry, read as read_directory};
#[cfg(feature = "zarr")]
pub(crate) use member::Member;
pub(crate) use sink::{NpzSink, save_member};

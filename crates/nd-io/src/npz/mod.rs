//! The `.npz` format: a ZIP archive of `.npy` files, from its directory to its members.

mod directory;

mod deflate;
mod inflate;

mod member;
mod read;
mod write;

mod sink;

pub use read::Npz;
pub use write::{NpzWriter, save_npz};

pub(crate) use sink::{NpzSink, save_member};

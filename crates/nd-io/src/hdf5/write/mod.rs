//! Writing: elements to the end of a new file, from all threads; what describes them last.
//!
//! What is written is what HDF5 1.8 and every later version reads: version 2 of the superblock and
//! of object headers, which have checksums, and trees of version 1 for chunks, which serve arrays
//! that grow along any axis.

mod add;
mod array;
mod edit;
mod encode;
mod file;
mod group;
mod options;
mod tail;
mod texts;
mod tree;

pub use edit::Hdf5Editor;
pub use file::{Hdf5FileWriter, Hdf5Writer};
pub(crate) use options::chunks;

//! HDF5: files of groups, arrays and attributes, read and written without the C library.
//!
//! Reading, from the outside in: [`file`] is what users see, with [`entry`] and [`listing`] for what there
//! is, and an array of each kind: [`dataset`], [`texts`], [`lists`], [`references`], [`records`]. All stand
//! on a [`part`] of a stored array: all of its elements, or a member. [`link`] and [`object`] find an
//! array's description, [`raw`] its elements, through [`chunks`] and [`filter`] where they are packed,
//! [`mosaic`] and [`elsewhere`] where they are other arrays' and in other files; what
//! an element is [`datatype`] says, and [`number`] how it becomes one of this machine's. Nothing is
//! believed: every structure is read through a [`cursor`] that ends, and every pass is a [`store::Walk`]
//! that ends.
//!
//! Writing is [`write`]: data to the end of a new file, from all threads, the descriptions last.

mod checksum;
mod cursor;
mod store;
mod superblock;

mod heap;
mod tree1;
mod tree2;

mod fractal;
mod object;
mod shared;

mod number;

mod datatype;
mod layout;
mod space;

mod attribute;
mod link;
mod value;

mod chunks;
mod elsewhere;
mod extensible;
mod filter;
mod hyperslab;
mod mosaic;
mod raw;

mod part;

mod dataset;
mod lists;
mod records;
mod references;
mod texts;

mod dimensions;
mod entry;
mod file;
mod listing;

#[cfg(feature = "libhdf5")]
mod library;

mod write;

pub use dataset::Hdf5Dataset;
pub use entry::{Hdf5Entry, Hdf5Kind};
pub use file::{Hdf5File, Hdf5Group};
#[cfg(feature = "libhdf5")]
pub use library::Hdf5LibraryDataset;
pub use lists::Hdf5Lists;
pub use references::Hdf5References;
pub use texts::Hdf5Texts;
pub(crate) use write::chunks as chunks_to_write;
pub use write::{Hdf5Editor, Hdf5FileWriter, Hdf5Writer};

use crate::error::{Error, ErrorKind};
use crate::format::Format;

type Result<T> = std::result::Result<T, Error>;

/// The file breaks the rules.
fn corrupt(what: impl Into<String>) -> Error {
    ErrorKind::corrupt(Format::Hdf5, what).into()
}

/// The file is right, and we do not read it.
fn unsupported(what: impl Into<String>) -> Error {
    ErrorKind::unsupported(Format::Hdf5, what).into()
}

//! Bytes to arrays and back: `.npy` files and memory maps.
//!
//! A guided tour:
//!
//! - [`load`] and [`save`] read and write `.npy` files, for every element type that NumPy has, in
//!   either byte order and either memory order. [`load_header`] looks without reading.
//! - [`load_any`] and [`save_any`] do so where the element type is known at run time only.
//! - [`read_npy`], [`write_npy`] and [`npy_from_bytes`] do the same with streams and memory.
//! - [`MmapArray`] and [`MmapArrayMut`] lend a file as an array without reading it.
//! - [`AtomicFile`] is how everything here is written: whole, or not at all.
//! - [`NpyError`] names the file and what is wrong with it, as one [`NpyErrorKind`] a fault.
//!
//! Files are not trusted: a header is parsed by a grammar, not evaluated;
//! what it says is checked against the size of the file before memory is
//! asked for; and no content of a file makes this crate panic or abort.
//!
//! Not here: object arrays (pickled code, never), text, dates and records,
//! `.npz` archives.
//!
//! # Examples
//! ```
//! let path = std::env::temp_dir().join(format!("nd-io-{}.npy", std::process::id()));
//! nd_io::save(&path, &[[1.0f32, 2.0], [3.0, 4.0]])?;
//! let a = nd_io::load::<f32>(&path)?;
//! assert_eq!(a[[1, 1]], 4.0);
//! # std::fs::remove_file(&path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(unsafe_code)]

mod error;
mod format;
mod memory;

mod npy;

mod atomic;

mod blocks;
mod options;
mod selection;

mod dataset;

#[cfg(feature = "hdf5")]
mod hdf5;

#[allow(unsafe_code)] // the compiler cannot know who else writes a file
mod memmap;

pub use atomic::AtomicFile;
pub use blocks::{ArrayInfo, Attribute, Attributes, ChunkGrid, ReadBlocks, Region, WriteBlocks};
pub use dataset::{Dataset, DatasetWriter};
pub use error::{Error, ErrorKind};
pub use format::Format;
#[cfg(feature = "hdf5")]
pub use hdf5::{
    Hdf5Dataset, Hdf5Editor, Hdf5File, Hdf5FileWriter, Hdf5Group, Hdf5Kind, Hdf5Texts, Hdf5Writer,
};
pub use memmap::{Access, MmapArray, MmapArrayMut};
pub use npy::{
    ByteOrder, FileOrder, MapElement, NpyElement, NpyError, NpyErrorKind, NpyHeader, NpyOptions,
    NpyVersion, StoredElement, load, load_any, load_header, npy_from_bytes, read_npy, read_npy_any,
    save, save_any, save_with, write_npy, write_npy_any, write_npy_with,
};
pub use options::{Compression, CreateOptions};

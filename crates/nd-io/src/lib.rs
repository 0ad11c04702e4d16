//! Bytes to arrays and back: `.npy`, `.npz`, raw, text, HDF5, netCDF and Zarr files, pictures, and memory maps.
//!
//! A guided tour:
//!
//! - [`load`] and [`save`] are the door to every format: whole arrays, `a.npy`, `table.csv`, `run.h5/x`.
//!   [`open`] and [`create`] are the same door for parts: a [`Dataset`] knows shape, element type,
//!   chunks and attributes and [reads](Dataset::read) any slice; a [`DatasetWriter`] takes blocks in
//!   any order, from many threads. [`list`] says what is in a file.
//! - Behind them stand two small traits, [`ReadBlocks`] and [`WriteBlocks`]: implement them to store arrays
//!   your own way, and have them tested by `conformance` (a feature).
//! - [`load_npy`] and [`save_npy`] read and write `.npy` files of any name, [`load_records`] and
//!   [`load_strings`] those of structs and text, [`append_npy`] makes them longer; [`Npz`] and [`NpzWriter`]
//!   are archives; [`load_raw`] reads what says nothing of itself.
//! - `load_picture` and `save_picture` (feature `pictures`) are PNG, JPEG, TIFF and WebP files as arrays, with
//!   options that the door has not; `TiffFile` has all pages of a TIFF and what is said of them.
//! - [`MmapArray`] and [`MmapArrayMut`] lend a file as an array without reading it; [`guard_maps`] makes a
//!   file that vanishes an error.
//! - [`AtomicFile`] is how everything here is written: whole, or not at all.
//! - [`Error`] names the file and what is wrong with it, as one [`ErrorKind`] a fault.
//!
//! Files are not trusted: metadata are parsed by a grammar, not evaluated;
//! what they say is checked against the size of the file before memory is
//! asked for; and no content of a file makes this crate panic or abort.
//!
//! Not here: object arrays (pickled code, never), dates.
//!
//! # Examples
//! ```
//! use nd_core::s;
//!
//! let path = std::env::temp_dir().join(format!("nd-io-{}.npy", std::process::id()));
//! nd_io::save(&path, &[[1.0f32, 2.0], [3.0, 4.0]])?;
//! let a = nd_io::load::<f32>(&path)?;
//! assert_eq!(a[[1, 1]], 4.0);
//! assert_eq!(nd_io::open(&path)?.read::<f32>(s![.., 0])?.into_vec(), [1.0, 3.0]);
//! # std::fs::remove_file(&path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(unsafe_code)]

mod error;
mod format;
mod memory;
mod position;

mod npy;

mod atomic;

mod flusher;

mod blocks;
mod options;
mod selection;

mod dataset;

mod cf;

mod raw;

mod text;

mod npz;

mod packed;

#[cfg(feature = "hdf5")]
mod hdf5;

#[cfg(feature = "pictures")]
mod picture;

mod netcdf;

mod open;

#[cfg(feature = "conformance")]
pub mod conformance;

#[allow(unsafe_code)] // the compiler cannot know who else writes a file
mod memmap;

#[cfg(feature = "zarr")]
mod zarr;

pub use atomic::AtomicFile;
pub use blocks::{
    ArrayInfo, Attribute, Attributes, ByteOrder, ChunkGrid, MapElement, ReadBlocks, Region,
    StoredElement, WriteBlocks,
};
pub use cf::CfOptions;
pub use dataset::{Dataset, DatasetWriter};
pub use error::{Error, ErrorKind, Result};
pub use format::Format;
#[cfg(feature = "libhdf5")]
pub use hdf5::Hdf5LibraryDataset;
#[cfg(feature = "hdf5")]
pub use hdf5::{
    Hdf5Dataset, Hdf5Editor, Hdf5Entry, Hdf5File, Hdf5FileWriter, Hdf5Group, Hdf5Kind, Hdf5Lists,
    Hdf5References, Hdf5Texts, Hdf5Writer,
};
pub use memmap::{Access, MmapArray, MmapArrayMut, guard_maps};
pub use nd_io_derive::Record;
pub use netcdf::{NetCdfDimension, NetCdfFile};
pub use npy::{
    FileOrder, FixedBytes, NpyFault, NpyField, NpyHeader, NpyOptions, NpyType, NpyVersion, Record,
    RecordField, append_npy, load_header, load_npy, npy_from_bytes, read_npy, read_npy_any,
    read_records, read_strings, read_times, save_npy, save_npy_with, save_records, save_strings,
    save_times, write_npy, write_npy_any, write_npy_with, write_records, write_strings,
    write_times,
};
pub use npz::{Npz, NpzWriter, save_npz};
pub use open::{
    chunks_for, create, edit, edit_together, list, load, load_any, load_records, load_strings,
    load_times, open, repair, save, save_any, save_with,
};
pub use options::{Compression, CreateOptions};
#[cfg(feature = "pictures")]
pub use picture::{
    Animation, GeoKey, GeoReference, GifOptions, ImageJ, OmeChannel, OmeImage, Orientation,
    PictureMetadata, PictureOptions, PictureWriteOptions, PngCompression, PngReader, PngWriter,
    ResolutionUnit, TiffCompression, TiffFile, TiffOptions, TiffPage, TiffPageOptions,
    TiffPageWriter, TiffReduction, TiffStack, TiffTileWriter, TiffWriter, encode_picture, load_gif,
    load_gif_with, load_picture, load_picture_any, load_picture_any_with, load_picture_with,
    picture_metadata, save_gif, save_gif_with, save_picture, save_picture_with,
};
pub use raw::{RawOptions, load_raw, open_raw, save_raw};
pub use text::{
    Column, ColumnRef, Delimiter, FloatStyle, Header, Table, TextColumn, TextElement, TextEncoding,
    TextOptions, TextReader, TextSource, TextWriteOptions, TextWriter, load_table, load_text,
    open_text, read_text, save_text, table_from_bytes, text_from_bytes, write_text,
};

#[cfg(feature = "zarr")]
pub use zarr::{
    Multiscale, OmeAxis, OmeLevel, OmeZarr, OmeZarrVersion, ZarrArray, ZarrGroup, ZarrMetadata,
    ZarrNode, ZarrVersion, ZarrWriter,
};
/// The crate whose derives prove that a struct is its bytes; [`Record`] asks for them.
pub use zerocopy;

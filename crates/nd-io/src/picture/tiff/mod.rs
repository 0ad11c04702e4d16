//! TIFF: a file of pictures, each described by a directory of tags and stored in strips or tiles.
//!
//! [`input`] is the file's bytes; [`directory`] reads tags without believing what they say; [`layout`] makes of
//! them where the samples of a picture are and what they are; [`table`] is where its chunks lie. A chunk goes
//! through [`chunk`]: unpacked by one of the codecs ([`codec`], [`lzw`], [`fax`], [`jpeg`]), its bits made
//! elements ([`bits`]), differences summed ([`predictor`]). [`picture`] puts the chunks of a region together, on
//! all threads. [`file`] and [`page`] are what the user sees of it, [`stack`] makes one array of equal pages,
//! [`colours`] looks up palettes; [`geo`], [`ome`] and [`imagej`] are what others say of pictures in tags.
//! [`write`](mod@write) is the way back, with the codecs [`lzw_out`] and [`fax_out`].
//!
//! Samples are given as they are stored: nothing is rescaled, inverted, turned or left out. Codecs are crates,
//! and a panic in one is an error of the file's; the container is ours, because the crate `tiff` misread
//! or lost what it did not expect.

mod bits;
mod chunk;
mod codec;
mod colours;
mod directory;
mod fax;
mod fax_codes;
mod fax_out;
mod file;
mod geo;
mod imagej;
mod input;
mod jpeg;
mod layout;
mod lzw;
mod lzw_out;
mod names;
mod ome;
mod page;
mod picture;
mod predictor;
mod stack;
mod table;
mod write;
mod xml;

pub use file::TiffFile;
pub use geo::{GeoKey, GeoReference};
pub use imagej::ImageJ;
pub use ome::{OmeChannel, OmeImage};
pub use page::TiffPage;
pub use stack::TiffStack;
pub use write::{
    ResolutionUnit, TiffOptions, TiffPageOptions, TiffPageWriter, TiffReduction, TiffTileWriter,
    TiffWriter,
};

pub(crate) use file::{exif, list, load, metadata, open};
pub(crate) use write::{create_tiles, tile_shape};
pub(super) use write::{holds, save};

use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

fn corrupt(what: impl Into<String>) -> Error {
    ErrorKind::corrupt(Format::Tiff, what).into()
}

fn unsupported(what: impl Into<String>) -> Error {
    ErrorKind::unsupported(Format::Tiff, what).into()
}

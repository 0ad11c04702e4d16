//! Zarr: an array as a directory of chunks, each in a file of its own, and groups of such arrays.
//!
//! Reading: [`ZarrGroup`] and [`ZarrArray`], of version 3 and 2; [`ZarrMetadata`] is what a file
//! says, without the files around it. Writing: [`ZarrWriter`], version 3. A chunk goes through the
//! codecs of [`codec`] one by one; several lie in a [`shard`] with an index. [`multiscale`] is OME-Zarr over both
//! versions, for which version 2 is written ([`v2_write`]).
//!
//! Nothing here lists a directory to read an array, and nothing believes a length before it was
//! checked against the file's.

mod json;

mod attributes;
mod fill;
mod keys;

mod codec;
mod shard;

mod metadata;
mod nested;
mod v2;
mod v2_write;
mod v3;

mod place;
mod store;

mod array;
mod hits;
mod read;

mod create;
mod write;

mod group;
mod multiscale;
mod texts;

pub use array::ZarrArray;
pub use group::{ZarrGroup, ZarrNode};
pub use metadata::{ZarrMetadata, ZarrVersion};
pub use multiscale::{Multiscale, OmeAxis, OmeLevel, OmeZarr, OmeZarrVersion};
pub use write::ZarrWriter;

pub(crate) use create::{chunks, refuse_interrupted, repair};
pub(crate) use group::node_at;
pub(crate) use place::{Archive, Place};
pub(crate) use texts::read as texts;

use crate::error::{Error, ErrorKind};
use crate::format::Format;

fn corrupt(what: impl Into<String>) -> Error {
    ErrorKind::corrupt(Format::Zarr, what).into()
}

fn unsupported(what: impl Into<String>) -> Error {
    ErrorKind::unsupported(Format::Zarr, what).into()
}

fn out_of_memory(bytes: usize) -> Error {
    Error::no_memory(bytes)
}

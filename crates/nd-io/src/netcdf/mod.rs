//! netCDF classic files, read: the format that climate data was in before netCDF-4, which is HDF5.
//!
//! A file is a header and numbers behind it. [`header`] reads the header with a [`cursor`] that believes no length,
//! [`layout`] works out where the elements of each variable are, [`variable`] reads them, [`file`] is what there is to
//! a user. The format is described in "The NetCDF Classic Format Specification"; its version 5 in PnetCDF's "CDF-5".

mod attribute;
mod cursor;
mod file;
mod header;
mod kind;
mod layout;
mod variable;

pub use file::NetCdfFile;
pub use header::NetCdfDimension;

use crate::error::{Error, ErrorKind};
use crate::format::Format;

type Result<T> = std::result::Result<T, Error>;

fn corrupt(what: impl Into<String>) -> Error {
    ErrorKind::corrupt(Format::NetCdf, what).into()
}

fn unsupported(what: impl Into<String>) -> Error {
    ErrorKind::unsupported(Format::NetCdf, what).into()
}

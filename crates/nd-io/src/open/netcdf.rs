//! netCDF classic files behind the door.

use std::fs::File;
use std::path::Path;

use super::only;
use crate::dataset::Dataset;
use crate::error::{ErrorKind, Result};
use crate::format::Format;
use crate::netcdf::NetCdfFile;

pub(super) fn open(file: File, name: &str, path: &Path) -> Result<Dataset> {
    let file = NetCdfFile::of_file(file)?;
    let name = only(name, file.names())?;
    Ok(Dataset::of_file(file.source(&name)?, Format::NetCdf, path))
}

pub(super) fn list(file: File, name: &str) -> Result<Vec<String>> {
    let file = NetCdfFile::of_file(file)?;
    match name {
        "" => Ok(file.names().map(str::to_owned).collect()),
        name => file.source(name).map(|_| vec![String::new()]),
    }
}

/// What is said to who wants to write one.
pub(super) fn refuse_writing() -> crate::Error {
    let what = "writing classic files; \".nc\" makes netCDF-4 ones, which are HDF5";
    ErrorKind::unsupported(Format::NetCdf, what).into()
}

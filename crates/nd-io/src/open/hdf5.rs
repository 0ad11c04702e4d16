//! HDF5 behind the door.

use std::path::Path;

use nd_core::{DType, Shape};

use super::only;
use crate::dataset::{Dataset, DatasetWriter};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::hdf5::{Hdf5File, Hdf5Kind, Hdf5Writer};
use crate::options::CreateOptions;

/// What an array is called that was given no name.
const NAME: &str = "data";

pub(super) fn open(file: &Path, name: &str, path: &Path) -> Result<Dataset, Error> {
    let root = Hdf5File::open(file)?.root();
    let name = if name.is_empty() { "/" } else { name };
    let ds = match root.kind(name)? {
        Hdf5Kind::Group => {
            let group = root.group(name)?;
            let names = group.arrays()?;
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            group.dataset(only("", &names)?)?
        }
        Hdf5Kind::Numbers => root.dataset(name)?,
        _ => {
            let what = "an array of something else than numbers here; see Hdf5Group::texts";
            return Err(ErrorKind::unsupported(Format::Hdf5, what).into());
        }
    };
    Ok(Dataset::of_file(ds, Format::Hdf5, path))
}

pub(super) fn list(file: &Path, name: &str) -> Result<Vec<String>, Error> {
    let root = Hdf5File::open(file)?.root();
    let name = if name.is_empty() { "/" } else { name };
    match root.kind(name)? {
        Hdf5Kind::Group => root.group(name)?.arrays(),
        _ => Ok(vec![String::new()]),
    }
}

pub(super) fn create(
    (path, file, name): (&Path, &Path, &str),
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<DatasetWriter, Error> {
    let name = if name.is_empty() { NAME } else { name };
    let sink = Hdf5Writer::create(file, name, shape, dtype, options)?;
    Ok(DatasetWriter::to_file(sink, path))
}

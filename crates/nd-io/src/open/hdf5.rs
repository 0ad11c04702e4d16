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
    refuse_to_lose(file, name)?;
    let sink = Hdf5Writer::create(file, name, shape, dtype, options)?;
    Ok(DatasetWriter::to_file(sink, path))
}

/// The file is replaced whole: one that holds anything but the array of that name is left alone.
fn refuse_to_lose(file: &Path, name: &str) -> Result<(), Error> {
    let Ok(root) = Hdf5File::open(file).map(|file| file.root()) else { return Ok(()) };
    let first = name.split('/').next().unwrap_or(name);
    let mut others = root.names()?;
    others.retain(|other| other != first);
    others.extend(root.arrays()?.into_iter().filter(|other| other != name));
    if others.is_empty() {
        return Ok(());
    }
    let what = format!(
        "adding to a file that holds {:?}; Hdf5FileWriter writes several data sets at once, \
         Hdf5Editor changes those there are",
        others[0]
    );
    Err(ErrorKind::unsupported(Format::Hdf5, what).into())
}

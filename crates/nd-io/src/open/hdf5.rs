//! HDF5 behind the door.

use std::fs::{self, File};
use std::path::Path;

use nd_core::{DType, Shape};

use super::only;
#[cfg(feature = "libhdf5")]
use super::path::Found;
use super::path::Target;
use crate::atomic::LockFile;
use crate::dataset::{Dataset, DatasetWriter};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
#[cfg(feature = "libhdf5")]
use crate::hdf5::Hdf5LibraryDataset;
use crate::hdf5::{Hdf5Editor, Hdf5File, Hdf5Kind, Hdf5Writer};
use crate::options::CreateOptions;

pub(super) fn open(file: File, name: &str, path: &Path) -> Result<Dataset> {
    let root = Hdf5File::of_file(file)?.root();
    let name = if name.is_empty() { "/" } else { name };
    let ds = match root.kind(name)? {
        Hdf5Kind::Group => {
            let group = root.group(name)?;
            let names = group.arrays()?;
            group.dataset(&only("", names.iter().map(String::as_str))?)?
        }
        Hdf5Kind::Numbers => root.dataset(name)?,
        Hdf5Kind::Texts => {
            let what = "arrays of texts here; Hdf5Group::texts reads them";
            return Err(ErrorKind::unsupported(Format::Hdf5, what).into());
        }
        _ => {
            let what = "an array of something else than numbers or texts";
            return Err(ErrorKind::unsupported(Format::Hdf5, what).into());
        }
    };
    Ok(Dataset::of_file(ds, Format::Hdf5, path))
}

/// The array by the C library, where ours does not support it; ours says why, should the library not either.
#[cfg(feature = "libhdf5")]
pub(super) fn by_library(found: &Found, path: &Path, refusal: Error) -> Result<Dataset> {
    if !matches!(refusal.kind(), ErrorKind::Unsupported { .. }) {
        return Err(refusal);
    }
    let attributes =
        Hdf5File::open(&found.path).and_then(|file| file.root().attributes_of(&found.name));
    match Hdf5LibraryDataset::open(&found.path, &found.name) {
        Ok(ds) => {
            let ds = ds.with_attributes(attributes.unwrap_or_default());
            Ok(Dataset::of_file(ds, Format::Hdf5, path))
        }
        Err(_) => Err(refusal),
    }
}

pub(super) fn list(file: File, name: &str) -> Result<Vec<String>> {
    let root = Hdf5File::of_file(file)?.root();
    let name = if name.is_empty() { "/" } else { name };
    match root.kind(name)? {
        Hdf5Kind::Group => root.group(name)?.arrays(),
        _ => Ok(vec![String::new()]),
    }
}

pub(super) fn create(
    target: &Target<'_>,
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<DatasetWriter> {
    let name = target.named()?;
    let lock = LockFile::of_edits(target.file).map_err(Error::io("create"))?;
    let sink = if has_others(target.file, name)? {
        Hdf5Editor::beside_readers(target.file)?.alone(name, shape, dtype, options)?
    } else {
        Hdf5Writer::create(target.file, name, shape, dtype, options)?
    };
    Ok(DatasetWriter::to_file(sink.holding(lock), target.path))
}

/// Whether a file holds anything but the array of that name, so that it must be kept. A file without
/// is made anew: that leaves no gap where an older array was. Attributes count, those of types that
/// cannot be read too.
fn has_others(file: &Path, name: &str) -> Result<bool> {
    match fs::metadata(file) {
        Ok(metadata) if metadata.is_file() && metadata.len() == 0 => return Ok(false),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        _ => {}
    }
    let whole = Hdf5File::open(file)?;
    if whole.has_user_block() {
        return Ok(true); // which the editor refuses
    }
    let mut group = whole.root();
    let names: Vec<&str> = name.split('/').collect();
    for (i, step) in names.iter().enumerate() {
        let there = group.names()?;
        if there.iter().any(|other| other != step) || group.has_attributes()? {
            return Ok(true);
        }
        let last = i + 1 == names.len();
        match (there.is_empty(), last) {
            (true, _) => return Ok(false),
            (false, true) => return Ok(group.kind(step)? != Hdf5Kind::Numbers),
            (false, false) if group.kind(step)? == Hdf5Kind::Group => group = group.group(step)?,
            _ => return Ok(true),
        }
    }
    Ok(true)
}

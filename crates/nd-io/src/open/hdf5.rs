//! HDF5 behind the door.

use std::fs;
use std::path::Path;

use nd_core::{Array, DType, Shape};

use super::only;
use super::path::{Found, Target};
use crate::atomic::LockFile;
use crate::dataset::{Dataset, DatasetWriter};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
#[cfg(feature = "libhdf5")]
use crate::hdf5::Hdf5LibraryDataset;
use crate::hdf5::{Hdf5Editor, Hdf5File, Hdf5Group, Hdf5Kind, Hdf5Writer};
use crate::netcdf::NetCdfFile;
use crate::npy::Record;
use crate::options::CreateOptions;

pub(super) fn open(found: &mut Found, path: &Path) -> Result<Dataset> {
    let (group, name) = array(found, Hdf5Kind::Numbers)?;
    let ds = group.dataset(&name)?;
    Ok(Dataset::of_file(ds, Format::Hdf5, path))
}

/// The only array of a kind in a group, else the only one of any.
fn the_only(group: &Hdf5Group, kind: Hdf5Kind) -> Result<String> {
    let all = group.entries()?;
    let of_kind: Vec<&str> =
        all.iter().filter(|(_, its)| *its == kind).map(|(name, _)| name.as_str()).collect();
    match of_kind[..] {
        [name] => Ok(name.to_owned()),
        [] => only("", all.iter().map(|(name, _)| name.as_str())),
        _ => only("", of_kind.into_iter()),
    }
}

/// An array of texts; the only one there is, where none is named.
pub(super) fn load_strings(found: &mut Found) -> Result<Array<String>> {
    let (group, name) = array(found, Hdf5Kind::Texts)?;
    let texts = group.texts(&name)?;
    Ok(Array::from_shape_vec(Shape::from(texts.shape()), texts.read()?))
}

/// An array of records; the only one there is, where none is named.
pub(super) fn load_records<R: Record>(found: &mut Found) -> Result<Array<R>> {
    let (group, name) = array(found, Hdf5Kind::Records)?;
    group.records(&name)
}

/// The array that is meant, in its group.
fn array(found: &mut Found, kind: Hdf5Kind) -> Result<(Hdf5Group, String)> {
    let root = Hdf5File::of_file(found.take_file()?, &found.path)?.root();
    let name = if found.name.is_empty() { "/" } else { &found.name };
    if root.kind(name)? != Hdf5Kind::Group {
        return Ok((root, name.to_owned()));
    }
    let group = root.group(name)?;
    let name = the_only(&group, kind)?;
    Ok((group, name))
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

pub(super) fn list(found: &mut Found) -> Result<Vec<String>> {
    let root = Hdf5File::of_file(found.take_file()?, &found.path)?.root();
    let name = if found.name.is_empty() { "/" } else { &found.name };
    match root.kind(name)? {
        Hdf5Kind::Group => {
            let entries = root.group(name)?.entries()?;
            Ok(entries.into_iter().map(|(name, _)| name).collect())
        }
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
    if NetCdfFile::open(file).is_ok() {
        let what = "adding to a netCDF classic file; `nccopy -k nc4 OLD NEW` makes HDF5 of it";
        return Err(ErrorKind::unsupported(Format::Hdf5, what).into());
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

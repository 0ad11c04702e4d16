//! Zarr behind the door.

use std::fs::File;
use std::path::Path;

use nd_core::{Array, DType, Shape};

use super::only;
use super::path::Target;
use crate::dataset::{Dataset, DatasetWriter};
use crate::error::{ErrorKind, Result};
use crate::format::Format;
use crate::options::CreateOptions;
use crate::zarr::{Archive, Place, ZarrArray, ZarrGroup, ZarrNode, ZarrWriter, node_at};

/// A store in a ZIP archive; `None` if the archive holds none.
pub(super) fn archived(file: File, path: &Path) -> Result<Option<Place>> {
    Ok(Archive::open(file, path)?.map(Place::of_archive))
}

/// The array of a name in an archive, or its only one.
pub(super) fn open_archived(place: &Place, name: &str, path: &Path) -> Result<Dataset> {
    let place = place.below(&named(place, name)?);
    Ok(Dataset::of_file(ZarrArray::at(place)?, Format::Zarr, path))
}

fn named(place: &Place, name: &str) -> Result<String> {
    let names = Place::arrays(place);
    match names.iter().any(|there| there == name) {
        true => Ok(name.to_owned()),
        // A group, or nothing.
        false => {
            let below = Place::arrays(&place.below(name));
            if below.is_empty() {
                let (name, there) = (name.to_owned(), names);
                return Err(ErrorKind::NoSuchArray { name, there }.into());
            }
            let inside = only("", below.iter().map(String::as_str))?;
            Ok(if name.is_empty() { inside } else { format!("{name}/{inside}") })
        }
    }
}

/// The arrays of an archive below a name.
pub(super) fn list_archived(place: &Place, name: &str) -> Result<Vec<String>> {
    match Place::arrays(&place.below(name)) {
        names if names.is_empty() => named(place, name).map(|_| Vec::new()),
        names => Ok(names),
    }
}

/// Texts in a directory.
pub(super) fn texts(path: &Path) -> Result<Array<String>> {
    let names = list(path)?;
    let name = only("", names.iter().map(String::as_str))?;
    let place = Place::Directory(path.to_owned()).below(&name);
    crate::zarr::texts(&place)
}

/// Texts in an archive.
pub(super) fn texts_archived(place: &Place, name: &str) -> Result<Array<String>> {
    crate::zarr::texts(&place.below(&named(place, name)?))
}

pub(super) fn open(path: &Path) -> Result<Dataset> {
    if node_at(path) != Some(ZarrNode::Group) {
        return Ok(Dataset::of_file(ZarrArray::open(path)?, Format::Zarr, path));
    }
    let names = list(path)?;
    let path = path.join(only("", names.iter().map(String::as_str))?);
    Ok(Dataset::of_file(ZarrArray::open(&path)?, Format::Zarr, &path))
}

pub(super) fn list(path: &Path) -> Result<Vec<String>> {
    match node_at(path) {
        Some(ZarrNode::Group) => {
            let nodes = ZarrGroup::open(path)?.walk()?.into_iter();
            Ok(nodes.filter(|(_, node)| *node == ZarrNode::Array).map(|(name, _)| name).collect())
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
    let (path, store) = (target.path, target.file);
    let node = node_at(store);
    if target.name.is_empty() {
        if node == Some(ZarrNode::Group) {
            target.named()?;
        }
        return Ok(DatasetWriter::to_file(ZarrWriter::create(path, shape, dtype, options)?, path));
    }
    let group = ZarrGroup::open_or_new(store)?;
    group.create(&target.name, shape, dtype, options)
}

//! Zarr behind the door.

use std::path::Path;

use nd_core::{DType, Shape};

use super::only;
use crate::blocks::Attributes;
use crate::dataset::{Dataset, DatasetWriter};
use crate::error::Error;
use crate::format::Format;
use crate::options::CreateOptions;
use crate::zarr::{ZarrArray, ZarrGroup, ZarrNode, ZarrWriter, node_at};

pub(super) fn open(path: &Path) -> Result<Dataset, Error> {
    if node_at(path) != Some(ZarrNode::Group) {
        return Ok(Dataset::of_file(ZarrArray::open(path)?, Format::Zarr, path));
    }
    let names = list(path)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let path = path.join(only("", &names)?);
    Ok(Dataset::of_file(ZarrArray::open(&path)?, Format::Zarr, &path))
}

pub(super) fn list(path: &Path) -> Result<Vec<String>, Error> {
    match node_at(path) {
        Some(ZarrNode::Group) => {
            let nodes = ZarrGroup::open(path)?.walk()?.into_iter();
            Ok(nodes.filter(|(_, node)| *node == ZarrNode::Array).map(|(name, _)| name).collect())
        }
        _ => Ok(vec![String::new()]),
    }
}

pub(super) fn create(
    (path, store, name): (&Path, &Path, &str),
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
) -> Result<DatasetWriter, Error> {
    if name.is_empty() {
        return Ok(DatasetWriter::to_file(ZarrWriter::create(path, shape, dtype, options)?, path));
    }
    let group = match node_at(store) {
        Some(_) => ZarrGroup::open(store)?,
        None => ZarrGroup::create(store, &Attributes::new())?,
    };
    let sink = group.create_array(name, shape, dtype, options)?;
    Ok(DatasetWriter::to_file(sink, path))
}

//! Zarr behind the door.

use std::path::Path;

use nd_core::{DType, Shape};

use super::only;
use super::path::Target;
use crate::blocks::Attributes;
use crate::dataset::{Dataset, DatasetWriter};
use crate::error::Result;
use crate::format::Format;
use crate::options::CreateOptions;
use crate::zarr::{ZarrArray, ZarrGroup, ZarrNode, ZarrWriter, node_at};

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
    let group = match node {
        Some(_) => ZarrGroup::open(store)?,
        None => ZarrGroup::new(store, &Attributes::new())?,
    };
    group.create(&target.name, shape, dtype, options)
}

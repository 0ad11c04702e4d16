//! Names of axes: labels, and the dimension scales of HDF5 and netCDF-4.

use super::attribute;
use super::file::Hdf5File;
use super::link::{self, Link};
use super::object::Object;
use super::store::Walk;
use crate::blocks::{Attribute, Attributes};

/// How netCDF-4 calls a scale that is a dimension alone; what follows is its length.
const NO_VARIABLE: &str = "This is a netCDF dimension but not a netCDF variable";

/// An array whose axes are to be named.
pub(super) struct Axes<'a> {
    pub(super) file: &'a Hdf5File,
    pub(super) walk: &'a Walk<'a>,
    /// The headers of the groups it is in, the innermost first: scales are there, as a rule.
    pub(super) groups: &'a [u64],
    /// Its own name.
    pub(super) name: &'a str,
    pub(super) ndim: usize,
    pub(super) attributes: &'a Attributes,
}

impl Axes<'_> {
    /// The label of each axis, or the name of its scale; `None` where no axis has any.
    pub(super) fn names(&self) -> Option<Vec<Option<String>>> {
        let labels = self.labels();
        let scales = self.scales();
        match (labels, scales) {
            (Some(labels), Some(scales)) => {
                Some(labels.into_iter().zip(scales).map(|(label, scale)| label.or(scale)).collect())
            }
            (labels, scales) => labels.or(scales),
        }
    }

    fn labels(&self) -> Option<Vec<Option<String>>> {
        let Some(Attribute::Texts(labels)) = self.attributes.get("DIMENSION_LABELS") else {
            return None;
        };
        let named = |label: &String| (!label.is_empty()).then(|| label.clone());
        (labels.len() == self.ndim).then(|| labels.iter().map(named).collect())
    }

    fn scales(&self) -> Option<Vec<Option<String>>> {
        if let Some(Attribute::Lists(axes)) = self.attributes.get("DIMENSION_LIST")
            && axes.len() == self.ndim
        {
            let named = |axis: &Attribute| match axis {
                Attribute::References(scales) => {
                    self.scale(*scales.first().filter(|&&at| at != 0)?)
                }
                _ => None,
            };
            let names: Vec<Option<String>> = axes.iter().map(named).collect();
            return names.iter().any(Option::is_some).then_some(names);
        }
        // A scale is the name of its own axis.
        let class = self.attributes.get("CLASS").and_then(Attribute::as_text);
        match (class, self.ndim) {
            (Some("DIMENSION_SCALE"), 1) => Some(vec![Some(self.name.to_owned())]),
            _ => None,
        }
    }

    /// The name of a scale: its own among the groups around the array, else what it says of itself, else
    /// its own wherever it is.
    fn scale(&self, at: u64) -> Option<String> {
        for &group in self.groups {
            let members = Object::read(self.walk, group)
                .and_then(|group| link::members(self.walk, &group))
                .unwrap_or_default();
            let mut names = members.into_iter();
            if let Some((name, _)) = names.find(|(_, link)| *link == Link::Hard(at)) {
                return Some(name);
            }
        }
        let object = Object::read(self.walk, at).ok()?;
        let attributes = attribute::read_all(self.walk, &object);
        match attributes.get("NAME").and_then(Attribute::as_text) {
            Some(name) if !name.is_empty() && !name.starts_with(NO_VARIABLE) => {
                Some(name.rsplit('/').next().unwrap_or(name).to_owned())
            }
            _ => {
                let path = self.file.path_of(at).ok()??;
                path.rsplit('/').next().map(str::to_owned)
            }
        }
    }
}

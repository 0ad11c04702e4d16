//! [`Group`]: names that are to be in a file, and how they are written.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use nd_core::{AnyArray, DType};

use super::super::link::Link;
use super::super::object::kind;
use super::super::{Result, unsupported};
use super::array::ArrayWriter;
use super::encode::{self, Header};
use super::tail::Tail;
use super::texts::Texts;
use crate::blocks::{Attribute, Attributes, bytes_of};
use crate::error::Error;
use crate::options::CreateOptions;

/// What a name stands for.
pub(super) enum Member {
    Group(Group),
    Array(Arc<ArrayWriter>, Attributes),
    /// Texts that are stored: their extents, and the elements that point to them.
    Texts(Vec<u8>, Attributes),
    /// Another name.
    Link(String),
}

#[derive(Default)]
pub(super) struct Group {
    pub(super) members: BTreeMap<String, Member>,
    pub(super) attributes: Attributes,
}

/// Begins an array; returns it with its attributes.
pub(super) fn begin(
    tail: &Arc<Tail>,
    shape: &[usize],
    dtype: DType,
    options: &CreateOptions,
) -> Result<(Arc<ArrayWriter>, Attributes)> {
    let mut attributes = options.attributes.clone();
    if let Some(labels) = &options.dimension_names {
        if labels.len() != shape.len() {
            let (names, axes) = (labels.len(), shape.len());
            return Err(unsupported(format!("{names} names for {axes} axes")));
        }
        attributes.insert("DIMENSION_LABELS".into(), Attribute::Texts(labels.clone()));
    }
    Ok((Arc::new(ArrayWriter::new(tail, shape, dtype, options)?), attributes))
}

/// Writes what describes groups and arrays to the end of a file.
pub(super) struct Describer<'t> {
    pub(super) tail: &'t Tail,
    pub(super) texts: &'t mut Texts,
}

impl Describer<'_> {
    /// Writes a group's members, then the group, and returns where it is.
    pub(super) fn write_group(&mut self, group: &Group) -> Result<u64> {
        let mut header = Header::new();
        encode::group(&mut header)?;
        for (name, member) in &group.members {
            let link = match self.write_member(member)? {
                Link::Soft(target) => encode::soft_link(name, &target)?,
                Link::Hard(at) => encode::link(name, at),
                Link::External { .. } | Link::Foreign(_) => {
                    unreachable!("links of ours stay in the file")
                }
            };
            header.add(kind::LINK, "a name", &link)?;
        }
        self.write_object(header, &group.attributes)
    }

    /// Writes what a name is to stand for.
    pub(super) fn write_member(&mut self, member: &Member) -> Result<Link> {
        let at = match member {
            Member::Group(group) => self.write_group(group)?,
            Member::Array(array, attributes) => {
                let mut header = Header::new();
                array.describe(&mut header)?;
                self.write_object(header, attributes)?
            }
            Member::Texts(elements, attributes) => {
                let header = self.texts_header(elements)?;
                self.write_object(header, attributes)?
            }
            Member::Link(target) => return Ok(Link::Soft(target.clone())),
        };
        Ok(Link::Hard(at))
    }

    fn texts_header(&mut self, elements: &[u8]) -> Result<Header> {
        let mut header = Header::new();
        let space = encode::dataspace(&[elements.len() / 16], false);
        header.add(kind::DATASPACE, "extents", &space)?;
        header.add(kind::DATATYPE, "element type", &encode::text_type())?;
        header.add(kind::FILL, "fill value", &encode::fill(None, false))?;
        let at = if elements.is_empty() { encode::NOWHERE } else { self.tail.append(elements)? };
        header.add(kind::LAYOUT, "data layout", &encode::contiguous(at, elements.len() as u64))?;
        Ok(header)
    }

    /// Adds the attributes to an object's header, and writes it.
    fn write_object(&mut self, mut header: Header, attributes: &Attributes) -> Result<u64> {
        if !attributes.is_empty() {
            encode::attribute_info(&mut header)?;
        }
        for (name, value) in attributes {
            let message = self.attribute_message(name, value)?;
            header.add(kind::ATTRIBUTE, "an attribute", &message)?;
        }
        self.tail.append(&header.finish()?)
    }

    fn attribute_message(&mut self, name: &str, value: &Attribute) -> Result<Vec<u8>> {
        match value {
            Attribute::Numbers(numbers) => numbers_message(name, numbers),
            Attribute::Text(text) | Attribute::Json(text) => {
                let element = self.texts.store(self.tail, &[text])?;
                encode::attribute(name, &encode::text_type(), &[], &element)
            }
            Attribute::Texts(texts) => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                let elements = self.texts.store(self.tail, &texts)?;
                encode::attribute(name, &encode::text_type(), &[texts.len()], &elements)
            }
            other => {
                let what = other.what();
                Err(unsupported(format!("attribute \"{name}\", which is {what}, in a new file")))
            }
        }
    }
}

fn numbers_message(name: &str, numbers: &AnyArray) -> Result<Vec<u8>> {
    let datatype = encode::datatype(numbers.dtype());
    let dense = numbers.view().to_array();
    let bytes = bytes_of(dense.view()).unwrap_or_default();
    encode::attribute(name, &datatype, numbers.shape(), bytes)
}

impl Group {
    /// The group that names lead to; those that are missing are made.
    pub(super) fn inner(&mut self, names: &[&str]) -> Result<&mut Self> {
        let Some((first, rest)) = names.split_first() else { return Ok(self) };
        let member = self.members.entry(valid(first)?).or_insert(Member::Group(Self::default()));
        match member {
            Member::Group(group) => group.inner(rest),
            _ => Err(taken(format!("\"{first}\" is no group"))),
        }
    }

    /// The place of a name that is not taken.
    pub(super) fn vacant(&mut self, path: &str) -> Result<Vacant<'_>> {
        let names = names(path);
        let Some((last, groups)) = names.split_last() else {
            return Err(taken("the root is a group".into()));
        };
        let (name, group) = (valid(last)?, self.inner(groups)?);
        match group.members.contains_key(&name) {
            true => Err(taken(format!("\"{path}\" exists already"))),
            false => Ok(Vacant { group, name }),
        }
    }

    pub(super) fn attributes_of(&mut self, names: &[&str]) -> Option<&mut Attributes> {
        let Some((first, rest)) = names.split_first() else { return Some(&mut self.attributes) };
        match self.members.get_mut(*first)? {
            Member::Group(group) => group.attributes_of(rest),
            Member::Array(_, attributes) | Member::Texts(_, attributes) if rest.is_empty() => {
                Some(attributes)
            }
            _ => None,
        }
    }
}

/// A name that is not taken.
pub(super) struct Vacant<'a> {
    group: &'a mut Group,
    name: String,
}

impl Vacant<'_> {
    pub(super) fn insert(self, member: Member) {
        self.group.members.insert(self.name, member);
    }
}

pub(super) fn names(path: &str) -> Vec<&str> {
    path.split('/').filter(|name| !name.is_empty()).collect()
}

/// A name that every library can use.
fn valid(name: &str) -> Result<String> {
    if name == "." || name.contains('\0') || name.len() > usize::from(u16::MAX) / 2 {
        let error = io::Error::new(io::ErrorKind::InvalidInput, format!("the name {name:?}"));
        return Err(Error::io("create")(error));
    }
    Ok(name.to_owned())
}

pub(super) fn taken(what: String) -> Error {
    Error::io("create")(io::Error::new(io::ErrorKind::AlreadyExists, what))
}

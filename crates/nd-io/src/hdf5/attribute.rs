//! Attributes, from the messages of an object or from its heap.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::fractal::FractalHeap;
use super::object::{Message, Object, kind, shared};
use super::space::Dataspace;
use super::store::Walk;
use super::tree2::Tree2;
use super::value::value_of;
use super::{Result, corrupt};
use crate::blocks::{Attribute, Attributes};
use crate::error::Error;

/// All attributes of an object. One that cannot be read is there under its name, or under one that says
/// so where not even that can be read: it costs no other, and not the object.
pub(super) fn read_all(walk: &Walk<'_>, object: &Object) -> Attributes {
    let mut all = Found { walk, attributes: Attributes::new(), unnamed: 0 };
    // A pointer that stands there twice would be one attribute twice.
    let mut pointers = BTreeSet::new();
    for message in object.all(kind::ATTRIBUTE) {
        if !message.is_shared() {
            all.add(&message.data);
        } else if pointers.insert(&message.data) {
            all.add_shared(message);
        }
    }
    match object.find(walk, kind::ATTRIBUTE_INFO) {
        Ok(None) => {}
        Ok(Some(info)) => {
            if let Err(error) = dense(walk, &info, &mut all) {
                all.lose(&error);
            }
        }
        Err(error) => all.lose(&error),
    }
    all.attributes
}

/// The attributes found so far.
struct Found<'a> {
    walk: &'a Walk<'a>,
    attributes: Attributes,
    /// Those of which not even the name could be read.
    unnamed: usize,
}

impl Found<'_> {
    fn add(&mut self, bytes: &[u8]) {
        match split(bytes) {
            Ok(message) => {
                let value = message.value(self.walk).unwrap_or_else(|error| unreadable(&error));
                self.attributes.insert(message.name, value);
            }
            Err(error) => self.lose(&error),
        }
    }

    fn add_shared(&mut self, message: &Message) {
        match shared(self.walk, &message.data, kind::ATTRIBUTE) {
            Ok(bytes) => self.add(&bytes),
            Err(error) => self.lose(&error),
        }
    }

    fn lose(&mut self, error: &Error) {
        self.unnamed += 1;
        let name = format!("(unreadable attribute {})", self.unnamed);
        self.attributes.insert(name, unreadable(error));
    }
}

fn unreadable(error: &Error) -> Attribute {
    Attribute::Unreadable { why: error.to_string() }
}

/// The attributes of an object that has many.
fn dense(walk: &Walk<'_>, info: &[u8], all: &mut Found<'_>) -> Result<()> {
    let mut cursor = walk.cursor(info, "attribute info");
    cursor.version(0)?;
    if cursor.u8()? & 1 != 0 {
        cursor.skip(2)?;
    }
    let (Some(heap), Some(names)) = (cursor.address()?, cursor.address()?) else { return Ok(()) };
    let heap = FractalHeap::open(walk, heap)?;
    let tree = Tree2::open(walk, names)?;
    if tree.kind() != 8 {
        return Err(corrupt(format!("attribute info: a tree of kind {}", tree.kind())));
    }
    let mut pointers = BTreeSet::new();
    tree.visit(walk, &|_| Ok(Ordering::Equal), &mut |mut record| {
        let id = record.take(8)?;
        let bytes = match record.u8()? & 2 {
            0 => heap.get(walk, id),
            _ if pointers.insert(id.to_vec()) => {
                walk.messages().and_then(|heaps| heaps.get(walk, kind::ATTRIBUTE, id))
            }
            _ => return Ok(()),
        };
        match bytes {
            Ok(bytes) => all.add(&bytes),
            Err(error) => all.lose(&error),
        }
        Ok(())
    })
}

/// An attribute's message, taken apart.
struct Parts<'a> {
    name: String,
    /// Bits for a type and extents that are elsewhere.
    flags: u8,
    datatype: &'a [u8],
    dataspace: &'a [u8],
    value: &'a [u8],
}

fn split(bytes: &[u8]) -> Result<Parts<'_>> {
    let mut cursor = super::cursor::Cursor::new(bytes, Default::default(), "attribute");
    let version = cursor.u8()?;
    let flags = cursor.u8()?;
    let lens = [cursor.u16()?, cursor.u16()?, cursor.u16()?].map(usize::from);
    match version {
        1 | 2 => {}
        3 => cursor.skip(1)?, // how the name is encoded: ASCII is UTF-8
        version => return Err(cursor.bad(format!("version {version}"))),
    }
    let mut parts = [&[][..]; 3];
    for (part, len) in parts.iter_mut().zip(lens) {
        *part = cursor.take(len)?;
        if version == 1 {
            cursor.skip(len.next_multiple_of(8) - len)?;
        }
    }
    let [name, datatype, dataspace] = parts;
    let end = name.iter().position(|&byte| byte == 0).unwrap_or(name.len());
    let name = String::from_utf8_lossy(&name[..end]).into_owned();
    // The first version had no flags.
    let flags = if version == 1 { 0 } else { flags };
    Ok(Parts { name, flags, datatype, dataspace, value: cursor.rest() })
}

impl Parts<'_> {
    fn value(&self, walk: &Walk<'_>) -> Result<Attribute> {
        let datatype = walk.datatype(self.datatype, self.flags & 1 != 0)?;
        let space = match self.flags & 2 {
            0 => Dataspace::parse(walk, self.dataspace)?,
            _ => Dataspace::parse(walk, &shared(walk, self.dataspace, kind::DATASPACE)?)?,
        };
        if space.is_null {
            return Ok(Attribute::Empty);
        }
        let nbytes = space.nbytes(datatype.size)?;
        let value = self.value.get(..nbytes).ok_or_else(|| {
            corrupt(format!("attribute: {nbytes} bytes wanted, {} there", self.value.len()))
        })?;
        value_of(walk, &datatype, &space.shape, value)
    }
}

//! Attributes, from the messages of an object or from its heap.

use std::cmp::Ordering;

use super::datatype::{Class, Datatype, Number};
use super::fractal::FractalHeap;
use super::heap::{text, text_of};
use super::object::{Object, kind, shared};
use super::space::Dataspace;
use super::store::Walk;
use super::tree2::Tree2;
use super::{Result, corrupt, unsupported};
use crate::blocks::{Attribute, Attributes, filled, swap_bytes};

/// All attributes of an object, but those whose values nd has no form for: references, records, ….
pub(super) fn read_all(walk: &Walk<'_>, object: &Object) -> Result<Attributes> {
    let mut attributes = Attributes::new();
    let mut add = |bytes: &[u8]| -> Result<()> {
        let Some((name, value)) = parse(walk, bytes)? else { return Ok(()) };
        attributes.insert(name, value);
        Ok(())
    };
    for message in object.all(kind::ATTRIBUTE) {
        if message.is_shared() {
            add(&shared(walk, &message.data, kind::ATTRIBUTE)?)?;
        } else {
            add(&message.data)?;
        }
    }
    if let Some(info) = object.find(walk, kind::ATTRIBUTE_INFO)? {
        for bytes in dense(walk, &info)? {
            add(&bytes)?;
        }
    }
    Ok(attributes)
}

/// The attributes of an object that has many.
fn dense(walk: &Walk<'_>, info: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut cursor = walk.cursor(info, "attribute info");
    cursor.version(0)?;
    if cursor.u8()? & 1 != 0 {
        cursor.skip(2)?;
    }
    let mut all = Vec::new();
    let (Some(heap), Some(names)) = (cursor.address()?, cursor.address()?) else { return Ok(all) };
    let heap = FractalHeap::open(walk, heap)?;
    let tree = Tree2::open(walk, names)?;
    if tree.kind() != 8 {
        return Err(corrupt(format!("attribute info: a tree of kind {}", tree.kind())));
    }
    tree.visit(walk, &|_| Ok(Ordering::Equal), &mut |mut record| {
        let id = record.take(8)?;
        if record.u8()? & 2 != 0 {
            return Err(unsupported("attributes shared through a table of the file"));
        }
        all.push(heap.get(walk, id)?);
        Ok(())
    })?;
    Ok(all)
}

/// An attribute's name and value.
fn parse(walk: &Walk<'_>, bytes: &[u8]) -> Result<Option<(String, Attribute)>> {
    let mut cursor = walk.cursor(bytes, "attribute");
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
    let name = text(name, false)?;
    // The first version had no flags.
    let flags = if version == 1 { 0 } else { flags };
    let datatype = match flags & 1 {
        0 => Datatype::parse(datatype)?,
        _ => Datatype::parse(&shared(walk, datatype, kind::DATATYPE)?)?,
    };
    if flags & 2 != 0 {
        return Err(unsupported("attributes with shared extents"));
    }
    let space = Dataspace::parse(walk, dataspace)?;
    let value = cursor.take(space.nbytes(datatype.size)?)?;
    Ok(value_of(walk, &datatype, &space, value)?.map(|value| (name, value)))
}

fn value_of(
    walk: &Walk<'_>,
    datatype: &Datatype,
    space: &Dataspace,
    bytes: &[u8],
) -> Result<Option<Attribute>> {
    let text_at: &dyn Fn(&[u8]) -> Result<String> = match datatype.class {
        Class::Number(number) => return numbers(number, space, bytes).map(Some),
        Class::FixedText { blanks } => &move |bytes: &[u8]| text(bytes, blanks),
        Class::Text => &|bytes: &[u8]| text_of(walk, bytes),
        Class::Other(_) => return Ok(None),
    };
    let mut texts: Vec<String> =
        bytes.chunks_exact(datatype.size).map(text_at).collect::<Result<_>>()?;
    if space.shape.is_empty()
        && let Some(text) = texts.pop()
    {
        return Ok(Some(Attribute::Text(text)));
    }
    Ok(Some(Attribute::Texts(texts)))
}

fn numbers(number: Number, space: &Dataspace, bytes: &[u8]) -> Result<Attribute> {
    let array = filled(number.dtype, space.shape, &mut |out| {
        out.copy_from_slice(bytes);
        swap_bytes(out, number.swap().unwrap_or(0));
        Ok(())
    })?;
    Ok(Attribute::Numbers(array))
}

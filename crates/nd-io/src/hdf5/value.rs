//! Values of attributes and elements of lists: a few bytes of any type, as an [`Attribute`].

use nd_core::{MAX_NDIM, Shape};

use super::datatype::{Class, Datatype, Member, Padding};
use super::heap::Pointed;
use super::store::Walk;
use super::{Result, corrupt, unsupported};
use crate::blocks::{Attribute, Region, Strided, copy_strided, filled};

/// Lists of lists of lists: deeper ones nobody means.
const MAX_DEPTH: usize = 8;

/// Elements of a type in C order. A member that cannot be read is an unreadable value of its own.
pub(super) fn value_of(
    walk: &Walk<'_>,
    datatype: &Datatype,
    shape: &[usize],
    bytes: &[u8],
) -> Result<Attribute> {
    of(walk, datatype, shape, bytes, 0)
}

fn of(
    walk: &Walk<'_>,
    datatype: &Datatype,
    shape: &[usize],
    bytes: &[u8],
    depth: usize,
) -> Result<Attribute> {
    if depth > MAX_DEPTH {
        return Err(corrupt(format!("values: more than {MAX_DEPTH} lists inside each other")));
    }
    let size = datatype.size;
    let count = shape.iter().product::<usize>();
    if size == 0 || bytes.len() != count * size {
        return Err(unsupported(format!("values that are {}", datatype.describe())));
    }
    walk.make(made(&datatype.class, count) as u64, "values in lists and records")?;
    match &datatype.class {
        Class::Number(number) => {
            let array = filled(number.dtype, Shape::try_new(shape)?, &mut |out| {
                number.convert(bytes, out);
                Ok(())
            })?;
            Ok(Attribute::Numbers(array))
        }
        Class::Opaque => {
            let array = filled(nd_core::DType::U8, extended(shape, &[size])?, &mut |out| {
                out.copy_from_slice(bytes);
                Ok(())
            })?;
            Ok(Attribute::Numbers(array))
        }
        Class::FixedText(padding) => {
            let texts = bytes.chunks_exact(size).map(|bytes| trimmed(bytes, *padding).to_vec());
            Ok(texts_of(shape, texts.collect()))
        }
        Class::Text => {
            let texts = bytes.chunks_exact(size).map(|element| text_of(walk, element));
            Ok(texts_of(shape, texts.collect::<Result<_>>()?))
        }
        Class::Array(base, dims) => of(walk, base, &extended(shape, dims)?, bytes, depth + 1),
        Class::Record(members) => {
            let column = |member: &Member| {
                (member.name.clone(), column_of(walk, member, shape, bytes, size, depth))
            };
            Ok(Attribute::Record(members.iter().map(column).collect()))
        }
        Class::List(base) => {
            let lists = bytes.chunks_exact(size).map(|element| {
                let list = Pointed::read(walk, element, base.size)?;
                of(walk, base, &[list.count], list.bytes(), depth + 1)
            });
            Ok(Attribute::Lists(lists.collect::<Result<_>>()?))
        }
        Class::Reference => {
            let at = bytes.chunks_exact(size).map(position);
            Ok(Attribute::References(at.collect()))
        }
        Class::Other(what) => Err(unsupported(format!("values that are {what}"))),
    }
}

/// Bytes that values take beside their own: few in the file may stand for many.
fn made(class: &Class, count: usize) -> usize {
    match class {
        Class::FixedText(_) | Class::Text => count.saturating_mul(size_of::<Vec<u8>>()),
        Class::List(_) => count.saturating_mul(size_of::<Attribute>()),
        Class::Record(members) => {
            let value = |member: &Member| size_of::<(String, Attribute)>() + member.name.len();
            members.iter().map(value).sum()
        }
        _ => 0,
    }
}

/// The values of one member of records of `size` bytes, or why they cannot be read.
fn column_of(
    walk: &Walk<'_>,
    member: &Member,
    shape: &[usize],
    bytes: &[u8],
    size: usize,
    depth: usize,
) -> Attribute {
    let (count, each) = (bytes.len() / size, member.datatype.size);
    let mut column = vec![0; count * each];
    let from = Strided { offset: member.offset, strides: Shape::from([size]) };
    let to = Strided::of(&[count], &Region::all([count]), each);
    copy_strided(bytes, from, &mut column, to, &[count], each);
    let value = of(walk, &member.datatype, shape, &column, depth + 1);
    value.unwrap_or_else(|error| Attribute::Unreadable { why: error.to_string() })
}

/// More axes.
fn extended(shape: &[usize], dims: &[usize]) -> Result<Shape> {
    match shape.len() + dims.len() {
        0..=MAX_NDIM => Ok(Shape::try_new(&[shape, dims].concat())?),
        ndim => Err(unsupported(format!("values of {ndim} axes (up to {MAX_NDIM} are)"))),
    }
}

/// The position of an object, 0 for none.
pub(super) fn position(bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    let len = bytes.len().min(8);
    word[..len].copy_from_slice(&bytes[..len]);
    match u64::from_le_bytes(word) {
        nowhere if bytes[..len].iter().all(|&byte| byte == 0xff) && nowhere != 0 => 0,
        at => at,
    }
}

/// Texts as such, or as bytes where one is not UTF-8.
fn texts_of(shape: &[usize], all: Vec<Vec<u8>>) -> Attribute {
    let mut texts = Vec::with_capacity(all.len());
    for bytes in &all {
        match std::str::from_utf8(bytes) {
            Ok(text) => texts.push(text.to_owned()),
            Err(_) => return alone(shape, all, Attribute::Bytes, Attribute::ManyBytes),
        }
    }
    alone(shape, texts, Attribute::Text, Attribute::Texts)
}

/// One value where there are no axes, else all.
fn alone<T>(
    shape: &[usize],
    mut all: Vec<T>,
    one: fn(T) -> Attribute,
    many: fn(Vec<T>) -> Attribute,
) -> Attribute {
    match all.pop() {
        Some(value) if shape.is_empty() => one(value),
        value => {
            all.extend(value);
            many(all)
        }
    }
}

/// The bytes of a text of any length, up to a zero.
pub(super) fn text_of(walk: &Walk<'_>, element: &[u8]) -> Result<Vec<u8>> {
    let pointed = Pointed::read(walk, element, 1)?;
    Ok(trimmed(pointed.bytes(), Padding::Terminated).to_vec())
}

/// Text of a fixed number of bytes, without what fills it up.
pub(super) fn trimmed(bytes: &[u8], padding: Padding) -> &[u8] {
    let until = |fill: u8, bytes: &[u8]| {
        bytes.iter().rposition(|&byte| byte != fill).map_or(0, |last| last + 1)
    };
    match padding {
        Padding::Terminated => {
            let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
            &bytes[..end]
        }
        Padding::Zeros => &bytes[..until(0, bytes)],
        Padding::Blanks => {
            let text = &bytes[..until(b' ', bytes)];
            &text[..until(0, text)]
        }
    }
}

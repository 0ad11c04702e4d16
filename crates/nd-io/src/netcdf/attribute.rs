//! Attributes: small values in the header.

use nd_core::{DType, Shape};

use super::Result;
use super::cursor::Cursor;
use super::kind::Kind;
use crate::blocks::{Attribute, Attributes, ByteOrder, filled, swap_bytes, swap_size};
use crate::error::Error;

/// The tag of a list of them.
const TAG: u32 = 0x0c;

/// Reads a list of attributes.
pub(super) fn read_all(cursor: &mut Cursor<'_>) -> Result<Attributes> {
    let mut attributes = Attributes::new();
    for _ in 0..cursor.list(TAG, "attributes")? {
        let name = cursor.name()?;
        let value = read(cursor)?;
        // Of two of one name the library finds the first.
        attributes.entry(name).or_insert(value);
    }
    Ok(attributes)
}

fn read(cursor: &mut Cursor<'_>) -> Result<Attribute> {
    let kind = Kind::of(cursor.u32()?)?;
    let count = cursor.count()?;
    let nbytes = count.checked_mul(kind.size()).ok_or_else(|| Error::no_memory(usize::MAX))?;
    let mut bytes = cursor.padded(nbytes)?;
    match kind {
        Kind::Char => Ok(text(bytes)),
        Kind::Number(dtype) => {
            swap_bytes(&mut bytes, swap_size(dtype, ByteOrder::Big));
            numbers(dtype, &bytes)
        }
    }
}

/// Numbers in this machine's order; the format makes no difference between one and a list of one.
fn numbers(dtype: DType, bytes: &[u8]) -> Result<Attribute> {
    let shape = match bytes.len() / dtype.itemsize() {
        1 => Shape::from(()),
        count => Shape::from([count]),
    };
    filled(dtype, shape, &mut |out| {
        out.copy_from_slice(bytes);
        Ok(())
    })
    .map(Attribute::Numbers)
}

/// A text without the zeros that C programs end it with.
fn text(mut bytes: Vec<u8>) -> Attribute {
    bytes.truncate(trimmed(&bytes).len());
    match String::from_utf8(bytes) {
        Ok(text) => Attribute::Text(text),
        Err(error) => Attribute::Bytes(error.into_bytes()),
    }
}

/// A text without the zeros behind it.
pub(super) fn trimmed(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    &bytes[..end]
}

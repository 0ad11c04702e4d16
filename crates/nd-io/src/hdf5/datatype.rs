//! [`Datatype`]: what an element is, as a file describes it.

use nd_core::DType;

use super::cursor::{Cursor, Sizes};
use super::{Result, corrupt};
use crate::blocks::{ByteOrder, swap_size};

/// Types inside types inside types: deeper ones nobody means.
const MAX_DEPTH: usize = 8;

/// What an element is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Datatype {
    /// Bytes an element takes.
    pub(super) size: usize,
    pub(super) class: Class,
}

/// The kinds of elements that are told apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Class {
    /// A number that this machine has, perhaps in the other byte order.
    Number(Number),
    /// Text of a fixed number of bytes.
    FixedText {
        /// Whether blanks fill it, not zeros.
        blanks: bool,
    },
    /// Text of any length, elsewhere in the file.
    Text,
    /// Anything else, in words.
    Other(&'static str),
}

/// A number, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) dtype: DType,
    pub(super) big_endian: bool,
}

impl Number {
    /// Bytes of a word whose order may have to be turned, or `None` if it is this machine's.
    pub(super) fn swap(self) -> Option<usize> {
        let order = if self.big_endian { ByteOrder::Big } else { ByteOrder::Little };
        Some(swap_size(self.dtype, order)).filter(|&word| word > 1)
    }
}

impl Datatype {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self> {
        parse(&mut Cursor::new(bytes, Sizes::default(), "datatype"), 0)
    }

    /// The number that an element is, if it is one.
    pub(super) fn number(&self) -> Option<Number> {
        match self.class {
            Class::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Bytes of the words that are in the other order in elements of another type, which are the same
    /// numbers otherwise.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) where they are no such numbers.
    pub(super) fn bytes_to_swap(&self, other: &Self) -> Result<Option<usize>> {
        if self == other {
            return Ok(None);
        }
        match (self.number(), other.number()) {
            (Some(mine), Some(its)) if mine.dtype == its.dtype && self.size == other.size => {
                Ok(mine.swap().or(its.swap()))
            }
            _ => Err(super::unsupported(format!(
                "a virtual data set of {} whose source is of {}",
                self.describe(),
                other.describe()
            ))),
        }
    }

    /// What it is, in words.
    pub(super) fn describe(&self) -> &'static str {
        match self.class {
            Class::Number(number) => number.dtype.name(),
            Class::FixedText { .. } | Class::Text => "text",
            Class::Other(what) => what,
        }
    }
}

fn parse(cursor: &mut Cursor<'_>, depth: usize) -> Result<Datatype> {
    if depth > MAX_DEPTH {
        return Err(corrupt(format!("datatype: more than {MAX_DEPTH} types inside each other")));
    }
    let head = cursor.u8()?;
    let (class, version) = (head & 15, head >> 4);
    if !(1..=5).contains(&version) {
        return Err(cursor.bad(format!("version {version}")));
    }
    let bits = cursor.uint(3)? as u32;
    let size = cursor.u32()? as usize;
    if size == 0 {
        return Err(cursor.bad("elements of no bytes".into()));
    }
    let class = match class {
        0 => fixed_point(cursor, bits, size)?,
        1 => floating_point(cursor, bits, size)?,
        3 => Class::FixedText { blanks: bits & 15 == 2 },
        6 => compound(cursor, Head { version, bits, size }, depth)?,
        8 => enumeration(cursor, Head { version, bits, size }, depth)?,
        9 => {
            parse(cursor, depth + 1)?;
            if bits & 15 == 1 { Class::Text } else { Class::Other("a list of varying length") }
        }
        11 => complex(cursor, size, depth)?,
        2 => Class::Other("a time"),
        4 => Class::Other("a bit field"),
        5 => Class::Other("opaque bytes"),
        7 => Class::Other("a reference"),
        10 => Class::Other("an array as element"),
        class => return Err(cursor.bad(format!("class {class}"))),
    };
    let whole = match class {
        Class::Number(number) => number.dtype.itemsize() == size,
        Class::Text => size == 4 + 8 + 4 || size == 4 + 4 + 4 || size == 4 + 2 + 4,
        _ => true,
    };
    if !whole {
        return Err(cursor.bad(format!("an element of {size} bytes")));
    }
    Ok(Datatype { size, class })
}

/// What comes before a type's own properties.
#[derive(Clone, Copy)]
struct Head {
    version: u8,
    bits: u32,
    size: usize,
}

/// The integers, and whether they have a sign.
const INTEGERS: [(DType, bool); 8] = [
    (DType::I8, true),
    (DType::I16, true),
    (DType::I32, true),
    (DType::I64, true),
    (DType::U8, false),
    (DType::U16, false),
    (DType::U32, false),
    (DType::U64, false),
];

fn fixed_point(cursor: &mut Cursor<'_>, bits: u32, size: usize) -> Result<Class> {
    let (offset, precision) = (cursor.u16()?, usize::from(cursor.u16()?));
    let found = INTEGERS
        .iter()
        .find(|(dtype, signed)| dtype.itemsize() == size && *signed == (bits & 8 != 0));
    let Some(&(dtype, _)) = found else {
        return Ok(Class::Other("an integer of unusual size"));
    };
    if offset != 0 || precision != 8 * size {
        return Ok(Class::Other("an integer of unusual precision"));
    }
    Ok(Class::Number(Number { dtype, big_endian: bits & 1 != 0 }))
}

/// How a float is made up.
pub(super) struct Float {
    pub(super) dtype: DType,
    /// Position and width of the exponent, then of the mantissa.
    pub(super) fields: [u8; 4],
    /// What is added to the exponent.
    pub(super) bias: u32,
}

/// The floats that there are.
pub(super) const FLOATS: [Float; 4] = [
    Float { dtype: DType::F16, fields: [10, 5, 0, 10], bias: 15 },
    Float { dtype: DType::BF16, fields: [7, 8, 0, 7], bias: 127 },
    Float { dtype: DType::F32, fields: [23, 8, 0, 23], bias: 127 },
    Float { dtype: DType::F64, fields: [52, 11, 0, 52], bias: 1023 },
];

fn floating_point(cursor: &mut Cursor<'_>, bits: u32, size: usize) -> Result<Class> {
    let (offset, precision) = (cursor.u16()?, usize::from(cursor.u16()?));
    let fields = [cursor.u8()?, cursor.u8()?, cursor.u8()?, cursor.u8()?];
    let bias = cursor.u32()?;
    let known = FLOATS.iter().find(|float| (float.fields, float.bias) == (fields, bias));
    let Some(dtype) = known.map(|float| float.dtype).filter(|dtype| dtype.itemsize() == size)
    else {
        return Ok(Class::Other("a float of unusual form"));
    };
    let sign = bits >> 8 & 0xff;
    // The order of the VAX has both bits, an implied leading bit is 2.
    let whole = offset == 0 && precision == 8 * size && sign as usize == 8 * size - 1;
    if !whole || bits & 0x40 != 0 || bits >> 4 & 3 != 2 {
        return Ok(Class::Other("a float of unusual form"));
    }
    Ok(Class::Number(Number { dtype, big_endian: bits & 1 != 0 }))
}

/// Two floats called r and i are a complex number, to h5py and so to everyone.
fn compound(cursor: &mut Cursor<'_>, head: Head, depth: usize) -> Result<Class> {
    const OTHER: Class = Class::Other("a record");
    let count = head.bits & 0xffff;
    let mut complex = count == 2;
    let mut part = None;
    for index in 0..count {
        let name = padded_name(cursor, head.version)?;
        let offset = match head.version {
            1 | 2 => cursor.u32()? as usize,
            _ => cursor.uint(super::cursor::width_of(head.size as u64))? as usize,
        };
        if head.version == 1 {
            if cursor.u8()? != 0 {
                complex = false; // a member that is an array
            }
            cursor.skip(3 + 4 + 4 + 16)?;
        }
        let member = parse(cursor, depth + 1)?;
        let first = part.get_or_insert_with(|| member.clone());
        complex &= name == ["r", "i"][index.min(1) as usize]
            && offset == index as usize * first.size
            && member == *first
            && head.size == 2 * member.size;
    }
    match part.as_ref().filter(|_| complex).and_then(Datatype::number) {
        Some(part) => Ok(complex_of(part).unwrap_or(OTHER)),
        None => Ok(OTHER),
    }
}

/// The complex numbers of HDF5 2.0.
fn complex(cursor: &mut Cursor<'_>, size: usize, depth: usize) -> Result<Class> {
    let part = parse(cursor, depth + 1)?;
    let number = part.number().filter(|_| size == 2 * part.size);
    Ok(number.and_then(complex_of).unwrap_or(Class::Other("an unusual complex number")))
}

fn complex_of(part: Number) -> Option<Class> {
    let dtype = match part.dtype {
        DType::F32 => DType::C64,
        DType::F64 => DType::C128,
        _ => return None,
    };
    Some(Class::Number(Number { dtype, ..part }))
}

/// FALSE = 0 and TRUE = 1 in a byte are booleans, as h5py writes them; other names are let go.
fn enumeration(cursor: &mut Cursor<'_>, head: Head, depth: usize) -> Result<Class> {
    let base = parse(cursor, depth + 1)?;
    let count = (head.bits & 0xffff) as usize;
    let mut names = [None; 2];
    for index in 0..count {
        let name = padded_name(cursor, head.version)?;
        if let Some(slot) = names.get_mut(index) {
            *slot = Some(name);
        }
    }
    let values = cursor.take(count * base.size)?;
    if base.size != head.size {
        return Err(cursor.bad("an enumeration wider than its numbers".into()));
    }
    let bools = count == 2 && base.size == 1 && names == [Some("FALSE"), Some("TRUE")];
    Ok(match base.class {
        Class::Number(number) if bools && values == [0, 1] => {
            Class::Number(Number { dtype: DType::Bool, ..number })
        }
        class => class,
    })
}

/// A name up to a zero byte, in early versions filled up to a multiple of eight bytes.
fn padded_name<'a>(cursor: &mut Cursor<'a>, version: u8) -> Result<&'a str> {
    let name = cursor.text()?;
    if version < 3 {
        let len = name.len() + 1;
        cursor.skip(len.next_multiple_of(8) - len)?;
    }
    Ok(name)
}

//! [`Datatype`]: what an element is, as a file describes it.

use std::borrow::Cow;

use nd_core::{DType, MAX_NDIM};

use super::cursor::{Cursor, Sizes, width_of};
use super::number::{FLOATS, FloatBits, Form, Meaning, Number, Odd, Order};
use super::{Result, corrupt};

/// Types inside types inside types: deeper ones nobody means.
const MAX_DEPTH: usize = 32;

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
    /// A number that becomes one of this machine's.
    Number(Number),
    /// Text of a fixed number of bytes.
    FixedText(Padding),
    /// Text of any length, elsewhere in the file.
    Text,
    /// Bytes that mean nothing to HDF5.
    Opaque,
    /// Members with names.
    Record(Vec<Member>),
    /// An array of a type, of these extents.
    Array(Box<Datatype>, Vec<usize>),
    /// Any number of elements of a type, elsewhere in the file.
    List(Box<Datatype>),
    /// The position of an object.
    Reference,
    /// Anything else, in words.
    Other(Cow<'static, str>),
}

/// What fills a text up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Padding {
    /// It ends before the first zero.
    Terminated,
    /// Zeros at the end; those inside are its own.
    Zeros,
    /// Blanks at the end.
    Blanks,
}

/// A member of a record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    pub(super) name: String,
    /// Where it is in the record.
    pub(super) offset: usize,
    pub(super) datatype: Datatype,
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
        let plain = |this: &Self| match this.number() {
            Some(Number { dtype, form: Form::Plain { big_endian } }) => Some((dtype, big_endian)),
            _ => None,
        };
        match (plain(self), plain(other)) {
            (Some((mine, order)), Some((its, other_order))) if mine == its => {
                let swapped = order != other_order;
                let word = if mine.is_complex() { mine.itemsize() / 2 } else { mine.itemsize() };
                Ok(Some(word).filter(|&word| swapped && word > 1))
            }
            _ => Err(super::unsupported(format!(
                "a virtual data set of {} ({} bytes) whose source is of {} ({} bytes, or stored otherwise)",
                self.describe(),
                self.size,
                other.describe(),
                other.size
            ))),
        }
    }

    /// Whether elements are, or hold, positions in their file.
    pub(super) fn points(&self) -> bool {
        match &self.class {
            Class::Text | Class::List(_) | Class::Reference => true,
            Class::Record(members) => members.iter().any(|member| member.datatype.points()),
            Class::Array(base, _) => base.points(),
            Class::Number(_) | Class::FixedText(_) | Class::Opaque => false,
            // Whatever it is, it may.
            Class::Other(_) => true,
        }
    }

    /// What it is, in words.
    pub(super) fn describe(&self) -> String {
        match &self.class {
            Class::Number(number) => match number.form {
                Form::Plain { .. } => number.dtype.name().to_owned(),
                Form::Odd(odd) => {
                    let (name, bits) = (number.dtype.name(), odd.precision);
                    format!("{name} stored in {bits} bits of {} bytes", odd.size)
                }
            },
            Class::FixedText(_) => format!("text of {} bytes", self.size),
            Class::Text => "text".to_owned(),
            Class::Opaque => format!("{} opaque bytes", self.size),
            Class::Record(members) => {
                let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
                match names.len() {
                    0..=12 => format!("a record with members {}", names.join(", ")),
                    n => format!("a record with {n} members: {}, …", names[..12].join(", ")),
                }
            }
            Class::Array(base, dims) => {
                let dims: Vec<String> = dims.iter().map(usize::to_string).collect();
                format!("an array of {} × {}", dims.join(" × "), base.describe())
            }
            Class::List(base) => format!("a list of any length of {}", base.describe()),
            Class::Reference => "a reference to an object".to_owned(),
            Class::Other(what) => what.clone().into_owned(),
        }
    }

    fn of(size: usize, class: Class) -> Self {
        Self { size, class }
    }
}

/// A type that is not read further.
fn other(what: impl Into<Cow<'static, str>>) -> Class {
    Class::Other(what.into())
}

fn parse(cursor: &mut Cursor<'_>, depth: usize) -> Result<Datatype> {
    if depth > MAX_DEPTH {
        return Err(corrupt(format!("datatype: more than {MAX_DEPTH} types inside each other")));
    }
    let first = cursor.u8()?;
    let (class, version) = (first & 15, first >> 4);
    if !(1..=5).contains(&version) {
        return Err(cursor.bad(format!("version {version}")));
    }
    let head = Head { version, bits: cursor.uint(3)? as u32, size: cursor.u32()? as usize };
    let size = head.size;
    let class = match class {
        0 => fixed_point(cursor, head, Some(head.bits & 8 != 0))?,
        1 => floating_point(cursor, head)?,
        2 => {
            cursor.skip(2)?;
            other("a time")
        }
        3 => text(head),
        4 => fixed_point(cursor, head, None)?,
        5 => {
            cursor.skip((head.bits & 0xff) as usize)?; // what the bytes are, in words
            Class::Opaque
        }
        6 => compound(cursor, head, depth)?,
        7 => reference(head),
        8 => enumeration(cursor, head, depth)?,
        9 => varying(cursor, head, depth)?,
        10 => array(cursor, head, depth)?,
        11 => complex(cursor, size, depth)?,
        // What such a type says of itself ends nobody knows where: all around it is of that kind.
        class => {
            cursor.rest();
            other(format!("a type of class {class}, which is not known"))
        }
    };
    let whole = match &class {
        Class::Number(number) => number.stored_size() == size,
        Class::Text | Class::List(_) => matches!(size, 10 | 12 | 16),
        Class::Reference => matches!(size, 2 | 4 | 8),
        _ => true,
    };
    if size == 0 {
        return Ok(Datatype::of(0, other("of no bytes")));
    }
    if !whole {
        return Err(cursor.bad(format!("an element of {size} bytes")));
    }
    Ok(Datatype::of(size, class))
}

/// What comes before a type's own properties.
#[derive(Clone, Copy)]
struct Head {
    version: u8,
    bits: u32,
    size: usize,
}

impl Head {
    fn order(self) -> Order {
        if self.bits & 1 != 0 { Order::Big } else { Order::Little }
    }
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

/// Bytes of a number of unusual form: more none takes, and what is filled with it would be as much larger
/// than the file.
const MAX_ODD: usize = 64;

/// Integers, and bit fields, which have no sign of their own.
fn fixed_point(cursor: &mut Cursor<'_>, head: Head, signed: Option<bool>) -> Result<Class> {
    let (offset, precision) = (usize::from(cursor.u16()?), usize::from(cursor.u16()?));
    let what = if signed.is_some() { "an integer" } else { "a bit field" };
    if precision == 0 || offset + precision > 8 * head.size || head.size > MAX_ODD {
        return Ok(other(format!("{what} of {precision} bits in {} bytes", head.size)));
    }
    // As many bytes as it is stored in, or the next more that there are.
    let bytes = if head.size > 8 { precision.div_ceil(8) } else { head.size };
    let found = INTEGERS
        .iter()
        .find(|(dtype, sign)| dtype.itemsize() >= bytes && *sign == signed.unwrap_or(false));
    let Some(&(dtype, _)) = found.filter(|_| precision <= 64) else {
        return Ok(other(format!("{what} of {precision} bits (up to 64 are read)")));
    };
    let order = head.order();
    if dtype.itemsize() == head.size && offset == 0 && precision == 8 * head.size {
        return Ok(Class::Number(Number::plain(dtype, order == Order::Big)));
    }
    let meaning = Meaning::Integer { signed: signed.unwrap_or(false) };
    let odd = Odd { size: head.size, order, offset, precision, meaning };
    Ok(Class::Number(Number { dtype, form: Form::Odd(odd) }))
}

fn floating_point(cursor: &mut Cursor<'_>, head: Head) -> Result<Class> {
    let Head { bits, size, .. } = head;
    let (offset, precision) = (usize::from(cursor.u16()?), usize::from(cursor.u16()?));
    let fields = [cursor.u8()?, cursor.u8()?, cursor.u8()?, cursor.u8()?];
    let bias = cursor.u32()?;
    let sign = (bits >> 8 & 0xff) as u8;
    let order = match (bits & 1, bits >> 6 & 1) {
        (0, 0) => Order::Little,
        (1, 0) => Order::Big,
        (1, 1) if size.is_multiple_of(2) => Order::Vax,
        _ => return Ok(other("a float in an order of bytes that is not known")),
    };
    // An implied leading bit is 2.
    let implied = bits >> 4 & 3 == 2;
    let known = FLOATS.iter().find(|float| (float.fields, float.bias) == (fields, bias));
    let known = known.filter(|float| float.dtype.itemsize() == size && order != Order::Vax);
    if let Some(float) = known
        && (offset, precision, usize::from(sign), implied) == (0, 8 * size, 8 * size - 1, true)
    {
        return Ok(Class::Number(Number::plain(float.dtype, order == Order::Big)));
    }
    let [e_at, e_len, m_at, m_len] = fields.map(usize::from);
    let end = (e_at + e_len).max(m_at + m_len).max(usize::from(sign) + 1);
    let unusual =
        format!("a float of {precision} bits, {e_len} and {m_len} of them exponent and mantissa");
    let fits = precision <= 64 && end <= 64 && end <= 8 * size && size <= MAX_ODD;
    if !fits || !implied || e_len == 0 || bias > 1 << 20 {
        return Ok(other(format!("{unusual}, which no float of nd's holds")));
    }
    let float = FloatBits { sign, fields, bias };
    let Some(dtype) = float.dtype() else {
        return Ok(other(format!("{unusual}, which no float of nd's holds")));
    };
    // The fields' positions count from the lowest bit stored, unused ones below included.
    let odd = Odd { size, order, offset: 0, precision: end, meaning: Meaning::Float(float) };
    Ok(Class::Number(Number { dtype, form: Form::Odd(odd) }))
}

fn text(head: Head) -> Class {
    match head.bits & 15 {
        0 => Class::FixedText(Padding::Terminated),
        1 => Class::FixedText(Padding::Zeros),
        2 => Class::FixedText(Padding::Blanks),
        padding => other(format!("text padded in a way of number {padding}, which is not known")),
    }
}

fn reference(head: Head) -> Class {
    match head.bits & 15 {
        0 => Class::Reference,
        1 => other("a reference to a region of an array"),
        2 => other("a reference of HDF5 1.12 to an object"),
        3 => other("a reference of HDF5 1.12 to a region of an array"),
        4 => other("a reference to an attribute"),
        _ => other("a reference of a kind that is not known"),
    }
}

fn varying(cursor: &mut Cursor<'_>, head: Head, depth: usize) -> Result<Class> {
    let base = parse(cursor, depth + 1)?;
    Ok(match head.bits & 15 {
        1 => Class::Text,
        0 if base.size > 0 => Class::List(Box::new(base)),
        _ => other("elements of varying length, of a kind that is not known"),
    })
}

fn array(cursor: &mut Cursor<'_>, head: Head, depth: usize) -> Result<Class> {
    let ndim = usize::from(cursor.u8()?);
    if head.version < 3 {
        cursor.skip(3)?;
    }
    let mut dims = Vec::new();
    for _ in 0..ndim {
        dims.push(cursor.u32()? as usize);
    }
    if head.version < 3 {
        cursor.skip(4 * ndim)?; // an order of axes that never was another
    }
    let base = parse(cursor, depth + 1)?;
    array_of(cursor, base, dims, head.size)
}

fn array_of(cursor: &Cursor<'_>, base: Datatype, dims: Vec<usize>, size: usize) -> Result<Class> {
    let bytes = dims.iter().try_fold(base.size, |bytes, &n| bytes.checked_mul(n));
    if bytes != Some(size) {
        return Err(cursor.bad(format!("an array of {dims:?} × {} in {size} bytes", base.size)));
    }
    match dims.len() {
        1..=MAX_NDIM => Ok(Class::Array(Box::new(base), dims)),
        ndim => Ok(other(format!("an array of {ndim} axes (up to {MAX_NDIM} are)"))),
    }
}

/// Two floats called r and i are a complex number, to h5py and so to everyone; real and imag too.
const COMPLEX: [[&str; 2]; 2] = [["r", "i"], ["real", "imag"]];

fn compound(cursor: &mut Cursor<'_>, head: Head, depth: usize) -> Result<Class> {
    let count = (head.bits & 0xffff) as usize;
    let mut members = Vec::new();
    for index in 0..count {
        if cursor.left() == 0 && index > 0 {
            return Ok(other("a record with a member of a class that is not known"));
        }
        members.push(member(cursor, head, depth)?);
    }
    check_places(cursor, &members, head.size)?;
    if let [first, second] = &members[..]
        && COMPLEX.contains(&[first.name.as_str(), second.name.as_str()])
        && first.datatype == second.datatype
        && (first.offset, second.offset) == (0, first.datatype.size)
        && head.size == 2 * first.datatype.size
        && let Some(part) = first.datatype.number()
        && part.dtype != DType::F16
        && let Some(complex) = complex_of(part)
    {
        return Ok(complex);
    }
    Ok(Class::Record(members))
}

fn member(cursor: &mut Cursor<'_>, head: Head, depth: usize) -> Result<Member> {
    let name = padded_name(cursor, head.version)?;
    let offset = match head.version {
        1 | 2 => cursor.u32()? as usize,
        _ => cursor.uint(width_of(head.size as u64))? as usize,
    };
    // The first version had arrays here, where later ones have a type of their own for them.
    let mut dims = Vec::new();
    if head.version == 1 {
        let ndim = usize::from(cursor.u8()?);
        cursor.skip(3 + 4 + 4)?;
        let extents = [cursor.u32()?, cursor.u32()?, cursor.u32()?, cursor.u32()?];
        dims = extents.iter().take(ndim).map(|&n| n as usize).collect();
    }
    let mut datatype = parse(cursor, depth + 1)?;
    if !dims.is_empty() {
        let size = dims.iter().try_fold(datatype.size, |size, &n| size.checked_mul(n));
        let size = size.ok_or_else(|| cursor.bad(format!("an array of {dims:?}")))?;
        datatype = Datatype::of(size, array_of(cursor, datatype, dims, size)?);
    }
    Ok(Member { name, offset, datatype })
}

/// Fails unless members lie inside the record, and none in another's place.
fn check_places(cursor: &Cursor<'_>, members: &[Member], size: usize) -> Result<()> {
    let place =
        |member: &Member| (member.offset, member.offset.saturating_add(member.datatype.size));
    let mut places: Vec<(usize, usize)> = members.iter().map(place).collect();
    places.sort_unstable();
    let inside = places.iter().all(|&(_, end)| end <= size);
    if !inside || places.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(cursor.bad("a record whose members overlap, or lead out of it".into()));
    }
    Ok(())
}

/// The complex numbers of HDF5 2.0.
fn complex(cursor: &mut Cursor<'_>, size: usize, depth: usize) -> Result<Class> {
    let part = parse(cursor, depth + 1)?;
    let number = part.number().filter(|_| size == 2 * part.size);
    let what = || other(format!("a complex number of two parts, each {}", part.describe()));
    Ok(number.and_then(complex_of).unwrap_or_else(what))
}

fn complex_of(part: Number) -> Option<Class> {
    let (dtype, form) = match (part.dtype, part.form) {
        (DType::F32, form) => (DType::C64, form),
        (DType::F64, form) => (DType::C128, form),
        (DType::F16, form @ Form::Odd(_)) => (DType::C64, form),
        (DType::F16, Form::Plain { big_endian }) => {
            let order = if big_endian { Order::Big } else { Order::Little };
            let float = FloatBits { sign: 15, fields: FLOATS[0].fields, bias: FLOATS[0].bias };
            let meaning = Meaning::Float(float);
            (DType::C64, Form::Odd(Odd { size: 2, order, offset: 0, precision: 16, meaning }))
        }
        _ => return None,
    };
    Some(Class::Number(Number { dtype, form }))
}

/// FALSE = 0 and TRUE = 1 are booleans, as h5py writes them, in either order; other names are let go.
fn enumeration(cursor: &mut Cursor<'_>, head: Head, depth: usize) -> Result<Class> {
    let base = parse(cursor, depth + 1)?;
    let count = (head.bits & 0xffff) as usize;
    let mut names = Vec::new();
    for _ in 0..count {
        names.push(padded_name(cursor, head.version)?);
    }
    let values = cursor.take(count.saturating_mul(base.size))?;
    if base.size != head.size {
        return Err(cursor.bad("an enumeration wider than its numbers".into()));
    }
    let Class::Number(number) = base.class else { return Ok(base.class) };
    let value = |i: usize| number.whole(&values[i * base.size..][..base.size]);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let bools = match names[..] {
        ["FALSE", "TRUE"] => (value(0), value(1)) == (Some(0), Some(1)),
        ["TRUE", "FALSE"] => (value(0), value(1)) == (Some(1), Some(0)),
        _ => false,
    };
    if !bools {
        return Ok(Class::Number(number));
    }
    Ok(Class::Number(match number.form {
        Form::Plain { .. } if base.size == 1 => Number { dtype: DType::Bool, ..number },
        Form::Plain { big_endian } => {
            let order = if big_endian { Order::Big } else { Order::Little };
            let (size, meaning) = (base.size, Meaning::Bool);
            let odd = Odd { size, order, offset: 0, precision: 8 * size, meaning };
            Number { dtype: DType::Bool, form: Form::Odd(odd) }
        }
        Form::Odd(odd) => {
            let odd = Odd { meaning: Meaning::Bool, ..odd };
            Number { dtype: DType::Bool, form: Form::Odd(odd) }
        }
    }))
}

/// A name up to a zero byte, in early versions filled up to a multiple of eight bytes.
fn padded_name(cursor: &mut Cursor<'_>, version: u8) -> Result<String> {
    let name = cursor.text_bytes()?;
    if version < 3 {
        let len = name.len() + 1;
        cursor.skip(len.next_multiple_of(8) - len)?;
    }
    Ok(String::from_utf8_lossy(name).into_owned())
}

//! [`NpyType`]: every element type that a `.npy` file can have, strings and records among them.

use nd_core::DType;
use nd_core::time::TimeUnit;

use super::descr;
use super::fault::{NpyFault, shortened};
use super::literal::{Token, Tokens};
use crate::blocks::ByteOrder;
use crate::error::{Error, Result};

/// Records in records in records are not followed further down than this.
const MAX_DEPTH: usize = 16;

/// The element type of a `.npy` file: a number, a string, or a record of named fields.
///
/// # NumPy
/// What `np.dtype` is to `np.save`, without objects and long double.
///
/// # Examples
/// ```
/// use nd_core::DType;
/// use nd_io::{ByteOrder, NpyField, NpyType};
///
/// let number = |dtype| NpyType::Number(dtype, ByteOrder::Little);
/// let record = NpyType::Record(vec![
///     NpyField { name: "id".into(), kind: number(DType::U64) },
///     NpyField { name: "tag".into(), kind: NpyType::Bytes(4) },
/// ]);
/// assert_eq!(record.itemsize(), 12);
/// assert_eq!(record.to_string(), "[('id', '<u8'), ('tag', '|S4')]");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NpyType {
    /// A number or a bool.
    Number(DType, ByteOrder),
    /// So many bytes of text, padded with zeros: NumPy's `S`.
    Bytes(usize),
    /// So many characters of text in UTF-32, padded with zeros: NumPy's `U`.
    Text(usize, ByteOrder),
    /// A date (NumPy's `M8`) or a span of time (`m8`), in 64 bits: a count of so many of a unit.
    Time {
        /// Whether it is a date.
        date: bool,
        /// The unit.
        unit: TimeUnit,
        /// How many of the unit are counted as one: 25 for `M8[25s]`.
        many: u32,
        /// The byte order.
        order: ByteOrder,
    },
    /// So many bytes that mean nothing, or nothing known: NumPy's `V`.
    Void(usize),
    /// A small array of a type inside a record.
    Array(Box<NpyType>, Vec<usize>),
    /// Fields one after the other.
    Record(Vec<NpyField>),
}

/// A field of a record.
///
/// # Examples
/// ```
/// use nd_io::{NpyField, NpyType};
///
/// let padding = NpyField { name: String::new(), kind: NpyType::Void(4) };
/// assert_eq!(padding.kind.itemsize(), 4);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NpyField {
    /// Its name; empty for padding.
    pub name: String,
    /// Its type.
    pub kind: NpyType,
}

impl NpyType {
    /// Bytes of one element, saturating.
    ///
    /// # NumPy
    /// `dtype.itemsize`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{ByteOrder, NpyType};
    ///
    /// assert_eq!(NpyType::Number(DType::F64, ByteOrder::Little).itemsize(), 8);
    /// assert_eq!(NpyType::Text(5, ByteOrder::Little).itemsize(), 20); // `<U5`: 4 bytes a character
    /// assert_eq!(NpyType::Array(Box::new(NpyType::Bytes(3)), vec![2, 2]).itemsize(), 12);
    /// ```
    #[must_use]
    pub fn itemsize(&self) -> usize {
        match self {
            Self::Number(dtype, _) => dtype.itemsize(),
            Self::Time { .. } => 8,
            Self::Bytes(size) | Self::Void(size) => *size,
            Self::Text(size, _) => size.saturating_mul(4),
            Self::Array(kind, shape) => {
                shape.iter().fold(kind.itemsize(), |size, &n| size.saturating_mul(n))
            }
            Self::Record(fields) => fields
                .iter()
                .fold(0, |size: usize, field| size.saturating_add(field.kind.itemsize())),
        }
    }

    /// Reads a type: a code in quotes, or a list of fields.
    pub(super) fn parse(tokens: &mut Tokens<'_>, token: Token<'_>) -> Result<Self> {
        Self::parse_at(tokens, token, 0)
    }

    fn parse_at(tokens: &mut Tokens<'_>, token: Token<'_>, depth: usize) -> Result<Self> {
        match token {
            Token::Str(code) => Self::parse_code(&code),
            Token::Mark('[') if depth < MAX_DEPTH => {
                let mut fields: Vec<NpyField> = Vec::new();
                loop {
                    match tokens.next()? {
                        Token::Mark(']') => return Ok(Self::Record(fields)),
                        Token::Mark('(') => {}
                        other => return Err(tokens.unexpected("'(' or ']'", &other)),
                    }
                    let field = parse_field(tokens, depth)?;
                    if !field.name.is_empty() && fields.iter().any(|f| f.name == field.name) {
                        return Err(Error::from(NpyFault::BadRecord {
                            what: format!("two fields are called '{}'", shortened(&field.name)),
                        }));
                    }
                    fields.push(field);
                    match tokens.next()? {
                        Token::Mark(',') => {}
                        Token::Mark(']') => return Ok(Self::Record(fields)),
                        other => return Err(tokens.unexpected("',' or ']'", &other)),
                    }
                }
            }
            Token::Mark('[') => Err(Error::from(NpyFault::BadRecord {
                what: format!("nested over {MAX_DEPTH} deep"),
            })),
            Token::Mark(_) => Err(Error::from(NpyFault::StructuredDtype)),
            other => Err(Error::from(NpyFault::WrongType {
                key: "descr",
                expected: "a string",
                found: other.what(),
            })),
        }
    }

    fn parse_code(code: &str) -> Result<Self> {
        let (mark, rest) = match code.chars().next() {
            Some(mark @ ('<' | '>' | '=' | '|')) => (mark, &code[1..]),
            _ => ('=', code),
        };
        let order = if mark == '>' { ByteOrder::Big } else { ByteOrder::Little };
        let order = if mark == '=' { ByteOrder::NATIVE } else { order };
        let size = || -> Result<usize> {
            let digits = &rest[1..];
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            // NumPy keeps sizes in 32 bits.
            let size = digits.parse::<i32>().ok().filter(|_| plain);
            let size = size.and_then(|size| usize::try_from(size).ok());
            let descr = shortened(code);
            size.ok_or(Error::from(NpyFault::UnsupportedDtype {
                descr,
                why: "a size that NumPy has not",
            }))
        };
        match rest.as_bytes().first() {
            Some(b'S' | b'a') => Ok(Self::Bytes(size()?)),
            Some(b'U') => Ok(Self::Text(size()?, order)),
            Some(b'V') => Ok(Self::Void(size()?)),
            Some(b'M' | b'm') => Self::parse_time(code, rest, order),
            _ => descr::parse(code).map(|(dtype, order)| Self::Number(dtype, order)),
        }
    }
}

impl NpyType {
    /// `M8[25s]`, behind the mark of its byte order.
    fn parse_time(code: &str, rest: &str, order: ByteOrder) -> Result<Self> {
        let fault = |why| {
            let descr = shortened(code);
            Error::from(NpyFault::UnsupportedDtype { descr, why })
        };
        let date = rest.starts_with('M');
        let unit = rest[1..].strip_prefix('8').ok_or(fault("times have 8 bytes"))?;
        let unit = unit.strip_prefix('[').and_then(|unit| unit.strip_suffix(']'));
        let unit = unit.ok_or(fault("times without a unit, of which NumPy has NaT only"))?;
        let digits = unit.bytes().take_while(u8::is_ascii_digit).count();
        let (many, unit) = unit.split_at(digits);
        let many = if many.is_empty() { Some(1) } else { many.parse::<u32>().ok() };
        let many = many.filter(|many| (1..=i32::MAX as u32).contains(many));
        let many = many.ok_or(fault("a multiple of a unit that NumPy has not"))?;
        let unit = unit.parse().map_err(|_| fault("a unit of time that NumPy has not"))?;
        Ok(Self::Time { date, unit, many, order })
    }
}

/// A field, behind its opening parenthesis: a name (or a title and a name), a type, perhaps a shape.
fn parse_field(tokens: &mut Tokens<'_>, depth: usize) -> Result<NpyField> {
    let name = match tokens.next()? {
        Token::Str(name) => name,
        Token::Mark('(') => {
            string(tokens)?;
            tokens.mark(',', "','")?;
            let name = string(tokens)?;
            tokens.mark(')', "')'")?;
            name
        }
        other => return Err(tokens.unexpected("a field's name", &other)),
    };
    tokens.mark(',', "','")?;
    let token = tokens.next()?;
    let mut kind = NpyType::parse_at(tokens, token, depth + 1)?;
    match tokens.next()? {
        Token::Mark(')') => return Ok(NpyField { name, kind }),
        Token::Mark(',') => {}
        other => return Err(tokens.unexpected("',' or ')'", &other)),
    }
    match tokens.next()? {
        Token::Mark(')') => return Ok(NpyField { name, kind }),
        Token::Mark('(') => {
            let shape = super::header::extents(tokens)?;
            kind = NpyType::Array(Box::new(kind), shape.to_vec());
        }
        Token::Int(Some(n)) if (0..=i128::from(i32::MAX)).contains(&n) => {
            kind = NpyType::Array(Box::new(kind), vec![n as usize]);
        }
        other => return Err(tokens.unexpected("a shape or ')'", &other)),
    }
    match tokens.next()? {
        Token::Mark(')') => Ok(NpyField { name, kind }),
        Token::Mark(',') => tokens.mark(')', "')'").map(|()| NpyField { name, kind }),
        other => Err(tokens.unexpected("')'", &other)),
    }
}

fn string(tokens: &mut Tokens<'_>) -> Result<String> {
    match tokens.next()? {
        Token::Str(name) => Ok(name),
        other => Err(tokens.unexpected("a string", &other)),
    }
}

impl std::fmt::Display for NpyType {
    /// As in a header.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(dtype, order) => match descr::render(*dtype, *order) {
                Ok(code) => write!(f, "'{code}'"),
                Err(_) => write!(f, "'{dtype}'"),
            },
            Self::Time { date, unit, many, order } => {
                let kind = if *date { 'M' } else { 'm' };
                let many = if *many == 1 { String::new() } else { many.to_string() };
                write!(f, "'{order}{kind}8[{many}{unit}]'")
            }
            Self::Bytes(size) => write!(f, "'|S{size}'"),
            Self::Text(size, order) => write!(f, "'{order}U{size}'"),
            Self::Void(size) => write!(f, "'|V{size}'"),
            Self::Array(kind, shape) => write!(f, "{kind}, {}", super::header::tuple(shape)),
            Self::Record(fields) => {
                f.write_str("[")?;
                for (i, NpyField { name, kind }) in fields.iter().enumerate() {
                    let comma = if i > 0 { ", " } else { "" };
                    write!(f, "{comma}('{}', {kind})", quoted(name))?;
                }
                f.write_str("]")
            }
        }
    }
}

/// A name as it stands between Python's quotes.
fn quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\\' | '\'' => out.extend(['\\', c]),
            c if c.is_ascii_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

//! [`Layout`]: what the first lines of a text say about the others.

use std::borrow::Cow;

use nd_core::{Complex, ShapeError};

use super::dialect::{Dialect, Fault, Field, Stop, count_lines};
use super::element::{TextCodec, parse_word};
use super::options::{ColumnRef, Delimiter, Header, TextOptions};
use super::pieces::{Pieces, skip_byte_order_mark, skip_lines};
use crate::error::{Error, ErrorKind};
use crate::format::Format;

/// What the options and the first lines say about a text.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) dialect: Dialect,
    /// Fields of a record.
    pub(super) width: usize,
    /// Whether the header says so, not the first row.
    has_header: bool,
    /// Names of the columns that are read; empty without a header.
    pub(super) names: Vec<String>,
    /// The columns to read, as pairs of a field and its place among what is read, by field; `None`
    /// for all in order.
    pub(super) wanted: Option<Vec<(usize, usize)>>,
    /// Number of columns that are read.
    pub(super) columns: usize,
    pub(super) missing: Missing,
    /// Lines before the first record.
    pub(super) lines: u64,
    pub(super) max_line: usize,
}

/// Which fields count as missing, and what they count as.
#[derive(Debug, Clone)]
pub(super) struct Missing {
    fields: Vec<Vec<u8>>,
    pub(super) fill_value: Option<f64>,
    /// Whether one of them could be a number, so that each number must be compared with them.
    pub(super) like_numbers: bool,
}

impl Missing {
    #[inline]
    pub(super) fn contains(&self, field: &[u8]) -> bool {
        self.fields.iter().any(|missing| missing == field)
    }
}

/// An error at a line and column.
pub(super) fn text_error(line: u64, column: usize, what: impl Into<String>) -> Error {
    ErrorKind::Text { line, column: column as u64, what: what.into() }.into()
}

/// A part of a file in a message: cut, and with escapes.
pub(super) fn shown(field: &[u8]) -> String {
    const SHOWN: usize = 40;
    let text = String::from_utf8_lossy(&field[..field.len().min(4 * SHOWN)]);
    let cut: String = text.chars().take(SHOWN).collect();
    let more = if cut.len() < text.len() || field.len() > 4 * SHOWN { "…" } else { "" };
    format!("{cut:?}{more}")
}

/// What a field holds, its quotes taken away.
pub(super) fn content<'a>(text: &'a [u8], field: &Field, quote: u8) -> Cow<'a, [u8]> {
    let raw = &text[field.start..field.end];
    if field.doubled { undoubled(raw, quote) } else { Cow::Borrowed(raw) }
}

/// One quote for every two.
pub(super) fn undoubled(raw: &[u8], quote: u8) -> Cow<'_, [u8]> {
    let mut single = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter();
    while let Some(&byte) = bytes.next() {
        single.push(byte);
        if byte == quote {
            bytes.next();
        }
    }
    Cow::Owned(single)
}

/// Reads what stands before the rows, and leaves the first row in place.
///
/// `extension` is that of the file's name, if there is one.
pub(super) fn read_layout(
    pieces: &mut Pieces<'_>,
    options: &TextOptions,
    extension: Option<&str>,
    loose_comments: bool,
) -> Result<Layout, Error> {
    check_options(options)?;
    skip_byte_order_mark(pieces)?;
    let mut lines = skip_lines(pieces, options.skip_rows)?;
    let dialect = |delimiter| {
        let comment = options.comments.as_deref().filter(|comment| !comment.is_empty());
        Dialect::new(delimiter, comment, options.quote, loose_comments)
    };
    let blank = match options.delimiter {
        Delimiter::Char(delimiter) => dialect(Some(delimiter)),
        _ => dialect(None),
    };
    let first = skip_to_record(pieces, &blank, &mut lines, options)?;
    let dialect = match options.delimiter {
        Delimiter::Char(_) | Delimiter::Whitespace => blank,
        Delimiter::Auto => {
            // Whatever may turn out to be the delimiter, a quote behind it may enclose a line end.
            let Some(end) = pieces.fill_record(&blank.with_any_delimiter())? else {
                return Err(text_error(lines + 1, 0, too_long(options.max_line)));
            };
            dialect(detect(&pieces.data()[..end], options.quote, extension))
        }
    };
    let mut layout = Layout {
        dialect,
        width: 0,
        has_header: false,
        names: Vec::new(),
        wanted: None,
        columns: 0,
        missing: missing(options),
        lines,
        max_line: options.max_line,
    };
    if first > 0 {
        layout.read_first(pieces, options)?;
    }
    layout.columns = layout.width;
    if let Some(columns) = &options.columns {
        layout.select(columns)?;
    }
    Ok(layout)
}

/// Options that contradict each other.
fn check_options(options: &TextOptions) -> Result<(), Error> {
    let refused = |what: String| Err(ErrorKind::unsupported(Format::Text, what).into());
    if let Delimiter::Char(delimiter) = options.delimiter {
        check_delimiter(delimiter)?;
        if options.quote == Some(delimiter) {
            return refused(format!("{:?} as delimiter and quote", char::from(delimiter)));
        }
    }
    match options.quote {
        Some(b'\n' | b'\r' | b' ' | b'\t' | 0x80..) => refused("such a quote".to_owned()),
        _ if options.comments.as_deref().is_some_and(|prefix| prefix.contains(['\n', '\r'])) => {
            refused("a line end in the comment prefix".to_owned())
        }
        _ => Ok(()),
    }
}

/// Refuses delimiters that are part of numbers or of lines.
pub(super) fn check_delimiter(delimiter: u8) -> Result<(), Error> {
    match delimiter {
        b'\n' | b'\r' | b'+' | b'-' | b'.' | 0x80.. => {}
        _ if delimiter.is_ascii_alphanumeric() => {}
        _ => return Ok(()),
    }
    let what = format!("{:?} as delimiter", char::from(delimiter));
    Err(ErrorKind::unsupported(Format::Text, what).into())
}

fn missing(options: &TextOptions) -> Missing {
    let fields: Vec<Vec<u8>> =
        options.missing.iter().map(|field| field.trim().as_bytes().to_vec()).collect();
    let like_numbers = fields.iter().flatten().any(u8::is_ascii_digit);
    Missing { fields, fill_value: options.fill_value, like_numbers }
}

/// Drops lines without content and of comment; returns the length of the line then, 0 at the end.
fn skip_to_record(
    pieces: &mut Pieces<'_>,
    dialect: &Dialect,
    lines: &mut u64,
    options: &TextOptions,
) -> Result<usize, Error> {
    loop {
        let Some(end) = pieces.fill_line()? else {
            return Err(text_error(*lines + 1, 0, too_long(options.max_line)));
        };
        if end == 0 || dialect.next_record(&pieces.data()[..end], 0).is_some() {
            return Ok(end);
        }
        *lines += 1;
        pieces.skip(end);
    }
}

/// The message for a line over the limit.
pub(super) fn too_long(max_line: usize) -> String {
    format!("the line is longer than the {max_line} bytes that are allowed")
}

/// The delimiter, from the first line with content.
fn detect(line: &[u8], quote: Option<u8>, extension: Option<&str>) -> Option<u8> {
    if extension.is_some_and(|extension| extension.eq_ignore_ascii_case("tsv")) {
        return Some(b'\t');
    }
    let mut quoted = false;
    let mut seen = [false; 3];
    for &byte in line {
        if Some(byte) == quote {
            quoted = !quoted;
        } else if let Some(which) = b",\t;".iter().position(|&delimiter| delimiter == byte)
            && !quoted
        {
            seen[which] = true;
        }
    }
    match seen {
        [true, ..] => Some(b','),
        [_, true, _] => Some(b'\t'),
        [_, _, true] => Some(b';'),
        _ if extension.is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) => Some(b','),
        _ => None,
    }
}

impl Layout {
    /// Reads the first record: the names, or how many fields a row has.
    fn read_first(&mut self, pieces: &mut Pieces<'_>, options: &TextOptions) -> Result<(), Error> {
        let Some(end) = pieces.fill_record(&self.dialect)? else {
            return Err(text_error(self.lines + 1, 0, too_long(self.max_line)));
        };
        let record = &pieces.data()[..end];
        let fields = self.fields(record, options.quote.unwrap_or(0)).map_err(|fault| {
            let line = self.lines + 1 + count_lines(&record[..fault.at]);
            text_error(line, fault.column, fault.what)
        })?;
        self.width = fields.len();
        self.has_header = match options.header {
            Header::None => false,
            Header::FirstLine => true,
            Header::Auto => fields.iter().all(|field| self.is_name(field)),
        };
        if self.has_header {
            for (column, field) in fields.iter().enumerate() {
                let name = std::str::from_utf8(field).map_err(|_| {
                    text_error(self.lines + 1, column + 1, "the name is not valid UTF-8")
                })?;
                self.names.push(name.to_owned());
            }
            self.lines += count_lines(&pieces.data()[..end]);
            pieces.skip(end);
        }
        Ok(())
    }

    /// What the fields of a record hold.
    fn fields(&self, record: &[u8], quote: u8) -> Result<Vec<Vec<u8>>, Fault> {
        let (mut fields, mut at) = (Vec::new(), 0);
        loop {
            let field = self.dialect.field(record, at, fields.len() + 1)?;
            fields.push(content(record, &field, quote).into_owned());
            if field.stop == Stop::Record {
                return Ok(fields);
            }
            at = field.next;
        }
    }

    /// Whether a field is anything but a value, or the attempt at a number or a date.
    fn is_name(&self, field: &[u8]) -> bool {
        field.first().is_some_and(|first| !matches!(first, b'0'..=b'9' | b'+' | b'-' | b'.'))
            && !self.missing.contains(field)
            && Complex::<f64>::parse(field).is_err()
            && parse_word(field).is_none()
    }

    /// Finds the columns that were asked for.
    fn select(&mut self, columns: &[ColumnRef]) -> Result<(), Error> {
        let mut wanted = Vec::with_capacity(columns.len());
        for (slot, column) in columns.iter().enumerate() {
            wanted.push((self.position(column)?, slot));
        }
        if self.has_header {
            let names = wanted.iter().map(|&(field, _)| self.names[field].clone()).collect();
            self.names = names;
        }
        wanted.sort_unstable();
        self.columns = wanted.len();
        self.wanted = Some(wanted);
        Ok(())
    }

    fn position(&self, column: &ColumnRef) -> Result<usize, Error> {
        match column {
            ColumnRef::Position(index) => {
                let position =
                    if *index < 0 { index.checked_add_unsigned(self.width) } else { Some(*index) };
                position
                    .and_then(|position| usize::try_from(position).ok())
                    .filter(|&position| position < self.width)
                    .ok_or_else(|| {
                        let (op, len) = ("columns", self.width);
                        ShapeError::Index { op, index: *index, axis: 1, len }.into()
                    })
            }
            ColumnRef::Name(name) => {
                self.names.iter().position(|other| other == name).ok_or_else(|| {
                    let there = match self.names.len() {
                        0 => "the columns have no names".to_owned(),
                        _ => format!("there are {}", shown(self.names.join(", ").as_bytes())),
                    };
                    text_error(self.lines, 0, format!("no column {name:?}; {there}"))
                })
            }
        }
    }

    /// The fault of a row with another number of fields.
    pub(super) fn ragged(&self, text: &[u8], start: usize) -> Fault {
        let (mut count, mut at) = (1_usize, start);
        loop {
            match self.dialect.field(text, at, count) {
                Ok(field) if field.stop == Stop::Field => (count, at) = (count + 1, field.next),
                Ok(_) => break,
                Err(fault) => return fault,
            }
        }
        let before = if self.has_header { "the header" } else { "the first row" };
        let what = format!("{count} fields, {before} has {}", self.width);
        Fault { at: start, column: 0, what }
    }
}

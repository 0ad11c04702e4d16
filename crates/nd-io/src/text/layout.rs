//! [`Layout`]: what the first lines of a text say about the others.

use std::borrow::Cow;

use nd_core::{Complex, ShapeError};

use super::dialect::{Comments, Dialect, Fault, Field, Stop, count_lines};
use super::element::TextCodec;
use super::encoding::TextEncoding;
use super::header::{Point, fields, fitted, holds_names, joined};
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
    encoding: TextEncoding,
    /// Lines before the first record.
    pub(super) lines: u64,
    pub(super) max_line: usize,
}

/// Which fields count as missing, and what they count as.
#[derive(Debug, Clone)]
pub(super) struct Missing {
    fields: Vec<Vec<u8>>,
    /// Whether one of them begins with a byte.
    begins: [bool; 256],
    pub(super) fill_value: Option<f64>,
    /// How other fields are numbers.
    pub(super) point: Point,
    /// Whether each field must be looked at as one, and none is read as a number at once: one of these
    /// words could be a number, or numbers have other points.
    pub(super) like_numbers: bool,
}

impl Missing {
    pub(super) fn new(options: &TextOptions) -> Self {
        let fields: Vec<Vec<u8>> =
            options.missing.iter().map(|field| field.trim().as_bytes().to_vec()).collect();
        let mut begins = [false; 256];
        for first in fields.iter().filter_map(|field| field.first()) {
            begins[usize::from(*first)] = true;
        }
        let point = Point { decimal: options.decimal, thousands: options.thousands };
        let number = |field: &Vec<u8>| {
            field.iter().any(u8::is_ascii_digit) && Complex::<f64>::parse(field).is_ok()
        };
        let like_numbers = point != Point::USUAL || fields.iter().any(number);
        Self { fields, begins, fill_value: options.fill_value, point, like_numbers }
    }

    #[inline]
    pub(super) fn contains(&self, field: &[u8]) -> bool {
        field.first().is_none_or(|first| self.begins[usize::from(*first)])
            && self.fields.iter().any(|missing| missing == field)
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
/// `extension` is that of the file's name, if there is one; `numbers` says that nothing but numbers is
/// asked for, so that comments may stand behind them.
pub(super) fn read_layout(
    pieces: &mut Pieces<'_>,
    options: &TextOptions,
    extension: Option<&str>,
    numbers: bool,
) -> Result<Layout, Error> {
    check_options(options)?;
    skip_byte_order_mark(pieces)?;
    let mut lines = skip_lines(pieces, options.skip_rows)?;
    let said = said_delimiter(pieces, options, &mut lines)?;
    let dialect = |delimiter: Option<u8>| {
        let comments = match (numbers, delimiter) {
            (true, _) => Comments::Loose,
            (false, None) => Comments::AfterBlank,
            (false, Some(_)) => Comments::Lines,
        };
        Dialect::new(delimiter, options.comments.as_deref(), options.quote, comments)
    };
    let blank = match (options.delimiter, said) {
        (Delimiter::Char(delimiter), _) | (_, Some(delimiter)) => dialect(Some(delimiter)),
        _ => dialect(None),
    };
    let known = options.delimiter != Delimiter::Auto || said.is_some();
    let find = |line: &[u8]| if known { blank.delimiter } else { detect(line, options, extension) };
    let first = skip_to_record(pieces, &blank, &mut lines, options, &find)?;
    let dialect = if known {
        blank
    } else {
        // Whatever may turn out to be the delimiter, a quote behind it may enclose a line end.
        let any = blank.with_any_delimiter(pieces.data());
        let Some(end) = pieces.fill_record(&any)? else {
            return Err(text_error(lines + 1, 0, too_long(options.max_line)));
        };
        let second = pieces.fill_second(&any)?;
        let data = pieces.data();
        let second = second.map(|second| &data[second]);
        dialect(agreed(&data[..end], second, &blank, options).or_else(|| find(&data[..end])))
    };
    let mut layout = Layout {
        dialect,
        width: 0,
        has_header: false,
        names: Vec::new(),
        wanted: None,
        columns: 0,
        missing: Missing::new(options),
        encoding: options.encoding,
        lines,
        max_line: options.max_line,
    };
    if first > 0 {
        layout.read_first(pieces, options)?;
    }
    layout.dialect = layout.dialect.with_width(layout.width);
    layout.columns = layout.width;
    if let Some(columns) = &options.columns {
        layout.select(columns)?;
    }
    Ok(layout)
}

/// The delimiter of a first line such as `sep=;`, which Excel reads and writes; the line is dropped.
fn said_delimiter(
    pieces: &mut Pieces<'_>,
    options: &TextOptions,
    lines: &mut u64,
) -> Result<Option<u8>, Error> {
    const LONGEST: usize = 9; // with quotes and CR LF
    if options.delimiter != Delimiter::Auto {
        return Ok(None);
    }
    pieces.fill(LONGEST)?;
    let line = pieces.data();
    let line = &line[..line.len().min(LONGEST)];
    let bare = line.strip_prefix(b"\"").unwrap_or(line);
    let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter, rest @ ..] = bare else {
        return Ok(None);
    };
    let quoted = bare.len() < line.len();
    let rest = if quoted { rest.strip_prefix(b"\"").unwrap_or(b"x") } else { rest };
    let (b"" | [b'\n' | b'\r', ..]) = rest else { return Ok(None) };
    let delimiter = *delimiter;
    check_delimiter(delimiter)?;
    *lines += skip_lines(pieces, 1)?;
    Ok(Some(delimiter))
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
    let point = |byte: u8| {
        byte.is_ascii_punctuation() && !matches!(byte, b'+' | b'-') && options.quote != Some(byte)
    };
    for byte in options.thousands.into_iter().chain([options.decimal]) {
        let blank = byte == b' ' && options.thousands == Some(byte);
        let delimits = options.delimiter == Delimiter::Char(byte);
        if !(point(byte) || blank) || delimits || Some(options.decimal) == options.thousands {
            return refused(format!("{:?} in numbers", char::from(byte)));
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

/// Drops lines without content and of comment; returns the length of the line then, 0 at the end.
fn skip_to_record(
    pieces: &mut Pieces<'_>,
    dialect: &Dialect,
    lines: &mut u64,
    options: &TextOptions,
    delimiter: &dyn Fn(&[u8]) -> Option<u8>,
) -> Result<usize, Error> {
    loop {
        let Some(end) = pieces.fill_line()? else {
            return Err(text_error(*lines + 1, 0, too_long(options.max_line)));
        };
        if end == 0
            || dialect.next_record(&pieces.data()[..end], 0).is_some()
            || heads_rows(pieces, dialect, end, delimiter)?
        {
            return Ok(end);
        }
        *lines += 1;
        pieces.skip(end);
    }
}

/// Whether a line that begins as a comment is a row, or the names above rows, as `#id,x` is: the next
/// line that is no comment for certain has as many fields.
///
/// Of several such lines only the last is one, unless nothing but such lines follows.
fn heads_rows(
    pieces: &mut Pieces<'_>,
    dialect: &Dialect,
    end: usize,
    delimiter: &dyn Fn(&[u8]) -> Option<u8>,
) -> Result<bool, Error> {
    // As many bytes whatever the size of blocks is, so that the answer does not depend on it.
    const AHEAD: usize = 64 << 10;
    let Some(delimiter) = delimiter(&pieces.data()[..end]) else { return Ok(false) };
    pieces.fill(AHEAD)?;
    let data = pieces.data();
    let data = &data[..data.len().min(AHEAD)];
    let dialect = dialect.with_delimiter(delimiter);
    let first = dialect.skip_blanks(data, 0);
    // Names or values before the first of which tabs are; nothing but tabs may be such a line too.
    if !dialect.begins_comment(data, first)
        && data[first..end.min(data.len())].iter().any(|byte| !b"\t \r\n".contains(byte))
    {
        return Ok(true);
    }
    let Some(fields) = dialect.line_fields(data, first).filter(|&fields| fields > 1) else {
        return Ok(false);
    };
    // With that width nothing is a comment that could be a row.
    let dialect = dialect.with_width(fields);
    if dialect.is_comment_line(data, first) != Some(false) {
        return Ok(false);
    }
    let (mut at, mut hashed) = (dialect.record_end(data, first).unwrap_or(end), 0);
    while let Some(start) = dialect.next_record(data, at) {
        let start = dialect.skip_blanks(data, start);
        if !dialect.begins_comment(data, start) {
            return Ok(hashed == 0 && dialect.line_fields(data, start) == Some(fields));
        }
        hashed += usize::from(!dialect.is_error_word(data, start));
        at = dialect.record_end(data, start).unwrap_or(data.len());
    }
    Ok(dialect.begins_comment(data, first))
}

/// The message for a line over the limit.
pub(super) fn too_long(max_line: usize) -> String {
    format!("the line is longer than the {max_line} bytes that are allowed")
}

/// Of several delimiters that the first line could have, the one by which it has as many fields as the
/// second.
fn agreed(
    first: &[u8],
    second: Option<&[u8]>,
    dialect: &Dialect,
    options: &TextOptions,
) -> Option<u8> {
    let count = |delimiter, record: Option<&[u8]>| {
        let dialect = dialect.with_delimiter(delimiter).with_comments(Comments::Lines);
        let all = record.map(|record| fields(&dialect, record, options.quote.unwrap_or(0)));
        all.map_or(1, |all| all.map_or(0, |all| all.len()))
    };
    let counts = seen(first, options).into_iter().map(|delimiter| {
        let first = count(delimiter, Some(first));
        (delimiter, first, if second.is_some() { count(delimiter, second) } else { first })
    });
    let agreeing = counts.filter(|&(_, first, second)| first > 1 && first == second);
    let found: Vec<(u8, usize)> =
        agreeing.map(|(delimiter, first, _)| (delimiter, first)).collect();
    match second {
        Some(_) => found.first().map(|&(delimiter, _)| delimiter),
        // Nothing to agree with: what parts the line most.
        None => {
            found.iter().rev().max_by_key(|&&(_, count)| count).map(|&(delimiter, _)| delimiter)
        }
    }
}

/// The delimiters that a line has outside quotes, the most usual first.
fn seen(line: &[u8], options: &TextOptions) -> Vec<u8> {
    let mut quoted = false;
    let mut seen = [false; 3];
    for &byte in line {
        if Some(byte) == options.quote {
            quoted = !quoted;
        } else if let Some(which) = b",\t;".iter().position(|&delimiter| delimiter == byte) {
            seen[which] |= !quoted;
        }
    }
    let is_point = |byte: u8| byte == options.decimal || Some(byte) == options.thousands;
    let there = b",\t;".iter().zip(seen).filter(|&(&byte, seen)| seen && !is_point(byte));
    there.map(|(&byte, _)| byte).collect()
}

/// The delimiter, from the first line with content.
fn detect(line: &[u8], options: &TextOptions, extension: Option<&str>) -> Option<u8> {
    let is = |other: &str| extension.is_some_and(|extension| extension.eq_ignore_ascii_case(other));
    if is("tsv") {
        return Some(b'\t');
    }
    let usual = if options.decimal == b',' { b';' } else { b',' };
    seen(line, options).first().copied().or_else(|| is("csv").then_some(usual))
}

impl Layout {
    /// Reads the first record: the names, or how many fields a row has.
    fn read_first(&mut self, pieces: &mut Pieces<'_>, options: &TextOptions) -> Result<(), Error> {
        if let Header::Lines(count @ 1..) = options.header {
            return self.read_names(pieces, options, count);
        }
        let first = self.record(pieces, &self.dialect.with_row(pieces.data()), options)?;
        let second = self.second(pieces, &self.dialect.with_width(first.len()), options)?;
        self.width = first.len();
        let named = |first: &[Vec<u8>], second: Option<&[Vec<u8>]>| {
            holds_names(first, second, &self.missing)
        };
        self.has_header = match options.header {
            Header::None | Header::Lines(_) => false,
            Header::FirstLine => true,
            Header::Auto => match &second {
                Some(second) => fitted(&first, second)
                    .map_or_else(|| named(&first, None), |first| named(&first, Some(second))),
                None => named(&first, None),
            },
        };
        if self.has_header {
            self.read_names(pieces, options, 1)?;
        }
        Ok(())
    }

    /// Reads so many lines of names, and leaves the first row in place.
    fn read_names(
        &mut self,
        pieces: &mut Pieces<'_>,
        options: &TextOptions,
        count: usize,
    ) -> Result<(), Error> {
        // A name may have in it what begins a comment behind a number.
        let dialect = self.dialect.with_names().with_row(pieces.data());
        let mut levels = Vec::new();
        for _ in 0..count {
            let lines = &mut self.lines;
            if !levels.is_empty()
                && skip_to_record(pieces, &dialect, lines, options, &|_| None)? == 0
            {
                break;
            }
            let fields = self.record(pieces, &dialect, options)?;
            let rows = self.dialect.with_width(fields.len());
            let second = self.second(pieces, &rows, options)?;
            let fitted = second.and_then(|second| fitted(&fields, &second));
            let fields = fitted.unwrap_or(fields);
            if !levels.is_empty() && fields.len() != self.width {
                let what = format!("{} names, the first line has {}", fields.len(), self.width);
                return Err(text_error(self.lines + 1, 0, what));
            }
            self.width = fields.len();
            levels.push(fields.iter().map(|name| self.name(name)).collect::<Vec<_>>());
            let end = pieces.fill_record(&dialect)?.unwrap_or(0);
            self.lines += count_lines(&pieces.data()[..end]);
            pieces.skip(end);
        }
        self.has_header = true;
        self.names = joined(&levels);
        Ok(())
    }

    /// A name; of one that is not valid text, what can be shown of it.
    fn name(&self, name: &[u8]) -> String {
        match self.encoding.decode(name) {
            Some(name) => name.into_owned(),
            None => String::from_utf8_lossy(name).into_owned(),
        }
    }

    /// What the content of a field is as text; `None` if it is none.
    pub(super) fn decoded<'a>(&self, content: &'a [u8]) -> Option<Cow<'a, str>> {
        self.encoding.decode(content)
    }

    /// The fields of the record that comes next.
    fn record(
        &self,
        pieces: &mut Pieces<'_>,
        dialect: &Dialect,
        options: &TextOptions,
    ) -> Result<Vec<Vec<u8>>, Error> {
        let Some(end) = pieces.fill_record(dialect)? else {
            return Err(text_error(self.lines + 1, 0, too_long(self.max_line)));
        };
        let record = &pieces.data()[..end];
        fields(dialect, record, options.quote.unwrap_or(0)).map_err(|fault| {
            let line = self.lines + 1 + count_lines(&record[..fault.at]);
            text_error(line, fault.column, fault.what)
        })
    }

    /// The fields of the record behind that one, if there is one and nothing is wrong with it.
    fn second(
        &self,
        pieces: &mut Pieces<'_>,
        dialect: &Dialect,
        options: &TextOptions,
    ) -> Result<Option<Vec<Vec<u8>>>, Error> {
        let record = pieces.fill_second(dialect)?;
        let record = record.map(|record| &pieces.data()[record]);
        Ok(record.and_then(|record| fields(dialect, record, options.quote.unwrap_or(0)).ok()))
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

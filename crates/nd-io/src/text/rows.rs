//! Rows of one element type.

use std::any::Any;

use nd_core::{AnyArray, Array, DType, Shape, with_dtype};

use super::dialect::{Class, Fault, Stop, count_lines};
use super::element::{Misfit, TextElement};
use super::layout::{Layout, content, shown, text_error, too_long};
use super::par::{Flow, Job};
use super::pieces::Piece;
use crate::error::{Error, ErrorKind, Result};

/// Why a piece was not read to its end.
#[derive(Debug)]
pub(super) enum Trouble {
    Fault(Fault),
    /// So many bytes were refused by the system.
    Memory(usize),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// How far a text has been read.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) lines: u64,
    pub(super) rows: u64,
    pub(super) max_rows: u64,
}

impl Progress {
    /// Counts what was read of a piece; returns how many of its rows are wanted.
    ///
    /// # Errors
    /// What is wrong behind the rows that were read, if it comes before enough of them.
    pub(super) fn advance(
        &mut self,
        piece: &Piece,
        rows: u64,
        lines: u64,
        trouble: Option<Trouble>,
    ) -> Result<(u64, Flow)> {
        let left = self.max_rows - self.rows;
        if rows >= left {
            self.rows = self.max_rows;
            return Ok((left, Flow::Enough));
        }
        match trouble {
            Some(Trouble::Memory(bytes)) => return Err(ErrorKind::AllocFailed { bytes }.into()),
            Some(Trouble::Fault(fault)) => {
                let line = self.lines + count_lines(&piece.text()[..fault.at]) + 1;
                return Err(text_error(line, fault.column, fault.what));
            }
            None => {}
        }
        self.rows += rows;
        self.lines += lines;
        Ok((rows, Flow::More))
    }
}

/// Values of rows, one after the other: a `Vec<T>` behind a [`DType`], so that all that is done with them
/// but parsing is compiled once.
pub(super) trait Values: Send {
    /// Reads the rows of a piece, in place of what was there; returns how many there are, all whole, and
    /// why there are no more.
    fn parse(&mut self, layout: &Layout, piece: &Piece) -> (u64, Option<Trouble>);

    /// Appends the wanted fields of the row that begins at a position; returns where the next line begins.
    fn pick(
        &mut self,
        layout: &Layout,
        text: &[u8],
        at: usize,
        wanted: &[(usize, usize)],
    ) -> Result<usize, Fault>;

    /// Makes room for more values.
    fn reserve(&mut self, more: usize) -> Result<()>;

    fn clear(&mut self);

    fn truncate(&mut self, len: usize);

    /// The values' memory.
    fn bytes(&self) -> &[u8];

    /// Appends values of the same type.
    fn append(&mut self, others: &dyn Values) -> Result<()>;

    fn as_any(&self) -> &dyn Any;

    /// The values as an array, in memory no larger than they are.
    fn into_array(self: Box<Self>, shape: Shape) -> Result<AnyArray>;
}

/// No values yet, of an element type.
pub(super) fn values(dtype: DType) -> Box<dyn Values> {
    with_dtype!(dtype, T => Box::new(Vec::<T>::new()))
}

impl<T: TextElement> Values for Vec<T> {
    fn parse(&mut self, layout: &Layout, piece: &Piece) -> (u64, Option<Trouble>) {
        self.clear();
        let mut count = 0;
        let trouble = parse_rows(self, layout, piece, &mut count).err();
        self.truncate(count as usize * layout.columns);
        (count, trouble)
    }

    fn pick(
        &mut self,
        layout: &Layout,
        text: &[u8],
        at: usize,
        wanted: &[(usize, usize)],
    ) -> Result<usize, Fault> {
        layout.picked_row(text, at, wanted, self)
    }

    fn reserve(&mut self, more: usize) -> Result<()> {
        let bytes = (self.len() + more).saturating_mul(size_of::<T>());
        self.try_reserve(more).map_err(|_| Error::no_memory(bytes))
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn truncate(&mut self, len: usize) {
        self.truncate(len);
    }

    fn bytes(&self) -> &[u8] {
        T::as_bytes(self)
    }

    fn append(&mut self, others: &dyn Values) -> Result<()> {
        let others: &Self = others.as_any().downcast_ref().expect("pieces of one text");
        Values::reserve(self, others.len())?;
        self.extend_from_slice(others);
        Ok(())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn into_array(mut self: Box<Self>, shape: Shape) -> Result<AnyArray> {
        self.shrink_to_fit();
        Ok(AnyArray::from(Array::try_from_shape_vec(shape, *self)?))
    }
}

/// Reads the rows of a piece, and counts those that are whole.
fn parse_rows<T: TextElement>(
    values: &mut Vec<T>,
    layout: &Layout,
    piece: &Piece,
    count: &mut u64,
) -> Result<(), Trouble> {
    if piece.too_long {
        return Err(Fault { at: 0, column: 0, what: too_long(layout.max_line) }.into());
    }
    let (text, padded) = (piece.text(), piece.padded());
    let mut at = 0;
    while let Some(start) = layout.dialect.next_record(text, at) {
        if values.try_reserve(layout.columns).is_err() {
            return Err(Trouble::Memory((values.len() + layout.columns) * size_of::<T>()));
        }
        at = match &layout.wanted {
            None => layout.row(padded, start, values)?,
            Some(wanted) => layout.picked_row(padded, start, wanted, values)?,
        };
        *count += 1;
    }
    Ok(())
}

/// A piece of a text and its rows.
pub(super) struct Rows {
    pub(super) piece: Piece,
    values: Box<dyn Values>,
    count: u64,
    lines: u64,
    trouble: Option<Trouble>,
}

impl Job for Rows {
    fn weight(&self) -> usize {
        self.piece.len()
    }
}

impl Rows {
    pub(super) fn new(dtype: DType) -> Self {
        let (piece, values) = (Piece::default(), values(dtype));
        Self { piece, values, count: 0, lines: 0, trouble: None }
    }

    /// Parses the piece.
    pub(super) fn parse(&mut self, layout: &Layout) {
        (self.count, self.trouble) = self.values.parse(layout, &self.piece);
        self.lines = count_lines(self.piece.text());
    }
}

/// Everything that was read.
pub(super) struct Collected {
    values: Box<dyn Values>,
    pub(super) progress: Progress,
    memory_limit: usize,
}

impl Collected {
    pub(super) fn new(dtype: DType, progress: Progress, memory_limit: Option<usize>) -> Self {
        let memory_limit = memory_limit.unwrap_or(usize::MAX);
        Self { values: values(dtype), progress, memory_limit }
    }

    /// Appends the rows of a piece.
    pub(super) fn append(&mut self, rows: &mut Rows, columns: usize) -> Result<Flow> {
        let (count, flow) =
            self.progress.advance(&rows.piece, rows.count, rows.lines, rows.trouble.take())?;
        rows.values.truncate(count as usize * columns);
        let bytes = self.values.bytes().len() + rows.values.bytes().len();
        check_limit(bytes, self.memory_limit)?;
        if self.values.bytes().is_empty() {
            std::mem::swap(&mut self.values, &mut rows.values);
            return Ok(flow);
        }
        self.values.append(&*rows.values)?;
        Ok(flow)
    }

    /// All values, as rows and columns.
    pub(super) fn into_array(self, columns: usize) -> Result<AnyArray> {
        self.values.into_array([self.progress.rows as usize, columns].into())
    }
}

/// Holds values to the caller's limit.
pub(super) fn check_limit(bytes: usize, limit: usize) -> Result<()> {
    if bytes <= limit {
        return Ok(());
    }
    let (asked, limit) = (bytes as u64, limit as u64);
    Err(ErrorKind::LimitExceeded { what: "what the text holds", asked, limit }.into())
}

impl Layout {
    /// Reads the row that begins here; returns where the next line begins.
    #[inline]
    fn row<T: TextElement>(
        &self,
        text: &[u8],
        start: usize,
        values: &mut Vec<T>,
    ) -> Result<usize, Fault> {
        let mut at = start;
        for column in 0..self.width {
            let last = column + 1 == self.width;
            // A plain number, followed by what it should be followed by: no need to look at the
            // field as a field.
            if !self.missing.like_numbers
                && let Some((value, stop, next)) = self.plain::<T>(text, at)
                && (stop == Stop::Record) == last
            {
                values.push(value);
                at = next;
                continue;
            }
            let (value, stop, next) = self.element(text, at, column)?;
            if (stop == Stop::Record) != last {
                return Err(self.ragged(text, start));
            }
            values.push(value);
            at = next;
        }
        Ok(at)
    }

    /// The element at the start of a text, if it is written in the usual way and ends there.
    #[inline(always)]
    pub(super) fn plain<T: TextElement>(&self, text: &[u8], at: usize) -> Option<(T, Stop, usize)> {
        let start = self.dialect.skip_blanks(text, at);
        let (value, length) = T::scan(&text[start..])?;
        let end = start + length;
        match self.dialect.class(*text.get(end)?) {
            Class::LineFeed => Some((value, Stop::Record, end + 1)),
            Class::Separator if self.dialect.delimiter.is_some() => {
                Some((value, Stop::Field, end + 1))
            }
            Class::Separator => {
                let next = self.dialect.skip_blanks(text, end + 1);
                match self.dialect.class(*text.get(next)?) {
                    Class::LineFeed => Some((value, Stop::Record, next + 1)),
                    Class::Ordinary => Some((value, Stop::Field, next)),
                    _ => None,
                }
            }
            Class::Return if text.get(end + 1) == Some(&b'\n') => {
                Some((value, Stop::Record, end + 2))
            }
            _ => None,
        }
    }

    /// The element in the field that begins here, the usual way first.
    #[inline(never)]
    fn field<T: TextElement>(
        &self,
        text: &[u8],
        at: usize,
        column: usize,
    ) -> Result<(T, Stop, usize), Fault> {
        match self.plain::<T>(text, at).filter(|_| !self.missing.like_numbers) {
            Some(plain) => Ok(plain),
            None => self.element(text, at, column),
        }
    }

    /// The element in the field that begins here, whatever it looks like.
    #[cold]
    #[inline(never)]
    pub(super) fn element<T: TextElement>(
        &self,
        text: &[u8],
        at: usize,
        column: usize,
    ) -> Result<(T, Stop, usize), Fault> {
        let field = self.dialect.field(text, at, column + 1)?;
        let content = content(text, &field, text[field.start.saturating_sub(1)]);
        let value = self.value::<T>(&content).map_err(|misfit| {
            let what = complaint::<T>(&content, misfit, self.missing.contains(&content));
            Fault { at: field.start, column: column + 1, what }
        })?;
        Ok((value, field.stop, field.next))
    }

    /// The element that the content of a field stands for.
    pub(super) fn value<T: TextElement>(&self, content: &[u8]) -> Result<T, Misfit> {
        let content = content.trim_ascii();
        if self.missing.contains(content) {
            return T::missing(self.missing.fill_value).ok_or(Misfit::Form);
        }
        T::parse(&self.missing.point.plain(content))
    }

    /// Reads those fields of a row that are wanted.
    pub(super) fn picked_row<T: TextElement>(
        &self,
        text: &[u8],
        start: usize,
        wanted: &[(usize, usize)],
        values: &mut Vec<T>,
    ) -> Result<usize, Fault> {
        let base = values.len();
        values.resize(base + wanted.len(), T::default());
        let mut wanted = wanted.iter().peekable();
        let mut at = start;
        for column in 0..self.width {
            let (stop, next) = match wanted.next_if(|(field, _)| *field == column) {
                None => {
                    let field = self.dialect.field(text, at, column + 1)?;
                    (field.stop, field.next)
                }
                Some(&(_, slot)) => {
                    let (value, stop, next) = self.field(text, at, column)?;
                    values[base + slot] = value;
                    while let Some(&(_, slot)) = wanted.next_if(|(field, _)| *field == column) {
                        values[base + slot] = value;
                    }
                    (stop, next)
                }
            };
            if (stop == Stop::Record) != (column + 1 == self.width) {
                return Err(self.ragged(text, start));
            }
            at = next;
        }
        Ok(at)
    }
}

/// Why a field is no element, in words.
fn complaint<T: TextElement>(content: &[u8], misfit: Misfit, missing: bool) -> String {
    let (content, dtype) = (shown(content), T::DTYPE);
    match misfit {
        _ if missing => format!("{content} counts as missing, and {dtype} needs a fill value"),
        Misfit::Form => format!("{content} is not {} {dtype}", article(dtype)),
        Misfit::Range => format!("{content} is out of range for {dtype}"),
    }
}

/// As it is spoken: an int64, a uint8.
fn article(dtype: DType) -> &'static str {
    if dtype.name().starts_with('i') { "an" } else { "a" }
}

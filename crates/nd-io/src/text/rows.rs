//! Rows of one element type.

use super::dialect::{Class, Fault, Stop, count_lines};
use super::element::{Misfit, TextElement};
use super::layout::{Layout, content, shown, text_error, too_long};
use super::par::{Flow, Job};
use super::pieces::Piece;
use crate::error::{Error, ErrorKind};

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
    ) -> Result<(u64, Flow), Error> {
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

/// A piece of a text and its rows.
#[derive(Debug, Default)]
pub(super) struct Rows<T> {
    pub(super) piece: Piece,
    pub(super) values: Vec<T>,
    pub(super) count: u64,
    pub(super) lines: u64,
    pub(super) trouble: Option<Trouble>,
}

impl<T: TextElement> Job for Rows<T> {
    fn weight(&self) -> usize {
        self.piece.len()
    }
}

impl<T: TextElement> Rows<T> {
    /// Parses the piece.
    pub(super) fn parse(&mut self, layout: &Layout) {
        self.values.clear();
        self.count = 0;
        self.trouble = self.parse_rows(layout).err();
        self.values.truncate(self.count as usize * layout.columns);
        self.lines = count_lines(self.piece.text());
    }

    fn parse_rows(&mut self, layout: &Layout) -> Result<(), Trouble> {
        if self.piece.too_long {
            let what = too_long(layout.max_line);
            return Err(Fault { at: 0, column: 0, what }.into());
        }
        let (text, padded) = (self.piece.text(), self.piece.padded());
        let mut at = 0;
        while let Some(start) = layout.dialect.next_record(text, at) {
            if self.values.try_reserve(layout.columns).is_err() {
                let bytes = (self.values.len() + layout.columns) * size_of::<T>();
                return Err(Trouble::Memory(bytes));
            }
            at = match &layout.wanted {
                None => layout.row(padded, start, &mut self.values)?,
                Some(wanted) => layout.picked_row(padded, start, wanted, &mut self.values)?,
            };
            self.count += 1;
        }
        Ok(())
    }
}

/// Everything that was read.
pub(super) struct Collected<T> {
    pub(super) values: Vec<T>,
    pub(super) progress: Progress,
    memory_limit: usize,
}

impl<T: TextElement> Collected<T> {
    pub(super) fn new(progress: Progress, memory_limit: Option<usize>) -> Self {
        Self { values: Vec::new(), progress, memory_limit: memory_limit.unwrap_or(usize::MAX) }
    }

    /// Appends the rows of a piece.
    pub(super) fn append(&mut self, rows: &mut Rows<T>, columns: usize) -> Result<Flow, Error> {
        let (count, flow) =
            self.progress.advance(&rows.piece, rows.count, rows.lines, rows.trouble.take())?;
        rows.values.truncate(count as usize * columns);
        let bytes = (self.values.len() + rows.values.len()).saturating_mul(size_of::<T>());
        check_limit(bytes, self.memory_limit)?;
        if self.values.is_empty() {
            std::mem::swap(&mut self.values, &mut rows.values);
            return Ok(flow);
        }
        let refused = |_| ErrorKind::AllocFailed { bytes };
        self.values.try_reserve(rows.values.len()).map_err(refused)?;
        self.values.extend_from_slice(&rows.values);
        Ok(flow)
    }
}

/// Holds values to the caller's limit.
pub(super) fn check_limit(bytes: usize, limit: usize) -> Result<(), Error> {
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
        T::parse(content)
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
                    let plain = self.plain::<T>(text, at).filter(|_| !self.missing.like_numbers);
                    let (value, stop, next) = match plain {
                        Some(plain) => plain,
                        None => self.element(text, at, column)?,
                    };
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
        Misfit::Form => format!("{content} is not a {dtype}"),
        Misfit::Range => format!("{content} is out of range for {dtype}"),
    }
}

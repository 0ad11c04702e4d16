//! [`Pieces`]: text as it is read, cut between records.

use std::io::{self, Read};
use std::ops::Range;

use super::dialect::{Dialect, PAD, after_line_end, next_line};
use crate::error::{Error, ErrorKind};

/// Where text comes from.
pub(super) type Stream<'r> = Box<dyn Read + Send + 'r>;

/// A text being read, of which whole lines are handed out.
pub(super) struct Pieces<'r> {
    source: Stream<'r>,
    /// What was read and not handed out is `bytes[start..filled]`.
    bytes: Vec<u8>,
    start: usize,
    filled: usize,
    /// Whether the source has no more.
    ended: bool,
    /// Position of `bytes[start]` in the file.
    offset: u64,
    block: usize,
    max_line: usize,
}

/// Whole records: a line end, and zeros, stand behind them.
#[derive(Debug, Default)]
pub(super) struct Piece {
    bytes: Vec<u8>,
    len: usize,
    /// How much of that is from the file, not added.
    taken: usize,
    /// Position in the file.
    pub(super) offset: u64,
    /// Whether this is no more than the beginning of a line that is longer than allowed.
    pub(super) too_long: bool,
}

impl Piece {
    /// The records.
    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// The records and the zeros behind them.
    pub(super) fn padded(&self) -> &[u8] {
        &self.bytes[..self.len + PAD]
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How much of it is from the file; a last line end may have been added.
    pub(super) fn taken(&self) -> usize {
        self.taken
    }
}

impl<'r> Pieces<'r> {
    /// A text that begins at `offset` in its file.
    pub(super) fn new(source: Stream<'r>, offset: u64, block: usize, max_line: usize) -> Self {
        Self {
            source,
            bytes: Vec::new(),
            start: 0,
            filled: 0,
            ended: false,
            offset,
            block: block.clamp(1, 1 << 30),
            max_line,
        }
    }

    /// What has been read and not handed out.
    pub(super) fn data(&self) -> &[u8] {
        &self.bytes[self.start..self.filled]
    }

    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Drops the beginning of the data.
    pub(super) fn skip(&mut self, count: usize) {
        self.start += count;
        self.offset += count as u64;
    }

    /// Reads until there are at least `want` bytes of data, or no more.
    pub(super) fn fill(&mut self, want: usize) -> Result<(), Error> {
        if self.filled - self.start >= want || self.ended {
            return Ok(());
        }
        self.bytes.copy_within(self.start..self.filled, 0);
        (self.start, self.filled) = (0, self.filled - self.start);
        resize(&mut self.bytes, want + PAD)?;
        while self.filled < want {
            match self.source.read(&mut self.bytes[self.filled..want]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Error::io("read")(error)),
            }
        }
        Ok(())
    }

    /// Reads until the data hold a whole line, or all there is, and says where it ends; `None` if it
    /// is longer than allowed.
    pub(super) fn fill_line(&mut self) -> Result<Option<usize>, Error> {
        self.fill_until(&|data| {
            let end = next_line(data, 0);
            // A CR at the end of the data may be half of a line end.
            (end < data.len() || data.last() == Some(&b'\n')).then_some(end)
        })
    }

    /// As [`fill_line`](Self::fill_line), of a record.
    pub(super) fn fill_record(&mut self, dialect: &Dialect) -> Result<Option<usize>, Error> {
        self.fill_until(&|data| dialect.record_end(data, 0))
    }

    /// Reads until the data hold the record behind the first one too, and says where it is; `None` if there
    /// is none, or none that ends within the longest line.
    pub(super) fn fill_second(&mut self, dialect: &Dialect) -> Result<Option<Range<usize>>, Error> {
        let Some(first) = self.fill_record(dialect)? else { return Ok(None) };
        loop {
            let data = self.data();
            let start = dialect.next_record(data, first);
            let end = start.and_then(|start| dialect.record_end(data, start));
            let end = end.or(self.ended.then_some(data.len()));
            if let Some(end) = end {
                let near = end - first <= self.max_line;
                return Ok(start.filter(|_| near).map(|start| start..end));
            }
            if data.len() - first > self.max_line {
                return Ok(None);
            }
            let most = self.max_line.saturating_add(first).saturating_add(1);
            let want = (data.len() + data.len() / 2).min(most).max(data.len() + 1);
            self.fill(want)?;
        }
    }

    fn fill_until(&mut self, end: &dyn Fn(&[u8]) -> Option<usize>) -> Result<Option<usize>, Error> {
        let mut want = self.block.min(self.max_line.saturating_add(1));
        loop {
            self.fill(want)?;
            let data = self.data();
            let end = end(data).or(self.ended.then_some(data.len()));
            if let Some(end) = end {
                return Ok((end <= self.max_line).then_some(end));
            }
            if data.len() > self.max_line {
                return Ok(None);
            }
            want = self.longer(data.len());
        }
    }

    /// How much to read when some data hold no whole record.
    fn longer(&self, len: usize) -> usize {
        (len + len / 2).min(self.max_line.saturating_add(1)).max(len + 1)
    }

    /// Takes about as many records as a block has, at most `most`; `None` at the end, otherwise the
    /// most records that they can be.
    pub(super) fn take(
        &mut self,
        dialect: &Dialect,
        most: Option<u64>,
        piece: &mut Piece,
    ) -> Result<Option<u64>, Error> {
        let mut want = self.block;
        loop {
            self.fill(want)?;
            let data = self.data();
            if data.is_empty() {
                return Ok(None);
            }
            let (mut end, mut count) = match most {
                None => (dialect.last_record_end(data), 0),
                Some(most) => dialect.count_records(data, most),
            };
            if end == 0 && self.ended {
                (end, count) = (data.len(), 1);
            }
            if end > self.max_line {
                end = self.allowed(dialect, end);
            }
            if end == 0 && data.len() > self.max_line {
                self.hand_out_too_long(piece);
                return Ok(Some(1));
            }
            if end > 0 {
                self.hand_out(end, piece)?;
                return Ok(Some(count));
            }
            want = self.longer(data.len());
        }
    }

    /// How much of the data comes before the first line that is longer than allowed.
    fn allowed(&self, dialect: &Dialect, end: usize) -> usize {
        let data = &self.data()[..end];
        let mut at = 0;
        while at < end {
            let next = dialect.record_end(data, at).unwrap_or(end);
            if next - at > self.max_line {
                break;
            }
            at = next;
        }
        at
    }

    fn hand_out_too_long(&mut self, piece: &mut Piece) {
        *piece =
            Piece { bytes: vec![0; PAD], len: 0, taken: 0, offset: self.offset, too_long: true };
    }

    /// Moves the beginning of the data to a piece.
    fn hand_out(&mut self, end: usize, piece: &mut Piece) -> Result<(), Error> {
        if piece.bytes.len() > self.block.saturating_mul(4) + PAD {
            piece.bytes = Vec::new(); // once a long line was in it
        }
        let rest = self.filled - self.start - end;
        if self.start == 0 && rest <= end {
            // Most of what was read: the rest moves instead.
            resize(&mut piece.bytes, rest)?;
            piece.bytes[..rest].copy_from_slice(&self.bytes[end..self.filled]);
            std::mem::swap(&mut piece.bytes, &mut self.bytes);
            self.filled = rest;
        } else {
            resize(&mut piece.bytes, end)?;
            piece.bytes[..end].copy_from_slice(&self.bytes[self.start..][..end]);
            self.start += end;
        }
        (piece.len, piece.taken) = (end, end);
        (piece.offset, piece.too_long) = (self.offset, false);
        self.offset += end as u64;
        resize(&mut piece.bytes, end + 1 + PAD)?;
        if piece.bytes[end - 1] != b'\n' {
            piece.bytes[end] = b'\n';
            piece.len += 1;
        }
        piece.bytes[piece.len..piece.len + PAD].fill(0);
        Ok(())
    }
}

/// Makes a buffer at least so long.
fn resize(bytes: &mut Vec<u8>, len: usize) -> Result<(), Error> {
    if bytes.len() < len {
        let more = len - bytes.len();
        bytes.try_reserve_exact(more).map_err(|_| ErrorKind::AllocFailed { bytes: len })?;
        bytes.resize(len, 0);
    }
    Ok(())
}

/// Drops the byte order mark of UTF-8.
pub(super) fn skip_byte_order_mark(pieces: &mut Pieces<'_>) -> Result<(), Error> {
    pieces.fill(3)?;
    if pieces.data().starts_with(b"\xef\xbb\xbf") {
        pieces.skip(3);
    }
    Ok(())
}

/// Drops lines, whatever is in them; returns how many there were.
pub(super) fn skip_lines(pieces: &mut Pieces<'_>, count: u64) -> Result<u64, Error> {
    for skipped in 0..count {
        // A line that is skipped may be of any length.
        loop {
            pieces.fill(2)?;
            pieces.fill(pieces.block)?;
            let data = pieces.data();
            if data.is_empty() {
                return Ok(skipped);
            }
            let found = data.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let whole = found.filter(|&at| pieces.ended || at + 1 < data.len());
            if let Some(at) = whole {
                let end = after_line_end(data, at);
                pieces.skip(end);
                break;
            }
            // All but a CR at the end, which may be half of a line end.
            let drop = found.unwrap_or(data.len());
            let ended = pieces.ended;
            pieces.skip(drop);
            if ended {
                break;
            }
            if drop == 0 {
                pieces.fill(pieces.data().len() + 1)?;
            }
        }
    }
    Ok(count)
}

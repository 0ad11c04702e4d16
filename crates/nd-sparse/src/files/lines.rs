//! Lines of a text, one after the other.

use std::io::{self, BufRead, Read};

/// The longest line that is read: Matrix Market's own limit is 1024 characters.
const LONGEST_LINE: u64 = 1 << 16;

/// Entries that room is made for before they are seen.
pub(super) const TRUSTED: usize = 1 << 16;

/// Why there is no next line.
pub(super) enum LineFault {
    Io(io::Error),
    Wrong(&'static str),
}

/// Lines with their numbers.
pub(super) struct Lines<R> {
    from: R,
    pub(super) line: u64,
    bytes: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(from: R) -> Self {
        Lines { from, line: 0, bytes: Vec::new() }
    }

    /// The next line, without its end; `None` at the end of the text.
    pub(super) fn next(&mut self) -> Result<Option<&str>, LineFault> {
        self.line += 1;
        self.bytes.clear();
        let mut line = (&mut self.from).take(LONGEST_LINE);
        line.read_until(b'\n', &mut self.bytes).map_err(LineFault::Io)?;
        if self.bytes.is_empty() {
            return Ok(None);
        }
        if self.bytes.len() as u64 == LONGEST_LINE {
            return Err(LineFault::Wrong("a line of more than 65535 characters"));
        }
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => Ok(Some(text.trim_end_matches(['\n', '\r']))),
            Err(_) => Err(LineFault::Wrong("not text")),
        }
    }
}

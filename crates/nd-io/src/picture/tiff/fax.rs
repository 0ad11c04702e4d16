//! Facsimiles (ITU-T T.4 and T.6): rows of bits as runs of white and black, or as what differs from the row above.

use std::sync::OnceLock;

use super::fax_codes::{LONGEST, Runs};

/// How rows are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fax {
    /// Runs, each row from a new byte on, or from a new pair of bytes.
    Rows { words: bool },
    /// Runs with marks between rows; in `two` dimensions some rows as differences.
    Group3 { two: bool },
    /// Differences.
    Group4,
}

impl Fax {
    /// In words, as info has them.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Rows { .. } => "ccitt rle",
            Self::Group3 { .. } => "ccitt group 3",
            Self::Group4 => "ccitt group 4",
        }
    }
}

/// The mark at the end of a row: eleven zeros, or more, and a one.
const MARK: usize = 11;

/// Decodes rows of `columns` bits, each from a new byte on, until `out` is full or nothing is left, and says how many
/// bytes were filled. White is 0.
///
/// # Errors
/// Codes that there are not, and changes in front of the last one.
pub(super) fn decode(
    stored: &[u8],
    fax: Fax,
    columns: usize,
    out: &mut [u8],
) -> Result<usize, String> {
    let row_bytes = columns.div_ceil(8).max(1);
    let mut rows =
        Rows { bits: Bits { stored, at: 0 }, columns, above: vec![columns], row: Vec::new() };
    let mut filled = 0;
    for out in out.chunks_exact_mut(row_bytes) {
        let there = rows
            .next(fax)
            .map_err(|what| format!("row {} of a facsimile: {what}", filled / row_bytes))?;
        if !there {
            break;
        }
        paint(&rows.row, out);
        std::mem::swap(&mut rows.above, &mut rows.row);
        filled += row_bytes;
    }
    Ok(filled)
}

/// Sets the bits between every second change and the next.
fn paint(changes: &[usize], out: &mut [u8]) {
    out.fill(0);
    for black in changes.chunks_exact(2) {
        for at in black[0]..black[1] {
            out[at / 8] |= 0x80 >> (at % 8);
        }
    }
}

/// Bits, the high one of a byte first.
struct Bits<'a> {
    stored: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    /// The next bits, zeros behind the end.
    fn peek(&self, count: u32) -> usize {
        let byte = |k: usize| u64::from(self.stored.get(self.at / 8 + k).copied().unwrap_or(0));
        let held = (0..4).fold(0, |held, k| held << 8 | byte(k));
        (held >> (32 - (self.at % 8) as u32 - count) & ((1 << count) - 1)) as usize
    }

    fn is_empty(&self) -> bool {
        self.at >= 8 * self.stored.len()
    }

    /// Whether nothing but zeros is left.
    fn are_zeros(&self) -> bool {
        let Some((first, rest)) = self.stored.get(self.at / 8..).and_then(<[u8]>::split_first)
        else {
            return true;
        };
        first << (self.at % 8) == 0 && rest.iter().all(|&byte| byte == 0)
    }

    fn take(&mut self, count: u32) -> usize {
        let bits = self.peek(count);
        self.at += count as usize;
        bits
    }

    /// Goes past the mark that begins here, if one does; zeros in front of it are filling.
    fn mark(&mut self) -> bool {
        let mut at = self.at;
        while at < 8 * self.stored.len() && self.stored[at / 8] >> (7 - at % 8) & 1 == 0 {
            at += 1;
        }
        let found = at - self.at >= MARK && at < 8 * self.stored.len();
        if found {
            self.at = at + 1;
        }
        found
    }
}

/// Rows one after the other, as the columns where the colour changes, white first.
struct Rows<'a> {
    bits: Bits<'a>,
    columns: usize,
    /// The changes of the row above, with one behind its end.
    above: Vec<usize>,
    row: Vec<usize>,
}

impl Rows<'_> {
    /// Decodes a row; `false` where there is none.
    fn next(&mut self, fax: Fax) -> Result<bool, String> {
        self.row.clear();
        match fax {
            Fax::Rows { words } => {
                let whole = if words { 16 } else { 8 };
                self.bits.at = self.bits.at.next_multiple_of(whole);
                if self.bits.is_empty() {
                    return Ok(false);
                }
                self.runs()?;
            }
            Fax::Group3 { two } => {
                let mut marks = 0;
                let mut differences = false;
                while self.bits.mark() {
                    marks += 1;
                    differences = two && self.bits.take(1) == 0;
                }
                // Several marks end it all, and so do zeros up to the last byte.
                if marks > 1 || self.bits.are_zeros() {
                    return Ok(false);
                }
                if differences { self.differences()? } else { self.runs()? }
            }
            Fax::Group4 => {
                if self.bits.is_empty() || self.bits.peek(12) == 1 {
                    return Ok(false);
                }
                self.differences()?;
            }
        }
        // A change at the end of the row is none; what is painted needs pairs.
        while self.row.last().is_some_and(|&at| at >= self.columns) {
            self.row.pop();
        }
        self.row.push(self.columns);
        if self.row.len() % 2 == 1 {
            self.row.push(self.columns);
        }
        Ok(true)
    }

    /// Notes a change of colour; two at one place are none.
    fn change(&mut self, at: usize) {
        if self.row.last() == Some(&at) {
            self.row.pop();
        } else {
            self.row.push(at);
        }
    }

    /// A row of runs, white first.
    fn runs(&mut self) -> Result<(), String> {
        let (mut at, mut black) = (0, false);
        while at < self.columns {
            // A run beyond the end ends there, as for every reader: the next row is coded by itself.
            at = self.columns.min(at + self.run(black)?);
            self.change(at);
            black = !black;
        }
        Ok(())
    }

    /// The length of a run, which may take several code words.
    fn run(&mut self, black: bool) -> Result<usize, String> {
        static TABLES: OnceLock<[Runs; 2]> = OnceLock::new();
        let tables = TABLES.get_or_init(|| [Runs::white(), Runs::black()]);
        let mut all = 0;
        loop {
            let bits = self.bits.peek(LONGEST);
            let word = tables[usize::from(black)].find(bits).filter(|_| !self.bits.is_empty());
            let Some((run, len)) = word else {
                return Err(format!("no run begins with the bits {bits:013b}"));
            };
            self.bits.at += len as usize;
            all += run;
            if run < 64 {
                return Ok(all);
            }
            // No row is that long: sums stay small whatever is read.
            if all > self.columns.saturating_add(4096) {
                return Err(format!("a run of {all} pixels in {} columns", self.columns));
            }
        }
    }

    /// A row as what differs from the one above.
    fn differences(&mut self) -> Result<(), String> {
        let (mut at, mut black, mut first, mut k) = (0, false, true, 0);
        while at < self.columns {
            // The next change above, beyond where we are, from our colour to the other; not far from the last.
            k = usize::saturating_sub(k, 2);
            let parity = usize::from(black);
            while (self.above.get(k))
                .is_some_and(|&change| k % 2 != parity || change <= at && !first)
            {
                k += 1;
            }
            let b1 = self.above.get(k).copied().unwrap_or(self.columns);
            let b2 = self.above.get(k + 1).copied().unwrap_or(self.columns);
            let to = match self.mode()? {
                Mode::Pass => {
                    at = b2;
                    first = false;
                    continue;
                }
                Mode::Horizontal => {
                    let start = self.columns.min(at + self.run(black)?);
                    let end = self.columns.min(start + self.run(!black)?);
                    self.change(start);
                    self.change(end);
                    at = end;
                    first = false;
                    continue;
                }
                Mode::Vertical(by) => b1.checked_add_signed(by).unwrap_or(0),
            };
            if to < at || to > self.columns || to == at && !first {
                return Err(format!("a change at column {to}, behind {at}, of {}", self.columns));
            }
            self.change(to);
            (at, black, first) = (to, !black, false);
        }
        Ok(())
    }

    fn mode(&mut self) -> Result<Mode, String> {
        let bits = self.bits.peek(7);
        let (mode, len) = match bits {
            0b100_0000.. => (Mode::Vertical(0), 1),
            0b011_0000.. => (Mode::Vertical(1), 3),
            0b010_0000.. => (Mode::Vertical(-1), 3),
            0b001_0000.. => (Mode::Horizontal, 3),
            0b000_1000.. => (Mode::Pass, 4),
            0b000_0110.. => (Mode::Vertical(2), 6),
            0b000_0100.. => (Mode::Vertical(-2), 6),
            0b000_0011 => (Mode::Vertical(3), 7),
            0b000_0010 => (Mode::Vertical(-3), 7),
            _ => return Err(format!("no mode begins with the bits {bits:07b}")),
        };
        if self.bits.is_empty() {
            return Err("it ends too early".to_owned());
        }
        self.bits.at += len;
        Ok(mode)
    }
}

/// How the next change relates to the row above.
enum Mode {
    Pass,
    Horizontal,
    Vertical(isize),
}

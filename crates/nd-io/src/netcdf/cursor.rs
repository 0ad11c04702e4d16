//! [`Cursor`]: numbers and names out of a header of unknown length, never beyond the file's end.

use super::{Result, corrupt};
use crate::error::{Error, ErrorKind};
use crate::position::Store;

/// What is read of the file at once.
const WINDOW: usize = 16 << 10;

/// Reads big-endian numbers one after the other.
pub(super) struct Cursor<'s> {
    store: &'s Store,
    /// The file's length.
    end: u64,
    /// Position of the next byte.
    at: u64,
    window: Vec<u8>,
    /// How many bytes of the window have been used.
    used: usize,
    /// Bytes of a count: 4, or 8 in version 5.
    pub(super) count_size: usize,
}

impl<'s> Cursor<'s> {
    pub(super) fn new(store: &'s Store) -> Result<Self> {
        let end = store.len()?;
        Ok(Self { store, end, at: 0, window: Vec::new(), used: 0, count_size: 4 })
    }

    /// An unsigned number of so many bytes, up to eight.
    pub(super) fn uint(&mut self, size: usize) -> Result<u64> {
        let mut word = [0; 8];
        self.fill(&mut word[8 - size..])?;
        Ok(u64::from_be_bytes(word))
    }

    pub(super) fn u32(&mut self) -> Result<u32> {
        Ok(self.uint(4)? as u32)
    }

    /// How many of something there are, how long something is, or the number of a dimension.
    pub(super) fn count(&mut self) -> Result<u64> {
        self.uint(self.count_size)
    }

    /// So many bytes, and those that fill up the last word.
    pub(super) fn padded(&mut self, len: u64) -> Result<Vec<u8>> {
        self.room(len)?;
        let len = usize::try_from(len).map_err(|_| Error::no_memory(usize::MAX))?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(len).map_err(|_| ErrorKind::AllocFailed { bytes: len })?;
        bytes.resize(len, 0);
        self.fill(&mut bytes)?;
        // A file may end before the last word is full: no byte of it is missed.
        let padding = ((4 - len % 4) % 4).min((self.end - self.at) as usize);
        self.fill(&mut [0; 3][..padding])?;
        Ok(bytes)
    }

    /// A name, which is UTF-8; other bytes are read as the mark for such. It ends at a zero, for C programs.
    pub(super) fn name(&mut self) -> Result<String> {
        let len = self.count()?;
        let mut bytes = self.padded(len)?;
        bytes.truncate(bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len()));
        Ok(match String::from_utf8(bytes) {
            Ok(name) => name,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        })
    }

    /// How many elements follow in a list that begins with a tag; a list without any may have no tag.
    pub(super) fn list(&mut self, tag: u32, of: &str) -> Result<u64> {
        let (found, count) = (self.u32()?, self.count()?);
        if found == tag || (found, count) == (0, 0) {
            return Ok(count);
        }
        let at = self.at;
        Err(corrupt(format!("header: no list of {of} before byte {at}, but {found} and {count}")))
    }

    /// Refuses what the file is too short for.
    fn room(&self, len: u64) -> Result<()> {
        match self.end - self.at {
            left if left >= len => Ok(()),
            left => Err(Error::cut_off(format!("the header at byte {}", self.at), len, left)),
        }
    }

    fn fill(&mut self, out: &mut [u8]) -> Result<()> {
        self.room(out.len() as u64)?;
        let mut done = 0;
        while done < out.len() {
            if self.used == self.window.len() {
                self.refill()?;
            }
            let part = &self.window[self.used..];
            let part = &part[..part.len().min(out.len() - done)];
            out[done..done + part.len()].copy_from_slice(part);
            (self.used, self.at) = (self.used + part.len(), self.at + part.len() as u64);
            done += part.len();
        }
        Ok(())
    }

    /// Reads on; called before the file's end only.
    fn refill(&mut self) -> Result<()> {
        let len = (self.end - self.at).min(WINDOW as u64) as usize;
        self.window.resize(len, 0);
        self.used = 0;
        self.store.read_exact_at(self.at, &mut self.window)
    }
}

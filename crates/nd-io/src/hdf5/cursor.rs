//! [`Cursor`]: numbers out of bytes, never beyond their end.

use super::checksum::lookup3;
use super::{Result, corrupt};
use crate::error::{Error, ErrorKind};

/// How many bytes addresses and lengths take in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub(super) offset: usize,
    pub(super) length: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { offset: 8, length: 8 }
    }
}

/// A reader of little-endian numbers.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    sizes: Sizes,
    what: &'static str,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8], sizes: Sizes, what: &'static str) -> Self {
        Self { bytes, at: 0, sizes, what }
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Bytes left.
    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// The next bytes.
    pub(super) fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        let rest = &self.bytes[self.at..];
        match rest.get(..len) {
            Some(bytes) => {
                self.at += len;
                Ok(bytes)
            }
            None => Err(self.bad(format!("{len} bytes wanted, {} left", rest.len()))),
        }
    }

    /// All bytes left.
    pub(super) fn rest(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        self.at = self.bytes.len();
        rest
    }

    pub(super) fn skip(&mut self, len: usize) -> Result<()> {
        self.take(len).map(drop)
    }

    /// An unsigned number of up to eight bytes.
    pub(super) fn uint(&mut self, width: usize) -> Result<u64> {
        let bytes = self.take(width)?;
        let mut word = [0; 8];
        match word.get_mut(..width) {
            Some(low) => low.copy_from_slice(bytes),
            None => return Err(self.bad(format!("a number of {width} bytes"))),
        }
        Ok(u64::from_le_bytes(word))
    }

    pub(super) fn u8(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    pub(super) fn u16(&mut self) -> Result<u16> {
        Ok(self.uint(2)? as u16)
    }

    pub(super) fn u32(&mut self) -> Result<u32> {
        Ok(self.uint(4)? as u32)
    }

    /// A length.
    pub(super) fn length(&mut self) -> Result<u64> {
        self.uint(self.sizes.length)
    }

    /// A length, or all ones for "any".
    pub(super) fn length_or_unlimited(&mut self) -> Result<Option<u64>> {
        let value = self.length()?;
        Ok((value != ones(self.sizes.length)).then_some(value))
    }

    /// A position in the file, or `None` for nowhere.
    pub(super) fn address(&mut self) -> Result<Option<u64>> {
        let value = self.uint(self.sizes.offset)?;
        Ok((value != ones(self.sizes.offset)).then_some(value))
    }

    /// A position in the file.
    pub(super) fn address_of(&mut self, what: &str) -> Result<u64> {
        self.address()?.ok_or_else(|| self.bad(format!("no address of {what}")))
    }

    /// The bytes of a text up to a zero byte, which is passed.
    pub(super) fn text_bytes(&mut self) -> Result<&'a [u8]> {
        let rest = &self.bytes[self.at..];
        let len = rest.iter().position(|&byte| byte == 0);
        let len = len.ok_or_else(|| self.bad("text without an end".into()))?;
        self.at += len + 1;
        Ok(&rest[..len])
    }

    /// Passes the four letters a structure begins with.
    pub(super) fn signature(&mut self, expected: &[u8; 4]) -> Result<()> {
        let found = self.take(4)?;
        if found == expected {
            return Ok(());
        }
        let (found, expected) = (found.escape_ascii(), expected.escape_ascii());
        Err(self.bad(format!("begins with \"{found}\", not \"{expected}\"")))
    }

    /// Passes a byte that must have a certain value.
    pub(super) fn version(&mut self, expected: u8) -> Result<()> {
        match self.u8()? {
            found if found == expected => Ok(()),
            found => Err(self.bad(format!("version {found}, not {expected}"))),
        }
    }

    /// An error about this structure.
    pub(super) fn bad(&self, what: String) -> Error {
        corrupt(format!("{}: {what}", self.what))
    }
}

/// Checks that the last four bytes are the checksum of those before, and takes them off.
///
/// # Errors
/// [`ErrorKind::Checksum`].
pub(super) fn checked<'a>(bytes: &'a [u8], what: &str) -> Result<&'a [u8]> {
    let Some((body, sum)) = bytes.split_last_chunk::<4>() else {
        return Err(corrupt(format!("{what}: shorter than its checksum")));
    };
    if lookup3(body) != u32::from_le_bytes(*sum) {
        return Err(ErrorKind::Checksum { what: what.to_owned() }.into());
    }
    Ok(body)
}

/// The largest number of so many bytes, which stands for "none".
fn ones(width: usize) -> u64 {
    u64::MAX >> (64 - 8 * width.clamp(1, 8))
}

/// How many bytes it takes to store numbers up to this one.
pub(super) fn width_of(limit: u64) -> usize {
    limit.checked_ilog2().map_or(1, |bits| bits as usize / 8 + 1)
}

//! [`Input`]: the bytes of a TIFF file, and how numbers stand in them.

use super::{Result, corrupt};
use crate::blocks::ByteOrder;
use crate::error::ErrorKind;
use crate::position::{ReadAt, Store};

/// The bytes of a TIFF file, its byte order, and whether offsets take eight bytes.
#[derive(Debug)]
pub(super) struct Input {
    store: Store,
    pub(super) len: u64,
    pub(super) order: ByteOrder,
    /// Whether it is a BigTIFF.
    pub(super) big: bool,
}

impl Input {
    /// Reads the head of a file: also where its first directory is.
    ///
    /// # Errors
    /// `Corrupt` for a head that is none, the system's.
    pub(super) fn open(store: Store) -> Result<(Self, u64)> {
        let len = store.len()?;
        let mut input = Self { store, len, order: ByteOrder::Little, big: false };
        let mut head = [0; 16];
        let got = usize::try_from(len).unwrap_or(usize::MAX).min(16);
        input.read(0, &mut head[..got], "the head")?;
        input.order = match &head[..2] {
            b"II" => ByteOrder::Little,
            b"MM" => ByteOrder::Big,
            _ => return Err(corrupt("it begins with neither II nor MM")),
        };
        let (version, size) = (input.u16(&head[2..]), input.u16(&head[4..]));
        let first = match version {
            42 if got >= 8 => input.number(&head[4..8]),
            43 if got == 16 && size == 8 => {
                input.big = true;
                input.number(&head[8..16])
            }
            42 | 43 => {
                return Err(corrupt("the head is cut short, or its offsets have no 8 bytes"));
            }
            other => return Err(corrupt(format!("version {other} (42 and 43 are known)"))),
        };
        Ok((input, first))
    }

    /// Fills `out` with the bytes at a position.
    ///
    /// # Errors
    /// `Corrupt`, with what was to be read, beyond the end of the file; the system's.
    pub(super) fn read(&self, at: u64, out: &mut [u8], what: &str) -> Result<()> {
        self.check(at, out.len() as u64, what)?;
        self.store.read_exact_at(at, out)
    }

    /// Some bytes, for which there is memory because the file has them.
    ///
    /// # Errors
    /// As [`read`](Self::read); `AllocFailed`.
    pub(super) fn bytes(&self, at: u64, len: u64, what: &str) -> Result<Vec<u8>> {
        self.check(at, len, what)?;
        let mut bytes = Vec::new();
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        bytes.try_reserve_exact(len).map_err(|_| ErrorKind::AllocFailed { bytes: len })?;
        bytes.resize(len, 0);
        self.store.read_exact_at(at, &mut bytes)?;
        Ok(bytes)
    }

    /// Refuses a part that the file has not.
    ///
    /// # Errors
    /// `Corrupt`.
    pub(super) fn check(&self, at: u64, len: u64, what: &str) -> Result<()> {
        if at.checked_add(len).is_some_and(|end| end <= self.len) {
            return Ok(());
        }
        Err(corrupt(format!(
            "{what}: {len} bytes at {at} in a file of {}: the file ends too early",
            self.len
        )))
    }

    /// The number that two bytes are.
    pub(super) fn u16(&self, bytes: &[u8]) -> u16 {
        self.number(&bytes[..2]) as u16
    }

    /// The number that some bytes, at most eight, are.
    pub(super) fn number(&self, bytes: &[u8]) -> u64 {
        let add = |number: u64, &byte: &u8| number << 8 | u64::from(byte);
        match self.order {
            ByteOrder::Little => bytes.iter().rev().fold(0, add),
            ByteOrder::Big => bytes.iter().fold(0, add),
        }
    }
}

impl ReadAt for Input {
    fn fill_at(&self, offset: u64, out: &mut [u8]) -> Result<()> {
        self.read(offset, out, "pixels")
    }
}

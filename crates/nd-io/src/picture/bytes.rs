//! [`Bytes`]: a file in memory, read from the front by decoders of ours.

use super::reader::About;
use crate::error::{Error, ErrorKind, Result};

/// A file of a format that is decoded from memory.
pub(super) trait Decode: Send {
    /// Decodes into memory of exactly the picture's size, in C order and of this machine's byte order.
    ///
    /// # Errors
    /// `Corrupt`.
    fn decode(self: Box<Self>, out: &mut [u8]) -> Result<()>;
}

/// Bytes that are taken one after the other; there may be fewer than somebody wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(super) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(front)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// A number, its low byte first.
    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// A number, its low byte first.
    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }
}

/// The whole of a file.
///
/// # Errors
/// `AllocFailed`, the system's.
pub(super) fn whole(about: &About, mut reader: impl std::io::Read) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    let len = usize::try_from(about.file_len).unwrap_or(usize::MAX);
    file.try_reserve_exact(len).map_err(|_| ErrorKind::AllocFailed { bytes: len })?;
    reader.read_to_end(&mut file).map_err(Error::io("read"))?;
    Ok(file)
}

/// What a file that is cut short is.
pub(super) fn cut(about: &About) -> Error {
    about.corrupt("the file ends too early")
}

//! Shards: several chunks in one file, and the index that says where.

use std::fs::File;
use std::ops::Range;

use super::codec::{Buffers, Form, resize};
use super::corrupt;
use super::metadata::Sharding;
use crate::error::{Error, ErrorKind};
use crate::position::read_exact_at;

/// What stands in both words of a chunk that is not there.
pub(super) const MISSING: u64 = u64::MAX;

/// Bytes of a file, which is open or in memory.
pub(super) enum Source<'a> {
    File(File, u64),
    Bytes(&'a [u8]),
    /// Unpacked from an archive.
    Owned(Vec<u8>),
}

impl Source<'_> {
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::File(_, len) => *len,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Owned(bytes) => bytes.len() as u64,
        }
    }

    /// Some of the bytes, in a buffer where they must be read first.
    ///
    /// # Errors
    /// `UnexpectedEof`, `AllocFailed`, the system's.
    pub(super) fn bytes<'b>(
        &'b mut self,
        range: Range<u64>,
        buffer: &'b mut Vec<u8>,
    ) -> Result<&'b [u8], Error> {
        self.check(&range)?;
        if let Self::Bytes(bytes) = self {
            return Ok(&bytes[range.start as usize..range.end as usize]);
        }
        if matches!(self, Self::Owned(_)) {
            let Self::Owned(bytes) = self else { return Ok(&[]) };
            return Ok(&bytes[range.start as usize..range.end as usize]);
        }
        resize(buffer, usize::try_from(range.end - range.start).unwrap_or(usize::MAX))?;
        self.read(range.start, buffer)?;
        Ok(buffer)
    }

    /// Fills a buffer with the bytes from some place on.
    ///
    /// # Errors
    /// `UnexpectedEof`, the system's.
    pub(super) fn read(&mut self, start: u64, out: &mut [u8]) -> Result<(), Error> {
        let range = start..start.saturating_add(out.len() as u64);
        self.check(&range)?;
        match self {
            Self::Bytes(bytes) => {
                out.copy_from_slice(&bytes[start as usize..range.end as usize]);
                Ok(())
            }
            Self::Owned(bytes) => {
                out.copy_from_slice(&bytes[start as usize..range.end as usize]);
                Ok(())
            }
            // By position: one call of the system, not two.
            Self::File(file, _) => read_exact_at(file, start, out).map_err(|error| {
                match error.kind() {
                    // It became shorter since its length was asked for.
                    ErrorKind::UnexpectedEof { .. } => short(range.end, start),
                    _ => error,
                }
            }),
        }
    }

    fn check(&self, range: &Range<u64>) -> Result<(), Error> {
        if range.end > self.len() {
            return Err(short(range.end, self.len()));
        }
        Ok(())
    }
}

fn short(want: u64, got: u64) -> Error {
    ErrorKind::UnexpectedEof { what: "a chunk".to_owned(), want, got }.into()
}

/// Where the chunks of a shard lie in its file.
pub(super) struct Index {
    /// Two words for each: where it begins, and how long it is.
    words: Vec<u8>,
    /// Where the index itself lies.
    place: Range<u64>,
    len: u64,
}

/// Reads the index of a shard of `count` chunks.
///
/// # Errors
/// `UnexpectedEof` where the file is too short for it, `Checksum`, `Corrupt`, the system's.
pub(super) fn read_index(
    sharding: &Sharding,
    count: usize,
    source: &mut Source<'_>,
) -> Result<Index, Error> {
    let nbytes = (count as u64).saturating_mul(16);
    let want = nbytes.saturating_add(sharding.checksums as u64);
    let len = source.len();
    if want > len {
        let what = "a shard's index".to_owned();
        return Err(ErrorKind::UnexpectedEof { what, want, got: len }.into());
    }
    let place = if sharding.index_first { 0..want } else { len - want..len };
    let (mut buffer, mut words) = (Vec::new(), Vec::new());
    let stored = source.bytes(place.clone(), &mut buffer)?;
    resize(&mut words, nbytes as usize)?;
    let form = Form { shape: &[count, 2], itemsize: 8, word: 8 };
    sharding.index.decode(stored, &mut words, form, &mut Buffers::default())?;
    let index = Index { words, place, len };
    index.check()?;
    Ok(index)
}

impl Index {
    /// What no shard has: more bytes in its chunks than in its file, as where they overlap.
    fn check(&self) -> Result<(), Error> {
        let mut total = 0u64;
        for at in 0..self.words.len() / 16 {
            if let Some(range) = self.range(at)? {
                total = total.saturating_add(range.end - range.start);
            }
        }
        let room = self.len - (self.place.end - self.place.start);
        if total > room {
            return Err(corrupt(format!(
                "a shard's index: chunks of {total} bytes, {room} are there: they overlap"
            )));
        }
        Ok(())
    }

    /// Where a chunk's bytes are; `None` when it is not there.
    pub(super) fn range(&self, at: usize) -> Result<Option<Range<u64>>, Error> {
        let word = |i: usize| {
            let bytes = self.words[16 * at + 8 * i..].first_chunk::<8>();
            u64::from_ne_bytes(*bytes.expect("two words for each chunk"))
        };
        let (start, len) = (word(0), word(1));
        if start == MISSING && len == MISSING {
            return Ok(None);
        }
        let range = start..start.saturating_add(len);
        if range.end > self.len || range.end - range.start != len {
            return Err(corrupt(format!(
                "a shard's index: chunk {at} has {len} bytes from {start} on, the file {}",
                self.len
            )));
        }
        if len > 0 && range.start < self.place.end && self.place.start < range.end {
            return Err(corrupt(format!("a shard's index: chunk {at} lies in the index")));
        }
        Ok(Some(range))
    }
}

/// A shard being put together: chunks in order, and the index.
pub(super) struct Builder<'a> {
    sharding: &'a Sharding,
    out: &'a mut Vec<u8>,
    words: Vec<u8>,
    index_len: usize,
}

impl<'a> Builder<'a> {
    /// A shard of `count` chunks, in a buffer that is used again and again.
    ///
    /// # Errors
    /// `AllocFailed`.
    pub(super) fn new(
        sharding: &'a Sharding,
        count: usize,
        out: &'a mut Vec<u8>,
    ) -> Result<Self, Error> {
        let index_len = 16 * count + sharding.checksums;
        out.clear();
        if sharding.index_first {
            resize(out, index_len)?;
        }
        let mut words = Vec::new();
        super::codec::reserve(&mut words, 16 * count)?;
        Ok(Self { sharding, out, words, index_len })
    }

    /// The next chunk, which `append` adds to the buffer; `Ok(false)` when there is none.
    ///
    /// # Errors
    /// Those of `append`.
    pub(super) fn push(
        &mut self,
        append: impl FnOnce(&mut Vec<u8>) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let start = self.out.len();
        let words = match append(self.out)? {
            true => [start as u64, (self.out.len() - start) as u64],
            false => [MISSING, MISSING],
        };
        self.words.extend(words.iter().flat_map(|word| word.to_ne_bytes()));
        Ok(())
    }

    /// Writes the index; whether there is any chunk.
    ///
    /// # Errors
    /// `AllocFailed`.
    pub(super) fn finish(self) -> Result<bool, Error> {
        let form = Form { shape: &[self.words.len() / 16, 2], itemsize: 8, word: 8 };
        let mut index = Vec::new();
        self.sharding.index.encode(&self.words, form, &mut index, &mut Buffers::default())?;
        if self.sharding.index_first {
            self.out[..self.index_len].copy_from_slice(&index);
        } else {
            super::codec::reserve(self.out, index.len())?;
            self.out.extend_from_slice(&index);
        }
        Ok(self.words.iter().any(|&byte| byte != 0xFF))
    }
}

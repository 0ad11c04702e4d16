//! [`Journal`]: which tiles of an unfinished file are complete, for whoever goes on with it.
//!
//! Beside the file stands a list of 32 bytes a tile, appended behind the tile's own bytes. A process that is killed may
//! leave a tile that is not listed, which is cut off; a power failure may leave the list and not the tile, which its
//! checksum tells.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::super::{Result, corrupt, unsupported};
use crate::blocks::ByteOrder;
use crate::error::Error;
use crate::position::read_exact_at;

/// What lists begin with; the rest of the first 32 bytes says of which picture.
const MAGIC: &[u8; 8] = b"ndTIFF01";
const RECORD: usize = 32;

/// A tile that is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) level: u32,
    pub(super) number: u64,
    pub(super) place: u64,
    pub(super) len: u64,
    pub(super) sum: u32,
}

impl Record {
    fn bytes(&self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        bytes[..4].copy_from_slice(&self.level.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.sum.to_le_bytes());
        for (k, word) in [self.number, self.place, self.len].into_iter().enumerate() {
            bytes[8 + 8 * k..][..8].copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    fn of(bytes: &[u8; RECORD]) -> Self {
        let (halves, words) = (bytes.as_chunks::<4>().0, bytes.as_chunks::<8>().0);
        let [level, sum] = [0, 1].map(|k| u32::from_le_bytes(halves[k]));
        let [number, place, len] = [1, 2, 3].map(|k| u64::from_le_bytes(words[k]));
        Self { level, number, place, len, sum }
    }
}

/// The list of an unfinished file.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    path: PathBuf,
}

impl Journal {
    /// The list beside a file, and the tiles in it whose bytes are there; `what` says of which picture. What is behind
    /// the last of them is cut off of both.
    ///
    /// # Errors
    /// `Unsupported` for a list of another picture, the system's.
    pub(super) fn open(path: PathBuf, data: &File, what: &str) -> Result<(Self, Vec<Record>)> {
        let head = head(what);
        let mut options = OpenOptions::new();
        let file = options.read(true).append(true).create(true).open(&path);
        let file = file.map_err(Error::io("create"))?;
        let len = |file: &File| Ok::<_, Error>(file.metadata().map_err(Error::io("open"))?.len());
        let (listed, stored) = (len(&file)?, len(data)?);
        let mut first = [0; RECORD];
        let known = listed >= RECORD as u64;
        if known {
            read_exact_at(&file, 0, &mut first)?;
        }
        if known && first != head && stored > 0 {
            return Err(unsupported(format!(
                "going on with {}, which is of another picture or written in another way: remove it",
                path.display()
            )));
        }
        let mut records = Vec::new();
        if first == head {
            records = Self::read(&file, listed, data, stored)?;
        }
        let kept = if first == head { RECORD * (1 + records.len()) } else { 0 };
        let cut = |file: &File, len| file.set_len(len).map_err(Error::io("write"));
        cut(&file, kept as u64)?;
        let end = records.iter().map(|record| record.place + record.len).max().unwrap_or(0);
        cut(data, end)?;
        let mut journal = Self { file, path };
        if kept == 0 {
            journal.append(&head)?;
        }
        Ok((journal, records))
    }

    /// The tiles that are listed, up to the first that is not as it was written.
    fn read(file: &File, listed: u64, data: &File, stored: u64) -> Result<Vec<Record>> {
        let count = usize::try_from(listed / RECORD as u64).map_err(|_| corrupt("its list"))?;
        let (mut records, mut bytes) = (Vec::new(), Vec::new());
        for k in 1..count {
            let mut record = [0; RECORD];
            read_exact_at(file, (RECORD * k) as u64, &mut record)?;
            let record = Record::of(&record);
            if record.place.checked_add(record.len).is_none_or(|end| end > stored) {
                break;
            }
            crate::packed::resize(&mut bytes, record.len as usize)?;
            read_exact_at(data, record.place, &mut bytes)?;
            if crc32fast::hash(&bytes) != record.sum {
                break;
            }
            records.push(record);
        }
        Ok(records)
    }

    /// Adds tiles whose bytes were handed to the system.
    pub(super) fn add(&mut self, records: &[Record]) -> Result<()> {
        let bytes: Vec<u8> = records.iter().flat_map(Record::bytes).collect();
        self.append(&bytes)
    }

    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(Error::io("write"))
    }

    /// Removes the list: the file is complete.
    pub(super) fn remove(self) -> Result<()> {
        std::fs::remove_file(&self.path).map_err(Error::io("write"))
    }

    /// What the list of a file is called.
    pub(super) fn path_of(partial: &Path) -> PathBuf {
        let mut name = partial.as_os_str().to_owned();
        name.push(".tiles");
        name.into()
    }
}

/// The first bytes of a list: whose it is.
fn head(what: &str) -> [u8; RECORD] {
    let mut head = [0; RECORD];
    head[..8].copy_from_slice(MAGIC);
    // Two sums of different halves of the text, so that one that differs has another head for all practical purposes.
    let (front, back) = what.as_bytes().split_at(what.len() / 2);
    for (k, part) in [what.as_bytes(), front, back].into_iter().enumerate() {
        head[8 + 4 * k..][..4].copy_from_slice(&crc32fast::hash(part).to_le_bytes());
    }
    head[20] = u8::from(ByteOrder::NATIVE == ByteOrder::Big);
    head
}

//! The directory of a ZIP archive: which members there are and where, believed only after checks.
//!
//! The format is that of PKWARE's [application note][note], sections 4.3 and 4.5: local headers
//! with the data, a central directory after them, and an end record last of all; 64-bit forms of
//! the fields that 32 bits do not hold.
//!
//! [note]: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

use std::collections::HashMap;

use super::names::decoded;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::position::Store;

/// First bytes of a member.
pub(super) const LOCAL: u32 = 0x0403_4b50;
/// First bytes of a directory entry.
pub(super) const CENTRAL: u32 = 0x0201_4b50;
/// First bytes of the end record.
pub(super) const END: u32 = 0x0605_4b50;
/// First bytes of the 64-bit end record.
pub(super) const END64: u32 = 0x0606_4b50;
/// First bytes of the record that says where the 64-bit end record is.
pub(super) const LOCATOR: u32 = 0x0706_4b50;
/// The extra field that holds 64-bit sizes and positions.
pub(super) const ZIP64: u16 = 1;

const LOCAL_SIZE: usize = 30;
const CENTRAL_SIZE: usize = 46;
const END_SIZE: usize = 22;
const END64_SIZE: usize = 56;
const LOCATOR_SIZE: usize = 20;

/// The most that may follow the end record: a comment.
const MAX_COMMENT: usize = u16::MAX as usize;

/// Deflate makes at most this many bytes of one (<https://zlib.net/zlib_tech.html>).
const MAX_RATIO: u64 = 1032;

/// How a member is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Stored,
    Deflated,
    Bzip2,
    Lzma,
    Zstd,
    Other(u16),
}

impl Method {
    pub(super) fn code(self) -> u16 {
        match self {
            Self::Stored => 0,
            Self::Deflated => 8,
            Self::Bzip2 => 12,
            Self::Lzma => 14,
            Self::Zstd => 93,
            Self::Other(code) => code,
        }
    }

    fn of(code: u16) -> Self {
        match code {
            0 => Self::Stored,
            8 => Self::Deflated,
            12 => Self::Bzip2,
            14 => Self::Lzma,
            93 => Self::Zstd,
            _ => Self::Other(code),
        }
    }

    /// What it is called.
    pub(super) fn name(self) -> String {
        match self {
            Self::Stored => String::new(),
            Self::Deflated => "deflate".to_owned(),
            Self::Bzip2 => "bzip2".to_owned(),
            Self::Lzma => "lzma".to_owned(),
            Self::Zstd => "zstd".to_owned(),
            Self::Other(code) => format!("method {code}"),
        }
    }
}

/// Why a member is not read, though the others are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    Corrupt(String),
    Unsupported(String),
}

/// One member, as the central directory describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) method: Method,
    pub(super) crc: u32,
    /// Bytes in the archive.
    pub(super) packed: u64,
    /// Bytes after unpacking.
    pub(crate) size: u64,
    /// Where its local header begins.
    pub(super) offset: u64,
    /// Its record in the directory; empty for one that is being written.
    pub(super) record: Vec<u8>,
    /// Whether a later member has the same name.
    pub(super) hidden: bool,
    pub(super) trouble: Option<Trouble>,
}

impl Entry {
    /// A member to be written, of which nothing is known but its name and place.
    pub(super) fn new(name: String, method: Method, offset: u64) -> Self {
        let (record, hidden, trouble) = (Vec::new(), false, None);
        Self { name, method, crc: 0, packed: 0, size: 0, offset, record, hidden, trouble }
    }

    /// Whether it stands for a folder, and holds nothing.
    pub(crate) fn is_folder(&self) -> bool {
        self.name.ends_with('/') && self.size == 0
    }

    /// The name in the bytes that the archive has for it.
    pub(super) fn raw_name(&self) -> &[u8] {
        match self.record.get(CENTRAL_SIZE..) {
            Some(variable) => &variable[..number::<2>(&self.record, 28) as usize],
            None => self.name.as_bytes(),
        }
    }

    /// Whether sizes and checksum stand behind the data too.
    pub(super) fn has_descriptor(&self) -> bool {
        !self.record.is_empty() && number::<2>(&self.record, 8) & 8 != 0
    }

    /// Fails for a member that cannot be read.
    pub(super) fn check(&self) -> Result<(), Error> {
        match &self.trouble {
            None => Ok(()),
            Some(Trouble::Corrupt(what)) => Err(corrupt(what)),
            Some(Trouble::Unsupported(what)) => {
                Err(ErrorKind::unsupported(Format::Npz, what.clone()).into())
            }
        }
    }
}

/// All there is to know of an archive without looking at its members.
#[derive(Debug)]
pub(crate) struct Directory {
    pub(crate) entries: Vec<Entry>,
    /// What someone said about all of it.
    pub(super) comment: Vec<u8>,
    /// Where the directory begins, and the last member ends.
    pub(super) at: u64,
    /// Bytes in front of the archive.
    pub(super) shift: u64,
}

pub(super) fn corrupt(what: impl Into<String>) -> Error {
    ErrorKind::corrupt(Format::Npz, what).into()
}

/// A number from a record whose length has been checked.
pub(super) fn number<const SIZE: usize>(record: &[u8], at: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes[..SIZE].copy_from_slice(&record[at..at + SIZE]);
    u64::from_le_bytes(bytes)
}

/// Reads the directory.
///
/// What is wrong with one member is found when that one is read.
pub(crate) fn read(store: &Store) -> Result<Directory, Error> {
    let length = store.len()?;
    let End { count, size, offset, shift, comment } = end_record(store, length)?;
    // Something may stand in front of the archive; positions then count from its own beginning.
    let offset = offset.saturating_add(shift);
    let inside = offset.checked_add(size).is_some_and(|end| end <= length);
    if !inside || size < count.saturating_mul(CENTRAL_SIZE as u64) {
        return Err(corrupt(format!(
            "a directory of {count} members and {size} bytes at {offset}, in a file of {length}"
        )));
    }
    let size = usize::try_from(size).map_err(|_| corrupt("a directory over the address space"))?;
    let mut directory = crate::memory::zeroed(size)?;
    let directory = crate::memory::bytes_mut(&mut directory);
    store.read_exact_at(offset, directory)?;
    let (mut rest, mut entries) = (&directory[..], Vec::<Entry>::new());
    let mut names = HashMap::new();
    for at in 0..count as usize {
        let (entry, used) = central(rest, offset, shift)?;
        // As for Python's zipfile, the last of a name is the one that counts.
        if let Some(earlier) = names.insert(entry.name.clone(), at) {
            entries[earlier].hidden = true;
        }
        entries.push(entry);
        rest = &rest[used..];
    }
    Ok(Directory { entries, comment, at: offset, shift })
}

/// What the last record says.
struct End {
    /// Number of members.
    count: u64,
    /// Size of the directory, and where it is.
    size: u64,
    offset: u64,
    /// Bytes in front of the archive.
    shift: u64,
    comment: Vec<u8>,
}

fn end_record(store: &Store, length: u64) -> Result<End, Error> {
    let tail_size = length.min((LOCATOR_SIZE + END_SIZE + MAX_COMMENT) as u64);
    let mut tail = vec![0; tail_size as usize];
    store.read_exact_at(length - tail_size, &mut tail)?;
    let last =
        tail.len().checked_sub(END_SIZE).ok_or_else(|| corrupt("too short for an archive"))?;
    let is_end = |&at: &usize| {
        let comment = tail.len() - at - END_SIZE;
        number::<4>(&tail, at) == u64::from(END) && number::<2>(&tail, at + 20) == comment as u64
    };
    let at = (0..=last).rev().find(is_end).ok_or_else(|| {
        corrupt("no end record: the archive is cut off, or something else was added")
    })?;
    let record = &tail[at..];
    let comment = record[END_SIZE..].to_vec();
    let (disk, first) = (number::<2>(record, 4), number::<2>(record, 6));
    let (count, size) = (number::<2>(record, 10), number::<4>(record, 12));
    let offset = number::<4>(record, 16);
    let saturated = count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff;
    let locator = at.checked_sub(LOCATOR_SIZE).map(|at| &tail[at..at + LOCATOR_SIZE]);
    match locator.filter(|l| saturated && number::<4>(l, 0) == u64::from(LOCATOR)) {
        Some(locator) => {
            let (count, size, offset) = end_record_64(store, length, number::<8>(locator, 8))?;
            Ok(End { count, size, offset, shift: 0, comment })
        }
        None if disk != 0 || first != 0 => Err(corrupt("a part of an archive over several disks")),
        None => {
            let end = length - tail_size + at as u64;
            let shift = match end.checked_sub(size) {
                Some(start) if start > offset && is_entry(store, start)? => start - offset,
                _ => 0,
            };
            Ok(End { count, size, offset, shift, comment })
        }
    }
}

/// Whether an entry of a directory begins somewhere.
fn is_entry(store: &Store, at: u64) -> Result<bool, Error> {
    let mut magic = [0; 4];
    store.read_exact_at(at, &mut magic)?;
    Ok(u32::from_le_bytes(magic) == CENTRAL)
}

fn end_record_64(store: &Store, length: u64, at: u64) -> Result<(u64, u64, u64), Error> {
    let mut record = [0; END64_SIZE];
    if at.checked_add(END64_SIZE as u64).is_none_or(|end| end > length) {
        return Err(corrupt(format!("the 64-bit end record at {at} lies outside")));
    }
    store.read_exact_at(at, &mut record)?;
    if number::<4>(&record, 0) != u64::from(END64) {
        return Err(corrupt(format!("no 64-bit end record at {at}")));
    }
    Ok((number::<8>(&record, 32), number::<8>(&record, 40), number::<8>(&record, 48)))
}

/// One entry of the directory, and how many bytes it took.
fn central(rest: &[u8], directory: u64, shift: u64) -> Result<(Entry, usize), Error> {
    let fixed =
        rest.get(..CENTRAL_SIZE).filter(|fixed| number::<4>(fixed, 0) == u64::from(CENTRAL));
    let fixed = fixed.ok_or_else(|| corrupt("the directory holds something that is no entry"))?;
    let flags = number::<2>(fixed, 8);
    let lengths = [28, 30, 32].map(|at| number::<2>(fixed, at) as usize);
    let used = CENTRAL_SIZE + lengths.iter().sum::<usize>();
    let variable = rest.get(CENTRAL_SIZE..used).ok_or_else(|| corrupt("an entry is cut off"))?;
    let (name, extra) = variable.split_at(lengths[0]);
    let name = decoded(name);
    let method = Method::of(number::<2>(fixed, 10) as u16);
    let crc = number::<4>(fixed, 16) as u32;
    let sizes = [number::<4>(fixed, 24), number::<4>(fixed, 20), number::<4>(fixed, 42)];
    let refused = |what: &str| Some(Trouble::Unsupported(format!("member {name:?} {what}")));
    let mut trouble = match method {
        _ if flags & 1 == 1 => refused("is encrypted"),
        Method::Other(code) => refused(&format!(
            "is packed by method {code}; stored, deflate, bzip2, lzma and zstd are read"
        )),
        _ => None,
    };
    let [size, packed, offset] = match wide(sizes, &extra[..lengths[1]], &name) {
        Ok(sizes) => sizes,
        Err(what) => {
            trouble = Some(Trouble::Corrupt(what));
            sizes
        }
    };
    let (record, offset) = (rest[..used].to_vec(), offset.saturating_add(shift));
    let mut entry =
        Entry { name, method, crc, packed, size, offset, record, hidden: false, trouble };
    if let Err(what) = check(&entry, directory) {
        entry.trouble.get_or_insert(Trouble::Corrupt(what));
    }
    Ok((entry, used))
}

/// Replaces the sizes that 32 bits do not hold by those of the extra field.
fn wide(sizes: [u64; 3], mut extra: &[u8], name: &str) -> Result<[u64; 3], String> {
    let short = || format!("member {name:?}: the extra field is cut off");
    let mut wide = None;
    while extra.len() >= 4 {
        let (id, length) = (number::<2>(extra, 0), number::<2>(extra, 2) as usize);
        let body = extra.get(4..4 + length).ok_or_else(short)?;
        if id == u64::from(ZIP64) {
            wide = Some(body);
        }
        extra = &extra[4 + length..];
    }
    let Some(mut wide) = wide else { return Ok(sizes) };
    let mut result = sizes;
    for size in result.iter_mut().filter(|size| **size == 0xffff_ffff) {
        let field = wide.get(..8).ok_or_else(short)?;
        *size = number::<8>(field, 0);
        wide = &wide[8..];
    }
    Ok(result)
}

/// What can be known to be wrong before the member is looked at.
fn check(entry: &Entry, directory: u64) -> Result<(), String> {
    let Entry { name, method, packed, size, offset, .. } = entry;
    let end = offset.checked_add(*packed).and_then(|end| end.checked_add(LOCAL_SIZE as u64));
    if end.is_none_or(|end| end > directory) {
        return Err(format!("member {name:?}: {packed} bytes at {offset} overlap the directory"));
    }
    let possible = match method {
        Method::Stored => packed == size,
        Method::Deflated => *size <= packed.saturating_mul(MAX_RATIO),
        _ => true,
    };
    if !possible {
        return Err(format!("member {name:?}: {packed} bytes cannot unpack to {size}"));
    }
    Ok(())
}

/// Where the data of a member begin, by its own header, which must agree with the directory.
pub(super) fn data_offset(store: &Store, entry: &Entry) -> Result<u64, Error> {
    entry.check()?;
    let name = &entry.name;
    let mut fixed = [0; LOCAL_SIZE];
    store.read_exact_at(entry.offset, &mut fixed)?;
    if number::<4>(&fixed, 0) != u64::from(LOCAL) {
        return Err(corrupt(format!("member {name:?}: no header at {}", entry.offset)));
    }
    if number::<2>(&fixed, 8) != u64::from(entry.method.code()) {
        return Err(corrupt(format!("member {name:?}: header and directory differ in the method")));
    }
    let (name_length, extra) = (number::<2>(&fixed, 26), number::<2>(&fixed, 28));
    let mut local_name = vec![0; name_length as usize];
    store.read_exact_at(entry.offset + LOCAL_SIZE as u64, &mut local_name)?;
    if local_name != entry.raw_name() {
        return Err(corrupt(format!("member {name:?}: header and directory differ in the name")));
    }
    let start = entry.offset + LOCAL_SIZE as u64 + name_length + extra;
    let length = store.len()?;
    if start.checked_add(entry.packed).is_none_or(|end| end > length) {
        let what = format!("member {name:?}");
        let got = length.saturating_sub(start);
        return Err(ErrorKind::UnexpectedEof { what, want: entry.packed, got }.into());
    }
    Ok(start)
}

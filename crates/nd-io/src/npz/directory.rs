//! The directory of a ZIP archive: which members there are and where, believed only after checks.
//!
//! The format is that of PKWARE's [application note][note], sections 4.3 and 4.5: local headers
//! with the data, a central directory after them, and an end record last of all; 64-bit forms of
//! the fields that 32 bits do not hold.
//!
//! [note]: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

use std::collections::HashSet;

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
pub(super) enum Method {
    Stored,
    Deflated,
}

impl Method {
    pub(super) fn code(self) -> u16 {
        match self {
            Self::Stored => 0,
            Self::Deflated => 8,
        }
    }
}

/// One member, as the central directory describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) method: Method,
    pub(super) crc: u32,
    /// Bytes in the archive.
    pub(super) packed: u64,
    /// Bytes after unpacking.
    pub(super) size: u64,
    /// Where its local header begins.
    pub(super) offset: u64,
}

fn corrupt(what: impl Into<String>) -> Error {
    ErrorKind::corrupt(Format::Npz, what).into()
}

/// A number from a record whose length has been checked.
fn number<const SIZE: usize>(record: &[u8], at: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes[..SIZE].copy_from_slice(&record[at..at + SIZE]);
    u64::from_le_bytes(bytes)
}

/// Reads the directory.
pub(super) fn read(store: &Store) -> Result<Vec<Entry>, Error> {
    let length = store.len()?;
    let (count, size, offset) = end_record(store, length)?;
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
    let (mut rest, mut entries, mut names) = (&directory[..], Vec::new(), HashSet::new());
    for _ in 0..count {
        let (entry, used) = central(rest, offset)?;
        if !names.insert(entry.name.clone()) {
            return Err(corrupt(format!("two members are called {:?}", entry.name)));
        }
        entries.push(entry);
        rest = &rest[used..];
    }
    Ok(entries)
}

/// Number of members, size of the directory, and where it is.
fn end_record(store: &Store, length: u64) -> Result<(u64, u64, u64), Error> {
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
    let (disk, first) = (number::<2>(record, 4), number::<2>(record, 6));
    let (count, size) = (number::<2>(record, 10), number::<4>(record, 12));
    let offset = number::<4>(record, 16);
    let saturated = count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff;
    let locator = at.checked_sub(LOCATOR_SIZE).map(|at| &tail[at..at + LOCATOR_SIZE]);
    match locator.filter(|l| saturated && number::<4>(l, 0) == u64::from(LOCATOR)) {
        Some(locator) => end_record_64(store, length, number::<8>(locator, 8)),
        None if disk != 0 || first != 0 => Err(corrupt("a part of an archive over several disks")),
        None => Ok((count, size, offset)),
    }
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
fn central(rest: &[u8], directory: u64) -> Result<(Entry, usize), Error> {
    let fixed =
        rest.get(..CENTRAL_SIZE).filter(|fixed| number::<4>(fixed, 0) == u64::from(CENTRAL));
    let fixed = fixed.ok_or_else(|| corrupt("the directory holds something that is no entry"))?;
    let flags = number::<2>(fixed, 8);
    let lengths = [28, 30, 32].map(|at| number::<2>(fixed, at) as usize);
    let used = CENTRAL_SIZE + lengths.iter().sum::<usize>();
    let variable = rest.get(CENTRAL_SIZE..used).ok_or_else(|| corrupt("an entry is cut off"))?;
    let (name, extra) = variable.split_at(lengths[0]);
    // Names that are not UTF-8 are in an encoding that nobody wrote down; NumPy's are ASCII.
    let name =
        std::str::from_utf8(name).map_err(|_| corrupt("a name that is not UTF-8"))?.to_owned();
    let method = match (flags & 1, number::<2>(fixed, 10)) {
        (1, _) => return Err(unsupported(&name, "is encrypted")),
        (_, 0) => Method::Stored,
        (_, 8) => Method::Deflated,
        (_, code) => return Err(unsupported(&name, &format!("is packed by method {code}"))),
    };
    let crc = number::<4>(fixed, 16) as u32;
    let sizes = [number::<4>(fixed, 24), number::<4>(fixed, 20), number::<4>(fixed, 42)];
    let [size, packed, offset] = wide(sizes, &extra[..lengths[1]], &name)?;
    let entry = Entry { name, method, crc, packed, size, offset };
    check(&entry, directory)?;
    Ok((entry, used))
}

fn unsupported(name: &str, what: &str) -> Error {
    ErrorKind::unsupported(Format::Npz, format!("member {name:?} {what}")).into()
}

/// Replaces the sizes that 32 bits do not hold by those of the extra field.
fn wide(sizes: [u64; 3], mut extra: &[u8], name: &str) -> Result<[u64; 3], Error> {
    let short = || corrupt(format!("member {name:?}: the extra field is cut off"));
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
fn check(entry: &Entry, directory: u64) -> Result<(), Error> {
    let Entry { name, method, packed, size, offset, .. } = entry;
    let end = offset.checked_add(*packed).and_then(|end| end.checked_add(LOCAL_SIZE as u64));
    if end.is_none_or(|end| end > directory) {
        return Err(corrupt(format!(
            "member {name:?}: {packed} bytes at {offset} overlap the directory"
        )));
    }
    let possible = match method {
        Method::Stored => packed == size,
        Method::Deflated => *size <= packed.saturating_mul(MAX_RATIO),
    };
    if !possible {
        return Err(corrupt(format!("member {name:?}: {packed} bytes cannot unpack to {size}")));
    }
    Ok(())
}

/// Where the data of a member begin, by its own header, which must agree with the directory.
pub(super) fn data_offset(store: &Store, entry: &Entry) -> Result<u64, Error> {
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
    if local_name != name.as_bytes() {
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

//! Members of one archive in another, as they are: also those that nobody here can read.

use std::fs::File;

use super::directory::{Directory, Entry, LOCAL, Method, ZIP64, corrupt, number};
use super::write::{ALIGN, COPIED, PADDING};
use crate::error::Error;
use crate::position::{Store, write_all_at};

const LOCAL_SIZE: usize = 30;
const CENTRAL_SIZE: usize = 46;

/// The longest record of sizes and checksum behind the data.
const DESCRIPTOR: u64 = 24;

/// A member in its new place.
pub(super) struct Copy {
    pub(super) entry: Entry,
    pub(super) end: u64,
}

/// Copies a member to a position. Nothing of it changes but the field that only makes room: the data of
/// those that are not packed begin where they can be mapped.
///
/// # Errors
/// A member whose own header is not where the directory has it, or that lies outside; the system's.
pub(super) fn copy(
    from: &Store,
    directory: &Directory,
    entry: &Entry,
    to: &File,
    offset: u64,
) -> Result<Copy, Error> {
    let lost = |what: &str| corrupt(format!("member {:?}: {what}", entry.name));
    let mut fixed = [0; LOCAL_SIZE];
    from.read_exact_at(entry.offset, &mut fixed)?;
    if number::<4>(&fixed, 0) != u64::from(LOCAL) {
        return Err(lost(&format!("no header at {}", entry.offset)));
    }
    let (name, extra) = (number::<2>(&fixed, 26), number::<2>(&fixed, 28));
    let mut variable = vec![0; (name + extra) as usize];
    from.read_exact_at(entry.offset + LOCAL_SIZE as u64, &mut variable)?;
    let start = entry.offset + LOCAL_SIZE as u64 + name + extra;
    let end = start.checked_add(entry.packed).filter(|&end| end <= directory.at);
    let end = end.ok_or_else(|| lost("its data overlap the directory"))?;
    let others = directory.entries.iter().map(|other| other.offset);
    let next = others.filter(|&other| other >= end).min().unwrap_or(directory.at);
    let behind = if entry.has_descriptor() { (next - end).min(DESCRIPTOR) } else { 0 };

    let mut header = fixed.to_vec();
    header.extend_from_slice(&variable[..name as usize]);
    let mut extras = without(&variable[name as usize..], PADDING);
    if entry.method == Method::Stored {
        let before = offset + (header.len() + extras.len() + 4) as u64;
        let room = ((ALIGN - before % ALIGN) % ALIGN) as u16;
        if extras.len() + 4 + usize::from(room) <= usize::from(u16::MAX) {
            extras.extend(PADDING.to_le_bytes());
            extras.extend(room.to_le_bytes());
            extras.resize(extras.len() + usize::from(room), 0);
        }
    }
    header[28..30].copy_from_slice(&(extras.len() as u16).to_le_bytes());
    header.extend(extras);
    write_all_at(to, offset, &header)?;
    let data = offset + header.len() as u64;
    let count = entry.packed + behind;
    copy_bytes(from, start, to, data, count)?;
    let record = moved(&entry.record, offset).ok_or_else(|| lost("its record has no room"))?;
    let entry = Entry { offset, record, ..entry.clone() };
    Ok(Copy { entry, end: data + count })
}

fn copy_bytes(from: &Store, start: u64, to: &File, at: u64, count: u64) -> Result<(), Error> {
    let mut part = vec![0; COPIED.min(usize::try_from(count).unwrap_or(COPIED))];
    let mut done = 0;
    while done < count {
        let some = (count - done).min(COPIED as u64) as usize;
        from.read_exact_at(start + done, &mut part[..some])?;
        write_all_at(to, at + done, &part[..some])?;
        done += some as u64;
    }
    Ok(())
}

/// The extra fields but those of one kind; what is no field stays as it is.
fn without(mut extra: &[u8], kind: u16) -> Vec<u8> {
    let mut rest = Vec::with_capacity(extra.len());
    while let Some(length) = extra.get(2..4)
        && let Some(field) = extra.get(..4 + number::<2>(length, 0) as usize)
    {
        if number::<2>(field, 0) != u64::from(kind) {
            rest.extend_from_slice(field);
        }
        extra = &extra[field.len()..];
    }
    rest.extend_from_slice(extra);
    rest
}

/// A record of the directory for a member at another position; `None` if its fields have no room.
fn moved(record: &[u8], offset: u64) -> Option<Vec<u8>> {
    let [name, extra, comment] = [28, 30, 32].map(|at| number::<2>(record, at) as usize);
    let (fixed, rest) = record.split_at(CENTRAL_SIZE);
    let (name, rest) = rest.split_at(name);
    let (extra, comment) = (&rest[..extra], &rest[extra..extra + comment]);
    let mut fixed = fixed.to_vec();
    let was_wide = number::<4>(&fixed, 42) == u64::from(u32::MAX);
    let small = u32::try_from(offset).ok().filter(|&small| small != u32::MAX && !was_wide);
    let mut extras = extra.to_vec();
    fixed[42..46].copy_from_slice(&small.unwrap_or(u32::MAX).to_le_bytes());
    if small.is_none() {
        extras = without(extra, ZIP64);
        let sizes = [24, 20].map(|at| number::<4>(&fixed, at) == u64::from(u32::MAX));
        let wide = sizes.iter().filter(|&&wide| wide).count() * 8;
        let old = field(extra, ZIP64).unwrap_or_default();
        let old = old.get(..wide)?;
        extras.extend(ZIP64.to_le_bytes());
        extras.extend((wide as u16 + 8).to_le_bytes());
        extras.extend_from_slice(old);
        extras.extend(offset.to_le_bytes());
    }
    let length = u16::try_from(extras.len()).ok()?;
    fixed[30..32].copy_from_slice(&length.to_le_bytes());
    Some([&fixed[..], name, &extras, comment].concat())
}

/// What an extra field of a kind holds.
fn field(mut extra: &[u8], kind: u16) -> Option<&[u8]> {
    while let Some(length) = extra.get(2..4) {
        let length = number::<2>(length, 0) as usize;
        let body = extra.get(4..4 + length)?;
        if number::<2>(extra, 0) == u64::from(kind) {
            return Some(body);
        }
        extra = &extra[4 + length..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record with so many bytes of name, extra fields and comment.
    fn record(sizes: [u32; 3], extra: &[u8]) -> Vec<u8> {
        let mut record = vec![7; CENTRAL_SIZE];
        for (at, size) in [24, 20, 42].into_iter().zip(sizes) {
            record[at..at + 4].copy_from_slice(&size.to_le_bytes());
        }
        for (at, length) in [28, 30, 32].into_iter().zip([2, extra.len() as u16, 3]) {
            record[at..at + 2].copy_from_slice(&length.to_le_bytes());
        }
        record.extend(b"ab");
        record.extend(extra);
        record.extend(b"xyz");
        record
    }

    #[test]
    fn positions_over_four_gigabytes_find_room() {
        let other = b"\x55\x54\x01\x00\x09";
        let near = moved(&record([1, 2, 3], other), 99).unwrap();
        assert_eq!(near, record([1, 2, 99], other));
        let far = 5_000_000_000_u64;
        let moved_far = moved(&record([1, u32::MAX, 3], b"\x01\x00\x08\x0012345678"), far).unwrap();
        let wide = [&b"\x01\x00\x10\x0012345678"[..], &far.to_le_bytes()].concat();
        assert_eq!(moved_far, record([1, u32::MAX, u32::MAX], &wide));
        assert_eq!(moved(&moved_far, 7).unwrap().len(), moved_far.len());
        assert!(moved(&record([u32::MAX, 2, 3], b""), far).is_none());
    }
}

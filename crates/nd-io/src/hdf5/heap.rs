//! Heaps: the names of a group, and texts of varying length.

use std::collections::BTreeMap;
use std::ops::Range;

use super::store::Walk;
use super::{Result, corrupt};

/// The names of a group whose members are in a symbol table.
pub(super) struct LocalHeap {
    bytes: Vec<u8>,
}

impl LocalHeap {
    pub(super) fn read(walk: &Walk<'_>, at: u64) -> Result<Self> {
        let sizes = walk.store.sizes;
        let head = walk.read(at, (8 + 2 * sizes.length + sizes.offset) as u64, "local heap")?;
        let mut cursor = walk.cursor(&head, "local heap");
        cursor.signature(b"HEAP")?;
        cursor.version(0)?;
        cursor.skip(3)?;
        let len = cursor.length()?;
        cursor.length()?; // where its free space begins
        let data = cursor.address_of("its data")?;
        Ok(Self { bytes: walk.read(data, len, "local heap")? })
    }

    /// The bytes of the name at a position.
    pub(super) fn bytes_at(&self, at: u64) -> Result<&[u8]> {
        let rest = usize::try_from(at).ok().and_then(|at| self.bytes.get(at..));
        let rest = rest.ok_or_else(|| corrupt(format!("local heap: no name at {at}")))?;
        let len = rest.iter().position(|&byte| byte == 0);
        len.map(|len| &rest[..len]).ok_or_else(|| corrupt("local heap: a name without an end"))
    }

    /// The name at a position.
    pub(super) fn name_at(&self, walk: &Walk<'_>, at: u64) -> Result<&str> {
        let bytes = self.bytes_at(at)?;
        walk.spend(bytes.len() as u64, "local heap")?;
        std::str::from_utf8(bytes).map_err(|_| corrupt("local heap: a name that is not UTF-8"))
    }
}

/// A collection of the global heap: texts, by number.
pub(super) struct GlobalCollection {
    bytes: Vec<u8>,
    objects: BTreeMap<u32, Range<usize>>,
}

impl GlobalCollection {
    pub(super) fn read(walk: &Walk<'_>, at: u64) -> Result<Self> {
        let what = "global heap";
        let head_len = 8 + walk.store.sizes.length;
        let head = walk.read(at, head_len as u64, what)?;
        let mut cursor = walk.cursor(&head, what);
        cursor.signature(b"GCOL")?;
        cursor.version(1)?;
        cursor.skip(3)?;
        let len = cursor.length()?;
        let len =
            len.checked_sub(head_len as u64).ok_or_else(|| corrupt("global heap: its size"))?;
        let bytes = walk.read(at + head_len as u64, len, what)?;
        let mut objects = BTreeMap::new();
        let mut cursor = walk.cursor(&bytes, what);
        while cursor.left() >= head_len {
            let index = u32::from(cursor.u16()?);
            if index == 0 {
                break; // the rest is free
            }
            cursor.skip(2 + 4)?;
            let size = usize::try_from(cursor.length()?).map_err(|_| corrupt(what))?;
            let from = cursor.position();
            cursor.skip(size)?;
            objects.insert(index, from..from + size);
            // Objects begin at multiples of eight bytes; after the last nothing need follow.
            let pad = size.next_multiple_of(8) - size;
            cursor.skip(pad.min(cursor.left()))?;
        }
        Ok(Self { bytes, objects })
    }

    /// The bytes of an object.
    pub(super) fn object(&self, index: u32) -> Option<&[u8]> {
        self.objects.get(&index).and_then(|range| self.bytes.get(range.clone()))
    }

    fn get(&self, index: u32) -> Option<&[u8]> {
        self.objects.get(&index).and_then(|range| self.bytes.get(range.clone()))
    }
}

/// The text that an element of varying length points to.
pub(super) fn text_of(walk: &Walk<'_>, element: &[u8]) -> Result<String> {
    let what = "text of varying length";
    let mut cursor = walk.cursor(element, what);
    let len = cursor.u32()? as usize;
    let at = cursor.address()?;
    let index = cursor.u32()?;
    let Some(at) = at.filter(|&at| at != 0 && len > 0) else {
        return Ok(String::new());
    };
    walk.spend(len as u64, what)?;
    let collection = walk.collection(at)?;
    let bytes = collection.get(index).and_then(|bytes| bytes.get(..len));
    let bytes =
        bytes.ok_or_else(|| corrupt(format!("{what}: no object {index} of {len} bytes")))?;
    text(bytes, false)
}

/// Text of a fixed number of bytes, without what fills it up.
pub(super) fn text(bytes: &[u8], blanks: bool) -> Result<String> {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let mut bytes = &bytes[..end];
    while let (true, Some((b' ', rest))) = (blanks, bytes.split_last()) {
        bytes = rest;
    }
    let text = std::str::from_utf8(bytes).map_err(|_| corrupt("text that is not UTF-8"))?;
    Ok(text.to_owned())
}

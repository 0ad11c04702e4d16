//! Heaps: the names of a group, and what has no length of its own: texts and lists.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::store::{Seen, Walk};
use super::{Result, corrupt};

/// The names of a group whose members are in a symbol table.
pub(super) struct LocalHeap {
    bytes: Vec<u8>,
    /// Bytes of names that may still be given out: honest ones hardly overlap.
    left: Cell<usize>,
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
        let bytes = walk.read(data, len, "local heap")?;
        let left = Cell::new(bytes.len().saturating_mul(16).saturating_add(64 << 10));
        Ok(Self { bytes, left })
    }

    /// The bytes of the name at a position.
    pub(super) fn bytes_at(&self, at: u64) -> Result<&[u8]> {
        let rest = usize::try_from(at).ok().and_then(|at| self.bytes.get(at..));
        let rest = rest.ok_or_else(|| corrupt(format!("local heap: no name at {at}")))?;
        let len = rest.iter().position(|&byte| byte == 0);
        len.map(|len| &rest[..len]).ok_or_else(|| corrupt("local heap: a name without an end"))
    }

    /// The name at a position, with marks for what is not UTF-8.
    pub(super) fn name_at(&self, at: u64) -> Result<String> {
        let bytes = self.bytes_at(at)?;
        let left = self.left.get().checked_sub(bytes.len());
        self.left.set(left.ok_or_else(|| corrupt("local heap: names overlap"))?);
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// A collection of the global heap: texts and lists, by number.
pub(super) struct GlobalCollection {
    bytes: Vec<u8>,
    objects: BTreeMap<u32, Range<usize>>,
}

impl GlobalCollection {
    pub(super) fn read(walk: &Walk<'_>, at: u64, places: &mut Seen) -> Result<Self> {
        let what = "global heap";
        // Heads are filled up to multiples of eight bytes too, where a length takes fewer.
        let head_len = (8 + walk.store.sizes.length).next_multiple_of(8);
        let head = walk.read(at, head_len as u64, what)?;
        let mut cursor = walk.cursor(&head, what);
        cursor.signature(b"GCOL")?;
        cursor.version(1)?;
        cursor.skip(3)?;
        let whole = cursor.length()?;
        let len =
            whole.checked_sub(head_len as u64).ok_or_else(|| corrupt("global heap: its size"))?;
        places.take(at, whole, what)?;
        let bytes = walk.read(at + head_len as u64, len, what)?;
        let mut objects = BTreeMap::new();
        let mut cursor = walk.cursor(&bytes, what);
        while cursor.left() >= head_len {
            let begin = cursor.position();
            let index = u32::from(cursor.u16()?);
            if index == 0 {
                break; // the rest is free
            }
            cursor.skip(2 + 4)?;
            let size = usize::try_from(cursor.length()?).map_err(|_| corrupt(what))?;
            cursor.skip(begin + head_len - cursor.position())?;
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
        self.objects.get(&index).map(|range| &self.bytes[range.clone()])
    }

    fn get(&self, index: u32) -> Option<Range<usize>> {
        self.objects.get(&index).cloned()
    }
}

/// What an element of varying length points to: a text's bytes, or a list's elements.
pub(super) struct Pointed {
    /// Elements there are.
    pub(super) count: usize,
    place: Option<(Rc<GlobalCollection>, Range<usize>)>,
}

impl Pointed {
    /// Follows an element that stands for `count` elements of `itemsize` bytes each.
    pub(super) fn read(walk: &Walk<'_>, element: &[u8], itemsize: usize) -> Result<Self> {
        let what = "elements of varying length";
        let mut cursor = walk.cursor(element, what);
        let count = cursor.u32()? as usize;
        let at = cursor.address()?;
        let index = cursor.u32()?;
        let Some(at) = at.filter(|&at| at != 0 && count > 0) else {
            return Ok(Self { count: 0, place: None });
        };
        let len = count.saturating_mul(itemsize);
        walk.make(len as u64, what)?;
        let collection = walk.collection(at)?;
        let range = collection.get(index).filter(|range| range.len() >= len);
        let range = range
            .ok_or_else(|| corrupt(format!("{what}: no object {index} of {len} bytes at {at}")))?;
        Ok(Self { count, place: Some((collection, range.start..range.start + len)) })
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.place.as_ref().map_or(&[], |(collection, range)| &collection.bytes[range.clone()])
    }
}

//! [`SharedMessages`]: messages that many objects have, kept once for all of a file.

use super::cursor::checked;
use super::fractal::FractalHeap;
use super::object::{Object, kind};
use super::store::Walk;
use super::{Result, corrupt};

/// The heaps of shared messages, as a table of the file tells.
pub(super) struct SharedMessages(Vec<Index>);

/// A heap of messages of some kinds.
struct Index {
    /// A bit for each kind.
    kinds: u16,
    heap: Option<FractalHeap>,
}

impl SharedMessages {
    /// Finds the table through the superblock.
    pub(super) fn read(walk: &Walk<'_>) -> Result<Self> {
        let none = || corrupt("shared message: the file has no table of them");
        let at = walk.store.extension.ok_or_else(none)?;
        let extension = Object::read(walk, at)?;
        let message = extension.find(walk, kind::SHARED_TABLE)?.ok_or_else(none)?;
        let mut cursor = walk.cursor(&message, "table of shared messages");
        cursor.version(0)?;
        let table = cursor.address_of("the table")?;
        let count = usize::from(cursor.u8()?);
        let width = 14 + 2 * walk.store.sizes.offset;
        let bytes = walk.read(table, (4 + count * width + 4) as u64, "table of shared messages")?;
        let mut cursor =
            walk.cursor(checked(&bytes, "table of shared messages")?, "shared messages");
        cursor.signature(b"SMTB")?;
        let mut indexes = Vec::new();
        for _ in 0..count {
            cursor.version(0)?;
            cursor.skip(1)?; // whether it is a list or a tree
            let kinds = cursor.u16()?;
            cursor.skip(4 + 2 + 2 + 2)?; // when messages are shared, and how many there are
            cursor.address()?;
            let heap = match cursor.address()? {
                Some(heap) => Some(FractalHeap::open(walk, heap)?),
                None => None,
            };
            indexes.push(Index { kinds, heap });
        }
        Ok(Self(indexes))
    }

    /// The data of a message, by its number in the heap of its kind.
    pub(super) fn get(&self, walk: &Walk<'_>, kind: u16, id: &[u8]) -> Result<Vec<u8>> {
        let mine = self.0.iter().find(|index| index.kinds >> kind.min(15) & 1 != 0);
        let heap = mine.and_then(|index| index.heap.as_ref());
        let heap = heap.ok_or_else(|| corrupt(format!("shared message: none of kind {kind}")))?;
        heap.get_shared(walk, id)
    }
}

//! [`Texts`]: a global heap being filled.

use super::super::Result;
use super::tail::Tail;

/// The smallest collection, and the largest that is begun before it is known what goes in.
const SMALLEST: usize = 4096;
const LARGEST: usize = 1 << 20;
/// A collection numbers its objects with 16 bits.
const MOST: u16 = u16::MAX;
/// Bytes before an object, and at the beginning of a collection.
const HEAD: usize = 16;

/// Collections of texts, one being filled.
#[derive(Default)]
pub(super) struct Texts {
    open: Option<Collection>,
}

struct Collection {
    at: u64,
    bytes: Vec<u8>,
    capacity: usize,
    next: u16,
}

impl Texts {
    /// Stores texts, and returns the elements that point to them.
    pub(super) fn store(&mut self, tail: &Tail, texts: &[&str]) -> Result<Vec<u8>> {
        let mut left: usize = texts.iter().map(|text| room(text)).sum();
        let mut elements = Vec::with_capacity(16 * texts.len());
        for text in texts {
            elements.extend((text.len() as u32).to_le_bytes());
            if text.is_empty() {
                elements.extend([0; 12]);
                continue;
            }
            let collection = self.with_room(tail, room(text), left)?;
            left -= room(text);
            elements.extend(collection.at.to_le_bytes());
            elements.extend(u32::from(collection.next).to_le_bytes());
            collection.push(text);
        }
        Ok(elements)
    }

    /// Writes what is still open.
    pub(super) fn finish(&mut self, tail: &Tail) -> Result<()> {
        let Some(Collection { at, mut bytes, capacity, .. }) = self.open.take() else {
            return Ok(());
        };
        let free = capacity - bytes.len();
        if free >= HEAD {
            bytes.extend([0; 8]); // object 0 is the free space
            bytes.extend((free as u64).to_le_bytes());
        }
        bytes.resize(capacity, 0);
        tail.write_at(at, &bytes)
    }

    fn with_room(&mut self, tail: &Tail, need: usize, left: usize) -> Result<&mut Collection> {
        let full = |open: &Collection| open.capacity - open.bytes.len() < need || open.next == MOST;
        if self.open.as_ref().is_none_or(full) {
            self.finish(tail)?;
            let capacity = (left + HEAD).clamp(SMALLEST, LARGEST).max(need + HEAD);
            let at = tail.room(capacity as u64);
            let mut bytes = b"GCOL\x01\0\0\0".to_vec();
            bytes.extend((capacity as u64).to_le_bytes());
            self.open = Some(Collection { at, bytes, capacity, next: 1 });
        }
        Ok(self.open.as_mut().expect("it was just begun"))
    }
}

impl Collection {
    fn push(&mut self, text: &str) {
        self.bytes.extend(self.next.to_le_bytes());
        self.bytes.extend([0; 6]); // nobody counts references
        self.bytes.extend((text.len() as u64).to_le_bytes());
        self.bytes.extend(text.as_bytes());
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        self.next += 1;
    }
}

/// Bytes that a text takes in a collection.
fn room(text: &str) -> usize {
    if text.is_empty() { 0 } else { HEAD + text.len().next_multiple_of(8) }
}

//! B-trees of version 1: of the chunks of an array, and of the names in a group.

use super::cursor::Cursor;
use super::store::{Seen, Walk};
use super::{Result, corrupt};

/// What the keys of a tree are.
#[derive(Clone, Copy)]
pub(super) enum Keys {
    /// Names: positions in the group's heap.
    Names,
    /// Chunks: stored length, filters left out, and a position along so many axes.
    Chunks(usize),
}

impl Keys {
    fn kind(self) -> u8 {
        match self {
            Self::Names => 0,
            Self::Chunks(_) => 1,
        }
    }

    fn width(self, lengths: usize) -> usize {
        match self {
            Self::Names => lengths,
            // One position more: inside the element.
            Self::Chunks(ndim) => 4 + 4 + 8 * (ndim + 1),
        }
    }
}

/// Visits the leaves' children, in order: `wanted(left, right)` tells of two keys whether what lies
/// between them matters, `visit(key, address)` is given each such child and the key on its left.
pub(super) fn visit(
    walk: &Walk<'_>,
    at: u64,
    keys: Keys,
    wanted: &dyn Fn(Cursor<'_>, Cursor<'_>) -> Result<bool>,
    visit: &mut dyn FnMut(Cursor<'_>, u64) -> Result<()>,
) -> Result<()> {
    node(walk, at, keys, None, &mut Visitor { wanted, visit, seen: Seen::default() })
}

struct Visitor<'a> {
    wanted: &'a dyn Fn(Cursor<'_>, Cursor<'_>) -> Result<bool>,
    visit: &'a mut dyn FnMut(Cursor<'_>, u64) -> Result<()>,
    seen: Seen,
}

/// A node and all below it. Its level is one less than its parent's, so that no way down is a circle.
fn node(
    walk: &Walk<'_>,
    at: u64,
    keys: Keys,
    level: Option<u8>,
    visitor: &mut Visitor<'_>,
) -> Result<()> {
    let sizes = walk.store.sizes;
    let head_len = 8 + 2 * sizes.offset as u64;
    let head = walk.read(at, head_len, "B-tree")?;
    let mut cursor = walk.cursor(&head, "B-tree");
    cursor.signature(b"TREE")?;
    let (kind, found) = (cursor.u8()?, cursor.u8()?);
    if kind != keys.kind() || level.is_some_and(|level| level != found) {
        return Err(corrupt(format!("B-tree: a node of kind {kind} and level {found} at {at}")));
    }
    let count = usize::from(cursor.u16()?);
    if count == 0 {
        return Ok(());
    }
    let width = keys.width(sizes.length);
    let len = count * (width + sizes.offset) + width;
    visitor.seen.take(at, head_len + len as u64, "B-tree")?;
    let body = walk.read(at + head_len, len as u64, "B-tree")?;
    let mut cursor = walk.cursor(&body, "B-tree");
    for _ in 0..count {
        let left = walk.cursor(cursor.take(width)?, "B-tree key");
        let child = cursor.address_of("a child")?;
        let right = walk.cursor(cursor.clone().take(width)?, "B-tree key");
        if !(visitor.wanted)(left.clone(), right)? {
            continue;
        }
        match found.checked_sub(1) {
            Some(below) => node(walk, child, keys, Some(below), visitor)?,
            None => (visitor.visit)(left, child)?,
        }
    }
    Ok(())
}

//! The superblock: where a file begins, how wide its numbers are, where its root group is.

use super::cursor::{Cursor, Sizes, checked};
use super::store::Store;
use super::{Result, corrupt, unsupported};

/// The first bytes of a superblock.
pub(super) const SIGNATURE: &[u8; 8] = b"\x89HDF\r\n\x1a\n";

/// What a superblock says.
pub(super) struct Superblock {
    /// 0 to 3.
    pub(super) version: u8,
    /// The root group's object header.
    pub(super) root: u64,
}

/// Finds and reads the superblock, and makes positions in the store count from it.
///
/// # Errors
/// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) without one.
pub(super) fn read(store: &mut Store) -> Result<Superblock> {
    let base = find(store)?;
    store.rebase(base);
    let len = store.len().min(128);
    let bytes = store.read(0, len, "superblock")?;
    let mut cursor = Cursor::new(&bytes, Sizes::default(), "superblock");
    cursor.skip(SIGNATURE.len())?;
    let version = cursor.u8()?;
    match version {
        0 | 1 => first_kind(store, cursor, version),
        2 | 3 => second_kind(store, cursor, version, &bytes),
        version => Err(unsupported(format!("version {version} of the superblock"))),
    }
}

/// A block of the user's own, of 512 bytes or a power of two times that, may come first.
fn find(store: &Store) -> Result<u64> {
    let mut at = 0;
    let mut found = [0; 8];
    while store.check(at, found.len() as u64, "superblock").is_ok() {
        store.read_at(at, &mut found, "superblock")?;
        if found == *SIGNATURE {
            return Ok(at);
        }
        at = (at * 2).max(512);
    }
    Err(corrupt("no superblock: the signature \"\\x89HDF\\r\\n\\x1a\\n\" is nowhere"))
}

fn first_kind(store: &mut Store, mut cursor: Cursor<'_>, version: u8) -> Result<Superblock> {
    cursor.skip(4)?; // versions of parts that never had another
    set_sizes(store, &mut cursor)?;
    cursor.skip(1 + 4 + 4)?; // sizes of tree nodes, which every node tells by itself
    if version == 1 {
        cursor.skip(4)?;
    }
    let mut cursor = with_sizes(store, cursor);
    let base = cursor.address_of("the superblock")?;
    cursor.address()?;
    let end = cursor.address_of("the end")?;
    cursor.address()?;
    cursor.length()?; // the root's name: a place in a heap
    let root = cursor.address_of("the root group")?;
    // The end alone is counted from the file's first byte.
    store.set_end(end.saturating_sub(base));
    Ok(Superblock { version, root })
}

fn second_kind(
    store: &mut Store,
    mut cursor: Cursor<'_>,
    version: u8,
    bytes: &[u8],
) -> Result<Superblock> {
    set_sizes(store, &mut cursor)?;
    cursor.skip(1)?;
    let mut cursor = with_sizes(store, cursor);
    let base = cursor.address_of("the superblock")?;
    let extension = cursor.address()?;
    let end = cursor.address_of("the end")?;
    let root = cursor.address_of("the root group")?;
    let len = 12 + cursor.position() + 4; // 12 bytes came before the addresses
    let whole = bytes.get(..len).ok_or_else(|| corrupt("superblock: cut off"))?;
    checked(whole, "superblock")?;
    store.extension = extension;
    // The end alone is counted from the file's first byte.
    store.set_end(end.saturating_sub(base));
    Ok(Superblock { version, root })
}

fn set_sizes(store: &mut Store, cursor: &mut Cursor<'_>) -> Result<()> {
    let (offset, length) = (usize::from(cursor.u8()?), usize::from(cursor.u8()?));
    for size in [offset, length] {
        if !matches!(size, 2 | 4 | 8) {
            return Err(unsupported(format!("addresses of {size} bytes (2, 4 and 8 are)")));
        }
    }
    store.sizes = Sizes { offset, length };
    Ok(())
}

/// What is left of a cursor, with the widths known.
fn with_sizes<'a>(store: &Store, mut cursor: Cursor<'a>) -> Cursor<'a> {
    Cursor::new(cursor.rest(), store.sizes, "superblock")
}

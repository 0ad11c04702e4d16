//! [`Layout`]: where the elements of an array are in a file.

use nd_core::{MAX_NDIM, Shape};

use super::cursor::Cursor;
use super::store::Walk;
use super::{Result, corrupt, unsupported};

/// Where the elements are.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Layout {
    /// In the message itself.
    Compact(Vec<u8>),
    /// In one piece; nowhere, if nothing was ever written. An old file does not tell the length.
    Contiguous { at: Option<u64>, len: Option<u64> },
    /// In chunks.
    Chunked(Chunked),
    /// In other arrays, which an object of the global heap names.
    Virtual { heap: Option<u64>, object: u32 },
}

/// How chunks are found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chunked {
    /// Extents of a chunk.
    pub(super) chunk: Shape,
    /// Whether chunks that hang over the end are stored as they are, whatever the filters.
    pub(super) plain_edges: bool,
    pub(super) index: Index,
}

/// The structure that tells where each chunk is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Index {
    /// Nothing was ever written.
    Nothing,
    /// The only chunk: with filters, its stored length and the filters it was too small for.
    Single {
        at: u64,
        filtered: Option<(u64, u32)>,
    },
    /// Chunk after chunk.
    Implicit {
        at: u64,
    },
    FixedArray {
        at: u64,
    },
    ExtensibleArray {
        at: u64,
    },
    /// A B-tree of version 1.
    Tree1 {
        at: u64,
    },
    /// A B-tree of version 2.
    Tree2 {
        at: u64,
    },
}

impl Layout {
    /// Reads the message; elements take `itemsize` bytes along `ndim` axes.
    pub(super) fn parse(
        walk: &Walk<'_>,
        bytes: &[u8],
        ndim: usize,
        itemsize: usize,
    ) -> Result<Self> {
        let mut cursor = walk.cursor(bytes, "data layout");
        let version = cursor.u8()?;
        match version {
            1 | 2 => return first_kind(cursor, ndim, itemsize),
            3..=5 => {}
            version => return Err(unsupported(format!("version {version} of the data layout"))),
        }
        match cursor.u8()? {
            0 => {
                let len = usize::from(cursor.u16()?);
                Ok(Self::Compact(cursor.take(len)?.to_vec()))
            }
            1 => Ok(Self::Contiguous { at: cursor.address()?, len: Some(cursor.length()?) }),
            2 if version == 3 => old_chunks(cursor, ndim, itemsize),
            2 => new_chunks(cursor, ndim, itemsize),
            3 if version > 3 => {
                Ok(Self::Virtual { heap: cursor.address()?, object: cursor.u32()? })
            }
            class => Err(cursor.bad(format!("class {class}"))),
        }
    }
}

/// Versions 1 and 2, which libraries before 1.6.3 wrote.
fn first_kind(mut cursor: Cursor<'_>, ndim: usize, itemsize: usize) -> Result<Layout> {
    let count = usize::from(cursor.u8()?);
    let class = cursor.u8()?;
    cursor.skip(5)?;
    match class {
        0 => {
            cursor.skip(4 * count)?;
            let len = cursor.u32()? as usize;
            Ok(Layout::Compact(cursor.take(len)?.to_vec()))
        }
        // Extents follow, which the dataspace tells too.
        1 => Ok(Layout::Contiguous { at: cursor.address()?, len: None }),
        2 => {
            let at = cursor.address()?;
            let chunk = extents(&mut cursor, count, 4, ndim, itemsize)?;
            let index = at.map_or(Index::Nothing, |at| Index::Tree1 { at });
            Ok(Layout::Chunked(Chunked { chunk, plain_edges: false, index }))
        }
        class => Err(cursor.bad(format!("class {class}"))),
    }
}

fn old_chunks(mut cursor: Cursor<'_>, ndim: usize, itemsize: usize) -> Result<Layout> {
    let count = usize::from(cursor.u8()?);
    let at = cursor.address()?;
    let chunk = extents(&mut cursor, count, 4, ndim, itemsize)?;
    let index = at.map_or(Index::Nothing, |at| Index::Tree1 { at });
    Ok(Layout::Chunked(Chunked { chunk, plain_edges: false, index }))
}

fn new_chunks(mut cursor: Cursor<'_>, ndim: usize, itemsize: usize) -> Result<Layout> {
    let flags = cursor.u8()?;
    let count = usize::from(cursor.u8()?);
    let width = usize::from(cursor.u8()?);
    let chunk = extents(&mut cursor, count, width, ndim, itemsize)?;
    let kind = cursor.u8()?;
    let mut filtered = None;
    match kind {
        1 if flags & 2 != 0 => filtered = Some((cursor.length()?, cursor.u32()?)),
        1 | 2 => {}
        3 => cursor.skip(1)?,
        4 => cursor.skip(5)?,
        5 => cursor.skip(6)?,
        kind => return Err(cursor.bad(format!("chunk index {kind}"))),
    }
    let index = match (kind, cursor.address()?) {
        (_, None) => Index::Nothing,
        (1, Some(at)) => Index::Single { at, filtered },
        (2, Some(at)) => Index::Implicit { at },
        (3, Some(at)) => Index::FixedArray { at },
        (4, Some(at)) => Index::ExtensibleArray { at },
        (_, Some(at)) => Index::Tree2 { at },
    };
    Ok(Layout::Chunked(Chunked { chunk, plain_edges: flags & 1 != 0, index }))
}

/// Extents of a chunk, after which the size of an element is told once more.
fn extents(
    cursor: &mut Cursor<'_>,
    count: usize,
    width: usize,
    ndim: usize,
    itemsize: usize,
) -> Result<Shape> {
    if count != ndim + 1 || ndim == 0 {
        return Err(corrupt(format!(
            "data layout: chunks of {count} extents, array of {ndim} axes"
        )));
    }
    let mut values = [0; MAX_NDIM];
    for value in &mut values[..ndim] {
        let extent = cursor.uint(width)?;
        *value = usize::try_from(extent)
            .ok()
            .filter(|&extent| extent > 0)
            .ok_or_else(|| corrupt(format!("data layout: a chunk extent of {extent}")))?;
    }
    let size = cursor.uint(width)?;
    if size != itemsize as u64 {
        return Err(corrupt(format!("data layout: elements of {size} bytes, not {itemsize}")));
    }
    Ok(Shape::try_new(&values[..ndim])?)
}

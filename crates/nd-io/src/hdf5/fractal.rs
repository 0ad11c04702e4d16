//! Fractal heaps: the links and attributes of crowded objects.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::checksum::lookup3;
use super::cursor::{checked, width_of};
use super::store::{Seen, Walk};
use super::tree2::Tree2;
use super::{Result, corrupt, unsupported};
use crate::error::ErrorKind;

const HUGE: &str = "huge object of a fractal heap";

/// A heap whose blocks double in size, row by row of a table.
pub(super) struct FractalHeap {
    at: u64,
    checksums: bool,
    id_len: usize,
    huge: Option<u64>,
    table: Table,
    root: Option<u64>,
    /// Rows of the root; 0 when it is a block of data.
    root_rows: u32,
    read: RefCell<Blocks>,
}

/// What was read of a heap.
#[derive(Default)]
struct Blocks {
    /// Blocks of data and tables, checked.
    blocks: BTreeMap<u64, Rc<Vec<u8>>>,
    /// Where those are in the file, and huge objects.
    places: Seen,
    /// Objects that were given out, by their place in the heap: nobody asks for one twice.
    objects: Seen,
}

/// How large the blocks are.
#[derive(Clone, Copy)]
struct Table {
    width: u64,
    start: u64,
    /// The largest block of data; larger ones are tables again.
    largest: u64,
    /// Bytes that a position in the heap takes.
    offset: usize,
    /// Bytes that a length takes.
    length: usize,
}

impl Table {
    /// Size of the blocks in a row.
    fn size(&self, row: u32) -> Option<u64> {
        self.start
            .checked_shl(row.saturating_sub(1))
            .filter(|&size| size >> row.saturating_sub(1) == self.start)
    }

    /// Number of rows whose blocks hold data.
    fn data_rows(&self) -> u32 {
        self.largest.ilog2() - self.start.ilog2() + 2
    }

    /// Number of rows of a table that covers so many bytes.
    fn rows_of(&self, size: u64) -> u32 {
        (size / (self.start * self.width)).checked_ilog2().map_or(1, |rows| rows + 1)
    }
}

impl FractalHeap {
    pub(super) fn open(walk: &Walk<'_>, at: u64) -> Result<Self> {
        let what = "fractal heap";
        let sizes = walk.store.sizes;
        let len = 26 + 12 * sizes.length + 3 * sizes.offset;
        let bytes = walk.read(at, len as u64, what)?;
        let mut cursor = walk.cursor(&bytes, what);
        cursor.signature(b"FRHP")?;
        cursor.version(0)?;
        let id_len = usize::from(cursor.u16()?);
        let filters = cursor.u16()?;
        if filters != 0 {
            return Err(unsupported("filters on links or attributes"));
        }
        checked(&bytes, what)?;
        let flags = cursor.u8()?;
        let most = u64::from(cursor.u32()?);
        cursor.length()?; // the next number for a huge object
        let huge = cursor.address()?;
        cursor.length()?; // free space, and what manages it
        cursor.address()?;
        cursor.skip(8 * sizes.length)?; // statistics
        let width = u64::from(cursor.u16()?);
        let (start, largest) = (cursor.length()?, cursor.length()?);
        let bits = usize::from(cursor.u16()?);
        cursor.u16()?; // rows the root began with
        let root = cursor.address()?;
        let root_rows = u32::from(cursor.u16()?);
        let whole = start.is_power_of_two() && largest.is_power_of_two() && start <= largest;
        if !whole || !width.is_power_of_two() || start.checked_mul(width).is_none() || bits > 64 {
            let sizes = format!("blocks of {start} to {largest} bytes, {width} in a row");
            return Err(cursor.bad(sizes));
        }
        let offset = bits.div_ceil(8).max(1);
        let length = width_of(most).min((largest.ilog2() as usize).div_ceil(8).max(1));
        let table = Table { width, start, largest, offset, length };
        let (checksums, read) = (flags & 2 != 0, RefCell::default());
        Ok(Self { at, checksums, id_len, huge, table, root, root_rows, read })
    }

    /// The object with a number, which is asked for once.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] for the second time, and for objects that overlap.
    pub(super) fn get(&self, walk: &Walk<'_>, id: &[u8]) -> Result<Vec<u8>> {
        self.find(walk, id, true)
    }

    /// The object with a number, for one of many who share it.
    pub(super) fn get_shared(&self, walk: &Walk<'_>, id: &[u8]) -> Result<Vec<u8>> {
        self.find(walk, id, false)
    }

    fn find(&self, walk: &Walk<'_>, id: &[u8], once: bool) -> Result<Vec<u8>> {
        let Some(id) = id.get(..self.id_len.max(1)) else {
            return Err(corrupt("fractal heap: a number cut off"));
        };
        let mut cursor = walk.cursor(id, "number of a heap object");
        let head = cursor.u8()?;
        match (head >> 6, head >> 4 & 3) {
            (0, 0) => {
                let at = cursor.uint(self.table.offset)?;
                let len = cursor.uint(self.table.length)?;
                if once {
                    self.read.borrow_mut().objects.take(at, len, "fractal heap")?;
                }
                self.managed(walk, at, len)
            }
            (0, 1) => {
                let (at, len) = self.huge(walk, cursor)?;
                if once {
                    self.read.borrow_mut().places.take(at, len, HUGE)?;
                }
                walk.read(at, len, HUGE)
            }
            (0, 2) => {
                let long = self.id_len > 18;
                let low = usize::from(head & 15);
                let len = if long { low << 8 | usize::from(cursor.u8()?) } else { low } + 1;
                Ok(cursor.take(len)?.to_vec())
            }
            _ => Err(corrupt(format!("fractal heap: an object of kind {head:#04x}"))),
        }
    }

    /// An object in a block of data.
    fn managed(&self, walk: &Walk<'_>, at: u64, len: u64) -> Result<Vec<u8>> {
        let outside = || corrupt(format!("fractal heap: no object of {len} bytes at {at}"));
        let root = self.root.ok_or_else(outside)?;
        let (mut place, mut rows, mut rest) = (root, self.root_rows, at);
        let mut size = self.table.start;
        while rows > 0 {
            let (row, column, inside) = self.slot(rows, rest).ok_or_else(outside)?;
            place = self.child(walk, place, rows, row, column)?;
            rest = inside;
            size = self.table.size(row).ok_or_else(outside)?;
            let data = row < self.table.data_rows();
            let below = if data { 0 } else { self.table.rows_of(size) };
            if below >= rows {
                return Err(corrupt("fractal heap: a table inside a smaller one"));
            }
            rows = below;
        }
        let block = self.block(walk, place, size)?;
        let from = usize::try_from(rest).map_err(|_| outside())?;
        let len = usize::try_from(len).map_err(|_| outside())?;
        block.get(from..).and_then(|rest| rest.get(..len)).map(<[u8]>::to_vec).ok_or_else(outside)
    }

    /// Row and column of a position in a table, and the position inside that block.
    fn slot(&self, rows: u32, at: u64) -> Option<(u32, u64, u64)> {
        let row_bytes = self.table.start * self.table.width;
        // Row 0 and row 1 are alike, from then on each begins at twice the position of the last.
        let row = (at / row_bytes).checked_ilog2().map_or(0, |row| row + 1);
        let begins = if row == 0 { 0 } else { row_bytes << (row - 1) };
        let size = self.table.size(row)?;
        (row < rows).then(|| (row, (at - begins) / size, (at - begins) % size))
    }

    /// Where a table's block is.
    fn child(&self, walk: &Walk<'_>, at: u64, rows: u32, row: u32, column: u64) -> Result<u64> {
        let what = "table of a fractal heap";
        let sizes = walk.store.sizes;
        let entries = u64::from(rows) * self.table.width;
        let head = 5 + sizes.offset + self.table.offset;
        let len = head as u64 + entries * sizes.offset as u64 + 4;
        let known = self.read.borrow().blocks.get(&at).map(Rc::clone);
        let bytes = match known.filter(|bytes| bytes.len() as u64 == len) {
            Some(bytes) => bytes,
            None => self.keep(at, self.table_bytes(walk, at, len)?)?,
        };
        let mut cursor = walk.cursor(&bytes, what);
        cursor.skip(5 + sizes.offset)?;
        cursor.skip(self.table.offset)?;
        let entry = (u64::from(row) * self.table.width + column) as usize;
        cursor.skip(entry * sizes.offset)?;
        cursor.address_of("a block")
    }

    /// A table, read and checked.
    fn table_bytes(&self, walk: &Walk<'_>, at: u64, len: u64) -> Result<Vec<u8>> {
        let what = "table of a fractal heap";
        let bytes = walk.read(at, len, what)?;
        let mut cursor = walk.cursor(checked(&bytes, what)?, what);
        cursor.signature(b"FHIB")?;
        cursor.version(0)?;
        if cursor.address()? != Some(self.at) {
            return Err(cursor.bad("another heap's".into()));
        }
        Ok(bytes)
    }

    /// Keeps a block that was read.
    fn keep(&self, at: u64, bytes: Vec<u8>) -> Result<Rc<Vec<u8>>> {
        let read = &mut *self.read.borrow_mut();
        read.places.take(at, bytes.len() as u64, "block of a fractal heap")?;
        let block = Rc::new(bytes);
        read.blocks.insert(at, Rc::clone(&block));
        Ok(block)
    }

    /// A block of data, with its head: positions count from there.
    fn block(&self, walk: &Walk<'_>, at: u64, size: u64) -> Result<Rc<Vec<u8>>> {
        let what = "block of a fractal heap";
        if let Some(block) = self.read.borrow().blocks.get(&at).filter(|b| b.len() as u64 == size) {
            return Ok(Rc::clone(block));
        }
        let mut bytes = walk.read(at, size, what)?;
        let mut cursor = walk.cursor(&bytes, what);
        cursor.signature(b"FHDB")?;
        cursor.version(0)?;
        if cursor.address()? != Some(self.at) {
            return Err(cursor.bad("another heap's".into()));
        }
        cursor.skip(self.table.offset)?;
        if self.checksums {
            let sum_at = cursor.position();
            let sum = cursor.u32()?;
            bytes[sum_at..sum_at + 4].fill(0); // it is not part of what it sums
            if lookup3(&bytes) != sum {
                return Err(ErrorKind::Checksum { what: what.into() }.into());
            }
        }
        self.keep(at, bytes)
    }

    /// Place and length of an object too large for blocks: they are in its number, or in a tree.
    fn huge(&self, walk: &Walk<'_>, mut id: super::cursor::Cursor<'_>) -> Result<(u64, u64)> {
        let sizes = walk.store.sizes;
        let what = HUGE;
        if id.left() >= sizes.offset + sizes.length {
            return Ok((id.address_of("the object")?, id.length()?));
        }
        let key = id.uint(id.left().min(8))?;
        let tree = self.huge.ok_or_else(|| corrupt(format!("{what}: none are there")))?;
        let tree = Tree2::open(walk, tree)?;
        if tree.kind() != 1 || tree.record != sizes.offset + 2 * sizes.length {
            return Err(corrupt(format!("{what}: a tree of kind {}", tree.kind())));
        }
        let mut found = None;
        let place = |mut record: super::cursor::Cursor<'_>| -> Result<Ordering> {
            record.skip(sizes.offset + sizes.length)?;
            Ok(record.length()?.cmp(&key))
        };
        tree.visit(walk, &place, &mut |mut record| {
            found = Some((record.address_of("the object")?, record.length()?));
            Ok(())
        })?;
        found.ok_or_else(|| corrupt(format!("{what}: no number {key}")))
    }
}

//! [`ChunkMap`]: where the chunks of an array are, found without reading more of the index than it takes.

use std::cmp::Ordering;
use std::ops::Range;

use nd_core::{MAX_NDIM, Shape};

use super::cursor::Cursor;
use super::layout::{Chunked, Index};
use super::space::Dataspace;
use super::store::Walk;
use super::tree2::Tree2;
use super::{Result, corrupt, extensible, tree1};
use crate::blocks::Region;

/// What an index says of a chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) at: u64,
    /// Bytes it takes; `None` for those of a chunk as it is.
    pub(super) len: Option<u64>,
    /// A bit for each filter that was left out.
    pub(super) skipped: u32,
}

/// A chunk that is stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    /// Its number, in C order of the grid.
    pub(super) number: u64,
    pub(super) at: u64,
    pub(super) len: u64,
    pub(super) skipped: u32,
}

/// How arrays of chunks store one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slots {
    /// Bytes of a slot.
    pub(super) width: usize,
    filtered: bool,
}

impl Slots {
    /// Of an array that has or has not filters.
    pub(super) fn new(filtered: bool) -> Self {
        Self { width: 0, filtered }
    }

    /// As the array's header tells.
    pub(super) fn with_client(self, client: u8, width: u8, offset: usize) -> Result<Self> {
        let width = usize::from(width);
        let fits = if self.filtered {
            client == 1 && width > offset + 4 && width <= offset + 8 + 4
        } else {
            client == 0 && width == offset
        };
        if fits {
            return Ok(Self { width, ..self });
        }
        Err(corrupt(format!("array of chunks: entries of kind {client} and {width} bytes")))
    }

    /// Visits those slots of a block that are in a range and not empty.
    pub(super) fn visit(
        &self,
        walk: &Walk<'_>,
        body: &[u8],
        first: u64,
        range: &Range<u64>,
        visit: &mut dyn FnMut(u64, Found) -> Result<()>,
    ) -> Result<()> {
        for (number, slot) in (first..).zip(body.chunks_exact(self.width)) {
            if range.contains(&number)
                && let Some(found) = self.parse(walk.cursor(slot, "chunk"), walk)?
            {
                visit(number, found)?;
            }
        }
        Ok(())
    }

    fn parse(&self, mut cursor: Cursor<'_>, walk: &Walk<'_>) -> Result<Option<Found>> {
        let Some(at) = cursor.address()? else { return Ok(None) };
        if !self.filtered {
            return Ok(Some(Found { at, len: None, skipped: 0 }));
        }
        let width = self.width - walk.store.sizes.offset - 4;
        let (len, skipped) = (Some(cursor.uint(width)?), cursor.u32()?);
        Ok(Some(Found { at, len, skipped }))
    }
}

/// Where the chunks of an array are.
pub(super) struct ChunkMap {
    index: Index,
    /// Extents of a chunk.
    pub(super) chunk: Shape,
    /// Chunks along each axis.
    counts: Shape,
    /// Chunks along each axis when the array is as large as it may be; arrays of chunks count so.
    most: Vec<u64>,
    /// The axes of the array of chunks, from the slowest: the one without limit comes first.
    order: Vec<usize>,
    /// Bytes of a chunk.
    pub(super) chunk_bytes: u64,
    filtered: bool,
}

impl ChunkMap {
    pub(super) fn new(
        layout: &Chunked,
        space: &Dataspace,
        itemsize: usize,
        filtered: bool,
    ) -> Result<Self> {
        let chunk = layout.chunk;
        let ndim = chunk.len();
        if space.shape.len() != ndim {
            return Err(corrupt("data layout: chunks in an array without axes"));
        }
        let bytes = chunk.iter().try_fold(itemsize as u64, |all, &n| all.checked_mul(n as u64));
        let chunk_bytes = bytes.filter(|&bytes| bytes <= u64::from(u32::MAX)).ok_or_else(|| {
            corrupt(format!("data layout: chunks of {:?} elements of {itemsize} bytes", &chunk[..]))
        })?;
        let counts: Vec<usize> =
            (0..ndim).map(|axis| space.shape[axis].div_ceil(chunk[axis])).collect();
        let most = (0..ndim).map(|axis| match space.max[axis] {
            Some(max) => max.div_ceil(chunk[axis] as u64),
            None => counts[axis] as u64,
        });
        let most: Vec<u64> = most.collect();
        let unlimited = space.max.iter().position(Option::is_none);
        let rest = (0..ndim).filter(|&axis| Some(axis) != unlimited);
        let order = unlimited.into_iter().chain(rest).collect();
        let counts = Shape::try_new(&counts)?;
        Ok(Self { index: layout.index, chunk, counts, most, order, chunk_bytes, filtered })
    }

    /// The chunks that are stored, of those from `first` to `last` along every axis, in C order.
    ///
    /// # Errors
    /// What is wrong with the index: chunks that do not lie on the grid or in the file, or do twice.
    pub(super) fn stored(
        &self,
        walk: &Walk<'_>,
        first: &[usize],
        last: &[usize],
    ) -> Result<Vec<Chunk>> {
        let mut chunks = Vec::new();
        let inside = |at: &[u64]| {
            let along = |axis: usize| first[axis] as u64..=last[axis] as u64;
            at.iter().enumerate().all(|(axis, i)| along(axis).contains(i))
        };
        self.visit(walk, first, last, &mut |at, found| {
            if !inside(at) {
                return Ok(());
            }
            let number = |all: u64, (i, &n): (&u64, &usize)| all * n as u64 + i;
            let number = at.iter().zip(self.counts.iter()).fold(0, number);
            let len = found.len.unwrap_or(self.chunk_bytes);
            walk.store.check(found.at, len, "chunk")?;
            let chunk = Chunk { number, at: found.at, len, skipped: found.skipped };
            if chunks.len() == chunks.capacity() {
                let bytes = 2 * size_of_val(&chunks[..]);
                chunks
                    .try_reserve(chunks.len().max(4))
                    .map_err(|_| crate::ErrorKind::AllocFailed { bytes })?;
            }
            chunks.push(chunk);
            Ok(())
        })?;
        chunks.sort_unstable_by_key(|chunk| chunk.number);
        if chunks.windows(2).any(|pair| pair[0].number == pair[1].number) {
            return Err(corrupt("chunk index: the same chunk twice"));
        }
        Ok(chunks)
    }

    /// A chunk's place in the grid.
    pub(super) fn place(&self, mut number: u64) -> Shape {
        let mut at = [0; MAX_NDIM];
        for axis in (0..self.counts.len()).rev() {
            let count = self.counts[axis].max(1) as u64;
            at[axis] = (number % count) as usize;
            number /= count;
        }
        Shape::from(&at[..self.counts.len()])
    }

    /// A chunk's elements, those that hang over the end of the array included.
    pub(super) fn block(&self, at: &[usize]) -> Region {
        let start: Vec<usize> = at.iter().zip(self.chunk.iter()).map(|(i, n)| i * n).collect();
        Region::new(start, self.chunk)
    }

    /// Visits chunks, at least those from `first` to `last`, with their places.
    fn visit(
        &self,
        walk: &Walk<'_>,
        first: &[usize],
        last: &[usize],
        visit: &mut dyn FnMut(&[u64], Found) -> Result<()>,
    ) -> Result<()> {
        let slots = Slots::new(self.filtered);
        let range = self.slot_of(first)?..self.slot_of(last)?.saturating_add(1);
        let mut by_slot = |slot: u64, found: Found| visit(&self.place_of_slot(slot), found);
        match self.index {
            Index::Nothing => Ok(()),
            Index::Single { at, filtered } => {
                // Without a length of its own it is stored as it is, whatever the filters.
                let (len, skipped) =
                    filtered.map_or((None, u32::MAX), |(len, not)| (Some(len), not));
                by_slot(0, Found { at, len, skipped })
            }
            Index::Implicit { at } => self.implicit(walk, at, range, &mut by_slot),
            Index::FixedArray { at } => {
                extensible::visit_fixed(walk, at, &slots, range, &mut by_slot)
            }
            Index::ExtensibleArray { at } => {
                extensible::visit_extensible(walk, at, &slots, range, &mut by_slot)
            }
            Index::Tree1 { at } => self.tree1(walk, at, first, last, visit),
            Index::Tree2 { at } => self.tree2(walk, at, first, last, visit),
        }
    }

    /// The number of a chunk in arrays of chunks.
    fn slot_of(&self, at: &[usize]) -> Result<u64> {
        let step = |all: u64, &axis: &usize| {
            all.checked_mul(self.most[axis]).and_then(|all| all.checked_add(at[axis] as u64))
        };
        // Only trees go beyond what can be counted.
        match (self.order.iter().try_fold(0, step), self.index) {
            (Some(slot), _) => Ok(slot),
            (None, Index::Tree1 { .. } | Index::Tree2 { .. }) => Ok(0),
            (None, _) => Err(corrupt("chunk index: more chunks than can be counted")),
        }
    }

    fn place_of_slot(&self, mut slot: u64) -> Vec<u64> {
        let mut at = vec![0; self.order.len()];
        for (k, &axis) in self.order.iter().enumerate().rev() {
            let count = if k == 0 { u64::MAX } else { self.most[axis].max(1) };
            at[axis] = slot % count;
            slot /= count;
        }
        at
    }

    /// Chunk after chunk, all of which must be in the file.
    fn implicit(
        &self,
        walk: &Walk<'_>,
        at: u64,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, Found) -> Result<()>,
    ) -> Result<()> {
        let all = self.most.iter().try_fold(self.chunk_bytes, |all, &n| all.checked_mul(n));
        let all = all.ok_or_else(|| corrupt("data layout: more chunks than can be"))?;
        walk.store.check(at, all, "chunks")?;
        for number in range {
            let at = at + number * self.chunk_bytes;
            visit(number, Found { at, len: None, skipped: 0 })?;
        }
        Ok(())
    }

    fn tree1(
        &self,
        walk: &Walk<'_>,
        at: u64,
        first: &[usize],
        last: &[usize],
        visit: &mut dyn FnMut(&[u64], Found) -> Result<()>,
    ) -> Result<()> {
        let ndim = self.chunk.len();
        // Positions are told in elements, and inside an element, where the last key of all may differ
        // from the last chunk's only there.
        let position = |mut key: Cursor<'_>| -> Result<[u64; MAX_NDIM + 1]> {
            key.skip(8)?;
            let mut at = [0; MAX_NDIM + 1];
            for value in &mut at[..=ndim] {
                *value = key.uint(8)?;
            }
            Ok(at)
        };
        let corner = |at: &[usize], inside: u64| -> [u64; MAX_NDIM + 1] {
            let along =
                |axis| if axis < ndim { (at[axis] * self.chunk[axis]) as u64 } else { inside };
            std::array::from_fn(along)
        };
        let (low, high) = (corner(first, 0), corner(last, u64::MAX));
        let wanted = |left: Cursor<'_>, right: Cursor<'_>| -> Result<bool> {
            Ok(position(left)? <= high && position(right)? > low)
        };
        tree1::visit(walk, at, tree1::Keys::Chunks(ndim), &wanted, &mut |key, at| {
            let mut place = position(key.clone())?;
            for axis in 0..ndim {
                let extent = self.chunk[axis] as u64;
                if place[axis] % extent != 0 {
                    return Err(corrupt(format!("chunk index: a chunk at {:?}", &place[..ndim])));
                }
                place[axis] /= extent;
            }
            let mut key = key;
            let (len, skipped) = (Some(u64::from(key.u32()?)), key.u32()?);
            visit(&place[..ndim], Found { at, len, skipped })
        })
    }

    fn tree2(
        &self,
        walk: &Walk<'_>,
        at: u64,
        first: &[usize],
        last: &[usize],
        visit: &mut dyn FnMut(&[u64], Found) -> Result<()>,
    ) -> Result<()> {
        let tree = Tree2::open(walk, at)?;
        let ndim = self.chunk.len();
        let offset = walk.store.sizes.offset;
        let plain = offset + 8 * ndim;
        let width = match (tree.kind(), tree.record.checked_sub(plain)) {
            (10, Some(0)) if !self.filtered => 0,
            (11, Some(rest)) if self.filtered && (5..=12).contains(&rest) => rest - 4,
            (kind, _) => {
                return Err(corrupt(format!(
                    "chunk index: records of kind {kind} and {} bytes",
                    tree.record
                )));
            }
        };
        let place_of = |mut record: Cursor<'_>| -> Result<[u64; MAX_NDIM]> {
            record.skip(offset + if width > 0 { width + 4 } else { 0 })?;
            let mut at = [0; MAX_NDIM];
            for value in &mut at[..ndim] {
                *value = record.uint(8)?;
            }
            Ok(at)
        };
        let corner = |at: &[usize]| -> [u64; MAX_NDIM] {
            std::array::from_fn(|axis| if axis < ndim { at[axis] as u64 } else { 0 })
        };
        let (low, high) = (corner(first), corner(last));
        let place = |record: Cursor<'_>| -> Result<Ordering> {
            let at = place_of(record)?;
            Ok(if at < low {
                Ordering::Less
            } else if at > high {
                Ordering::Greater
            } else {
                Ordering::Equal
            })
        };
        tree.visit(walk, &place, &mut |mut record| {
            let at = place_of(record.clone())?;
            let Some(address) = record.address()? else { return Ok(()) };
            let (mut len, mut skipped) = (None, 0);
            if width > 0 {
                (len, skipped) = (Some(record.uint(width)?), record.u32()?);
            }
            visit(&at[..ndim], Found { at: address, len, skipped })
        })
    }
}

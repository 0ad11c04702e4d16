//! Arrays of chunk addresses: fixed ones, and those that grow along one axis.

use std::ops::Range;

use super::chunks::{Found, Slots};
use super::cursor::checked;
use super::store::Walk;
use super::{Result, corrupt, unsupported};

/// Visits the slots of a fixed array within a range.
pub(super) fn visit_fixed(
    walk: &Walk<'_>,
    at: u64,
    slots: &Slots,
    range: Range<u64>,
    visit: &mut dyn FnMut(u64, Found) -> Result<()>,
) -> Result<()> {
    let what = "fixed array";
    let sizes = walk.store.sizes;
    let bytes = walk.read_once(at, (12 + sizes.length + sizes.offset) as u64, what)?;
    let mut cursor = walk.cursor(checked(&bytes, what)?, what);
    cursor.signature(b"FAHD")?;
    cursor.version(0)?;
    let slots = slots.with_client(cursor.u8()?, cursor.u8()?, sizes.offset)?;
    let page_bits = u32::from(cursor.u8()?);
    let count = cursor.length()?;
    let Some(block) = cursor.address()? else { return Ok(()) };
    let range = range.start..range.end.min(count);
    let page = 1u64.checked_shl(page_bits).ok_or_else(|| cursor.bad("its page size".into()))?;
    let head = (6 + sizes.offset) as u64;
    let width = slots.width as u64;
    if count <= page {
        let len = count.checked_mul(width).and_then(|len| len.checked_add(head + 4));
        let len = len.ok_or_else(|| corrupt("fixed array: its size"))?;
        let bytes = walk.read_once(block, len, what)?;
        let body = checked(&bytes, what)?;
        check_block(walk, body, b"FADB", at)?;
        return slots.visit(walk, &body[head as usize..], 0, &range, visit);
    }
    let pages = count.div_ceil(page);
    let head_len = head + pages.div_ceil(8) + 4;
    let bytes = walk.read_once(block, head_len, what)?;
    let body = checked(&bytes, what)?;
    check_block(walk, body, b"FADB", at)?;
    let there = &body[head as usize..];
    let paged = Paged { first: 0, count, page, at: block + head_len };
    paged.visit(&mut Query { walk, range, visit }, &slots, there, 0)
}

/// A block of slots in pages, each with a checksum.
struct Paged {
    /// Number of the first slot.
    first: u64,
    count: u64,
    /// Slots of a page.
    page: u64,
    /// Where the first page is.
    at: u64,
}

impl Paged {
    /// Visits the slots of pages that were ever written, as bits from `bit` on tell.
    fn visit(
        &self,
        query: &mut Query<'_, '_>,
        slots: &Slots,
        there: &[u8],
        bit: u64,
    ) -> Result<()> {
        let Query { walk, range, visit } = query;
        let from = range.start.saturating_sub(self.first) / self.page;
        let to = range.end.saturating_sub(self.first).min(self.count).div_ceil(self.page);
        for number in from..to {
            let bit = bit + number;
            let byte = there.get((bit / 8) as usize).copied().unwrap_or(0);
            if byte & (0x80 >> (bit % 8)) == 0 {
                continue;
            }
            let first = number * self.page;
            let len = self.page.min(self.count - first) * slots.width as u64 + 4;
            let skip = number.checked_mul(self.page * slots.width as u64 + 4);
            let at = skip.and_then(|skip| self.at.checked_add(skip));
            let at = at.ok_or_else(|| corrupt("page of chunks: where it is"))?;
            let bytes = walk.read_once(at, len, "page of chunks")?;
            let body = checked(&bytes, "page of chunks")?;
            slots.visit(walk, body, self.first + first, range, *visit)?;
        }
        Ok(())
    }
}

/// What is asked of an array: which slots, and what to do with them.
struct Query<'q, 'w> {
    walk: &'q Walk<'w>,
    range: Range<u64>,
    visit: &'q mut dyn FnMut(u64, Found) -> Result<()>,
}

/// Checks how a block begins.
fn check_block(walk: &Walk<'_>, body: &[u8], signature: &[u8; 4], header: u64) -> Result<()> {
    let mut cursor = walk.cursor(body, "block of chunks");
    cursor.signature(signature)?;
    cursor.version(0)?;
    cursor.skip(1)?;
    if cursor.address()? != Some(header) {
        return Err(cursor.bad("another array's".into()));
    }
    Ok(())
}

/// An array that grows: a few slots, then blocks of slots, then blocks of blocks, twice as large
/// every other time.
struct Extensible {
    at: u64,
    slots: Slots,
    /// Slots in the index block itself.
    direct: u64,
    /// Slots of the smallest block.
    smallest: u64,
    /// Slots of a page; larger blocks are paged.
    page: u64,
    /// Bytes that a slot's number takes.
    number: usize,
}

/// Visits the slots of an extensible array within a range.
pub(super) fn visit_extensible(
    walk: &Walk<'_>,
    at: u64,
    slots: &Slots,
    range: Range<u64>,
    visit: &mut dyn FnMut(u64, Found) -> Result<()>,
) -> Result<()> {
    let what = "extensible array";
    let sizes = walk.store.sizes;
    let bytes = walk.read_once(at, (16 + 6 * sizes.length + sizes.offset) as u64, what)?;
    let mut cursor = walk.cursor(checked(&bytes, what)?, what);
    cursor.signature(b"EAHD")?;
    cursor.version(0)?;
    let slots = slots.with_client(cursor.u8()?, cursor.u8()?, sizes.offset)?;
    let bits = u32::from(cursor.u8()?);
    let direct = u64::from(cursor.u8()?);
    let smallest = u64::from(cursor.u8()?);
    let pointers = u64::from(cursor.u8()?);
    let page_bits = u32::from(cursor.u8()?);
    cursor.skip(4 * sizes.length)?;
    let used = cursor.length()?;
    cursor.length()?;
    let Some(index) = cursor.address()? else { return Ok(()) };
    let powers = smallest.is_power_of_two() && pointers.is_power_of_two();
    if !powers || bits > 64 || bits < smallest.ilog2() || page_bits >= 64 {
        return Err(cursor.bad(format!("blocks of {smallest}, {pointers} of them, {bits} bits")));
    }
    let number = (bits as usize).div_ceil(8);
    let array = Extensible { at, slots, direct, smallest, page: 1 << page_bits, number };
    let range = range.start..range.end.min(used);
    array.visit(&mut Query { walk, range, visit }, index, bits, pointers)
}

impl Extensible {
    /// Reads a block of `len` bytes behind its head, and checks that it is one of this array.
    fn open(
        &self,
        walk: &Walk<'_>,
        (at, head, len): (u64, u64, u64),
        signature: &[u8; 4],
        what: &'static str,
    ) -> Result<Vec<u8>> {
        let mut bytes = walk.read_once(at, len.saturating_add(head + 4), what)?;
        let body = checked(&bytes, what)?;
        check_block(walk, body, signature, self.at)?;
        let end = body.len();
        bytes.truncate(end);
        bytes.drain(..head as usize);
        Ok(bytes)
    }

    fn visit(&self, query: &mut Query<'_, '_>, index: u64, bits: u32, pointers: u64) -> Result<()> {
        let walk = query.walk;
        let what = "index block of chunks";
        let offset = walk.store.sizes.offset;
        // The first levels' blocks are pointed to from here, the other levels have blocks of their own.
        let levels = 1 + bits - self.smallest.ilog2();
        let near_levels = (2 * pointers.ilog2()).min(levels);
        let near: u64 = (0..near_levels).map(blocks_of).sum();
        let far = u64::from(levels - near_levels);
        let len = self.direct * self.slots.width as u64 + (near + far) * offset as u64;
        let body = self.open(walk, (index, (6 + offset) as u64, len), b"EAIB", what)?;
        let mut cursor = walk.cursor(&body, what);
        let slots = cursor.take(self.direct as usize * self.slots.width)?;
        self.slots.visit(walk, slots, 0, &query.range, query.visit)?;
        let mut first = self.direct;
        for level in 0..levels {
            let (blocks, each) = (blocks_of(level), self.slots_of(level)?);
            let Some(end) = blocks.checked_mul(each).and_then(|all| first.checked_add(all)) else {
                break; // no range goes that far
            };
            let wanted = query.range.start < end && first < query.range.end;
            if level < near_levels {
                for block in 0..blocks {
                    let at = cursor.address()?;
                    if let Some(at) = at.filter(|_| wanted) {
                        let from = first + block * each;
                        self.block(query, at, Span { from, count: each }, &[], 0)?;
                    }
                }
            } else if let Some(at) = cursor.address()?.filter(|_| wanted) {
                self.super_block(query, at, level, first)?;
            }
            first = end;
        }
        Ok(())
    }

    /// Slots of each block of a level.
    fn slots_of(&self, level: u32) -> Result<u64> {
        let shift = level.div_ceil(2);
        self.smallest
            .checked_shl(shift)
            .filter(|slots| slots >> shift == self.smallest)
            .ok_or_else(|| corrupt("extensible array: blocks too large"))
    }

    /// A block that points to blocks.
    fn super_block(
        &self,
        query: &mut Query<'_, '_>,
        at: u64,
        level: u32,
        first: u64,
    ) -> Result<()> {
        let walk = query.walk;
        let what = "super block of chunks";
        let offset = walk.store.sizes.offset;
        let (blocks, each) = (blocks_of(level), self.slots_of(level)?);
        // For each block in pages, bits that tell which of them were ever written.
        let bits = if each > self.page { (each / self.page).div_ceil(8) } else { 0 };
        let head = (6 + offset + self.number) as u64;
        let len = bits.saturating_mul(blocks).saturating_add(blocks * offset as u64);
        let body = self.open(walk, (at, head, len), b"EASB", what)?;
        let mut cursor = walk.cursor(&body, what);
        let there = cursor.take((bits * blocks) as usize)?;
        for block in 0..blocks {
            let from = first + block * each;
            let at = cursor.address()?;
            let wanted = query.range.start < from + each && from < query.range.end;
            if let Some(at) = at.filter(|_| wanted) {
                let bit = block * (each / self.page); // close together, though there is room for more
                self.block(query, at, Span { from, count: each }, there, bit)?;
            }
        }
        Ok(())
    }

    /// A block of slots.
    fn block(
        &self,
        query: &mut Query<'_, '_>,
        at: u64,
        span: Span,
        there: &[u8],
        bit: u64,
    ) -> Result<()> {
        let (walk, range) = (query.walk, &query.range);
        let what = "block of chunks";
        if range.end <= span.from || range.start >= span.from + span.count {
            return Ok(());
        }
        let head = (6 + walk.store.sizes.offset + self.number) as u64;
        let paged = span.count > self.page;
        if paged && there.is_empty() {
            return Err(unsupported("pages of chunks in an index block"));
        }
        let slots = if paged { 0 } else { span.count.saturating_mul(self.slots.width as u64) };
        let body = self.open(walk, (at, head, slots), b"EADB", what)?;
        if !paged {
            return self.slots.visit(walk, &body, span.from, range, query.visit);
        }
        let pages =
            Paged { first: span.from, count: span.count, page: self.page, at: at + head + 4 };
        pages.visit(query, &self.slots, there, bit)
    }
}

/// A block's slots: the first one's number, and how many.
#[derive(Clone, Copy)]
struct Span {
    from: u64,
    count: u64,
}

/// Number of blocks of a level.
fn blocks_of(level: u32) -> u64 {
    1 << (level / 2)
}

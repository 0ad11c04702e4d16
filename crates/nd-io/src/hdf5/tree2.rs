//! B-trees of version 2: of chunks, and of the names of links and attributes in crowded groups.

use std::cmp::Ordering;

use super::cursor::{Cursor, checked, width_of};
use super::store::{Seen, Walk};
use super::{Result, corrupt};

/// Deeper trees have more records than there are bytes.
const MAX_DEPTH: usize = 32;

/// A tree, its shape known.
pub(super) struct Tree2 {
    kind: u8,
    node_size: u64,
    /// Bytes of a record.
    pub(super) record: usize,
    root: Option<(u64, usize)>,
    /// For each depth, how a pointer to a node there is stored: widths of its count of records, and
    /// of that of all records below it.
    pointers: Vec<(usize, usize)>,
}

/// Whether a record comes before, among or after those that are wanted.
pub(super) type Place<'a> = &'a dyn Fn(Cursor<'_>) -> Result<Ordering>;

struct Visitor<'a> {
    place: Place<'a>,
    visit: &'a mut dyn FnMut(Cursor<'_>) -> Result<()>,
    seen: Seen,
}

impl Tree2 {
    pub(super) fn open(walk: &Walk<'_>, at: u64) -> Result<Self> {
        let sizes = walk.store.sizes;
        let len = 22 + sizes.offset + sizes.length;
        let bytes = walk.read(at, len as u64, "B-tree header")?;
        let mut cursor = walk.cursor(checked(&bytes, "B-tree header")?, "B-tree header");
        cursor.signature(b"BTHD")?;
        cursor.version(0)?;
        let kind = cursor.u8()?;
        let node_size = u64::from(cursor.u32()?);
        let record = usize::from(cursor.u16()?);
        let depth = usize::from(cursor.u16()?);
        cursor.skip(2)?;
        let root = cursor.address()?;
        let count = usize::from(cursor.u16()?);
        if record == 0 || depth > MAX_DEPTH || node_size < 10 + record as u64 {
            return Err(cursor
                .bad(format!("nodes of {node_size} bytes, records of {record}, depth {depth}")));
        }
        let pointers = pointer_widths(node_size, record as u64, depth, sizes.offset as u64)?;
        Ok(Self { kind, node_size, record, root: root.map(|at| (at, count)), pointers })
    }

    /// What the records are.
    pub(super) fn kind(&self) -> u8 {
        self.kind
    }

    /// Visits the records that `place` calls [`Ordering::Equal`], in order, and no node without need.
    pub(super) fn visit(
        &self,
        walk: &Walk<'_>,
        place: Place<'_>,
        visit: &mut dyn FnMut(Cursor<'_>) -> Result<()>,
    ) -> Result<()> {
        match self.root {
            Some((at, count)) => {
                let visitor = &mut Visitor { place, visit, seen: Seen::default() };
                self.node(walk, at, count, self.pointers.len(), visitor)
            }
            None => Ok(()),
        }
    }

    fn node(
        &self,
        walk: &Walk<'_>,
        at: u64,
        count: usize,
        depth: usize,
        visitor: &mut Visitor<'_>,
    ) -> Result<()> {
        let what = "B-tree node";
        let pointer = depth.checked_sub(1).map(|below| self.pointers[below]);
        let offset = walk.store.sizes.offset;
        let pointer_len = pointer.map_or(0, |(own, all)| offset + own + all);
        let pointers = if pointer.is_some() { (count + 1) * pointer_len } else { 0 };
        let len = (6 + count * self.record + pointers + 4) as u64;
        if len > self.node_size {
            return Err(corrupt(format!("{what}: {count} records at {at} are more than fit")));
        }
        visitor.seen.take(at, len, what)?;
        let bytes = walk.read(at, len, what)?;
        let mut cursor = walk.cursor(checked(&bytes, what)?, what);
        cursor.signature(if depth == 0 { b"BTLF" } else { b"BTIN" })?;
        cursor.version(0)?;
        if cursor.u8()? != self.kind {
            return Err(cursor.bad(format!("another tree's, at {at}")));
        }
        let records = cursor.take(count * self.record)?;
        let record = |i: usize| walk.cursor(&records[i * self.record..][..self.record], "record");
        let place = visitor.place;
        let places: Vec<Ordering> = (0..count).map(|i| place(record(i))).collect::<Result<_>>()?;
        for i in 0..=count {
            if let Some((own, all)) = pointer {
                let child = cursor.address_of("a child")?;
                let records = cursor.uint(own)? as usize;
                cursor.skip(all)?;
                // Between a record that comes before and one that comes after anything may be.
                let from = i == 0 || places[i - 1] != Ordering::Greater;
                let to = i == count || places[i] != Ordering::Less;
                if from && to {
                    self.node(walk, child, records, depth - 1, visitor)?;
                }
            }
            if i < count && places[i] == Ordering::Equal {
                (visitor.visit)(record(i))?;
            }
        }
        Ok(())
    }
}

/// The widths of pointers follow from how many records a full node has at each depth.
fn pointer_widths(
    node: u64,
    record: u64,
    depth: usize,
    offset: u64,
) -> Result<Vec<(usize, usize)>> {
    let space = node - 10;
    let most = space / record;
    let own = width_of(most);
    let mut widths = Vec::new();
    let (mut all_below, mut all) = (most, 0);
    for _ in 0..depth {
        widths.push((own, all));
        let pointer = offset + own as u64 + all as u64;
        let here = space.checked_sub(pointer).map_or(0, |space| space / (record + pointer));
        if here == 0 {
            return Err(corrupt("B-tree header: nodes too small for their records"));
        }
        all_below = (here + 1).saturating_mul(all_below).saturating_add(here);
        all = width_of(all_below);
    }
    Ok(widths)
}

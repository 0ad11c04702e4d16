//! [`Table`]: how many entries of a mask are true, bucket by bucket; or how many pairs entries have.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::digest::Digest;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::dense;
use crate::run::{RunOptions, reached};
use nd_core::{Array, DType, Shape, View};
use nd_io::Region;
use std::sync::Arc;

/// The most buckets of a table.
const BUCKETS: usize = 1 << 16;
/// Bytes that go into a bucket, if there are not more than that many, and the part of the budget that they may be.
const BYTES: usize = 128 << 10;
const PART: usize = 64;

/// The entries of a mask that are true, by buckets of as many entries each.
pub(crate) struct Table {
    every: usize,
    len: usize,
    /// How many are true before each bucket, and in all.
    before: Vec<u64>,
    /// The most buckets that hold any of 1, 2, 4, … true entries that follow each other.
    most: Vec<usize>,
}

/// A run of buckets, and what of it is wanted.
pub(crate) struct Piece {
    /// The first entry of the mask, and how many.
    pub(crate) start: usize,
    pub(crate) len: usize,
    /// The first true entry that is wanted, counted from the first one here, and how many; they are a region's step apart.
    pub(crate) first: usize,
    pub(crate) count: usize,
}

/// How many entries of each bucket are true.
struct Counted {
    every: usize,
}

impl Counted {
    fn entries(&self, node: &Node, region: &Region) -> Region {
        let (buckets, n) = (dense(region), node.inputs[0].shape[0]);
        let start = buckets.start()[0] * self.every;
        let stop = (buckets.stop(0) * self.every).min(n);
        Region::new([start], [stop - start])
    }
}

impl Pull for Counted {
    fn name(&self) -> String {
        "count_nonzero".into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, self.entries(node, region))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let mask = inputs[0].gapless::<bool>();
        let mask = mask.view().as_slice().expect("without gaps");
        let every = mask.chunks(self.every).step_by(region.step()[0]);
        let counts = every.map(|part| nd_ops::count_nonzero(View::from_slice(part)) as i64);
        Ok(Array::from_vec(counts.collect()).into())
    }

    fn weight(&self, node: &Node) -> usize {
        // All that it is made of: little is made together of what is long in the making.
        let bytes: usize = reached(&node.inputs).iter().map(|node| node.dtype.itemsize()).sum();
        self.every.saturating_mul(bytes)
    }

    fn identity(&self) -> String {
        format!("count_nonzero of every {}", self.every)
    }
}

impl Table {
    /// Counts the true entries of a mask with one axis, each of which stands for so many bytes.
    pub(super) fn of(mask: &Chunked<bool>, bytes: usize, options: &RunOptions) -> Result<Table> {
        let (len, options) = (mask.shape()[0], options.for_itself()?);
        let every = (BYTES.min(options.bytes() / PART) / bytes.max(1))
            .max(len.div_ceil(BUCKETS))
            .max(1)
            .next_power_of_two();
        let buckets = len.div_ceil(every);
        let chunks = Shape::from([(mask.chunks()[0] / every).max(1)]);
        let inputs = vec![Arc::clone(&mask.node)];
        let op = Counted { every };
        let counts = Node::chunked(op, inputs, Shape::from([buckets]), DType::I64, chunks);
        let counts = Chunked::<i64>::of(counts).compute_with(&options)?;
        Ok(Table::of_counts(every, len, counts.iter().map(|&count| count as u64)))
    }

    /// The table of buckets of `every` of `len` entries that count so much each.
    pub(crate) fn of_counts(
        every: usize,
        len: usize,
        counts: impl IntoIterator<Item = u64>,
    ) -> Table {
        let (mut before, mut sum) = (vec![0], 0);
        before.extend(counts.into_iter().map(|count| {
            sum += count;
            sum
        }));
        let mut table = Table { every, len, before, most: Vec::new() };
        let mut span = 1;
        loop {
            table.most.push(table.most_of(span));
            if span as u64 >= sum {
                return table;
            }
            span *= 2;
        }
    }

    /// How many entries are true.
    pub(crate) fn count(&self) -> usize {
        self.before.last().map_or(0, |&count| count as usize)
    }

    /// The most buckets in which so many true entries that follow each other lie.
    fn most_of(&self, span: usize) -> usize {
        let busy = |at: usize| usize::from(self.before[at] < self.before[at + 1]);
        let (mut most, mut held, mut stop) = (0, 0, 0);
        for start in 0..self.before.len() - 1 {
            if busy(start) == 0 {
                continue;
            }
            // From the last true entry of this bucket on.
            let last = self.before[start + 1] - 1 + span as u64;
            stop = stop.max(start);
            while stop < self.before.len() - 1 && self.before[stop] < last {
                held += busy(stop);
                stop += 1;
            }
            most = most.max(held);
            held -= 1;
        }
        most
    }

    /// The most entries that are looked at for so many true ones that follow each other.
    pub(crate) fn looked_at(&self, span: usize) -> usize {
        let power = span.max(1).next_power_of_two().trailing_zeros() as usize;
        self.most[power.min(self.most.len() - 1)].saturating_mul(self.every).min(self.len)
    }

    /// Where the true entries from `start`, `count` of them `step` apart, are.
    pub(crate) fn pieces(&self, (start, count, step): (usize, usize, usize)) -> Vec<Piece> {
        let last = start + (count - 1) * step;
        let bucket = |at: usize| self.before.partition_point(|&before| before <= at as u64) - 1;
        let (mut at, end) = (bucket(start), bucket(last));
        let mut pieces = Vec::new();
        while at <= end {
            let first = at;
            while at <= end && self.before[at] < self.before[at + 1] {
                at += 1;
            }
            if at > first {
                let (from, to) = (self.before[first] as usize, self.before[at] as usize);
                // The first that is wanted here, and where the first of the next piece would be.
                let skipped = from.saturating_sub(start).div_ceil(step);
                let wanted = (to.min(last + 1) - start).div_ceil(step);
                if wanted > skipped {
                    let entry = first * self.every;
                    let len = (at * self.every).min(self.len) - entry;
                    let first = start + skipped * step - from;
                    pieces.push(Piece { start: entry, len, first, count: wanted - skipped });
                }
            }
            at = at.max(first + 1);
        }
        pieces
    }

    /// How much the bucket counts that counts most.
    pub(crate) fn largest(&self) -> usize {
        self.before.windows(2).map(|pair| (pair[1] - pair[0]) as usize).max().unwrap_or(0)
    }

    /// Bytes that the table takes.
    pub(crate) fn nbytes(&self) -> usize {
        self.before.len() * size_of::<u64>()
    }

    /// What tells it from another one.
    pub(crate) fn digest(&self) -> u64 {
        let mut digest = Digest::new();
        self.before.iter().for_each(|count| digest.add(&count.to_le_bytes()));
        digest.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(mask: &[bool], every: usize) -> Table {
        let count = |part: &[bool]| part.iter().filter(|&&entry| entry).count() as u64;
        Table::of_counts(every, mask.len(), mask.chunks(every).map(count))
    }

    #[test]
    fn pieces_hold_what_is_wanted_and_no_more_than_was_said() {
        let masks: Vec<Vec<bool>> = vec![
            vec![true; 50],
            (0..97).map(|at| at % 13 == 0).collect(),
            (0..200).map(|at| at / 20 % 3 == 1).collect(),
            (0..64).map(|at| at == 3 || at > 60).collect(),
        ];
        for (mask, every) in masks.iter().flat_map(|mask| [1, 4, 16, 128].map(|e| (mask, e))) {
            let table = table(mask, every);
            let places: Vec<usize> = (0..mask.len()).filter(|&at| mask[at]).collect();
            for start in 0..places.len() {
                for (count, step) in [(1, 1), (2, 3), (places.len() - start, 1), (3, 2)] {
                    if start + (count - 1) * step >= places.len() {
                        continue;
                    }
                    let pieces = table.pieces((start, count, step));
                    let found: Vec<usize> = pieces
                        .iter()
                        .flat_map(|piece| {
                            let held =
                                (piece.start..piece.start + piece.len).filter(|&at| mask[at]);
                            let held: Vec<usize> = held.collect();
                            (0..piece.count).map(move |k| held[piece.first + k * step])
                        })
                        .collect();
                    let want: Vec<usize> = (0..count).map(|k| places[start + k * step]).collect();
                    assert_eq!(found, want, "{every} {start} {count} {step}");
                    let read: usize = pieces.iter().map(|piece| piece.len).sum();
                    assert!(read <= table.looked_at((count - 1) * step + 1));
                }
            }
        }
    }
}

//! Entries in any order to lanes in order: a sort by buckets, each of which fits the cache.

use super::lanes;
use crate::element::Entry;
use crate::index::Index;
use crate::packed::{Made, Packed, PackedRef};
use nd_core::threads;
use std::ops::Range;

/// An entry on its way to its lane.
type Moved<T, I> = (I, I, T);

/// Entries that one thread reads at once.
const CHUNK: usize = 1 << 17;

/// Entries that a bucket holds on average: these and their lanes fit a core's second cache.
const BUCKET: usize = 1 << 14;

/// The most buckets: each is a stream that a thread writes to.
const BUCKETS: usize = 256;

/// How lanes are grouped into buckets: `1 << shift` of them each.
fn bucket_shift(lanes: usize, entries: usize) -> u32 {
    let buckets = (entries / BUCKET).clamp(1, BUCKETS);
    let each = lanes.div_ceil(buckets).max(1);
    each.next_power_of_two().trailing_zeros()
}

/// Entries that are read in ranges.
trait Source<T, I>: Sync {
    /// Hands the entries of a range on: lane, position across, value.
    fn scan(&self, range: Range<usize>, put: impl FnMut(I, I, T));
}

/// A coordinate of each axis for each entry: lanes, across.
struct Coordinates<'a, T, I> {
    lanes: &'a [I],
    across: &'a [I],
    values: &'a [T],
}

impl<T: Entry, I: Index> Source<T, I> for Coordinates<'_, T, I> {
    #[inline(always)]
    fn scan(&self, range: Range<usize>, mut put: impl FnMut(I, I, T)) {
        let lanes = self.lanes[range.clone()].iter().zip(&self.across[range.clone()]);
        for ((&lane, &across), &value) in lanes.zip(&self.values[range]) {
            put(lane, across, value);
        }
    }
}

/// Lanes whose positions across are to be lanes.
struct Transpose<'a, T, I>(PackedRef<'a, T, I>);

impl<T: Entry, I: Index> Source<T, I> for Transpose<'_, T, I> {
    #[inline(always)]
    fn scan(&self, range: Range<usize>, mut put: impl FnMut(I, I, T)) {
        for lane in range {
            let (indices, values) = self.0.lane(lane);
            let here = I::from_position(lane);
            for (&index, &value) in indices.iter().zip(values) {
                put(index, here, value);
            }
        }
    }
}

/// The entries of coordinates: first axis lanes, second across; those at the same place are added, in their order.
pub(crate) fn from_coordinates<T: Entry, I: Index>(
    coords: &[&[I]],
    values: &[T],
    shape: [usize; 2],
) -> Packed<T, I> {
    let shift = bucket_shift(shape[0], values.len());
    let source = Coordinates { lanes: coords[0], across: coords[1], values };
    let buckets = scattered(shape[0], shift, values.len(), CHUNK, &source);
    gathered(shape, shift, &buckets, false)
}

/// The same entries by the other axis.
pub(crate) fn transposed<T: Entry, I: Index>(a: PackedRef<'_, T, I>) -> Packed<T, I> {
    let shape = [a.across, a.lanes()];
    let shift = bucket_shift(shape[0], a.nnz());
    let chunk = (a.lanes().saturating_mul(CHUNK) / a.nnz().max(1)).max(1);
    let buckets = scattered(shape[0], shift, a.lanes(), chunk, &Transpose(a));
    gathered(shape, shift, &buckets, true)
}

/// For each chunk of the source, in order, its entries by bucket.
fn scattered<T: Entry, I: Index>(
    lanes: usize,
    shift: u32,
    len: usize,
    chunk: usize,
    source: &impl Source<T, I>,
) -> Vec<Vec<Vec<Moved<T, I>>>> {
    let buckets = (lanes >> shift) + 1;
    threads::collect(len.div_ceil(chunk), &|task| {
        let range = task * chunk..((task + 1) * chunk).min(len);
        let mut parts: Vec<Vec<Moved<T, I>>> = vec![Vec::new(); buckets];
        source.scan(range, |lane: I, index, value| {
            parts[lane.position() >> shift].push((lane, index, value));
        });
        parts
    })
}

/// The lanes of all buckets, one bucket after the other.
fn gathered<T: Entry, I: Index>(
    [lanes, across]: [usize; 2],
    shift: u32,
    chunks: &[Vec<Vec<Moved<T, I>>>],
    in_order: bool,
) -> Packed<T, I> {
    let mut cuts: Vec<usize> = (0..=lanes >> shift).map(|bucket| bucket << shift).collect();
    if cuts.last() != Some(&lanes) || cuts.len() == 1 {
        cuts.push(lanes);
    }
    lanes::made(&cuts, across, &|part| {
        let parts = chunks.iter().filter_map(|chunk| chunk.get(part.start >> shift));
        let sorted = by_lane(&part, parts.map(Vec::as_slice).collect());
        if in_order { sorted } else { summed(sorted) }
    })
}

/// One bucket's entries by lane, those of a lane in the order in which they came.
fn by_lane<T: Entry, I: Index>(lanes: &Range<usize>, parts: Vec<&[Moved<T, I>]>) -> Made<T, I> {
    let mut next = vec![0; lanes.len() + 1];
    for &(lane, _, _) in parts.iter().copied().flatten() {
        next[lane.position() - lanes.start + 1] += 1;
    }
    let counts = next[1..].to_vec();
    for lane in 0..lanes.len() {
        next[lane + 1] += next[lane];
    }
    let entries = next[lanes.len()];
    let (mut indices, mut values) = (vec![I::default(); entries], vec![T::ZERO; entries]);
    for &(lane, index, value) in parts.iter().copied().flatten() {
        let place = &mut next[lane.position() - lanes.start];
        indices[*place] = index;
        values[*place] = value;
        *place += 1;
    }
    Made { counts, indices, values }
}

/// The lanes sorted, each position once.
fn summed<T: Entry, I: Index>(unsorted: Made<T, I>) -> Made<T, I> {
    let mut made = Made::with_capacity(unsorted.counts.len(), unsorted.indices.len());
    let mut entries: Vec<(I, T)> = Vec::new();
    let mut from = 0;
    for count in unsorted.counts {
        let lane = from..from + count;
        from += count;
        let start = made.indices.len();
        if unsorted.indices[lane.clone()].is_sorted_by(|a, b| a < b) {
            made.indices.extend_from_slice(&unsorted.indices[lane.clone()]);
            made.values.extend_from_slice(&unsorted.values[lane]);
            made.end_lane(start);
            continue;
        }
        entries.clear();
        let values = &unsorted.values[lane.clone()];
        entries.extend(unsorted.indices[lane].iter().copied().zip(values.iter().copied()));
        // Stable: what stands at the same place is added in the order in which it came.
        entries.sort_by_key(|&(index, _)| index);
        for &(index, value) in &entries {
            match made.values.last_mut() {
                Some(last) if made.indices.len() > start && made.indices.last() == Some(&index) => {
                    *last = last.added(value);
                }
                _ => made.push(index, value),
            }
        }
        made.end_lane(start);
    }
    made
}

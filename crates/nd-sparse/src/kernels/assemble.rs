//! Entries in any order to lanes in order: a sort by buckets, each of which fits the cache.

use super::lanes;
use crate::element::Entry;
use crate::index::Index;
use crate::packed::{Made, Packed, PackedRef};
use nd_core::{huge, threads};
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
    lanes::made(&bucket_cuts(shape[0], shift), shape[1], &|part| {
        let bucket = buckets.of(part.start >> shift);
        let (mut indices, mut values) =
            (vec![I::default(); bucket.len()], vec![T::ZERO; bucket.len()]);
        let counts = by_lane(&part, bucket, &mut indices, &mut values);
        summed(Made { counts, indices, values })
    })
}

/// The same entries by the other axis.
pub(crate) fn transposed<T: Entry, I: Index>(a: PackedRef<'_, T, I>) -> Packed<T, I> {
    let lanes = a.across;
    let shift = bucket_shift(lanes, a.nnz());
    let chunk = (a.lanes().saturating_mul(CHUNK) / a.nnz().max(1)).max(1);
    let buckets = scattered(lanes, shift, a.lanes(), chunk, &Transpose(a));
    let cuts = bucket_cuts(lanes, shift);
    let lengths: Vec<usize> =
        cuts[1..].iter().zip(0..).map(|(_, bucket)| buckets.of(bucket).len()).collect();
    lanes::written(&cuts, &lengths, a.lanes(), &|part, out| {
        let bucket = buckets.of(part.start >> shift);
        let (indices, values) = out.whole();
        let counts = by_lane(&part, bucket, indices, values);
        out.end_lanes(counts);
    })
}

/// The lanes at which buckets begin, and the end.
fn bucket_cuts(lanes: usize, shift: u32) -> Vec<usize> {
    let mut cuts: Vec<usize> = (0..=lanes >> shift).map(|bucket| bucket << shift).collect();
    if cuts.last() != Some(&lanes) || cuts.len() == 1 {
        cuts.push(lanes);
    }
    cuts
}

/// Entries by bucket, those of one in the order in which they came.
struct Buckets<T, I> {
    starts: Vec<usize>,
    entries: Vec<Moved<T, I>>,
}

impl<T, I> Buckets<T, I> {
    fn of(&self, bucket: usize) -> &[Moved<T, I>] {
        &self.entries[self.starts[bucket]..self.starts[bucket + 1]]
    }
}

/// The entries of a source by bucket: counted chunk by chunk, then each chunk's put where there is room for them.
fn scattered<T: Entry, I: Index>(
    lanes: usize,
    shift: u32,
    len: usize,
    chunk: usize,
    source: &impl Source<T, I>,
) -> Buckets<T, I> {
    let buckets = (lanes >> shift) + 1;
    let chunks = len.div_ceil(chunk);
    let range = |task: usize| task * chunk..((task + 1) * chunk).min(len);
    let counts = threads::collect(chunks, &|task| {
        let mut counts = vec![0; buckets];
        source.scan(range(task), |lane: I, _, _| counts[lane.position() >> shift] += 1);
        counts
    });
    let of_bucket = |bucket: usize| counts.iter().map(move |counts| counts[bucket]);
    let starts = lanes::starts_of((0..buckets).map(|bucket| of_bucket(bucket).sum()));
    let lengths: Vec<usize> = (0..buckets).flat_map(of_bucket).collect();
    let nothing = (I::default(), I::default(), T::ZERO);
    let mut entries = huge::advised(vec![nothing; starts[buckets]]);
    let mut rooms: Vec<Vec<&mut [Moved<T, I>]>> = Vec::new();
    rooms.resize_with(chunks, || Vec::with_capacity(buckets));
    for (at, room) in lanes::split_lengths(&mut entries, &lengths).into_iter().enumerate() {
        rooms[at % chunks].push(room);
    }
    threads::items(rooms, &|task, mut rooms: Vec<&mut [Moved<T, I>]>| {
        let mut used = vec![0; buckets];
        source.scan(range(task), |lane: I, index, value| {
            let bucket = lane.position() >> shift;
            rooms[bucket][used[bucket]] = (lane, index, value);
            used[bucket] += 1;
        });
    });
    Buckets { starts, entries }
}

/// One bucket's entries by lane, those of a lane in the order in which they came; how many each lane has.
fn by_lane<T: Entry, I: Index>(
    lanes: &Range<usize>,
    bucket: &[Moved<T, I>],
    indices: &mut [I],
    values: &mut [T],
) -> Vec<usize> {
    let mut next = vec![0; lanes.len() + 1];
    for &(lane, _, _) in bucket {
        next[lane.position() - lanes.start + 1] += 1;
    }
    let counts = next[1..].to_vec();
    for lane in 0..lanes.len() {
        next[lane + 1] += next[lane];
    }
    for &(lane, index, value) in bucket {
        let place = &mut next[lane.position() - lanes.start];
        indices[*place] = index;
        values[*place] = value;
        *place += 1;
    }
    counts
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

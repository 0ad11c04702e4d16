//! [`Queue`]: nodes by distance, for searches whose distances never fall.

use crate::index::Index;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A node, and a distance of it, as its bits: numbers from 0 on are ordered as these.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry<I> {
    bits: u64,
    node: I,
}

impl<I: Index> Entry<I> {
    #[inline(always)]
    fn distance(self) -> f64 {
        f64::from_bits(self.bits)
    }
}

impl<I: Index> PartialOrd for Entry<I> {
    #[inline(always)]
    fn partial_cmp(&self, other: &Entry<I>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<I: Index> Ord for Entry<I> {
    /// The nearer is the greater: it comes first out of a heap.
    #[inline(always)]
    fn cmp(&self, other: &Entry<I>) -> Ordering {
        other.bits.cmp(&self.bits).then_with(|| other.node.cmp(&self.node))
    }
}

/// Takes the nearest entry first, for distances from 0 on of which none is less than the last one that was taken.
///
/// Few entries are sorted, in a heap that stays in the cache: others lie in buckets of equal width, and a bucket that
/// holds many when its turn comes is cut into narrower ones. What is farther than all buckets lies in no order.
/// (W. T. Tang, R. S. M. Goh and I. L.-J. Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete
/// event simulation", 2005.)
pub(super) struct Queue<I> {
    near: BinaryHeap<Entry<I>>,
    /// Each within one bucket of the one before.
    rungs: Vec<Rung<I>>,
    /// How many of them are in use.
    depth: usize,
    beyond: Vec<Entry<I>>,
    /// Where `beyond` begins.
    far: f64,
}

/// Buckets side by side.
struct Rung<I> {
    start: f64,
    buckets_per_length: f64,
    buckets: Vec<Vec<Entry<I>>>,
    used: usize,
    /// The first bucket that was not emptied yet.
    next: usize,
}

/// Entries that are sorted at once.
const FEW: usize = 64;
/// Entries of a bucket, on average.
const BUCKET: usize = 8;
const MOST_BUCKETS: usize = 2048;
const MOST_RUNGS: usize = 6;

impl<I: Index> Rung<I> {
    /// The bucket of a distance: never falls when the distance rises, whatever rounding does.
    #[inline(always)]
    fn place(&self, distance: f64) -> usize {
        (((distance - self.start) * self.buckets_per_length) as usize).min(self.used - 1)
    }

    /// Cuts a length into buckets.
    fn cut(&mut self, start: f64, end: f64, buckets: usize) {
        let buckets_per_length = buckets as f64 / (end - start);
        self.buckets_per_length =
            if buckets_per_length.is_finite() { buckets_per_length } else { 0.0 };
        (self.start, self.used, self.next) = (start, buckets, 0);
        if self.buckets.len() < buckets {
            self.buckets.resize_with(buckets, Vec::new);
        }
    }
}

impl<I: Index> Queue<I> {
    pub(super) fn new() -> Queue<I> {
        let (near, rungs, beyond) = (BinaryHeap::new(), Vec::new(), Vec::new());
        Queue { near, rungs, depth: 0, beyond, far: 0.0 }
    }

    /// Forgets all entries.
    pub(super) fn clear(&mut self) {
        self.near.clear();
        self.beyond.clear();
        for rung in &mut self.rungs[..self.depth] {
            rung.buckets[..rung.used].iter_mut().for_each(Vec::clear);
        }
        (self.depth, self.far) = (0, 0.0);
    }

    #[inline(always)]
    pub(super) fn push(&mut self, distance: f64, node: I) {
        // -0 + 0 is 0.
        let entry = Entry { bits: (distance + 0.0).to_bits(), node };
        if distance >= self.far {
            return self.beyond.push(entry);
        }
        for rung in &mut self.rungs[..self.depth] {
            let place = rung.place(distance);
            if place >= rung.next {
                return rung.buckets[place].push(entry);
            }
        }
        self.near.push(entry);
    }

    /// The nearest entry. Of those that `is_old` says are, which has to stay so, any may be left out. `soon` hears of
    /// nodes that will be taken soon.
    #[inline(always)]
    pub(super) fn pop(
        &mut self,
        is_old: impl Fn(f64, I) -> bool,
        soon: impl Fn(I),
    ) -> Option<(f64, I)> {
        loop {
            if let Some(entry) = self.near.pop() {
                return Some((entry.distance(), entry.node));
            }
            if !self.refill(&is_old) {
                return None;
            }
            self.near.iter().for_each(|entry| soon(entry.node));
        }
    }

    /// Moves the next bucket to the heap, or a part of it; whether there was one.
    fn refill(&mut self, is_old: &impl Fn(f64, I) -> bool) -> bool {
        loop {
            if let Some(found) = self.next_bucket(is_old) {
                if found {
                    return true;
                }
                continue;
            }
            let mut entries = std::mem::take(&mut self.beyond);
            entries.retain(|entry| !is_old(entry.distance(), entry.node));
            let Some((start, last)) = ends(&entries) else {
                self.beyond = entries;
                return false;
            };
            self.far = last.next_up();
            let buckets = (entries.len() / BUCKET).clamp(1, MOST_BUCKETS);
            self.spread(&mut entries, start, self.far, buckets);
            self.beyond = entries;
        }
    }

    /// Empties the next bucket, to the heap or to narrower ones: whether to the heap. `None` if all are empty.
    fn next_bucket(&mut self, is_old: &impl Fn(f64, I) -> bool) -> Option<bool> {
        let at = self.depth.checked_sub(1)?;
        let rung = &mut self.rungs[at];
        let empty =
            rung.buckets[rung.next..rung.used].iter().take_while(|bucket| bucket.is_empty());
        rung.next += empty.count();
        if rung.next == rung.used {
            self.depth = at;
            return Some(false);
        }
        let bucket = rung.next;
        rung.next += 1;
        let end = rung.start + rung.next as f64 / rung.buckets_per_length;
        let mut entries = std::mem::take(&mut rung.buckets[bucket]);
        entries.retain(|entry| !is_old(entry.distance(), entry.node));
        let many = entries.len() > FEW && self.depth < MOST_RUNGS;
        match ends(&entries).filter(|&(first, last)| many && first < last) {
            Some((first, last)) => {
                let buckets = (entries.len() / BUCKET).min(MOST_BUCKETS);
                self.spread(&mut entries, first, end.max(last), buckets);
            }
            None => self.near.extend(entries.drain(..)),
        }
        self.rungs[at].buckets[bucket] = entries;
        Some(!self.near.is_empty())
    }

    /// A rung more, for these entries.
    fn spread(&mut self, entries: &mut Vec<Entry<I>>, start: f64, end: f64, buckets: usize) {
        if self.rungs.len() == self.depth {
            let (start, buckets_per_length, buckets) = (0.0, 0.0, Vec::new());
            self.rungs.push(Rung { start, buckets_per_length, buckets, used: 0, next: 0 });
        }
        let rung = &mut self.rungs[self.depth];
        self.depth += 1;
        rung.cut(start, end, buckets);
        for entry in entries.drain(..) {
            let place = rung.place(entry.distance());
            rung.buckets[place].push(entry);
        }
    }
}

/// The least distance and the greatest.
fn ends<I: Index>(entries: &[Entry<I>]) -> Option<(f64, f64)> {
    let first = entries.first()?.distance();
    let wider = |(low, high): (f64, f64), entry: &Entry<I>| {
        (low.min(entry.distance()), high.max(entry.distance()))
    };
    Some(entries.iter().fold((first, first), wider))
}

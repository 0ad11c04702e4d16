//! Windows whose elements are kept in order.
//!
//! The elements that some windows have between them are sorted once; a window is a set of ranks, a bit each.
//! What is looked for in the order of a window moves by few ranks from one to the next, and is found from where it
//! was.

use super::spans::Spans;
use crate::{Place, Quantile, RankMethod, Ranked};

/// Windows that share a sorted order, at least.
const TOGETHER: usize = 2048;
/// Words of ranks that are counted together.
const COUNTED: usize = 64;
/// The rank of NaN.
const NONE: u32 = u32::MAX;

/// The ranks of elements, and which of them are in a window.
struct Order {
    /// For each element its rank.
    ranks: Vec<u32>,
    /// The elements, in order.
    sorted: Vec<f64>,
    words: Vec<u64>,
    /// How many are in the window, for each `COUNTED` words.
    counts: Vec<usize>,
    count: usize,
    /// A rank, and how many below it are in the window.
    at: usize,
    below: usize,
}

/// A number in the order of floats that are not NaN, with −0 as 0.
fn key(x: f64) -> u64 {
    let bits = (x + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

impl Order {
    fn new(elements: &[f64]) -> Order {
        let numbers = elements.iter().enumerate().filter(|(_, x)| !x.is_nan());
        let mut keys: Vec<(u64, u32)> = numbers.map(|(k, &x)| (key(x), k as u32)).collect();
        keys.sort_unstable();
        let mut ranks = vec![NONE; elements.len()];
        let mut sorted = Vec::with_capacity(keys.len());
        for (rank, &(_, k)) in keys.iter().enumerate() {
            ranks[k as usize] = rank as u32;
            sorted.push(elements[k as usize]);
        }
        let words = vec![0; sorted.len() / 64 + 1];
        let counts = vec![0; words.len() / COUNTED + 1];
        Order { ranks, sorted, words, counts, count: 0, at: 0, below: 0 }
    }

    #[inline(always)]
    fn put(&mut self, element: usize, into: bool) {
        let rank = self.ranks[element];
        if rank == NONE {
            return;
        }
        let rank = rank as usize;
        self.words[rank / 64] ^= 1 << (rank % 64);
        let (count, below) = (&mut self.counts[rank / 64 / COUNTED], usize::from(rank < self.at));
        if into {
            *count += 1;
            self.count += 1;
            self.below += below;
        } else {
            *count -= 1;
            self.count -= 1;
            self.below -= below;
        }
    }

    /// The rank of number `k` of the window, of which there are more.
    #[inline(always)]
    fn find(&mut self, k: usize) -> usize {
        while self.below > k {
            self.at = self.previous(self.at);
            self.below -= 1;
        }
        loop {
            self.at = self.next(self.at);
            if self.below == k {
                return self.at;
            }
            self.below += 1;
            self.at += 1;
        }
    }

    /// The first rank of the window from `at` on; there is one.
    #[inline(always)]
    fn next(&self, at: usize) -> usize {
        let mut word = at / 64;
        let mut bits = self.words[word] & (u64::MAX << (at % 64));
        while bits == 0 {
            word += 1;
            bits = self.words[word];
        }
        word * 64 + bits.trailing_zeros() as usize
    }

    /// The last rank of the window in front of `at`; there is one.
    #[inline(always)]
    fn previous(&self, at: usize) -> usize {
        let mut word = at / 64;
        let mut bits = self.words[word] & !(u64::MAX << (at % 64));
        while bits == 0 {
            word -= 1;
            bits = self.words[word];
        }
        word * 64 + 63 - bits.leading_zeros() as usize
    }

    /// How many ranks of the window are below one.
    fn count_below(&self, rank: usize) -> usize {
        let (word, part) = (rank / 64, rank / 64 / COUNTED);
        let ones =
            |words: &[u64]| words.iter().map(|bits| bits.count_ones() as usize).sum::<usize>();
        let before: usize = self.counts[..part].iter().sum();
        let last = self.words[word] & !(u64::MAX << (rank % 64));
        before + ones(&self.words[part * COUNTED..word]) + last.count_ones() as usize
    }

    /// The ranks of all elements that are equal to one.
    fn equal(&self, rank: usize) -> std::ops::Range<usize> {
        let x = self.sorted[rank];
        let start = self.sorted[..rank].partition_point(|&y| y < x);
        start..rank + self.sorted[rank..].partition_point(|&y| y <= x)
    }
}

/// What `find` makes of the order of each window; it is given the number of the window's last element.
#[inline(always)]
fn each_window(
    lane: &[f64],
    spans: &Spans,
    first: usize,
    out: &mut [f64],
    mut find: impl FnMut(&mut Order, usize) -> f64,
) {
    let together = TOGETHER.max(4 * spans.longest);
    for (part, out) in out.chunks_mut(together).enumerate() {
        let first = first + part * together;
        let from = spans.at(first).start;
        let to = spans.at(first + out.len() - 1).end.max(from);
        let mut order = Order::new(&lane[from..to]);
        let (mut start, mut end) = (from, from);
        for (k, out) in out.iter_mut().enumerate() {
            let window = spans.at(first + k);
            while end < window.end {
                order.put(end - from, true);
                end += 1;
            }
            while start < window.start.min(end) {
                order.put(start - from, false);
                start += 1;
            }
            if window.start > end {
                (start, end) = (window.start, window.start);
            }
            let enough = order.count >= spans.least && order.count > 0;
            *out = if enough { find(&mut order, end - 1 - from) } else { f64::NAN };
        }
    }
}

/// A quantile, or the median, of each window.
pub(super) fn quantiles(
    lane: &[f64],
    spans: &Spans,
    first: usize,
    out: &mut [f64],
    q: Option<Quantile>,
) {
    each_window(lane, spans, first, out, |order, _| {
        let place = q.map_or_else(|| Place::middle(order.count), |q| q.place(order.count));
        let rank = order.find(place.low);
        let low = order.sorted[rank];
        let high = if place.high > place.low { order.sorted[order.next(rank + 1)] } else { low };
        f64::at_place_of(low, high, &place, q.is_none())
    });
}

/// The rank of the last element of each window in it.
pub(super) fn ranks(
    lane: &[f64],
    spans: &Spans,
    first: usize,
    out: &mut [f64],
    method: RankMethod,
) {
    each_window(lane, spans, first, out, |order, last| {
        let rank = order.ranks[last];
        if rank == NONE {
            return f64::NAN;
        }
        let equal = order.equal(rank as usize);
        let (less, most) = (order.count_below(equal.start), order.count_below(equal.end));
        match method {
            RankMethod::Min => (less + 1) as f64,
            RankMethod::Max | RankMethod::First => most as f64,
            RankMethod::Dense => dense(order, equal.end),
            RankMethod::Average => (less + 1 + most) as f64 / 2.0,
        }
    });
}

/// How many different elements of the window are below a rank.
fn dense(order: &Order, rank: usize) -> f64 {
    let (mut kinds, mut last) = (0, f64::NAN);
    for k in (0..rank).filter(|k| order.words[k / 64] >> (k % 64) & 1 == 1) {
        kinds += usize::from(order.sorted[k] != last);
        last = order.sorted[k];
    }
    kinds as f64
}

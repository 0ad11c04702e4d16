//! Products of two sparse matrices, row by row (F. G. Gustavson, "Two fast algorithms for sparse matrices:
//! multiplication and permuted transposition", 1978), over any semiring.

use super::lanes;
use crate::element::Entry;
use crate::index::Index;
use crate::packed::{Made, PART, Packed, PackedRef, partition};
use crate::products::{PlusTimes, Semiring};
use nd_core::huge;
use std::ops::Range;

pub(crate) fn plus_times<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    b: PackedRef<'_, T, I>,
) -> Packed<T, I> {
    product(a, b, &PlusTimes::<T>::default())
}

/// Sums of one lane in the making, by position.
struct Sums<V, I> {
    marks: Marks,
    sums: Vec<V>,
    /// For wide matrices with few products, which are sorted instead.
    loose: Vec<(I, V)>,
}

impl<V: Copy + Default, I: Index> Sums<V, I> {
    fn new(across: usize) -> Self {
        let sums = huge::advised(vec![V::default(); across]);
        Sums { marks: Marks::new(across), sums, loose: Vec::new() }
    }

    #[inline(always)]
    fn add(&mut self, index: I, value: V, add: impl Fn(V, V) -> V) {
        let at = index.position();
        let first = self.marks.mark(at);
        self.sums[at] = if first { value } else { add(self.sums[at], value) };
    }

    /// Ends the lane: its sums, by position.
    #[inline(always)]
    fn end_lane(&mut self, mut put: impl FnMut(I, V)) {
        let sums = &self.sums;
        self.marks.drain(&mut |at| put(I::from_position(at), sums[at]));
    }

    /// As [`add`](Self::add) and [`end_lane`](Self::end_lane) for products in any order.
    fn end_loose(&mut self, add: impl Fn(V, V) -> V, mut put: impl FnMut(I, V)) {
        self.loose.sort_by_key(|&(index, _)| index);
        let mut rest = self.loose.iter().copied();
        let mut last = rest.next();
        while let Some((index, mut sum)) = last {
            last = rest.next();
            while let Some((_, value)) = last.filter(|&(next, _)| next == index) {
                sum = add(sum, value);
                last = rest.next();
            }
            put(index, sum);
        }
        self.loose.clear();
    }
}

/// Which positions are marked: a bit for each, a bit for every 64 of those that has one marked, and so on. A few among
/// millions are found in ascending order at a cost that is theirs alone.
struct Marks {
    levels: Vec<Vec<u64>>,
}

/// Words of the highest level that are looked at one by one.
const TOP: usize = 8;

impl Marks {
    fn new(positions: usize) -> Marks {
        let mut levels = vec![huge::advised(vec![0; positions.div_ceil(64)])];
        let mut words = positions.div_ceil(64);
        while words > TOP {
            words = words.div_ceil(64);
            levels.push(vec![0; words]);
        }
        Marks { levels }
    }

    /// Marks a position; whether it was not.
    #[inline(always)]
    fn mark(&mut self, at: usize) -> bool {
        let word = &mut self.levels[0][at / 64];
        let (before, bit) = (*word, 1 << (at % 64));
        *word |= bit;
        if before == 0 {
            self.mark_above(at / 64);
        }
        before & bit == 0
    }

    fn mark_above(&mut self, mut at: usize) {
        for level in &mut self.levels[1..] {
            let word = &mut level[at / 64];
            let before = *word;
            *word |= 1 << (at % 64);
            if before != 0 {
                return;
            }
            at /= 64;
        }
    }

    /// The marked positions, which are marked no more after.
    #[inline(always)]
    fn drain(&mut self, found: &mut impl FnMut(usize)) {
        let top = self.levels.last().map_or(0, Vec::len);
        for word in 0..top {
            drain(&mut self.levels, word, found);
        }
    }
}

/// What one word stands for, of the highest of these levels.
fn drain(levels: &mut [Vec<u64>], word: usize, found: &mut impl FnMut(usize)) {
    let Some((level, below)) = levels.split_last_mut() else { return };
    let bits = std::mem::take(&mut level[word]);
    match below {
        [] => each_bit(word, bits, found),
        [lowest] => each_bit(word, bits, |at| {
            each_bit(at, std::mem::take(&mut lowest[at]), &mut *found);
        }),
        below => each_bit(word, bits, |at| drain(below, at, found)),
    }
}

/// The positions of a word's bits.
#[inline(always)]
fn each_bit(word: usize, mut bits: u64, mut found: impl FnMut(usize)) {
    while bits != 0 {
        found(word * 64 + bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

/// Products of a lane that are sorted rather than marked.
const FEW: usize = 8;

/// The most parts that the lanes of a product are made in: long ones, whose memory lies in huge pages.
const PARTS: usize = 64;

/// For each lane of `a` the lanes of `b` that its entries name, each times its entry, added up.
pub(crate) fn product<S: Semiring, I: Index>(
    a: PackedRef<'_, S::Left, I>,
    b: PackedRef<'_, S::Right, I>,
    semiring: &S,
) -> Packed<S::Out, I> {
    let products = products(a, b);
    let all = products[a.lanes()];
    let loose = b.across > 8 * (all + PART);
    let cuts = lanes::cuts_of(a.lanes(), PART.max(all / PARTS), &|lane| products[lane]);
    let scratch = || Sums::new(if loose { 0 } else { b.across });
    lanes::made_with(&cuts, b.across, &scratch, &|sums, part| {
        let entries = products[part.end] - products[part.start];
        let mut made = Made::with_capacity(part.len(), entries);
        for lane in part {
            let start = made.indices.len();
            let put = |index, sum| {
                if semiring.keep(sum) {
                    made.push(index, sum);
                }
            };
            let (indices, factors) = a.lane(lane);
            foreseen(a, b, lane + 1);
            let loose = loose || products[lane + 1] - products[lane] <= FEW;
            for (index, &factor) in indices.iter().zip(factors) {
                let (indices, values) = b.lane(index.position());
                let terms = indices.iter().zip(values);
                let terms = terms.map(|(&index, &value)| (index, semiring.multiply(factor, value)));
                if loose {
                    sums.loose.extend(terms);
                } else {
                    terms.for_each(|(i, term)| sums.add(i, term, |x, y| semiring.add(x, y)));
                }
            }
            if loose {
                sums.end_loose(|x, y| semiring.add(x, y), put);
            } else {
                sums.end_lane(put);
            }
            made.end_lane(start);
        }
        made
    })
}

/// Asks for the lanes of `b` that a lane of `a` names, all of them at once: they stand anywhere in memory.
#[inline(always)]
fn foreseen<T: Copy, U: Copy, I: Index>(
    a: PackedRef<'_, T, I>,
    b: PackedRef<'_, U, I>,
    lane: usize,
) {
    if lane < a.lanes() {
        for index in a.lane(lane).0 {
            let at = b.starts[index.position()];
            std::hint::black_box((b.indices.get(at).copied(), b.values.get(at).copied()));
        }
    }
}

/// How many products there are before each lane of the result, and in all.
fn products<T, U, I: Index>(a: PackedRef<'_, T, I>, b: PackedRef<'_, U, I>) -> Vec<usize>
where
    T: Sync,
    U: Sync,
{
    let counts = lanes::each(0, &a.cuts(), &|part, out| {
        for (lane, out) in part.zip(out) {
            let of = |index: &I| b.starts[index.position() + 1] - b.starts[index.position()];
            *out = a.indices[a.starts[lane]..a.starts[lane + 1]].iter().map(of).sum();
        }
    });
    lanes::starts_of(counts.into_iter())
}

/// The products that stand where `mask` has an entry.
pub(crate) fn masked<S: Semiring, M: Copy + Send + Sync, I: Index>(
    a: PackedRef<'_, S::Left, I>,
    b: PackedRef<'_, S::Right, I>,
    mask: PackedRef<'_, M, I>,
    semiring: &S,
) -> Packed<S::Out, I> {
    // For each lane: its wanted positions, numbered; then every product is looked up among them.
    lanes::made_with(&mask.cuts(), b.across, &Vec::new, &|sums: &mut Vec<Option<S::Out>>, part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for lane in part {
            let start = made.indices.len();
            let wanted = mask.lane(lane).0;
            sums.clear();
            sums.resize(wanted.len(), None);
            let (indices, factors) = a.lane(lane);
            for (index, &factor) in indices.iter().zip(factors) {
                let (found, values) = b.lane(index.position());
                meet(wanted, found, |at, in_b| {
                    let term = semiring.multiply(factor, values[in_b]);
                    sums[at] = Some(sums[at].map_or(term, |sum| semiring.add(sum, term)));
                });
            }
            for (&index, &sum) in wanted.iter().zip(&*sums) {
                if let Some(sum) = sum.filter(|&sum| semiring.keep(sum)) {
                    made.push(index, sum);
                }
            }
            made.end_lane(start);
        }
        made
    })
}

/// The places at which two ascending lists have the same index; the shorter one is looked up in the longer one.
#[inline(always)]
fn meet<I: Index>(a: &[I], b: &[I], mut found: impl FnMut(usize, usize)) {
    if a.len() > 16 * b.len() {
        for (q, index) in b.iter().enumerate() {
            if let Ok(p) = a.binary_search(index) {
                found(p, q);
            }
        }
        return;
    }
    if b.len() > 16 * a.len() {
        for (p, index) in a.iter().enumerate() {
            if let Ok(q) = b.binary_search(index) {
                found(p, q);
            }
        }
        return;
    }
    let (mut p, mut q) = (0, 0);
    while p < a.len() && q < b.len() {
        let (i, j) = (a[p], b[q]);
        if i == j {
            found(p, q);
        }
        p += usize::from(i <= j);
        q += usize::from(j <= i);
    }
}

/// Lanes by the position that their next entry stands at: a list for each position of a range.
struct Pending {
    from: usize,
    heads: Vec<usize>,
    next: Vec<usize>,
    entry: Vec<usize>,
}

/// No lane.
const NONE: usize = usize::MAX;

impl Pending {
    fn new<T, I: Index>(a: PackedRef<'_, T, I>, range: &Range<usize>) -> Pending {
        let (heads, next) = (vec![NONE; range.len()], vec![NONE; a.lanes()]);
        let mut pending = Pending { from: range.start, heads, next, entry: vec![0; a.lanes()] };
        for lane in 0..a.lanes() {
            let indices = &a.indices[a.starts[lane]..a.starts[lane + 1]];
            let first = partition(indices.len(), |at| indices[at].position() < range.start);
            pending.entry[lane] = a.starts[lane] + first;
            pending.file(a, lane);
        }
        pending
    }

    /// Puts a lane where its next entry stands, if that is in the range.
    fn file<T, I: Index>(&mut self, a: PackedRef<'_, T, I>, lane: usize) {
        let entry = self.entry[lane];
        if entry < a.starts[lane + 1] {
            let at = a.indices[entry].position() - self.from;
            if let Some(head) = self.heads.get_mut(at) {
                self.next[lane] = std::mem::replace(head, lane);
            }
        }
    }
}

/// The transpose of `a` times `a`, without the transpose.
pub(crate) fn gram<T: Entry, I: Index>(a: PackedRef<'_, T, I>) -> Packed<T, I> {
    let parts = (a.nnz() / PART).clamp(1, 8);
    let share = a.across.div_ceil(parts).max(1);
    let mut cuts: Vec<usize> = (0..a.across).step_by(share).collect();
    cuts.push(a.across);
    if cuts.len() == 1 {
        cuts.insert(0, 0);
    }
    lanes::made(&cuts, a.across, &|part| {
        let mut made = Made::with_capacity(part.len(), 0);
        let mut sums = Sums::new(a.across);
        let mut pending = Pending::new(a, &part);
        let mut here = Vec::new();
        for position in part.clone() {
            let mut lane = pending.heads[position - part.start];
            while lane != NONE {
                here.push(lane);
                lane = pending.next[lane];
            }
            // In order, so that the sums are those of the product with a transpose.
            here.sort_unstable();
            for lane in here.drain(..) {
                let factor = a.values[pending.entry[lane]];
                let (indices, values) = a.lane(lane);
                for (&index, &value) in indices.iter().zip(values) {
                    sums.add(index, factor.multiplied(value), T::added);
                }
                pending.entry[lane] += 1;
                pending.file(a, lane);
            }
            let start = made.indices.len();
            sums.end_lane(|index, sum: T| {
                if !sum.is_zero() {
                    made.push(index, sum);
                }
            });
            made.end_lane(start);
        }
        made
    })
}

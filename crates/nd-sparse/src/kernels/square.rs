//! Products of two sparse matrices, row by row (F. G. Gustavson, "Two fast algorithms for sparse matrices:
//! multiplication and permuted transposition", 1978), over any semiring.

use super::lanes;
use crate::element::Entry;
use crate::index::Index;
use crate::packed::{Made, Packed, PackedRef, partition};
use crate::products::{PlusTimes, Semiring};
use std::ops::Range;

pub(crate) fn plus_times<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    b: PackedRef<'_, T, I>,
) -> Packed<T, I> {
    product(a, b, &PlusTimes::<T>::default())
}

/// Sums of one lane in the making, by position.
struct Sums<V, I> {
    /// The lane, counted from 1, that each position was last added to.
    lane: Vec<usize>,
    sums: Vec<V>,
    touched: Vec<I>,
    /// For wide matrices with few products, which are sorted instead.
    loose: Vec<(I, V)>,
}

impl<V: Copy + Default, I: Index> Sums<V, I> {
    fn new(across: usize) -> Self {
        Sums {
            lane: vec![0; across],
            sums: vec![V::default(); across],
            touched: Vec::new(),
            loose: Vec::new(),
        }
    }

    #[inline(always)]
    fn add(&mut self, lane: usize, index: I, value: V, add: impl Fn(V, V) -> V) {
        let at = index.position();
        if self.lane[at] == lane + 1 {
            self.sums[at] = add(self.sums[at], value);
        } else {
            self.lane[at] = lane + 1;
            self.sums[at] = value;
            self.touched.push(index);
        }
    }

    /// Ends the lane: what is kept of its sums, by position.
    #[inline(always)]
    fn end_lane(&mut self, lane: usize, made: &mut Made<V, I>, keep: impl Fn(V) -> bool) {
        let start = made.indices.len();
        // A lane with many entries is read off faster than it is sorted.
        if self.touched.len() > self.lane.len() / 16 {
            for (at, (&last, &sum)) in self.lane.iter().zip(&self.sums).enumerate() {
                if last == lane + 1 && keep(sum) {
                    made.push(I::from_position(at), sum);
                }
            }
        } else {
            self.touched.sort_unstable();
            for &index in &self.touched {
                let sum = self.sums[index.position()];
                if keep(sum) {
                    made.push(index, sum);
                }
            }
        }
        self.touched.clear();
        made.end_lane(start);
    }

    /// As [`add`](Self::add) and [`end_lane`](Self::end_lane) for products in any order.
    fn end_loose(
        &mut self,
        made: &mut Made<V, I>,
        add: impl Fn(V, V) -> V,
        keep: impl Fn(V) -> bool,
    ) {
        let start = made.indices.len();
        self.loose.sort_by_key(|&(index, _)| index);
        let mut rest = self.loose.iter().copied();
        let mut last = rest.next();
        while let Some((index, mut sum)) = last {
            last = rest.next();
            while let Some((_, value)) = last.filter(|&(next, _)| next == index) {
                sum = add(sum, value);
                last = rest.next();
            }
            if keep(sum) {
                made.push(index, sum);
            }
        }
        self.loose.clear();
        made.end_lane(start);
    }
}

/// For each lane of `a` the lanes of `b` that its entries name, each times its entry, added up.
pub(crate) fn product<S: Semiring, I: Index>(
    a: PackedRef<'_, S::Left, I>,
    b: PackedRef<'_, S::Right, I>,
    semiring: &S,
) -> Packed<S::Out, I> {
    let mut before = Vec::with_capacity(a.lanes() + 1);
    let mut products = 0;
    before.push(0);
    for lane in 0..a.lanes() {
        for index in a.lane(lane).0 {
            let lane = index.position();
            products += b.starts[lane + 1] - b.starts[lane];
        }
        before.push(products);
    }
    let loose = b.across > 8 * (products + crate::packed::PART);
    let cuts = lanes::cuts(a.lanes(), &|lane| before[lane]);
    let scratch = || Sums::new(if loose { 0 } else { b.across });
    lanes::made_with(&cuts, b.across, &scratch, &|sums, part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for lane in part {
            let (indices, factors) = a.lane(lane);
            for (index, &factor) in indices.iter().zip(factors) {
                let (indices, values) = b.lane(index.position());
                let terms = indices.iter().zip(values);
                let terms = terms.map(|(&index, &value)| (index, semiring.multiply(factor, value)));
                if loose {
                    sums.loose.extend(terms);
                } else {
                    terms.for_each(|(i, term)| sums.add(lane, i, term, |x, y| semiring.add(x, y)));
                }
            }
            if loose {
                sums.end_loose(&mut made, |x, y| semiring.add(x, y), |x| semiring.keep(x));
            } else {
                sums.end_lane(lane, &mut made, |x| semiring.keep(x));
            }
        }
        made
    })
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
    let parts = (a.nnz() / crate::packed::PART).clamp(1, 8);
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
                    sums.add(position, index, factor.multiplied(value), T::added);
                }
                pending.entry[lane] += 1;
                pending.file(a, lane);
            }
            sums.end_lane(position, &mut made, |sum| !sum.is_zero());
        }
        made
    })
}

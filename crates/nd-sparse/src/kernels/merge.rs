//! Two patterns side by side: sums, products and comparisons, element by element.

use super::lanes;
use crate::element::{Combination, Comparison, Entry};
use crate::index::Index;
use crate::packed::{Made, Packed, PackedRef};
use nd_core::{Element, View, huge, threads};

/// How many lanes the result has: one lane stands beside each of the other's.
fn lanes_of<T, U, I: Index>(a: PackedRef<'_, T, I>, b: PackedRef<'_, U, I>) -> usize {
    if a.lanes() == 1 { b.lanes() } else { a.lanes() }
}

/// What stands before a lane, of a single lane that is used for all as well.
fn weight<T, I: Index>(a: PackedRef<'_, T, I>, lanes: usize, lane: usize) -> usize {
    if a.lanes() == lanes { a.starts[lane] } else { a.nnz() * lane }
}

/// The lane that stands beside one of the result's.
#[inline(always)]
fn beside<'a, T, I: Index>(a: PackedRef<'a, T, I>, lane: usize) -> (&'a [I], &'a [T]) {
    a.lane(if a.lanes() == 1 { 0 } else { lane })
}

/// What `f` makes wherever one of them has an entry; what comes out as no entry is dropped.
///
/// Both have the same length across, and as many lanes or one.
pub(crate) fn union<T: Element, U: Element, V: Element + Default, I: Index>(
    a: PackedRef<'_, T, I>,
    b: PackedRef<'_, U, I>,
    (zero_a, zero_b): (T, U),
    f: &(impl Fn(T, U) -> V + Sync),
    keep: &(impl Fn(V) -> bool + Sync),
) -> Packed<V, I> {
    let lanes = lanes_of(a, b);
    let cuts = lanes::cuts(lanes, &|lane| weight(a, lanes, lane) + weight(b, lanes, lane));
    let counts = lanes::each(0, &cuts, &|part, out| {
        for (lane, out) in part.zip(out) {
            let (ia, ib) = (beside(a, lane).0, beside(b, lane).0);
            *out = ia.len() + ib.len() - shared(ia, ib);
        }
    });
    let lengths = lanes::rooms(&cuts, &lanes::starts_of(counts.into_iter()));
    let put = |out: &mut lanes::Room<'_, V, I>, index, value| {
        if keep(value) {
            out.push(index, value);
        }
    };
    lanes::written(&cuts, &lengths, a.across, &|part, out| {
        for lane in part {
            let ((ia, va), (ib, vb)) = (beside(a, lane), beside(b, lane));
            let (mut p, mut q) = (0, 0);
            while p < ia.len() && q < ib.len() {
                // Without branches: which of them is next is as good as random.
                let (i, j) = (ia[p], ib[q]);
                let (in_a, in_b) = (i <= j, j <= i);
                let x = if in_a { va[p] } else { zero_a };
                let y = if in_b { vb[q] } else { zero_b };
                put(out, if in_a { i } else { j }, f(x, y));
                p += usize::from(in_a);
                q += usize::from(in_b);
            }
            (p..ia.len()).for_each(|p| put(out, ia[p], f(va[p], zero_b)));
            (q..ib.len()).for_each(|q| put(out, ib[q], f(zero_a, vb[q])));
            out.end_lane();
        }
    })
}

/// How many positions stand in both of two ascending lists.
#[inline(always)]
fn shared<I: Index>(a: &[I], b: &[I]) -> usize {
    let (mut p, mut q, mut both) = (0, 0, 0);
    while p < a.len() && q < b.len() {
        let (i, j) = (a[p], b[q]);
        both += usize::from(i == j);
        p += usize::from(i <= j);
        q += usize::from(j <= i);
    }
    both
}

/// What `f` makes where both have an entry; what comes out as no entry is dropped.
pub(crate) fn intersection<T: Element, U: Element, V: Element + Default, I: Index>(
    a: PackedRef<'_, T, I>,
    b: PackedRef<'_, U, I>,
    f: &(impl Fn(T, U) -> V + Sync),
    keep: &(impl Fn(V) -> bool + Sync),
) -> Packed<V, I> {
    let lanes = lanes_of(a, b);
    let cuts = lanes::cuts(lanes, &|lane| weight(a, lanes, lane) + weight(b, lanes, lane));
    lanes::made(&cuts, a.across, &|part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for lane in part {
            let start = made.indices.len();
            let ((ia, va), (ib, vb)) = (beside(a, lane), beside(b, lane));
            let (mut p, mut q) = (0, 0);
            while p < ia.len() && q < ib.len() {
                let (i, j) = (ia[p], ib[q]);
                if i == j {
                    let value = f(va[p], vb[q]);
                    if keep(value) {
                        made.push(i, value);
                    }
                }
                p += usize::from(i <= j);
                q += usize::from(j <= i);
            }
            made.end_lane(start);
        }
        made
    })
}

pub(crate) fn combined<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    b: PackedRef<'_, T, I>,
    how: Combination,
) -> Packed<T, I> {
    union(a, b, (T::ZERO, T::ZERO), &|x, y| x.combined(y, how), &|z: T| !z.is_zero())
}

pub(crate) fn multiplied<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    b: PackedRef<'_, T, I>,
) -> Packed<T, I> {
    intersection(a, b, &T::multiplied, &|z: T| !z.is_zero())
}

/// Where the comparison is true.
pub(crate) fn compared<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    b: PackedRef<'_, T, I>,
    how: Comparison,
) -> Packed<bool, I> {
    if !T::ZERO.compared(T::ZERO, how) {
        return union(a, b, (T::ZERO, T::ZERO), &|x, y| x.compared(y, how), &|z: bool| z);
    }
    let lanes = lanes_of(a, b);
    everywhere(lanes, a.across, &|lane, hits| {
        let ((ia, va), (ib, vb)) = (beside(a, lane), beside(b, lane));
        let (mut p, mut q) = (0, 0);
        for (at, hit) in hits.iter_mut().enumerate() {
            let (mut x, mut y) = (T::ZERO, T::ZERO);
            if ia.get(p).is_some_and(|i| i.position() == at) {
                x = va[p];
                p += 1;
            }
            if ib.get(q).is_some_and(|i| i.position() == at) {
                y = vb[q];
                q += 1;
            }
            *hit = x.compared(y, how);
        }
    })
}

/// Where the comparison with one number is true.
pub(crate) fn compared_scalar<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    b: T,
    how: Comparison,
) -> Packed<bool, I> {
    if T::ZERO.compared(b, how) {
        return everywhere(a.lanes(), a.across, &|lane, hits| {
            let (indices, values) = a.lane(lane);
            hits.fill(true);
            for (index, value) in indices.iter().zip(values) {
                hits[index.position()] = value.compared(b, how);
            }
        });
    }
    lanes::made(&a.cuts(), a.across, &|part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for lane in part {
            let start = made.indices.len();
            let (indices, values) = a.lane(lane);
            for (&index, value) in indices.iter().zip(values) {
                if value.compared(b, how) {
                    made.push(index, true);
                }
            }
            made.end_lane(start);
        }
        made
    })
}

/// The places of each lane that `mark` marks, where most are.
fn everywhere<I: Index>(
    lanes: usize,
    across: usize,
    mark: &(dyn Fn(usize, &mut [bool]) + Sync),
) -> Packed<bool, I> {
    let cuts = lanes::cuts(lanes, &|lane| lane.saturating_mul(across));
    lanes::made_with(&cuts, across, &|| vec![false; across], &|hits, part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for lane in part {
            let start = made.indices.len();
            mark(lane, hits);
            for at in (0..across).filter(|&at| hits[at]) {
                made.push(I::from_position(at), true);
            }
            made.end_lane(start);
        }
        made
    })
}

/// One position across, repeated: the entry of each lane stands in all positions.
pub(crate) fn stretched<T: Entry, I: Index>(a: PackedRef<'_, T, I>, across: usize) -> Packed<T, I> {
    let cuts = lanes::cuts(a.lanes(), &|lane| a.starts[lane].saturating_mul(across));
    lanes::made(&cuts, across, &|part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for lane in part {
            let start = made.indices.len();
            if let [value] = *a.lane(lane).1 {
                for at in 0..across {
                    made.push(I::from_position(at), value);
                }
            }
            made.end_lane(start);
        }
        made
    })
}

/// Elements that a thread takes at once where nothing but a multiplication is done to each.
const RUN: usize = 1 << 16;

pub(crate) fn scaled<T: Entry>(values: &[T], factor: T) -> Vec<T> {
    let mut out = huge::advised(vec![T::ZERO; values.len()]);
    threads::chunks(&mut out, RUN, &|start, out| {
        for (out, &value) in out.iter_mut().zip(&values[start..]) {
            *out = value.multiplied(factor);
        }
    });
    out
}

/// What stands at the place of each entry in a dense matrix, which broadcasts.
pub(crate) fn beside_dense<T: Entry, I: Index>(a: PackedRef<'_, T, I>, b: View<'_, T>) -> Vec<T> {
    let b = b.broadcast_to([a.lanes(), a.across]);
    let cuts = a.cuts();
    let parts = lanes::parts(&cuts);
    let lengths: Vec<usize> = parts.iter().map(|p| a.starts[p.end] - a.starts[p.start]).collect();
    let mut out = huge::advised(vec![T::ZERO; a.nnz()]);
    let places = parts.into_iter().zip(lanes::split_lengths(&mut out, &lengths)).collect();
    threads::items(places, &|_, (part, out): (std::ops::Range<usize>, &mut [T])| {
        let from = a.starts[part.start];
        for lane in part {
            for at in a.starts[lane]..a.starts[lane + 1] {
                out[at - from] = b[[lane, a.indices[at].position()]];
            }
        }
    });
    out
}

//! Lanes, and positions across them, picked out.

use super::lanes as parts;
use crate::element::Entry;
use crate::index::Index;
use crate::packed::{Made, Packed, PackedRef, partition};
use nd_core::huge;

/// The lanes of a list, in its order.
pub(crate) fn lanes<T: Entry, I: Index>(a: PackedRef<'_, T, I>, list: &[usize]) -> Packed<T, I> {
    let counts = list.iter().map(|&lane| a.starts[lane + 1] - a.starts[lane]);
    let starts = parts::starts_of(counts);
    let cuts = parts::cuts(list.len(), &|lane| starts[lane]);
    parts::written(&cuts, &parts::rooms(&cuts, &starts), a.across, &|part, out| {
        for &lane in &list[part] {
            let (indices, values) = a.lane(lane);
            out.extend(indices, values);
            out.end_lane();
        }
    })
}

/// The positions of a list, in its order, from every lane.
pub(crate) fn across<T: Entry, I: Index>(a: PackedRef<'_, T, I>, list: &[usize]) -> Packed<T, I> {
    // For each position, where it goes: a list may name it several times.
    let mut count = huge::advised(vec![0; a.across]);
    for &position in list {
        count[position] += 1;
    }
    let starts = parts::starts_of(count.iter().copied());
    let mut goes_to = huge::advised(vec![0; list.len()]);
    let mut next = starts.clone();
    for (at, &position) in list.iter().enumerate() {
        goes_to[next[position]] = at;
        next[position] += 1;
    }
    let ascends = list.is_sorted_by(|a, b| a < b);
    parts::made(&a.cuts(), list.len(), &|part| {
        let mut made = Made::with_capacity(part.len(), 0);
        let mut found: Vec<(usize, T)> = Vec::new();
        for lane in part {
            let start = made.indices.len();
            let (indices, values) = a.lane(lane);
            for (index, &value) in indices.iter().zip(values) {
                let places = &goes_to[starts[index.position()]..starts[index.position() + 1]];
                found.extend(places.iter().map(|&at| (at, value)));
            }
            if !ascends {
                found.sort_unstable_by_key(|&(at, _)| at);
            }
            for (at, value) in found.drain(..) {
                made.push(I::from_position(at), value);
            }
            made.end_lane(start);
        }
        made
    })
}

/// The positions `from..to` of every lane.
pub(crate) fn range_across<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    from: usize,
    to: usize,
) -> Packed<T, I> {
    parts::made(&a.cuts(), to - from, &|part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for lane in part {
            let start = made.indices.len();
            let (indices, values) = a.lane(lane);
            let first = partition(indices.len(), |at| indices[at].position() < from);
            let last = partition(indices.len(), |at| indices[at].position() < to);
            let moved = indices[first..last].iter().map(|i| I::from_position(i.position() - from));
            made.indices.extend(moved);
            made.values.extend_from_slice(&values[first..last]);
            made.end_lane(start);
        }
        made
    })
}

/// The entries that `keep` says yes to: by lane, position and value.
pub(crate) fn filtered<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    keep: &(dyn Fn(usize, usize, T) -> bool + Sync),
) -> Packed<T, I> {
    parts::made(&a.cuts(), a.across, &|part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for lane in part {
            let start = made.indices.len();
            let (indices, values) = a.lane(lane);
            for (&index, &value) in indices.iter().zip(values) {
                if keep(lane, index.position(), value) {
                    made.push(index, value);
                }
            }
            made.end_lane(start);
        }
        made
    })
}

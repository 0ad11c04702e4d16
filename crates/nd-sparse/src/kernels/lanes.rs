//! Lanes handed out to threads, and what the threads make put together.

use crate::index::Index;
use crate::packed::{Made, PART, Packed, partition};
use nd_core::{huge, threads};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Where lanes are cut: parts of about [`PART`] by `weight`, which is what stands before a lane. It never falls.
pub(crate) fn cuts(lanes: usize, weight: &dyn Fn(usize) -> usize) -> Vec<usize> {
    cuts_of(lanes, PART, weight)
}

/// As [`cuts`], for parts of that weight.
pub(crate) fn cuts_of(lanes: usize, part: usize, weight: &dyn Fn(usize) -> usize) -> Vec<usize> {
    let all = weight(lanes) + lanes;
    let parts = all.div_ceil(part).max(1);
    let share = all.div_ceil(parts).max(1);
    let mut cuts = vec![0];
    for part in 1..parts {
        let cut = partition(lanes, |lane| weight(lane) + lane < part * share);
        if cut > cuts[cuts.len() - 1] && cut < lanes {
            cuts.push(cut);
        }
    }
    cuts.push(lanes);
    cuts
}

/// The parts between cuts.
pub(crate) fn parts(cuts: &[usize]) -> Vec<Range<usize>> {
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// A packed array whose lanes `work` makes, part by part; which thread makes a part never shows.
pub(crate) fn made<T, I>(
    cuts: &[usize],
    across: usize,
    work: &(dyn Fn(Range<usize>) -> Made<T, I> + Sync),
) -> Packed<T, I>
where
    T: Copy + Default + Send + Sync,
    I: Index,
{
    made_with(cuts, across, &|| (), &|(), part| work(part))
}

/// What makes a part's lanes with what a thread has of its own.
type Work<'w, S, T, I> = dyn Fn(&mut S, Range<usize>) -> Made<T, I> + Sync + 'w;

/// As [`made`], where each thread has something of its own to work with.
pub(crate) fn made_with<S, T, I>(
    cuts: &[usize],
    across: usize,
    scratch: &(dyn Fn() -> S + Sync),
    work: &Work<'_, S, T, I>,
) -> Packed<T, I>
where
    T: Copy + Default + Send + Sync,
    I: Index,
{
    let parts = parts(cuts);
    let slots: Vec<Mutex<Option<Made<T, I>>>> = parts.iter().map(|_| Mutex::new(None)).collect();
    threads::run_scratch(parts.len(), scratch, &|mine, task| {
        let made = work(mine, parts[task].clone());
        *slots[task].lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
    });
    let taken = slots.into_iter().map(|slot| {
        let made = slot.into_inner().unwrap_or_else(PoisonError::into_inner);
        made.expect("every part is made once")
    });
    joined(taken.collect(), across)
}

/// Lanes that threads made, one part after the other.
fn joined<T, I>(mut parts: Vec<Made<T, I>>, across: usize) -> Packed<T, I>
where
    T: Copy + Default + Send + Sync,
    I: Index,
{
    let starts = starts_of(parts.iter().flat_map(|part| part.counts.iter().copied()));
    if parts.len() == 1 {
        let Made { indices, values, .. } = parts.swap_remove(0);
        return Packed { starts, indices, values, across };
    }
    let lengths: Vec<usize> = parts.iter().map(|part| part.indices.len()).collect();
    let entries = lengths.iter().sum();
    let mut indices = huge::advised(vec![I::default(); entries]);
    let mut values = huge::advised(vec![T::default(); entries]);
    let places = split_lengths(&mut indices, &lengths).into_iter();
    let places = places.zip(split_lengths(&mut values, &lengths)).zip(parts).collect();
    threads::items(places, &|_, ((indices, values), part)| {
        indices.copy_from_slice(&part.indices);
        values.copy_from_slice(&part.values);
    });
    Packed { starts, indices, values, across }
}

/// Where a thread writes the lanes of a part.
pub(crate) struct Room<'o, T, I> {
    indices: &'o mut [I],
    values: &'o mut [T],
    used: usize,
    counts: Vec<usize>,
    lane: usize,
}

impl<'o, T: Copy, I: Copy> Room<'o, T, I> {
    #[inline(always)]
    pub(crate) fn push(&mut self, index: I, value: T) {
        self.indices[self.used] = index;
        self.values[self.used] = value;
        self.used += 1;
    }

    pub(crate) fn extend(&mut self, indices: &[I], values: &[T]) {
        let end = self.used + indices.len();
        self.indices[self.used..end].copy_from_slice(indices);
        self.values[self.used..end].copy_from_slice(values);
        self.used = end;
    }

    /// All of the part's room, for lanes that fill it: [`end_lanes`](Self::end_lanes) says how they do.
    pub(crate) fn whole(&mut self) -> (&mut [I], &mut [T]) {
        (self.indices, self.values)
    }

    pub(crate) fn end_lanes(&mut self, counts: Vec<usize>) {
        self.counts = counts;
    }

    /// Ends a lane: what was pushed since the last one is its own.
    #[inline(always)]
    pub(crate) fn end_lane(&mut self) {
        self.counts.push(self.used - self.lane);
        self.lane = self.used;
    }
}

/// What writes a part's lanes.
type Writes<'w, T, I> = dyn Fn(Range<usize>, &mut Room<'_, T, I>) + Sync + 'w;

/// A packed array whose lanes `work` writes, each part where there is room for so many entries as `lengths` says.
/// What they leave of it is taken out.
pub(crate) fn written<T, I>(
    cuts: &[usize],
    lengths: &[usize],
    across: usize,
    work: &Writes<'_, T, I>,
) -> Packed<T, I>
where
    T: Copy + Default + Send + Sync,
    I: Index,
{
    let entries = lengths.iter().sum();
    let mut indices = huge::advised(vec![I::default(); entries]);
    let mut values = huge::advised(vec![T::default(); entries]);
    let places = split_lengths(&mut indices, lengths).into_iter();
    let places = places.zip(split_lengths(&mut values, lengths)).zip(parts(cuts)).collect();
    let counts: Vec<Vec<usize>> = threads::map(places, &|((indices, values), part)| {
        let counts = Vec::with_capacity(part.len());
        let mut room = Room { indices, values, used: 0, counts, lane: 0 };
        work(part, &mut room);
        room.counts
    });
    let starts = starts_of(counts.iter().flatten().copied());
    if starts[starts.len() - 1] == entries {
        return Packed { starts, indices, values, across };
    }
    let kept: Vec<usize> = counts.iter().map(|counts| counts.iter().sum()).collect();
    let (indices, values) =
        (closed_up(&indices, lengths, &kept), closed_up(&values, lengths, &kept));
    Packed { starts, indices, values, across }
}

/// How much room each part has, from where that of each lane begins and ends.
pub(crate) fn rooms(cuts: &[usize], room: &[usize]) -> Vec<usize> {
    cuts.windows(2).map(|pair| room[pair[1]] - room[pair[0]]).collect()
}

/// The first so many of the elements in each part of `lengths`, one part after the other.
fn closed_up<T: Copy + Default + Send + Sync>(
    from: &[T],
    lengths: &[usize],
    kept: &[usize],
) -> Vec<T> {
    let mut out = huge::advised(vec![T::default(); kept.iter().sum()]);
    let begins = starts_of(lengths.iter().copied());
    threads::items(split_lengths(&mut out, kept), &|part, out: &mut [T]| {
        out.copy_from_slice(&from[begins[part]..][..out.len()]);
    });
    out
}

/// Where each lane starts, from how many entries each has.
pub(crate) fn starts_of(counts: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut starts = huge::room(counts.size_hint().0 + 1);
    starts.push(0);
    let mut entries = 0;
    for count in counts {
        entries += count;
        starts.push(entries);
    }
    starts
}

/// A slice cut into parts of the given lengths.
pub(crate) fn split_lengths<'a, T>(mut slice: &'a mut [T], lengths: &[usize]) -> Vec<&'a mut [T]> {
    let mut parts = Vec::with_capacity(lengths.len());
    for &len in lengths {
        let (part, rest) = slice.split_at_mut(len);
        parts.push(part);
        slice = rest;
    }
    parts
}

/// One value for each lane, made in parallel.
pub(crate) fn each<T: Copy + Send>(
    zero: T,
    cuts: &[usize],
    work: &(dyn Fn(Range<usize>, &mut [T]) + Sync),
) -> Vec<T> {
    let mut out = huge::advised(vec![zero; cuts.last().copied().unwrap_or(0)]);
    fill(&mut out, cuts, work);
    out
}

/// As [`each`], into a place for each lane.
pub(crate) fn fill<T: Send>(
    out: &mut [T],
    cuts: &[usize],
    work: &(dyn Fn(Range<usize>, &mut [T]) + Sync),
) {
    let parts = parts(cuts);
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let places = parts.into_iter().zip(split_lengths(out, &lengths)).collect();
    threads::items(places, &|_, (part, place)| work(part, place));
}

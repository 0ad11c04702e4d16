//! [`Refine`]: a further look at the keys that begin as wanted order statistics do.

use super::keys::Keyed;
use super::lanes::{Asked, in_lanes, lane_cells};
use super::survey::{DIGIT, EACH, HEAD, OPEN, SETTLED, bucket_of};
use crate::block::Block;
use crate::cells::Cells;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Walk};
use crate::regions::{per_axis, place, without, without_axes};
use crate::wire::{self, Wire};
use nd_core::{AnyArray, Array, Axes, DType, Shape};
use nd_io::Region;
use std::marker::PhantomData;

/// Bytes of elements that are collected for all lanes of a tile, at most.
const COLLECTED: usize = 8 << 20;
/// So many buckets are looked through one after the other.
const FEW: usize = 4;

/// Keys that begin in the same way.
struct Bucket<T> {
    first: u64,
    /// From the first key to the last.
    span: u64,
    found: Found<T>,
}

enum Found<T> {
    /// All of them.
    All(Vec<T>),
    /// How often each value of the next digit occurs.
    Counts(Vec<u64>),
}

/// What is looked for in a lane.
pub(super) struct Lane<T> {
    /// In the order of their first keys.
    buckets: Vec<Bucket<T>>,
    /// By order statistic: which bucket, and which rank there.
    wanted: Vec<(usize, usize, u64)>,
}

/// A look at the digit after the first `digits`.
pub(super) struct Refine<T> {
    pub(super) asked: Asked,
    pub(super) axes: Axes,
    pub(super) digits: u32,
    pub(super) of: PhantomData<fn() -> T>,
}

impl<T: Keyed> Refine<T> {
    /// Bits that follow those that are known.
    fn unknown(&self) -> u32 {
        T::BITS - self.digits * DIGIT
    }

    /// What is looked for, by the results of the look before.
    fn lanes(&self, before: &Block, cell: &Cell<'_>) -> Vec<Lane<T>> {
        let before = before.typed::<u64>();
        let rows = before.ravel();
        let rows = rows.as_slice().expect("a raveled array is contiguous");
        let kept = without(cell.shape, &self.axes);
        let tile = without_axes(&cell.region, &self.axes);
        let width = self.asked.width();
        let row = |lane: usize| {
            let index = place(lane, tile.shape());
            let at = (0..kept.ndim())
                .fold(0, |at, axis| at * kept[axis] + tile.start()[axis] + index[axis]);
            &rows[at * width..(at + 1) * width]
        };
        (0..tile.size()).map(|lane| self.lane(row(lane), tile.size())).collect()
    }

    fn lane(&self, row: &[u64], lanes: usize) -> Lane<T> {
        let unknown = self.unknown();
        let open =
            || row[HEAD..].chunks_exact(EACH).enumerate().filter(|(_, each)| each[3] == OPEN);
        let mut firsts: Vec<(u64, usize)> =
            open().map(|(_, each)| (each[0] << unknown, each[2] as usize)).collect();
        firsts.sort_unstable();
        firsts.dedup();
        let most = COLLECTED / (size_of::<T>() * lanes * self.asked.count());
        let bucket = |&(first, count): &(u64, usize)| {
            let found = match count <= most {
                true => Found::All(Vec::new()),
                false => Found::Counts(vec![0; 1 << DIGIT]),
            };
            Bucket { first, span: (1 << unknown) - 1, found }
        };
        let at = |each: &[u64]| firsts.partition_point(|&(first, _)| first < each[0] << unknown);
        let wanted = open().map(|(number, each)| (number, at(each), each[1])).collect();
        Lane { buckets: firsts.iter().map(bucket).collect(), wanted }
    }

    fn row(&self, mut lane: Lane<T>, row: &mut [u64]) {
        let shift = self.unknown() - DIGIT;
        for bucket in &mut lane.buckets {
            if let Found::All(elements) = &mut bucket.found {
                elements.sort_unstable_by_key(|x| x.key());
            }
        }
        for (number, at, rank) in lane.wanted {
            let bucket = &lane.buckets[at];
            let each = match &bucket.found {
                Found::All(elements) => [elements[rank as usize].key(), 0, 1, SETTLED],
                Found::Counts(counts) => {
                    let (digit, rank) = bucket_of(counts, rank);
                    let key = (bucket.first >> shift) + digit as u64;
                    [key, rank, counts[digit], if shift == 0 { SETTLED } else { OPEN }]
                }
            };
            row[HEAD + number * EACH..][..EACH].copy_from_slice(&each);
        }
    }
}

impl<T: Keyed> Lane<T> {
    fn put_all(all: &Vec<Lane<T>>, out: &mut Vec<u8>) {
        wire::put_number(all.len() as u64, out);
        for Lane { buckets, wanted } in all {
            wire::put_number(buckets.len() as u64, out);
            buckets.iter().for_each(|bucket| bucket.put(out));
            wire::put_number(wanted.len() as u64, out);
            for &(number, at, rank) in wanted {
                for one in [number as u64, at as u64, rank] {
                    wire::put_number(one, out);
                }
            }
        }
    }

    fn get_all(from: &mut &[u8]) -> Option<Vec<Lane<T>>> {
        let index = |from: &mut &[u8]| usize::try_from(wire::get_number(from)?).ok();
        let one = |from: &mut &[u8]| {
            let buckets = (0..wire::get_count(from)?).map(|_| Bucket::get(from));
            let buckets = buckets.collect::<Option<Vec<_>>>()?;
            let wanted = (0..wire::get_count(from)?)
                .map(|_| Some((index(from)?, index(from)?, wire::get_number(from)?)));
            Some(Lane { wanted: wanted.collect::<Option<_>>()?, buckets })
        };
        (0..wire::get_count(from)?).map(|_| one(from)).collect()
    }

    /// Takes up those elements that begin as one of the buckets does.
    fn take(&mut self, elements: &[T], shift: u32) {
        if self.buckets.len() <= FEW {
            return self.buckets.iter_mut().for_each(|bucket| bucket.take(elements, shift));
        }
        for &x in elements {
            let key = x.key();
            let next = self.buckets.partition_point(|bucket| bucket.first <= key);
            if let Some(bucket) = next.checked_sub(1).map(|at| &mut self.buckets[at]) {
                bucket.take(&[x], shift);
            }
        }
    }
}

impl<T: Keyed> Bucket<T> {
    fn put(&self, out: &mut Vec<u8>) {
        wire::put_number(self.first, out);
        wire::put_number(self.span, out);
        match &self.found {
            Found::All(all) => {
                wire::put_number(0, out);
                wire::put_list(all, out);
            }
            Found::Counts(counts) => {
                wire::put_number(1, out);
                wire::put_list(counts, out);
            }
        }
    }

    fn get(from: &mut &[u8]) -> Option<Bucket<T>> {
        let (first, span) = (wire::get_number(from)?, wire::get_number(from)?);
        let found = match wire::get_number(from)? {
            0 => Found::All(wire::get_list(from)?),
            1 => Found::Counts(wire::get_list(from)?),
            _ => return None,
        };
        Some(Bucket { first, span, found })
    }

    /// Takes up those elements that begin as the bucket does.
    fn take(&mut self, elements: &[T], shift: u32) {
        let (first, span) = (self.first, self.span);
        match &mut self.found {
            Found::All(all) => {
                all.extend(elements.iter().filter(|x| x.key().wrapping_sub(first) <= span));
            }
            Found::Counts(counts) => {
                for x in elements {
                    let beyond = x.key().wrapping_sub(first);
                    if beyond <= span {
                        counts[(beyond >> shift) as usize] += 1;
                    }
                }
            }
        }
    }
}

impl<T: Keyed> Folding for Refine<T> {
    type State = Vec<Lane<T>>;

    fn name(&self) -> String {
        format!("{}, digits {}", self.asked.name, self.digits + 1)
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([self.asked.width()]), dtype: DType::U64 }]
    }

    fn walk(&self) -> Walk {
        Walk::Pool
    }

    fn cells(&self, shape: &[usize], _: usize) -> Option<Cells> {
        lane_cells(shape, &self.axes)
    }

    fn is_idle(&self, wholes: &[Block]) -> bool {
        let before = wholes[0].typed::<u64>();
        let width = self.asked.width();
        let is_open = |(at, &far): (usize, &u64)| {
            let at = at % width;
            at >= HEAD && (at - HEAD) % EACH == EACH - 1 && far == OPEN
        };
        !before.iter().enumerate().any(is_open)
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Vec<Lane<T>>> {
        let mut state = None;
        self.absorb(&mut state, inputs, cell)?;
        Ok(state.unwrap_or_default())
    }

    fn absorb(
        &self,
        state: &mut Option<Vec<Lane<T>>>,
        inputs: &[Block],
        cell: &Cell<'_>,
    ) -> Result<()> {
        let lanes = state.get_or_insert_with(|| self.lanes(&inputs[1], cell));
        let shift = self.unknown() - DIGIT;
        in_lanes(inputs[0].typed::<T>(), &self.axes, &mut |lane, elements| {
            lanes[lane].take(elements, shift);
        });
        Ok(())
    }

    fn merge(&self, earlier: &mut Vec<Lane<T>>, later: Vec<Lane<T>>) {
        for (earlier, later) in earlier.iter_mut().zip(later) {
            for (earlier, later) in earlier.buckets.iter_mut().zip(later.buckets) {
                match (&mut earlier.found, later.found) {
                    (Found::All(a), Found::All(b)) => a.extend(b),
                    (Found::Counts(a), Found::Counts(b)) => {
                        a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
                    }
                    _ => unreachable!("the look before says which"),
                }
            }
        }
    }

    fn finish(&self, state: Option<Vec<Lane<T>>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let width = self.asked.width();
        let mut rows = vec![0; tile.size() * width];
        for (lane, row) in state.into_iter().flatten().zip(rows.chunks_exact_mut(width)) {
            self.row(lane, row);
        }
        let shape = [tile.shape(), &[width]].concat();
        Ok(vec![Array::from_shape_vec(&shape[..], rows).into()])
    }

    fn wire(&self) -> Wire<Vec<Lane<T>>> {
        Wire { put: Lane::put_all, get: Lane::get_all }
    }

    fn state_bytes(&self, places: usize) -> usize {
        COLLECTED + places.saturating_mul(self.asked.count()).saturating_mul(8 << DIGIT)
    }

    fn identity(&self) -> String {
        format!("{:?} {:?} {} {}", self.asked, self.axes, self.digits, T::DTYPE)
    }
}

/// A region of rows for one of results.
pub(super) fn rows(region: &Region, kept: usize, width: usize) -> Region {
    let put = |values: &[usize], last: usize| {
        per_axis(kept + 1, |axis| if axis == kept { last } else { values[axis] })
    };
    Region::new(put(region.start(), 0), put(region.shape(), width)).with_step(put(region.step(), 1))
}

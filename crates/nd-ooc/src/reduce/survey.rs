//! [`Survey`]: how often each value of the first digit of the keys occurs, and so in which bucket the wanted order
//! statistics lie.

use super::keys::Keyed;
use super::lanes::{Asked, in_lanes, lane_cells};
use crate::block::Block;
use crate::cells::Cells;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Walk};
use crate::wire::{self, Wire};
use nd_core::{AnyArray, Array, Axes, DType, Shape};
use nd_io::Region;
use std::marker::PhantomData;

/// Bits that one pass looks at.
pub(super) const DIGIT: u32 = 16;
/// What stands before the order statistics in a lane's row of results: how many numbers, how many NaN.
pub(super) const HEAD: usize = 2;
/// What there is of each order statistic: its key as far as it is known, its rank among those that begin so, how many
/// there are, and how far it is.
pub(super) const EACH: usize = 4;
/// It is among the keys that begin so.
pub(super) const OPEN: u64 = 1;
/// Its key is known.
pub(super) const SETTLED: u64 = 2;

/// How often each value of a digit occurs.
#[derive(Default)]
pub(super) struct Counts {
    /// Two tables next to each other, taken in turn: a count must not wait for the one before it.
    narrow: Vec<u32>,
    /// How many were counted there.
    held: usize,
    wide: Vec<u64>,
    /// NaN that share a digit with numbers.
    between: u64,
}

impl Counts {
    fn bins<T: Keyed>() -> usize {
        1 << DIGIT.min(T::BITS)
    }

    /// Counts the first digits of elements.
    fn count<T: Keyed>(&mut self, elements: &[T]) {
        let (bins, shift) = (Self::bins::<T>(), T::BITS - DIGIT.min(T::BITS));
        self.make_room(bins, elements.len());
        let last = (T::LAST >> shift) as usize;
        let (a, b) = self.narrow.split_at_mut(bins);
        let before = a[last] + b[last];
        let (pairs, rest) = elements.as_chunks::<2>();
        for &[x, y] in pairs {
            a[(x.key() >> shift) as usize] += 1;
            b[(y.key() >> shift) as usize] += 1;
        }
        rest.iter().for_each(|x| a[(x.key() >> shift) as usize] += 1);
        if a[last] + b[last] > before && T::UNORDERED.is_some() {
            let shared = |x: &&T| x.key() > T::LAST && (x.key() >> shift) as usize == last;
            self.between += elements.iter().filter(shared).count() as u64;
        }
        self.held += elements.len();
    }

    /// Sees to it that so many more can be counted in 32 bits.
    fn make_room(&mut self, bins: usize, more: usize) {
        if self.narrow.is_empty() {
            self.narrow = vec![0; 2 * bins];
        }
        if self.held + more > u32::MAX as usize {
            self.widen(bins);
        }
    }

    fn widen(&mut self, bins: usize) {
        self.wide.resize(bins, 0);
        if self.narrow.is_empty() {
            return;
        }
        let (a, b) = self.narrow.split_at(bins);
        for ((wide, &a), &b) in self.wide.iter_mut().zip(a).zip(b) {
            *wide += u64::from(a) + u64::from(b);
        }
        self.narrow.fill(0);
        self.held = 0;
    }

    fn add(&mut self, mut other: Counts, bins: usize) {
        self.widen(bins);
        other.widen(bins);
        self.wide.iter_mut().zip(&other.wide).for_each(|(a, b)| *a += b);
        self.between += other.between;
    }
}

impl Counts {
    fn put_all(all: &Vec<Counts>, out: &mut Vec<u8>) {
        wire::put_number(all.len() as u64, out);
        for Counts { narrow, held, wide, between } in all {
            wire::put_list(narrow, out);
            wire::put_list(wide, out);
            wire::put_number(*held as u64, out);
            wire::put_number(*between, out);
        }
    }

    fn get_all(from: &mut &[u8]) -> Option<Vec<Counts>> {
        let one = |from: &mut &[u8]| {
            let (narrow, wide) = (wire::get_list(from)?, wire::get_list(from)?);
            let held = usize::try_from(wire::get_number(from)?).ok()?;
            Some(Counts { narrow, held, wide, between: wire::get_number(from)? })
        };
        (0..wire::get_count(from)?).map(|_| one(from)).collect()
    }
}

/// The first look at the keys of all elements of each lane.
pub(super) struct Survey<T> {
    pub(super) asked: Asked,
    pub(super) axes: Axes,
    pub(super) of: PhantomData<fn() -> T>,
}

impl<T: Keyed> Survey<T> {
    /// A lane's row of results.
    fn row(&self, mut counts: Counts, row: &mut [u64]) {
        let bins = Counts::bins::<T>();
        counts.widen(bins);
        let shift = T::BITS - DIGIT.min(T::BITS);
        let last = (T::LAST >> shift) as usize;
        let numbers = counts.wide[..=last].iter().sum::<u64>() - counts.between;
        let all: u64 = counts.wide.iter().sum();
        (row[0], row[1]) = (numbers, all - numbers);
        if numbers == 0 || (all > numbers && !self.asked.skip_nan) {
            return;
        }
        let settled = if T::BITS <= DIGIT { SETTLED } else { OPEN };
        for (rank, each) in self.asked.ranks(numbers).zip(row[HEAD..].chunks_exact_mut(EACH)) {
            let (bucket, rank) = bucket_of(&counts.wide, rank);
            each.copy_from_slice(&[bucket as u64, rank, counts.wide[bucket], settled]);
        }
    }
}

/// In which bucket a rank lies, and which it has there.
pub(super) fn bucket_of(counts: &[u64], mut rank: u64) -> (usize, u64) {
    for (bucket, &count) in counts.iter().enumerate() {
        if rank < count {
            return (bucket, rank);
        }
        rank -= count;
    }
    unreachable!("a rank is below the number of elements");
}

impl<T: Keyed> Folding for Survey<T> {
    type State = Vec<Counts>;

    fn name(&self) -> String {
        format!("{}, first digits", self.asked.name)
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

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Vec<Counts>> {
        let mut state = None;
        self.absorb(&mut state, inputs, cell)?;
        Ok(state.unwrap_or_default())
    }

    fn absorb(
        &self,
        state: &mut Option<Vec<Counts>>,
        inputs: &[Block],
        _: &Cell<'_>,
    ) -> Result<()> {
        let state = state.get_or_insert_default();
        in_lanes(inputs[0].typed::<T>(), &self.axes, &mut |lane, elements| {
            if lane == state.len() {
                state.push(Counts::default());
            }
            state[lane].count(elements);
        });
        Ok(())
    }

    fn merge(&self, earlier: &mut Vec<Counts>, later: Vec<Counts>) {
        for (earlier, later) in earlier.iter_mut().zip(later) {
            earlier.add(later, Counts::bins::<T>());
        }
    }

    fn finish(&self, state: Option<Vec<Counts>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let width = self.asked.width();
        let mut rows = vec![0; tile.size() * width];
        for (counts, row) in state.into_iter().flatten().zip(rows.chunks_exact_mut(width)) {
            self.row(counts, row);
        }
        let shape = [tile.shape(), &[width]].concat();
        Ok(vec![Array::from_shape_vec(&shape[..], rows).into()])
    }

    fn wire(&self) -> Wire<Vec<Counts>> {
        Wire { put: Counts::put_all, get: Counts::get_all }
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(Counts::bins::<T>() * 16)
    }

    fn identity(&self) -> String {
        format!("{:?} {:?} {}", self.asked, self.axes, T::DTYPE)
    }
}

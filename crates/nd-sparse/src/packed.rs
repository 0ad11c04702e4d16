//! [`Packed`]: the three arrays of a compressed matrix, without saying whether its lanes are rows or columns.
//!
//! What is calculated is calculated on these, so that each kernel exists once for rows and columns. `lanes` are
//! what is compressed (the rows of a CSR matrix), `across` is the length of the other axis.

use crate::index::Index;
use crate::kernels::lanes;
use nd_core::huge;

/// Three arrays: where the entries of each lane start, at which position across it they stand, and their values.
///
/// Always canonical: the indices of a lane ascend, and are less than `across`.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub struct Packed<T, I> {
    pub(crate) starts: Vec<usize>,
    pub(crate) indices: Vec<I>,
    pub(crate) values: Vec<T>,
    pub(crate) across: usize,
}

/// The same, borrowed.
#[doc(hidden)]
#[derive(Debug)]
pub struct PackedRef<'a, T, I> {
    pub(crate) starts: &'a [usize],
    pub(crate) indices: &'a [I],
    pub(crate) values: &'a [T],
    pub(crate) across: usize,
}

impl<T, I> Clone for PackedRef<'_, T, I> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, I> Copy for PackedRef<'_, T, I> {}

impl<T, I> Packed<T, I> {
    pub(crate) fn empty(lanes: usize, across: usize) -> Self {
        Packed { starts: vec![0; lanes + 1], indices: Vec::new(), values: Vec::new(), across }
    }

    #[inline(always)]
    pub(crate) fn view(&self) -> PackedRef<'_, T, I> {
        let Packed { starts, indices, values, across } = self;
        PackedRef { starts, indices, values, across: *across }
    }
}

impl<'a, T, I: Index> PackedRef<'a, T, I> {
    #[inline(always)]
    pub(crate) fn lanes(self) -> usize {
        self.starts.len() - 1
    }

    #[inline(always)]
    pub(crate) fn nnz(self) -> usize {
        self.indices.len()
    }

    /// Indices and values of one lane.
    #[inline(always)]
    pub(crate) fn lane(self, lane: usize) -> (&'a [I], &'a [T]) {
        let (from, to) = (self.starts[lane], self.starts[lane + 1]);
        (&self.indices[from..to], &self.values[from..to])
    }

    /// The same pattern with other values, one for each entry.
    pub(crate) fn with_values<U>(self, values: Vec<U>) -> Packed<U, I> {
        debug_assert_eq!(values.len(), self.nnz());
        let (starts, indices) = (self.starts.to_vec(), self.indices.to_vec());
        Packed { starts, indices, values, across: self.across }
    }

    pub(crate) fn to_owned(self) -> Packed<T, I>
    where
        T: Copy,
    {
        self.with_values(self.values.to_vec())
    }

    /// Where lanes are cut for threads, by the pattern alone.
    pub(crate) fn cuts(self) -> Vec<usize> {
        lanes::cuts(self.lanes(), &|lane| self.starts[lane])
    }
}

/// Entries and lanes that a thread takes at once: enough that taking them costs nothing beside.
pub(crate) const PART: usize = 1 << 15;

/// The first of `0..len` for which `before` is false; all those for which it is true come first.
pub(crate) fn partition(len: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// What a thread made of some lanes that follow each other: how many entries each has, and the entries.
pub(crate) struct Made<T, I> {
    pub(crate) counts: Vec<usize>,
    pub(crate) indices: Vec<I>,
    pub(crate) values: Vec<T>,
}

impl<T, I> Made<T, I> {
    pub(crate) fn with_capacity(lanes: usize, entries: usize) -> Self {
        let (indices, values) = (huge::room(entries), huge::room(entries));
        Made { counts: Vec::with_capacity(lanes), indices, values }
    }

    /// Ends a lane: what was pushed since the last one is its own.
    #[inline(always)]
    pub(crate) fn end_lane(&mut self, from: usize) {
        self.counts.push(self.indices.len() - from);
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, index: I, value: T) {
        self.indices.push(index);
        self.values.push(value);
    }
}

//! Sums over lanes, across them, and of everything: the same bits from rows and from columns.
//!
//! The axis that is added up is cut into blocks by the shape and the number of entries, which are those of
//! rows and columns alike; a block is added up in order, and blocks in a fixed tree.

use super::lanes;
use crate::element::Entry;
use crate::index::Index;
use crate::packed::{PART, PackedRef};
use nd_core::{Number, huge, threads};

/// The length of a block of the axis that is added up.
fn block_len(added: usize, kept: usize, nnz: usize) -> usize {
    // A block has a sum for each position that is kept: no more of those than entries.
    let blocks = (nnz / PART.max(4 * kept)).clamp(1, 16);
    added.div_ceil(blocks).max(1)
}

/// What is added for an element: nothing for NaN, where that is asked for.
#[inline(always)]
fn term<T: Entry, W: Number>(value: T, widen: impl Fn(T) -> W, skip_nan: bool) -> W {
    let wide = widen(value);
    let itself = wide;
    if skip_nan && wide != itself { W::zero() } else { wide }
}

fn lane_sums<T: Entry, W: Number, I: Index>(
    a: PackedRef<'_, T, I>,
    skip_nan: bool,
    widen: impl Fn(T) -> W + Sync,
) -> Vec<W> {
    let len = block_len(a.across, a.lanes(), a.nnz());
    lanes::each(W::zero(), &a.cuts(), &|part, out| {
        let mut blocks = vec![W::zero(); a.across.div_ceil(len).max(1)];
        for (lane, out) in part.zip(out) {
            let (indices, values) = a.lane(lane);
            if let [block] = &mut blocks[..] {
                *block = W::zero();
                for &value in values {
                    *block = block.plus(term(value, &widen, skip_nan));
                }
                *out = *block;
                continue;
            }
            blocks.fill(W::zero());
            for (index, &value) in indices.iter().zip(values) {
                let block = &mut blocks[index.position() / len];
                *block = block.plus(term(value, &widen, skip_nan));
            }
            let tree = threads::tree_here(blocks.len(), &mut |b| blocks[b], &|x, y| x.plus(y));
            *out = tree.unwrap_or_else(W::zero);
        }
    })
}

fn sums_over_lanes<T: Entry, W: Number, I: Index>(
    a: PackedRef<'_, T, I>,
    skip_nan: bool,
    widen: impl Fn(T) -> W + Sync,
) -> Vec<W> {
    let len = block_len(a.lanes(), a.across, a.nnz());
    let block = |block: usize| {
        let mut sums = huge::advised(vec![W::zero(); a.across]);
        for lane in block * len..((block + 1) * len).min(a.lanes()) {
            let (indices, values) = a.lane(lane);
            for (index, &value) in indices.iter().zip(values) {
                let sum = &mut sums[index.position()];
                *sum = sum.plus(term(value, &widen, skip_nan));
            }
        }
        sums
    };
    let sums = threads::tree(a.lanes().div_ceil(len), &block, &|mut left: Vec<W>, right| {
        for (x, y) in left.iter_mut().zip(right) {
            *x = x.plus(y);
        }
        left
    });
    sums.unwrap_or_else(|| huge::advised(vec![W::zero(); a.across]))
}

/// Numbers added up in a fixed tree.
fn pairwise<W: Number>(values: &[W]) -> W {
    let chunk = |at: usize| {
        let chunk = &values[at * 128..((at + 1) * 128).min(values.len())];
        chunk.iter().fold(W::zero(), |sum, &value| sum.plus(value))
    };
    let sum = threads::tree_here(values.len().div_ceil(128), &mut { chunk }, &|x, y| x.plus(y));
    sum.unwrap_or_else(W::zero)
}

/// Lanes are rows if `by_lanes`: everything is the sum of the rows' sums.
pub(crate) fn total<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    by_lanes: bool,
    skip_nan: bool,
) -> T::Wide {
    pairwise(&if by_lanes { of_lanes(a, skip_nan) } else { over_lanes(a, skip_nan) })
}

pub(crate) fn of_lanes<T: Entry, I: Index>(a: PackedRef<'_, T, I>, skip_nan: bool) -> Vec<T::Wide> {
    lane_sums(a, skip_nan, T::widened)
}

pub(crate) fn over_lanes<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    skip_nan: bool,
) -> Vec<T::Wide> {
    sums_over_lanes(a, skip_nan, T::widened)
}

pub(crate) fn float_total<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    by_lanes: bool,
    skip_nan: bool,
) -> T::Float {
    let lanes = if by_lanes { float_of_lanes } else { float_over_lanes };
    pairwise(&lanes(a, skip_nan))
}

pub(crate) fn float_of_lanes<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    skip_nan: bool,
) -> Vec<T::Float> {
    lane_sums(a, skip_nan, T::floated)
}

pub(crate) fn float_over_lanes<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    skip_nan: bool,
) -> Vec<T::Float> {
    sums_over_lanes(a, skip_nan, T::floated)
}

//! Products with dense vectors and matrices. Each element of a result is added up by one thread, or in parts
//! that the shape and the number of entries alone decide.

use super::lanes;
use crate::element::Entry;
use crate::index::Index;
use crate::packed::{PART, PackedRef};
use nd_core::{huge, threads};
use std::ops::Range;

/// Lanes times a vector: one number for each lane.
pub(crate) fn rows_by_vector<T: Entry, I: Index>(a: PackedRef<'_, T, I>, x: &[T]) -> Vec<T> {
    let mut out = huge::advised(vec![T::ZERO; a.lanes()]);
    rows_by_vector_into(a, x, &mut out);
    out
}

/// The same into a place for each lane.
pub(crate) fn rows_by_vector_into<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    x: &[T],
    out: &mut [T],
) {
    lanes::fill(out, &a.cuts(), &|part, out| {
        let starts = &a.starts[part.start..=part.end];
        let all = starts[0]..starts[starts.len() - 1];
        let (mut indices, mut values) = (&a.indices[all.clone()], &a.values[all]);
        for (ends, out) in starts.windows(2).zip(out) {
            let (here, rest) = indices.split_at(ends[1] - ends[0]);
            let (factors, other) = values.split_at(ends[1] - ends[0]);
            (indices, values) = (rest, other);
            let mut sum = T::ZERO;
            for (index, &value) in here.iter().zip(factors) {
                sum = sum.added(value.multiplied(x[index.position()]));
            }
            *out = sum;
        }
    });
}

/// What some lanes, each times its number, add up to: where it begins, and the numbers.
struct Partial<'s, T> {
    from: usize,
    sums: &'s mut [T],
}

/// Lanes, each times its number, added up: one number for each position across.
pub(crate) fn columns_by_vector<T: Entry, I: Index>(a: PackedRef<'_, T, I>, x: &[T]) -> Vec<T> {
    // Each part has sums of its own, which must not take more memory than the matrix.
    let affordable = (4 * a.nnz() + PART) / a.across.max(1);
    let parts = (a.nnz() / PART).min(affordable).clamp(1, 8);
    if parts == 1 {
        let mut out = huge::advised(vec![T::ZERO; a.across]);
        scatter(a, x, 0..a.lanes(), 0, &mut out);
        return out;
    }
    let share = a.nnz().div_ceil(parts);
    let cut = |part| crate::packed::partition(a.lanes(), |lane| a.starts[lane] < part * share);
    let ranges: Vec<Range<usize>> = (0..parts).map(|p| cut(p)..cut(p + 1).max(cut(p))).collect();
    let spans = threads::collect(parts, &|part| touched(a, ranges[part].clone()));
    let lengths: Vec<usize> = spans.iter().map(|span| span.len()).collect();
    let mut sums = huge::advised(vec![T::ZERO; lengths.iter().sum()]);
    let places = spans.iter().zip(lanes::split_lengths(&mut sums, &lengths));
    let partials = places.map(|(span, sums)| Partial { from: span.start, sums });
    let mut partials: Vec<Partial<'_, T>> = partials.collect();
    threads::items(partials.iter_mut().collect(), &|part, partial: &mut Partial<'_, T>| {
        scatter(a, x, ranges[part].clone(), partial.from, partial.sums);
    });
    added_up(&partials, a.across)
}

/// The positions across between the first and the last that lanes have an entry at.
fn touched<T, I: Index>(a: PackedRef<'_, T, I>, lanes: Range<usize>) -> Range<usize> {
    let (mut low, mut high) = (a.across, 0);
    for lane in lanes {
        if let indices @ [first, ..] = &a.indices[a.starts[lane]..a.starts[lane + 1]] {
            low = low.min(first.position());
            high = high.max(indices[indices.len() - 1].position() + 1);
        }
    }
    low..high.max(low)
}

fn scatter<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    x: &[T],
    lanes: Range<usize>,
    from: usize,
    sums: &mut [T],
) {
    for lane in lanes {
        let (indices, values) = a.lane(lane);
        let factor = x[lane];
        for (index, &value) in indices.iter().zip(values) {
            let sum = &mut sums[index.position() - from];
            *sum = sum.added(value.multiplied(factor));
        }
    }
}

fn added_up<T: Entry>(partials: &[Partial<'_, T>], across: usize) -> Vec<T> {
    let mut out = huge::advised(vec![T::ZERO; across]);
    threads::chunks(&mut out, PART, &|start, out| {
        for Partial { from, sums } in partials {
            let (low, high) = (start.max(*from), (start + out.len()).min(from + sums.len()));
            if low < high {
                let sums = &sums[low - from..high - from];
                for (out, &sum) in out[low - start..high - start].iter_mut().zip(sums) {
                    *out = out.added(sum);
                }
            }
        }
    });
    out
}

/// Lanes times a dense matrix in C order: a row for each lane.
pub(crate) fn rows_by_matrix<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    b: &[T],
    columns: usize,
) -> Vec<T> {
    let cuts = lanes::cuts(a.lanes(), &|lane| (a.starts[lane] + lane) * columns);
    let parts = lanes::parts(&cuts);
    let lengths: Vec<usize> = parts.iter().map(|part| part.len() * columns).collect();
    let mut out = huge::advised(vec![T::ZERO; a.lanes() * columns]);
    if columns == 0 {
        return out;
    }
    let places = parts.into_iter().zip(lanes::split_lengths(&mut out, &lengths)).collect();
    threads::items(places, &|_, (part, out): (Range<usize>, &mut [T])| {
        for (lane, out) in part.zip(out.chunks_exact_mut(columns)) {
            let mut first = 0;
            while columns - first >= WIDE {
                row_by_strip::<WIDE, T, I>(a.lane(lane), b, columns, first, out);
                first += WIDE;
            }
            while columns - first >= NARROW {
                row_by_strip::<NARROW, T, I>(a.lane(lane), b, columns, first, out);
                first += NARROW;
            }
            if first < columns {
                let (indices, values) = a.lane(lane);
                for (index, &value) in indices.iter().zip(values) {
                    let row = &b[index.position() * columns..][first..columns];
                    add_scaled(&mut out[first..], row, value);
                }
            }
        }
    });
    out
}

/// Columns of a result that are added up in registers.
const WIDE: usize = 16;
const NARROW: usize = 4;

/// One lane times `W` columns of a matrix, from `first` on.
#[inline(always)]
fn row_by_strip<const W: usize, T: Entry, I: Index>(
    (indices, values): (&[I], &[T]),
    b: &[T],
    columns: usize,
    first: usize,
    out: &mut [T],
) {
    let mut sums = [T::ZERO; W];
    for (index, &value) in indices.iter().zip(values) {
        let row = &b[index.position() * columns + first..][..W];
        add_scaled(&mut sums, row, value);
    }
    out[first..first + W].copy_from_slice(&sums);
}

/// `out += row * factor`.
#[inline(always)]
fn add_scaled<T: Entry>(out: &mut [T], row: &[T], factor: T) {
    for (out, &x) in out.iter_mut().zip(row) {
        *out = out.added(factor.multiplied(x));
    }
}

/// A dense matrix in C order times lanes: row by row.
pub(crate) fn matrix_by_rows<T: Entry, I: Index>(
    b: &[T],
    rows: usize,
    a: PackedRef<'_, T, I>,
) -> Vec<T> {
    let mut out = huge::advised(vec![T::ZERO; rows * a.across]);
    if a.across == 0 {
        return out;
    }
    threads::chunks(&mut out, a.across, &|start, out| {
        let row = start / a.across;
        scatter(a, &b[row * a.lanes()..], 0..a.lanes(), 0, out);
    });
    out
}

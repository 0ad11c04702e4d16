//! Dense matrices from and to lanes.

use super::lanes;
use crate::element::Entry;
use crate::index::Index;
use crate::packed::{Made, Packed, PackedRef};
use nd_core::{Array, View, huge, s, threads};
use std::ops::Range;

/// All elements, lane after lane.
pub(crate) fn to_rows<T: Entry, I: Index>(a: PackedRef<'_, T, I>) -> Vec<T> {
    let mut out = huge::advised(vec![T::ZERO; a.lanes() * a.across]);
    each_row(a, &mut out, &|indices, values, row| {
        for (index, &value) in indices.iter().zip(values) {
            row[index.position()] = value;
        }
    });
    out
}

/// The sum with a dense matrix that has the shape of the result.
pub(crate) fn plus_dense<T: Entry, I: Index>(a: PackedRef<'_, T, I>, b: View<'_, T>) -> Array<T> {
    let shape = [a.lanes(), a.across];
    let mut sum = b.broadcast_to(shape).flatten().into_vec();
    each_row(a, &mut sum, &|indices, values, row| {
        for (index, &value) in indices.iter().zip(values) {
            let place = &mut row[index.position()];
            *place = place.added(value);
        }
    });
    Array::from_shape_vec(shape, sum)
}

/// Hands each lane's entries and its row of a dense matrix on.
fn each_row<T: Entry, I: Index>(
    a: PackedRef<'_, T, I>,
    rows: &mut [T],
    work: &(impl Fn(&[I], &[T], &mut [T]) + Sync),
) {
    if a.across == 0 {
        return;
    }
    let parts = lanes::parts(&a.cuts());
    let lengths: Vec<usize> = parts.iter().map(|part| part.len() * a.across).collect();
    let places = parts.into_iter().zip(lanes::split_lengths(rows, &lengths)).collect();
    threads::items(places, &|_, (part, rows): (Range<usize>, &mut [T])| {
        for (lane, row) in part.zip(rows.chunks_exact_mut(a.across)) {
            let (indices, values) = a.lane(lane);
            work(indices, values, row);
        }
    });
}

/// The elements of a dense matrix that are not zero, row by row.
pub(crate) fn from_rows<T: Entry, I: Index>(a: View<'_, T>) -> Packed<T, I> {
    let [rows, across] = [a.shape()[0], a.shape()[1]];
    let cuts = lanes::cuts(rows, &|row| row * across);
    lanes::made(&cuts, across, &|part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for row in part {
            let start = made.indices.len();
            let row = a.slice(s![row, ..]);
            let mut take = |at: usize, value: T| {
                if !value.is_zero() {
                    made.push(I::from_position(at), value);
                }
            };
            match row.as_slice() {
                Some(row) => row.iter().enumerate().for_each(|(at, &value)| take(at, value)),
                None => row.iter().enumerate().for_each(|(at, &value)| take(at, value)),
            }
            made.end_lane(start);
        }
        made
    })
}

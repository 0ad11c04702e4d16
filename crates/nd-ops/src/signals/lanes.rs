//! Long sums of products of floats, for many places at once.
//!
//! The places are cut into as many stretches as two vector registers have elements, which lie side by side in rows: row `t`
//! holds element `t` of every stretch. So a row that is loaded once is multiplied with the taps of several places in
//! turn, whose sums stay in registers, and no load crosses a line of the cache.

use super::Signal;
use super::slide::{PANEL, side_by_side};
use nd_core::simd::Isa;

/// Sums of all places at which `short` lies within `long`.
#[inline(always)]
pub(super) fn slid<T: Signal, I: Isa>(isa: I, long: &[T], short: &[T], out: &mut [T]) {
    // Two registers a row, and rows of sums that fill the others but four.
    match (I::VECTOR_BYTES, size_of::<T>()) {
        (64, 4) => stretches::<T, I, 12, 32>(isa, long, short, out),
        (64, _) => stretches::<T, I, 12, 16>(isa, long, short, out),
        (32, 4) => stretches::<T, I, 6, 16>(isa, long, short, out),
        (32, _) => stretches::<T, I, 6, 8>(isa, long, short, out),
        (_, 4) => stretches::<T, I, 6, 8>(isa, long, short, out),
        _ => stretches::<T, I, 6, 4>(isa, long, short, out),
    }
}

#[inline(always)]
fn stretches<T: Signal, I: Isa, const Q: usize, const L: usize>(
    isa: I,
    long: &[T],
    short: &[T],
    out: &mut [T],
) {
    let each = out.len() / L;
    if each < Q {
        return side_by_side(isa, long, short, out);
    }
    let rows = rows::<T, L>(long, each, each + short.len() - 1);
    let mut k = 0;
    while k < each {
        // The last tile lies over the one before.
        k = k.min(each - Q);
        let sums = tile::<T, I, Q, L>(isa, &rows[k..], short);
        for (q, sums) in sums.iter().enumerate() {
            for (l, &sum) in sums.iter().enumerate() {
                out[l * each + k + q] = sum;
            }
        }
        k += Q;
    }
    let done = L * each;
    side_by_side(isa, &long[done..], short, &mut out[done..]);
}

/// `count` rows of the stretches that begin every `each` elements.
#[inline(always)]
fn rows<T: Signal, const L: usize>(long: &[T], each: usize, count: usize) -> Vec<[T; L]> {
    let mut rows = vec![[T::default(); L]; count];
    for l in 0..L {
        for (row, &x) in rows.iter_mut().zip(&long[l * each..]) {
            row[l] = x;
        }
    }
    rows
}

/// The sums of `Q` places of every stretch.
#[inline(always)]
fn tile<T: Signal, I: Isa, const Q: usize, const L: usize>(
    isa: I,
    rows: &[[T; L]],
    short: &[T],
) -> [[T; L]; Q] {
    let mut sums = [[T::default(); L]; Q];
    for (p, taps) in short.chunks(PANEL).enumerate() {
        let rows = &rows[p * PANEL..p * PANEL + taps.len() + Q - 1];
        // What all places of the tile have taps for, and the corners before and after.
        let all = if taps.len() < Q { 0..0 } else { Q - 1..taps.len() };
        for u in (0..all.start).chain(all.end..rows.len()) {
            for q in (u + 1).saturating_sub(taps.len())..Q.min(u + 1) {
                for (sum, &x) in sums[q].iter_mut().zip(&rows[u]) {
                    *sum = T::plus_product(isa, taps[u - q], x, *sum);
                }
            }
        }
        let part = middle::<T, I, Q, L>(isa, &rows[all.clone()], &taps[..all.len() + all.start]);
        for (sums, part) in sums.iter_mut().zip(part) {
            for (sum, part) in sums.iter_mut().zip(part) {
                *sum = sum.plus(part);
            }
        }
    }
    sums
}

/// The sums of products of rows with `Q` taps in turn: row `u` with the taps `u..u + Q`, the last one first.
#[inline(always)]
fn middle<T: Signal, I: Isa, const Q: usize, const L: usize>(
    isa: I,
    rows: &[[T; L]],
    taps: &[T],
) -> [[T; L]; Q] {
    let mut sums = [[T::default(); L]; Q];
    for (row, taps) in rows.iter().zip(taps.windows(Q)) {
        let taps: &[T; Q] = taps.first_chunk().expect("windows of that length");
        for q in 0..Q {
            for l in 0..L {
                sums[q][l] = T::plus_product(isa, taps[Q - 1 - q], row[l], sums[q][l]);
            }
        }
    }
    sums
}

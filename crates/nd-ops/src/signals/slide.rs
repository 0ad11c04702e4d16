//! How a sequence slides along a longer one: what is cut for threads, and sums of products of few.

use super::{Signal, lanes};
use nd_core::simd::{Isa, Kernel, dispatch, dispatch_wide};
use nd_core::threads;
use std::ops::Range;

/// Products that one task calculates, about.
const TASK: usize = 1 << 22;
/// Sums of so many places side by side.
const BLOCK: usize = 32;
/// So many products are added up one after the other; then such sums are, which keeps digits of long ones.
pub(super) const PANEL: usize = 256;

/// Sums of products for the places `start..start + len`; at place `k` the last element of `short` is beside element `k`
/// of `long`. What hangs over on either side is beside nothing.
pub(super) fn slid<T: Signal>(long: &[T], short: &[T], start: usize, len: usize) -> Vec<T> {
    let mut out = vec![T::default(); len];
    let chunk = (TASK / short.len()).clamp(512, 1 << 16);
    threads::chunks(&mut out, chunk, &|from, out| {
        let part = Part { long, short, start: start + from, out };
        if T::LANES { dispatch_wide(part) } else { dispatch(part) }
    });
    out
}

/// The sums of one task.
struct Part<'a, T> {
    long: &'a [T],
    short: &'a [T],
    start: usize,
    out: &'a mut [T],
}

impl<T: Signal> Kernel for Part<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Part { long, short, start, out } = self;
        let (n, m) = (long.len(), short.len());
        let places = start..start + out.len();
        // Where the shorter sequence lies within the longer one.
        let within = within(&places, m - 1..n);
        for k in (places.start..within.start).chain(within.end..places.end) {
            let (first, last) = ((k + 1).saturating_sub(m), k.min(n - 1));
            let taps = &short[first + m - 1 - k..=last + m - 1 - k];
            out[k - start] = dot(isa, &long[first..=last], taps);
        }
        if !within.is_empty() {
            let long = &long[within.start + 1 - m..within.end];
            let out = &mut out[within.start - start..within.end - start];
            if T::LANES && m >= BLOCK {
                lanes::slid(isa, long, short, out);
            } else {
                side_by_side(isa, long, short, out);
            }
        }
    }
}

/// The part of `places` that lies in `all`; where none does, an empty part of `places`.
#[inline(always)]
fn within(places: &Range<usize>, all: Range<usize>) -> Range<usize> {
    let start = all.start.clamp(places.start, places.end);
    start..all.end.clamp(start, places.end)
}

/// The sum of products of two sequences of one length.
#[inline(always)]
fn dot<T: Signal, I: Isa>(isa: I, x: &[T], y: &[T]) -> T {
    let mut sums = [T::default(); 8];
    let (xs, x_rest) = x.as_chunks::<8>();
    let (ys, y_rest) = y.as_chunks::<8>();
    for (x, y) in xs.iter().zip(ys) {
        for k in 0..8 {
            sums[k] = T::plus_product(isa, x[k], y[k], sums[k]);
        }
    }
    for (k, (&x, &y)) in x_rest.iter().zip(y_rest).enumerate() {
        sums[k] = T::plus_product(isa, x, y, sums[k]);
    }
    let [a, b, c, d, e, f, g, h] = sums;
    (a.plus(b)).plus(c.plus(d)).plus((e.plus(f)).plus(g.plus(h)))
}

/// Sums of all places at which `short` lies within `long`, a block of them side by side.
#[inline(always)]
pub(super) fn side_by_side<T: Signal, I: Isa>(isa: I, long: &[T], short: &[T], out: &mut [T]) {
    let m = short.len();
    let len = out.len();
    if len < BLOCK {
        for (k, out) in out.iter_mut().enumerate() {
            *out = dot(isa, &long[k..k + m], short);
        }
        return;
    }
    let mut k = 0;
    while k < len {
        // The last block lies over the one before.
        k = k.min(len - BLOCK);
        let mut sums = [T::default(); BLOCK];
        for (p, taps) in short.chunks(PANEL).enumerate() {
            let mut part = [T::default(); BLOCK];
            for (j, &tap) in taps.iter().enumerate() {
                let row: &[T; BLOCK] =
                    long[k + p * PANEL + j..].first_chunk().expect("a block fits");
                for (sum, &x) in part.iter_mut().zip(row) {
                    *sum = T::plus_product(isa, tap, x, *sum);
                }
            }
            for (sum, part) in sums.iter_mut().zip(part) {
                *sum = sum.plus(part);
            }
        }
        out[k..k + BLOCK].copy_from_slice(&sums);
        k += BLOCK;
    }
}

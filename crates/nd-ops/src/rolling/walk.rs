//! The walk of rolling reductions: each window from two parts that are reduced once.
//!
//! An axis is cut into blocks as long as the window. A window that begins inside a block is the
//! rest of that block and the start of the next (van Herk, "A fast algorithm for local minimum
//! and maximum filters", 1992): three steps an element, whatever the window; and as nothing is
//! ever taken off again, no error, NaN or infinity outlives its window.

use super::Windows;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, Element, Reducer, View, threads};
use std::ops::Range;

/// Elements of the result that one thread makes at a time.
const TASK: usize = 1 << 16;
/// Columns that are worked on together, so that partial results of a block stay in the cache.
const COLUMNS: usize = 256;

/// Each window along `axis` reduced; `finish` is told how many elements it has, and `missing` is
/// what stands for one with too few.
pub(crate) fn roll<T: Element, R: Reducer<T>, U: Element>(
    a: View<'_, T>,
    windows: &Windows,
    reducer: &R,
    finish: impl Fn(R::Acc, usize) -> U + Sync,
    missing: U,
) -> Array<U> {
    let axis = windows.axis;
    let n = a.shape()[axis];
    let mut shape = a.shape().to_vec();
    shape[axis] = windows.count;
    let inner: usize = shape[axis + 1..].iter().product();
    let mut out = vec![missing; shape.iter().product()];
    if n > 0 && !out.is_empty() {
        let flat = a.ravel();
        let elements = flat.view().as_slice().expect("ravel is contiguous");
        // Parts much longer than a window, whose first block is reduced for nothing.
        let rows = (TASK / inner).max(4 * windows.len.min(n)).max(1);
        let lanes =
            out.chunks_exact_mut(windows.count * inner).zip(elements.chunks_exact(n * inner));
        let parts = lanes.flat_map(|(out, elements)| {
            let parts = out.chunks_mut(rows * inner).enumerate();
            parts.map(move |(k, out)| Part { out, elements, first: k * rows })
        });
        threads::items(parts.collect(), &|_, part: Part<'_, T, U>| {
            dispatch(Roll { part, n, inner, windows, reducer, finish: &finish });
        });
    }
    Array::from_shape_vec(shape, out)
}

/// Some windows next to each other, and the elements they are of.
struct Part<'a, T, U> {
    out: &'a mut [U],
    elements: &'a [T],
    first: usize,
}

struct Roll<'a, T, U, R, F> {
    part: Part<'a, T, U>,
    n: usize,
    inner: usize,
    windows: &'a Windows,
    reducer: &'a R,
    finish: &'a F,
}

impl<T: Element, U: Element, R: Reducer<T>, F: Fn(R::Acc, usize) -> U> Kernel
    for Roll<'_, T, U, R, F>
{
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(mut self, isa: I) {
        for start in (0..self.inner).step_by(COLUMNS) {
            let columns = start..(start + COLUMNS).min(self.inner);
            self.columns(isa, columns);
        }
    }
}

impl<T: Element, U: Element, R: Reducer<T>, F: Fn(R::Acc, usize) -> U> Roll<'_, T, U, R, F> {
    #[inline(always)]
    fn columns<I: Isa>(&mut self, isa: I, columns: Range<usize>) {
        let (reducer, inner, width) = (self.reducer, self.inner, columns.len());
        let len = self.windows.len.min(self.n); // a longer window is never whole
        let elements = self.part.elements;
        let row = |k: usize| &elements[k * inner + columns.start..k * inner + columns.end];
        let mut rests = vec![reducer.identity(); len * width];
        let mut starts = vec![reducer.identity(); width];
        let (mut rests_of, mut starts_next) = (usize::MAX, usize::MAX);
        for (k, out) in self.part.out.chunks_exact_mut(inner).enumerate() {
            let Some(window) = self.windows.window(self.part.first + k, self.n) else { continue };
            let (block, last) = (window.start / len, window.end - 1);
            if !window.start.is_multiple_of(len) && rests_of != block {
                rests_of = block;
                let rows = (block * len..((block + 1) * len).min(self.n)).map(row);
                rests_of_block(isa, reducer, rows, &mut rests, width);
            }
            if starts_next > last || starts_next < last / len * len {
                starts_next = last / len * len;
                starts.fill(reducer.identity());
            }
            for k in starts_next..=last {
                if k % len == 0 {
                    starts.fill(reducer.identity());
                }
                reducer.rows(isa, &mut starts, row(k));
            }
            starts_next = window.end;
            let within = window.start % len;
            let rest = &rests[within * width..][..width];
            let count = window.len();
            let out = out[columns.clone()].iter_mut();
            if within == 0 {
                out.zip(&starts).for_each(|(to, &start)| *to = (self.finish)(start, count));
            } else if block == last / len {
                out.zip(rest).for_each(|(to, &rest)| *to = (self.finish)(rest, count));
            } else {
                let both = rest.iter().zip(&starts);
                out.zip(both).for_each(|(to, (&rest, &start))| {
                    *to = (self.finish)(reducer.merge(rest, start), count);
                });
            }
        }
    }
}

/// What is left of a block from each of its rows on.
#[inline(always)]
fn rests_of_block<'a, T: Element, I: Isa, R: Reducer<T>>(
    isa: I,
    reducer: &R,
    rows: impl DoubleEndedIterator<Item = &'a [T]> + ExactSizeIterator,
    rests: &mut [R::Acc],
    width: usize,
) {
    let mut later = vec![reducer.identity(); width];
    for (row, rests) in rows.zip(rests.chunks_exact_mut(width)).rev() {
        rests.fill(reducer.identity());
        reducer.rows(isa, rests, row);
        for (rest, later) in rests.iter_mut().zip(&mut later) {
            *rest = reducer.merge(*rest, *later);
            *later = *rest;
        }
    }
}

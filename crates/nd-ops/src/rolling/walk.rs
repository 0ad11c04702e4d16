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

/// Each window along `axis` reduced; `missing` is what stands for one with too few elements.
pub(crate) fn roll<T: Element, R: Reducer<T>, U: Element>(
    a: View<'_, T>,
    windows: &Windows,
    reducer: &R,
    finish: impl Fn(R::Acc) -> U + Sync,
    missing: U,
) -> Array<U> {
    let (axis, count) = (windows.axis, windows.count);
    let n = a.shape()[axis];
    let mut shape = a.shape().to_vec();
    shape[axis] = count;
    let inner: usize = shape[axis + 1..].iter().product();
    let mut out = vec![missing; shape.iter().product()];
    if n > 0 && !out.is_empty() {
        let flat = a.ravel();
        let elements = flat.view().as_slice().expect("ravel is contiguous");
        // Parts much longer than a window, whose first block is reduced for nothing.
        let rows = (TASK / inner).max(4 * windows.len.min(n)).max(1);
        threads::chunks(&mut out, rows * inner, &|start, out| {
            // The rows of all lanes are counted through: a part may be of several lanes.
            let (mut row, mut rest) = (start / inner, out);
            while !rest.is_empty() {
                let (lane, first) = (row / count, row % count);
                let len = (rest.len() / inner).min(count - first);
                let (out, later) = rest.split_at_mut(len * inner);
                let elements = &elements[lane * n * inner..][..n * inner];
                let finish = &finish;
                dispatch(Roll { out, elements, first, n, inner, windows, reducer, finish });
                (row, rest) = (row + len, later);
            }
        });
    }
    Array::from_shape_vec(shape, out)
}

/// Some windows next to each other, from the `first` on, and the elements of their lane.
struct Roll<'a, T, U, R, F> {
    out: &'a mut [U],
    elements: &'a [T],
    first: usize,
    n: usize,
    inner: usize,
    windows: &'a Windows,
    reducer: &'a R,
    finish: &'a F,
}

impl<T: Element, U: Element, R: Reducer<T>, F: Fn(R::Acc) -> U> Kernel for Roll<'_, T, U, R, F> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(mut self, isa: I) {
        let mut start = 0;
        while start < self.inner {
            let columns = start..(start + COLUMNS).min(self.inner);
            start = columns.end;
            self.columns(isa, columns);
        }
    }
}

impl<T: Element, U: Element, R: Reducer<T>, F: Fn(R::Acc) -> U> Roll<'_, T, U, R, F> {
    #[inline(always)]
    fn columns<I: Isa>(&mut self, isa: I, columns: Range<usize>) {
        let (reducer, inner, width, n) = (self.reducer, self.inner, columns.len(), self.n);
        let len = self.windows.len.min(n); // a longer window is never whole
        let mut rests = vec![reducer.identity(); len * width];
        let mut starts = vec![reducer.identity(); width];
        let (mut rests_of, mut starts_next) = (usize::MAX, usize::MAX);
        for k in 0..self.out.len() / inner {
            let Some(window) = self.windows.window(self.first + k, n) else { continue };
            let (block, last) = (window.start / len, window.end - 1);
            if !window.start.is_multiple_of(len) && rests_of != block {
                rests_of = block;
                self.rests(isa, block * len..((block + 1) * len).min(n), &mut rests, &columns);
            }
            if starts_next > last || starts_next < last / len * len {
                starts_next = last / len * len;
                starts.fill(reducer.identity());
            }
            for k in starts_next..=last {
                if k % len == 0 {
                    starts.fill(reducer.identity());
                }
                reducer.rows(isa, &mut starts, self.row(k, &columns));
            }
            starts_next = window.end;
            let within = window.start % len;
            let (rest, starts) = (&rests[within * width..][..width], &starts[..width]);
            let out = &mut self.out[k * inner + columns.start..][..width];
            let joined = within != 0 && block != last / len;
            let alone = if within == 0 { starts } else { rest };
            for i in 0..width {
                let acc = if joined { reducer.merge(rest[i], starts[i]) } else { alone[i] };
                out[i] = (self.finish)(acc);
            }
        }
    }

    #[inline(always)]
    fn row(&self, k: usize, columns: &Range<usize>) -> &[T] {
        &self.elements[k * self.inner + columns.start..k * self.inner + columns.end]
    }

    /// What the rows of a block from each of them on reduce to.
    #[inline(always)]
    fn rests<I: Isa>(
        &self,
        isa: I,
        block: Range<usize>,
        rests: &mut [R::Acc],
        columns: &Range<usize>,
    ) {
        let (reducer, width) = (self.reducer, columns.len());
        let identities = vec![reducer.identity(); width];
        let mut k = block.end;
        while k > block.start {
            k -= 1;
            let at = (k - block.start) * width;
            let (rest, later) = rests[at..].split_at_mut(width);
            rest.fill(reducer.identity());
            reducer.rows(isa, rest, self.row(k, columns));
            let later = if k + 1 == block.end { &identities[..] } else { &later[..width] };
            for i in 0..width {
                rest[i] = reducer.merge(rest[i], later[i]);
            }
        }
    }
}

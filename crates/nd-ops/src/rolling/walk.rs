//! The walk of rolling reductions: each window from two parts that are reduced once.
//!
//! An axis is cut into blocks as long as the window. A window that begins inside a block is the
//! rest of that block and the start of the next (van Herk, "A fast algorithm for local minimum
//! and maximum filters", 1992): three steps an element, whatever the window; and as nothing is
//! ever taken off again, no error, NaN or infinity outlives its window. Of a single lane eight blocks
//! that follow each other are gone through side by side, so that no step waits for the one before it.
//! Short windows whose accumulators are small are `doubled.rs`'s.

use super::Windows;
use super::doubled::{Doubled, is_for};
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, Element, Reducer, View};
use std::ops::Range;

/// Elements of the result that one thread makes at a time.
const TASK: usize = 1 << 14;
/// Blocks that are worked on side by side.
const SIDE: usize = 8;
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
    roll_counted(a, windows, reducer, |acc, _| finish(acc), missing)
}

/// As [`roll`], where `finish` is told how many elements a window has.
pub(crate) fn roll_counted<T: Element, R: Reducer<T>, U: Element>(
    a: View<'_, T>,
    windows: &Windows,
    reducer: &R,
    finish: impl Fn(R::Acc, usize) -> U + Sync,
    missing: U,
) -> Array<U> {
    let (axis, count) = (windows.axis, windows.count);
    let n = a.shape()[axis];
    let mut shape = a.shape().to_vec();
    shape[axis] = count;
    let inner: usize = shape[axis + 1..].iter().product();
    if n == 0 || inner == 0 {
        return Array::full(shape, missing);
    }
    let flat = a.ravel();
    let elements = flat.view().as_slice().expect("ravel is contiguous");
    let len = windows.len.clamp(1, n);
    let doubled = is_for(windows, size_of::<R::Acc>());
    // Parts much longer than a window, whose first block is reduced for nothing.
    let rows = (TASK / inner).max(16 * len);
    Array::from_slots_parallel(shape, rows * inner, |start, slots| {
        let mut made = vec![missing; slots.len()];
        // The rows of all lanes are counted through: a part may be of several lanes.
        let (mut row, mut rest) = (start / inner, &mut made[..]);
        while !rest.is_empty() {
            let (lane, first) = (row / count, row % count);
            let taken = (rest.len() / inner).min(count - first);
            let (out, later) = rest.split_at_mut(taken * inner);
            let elements = &elements[lane * n * inner..][..n * inner];
            let finish = &finish;
            if doubled {
                dispatch(Doubled { out, elements, first, n, inner, windows, reducer, finish });
            } else {
                dispatch(Roll { out, elements, first, n, inner, len, windows, reducer, finish });
            }
            (row, rest) = (row + taken, later);
        }
        let mut made = made.into_iter();
        slots.fill_with(|| made.next().unwrap_or(missing))
    })
}

/// Some windows next to each other, from the `first` on, and the elements of their lane.
struct Roll<'a, T, U, R, F> {
    out: &'a mut [U],
    elements: &'a [T],
    first: usize,
    n: usize,
    inner: usize,
    /// Of a block.
    len: usize,
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
        if self.inner == 1 {
            return self.side_by_side(isa);
        }
        let (rows, mut start) = (self.out.len() / self.inner, 0);
        while start < self.inner {
            let columns = start..(start + COLUMNS).min(self.inner);
            start = columns.end;
            self.columns(isa, columns, 0..rows);
        }
    }
}

impl<T: Element, U: Element, R: Reducer<T>, F: Fn(R::Acc, usize) -> U> Roll<'_, T, U, R, F> {
    /// The windows of one column: those that begin in eight blocks of which all is there together.
    #[inline(always)]
    fn side_by_side<I: Isa>(&mut self, isa: I) {
        let (len, n, before, rows) = (self.len, self.n, self.windows.before, self.out.len());
        let plain = self.windows.step == 1 && self.windows.len == len && len > 1;
        let plain = plain && self.windows.whole_will_do();
        // The first window that begins at a block's start, and where that is.
        let start = (self.first.max(before) - before).next_multiple_of(len);
        let mut at = start + before - self.first;
        if !plain || at >= rows {
            return self.columns(isa, 0..1, 0..rows);
        }
        self.columns(isa, 0..1, 0..at);
        let mut rests = vec![self.reducer.identity(); SIDE * len];
        let mut whole = None;
        while at + SIDE * len <= rows {
            let start = self.first + at - before;
            if start + (SIDE + 1) * len > n {
                break;
            }
            self.blocks_rests(isa, start, &mut rests);
            whole = Some(self.blocks(isa, start, at, &rests, whole));
            at += SIDE * len;
        }
        self.columns(isa, 0..1, at..rows);
    }

    /// What eight blocks from each of their elements on reduce to: those at one place of them beside each
    /// other.
    #[inline(always)]
    fn blocks_rests<I: Isa>(&self, isa: I, start: usize, rests: &mut [R::Acc]) {
        let (reducer, len) = (self.reducer, self.len);
        let mut later = [reducer.identity(); SIDE];
        for k in (1..len).rev() {
            let mut rest = [reducer.identity(); SIDE];
            reducer.rows(isa, &mut rest, &self.side(start + k));
            for i in 0..SIDE {
                later[i] = reducer.merge(rest[i], later[i]);
            }
            rests[k * SIDE..][..SIDE].copy_from_slice(&later);
        }
    }

    /// The windows that begin in eight blocks: their rests, and the starts of the blocks after them. `whole` is
    /// the first of the blocks; returned is the one after them.
    #[inline(always)]
    fn blocks<I: Isa>(
        &mut self,
        isa: I,
        start: usize,
        at: usize,
        rests: &[R::Acc],
        whole: Option<R::Acc>,
    ) -> R::Acc {
        let (reducer, len) = (self.reducer, self.len);
        let mut starts = [reducer.identity(); SIDE];
        reducer.rows(isa, &mut starts, &self.side(start + len));
        for k in 1..len {
            let rests = &rests[k * SIDE..][..SIDE];
            for i in 0..SIDE {
                let acc = reducer.merge(rests[i], starts[i]);
                self.out[at + i * len + k] = (self.finish)(acc, len);
            }
            reducer.rows(isa, &mut starts, &self.side(start + len + k));
        }
        let whole = whole.unwrap_or_else(|| {
            let mut whole = [reducer.identity()];
            let block = &self.elements[start..start + len];
            block.iter().for_each(|&x| reducer.rows(isa, &mut whole, &[x]));
            whole[0]
        });
        self.out[at] = (self.finish)(whole, len);
        for i in 1..SIDE {
            self.out[at + i * len] = (self.finish)(starts[i - 1], len);
        }
        starts[SIDE - 1]
    }

    /// The elements at one place of eight blocks.
    #[inline(always)]
    fn side(&self, place: usize) -> [T; SIDE] {
        std::array::from_fn(|i| self.elements[place + i * self.len])
    }

    /// The windows `rows` of some columns.
    #[inline(always)]
    fn columns<I: Isa>(&mut self, isa: I, columns: Range<usize>, rows: Range<usize>) {
        let (reducer, inner, width, n) = (self.reducer, self.inner, columns.len(), self.n);
        let len = self.len;
        if rows.is_empty() {
            return;
        }
        let mut rests = vec![reducer.identity(); len * width];
        let mut starts = vec![reducer.identity(); width];
        let (mut rests_of, mut starts_next) = (usize::MAX, usize::MAX);
        for k in rows {
            let Some(window) = self.windows.window(self.first + k, n) else { continue };
            let out_at = k * inner + columns.start;
            if window.is_empty() {
                self.out[out_at..out_at + width].fill((self.finish)(reducer.identity(), 0));
                continue;
            }
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
            let out = &mut self.out[out_at..][..width];
            let joined = within != 0 && block != last / len;
            let alone = if within == 0 { starts } else { rest };
            for i in 0..width {
                let acc = if joined { reducer.merge(rest[i], starts[i]) } else { alone[i] };
                out[i] = (self.finish)(acc, window.len());
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

//! Windows of which parts are doubled: of one element, of two, of four, …, each from two of half its length.
//!
//! The parts whose lengths are the powers of two that a window's length is the sum of, the longest first, make up
//! the window. Two lengths are gone through at a time: every step is one loop over elements that lie in a row, and
//! what a window is made of does not depend on where it lies. For accumulators that are merged as fast as they are
//! read.

use super::Windows;
use nd_core::simd::{Isa, Kernel};
use nd_core::{Element, Reducer};
use std::ops::Range;

/// Accumulators that are worked on together, at least, so that they stay in the nearest cache.
const TILE: usize = 1024;
/// Columns that are worked on together.
const COLUMNS: usize = 256;
/// The longest windows that this is for.
const LONGEST: usize = 1024;
/// The largest accumulators.
const LARGEST: usize = 16;

/// Whether this is the faster way for accumulators of that size.
pub(super) fn is_for(windows: &Windows, size: usize) -> bool {
    size <= LARGEST && (2..=LONGEST).contains(&windows.len) && windows.step == 1
}

/// Some windows next to each other, from the `first` on, and the elements of their lane.
pub(super) struct Doubled<'a, T, U, R, F> {
    pub(super) out: &'a mut [U],
    pub(super) elements: &'a [T],
    pub(super) first: usize,
    pub(super) n: usize,
    pub(super) inner: usize,
    pub(super) windows: &'a Windows,
    pub(super) reducer: &'a R,
    pub(super) finish: &'a F,
}

impl<T: Element, U: Element, R: Reducer<T>, F: Fn(R::Acc, usize) -> U> Kernel
    for Doubled<'_, T, U, R, F>
{
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(mut self, isa: I) {
        let mut start = 0;
        while start < self.inner {
            let columns = start..(start + COLUMNS).min(self.inner);
            start = columns.end;
            self.columns(isa, &columns);
        }
    }
}

/// Accumulators of parts, of parts four times as long, and of windows.
struct Rooms<A> {
    parts: Vec<A>,
    larger: Vec<A>,
    made: Vec<A>,
}

impl<T: Element, U: Element, R: Reducer<T>, F: Fn(R::Acc, usize) -> U> Doubled<'_, T, U, R, F> {
    #[inline(always)]
    fn columns<I: Isa>(&mut self, isa: I, columns: &Range<usize>) {
        let (len, before, n) = (self.windows.len, self.windows.before, self.n);
        let rows = self.out.len() / self.inner;
        // The windows of all their elements, and those in front of and behind them.
        let from = before.saturating_sub(self.first).min(rows);
        let to = (n + before + 1).saturating_sub(len + self.first).clamp(from, rows);
        let to = if len > n { from } else { to };
        let to_made = if self.windows.whole_will_do() { to } else { from };
        let tile = (TILE / columns.len()).max(4 * len);
        let room = (tile + len) * columns.len();
        let blank = self.reducer.identity();
        let mut rooms =
            Rooms { parts: vec![blank; room], larger: vec![blank; room], made: vec![blank; room] };
        let mut at = from;
        while at < to_made {
            let end = (at + tile).min(to_made);
            self.whole(isa, columns, at..end, &mut rooms);
            at = end;
        }
        self.at_start(isa, columns, 0..from);
        // Where windows are longer than the axis some reach beyond both of its ends.
        let both = (to..rows).take_while(|&k| self.windows.range(self.first + k, n).start == 0);
        let both = to + both.count();
        self.at_start(isa, columns, to..both);
        self.at_end(isa, columns, both..rows);
    }

    /// Windows of all their elements.
    #[inline(always)]
    fn whole<I: Isa>(
        &mut self,
        isa: I,
        columns: &Range<usize>,
        rows: Range<usize>,
        rooms: &mut Rooms<R::Acc>,
    ) {
        let (reducer, len, width) = (self.reducer, self.windows.len, columns.len());
        let start = self.first + rows.start - self.windows.before;
        let (count, made) = (rows.len() * width, &mut rooms.made[..rows.len() * width]);
        let mut size = (rows.len() + len - 1) * width;
        self.singles(isa, columns, start, &mut rooms.parts[..size]);
        let (mut part, mut any) = (1, false);
        loop {
            let far = part * width;
            // Behind the longer parts, and in front of the shorter ones.
            let offset = |part: usize| (len & !(2 * part - 1)) * width;
            if len & part != 0 {
                let parts = &rooms.parts[offset(part)..][..count];
                self.put_before(made, parts.iter().copied(), any);
                any = true;
            }
            if len & (2 * part) != 0 {
                let first = &rooms.parts[offset(2 * part)..][..count];
                let second = &rooms.parts[offset(2 * part) + far..][..count];
                let both = first.iter().zip(second).map(|(&a, &b)| reducer.merge(a, b));
                self.put_before(made, both, any);
                any = true;
            }
            if 4 * part > len {
                break;
            }
            size -= 3 * far;
            let quarter = |k: usize| &rooms.parts[k * far..][..size];
            let (a, b, c, d) = (quarter(0), quarter(1), quarter(2), quarter(3));
            let four = a.iter().zip(b).zip(c.iter().zip(d));
            for (whole, ((&a, &b), (&c, &d))) in rooms.larger[..size].iter_mut().zip(four) {
                *whole = reducer.merge(reducer.merge(a, b), reducer.merge(c, d));
            }
            std::mem::swap(&mut rooms.parts, &mut rooms.larger);
            part *= 4;
        }
        if width == self.inner {
            let out = &mut self.out[rows.start * width..][..count];
            for (out, &acc) in out.iter_mut().zip(&*made) {
                *out = (self.finish)(acc, len);
            }
            return;
        }
        for (made, k) in made.chunks_exact(width).zip(rows) {
            let out = &mut self.out[k * self.inner + columns.start..][..width];
            for (out, &acc) in out.iter_mut().zip(made) {
                *out = (self.finish)(acc, len);
            }
        }
    }

    /// Parts that come in front of what there is of windows.
    #[inline(always)]
    fn put_before(&self, made: &mut [R::Acc], parts: impl Iterator<Item = R::Acc>, any: bool) {
        if any {
            for (made, part) in made.iter_mut().zip(parts) {
                *made = self.reducer.merge(part, *made);
            }
        } else {
            for (made, part) in made.iter_mut().zip(parts) {
                *made = part;
            }
        }
    }

    /// Each element by itself, from position `start` on.
    #[inline(always)]
    fn singles<I: Isa>(&self, isa: I, columns: &Range<usize>, start: usize, parts: &mut [R::Acc]) {
        parts.fill(self.reducer.identity());
        if columns.len() == self.inner {
            let elements = &self.elements[start * self.inner..][..parts.len()];
            return self.reducer.rows(isa, parts, elements);
        }
        for (k, parts) in parts.chunks_exact_mut(columns.len()).enumerate() {
            self.reducer.rows(isa, parts, self.row(start + k, columns));
        }
    }

    /// Windows that begin at the start of the axis: from one to the next.
    #[inline(always)]
    fn at_start<I: Isa>(&mut self, isa: I, columns: &Range<usize>, rows: Range<usize>) {
        let mut accs = vec![self.reducer.identity(); columns.len()];
        let mut end = 0;
        for k in rows {
            let window = self.windows.range(self.first + k, self.n);
            for k in end..window.end {
                self.reducer.rows(isa, &mut accs, self.row(k, columns));
            }
            end = window.end;
            self.put(&accs, columns, k);
        }
    }

    /// Windows that reach to the end of the axis: from one to that before it.
    #[inline(always)]
    fn at_end<I: Isa>(&mut self, isa: I, columns: &Range<usize>, rows: Range<usize>) {
        let reducer = self.reducer;
        let mut accs = vec![reducer.identity(); columns.len()];
        let mut start = self.n;
        for k in rows.rev() {
            let window = self.windows.range(self.first + k, self.n);
            for k in (window.start..start).rev() {
                let mut earlier = vec![reducer.identity(); columns.len()];
                reducer.rows(isa, &mut earlier, self.row(k, columns));
                for (acc, &earlier) in accs.iter_mut().zip(&earlier) {
                    *acc = reducer.merge(earlier, *acc);
                }
            }
            start = window.start.min(start);
            self.put(&accs, columns, k);
        }
    }

    /// The results of one window, if it has enough elements.
    #[inline(always)]
    fn put(&mut self, accs: &[R::Acc], columns: &Range<usize>, k: usize) {
        let Some(window) = self.windows.window(self.first + k, self.n) else { return };
        let out = &mut self.out[k * self.inner + columns.start..][..columns.len()];
        for (out, &acc) in out.iter_mut().zip(accs) {
            *out = (self.finish)(acc, window.len());
        }
    }

    #[inline(always)]
    fn row(&self, k: usize, columns: &Range<usize>) -> &[T] {
        &self.elements[k * self.inner + columns.start..k * self.inner + columns.end]
    }
}

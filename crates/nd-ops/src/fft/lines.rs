//! Transforms along one axis of elements in C order.

use super::long::{LONG, Load, Long};
use super::numbers::Precision;
use super::plans::Plan;
use super::scratch::{self, Planes};
use super::weave::{Apart, Together};
use nd_core::simd::dispatch;
use nd_core::{Array, Complex, Filled, Shape, Slots, threads};
use std::sync::Arc;

/// Elements that a task transforms.
const TASK: usize = 1 << 14;
/// Elements that are transformed side by side: with a second buffer they fill half of a core's own cache.
const CACHED: usize = 1 << 14;
/// Lanes up to this length are transformed side by side even where they lie one after the other.
const SIDE_BY_SIDE: usize = 64;

/// What is done along the axis.
pub(super) struct Line<T> {
    n: usize,
    how: How<T>,
    inverse: bool,
    scale: T,
}

enum How<T> {
    Short(Arc<Plan<T>>),
    Long(Arc<Long<T>>),
}

impl<T: Precision> Line<T> {
    pub(super) fn new(n: usize, inverse: bool, scale: f64) -> Line<T> {
        if n <= LONG {
            return Line::short(n, inverse, T::of(scale));
        }
        Line { n, how: How::Long(T::longs().get(n)), inverse, scale: T::of(scale) }
    }

    /// Without a matrix, whatever the length.
    pub(super) fn short(n: usize, inverse: bool, scale: T) -> Line<T> {
        Line { n, how: How::Short(T::plans().get(n)), inverse, scale }
    }

    /// In place; so many elements lie side by side after the axis.
    pub(super) fn along(&self, a: &mut [Complex<T>], inner: usize) {
        match &self.how {
            How::Long(long) => self.long_lanes(long, a, inner),
            How::Short(plan) if inner == 1 => self.rows(plan, a),
            How::Short(plan) => self.columns(plan, a, inner),
        }
    }

    /// The last axis of an array of that shape, whose elements in C order `load` gives.
    pub(super) fn rows_of(&self, shape: Shape, load: &Load<'_, T>) -> Array<Complex<T>> {
        match &self.how {
            How::Short(plan) => {
                let each = self.rows_a_task() * self.n;
                if shape.size() == self.n {
                    return Array::from_shape_vec(shape, self.single(plan, load));
                }
                if shape.size() <= each {
                    return Array::from_slots(shape, |slots| self.filled(plan, 0, slots, load));
                }
                Array::from_slots_parallel(shape, each, |start, slots| {
                    self.filled(plan, start, slots, load)
                })
            }
            How::Long(long) if shape.size() == self.n => {
                long.run(load, self.inverse, self.scale).into_reshaped(shape)
            }
            How::Long(long) => {
                let mut out = T::zeros(shape);
                let rows = out.as_slice_mut().expect("a new array is in C order");
                for (at, row) in rows.chunks_exact_mut(self.n).enumerate() {
                    let load = |from, re: &mut [T], im: &mut [T]| load(at * self.n + from, re, im);
                    copy(long.run(&load, self.inverse, self.scale), row);
                }
                out
            }
        }
    }

    fn single(&self, plan: &Plan<T>, load: &Load<'_, T>) -> Vec<Complex<T>> {
        scratch::planes(plan.room(), |mut a, mut b| {
            self.load(0, 1, load, &mut a, &mut b);
            let now = if plan.run(1, &mut a, &mut b) { &mut b } else { &mut a };
            let mut all = Vec::with_capacity(self.n);
            self.interleave(now, 1, &mut all);
            all
        })
    }

    /// Rows that a task transforms, a multiple of those that fill a register.
    fn rows_a_task(&self) -> usize {
        (TASK / self.n).max(1).next_multiple_of(T::LANES)
    }

    /// The rows from an element on.
    fn filled<'s>(
        &self,
        plan: &Plan<T>,
        start: usize,
        slots: Slots<'s, Complex<T>>,
        load: &Load<'_, T>,
    ) -> Filled<'s> {
        let end = start + slots.len();
        let lanes = self.lanes(slots.len());
        scratch::planes(plan.room() * lanes, |mut a, mut b| {
            if lanes == 1 {
                return self.one_by_one(plan, start, slots, load, [&mut a, &mut b]);
            }
            let mut done = Vec::with_capacity(lanes * self.n);
            let (mut at, mut next) = (start, 0);
            slots.fill_with(|| {
                if next == done.len() {
                    let s = if end - at >= lanes * self.n { lanes } else { 1 };
                    self.load(at, s, load, &mut a, &mut b);
                    let now = if plan.run(s, &mut a, &mut b) { &mut b } else { &mut a };
                    self.interleave(now, s, &mut done);
                    (at, next) = (at + s * self.n, 0);
                }
                let x = done[next];
                next += 1;
                x
            })
        })
    }

    /// As [`filled`](Self::filled), row after row.
    fn one_by_one<'s, 'p>(
        &self,
        plan: &Plan<T>,
        start: usize,
        slots: Slots<'s, Complex<T>>,
        load: &Load<'_, T>,
        [a, b]: [&mut Planes<'p, T>; 2],
    ) -> Filled<'s> {
        let (mut at, mut next, mut in_b) = (start, self.n, false);
        slots.fill_with(|| {
            if next == self.n {
                self.load(at, 1, load, a, b);
                in_b = plan.run(1, a, b);
                (at, next) = (at + self.n, 0);
            }
            let [re, im] = if in_b { &*b } else { &*a };
            let (re, im) = (re[next] * self.scale, im[next] * self.scale);
            next += 1;
            if self.inverse { Complex::new(im, re) } else { Complex::new(re, im) }
        })
    }

    /// The lanes, one after the other.
    fn interleave(&self, now: &mut Planes<'_, T>, s: usize, to: &mut Vec<Complex<T>>) {
        let [re, im] = parts(now, self.inverse);
        to.clear();
        let scaled = |(re, im): (&T, &T)| Complex::new(*re * self.scale, *im * self.scale);
        if s == 1 {
            to.extend(re[..self.n].iter().zip(&im[..self.n]).map(scaled));
            return;
        }
        for lane in 0..s {
            let re = re[lane..].iter().step_by(s).take(self.n);
            to.extend(re.zip(im[lane..].iter().step_by(s)).map(scaled));
        }
    }

    /// How many of the lanes that so many elements make are transformed side by side.
    fn lanes(&self, elements: usize) -> usize {
        let lanes = T::LANES;
        if self.n <= SIDE_BY_SIDE && elements >= lanes * self.n { lanes } else { 1 }
    }

    /// `s` lanes into `a`.
    fn load<'p>(
        &self,
        at: usize,
        s: usize,
        load: &Load<'_, T>,
        a: &mut Planes<'p, T>,
        b: &mut Planes<'p, T>,
    ) {
        if s == 1 {
            let [re, im] = parts(a, self.inverse);
            return load(at, &mut re[..self.n], &mut im[..self.n]);
        }
        let [from_re, from_im] = parts(b, self.inverse);
        let count = s * self.n;
        load(at, &mut from_re[..count], &mut from_im[..count]);
        for (from, to) in b.iter().zip(a.iter_mut()) {
            for (lane, from) in from.chunks_exact(self.n).take(s).enumerate() {
                for (&x, to) in from.iter().zip(to.chunks_exact_mut(s)) {
                    to[lane] = x;
                }
            }
        }
    }

    fn rows(&self, plan: &Plan<T>, a: &mut [Complex<T>]) {
        let each = self.rows_a_task() * self.n;
        if a.len() <= each {
            return self.some_rows(plan, a);
        }
        threads::chunks(a, each, &|_, rows| self.some_rows(plan, rows));
    }

    fn some_rows(&self, plan: &Plan<T>, rows: &mut [Complex<T>]) {
        scratch::planes(plan.room(), |mut a, mut b| {
            for row in rows.chunks_exact_mut(self.n) {
                let [re, im] = parts(&mut a, self.inverse);
                for ((x, re), im) in row.iter().zip(re).zip(im) {
                    (*re, *im) = (x.re, x.im);
                }
                let now = if plan.run(1, &mut a, &mut b) { &mut b } else { &mut a };
                let [re, im] = parts(now, self.inverse);
                for ((x, re), im) in row.iter_mut().zip(re).zip(im) {
                    *x = Complex::new(*re * self.scale, *im * self.scale);
                }
            }
        });
    }

    /// Lanes whose elements lie side by side.
    fn columns(&self, plan: &Plan<T>, a: &mut [Complex<T>], inner: usize) {
        let width = width::<T>(self.n);
        let small = a.len() <= TASK;
        let mut blocks = Vec::new();
        for slab in a.chunks_exact_mut(self.n * inner) {
            let first = blocks.len();
            blocks.extend((0..inner.div_ceil(width)).map(|_| Vec::with_capacity(self.n)));
            for row in slab.chunks_exact_mut(inner) {
                for (block, piece) in blocks[first..].iter_mut().zip(row.chunks_mut(width)) {
                    block.push(piece);
                }
            }
        }
        if small {
            blocks.into_iter().for_each(|block| self.column(plan, block));
        } else {
            threads::items(blocks, &|_, block| self.column(plan, block));
        }
    }

    fn column(&self, plan: &Plan<T>, mut pieces: Vec<&mut [Complex<T>]>) {
        let Some(width) = pieces.first().map(|piece| piece.len()) else {
            return;
        };
        let s = width.next_multiple_of(T::LANES);
        scratch::planes(plan.room() * s, |mut a, mut b| {
            let [re, im] = parts(&mut a, self.inverse);
            dispatch(Apart { pieces: &pieces, s, re, im });
            let now = if plan.run(s, &mut a, &mut b) { &mut b } else { &mut a };
            let [re, im] = parts(now, self.inverse);
            dispatch(Together { pieces: &mut pieces, s, scale: self.scale, re, im });
        });
    }

    /// One lane after the other.
    fn long_lanes(&self, long: &Long<T>, a: &mut [Complex<T>], inner: usize) {
        for slab in a.chunks_exact_mut(self.n * inner) {
            for lane in 0..inner {
                let from: &[Complex<T>] = slab;
                let load = |start: usize, re: &mut [T], im: &mut [T]| {
                    let lane = from[start * inner + lane..].iter().step_by(inner);
                    for ((x, re), im) in lane.zip(re).zip(im) {
                        (*re, *im) = (x.re, x.im);
                    }
                };
                let result = long.run(&load, self.inverse, self.scale);
                if inner == 1 {
                    copy(result, slab);
                    continue;
                }
                for (&x, to) in result.iter().zip(slab[lane..].iter_mut().step_by(inner)) {
                    *to = x;
                }
            }
        }
    }
}

fn copy<T: Precision>(from: Array<Complex<T>>, to: &mut [Complex<T>]) {
    let from = from.as_slice().expect("a new array is in C order");
    threads::chunks(to, TASK, &|start, to| to.copy_from_slice(&from[start..][..to.len()]));
}

/// How many lanes of `n` elements are transformed side by side: as many as the cache has room for.
pub(super) fn width<T: Precision>(n: usize) -> usize {
    let lanes = T::LANES;
    (CACHED / n).clamp(lanes, 8 * lanes).next_multiple_of(lanes)
}

/// Where real and imaginary parts go: exchanged, the transform is that back.
pub(super) fn parts<'p, T>([a, b]: &'p mut Planes<'_, T>, inverse: bool) -> Planes<'p, T> {
    if inverse { [b, a] } else { [a, b] }
}

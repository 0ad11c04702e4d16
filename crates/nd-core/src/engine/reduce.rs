//! Reductions: the same plan, other tasks.
//!
//! Both the order in which partial results are merged and the places where work is cut
//! depend on shapes and strides alone, so results have the same bits on any number of
//! threads. A contiguous run is merged in the tree of NumPy's pairwise summation: halves,
//! rounded down to a multiple of eight, until at most [`Reducer::LEAF`] elements are left.

use crate::array::Array;
use crate::axes::Axes;
use crate::buffer::Buffer;
use crate::engine::lanes::{Scratch, chunk, gather};
use crate::engine::plan::Plan;
use crate::layout::Layout;
use crate::shape::Shape;
use crate::simd::{self, Isa, Kernel};
use crate::threads;
use crate::view::View;
use std::mem::MaybeUninit;
use std::ops::Range;

/// How elements become one value: a kernel for a contiguous run, a kernel for rows of
/// accumulators, and a merge.
///
/// # Examples
/// ```
/// use nd_core::{Reducer, array, reduce, simd::Isa};
///
/// struct Count;
/// impl Reducer<i32> for Count {
///     type Acc = usize;
///     fn identity(&self) -> usize { 0 }
///     fn run<I: Isa>(&self, _: I, run: &[i32]) -> usize { run.len() }
///     fn rows<I: Isa>(&self, _: I, acc: &mut [usize], row: &[i32]) {
///         acc.iter_mut().zip(row).for_each(|(n, _)| *n += 1);
///     }
///     fn merge(&self, a: usize, b: usize) -> usize { a + b }
/// }
/// assert_eq!(reduce(array![[1, 2], [3, 4]].view(), &Count), 4);
/// ```
pub trait Reducer<T: Copy>: Sync {
    /// A partial result.
    type Acc: Copy + Send + Sync;

    /// The most elements that [`run`](Self::run) is given at a time.
    const LEAF: usize = 2048;
    /// Whether two neighbouring runs are computed faster together than one after the other.
    const PAIRED: bool = false;

    /// The result of no element: merging it changes nothing.
    fn identity(&self) -> Self::Acc;
    /// The result of a contiguous run of 1 to [`LEAF`](Self::LEAF) elements.
    fn run<I: Isa>(&self, isa: I, run: &[T]) -> Self::Acc;
    /// `merge(run(left), run(right))`, for reducers that are [`PAIRED`](Self::PAIRED).
    #[inline(always)]
    fn pair<I: Isa>(&self, isa: I, left: &[T], right: &[T]) -> Self::Acc {
        self.merge(self.run(isa, left), self.run(isa, right))
    }
    /// As [`run`](Self::run), told how many elements before the run's first one the view's
    /// first element lies: its index, in a C-contiguous view.
    #[inline(always)]
    fn run_at<I: Isa>(&self, isa: I, run: &[T], offset: isize) -> Self::Acc {
        let _ = offset;
        self.run(isa, run)
    }
    /// `acc[j] = merge(acc[j], row[j])`; both have the same length.
    fn rows<I: Isa>(&self, isa: I, acc: &mut [Self::Acc], row: &[T]);
    /// Earlier elements' result and later ones' together.
    fn merge(&self, earlier: Self::Acc, later: Self::Acc) -> Self::Acc;
}

/// Elements that one thread reduces at a time.
const TASK: usize = 1 << 16;
/// From how many elements on threads pay: reading is cheap.
const PARALLEL: usize = 1 << 17;
/// Accumulators walked together when the run is kept: wide enough that rows are read in
/// long pieces, few enough to stay in the second-level cache.
const COLUMNS: usize = 4096;
/// Rows after which accumulators are merged into their totals: as NumPy's pairwise block.
const ROWS: usize = 128;

/// Reduces all elements.
///
/// The elements are walked in the order of their strides, not in C order: `reducer` must
/// not care. An empty view gives the identity.
pub fn reduce<T: Copy + Send + Sync, R: Reducer<T>>(view: View<'_, T>, reducer: &R) -> R::Acc {
    if view.is_empty() {
        return reducer.identity();
    }
    let plan = Plan::unturned(&view.layout().shape, &[view.layout().strides]);
    let elements = Elements { first: view.as_ptr(), plan: &plan, reducer };
    // SAFETY: the plan was made from the view's own layout.
    unsafe { elements.all(plan.start[0], true) }
}

/// The elements that a plan with one operand reaches.
struct Elements<'a, T, R> {
    first: *const T,
    plan: &'a Plan,
    reducer: &'a R,
}

impl<T, R> Clone for Elements<'_, T, R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, R> Copy for Elements<'_, T, R> {}

// SAFETY: stands for a view of the elements.
unsafe impl<T: Sync, R: Sync> Sync for Elements<'_, T, R> {}

impl<T: Copy + Send + Sync, R: Reducer<T>> Elements<'_, T, R> {
    /// Reduces everything that the plan reaches from `offset`.
    ///
    /// # Safety
    /// `offset` plus what the plan walks (without its own start) stays in the view.
    unsafe fn all(self, offset: isize, parallel: bool) -> R::Acc {
        let rows: usize = self.plan.shape[..self.plan.ndim - 1].iter().product();
        let len = self.plan.run_len();
        if rows == 1 {
            // SAFETY: passed on.
            return unsafe { self.long(offset, len, parallel && len >= PARALLEL) };
        }
        let per_task = (TASK / len).max(1);
        let leaf = |task: usize| {
            let range = task * per_task..((task + 1) * per_task).min(rows);
            // SAFETY: passed on; `range` counts rows that the plan has.
            simd::dispatch(unsafe { Rows::new(self, offset, range) })
        };
        let merge = |a, b| self.reducer.merge(a, b);
        let tasks = rows.div_ceil(per_task);
        let total = if parallel && rows * len >= PARALLEL {
            threads::tree(tasks, &leaf, &merge)
        } else {
            threads::tree_here(tasks, &mut |task| leaf(task), &merge)
        };
        total.unwrap_or_else(|| self.reducer.identity())
    }

    /// One run, halved as [`split`] says down to pieces for the threads.
    ///
    /// # Safety
    /// As for [`all`](Self::all), for a run of `len`.
    unsafe fn long(self, offset: isize, len: usize, parallel: bool) -> R::Acc {
        if len <= TASK {
            // SAFETY: passed on.
            return simd::dispatch(unsafe { Run::new(self, offset, len) });
        }
        let step = self.plan.strides[self.plan.ndim - 1][0];
        let mut pieces = Vec::new();
        cut(0..len, &mut pieces);
        let one = |piece: usize| {
            let Range { start, end } = pieces[piece];
            // SAFETY: a part of the run.
            simd::dispatch(unsafe { Run::new(self, offset + start as isize * step, end - start) })
        };
        let results = if parallel {
            threads::collect(pieces.len(), &one)
        } else {
            (0..pieces.len()).map(one).collect()
        };
        self.merged(len, &mut results.into_iter())
    }

    /// The results of the pieces of [`cut`], merged as they were cut.
    fn merged(self, len: usize, results: &mut impl Iterator<Item = R::Acc>) -> R::Acc {
        if len <= TASK {
            return results.next().expect("one result for each piece");
        }
        let left = split(len);
        let earlier = self.merged(left, results);
        let later = self.merged(len - left, results);
        self.reducer.merge(earlier, later)
    }

    /// One run on this thread, in the same tree as [`long`](Self::long). Written without
    /// recursion, so that it is compiled into the dispatched body.
    ///
    /// # Safety
    /// As for [`all`](Self::all), for a run of `len`.
    #[inline(always)]
    unsafe fn run<I: Isa>(self, isa: I, offset: isize, len: usize) -> R::Acc {
        let step = self.plan.strides[self.plan.ndim - 1][0];
        let most = if step == 1 { R::LEAF } else { R::LEAF.min(chunk::<T>()) };
        let mut scratch = Scratch::new();
        if len <= most {
            // SAFETY: passed on.
            return unsafe { self.leaf(isa, offset, len, &mut scratch) };
        }
        // Pieces still to do, the next on top, each with how many merges follow it; and
        // results waiting for their right neighbour. Halving bounds both at one per bit.
        let mut todo = [(0usize, 0usize, 0u32); 2 * usize::BITS as usize];
        let mut done = [None; usize::BITS as usize];
        let (mut pieces, mut results) = (1, 0);
        todo[0] = (0, len, 0);
        while pieces > 0 {
            pieces -= 1;
            let (from, n, merges) = todo[pieces];
            let left = split(n);
            let mut value = if n <= most {
                // SAFETY: the part of the run from `from` on, which has `n` elements.
                unsafe { self.leaf(isa, offset + from as isize * step, n, &mut scratch) }
            } else if R::PAIRED && step == 1 && n - left <= most {
                // SAFETY: as above, and contiguous.
                let part = unsafe {
                    let first = self.first.offset(offset + from as isize);
                    std::slice::from_raw_parts(first, n)
                };
                self.reducer.pair(isa, &part[..left], &part[left..])
            } else {
                todo[pieces] = (from + left, n - left, merges + 1);
                todo[pieces + 1] = (from, left, 0);
                pieces += 2;
                continue;
            };
            for _ in 0..merges {
                results -= 1;
                value = match done[results] {
                    Some(earlier) => self.reducer.merge(earlier, value),
                    None => value,
                };
            }
            done[results] = Some(value);
            results += 1;
        }
        done[0].unwrap_or_else(|| self.reducer.identity())
    }

    /// A piece that is reduced at once. Not a closure: one that is called in two places is
    /// compiled by itself, for the baseline instruction set.
    ///
    /// # Safety
    /// As for [`all`](Self::all), for a run of `len`, which fits the scratch buffer if it is
    /// not contiguous.
    #[inline(always)]
    unsafe fn leaf<I: Isa>(
        self,
        isa: I,
        offset: isize,
        len: usize,
        scratch: &mut Scratch,
    ) -> R::Acc {
        let step = self.plan.strides[self.plan.ndim - 1][0];
        // SAFETY: the caller's promise.
        let run = unsafe {
            let first = self.first.offset(offset);
            std::slice::from_raw_parts(gather(first, step, len, scratch), len)
        };
        self.reducer.run_at(isa, run, offset)
    }
}

/// Cuts a run where [`split`] says, down to pieces of at most [`TASK`] elements.
fn cut(run: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    if run.len() <= TASK {
        return pieces.push(run);
    }
    let middle = run.start + split(run.len());
    cut(run.start..middle, pieces);
    cut(middle..run.end, pieces);
}

/// Where NumPy's pairwise summation cuts `n` elements.
#[inline(always)]
fn split(n: usize) -> usize {
    let half = n / 2;
    let left = half - half % 8;
    // Only leaves below 16 elements could be cut at 0; they are cut in the middle.
    if left == 0 { half.max(1) } else { left }
}

/// One run, to be dispatched.
struct Run<'a, T, R> {
    elements: Elements<'a, T, R>,
    offset: isize,
    len: usize,
}

impl<'a, T, R> Run<'a, T, R> {
    /// # Safety
    /// The run lies in the elements.
    unsafe fn new(elements: Elements<'a, T, R>, offset: isize, len: usize) -> Self {
        Run { elements, offset, len }
    }
}

impl<T: Copy + Send + Sync, R: Reducer<T>> Kernel for Run<'_, T, R> {
    type Output = R::Acc;
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> R::Acc {
        // SAFETY: `new`'s caller said so.
        unsafe { self.elements.run(isa, self.offset, self.len) }
    }
}

/// Several runs, one after the other, to be dispatched.
struct Rows<'a, T, R> {
    elements: Elements<'a, T, R>,
    offset: isize,
    range: Range<usize>,
}

impl<'a, T, R> Rows<'a, T, R> {
    /// # Safety
    /// The rows lie in the elements.
    unsafe fn new(elements: Elements<'a, T, R>, offset: isize, range: Range<usize>) -> Self {
        Rows { elements, offset, range }
    }
}

impl<T: Copy + Send + Sync, R: Reducer<T>> Kernel for Rows<'_, T, R> {
    type Output = R::Acc;
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> R::Acc {
        let plan = self.elements.plan;
        let mut odometer = Odometer::new(plan, plan.ndim - 1, self.range.start);
        let mut total = None;
        for _ in self.range {
            // SAFETY: the odometer counts rows of the plan.
            let row =
                unsafe { self.elements.run(isa, self.offset + odometer.offset, plan.run_len()) };
            total = Some(match total {
                Some(total) => self.elements.reducer.merge(total, row),
                None => row,
            });
            odometer.advance(plan);
        }
        total.unwrap_or_else(|| self.elements.reducer.identity())
    }
}

/// The offset of operand 0 at a place of a plan's first `axes` axes.
struct Odometer {
    index: [usize; crate::MAX_NDIM + 1],
    axes: usize,
    offset: isize,
}

impl Odometer {
    fn new(plan: &Plan, axes: usize, place: usize) -> Odometer {
        let mut odometer = Odometer { index: [0; crate::MAX_NDIM + 1], axes, offset: 0 };
        let mut left = place;
        for axis in (0..axes).rev() {
            odometer.index[axis] = left % plan.shape[axis];
            left /= plan.shape[axis];
            odometer.offset += odometer.index[axis] as isize * plan.strides[axis][0];
        }
        odometer
    }

    #[inline(always)]
    fn advance(&mut self, plan: &Plan) {
        for axis in (0..self.axes).rev() {
            self.index[axis] += 1;
            self.offset += plan.strides[axis][0];
            if self.index[axis] < plan.shape[axis] {
                return;
            }
            self.offset -= plan.strides[axis][0] * plan.shape[axis] as isize;
            self.index[axis] = 0;
        }
    }
}

/// Reduces `axes`; `finish` turns each accumulator into an element of the result.
///
/// `a: (kept and reduced axes)` → `(kept axes)`, in C order. Where the reduced axes are
/// empty the result is `finish(identity)` everywhere.
pub fn reduce_axes<T, R, U>(
    view: View<'_, T>,
    axes: &Axes,
    reducer: &R,
    finish: impl Fn(R::Acc) -> U + Sync,
) -> Array<U>
where
    T: Copy + Send + Sync,
    R: Reducer<T>,
    U: Copy + Send,
{
    let (kept, reduced) = part(view.layout(), axes);
    let count = kept.size();
    let buffer = Buffer::<MaybeUninit<U>>::uninit(count);
    let out = Out(buffer.start().as_ptr());
    let layout = Layout::c_order(kept.shape);
    if reduced.size() == 0 || count == 0 {
        for i in 0..count {
            // SAFETY: `i < count`, the buffer's length.
            unsafe { out.write(i as isize, finish(reducer.identity())) };
        }
    } else {
        let inner = Plan::unturned(&reduced.shape, &[reduced.strides]);
        let outer = Plan::unturned(&kept.shape, &[kept.strides, layout.strides]);
        let walk = AxisWalk { first: view.as_ptr(), inner: &inner, outer: &outer, out, reducer };
        // SAFETY: the plans were made from the view's layout, cut in two, and from the
        // layout of the fresh buffer, which has `count` elements.
        unsafe {
            if inner_is_reduced(&inner, &outer) {
                walk.lanes(count, &finish);
            } else {
                walk.columns(&finish);
            }
        }
    }
    // SAFETY: each element of the result was written once above.
    Array::from_buffer(unsafe { buffer.assume_init() }, layout)
}

/// The layout of the axes that stay, and of those that are reduced.
fn part(layout: &Layout, axes: &Axes) -> (Layout, Layout) {
    let (mut kept, mut reduced) = (*layout, *layout);
    for axis in (0..layout.ndim()).rev() {
        if axes.contains(&axis) {
            kept.remove_axis(axis);
        } else {
            reduced.remove_axis(axis);
        }
    }
    (kept, reduced)
}

/// Whether to run along a reduced axis (one result at a time) or along a kept one (a row of
/// results at a time): along whichever lies closer in memory, unless that run is too short.
fn inner_is_reduced(inner: &Plan, outer: &Plan) -> bool {
    let step = |plan: &Plan| plan.strides[plan.ndim - 1][0].unsigned_abs();
    if outer.run_len() == 1 {
        return true;
    }
    if inner.run_len() < 16 && outer.run_len() >= 16 {
        return false;
    }
    step(inner) <= step(outer) && inner.run_len() >= 8
}

/// The place of the results.
struct Out<U>(*mut MaybeUninit<U>);

impl<U> Clone for Out<U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U> Copy for Out<U> {}
// SAFETY: each task writes results of its own.
unsafe impl<U: Send> Send for Out<U> {}
// SAFETY: as above.
unsafe impl<U: Send> Sync for Out<U> {}

impl<U> Out<U> {
    /// # Safety
    /// `offset` is an element of the result that no other thread writes.
    #[inline(always)]
    unsafe fn write(self, offset: isize, value: U) {
        // SAFETY: the caller's promise.
        unsafe { self.0.offset(offset).write(MaybeUninit::new(value)) };
    }
}

/// A reduction over some axes.
struct AxisWalk<'a, T, R, U> {
    first: *const T,
    /// The reduced axes, of the input alone.
    inner: &'a Plan,
    /// The kept axes, of the input and of the result.
    outer: &'a Plan,
    out: Out<U>,
    reducer: &'a R,
}

// SAFETY: stands for a view of the input and a mutable view of the result, of which each
// task writes other elements.
unsafe impl<T: Sync, R: Sync, U: Send> Sync for AxisWalk<'_, T, R, U> {}

impl<T: Copy + Send + Sync, R: Reducer<T>, U: Copy + Send> AxisWalk<'_, T, R, U> {
    /// One result at a time, each a reduction of its own.
    ///
    /// # Safety
    /// The plans belong to the input and to a result of `count` elements.
    unsafe fn lanes(&self, count: usize, finish: &(impl Fn(R::Acc) -> U + Sync)) {
        let size: usize = self.inner.shape[..self.inner.ndim].iter().product();
        // With few results each is shared out between the threads; with many, the results.
        let few = count < 16;
        let per_task = if few { 1 } else { (TASK / size).max(1) };
        let leaf = |task: usize| {
            let range = task * per_task..((task + 1) * per_task).min(count);
            let mut place = Place::new(self.outer, range.start);
            for _ in range {
                let elements =
                    Elements { first: self.first, plan: self.inner, reducer: self.reducer };
                let offset = self.inner.start[0] + place.input;
                // SAFETY: `place` counts the results; its offsets are theirs.
                unsafe { self.out.write(place.output, finish(elements.all(offset, few))) };
                place.advance(self.outer);
            }
        };
        let tasks = count.div_ceil(per_task);
        if !few && count * size >= PARALLEL {
            threads::run(tasks, &leaf);
        } else {
            (0..tasks).for_each(leaf);
        }
    }

    /// A row of results at a time: accumulators that all reduced indices are added to.
    ///
    /// # Safety
    /// As for [`lanes`](Self::lanes).
    unsafe fn columns(&self, finish: &(impl Fn(R::Acc) -> U + Sync)) {
        let len = self.outer.run_len();
        let runs: usize = self.outer.shape[..self.outer.ndim - 1].iter().product();
        let depth: usize = self.inner.shape[..self.inner.ndim].iter().product();
        let along = len.div_ceil(COLUMNS);
        let strips = runs * along;
        // Whether strips or the depth is shared out between threads; the tree is the same.
        let (wide, large) = (strips >= 4, strips * len.min(COLUMNS) * depth >= PARALLEL);
        let per_task = (TASK / len.min(COLUMNS)).max(ROWS);
        let one = |strip: usize| {
            let from = (strip % along) * COLUMNS;
            let n = COLUMNS.min(len - from);
            let place = Place::of_run(self.outer, strip / along, from);
            let leaf = |task: usize| {
                let range = task * per_task..((task + 1) * per_task).min(depth);
                // SAFETY: a strip of the results, and a range of the reduced indices.
                simd::dispatch(unsafe { Strip::new(self, place.input, n, range) })
            };
            let merge = |mut a: Vec<R::Acc>, b: Vec<R::Acc>| {
                a.iter_mut().zip(b).for_each(|(a, b)| *a = self.reducer.merge(*a, b));
                a
            };
            let tasks = depth.div_ceil(per_task);
            let total = if large && !wide {
                threads::tree(tasks, &leaf, &merge)
            } else {
                threads::tree_here(tasks, &mut |task| leaf(task), &merge)
            };
            let step = self.outer.strides[self.outer.ndim - 1][1];
            for (j, acc) in total.into_iter().flatten().enumerate() {
                // SAFETY: element `from + j` of this run of the result.
                unsafe { self.out.write(place.output + j as isize * step, finish(acc)) };
            }
        };
        if wide && large {
            threads::run(strips, &one);
        } else {
            (0..strips).for_each(one);
        }
    }
}

/// Some columns by some reduced indices, to be dispatched.
struct Strip<'a, T, R, U> {
    walk: &'a AxisWalk<'a, T, R, U>,
    offset: isize,
    len: usize,
    range: Range<usize>,
}

impl<'a, T, R, U> Strip<'a, T, R, U> {
    /// # Safety
    /// The strip lies in the walk.
    unsafe fn new(
        walk: &'a AxisWalk<'a, T, R, U>,
        offset: isize,
        len: usize,
        range: Range<usize>,
    ) -> Self {
        Strip { walk, offset, len, range }
    }
}

impl<T: Copy + Send + Sync, R: Reducer<T>, U> Kernel for Strip<'_, T, R, U> {
    type Output = Vec<R::Acc>;

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> Vec<R::Acc> {
        let Strip { walk, offset, len, range } = self;
        let (inner, reducer) = (walk.inner, walk.reducer);
        let step = walk.outer.strides[walk.outer.ndim - 1][0];
        let piece = if step == 1 { len } else { len.min(chunk::<T>()) };
        let mut odometer = Odometer::new(inner, inner.ndim, range.start);
        let mut total = vec![reducer.identity(); len];
        let mut acc = vec![reducer.identity(); len];
        let mut scratch = Scratch::new();
        let mut left = range.len();
        while left > 0 {
            let rows = ROWS.min(left);
            left -= rows;
            acc.fill(reducer.identity());
            for _ in 0..rows {
                let start = offset + inner.start[0] + odometer.offset;
                for (k, acc) in acc.chunks_mut(piece).enumerate() {
                    // SAFETY: `new`'s caller said that the strip lies in the walk.
                    let row = unsafe {
                        let first = walk.first.offset(start + (k * piece) as isize * step);
                        let row = gather(first, step, acc.len(), &mut scratch);
                        std::slice::from_raw_parts(row, acc.len())
                    };
                    reducer.rows(isa, acc, row);
                }
                odometer.advance(inner);
            }
            for (total, &acc) in total.iter_mut().zip(&acc) {
                *total = reducer.merge(*total, acc);
            }
        }
        total
    }
}

/// A place among the results: the offsets of the input and of the output.
struct Place {
    index: [usize; crate::MAX_NDIM + 1],
    axes: usize,
    input: isize,
    output: isize,
}

impl Place {
    /// The `place`-th result in the plan's order.
    fn new(plan: &Plan, place: usize) -> Place {
        Place::at(plan, plan.ndim, place)
    }

    /// Element `from` of the `run`-th run.
    fn of_run(plan: &Plan, run: usize, from: usize) -> Place {
        let mut place = Place::at(plan, plan.ndim - 1, run);
        let step = plan.strides[plan.ndim - 1];
        place.input += from as isize * step[0];
        place.output += from as isize * step[1];
        place
    }

    fn at(plan: &Plan, axes: usize, place: usize) -> Place {
        let (input, output) = (plan.start[0], plan.start[1]);
        let mut found = Place { index: [0; crate::MAX_NDIM + 1], axes, input, output };
        let mut left = place;
        for axis in (0..axes).rev() {
            let i = left % plan.shape[axis];
            left /= plan.shape[axis];
            found.index[axis] = i;
            found.input += i as isize * plan.strides[axis][0];
            found.output += i as isize * plan.strides[axis][1];
        }
        found
    }

    fn advance(&mut self, plan: &Plan) {
        for axis in (0..self.axes).rev() {
            let (n, [input, output, ..]) = (plan.shape[axis] as isize, plan.strides[axis]);
            self.index[axis] += 1;
            self.input += input;
            self.output += output;
            if self.index[axis] < plan.shape[axis] {
                return;
            }
            self.input -= input * n;
            self.output -= output * n;
            self.index[axis] = 0;
        }
    }
}

/// The shape of a result that keeps the reduced axes with length 1.
///
/// # Examples
/// ```
/// use nd_core::{Shape, keep_axes, normalize_axes};
///
/// let axes = normalize_axes("sum", &[1], 3).unwrap();
/// assert_eq!(keep_axes(&Shape::from([2, 3, 4]), &axes), [2, 1, 4]);
/// ```
pub fn keep_axes(shape: &Shape, axes: &Axes) -> Shape {
    let mut kept = *shape;
    for &axis in axes.iter() {
        kept[axis] = 1;
    }
    kept
}

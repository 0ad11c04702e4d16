//! Reductions: the same plan, other tasks. The walk knows bytes and is compiled once; what is
//! compiled for each element type and [`Reducer`] is behind [`Reducing`].

use crate::array::Array;
use crate::axes::Axes;
use crate::buffer::Buffer;
use crate::engine::gather::{Item, Piece, Scratch};
use crate::engine::plan::Plan;
use crate::engine::reducer::{Odometer, Reducer, TASK, cut, inner_is_reduced, part, split};
use crate::layout::Layout;
use crate::simd::{self, Isa, Kernel};
use crate::threads;
use crate::view::View;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ops::Range;

/// From how many elements on threads pay: reading is cheap.
const PARALLEL: usize = 1 << 16;
/// Accumulators walked together when the run is kept: wide enough that rows are read in
/// long pieces.
const COLUMNS: usize = 4096;
/// Rows after which accumulators are merged into their totals: as NumPy's pairwise block.
const ROWS: usize = 128;
/// Runs that are reduced in one call.
const BATCH: usize = 64;

/// Reduces all elements.
///
/// The elements are walked in the order of their strides, not in C order: `reducer` must
/// not care. An empty view gives the identity.
///
/// # NumPy
/// `ufunc.reduce(a, axis=None)`.
///
/// # Examples
/// ```
/// use nd_core::engine::{Reducer, reduce, simd::Isa};
/// use nd_core::array;
///
/// /// Which elements there are, as the bits of a number.
/// struct Seen;
/// impl Reducer<u8> for Seen {
///     type Acc = u64;
///     fn identity(&self) -> u64 { 0 }
///     fn run<I: Isa>(&self, _: I, run: &[u8]) -> u64 {
///         run.iter().fold(0, |seen, n| seen | 1 << n)
///     }
///     fn rows<I: Isa>(&self, _: I, acc: &mut [u64], row: &[u8]) {
///         acc.iter_mut().zip(row).for_each(|(seen, n)| *seen |= 1 << n);
///     }
///     fn merge(&self, a: u64, b: u64) -> u64 { a | b }
/// }
/// assert_eq!(reduce(array![[1, 3], [3, 0]].view(), &Seen), 0b1011);
/// assert_eq!(reduce(nd_core::Array::<u8>::zeros([0]).view(), &Seen), 0);
/// ```
pub fn reduce<T: Copy + Send + Sync, R: Reducer<T>>(view: View<'_, T>, reducer: &R) -> R::Acc {
    let mut total = reducer.identity();
    if !view.is_empty() {
        let typed = Typed { reducer, finish: &|acc: R::Acc| acc, types: PhantomData::<fn(T)> };
        let (first, acc) = (view.as_ptr().cast(), (&raw mut total).cast());
        // SAFETY: the first element and the layout of a view of `T`, for which `typed` was made;
        // and one accumulator.
        unsafe { all(first, view.layout(), &typed, acc) };
    }
    total
}

/// Reduces `axes`; `finish` turns each accumulator into an element of the result.
///
/// `a: (kept and reduced axes)` → `(kept axes)`, in C order. Where the reduced axes are
/// empty the result is `finish(identity)` everywhere.
///
/// # NumPy
/// `ufunc.reduce(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::engine::{Reducer, reduce_axes, simd::Isa};
/// use nd_core::{array, normalize_axes};
///
/// struct Sum;
/// impl Reducer<f64> for Sum {
///     type Acc = f64;
///     fn identity(&self) -> f64 { 0.0 }
///     fn run<I: Isa>(&self, _: I, run: &[f64]) -> f64 { run.iter().sum() }
///     fn rows<I: Isa>(&self, _: I, acc: &mut [f64], row: &[f64]) {
///         acc.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
///     }
///     fn merge(&self, a: f64, b: f64) -> f64 { a + b }
/// }
/// let a = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
/// let last = normalize_axes("mean", &[-1], 2).unwrap();
/// assert_eq!(reduce_axes(a.view(), &last, &Sum, |sum| sum / 3.0), array![2.0, 5.0]);
/// ```
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
    let buffer = Buffer::<MaybeUninit<U>>::uninit(kept.size());
    let layout = Layout::c_order(kept.shape);
    let typed = Typed { reducer, finish: &finish, types: PhantomData::<fn(T)> };
    let (first, out) = (view.as_ptr().cast(), buffer.start().as_ptr().cast());
    // SAFETY: the view's layout, cut in two, and a fresh buffer for the kept axes in C order;
    // `typed` was made for these types.
    unsafe { some(first, out, &kept, &reduced, &layout, &typed) };
    // SAFETY: each element of the result was written once.
    Array::from_buffer(unsafe { buffer.assume_init() }, layout)
}

/// Some runs: where they are from the first one, in elements.
#[derive(Clone, Copy)]
struct Runs {
    count: usize,
    /// From one run to the next.
    apart: isize,
    len: usize,
    step: isize,
}

/// A reducer whose types are forgotten. Accumulators are passed as pointers to the first of
/// several, elements as the pointer to the view's first one and an offset in elements.
trait Reducing: Sync {
    /// The size of an accumulator.
    fn acc(&self) -> Item;
    /// Writes `count` accumulators of no element.
    ///
    /// # Safety
    /// They may be written.
    unsafe fn identity(&self, acc: *mut u8, count: usize);
    /// `acc[k] = run k`.
    ///
    /// # Safety
    /// The runs are elements of the reducer's type; as many accumulators may be written.
    unsafe fn runs(&self, acc: *mut u8, first: *const u8, offset: isize, runs: Runs);
    /// `acc[j] = merge(acc[j], element j of each run)`.
    ///
    /// # Safety
    /// As for [`runs`](Self::runs), with `len` accumulators that are initialised.
    unsafe fn rows(&self, acc: *mut u8, first: *const u8, offset: isize, runs: Runs);
    /// `into[j] = merge(into[j], from[j])`.
    ///
    /// # Safety
    /// Both are `count` accumulators, and do not overlap.
    unsafe fn merge(&self, into: *mut u8, from: *const u8, count: usize);
    /// Writes what becomes of accumulators to places of the result, `step` elements apart.
    ///
    /// # Safety
    /// `count` accumulators, and as many elements of the result that may be written.
    unsafe fn finish(&self, acc: *const u8, out: *mut u8, offset: isize, step: isize, count: usize);
}

/// A reducer of elements of type `T`, and what ends it.
struct Typed<'r, T, R, F> {
    reducer: &'r R,
    finish: &'r F,
    types: PhantomData<fn(T)>,
}

/// What is to be dispatched.
enum Do {
    Runs,
    Rows,
    Merge,
}

/// A call of [`Reducing`], to be compiled for each instruction set.
struct Call<'r, T, R: Reducer<T>>
where
    T: Copy,
{
    reducer: &'r R,
    what: Do,
    acc: *mut R::Acc,
    from: *const R::Acc,
    first: *const T,
    offset: isize,
    runs: Runs,
}

impl<T, R, F, U> Reducing for Typed<'_, T, R, F>
where
    T: Copy + Send + Sync,
    R: Reducer<T>,
    F: Fn(R::Acc) -> U + Sync,
    U: Copy + Send,
{
    fn acc(&self) -> Item {
        Item::of::<R::Acc>()
    }

    unsafe fn identity(&self, acc: *mut u8, count: usize) {
        let identity = self.reducer.identity();
        for i in 0..count {
            // SAFETY: the caller's promise.
            unsafe { acc.cast::<R::Acc>().add(i).write(identity) };
        }
    }

    unsafe fn runs(&self, acc: *mut u8, first: *const u8, offset: isize, runs: Runs) {
        let (acc, first) = (acc.cast(), first.cast());
        let (reducer, what) = (self.reducer, Do::Runs);
        simd::dispatch(Call { reducer, what, acc, from: acc, first, offset, runs });
    }

    unsafe fn rows(&self, acc: *mut u8, first: *const u8, offset: isize, runs: Runs) {
        let (acc, first) = (acc.cast(), first.cast());
        let (reducer, what) = (self.reducer, Do::Rows);
        simd::dispatch(Call { reducer, what, acc, from: acc, first, offset, runs });
    }

    unsafe fn merge(&self, into: *mut u8, from: *const u8, count: usize) {
        let (acc, from, first) = (into.cast(), from.cast(), std::ptr::null::<T>());
        let (reducer, what) = (self.reducer, Do::Merge);
        let runs = Runs { count, apart: 0, len: 0, step: 0 };
        simd::dispatch(Call { reducer, what, acc, from, first, offset: 0, runs });
    }

    unsafe fn finish(
        &self,
        acc: *const u8,
        out: *mut u8,
        offset: isize,
        step: isize,
        count: usize,
    ) {
        for i in 0..count {
            // SAFETY: the caller's promise.
            unsafe {
                let value = (self.finish)(acc.cast::<R::Acc>().add(i).read());
                out.cast::<U>().offset(offset + i as isize * step).write(value);
            }
        }
    }
}

impl<T: Copy + Send + Sync, R: Reducer<T>> Kernel for Call<'_, T, R> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        // SAFETY: made by the methods of `Typed` alone, whose callers promise what these need.
        unsafe {
            match self.what {
                Do::Runs => self.runs(isa),
                Do::Rows => self.rows(isa),
                Do::Merge => self.merge_all(),
            }
        }
    }
}

impl<T: Copy + Send + Sync, R: Reducer<T>> Call<'_, T, R> {
    /// # Safety
    /// As for [`Reducing::merge`].
    #[inline(always)]
    unsafe fn merge_all(self) {
        for i in 0..self.runs.count {
            // SAFETY: the caller's promise.
            unsafe {
                let merged = self.reducer.merge(self.acc.add(i).read(), self.from.add(i).read());
                self.acc.add(i).write(merged);
            }
        }
    }

    /// # Safety
    /// As for [`Reducing::rows`].
    #[inline(always)]
    unsafe fn rows<I: Isa>(self, isa: I) {
        let Runs { count, apart, len, step } = self.runs;
        let piece = if step == 1 { len } else { Item::of::<T>().chunk().min(len) };
        let mut scratch = Scratch::new();
        let mut from = 0;
        while from < len {
            let n = piece.min(len - from);
            // SAFETY: `n` of the caller's accumulators from `from` on, which nobody else has.
            let acc = unsafe { std::slice::from_raw_parts_mut(self.acc.add(from), n) };
            for k in 0..count as isize {
                let offset = self.offset + k * apart + from as isize * step;
                // SAFETY: a part of run `k`; it fits the buffer if it is not contiguous.
                let row = unsafe { contiguous(self.first, offset, n, step, &mut scratch) };
                self.reducer.rows(isa, acc, row);
            }
            from += n;
        }
    }

    /// # Safety
    /// As for [`Reducing::runs`].
    #[inline(always)]
    unsafe fn runs<I: Isa>(self, isa: I) {
        let mut scratch = Scratch::new();
        for k in 0..self.runs.count {
            let offset = self.offset + k as isize * self.runs.apart;
            // SAFETY: run `k`, and accumulator `k`.
            unsafe { self.acc.add(k).write(self.tree(isa, offset, &mut scratch)) };
        }
    }

    /// One run, in the tree of [`split`]. Written without recursion, so that it is compiled
    /// into the dispatched body.
    ///
    /// # Safety
    /// The run at `offset` is elements.
    #[inline(always)]
    unsafe fn tree<I: Isa>(&self, isa: I, offset: isize, scratch: &mut Scratch) -> R::Acc {
        let Runs { len, step, .. } = self.runs;
        let most = if step == 1 { R::LEAF } else { R::LEAF.min(Item::of::<T>().chunk()) };
        // Pieces still to do, the next on top, each with how many merges follow it; and
        // results waiting for their right neighbour. Halving bounds both at one per bit.
        let mut todo = [MaybeUninit::<(usize, usize, u32)>::uninit(); 2 * usize::BITS as usize];
        let mut done = [MaybeUninit::<R::Acc>::uninit(); usize::BITS as usize];
        let (mut pieces, mut results) = (1, 0);
        todo[0].write((0, len, 0));
        while pieces > 0 {
            pieces -= 1;
            // SAFETY: pieces below `pieces` have been written.
            let (from, n, merges) = unsafe { todo[pieces].assume_init() };
            let left = split(n);
            let at = offset + from as isize * step;
            let mut value = if n <= most {
                // SAFETY: the part of the run from `from` on, which has `n` elements; it fits
                // the buffer if it is not contiguous.
                let leaf = unsafe { contiguous(self.first, at, n, step, scratch) };
                self.reducer.run_at(isa, leaf, at)
            } else {
                todo[pieces].write((from + left, n - left, merges + 1));
                todo[pieces + 1].write((from, left, 0));
                pieces += 2;
                continue;
            };
            for _ in 0..merges {
                results -= 1;
                // SAFETY: results below `results` have been written.
                value = self.reducer.merge(unsafe { done[results].assume_init() }, value);
            }
            done[results] = MaybeUninit::new(value);
            results += 1;
        }
        // SAFETY: a run has at least one piece; the last of them left the one result.
        unsafe { done[0].assume_init() }
    }
}

/// Elements of a run, copied together if they are apart.
///
/// # Safety
/// They are elements that live as long as the buffer is borrowed, and fit the buffer unless `step` is 1.
#[inline(always)]
unsafe fn contiguous<T: Copy>(
    first: *const T,
    offset: isize,
    len: usize,
    step: isize,
    scratch: &mut Scratch,
) -> &[T] {
    // SAFETY: the caller's promise.
    unsafe {
        let mut start = first.offset(offset);
        if step != 1 && len != 1 {
            scratch.forget();
            start = scratch.copy(Item::of::<T>(), start.cast(), &Piece::line(len, step)).cast();
        }
        std::slice::from_raw_parts(start, len)
    }
}

/// Accumulators in memory of their own.
struct Accs {
    start: *mut u8,
    layout: std::alloc::Layout,
    size: usize,
}

// SAFETY: plain memory; each task is given other accumulators of it, and `Reducer::Acc` is
// `Send` and `Sync`.
unsafe impl Sync for Accs {}

impl Accs {
    /// Room for `count` accumulators.
    fn new(item: Item, count: usize) -> Accs {
        let bytes = item.size.checked_mul(count).expect("fewer accumulators than elements");
        let layout = std::alloc::Layout::from_size_align(bytes, item.align)
            .expect("accumulators fit the address space");
        if bytes == 0 {
            return Accs { start: std::ptr::without_provenance_mut(item.align), layout, size: 0 };
        }
        // SAFETY: the size is not zero.
        let start = unsafe { std::alloc::alloc(layout) };
        if start.is_null() {
            std::alloc::handle_alloc_error(layout);
        }
        Accs { start, layout, size: item.size }
    }

    /// The accumulators from the `k`-th on.
    fn at(&self, k: usize) -> *mut u8 {
        debug_assert!(k * self.size <= self.layout.size());
        self.start.wrapping_add(k * self.size)
    }
}

impl Drop for Accs {
    fn drop(&mut self) {
        if self.layout.size() > 0 {
            // SAFETY: allocated by `new` with this layout.
            unsafe { std::alloc::dealloc(self.start, self.layout) };
        }
    }
}

/// The elements that a plan with one operand reaches.
#[derive(Clone, Copy)]
struct Elements<'a> {
    first: *const u8,
    plan: &'a Plan,
    reducer: &'a dyn Reducing,
}

// SAFETY: stands for a view of the elements.
unsafe impl Sync for Elements<'_> {}

/// Reduces a whole view that is not empty.
///
/// # Safety
/// `first` and `layout` reach elements of the reducer's type; `acc` is one accumulator.
#[inline(never)]
unsafe fn all(first: *const u8, layout: &Layout, reducer: &dyn Reducing, acc: *mut u8) {
    let plan = Plan::unturned(&layout.shape, &[layout.strides]);
    // SAFETY: the plan was made from the view's own layout.
    unsafe { Elements { first, plan: &plan, reducer }.all(plan.start[0], true, acc) }
}

impl Elements<'_> {
    fn first(&self) -> *const u8 {
        self.first
    }

    /// Reduces everything that the plan reaches from `offset`.
    ///
    /// # Safety
    /// `offset` plus what the plan walks (without its own start) stays in the view; `acc` is
    /// one accumulator.
    unsafe fn all(self, offset: isize, parallel: bool, acc: *mut u8) {
        let rows: usize = self.plan.shape[..self.plan.ndim - 1].iter().product();
        let len = self.plan.run_len();
        if rows == 1 {
            // SAFETY: passed on.
            return unsafe { self.long(offset, len, parallel && len >= PARALLEL, acc) };
        }
        let per_task = (TASK / len).max(1);
        let parts = Accs::new(self.reducer.acc(), rows.div_ceil(per_task));
        let work = |task: usize| {
            let range = task * per_task..((task + 1) * per_task).min(rows);
            // SAFETY: passed on; `range` counts rows that the plan has.
            unsafe { self.rows(offset, range, parts.at(task)) };
        };
        each(rows.div_ceil(per_task), parallel && rows * len >= PARALLEL, &work);
        // SAFETY: each task has written its accumulator.
        unsafe {
            self.merged(&parts, 0..rows.div_ceil(per_task), 1);
            acc.copy_from_nonoverlapping(parts.at(0), self.reducer.acc().size);
        }
    }

    /// Several runs, one after the other, at least one.
    ///
    /// # Safety
    /// As for [`all`](Self::all), for rows that the plan has.
    unsafe fn rows(self, offset: isize, range: Range<usize>, acc: *mut u8) {
        let plan = self.plan;
        let (item, last) = (self.reducer.acc(), plan.ndim - 1);
        let parts = Accs::new(item, BATCH);
        let mut odometer = Odometer::new(plan, last, range.start);
        let mut at = range.start;
        while at < range.end {
            let count = odometer.left(plan).min(range.end - at).min(BATCH);
            let apart = if last > 0 { plan.strides[last - 1][0] } else { 0 };
            let runs = Runs { count, apart, len: plan.run_len(), step: plan.strides[last][0] };
            // SAFETY: the odometer counts rows of the plan.
            unsafe {
                self.reducer.runs(parts.at(0), self.first, offset + odometer.input, runs);
                for k in 0..count {
                    if at + k == range.start {
                        acc.copy_from_nonoverlapping(parts.at(0), item.size);
                    } else {
                        self.reducer.merge(acc, parts.at(k), 1);
                    }
                }
            }
            odometer.advance(plan, count);
            at += count;
        }
    }

    /// One run, halved as [`split`] says down to pieces for the threads.
    ///
    /// # Safety
    /// As for [`all`](Self::all), for a run of `len`.
    unsafe fn long(self, offset: isize, len: usize, parallel: bool, acc: *mut u8) {
        let step = self.plan.strides[self.plan.ndim - 1][0];
        let run = |len| Runs { count: 1, apart: 0, len, step };
        if len <= TASK {
            // SAFETY: passed on.
            return unsafe { self.reducer.runs(acc, self.first, offset, run(len)) };
        }
        let mut pieces = Vec::new();
        cut(0..len, &mut pieces);
        let parts = Accs::new(self.reducer.acc(), pieces.len());
        let elements = &self;
        let work = |piece: usize| {
            let Range { start, end } = pieces[piece];
            let offset = offset + start as isize * step;
            let acc = parts.at(piece);
            // SAFETY: a part of the run, and its own accumulator.
            unsafe { elements.reducer.runs(acc, elements.first(), offset, run(end - start)) };
        };
        each(pieces.len(), parallel, &work);
        // SAFETY: each piece has written its accumulator.
        unsafe {
            let total = self.joined(&parts, len, &mut 0);
            acc.copy_from_nonoverlapping(parts.at(total), self.reducer.acc().size);
        }
    }

    /// Merges the results of the pieces of [`cut`] as they were cut, into the accumulator that
    /// is returned.
    ///
    /// # Safety
    /// The accumulators from `next` on are those of the pieces.
    unsafe fn joined(self, parts: &Accs, len: usize, next: &mut usize) -> usize {
        if len <= TASK {
            *next += 1;
            return *next - 1;
        }
        let left = split(len);
        // SAFETY: passed on; two different accumulators.
        unsafe {
            let earlier = self.joined(parts, left, next);
            let later = self.joined(parts, len - left, next);
            self.reducer.merge(parts.at(earlier), parts.at(later), 1);
            earlier
        }
    }

    /// Merges the accumulators of `tasks`, `width` each, in a fixed tree (halves of the range)
    /// into the first task's.
    ///
    /// # Safety
    /// They are initialised.
    unsafe fn merged(self, parts: &Accs, tasks: Range<usize>, width: usize) {
        if tasks.len() <= 1 {
            return;
        }
        let middle = tasks.start + tasks.len() / 2;
        // SAFETY: passed on; different accumulators.
        unsafe {
            self.merged(parts, tasks.start..middle, width);
            self.merged(parts, middle..tasks.end, width);
            self.reducer.merge(parts.at(tasks.start * width), parts.at(middle * width), width);
        }
    }
}

/// Does the tasks on all threads, or here.
fn each(tasks: usize, parallel: bool, work: &(dyn Fn(usize) + Sync)) {
    if parallel {
        threads::run(tasks, work);
    } else {
        (0..tasks).for_each(work);
    }
}

/// Reduces some axes of a view.
///
/// # Safety
/// `first` with `kept` and `reduced` reaches elements of the reducer's type; `out`, with
/// `layout`, places for results of its kind.
#[inline(never)]
unsafe fn some(
    first: *const u8,
    out: *mut u8,
    kept: &Layout,
    reduced: &Layout,
    layout: &Layout,
    reducer: &dyn Reducing,
) {
    let count = kept.size();
    if reduced.size() == 0 || count == 0 {
        let none = Accs::new(reducer.acc(), 1);
        // SAFETY: one accumulator, and `count` results in C order.
        unsafe {
            reducer.identity(none.at(0), 1);
            (0..count).for_each(|i| reducer.finish(none.at(0), out, i as isize, 1, 1));
        }
        return;
    }
    let inner = Plan::unturned(&reduced.shape, &[reduced.strides]);
    let outer = Plan::unturned(&kept.shape, &[kept.strides, layout.strides]);
    let elements = Elements { first, plan: &inner, reducer };
    let walk = AxisWalk { elements, outer: &outer, out };
    // SAFETY: the plans were made from the view's layout, cut in two, and the result's.
    unsafe {
        if inner_is_reduced(&inner, &outer) {
            walk.lanes(count);
        } else {
            walk.columns();
        }
    }
}

/// A reduction over some axes.
struct AxisWalk<'a> {
    /// The reduced axes, of the input alone.
    elements: Elements<'a>,
    /// The kept axes, of the input and of the result.
    outer: &'a Plan,
    out: *mut u8,
}

// SAFETY: stands for a view of the input and a mutable view of the result, of which each
// task writes other elements.
unsafe impl Sync for AxisWalk<'_> {}

impl AxisWalk<'_> {
    /// One result at a time, each a reduction of its own.
    ///
    /// # Safety
    /// The plans belong to the input and to a result of `count` elements.
    unsafe fn lanes(&self, count: usize) {
        let inner = self.elements.plan;
        let size: usize = inner.shape[..inner.ndim].iter().product();
        // With few results each is shared out between the threads; with many, the results.
        let few = count < 16;
        let per_task = if few { 1 } else { (TASK / size).max(1) };
        let work = |task: usize| {
            let range = task * per_task..((task + 1) * per_task).min(count);
            // SAFETY: results that there are.
            unsafe { self.results(range, few) };
        };
        each(count.div_ceil(per_task), !few && count * size >= PARALLEL, &work);
    }

    /// Some results, in the order of the outer plan.
    ///
    /// # Safety
    /// As for [`lanes`](Self::lanes); there are such results.
    unsafe fn results(&self, range: Range<usize>, parallel: bool) {
        let (outer, inner, reducer) = (self.outer, self.elements.plan, self.elements.reducer);
        let last = outer.strides[outer.ndim - 1];
        let simple = inner.ndim == 1 && inner.run_len() <= TASK;
        let accs = Accs::new(reducer.acc(), BATCH);
        let mut place = Odometer::new(outer, outer.ndim, range.start);
        let mut at = range.start;
        while at < range.end {
            let count = place.left(outer).min(range.end - at).min(BATCH);
            let offset = inner.start[0] + outer.start[0] + place.input;
            // SAFETY: the odometer counts the results; its offsets are theirs.
            unsafe {
                if simple {
                    let (len, step) = (inner.run_len(), inner.strides[0][0]);
                    let runs = Runs { count, apart: last[0], len, step };
                    reducer.runs(accs.at(0), self.elements.first, offset, runs);
                } else {
                    for k in 0..count {
                        let offset = offset + k as isize * last[0];
                        self.elements.all(offset, parallel, accs.at(k));
                    }
                }
                let output = outer.start[1] + place.output;
                reducer.finish(accs.at(0), self.out, output, last[1], count);
            }
            place.advance(outer, count);
            at += count;
        }
    }

    /// A row of results at a time: accumulators that all reduced indices are added to.
    ///
    /// # Safety
    /// The plans belong to the input and to the result.
    unsafe fn columns(&self) {
        let (outer, inner) = (self.outer, self.elements.plan);
        let len = outer.run_len();
        let runs: usize = outer.shape[..outer.ndim - 1].iter().product();
        let depth: usize = inner.shape[..inner.ndim].iter().product();
        let along = len.div_ceil(COLUMNS);
        let strips = runs * along;
        // Whether strips or the depth is shared out between threads; the tree is the same.
        let (wide, large) = (strips >= 4, strips * len.min(COLUMNS) * depth >= PARALLEL);
        let work = |strip: usize| {
            let from = (strip % along) * COLUMNS;
            let columns = from..(from + COLUMNS).min(len);
            // SAFETY: a part of a run of results.
            unsafe { self.strip(strip / along, columns, depth, large && !wide) };
        };
        each(strips, wide && large, &work);
    }

    /// Some results of one run, all reduced indices of them.
    ///
    /// # Safety
    /// As for [`columns`](Self::columns); there are such results.
    unsafe fn strip(&self, run: usize, columns: Range<usize>, depth: usize, parallel: bool) {
        let (outer, reducer) = (self.outer, self.elements.reducer);
        let width = columns.len();
        let [input, output, ..] = outer.strides[outer.ndim - 1];
        let place = Odometer::new(outer, outer.ndim - 1, run);
        let offset = outer.start[0] + place.input + columns.start as isize * input;
        let per_task = (TASK / outer.run_len().min(COLUMNS)).max(ROWS);
        let tasks = depth.div_ceil(per_task);
        let range = |task: usize| task * per_task..((task + 1) * per_task).min(depth);
        let totals = Accs::new(reducer.acc(), if parallel { tasks * width } else { width });
        // SAFETY: strips of the results, ranges of the reduced indices, and accumulators of the
        // task's own.
        unsafe {
            if parallel {
                threads::run(tasks, &|task| {
                    self.deep(offset, width, range(task), totals.at(task * width));
                });
                self.elements.merged(&totals, 0..tasks, width);
            } else {
                self.halves(offset, width, 0..tasks, &range, totals.at(0));
            }
        }
        let to = outer.start[1] + place.output + columns.start as isize * output;
        // SAFETY: all tasks are in the first accumulators; these are the strip's results.
        unsafe { reducer.finish(totals.at(0), self.out, to, output, width) };
    }

    /// The totals of `tasks` in the tree of [`Elements::merged`], without keeping all of them.
    ///
    /// # Safety
    /// As for [`strip`](Self::strip); `total` is `width` accumulators.
    unsafe fn halves(
        &self,
        offset: isize,
        width: usize,
        tasks: Range<usize>,
        range: &dyn Fn(usize) -> Range<usize>,
        total: *mut u8,
    ) {
        if tasks.len() == 1 {
            // SAFETY: passed on.
            return unsafe { self.deep(offset, width, range(tasks.start), total) };
        }
        let middle = tasks.start + tasks.len() / 2;
        let later = Accs::new(self.elements.reducer.acc(), width);
        // SAFETY: passed on; different accumulators.
        unsafe {
            self.halves(offset, width, tasks.start..middle, range, total);
            self.halves(offset, width, middle..tasks.end, range, later.at(0));
            self.elements.reducer.merge(total, later.at(0), width);
        }
    }

    /// Some columns by some reduced indices.
    ///
    /// # Safety
    /// As for [`strip`](Self::strip); `total` is `width` accumulators.
    unsafe fn deep(&self, offset: isize, width: usize, range: Range<usize>, total: *mut u8) {
        let (inner, reducer) = (self.elements.plan, self.elements.reducer);
        let [step, ..] = self.outer.strides[self.outer.ndim - 1];
        let [apart, ..] = inner.strides[inner.ndim - 1];
        let acc = Accs::new(reducer.acc(), width);
        let mut odometer = Odometer::new(inner, inner.ndim, range.start);
        // SAFETY: as the caller says.
        unsafe { reducer.identity(total, width) };
        let mut left = range.len();
        while left > 0 {
            let mut rows = ROWS.min(left);
            left -= rows;
            // SAFETY: the odometer counts reduced indices; the strip lies in the walk.
            unsafe {
                reducer.identity(acc.at(0), width);
                while rows > 0 {
                    let count = odometer.left(inner).min(rows);
                    let runs = Runs { count, apart, len: width, step };
                    let start = offset + inner.start[0] + odometer.input;
                    reducer.rows(acc.at(0), self.elements.first, start, runs);
                    odometer.advance(inner, count);
                    rows -= count;
                }
                reducer.merge(total, acc.at(0), width);
            }
        }
    }
}

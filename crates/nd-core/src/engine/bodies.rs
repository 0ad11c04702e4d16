//! What [`zip`](crate::zip) computes: maps, visits and folds.

use crate::engine::lanes::{Lanes, LanesItems, Scratch, chunk, scatter, target};
use crate::engine::plan::PerOperand;
use crate::engine::run::{Block, Body};
use crate::simd::Isa;
use std::mem::MaybeUninit;

/// A function of the items of one element, told the instruction set it is compiled for.
///
/// Every closure is one; implement it for a type of your own to use
/// [`Isa::mul_add`](crate::simd::Isa::mul_add).
pub trait Mapper<Items>: Sync {
    /// What it returns.
    type Out: Copy + Send;
    /// Calls it.
    fn call<I: Isa>(&self, isa: I, items: Items) -> Self::Out;
}

impl<Items, R: Copy + Send, F: Fn(Items) -> R + Sync> Mapper<Items> for F {
    type Out = R;
    #[inline(always)]
    fn call<I: Isa>(&self, _: I, items: Items) -> R {
        self(items)
    }
}

/// Whether lanes `base..base + count` are contiguous along the run.
#[inline(always)]
fn contiguous(step: &PerOperand, base: usize, count: usize) -> bool {
    step[base..base + count].iter().all(|&s| s == 1)
}

#[inline(always)]
fn shifted(start: &PerOperand, row: &PerOperand) -> PerOperand {
    let mut next = *start;
    for (s, d) in next.iter_mut().zip(row) {
        *s += d;
    }
    next
}

#[inline(always)]
fn scratches() -> [Scratch; 6] {
    // Written out: repeating a constant would copy the (uninitialised) buffers.
    let new = Scratch::new;
    [new(), new(), new(), new(), new(), new()]
}

/// Calls `each(start, from, n)` for every chunk of a block that may be loaded at once.
#[inline(always)]
fn chunks(block: &Block, chunk: usize, mut each: impl FnMut(&PerOperand, usize, usize)) {
    let mut start = block.start;
    for _ in 0..block.rows {
        let mut from = 0;
        while from < block.len {
            let n = chunk.min(block.len - from);
            each(&start, from, n);
            from += n;
        }
        start = shifted(&start, &block.row);
    }
}

/// `out[i] = f(items[i])`, with the output as operand 0.
pub(crate) struct Map<L, F, R> {
    pub(crate) lanes: L,
    pub(crate) f: F,
    pub(crate) out: *mut MaybeUninit<R>,
}

// SAFETY: stands for a mutable view of the output, shared out in disjoint parts.
unsafe impl<L: Sync, F: Sync, R: Send> Sync for Map<L, F, R> {}

impl<L, F, R> Body for Map<L, F, R>
where
    L: Lanes,
    F: for<'x> Mapper<<L as LanesItems<'x>>::Items, Out = R>,
    R: Copy + Send,
{
    type Part = ();
    fn empty(&self) {}
    fn merge(&self, (): (), (): ()) {}

    #[inline(always)]
    unsafe fn block<I: Isa>(&self, isa: I, _: &mut (), block: &Block) {
        let step = &block.step;
        let largest =
            if contiguous(step, 0, L::COUNT + 1) { usize::MAX } else { L::CHUNK.min(chunk::<R>()) };
        let (mut scratch, mut out_scratch) = (scratches(), Scratch::new());
        chunks(block, largest, |start, from, n| {
            // SAFETY: the block's offsets are valid for the lanes and the output; chunks are
            // no longer than any lane allows unless all are contiguous.
            unsafe {
                let loaded = self.lanes.load(1, start, step, from, n, &mut scratch);
                let place = self.out.offset(start[0] + from as isize * step[0]);
                let out = target(place, step[0], n, &mut out_scratch);
                for i in 0..n {
                    let value = self.f.call(isa, L::items(loaded, i));
                    out.add(i).write(MaybeUninit::new(value));
                }
                scatter(out, place, step[0], n);
                self.lanes.store(loaded, 1, start, step, from, n);
            }
        });
    }
}

/// `f(items[i])` for its effects on the mutable lanes.
pub(crate) struct Visit<L, F> {
    pub(crate) lanes: L,
    pub(crate) f: F,
}

impl<L, F> Body for Visit<L, F>
where
    L: Lanes,
    F: for<'x> Fn(<L as LanesItems<'x>>::Items) + Sync,
{
    type Part = ();
    fn empty(&self) {}
    fn merge(&self, (): (), (): ()) {}

    #[inline(always)]
    unsafe fn block<I: Isa>(&self, _: I, _: &mut (), block: &Block) {
        let step = &block.step;
        let largest = if contiguous(step, 0, L::COUNT) { usize::MAX } else { L::CHUNK };
        let mut scratch = scratches();
        chunks(block, largest, |start, from, n| {
            // SAFETY: as in `Map`.
            unsafe {
                let loaded = self.lanes.load(0, start, step, from, n, &mut scratch);
                for i in 0..n {
                    (self.f)(L::items(loaded, i));
                }
                self.lanes.store(loaded, 0, start, step, from, n);
            }
        });
    }
}

/// `first[i] = f(items[i])`: in place.
pub(crate) struct Apply<L, F> {
    pub(crate) lanes: L,
    pub(crate) f: F,
}

impl<L, F> Body for Apply<L, F>
where
    L: Lanes,
    F: for<'x> Mapper<<L as LanesItems<'x>>::Items, Out = L::First>,
{
    type Part = ();
    fn empty(&self) {}
    fn merge(&self, (): (), (): ()) {}

    #[inline(always)]
    unsafe fn block<I: Isa>(&self, isa: I, _: &mut (), block: &Block) {
        let step = &block.step;
        let largest = if contiguous(step, 0, L::COUNT) { usize::MAX } else { L::CHUNK };
        let mut scratch = scratches();
        chunks(block, largest, |start, from, n| {
            // SAFETY: as in `Map`; `Apply` is made only for lanes whose first one writes, and
            // the item made from it is gone when the result is written.
            unsafe {
                let loaded = self.lanes.load(0, start, step, from, n, &mut scratch);
                let first = L::first(loaded);
                for i in 0..n {
                    let value = self.f.call(isa, L::items(loaded, i));
                    first.add(i).write(value);
                }
                self.lanes.store(loaded, 0, start, step, from, n);
            }
        });
    }
}

/// `part = f(part, items[i])`, starting from `identity()` in each task.
pub(crate) struct Fold<L, Z, F, M> {
    pub(crate) lanes: L,
    pub(crate) identity: Z,
    pub(crate) f: F,
    pub(crate) merge: M,
}

impl<A, L, Z, F, M> Body for Fold<L, Z, F, M>
where
    A: Send,
    L: Lanes,
    Z: Fn() -> A + Sync,
    F: for<'x> Fn(A, <L as LanesItems<'x>>::Items) -> A + Sync,
    M: Fn(A, A) -> A + Sync,
{
    type Part = Option<A>;

    fn empty(&self) -> Option<A> {
        Some((self.identity)())
    }

    fn merge(&self, earlier: Option<A>, later: Option<A>) -> Option<A> {
        Some((self.merge)(earlier?, later?))
    }

    #[inline(always)]
    unsafe fn block<I: Isa>(&self, _: I, part: &mut Option<A>, block: &Block) {
        let step = &block.step;
        let largest = if contiguous(step, 0, L::COUNT) { usize::MAX } else { L::CHUNK };
        let mut scratch = scratches();
        // Taken out so that the loop keeps it in registers; a panic in `f` leaves `None`,
        // which nobody sees because the panic goes on.
        let Some(mut folded) = part.take() else {
            return;
        };
        let mut start = block.start;
        for _ in 0..block.rows {
            let mut from = 0;
            while from < block.len {
                let n = largest.min(block.len - from);
                // SAFETY: as in `Map`.
                unsafe {
                    let loaded = self.lanes.load(0, &start, step, from, n, &mut scratch);
                    for i in 0..n {
                        folded = (self.f)(folded, L::items(loaded, i));
                    }
                    self.lanes.store(loaded, 0, &start, step, from, n);
                }
                from += n;
            }
            start = shifted(&start, &block.row);
        }
        *part = Some(folded);
    }
}

/// Whether `f` holds for some element; later blocks are skipped once it does.
pub(crate) struct Any<'a, L, F> {
    pub(crate) lanes: L,
    pub(crate) f: F,
    pub(crate) found: &'a std::sync::atomic::AtomicBool,
}

impl<L, F> Body for Any<'_, L, F>
where
    L: Lanes,
    F: for<'x> Fn(<L as LanesItems<'x>>::Items) -> bool + Sync,
{
    type Part = ();
    fn empty(&self) {}
    fn merge(&self, (): (), (): ()) {}

    #[inline(always)]
    unsafe fn block<I: Isa>(&self, _: I, _: &mut (), block: &Block) {
        use std::sync::atomic::Ordering::Relaxed;
        let step = &block.step;
        let unit = contiguous(step, 0, L::COUNT);
        // Long enough to vectorise, short enough to stop soon after the first hit.
        let largest = if unit { 1024 } else { L::CHUNK };
        let mut scratch = scratches();
        chunks(block, largest, |start, from, n| {
            if self.found.load(Relaxed) {
                return;
            }
            // SAFETY: as in `Map`.
            unsafe {
                let loaded = self.lanes.load(0, start, step, from, n, &mut scratch);
                let mut any = false;
                for i in 0..n {
                    any |= (self.f)(L::items(loaded, i));
                }
                self.lanes.store(loaded, 0, start, step, from, n);
                if any {
                    self.found.store(true, Relaxed);
                }
            }
        });
    }
}

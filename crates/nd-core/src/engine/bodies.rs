//! What is computed at the end of a walk: the closures of [`zip`](crate::zip) and block maps.
//!
//! All that is compiled for each closure is here: a loop over contiguous elements, for each
//! instruction set, behind [`Loop`].

use crate::array::Array;
use crate::engine::blocks::BlockMapper;
use crate::engine::course::{CHEAP, Course, Fit, Parallel, Part, SMALL, common, into, result};
use crate::engine::lanes::{LanedAll, Lanes, LanesItems, Read};
use crate::engine::plan::MAX_OPERANDS;
use crate::engine::walk::{Access, Loop, Operand, Operands, Places, copy, walk};
use crate::error::ShapeError;
use crate::layout::Layout;
use crate::shape::Shape;
use crate::simd::{self, Isa, Kernel};
use crate::threads;
use crate::view::View;
use crate::view_mut::ViewMut;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

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

/// A computation of contiguous elements, to be compiled for each instruction set.
struct Run<'a, B> {
    body: &'a B,
    task: usize,
    at: &'a Places,
    len: usize,
}

/// The loop itself; see [`Loop::run`].
trait Body: Sync {
    /// # Safety
    /// As for [`Loop::run`].
    unsafe fn run<I: Isa>(&self, isa: I, task: usize, at: &Places, len: usize);
}

impl<B: Body> Kernel for Run<'_, B> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        // SAFETY: made by `Narrow` and `Wide` alone, for the arguments of `Loop::run`.
        unsafe { self.body.run(isa, self.task, self.at, self.len) }
    }
}

/// A loop compiled up to AVX2: memory feeds it.
struct Narrow<B>(B);
/// A loop compiled up to AVX-512: it calculates longer than it loads.
struct Wide<B>(B);

impl<B: Body> Loop for Narrow<B> {
    unsafe fn run(&self, task: usize, at: &Places, len: usize) {
        simd::dispatch(Run { body: &self.0, task, at, len });
    }
}

impl<B: Body> Loop for Wide<B> {
    unsafe fn run(&self, task: usize, at: &Places, len: usize) {
        simd::dispatch_wide(Run { body: &self.0, task, at, len });
    }
}

/// A new array that `body` writes as operand 0, from operands `1..`.
///
/// # Safety
/// `body` is for results of type `R` and the types and uses of `all`.
#[inline]
unsafe fn fill<L, R>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    c_order: bool,
    body: &dyn Loop,
    parallel: Parallel,
) -> Result<Array<R>, ShapeError> {
    let (parts, operands) = (all.parts(), all.operands());
    let mapped = Mapped { op, parts, operands, c_order, body, parallel };
    // SAFETY: the caller's promise.
    unsafe { Array::filled_by(&mapped) }
}

/// Where a result will be, whose type the one who fills it does not know.
pub(crate) struct Room<'a> {
    /// Of one element.
    pub(crate) bytes: usize,
    /// Of the result, to be set.
    pub(crate) layout: &'a mut Layout,
    /// Room for so many elements.
    pub(crate) make: &'a mut dyn FnMut(usize) -> Operand,
}

/// What fills a result: compiled once, for results of all types.
///
/// # Safety
/// [`fill`](Self::fill) asks for room once, and fills it in the order of the layout that it
/// sets, which is contiguous, or returns an error.
pub(crate) unsafe trait Fill {
    /// # Safety
    /// The room is for elements of the type that this writes.
    unsafe fn fill(&self, room: Room<'_>) -> Result<(), ShapeError>;
}

/// A result that a loop writes.
struct Mapped<'a> {
    op: &'static str,
    parts: &'a [Part<'a>],
    operands: &'a [Operand],
    c_order: bool,
    body: &'a dyn Loop,
    parallel: Parallel,
}

// SAFETY: a walk writes each element of its output once.
unsafe impl Fill for Mapped<'_> {
    unsafe fn fill(&self, room: Room<'_>) -> Result<(), ShapeError> {
        let Mapped { op, parts, operands, c_order, body, parallel } = *self;
        let fit = result(op, parts, c_order, room.layout)?;
        let out = (room.make)(room.layout.shape.size_for(room.bytes, op)?);
        // SAFETY: the layout is contiguous over exactly the fresh room; whoever made this has a
        // body for the types and uses of the operands.
        unsafe { write(parts, operands, out, room.layout, fit, body, parallel) };
        Ok(())
    }
}

/// The walk of an output and of operands, compiled once.
///
/// # Safety
/// `out` with `layout` may be written, and is of the type that `body` writes; the operands are
/// those of `parts` and of the types that it takes, and stretch to `layout` as `fit` says.
#[inline(never)]
unsafe fn write(
    parts: &[Part<'_>],
    operands: &[Operand],
    out: Operand,
    layout: &Layout,
    fit: Fit,
    body: &dyn Loop,
    parallel: Parallel,
) {
    let (size, copied) = (layout.size(), |operand: &Operand| operand.access == Access::Copy);
    if fit.flat && fit.whole && size <= SMALL && !operands.iter().any(copied) {
        let mut at = [out.first; MAX_OPERANDS];
        for (at, operand) in at[1..].iter_mut().zip(operands) {
            *at = operand.first;
        }
        if size > 0 {
            // SAFETY: output and operands are `size` contiguous elements; the rest is the
            // caller's promise.
            unsafe { body.run(0, &at, size) };
        }
        return;
    }
    let layouts = std::iter::once(layout).chain(parts.iter().map(|part| part.layout));
    let course = Course::new(&layout.shape, fit.flat, layouts);
    let mut all = Operands::new();
    all.push(out);
    operands.iter().for_each(|&operand| all.push(operand));
    // SAFETY: the course is for the output and the operands, in this order.
    unsafe { walk(&course, &all, body, parallel) }
}

/// Runs `body`, once it is told how many tasks there will be, over operands without an output.
///
/// # Safety
/// What `body` returns is for the types and uses of `all`.
#[inline]
unsafe fn visit<L, B: Loop, E>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    parallel: Parallel,
    body: impl FnOnce(usize) -> B,
    end: impl FnOnce(B) -> E,
) -> Result<E, ShapeError> {
    let course = over(op, all.parts())?;
    let body = body(course.tasks());
    let mut operands = Operands::new();
    all.operands().iter().for_each(|&operand| operands.push(operand));
    // SAFETY: the course is for these operands; the rest is the caller's promise.
    unsafe { walk(&course, &operands, &body, parallel) };
    Ok(end(body))
}

#[inline(never)]
fn over(op: &'static str, parts: &[Part<'_>]) -> Result<Course, ShapeError> {
    let (shape, order) = common(op, parts)?;
    Ok(Course::new(&shape, order.is_some(), parts.iter().map(|part| part.layout)))
}

/// `out[i] = f(items[i])`, with the output as operand 0.
struct Map<L, F, R> {
    f: F,
    types: PhantomData<fn(L) -> R>,
}

impl<L, F, R> Body for Map<L, F, R>
where
    L: Lanes,
    F: for<'x> Mapper<<L as LanesItems<'x>>::Items, Out = R>,
    R: Copy + Send,
{
    #[inline(always)]
    unsafe fn run<I: Isa>(&self, isa: I, _: usize, at: &Places, len: usize) {
        let (out, loaded) = (at[0].cast::<R>(), L::loaded(at, 1));
        for i in 0..len {
            // SAFETY: `i < len`, and the caller's promise.
            unsafe { out.add(i).write(self.f.call(isa, L::items(loaded, i))) };
        }
    }
}

/// A new array of what `f` returns.
#[inline]
pub(crate) fn map<L, F, R>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    c_order: bool,
    f: F,
    parallel: Parallel,
) -> Result<Array<R>, ShapeError>
where
    L: Lanes,
    F: for<'x> Mapper<<L as LanesItems<'x>>::Items, Out = R>,
    R: Copy + Send,
{
    let body = Narrow(Map::<L, F, R> { f, types: PhantomData });
    // SAFETY: a map of these lanes to results of this type.
    unsafe { fill(op, all, c_order, &body, parallel) }
}

/// What `f` returns, to a mutable view.
pub(crate) fn map_into<L, F, R>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    mut out: ViewMut<'_, R>,
    f: F,
    parallel: Parallel,
) -> Result<(), ShapeError>
where
    L: Lanes,
    F: for<'x> Mapper<<L as LanesItems<'x>>::Items, Out = R>,
    R: Copy + Send,
{
    let fit = into(op, all.parts(), out.layout())?;
    let body = Narrow(Map::<L, F, R> { f, types: PhantomData });
    let first = Operand::new(out.as_mut_ptr(), Access::Write);
    // SAFETY: the elements of a mutable view with this layout, which are overwritten; a map of
    // these lanes to results of this type.
    unsafe { write(all.parts(), all.operands(), first, out.layout(), fit, &body, parallel) };
    Ok(())
}

/// `f(items[i])` for its effects on the mutable lanes.
struct Visit<L, F>(F, PhantomData<fn(L)>);

impl<L, F> Body for Visit<L, F>
where
    L: Lanes,
    F: for<'x> Fn(<L as LanesItems<'x>>::Items) + Sync,
{
    #[inline(always)]
    unsafe fn run<I: Isa>(&self, _: I, _: usize, at: &Places, len: usize) {
        let loaded = L::loaded(at, 0);
        for i in 0..len {
            // SAFETY: `i < len`, and the caller's promise.
            unsafe { (self.0)(L::items(loaded, i)) };
        }
    }
}

/// Calls `f` for each element.
pub(crate) fn for_each<L, F>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    f: F,
    parallel: Parallel,
) -> Result<(), ShapeError>
where
    L: Lanes,
    F: for<'x> Fn(<L as LanesItems<'x>>::Items) + Sync,
{
    // SAFETY: a visit of these lanes.
    unsafe { visit(op, all, parallel, |_| Narrow(Visit::<L, F>(f, PhantomData)), drop) }
}

/// `first[i] = f(items[i])`: in place.
struct Apply<L, F>(F, PhantomData<fn(L)>);

impl<L, F> Body for Apply<L, F>
where
    L: Lanes,
    F: for<'x> Mapper<<L as LanesItems<'x>>::Items, Out = L::First>,
{
    #[inline(always)]
    unsafe fn run<I: Isa>(&self, isa: I, _: usize, at: &Places, len: usize) {
        let loaded = L::loaded(at, 0);
        let first = L::first(loaded);
        for i in 0..len {
            // SAFETY: `i < len`, and the caller's promise; the item made from the first lane is
            // gone when the result is written.
            unsafe { first.add(i).write(self.f().call(isa, L::items(loaded, i))) };
        }
    }
}

impl<L, F> Apply<L, F> {
    #[inline(always)]
    fn f(&self) -> &F {
        &self.0
    }
}

/// Overwrites the first operand, which the caller knows to be mutable, with what `f` returns.
#[inline]
pub(crate) fn apply<L, F>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    f: F,
    parallel: Parallel,
) -> Result<(), ShapeError>
where
    L: Lanes,
    F: for<'x> Mapper<<L as LanesItems<'x>>::Items, Out = L::First>,
{
    assert!(all.parts()[0].writes, "only a mutable operand is overwritten");
    // SAFETY: an in-place map of these lanes, the first of which may be written.
    unsafe { visit(op, all, parallel, |_| Narrow(Apply::<L, F>(f, PhantomData)), drop) }
}

/// `part = f(part, items[i])`, in a part for each task.
struct Fold<'i, L, F, A> {
    parts: Vec<Mutex<Option<A>>>,
    identity: &'i (dyn Fn() -> A + Sync),
    f: F,
    types: PhantomData<fn(L)>,
}

impl<L, F, A: Send> Body for Fold<'_, L, F, A>
where
    L: Lanes,
    F: for<'x> Fn(A, <L as LanesItems<'x>>::Items) -> A + Sync,
{
    #[inline(always)]
    unsafe fn run<I: Isa>(&self, _: I, task: usize, at: &Places, len: usize) {
        let mut part = self.parts[task].lock().unwrap_or_else(PoisonError::into_inner);
        // Taken out so that the loop keeps it in registers; after a panic in `f` nobody looks at
        // what is left, because the panic goes on.
        let mut folded = part.take().unwrap_or_else(self.identity);
        let loaded = L::loaded(at, 0);
        for i in 0..len {
            // SAFETY: `i < len`, and the caller's promise.
            folded = unsafe { (self.f)(folded, L::items(loaded, i)) };
        }
        *part = Some(folded);
    }
}

/// Folds all elements, each task's from `identity()` on.
pub(crate) fn fold<L, A, F>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    identity: &(impl Fn() -> A + Sync),
    f: F,
    merge: &(impl Fn(A, A) -> A + Sync),
    parallel: Parallel,
) -> Result<A, ShapeError>
where
    A: Send,
    L: Lanes,
    F: for<'x> Fn(A, <L as LanesItems<'x>>::Items) -> A + Sync,
{
    let body = |tasks| {
        let parts = (0..tasks).map(|_| Mutex::new(None)).collect();
        Narrow(Fold { parts, identity, f, types: PhantomData::<fn(L)> })
    };
    let end = |Narrow(fold): Narrow<Fold<'_, L, F, A>>| {
        let part =
            |part: Mutex<Option<A>>| part.into_inner().unwrap_or_else(PoisonError::into_inner);
        let parts: Vec<A> = fold.parts.into_iter().filter_map(part).collect();
        threads::merged(parts, merge).unwrap_or_else(identity)
    };
    // SAFETY: a fold of these lanes.
    unsafe { visit(op, all, parallel, body, end) }
}

/// Whether `f` holds for some element; later blocks are skipped once it does.
struct Any<L, F> {
    f: F,
    found: AtomicBool,
    types: PhantomData<fn(L)>,
}

impl<L, F> Body for Any<L, F>
where
    L: Lanes,
    F: for<'x> Fn(<L as LanesItems<'x>>::Items) -> bool + Sync,
{
    #[inline(always)]
    unsafe fn run<I: Isa>(&self, _: I, _: usize, at: &Places, len: usize) {
        /// Long enough to vectorise, short enough to stop soon after the first hit.
        const PATIENCE: usize = 1024;
        let loaded = L::loaded(at, 0);
        let mut from = 0;
        while from < len && !self.found.load(Ordering::Relaxed) {
            let to = len.min(from + PATIENCE);
            let mut any = false;
            for i in from..to {
                // SAFETY: `i < len`, and the caller's promise.
                any |= unsafe { (self.f)(L::items(loaded, i)) };
            }
            if any {
                self.found.store(true, Ordering::Relaxed);
            }
            from = to;
        }
    }
}

/// Whether `f` holds for some element.
pub(crate) fn any<L, F>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    f: F,
    parallel: Parallel,
) -> Result<bool, ShapeError>
where
    L: Lanes,
    F: for<'x> Fn(<L as LanesItems<'x>>::Items) -> bool + Sync,
{
    let body = |_| Narrow(Any { f, found: AtomicBool::new(false), types: PhantomData::<fn(L)> });
    // SAFETY: a search of these lanes.
    unsafe { visit(op, all, parallel, body, |any| any.0.found.into_inner()) }
}

/// Elements in a block: they and their results stay in the first-level cache.
pub(crate) const BLOCK: usize = 512;

/// [`BlockMapper`], with the output as operand 0.
struct Blocks<'f, T, F, const N: usize>(&'f F, PhantomData<fn(T)>);

impl<T, F, const N: usize> Body for Blocks<'_, T, F, N>
where
    T: Copy + Send + Sync,
    F: BlockMapper<T, N>,
{
    #[inline(always)]
    unsafe fn run<I: Isa>(&self, isa: I, _: usize, at: &Places, len: usize) {
        let mut results = [F::Out::default(); BLOCK];
        let mut from = 0;
        while from < len {
            let n = BLOCK.min(len - from);
            let mut slices = [&[][..]; N];
            for (k, slice) in slices.iter_mut().enumerate() {
                // SAFETY: elements `from..from + n` of input `k`, operand `k + 1`.
                *slice = unsafe { std::slice::from_raw_parts(at[k + 1].cast::<T>().add(from), n) };
            }
            self.0.block(isa, slices, &mut results[..n]);
            // SAFETY: the same elements of the output; the results are a local array.
            unsafe {
                let out = at[0].cast::<F::Out>().add(from);
                out.copy_from_nonoverlapping(results.as_ptr(), n);
            }
            from += n;
        }
    }
}

/// A new array of the results of a block mapper.
pub(crate) fn map_blocks<T, F, const N: usize>(
    op: &'static str,
    all: &LanedAll<'_, [T; N]>,
    f: &F,
    parallel: Parallel,
) -> Result<Array<F::Out>, ShapeError>
where
    T: Copy + Send + Sync,
    F: BlockMapper<T, N>,
{
    let body = Wide(Blocks::<T, F, N>(f, PhantomData));
    // SAFETY: a block map of `N` inputs of this type to results of its type.
    unsafe { fill(op, all, false, &body, parallel) }
}

/// As [`map_blocks`], to a mutable view.
pub(crate) fn map_blocks_into<T, F, const N: usize>(
    op: &'static str,
    all: &LanedAll<'_, [T; N]>,
    mut out: ViewMut<'_, F::Out>,
    f: &F,
    parallel: Parallel,
) -> Result<(), ShapeError>
where
    T: Copy + Send + Sync,
    F: BlockMapper<T, N>,
{
    let fit = into(op, all.parts(), out.layout())?;
    let body = Wide(Blocks::<T, F, N>(f, PhantomData));
    let first = Operand::new(out.as_mut_ptr(), Access::Write);
    // SAFETY: the elements of a mutable view with this layout, which are overwritten; a block
    // map of `N` inputs of this type to results of its type.
    unsafe { write(all.parts(), all.operands(), first, out.layout(), fit, &body, parallel) };
    Ok(())
}

/// A loop that was compiled where it is named, not where it is called: a function without
/// captures, of lanes `L`, with results of type `R`.
///
/// The kernels of the listed element types are compiled once, in nd-core, and called through
/// this pointer from everywhere.
#[doc(hidden)]
pub struct Compiled<L, R> {
    pointer: Pointer,
    types: PhantomData<fn(L) -> R>,
}

/// What is in a [`Compiled`], without the types.
#[derive(Clone, Copy)]
struct Pointer(unsafe fn(&Places, usize));

impl<L, R> Clone for Compiled<L, R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L, R> Copy for Compiled<L, R> {}

/// A kernel of one operand.
pub(crate) type Unary<T, R> = Compiled<(Read<T>,), R>;
/// A kernel of two operands.
pub(crate) type Binary<T, R> = Compiled<(Read<T>, Read<T>), R>;

impl<L: Lanes, R: Copy + Send> Compiled<L, R> {
    /// Compiles `f`, which captures nothing.
    #[inline(always)]
    pub(crate) fn new<F>(_: F) -> Self
    where
        F: for<'x> Mapper<<L as LanesItems<'x>>::Items, Out = R> + Copy,
    {
        const { assert!(size_of::<F>() == 0, "a compiled function captures nothing") };
        Compiled { pointer: Pointer(run_compiled::<L, F, R>), types: PhantomData }
    }

    /// # Safety
    /// As for [`Loop::run`], for these lanes and results.
    #[inline(always)]
    pub(crate) unsafe fn run(&self, at: &Places, len: usize) {
        // SAFETY: the caller's promise.
        unsafe { (self.pointer.0)(at, len) }
    }
}

/// # Safety
/// As for [`Loop::run`], for these lanes and results; and there is a value of `F`.
unsafe fn run_compiled<L, F, R>(at: &Places, len: usize)
where
    L: Lanes,
    F: for<'x> Mapper<<L as LanesItems<'x>>::Items, Out = R> + Copy,
    R: Copy + Send,
{
    // SAFETY: `Compiled::new` was given a value of this type, which has no bytes and can be
    // copied.
    let f = unsafe { NonNull::<F>::dangling().read() };
    let body = Map::<L, F, R> { f, types: PhantomData };
    simd::dispatch(Run { body: &body, task: 0, at, len });
}

impl Loop for Pointer {
    unsafe fn run(&self, _: usize, at: &Places, len: usize) {
        // SAFETY: the caller's promise.
        unsafe { (self.0)(at, len) }
    }
}

/// A new array of a compiled function of the operands.
#[inline]
pub(crate) fn compiled<L, R>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    kernel: Compiled<L, R>,
    parallel: Parallel,
) -> Result<Array<R>, ShapeError> {
    // SAFETY: the kernel is for these lanes and results.
    unsafe { fill(op, all, false, &kernel.pointer, parallel) }
}

/// As [`compiled`], to a mutable view.
#[inline]
pub(crate) fn compiled_into<L, R>(
    op: &'static str,
    all: &LanedAll<'_, L>,
    mut out: ViewMut<'_, R>,
    kernel: Compiled<L, R>,
    parallel: Parallel,
) -> Result<(), ShapeError> {
    let fit = into(op, all.parts(), out.layout())?;
    let first = Operand::new(out.as_mut_ptr(), Access::Write);
    // SAFETY: the elements of a mutable view with this layout, which are overwritten; the
    // kernel is for these lanes and results.
    unsafe {
        write(all.parts(), all.operands(), first, out.layout(), fit, &kernel.pointer, parallel)
    };
    Ok(())
}

/// On which side of an operation the array stands that it overwrites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// `target = target op other`, or `other op target`.
#[inline]
pub(crate) fn compiled_in_place<T: Copy>(
    op: &'static str,
    mut target: ViewMut<'_, T>,
    other: View<'_, T>,
    side: Side,
    kernel: Binary<T, T>,
) -> Result<(), ShapeError> {
    let out = Operand::new(target.as_mut_ptr(), Access::Write);
    let own = Operand { access: Access::Copy, ..out };
    let given = Operand::new(other.as_ptr(), Access::Read);
    // SAFETY: the target is a mutable view, and what the loop reads of it are copies; `other`,
    // borrowed at the same time, does not overlap it. The kernel is for two such operands.
    unsafe {
        in_place(op, target.layout(), &[own, given], other.layout(), side, out, &kernel.pointer)
    }
}

/// `target = op target`.
#[inline]
pub(crate) fn compiled_alone<T: Copy>(
    op: &'static str,
    mut target: ViewMut<'_, T>,
    kernel: Unary<T, T>,
) -> Result<(), ShapeError> {
    let out = Operand::new(target.as_mut_ptr(), Access::Write);
    let own = Operand { access: Access::Copy, ..out };
    let layout = target.layout();
    // SAFETY: as in `compiled_in_place`.
    unsafe { in_place(op, layout, &[own], layout, Side::Left, out, &kernel.pointer) }
}

/// # Safety
/// The operands, in the order target, other, are those of the layouts and of the types and uses
/// that `body` takes after its output `out`.
#[inline(never)]
unsafe fn in_place(
    op: &'static str,
    target: &Layout,
    operands: &[Operand],
    other: &Layout,
    side: Side,
    out: Operand,
    body: &dyn Loop,
) -> Result<(), ShapeError> {
    let parts = [Part { layout: target, writes: true }, Part { layout: other, writes: false }];
    let parts = &parts[..operands.len()];
    let (shape, order) = common(op, parts)?;
    let mut all = Operands::new();
    all.push(out);
    let ordered: &mut dyn Iterator<Item = usize> = match side {
        Side::Left => &mut (0..operands.len()),
        Side::Right => &mut (0..operands.len()).rev(),
    };
    let mut layouts = [target; 3];
    for (place, k) in ordered.enumerate() {
        layouts[1 + place] = parts[k].layout;
        all.push(operands[k]);
    }
    let layouts = layouts.into_iter().take(1 + operands.len());
    let course = Course::new(&shape, order.is_some(), layouts);
    // SAFETY: the course is for these operands; the rest is the caller's promise.
    unsafe { walk(&course, &all, body, CHEAP) };
    Ok(())
}

/// A copy of the elements in C order.
#[inline]
pub(crate) fn copied<T: Copy>(op: &'static str, from: View<'_, T>) -> Result<Array<T>, ShapeError> {
    let of = Operand::new(from.as_ptr(), Access::Read);
    // SAFETY: copies of elements of a view with this layout, whose type is the result's.
    unsafe { Array::filled_by(&Copied { op, from: from.layout(), of }) }
}

/// A result that is a copy.
struct Copied<'a> {
    op: &'static str,
    from: &'a Layout,
    of: Operand,
}

// SAFETY: a copy writes each element of its output once.
unsafe impl Fill for Copied<'_> {
    unsafe fn fill(&self, room: Room<'_>) -> Result<(), ShapeError> {
        room.layout.set_gapless(&self.from.shape);
        let to = (room.make)(room.layout.shape.size_for(room.bytes, self.op)?);
        // SAFETY: the layout is contiguous over exactly the fresh room; whoever made this has the
        // elements of a view with the layout `from`.
        unsafe { transfer(room.layout, to, self.from, self.of) };
        Ok(())
    }
}

/// Copies elements to a mutable view of the same shape.
#[inline]
pub(crate) fn copy_into<T: Copy>(from: View<'_, T>, mut out: ViewMut<'_, T>) {
    assert_eq!(from.layout().shape, out.layout().shape, "copies have the shape of their source");
    let to = Operand::new(out.as_mut_ptr(), Access::Write);
    let of = Operand::new(from.as_ptr(), Access::Read);
    // SAFETY: the elements of a mutable view, which no view that is borrowed overlaps.
    unsafe { transfer(out.layout(), to, from.layout(), of) };
}

impl<T: Copy + Send + Sync> Array<T> {
    /// The pieces one after the other along `axis`.
    ///
    /// # Panics
    /// If they do not fill `shape` exactly: their lengths along `axis` must add up to its
    /// length, the other lengths be equal.
    #[track_caller]
    pub(crate) fn joined(shape: Shape, axis: usize, pieces: &[View<'_, T>]) -> Array<T> {
        let mut out = Array::<T>::uninit(shape);
        let mut rest = out.view_mut();
        for &piece in pieces {
            let (part, after) = rest.split_at(axis as isize, piece.shape()[axis]);
            copy_uninit(piece, part);
            rest = after;
        }
        assert_eq!(rest.layout().shape[axis], 0, "pieces must fill the array");
        // SAFETY: the parts are cut off one after the other until nothing is left, and each
        // of them was written by a piece of exactly its shape.
        unsafe { out.assume_init() }
    }
}

/// As [`copy_into`], to places that need not be initialised.
#[inline]
fn copy_uninit<T: Copy>(from: View<'_, T>, mut out: ViewMut<'_, MaybeUninit<T>>) {
    assert_eq!(from.layout().shape, out.layout().shape, "copies have the shape of their source");
    let to = Operand::new(out.as_mut_ptr(), Access::Write);
    let of = Operand::new(from.as_ptr(), Access::Read);
    // SAFETY: as in `copy_into`.
    unsafe { transfer(out.layout(), to, from.layout(), of) };
}

/// # Safety
/// `to` with its layout may be written and overlaps nothing that `from` with its own reaches;
/// both have one shape and one element type, which is `Copy`.
#[inline(never)]
unsafe fn transfer(layout: &Layout, to: Operand, from_layout: &Layout, from: Operand) {
    let both = [layout, from_layout];
    let flat = both.iter().all(|l| l.is_c_contiguous()) || both.iter().all(|l| l.is_f_contiguous());
    let course = Course::new(&layout.shape, flat, both.into_iter());
    // SAFETY: the course is for these two; the rest is the caller's promise.
    unsafe { copy(&course, to, from, CHEAP) }
}

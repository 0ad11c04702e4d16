//! Maps whose walk does not know the element types: casts, and the arithmetic of
//! [`AnyArray`](crate::AnyArray).
//!
//! Every element type (for casts: every pair) needs a loop of its own for each instruction
//! set, and there are hundreds. The walk around the loops is therefore compiled once, over
//! bytes, and calls the right loop through a pointer, once a block. The engine compiled for
//! each pair would be three minutes of compiling; run time is the same.

use crate::array::Array;
use crate::buffer::Buffer;
use crate::engine::lanes::{Scratch, chunk, gather, scatter, target};
use crate::engine::plan::Plan;
use crate::engine::run::{Block, Body, CHEAP};
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::shape::Shape;
use crate::simd::{self, Isa, Kernel};
use crate::view::View;
use crate::zip::walk;
use std::mem::MaybeUninit;

/// The most operands of one map.
const MAX: usize = 2;

/// `f` of the elements of `N` operands, one or two, broadcast together: in C order, or in
/// Fortran order if all operands are.
pub(crate) fn try_map<const N: usize, T, U, F>(
    op: &'static str,
    from: [View<'_, T>; N],
    f: F,
) -> Result<Array<U>, ShapeError>
where
    T: Copy + Send + Sync,
    U: Copy + Send,
    F: Fn([T; N]) -> U + Sync,
{
    const { assert!(0 < N && N <= MAX) };
    let mut layouts = [*from[0].layout(); MAX];
    let mut pointers = [from[0].as_ptr().cast::<u8>(); MAX];
    for (k, view) in from.iter().enumerate() {
        layouts[k] = *view.layout();
        pointers[k] = view.as_ptr().cast();
    }
    let course = Course::new(op, &layouts[..N])?;
    let buffer = Buffer::<MaybeUninit<U>>::uninit(course.to.shape.size_for(size_of::<U>(), op)?);
    let to = buffer.start().as_ptr().cast();
    let block = map_block::<N, T, U, F>;
    let body = Erased { to, from: pointers, f: (&raw const f).cast(), block };
    // SAFETY: the pointers are those of a fresh buffer, of the views and of `f`, with their
    // layouts, and the block function is that of their types.
    unsafe { body.walk(&course) };
    // SAFETY: the walk wrote every element once.
    Ok(Array::from_buffer(unsafe { buffer.assume_init() }, course.to))
}

/// As [`try_map`] of one operand.
///
/// # Panics
/// If the size in bytes overflows.
#[track_caller]
pub(crate) fn map<T, U>(op: &'static str, from: View<'_, T>, f: impl Fn(T) -> U + Sync) -> Array<U>
where
    T: Copy + Send + Sync,
    U: Copy + Send,
{
    ok(try_map(op, [from], |[x]| f(x)))
}

/// The output's layout, and the plan unless all are contiguous in one order.
struct Course {
    to: Layout,
    plan: Option<Plan>,
}

impl Course {
    fn new(op: &'static str, from: &[Layout]) -> Result<Course, ShapeError> {
        let all: Vec<&Layout> = from.iter().collect();
        let shape: Shape = Layout::broadcast(op, &all)?;
        let whole = from.iter().all(|l| l.shape == shape);
        let c = whole && from.iter().all(Layout::is_c_contiguous);
        let f = whole && from.iter().all(Layout::is_f_contiguous);
        let to = if f && !c { Layout::f_order(shape) } else { Layout::c_order(shape) };
        let mut strides = [to.strides; 1 + MAX];
        for (strides, layout) in strides[1..].iter_mut().zip(from) {
            *strides = layout.stretched(&shape);
        }
        let plan = (!c && !f).then(|| Plan::new(&shape, &strides[..=from.len()]));
        Ok(Course { to, plan })
    }
}

/// Output, operands and function, their types known to `block` alone.
struct Erased {
    to: *mut u8,
    from: [*const u8; MAX],
    f: *const u8,
    block: unsafe fn(&Erased, &Block),
}

// SAFETY: stands for a mutable view, shared out in disjoint parts, for views, and for a
// reference to a function, whose types `try_map` asks to be `Send` or `Sync` as needed.
unsafe impl Sync for Erased {}

impl Erased {
    /// # Safety
    /// Pointers and layouts are those of the types that `block` was made for; the output may
    /// be written.
    #[inline(never)]
    unsafe fn walk(&self, course: &Course) {
        // SAFETY: the plan is for the output and the operands, or all are contiguous.
        unsafe { walk(self, &course.to.shape, course.plan.as_ref(), CHEAP) }
    }
}

impl Body for Erased {
    type Part = ();
    fn empty(&self) {}
    fn merge(&self, (): (), (): ()) {}

    #[inline(always)]
    unsafe fn block<I: Isa>(&self, _: I, _: &mut (), block: &Block) {
        // SAFETY: the block's offsets are valid for all operands.
        unsafe { (self.block)(self, block) }
    }
}

/// # Safety
/// `erased` was made for these types, and the block's offsets reach elements of the output
/// and the operands.
unsafe fn map_block<const N: usize, T, U, F>(erased: &Erased, block: &Block)
where
    T: Copy,
    U: Copy,
    F: Fn([T; N]) -> U,
{
    let contiguous = block.step[..=N].iter().all(|&s| s == 1);
    let largest = if contiguous { usize::MAX } else { chunk::<T>().min(chunk::<U>()) };
    let mut scratch = [Scratch::new(), Scratch::new()];
    let mut out_scratch = Scratch::new();
    for row in 0..block.rows as isize {
        let mut at = 0;
        while at < block.len {
            let len = largest.min(block.len - at);
            let offset =
                |k: usize| block.start[k] + row * block.row[k] + at as isize * block.step[k];
            // SAFETY: inside the block; chunks fit the scratch buffers unless everything is
            // contiguous; the output, a fresh buffer, overlaps no operand.
            unsafe {
                let mut from = [std::ptr::null(); N];
                for k in 0..N {
                    let first = erased.from[k].cast::<T>().offset(offset(1 + k));
                    from[k] = gathered(first, block.step[1 + k], len, &mut scratch[k]);
                }
                let place = erased.to.cast::<U>().offset(offset(0));
                let to = target(place, block.step[0], len, &mut out_scratch);
                simd::dispatch(Run { f: &*erased.f.cast::<F>(), to, from, len });
                scatter(to, place, block.step[0], len);
            }
            at += len;
        }
    }
}

/// [`gather`], compiled once for each type and not for each function.
///
/// # Safety
/// That of [`gather`].
#[inline(never)]
unsafe fn gathered<T: Copy>(first: *const T, step: isize, len: usize, s: &mut Scratch) -> *const T {
    // SAFETY: the caller's promise.
    unsafe { gather(first, step, len, s) }
}

/// One contiguous run, compiled for each instruction set.
///
/// Made only where `len` elements may be written at `to` and read at each of `from`.
struct Run<'a, const N: usize, T, U, F> {
    f: &'a F,
    to: *mut U,
    from: [*const T; N],
    len: usize,
}

impl<const N: usize, T: Copy, U, F: Fn([T; N]) -> U> Kernel for Run<'_, N, T, U, F> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        for i in 0..self.len {
            // SAFETY: `i < len`, and what is said at the type.
            unsafe {
                let items = std::array::from_fn(|k| *self.from[k].add(i));
                self.to.add(i).write((self.f)(items));
            }
        }
    }
}

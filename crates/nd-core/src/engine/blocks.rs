//! Maps that work on blocks of contiguous elements instead of one element at a time.

use crate::array::Array;
use crate::buffer::Buffer;
use crate::engine::lanes::{Scratch, chunk, gather};
use crate::engine::run::{Block, Body, COSTLY};
use crate::error::ok;
use crate::layout::Layout;
use crate::shape::Shape;
use crate::simd::{self, Isa, Kernel};
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::zip::{Order, common, fits, plan, walk};
use std::mem::MaybeUninit;

/// Elements in a block: they and their results stay in the first-level cache.
const BLOCK: usize = 512;

/// A function of `N` inputs, told a block of elements at a time, so that it can treat rare
/// arguments apart without slowing the loop over common ones.
///
/// # Examples
/// ```
/// use nd_core::{BlockMapper, array, map_blocks, simd::Isa};
///
/// struct Double;
/// impl BlockMapper<f64, 1> for Double {
///     type Out = f64;
///     fn block<I: Isa>(&self, _: I, [x]: [&[f64]; 1], out: &mut [f64]) {
///         out.iter_mut().zip(x).for_each(|(out, x)| *out = 2.0 * x);
///     }
/// }
/// assert_eq!(map_blocks([array![1.0, 2.0].view()], &Double), array![2.0, 4.0]);
/// ```
pub trait BlockMapper<T, const N: usize>: Sync {
    /// What an element becomes.
    type Out: Copy + Send + Default;
    /// Computes a block; all slices have the same length, at most 512.
    fn block<I: Isa>(&self, isa: I, inputs: [&[T]; N], out: &mut [Self::Out]);
}

/// A new array of what `f` makes of each element of one to six inputs, broadcast together.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # Examples
/// See [`BlockMapper`].
#[track_caller]
pub fn map_blocks<T, const N: usize, F>(inputs: [View<'_, T>; N], f: &F) -> Array<F::Out>
where
    T: Copy + Send + Sync,
    F: BlockMapper<T, N>,
{
    let (shape, order) = ok(common("map", layouts(&inputs), [false; 6], N));
    let layout = match order {
        Some(Order::F) => Layout::f_order(shape),
        _ => Layout::c_order(shape),
    };
    let buffer = Buffer::<MaybeUninit<F::Out>>::uninit(ok(fits::<F::Out>(&shape)));
    let out = buffer.start().as_ptr();
    // SAFETY: `layout` is contiguous over exactly the fresh buffer, in the inputs' own order
    // if they have one.
    unsafe { write(&inputs, f, out, &shape, &layout, order.is_some()) };
    // SAFETY: the walk wrote every element once.
    Array::from_buffer(unsafe { buffer.assume_init() }, layout)
}

/// As [`map_blocks`], into an array that exists.
///
/// # Panics
/// If the shapes do not broadcast together to that of `out`.
#[track_caller]
pub fn map_blocks_into<T, const N: usize, F>(
    inputs: [View<'_, T>; N],
    f: &F,
    mut out: ViewMut<'_, F::Out>,
) where
    T: Copy + Send + Sync,
    F: BlockMapper<T, N>,
{
    let layout = *out.layout();
    for input in &inputs {
        ok(input.layout().broadcast_to(&layout.shape));
    }
    let same = |l: &Layout| l.shape == layout.shape && l.is_c_contiguous();
    let flat = same(&layout) && inputs.iter().all(|input| same(input.layout()));
    // SAFETY: `out` is a mutable view with this layout.
    unsafe { write(&inputs, f, out.as_mut_ptr().cast(), &layout.shape, &layout, flat) };
}

fn layouts<'a, T, const N: usize>(inputs: &'a [View<'_, T>; N]) -> [Option<&'a Layout>; 6] {
    const { assert!(N >= 1 && N <= 6, "a walk takes one to six inputs") };
    std::array::from_fn(|k| inputs.get(k).map(View::layout))
}

/// # Safety
/// `out` with `layout` reaches distinct elements that may be written; if `flat`, the output
/// and all inputs are contiguous over `shape` in the same order.
unsafe fn write<T, const N: usize, F>(
    inputs: &[View<'_, T>; N],
    f: &F,
    out: *mut MaybeUninit<F::Out>,
    shape: &Shape,
    layout: &Layout,
    flat: bool,
) where
    T: Copy + Send + Sync,
    F: BlockMapper<T, N>,
{
    let plan = if flat { None } else { Some(plan(shape, Some(layout), layouts(inputs))) };
    let body = Blocks { inputs: std::array::from_fn(|k| inputs[k].as_ptr()), out, f };
    // SAFETY: the plan is for the output and the inputs, or all are contiguous.
    unsafe { walk(&body, shape, plan.as_ref(), COSTLY) }
}

struct Blocks<'a, T, F, U, const N: usize> {
    inputs: [*const T; N],
    out: *mut MaybeUninit<U>,
    f: &'a F,
}

// SAFETY: stands for views of the inputs and a mutable view of the output, of which each task
// writes other elements.
unsafe impl<T: Sync, F: Sync, U: Send, const N: usize> Sync for Blocks<'_, T, F, U, N> {}

impl<T, F, const N: usize> Body for Blocks<'_, T, F, F::Out, N>
where
    T: Copy + Send + Sync,
    F: BlockMapper<T, N>,
{
    type Part = ();
    fn empty(&self) {}
    fn merge(&self, (): (), (): ()) {}
    fn dispatch<K: Kernel>(kernel: K) -> K::Output {
        simd::dispatch_wide(kernel)
    }

    #[inline(always)]
    unsafe fn block<I: Isa>(&self, isa: I, _: &mut (), block: &Block) {
        let most = BLOCK.min(chunk::<T>());
        let mut results = [F::Out::default(); BLOCK];
        let mut scratch: [Scratch; N] = std::array::from_fn(|_| Scratch::new());
        let mut start = block.start;
        for _ in 0..block.rows {
            let mut from = 0;
            while from < block.len {
                let n = most.min(block.len - from);
                let offset = |k: usize| start[k] + from as isize * block.step[k];
                let mut slices = [&[][..]; N];
                for (k, scratch) in scratch.iter_mut().enumerate() {
                    // SAFETY: the block's offsets are valid for input `k`, operand `k + 1`.
                    slices[k] = unsafe {
                        let first = self.inputs[k].offset(offset(k + 1));
                        std::slice::from_raw_parts(gather(first, block.step[k + 1], n, scratch), n)
                    };
                }
                self.f.block(isa, slices, &mut results[..n]);
                // SAFETY: the block's offsets are valid for the output, operand 0.
                unsafe { put(&results[..n], self.out.offset(offset(0)), block.step[0]) };
                from += n;
            }
            for (s, d) in start.iter_mut().zip(&block.row) {
                *s += d;
            }
        }
    }
}

/// Copies results to their places.
///
/// # Safety
/// `first`, `first + step`, … may be written.
#[inline(always)]
unsafe fn put<U: Copy>(results: &[U], first: *mut MaybeUninit<U>, step: isize) {
    if step == 1 {
        // SAFETY: the caller's promise; the results are a local array.
        unsafe { first.cast::<U>().copy_from_nonoverlapping(results.as_ptr(), results.len()) };
        return;
    }
    for (i, &value) in results.iter().enumerate() {
        // SAFETY: the caller's promise.
        unsafe { first.offset(i as isize * step).write(MaybeUninit::new(value)) };
    }
}

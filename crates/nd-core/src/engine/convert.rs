//! Casts: a map whose walk does not know the element types.
//!
//! Every pair of element types needs a loop of its own for each instruction set, and there
//! are hundreds of pairs. The walk around the loops is therefore compiled once, over bytes,
//! and calls the pair's loop through a pointer, once a block.

use crate::array::Array;
use crate::buffer::Buffer;
use crate::cast::CastTo;
use crate::element::Element;
use crate::engine::run::{Block, Body, CHEAP};
use crate::error::ok;
use crate::layout::Layout;
use crate::shape::Shape;
use crate::simd::{self, Isa, Kernel};
use crate::view::View;
use crate::zip::walk;
use std::mem::MaybeUninit;

/// Every element cast, into an array in C order, or in Fortran order if the operand is.
#[track_caller]
pub(crate) fn convert<T: CastTo<U>, U: Element>(from: View<'_, T>) -> Array<U> {
    let layout = from.layout();
    let shape = layout.shape;
    let size = ok(shape.size_for(size_of::<U>(), "cast"));
    let (flat, order) = match (layout.is_c_contiguous(), layout.is_f_contiguous()) {
        (true, _) => (true, Layout::c_order(shape)),
        (false, true) => (true, Layout::f_order(shape)),
        _ => (false, Layout::c_order(shape)),
    };
    let buffer = Buffer::<MaybeUninit<U>>::uninit(size);
    let body = Convert {
        to: buffer.start().as_ptr().cast(),
        from: from.as_ptr().cast(),
        block: convert_block::<T, U>,
    };
    // SAFETY: the pointers are those of a fresh buffer and of the view, with their layouts,
    // and the block function is that of their types.
    unsafe { body.walk(&shape, &order, layout, flat) };
    // SAFETY: the walk wrote every element once.
    Array::from_buffer(unsafe { buffer.assume_init() }, order)
}

/// Output and operand, their types known to `block` alone.
struct Convert {
    to: *mut u8,
    from: *const u8,
    block: unsafe fn(*mut u8, *const u8, &Block),
}

// SAFETY: stands for a mutable view, shared out in disjoint parts, and a view, both of
// elements that are `Send + Sync`.
unsafe impl Sync for Convert {}

impl Convert {
    /// # Safety
    /// The pointers and layouts are those of the types that `block` was made for; the output
    /// may be written, and if `flat` both are contiguous in the same order.
    #[inline(never)]
    unsafe fn walk(&self, shape: &Shape, to: &Layout, from: &Layout, flat: bool) {
        // SAFETY: passed on.
        unsafe { walk(self, shape, &[to.strides, from.strides], flat, CHEAP) }
    }
}

impl Body for Convert {
    type Part = ();
    fn empty(&self) {}
    fn merge(&self, (): (), (): ()) {}

    #[inline(always)]
    unsafe fn block<I: Isa>(&self, _: I, _: &mut (), block: &Block) {
        // SAFETY: the block's offsets are valid for both operands.
        unsafe { (self.block)(self.to, self.from, block) }
    }
}

/// # Safety
/// `to` and `from` point to elements of type `U` and `T`, and the block's offsets (of
/// operands 0 and 1) reach elements that may be written and read.
unsafe fn convert_block<T: CastTo<U>, U: Element>(to: *mut u8, from: *const u8, block: &Block) {
    let (mut to, mut from) = (to.cast::<MaybeUninit<U>>(), from.cast::<T>());
    let contiguous = block.step[0] == 1 && block.step[1] == 1;
    // SAFETY: inside the block; the two do not overlap, as the output is a fresh buffer.
    unsafe {
        to = to.offset(block.start[0]);
        from = from.offset(block.start[1]);
        for row in 0..block.rows as isize {
            let to = to.offset(row * block.row[0]);
            let from = from.offset(row * block.row[1]);
            if contiguous {
                let to = std::slice::from_raw_parts_mut(to, block.len);
                simd::dispatch(Run { to, from: std::slice::from_raw_parts(from, block.len) });
                continue;
            }
            for i in 0..block.len as isize {
                let value = (*from.offset(i * block.step[1])).cast_to();
                (*to.offset(i * block.step[0])).write(value);
            }
        }
    }
}

/// One contiguous run, compiled for each instruction set.
struct Run<'a, T, U> {
    to: &'a mut [MaybeUninit<U>],
    from: &'a [T],
}

impl<T: CastTo<U>, U: Element> Kernel for Run<'_, T, U> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        for (to, from) in self.to.iter_mut().zip(self.from) {
            to.write(from.cast_to());
        }
    }
}

//! The greatest of a window of elements with heights added to them.

use super::flat::{extended, row_at};
use crate::blocks::for_each_block;
use crate::mode::Mode;
use nd_core::Array;
use nd_core::simd::{Isa, Kernel, dispatch};

/// The greatest of `a` at each step plus its height; NaN if there is one among these.
pub(crate) fn highest(
    a: &Array<f64>,
    steps: &[Vec<isize>],
    heights: &[f64],
    mode: Mode,
    outside: f64,
) -> Array<f64> {
    let shape = a.shape();
    let mut out = Array::<f64>::full(shape, f64::NEG_INFINITY);
    if a.is_empty() {
        return out;
    }
    let width = *shape.last().unwrap_or(&1);
    let leading = &shape[..shape.len().saturating_sub(1)];
    let source = a.as_slice().expect("floats are contiguous");
    let strip = (source.len() / width).div_ceil(64).max(1);
    let work = source.len().saturating_mul(steps.len());
    let elements = out.as_slice_mut().expect("fresh arrays are contiguous");
    for_each_block(elements, strip * width, work, &|i, out| {
        let mut row = Vec::new();
        for (y, out) in out.chunks_mut(width).enumerate() {
            for (step, &height) in steps.iter().zip(heights) {
                let (last, before) = match step.split_last() {
                    Some((last, before)) => (*last, before),
                    None => (0, &[][..]),
                };
                match row_at(i * strip + y, before, leading, mode) {
                    Some(seen) => {
                        let seen = &source[seen * width..][..width];
                        extended(seen, [last, last], mode, outside, &mut row);
                    }
                    None => {
                        row.clear();
                        row.resize(width, outside);
                    }
                }
                dispatch(Raise { row: &row, height, out });
            }
        }
    });
    out
}

struct Raise<'a> {
    row: &'a [f64],
    height: f64,
    out: &'a mut [f64],
}

impl Kernel for Raise<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        for (out, x) in self.out.iter_mut().zip(self.row) {
            let raised = x + self.height;
            // NaN is never given up.
            *out = if raised > *out || raised.is_nan() { raised } else { *out };
        }
    }
}

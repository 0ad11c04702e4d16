//! Distances in a picture of two axes, without turning it.
//!
//! First the steps to the nearest zero down and up each column, many columns at once and row after row;
//! then each row by itself. Both read and write memory in its order.

use super::lines::{NEAR, Pass, Scratch, Source, store};
use crate::canvas::canvas;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, threads};

/// Columns that are worked on together.
const BLOCK: usize = 256;

/// What stands for no zero so far; the length of a column is less, so that their sum fits.
const FAR: u16 = 1 << 15;

/// Elements whose distances are written before they leave the cache.
const PART: usize = 1 << 15;

/// The distances of `set`, `(n, m)`, not empty; none if columns are too long for short numbers.
pub(super) fn distances(set: &[u8], [n, m]: [usize; 2]) -> Option<Array<f64>> {
    if n >= usize::from(FAR) {
        return None;
    }
    // Blocks of columns one after the other, each in C order.
    let mut steps = canvas::<u16>(n * m);
    let all = steps.as_slice_mut().expect("fresh arrays are contiguous");
    threads::chunks(all, BLOCK * n, &|start, steps| {
        dispatch(Columns { set, m, left: start / n, width: steps.len() / n, steps });
    });
    let all = steps.as_slice().expect("fresh arrays are contiguous");
    let pass = Pass::<u32> {
        n: m,
        m: 1,
        step: 1.0,
        source: Source::Squared(&[]),
        indices: &[],
        indexed: false,
    };
    let rows = (PART / m).max(1);
    Some(Array::from_slots_parallel([n, m], rows * m, |start, slots| {
        slots.edit(0.0, |out| {
            let mut scratch = Scratch::new(m, 1);
            let mut line = std::mem::take(&mut scratch.tile);
            for (y, out) in (start / m..).zip(out.chunks_mut(m)) {
                for (block, line) in line[NEAR..][..m].chunks_mut(BLOCK).enumerate() {
                    let steps = &all[block * BLOCK * n + y * line.len()..][..line.len()];
                    dispatch(Squares { steps, line });
                }
                pass.line(&line, &mut scratch);
                store(&scratch.out, out);
            }
        })
    }))
}

/// Steps to the nearest zero above or below, for the columns from `left` on.
struct Columns<'a> {
    set: &'a [u8],
    m: usize,
    left: usize,
    width: usize,
    steps: &'a mut [u16],
}

impl Kernel for Columns<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Columns { set, m, left, width, steps } = self;
        let mut before = [FAR; BLOCK];
        let before = &mut before[..width];
        for (steps, set) in steps.chunks_mut(width).zip(set.chunks(m)) {
            for ((step, before), &set) in steps.iter_mut().zip(&mut *before).zip(&set[left..]) {
                *before = if set == 0 { 0 } else { *before + 1 };
                *step = *before;
            }
        }
        before.fill(FAR);
        for steps in steps.chunks_mut(width).rev() {
            for (step, before) in steps.iter_mut().zip(&mut *before) {
                *before = (*step).min(*before + 1);
                *step = *before;
            }
        }
    }
}

/// The squares of steps.
struct Squares<'a> {
    steps: &'a [u16],
    line: &'a mut [u32],
}

impl Kernel for Squares<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        for (square, &steps) in self.line.iter_mut().zip(self.steps) {
            let far = u32::from(steps);
            *square = if steps >= FAR { super::lines::Lane::NONE } else { far * far };
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{distance_transform_edt, distance_transform_edt_indices};
    use nd_core::Array;

    #[test]
    fn equals_the_transform_with_indices() {
        for (shape, every) in [
            ([1, 1], 1),
            ([1, 900], 1000),
            ([5, 700], 3499),
            ([300, 300], 40_000),
            ([300, 270], 977),
            ([40, 1000], 17),
            ([400, 3], 601),
        ] {
            let a = Array::from_fn(shape, |at| !(at[0] * shape[1] + at[1]).is_multiple_of(every));
            let (expected, indices) = distance_transform_edt_indices(&a);
            assert!(indices.is_some());
            assert_eq!(distance_transform_edt(&a), expected, "{shape:?}, one in {every}");
        }
    }
}

//! The first pass of a distance transform, many lines at once.

use super::lines::Lane;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::threads;

/// Lines that are worked on together: a cache line of the source.
const TILE: usize = 64;

/// What stands for no zero so far; the length of an axis is less, so that their sum fits.
const FAR: u16 = 1 << 15;

/// Writes, for each line along the first axis of `set`, `(n, m)`, the squared steps to its nearest
/// zero: `(m, n)`. False, and nothing is written, if the axis is too long for short numbers.
pub(crate) fn squared(set: &[u8], n: usize, m: usize, out: &mut [u32]) -> bool {
    if n >= usize::from(FAR) {
        return false;
    }
    threads::chunks(out, TILE * n, &|start, out| {
        let mut steps = vec![[0u16; TILE]; n];
        dispatch(Tile { set, n, m, left: start / n, steps: &mut steps, out });
    });
    true
}

struct Tile<'a> {
    set: &'a [u8],
    n: usize,
    m: usize,
    left: usize,
    steps: &'a mut [[u16; TILE]],
    out: &'a mut [u32],
}

impl Kernel for Tile<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Tile { set, n, m, left, steps, out } = self;
        let lines = out.len() / n;
        let mut since = [FAR; TILE];
        let mut set_here = [0u8; TILE];
        for (i, steps) in steps.iter_mut().enumerate() {
            set_here[..lines].copy_from_slice(&set[i * m + left..][..lines]);
            for x in 0..TILE {
                since[x] = if set_here[x] == 0 { 0 } else { since[x] + 1 };
            }
            *steps = since;
        }
        let mut until = [FAR; TILE];
        for steps in steps.iter_mut().rev() {
            for x in 0..TILE {
                until[x] = steps[x].min(until[x] + 1);
            }
            *steps = until;
        }
        // A few steps of each line at a time, so that what is read across stays in the cache.
        for (k, steps) in steps.chunks(16).enumerate() {
            for line in 0..lines {
                let out = &mut out[line * n + 16 * k..][..steps.len()];
                for (out, steps) in out.iter_mut().zip(steps) {
                    let steps = steps[line];
                    let square = u32::from(steps) * u32::from(steps);
                    *out = if steps >= FAR { u32::NONE } else { square };
                }
            }
        }
    }
}

//! Means: sums by doubling, divided once.

use super::Span;
use super::sweep::{Join, Lanes, run};
use crate::wide::Settle;
use nd_core::{Array, View};

/// Sums of floats divided by the number of samples.
#[derive(Clone, Copy)]
struct Mean<L> {
    sizes: [L; 2],
    settle: [Settle<L>; 2],
}

macro_rules! float_means {
    ($($type:ident)*) => {$(
        impl Join<$type> for Mean<$type> {
            const OVERLAP: bool = false;
            #[inline(always)]
            fn join(self, left: $type, right: $type) -> $type {
                left + right
            }
            #[inline(always)]
            fn finish(self, pass: usize, sums: &mut [$type]) {
                let size = self.sizes[pass];
                sums.iter_mut().for_each(|sum| *sum /= size);
                if let Some(settle) = self.settle[pass] {
                    settle(sums);
                }
            }
        }

        /// The means of windows of floats.
        pub(crate) fn $type(
            a: View<'_, $type>,
            spans: &[Span],
            settle: Settle<$type>,
        ) -> Array<$type> {
            let copy = |from: &[$type], to: &mut [$type]| to.copy_from_slice(from);
            let lanes = Lanes { load: copy, store: copy, outside: |x| x as $type };
            // The last means become elements elsewhere.
            let last = spans.last().map(|span| span.axis);
            run(a, spans, &lanes, &|spans| Mean {
                sizes: spans.map(|span| span.map_or(1.0, |span| span.size as $type)),
                settle: spans.map(|span| settle.filter(|_| span.map(|span| span.axis) != last)),
            })
        }
    )*};
}
float_means!(f32 f64);

/// Sums of whole numbers of few bits, divided by a multiplication.
#[derive(Clone, Copy)]
struct WholeMean {
    /// By what sums are multiplied, and by how much they are shifted after 16 bits.
    reciprocals: [(u16, u32); 2],
}

/// The longest window whose sums of bytes fit in 16 bits, and whose reciprocals are exact.
const LONGEST: usize = 128;

impl WholeMean {
    /// The reciprocal of `size` rounded up: `⌈2¹⁶⁺ˢ / size⌉` with `2ˢ < size ≤ 2ˢ⁺¹`. Quotients of
    /// sums below `256 · size` are exact, since the error, below `2ˢ` in `2¹⁶⁺ˢ` for each unit of
    /// the sum, stays below one part of `size` (Granlund and Montgomery 1994).
    fn reciprocal(size: usize) -> (u16, u32) {
        let shift = size.max(2).ilog2() - u32::from(size.is_power_of_two());
        ((1usize << (16 + shift)).div_ceil(size) as u16, shift)
    }
}

impl Join<u16> for WholeMean {
    const OVERLAP: bool = false;
    const PART: Option<fn(u16, u16) -> u16> = Some(|whole, part| whole - part);
    #[inline(always)]
    fn join(self, left: u16, right: u16) -> u16 {
        left + right
    }
    #[inline(always)]
    fn finish(self, pass: usize, sums: &mut [u16]) {
        let (factor, shift) = self.reciprocals[pass];
        if factor == 0 {
            return; // windows of one sample
        }
        for sum in sums {
            *sum = ((u32::from(*sum) * u32::from(factor)) >> 16) as u16 >> shift;
        }
    }
}

/// The means of windows of bytes, truncated; see [`fits`].
pub(crate) fn u8(a: View<'_, u8>, spans: &[Span]) -> Array<u8> {
    let lanes = Lanes {
        load: |from: &[u8], to: &mut [u16]| {
            to.iter_mut().zip(from).for_each(|(to, &x)| *to = x.into());
        },
        store: |from: &[u16], to: &mut [u8]| {
            to.iter_mut().zip(from).for_each(|(to, &x)| *to = x as u8);
        },
        outside: |x| x as u16,
    };
    run(a, spans, &lanes, &|spans| WholeMean {
        reciprocals: spans.map(|span| span.map_or((0, 0), |span| WholeMean::reciprocal(span.size))),
    })
}

/// Whether the means of `spans` of bytes can be computed in 16 bits: short windows, and a constant
/// outside that is a byte.
pub(crate) fn fits(spans: &[Span]) -> bool {
    spans.iter().all(|span| {
        let outside = span.mode.outside();
        span.size <= LONGEST && outside == f64::from(outside as u8)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reciprocals_are_exact() {
        for size in 2..=LONGEST {
            let (factor, shift) = WholeMean::reciprocal(size);
            for sum in 0..=255 * size {
                let quotient = (sum * usize::from(factor)) >> 16 >> shift;
                assert_eq!(quotient, sum / size, "{sum} / {size}");
            }
        }
        assert_eq!(WholeMean::reciprocal(1).0, 0);
    }
}

//! Writing the labels of a row.

use nd_core::simd::{Isa, Kernel};

/// Labels written at once.
const WIDE: usize = 8;

/// Writes the labels of a row of runs, and zeros between them.
///
/// From the start or the end of a run on, labels are written a vector at a time, past where they should
/// end: what comes next overwrites the rest. So short runs are not loops of their own lengths.
pub(super) struct Paint<'a> {
    /// Which pixels are set, and at which a run starts.
    pub(super) bits: &'a [[u64; 2]],
    /// The component of each run of the row, and of those after it.
    pub(super) component: &'a [u32],
    /// The label of each component.
    pub(super) labels: &'a [u32],
    /// As long as [`room`](Self::room) says.
    pub(super) out: &'a mut [u32],
}

impl Paint<'_> {
    /// What a row of so many words needs room for.
    pub(super) fn room(words: usize) -> usize {
        64 * words + WIDE
    }
}

impl Kernel for Paint<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Paint { bits, component, labels, out } = self;
        let (mut label, mut run, mut carry) = (0u32, 0, 0u64);
        for (i, &[set, starts]) in bits.iter().enumerate() {
            let out: &mut [u32; 64 + WIDE] =
                (&mut out[64 * i..][..64 + WIDE]).try_into().expect("of this length");
            let mut changes = starts | (!set & (set << 1 | carry));
            carry = set >> 63;
            let mut x = 0;
            loop {
                let end = changes.trailing_zeros() as usize;
                loop {
                    out[x..x + WIDE].fill(label);
                    x += WIDE;
                    if x >= end {
                        break;
                    }
                }
                if changes == 0 {
                    break;
                }
                let begins = starts >> end & 1 != 0;
                label = if begins { labels[component[run] as usize] } else { 0 };
                run += usize::from(begins);
                changes &= changes - 1;
                x = end;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_all_lengths() {
        for length in [1, 7, 8, 9, 63, 64, 65, 130] {
            for start in [0, 1, 55, 63, 64, 70] {
                let mut bits = [[0u64; 2]; 4];
                (start..start + length).for_each(|x| bits[x / 64][0] |= 1 << (x % 64));
                bits[start / 64][1] |= 1 << (start % 64);
                let mut out = [9; 64 * 4 + WIDE];
                let paint = Paint { bits: &bits, component: &[1], labels: &[3, 5], out: &mut out };
                paint.run(nd_core::simd::Baseline);
                let expected = |x| if (start..start + length).contains(&x) { 5 } else { 0 };
                assert!((0..256).all(|x| out[x] == expected(x)), "{start} {length}");
            }
        }
    }
}

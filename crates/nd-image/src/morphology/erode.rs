//! Binary erosion on words of 64 pixels.

use super::bits::{BLOCK, Bits};
use super::element::Steps;
use crate::blocks::for_each_block;
use nd_core::simd::{Isa, Kernel, dispatch};

/// The erosion of `bits`, whose ends are filled with `border`, into `out`, whose ends will be.
pub(crate) fn erode(bits: &Bits, leading: &[usize], steps: &Steps, border: bool, out: &mut Bits) {
    let stride = bits.stride;
    let work = bits.words.len().saturating_mul(8 * steps.rows.len().max(1));
    let mut words = std::mem::take(&mut out.words);
    for_each_block(&mut words, stride * BLOCK, work, &|i, words| {
        dispatch(Block { bits, leading, steps, border, top: i * BLOCK, words });
    });
    out.words = words;
}

struct Block<'a> {
    bits: &'a Bits,
    leading: &'a [usize],
    steps: &'a Steps,
    border: bool,
    top: usize,
    words: &'a mut [u64],
}

impl Kernel for Block<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Block { bits, leading, steps, border, top, words } = self;
        let (stride, pad) = (bits.stride, bits.pad);
        let mut scratch = vec![0u64; stride];
        for (y, out) in words.chunks_mut(stride).enumerate() {
            out.fill(u64::MAX);
            for (step, intervals) in &steps.rows {
                let Some(row) = row_at(top + y, step, leading) else {
                    if !border {
                        out.fill(0);
                        break;
                    }
                    continue;
                };
                let source = &bits.words[row * stride..][..stride];
                let inner = &mut out[pad..stride - pad];
                for &interval in intervals {
                    all_of(source, interval, pad, &mut scratch, inner);
                }
            }
            bits.fill_ends(out, border);
        }
    }
}

/// The row that `step` leads to from row `y`, counted in C order; `None` outside.
fn row_at(y: usize, step: &[isize], leading: &[usize]) -> Option<usize> {
    let (mut rest, mut stride, mut row) = (y, 1, 0);
    for (&step, &n) in step.iter().zip(leading).rev() {
        row += (rest % n).checked_add_signed(step).filter(|&i| i < n)? * stride;
        rest /= n;
        stride *= n;
    }
    Some(row)
}

/// Keeps the bits of `out` where all pixels `lo ..= hi` further on in the row are set.
#[inline(always)]
fn all_of(source: &[u64], [lo, hi]: [isize; 2], pad: usize, scratch: &mut [u64], out: &mut [u64]) {
    let len = (hi - lo + 1) as usize;
    let first = (pad * 64).strict_add_signed(lo);
    if len <= 4 {
        for k in 0..len {
            and_shifted(source, first + k, out);
        }
        return;
    }
    // Bit x of the scratch row: all of x .. x + have are set. `have` doubles.
    scratch.copy_from_slice(source);
    let mut have = 1;
    while 2 * have <= len {
        and_with_later(scratch, have);
        have *= 2;
    }
    and_shifted(scratch, first, out);
    if have < len {
        and_shifted(scratch, first + len - have, out);
    }
}

/// `out &= source` from bit `first` on.
#[inline(always)]
fn and_shifted(source: &[u64], first: usize, out: &mut [u64]) {
    let (word, bit) = (first / 64, (first % 64) as u32);
    let low = &source[word..][..out.len()];
    let high = &source[word + 1..][..out.len()];
    for ((out, low), high) in out.iter_mut().zip(low).zip(high) {
        *out &= low >> bit | high << 1 << (63 - bit);
    }
}

/// `row &= row` from bit `by` on; ones after the end.
#[inline(always)]
fn and_with_later(row: &mut [u64], by: usize) {
    let (word, bit) = (by / 64, (by % 64) as u32);
    let n = row.len();
    for i in 0..n.saturating_sub(word + 1) {
        row[i] &= row[i + word] >> bit | row[i + word + 1] << 1 << (63 - bit);
    }
    if word < n {
        let i = n - word - 1;
        row[i] &= row[i + word] >> bit | !(u64::MAX >> bit);
    }
}

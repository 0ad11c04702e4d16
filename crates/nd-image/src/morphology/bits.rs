//! Masks of a bit a pixel, 64 to a word: what binary morphology loops over.
//!
//! A row has words to spare at both ends, which hold what lies beyond the edges, so that shifted rows
//! are read without looking where they end.

use crate::axes::with_rows;
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use crate::labelling::packed;
use crate::ordinal::Ordinal;
use nd_core::{Array, View};

#[derive(Clone, Debug)]
pub struct Bits {
    /// Pixels of a row.
    pub(crate) width: usize,
    /// Words before the first pixel of a row, and at least as many after the last.
    pub(crate) pad: usize,
    /// Words of a row with its ends.
    pub(crate) stride: usize,
    pub(crate) words: Vec<u64>,
}

/// Rows in one block of work.
pub(crate) const BLOCK: usize = 64;

impl Bits {
    /// Rows with room for steps of up to `reach` pixels, unset.
    pub(crate) fn new(rows: usize, width: usize, reach: usize) -> Bits {
        let pad = reach.div_ceil(64) + 1;
        let stride = width.div_ceil(64) + 2 * pad;
        Bits { width, pad, stride, words: vec![0; rows * stride] }
    }

    /// What is set of an array that is not empty.
    pub(crate) fn of<T: Ordinal>(a: View<'_, T>, reach: usize) -> Bits {
        let depth = a.ndim().saturating_sub(1);
        with_rows(a, depth, |rows| {
            let mut bits = Bits::new(rows.len(), rows[0].len(), reach);
            let (stride, pad) = (bits.stride, bits.pad);
            let work = a.size();
            for_each_block(&mut bits.words, stride * BLOCK, work, &|i, words| {
                let mut set = vec![0u8; rows[0].len().next_multiple_of(64)];
                for (row, words) in rows[i * BLOCK..].iter().zip(words.chunks_mut(stride)) {
                    T::set_row(row, &mut set);
                    let (groups, _) = set.as_chunks::<64>();
                    for (word, group) in words[pad..].iter_mut().zip(groups) {
                        *word = packed(group);
                    }
                }
            });
            bits
        })
    }

    /// The mask as an array.
    pub(crate) fn to_array(&self, shape: &[usize]) -> Array<bool> {
        let mut out = canvas::<bool>(shape);
        let elements = out.as_slice_mut().expect("fresh arrays are contiguous");
        let work = elements.len();
        for_each_block(elements, self.width * BLOCK, work, &|i, out| {
            let rows = self.words[i * BLOCK * self.stride..].chunks(self.stride);
            for (out, words) in out.chunks_mut(self.width).zip(rows) {
                for (out, &word) in out.chunks_mut(64).zip(&words[self.pad..]) {
                    unpacked(word, out);
                }
            }
        });
        out
    }

    /// Sets everything beyond the edges of a row, or nothing.
    pub(crate) fn fill_ends(&self, row: &mut [u64], set: bool) {
        let ends = if set { u64::MAX } else { 0 };
        row[..self.pad].fill(ends);
        let last = self.pad + self.width / 64;
        let inside = (1u64 << (self.width % 64)) - 1;
        row[last] = row[last] & inside | ends & !inside;
        row[last + 1..].fill(ends);
    }

    /// Sets everything beyond the edges, or nothing.
    pub(crate) fn fill_all_ends(&mut self, set: bool) {
        let mut words = std::mem::take(&mut self.words);
        words.chunks_mut(self.stride).for_each(|row| self.fill_ends(row, set));
        self.words = words;
    }

    /// Inverts all pixels.
    pub(crate) fn invert(&mut self) {
        self.words.iter_mut().for_each(|w| *w = !*w);
    }
}

/// Up to 64 pixels of a word.
#[inline(always)]
fn unpacked(word: u64, out: &mut [bool]) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    for (i, out) in out.chunks_mut(8).enumerate() {
        // Byte k keeps bit k of eight copies; what is not zero then carries into the highest bit.
        let spread = (word >> (8 * i) & 0xFF).wrapping_mul(EACH) & 0x8040_2010_0804_0201;
        let ones = (spread + 0x7F * EACH) >> 7 & EACH;
        for (out, byte) in out.iter_mut().zip(ones.to_le_bytes()) {
            *out = byte != 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let a = Array::from_fn([3, 131], |i| (i[0] + 1) * i[1] % 7 == 3 || i[1] == 130);
        let mut bits = Bits::of(a.view(), 70);
        assert_eq!(bits.to_array(&[3, 131]), a);
        bits.fill_all_ends(true);
        assert_eq!(bits.to_array(&[3, 131]), a);
        assert_eq!((bits.words[0], bits.words[bits.stride - 1]), (u64::MAX, u64::MAX));
        bits.invert();
        assert_eq!(bits.to_array(&[3, 131]), !&a);
    }
}

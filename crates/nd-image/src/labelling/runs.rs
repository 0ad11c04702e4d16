//! Components of the runs of a strip of rows.
//!
//! A run is a stretch of neighbouring set pixels of a row. Rows are kept as bits, 64 pixels a word: which
//! pixels are set, and at which a run starts; a run's number is the count of starts up to it. Runs are
//! numbered in raster order and a set's root is its least member, so components, numbered by roots, are
//! in the order of their first pixels.

use super::paint::Paint;
use super::pairs::Pairs;
use super::reach::Reach;
use super::roots::Roots;
use nd_core::simd::{Isa, Kernel, dispatch};

/// The runs of some rows, and which component each is in.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    /// Words of a row.
    words: usize,
    /// For each 64 pixels which are set, and at which a run starts.
    bits: Vec<[u64; 2]>,
    /// What the pixels of a run have in common, where components hold one value.
    values: Vec<u64>,
    /// How many runs there are before each row; one more than there are rows.
    pub(crate) rows: Vec<u32>,
    /// The component of each run.
    pub(crate) component: Vec<u32>,
    pub(crate) count: u32,
}

/// Where rows come from: ones and zeros, and values if they matter.
pub(crate) trait Rows: Sync {
    /// Puts ones and zeros of row `y` in place.
    fn set(&self, y: usize, out: &mut [u8]);
    /// Puts the values of row `y` in place; false if they do not matter.
    fn values(&self, y: usize, out: &mut Vec<u64>) -> bool;
}

/// A row as bits, and the number of its first run.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) bits: &'a [[u64; 2]],
    pub(crate) first: u32,
}

impl Runs {
    /// The components of rows `top..top + height` by themselves.
    pub(crate) fn of(
        source: &dyn Rows,
        width: usize,
        [top, height]: [usize; 2],
        leading: &[usize],
        reach: &Reach,
    ) -> Runs {
        let words = width.div_ceil(64);
        let mut runs = Runs { words, rows: vec![0], ..Runs::default() };
        runs.bits.reserve(words * height);
        let (mut set, mut values) = (vec![0u8; words * 64], Vec::new());
        let (mut roots, mut before, mut pairs) = (Roots::default(), Vec::new(), Vec::new());
        for y in top..top + height {
            source.set(y, &mut set[..width]);
            let bits = &mut runs.bits;
            let mut count = dispatch(Found { set: &set, bits, along: reach.along });
            if source.values(y, &mut values) {
                count = runs.split_by_value(&values);
            }
            let all = runs.rows[y - top] + count;
            runs.rows.push(all);
            roots.0.extend(roots.0.len() as u32..all);
            reach.rows_of(y, leading, &mut before);
            for &(row, lo, hi) in before.iter().filter(|b| b.0 >= top) {
                runs.meet(row - top, &runs, y - top, [lo, hi], &mut pairs);
                pairs.iter().for_each(|&[a, b]| roots.join(a, b));
            }
        }
        (runs.component, runs.count) = roots.number();
        runs
    }

    /// Makes runs of the last row start where values change; how many there are.
    fn split_by_value(&mut self, values: &[u64]) -> u32 {
        let from = self.values.len();
        let first = self.bits.len() - self.words;
        for (x, &value) in values.iter().enumerate() {
            let [set, starts] = &mut self.bits[first + x / 64];
            let bit = 1 << (x % 64);
            if *set & bit != 0 && (*starts & bit != 0 || value != values[x - 1]) {
                *starts |= bit;
                self.values.push(value);
            }
        }
        (self.values.len() - from) as u32
    }

    fn row(&self, y: usize) -> Row<'_> {
        Row { bits: &self.bits[y * self.words..][..self.words], first: self.rows[y] }
    }

    /// Puts the runs of row `y` here and of row `other_y` of `other` that are neighbours in place: pixels
    /// of ours are `lo ..= hi` further along.
    pub(crate) fn meet(
        &self,
        y: usize,
        other: &Runs,
        other_y: usize,
        interval: [isize; 2],
        pairs: &mut Vec<[u32; 2]>,
    ) {
        pairs.clear();
        let (before, here) = (self.row(y), other.row(other_y));
        dispatch(Pairs { before, here, interval, pairs });
        if !self.values.is_empty() {
            pairs.retain(|&[a, b]| self.values[a as usize] == other.values[b as usize]);
        }
    }

    /// Writes labels: row after row of `out`, from row `top` on, by the label of each component.
    pub(crate) fn write(&self, top: usize, width: usize, labels: &[u32], out: &mut [u32]) {
        let mut painted = vec![0; Paint::room(self.words)];
        for (y, out) in out.chunks_mut(width).enumerate() {
            let row = self.row(top + y);
            let component = &self.component[row.first as usize..];
            dispatch(Paint { bits: row.bits, component, labels, out: &mut painted });
            out.copy_from_slice(&painted[..width]);
        }
    }
}

/// Finds the runs of one row of ones and zeros, whose length is a multiple of 64; their number.
struct Found<'a> {
    set: &'a [u8],
    bits: &'a mut Vec<[u64; 2]>,
    along: bool,
}

impl Kernel for Found<'_> {
    type Output = u32;
    #[inline(always)]
    fn run<I: Isa>(self, _: I) -> u32 {
        let (words, _) = self.set.as_chunks::<64>();
        let (mut carry, mut count) = (0u64, 0);
        for bytes in words {
            let set = packed(bytes);
            let joined = if self.along { set << 1 | carry } else { 0 };
            carry = set >> 63;
            let starts = set & !joined;
            count += starts.count_ones();
            self.bits.push([set, starts]);
        }
        count
    }
}

/// 64 ones and zeros as bits, the first one lowest.
#[inline(always)]
pub(crate) fn packed(bytes: &[u8; 64]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let mut word = 0;
    for (i, &eight) in eights.iter().enumerate() {
        // Moves the lowest bit of byte k to bit 56 + k; no two products meet.
        let bits = u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= bits << (8 * i);
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_in_order() {
        let mut bytes = [0; 64];
        for i in [0, 1, 7, 8, 33, 63] {
            bytes[i] = 1;
        }
        assert_eq!(packed(&bytes), 1 | 2 | 1 << 7 | 1 << 8 | 1 << 33 | 1 << 63);
    }

    #[test]
    fn runs_cross_words() {
        let mut set = [0; 128];
        set[0] = 1;
        set[60..70].fill(1);
        set[126..].fill(1);
        let mut bits = Vec::new();
        let found = Found { set: &set, bits: &mut bits, along: true };
        assert_eq!(found.run(nd_core::simd::Baseline), 3);
        assert_eq!([bits[0][1], bits[1][1]], [1 | 1 << 60, 1 << 62]);
        let found = Found { set: &set, bits: &mut bits, along: false };
        assert_eq!(found.run(nd_core::simd::Baseline), 13);
    }
}

//! Components of the runs of a strip of rows.
//!
//! A run is a stretch of neighbouring set pixels of a row. Runs are found 64 pixels at a time, and
//! those of a row joined with those of the rows before it by a walk along both lists. Runs are
//! numbered in raster order and a set's root is its least member, so components, numbered by roots,
//! are in the order of their first pixels.

use super::reach::Reach;
use nd_core::simd::{Isa, Kernel, dispatch};

/// Disjoint sets, each represented by its least member.
#[derive(Debug, Default)]
pub(crate) struct Roots(pub(crate) Vec<u32>);

impl Roots {
    pub(crate) fn new(n: u32) -> Roots {
        Roots((0..n).collect())
    }

    #[inline(always)]
    pub(crate) fn find(&mut self, mut x: u32) -> u32 {
        loop {
            let parent = self.0[x as usize];
            if parent == x {
                return x;
            }
            let above = self.0[parent as usize];
            self.0[x as usize] = above;
            x = above;
        }
    }

    #[inline(always)]
    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        // A root is never greater than its members.
        if a < b {
            self.0[b as usize] = a;
        } else {
            self.0[a as usize] = b;
        }
    }

    /// Numbers the sets `0..count` in the order of their roots, in place of the roots.
    pub(crate) fn number(mut self) -> (Vec<u32>, u32) {
        let mut count = 0;
        for x in 0..self.0.len() {
            let parent = self.0[x];
            // Parents come first, and have been replaced by their numbers.
            self.0[x] = if parent as usize == x {
                count += 1;
                count - 1
            } else {
                self.0[parent as usize]
            };
        }
        (self.0, count)
    }
}

/// The runs of some rows, and which component each is in.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    /// The first pixel of each run, and the one after its last.
    pub(crate) spans: Vec<[u32; 2]>,
    /// What the pixels of a run have in common, where components hold one value.
    pub(crate) values: Vec<u64>,
    /// Where the runs of each row start; one more than there are rows.
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

impl Runs {
    /// The components of rows `top..top + height` by themselves.
    pub(crate) fn of(
        source: &dyn Rows,
        width: usize,
        [top, height]: [usize; 2],
        leading: &[usize],
        reach: &Reach,
    ) -> Runs {
        let mut runs = Runs { rows: vec![0], ..Runs::default() };
        let (mut set, mut values) = (vec![0u8; width.next_multiple_of(64)], Vec::new());
        let (mut roots, mut before) = (Roots::default(), Vec::new());
        for y in top..top + height {
            source.set(y, &mut set[..width]);
            if source.values(y, &mut values) {
                runs.split_by_value(&set[..width], &values, reach.along);
            } else {
                dispatch(Spans { set: &set, spans: &mut runs.spans, along: reach.along });
            }
            runs.rows.push(runs.spans.len() as u32);
            roots.0.extend(roots.0.len() as u32..runs.spans.len() as u32);
            reach.rows_of(y, leading, &mut before);
            for &(row, lo, hi) in before.iter().filter(|b| b.0 >= top) {
                runs.meet(row - top, &runs, y - top, lo, hi, |a, b| roots.join(a, b));
            }
        }
        (runs.component, runs.count) = roots.number();
        runs
    }

    /// The runs of a row, each of one value.
    fn split_by_value(&mut self, set: &[u8], values: &[u64], along: bool) {
        let mut x = 0;
        while x < set.len() {
            let start = x;
            x += 1;
            if set[start] == 0 {
                continue;
            }
            while along && x < set.len() && set[x] != 0 && values[x] == values[start] {
                x += 1;
            }
            self.spans.push([start as u32, x as u32]);
            self.values.push(values[start]);
        }
    }

    /// The numbers of the runs of a row.
    fn row(&self, y: usize) -> std::ops::Range<usize> {
        self.rows[y] as usize..self.rows[y + 1] as usize
    }

    /// Calls `found` with each run of row `y` here and each of row `other_y` of `other` that hold
    /// neighbours: pixels of ours are `lo ..= hi` further along.
    #[inline(always)]
    pub(crate) fn meet(
        &self,
        y: usize,
        other: &Runs,
        other_y: usize,
        lo: isize,
        hi: isize,
        mut found: impl FnMut(u32, u32),
    ) {
        let ours = self.row(y);
        let (mut first, end) = (ours.start, ours.end);
        for b in other.row(other_y) {
            let [start, stop] = other.spans[b].map(|x| x as isize);
            while first < end && self.spans[first][1] as isize <= start + lo {
                first += 1;
            }
            let mut a = first;
            while a < end && (self.spans[a][0] as isize) < stop + hi {
                if self.values.is_empty() || self.values[a] == other.values[b] {
                    found(a as u32, b as u32);
                }
                a += 1;
            }
        }
    }

    /// Writes labels: row after row of `out`, by the label of each component.
    pub(crate) fn write(&self, width: usize, labels: &[u32], out: &mut [u32]) {
        for (y, out) in out.chunks_mut(width).enumerate() {
            for run in self.row(y) {
                let [start, stop] = self.spans[run].map(|x| x as usize);
                out[start..stop].fill(labels[self.component[run] as usize]);
            }
        }
    }
}

/// Finds the runs of one row of ones and zeros, whose length is a multiple of 64.
struct Spans<'a> {
    set: &'a [u8],
    spans: &'a mut Vec<[u32; 2]>,
    along: bool,
}

impl Kernel for Spans<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let (words, _) = self.set.as_chunks::<64>();
        let (mut carry, mut start) = (0u64, 0u32);
        for (i, bytes) in words.iter().enumerate() {
            let word = packed(bytes);
            let at = i as u32 * 64;
            if !self.along {
                let mut left = word;
                while left != 0 {
                    let x = at + left.trailing_zeros();
                    self.spans.push([x, x + 1]);
                    left &= left - 1;
                }
                continue;
            }
            // Bits where a run starts or has just ended, in turn.
            let mut edges = word ^ (word << 1 | carry);
            let mut inside = carry != 0;
            while edges != 0 {
                let x = at + edges.trailing_zeros();
                if inside {
                    self.spans.push([start, x]);
                } else {
                    start = x;
                }
                inside = !inside;
                edges &= edges - 1;
            }
            carry = word >> 63;
        }
        if carry != 0 && self.along {
            self.spans.push([start, self.set.len() as u32]);
        }
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
        let mut spans = Vec::new();
        Spans { set: &set, spans: &mut spans, along: true }.run(nd_core::simd::Baseline);
        assert_eq!(spans, [[0, 1], [60, 70], [126, 128]]);
    }
}

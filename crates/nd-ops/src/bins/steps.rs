//! [`Steps`]: equal bins in which numbers are counted without branches.

use super::edges::Edges;

/// The most bins whose counts are kept four times.
const FEW: usize = 1 << 12;
/// Added to a number of at most 31 bits, this leaves the nearest whole number in the last bits of the sum.
const ROUND: f64 = 6_755_399_441_055_744.0; // 1.5 · 2⁵²

/// The edges of a few equal bins, the last one infinite: what is found beyond the others is in the last bin.
pub(super) struct Steps {
    starts: Vec<f64>,
    last: f64,
    per_unit: f64,
}

impl Steps {
    /// None if bins are not equal, or many.
    pub(super) fn of(edges: &Edges) -> Option<Steps> {
        let per_unit = edges.per_unit()?;
        let mut starts = edges.edges.clone();
        let last = std::mem::replace(starts.last_mut()?, f64::INFINITY);
        (2..=FEW).contains(&starts.len()).then_some(Steps { starts, last, per_unit })
    }

    /// The bin of a number; the one after the last for NaN and what lies outside.
    #[inline(always)]
    fn bin(&self, x: f64) -> usize {
        let bins = self.starts.len() - 1;
        let first = self.starts[0];
        let steps = (x - first) * self.per_unit - 0.5;
        let guess = ((steps + ROUND).to_bits() as u32 as usize).min(bins - 1);
        // Rounding may have put the guess into the bin before or behind.
        let early = usize::from(x >= self.starts[guess + 1]);
        let late = usize::from(x < self.starts[guess]);
        let found = (guess + early).wrapping_sub(late);
        if first <= x && x <= self.last { found } else { bins }
    }

    /// Adds how many numbers lie in each bin.
    pub(super) fn count(&self, numbers: impl Iterator<Item = f64>, counts: &mut [usize]) {
        // Four times, so that numbers in one bin need not wait for each other.
        let mut four = vec![[0; 4]; self.starts.len()];
        for (at, x) in numbers.enumerate() {
            four[self.bin(x)][at % 4] += 1;
        }
        for (count, four) in counts.iter_mut().zip(four) {
            *count += four.iter().sum::<usize>();
        }
    }
}

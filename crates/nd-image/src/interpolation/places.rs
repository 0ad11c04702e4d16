//! Places at which an array is read, and what is known of them before it is.

use super::boundary::{Boundary, OUTSIDE};
use super::spline;

/// Places worked on together.
pub(crate) const CHUNK: usize = 128;

/// Where the elements of a result are read.
pub(crate) trait Positions: Sync {
    /// The places of the elements `start..start + len`, counted in C order, `len` at most
    /// [`CHUNK`]: for each axis of the array one run, of which the first `len` count.
    fn fill(&self, start: usize, len: usize, places: &mut Vec<[f64; CHUNK]>);
}

/// One axis of places: the taps of each and their weights.
pub(crate) struct Table {
    /// Taps of each place.
    pub(crate) taps: usize,
    /// Of each place and tap, the sample; [`OUTSIDE`] for a constant of the grid.
    pub(crate) samples: Vec<usize>,
    pub(crate) weights: Vec<f64>,
    /// Places where the constant is.
    pub(crate) outside: Vec<usize>,
    pub(crate) len: usize,
    /// A range of places whose taps are neighbouring samples.
    pub(crate) inner: std::ops::Range<usize>,
}

impl Table {
    /// The taps at `places`, measured without the `padding` that `n` samples have on each side.
    pub(crate) fn new(
        order: usize,
        boundary: Boundary,
        n: usize,
        padding: usize,
        places: &[f64],
    ) -> Table {
        let of = match order {
            1 => Table::of::<2>,
            2 => Table::of::<3>,
            3 => Table::of::<4>,
            4 => Table::of::<5>,
            _ => Table::of::<6>,
        };
        of(boundary, n, padding, places)
    }

    fn of<const W: usize>(boundary: Boundary, n: usize, padding: usize, places: &[f64]) -> Table {
        let len = places.len();
        let (mut samples, mut weights) = (Vec::new(), Vec::new());
        let mut outside = Vec::new();
        for (i, &x) in places.iter().enumerate() {
            let taps = taps::<W>(boundary, n, x + padding as f64).unwrap_or_else(|| {
                outside.push(i);
                ([0; W], [0.0; W])
            });
            samples.extend(taps.0);
            weights.extend(taps.1);
        }
        let inner = inner::<W>(&samples);
        Table { taps: W, samples, weights, outside, len, inner }
    }

    /// The samples counted from one on, before which there is none that a place takes.
    pub(crate) fn from(mut self, start: usize) -> Table {
        if start > 0 {
            for (i, samples) in self.samples.chunks_mut(self.taps).enumerate() {
                if self.outside.binary_search(&i).is_err() {
                    samples.iter_mut().filter(|i| **i != OUTSIDE).for_each(|i| *i -= start);
                }
            }
        }
        self
    }

    /// The samples and weights of place `i`.
    pub(crate) fn of_place(&self, i: usize) -> (&[usize], &[f64]) {
        let range = i * self.taps..(i + 1) * self.taps;
        (&self.samples[range.clone()], &self.weights[range])
    }
}

/// The longest range of places whose taps are neighbouring samples.
fn inner<const W: usize>(samples: &[usize]) -> std::ops::Range<usize> {
    let (places, _) = samples.as_chunks::<W>();
    let (mut best, mut start) = (0..0, 0);
    for (i, taps) in places.iter().enumerate() {
        let neighbours = taps[0] != OUTSIDE && (1..W).all(|k| taps[k] == taps[0] + k);
        if !neighbours {
            start = i + 1;
        } else if i + 1 - start > best.len() {
            best = start..i + 1;
        }
    }
    best
}

/// The samples and weights of a place on an axis of `n` samples, padding counted in.
#[inline]
pub(crate) fn taps<const W: usize>(
    boundary: Boundary,
    n: usize,
    x: f64,
) -> Option<([usize; W], [f64; W])> {
    let x = boundary.fold(x, n)?;
    let knot = spline::knot::<W>(x);
    let first = knot as isize - spline::before::<W>() as isize;
    let samples = std::array::from_fn(|k| boundary.tap(first + k as isize, n));
    Some((samples, spline::weights(x - knot)))
}

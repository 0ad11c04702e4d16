//! Counting elements, in chunks that the shape says.

use super::{Levels, ThresholdError};
use crate::pixel::Pixel;
use nd_core::{View, threads};

/// Integers whose range is longer are counted in equal bins, as floats are.
const LONGEST: f64 = 65_536.0;

/// Elements that are counted at once.
const CHUNK: usize = 1 << 16;

/// The mean.
pub(crate) fn mean<T: Pixel>(a: View<'_, T>) -> Result<f64, ThresholdError> {
    let flat = a.ravel();
    let flat = flat.view();
    let samples = flat.as_slice().unwrap_or_default();
    let sum = |i: usize| {
        let chunk = &samples[i * CHUNK..samples.len().min((i + 1) * CHUNK)];
        chunk.chunks(128).map(|part| part.iter().map(|x| x.double()).sum::<f64>()).sum::<f64>()
    };
    let sum = threads::tree(samples.len().div_ceil(CHUNK), &sum, &|a: f64, b| a + b);
    sum.map(|sum| sum / samples.len() as f64).ok_or(ThresholdError::Empty)
}

/// The histogram from the least element to the greatest.
pub(crate) fn levels<T: Pixel>(a: View<'_, T>, nbins: usize) -> Result<Levels, ThresholdError> {
    let flat = a.ravel();
    let flat = flat.view();
    let samples = flat.as_slice().unwrap_or_default();
    let Some(&first) = samples.first() else { return Err(ThresholdError::Empty) };
    let chunk = |i: usize| &samples[i * CHUNK..samples.len().min((i + 1) * CHUNK)];
    let chunks = samples.len().div_ceil(CHUNK);
    let ends = |i: usize| {
        let widen = |(low, high, finite), x: &T| {
            let low = if *x < low { *x } else { low };
            (low, if *x > high { *x } else { high }, finite && x.double().is_finite())
        };
        chunk(i).iter().fold((first, first, true), widen)
    };
    let merge = |a: (T, T, bool), b: (T, T, bool)| {
        let low = if b.0 < a.0 { b.0 } else { a.0 };
        (low, if b.1 > a.1 { b.1 } else { a.1 }, a.2 && b.2)
    };
    let (low, high, finite) = threads::tree(chunks, &ends, &merge).expect("there are elements");
    if !finite {
        return Err(ThresholdError::NotFinite);
    }
    let bins = Bins::new::<T>(low.double(), high.double(), nbins);
    let count = |i: usize| {
        let mut counts = vec![0u64; bins.centres.len()];
        chunk(i).iter().for_each(|x| counts[bins.place(x.double())] += 1);
        counts
    };
    let add = |a: Vec<u64>, b: Vec<u64>| a.iter().zip(b).map(|(a, b)| a + b).collect();
    let counts = threads::tree(chunks, &count, &add).expect("there are elements");
    let counts: Vec<f64> = counts.into_iter().map(|count| count as f64).collect();
    Levels::new(&counts, &bins.centres)
}

/// Bins of equal width.
struct Bins {
    low: f64,
    /// Bins a unit.
    density: f64,
    /// Where bins begin and end; of whole numbers, which have a bin each, none.
    edges: Vec<f64>,
    centres: Vec<f64>,
}

impl Bins {
    fn new<T: Pixel>(low: f64, high: f64, nbins: usize) -> Bins {
        if T::WHOLE && high - low < LONGEST {
            let centres = (0..=(high - low) as usize).map(|i| low + i as f64).collect();
            return Bins { low, density: 1.0, edges: Vec::new(), centres };
        }
        if low == high {
            // The level itself: the middle of a bin would be beside it.
            return Bins { low, density: 0.0, edges: Vec::new(), centres: vec![low] };
        }
        let step = (high - low) / nbins as f64;
        let mut edges: Vec<f64> = (0..=nbins).map(|i| i as f64 * step + low).collect();
        edges[nbins] = high;
        let centres = edges.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect();
        Bins { low, density: nbins as f64 / (high - low), edges, centres }
    }

    #[inline(always)]
    fn place(&self, x: f64) -> usize {
        let last = self.centres.len() - 1;
        let place = ((x - self.low) * self.density) as usize;
        let place = place.min(last);
        if self.edges.is_empty() {
            return place;
        }
        // What rounding put into the bin next to its own.
        if x < self.edges[place] {
            place - 1
        } else if place < last && x >= self.edges[place + 1] {
            place + 1
        } else {
            place
        }
    }
}

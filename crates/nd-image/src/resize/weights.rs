//! Which input samples make an output sample, and with what weights.
//!
//! The arithmetic, to the order of operations, is that of Pillow's `precompute_coeffs`
//! (`src/libImaging/Resample.c`): the filter is stretched by the scale when shrinking, so that
//! every input sample counts (antialiasing), and renormalised at the edges.

use super::Filter;
use std::f64::consts::PI;

/// The weights of one axis.
pub(super) struct Weights<C> {
    /// For each output: the first input sample and where its weights start in `all`.
    pub(super) starts: Vec<(usize, usize)>,
    pub(super) all: Vec<C>,
    /// The most weights that an output has.
    pub(super) longest: usize,
}

impl<C> Weights<C> {
    /// The first input sample of output `i` and the weights from there on.
    #[inline(always)]
    pub(super) fn of(&self, i: usize) -> (usize, &[C]) {
        let (first, at) = self.starts[i];
        let end = self.starts.get(i + 1).map_or(self.all.len(), |next| next.1);
        (first, &self.all[at..end])
    }

    /// The input samples that outputs `from..to` need.
    pub(super) fn span(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let (last, weights) = self.of(to - 1);
        self.starts[from].0..last + weights.len()
    }

    /// Those of outputs `from..to`, whose input begins with the first sample that any of them needs.
    pub(super) fn part(&self, from: usize, to: usize) -> Weights<C>
    where
        C: Copy,
    {
        let skipped = self.span(from, to).start;
        let at = self.starts[from].1;
        let end = self.starts.get(to).map_or(self.all.len(), |next| next.1);
        let starts = &self.starts[from..to];
        Weights {
            starts: starts.iter().map(|start| (start.0 - skipped, start.1 - at)).collect(),
            all: self.all[at..end].to_vec(),
            longest: self.longest,
        }
    }

    /// The weights for resizing `from` samples to `to` samples, each made by `finish`.
    pub(super) fn new(from: usize, to: usize, filter: Filter, finish: fn(f64) -> C) -> Self {
        let scale = from as f64 / to as f64;
        let stretch = scale.max(1.0);
        let support = filter.support() * stretch;
        let (mut starts, mut all, mut longest) = (Vec::with_capacity(to), Vec::new(), 0);
        let mut weights = Vec::new();
        for i in 0..to {
            let centre = (i as f64 + 0.5) * scale;
            // Truncation towards zero, then the clamp: as the C does.
            let first = (centre - support + 0.5).max(0.0) as usize;
            let end = ((centre + support + 0.5) as usize).min(from);
            let inverse = 1.0 / stretch;
            weights.clear();
            weights.extend((first..end).map(|x| filter.at((x as f64 - centre + 0.5) * inverse)));
            let total: f64 = weights.iter().fold(0.0, |sum, w| sum + w);
            if total != 0.0 {
                weights.iter_mut().for_each(|w| *w /= total);
            }
            starts.push((first, all.len()));
            longest = longest.max(weights.len());
            all.extend(weights.iter().map(|&w| finish(w)));
        }
        Weights { starts, all, longest }
    }
}

impl Filter {
    fn support(self) -> f64 {
        match self {
            Filter::Nearest | Filter::Box => 0.5,
            Filter::Bilinear | Filter::Hamming => 1.0,
            Filter::Bicubic => 2.0,
            Filter::Lanczos3 => 3.0,
        }
    }

    /// The filter's value `x` output samples from its centre.
    fn at(self, x: f64) -> f64 {
        match self {
            Filter::Nearest | Filter::Box => f64::from(u8::from(x > -0.5 && x <= 0.5)),
            Filter::Bilinear => (1.0 - x.abs()).max(0.0),
            Filter::Hamming => hamming(x.abs()),
            Filter::Bicubic => bicubic(x.abs()),
            Filter::Lanczos3 if (-3.0..3.0).contains(&x) => sinc(x) * sinc(x / 3.0),
            Filter::Lanczos3 => 0.0,
        }
    }
}

/// A sinc in a Hamming window, whose two numbers Pillow has in single precision: they do not sum to one.
fn hamming(x: f64) -> f64 {
    if x == 0.0 {
        return 1.0;
    }
    if x >= 1.0 {
        return 0.0;
    }
    sinc(x) * (f64::from(0.54f32) + f64::from(0.46f32) * (x * PI).cos())
}

/// Keys' cubic convolution with a = -0.5 (IEEE Trans. ASSP 29, 1981).
fn bicubic(x: f64) -> f64 {
    const A: f64 = -0.5;
    if x < 1.0 {
        ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * A
    } else {
        0.0
    }
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 {
        return 1.0;
    }
    let x = x * PI;
    x.sin() / x
}

//! Reading an array at places of any kind: chunks of them, in two steps.
//!
//! First the weights and where the taps begin, in loops without branches over a chunk; then the
//! sums. Most places lie so far inside that all taps are samples; the others are folded back
//! into the array one by one.

use super::boundary::{Boundary, OUTSIDE};
use super::job::There;
use super::places::{CHUNK, taps};
use super::spline;
use nd_core::simd::{Isa, Kernel, dispatch};

/// Samples or coefficients in C order.
#[derive(Clone, Copy)]
pub(super) enum Samples<'a> {
    Single(&'a [f32]),
    Double(&'a [f64]),
}

/// An array ready to be read.
pub(super) struct Scattered<'a> {
    samples: Samples<'a>,
    /// The shape of the whole.
    lens: Vec<usize>,
    /// Where what is there of it starts.
    start: Vec<usize>,
    /// Steps between samples of what is there.
    strides: Vec<usize>,
    padding: f64,
    boundary: Boundary,
    order: usize,
}

impl<'a> Scattered<'a> {
    pub(super) fn new(
        samples: Samples<'a>,
        there: &There,
        boundary: Boundary,
        order: usize,
    ) -> Scattered<'a> {
        let mut strides = vec![1; there.shape.len()];
        for axis in (1..strides.len()).rev() {
            strides[axis - 1] = strides[axis] * there.shape[axis];
        }
        let padding = there.padding.first().copied().unwrap_or(0) as f64;
        let (lens, start) = (there.lens.clone(), there.start.clone());
        Scattered { samples, lens, start, strides, padding, boundary, order }
    }

    /// The values at places, the first axis's coordinates first.
    pub(super) fn read(
        &self,
        places: &[[f64; CHUNK]],
        values: &mut [f64],
        behind: &mut Vec<[f64; CHUNK]>,
    ) {
        behind.resize(places.len(), [0.0; CHUNK]);
        match (self.samples, self.order) {
            (Samples::Single(s), _) => {
                dispatch(Chunk::<_, 2>::new(self, s, places, values, behind))
            }
            (Samples::Double(s), 1) => {
                dispatch(Chunk::<_, 2>::new(self, s, places, values, behind))
            }
            (Samples::Double(s), 2) => {
                dispatch(Chunk::<_, 3>::new(self, s, places, values, behind))
            }
            (Samples::Double(s), 3) => {
                dispatch(Chunk::<_, 4>::new(self, s, places, values, behind))
            }
            (Samples::Double(s), 4) => {
                dispatch(Chunk::<_, 5>::new(self, s, places, values, behind))
            }
            (Samples::Double(s), _) => {
                dispatch(Chunk::<_, 6>::new(self, s, places, values, behind))
            }
        }
    }

    /// The value at one place, wherever it is.
    #[inline(never)]
    fn anywhere<S: Copy + Into<f64>, const W: usize>(
        &self,
        samples: &[S],
        places: &[[f64; CHUNK]],
        k: usize,
        seen: &mut Vec<([usize; W], [f64; W])>,
    ) -> f64 {
        seen.clear();
        for (&n, x) in self.lens.iter().zip(places) {
            let Some(mut taps) = taps::<W>(self.boundary, n, x[k] + self.padding) else {
                return self.boundary.outside();
            };
            let start = self.start[seen.len()];
            taps.0.iter_mut().filter(|i| **i != OUTSIDE).for_each(|i| *i -= start);
            seen.push(taps);
        }
        tensor(samples, seen, &self.strides, 0, self.boundary.outside())
    }
}

/// The weighted sum over all taps of the axes that are left.
fn tensor<S: Copy + Into<f64>, const W: usize>(
    samples: &[S],
    taps: &[([usize; W], [f64; W])],
    strides: &[usize],
    at: usize,
    outside: f64,
) -> f64 {
    let Some(((seen, weights), taps)) = taps.split_first() else { return samples[at].into() };
    let along = |(&i, &weight): (&usize, &f64)| match i {
        OUTSIDE => weight * outside,
        i => weight * tensor(samples, taps, &strides[1..], at + i * strides[0], outside),
    };
    seen.iter().zip(weights).map(along).sum()
}

/// A chunk of places, to be read with `W` taps along each axis.
struct Chunk<'a, S, const W: usize> {
    source: &'a Scattered<'a>,
    samples: &'a [S],
    places: &'a [[f64; CHUNK]],
    values: &'a mut [f64],
    /// How far places lie behind their knots.
    behind: &'a mut [[f64; CHUNK]],
}

impl<'a, S: Copy + Into<f64>, const W: usize> Chunk<'a, S, W> {
    fn new(
        source: &'a Scattered<'a>,
        samples: &'a [S],
        places: &'a [[f64; CHUNK]],
        values: &'a mut [f64],
        behind: &'a mut [[f64; CHUNK]],
    ) -> Self {
        Chunk { source, samples, places, values, behind }
    }
}

impl<S: Copy + Into<f64>, const W: usize> Kernel for Chunk<'_, S, W> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        let Chunk { source, samples, places, values, behind } = self;
        let mut begin = Begin { at: [0.0; CHUNK], inside: [true; CHUNK], outside: [false; CHUNK] };
        for (axis, (x, behind)) in places.iter().zip(&mut *behind).enumerate() {
            let (n, stride) = (source.lens[axis], source.strides[axis]);
            begin.advance::<W>(x, source.padding, n as f64, stride as f64, behind);
        }
        let constant = matches!(source.boundary, Boundary::Constant(_));
        let (outside, mut seen) = (source.boundary.outside(), Vec::new());
        if constant && begin.outside[..values.len()].iter().all(|&outside| outside) {
            return values.fill(outside);
        }
        let mut slow = |k: usize| {
            if constant && begin.outside[k] {
                outside
            } else {
                source.anywhere::<S, W>(samples, places, k, &mut seen)
            }
        };
        let each = values.iter_mut().enumerate();
        let skipped: usize = source.start.iter().zip(&source.strides).map(|(n, by)| n * by).sum();
        let at = |k: usize| index(begin.at[k] - skipped as f64);
        match (&*behind, &source.strides[..]) {
            ([x], _) => each.for_each(|(k, value)| {
                let inside = begin.inside[k];
                *value = if inside { row::<S, W>(samples, at(k), x[k]) } else { slow(k) };
            }),
            ([y, x], [stride, _]) => each.for_each(|(k, value)| {
                let inside = begin.inside[k];
                *value = if inside {
                    plane::<S, W>(samples, at(k), *stride, y[k], x[k])
                } else {
                    slow(k)
                };
            }),
            ([z, y, x], [outer, inner, _]) => each.for_each(|(k, value)| {
                *value = if begin.inside[k] {
                    let layer = |r| plane::<S, W>(samples, at(k) + r * outer, *inner, y[k], x[k]);
                    dot::<W>(&std::array::from_fn(layer), &spline::weights(z[k]))
                } else {
                    slow(k)
                };
            }),
            _ => each.for_each(|(k, value)| *value = slow(k)),
        }
    }
}

/// Where the taps of a chunk's places begin, of which all are samples, and which lie beyond the centres
/// of the outermost samples.
struct Begin {
    at: [f64; CHUNK],
    inside: [bool; CHUNK],
    outside: [bool; CHUNK],
}

impl Begin {
    #[inline(always)]
    fn advance<const W: usize>(
        &mut self,
        x: &[f64; CHUNK],
        padding: f64,
        n: f64,
        stride: f64,
        behind: &mut [f64; CHUNK],
    ) {
        let (before, last) = (spline::before::<W>() as f64, n - W as f64);
        for k in 0..CHUNK {
            let x = x[k] + padding;
            let knot = spline::knot::<W>(x);
            behind[k] = x - knot;
            let first = knot - before;
            self.inside[k] &= (first >= 0.0) & (first <= last);
            self.outside[k] |= !((x >= 0.0) & (x <= n - 1.0));
            self.at[k] += first * stride;
        }
    }
}

/// A whole number below 2⁵² as an index: its bits, moved to where those of integers are.
#[inline(always)]
fn index(x: f64) -> usize {
    const SHIFT: f64 = (1u64 << 52) as f64;
    ((x + SHIFT).to_bits() & (SHIFT as u64 - 1)) as usize
}

/// The sum of products, in pairs.
#[inline(always)]
fn dot<const W: usize>(a: &[f64; W], b: &[f64; W]) -> f64 {
    let mut sums = [0.0; 2];
    for k in 0..W {
        sums[k % 2] += a[k] * b[k];
    }
    sums[0] + sums[1]
}

/// The taps of a row that starts at `at`, for a place so far behind its knot.
#[inline(always)]
fn row<S: Copy + Into<f64>, const W: usize>(samples: &[S], at: usize, behind: f64) -> f64 {
    let samples = &samples[at..at + W];
    dot::<W>(&std::array::from_fn(|k| samples[k].into()), &spline::weights(behind))
}

/// The taps of `W` rows: first down, then along.
#[inline(always)]
fn plane<S: Copy + Into<f64>, const W: usize>(
    samples: &[S],
    at: usize,
    stride: usize,
    down: f64,
    along: f64,
) -> f64 {
    let down: [f64; W] = spline::weights(down);
    let mut sums = [0.0; W];
    for (r, &weight) in down.iter().enumerate() {
        let samples = &samples[at + r * stride..][..W];
        for k in 0..W {
            let x: f64 = samples[k].into();
            sums[k] += weight * x;
        }
    }
    dot(&sums, &spline::weights(along))
}

//! From samples to the coefficients of the spline that goes through them.
//!
//! A recursive filter, forward and backward, for each pole. It waits for its own last result,
//! so [`LANES`] lines are filtered side by side. Each pass reads lines along the first axis and
//! stores them as rows: after as many passes as there are axes all axes are back in their order,
//! every line was a column of contiguous blocks, and every result a block of its own.

use super::boundary::Boundary;
use super::element::Lift;
use super::spline;
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use nd_core::Array;
use nd_core::simd::{Isa, Kernel, dispatch};

/// Lines filtered side by side.
const LANES: usize = 16;

/// What is done to the lines of one axis.
pub struct Line {
    /// None: the line is passed on as it is.
    pub(super) poles: Vec<f64>,
    pub(super) boundary: Boundary,
    /// Samples put before and behind.
    pub(super) padding: usize,
}

/// The coefficients of an array in C order, axis by axis as `lines` says; its shape becomes
/// that of the result, which differs by the padding.
pub(super) fn filter<T: Lift>(samples: &[T], shape: &mut [usize], lines: &[Line]) -> Array<f64> {
    let mut done: Option<Array<f64>> = None;
    for (axis, line) in lines.iter().enumerate() {
        let others: usize = shape.iter().product::<usize>() / shape[axis];
        let out = match done.as_ref().and_then(Array::as_slice) {
            None => pass(samples, shape[axis], others, line),
            Some(samples) => pass(samples, shape[axis], others, line),
        };
        shape[axis] += 2 * line.padding;
        done = Some(out);
    }
    done.unwrap_or_else(|| {
        let mut same = vec![0.0; samples.len()];
        T::lift(samples, &mut same);
        Array::from_shape_vec([same.len()], same)
    })
}

/// Filters the `others` columns of `n` samples, and stores them as rows.
pub(super) fn pass<T: Lift>(samples: &[T], n: usize, others: usize, line: &Line) -> Array<f64> {
    let longer = n + 2 * line.padding;
    let mut all = canvas::<f64>(longer * others);
    let out = all.as_slice_mut().expect("fresh arrays are contiguous");
    let work = out.len().saturating_mul(4);
    for_each_block(out, LANES * longer, work, &|block, out| {
        dispatch(Columns { samples, others, first: block * LANES, n, line, out });
    });
    all
}

/// Columns from the first on, filtered into rows; as many as `out` holds.
struct Columns<'a, T> {
    samples: &'a [T],
    others: usize,
    first: usize,
    n: usize,
    line: &'a Line,
    out: &'a mut [f64],
}

impl<T: Lift> Kernel for Columns<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        let Columns { samples, others, first, n, line, out } = self;
        let longer = n + 2 * line.padding;
        let count = out.len() / longer;
        let mut lanes = vec![[0.0; LANES]; longer];
        for (i, lane) in lanes[line.padding..][..n].iter_mut().enumerate() {
            T::lift(&samples[i * others + first..][..count], &mut lane[..count]);
        }
        pad(&mut lanes, line);
        if longer > 1 {
            recurse(&mut lanes, &line.poles, line.boundary);
        }
        for (lane, out) in out.chunks_mut(longer).enumerate() {
            out.iter_mut().zip(&lanes).for_each(|(o, all)| *o = all[lane]);
        }
    }
}

fn pad(lanes: &mut [[f64; LANES]], line: &Line) {
    let (padding, all) = (line.padding, lanes.len());
    if padding == 0 {
        return;
    }
    let [before, after] = match line.boundary {
        Boundary::GridConstant(value) => [[value; LANES]; 2],
        _ => [lanes[padding], lanes[all - padding - 1]],
    };
    lanes[..padding].fill(before);
    lanes[all - padding..].fill(after);
}

/// The filter itself, on lines of at least two samples.
#[inline(always)]
fn recurse(c: &mut [[f64; LANES]], poles: &[f64], boundary: Boundary) {
    let gain: f64 = poles.iter().fold(1.0, |gain, z| gain * (1.0 - z) * (1.0 - 1.0 / z));
    if poles.is_empty() {
        return;
    }
    c.iter_mut().flatten().for_each(|x| *x *= gain);
    for &z in poles {
        start(c, z, boundary);
        let mut last = c[0];
        for x in &mut c[1..] {
            for l in 0..LANES {
                x[l] += z * last[l];
            }
            last = *x;
        }
        finish(c, z, boundary);
        let mut next = c[c.len() - 1];
        for x in c.iter_mut().rev().skip(1) {
            for l in 0..LANES {
                x[l] = z * (next[l] - x[l]);
            }
            next = *x;
        }
    }
}

/// Powers of a pole below this add nothing to a double.
const NEGLIGIBLE: f64 = 1e-24;

/// `into += factor * from`, lane by lane.
#[inline(always)]
fn add(into: &mut [f64; LANES], factor: f64, from: &[f64; LANES]) {
    for l in 0..LANES {
        into[l] += factor * from[l];
    }
}

/// `[z, z², …]`, as many as count and as `limit` allows.
fn powers(z: f64, limit: usize) -> impl Iterator<Item = f64> {
    let all = std::iter::successors(Some(z), move |power| Some(power * z));
    all.take(limit).take_while(|power| power.abs() > NEGLIGIBLE)
}

/// The first value of the forward recursion: the sum over all samples before it, of the line as
/// it continues beyond its edge.
#[inline(always)]
fn start(c: &mut [[f64; LANES]], z: f64, boundary: Boundary) {
    let n = c.len();
    let power = z.powi(i32::try_from(n).unwrap_or(i32::MAX));
    let mut sum = [0.0; LANES];
    match boundary {
        Boundary::Wrap => {
            for (i, zi) in powers(z, n - 1).enumerate() {
                add(&mut sum, zi, &c[n - 1 - i]);
            }
            add(&mut sum, 1.0, &c[0]);
            c[0] = sum.map(|s| s / (1.0 - power));
        }
        // A mirror at the edge of the last sample also continues what is constant there.
        Boundary::Reflect | Boundary::Nearest => {
            for (i, zi) in powers(z, n).enumerate() {
                add(&mut sum, zi, &c[i]);
                add(&mut sum, zi * power, &c[n - 1 - i]);
            }
            add(&mut c[0], 1.0 / (1.0 - power * power), &sum);
        }
        _ => {
            let power = z.powi(i32::try_from(n - 1).unwrap_or(i32::MAX));
            add(&mut sum, 1.0, &c[0]);
            add(&mut sum, power, &c[n - 1]);
            for (i, zi) in powers(z, n - 2).enumerate() {
                add(&mut sum, zi, &c[i + 1]);
                add(&mut sum, zi * power, &c[n - 2 - i]);
            }
            c[0] = sum.map(|s| s / (1.0 - power * power));
        }
    }
}

/// The first value of the backward recursion, at the end of the line.
#[inline(always)]
fn finish(c: &mut [[f64; LANES]], z: f64, boundary: Boundary) {
    let n = c.len();
    let mut last = c[n - 1];
    match boundary {
        Boundary::Wrap => {
            for (i, zi) in powers(z, n - 1).enumerate() {
                add(&mut last, zi, &c[i]);
            }
            let power = z.powi(i32::try_from(n).unwrap_or(i32::MAX));
            last = last.map(|x| x * z / (power - 1.0));
        }
        Boundary::Reflect | Boundary::Nearest => last = last.map(|x| x * z / (z - 1.0)),
        _ => {
            add(&mut last, z, &c[n - 2]);
            last = last.map(|x| x * z / (z * z - 1.0));
        }
    }
    c[n - 1] = last;
}

/// What [`filter`] has to do to an axis for splines of an order; nothing if the axis is only
/// read at its samples.
pub(super) fn line(order: usize, boundary: Boundary, only_samples: bool) -> Line {
    let poles = if only_samples { Vec::new() } else { spline::poles(order) };
    let padding = if poles.is_empty() { 0 } else { boundary.padding() };
    Line { poles, boundary, padding }
}

//! An array to be read at other places: what is asked for, and the three ways to answer.

use super::boundary::{Boundary, OUTSIDE};
use super::element::Lift;
use super::places::{CHUNK, Positions, Table};
use super::prefilter;
use super::sampler::{Samples, Scattered};
use super::separable;
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use nd_core::{Array, View, ZeroBits};

/// What is to be made of an array.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The shape of the result.
    pub(crate) shape: &'a [usize],
    pub(crate) order: usize,
    pub(crate) boundary: Boundary,
    /// Whether the array holds samples, and not yet the coefficients of a spline.
    pub(crate) prefilter: bool,
    pub(crate) places: Places<'a>,
}

/// Where the elements of a result are read.
#[derive(Clone, Copy)]
pub(crate) enum Places<'a> {
    /// At the crossings of a place for each index of each axis.
    Crossings(&'a [Vec<f64>]),
    /// Anywhere.
    Scattered(&'a dyn Positions),
}

impl Job<'_> {
    /// The same with zero as the constant outside.
    pub(super) fn with_zero_outside(mut self) -> Self {
        self.boundary = match self.boundary {
            Boundary::Constant(_) => Boundary::Constant(0.0),
            Boundary::GridConstant(_) => Boundary::GridConstant(0.0),
            other => other,
        };
        self
    }
}

/// The most output rows that a task takes, so that neighbouring rows find the samples in cache.
const ROWS: usize = 32;

/// Does a job.
pub(super) fn run<T: Lift>(a: View<'_, T>, job: &Job<'_>) -> Array<T> {
    let mut result = canvas::<T>(job.shape);
    let out = result.as_slice_mut().expect("fresh arrays are contiguous");
    if out.is_empty() {
        return result;
    }
    let copy;
    let samples = if let Some(samples) = a.as_slice() {
        samples
    } else {
        copy = a.to_array();
        copy.as_slice().expect("copies are C-ordered")
    };
    match job.places {
        Places::Crossings(places) => crossings(samples, a.shape(), job, places, out),
        Places::Scattered(places) if job.order == 0 => {
            nearest(samples, a.shape(), job, places, out);
        }
        Places::Scattered(places) => scattered(samples, a.shape(), job, places, out),
    }
    result
}

/// The coefficients of the splines along the axes whose flag is set.
pub(super) fn coefficients<T: Lift>(
    a: View<'_, T>,
    axes: &[bool],
    order: usize,
    boundary: Boundary,
) -> Array<f64> {
    let mut shape = a.shape().to_vec();
    if a.is_empty() {
        return Array::zeros(&shape[..]);
    }
    let copy = a.to_array();
    let samples = copy.as_slice().expect("copies are C-ordered");
    let line = |&filtered: &bool| prefilter::Line {
        padding: 0,
        ..prefilter::line(order, boundary, !filtered)
    };
    let lines: Vec<_> = axes.iter().map(line).collect();
    let out = prefilter::filter(samples, &mut shape, &lines);
    Array::from_shape_vec(&shape[..], out.into_vec())
}

/// Numbers to be read, in C order.
enum Held<'a, F> {
    /// The caller's own.
    Own(&'a [F]),
    Made(Box<Array<F>>),
}

impl<F> Held<'_, F> {
    fn slice(&self) -> &[F] {
        match self {
            Held::Own(own) => own,
            Held::Made(made) => made.as_slice().expect("made in C order"),
        }
    }
}

fn crossings<T: Lift>(
    samples: &[T],
    shape: &[usize],
    job: &Job<'_>,
    places: &[Vec<f64>],
    out: &mut [T],
) {
    if job.order == 0 {
        let axes = shape.iter().zip(places).map(|(&n, places)| {
            places.iter().map(|&x| nearest_sample(job.boundary, x, n)).collect()
        });
        return separable::gather(samples, shape, &axes.collect::<Vec<_>>(), job.boundary, out);
    }
    // An axis that is read at its own samples only needs neither coefficients nor sums.
    let same: Vec<bool> = shape
        .iter()
        .zip(places)
        .map(|(&n, x)| job.prefilter && x.len() == n && (0..n).all(|i| x[i] == i as f64))
        .collect();
    if same.iter().all(|&same| same) {
        return out.copy_from_slice(samples);
    }
    let (lines, mut lens) = (lines(job, &same), shape.to_vec());
    let held = held(samples, &mut lens, job, &lines);
    let tables = lens.iter().zip(places).zip(&lines).zip(&same).map(|(((&n, x), line), &same)| {
        (!same).then(|| Table::new(job.order, job.boundary, n, line.padding, x))
    });
    separable::run(held.slice(), &lens, &tables.collect::<Vec<_>>(), job.boundary, out);
}

fn lines(job: &Job<'_>, same: &[bool]) -> Vec<prefilter::Line> {
    let order = if job.prefilter { job.order } else { 0 };
    same.iter().map(|&same| prefilter::line(order, job.boundary, same)).collect()
}

/// The coefficients as doubles; `shape` becomes theirs.
fn held<'a, T: Lift>(
    samples: &'a [T],
    shape: &mut [usize],
    job: &Job<'_>,
    lines: &[prefilter::Line],
) -> Held<'a, f64> {
    if job.prefilter && job.order > 1 {
        return Held::Made(Box::new(prefilter::filter(samples, shape, lines)));
    }
    match T::doubles(samples) {
        Some(own) => Held::Own(own),
        None => Held::Made(Box::new(lifted(samples, T::lift))),
    }
}

/// All samples as numbers of another type.
fn lifted<T: Lift, F: ZeroBits + Send>(samples: &[T], lift: fn(&[T], &mut [F])) -> Array<F> {
    let mut all = canvas::<F>(samples.len());
    let out = all.as_slice_mut().expect("fresh arrays are contiguous");
    for_each_block(out, 1 << 16, samples.len(), &|i, out| {
        lift(&samples[i << 16..][..out.len()], out);
    });
    all
}

/// Singles by way of doubles, a few at a time: exact for the types that ask for it.
fn singles<T: Lift>(samples: &[T], out: &mut [f32]) {
    let mut wide = [0.0; CHUNK];
    for (out, samples) in out.chunks_mut(CHUNK).zip(samples.chunks(CHUNK)) {
        T::lift(samples, &mut wide[..samples.len()]);
        out.iter_mut().zip(&wide).for_each(|(o, &x)| *o = x as f32);
    }
}

fn scattered<T: Lift>(
    samples: &[T],
    shape: &[usize],
    job: &Job<'_>,
    places: &dyn Positions,
    out: &mut [T],
) {
    let lines = lines(job, &vec![false; shape.len()]);
    let (mut lens, padding) = (shape.to_vec(), lines.first().map_or(0, |line| line.padding));
    let (single, double);
    let samples = if T::SINGLE && job.order == 1 {
        single = match T::singles(samples) {
            Some(own) => Held::Own(own),
            None => Held::Made(Box::new(lifted(samples, singles::<T>))),
        };
        Samples::Single(single.slice())
    } else {
        double = held(samples, &mut lens, job, &lines);
        Samples::Double(double.slice())
    };
    let sampler = Scattered::new(samples, &lens, padding, job.boundary, job.order);
    in_chunks(job.shape, out, &|start, len, state: &mut State, out: &mut [T]| {
        places.fill(start, len, &mut state.places);
        sampler.read(&state.places, &mut state.values[..len], &mut state.behind);
        T::settle(&state.values[..len], out);
    });
}

/// Buffers of a task.
#[derive(Default)]
struct State {
    places: Vec<[f64; CHUNK]>,
    values: Vec<f64>,
    behind: Vec<[f64; CHUNK]>,
}

fn nearest<T: Lift>(
    samples: &[T],
    shape: &[usize],
    job: &Job<'_>,
    places: &dyn Positions,
    out: &mut [T],
) {
    let mut outside = [samples[0]];
    T::settle(&[job.boundary.outside()], &mut outside);
    in_chunks(job.shape, out, &|start, len, state: &mut State, out: &mut [T]| {
        state.places.resize(shape.len(), [0.0; CHUNK]);
        places.fill(start, len, &mut state.places);
        for (k, out) in out.iter_mut().enumerate() {
            let index = shape.iter().zip(&state.places).try_fold(0, |index, (&n, x)| {
                let i = nearest_sample(job.boundary, x[k], n);
                (i != OUTSIDE).then(|| index * n + i)
            });
            *out = index.map_or(outside[0], |index| samples[index]);
        }
    });
}

/// The sample nearest to a place, the upper one in the middle of two.
fn nearest_sample(boundary: Boundary, x: f64, n: usize) -> usize {
    boundary.fold(x, n).map_or(OUTSIDE, |x| boundary.tap((x + 0.5).floor() as isize, n))
}

/// What makes the elements of a result from one on, so many.
type Run<'b, T> = dyn Fn(usize, usize, &mut State, &mut [T]) + Sync + 'b;

/// Calls `body` for runs of at most [`CHUNK`] elements of the result, in tiles of rows where
/// these are long.
fn in_chunks<T: Send>(shape: &[usize], out: &mut [T], body: &Run<'_, T>) {
    let width = shape.last().copied().unwrap_or(1);
    let rows = out.len() / width;
    let tiled = width >= CHUNK && rows >= 16;
    let width = if tiled { width } else { out.len().min(CHUNK * ROWS) };
    let height = if tiled { ROWS.min(rows.div_ceil(16)) } else { ROWS };
    let (block, work) = (width * height, out.len().saturating_mul(16));
    for_each_block(out, block, work, &|i, out| {
        let mut state = State { values: vec![0.0; CHUNK], ..State::default() };
        for left in (0..width).step_by(CHUNK) {
            for (y, row) in out.chunks_mut(width).enumerate() {
                let right = (left + CHUNK).min(row.len());
                if left < right {
                    let start = i * block + y * width + left;
                    body(start, right - left, &mut state, &mut row[left..right]);
                }
            }
        }
    });
}

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
    /// The axes of so many samples that are read at these only.
    pub(super) fn same(&self, lens: &[usize]) -> Vec<bool> {
        let Places::Crossings(places) = self.places else { return vec![false; lens.len()] };
        let is_same = |(&n, x): (&usize, &Vec<f64>)| {
            self.prefilter && x.len() == n && (0..n).all(|i| x[i] == i as f64)
        };
        lens.iter().zip(places).map(is_same).collect()
    }

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

/// What is there of an array that is read: all of it, or a part that has every sample that is asked for.
pub struct There {
    /// The shape of the whole, padding counted in.
    pub(crate) lens: Vec<usize>,
    /// The shape of the part.
    pub(crate) shape: Vec<usize>,
    /// Where the part starts.
    pub(crate) start: Vec<usize>,
    /// Samples that are put before each axis of the whole.
    pub(crate) padding: Vec<usize>,
    /// Axes that are read at their own samples only: places of the result are those of the part.
    pub(crate) same: Vec<bool>,
}

impl There {
    fn all(lens: Vec<usize>, padding: Vec<usize>, same: Vec<bool>) -> There {
        There { shape: lens.clone(), start: vec![0; lens.len()], lens, padding, same }
    }
}

/// Does a job.
pub(super) fn run<T: Lift>(a: View<'_, T>, job: &Job<'_>) -> Array<T> {
    let shape = a.shape().to_vec();
    if job.shape.contains(&0) {
        return canvas::<T>(job.shape);
    }
    let same = job.same(&shape);
    if job.order < 2 || !job.prefilter {
        let padding = vec![0; shape.len()];
        return run_part(a, job, &There::all(shape, padding, same));
    }
    if matches!(job.places, Places::Crossings(_)) && same.iter().all(|&same| same) {
        return a.to_array();
    }
    let copy;
    let samples = if let Some(samples) = a.as_slice() {
        samples
    } else {
        copy = a.to_array();
        copy.as_slice().expect("copies are C-ordered")
    };
    let (lines, mut lens) = (lines(job, &same), shape);
    let held = prefilter::filter(samples, &mut lens, &lines);
    let there = There::all(lens, lines.iter().map(|line| line.padding).collect(), same);
    read(held.as_slice().expect("made in C order"), job, &there)
}

/// Does a job on samples that need no filter.
pub(super) fn run_part<T: Lift>(a: View<'_, T>, job: &Job<'_>, there: &There) -> Array<T> {
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
        Places::Crossings(places) if job.order == 0 => {
            let axes = places.iter().enumerate().map(|(axis, places)| {
                places.iter().map(|&x| there.nearest(job.boundary, axis, x)).collect()
            });
            let axes = axes.collect::<Vec<_>>();
            separable::gather(samples, &there.shape, &axes, job.boundary, out);
        }
        Places::Crossings(_) if there.same.iter().all(|&same| same) => out.copy_from_slice(samples),
        Places::Crossings(places) => {
            crossings(held(samples).slice(), there, job, places, out);
        }
        Places::Scattered(places) if job.order == 0 => nearest(samples, there, job, places, out),
        Places::Scattered(places) if T::SINGLE && job.order == 1 => {
            let single = match T::singles(samples) {
                Some(own) => Held::Own(own),
                None => Held::Made(Box::new(lifted(samples, singles::<T>))),
            };
            scattered(Samples::Single(single.slice()), there, job, places, out);
        }
        Places::Scattered(places) => {
            scattered(Samples::Double(held(samples).slice()), there, job, places, out);
        }
    }
    result
}

/// Does a job on the coefficients of splines.
pub(super) fn read<T: Lift>(samples: &[f64], job: &Job<'_>, there: &There) -> Array<T> {
    let mut result = canvas::<T>(job.shape);
    let out = result.as_slice_mut().expect("fresh arrays are contiguous");
    match job.places {
        _ if out.is_empty() => {}
        Places::Crossings(places) => crossings(samples, there, job, places, out),
        Places::Scattered(places) => {
            scattered(Samples::Double(samples), there, job, places, out);
        }
    }
    result
}

/// Lanes along the first axis as coefficients, which become the last: `(n, …) -> (…, n)`, longer by the padding.
pub(super) fn lanes<T: Lift>(a: View<'_, T>, line: &prefilter::Line) -> Array<f64> {
    let copy = a.to_array();
    let samples = copy.as_slice().expect("copies are C-ordered");
    let (n, rest) = (a.shape()[0], &a.shape()[1..]);
    let shape = [rest, &[n + 2 * line.padding]].concat();
    if a.is_empty() {
        return Array::zeros(&shape[..]);
    }
    let out = prefilter::pass(samples, n, rest.iter().product(), line);
    Array::from_shape_vec(&shape[..], out.into_vec())
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

/// Reads at the crossings of places along the axes.
fn crossings<T: Lift>(
    samples: &[f64],
    there: &There,
    job: &Job<'_>,
    places: &[Vec<f64>],
    out: &mut [T],
) {
    let table = |(axis, places): (usize, &Vec<f64>)| {
        // An axis that is read at its own samples only needs neither coefficients nor sums.
        (!there.same[axis]).then(|| {
            let (n, padding) = (there.lens[axis], there.padding[axis]);
            Table::new(job.order, job.boundary, n, padding, places).from(there.start[axis])
        })
    };
    let tables: Vec<_> = places.iter().enumerate().map(table).collect();
    separable::run(samples, &there.shape, &tables, job.boundary, out);
}

fn lines(job: &Job<'_>, same: &[bool]) -> Vec<prefilter::Line> {
    let order = if job.prefilter { job.order } else { 0 };
    same.iter().map(|&same| prefilter::line(order, job.boundary, same)).collect()
}

/// Samples as doubles.
fn held<T: Lift>(samples: &[T]) -> Held<'_, f64> {
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
    samples: Samples<'_>,
    there: &There,
    job: &Job<'_>,
    places: &dyn Positions,
    out: &mut [T],
) {
    let sampler = Scattered::new(samples, there, job.boundary, job.order);
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
    there: &There,
    job: &Job<'_>,
    places: &dyn Positions,
    out: &mut [T],
) {
    let mut outside = [samples[0]];
    T::settle(&[job.boundary.outside()], &mut outside);
    in_chunks(job.shape, out, &|start, len, state: &mut State, out: &mut [T]| {
        state.places.resize(there.shape.len(), [0.0; CHUNK]);
        places.fill(start, len, &mut state.places);
        for (k, out) in out.iter_mut().enumerate() {
            let mut axes = there.shape.iter().zip(&state.places).enumerate();
            let index = axes.try_fold(0, |index, (axis, (&n, x))| {
                let i = there.nearest(job.boundary, axis, x[k]);
                (i != OUTSIDE).then(|| index * n + i)
            });
            *out = index.map_or(outside[0], |index| samples[index]);
        }
    });
}

impl There {
    /// The sample nearest to a place, the upper one in the middle of two, counted from the first one that is there.
    fn nearest(&self, boundary: Boundary, axis: usize, x: f64) -> usize {
        let n = self.lens[axis];
        let tap = |x: f64| boundary.tap((x + 0.5).floor() as isize, n);
        match boundary.fold(x, n).map_or(OUTSIDE, tap) {
            OUTSIDE => OUTSIDE,
            i => i - self.start[axis],
        }
    }
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

//! The two passes of a resize over strips of output rows: along the rows, then down the
//! columns.
//!
//! Along a row every output has its own weights, so neighbouring outputs cannot share a vector.
//! Neighbouring *rows* can: sixteen rows are transposed, a block of columns at a time, so that
//! one column of them is a contiguous run, and each weight multiplies a whole run. Each sum is
//! added up in order, so the bits do not depend on the vector width.

use super::sample::Sample;
use super::weights::Weights;
use crate::blocks::for_each_block;
use nd_core::simd::{Isa, Kernel, dispatch};

/// Rows transposed together.
const ROWS: usize = 16;
/// Input columns transposed at a time (times the channels): 64 KB of fixed-point sums.
const COLUMNS: usize = 1024;
/// Elements of a row summed before they are stored.
const CHUNK: usize = 256;

/// Weights per axis; `None` where the length does not change.
pub(super) struct Plan<C> {
    pub(super) along: Option<Weights<C>>,
    pub(super) down: Option<Weights<C>>,
    pub(super) channels: usize,
}

/// Resizes `rows` to `out`, whose rows have `width` elements (channels included).
pub(super) fn run<T: Sample>(rows: &[&[T]], plan: &Plan<T::Sum>, width: usize, out: &mut [T]) {
    let height = out.len() / width;
    let taps = plan.down.as_ref().map_or(1, |w| w.longest);
    // Strips that read at most a sixteenth of their rows twice, but eight of them at least.
    let per_output = rows.len() as f64 / height as f64;
    let tall = (16.0 * taps as f64 / per_output) as usize;
    let strip = tall.min(height.div_ceil(8)).max(ROWS);
    let work = rows.len().max(height) * width.max(rows[0].len()) * taps;
    for_each_block(out, strip * width, work, &|i, out| {
        dispatch(Strip { rows, plan, width, top: i * strip, out });
    });
}

struct Strip<'a, T: Sample> {
    rows: &'a [&'a [T]],
    plan: &'a Plan<T::Sum>,
    width: usize,
    top: usize,
    out: &'a mut [T],
}

impl<T: Sample> Kernel for Strip<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        let Strip { rows, plan, width, top, out } = self;
        let Some(down) = &plan.down else {
            along_all(&rows[top..top + out.len() / width], plan, width, out);
            return;
        };
        let span = down.span(top, top + out.len() / width);
        let mut narrow = Vec::new();
        let filtered: Vec<&[T]> = if plan.along.is_some() {
            narrow.resize(span.len() * width, T::default());
            along_all(&rows[span.clone()], plan, width, &mut narrow);
            narrow.chunks(width).collect()
        } else {
            rows[span.clone()].to_vec()
        };
        for (y, out) in out.chunks_mut(width).enumerate() {
            let (first, weights) = down.of(top + y);
            let first = first - span.start;
            down_row(&filtered[first..first + weights.len()], weights, out);
        }
    }
}

/// The pass along the rows, over all `rows`.
#[inline(always)]
fn along_all<T: Sample>(rows: &[&[T]], plan: &Plan<T::Sum>, width: usize, out: &mut [T]) {
    let Some(along) = &plan.along else {
        return out.chunks_mut(width).zip(rows).for_each(|(o, r)| o.copy_from_slice(r));
    };
    let mut columns = Columns { lifted: Vec::new(), finished: Vec::new() };
    for (rows, out) in rows.chunks(ROWS).zip(out.chunks_mut(ROWS * width)) {
        // The last group is filled up with its last row; what that yields is not stored.
        let group: [&[T]; ROWS] = std::array::from_fn(|r| rows[r.min(rows.len() - 1)]);
        along_group(&group, along, plan.channels, &mut columns, width, out);
    }
}

/// The pass along sixteen rows at once, of which `out` may hold fewer.
#[inline(always)]
fn along_group<T: Sample>(
    rows: &[&[T]; ROWS],
    weights: &Weights<T::Sum>,
    channels: usize,
    columns: &mut Columns<T>,
    width: usize,
    out: &mut [T],
) {
    let outputs = width / channels;
    let mut from = 0;
    while from < outputs {
        let start = weights.starts[from].0;
        let limit = start + COLUMNS.max(weights.longest);
        let fits = |&i: &usize| weights.starts[i].0 + weights.of(i).1.len() <= limit;
        let to = (from + 1..outputs).find(|i| !fits(i)).unwrap_or(outputs);
        let span = weights.span(from, to);
        transpose(rows, span.start * channels..span.end * channels, &mut columns.lifted);
        columns.finished.resize((to - from) * channels, [T::default(); ROWS]);
        for (i, finished) in columns.finished.chunks_exact_mut(channels).enumerate() {
            let (first, taps) = weights.of(from + i);
            let seen = &columns.lifted[(first - start) * channels..];
            for (channel, finished) in finished.iter_mut().enumerate() {
                let sums = weigh(&seen[channel..], channels, taps, T::START);
                for (f, s) in finished.iter_mut().zip(sums) {
                    *f = T::finish(s);
                }
            }
        }
        for (r, row) in out.chunks_mut(width).enumerate() {
            let row = &mut row[from * channels..to * channels];
            row.iter_mut().zip(&columns.finished).for_each(|(o, column)| *o = column[r]);
        }
        from = to;
    }
}

/// Columns of sixteen rows: of the input, lifted to the type of the sums, and of the output.
struct Columns<T: Sample> {
    lifted: Vec<[T::Sum; ROWS]>,
    finished: Vec<[T; ROWS]>,
}

/// `columns[x][r] = rows[r][span.start + x]`.
#[inline(always)]
fn transpose<T: Sample>(
    rows: &[&[T]; ROWS],
    span: std::ops::Range<usize>,
    columns: &mut Vec<[T::Sum; ROWS]>,
) {
    columns.resize(span.len(), [T::Sum::default(); ROWS]);
    // Few enough columns at a time that they stay in the first-level cache while every row
    // is dealt out to them.
    for (i, columns) in columns.chunks_mut(64).enumerate() {
        let start = span.start + i * 64;
        for (r, row) in rows.iter().enumerate() {
            let row = &row[start..start + columns.len()];
            for (column, x) in columns.iter_mut().zip(row) {
                column[r] = x.lift();
            }
        }
    }
}

/// The weighted sum of columns, `step` apart, for sixteen rows.
#[inline(always)]
fn weigh<S>(columns: &[[S; ROWS]], step: usize, weights: &[S], start: S) -> [S; ROWS]
where
    S: Copy + std::ops::Add<Output = S> + std::ops::Mul<Output = S>,
{
    let mut sums = [start; ROWS];
    for (column, &w) in columns.iter().step_by(step).zip(weights) {
        for r in 0..ROWS {
            sums[r] = sums[r] + column[r] * w;
        }
    }
    sums
}

/// The pass down the columns for one output row.
#[inline(always)]
fn down_row<T: Sample>(rows: &[&[T]], weights: &[T::Sum], out: &mut [T]) {
    let mut sums = [T::START; CHUNK];
    for (i, out) in out.chunks_mut(CHUNK).enumerate() {
        let sums = &mut sums[..out.len()];
        sums.fill(T::START);
        let (start, len) = (i * CHUNK, out.len());
        let (fours, rest) = weights.as_chunks::<4>();
        for (k, four) in fours.iter().enumerate() {
            let taps: [&[T]; 4] = std::array::from_fn(|g| &rows[k * 4 + g][start..start + len]);
            add(taps, four, sums);
        }
        for (k, &w) in rest.iter().enumerate() {
            add([&rows[fours.len() * 4 + k][start..start + len]], &[w], sums);
        }
        out.iter_mut().zip(&*sums).for_each(|(o, &s)| *o = T::finish(s));
    }
}

/// Adds a few weighted rows to the sums, in order.
#[inline(always)]
fn add<T: Sample, const G: usize>(rows: [&[T]; G], weights: &[T::Sum; G], sums: &mut [T::Sum]) {
    let rows = rows.map(|row| &row[..sums.len()]);
    for x in 0..sums.len() {
        let mut sum = sums[x];
        for g in 0..G {
            sum = sum + rows[g][x].lift() * weights[g];
        }
        sums[x] = sum;
    }
}

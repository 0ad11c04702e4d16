//! Reading an array at the crossings of places along its axes: one axis after another.

use super::boundary::{Boundary, OUTSIDE};
use super::element::Lift;
use super::places::Table;
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use nd_core::Array;
use nd_core::simd::{Isa, Kernel, dispatch};

/// Moves the samples at the crossings; `axes` says which of each axis.
pub(super) fn gather<T: Lift>(
    samples: &[T],
    shape: &[usize],
    axes: &[Vec<usize>],
    boundary: Boundary,
    out: &mut [T],
) {
    let mut outside = [samples[0]];
    T::settle(&[boundary.outside()], &mut outside);
    let Some((along, leading)) = axes.split_last() else { return out.copy_from_slice(samples) };
    let (width, n) = (along.len(), *shape.last().expect("as many as axes"));
    let rows = (1usize << 14).div_ceil(width);
    let work = out.len();
    for_each_block(out, rows * width, work, &|i, out| {
        for (y, out) in out.chunks_mut(width).enumerate() {
            let Some(row) = row_at(i * rows + y, shape, leading) else {
                out.fill(outside[0]);
                continue;
            };
            let row = &samples[row * n..][..n];
            for (out, &x) in out.iter_mut().zip(along) {
                *out = if x == OUTSIDE { outside[0] } else { row[x] };
            }
        }
    });
}

/// The row of the array that output row `y` is read from; `None` outside.
fn row_at(y: usize, shape: &[usize], leading: &[Vec<usize>]) -> Option<usize> {
    let (mut rest, mut stride, mut row) = (y, 1, 0);
    for (axis, &n) in leading.iter().zip(shape).rev() {
        let sample = axis[rest % axis.len()];
        if sample == OUTSIDE {
            return None;
        }
        row += sample * stride;
        rest /= axis.len();
        stride *= n;
    }
    Some(row)
}

/// A pass over planes of rows: down their columns, along their rows, or both.
struct Pass<'a> {
    /// Rows of a plane, and elements of a row, as they come.
    from: [usize; 2],
    /// And as they go.
    to: [usize; 2],
    down: Option<&'a Table>,
    along: Option<&'a Table>,
    boundary: Boundary,
}

/// Reads an array of doubles along the axes that have a table.
///
/// All passes but the last leave doubles; the last takes two axes if they are the last two.
pub(super) fn run<T: Lift>(
    samples: &[f64],
    shape: &[usize],
    tables: &[Option<Table>],
    boundary: Boundary,
    out: &mut [T],
) {
    let mut shape = shape.to_vec();
    let mut axes: Vec<usize> = (0..shape.len()).filter(|&axis| tables[axis].is_some()).collect();
    let rank = shape.len();
    let both = rank > 1 && axes.ends_with(&[rank - 2, rank - 1]);
    let last = axes.split_off(axes.len() - if both { 2 } else { 1 });
    let mut done: Option<Array<f64>> = None;
    for axis in axes {
        let pass = Pass::over(&shape, &[axis], tables, boundary);
        shape[axis] = tables[axis].as_ref().map_or(shape[axis], |table| table.len);
        let mut next = canvas::<f64>(shape.iter().product::<usize>());
        let to = next.as_slice_mut().expect("fresh arrays are contiguous");
        pass.run(done.as_ref().and_then(Array::as_slice).unwrap_or(samples), to);
        done = Some(next);
    }
    let samples = done.as_ref().and_then(Array::as_slice).unwrap_or(samples);
    Pass::over(&shape, &last, tables, boundary).run(samples, out);
}

impl<'a> Pass<'a> {
    fn over(
        shape: &[usize],
        axes: &[usize],
        tables: &'a [Option<Table>],
        boundary: Boundary,
    ) -> Pass<'a> {
        let first = axes[0];
        let table = |axis: usize| tables[axis].as_ref();
        let len = |axis: usize| table(axis).map_or(shape[axis], |table| table.len);
        if axes.len() == 2 {
            let (from, to) = ([shape[first], shape[first + 1]], [len(first), len(first + 1)]);
            return Pass { from, to, down: table(first), along: table(first + 1), boundary };
        }
        let trailing = shape[first + 1..].iter().product();
        if first + 1 == shape.len() {
            let (from, to) = ([1, shape[first]], [1, len(first)]);
            return Pass { from, to, down: None, along: table(first), boundary };
        }
        let (from, to) = ([shape[first], trailing], [len(first), trailing]);
        Pass { from, to, down: table(first), along: None, boundary }
    }

    fn run<T: Lift>(&self, samples: &[f64], out: &mut [T]) {
        if out.is_empty() {
            return;
        }
        let width = self.to[1];
        let rows = out.len() / width;
        let strip = rows.div_ceil(64).clamp(1, 64).max((1 << 13) / width);
        let work = out.len().saturating_mul(8);
        for_each_block(out, strip * width, work, &|i, out| {
            let mut lines = Lines::new(self, samples);
            let mut sums = vec![0.0; width];
            for (y, out) in out.chunks_mut(width).enumerate() {
                self.row(i * strip + y, &mut lines, &mut sums);
                T::settle(&sums, out);
            }
        });
    }

    /// Row `row` of all planes' rows.
    fn row(&self, row: usize, lines: &mut Lines<'_>, sums: &mut [f64]) {
        let (plane, y) = (row / self.to[0], row % self.to[0]);
        let Some(down) = self.down else { return self.along(lines.source(row), sums) };
        if down.outside.binary_search(&y).is_ok() {
            return sums.fill(self.boundary.outside());
        }
        let (seen, weights) = down.of_place(y);
        let first = plane * self.from[0];
        let slots = lines.fetch(self, seen, first);
        let rows = |k: usize| lines.get(slots[k], seen[k], first);
        match *weights {
            [a, b] => dispatch(Down { rows: [rows(0), rows(1)], weights: [a, b], sums }),
            [a, b, c] => dispatch(Down { rows: [0, 1, 2].map(rows), weights: [a, b, c], sums }),
            [a, b, c, d] => {
                dispatch(Down { rows: [0, 1, 2, 3].map(rows), weights: [a, b, c, d], sums });
            }
            [a, b, c, d, e] => {
                let (rows, weights) = ([0, 1, 2, 3, 4].map(rows), [a, b, c, d, e]);
                dispatch(Down { rows, weights, sums });
            }
            [a, b, c, d, e, f] => {
                let (rows, weights) = ([0, 1, 2, 3, 4, 5].map(rows), [a, b, c, d, e, f]);
                dispatch(Down { rows, weights, sums });
            }
            _ => unreachable!("two to six taps"),
        }
        if let Some(along) = self.along {
            along.outside.iter().for_each(|&x| sums[x] = self.boundary.outside());
        }
    }

    /// A row read along itself.
    fn along(&self, row: &[f64], sums: &mut [f64]) {
        let table = self.along.expect("a pass has a direction");
        let outside = self.boundary.outside();
        match table.taps {
            2 => dispatch(Along::<2> { row, table, outside, sums }),
            3 => dispatch(Along::<3> { row, table, outside, sums }),
            4 => dispatch(Along::<4> { row, table, outside, sums }),
            5 => dispatch(Along::<5> { row, table, outside, sums }),
            _ => dispatch(Along::<6> { row, table, outside, sums }),
        }
    }
}

/// Rows already read along themselves, for as long as the taps of rows need them.
struct Lines<'a> {
    samples: &'a [f64],
    /// Elements of a row as they come.
    width: usize,
    /// Which row a slot holds.
    held: Vec<Option<usize>>,
    slots: Vec<Vec<f64>>,
    /// A row of the constant.
    outside: Vec<f64>,
    /// Whether rows are read along themselves first.
    read: bool,
}

impl<'a> Lines<'a> {
    fn new(pass: &Pass<'_>, samples: &'a [f64]) -> Lines<'a> {
        let read = pass.down.is_some() && pass.along.is_some();
        let slots = if read { 12 } else { 0 };
        Lines {
            samples,
            width: pass.from[1],
            held: vec![None; slots],
            slots: vec![vec![0.0; pass.to[1]]; slots],
            outside: vec![pass.boundary.outside(); pass.to[1]],
            read,
        }
    }

    fn source(&self, row: usize) -> &'a [f64] {
        &self.samples[row * self.width..][..self.width]
    }

    /// Sees to it that slots hold the rows `first + seen`, and says which.
    fn fetch(&mut self, pass: &Pass<'_>, seen: &[usize], first: usize) -> [usize; 6] {
        let mut slots = [0; 6];
        if !self.read {
            return slots;
        }
        let wanted = |row: usize| seen.iter().any(|&i| i != OUTSIDE && first + i == row);
        for (slot, &i) in slots.iter_mut().zip(seen).filter(|(_, i)| **i != OUTSIDE) {
            let row = first + i;
            *slot = self.held.iter().position(|&held| held == Some(row)).unwrap_or_else(|| {
                let free = |held: &Option<usize>| !held.is_some_and(wanted);
                let slot = self.held.iter().position(free).expect("twice as many as taps");
                pass.along(self.source(row), &mut self.slots[slot]);
                self.held[slot] = Some(row);
                slot
            });
        }
        slots
    }

    fn get(&self, slot: usize, i: usize, first: usize) -> &[f64] {
        if i == OUTSIDE {
            &self.outside
        } else if self.read {
            &self.slots[slot]
        } else {
            self.source(first + i)
        }
    }
}

/// The weighted sum of rows.
struct Down<'a, const W: usize> {
    rows: [&'a [f64]; W],
    weights: [f64; W],
    sums: &'a mut [f64],
}

impl<const W: usize> Kernel for Down<'_, W> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        let Down { rows, weights, sums } = self;
        let rows = rows.map(|row| &row[..sums.len()]);
        for x in 0..sums.len() {
            let mut sum = rows[0][x] * weights[0];
            for k in 1..W {
                sum += rows[k][x] * weights[k];
            }
            sums[x] = sum;
        }
    }
}

/// A row read at the places of a table.
struct Along<'a, const W: usize> {
    row: &'a [f64],
    table: &'a Table,
    outside: f64,
    sums: &'a mut [f64],
}

impl<const W: usize> Kernel for Along<'_, W> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        let Along { row, table, outside, sums } = self;
        let (seen, _) = table.samples.as_chunks::<W>();
        let (weights, _) = table.weights.as_chunks::<W>();
        let inner = table.inner.clone();
        for x in (0..inner.start).chain(inner.end..sums.len()) {
            let sample = |i: usize| if i == OUTSIDE { outside } else { row[i] };
            sums[x] = (0..W).map(|k| sample(seen[x][k]) * weights[x][k]).sum();
        }
        let each = seen[inner.clone()].iter().zip(&weights[inner.clone()]);
        for (sum, (seen, weights)) in sums[inner].iter_mut().zip(each) {
            let row = &row[seen[0]..][..W];
            let mut products = [0.0; W];
            for k in 0..W {
                products[k] = row[k] * weights[k];
            }
            *sum = products.iter().sum();
        }
        table.outside.iter().for_each(|&x| sums[x] = outside);
    }
}

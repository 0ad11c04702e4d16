//! Filters by functions of the caller's.

mod line;
mod pointwise;
mod vectorized;

pub use line::{generic_filter1d, generic_filter1d_with};
pub use pointwise::{generic_filter, generic_filter_with};
pub use vectorized::{vectorized_filter, vectorized_filter_with};

use crate::axes::with_rows;
use crate::blocks::for_each_block;
use crate::neighbourhood::row_at;
use crate::ranks::{Footprint, Ranked, Rows};
use crate::windows::Frame;
use nd_core::{Array, Element, View};

/// Windows of one output row: a line for each row of the footprint, with what lies beyond the edges.
struct Lines<'a, T> {
    rows: &'a Rows,
    lines: &'a [Vec<T>],
}

impl<T: Copy> Lines<'_, T> {
    /// How many elements a window has.
    fn count(&self) -> usize {
        self.rows.taps.len()
    }

    /// Some element, to make room with.
    fn any(&self) -> T {
        self.lines[0][0]
    }

    /// The elements of the window of place `x` of the row, into `window`.
    #[inline(always)]
    fn window(&self, x: usize, window: &mut [T]) {
        for (to, &(r, k)) in window.iter_mut().zip(&self.rows.taps) {
            *to = self.lines[r][x + k * self.rows.step];
        }
    }
}

/// Calls `work` for each output row with its windows, on all threads.
fn each_row<T: Ranked, U: Element + Default>(
    a: View<'_, T>,
    footprint: &Footprint,
    work: &(dyn Fn(&Lines<'_, T>, &mut [U]) + Sync),
) -> Array<U> {
    let mut out = vec![U::default(); a.size()];
    if a.is_empty() {
        return Array::from_shape_vec(a.shape(), out);
    }
    let constants: &Vec<T> = &footprint.constants().map(T::constant).collect();
    let rows = &footprint.rows(a.shape());
    let leading = &a.shape()[..rows.span.axis];
    with_rows(a, leading.len(), |source| {
        let width = source[0].len();
        let frame = &Frame::new(width, rows.step, Some(&rows.span), 0..width);
        let height = source.len().div_ceil(64);
        let cost = out.len().saturating_mul(rows.taps.len());
        for_each_block(&mut out, height * width, cost, &|i, out| {
            let mut lines = vec![vec![source[0][0]; frame.stride]; rows.rows.len()];
            for (y, out) in out.chunks_mut(width).enumerate() {
                for (line, offsets) in lines.iter_mut().zip(&rows.rows) {
                    let place = row_at(i * height + y, offsets, leading, &footprint.modes);
                    match place {
                        Ok(place) => fill(line, source[place], frame, constants[rows.span.axis]),
                        Err(axis) => line.fill(constants[axis]),
                    }
                }
                work(&Lines { rows, lines: &lines }, out);
            }
        });
    });
    Array::from_shape_vec(a.shape(), out)
}

/// A row with what lies beyond its ends.
fn fill<T: Copy>(line: &mut [T], row: &[T], frame: &Frame, constant: T) {
    line[frame.offset..][..frame.inner.len()].copy_from_slice(&row[frame.inner.clone()]);
    for &(at, column) in &frame.edges {
        line[at] = column.map_or(constant, |x| row[x]);
    }
}

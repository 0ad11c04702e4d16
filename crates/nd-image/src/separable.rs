//! One pass over a picture that filters down the columns and along the rows.
//!
//! A strip of output rows is walked in tiles a few hundred columns wide. A tile keeps the rows
//! its vertical kernel sees in a small ring (converted to floats, extended beyond the edges),
//! filters two rows down into a scratch row that stays in the first-level cache, and filters
//! that along into the output. Memory is read once and written once.

use crate::blocks::for_each_block;
use crate::lanes::{self, Window};
use crate::mode::Mode;
use crate::pixel::{Pixel, Real};
use crate::taps::{Parity, Taps};
use nd_core::simd::{Isa, Kernel, dispatch};
use std::ops::Range;

/// Bytes of one tile row. With 25 taps the ring takes 210 KB, inside a second-level cache, and
/// the columns computed twice at tile seams stay near 1 %; 2 KB tiles measured a fifth slower.
const TILE_BYTES: usize = 8192;

/// What to do to a picture: down the columns first, then along the rows.
#[derive(Clone, Debug)]
pub(crate) struct Passes<A> {
    pub(crate) down: Option<Taps<A>>,
    pub(crate) along: Option<Taps<A>>,
    /// Elements between horizontal neighbours: the number of channels.
    pub(crate) step: usize,
    /// What lies beyond top and bottom, and beyond the sides.
    pub(crate) modes: [Mode; 2],
}

/// Filters `rows`, all of one length, into `out` (rows one after another).
pub(crate) fn filter<T: Pixel>(rows: &[&[T]], passes: &Passes<T::Acc>, out: &mut [T]) {
    let Some(width) = rows.first().map(|r| r.len()).filter(|&w| w > 0) else { return };
    let taps = |t: &Option<Taps<_>>| t.as_ref().map_or(0, Taps::len);
    let (down, along) = (taps(&passes.down), taps(&passes.along));
    // Strips tall enough that rows read by two of them are few, and many enough to share out.
    let height = rows.len().div_ceil(64).max(4 * down).max(16).next_multiple_of(2);
    let work = out.len().saturating_mul(2 + down + along);
    for_each_block(out, height * width, work, &|i, out| {
        dispatch(Strip { rows, passes, top: i * height, out });
    });
}

/// Output rows from `top` on; as many as `out` holds.
struct Strip<'a, T: Pixel> {
    rows: &'a [&'a [T]],
    passes: &'a Passes<T::Acc>,
    top: usize,
    out: &'a mut [T],
}

impl<T: Pixel> Kernel for Strip<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        strip(isa, self);
    }
}

#[inline(always)]
fn strip<T: Pixel, I: Isa>(isa: I, strip: Strip<'_, T>) {
    let Strip { rows, passes, top, out } = strip;
    let width = rows[0].len();
    let mut scratch = Scratch::default();
    for left in (0..width).step_by(TILE_BYTES / size_of::<T::Acc>()) {
        let right = (left + TILE_BYTES / size_of::<T::Acc>()).min(width);
        let tile = Tile::new(rows, passes, left..right);
        scratch.fit(&tile);
        for y in (0..out.len() / width).step_by(2) {
            down_two(isa, &tile, &mut scratch, top, y, out.len() / width);
            let (upper, lower) = scratch.lines.split_at(tile.stride);
            for (line, row) in [upper, lower].into_iter().zip(out[y * width..].chunks_mut(width)) {
                along(isa, passes, line, &mut row[left..right]);
            }
        }
    }
}

/// A range of columns with what the horizontal kernel sees on either side.
struct Tile<'a, T: Pixel> {
    rows: &'a [&'a [T]],
    passes: &'a Passes<T::Acc>,
    /// Columns copied as they are, and where in the tile's row they start.
    inner: Range<usize>,
    offset: usize,
    /// Places in the tile's row beyond the picture, and the column each repeats, if any.
    edges: Vec<(usize, Option<usize>)>,
    /// Elements of a tile's row.
    stride: usize,
    outside: [T::Acc; 2],
}

impl<'a, T: Pixel> Tile<'a, T> {
    fn new(rows: &'a [&'a [T]], passes: &'a Passes<T::Acc>, columns: Range<usize>) -> Self {
        let (width, step) = (rows[0].len() as isize, passes.step as isize);
        let (before, after) = passes.along.as_ref().map_or((0, 0), Taps::reach);
        let first = columns.start as isize - before as isize * step;
        let last = columns.end as isize + after as isize * step;
        let inner = first.max(0)..last.min(width);
        let beyond = (first..inner.start).chain(inner.end..last);
        let edges = beyond.map(|x| {
            let pixel = passes.modes[1].index(x.div_euclid(step), (width / step) as usize);
            let column = pixel.map(|p| p * passes.step + x.rem_euclid(step) as usize);
            ((x - first) as usize, column)
        });
        Tile {
            rows,
            passes,
            edges: edges.collect(),
            offset: (inner.start - first) as usize,
            inner: inner.start as usize..inner.end as usize,
            stride: (last - first) as usize,
            outside: passes.modes.map(|mode| T::Acc::from_f64(mode.outside())),
        }
    }

    /// Row `y`, which may lie outside the picture, as floats.
    #[inline(always)]
    fn load(&self, y: isize, line: &mut [T::Acc]) {
        let Some(y) = self.passes.modes[0].index(y, self.rows.len()) else {
            return line.fill(self.outside[0]);
        };
        let row = self.rows[y];
        let inner = &mut line[self.offset..][..self.inner.len()];
        inner.iter_mut().zip(&row[self.inner.clone()]).for_each(|(l, x)| *l = x.widen());
        for &(at, column) in &self.edges {
            line[at] = column.map_or(self.outside[1], |x| row[x].widen());
        }
    }

    /// Puts the constant back beyond the sides: it is not filtered down the columns.
    #[inline(always)]
    fn restore_outside(&self, line: &mut [T::Acc]) {
        for &(at, column) in &self.edges {
            if column.is_none() {
                line[at] = self.outside[1];
            }
        }
    }
}

/// Buffers of a strip, reused by its tiles.
struct Scratch<A> {
    /// The rows in the vertical kernel's view, in a ring of `K + 1` slots.
    ring: Vec<A>,
    /// Where in the ring each row of the current window starts.
    starts: Vec<usize>,
    /// How many rows of the strip's window have been loaded.
    loaded: usize,
    /// Two rows filtered down the columns.
    lines: Vec<A>,
}

impl<A> Default for Scratch<A> {
    fn default() -> Self {
        Scratch { ring: Vec::new(), starts: Vec::new(), loaded: 0, lines: Vec::new() }
    }
}

impl<A: Real> Scratch<A> {
    fn fit<T: Pixel<Acc = A>>(&mut self, tile: &Tile<'_, T>) {
        let slots = tile.passes.down.as_ref().map_or(0, |t| t.len() + 1);
        self.ring.resize(slots * tile.stride, A::default());
        self.lines.resize(2 * tile.stride, A::default());
        self.starts.resize(slots, 0);
        self.loaded = 0;
    }
}

/// Fills `scratch.lines` with rows `y` and `y + 1` of the strip, filtered down the columns.
///
/// In a strip of odd height the last second row is computed from what the ring holds and not
/// used.
#[inline(always)]
fn down_two<T: Pixel, I: Isa>(
    isa: I,
    tile: &Tile<'_, T>,
    scratch: &mut Scratch<T::Acc>,
    top: usize,
    y: usize,
    height: usize,
) {
    let stride = tile.stride;
    let (upper, lower) = scratch.lines.split_at_mut(stride);
    let Some(taps) = &tile.passes.down else {
        tile.load((top + y) as isize, upper);
        if y + 1 < height {
            tile.load((top + y + 1) as isize, lower);
        }
        return;
    };
    let slots = taps.len() + 1;
    for e in scratch.loaded..(y + slots).min(height + taps.len() - 1) {
        let line = &mut scratch.ring[e % slots * stride..][..stride];
        tile.load((top + e) as isize - taps.before, line);
        scratch.loaded = e + 1;
    }
    for (k, start) in scratch.starts.iter_mut().enumerate() {
        *start = (y + k) % slots * stride;
    }
    let mut window = Window { ring: &scratch.ring, starts: &scratch.starts };
    let weights = &taps.weights[..];
    match taps.parity {
        Parity::Even => lanes::vertical_pair::<_, I, false>(isa, window, weights, [upper, lower]),
        Parity::Odd => lanes::vertical_pair::<_, I, true>(isa, window, weights, [upper, lower]),
        Parity::Neither => {
            lanes::vertical_plain(isa, window, weights, upper);
            window.starts = &window.starts[1..];
            lanes::vertical_plain(isa, window, weights, lower);
        }
    }
    for line in [upper, lower] {
        lanes::settle::<T>(line);
        tile.restore_outside(line);
    }
}

/// Filters a scratch row along itself into the output.
#[inline(always)]
fn along<T: Pixel, I: Isa>(isa: I, passes: &Passes<T::Acc>, line: &[T::Acc], out: &mut [T]) {
    let Some(taps) = &passes.along else {
        lanes::store(line, out);
        return;
    };
    let (line, weights) = ((line, passes.step), &taps.weights[..]);
    match taps.parity {
        Parity::Even => lanes::horizontal::<T, I, false>(isa, line, weights, out),
        Parity::Odd => lanes::horizontal::<T, I, true>(isa, line, weights, out),
        Parity::Neither => lanes::horizontal_plain(isa, line, weights, out),
    }
}

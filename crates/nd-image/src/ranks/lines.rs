//! The engine of ranks: for each output row the rows that its windows see, as keys.

use super::footprint::{Footprint, Rows};
use super::network::Network;
use super::{histogram, squares};
use crate::axes::with_rows;
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use crate::mode::Mode;
use crate::neighbourhood::row_at;
use crate::windows::{Frame, Lane, Lanes, Samples, Strip};
use nd_core::{Array, View, ZeroBits};

/// Windows of more elements are not sorted by a network, whose length grows faster than theirs.
const NETWORK_BELOW: usize = 130;

/// Elements of a line beyond its end, so that chunks of lanes need no special case for the last.
pub(crate) const SPARE: usize = 64;

/// Makes a strip of windows of some extents.
type ByHistogram<K> = fn(&mut Job<'_, K>, [usize; 2]);

/// What is done with the lines of an output row.
type RowWork<'a, K> = dyn FnMut(&Job<'_, K>, &[Vec<K>], &mut [K]) + 'a;

/// Whole numbers that elements are compared as.
pub trait Key: Lane + Ord {
    /// The ranks of large rectangular windows, if the type has a better way than to look at every
    /// element.
    #[doc(hidden)]
    const HISTOGRAM: Option<ByHistogram<Self>>;
}

impl Key for u8 {
    const HISTOGRAM: Option<ByHistogram<u8>> = Some(histogram::strip);
}
impl Key for u16 {
    const HISTOGRAM: Option<ByHistogram<u16>> = None;
}
impl Key for i32 {
    const HISTOGRAM: Option<ByHistogram<i32>> = None;
}
impl Key for i64 {
    const HISTOGRAM: Option<ByHistogram<i64>> = None;
}

/// What is done to a window.
enum Way<K: Key> {
    /// Medians of 3 × 3 and 5 × 5.
    Square([usize; 2]),
    Histogram(ByHistogram<K>, [usize; 2]),
    Network(Network),
    Select,
}

fn way<K: Key>(rows: &Rows, rank: usize) -> Way<K> {
    let (plane, count) = (rows.plane(), rows.taps.len());
    match (plane, K::HISTOGRAM) {
        (Some(size @ ([3, 3] | [5, 5])), _) if rank == count / 2 => Way::Square(size),
        (Some(size), Some(strip)) if histogram::worth(size, rank) => Way::Histogram(strip, size),
        _ if count < NETWORK_BELOW || rank == 0 || rank == count - 1 => {
            Way::Network(Network::new(count, rank))
        }
        _ => Way::Select,
    }
}

/// The elements of `rank`, from 0, in the windows.
pub(crate) fn ranked<T: ZeroBits, K: Key>(
    a: View<'_, T>,
    footprint: &Footprint,
    rank: usize,
    lanes: &Lanes<T, K>,
) -> Array<T> {
    if a.is_empty() || a.ndim() == 0 {
        return a.to_array();
    }
    let rows = &footprint.rows(a.shape());
    let way = &way::<K>(rows, rank);
    let outside: &Vec<K> = &footprint.constants().map(lanes.outside).collect();
    let mut out = canvas::<T>(a.shape());
    let leading = &a.shape()[..rows.span.axis];
    let samples = out.as_slice_mut().expect("fresh arrays are contiguous");
    with_rows(a, leading.len(), |source| {
        let width = source[0].len();
        let height = source.len().div_ceil(64).max(8 * rows.rows.len()).max(16);
        let work = samples.len().saturating_mul(rows.taps.len());
        for_each_block(samples, height.saturating_mul(width), work, &|i, out| {
            let size = [out.len() / width, width];
            let mut strip = Samples { rows: source, out, lanes };
            let modes = &footprint.modes[..];
            let place = Place { leading, top: i * height, size, modes };
            Job { rows, rank, outside, place, strip: &mut strip }.work(way);
        });
    });
    out
}

/// Which part of the output a strip is.
struct Place<'a> {
    leading: &'a [usize],
    top: usize,
    size: [usize; 2],
    modes: &'a [Mode],
}

/// A strip of the output that is to be made.
pub struct Job<'a, K: Key> {
    rows: &'a Rows,
    pub(crate) rank: usize,
    outside: &'a [K],
    place: Place<'a>,
    strip: &'a mut dyn Strip<K>,
}

impl<K: Key> Job<'_, K> {
    #[inline(never)]
    fn work(mut self, way: &Way<K>) {
        match way {
            Way::Square(size) => squares::strip(&mut self, *size),
            Way::Histogram(strip, size) => strip(&mut self, *size),
            Way::Network(network) => self.sort(network),
            Way::Select => self.select(),
        }
    }

    /// Rows and columns.
    pub(crate) fn size(&self) -> [usize; 2] {
        self.place.size
    }

    /// Elements between neighbours of a row.
    pub(crate) fn step(&self) -> usize {
        self.rows.step
    }

    /// Whether an output row lies just below the one before it, not at the top of a plane.
    pub(crate) fn follows(&self, y: usize) -> bool {
        let height = self.place.leading.last().copied().unwrap_or(1);
        !(self.place.top + y).is_multiple_of(height)
    }

    /// How a line is laid out.
    pub(crate) fn frame(&self) -> Frame {
        let width = self.place.size[1];
        Frame::new(width, self.rows.step, Some(&self.rows.span), 0..width)
    }

    pub(crate) fn store(&mut self, y: usize, keys: &[K]) {
        self.strip.store(y * self.place.size[1], keys);
    }

    /// The row that the window's row `r` sees from output row `y`, with what lies left and right.
    pub(crate) fn load(&self, y: usize, r: usize, frame: &Frame, line: &mut [K]) {
        let Place { leading, top, modes, .. } = &self.place;
        let row = row_at(top + y, &self.rows.rows[r], leading, modes);
        let row = match row {
            Ok(row) => row,
            Err(axis) => return line.fill(self.outside[axis]),
        };
        self.strip.load(row, frame.inner.clone(), &mut line[frame.offset..][..frame.inner.len()]);
        for &(at, column) in &frame.edges {
            let constant = self.outside[self.rows.span.axis];
            line[at] = column.map_or(constant, |x| self.strip.load_one(row, x));
        }
    }

    /// The lines of all of the window's rows, for each output row.
    pub(crate) fn each_row(&mut self, work: &mut RowWork<'_, K>) {
        let [height, width] = self.place.size;
        let frame = self.frame();
        let mut lines = vec![vec![K::default(); frame.stride + SPARE]; self.rows.rows.len()];
        let mut out = vec![K::default(); width + SPARE];
        for y in 0..height {
            for (r, line) in lines.iter_mut().enumerate() {
                self.load(y, r, &frame, line);
            }
            work(self, &lines, &mut out);
            self.store(y, &out[..width]);
        }
    }

    fn sort(&mut self, network: &Network) {
        let mut lanes = network.lanes();
        self.each_row(&mut |job, lines, out| {
            let (taps, step) = (&job.rows.taps, job.rows.step);
            network.run(&mut lanes, lines, taps, step, out);
        });
    }

    fn select(&mut self) {
        let mut window = Vec::with_capacity(self.rows.taps.len());
        self.each_row(&mut |job, lines, out| {
            let (rows, width) = (job.rows, job.place.size[1]);
            for (x, out) in out[..width].iter_mut().enumerate() {
                window.clear();
                window.extend(rows.taps.iter().map(|&(r, k)| lines[r][x + k * rows.step]));
                *out = *window.select_nth_unstable(job.rank).1;
            }
        });
    }
}

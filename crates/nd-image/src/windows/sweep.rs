//! The engine: blocks of a plane in a small cache, joined by doubling down and along.

use super::{Span, frame::Frame};
use crate::axes::{CHANNELS, with_rows};
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, View, ZeroBits};
use std::ops::Range;

/// Bytes of a block's row: with some forty rows a block stays in the caches next to the processor.
const BLOCK_BYTES: usize = 2048;

/// Neighbours up to which two axes are worked on together: a block holds what all of its windows see.
const FUSED: usize = 1 << 14;

/// Lanes that running sums take at once.
const RUN: usize = 32;

/// Bytes of a block, which long windows make narrow.
const MOST_BYTES: usize = 1 << 20;

/// How windows are joined. `L` is what samples are while they are worked on.
pub(crate) trait Join<L>: Copy + Sync {
    /// Whether the parts of a window may overlap.
    const OVERLAP: bool;
    /// Takes a part from a window again, if that leaves no trace: of whole numbers.
    const PART: Option<fn(L, L) -> L> = None;
    /// The window of two parts.
    fn join(self, left: L, right: L) -> L;
    /// What is made of the windows of the block's `pass` (0 down, 1 along).
    fn finish(self, pass: usize, sums: &mut [L]);
}

/// How elements become lanes and lanes elements, and what a constant outside is.
pub(crate) struct Lanes<T, L> {
    pub(crate) load: fn(&[T], &mut [L]),
    pub(crate) store: fn(&[L], &mut [T]),
    pub(crate) outside: fn(f64) -> L,
}

/// What a plane's windows are.
struct Plan<'a, L, J> {
    down: Option<&'a Span>,
    along: Option<&'a Span>,
    /// Elements between horizontal neighbours.
    step: usize,
    outside: [L; 2],
    join: J,
}

/// Joins the windows along the axes of `spans`, one axis after another; neighbouring axes in one pass
/// over memory where they are the last.
///
/// `join` makes of the one or two spans of a pass how their windows are joined.
pub(crate) fn run<T: ZeroBits, L: Lane, J: Join<L>>(
    a: View<'_, T>,
    spans: &[Span],
    lanes: &Lanes<T, L>,
    join: &dyn Fn([Option<&Span>; 2]) -> J,
) -> Array<T> {
    if a.is_empty() || spans.is_empty() {
        return a.to_array();
    }
    let trailing = |axis: usize| a.shape()[axis + 1..].iter().product::<usize>();
    let mut rest = spans;
    let mut done: Option<Array<T>> = None;
    while let [first, others @ ..] = rest {
        rest = others;
        let next = others.first().filter(|next| next.axis == first.axis + 1);
        let next = next.filter(|next| trailing(next.axis) <= CHANNELS);
        let next = next.filter(|next| first.size.saturating_mul(next.size) <= FUSED);
        let (down, along) = match next {
            Some(next) => (Some(first), Some(next)),
            None if trailing(first.axis) <= CHANNELS => (None, Some(first)),
            None => (Some(first), None),
        };
        rest = &rest[usize::from(next.is_some())..];
        let step = along.map_or(1, |span| trailing(span.axis));
        let outside = [down, along]
            .map(|span| span.map_or(L::default(), |span| (lanes.outside)(span.mode.outside())));
        let plan = Plan { down, along, step, outside, join: join([down, along]) };
        let source = done.as_ref().map_or(a, Array::view);
        done = Some(over_planes(source, first.axis, &plan, lanes));
    }
    done.expect("there are spans")
}

/// What lanes may be.
pub trait Lane: Copy + Default + Send + Sync + 'static {}
impl<L: Copy + Default + Send + Sync + 'static> Lane for L {}

fn over_planes<T: ZeroBits, L: Lane, J: Join<L>>(
    a: View<'_, T>,
    axis: usize,
    plan: &Plan<'_, L, J>,
    lanes: &Lanes<T, L>,
) -> Array<T> {
    let mut out = canvas::<T>(a.shape());
    let depth = axis + usize::from(plan.down.is_some());
    let plane = if plan.down.is_some() { a.shape()[axis] } else { usize::MAX };
    let samples = out.as_slice_mut().expect("fresh arrays are contiguous");
    with_rows(a, depth, |rows| {
        let (width, plane) = (rows[0].len(), plane.min(rows.len()));
        let taps = plan.down.map_or(1, |span| span.size) + plan.along.map_or(1, |span| span.size);
        let work = samples.len().saturating_mul(taps.min(64));
        for_each_block(
            samples,
            plane * width,
            if plane < rows.len() { work } else { 0 },
            &|i, out| {
                let rows = &rows[i * plane..][..plane];
                let height =
                    plane.div_ceil(64).max(2 * plan.down.map_or(0, |span| span.size)).max(32);
                for_each_block(out, height.saturating_mul(width), work, &|i, out| {
                    let size = [out.len() / width, width];
                    let mut strip = Samples { rows, out, lanes };
                    strip_of(plan, plane, i * height, size, &mut strip);
                });
            },
        );
    });
    out
}

/// A strip of a plane: where samples come from and where results go, whatever their type.
pub(crate) trait Strip<L> {
    /// Puts elements of a row into lanes.
    fn load(&self, row: usize, columns: Range<usize>, lanes: &mut [L]);
    /// One element.
    fn load_one(&self, row: usize, column: usize) -> L;
    /// Puts lanes into the output, from a place of it on.
    fn store(&mut self, at: usize, lanes: &[L]);
}

/// The strip of elements of one type.
pub(crate) struct Samples<'a, T, L> {
    pub(crate) rows: &'a [&'a [T]],
    pub(crate) out: &'a mut [T],
    pub(crate) lanes: &'a Lanes<T, L>,
}

impl<T: Copy, L: Lane> Strip<L> for Samples<'_, T, L> {
    fn load(&self, row: usize, columns: Range<usize>, lanes: &mut [L]) {
        (self.lanes.load)(&self.rows[row][columns], lanes);
    }
    fn load_one(&self, row: usize, column: usize) -> L {
        let mut lane = [L::default()];
        (self.lanes.load)(&self.rows[row][column..=column], &mut lane);
        lane[0]
    }
    fn store(&mut self, at: usize, lanes: &[L]) {
        (self.lanes.store)(lanes, &mut self.out[at..][..lanes.len()]);
    }
}

/// The strip of `[height, width]` whose first row is `top`. Compiled once for each kind of lane.
#[inline(never)]
fn strip_of<L: Lane, J: Join<L>>(
    plan: &Plan<'_, L, J>,
    plane: usize,
    top: usize,
    [height, width]: [usize; 2],
    strip: &mut dyn Strip<L>,
) {
    let taps = plan.down.map_or(1, |span| span.size);
    let bytes = (MOST_BYTES / taps.saturating_mul(5)).clamp(256, BLOCK_BYTES);
    let tile = (bytes / size_of::<L>()).next_multiple_of(plan.step);
    // Blocks whose rows above and below are few next to their own; of long rows only some.
    let line = (tile + plan.along.map_or(0, |span| span.size) * plan.step) * size_of::<L>();
    let tall = match plan.down {
        Some(_) => taps.saturating_mul(4).max(32),
        None => (8 * MOST_BYTES / line).clamp(1, 32),
    };
    let tall = tall.min(height);
    let mut block = Block::default();
    for left in (0..width).step_by(tile) {
        let columns = left..(left + tile).min(width);
        let frame = Frame::new(width, plan.step, plan.along, columns.clone());
        for y in (0..height).step_by(tall) {
            let rows = tall.min(height - y);
            block.load(plan, &frame, plane, (top + y, rows), strip);
            dispatch(Sweeps {
                block: &mut block,
                plan,
                frame: &frame,
                rows,
                columns: columns.len(),
            });
            for (i, line) in block.lanes.chunks(frame.stride).take(rows).enumerate() {
                strip.store((y + i) * width + left, &line[..columns.len()]);
            }
        }
    }
}

/// A block and buffers to work on it.
struct Block<L> {
    /// The rows that the windows see, one after another.
    lanes: Vec<L>,
    /// The same before they were joined, where joining needs them.
    kept: Vec<L>,
    lines: [Vec<L>; 2],
}

impl<L> Default for Block<L> {
    fn default() -> Self {
        Block { lanes: Vec::new(), kept: Vec::new(), lines: [Vec::new(), Vec::new()] }
    }
}

impl<L: Lane> Block<L> {
    fn load<J: Join<L>>(
        &mut self,
        plan: &Plan<'_, L, J>,
        frame: &Frame,
        plane: usize,
        (top, rows): (usize, usize),
        strip: &dyn Strip<L>,
    ) {
        let taps = plan.down.map_or(1, |span| span.size);
        let before = plan.down.map_or(0, |span| span.before);
        self.lanes.resize((rows + taps - 1) * frame.stride, L::default());
        self.lines.iter_mut().for_each(|line| line.resize(frame.stride, L::default()));
        for (i, line) in self.lanes.chunks_mut(frame.stride).enumerate() {
            let y = (top + i) as isize - before;
            let row = match plan.down {
                Some(span) => span.mode.index(y, plane),
                None => Some(y as usize),
            };
            let Some(row) = row else {
                line.fill(plan.outside[0]);
                continue;
            };
            strip.load(row, frame.inner.clone(), &mut line[frame.offset..][..frame.inner.len()]);
            for &(at, column) in &frame.edges {
                line[at] = column.map_or(plan.outside[1], |x| strip.load_one(row, x));
            }
        }
    }
}

struct Sweeps<'a, L, J> {
    block: &'a mut Block<L>,
    plan: &'a Plan<'a, L, J>,
    frame: &'a Frame,
    rows: usize,
    columns: usize,
}

impl<L: Lane, J: Join<L>> Kernel for Sweeps<'_, L, J> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Sweeps { block, plan, frame, rows, columns } = self;
        let stride = frame.stride;
        if let Some(span) = plan.down {
            down(plan.join, block, stride, span.size);
            for line in block.lanes.chunks_mut(stride).take(rows) {
                plan.join.finish(0, line);
                // The constant beyond the sides is not joined down the columns.
                for &(at, _) in frame.edges.iter().filter(|edge| edge.1.is_none()) {
                    line[at] = plan.outside[1];
                }
            }
        }
        if let Some(span) = plan.along {
            for line in block.lanes.chunks_mut(stride).take(rows) {
                along(plan.join, line, &mut block.lines, span.size, plan.step);
                plan.join.finish(1, &mut line[..columns]);
            }
        }
    }
}

/// Joins `rows` windows of `size` rows in place.
#[inline(always)]
fn down<L: Lane, J: Join<L>>(join: J, block: &mut Block<L>, stride: usize, size: usize) {
    if J::PART.is_some() {
        return run_down(join, block, stride, size);
    }
    let Block { lanes, kept, .. } = block;
    let height = lanes.len() / stride;
    if !J::OVERLAP && !size.is_power_of_two() {
        kept.clone_from(lanes);
    }
    let mut add = |kept: Option<&[L]>, distance: usize, seen: usize| {
        for y in 0..=height - seen {
            let (head, tail) = lanes.split_at_mut((y + distance) * stride);
            let line = &mut head[y * stride..][..stride];
            let other = match kept {
                Some(kept) => &kept[(y + distance) * stride..][..stride],
                None => &tail[..stride],
            };
            for (l, &r) in line.iter_mut().zip(other) {
                *l = join.join(*l, r);
            }
        }
    };
    if J::OVERLAP {
        let mut done = 1;
        while done < size {
            let next = done.min(size - done);
            add(None, next, done + next);
            done += next;
        }
        return;
    }
    each_doubling(size, |done, odd| {
        add(None, done, 2 * done);
        if odd {
            add(Some(&kept[..]), 2 * done, 2 * done + 1);
        }
    });
}

/// As [`down`], by running sums.
#[inline(always)]
fn run_down<L: Lane, J: Join<L>>(join: J, block: &mut Block<L>, stride: usize, size: usize) {
    let Block { lanes, lines: [sums, _], .. } = block;
    let Some(part) = J::PART else { return };
    let sums = &mut sums[..stride];
    sums.copy_from_slice(&lanes[..stride]);
    for line in lanes.chunks(stride).take(size - 1).skip(1) {
        sums.iter_mut().zip(line).for_each(|(sum, &x)| *sum = join.join(*sum, x));
    }
    let rows = lanes.len() / stride + 1 - size;
    for y in 0..rows {
        let (head, tail) = lanes.split_at_mut((y + size - 1) * stride);
        let (lines, rest) = head[y * stride..][..stride].as_chunks_mut::<RUN>();
        let (news, new_rest) = tail[..stride].as_chunks::<RUN>();
        let (totals, total_rest) = sums.as_chunks_mut::<RUN>();
        // Chunks by value: the compiler need not ask whether they overlap.
        for ((line, total), new) in lines.iter_mut().zip(totals).zip(news) {
            let (old, sum, new) = (*line, *total, *new);
            *line = std::array::from_fn(|i| join.join(sum[i], new[i]));
            *total = std::array::from_fn(|i| part(join.join(sum[i], new[i]), old[i]));
        }
        for ((x, sum), &new) in rest.iter_mut().zip(total_rest).zip(new_rest) {
            let whole = join.join(*sum, new);
            *sum = part(whole, *x);
            *x = whole;
        }
    }
}

/// Calls `double` with the lengths that are doubled to get `size`, and whether one sample is added.
#[inline(always)]
fn each_doubling(size: usize, mut double: impl FnMut(usize, bool)) {
    for bit in (0..size.ilog2()).rev() {
        double(size >> (bit + 1), size >> bit & 1 == 1);
    }
}

/// Joins the windows of `size` samples, `step` elements apart, of a line; the results begin it.
#[inline(always)]
fn along<L: Lane, J: Join<L>>(
    join: J,
    line: &mut [L],
    [one, two]: &mut [Vec<L>; 2],
    size: usize,
    step: usize,
) {
    if size == 1 {
        return;
    }
    let len = line.len();
    let (mut from, mut to) = (&mut one[..len], &mut two[..len]);
    from.copy_from_slice(line);
    let add = |left: &[L], right: &[L], to: &mut [L]| {
        for ((to, &l), &r) in to.iter_mut().zip(left).zip(right) {
            *to = join.join(l, r);
        }
    };
    if J::OVERLAP {
        let mut done = 1;
        while done < size {
            let next = done.min(size - done);
            let used = len - (done + next - 1) * step;
            add(&from[..used], &from[next * step..], &mut to[..used]);
            std::mem::swap(&mut from, &mut to);
            done += next;
        }
    } else {
        each_doubling(size, |done, odd| {
            let used = len - (2 * done - 1) * step;
            add(&from[..used], &from[done * step..], &mut to[..used]);
            std::mem::swap(&mut from, &mut to);
            if odd {
                let used = used - step;
                add(&from[..used], &line[2 * done * step..], &mut to[..used]);
                std::mem::swap(&mut from, &mut to);
            }
        });
    }
    let used = len - (size - 1) * step;
    line[..used].copy_from_slice(&from[..used]);
}

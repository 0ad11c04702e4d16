//! The greatest key of a window around each, for windows without heights.
//!
//! The greatest of `2k` neighbours is the greater of two greatest of `k`: lengths double until they are
//! enough, each time for a whole row or tile of elements at once.

use super::element::Steps;
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use crate::mode::Mode;
use crate::ordinal::Key;
use nd_core::Array;
use nd_core::simd::{Isa, Kernel, dispatch};

/// Bytes of a row that are worked on together across rows.
const TILE_BYTES: usize = 1024;

/// A window without heights.
pub enum Flat {
    /// A box: along each axis the first and the last step.
    Box(Vec<[isize; 2]>),
    /// Any others.
    Steps(Steps),
}

impl Flat {
    #[track_caller]
    pub(crate) fn sized(op: &str, size: &[usize], origin: &[isize]) -> Flat {
        let axis = |(&n, &origin): (&usize, &isize)| {
            assert!(n > 0, "{op}: a window of size {size:?}");
            assert!(isize::try_from(n).is_ok_and(|n| n < 1 << 40), "{op}: a window of size {n}");
            let middle = (n / 2) as isize + origin;
            assert!(
                (0..n as isize).contains(&middle),
                "{op}: origin {origin} moves the middle off a window of length {n}"
            );
            [-middle, n as isize - 1 - middle]
        };
        Flat::Box(size.iter().zip(origin).map(axis).collect())
    }

    pub(crate) fn reflected(&self) -> Flat {
        match self {
            Flat::Box(sides) => Flat::Box(sides.iter().map(|&[lo, hi]| [-hi, -lo]).collect()),
            Flat::Steps(steps) => Flat::Steps(steps.reflected()),
        }
    }
}

/// The greatest key of a window around each.
pub(crate) fn maximum<K: Key>(keys: Array<K>, flat: &Flat, mode: Mode, outside: K) -> Array<K> {
    if keys.is_empty() {
        return keys;
    }
    let shape = keys.shape().to_vec();
    let flat = &within(flat, &shape, mode);
    match flat {
        Flat::Box(sides) => {
            let mut keys = keys;
            for (axis, &side) in sides.iter().enumerate().filter(|(_, s)| **s != [0, 0]) {
                keys = along_axis(&keys, axis, side, mode, outside);
            }
            keys
        }
        Flat::Steps(steps) => {
            let mut out = canvas::<K>(&shape[..]);
            let width = *shape.last().unwrap_or(&1);
            let source = keys.as_slice().expect("keys are contiguous");
            let leading = &shape[..shape.len().saturating_sub(1)];
            let work = source.len().saturating_mul(4 * steps.rows.len().max(1));
            let strip = (source.len() / width).div_ceil(64).max(1);
            let elements = out.as_slice_mut().expect("fresh arrays are contiguous");
            for_each_block(elements, strip * width, work, &|i, out| {
                let top = i * strip;
                dispatch(Footprint { source, width, leading, steps, mode, outside, top, out });
            });
            out
        }
    }
}

/// As far as there is anything new to see: steps beyond all of the pattern that a mode repeats see what
/// nearer ones do, which only a constant outside or an interval that covers a period tells apart.
fn within(flat: &Flat, shape: &[usize], mode: Mode) -> Flat {
    let limit = |n: usize| match mode {
        Mode::Constant(_) | Mode::Nearest => n as isize,
        _ => isize::MAX / 4,
    };
    match flat {
        Flat::Box(sides) => {
            let side = |(&[lo, hi], &n): (&[isize; 2], &usize)| {
                // A box that covers a whole period sees everything; a longer one is no different.
                let (limit, all) = (limit(n), 2 * n as isize);
                let clamped = [lo.clamp(-limit, limit), hi.clamp(-limit, limit)];
                if clamped[1] - clamped[0] > all && limit > all {
                    let middle = clamped[0].clamp(-all, 0);
                    [middle, middle + all]
                } else {
                    clamped
                }
            };
            Flat::Box(sides.iter().zip(shape).map(side).collect())
        }
        Flat::Steps(steps) => match mode {
            Mode::Constant(_) | Mode::Nearest => Flat::Steps(steps.clone().within(shape)),
            _ => Flat::Steps(steps.clone()),
        },
    }
}

/// One axis of a box.
fn along_axis<K: Key>(
    keys: &Array<K>,
    axis: usize,
    side: [isize; 2],
    mode: Mode,
    outside: K,
) -> Array<K> {
    let shape = keys.shape();
    let (n, inner) = (shape[axis], shape[axis + 1..].iter().product::<usize>());
    let source = keys.as_slice().expect("keys are contiguous");
    let mut out = canvas::<K>(shape);
    let elements = out.as_slice_mut().expect("fresh arrays are contiguous");
    let length = (side[1] - side[0] + 1) as usize;
    // Strips of one plane; tall ones, because the rows between two strips are worked on twice.
    let strip = if inner == 1 { n } else { (2 * length).max(128).min(n) };
    let planes: Vec<_> = elements.chunks_mut(n * inner).enumerate().collect();
    let mut strips = Vec::new();
    for (plane, out) in planes {
        for (i, out) in out.chunks_mut(strip * inner).enumerate() {
            strips.push((plane, i * strip, out));
        }
    }
    let group = (1usize << 16).div_ceil(strip * inner).max(1);
    let mut grouped = Vec::new();
    while !strips.is_empty() {
        grouped.push(strips.split_off(strips.len().saturating_sub(group)));
    }
    nd_core::threads::items(grouped, &|_, strips| {
        let mut scratch = Scratch::default();
        for (plane, top, out) in strips {
            let source = &source[plane * n * inner..][..n * inner];
            let scratch = &mut scratch;
            dispatch(Strip { source, n, inner, side, mode, outside, top, out, scratch });
        }
    });
    out
}

/// Rows from `top` on of one plane `(n, inner)`, along its first axis.
struct Strip<'a, K> {
    source: &'a [K],
    n: usize,
    inner: usize,
    side: [isize; 2],
    mode: Mode,
    outside: K,
    top: usize,
    out: &'a mut [K],
    scratch: &'a mut Scratch<K>,
}

impl<K: Key> Kernel for Strip<'_, K> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Strip { source, n, inner, side: [lo, hi], mode, outside, top, out, scratch } = self;
        let height = out.len() / inner;
        let rows = height + (hi - lo) as usize;
        let length = (hi - lo + 1) as usize;
        if inner == 1 {
            // Of rows by themselves a strip is a whole one.
            extended(source, [lo, hi], mode, outside, &mut scratch.row);
            scratch.greatest(length, out);
            return;
        }
        let widest = TILE_BYTES / size_of::<K>();
        for left in (0..inner).step_by(widest) {
            let width = widest.min(inner - left);
            let tile = &mut scratch.row;
            tile.clear();
            for y in 0..rows {
                let place = (top + y) as isize + lo;
                match mode.index(place, n) {
                    Some(y) => tile.extend_from_slice(&source[y * inner + left..][..width]),
                    None => tile.extend(std::iter::repeat_n(outside, width)),
                }
            }
            let have = scratch.double(length, width);
            let tile = &scratch.row;
            let second = (length - have) * width;
            for (y, out) in out.chunks_mut(inner).enumerate() {
                let (a, b) = (&tile[y * width..][..width], &tile[y * width + second..][..width]);
                let out = &mut out[left..left + width];
                out.iter_mut().zip(a).zip(b).for_each(|((o, &a), &b)| *o = a.max(b));
            }
        }
    }
}

/// A row, and room for what is made of it.
#[derive(Default)]
struct Scratch<K> {
    row: Vec<K>,
    next: Vec<K>,
}

impl<K: Key> Scratch<K> {
    /// Puts the greatest of `length` elements of the row in place, from each on.
    #[inline(always)]
    fn greatest(&mut self, length: usize, out: &mut [K]) {
        let have = self.double(length, 1);
        let (a, b) = (&self.row[..out.len()], &self.row[length - have..][..out.len()]);
        out.iter_mut().zip(a).zip(b).for_each(|((o, &a), &b)| *o = a.max(b));
    }

    /// Makes each element the greatest of itself and those that follow at multiples of `step`, as many
    /// as is the greatest power of two up to `length`, which is returned. What reaches beyond the end
    /// is left as it is.
    #[inline(always)]
    fn double(&mut self, length: usize, step: usize) -> usize {
        let mut have = 1;
        while 2 * have <= length {
            let (row, by) = (&self.row[..], have * step);
            self.next.clear();
            self.next.extend(row.iter().zip(&row[by..]).map(|(&a, &b)| a.max(b)));
            self.next.extend_from_slice(&row[row.len() - by..]);
            std::mem::swap(&mut self.row, &mut self.next);
            have *= 2;
        }
        have
    }
}

/// Rows from `top` on, by a window of any form.
struct Footprint<'a, K> {
    source: &'a [K],
    width: usize,
    leading: &'a [usize],
    steps: &'a Steps,
    mode: Mode,
    outside: K,
    top: usize,
    out: &'a mut [K],
}

impl<K: Key> Kernel for Footprint<'_, K> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Footprint { source, width, leading, steps, mode, outside, top, out } = self;
        let mut scratch = Scratch::default();
        for (y, out) in out.chunks_mut(width).enumerate() {
            out.fill(K::default());
            for (step, intervals) in &steps.rows {
                let Some(seen) = row_at(top + y, step, leading, mode) else {
                    out.iter_mut().for_each(|o| *o = (*o).max(outside));
                    continue;
                };
                let seen = &source[seen * width..][..width];
                for &[lo, hi] in intervals {
                    extended(seen, [lo, hi], mode, outside, &mut scratch.row);
                    let length = (hi - lo + 1) as usize;
                    let have = scratch.double(length, 1);
                    let row = &scratch.row;
                    let (a, b) = (&row[..width], &row[length - have..][..width]);
                    out.iter_mut().zip(a).zip(b).for_each(|((o, &a), &b)| *o = (*o).max(a.max(b)));
                }
            }
        }
    }
}

/// The row that `step` leads to, rows counted in C order; `None` where the constant is.
pub(crate) fn row_at(y: usize, step: &[isize], leading: &[usize], mode: Mode) -> Option<usize> {
    let (mut rest, mut stride, mut row) = (y, 1, 0);
    for (&step, &n) in step.iter().zip(leading).rev() {
        row += mode.index((rest % n) as isize + step, n)? * stride;
        rest /= n;
        stride *= n;
    }
    Some(row)
}

/// What an interval of steps sees of a row, from its first element on.
#[inline(always)]
pub(crate) fn extended<K: Copy>(
    row: &[K],
    [lo, hi]: [isize; 2],
    mode: Mode,
    outside: K,
    out: &mut Vec<K>,
) {
    out.clear();
    let (n, at) = (row.len() as isize, |i| mode.index(i, row.len()).map_or(outside, |i| row[i]));
    let end = n + hi;
    out.extend((lo..0.min(end)).map(at));
    let inside = lo.clamp(0, n)..end.clamp(0, n);
    out.extend_from_slice(&row[inside.start as usize..inside.end as usize]);
    out.extend((n.max(lo)..end).map(at));
}

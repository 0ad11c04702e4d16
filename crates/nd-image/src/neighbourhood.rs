//! Correlation with a kernel of any rank: every weight in turn, over whole runs of a row.

use crate::axes::with_rows;
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use crate::mode::Mode;
use crate::pixel::{Pixel, Real};
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, View};

/// Elements of a row summed before they are stored.
const CHUNK: usize = 256;

/// A kernel of any rank: its extents, its weights in C order, by how much its middle is moved, and
/// what lies beyond the edges of each axis.
pub struct Around {
    pub(crate) size: Vec<usize>,
    pub(crate) weights: Vec<f64>,
    pub(crate) origin: Vec<isize>,
    pub(crate) modes: Vec<Mode>,
}

/// A kernel as the list of its non-zero weights, in C order.
struct Weighted<A> {
    /// Distinct kernel rows that have weights: offsets along all axes but the last.
    rows: Vec<Vec<isize>>,
    /// Which row, the offset along the last axis, and the weight.
    taps: Vec<(usize, isize, A)>,
}

impl<A: Real> Weighted<A> {
    fn new(Around { size, weights, origin, .. }: &Around) -> Weighted<A> {
        let (mut rows, mut taps) = (Vec::<Vec<isize>>::new(), Vec::new());
        for (k, &weight) in weights.iter().enumerate() {
            // SciPy's rule for what counts as zero.
            if weight.abs() <= f64::EPSILON {
                continue;
            }
            let mut at = k;
            let mut offsets = vec![0; size.len()];
            for axis in (0..size.len()).rev() {
                offsets[axis] =
                    (at % size[axis]) as isize - (size[axis] / 2) as isize - origin[axis];
                at /= size[axis];
            }
            let last = offsets.pop().unwrap_or(0);
            if rows.last() != Some(&offsets) {
                rows.push(offsets);
            }
            taps.push((rows.len() - 1, last, A::from_f64(weight)));
        }
        Weighted { rows, taps }
    }
}

/// Correlates `a` with a kernel of the same rank.
pub(crate) fn correlate<T: Pixel>(a: View<'_, T>, around: &Around) -> Array<T> {
    let modes = &around.modes[..];
    let kernel = &Weighted::<T::Acc>::new(around);
    let mut out = canvas::<T>(a.shape());
    if a.is_empty() {
        return out;
    }
    let leading = &a.shape()[..a.ndim().saturating_sub(1)];
    let samples = out.as_slice_mut().expect("fresh arrays are contiguous");
    with_rows(a, leading.len(), |rows| {
        let width = rows[0].len();
        let strip = rows.len().div_ceil(64).max(8);
        let work = samples.len().saturating_mul(kernel.taps.len());
        for_each_block(samples, strip * width, work, &|i, out| {
            dispatch(Strip { rows, leading, kernel, modes, top: i * strip, out });
        });
    });
    out
}

struct Strip<'a, T: Pixel> {
    rows: &'a [&'a [T]],
    leading: &'a [usize],
    kernel: &'a Weighted<T::Acc>,
    modes: &'a [Mode],
    top: usize,
    out: &'a mut [T],
}

impl<T: Pixel> Kernel for Strip<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let width = self.rows[0].len();
        let mut seen: Vec<Result<&[T], T::Acc>> = vec![Ok(&[]); self.kernel.rows.len()];
        let mode = self.modes.last().copied().unwrap_or_default();
        let outside = T::Acc::from_f64(mode.outside());
        for (y, out) in self.out.chunks_mut(width).enumerate() {
            for (seen, offsets) in seen.iter_mut().zip(&self.kernel.rows) {
                *seen = row_at(self.top + y, offsets, self.leading, self.modes)
                    .map(|index| self.rows[index])
                    .map_err(|axis| T::Acc::from_f64(self.modes[axis].outside()));
            }
            let line = Line { seen: &seen, taps: &self.kernel.taps, mode, outside };
            line.filter(isa, out);
        }
    }
}

/// The row `offsets` away from row `y`, rows counted in C order; if it lies outside, the last axis
/// along which it does.
pub(crate) fn row_at(
    y: usize,
    offsets: &[isize],
    shape: &[usize],
    modes: &[Mode],
) -> Result<usize, usize> {
    let (mut rest, mut stride, mut index) = (y, 1, 0);
    for (axis, (&offset, &n)) in offsets.iter().zip(shape).enumerate().rev() {
        let place = modes[axis].index((rest % n) as isize + offset, n);
        index += place.ok_or(axis)? * stride;
        rest /= n;
        stride *= n;
    }
    Ok(index)
}

/// One output row: the input rows its kernel sees.
struct Line<'a, T: Pixel> {
    seen: &'a [Result<&'a [T], T::Acc>],
    taps: &'a [(usize, isize, T::Acc)],
    mode: Mode,
    outside: T::Acc,
}

impl<T: Pixel> Line<'_, T> {
    #[inline(always)]
    fn filter<I: Isa>(&self, isa: I, out: &mut [T]) {
        let width = out.len();
        let before = self.taps.iter().map(|t| -t.1).max().unwrap_or(0).max(0) as usize;
        let after = self.taps.iter().map(|t| t.1).max().unwrap_or(0).max(0) as usize;
        let inner = before.min(width)..width.saturating_sub(after).max(before.min(width));
        for x in (0..inner.start).chain(inner.end..width) {
            out[x] = self.at(isa, x);
        }
        for start in inner.clone().step_by(CHUNK) {
            let end = (start + CHUNK).min(inner.end);
            self.run_of(isa, start, &mut out[start..end]);
        }
    }

    /// One sample near the ends of the row.
    fn at<I: Isa>(&self, isa: I, x: usize) -> T {
        let mut sum = T::Acc::default();
        for &(row, offset, weight) in self.taps {
            let sample = self.seen[row].map_or_else(
                |outside| outside,
                |row| {
                    let place = self.mode.index(x as isize + offset, row.len());
                    place.map_or(self.outside, |x| row[x].widen())
                },
            );
            sum = T::Acc::mul_add(isa, weight, sample, sum);
        }
        T::narrow(sum)
    }

    /// Samples from `start` on, whose taps are all inside the row.
    #[inline(always)]
    fn run_of<I: Isa>(&self, isa: I, start: usize, out: &mut [T]) {
        let mut sums = [T::Acc::default(); CHUNK];
        let sums = &mut sums[..out.len()];
        for &(row, offset, weight) in self.taps {
            match self.seen[row] {
                Ok(row) => {
                    let run = &row[start.wrapping_add_signed(offset)..][..sums.len()];
                    for (sum, x) in sums.iter_mut().zip(run) {
                        *sum = T::Acc::mul_add(isa, weight, x.widen(), *sum);
                    }
                }
                Err(outside) => {
                    for sum in sums.iter_mut() {
                        *sum = T::Acc::mul_add(isa, weight, outside, *sum);
                    }
                }
            }
        }
        for (o, &sum) in out.iter_mut().zip(&*sums) {
            *o = T::narrow(sum);
        }
    }
}

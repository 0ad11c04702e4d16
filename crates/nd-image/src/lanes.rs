//! The inner loops of the separable filters: sums kept in first-level cache, swept over by a
//! few taps at a time.
//!
//! A sweep is a plain loop over slices of one length with [`GROUP`] taps unrolled in it: enough
//! to pay for loading and storing the sum, few enough to keep every pointer in a register, and
//! a form that the compiler vectorises whole. Additions are in SciPy's order (middle first,
//! then from the far taps inwards), which for `f64` sums gives its bits.

use crate::pixel::{Pixel, Real};
use nd_core::simd::Isa;

/// Taps, or pairs of taps, added in one sweep.
const GROUP: usize = 4;

/// Elements of a row that are summed before they are stored as the output's type.
const CHUNK: usize = 256;

/// `l + r`, or `l - r` for odd kernels.
#[inline(always)]
fn join<A: Real, const ODD: bool>(l: A, r: A) -> A {
    if ODD { l - r } else { l + r }
}

/// The rows of a vertical kernel's window: where each starts in the ring, and the ring.
#[derive(Clone, Copy)]
pub(crate) struct Window<'a, A> {
    pub(crate) ring: &'a [A],
    pub(crate) starts: &'a [usize],
}

impl<'a, A> Window<'a, A> {
    #[inline(always)]
    fn row(&self, k: usize, len: usize) -> &'a [A] {
        &self.ring[self.starts[k]..][..len]
    }
}

/// Filters two neighbouring rows down the columns with a symmetric kernel.
///
/// The first output uses rows `0..K` of the window, the second `1..K + 1`. Two rows at once
/// because they share operands: each loaded row serves both, which nearly halves the loads,
/// the bound of this loop.
#[inline(always)]
pub(crate) fn vertical_pair<A: Real, I: Isa, const ODD: bool>(
    isa: I,
    window: Window<'_, A>,
    weights: &[A],
    [upper, lower]: [&mut [A]; 2],
) {
    let reach = weights.len() / 2;
    scale(window.row(reach, upper.len()), weights[reach], upper);
    scale(window.row(reach + 1, lower.len()), weights[reach], lower);
    let (groups, rest) = weights[..reach].as_chunks::<GROUP>();
    for (i, group) in groups.iter().enumerate() {
        sweep_two::<A, I, GROUP, { GROUP + 1 }, ODD>(
            isa,
            window,
            i * GROUP,
            group,
            reach,
            [upper, lower],
        );
    }
    for (i, &w) in rest.iter().enumerate() {
        let k = groups.len() * GROUP + i;
        sweep_two::<A, I, 1, 2, ODD>(isa, window, k, &[w], reach, [upper, lower]);
    }
}

/// Adds the `G` pairs of taps from `k` on to both rows' sums; `G1` is `G + 1`.
#[inline(always)]
fn sweep_two<A: Real, I: Isa, const G: usize, const G1: usize, const ODD: bool>(
    isa: I,
    window: Window<'_, A>,
    k: usize,
    weights: &[A; G],
    reach: usize,
    [upper, lower]: [&mut [A]; 2],
) {
    let len = upper.len();
    let above: [&[A]; G1] = std::array::from_fn(|g| window.row(k + g, len));
    let below: [&[A]; G1] = std::array::from_fn(|g| window.row(2 * reach + 1 - k - g, len));
    let lower = &mut lower[..len];
    for x in 0..len {
        let (mut first, mut second) = (upper[x], lower[x]);
        for g in 0..G {
            let pair = join::<_, ODD>(above[g][x], below[g + 1][x]);
            first = A::mul_add(isa, weights[g], pair, first);
            let pair = join::<_, ODD>(above[g + 1][x], below[g][x]);
            second = A::mul_add(isa, weights[g], pair, second);
        }
        (upper[x], lower[x]) = (first, second);
    }
}

/// Filters one row down the columns with a kernel of no symmetry.
#[inline(always)]
pub(crate) fn vertical_plain<A: Real, I: Isa>(
    isa: I,
    window: Window<'_, A>,
    weights: &[A],
    out: &mut [A],
) {
    let len = out.len();
    let (&last, others) = weights.split_last().expect("kernels are not empty");
    scale(window.row(others.len(), len), last, out);
    plain_taps(isa, |k| window.row(k, len), others, out);
}

/// Filters a row along itself with a symmetric kernel whose taps are `step` elements apart.
///
/// `row` starts at the first tap of the first output.
#[inline(always)]
pub(crate) fn horizontal<T: Pixel, I: Isa, const ODD: bool>(
    isa: I,
    (row, step): (&[T::Acc], usize),
    weights: &[T::Acc],
    out: &mut [T],
) {
    let reach = weights.len() / 2;
    let (groups, rest) = weights[..reach].as_chunks::<GROUP>();
    let mut sums = [T::Acc::default(); CHUNK];
    for (i, out) in out.chunks_mut(CHUNK).enumerate() {
        let sums = &mut sums[..out.len()];
        let tap = |k: usize| &row[i * CHUNK + k * step..][..out.len()];
        scale(tap(reach), weights[reach], sums);
        for (i, group) in groups.iter().enumerate() {
            let k = i * GROUP;
            let left: [_; GROUP] = std::array::from_fn(|g| tap(k + g));
            let right: [_; GROUP] = std::array::from_fn(|g| tap(2 * reach - k - g));
            sweep_pairs::<_, I, GROUP, ODD>(isa, left, right, group, sums);
        }
        for (i, &w) in rest.iter().enumerate() {
            let k = groups.len() * GROUP + i;
            sweep_pairs::<_, I, 1, ODD>(isa, [tap(k)], [tap(2 * reach - k)], &[w], sums);
        }
        store(sums, out);
    }
}

/// Adds `G` pairs of taps to the sums.
#[inline(always)]
fn sweep_pairs<A: Real, I: Isa, const G: usize, const ODD: bool>(
    isa: I,
    left: [&[A]; G],
    right: [&[A]; G],
    weights: &[A; G],
    sums: &mut [A],
) {
    let left = left.map(|l| &l[..sums.len()]);
    let right = right.map(|r| &r[..sums.len()]);
    for x in 0..sums.len() {
        let mut sum = sums[x];
        for g in 0..G {
            sum = A::mul_add(isa, weights[g], join::<_, ODD>(left[g][x], right[g][x]), sum);
        }
        sums[x] = sum;
    }
}

/// Filters a row along itself with a kernel of no symmetry.
#[inline(always)]
pub(crate) fn horizontal_plain<T: Pixel, I: Isa>(
    isa: I,
    (row, step): (&[T::Acc], usize),
    weights: &[T::Acc],
    out: &mut [T],
) {
    let (&last, others) = weights.split_last().expect("kernels are not empty");
    let mut sums = [T::Acc::default(); CHUNK];
    for (i, out) in out.chunks_mut(CHUNK).enumerate() {
        let sums = &mut sums[..out.len()];
        let tap = |k: usize| &row[i * CHUNK + k * step..][..out.len()];
        scale(tap(others.len()), last, sums);
        plain_taps(isa, tap, others, sums);
        store(sums, out);
    }
}

/// Adds `weights[k] * tap(k)` for all `k`, in order.
#[inline(always)]
fn plain_taps<'a, A: Real, I: Isa>(
    isa: I,
    tap: impl Fn(usize) -> &'a [A],
    weights: &[A],
    sums: &mut [A],
) {
    let (groups, rest) = weights.as_chunks::<GROUP>();
    for (i, group) in groups.iter().enumerate() {
        sweep_plain(isa, std::array::from_fn::<_, GROUP, _>(|g| tap(i * GROUP + g)), group, sums);
    }
    for (i, &w) in rest.iter().enumerate() {
        sweep_plain(isa, [tap(groups.len() * GROUP + i)], &[w], sums);
    }
}

#[inline(always)]
fn sweep_plain<A: Real, I: Isa, const G: usize>(
    isa: I,
    taps: [&[A]; G],
    weights: &[A; G],
    sums: &mut [A],
) {
    let taps = taps.map(|t| &t[..sums.len()]);
    for x in 0..sums.len() {
        let mut sum = sums[x];
        for g in 0..G {
            sum = A::mul_add(isa, weights[g], taps[g][x], sum);
        }
        sums[x] = sum;
    }
}

#[inline(always)]
fn scale<A: Real>(row: &[A], weight: A, sums: &mut [A]) {
    for (s, &x) in sums.iter_mut().zip(row) {
        *s = x * weight;
    }
}

/// The sums as elements.
#[inline(always)]
pub(crate) fn store<T: Pixel>(sums: &[T::Acc], out: &mut [T]) {
    for (o, &s) in out.iter_mut().zip(sums) {
        *o = T::narrow(s);
    }
}

/// Rounds the sums to what the element type can hold: SciPy stores every pass.
#[inline(always)]
pub(crate) fn settle<T: Pixel>(sums: &mut [T::Acc]) {
    for s in sums {
        *s = T::narrow(*s).widen();
    }
}

//! How the room around an array is filled: axis by axis, from what is there already.

use super::{PadMode, Padded, Sides};
use crate::slab::{slab, slab_mut};
use nd_core::{Array, Element, ShapeError, View, ViewMut};

pub(super) fn padded<T: Padded>(
    a: View<'_, T>,
    width: &Sides<usize>,
    mode: &PadMode<T>,
) -> Result<Array<T>, ShapeError> {
    let widths = width.resolve("pad", a.shape())?;
    let side = Side::all(mode, &widths, a.shape())?;
    let lengths = a.shape().iter().zip(&widths);
    let shape =
        lengths.map(|(&n, &(before, after))| n.saturating_add(before).saturating_add(after));
    let shape: Vec<usize> = shape.collect();
    let mut out = Array::<T>::try_zeros(shape.as_slice())?;
    let inside = |axis: usize| widths[axis].0..widths[axis].0 + a.shape()[axis];
    let mut within =
        (0..a.ndim()).fold(out.view_mut(), |out, axis| slab_mut(out, axis, inside(axis)));
    within.assign(a);
    if out.view().is_empty() {
        return Ok(out);
    }
    for axis in (0..a.ndim()).filter(|&axis| widths[axis] != (0, 0)) {
        let later = axis + 1..a.ndim();
        let region = later.fold(out.view_mut(), |out, axis| slab_mut(out, axis, inside(axis)));
        fill(region, axis, widths[axis], a.shape()[axis], mode, &side[axis]);
    }
    Ok(out)
}

/// The values of one axis's two sides.
#[derive(Clone)]
enum Side<T> {
    None,
    Values(T, T),
    Lengths(usize, usize),
}

impl<T: Padded> Side<T> {
    /// Those of every axis.
    fn all(
        mode: &PadMode<T>,
        widths: &[(usize, usize)],
        shape: &[usize],
    ) -> Result<Vec<Side<T>>, ShapeError> {
        let nothing =
            |given| ShapeError::Size { op: "pad (of no element)", given, shape: shape.into() };
        if !matches!(mode, PadMode::Constant(_) | PadMode::Empty)
            && widths.iter().zip(shape).any(|(&width, &n)| n == 0 && width != (0, 0))
        {
            return Err(nothing(0));
        }
        match mode {
            PadMode::Constant(values) | PadMode::LinearRamp(values) => {
                let values = values.resolve("pad", shape)?;
                Ok(values.into_iter().map(|(before, after)| Side::Values(before, after)).collect())
            }
            PadMode::Maximum(lengths)
            | PadMode::Mean(lengths)
            | PadMode::Median(lengths)
            | PadMode::Minimum(lengths) => {
                let all = Sides::from(usize::MAX);
                let lengths = lengths.as_ref().unwrap_or(&all).resolve("pad", shape)?;
                if lengths.iter().any(|&(before, after)| before.min(after) == 0) {
                    return Err(nothing(0));
                }
                let limited = lengths.iter().zip(shape);
                Ok(limited.map(|(&(a, b), &n)| Side::Lengths(a.min(n), b.min(n))).collect())
            }
            _ => Ok(vec![Side::None; shape.len()]),
        }
    }
}

fn fill<T: Padded>(
    region: ViewMut<'_, T>,
    axis: usize,
    (before, after): (usize, usize),
    n: usize,
    mode: &PadMode<T>,
    side: &Side<T>,
) {
    if n > 1 && matches!(mode, PadMode::ReflectOdd | PadMode::SymmetricOdd) {
        return mirror(region, axis, (before, after), n, matches!(mode, PadMode::SymmetricOdd));
    }
    let (mut left, rest) = region.split_at(axis as isize, before);
    let (middle, mut right) = rest.split_at(axis as isize, n);
    let middle = middle.into_view();
    match (mode, side) {
        (PadMode::Constant(_), &Side::Values(low, high)) => {
            left.fill(low);
            right.fill(high);
        }
        (PadMode::LinearRamp(_), &Side::Values(low, high)) => {
            T::padding_ramp_of(left, axis, slab(middle, axis, 0..1), low);
            let outwards = right.into_flipped(axis as isize);
            T::padding_ramp_of(outwards, axis, slab(middle, axis, n - 1..n), high);
        }
        (_, &Side::Lengths(first, last)) => {
            let low = statistic(slab(middle, axis, 0..first), axis, mode);
            left.assign(&low);
            if first == n && last == n {
                right.assign(&low);
            } else {
                right.assign(statistic(slab(middle, axis, n - last..n), axis, mode));
            }
        }
        (PadMode::Empty, _) => {}
        _ => {
            // An odd mirror image of one element is that element.
            let mode = if n == 1 { &PadMode::Edge } else { mode };
            let source = |i: isize| mode.source(i, n).expect("modes left copy elements") as isize;
            copy(left, middle, axis, |k| source(k as isize - before as isize));
            copy(right, middle, axis, |k| source((n + k) as isize));
        }
    }
}

fn statistic<T: Padded>(region: View<'_, T>, axis: usize, mode: &PadMode<T>) -> Array<T> {
    match mode {
        PadMode::Mean(_) => T::padding_mean_of(region, axis),
        PadMode::Median(_) => T::padding_median_of(region, axis),
        _ => T::padding_extreme_of(region, axis, matches!(mode, PadMode::Maximum(_))),
    }
}

/// Copies elements of `from` to each position of `to` along `axis`; neighbours that come from
/// neighbours, or from one element, in one go.
fn copy<T: Element>(
    to: ViewMut<'_, T>,
    from: View<'_, T>,
    axis: usize,
    source: impl Fn(usize) -> isize,
) {
    let len = to.shape()[axis];
    let (mut rest, mut k) = (to, 0);
    while k < len {
        let first = source(k);
        let step = if k + 1 < len { source(k + 1) - first } else { 0 };
        let mut end = k + 1;
        while step.abs() <= 1 && end < len && source(end) - source(end - 1) == step {
            end += 1;
        }
        let count = end - k;
        let (mut run, after) = rest.split_at(axis as isize, count);
        let first = first as usize;
        run.assign(match step {
            1 if count > 1 => slab(from, axis, first..first + count),
            -1 if count > 1 => slab(from, axis, first + 1 - count..first + 1).flip(axis as isize),
            _ => slab(from, axis, first..first + 1),
        });
        (rest, k) = (after, end);
    }
}

/// Fills both sides with odd mirror images: as much as there is to mirror at a time, alternately
/// left and right, in the order in which NumPy does, which decides the last bits.
fn mirror<T: Padded>(
    region: ViewMut<'_, T>,
    axis: usize,
    (mut left, mut right): (usize, usize),
    n: usize,
    again: bool,
) {
    let (mut region, total, edge) = (region, left + n + right, usize::from(again));
    while left + right > 0 {
        let there = total - left - right;
        // Whole periods of the original alone, so that images join.
        let period = if again { there / n * n } else { (there - 1) / (n - 1) * (n - 1) };
        if left > 0 {
            let count = period.min(left);
            let (room, rest) = region.reborrow().split_at(axis as isize, left);
            let (rest, from) = (rest.into_view(), 1 - edge);
            let image = slab(rest, axis, from..from + count).flip(axis as isize);
            let room = slab_mut(room, axis, left - count..left);
            T::padding_mirror_of(room, image, slab(rest, axis, 0..1));
            left -= count;
        }
        if right > 0 {
            let count = period.min(right);
            let end = total - right;
            let (rest, room) = region.reborrow().split_at(axis as isize, end);
            let (rest, until) = (rest.into_view(), end - 1 + edge);
            let image = slab(rest, axis, until - count..until).flip(axis as isize);
            let room = slab_mut(room, axis, 0..count);
            T::padding_mirror_of(room, image, slab(rest, axis, end - 1..end));
            right -= count;
        }
    }
}

//! Filters along any axes of arrays of any rank, as passes of the two-dimensional engine.

use crate::blocks::for_each_block;
use crate::canvas::canvas;
use crate::mode::Mode;
use crate::pixel::{Pixel, Real};
use crate::separable::{self, Passes};
use crate::taps::Taps;
use crate::wide::Settle;
use nd_core::{Array, Element, View};

/// Trailing elements up to which an axis is filtered along the rows, channels kept together.
pub(crate) const CHANNELS: usize = 16;

/// A correlation along one axis.
pub struct Pass {
    pub(crate) axis: usize,
    pub(crate) weights: Vec<f64>,
    /// By how much the middle of the kernel is moved.
    pub(crate) origin: isize,
    pub(crate) mode: Mode,
}

impl Pass {
    pub(crate) fn centred(axis: usize, weights: &[f64], mode: Mode) -> Pass {
        Pass { axis, weights: weights.to_vec(), origin: 0, mode }
    }
}

/// Runs the passes over an array, one after another.
///
/// Two passes over neighbouring axes are fused into one over memory where the order of the
/// chain allows it, and `settle` has nothing to do between them.
pub(crate) fn run<T: Pixel>(a: View<'_, T>, passes: &[Pass], settle: Settle<T>) -> Array<T> {
    let taps =
        |pass: &Pass| (pass.axis, Taps::<T::Acc>::new(&pass.weights, pass.origin), pass.mode);
    let mut chain: Vec<_> = passes.iter().map(taps).collect();
    if a.is_empty() || chain.is_empty() {
        return a.to_array();
    }
    if <T::Acc as Real>::ROUGH && passes.iter().all(|pass| pass.mode.outside() == 0.0) {
        // Linear passes commute when the outside is a copy of the inside, or zero.
        chain.sort_by_key(|pass| pass.0);
    }
    let mut rest = chain.into_iter().peekable();
    let mut done: Option<Array<T>> = None;
    while let Some((axis, taps, mode)) = rest.next() {
        let next_is_neighbour = rest.peek().is_some_and(|next| next.0 == axis + 1);
        let trailing = |axis: usize| a.shape()[axis + 1..].iter().product::<usize>();
        let fused = next_is_neighbour && trailing(axis + 1) <= CHANNELS && settle.is_none();
        let (down, along, modes) = if fused {
            let (_, along, second) = rest.next().expect("the next is a neighbour");
            (Some(taps), Some(along), [mode, second])
        } else if trailing(axis) <= CHANNELS {
            (None, Some(taps), [mode; 2])
        } else {
            (Some(taps), None, [mode; 2])
        };
        let step = if along.is_some() { trailing(axis + usize::from(fused)) } else { 1 };
        let passes = Passes { down, along, step, modes };
        let source = done.as_ref().map_or(a, Array::view);
        // The last sums become elements elsewhere: there they may not pass through f64 once more.
        let settle = settle.filter(|_| rest.peek().is_some());
        done = Some(over_planes(source, axis, &passes, settle));
    }
    done.expect("the chain is not empty")
}

/// Runs one fused pass whose first axis is `axis`, over all indices of the axes before it.
fn over_planes<T: Pixel>(
    a: View<'_, T>,
    axis: usize,
    passes: &Passes<T::Acc>,
    settle: Settle<T>,
) -> Array<T> {
    let mut out = canvas::<T>(a.shape());
    // With a vertical kernel each plane has its own top and bottom; otherwise all rows are one
    // plane.
    let depth = if passes.down.is_some() { axis + 1 } else { axis };
    let height = if passes.down.is_some() { a.shape()[axis] } else { usize::MAX };
    let samples = out.as_slice_mut().expect("fresh arrays are contiguous");
    with_rows(a, depth, |rows| {
        let height = height.min(rows.len());
        let plane = height * rows[0].len();
        // The engine shares out the work inside a plane; this shares out small planes.
        let work = if samples.len() == plane { 0 } else { samples.len() };
        for_each_block(samples, plane, work, &|i, out| {
            separable::filter(&rows[i * height..][..height], passes, out);
            if let Some(settle) = settle {
                settle(out);
            }
        });
    });
    out
}

/// Calls `body` with the sub-arrays at all indices of the first `depth` axes, as slices.
///
/// Arrays whose rows are contiguous (a crop, a reversed first axis) are read in place, others
/// from a copy.
pub(crate) fn with_rows<T: Element, R>(
    a: View<'_, T>,
    depth: usize,
    body: impl FnOnce(&[&[T]]) -> R,
) -> R {
    let mut rows = Vec::with_capacity(a.shape()[..depth].iter().product());
    if collect_rows(a, depth, &mut rows) {
        return body(&rows);
    }
    let copy = a.to_array();
    rows = Vec::new();
    let contiguous = collect_rows(copy.view(), depth, &mut rows);
    debug_assert!(contiguous, "copies are C-ordered");
    body(&rows)
}

fn collect_rows<'a, T: Element>(a: View<'a, T>, depth: usize, rows: &mut Vec<&'a [T]>) -> bool {
    match a.as_slice() {
        Some(all) if !all.is_empty() => {
            let len: usize = a.shape()[depth..].iter().product();
            rows.extend(all.chunks(len));
            true
        }
        _ if depth == 0 => false,
        _ => a.outer_iter().all(|part| collect_rows(part, depth - 1, rows)),
    }
}

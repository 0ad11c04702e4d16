//! [`Reducer`]: how elements become one value, and the places where a reduction is cut.
//!
//! Both the order in which partial results are merged and the places where work is cut
//! depend on shapes and strides alone, so results have the same bits on any number of
//! threads. A contiguous run is merged in the tree of NumPy's pairwise summation: halves,
//! rounded down to a multiple of eight, until at most [`Reducer::LEAF`] elements are left.

use crate::axes::Axes;
use crate::engine::plan::Plan;
use crate::layout::Layout;
use crate::shape::Shape;
use crate::simd::Isa;
use std::ops::Range;

/// How elements become one value: a kernel for a contiguous run, a kernel for rows of
/// accumulators, and a merge.
///
/// # Examples
/// ```
/// use nd_core::{Reducer, array, reduce, simd::Isa};
///
/// struct Count;
/// impl Reducer<i32> for Count {
///     type Acc = usize;
///     fn identity(&self) -> usize { 0 }
///     fn run<I: Isa>(&self, _: I, run: &[i32]) -> usize { run.len() }
///     fn rows<I: Isa>(&self, _: I, acc: &mut [usize], row: &[i32]) {
///         acc.iter_mut().zip(row).for_each(|(n, _)| *n += 1);
///     }
///     fn merge(&self, a: usize, b: usize) -> usize { a + b }
/// }
/// assert_eq!(reduce(array![[1, 2], [3, 4]].view(), &Count), 4);
/// ```
pub trait Reducer<T: Copy>: Sync {
    /// A partial result.
    type Acc: Copy + Send + Sync;

    /// The most elements that [`run`](Self::run) is given at a time.
    const LEAF: usize = 2048;

    /// The result of no element: merging it changes nothing.
    fn identity(&self) -> Self::Acc;
    /// The result of a contiguous run of 1 to [`LEAF`](Self::LEAF) elements.
    fn run<I: Isa>(&self, isa: I, run: &[T]) -> Self::Acc;
    /// As [`run`](Self::run), told how many elements before the run's first one the view's
    /// first element lies: its index, in a C-contiguous view.
    #[inline(always)]
    fn run_at<I: Isa>(&self, isa: I, run: &[T], offset: isize) -> Self::Acc {
        let _ = offset;
        self.run(isa, run)
    }
    /// `acc[j] = merge(acc[j], row[j])`; both have the same length.
    fn rows<I: Isa>(&self, isa: I, acc: &mut [Self::Acc], row: &[T]);
    /// Earlier elements' result and later ones' together.
    fn merge(&self, earlier: Self::Acc, later: Self::Acc) -> Self::Acc;
}

/// Elements that one thread reduces at a time.
pub(crate) const TASK: usize = 1 << 16;

/// Cuts a run where [`split`] says, down to pieces of at most [`TASK`] elements.
pub(crate) fn cut(run: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    if run.len() <= TASK {
        return pieces.push(run);
    }
    let middle = run.start + split(run.len());
    cut(run.start..middle, pieces);
    cut(middle..run.end, pieces);
}

/// Where NumPy's pairwise summation cuts `n` elements.
#[inline(always)]
pub(crate) fn split(n: usize) -> usize {
    let half = n / 2;
    let left = half - half % 8;
    // Only leaves below 16 elements could be cut at 0; they are cut in the middle.
    if left == 0 { half.max(1) } else { left }
}

/// The layout of the axes that stay, and of those that are reduced.
pub(crate) fn part(layout: &Layout, axes: &Axes) -> (Layout, Layout) {
    let (mut kept, mut reduced) = (*layout, *layout);
    for axis in (0..layout.ndim()).rev() {
        if axes.contains(&axis) {
            kept.remove_axis(axis);
        } else {
            reduced.remove_axis(axis);
        }
    }
    (kept, reduced)
}

/// Whether to run along a reduced axis (one result at a time) or along a kept one (a row of
/// results at a time): along whichever lies closer in memory, unless that run is too short.
pub(crate) fn inner_is_reduced(inner: &Plan, outer: &Plan) -> bool {
    let step = |plan: &Plan| plan.strides[plan.ndim - 1][0].unsigned_abs();
    if outer.run_len() == 1 {
        return true;
    }
    if inner.run_len() < 16 && outer.run_len() >= 16 {
        return false;
    }
    step(inner) <= step(outer) && inner.run_len() >= 8
}

/// A place of a plan's first `axes` axes, and the offsets of operands 0 and 1 there, from where
/// the plan starts.
pub(crate) struct Odometer {
    index: [usize; crate::MAX_NDIM + 1],
    axes: usize,
    pub(crate) input: isize,
    pub(crate) output: isize,
}

impl Odometer {
    pub(crate) fn new(plan: &Plan, axes: usize, place: usize) -> Odometer {
        let index = [0; crate::MAX_NDIM + 1];
        let mut odometer = Odometer { index, axes, input: 0, output: 0 };
        let mut left = place;
        for axis in (0..axes).rev() {
            let i = left % plan.shape[axis];
            left /= plan.shape[axis];
            odometer.index[axis] = i;
            odometer.input += i as isize * plan.strides[axis][0];
            odometer.output += i as isize * plan.strides[axis][1];
        }
        odometer
    }

    /// How many places are left along the innermost axis, this one included.
    pub(crate) fn left(&self, plan: &Plan) -> usize {
        match self.axes.checked_sub(1) {
            Some(axis) => plan.shape[axis] - self.index[axis],
            None => 1,
        }
    }

    /// Moves on by `times` places, not beyond what is [`left`](Self::left).
    pub(crate) fn advance(&mut self, plan: &Plan, times: usize) {
        let mut times = times;
        for axis in (0..self.axes).rev() {
            let [input, output, ..] = plan.strides[axis];
            self.index[axis] += times;
            self.input += input * times as isize;
            self.output += output * times as isize;
            if self.index[axis] < plan.shape[axis] {
                return;
            }
            self.input -= input * plan.shape[axis] as isize;
            self.output -= output * plan.shape[axis] as isize;
            self.index[axis] = 0;
            times = 1;
        }
    }
}

/// The shape of a result that keeps the reduced axes with length 1.
///
/// # Examples
/// ```
/// use nd_core::{Shape, keep_axes, normalize_axes};
///
/// let axes = normalize_axes("sum", &[1], 3).unwrap();
/// assert_eq!(keep_axes(&Shape::from([2, 3, 4]), &axes), [2, 1, 4]);
/// ```
pub fn keep_axes(shape: &Shape, axes: &Axes) -> Shape {
    let mut kept = *shape;
    for &axis in axes.iter() {
        kept[axis] = 1;
    }
    kept
}

//! `min` and `max`.

use super::Ordered;
use crate::over::{Over, counts, over_axes};
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, Reducer, View, reduce};
use std::hint::black_box;

/// Which extreme is looked for.
pub(super) trait Extreme<T>: Sync {
    const WORST: T;
    fn better(a: T, b: T) -> T;
    /// Whether `b` beats `a`, NaN beating everything but NaN.
    fn beats(b: T, a: T) -> bool;
    /// Whether `b` beats `a`, where neither is NaN.
    fn beats_number(b: T, a: T) -> bool;
}

#[derive(Clone, Copy)]
pub(super) struct Largest;
#[derive(Clone, Copy)]
pub(super) struct Smallest;

impl<T: Ordered> Extreme<T> for Largest {
    const WORST: T = T::SMALLEST;
    #[inline(always)]
    fn better(a: T, b: T) -> T {
        a.larger(b)
    }
    #[inline(always)]
    fn beats(b: T, a: T) -> bool {
        (b > a) | (b.is_unordered() & !a.is_unordered())
    }
    #[inline(always)]
    fn beats_number(b: T, a: T) -> bool {
        b > a
    }
}

impl<T: Ordered> Extreme<T> for Smallest {
    const WORST: T = T::LARGEST;
    #[inline(always)]
    fn better(a: T, b: T) -> T {
        a.smaller(b)
    }
    #[inline(always)]
    fn beats(b: T, a: T) -> bool {
        (b < a) | (b.is_unordered() & !a.is_unordered())
    }
    #[inline(always)]
    fn beats_number(b: T, a: T) -> bool {
        b < a
    }
}

/// The best of a run.
///
/// NaN is looked for beside it, which costs less than a comparison that lets NaN through:
/// `x - x` is 0 for every number but an infinity, so a trace that stays 0 has seen no NaN,
/// and only a spoiled one needs a closer look.
#[inline(always)]
pub(super) fn best<T: Ordered, E: Extreme<T>>(run: &[T]) -> T {
    // Independent partial results of two to four vectors: enough to hide the latency of a
    // comparison, few enough that they and as many traces stay in registers.
    match size_of::<T>() {
        1 => best_by::<T, E, 128>(run),
        2 => best_by::<T, E, 64>(run),
        _ => best_by::<T, E, 16>(run),
    }
}

#[inline(always)]
fn best_by<T: Ordered, E: Extreme<T>, const LANES: usize>(run: &[T]) -> T {
    let mut lanes = [E::WORST; LANES];
    let (blocks, rest) = run.as_chunks::<LANES>();
    // Starting from the first block: any start will do that is NaN only if an element is.
    let mut traces = blocks.first().copied().unwrap_or([E::WORST; LANES]);
    for block in blocks {
        for i in 0..LANES {
            let x = block[i];
            lanes[i] = if E::beats_number(x, lanes[i]) { x } else { lanes[i] };
            traces[i] = x.spoil(traces[i]);
        }
    }
    // Hidden: the compiler would arrange lanes for what follows, and shuffle every block.
    let (lanes, traces) = black_box((lanes, traces));
    let mut spoiled = false;
    for trace in traces {
        spoiled |= trace.is_unordered();
    }
    if spoiled {
        for &x in run {
            if x.is_unordered() {
                return x;
            }
        }
    }
    let mut best = E::WORST;
    for lane in lanes {
        best = E::better(best, lane);
    }
    for &x in rest {
        best = E::better(best, x);
    }
    best
}

pub(super) struct Best<E>(pub(super) E);

impl<T: Ordered, E: Extreme<T>> Reducer<T> for Best<E> {
    type Acc = T;

    #[inline(always)]
    fn identity(&self) -> T {
        E::WORST
    }
    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> T {
        best::<T, E>(run)
    }
    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [T], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = E::better(*acc, x);
        }
    }
    #[inline(always)]
    fn merge(&self, earlier: T, later: T) -> T {
        E::better(earlier, later)
    }
}

/// Refuses to find an extreme among no elements.
#[track_caller]
pub(crate) fn refuse_empty(op: &str, shape: &[usize], count: usize) {
    if count == 0 {
        panic!("{op}: shape {shape:?} has no elements there to choose from");
    }
}

#[track_caller]
pub(super) fn extreme<T: Ordered, E: Extreme<T>>(op: &str, a: View<'_, T>, which: E) -> T {
    refuse_empty(op, a.shape(), a.size());
    reduce(a, &Best(which))
}

#[track_caller]
pub(super) fn extreme_axis<T: Ordered, E: Extreme<T>>(
    op: &'static str,
    a: View<'_, T>,
    over: &Over,
    which: E,
) -> Array<T> {
    let axes = over.axes_only(op, a.ndim());
    let (count, results) = counts(a.shape(), &axes);
    if results > 0 {
        refuse_empty(op, a.shape(), count);
    }
    over_axes(a, over, &axes, &Best(which), |best| best)
}

/// The largest element; NaN if there is one.
///
/// # Panics
/// If there is no element.
///
/// # NumPy
/// `np.max(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::max(&array![[1, 7], [3, 2]]), 7);
/// assert!(nd_ops::max(&array![1.0, f64::NAN]).is_nan());
/// ```
/// ```should_panic
/// nd_ops::max(&nd_core::Array::<f64>::zeros([0]));
/// ```
#[track_caller]
pub fn max<A: ArrayLike<Elem: Ordered>>(a: A) -> A::Elem {
    <A::Elem as Ordered>::max_of(a.view())
}

/// The smallest element; NaN if there is one.
///
/// # Panics
/// If there is no element.
///
/// # NumPy
/// `np.min(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::min(&array![[4, 7], [3, 5]]), 3);
/// ```
/// ```should_panic
/// nd_ops::min(&nd_core::Array::<f64>::zeros([0]));
/// ```
#[track_caller]
pub fn min<A: ArrayLike<Elem: Ordered>>(a: A) -> A::Elem {
    <A::Elem as Ordered>::min_of(a.view())
}

/// The largest elements over some axes; see [`max`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice, or a result would be of no element.
///
/// # NumPy
/// `np.max(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::max_axis(&array![[1, 7], [3, 2]], 0), array![3, 7]);
/// ```
/// ```should_panic
/// nd_ops::max_axis(&nd_core::Array::<f64>::zeros([2, 0]), 1);
/// ```
#[track_caller]
pub fn max_axis<A: ArrayLike<Elem: Ordered>>(a: A, axes: impl Into<Over>) -> Array<A::Elem> {
    <A::Elem as Ordered>::max_axis_of(a.view(), &axes.into())
}

/// The smallest elements over some axes; see [`min`].
///
/// # Panics
/// As [`max_axis`].
///
/// # NumPy
/// `np.min(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::min_axis(&array![[1, 7], [3, 2]], 1), array![1, 2]);
/// ```
/// ```should_panic
/// nd_ops::min_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn min_axis<A: ArrayLike<Elem: Ordered>>(a: A, axes: impl Into<Over>) -> Array<A::Elem> {
    <A::Elem as Ordered>::min_axis_of(a.view(), &axes.into())
}

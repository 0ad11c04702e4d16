//! `argmin` and `argmax`.

use super::Ordered;
use super::extremes::{Extreme, best, refuse_empty};
use crate::over::Over;
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, Reducer, View, reduce, zip};

/// The best element, and where the run that it was found in begins.
#[derive(Clone, Copy)]
struct Found<T> {
    value: T,
    run: isize,
}

/// Finds the best element's run; the position in the run is looked up once, at the end.
struct Where<E>(E);

impl<T: Ordered, E: Extreme<T>> Reducer<T> for Where<E> {
    type Acc = Found<T>;

    fn identity(&self) -> Found<T> {
        Found { value: E::WORST, run: isize::MAX }
    }
    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> Found<T> {
        Found { value: best::<T, E>(run), run: 0 }
    }
    #[inline(always)]
    fn run_at<I: Isa>(&self, _: I, run: &[T], offset: isize) -> Found<T> {
        Found { value: best::<T, E>(run), run: offset }
    }
    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, _: &mut [Found<T>], _: &[T]) {
        unreachable!("only whole contiguous arrays are searched");
    }
    #[inline(always)]
    fn merge(&self, earlier: Found<T>, later: Found<T>) -> Found<T> {
        if E::beats(later.value, earlier.value) || earlier.run == isize::MAX {
            later
        } else {
            earlier
        }
    }
}

/// The position of the first best element of a contiguous, non-empty slice.
fn position<T: Ordered, E: Extreme<T>>(slice: &[T], which: E) -> usize {
    let found = reduce(View::from_slice(slice), &Where(which));
    let start = found.run as usize;
    let is_best = |x: &T| *x == found.value || (x.is_unordered() && found.value.is_unordered());
    start + slice[start..].iter().position(is_best).expect("the best element is in its run")
}

#[track_caller]
pub(super) fn flat<T: Ordered, E: Extreme<T>>(op: &str, a: View<'_, T>, which: E) -> usize {
    refuse_empty(op, a.shape(), a.size());
    match a.as_slice() {
        Some(slice) => position(slice, which),
        None => position(a.to_array().as_slice().expect("a copy is contiguous"), which),
    }
}

#[track_caller]
pub(super) fn over<T: Ordered, E: Extreme<T> + Copy>(
    op: &'static str,
    a: View<'_, T>,
    over: &Over,
    which: E,
) -> Array<usize> {
    let axes = over.axes_only(op, a.ndim());
    let found = match axes[..] {
        [axis] => along(op, a, axis, which),
        _ if axes.len() == a.ndim() => Array::scalar(flat(op, a, which)),
        _ => panic!("{op}: positions go along one axis or over all, not along {:?}", &axes[..]),
    };
    over.restore(found, a.shape(), &axes)
}

#[track_caller]
fn along<T: Ordered, E: Extreme<T> + Copy>(
    op: &str,
    a: View<'_, T>,
    axis: usize,
    which: E,
) -> Array<usize> {
    refuse_empty(op, a.shape(), a.shape()[axis]);
    let kept: Vec<usize> = (0..a.ndim()).filter(|&d| d != axis).map(|d| a.shape()[d]).collect();
    if kept.contains(&0) {
        return Array::zeros(kept.as_slice());
    }
    if a.strides()[axis] == 1 && a.shape()[axis] >= 8 {
        let lanes = a.lanes(axis as isize).map(|lane| flat(op, lane, which));
        return Array::from_shape_vec(kept.as_slice(), lanes.collect());
    }
    let mut slices = a.axis_iter(axis as isize);
    let mut best = slices.next().expect("the axis is not empty").to_array();
    let mut index = Array::<usize>::zeros(kept.as_slice());
    for (k, slice) in slices.enumerate() {
        zip((&mut best, &mut index, slice)).for_each(|(best, index, x)| {
            if E::beats(x, *best) {
                *best = x;
                *index = k + 1;
            }
        });
    }
    index
}

/// The position, in C order, of the largest element: the first of equals, the first NaN if
/// there is one.
///
/// # Panics
/// If there is no element.
///
/// # NumPy
/// `np.argmax(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::argmax(&array![[1, 7], [7, 2]]), 1);
/// assert_eq!(nd_ops::argmax(&array![1.0, f64::NAN, 3.0]), 1);
/// ```
/// ```should_panic
/// nd_ops::argmax(&nd_core::Array::<f64>::zeros([0]));
/// ```
#[track_caller]
pub fn argmax<A: ArrayLike<Elem: Ordered>>(a: A) -> usize {
    <A::Elem as Ordered>::argmax_of(a.view())
}

/// The position, in C order, of the smallest element: the first of equals, the first NaN if
/// there is one.
///
/// # Panics
/// If there is no element.
///
/// # NumPy
/// `np.argmin(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::argmin(&nd_core::array![3, 1, 1]), 1);
/// ```
/// ```should_panic
/// nd_ops::argmin(&nd_core::Array::<f64>::zeros([0]));
/// ```
#[track_caller]
pub fn argmin<A: ArrayLike<Elem: Ordered>>(a: A) -> usize {
    <A::Elem as Ordered>::argmin_of(a.view())
}

/// The positions of the largest elements along an axis; see [`argmax`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). Over all axes
/// (`..`) the position in C order.
///
/// # Panics
/// If there is no such axis, or it has length 0; for some of the axes, but not all.
///
/// # NumPy
/// `np.argmax(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::argmax_axis(&array![[1, 7], [3, 2]], 0), array![1, 0]);
/// assert_eq!(nd_ops::argmax_axis(&array![[1, 7], [3, 2]], nd_ops::keepdims(1)), array![[1], [0]]);
/// ```
/// ```should_panic
/// nd_ops::argmax_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn argmax_axis<A: ArrayLike<Elem: Ordered>>(a: A, axes: impl Into<Over>) -> Array<usize> {
    <A::Elem as Ordered>::argmax_axis_of(a.view(), &axes.into())
}

/// The positions of the smallest elements along an axis; see [`argmin`].
///
/// # Panics
/// As [`argmax_axis`].
///
/// # NumPy
/// `np.argmin(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::argmin_axis(&array![[1, 7], [3, 2]], 1), array![0, 1]);
/// ```
/// ```should_panic
/// nd_ops::argmin_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn argmin_axis<A: ArrayLike<Elem: Ordered>>(a: A, axes: impl Into<Over>) -> Array<usize> {
    <A::Elem as Ordered>::argmin_axis_of(a.view(), &axes.into())
}

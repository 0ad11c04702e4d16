//! `nanmin`, `nanmax` and where they are.

use super::Ordered;
use super::extremes::{Extreme, refuse_empty};
use crate::over::{Over, counts, over_axes};
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, Reducer, View, reduce, zip};
use std::fmt;
use std::hint::black_box;
use std::marker::PhantomData;

/// All elements that a position was asked of are NaN.
///
/// # NumPy
/// The `ValueError` "All-NaN slice encountered".
///
/// # Examples
/// ```
/// let error = nd_ops::nanargmin([f64::NAN]).unwrap_err();
/// assert_eq!(error.to_string(), "nanargmin: all elements are NaN");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AllNan {
    op: &'static str,
}

impl fmt::Display for AllNan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: all elements are NaN", self.op)
    }
}

impl std::error::Error for AllNan {}

/// The better of two, where a number is better than NaN.
#[inline(always)]
fn better_number<T: Ordered, E: Extreme<T>>(a: T, b: T) -> T {
    if E::beats_number(b, a) | a.is_unordered() { b } else { a }
}

/// The best of the elements that are not NaN, `nan` if all are.
struct BestNumber<T, E> {
    which: PhantomData<fn(E)>,
    nan: T,
}

impl<T, E> BestNumber<T, E> {
    fn new(_: E, nan: T) -> BestNumber<T, E> {
        BestNumber { which: PhantomData, nan }
    }
}

impl<T: Ordered, E: Extreme<T>> Reducer<T> for BestNumber<T, E> {
    type Acc = T;

    #[inline(always)]
    fn identity(&self) -> T {
        self.nan
    }
    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> T {
        let mut lanes = [self.nan; 16];
        let (blocks, rest) = run.as_chunks::<16>();
        for block in blocks {
            for (lane, &x) in lanes.iter_mut().zip(block) {
                *lane = better_number::<T, E>(*lane, x);
            }
        }
        // Hidden: as in `best`.
        let start = black_box(lanes).into_iter().fold(self.nan, better_number::<T, E>);
        rest.iter().fold(start, |best, &x| better_number::<T, E>(best, x))
    }
    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [T], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = better_number::<T, E>(*acc, x);
        }
    }
    #[inline(always)]
    fn merge(&self, earlier: T, later: T) -> T {
        better_number::<T, E>(earlier, later)
    }
}

#[track_caller]
pub(super) fn extreme<T: Ordered, E: Extreme<T>>(op: &str, a: View<'_, T>, which: E, nan: T) -> T {
    refuse_empty(op, a.shape(), a.size());
    reduce(a, &BestNumber::new(which, nan))
}

#[track_caller]
pub(super) fn extreme_axis<T: Ordered, E: Extreme<T>>(
    op: &'static str,
    a: View<'_, T>,
    over: &Over,
    which: E,
    nan: T,
) -> Array<T> {
    let axes = over.axes_only(op, a.ndim());
    let (count, results) = counts(a.shape(), &axes);
    if results > 0 {
        refuse_empty(op, a.shape(), count);
    }
    over_axes(a, over, &axes, &BestNumber::new(which, nan), |best| best)
}

#[track_caller]
pub(super) fn flat<T: Ordered, E: Extreme<T>>(
    op: &'static str,
    a: View<'_, T>,
    which: E,
) -> Result<usize, AllNan> {
    refuse_empty(op, a.shape(), a.size());
    let Some(&nan) = a.iter().find(|x| !x.is_unordered()) else { return Err(AllNan { op }) };
    // Starting from a number, so that NaN is never the best.
    let best = reduce(a, &BestNumber::new(which, nan));
    Ok(a.iter().position(|x| *x == best).expect("the best element is among them"))
}

#[track_caller]
pub(super) fn over<T: Ordered, E: Extreme<T> + Copy>(
    op: &'static str,
    a: View<'_, T>,
    over: &Over,
    which: E,
) -> Result<Array<usize>, AllNan> {
    let axes = over.axes_only(op, a.ndim());
    let found = match axes[..] {
        [axis] => along(op, a, axis, which)?,
        _ if axes.len() == a.ndim() => Array::scalar(flat(op, a, which)?),
        _ => panic!("{op}: positions go along one axis or over all, not along {:?}", &axes[..]),
    };
    Ok(over.restore(found, a.shape(), &axes))
}

#[track_caller]
fn along<T: Ordered, E: Extreme<T> + Copy>(
    op: &'static str,
    a: View<'_, T>,
    axis: usize,
    which: E,
) -> Result<Array<usize>, AllNan> {
    let kept: Vec<usize> = (0..a.ndim()).filter(|&d| d != axis).map(|d| a.shape()[d]).collect();
    if kept.contains(&0) {
        return Ok(Array::zeros(kept.as_slice()));
    }
    refuse_empty(op, a.shape(), a.shape()[axis]);
    if a.strides()[axis] == 1 && a.shape()[axis] >= 8 {
        let lanes: Result<Vec<usize>, AllNan> =
            a.lanes(axis as isize).map(|lane| flat(op, lane, which)).collect();
        return Ok(Array::from_shape_vec(kept.as_slice(), lanes?));
    }
    let mut slices = a.axis_iter(axis as isize);
    let mut best = slices.next().expect("the axis is not empty").to_array();
    let mut index = Array::<usize>::zeros(kept.as_slice());
    for (k, slice) in slices.enumerate() {
        zip((&mut best, &mut index, slice)).for_each(|(best, index, x)| {
            if E::beats_number(x, *best) | (best.is_unordered() & !x.is_unordered()) {
                *best = x;
                *index = k + 1;
            }
        });
    }
    if best.iter().any(|best| best.is_unordered()) { Err(AllNan { op }) } else { Ok(index) }
}

/// The largest of the elements that are not NaN; NaN if all are.
///
/// # Panics
/// If there is no element.
///
/// # NumPy
/// `np.nanmax(a)`, without its warning.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanmax(&array![1.0, f64::NAN, 3.0]), 3.0);
/// assert!(nd_ops::nanmax(&array![f64::NAN]).is_nan());
/// ```
/// ```should_panic
/// nd_ops::nanmax(&nd_core::Array::<f64>::zeros([0]));
/// ```
#[track_caller]
pub fn nanmax<A: ArrayLike<Elem: Ordered>>(a: A) -> A::Elem {
    <A::Elem as Ordered>::nanmax_of(a.view())
}

/// The largest over some axes of the elements that are not NaN; see [`nanmax`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice, or a result would be of no element.
///
/// # NumPy
/// `np.nanmax(a, axis)`, without its warning.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanmax_axis(&array![[1.0, f64::NAN], [3.0, 2.0]], 0), array![3.0, 2.0]);
/// ```
/// ```should_panic
/// nd_ops::nanmax_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nanmax_axis<A: ArrayLike<Elem: Ordered>>(a: A, axes: impl Into<Over>) -> Array<A::Elem> {
    <A::Elem as Ordered>::nanmax_axis_of(a.view(), &axes.into())
}

/// The smallest of the elements that are not NaN; NaN if all are.
///
/// # Panics
/// If there is no element.
///
/// # NumPy
/// `np.nanmin(a)`, without its warning.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanmin(&array![1.0, f64::NAN, 3.0]), 1.0);
/// assert!(nd_ops::nanmin(&array![f64::NAN]).is_nan());
/// ```
/// ```should_panic
/// nd_ops::nanmin(&nd_core::Array::<f64>::zeros([0]));
/// ```
#[track_caller]
pub fn nanmin<A: ArrayLike<Elem: Ordered>>(a: A) -> A::Elem {
    <A::Elem as Ordered>::nanmin_of(a.view())
}

/// The smallest over some axes of the elements that are not NaN; see [`nanmin`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice, or a result would be of no element.
///
/// # NumPy
/// `np.nanmin(a, axis)`, without its warning.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanmin_axis(&array![[1.0, f64::NAN], [3.0, 2.0]], 0), array![1.0, 2.0]);
/// ```
/// ```should_panic
/// nd_ops::nanmin_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nanmin_axis<A: ArrayLike<Elem: Ordered>>(a: A, axes: impl Into<Over>) -> Array<A::Elem> {
    <A::Elem as Ordered>::nanmin_axis_of(a.view(), &axes.into())
}

/// The position, in C order, of the largest element that is not NaN: the first of equals.
///
/// # Panics
/// If there is no element.
///
/// # Errors
/// If all elements are NaN.
///
/// # NumPy
/// `np.nanargmax(a)`; NumPy may answer with the position of a NaN where the largest number is the
/// infinity that it puts in the place of NaN.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanargmax(&array![f64::NAN, 1.0, 3.0]), Ok(2));
/// ```
/// ```should_panic
/// let _ = nd_ops::nanargmax(&nd_core::Array::<f64>::zeros([0]));
/// ```
#[track_caller]
pub fn nanargmax<A: ArrayLike<Elem: Ordered>>(a: A) -> Result<usize, AllNan> {
    <A::Elem as Ordered>::nanargmax_of(a.view())
}

/// The positions along an axis of the largest elements that are not NaN; see [`nanargmax`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). Over all axes
/// (`..`) the position in C order.
///
/// # Panics
/// If there is no such axis, or it has length 0; for some of the axes, but not all.
///
/// # Errors
/// If all elements that a result is of are NaN.
///
/// # NumPy
/// `np.nanargmax(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanargmax_axis(&array![[1.0, f64::NAN], [3.0, 2.0]], 0), Ok(array![1, 1]));
/// ```
/// ```should_panic
/// let _ = nd_ops::nanargmax_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nanargmax_axis<A: ArrayLike<Elem: Ordered>>(
    a: A,
    axes: impl Into<Over>,
) -> Result<Array<usize>, AllNan> {
    <A::Elem as Ordered>::nanargmax_axis_of(a.view(), &axes.into())
}

/// The position, in C order, of the smallest element that is not NaN: the first of equals.
///
/// # Panics
/// If there is no element.
///
/// # Errors
/// If all elements are NaN.
///
/// # NumPy
/// `np.nanargmin(a)`; NumPy may answer with the position of a NaN where the smallest number is the
/// infinity that it puts in the place of NaN.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanargmin(&array![f64::NAN, 1.0, 3.0]), Ok(1));
/// ```
/// ```should_panic
/// let _ = nd_ops::nanargmin(&nd_core::Array::<f64>::zeros([0]));
/// ```
#[track_caller]
pub fn nanargmin<A: ArrayLike<Elem: Ordered>>(a: A) -> Result<usize, AllNan> {
    <A::Elem as Ordered>::nanargmin_of(a.view())
}

/// The positions along an axis of the smallest elements that are not NaN; see [`nanargmin`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). Over all axes
/// (`..`) the position in C order.
///
/// # Panics
/// If there is no such axis, or it has length 0; for some of the axes, but not all.
///
/// # Errors
/// If all elements that a result is of are NaN.
///
/// # NumPy
/// `np.nanargmin(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanargmin_axis(&array![[1.0, f64::NAN], [3.0, 2.0]], 0), Ok(array![0, 1]));
/// ```
/// ```should_panic
/// let _ = nd_ops::nanargmin_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nanargmin_axis<A: ArrayLike<Elem: Ordered>>(
    a: A,
    axes: impl Into<Over>,
) -> Result<Array<usize>, AllNan> {
    <A::Elem as Ordered>::nanargmin_axis_of(a.view(), &axes.into())
}

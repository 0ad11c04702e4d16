//! Windows by a function of the user's.

use super::lanes::{each_part, zeros};
use super::spans::Spans;
use super::{RollingOptions, Window};
use crate::Measured;
use nd_core::{Array, ArrayLike, View, normalize_axis};

/// What `f` makes of each window along `axis`, a 1-d array with its NaN; NaN of too few numbers.
///
/// `a: (…, n, …)` → `(…, n - window + 1, …)`, or `(…, n, …)` of windows of a width and of expanding ones.
///
/// # Panics
/// If there is no such axis, the window is 0 or longer than the axis, or of a coordinate of another length; or
/// if `f` does.
///
/// # NumPy
/// pandas' `rolling(window).apply(f, raw=True)`.
///
/// # Examples
/// ```
/// let widths = nd_ops::rolling_apply(&[1, 3, 2, 7], 3, 0, |window| nd_ops::ptp(window));
/// assert_eq!(widths, nd_core::array![2.0, 5.0]);
/// ```
#[track_caller]
pub fn rolling_apply<A: ArrayLike<Elem: Measured>>(
    a: A,
    window: impl Into<Window>,
    axis: isize,
    f: impl Fn(View<'_, f64>) -> f64 + Sync,
) -> Array<f64> {
    rolling_apply_with(a, window, axis, f, &RollingOptions::default())
}

/// As [`rolling_apply`], with options.
///
/// # Panics
/// As [`rolling_median_with`](crate::rolling_median_with), and if `f` does.
///
/// # NumPy
/// pandas' `rolling(window, min_periods).apply(f, raw=True)`.
///
/// # Examples
/// ```
/// use nd_ops::{Align, RollingOptions, rolling_apply_with};
///
/// let options = RollingOptions::default().align(Align::Trailing).min_periods(1);
/// let first = rolling_apply_with(&[1, 3, 2], 2, 0, |window| window[[0]], &options);
/// assert_eq!(first, nd_core::array![1.0, 1.0, 3.0]);
/// ```
#[track_caller]
pub fn rolling_apply_with<A: ArrayLike<Elem: Measured>>(
    a: A,
    window: impl Into<Window>,
    axis: isize,
    f: impl Fn(View<'_, f64>) -> f64 + Sync,
    options: &RollingOptions,
) -> Array<f64> {
    let floats = A::Elem::floats_of(a.view());
    applied(floats.view(), (window.into(), axis), options, &f)
}

#[inline(never)]
#[track_caller]
fn applied(
    a: View<'_, f64>,
    (window, axis): (Window, isize),
    options: &RollingOptions,
    f: &(dyn Fn(View<'_, f64>) -> f64 + Sync),
) -> Array<f64> {
    let op = "rolling_apply";
    let axis = normalize_axis(op, axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    let spans = Spans::new(op, a.shape()[axis], &window, options);
    each_part(a, axis, &spans, zeros, &|_, lane, first, out| {
        for (k, out) in out.iter_mut().enumerate() {
            let window = &lane[spans.at(first + k)];
            let numbers = window.iter().filter(|x| !x.is_nan()).count();
            let known = numbers >= spans.least;
            *out = if known { f(View::from_slice(window)) } else { f64::NAN };
        }
    })
}

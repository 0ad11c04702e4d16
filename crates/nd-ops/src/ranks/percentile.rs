//! `percentile`: one or several, of all elements or over axes, also without NaN.

use super::{Quantile, Ranked, Wanted};
use crate::moments::Averaged;
use crate::over::Over;
use nd_core::{Array, ArrayLike};

#[track_caller]
fn fractions<Q: Into<Quantile>>(op: &str, q: impl IntoIterator<Item = Q>) -> Vec<Quantile> {
    let mut all = Vec::new();
    for q in q {
        all.push(q.into().fraction(op, 100.0));
    }
    all
}

/// The element that `q` per cent of all elements are not above; NaN if one is.
///
/// Found by selection, not by sorting. `q` is a number, or one with a method:
/// [`QuantileMethod::at`](crate::QuantileMethod::at). Types as in [`Averaged`], also where the
/// method picks an element. Where it calculates with an infinity, the result may be NaN, as
/// NumPy's.
///
/// # Panics
/// If `q` is not in `0..=100`, or there is no element.
///
/// # NumPy
/// `np.percentile(a, q, method=…)`, without its warnings. For
/// floats of fewer bits NumPy rounds a single `q` to their type; here it stays an `f64`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::percentile(&array![1, 2, 4], 25.0), 1.5);
/// ```
/// ```should_panic
/// nd_ops::percentile([1.0, 2.0], 100.5);
/// ```
#[track_caller]
pub fn percentile<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: impl Into<Quantile>,
) -> <A::Elem as Averaged>::Mean {
    percentile_axis(a, q, ..)[[]]
}

/// The percentiles over some axes; see [`percentile`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If `q` is not in `0..=100`, an axis does not exist or is named twice, or a result would be of no
/// element.
///
/// # NumPy
/// `np.percentile(a, q, axis, method=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::percentile_axis(&array![[1, 5], [3, 9]], 25.0, 0), array![1.5, 6.0]);
/// ```
/// ```should_panic
/// nd_ops::percentile_axis(&nd_core::array![1.0], 25.0, 1);
/// ```
#[track_caller]
pub fn percentile_axis<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: impl Into<Quantile>,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let wanted = Wanted::One(q.into().fraction("percentile", 100.0));
    <A::Elem as Ranked>::ranks_axis_of("percentile", a.view(), &axes.into(), wanted, false)
}

/// Several percentiles, for less than one after the other; see [`percentile`].
///
/// # Panics
/// If a `q` is not in `0..=100`, or there is no element.
///
/// # NumPy
/// `np.percentile(a, q)` of an array `q`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::percentiles(&array![1, 2, 4], [0.0, 50.0]), array![1.0, 2.0]);
/// ```
/// ```should_panic
/// nd_ops::percentiles([1.0, 2.0], [-0.5]);
/// ```
#[track_caller]
pub fn percentiles<A: ArrayLike<Elem: Ranked>, Q: Into<Quantile>>(
    a: A,
    q: impl IntoIterator<Item = Q>,
) -> Array<<A::Elem as Averaged>::Mean> {
    percentiles_axis(a, q, ..)
}

/// Several percentiles over some axes; see [`percentile`].
///
/// `a: (…, n, …)`, `m` of them → `(m, …, …)`, or `(m, …, 1, …)` with
/// [`keepdims`](crate::keepdims).
///
/// # Panics
/// If a `q` is not in `0..=100`, an axis does not exist or is named twice, a result would be of no element,
/// or have more axes than an array may have.
///
/// # NumPy
/// `np.percentile(a, q, axis)` of an array `q`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1, 5], [3, 9]];
/// assert_eq!(nd_ops::percentiles_axis(&a, [0.0, 50.0], 0), array![[1.0, 5.0], [2.0, 7.0]]);
/// ```
/// ```should_panic
/// nd_ops::percentiles_axis(&nd_core::array![1.0], [0.0, 50.0], 1);
/// ```
#[track_caller]
pub fn percentiles_axis<A: ArrayLike<Elem: Ranked>, Q: Into<Quantile>>(
    a: A,
    q: impl IntoIterator<Item = Q>,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let q = fractions("percentile", q);
    let wanted = Wanted::Several(&q);
    <A::Elem as Ranked>::ranks_axis_of("percentile", a.view(), &axes.into(), wanted, false)
}

/// The element that `q` per cent of the elements that are not NaN are not above; NaN if there are none.
///
/// # Panics
/// If `q` is not in `0..=100`.
///
/// # NumPy
/// `np.nanpercentile(a, q, method=…)`, without its warnings.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanpercentile(&array![f64::NAN, 1.0, 2.0, 4.0], 25.0), 1.5);
/// ```
/// ```should_panic
/// nd_ops::nanpercentile([1.0, 2.0], 100.5);
/// ```
#[track_caller]
pub fn nanpercentile<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: impl Into<Quantile>,
) -> <A::Elem as Averaged>::Mean {
    nanpercentile_axis(a, q, ..)[[]]
}

/// The percentiles over some axes of the elements that are not NaN; see [`nanpercentile`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If `q` is not in `0..=100`, or an axis does not exist or is named twice.
///
/// # NumPy
/// `np.nanpercentile(a, q, axis, method=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanpercentile_axis(&array![[1.0, f64::NAN], [3.0, 5.0]], 25.0, 0), array![1.5, 5.0]);
/// ```
/// ```should_panic
/// nd_ops::nanpercentile_axis(&nd_core::array![1.0], 25.0, 1);
/// ```
#[track_caller]
pub fn nanpercentile_axis<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: impl Into<Quantile>,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let wanted = Wanted::One(q.into().fraction("nanpercentile", 100.0));
    <A::Elem as Ranked>::ranks_axis_of("nanpercentile", a.view(), &axes.into(), wanted, true)
}

/// Several percentiles of the elements that are not NaN, for less than one after the other; see [`nanpercentile`].
///
/// # Panics
/// If a `q` is not in `0..=100`.
///
/// # NumPy
/// `np.nanpercentile(a, q)` of an array `q`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanpercentiles(&array![f64::NAN, 1.0, 2.0, 4.0], [0.0, 50.0]), array![1.0, 2.0]);
/// ```
/// ```should_panic
/// nd_ops::nanpercentiles([1.0, 2.0], [-0.5]);
/// ```
#[track_caller]
pub fn nanpercentiles<A: ArrayLike<Elem: Ranked>, Q: Into<Quantile>>(
    a: A,
    q: impl IntoIterator<Item = Q>,
) -> Array<<A::Elem as Averaged>::Mean> {
    nanpercentiles_axis(a, q, ..)
}

/// Several percentiles over some axes of the elements that are not NaN; see [`nanpercentile`].
///
/// `a: (…, n, …)`, `m` of them → `(m, …, …)`, or `(m, …, 1, …)` with
/// [`keepdims`](crate::keepdims).
///
/// # Panics
/// If a `q` is not in `0..=100`, an axis does not exist or is named twice, or the result would have more
/// axes than an array may have.
///
/// # NumPy
/// `np.nanpercentile(a, q, axis)` of an array `q`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1.0, f64::NAN], [3.0, 5.0]];
/// assert_eq!(nd_ops::nanpercentiles_axis(&a, [0.0, 50.0], 0), array![[1.0, 5.0], [2.0, 5.0]]);
/// ```
/// ```should_panic
/// nd_ops::nanpercentiles_axis(&nd_core::array![1.0], [0.0, 50.0], 1);
/// ```
#[track_caller]
pub fn nanpercentiles_axis<A: ArrayLike<Elem: Ranked>, Q: Into<Quantile>>(
    a: A,
    q: impl IntoIterator<Item = Q>,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let q = fractions("nanpercentile", q);
    let wanted = Wanted::Several(&q);
    <A::Elem as Ranked>::ranks_axis_of("nanpercentile", a.view(), &axes.into(), wanted, true)
}

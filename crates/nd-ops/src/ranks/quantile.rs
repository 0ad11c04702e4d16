//! `quantile`: one or several, of all elements or over axes, also without NaN.

use super::{Quantile, Ranked, Wanted};
use crate::moments::Averaged;
use crate::over::Over;
use nd_core::{Array, ArrayLike};

#[track_caller]
fn fractions<Q: Into<Quantile>>(op: &str, q: impl IntoIterator<Item = Q>) -> Vec<Quantile> {
    let mut all = Vec::new();
    for q in q {
        all.push(q.into().fraction(op, 1.0));
    }
    all
}

/// The element that the fraction `q` of all elements are not above; NaN if one is.
///
/// Found by selection, not by sorting. `q` is a number, or one with a method:
/// [`QuantileMethod::at`](crate::QuantileMethod::at). Types as in [`Averaged`], also where the
/// method picks an element. Where it calculates with an infinity, the result may be NaN, as
/// NumPy's.
///
/// # Panics
/// If `q` is not in `0..=1`, or there is no element.
///
/// # NumPy
/// `np.quantile(a, q, method=…)`, without its warnings. For
/// floats of fewer bits NumPy rounds a single `q` to their type; here it stays an `f64`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::quantile(&array![1, 2, 4], 0.25), 1.5);
/// ```
/// ```should_panic
/// nd_ops::quantile([1.0, 2.0], 100.5);
/// ```
#[track_caller]
pub fn quantile<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: impl Into<Quantile>,
) -> <A::Elem as Averaged>::Mean {
    quantile_axis(a, q, ..)[[]]
}

/// The quantiles over some axes; see [`quantile`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If `q` is not in `0..=1`, an axis does not exist or is named twice, or a result would be of no
/// element.
///
/// # NumPy
/// `np.quantile(a, q, axis, method=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::quantile_axis(&array![[1, 5], [3, 9]], 0.25, 0), array![1.5, 6.0]);
/// ```
/// ```should_panic
/// nd_ops::quantile_axis(&nd_core::array![1.0], 0.25, 1);
/// ```
#[track_caller]
pub fn quantile_axis<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: impl Into<Quantile>,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let wanted = Wanted::One(q.into().fraction("quantile", 1.0));
    <A::Elem as Ranked>::ranks_axis_of("quantile", a.view(), &axes.into(), wanted, false)
}

/// Several quantiles, for less than one after the other; see [`quantile`].
///
/// # Panics
/// If a `q` is not in `0..=1`, or there is no element.
///
/// # NumPy
/// `np.quantile(a, q)` of an array `q`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::quantiles(&array![1, 2, 4], [0.0, 0.5]), array![1.0, 2.0]);
/// ```
/// ```should_panic
/// nd_ops::quantiles([1.0, 2.0], [-0.5]);
/// ```
#[track_caller]
pub fn quantiles<A: ArrayLike<Elem: Ranked>, Q: Into<Quantile>>(
    a: A,
    q: impl IntoIterator<Item = Q>,
) -> Array<<A::Elem as Averaged>::Mean> {
    quantiles_axis(a, q, ..)
}

/// Several quantiles over some axes; see [`quantile`].
///
/// `a: (…, n, …)`, `m` of them → `(m, …, …)`, or `(m, …, 1, …)` with
/// [`keepdims`](crate::keepdims).
///
/// # Panics
/// If a `q` is not in `0..=1`, an axis does not exist or is named twice, a result would be of no element,
/// or have more axes than an array may have.
///
/// # NumPy
/// `np.quantile(a, q, axis)` of an array `q`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1, 5], [3, 9]];
/// assert_eq!(nd_ops::quantiles_axis(&a, [0.0, 0.5], 0), array![[1.0, 5.0], [2.0, 7.0]]);
/// ```
/// ```should_panic
/// nd_ops::quantiles_axis(&nd_core::array![1.0], [0.0, 0.5], 1);
/// ```
#[track_caller]
pub fn quantiles_axis<A: ArrayLike<Elem: Ranked>, Q: Into<Quantile>>(
    a: A,
    q: impl IntoIterator<Item = Q>,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let q = fractions("quantile", q);
    let wanted = Wanted::Several(&q);
    <A::Elem as Ranked>::ranks_axis_of("quantile", a.view(), &axes.into(), wanted, false)
}

/// The element that the fraction `q` of the elements that are not NaN are not above; NaN if there are none.
///
/// # Panics
/// If `q` is not in `0..=1`.
///
/// # NumPy
/// `np.nanquantile(a, q, method=…)`, without its warnings.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanquantile(&array![f64::NAN, 1.0, 2.0, 4.0], 0.25), 1.5);
/// ```
/// ```should_panic
/// nd_ops::nanquantile([1.0, 2.0], 100.5);
/// ```
#[track_caller]
pub fn nanquantile<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: impl Into<Quantile>,
) -> <A::Elem as Averaged>::Mean {
    nanquantile_axis(a, q, ..)[[]]
}

/// The quantiles over some axes of the elements that are not NaN; see [`nanquantile`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If `q` is not in `0..=1`, or an axis does not exist or is named twice.
///
/// # NumPy
/// `np.nanquantile(a, q, axis, method=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanquantile_axis(&array![[1.0, f64::NAN], [3.0, 5.0]], 0.25, 0), array![1.5, 5.0]);
/// ```
/// ```should_panic
/// nd_ops::nanquantile_axis(&nd_core::array![1.0], 0.25, 1);
/// ```
#[track_caller]
pub fn nanquantile_axis<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: impl Into<Quantile>,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let wanted = Wanted::One(q.into().fraction("nanquantile", 1.0));
    <A::Elem as Ranked>::ranks_axis_of("nanquantile", a.view(), &axes.into(), wanted, true)
}

/// Several quantiles of the elements that are not NaN, for less than one after the other; see [`nanquantile`].
///
/// # Panics
/// If a `q` is not in `0..=1`.
///
/// # NumPy
/// `np.nanquantile(a, q)` of an array `q`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanquantiles(&array![f64::NAN, 1.0, 2.0, 4.0], [0.0, 0.5]), array![1.0, 2.0]);
/// ```
/// ```should_panic
/// nd_ops::nanquantiles([1.0, 2.0], [-0.5]);
/// ```
#[track_caller]
pub fn nanquantiles<A: ArrayLike<Elem: Ranked>, Q: Into<Quantile>>(
    a: A,
    q: impl IntoIterator<Item = Q>,
) -> Array<<A::Elem as Averaged>::Mean> {
    nanquantiles_axis(a, q, ..)
}

/// Several quantiles over some axes of the elements that are not NaN; see [`nanquantile`].
///
/// `a: (…, n, …)`, `m` of them → `(m, …, …)`, or `(m, …, 1, …)` with
/// [`keepdims`](crate::keepdims).
///
/// # Panics
/// If a `q` is not in `0..=1`, an axis does not exist or is named twice, or the result would have more
/// axes than an array may have.
///
/// # NumPy
/// `np.nanquantile(a, q, axis)` of an array `q`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1.0, f64::NAN], [3.0, 5.0]];
/// assert_eq!(nd_ops::nanquantiles_axis(&a, [0.0, 0.5], 0), array![[1.0, 5.0], [2.0, 5.0]]);
/// ```
/// ```should_panic
/// nd_ops::nanquantiles_axis(&nd_core::array![1.0], [0.0, 0.5], 1);
/// ```
#[track_caller]
pub fn nanquantiles_axis<A: ArrayLike<Elem: Ranked>, Q: Into<Quantile>>(
    a: A,
    q: impl IntoIterator<Item = Q>,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let q = fractions("nanquantile", q);
    let wanted = Wanted::Several(&q);
    <A::Elem as Ranked>::ranks_axis_of("nanquantile", a.view(), &axes.into(), wanted, true)
}

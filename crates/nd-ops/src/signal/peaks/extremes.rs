//! Elements that are larger, or smaller, than some neighbours on either side: `argrelmax`, `argrelmin`.

use crate::signal::sampled::{Place, Rows, Sampled};
use nd_core::{Array, ArrayLike};

/// What lies beyond the ends.
///
/// # SciPy
/// `mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EndMode {
    /// The element at the end, so that it is no extreme.
    #[default]
    Clip,
    /// The other end.
    Wrap,
}

/// How extremes are found.
///
/// # Examples
/// ```
/// use nd_ops::signal::ExtremaOptions;
///
/// assert_eq!(ExtremaOptions::default().order, 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExtremaOptions {
    /// With how many elements on either side each is compared.
    pub order: usize,
    /// What lies beyond the ends.
    pub mode: EndMode,
}

impl Default for ExtremaOptions {
    fn default() -> Self {
        ExtremaOptions { order: 1, mode: EndMode::Clip }
    }
}

impl ExtremaOptions {
    /// With how many elements on either side each is compared.
    ///
    /// # SciPy
    /// `order`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{ExtremaOptions, argrelmax_with};
    ///
    /// let two = ExtremaOptions::default().order(2);
    /// assert_eq!(argrelmax_with(&[0, 1, 0, 2, 0], 0, &two), [array![3]]);
    /// ```
    pub fn order(self, order: usize) -> Self {
        ExtremaOptions { order, ..self }
    }

    /// What lies beyond the ends.
    ///
    /// # SciPy
    /// `mode`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{EndMode, ExtremaOptions, argrelmax_with};
    ///
    /// let round = ExtremaOptions::default().mode(EndMode::Wrap);
    /// assert_eq!(argrelmax_with(&[2, 1, 0, 1], 0, &round), [array![0]]);
    /// ```
    pub fn mode(self, mode: EndMode) -> Self {
        ExtremaOptions { mode, ..self }
    }
}

/// Elements that are larger than both neighbours along an axis.
///
/// `a: (…, n, …)` → the indices of them, an array for each axis. NaN is no extreme and none is beside it; the ends are
/// none. Plateaus are none either: see [`find_peaks`](super::find_peaks).
///
/// # Panics
/// If there is no such axis, or `a` is complex.
///
/// # SciPy
/// `scipy.signal.argrelmax(a, axis)`, whose axis is 0 by default.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::argrelmax;
///
/// assert_eq!(argrelmax(&[0, 2, 1, 1, 3, 0], 0), [array![1, 4]]);
/// assert_eq!(argrelmax(&[[0, 1, 0], [1, 0, 2]], 1), [array![0], array![1]]);
/// ```
#[track_caller]
pub fn argrelmax<A: ArrayLike<Elem: Sampled>>(a: A, axis: isize) -> Vec<Array<usize>> {
    argrelmax_with(a, axis, &ExtremaOptions::default())
}

/// As [`argrelmax`], compared with more elements, or round the ends.
///
/// # Panics
/// As [`argrelmax`], and if the order is 0.
///
/// # SciPy
/// `scipy.signal.argrelmax(a, axis, order, mode)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{ExtremaOptions, argrelmax_with};
///
/// let three = ExtremaOptions::default().order(3);
/// assert_eq!(argrelmax_with(&[0, 5, 1, 6, 0], 0, &three), [array![3]]);
/// ```
#[track_caller]
pub fn argrelmax_with<A: ArrayLike<Elem: Sampled>>(
    a: A,
    axis: isize,
    options: &ExtremaOptions,
) -> Vec<Array<usize>> {
    extremes::<A>("argrelmax", a, axis, &|x, y| x > y, options)
}

/// Elements that are smaller than both neighbours along an axis; see [`argrelmax`].
///
/// # Panics
/// If there is no such axis, or `a` is complex.
///
/// # SciPy
/// `scipy.signal.argrelmin(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::signal::argrelmin(&[3, 1, 2, 0, 5], 0), [array![1, 3]]);
/// ```
#[track_caller]
pub fn argrelmin<A: ArrayLike<Elem: Sampled>>(a: A, axis: isize) -> Vec<Array<usize>> {
    argrelmin_with(a, axis, &ExtremaOptions::default())
}

/// As [`argrelmin`], compared with more elements, or round the ends.
///
/// # Panics
/// As [`argrelmin`], and if the order is 0.
///
/// # SciPy
/// `scipy.signal.argrelmin(a, axis, order, mode)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{EndMode, ExtremaOptions, argrelmin_with};
///
/// let round = ExtremaOptions::default().mode(EndMode::Wrap);
/// assert_eq!(argrelmin_with(&[0, 1, 2, 1], 0, &round), [array![0]]);
/// ```
#[track_caller]
pub fn argrelmin_with<A: ArrayLike<Elem: Sampled>>(
    a: A,
    axis: isize,
    options: &ExtremaOptions,
) -> Vec<Array<usize>> {
    extremes::<A>("argrelmin", a, axis, &|x, y| x < y, options)
}

/// Elements for which `compare` holds with both neighbours along an axis; see [`argrelmax`].
///
/// # Panics
/// If there is no such axis, or `a` is complex.
///
/// # SciPy
/// `scipy.signal.argrelextrema(a, compare, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::argrelextrema;
///
/// // With what is equal plateaus are found, and ends.
/// assert_eq!(argrelextrema(&[0, 1, 1, 0, 2], &|x, y| x >= y, 0), [array![1, 2, 4]]);
/// ```
#[track_caller]
pub fn argrelextrema<A: ArrayLike<Elem: Sampled>>(
    a: A,
    compare: &(dyn Fn(f64, f64) -> bool + Sync),
    axis: isize,
) -> Vec<Array<usize>> {
    argrelextrema_with(a, compare, axis, &ExtremaOptions::default())
}

/// As [`argrelextrema`], compared with more elements, or round the ends.
///
/// # Panics
/// As [`argrelextrema`], and if the order is 0.
///
/// # SciPy
/// `scipy.signal.argrelextrema(a, compare, axis, order, mode)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{EndMode, ExtremaOptions, argrelextrema_with};
///
/// let round = ExtremaOptions::default().mode(EndMode::Wrap);
/// let found = argrelextrema_with(&[2, 1, 1, 0, 2, 0], &|x, y| x <= y, 0, &round);
/// assert_eq!(found, [array![1, 3, 5]]);
/// ```
#[track_caller]
pub fn argrelextrema_with<A: ArrayLike<Elem: Sampled>>(
    a: A,
    compare: &(dyn Fn(f64, f64) -> bool + Sync),
    axis: isize,
    options: &ExtremaOptions,
) -> Vec<Array<usize>> {
    extremes::<A>("argrelextrema", a, axis, compare, options)
}

#[track_caller]
fn extremes<A: ArrayLike<Elem: Sampled>>(
    op: &'static str,
    a: A,
    axis: isize,
    compare: &(dyn Fn(f64, f64) -> bool + Sync),
    options: &ExtremaOptions,
) -> Vec<Array<usize>> {
    if A::Elem::COMPLEX {
        panic!("{op}: complex numbers have no order");
    }
    assert!(options.order > 0, "{op}: an order of 0, and at least 1 is needed");
    let rows = Rows::of::<A::Elem>(op, a.view(), axis);
    let flags = rows.each(rows.n, &|row, out| {
        for (k, out) in out.iter_mut().enumerate() {
            *out = f64::from(u8::from(is_extreme(row, k, compare, options)));
        }
    });
    indices(&rows.place, rows.n, flags)
}

fn is_extreme(
    row: &[f64],
    k: usize,
    compare: &(dyn Fn(f64, f64) -> bool + Sync),
    options: &ExtremaOptions,
) -> bool {
    let n = row.len();
    let beyond = |distance: usize| match options.mode {
        EndMode::Clip => (k.saturating_sub(distance), k.saturating_add(distance).min(n - 1)),
        EndMode::Wrap => ((k + n - distance % n) % n, (k + distance % n) % n),
    };
    // Further away there is nothing new.
    (1..=options.order.min(n)).all(|distance| {
        let (before, after) = beyond(distance);
        compare(row[k], row[before]) && compare(row[k], row[after])
    })
}

/// The indices of what is flagged, in C order of the array.
fn indices(place: &Place, n: usize, flags: Array<f64>) -> Vec<Array<usize>> {
    let flags = flags.into_reshaped(&place.rows_shape(n)[..]);
    let flags = place.put_back(flags, 0);
    let mut out = vec![vec![]; flags.ndim()];
    for (index, &flag) in flags.view().indexed_iter() {
        if flag != 0.0 {
            for (out, &k) in out.iter_mut().zip(index.iter()) {
                out.push(k);
            }
        }
    }
    out.into_iter().map(Array::from_vec).collect()
}

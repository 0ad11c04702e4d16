//! Where missing values are, how many, and an array without them.

use super::Missing;
use nd_core::{Array, ArrayLike, View, normalize_axis};

/// Which elements are missing.
///
/// # pandas
/// `a.isna()`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::missing::is_missing(&[1.0, f64::NAN]), nd_core::array![false, true]);
/// ```
pub fn is_missing<A: ArrayLike<Elem: Missing>>(a: A) -> Array<bool> {
    A::Elem::missing_of(a.view())
}

/// How many elements are missing.
///
/// # pandas
/// `a.isna().sum()`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::missing::count_missing(&[[1.0, f64::NAN], [f64::NAN, 0.0]]), 2);
/// ```
pub fn count_missing<A: ArrayLike<Elem: Missing>>(a: A) -> usize {
    crate::count_nonzero(A::Elem::missing_of(a.view()))
}

/// How many elements are missing along an axis.
///
/// `a: (…, n, …)` → `(…, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # pandas
/// `a.isna().sum(axis)`.
///
/// # Examples
/// ```
/// let a = [[1.0, f64::NAN], [f64::NAN, f64::NAN]];
/// assert_eq!(nd_ops::missing::count_missing_axis(&a, 0), nd_core::array![1, 2]);
/// ```
#[track_caller]
pub fn count_missing_axis<A: ArrayLike<Elem: Missing>>(a: A, axis: isize) -> Array<usize> {
    let a = a.view();
    let axis = normalize_axis("count_missing", axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    crate::count_nonzero_axis(A::Elem::missing_of(a), axis as isize)
}

/// What makes [`drop_missing`] drop a position.
///
/// # pandas
/// `how`: `"any"` and `"all"`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::missing::How::default(), nd_ops::missing::How::Any);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// One missing element.
    #[default]
    Any,
    /// No known element.
    All,
}

/// Which positions [`drop_missing_with`] drops.
///
/// # Examples
/// ```
/// use nd_ops::missing::{DropOptions, How};
///
/// assert_eq!((DropOptions::default().how, DropOptions::default().known), (How::Any, None));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DropOptions {
    /// What makes a position go.
    pub how: How,
    /// In place of that: how many known elements a position must have to stay.
    pub known: Option<usize>,
}

impl DropOptions {
    /// What makes a position go.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::missing::{DropOptions, How};
    ///
    /// assert_eq!(DropOptions::default().how(How::All).how, How::All);
    /// ```
    #[must_use]
    pub fn how(self, how: How) -> DropOptions {
        DropOptions { how, ..self }
    }

    /// How many known elements a position must have to stay.
    ///
    /// # pandas
    /// `thresh`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::missing::{DropOptions, drop_missing_with};
    ///
    /// let a = [[1.0, f64::NAN, f64::NAN], [1.0, 2.0, f64::NAN]];
    /// let two = drop_missing_with(&a, 0, &DropOptions::default().known(2));
    /// assert_eq!(two.shape(), [1, 3]);
    /// ```
    #[must_use]
    pub fn known(self, known: usize) -> DropOptions {
        DropOptions { known: Some(known), ..self }
    }
}

/// The positions along `axis` at which no element is missing.
///
/// `a: (…, n, …)` → `(…, as many as stay, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # pandas
/// `a.dropna(axis=axis)`: `axis` 0 drops rows.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::missing::drop_missing;
///
/// assert_eq!(drop_missing(&[1.0, f64::NAN, 3.0], 0), array![1.0, 3.0]);
/// assert_eq!(drop_missing(&[[1.0, f64::NAN], [3.0, 4.0]], 1), array![[1.0], [3.0]]);
/// ```
#[track_caller]
pub fn drop_missing<A: ArrayLike<Elem: Missing>>(a: A, axis: isize) -> Array<A::Elem> {
    drop_missing_with(a, axis, &DropOptions::default())
}

/// As [`drop_missing`], where positions may have some missing elements.
///
/// # Panics
/// If there is no such axis.
///
/// # pandas
/// `a.dropna(axis=axis, how=…)`, `a.dropna(axis=axis, thresh=…)`.
///
/// # Examples
/// ```
/// use nd_ops::missing::{DropOptions, How, drop_missing_with};
///
/// let a = [[1.0, f64::NAN], [f64::NAN, f64::NAN]];
/// assert_eq!(drop_missing_with(&a, 0, &DropOptions::default().how(How::All)).shape(), [1, 2]);
/// ```
#[track_caller]
pub fn drop_missing_with<A: ArrayLike<Elem: Missing>>(
    a: A,
    axis: isize,
    options: &DropOptions,
) -> Array<A::Elem> {
    let a = a.view();
    let axis = normalize_axis("drop_missing", axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    let keep = stays(&A::Elem::missing_of(a), axis, options);
    A::Elem::kept_of(a, axis, &keep)
}

fn stays(missing: &Array<bool>, axis: usize, options: &DropOptions) -> Vec<bool> {
    let n = missing.shape()[axis];
    let each = missing.size().checked_div(n).unwrap_or(0);
    let stays = |position: View<'_, bool>| {
        let known = each - crate::count_nonzero(position);
        match (options.known, options.how) {
            (Some(least), _) => known >= least,
            (None, How::Any) => known == each,
            (None, How::All) => known > 0 || each == 0,
        }
    };
    missing.view().axis_iter(axis as isize).map(stays).collect()
}

/// The body of [`drop_missing`].
pub(crate) fn kept<T: Missing>(a: View<'_, T>, axis: usize, keep: &[bool]) -> Array<T> {
    let mut shape = a.shape().to_vec();
    let inner: usize = shape[axis + 1..].iter().product();
    shape[axis] = keep.iter().filter(|&&keep| keep).count();
    let elements = a.to_array().into_vec();
    let mut out = Vec::with_capacity(shape.iter().product());
    if inner > 0 {
        for (row, keep) in elements.chunks(inner).zip(keep.iter().cycle()) {
            if *keep {
                out.extend_from_slice(row);
            }
        }
    }
    Array::from_shape_vec(shape, out)
}

//! Joins by the last, next or nearest key.

use crate::{Averaged, Measured, Wide};
use nd_core::{Array, ArrayLike, Element, ShapeError, View};
use std::fmt;

/// Which key of the right side belongs to one of the left.
///
/// # NumPy
/// The argument `direction` of pandas' `merge_asof`.
///
/// # Examples
/// See [`AsofOptions`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AsofDirection {
    /// The last one that is not above it.
    #[default]
    Backward,
    /// The first one that is not below it.
    Forward,
    /// The one of these that is nearer; the one before it if both are as near.
    Nearest,
}

/// Which keys are near enough.
///
/// # NumPy
/// The arguments of pandas' `merge_asof`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{AsofDirection, AsofOptions, join_asof_with};
///
/// let join = |options: AsofOptions| join_asof_with(&[10, 20, 30], &[9, 20, 24], &options).unwrap();
/// let all = AsofOptions::default();
/// assert_eq!(join(all.clone()), array![Some(0), Some(1), Some(2)]);
/// assert_eq!(join(all.clone().tolerance(5.0)), array![Some(0), Some(1), None]);
/// assert_eq!(join(all.clone().exact(false)), array![Some(0), Some(0), Some(2)]);
/// let forward = all.clone().direction(AsofDirection::Forward);
/// assert_eq!(join(forward), array![Some(1), Some(1), None]);
/// let nearest = all.direction(AsofDirection::Nearest);
/// assert_eq!(join(nearest), array![Some(0), Some(1), Some(2)]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AsofOptions {
    /// Which key belongs to one.
    pub direction: AsofDirection,
    /// How far away it may be; how far it likes if not given.
    pub tolerance: Option<f64>,
    /// Whether equal keys belong together. Default: yes.
    pub exact: bool,
}

impl Default for AsofOptions {
    fn default() -> AsofOptions {
        AsofOptions { direction: AsofDirection::default(), tolerance: None, exact: true }
    }
}

impl AsofOptions {
    /// Which key belongs to one.
    ///
    /// # NumPy
    /// pandas' `direction`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{AsofDirection, AsofOptions, join_asof_with};
    ///
    /// let forward = AsofOptions::default().direction(AsofDirection::Forward);
    /// let next = join_asof_with(&[10, 20, 30], &[9, 20, 24], &forward)?;
    /// assert_eq!(next, nd_core::array![Some(1), Some(1), None]);
    /// # Ok::<(), nd_ops::JoinError>(())
    /// ```
    #[must_use]
    pub fn direction(self, direction: AsofDirection) -> AsofOptions {
        AsofOptions { direction, ..self }
    }

    /// How far away a key may be.
    ///
    /// # NumPy
    /// pandas' `tolerance`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{AsofOptions, join_asof_with};
    ///
    /// let near = AsofOptions::default().tolerance(5.0);
    /// let last = join_asof_with(&[10, 20, 30], &[9, 20, 24], &near)?;
    /// assert_eq!(last, nd_core::array![Some(0), Some(1), None]);
    /// # Ok::<(), nd_ops::JoinError>(())
    /// ```
    #[must_use]
    pub fn tolerance(self, tolerance: f64) -> AsofOptions {
        AsofOptions { tolerance: Some(tolerance), ..self }
    }

    /// Whether equal keys belong together.
    ///
    /// # NumPy
    /// pandas' `allow_exact_matches`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{AsofOptions, join_asof_with};
    ///
    /// let before = AsofOptions::default().exact(false);
    /// let last = join_asof_with(&[10, 20, 30], &[9, 20, 24], &before)?;
    /// assert_eq!(last, nd_core::array![Some(0), Some(0), Some(2)]);
    /// # Ok::<(), nd_ops::JoinError>(())
    /// ```
    #[must_use]
    pub fn exact(self, exact: bool) -> AsofOptions {
        AsofOptions { exact, ..self }
    }
}

/// Why keys cannot be joined.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinError {
    /// A key is less than the one before it, or NaN.
    Unsorted {
        /// Which keys: `"left"` or `"right"`.
        side: &'static str,
        /// The position of the key.
        place: usize,
    },
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Unsorted { side, place } = self;
        write!(f, "join_asof: the {side} key at {place} is not in rising order")
    }
}

impl std::error::Error for JoinError {}

/// For each key of `left` the position of the last one of `right` that is not above it; `None` if there is
/// none.
///
/// `left: (n)`, `right: (m)` → `(n)`; both in rising order. Of equal keys of `right` the last one.
///
/// # Panics
/// If keys are not 1-d.
///
/// # Errors
/// [`JoinError::Unsorted`], also where a key is NaN.
///
/// # NumPy
/// pandas' `merge_asof`; `np.searchsorted(right, left, side="right") - 1`.
///
/// # Examples
/// ```
/// let quotes = nd_ops::join_asof(&[1.0, 5.0, 10.0], &[2.0, 3.0, 7.0])?;
/// assert_eq!(quotes, nd_core::array![None, Some(1), Some(2)]);
/// # Ok::<(), nd_ops::JoinError>(())
/// ```
#[track_caller]
pub fn join_asof<A: ArrayLike<Elem: Measured>>(
    left: A,
    right: impl ArrayLike<Elem = A::Elem>,
) -> Result<Array<Option<usize>>, JoinError> {
    join_asof_with(left, right, &AsofOptions::default())
}

/// As [`join_asof`], with the next or the nearest key, and not too far away; see [`AsofOptions`].
///
/// # Panics
/// If keys are not 1-d.
///
/// # Errors
/// [`JoinError::Unsorted`], also where a key is NaN.
///
/// # NumPy
/// pandas' `merge_asof(direction, tolerance, allow_exact_matches)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{AsofDirection, AsofOptions, join_asof_with};
///
/// let nearest = AsofOptions::default().direction(AsofDirection::Nearest).tolerance(2.0);
/// let found = join_asof_with(&[1.0, 5.0, 10.0], &[2.0, 3.0, 7.0], &nearest)?;
/// assert_eq!(found, array![Some(0), Some(1), None]); // 5.0 is as near to 3.0 as to 7.0
/// # Ok::<(), nd_ops::JoinError>(())
/// ```
#[track_caller]
pub fn join_asof_with<A: ArrayLike<Elem: Measured>>(
    left: A,
    right: impl ArrayLike<Elem = A::Elem>,
    options: &AsofOptions,
) -> Result<Array<Option<usize>>, JoinError> {
    for shape in [left.view().shape(), right.view().shape()] {
        if shape.len() != 1 {
            let (op, expected) = ("join_asof", "1");
            panic!("{}", ShapeError::Rank { op, expected, shape: shape.into() });
        }
    }
    let (left, right) = (A::Elem::wide_of(left.view()), A::Elem::wide_of(right.view()));
    <A::Elem as Measured>::Wide::near_of(left.view(), right.view(), options)
}

/// The kernel, for three types.
#[doc(hidden)]
pub trait NearKernels: Element {
    fn near_of(
        left: View<'_, Self>,
        right: View<'_, Self>,
        options: &AsofOptions,
    ) -> Result<Array<Option<usize>>, JoinError>;
}

macro_rules! kernels {
    ($($T:ty)*) => {$(
        impl NearKernels for $T {
            #[inline(never)]
            fn near_of(
                left: View<'_, Self>,
                right: View<'_, Self>,
                options: &AsofOptions,
            ) -> Result<Array<Option<usize>>, JoinError> {
                near(left, right, options)
            }
        }
    )*};
}
kernels!(i64 u64 f64);

fn sorted<W: Wide>(side: &'static str, keys: &[W]) -> Result<(), JoinError> {
    let fine = |k: usize| !keys[k].is_unordered() && (k == 0 || keys[k - 1] <= keys[k]);
    match (0..keys.len()).find(|&k| !fine(k)) {
        Some(place) => Err(JoinError::Unsorted { side, place }),
        None => Ok(()),
    }
}

fn near<W: Wide>(
    left: View<'_, W>,
    right: View<'_, W>,
    options: &AsofOptions,
) -> Result<Array<Option<usize>>, JoinError> {
    let (left, right) = (left.ravel(), right.ravel());
    let left = left.view().as_slice().expect("ravel is contiguous");
    let right = right.view().as_slice().expect("ravel is contiguous");
    sorted("left", left)?;
    sorted("right", right)?;
    let (mut below, mut above) = (0, 0);
    let found = |&key: &W| {
        // Keys in front of `below` are before this one, those from `above` on after it.
        let before = |x: W| x < key || (x == key && options.exact);
        let after = |x: W| x > key || (x == key && options.exact);
        below += right[below..].iter().take_while(|&&x| before(x)).count();
        above += right[above..].iter().take_while(|&&x| !after(x)).count();
        let distance = |k: usize| <W as Averaged>::distance(right[k], key).abs();
        let near = |k: &usize| options.tolerance.is_none_or(|most| distance(*k) <= most);
        let last = below.checked_sub(1).filter(near);
        let next = Some(above).filter(|&k| k < right.len()).filter(near);
        match options.direction {
            AsofDirection::Backward => last,
            AsofDirection::Forward => next,
            AsofDirection::Nearest => match (last, next) {
                (Some(a), Some(b)) if distance(b) < distance(a) => Some(b),
                _ => last.or(next),
            },
        }
    };
    Ok(Array::from_vec(left.iter().map(found).collect()))
}

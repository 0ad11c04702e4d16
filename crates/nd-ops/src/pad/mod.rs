//! `pad`: an array with something around it.

mod fill;
mod mode;
mod padded;
mod sides;

pub use mode::PadMode;
pub use padded::Padded;
pub use sides::Sides;

use nd_core::{Array, ArrayLike, ShapeError};

/// The array with `width` more positions before and after it along each axis, filled as `mode`
/// says.
///
/// `a: (…, n, …)` → `(…, before + n + after, …)`, in C order. Widths are one number, `(before,
/// after)`, or such a pair an axis. Axes are padded from the first to the last, so corners are
/// what the last axis makes of the padding of those before. Widths may be larger than the axis:
/// mirrored elements are mirrored again. NaN is an element like others in modes that copy, and
/// what the statistics of elements with NaN are.
///
/// # Panics
/// If widths (or values, or lengths) are given for another number of axes, an axis without
/// elements is to be padded in a mode that needs some, a statistic is to be of no element, or
/// the result has too many elements.
///
/// # NumPy
/// `np.pad(a, width, mode)`. NumPy returns what was uninitialised for means and medians of no
/// element.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{PadMode, pad};
///
/// let a = array![[1, 2], [3, 4]];
/// assert_eq!(
///     pad(&a, [(1, 0), (0, 2)], PadMode::constant(0)),
///     array![[0, 0, 0, 0], [1, 2, 0, 0], [3, 4, 0, 0]],
/// );
/// assert_eq!(pad(&a, [(0, 0), (1, 1)], PadMode::Wrap), array![[2, 1, 2, 1], [4, 3, 4, 3]]);
/// ```
/// ```should_panic
/// use nd_ops::{PadMode, pad};
///
/// pad(&nd_core::Array::<f64>::zeros([0]), 1, PadMode::Edge); // there is no edge
/// ```
#[track_caller]
pub fn pad<A: ArrayLike<Elem: Padded>>(
    a: A,
    width: impl Into<Sides<usize>>,
    mode: PadMode<A::Elem>,
) -> Array<A::Elem> {
    try_pad(a, width, mode).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`pad()`], where widths come from users.
///
/// # Errors
/// [`ShapeError::IndexCount`] for another number of axes, [`ShapeError::Size`] for an axis
/// without elements or a statistic of none, [`ShapeError::Overflow`] or [`ShapeError::Memory`]
/// for the result.
///
/// # Examples
/// ```
/// use nd_ops::{PadMode, try_pad};
///
/// let error = try_pad(&[1, 2], [(1, 1), (1, 1)], PadMode::Edge).unwrap_err();
/// assert_eq!(error.to_string(), "pad: 2 axes given for an array of shape [2]");
/// ```
pub fn try_pad<A: ArrayLike<Elem: Padded>>(
    a: A,
    width: impl Into<Sides<usize>>,
    mode: PadMode<A::Elem>,
) -> Result<Array<A::Elem>, ShapeError> {
    fill::padded(a.view(), &width.into(), &mode)
}

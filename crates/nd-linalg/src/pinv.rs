//! [`pinv`]: the pseudo-inverse.

use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::tolerance::Tolerance;
use crate::{LinalgError, svd};
use nd_core::{Array, ArrayLike, View};

/// The Moore–Penrose pseudo-inverse: of all matrices nearest to an inverse, the smallest.
///
/// `a: (…, m, n)` → `(…, n, m)`. By singular values: those that are zero up to rounding stay
/// zero, see [`Tolerance::Rounding`]. An empty matrix has an empty pseudo-inverse.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `scipy.linalg.pinv(a)`. `np.linalg.pinv(a)` drops singular values below 1e-15 times the
/// largest, whatever the size and type: that is [`Tolerance::Relative`]`(1e-15)` here.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::pinv;
///
/// let b = pinv([[2.0, 0.0], [0.0, 0.0], [0.0, 4.0]])?;
/// assert_eq!(b, array![[0.5, 0.0, 0.0], [0.0, 0.0, 0.25]]);
/// assert_eq!(pinv([[0.0]])?, array![[0.0]]); // no inverse, and no error
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn pinv<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_pinv(a, Tolerance::Rounding))
}

/// As [`pinv`], with another tolerance than rounding.
///
/// # Panics
/// As [`pinv`].
///
/// # Errors
/// As [`pinv`].
///
/// # NumPy
/// `np.linalg.pinv(a, rcond)` with [`Tolerance::Relative`].
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{Tolerance, pinv_with};
///
/// let b = pinv_with([[1.0, 0.0], [0.0, 1e-9]], Tolerance::Relative(1e-6))?;
/// assert_eq!(b, array![[1.0, 0.0], [0.0, 0.0]]);
/// assert!(pinv_with([[f64::NAN]], Tolerance::Rounding).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn pinv_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_pinv(a, tolerance))
}

/// As [`pinv_with`], for shapes that come from users.
///
/// # Errors
/// As [`pinv`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_pinv([1.0, 2.0], nd_linalg::Tolerance::Rounding).is_err());
/// ```
pub fn try_pinv<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    inverse(LinalgElement::promoted(a.view()).view(), tolerance)
}

fn inverse<T: Field>(a: View<'_, T>, tolerance: Tolerance) -> Result<Array<T>, LinalgError> {
    Ok(svd::factor("pinv", a, false)?.pinv(tolerance))
}

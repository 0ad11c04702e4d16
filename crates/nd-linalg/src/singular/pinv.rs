//! [`pinv`]: the pseudo-inverse.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::matrices::{dense, prepare};
use crate::singular::Singular;
use crate::singular::svd;
use crate::singular::tolerance::Tolerance;
use nd_core::{Array, ArrayLike, View};
use num_traits::One;

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
    shaped(try_pinv(a))
}

/// As [`pinv`], for shapes that come from users.
///
/// # Errors
/// As [`pinv`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_pinv([1.0, 2.0]).is_err());
/// ```
pub fn try_pinv<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    try_pinv_with(a, Tolerance::Rounding)
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
    shaped(try_pinv_with(a, tolerance))
}

/// As [`pinv_with`], for shapes that come from users.
///
/// # Errors
/// As [`pinv`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_pinv_with([1.0, 2.0], nd_linalg::Tolerance::Rounding).is_err());
/// ```
pub fn try_pinv_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    tolerance: Tolerance,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::pinv(LinalgElement::promoted(a.view()).view(), tolerance)
}

/// The body of [`pinv_with`]. Of values near 1, so that none is infinite.
pub(crate) fn inverses<T: Field>(
    a: View<'_, T>,
    tolerance: Tolerance,
) -> Result<Array<T>, LinalgError> {
    let op = "pinv";
    let stack = Stack::matrices(op, a)?;
    prepare::finite(op, a)?;
    let (m, n) = (stack.rows(), stack.cols());
    let k = m.min(n);
    Walk::pinned(&stack, 3.0 * svd::flops(m, n)).one(&[n, m], &|i, out, par| {
        let (mut u, mut v) = (dense::zeros(m, k), dense::zeros(n, k));
        let found = svd::decompose(stack.get(i), Some(u.as_mut()), Some(v.as_mut()), par);
        let found = found.map_err(|limit| stack.stopped(op, limit, i))?;
        let (values, rank) = (found.near_one(), found.rank(tolerance, m, n));
        let one = T::R::one();
        let shorter = dense::from_fn(n, rank, |i, j| v[(i, j)] * T::from_real(one / values[j]));
        let uh = dense::adjoint(u.subcols(0, rank));
        dense::write(dense::product(shorter.as_ref(), uh.as_ref(), par).as_ref(), out);
        if !found.scale().is_one() {
            out.iter_mut().for_each(|x| *x = found.scale().down(*x));
        }
        Ok(())
    })
}

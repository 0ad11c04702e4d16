//! [`polar`]: a rotation times a stretching.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Double, Field, FieldOf, LinalgElement};
use crate::functions::Functions;
use crate::singular::svd::{self, Svd};
use nd_core::{Array, ArrayLike, View};

/// A polar decomposition, `a = u · p` or `a = p · u`, of each matrix of a stack.
#[derive(Clone, Debug)]
pub struct Polar<T: Field> {
    /// `(…, m, n)`: orthonormal columns, or rows if there are fewer of them.
    pub u: Array<T>,
    /// Hermitian, positive semi-definite: `(…, n, n)` on the right, `(…, m, m)` on the left.
    pub p: Array<T>,
}

/// On which side the stretching stands.
///
/// # Examples
/// ```
/// use nd_linalg::{Side, polar_with};
///
/// assert_eq!(polar_with([[3.0], [4.0]], Side::Left)?.p.shape(), [2, 2]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// `a = u · p`.
    #[default]
    Right,
    /// `a = p · u`.
    Left,
}

/// The polar decomposition `a = u · p`: of all matrices with orthonormal columns, `u` is the
/// nearest to `a`.
///
/// `a: (…, m, n)` → `u: (…, m, n)`, `p: (…, n, n)`. By singular values, at any scale. `u` is
/// unique if `a` has full rank.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `scipy.linalg.polar(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let f = nd_linalg::polar([[0.0, -2.0], [3.0, 0.0]])?; // stretched, then turned
/// assert_eq!(f.u, array![[0.0, -1.0], [1.0, 0.0]]);
/// assert_eq!(f.p, array![[3.0, 0.0], [0.0, 2.0]]);
/// assert!(nd_linalg::polar([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn polar<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Polar<FieldOf<A>>, LinalgError> {
    shaped(try_polar(a))
}

/// As [`polar`], for shapes that come from users.
///
/// # Errors
/// As [`polar`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_polar([1.0, 2.0]).is_err());
/// ```
pub fn try_polar<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Polar<FieldOf<A>>, LinalgError> {
    try_polar_with(a, Side::Right)
}

/// As [`polar`], with the stretching on either side.
///
/// # Panics
/// As [`polar`].
///
/// # Errors
/// As [`polar`].
///
/// # NumPy
/// `scipy.linalg.polar(a, side)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{Side, polar_with};
///
/// let f = polar_with([[0.0, -2.0], [3.0, 0.0]], Side::Left)?;
/// assert_eq!(f.p, array![[2.0, 0.0], [0.0, 3.0]]);
/// assert!(polar_with([[f64::NAN]], Side::Left).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn polar_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    side: Side,
) -> Result<Polar<FieldOf<A>>, LinalgError> {
    shaped(try_polar_with(a, side))
}

/// As [`polar_with`], for shapes that come from users.
///
/// # Errors
/// As [`polar`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_polar_with([1.0, 2.0], nd_linalg::Side::Right).is_err());
/// ```
pub fn try_polar_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    side: Side,
) -> Result<Polar<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::polar(LinalgElement::promoted(a.view()).view(), side)
}

/// The body of [`polar_with`].
pub(crate) fn of_stack<T: Field>(a: View<'_, T>, side: Side) -> Result<Polar<T>, LinalgError> {
    let Polar { u, p } = factor(T::widened(a).view(), side)?;
    Ok(Polar { u: T::narrowed(u), p: T::narrowed(p) })
}

fn factor<T: Double>(a: View<'_, T>, side: Side) -> Result<Polar<T>, LinalgError> {
    let svd = svd::factor("polar", a, false)?;
    let last = a.ndim() as isize - 1;
    let adjoint = |m: &Array<T>| {
        let turned = m.view().swapaxes(last - 1, last).to_array();
        nd_core::zip((&turned,)).map(|(x,)| num_complex::ComplexFloat::conj(x))
    };
    let ones = Array::full(svd.s.shape(), <T::R as num_traits::One>::one());
    let product = |u: &Array<T>, s: &Array<T::R>, vh: &Array<T>| {
        Svd { u: u.clone(), s: s.clone(), vh: vh.clone() }.reconstruct()
    };
    let p = match side {
        Side::Right => product(&adjoint(&svd.vh), &svd.s, &svd.vh),
        Side::Left => product(&svd.u, &svd.s, &adjoint(&svd.u)),
    };
    Ok(Polar { u: product(&svd.u, &ones, &svd.vh), p })
}

//! [`roots`]: where a polynomial is zero, by the eigenvalues of its companion matrix.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{ComplexOf, Field, FieldOf, LinalgElement};
use crate::matrices::prepare::finite;
use crate::polynomials::Polynomials;
use nd_core::{Array, ArrayLike, ShapeError, View};
use num_traits::Zero;

/// The numbers at which a polynomial is zero.
///
/// `p: (n)`, the highest power first → as many complex numbers as the degree is: zeros at the beginning of `p` do not
/// count, zeros at its end are roots that are 0, and come last. In no certain order otherwise. Roots are found with small
/// errors of the coefficients, which may be large errors of roots: a root that is one `k` times is known to the `k`-th
/// root of the rounding error.
///
/// # Panics
/// If `p` does not have one axis.
///
/// # Errors
/// [`LinalgError::NonFinite`] for a NaN or an infinity, also among the coefficients divided by the first,
/// [`LinalgError::NoConvergence`] if the eigenvalues of the companion matrix cannot be found.
///
/// # NumPy
/// `np.roots(p)`, which returns real numbers if all are real.
///
/// # Examples
/// ```
/// use nd_core::Complex;
///
/// let found = nd_linalg::roots([2.0, 0.0, 2.0])?; // 2 x² + 2
/// assert!(found.iter().all(|z: &Complex<f64>| z.re.abs() < 1e-15 && (z.im.abs() - 1.0).abs() < 1e-15));
/// assert_eq!(nd_linalg::roots([0.0, 1.0, 0.0])?, nd_core::array![Complex::new(0.0, 0.0)]);
/// assert!(nd_linalg::roots([5.0])?.is_empty());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
/// ```should_panic
/// let _ = nd_linalg::roots([[1.0]]);
/// ```
#[track_caller]
pub fn roots<A: ArrayLike<Elem: LinalgElement>>(p: A) -> Result<Array<ComplexOf<A>>, LinalgError> {
    shaped(try_roots(p))
}

/// As [`roots`], for shapes that come from users.
///
/// # Errors
/// As [`roots`], and [`LinalgError::Shape`] for another number of axes than one.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_roots([[1.0]]).is_err());
/// ```
pub fn try_roots<A: ArrayLike<Elem: LinalgElement>>(
    p: A,
) -> Result<Array<ComplexOf<A>>, LinalgError> {
    FieldOf::<A>::polynomial_roots(LinalgElement::promoted(p.view()).view())
}

const OP: &str = "roots";

/// The body of [`roots`].
pub(crate) fn found<T: Field>(p: View<'_, T>) -> Result<Array<T::Complex>, LinalgError> {
    if p.ndim() != 1 {
        let (expected, shape) = ("one axis", p.shape().into());
        return Err(ShapeError::Rank { op: OP, expected, shape }.into());
    }
    finite(OP, p)?;
    let p = p.to_array().into_vec();
    let is_zero = |x: &&T| x.is_zero();
    let zeros = p.iter().rev().take_while(is_zero).count();
    let leading = p.iter().take_while(is_zero).count();
    if leading == p.len() {
        return Ok(Array::from_vec(Vec::new()));
    }
    let kept = &p[leading..p.len() - zeros];
    let n = kept.len() - 1;
    let companion = Array::from_fn([n, n], |at| match (at[0], at[1]) {
        (0, j) => -(kept[j + 1] / kept[0]),
        (i, j) if i == j + 1 => T::one(),
        _ => T::zero(),
    });
    if let Some(bad) = (1..=n).find(|&j| !companion[[0, j - 1]].is_finite()) {
        return Err(LinalgError::NonFinite { op: OP, index: [leading + bad].into() });
    }
    let mut all = T::eig_values(companion.view())?.into_vec();
    all.extend(std::iter::repeat_n(T::Complex::zero(), zeros));
    Ok(Array::from_vec(all))
}

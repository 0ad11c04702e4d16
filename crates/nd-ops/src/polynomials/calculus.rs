//! Derivatives and integrals of polynomials.

use super::coefficients;
use nd_core::{Array, ArrayLike, Inexact, Number};

/// The `order`-th derivative of a polynomial.
///
/// `p: (n,)` → `(n - order,)`, the highest power first; empty where nothing is left. Integers wrap.
///
/// # Panics
/// If `p` has not one axis.
///
/// # NumPy
/// `np.polyder(p, order)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::polyder(&[1, 1, 1, 1], 1), array![3, 2, 1]);
/// assert_eq!(nd_ops::polyder(&[1.0, 1.0, 1.0, 1.0], 2), array![6.0, 2.0]);
/// assert!(nd_ops::polyder(&[5], 1).is_empty());
/// ```
/// ```should_panic
/// nd_ops::polyder(&[[1]], 1);
/// ```
#[track_caller]
pub fn polyder<A: ArrayLike<Elem: Number>>(p: A, order: usize) -> Array<A::Elem> {
    let mut p = coefficients("polyder", p);
    for _ in 0..order.min(p.len()) {
        p.pop();
        let mut power = A::Elem::default();
        for c in p.iter_mut().rev() {
            power = power.plus(num_traits::One::one());
            *c = c.times(power);
        }
    }
    Array::from_vec(p)
}

/// The `order`-th integral of a polynomial whose constants of integration are 0.
///
/// `p: (n,)` → `(n + order,)`, the highest power first.
///
/// # Panics
/// If `p` has not one axis.
///
/// # NumPy
/// `np.polyint(p, order)`, which turns integers to floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::polyint(&[3.0, 2.0, 1.0], 1), array![1.0, 1.0, 1.0, 0.0]);
/// assert_eq!(nd_ops::polyint(&[0.0; 0], 1), array![0.0]);
/// ```
/// ```should_panic
/// nd_ops::polyint(&[[1.0]], 1);
/// ```
#[track_caller]
pub fn polyint<A: ArrayLike<Elem: Inexact>>(p: A, order: usize) -> Array<A::Elem> {
    integrated(p, order, &[])
}

/// As [`polyint`], with the constants of integration: the first is that of the first integral, and those that are
/// missing are 0.
///
/// # Panics
/// If `p` has not one axis, or there are more constants than integrals.
///
/// # NumPy
/// `np.polyint(p, order, constants)`, which needs one for each integral, or one for all.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::polyint_with(&[6.0], 2, &[5.0, 3.0]), array![3.0, 5.0, 3.0]);
/// ```
/// ```should_panic
/// nd_ops::polyint_with(&[6.0], 1, &[5.0, 3.0]);
/// ```
#[track_caller]
pub fn polyint_with<A: ArrayLike<Elem: Inexact>>(
    p: A,
    order: usize,
    constants: &[A::Elem],
) -> Array<A::Elem> {
    let given = constants.len();
    assert!(given <= order, "polyint: {given} constants for {order} integrals");
    integrated(p, order, constants)
}

#[track_caller]
fn integrated<A: ArrayLike<Elem: Inexact>>(
    p: A,
    order: usize,
    constants: &[A::Elem],
) -> Array<A::Elem> {
    let mut p = coefficients("polyint", p);
    for k in 0..order {
        let len = p.len();
        for (power, c) in p.iter_mut().enumerate() {
            *c = c.shared(len - power);
        }
        p.push(constants.get(k).copied().unwrap_or_default());
    }
    Array::from_vec(p)
}

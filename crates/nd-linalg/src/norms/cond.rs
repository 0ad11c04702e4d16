//! [`cond`]: condition numbers.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Double, Field, FieldOf, LinalgElement, Real, RealOf};
use crate::mat::from_faer;
use crate::matrices::scale::Scale;
use crate::matrices::stack::{Stack, one_matrix};
use crate::matrices::walk::Walk;
use crate::matrices::{dense, prepare};
use crate::norms::Norms;
use crate::norms::kinds::MatrixNorm;
use crate::norms::norm::of_matrices;
use crate::singular::svd;
use crate::solving::elimination::divide;
use faer::Mat;
use nd_core::{Array, ArrayLike, View};

/// The condition number: the largest singular value divided by the smallest.
///
/// `a: (m, n)`. How much an error of `a` can grow in a solution. Infinite for a matrix that has
/// no full rank exactly, 0 for an empty one. For several: [`cond_stack`].
///
/// # Panics
/// If `a` does not have two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `np.linalg.cond(a)`, which is NaN for a matrix with a NaN and refuses empty ones.
///
/// # Examples
/// ```
/// use nd_linalg::cond;
///
/// assert_eq!(cond([[2.0f64, 0.0], [0.0, 0.5]])?, 4.0);
/// assert_eq!(cond([[0.0f64, 0.0], [0.0, 1.0]])?, f64::INFINITY);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn cond<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<RealOf<A>, LinalgError> {
    shaped(try_cond(a))
}

/// As [`cond`], for shapes that come from users.
///
/// # Errors
/// As [`cond`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_cond([1.0, 2.0]).is_err());
/// ```
pub fn try_cond<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<RealOf<A>, LinalgError> {
    try_cond_with(a, MatrixNorm::Two)
}

/// The condition number for any norm: `‖a‖ · ‖a⁻¹‖`.
///
/// `a: (n, n)`; for [`MatrixNorm::Two`] and [`MatrixNorm::NegTwo`] `a: (m, n)`, by singular
/// values. Infinite for a singular matrix.
///
/// # Panics
/// If `a` does not have two axes, or they differ for a norm that needs the inverse.
///
/// # Errors
/// As [`cond`].
///
/// # NumPy
/// `np.linalg.cond(a, p)`.
///
/// # Examples
/// ```
/// use nd_linalg::{MatrixNorm, cond_with};
///
/// assert_eq!(cond_with([[1.0f64, 2.0], [0.0, 1.0]], MatrixNorm::One)?, 9.0);
/// assert_eq!(cond_with([[1.0f64, 2.0], [2.0, 4.0]], MatrixNorm::Inf)?, f64::INFINITY);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn cond_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
) -> Result<RealOf<A>, LinalgError> {
    shaped(try_cond_with(a, ord))
}

/// As [`cond_with`], for shapes that come from users.
///
/// # Errors
/// As [`cond`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{MatrixNorm, try_cond_with};
///
/// assert!(try_cond_with([[1.0, 2.0]], MatrixNorm::One).is_err()); // not square
/// ```
pub fn try_cond_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
) -> Result<RealOf<A>, LinalgError> {
    let a = LinalgElement::promoted(a.view());
    one_matrix("cond", a.view())?;
    Ok(FieldOf::<A>::cond_of_each("cond", a.view(), ord)?[[]])
}

/// The condition numbers of the matrices of a stack.
///
/// `a: (…, n, n)` or `(…, m, n)` → `(…)`. Each as by [`cond_with`].
///
/// # Panics
/// If `a` has fewer than two axes, or its last two differ for a norm that needs the inverse.
///
/// # Errors
/// As [`cond`].
///
/// # NumPy
/// `np.linalg.cond(a, p)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{MatrixNorm, cond_stack};
///
/// let a = array![[[2.0, 0.0], [0.0, 0.5]], [[1.0, 0.0], [0.0, 1.0]]];
/// assert_eq!(cond_stack(&a, MatrixNorm::Two)?, array![4.0, 1.0]);
/// assert!(cond_stack([[f64::NAN]], MatrixNorm::Two).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn cond_stack<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
) -> Result<Array<RealOf<A>>, LinalgError> {
    shaped(try_cond_stack(a, ord))
}

/// As [`cond_stack`], for shapes that come from users.
///
/// # Errors
/// As [`cond`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{MatrixNorm, try_cond_stack};
///
/// assert!(try_cond_stack([1.0, 2.0], MatrixNorm::Two).is_err());
/// ```
pub fn try_cond_stack<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
) -> Result<Array<RealOf<A>>, LinalgError> {
    FieldOf::<A>::cond_of_each("cond_stack", LinalgElement::promoted(a.view()).view(), ord)
}

/// The body of [`cond_stack`].
pub(crate) fn each<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    ord: MatrixNorm,
) -> Result<Array<T::R>, LinalgError> {
    match ord {
        MatrixNorm::Two => by_values(op, a, false),
        MatrixNorm::NegTwo => by_values(op, a, true),
        _ => by_inverse(op, T::widened(a).view(), ord).map(<T::R>::narrowed),
    }
}

fn by_values<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    inverted: bool,
) -> Result<Array<T::R>, LinalgError> {
    let stack = Stack::matrices(op, a)?;
    prepare::finite(op, a)?;
    let flops = svd::flops(stack.rows(), stack.cols());
    Walk::pinned(&stack, flops).one(&[], &|i, cond: &mut [T::R], par| {
        let found = svd::decompose(stack.get(i), None, None, par);
        let values = found.map_err(|limit| stack.stopped(op, limit, i))?;
        cond[0] = ratio(values.near_one(), inverted);
        Ok(())
    })
}

/// The largest value by the smallest, or inverted: of values near 1, none of which is infinite.
fn ratio<R: Real>(values: &[R], inverted: bool) -> R {
    match values {
        [] => R::zero(),
        [.., least] if least.is_zero() && !inverted => R::infinity(),
        [most, ..] if most.is_zero() => R::infinity(),
        [most, .., least] if inverted => *least / *most,
        [most, .., least] => *most / *least,
        [_] => num_traits::One::one(),
    }
}

fn by_inverse<T: Double>(
    op: &'static str,
    a: View<'_, T>,
    ord: MatrixNorm,
) -> Result<Array<f64>, LinalgError> {
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let flops = 2.0 * (n * n * n) as f64 + 100.0;
    Walk::free(&stack, flops).one(&[], &|i, out: &mut [f64], par| {
        if n == 0 {
            return Ok(());
        }
        let one = Scale::of(stack.get(i)).matrix(stack.get(i));
        let mut inverse = dense::identity(n);
        let singular = divide(dense::copy(one.as_ref()).as_mut(), inverse.as_mut(), par);
        let norm =
            |m: &Mat<T>| of_matrices(from_faer(m.as_ref()), ord).map(|norm: Array<f64>| norm[[]]);
        out[0] = if singular.is_err() || !dense::is_finite(inverse.as_ref()) {
            f64::INFINITY
        } else {
            norm(&one)? * norm(&inverse)?
        };
        Ok(())
    })
}

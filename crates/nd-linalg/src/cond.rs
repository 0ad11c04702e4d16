//! [`cond`]: condition numbers.

use crate::error::shaped;
use crate::field::{Field, LinalgElement, RealOf};
use crate::norm_kinds::MatrixNorm;
use crate::output;
use crate::par::{self, Blocks};
use crate::scale::Scale;
use crate::stack::Stack;
use crate::{LinalgError, dense, norms, prepare, svd};
use nd_core::{Array, ArrayLike, View};
use num_traits::{Float, Zero};

/// The condition numbers: the largest singular value divided by the smallest.
///
/// `a: (…, m, n)` → `(…)`. How much an error of `a` can grow in a solution. Infinite for a
/// matrix that has no full rank exactly, 0 for an empty one.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `np.linalg.cond(a)`, which is NaN for a matrix with a NaN and refuses empty ones.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::cond;
///
/// assert_eq!(cond([[2.0, 0.0], [0.0, 0.5]])?[[]], 4.0);
/// assert_eq!(cond([[0.0, 0.0], [0.0, 1.0]])?[[]], f64::INFINITY);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn cond<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<RealOf<A>>, LinalgError> {
    shaped(try_cond(a, MatrixNorm::Two))
}

/// The condition numbers for any norm: `‖a‖ · ‖a⁻¹‖`.
///
/// `a: (…, n, n)` → `(…)`; for [`MatrixNorm::Two`] and [`MatrixNorm::NegTwo`] `a: (…, m, n)`,
/// by singular values. Infinite for a singular matrix.
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
/// use nd_linalg::{MatrixNorm, cond_with};
///
/// assert_eq!(cond_with([[1.0, 2.0], [0.0, 1.0]], MatrixNorm::One)?[[]], 9.0);
/// assert_eq!(cond_with([[1.0, 2.0], [2.0, 4.0]], MatrixNorm::Inf)?[[]], f64::INFINITY);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn cond_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
) -> Result<Array<RealOf<A>>, LinalgError> {
    shaped(try_cond(a, ord))
}

/// As [`cond_with`], for shapes that come from users.
///
/// # Errors
/// As [`cond`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// use nd_linalg::{MatrixNorm, try_cond};
///
/// assert!(try_cond([[1.0, 2.0]], MatrixNorm::Two).is_ok());
/// assert!(try_cond([[1.0, 2.0]], MatrixNorm::One).is_err()); // has no inverse
/// ```
pub fn try_cond<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    ord: MatrixNorm,
) -> Result<Array<RealOf<A>>, LinalgError> {
    let a = LinalgElement::promoted(a.view());
    match ord {
        MatrixNorm::Two => by_values(a.view(), false),
        MatrixNorm::NegTwo => by_values(a.view(), true),
        _ => by_inverse(a.view(), ord),
    }
}

/// The quotient of the largest and smallest singular value, or the other way round.
fn by_values<T: Field>(a: View<'_, T>, inverted: bool) -> Result<Array<T::R>, LinalgError> {
    let s = svd::values("cond", a)?;
    let (batch, last) = s.shape().split_at(s.ndim() - 1);
    let values: Vec<T::R> = s.iter().copied().collect();
    let quotient = |i: usize| match &values[i * last[0]..(i + 1) * last[0]] {
        [] => T::R::zero(),
        [.., least] if least.is_zero() && !inverted => T::R::infinity(),
        [most, ..] if most.is_zero() => T::R::infinity(),
        #[allow(clippy::eq_op)] // 1, or NaN for an infinite one
        [one] => *one / *one,
        [most, .., least] => {
            if inverted {
                *least / *most
            } else {
                *most / *least
            }
        }
    };
    let count = batch.iter().product();
    Ok(Array::from_shape_vec(batch, (0..count).map(quotient).collect()))
}

fn by_inverse<T: Field>(a: View<'_, T>, ord: MatrixNorm) -> Result<Array<T::R>, LinalgError> {
    let stack = Stack::square("cond", a)?;
    prepare::finite("cond", a)?;
    let n = stack.rows();
    let mut out = output::zeros::<T::R>(stack.shape_of(&[])?)?;
    let blocks = Blocks::new(stack.count(), 2.0 * (n * n * n) as f64 + 100.0);
    let pieces = blocks.pieces(dense::elements(&mut out), 1);
    blocks.run(par::free, |block, range, par| {
        for (i, out) in range.zip(pieces.each(block)) {
            if n == 0 {
                continue;
            }
            let one = Scale::of(stack.get(i)).matrix(stack.get(i));
            let mut inverse = dense::identity(n);
            let singular = T::divide(dense::copy(one.as_ref()).as_mut(), inverse.as_mut(), par);
            let norm = |m: &faer::Mat<T>| {
                norms::of_matrices(crate::mat::from_faer(m.as_ref()), ord).map(|norm| norm[[]])
            };
            out[0] = if singular.is_err() || !dense::is_finite(inverse.as_ref()) {
                T::R::infinity()
            } else {
                norm(&one)? * norm(&inverse)?
            };
        }
        Ok(())
    })?;
    drop(pieces);
    Ok(out)
}

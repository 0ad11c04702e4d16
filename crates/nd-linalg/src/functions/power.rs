//! [`matrix_power`]: whole powers of matrices.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::functions::Functions;
use crate::mat::to_faer;
use crate::matrices::dense;
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::solving::inv::inverted;
use faer::{Mat, Par};
use nd_core::{Array, ArrayLike, View};

/// Square matrices to the power of `n`: by squaring, so that the number of products is at most
/// twice the number of `n`'s binary digits.
///
/// `a: (…, m, m)` → `(…, m, m)`. The power 0 is the identity, whatever `a` is; a negative power
/// is one of the inverse. NaN, infinities and overflow go into the result of the others.
///
/// # Panics
/// If `a` is not square matrices.
///
/// # Errors
/// For negative powers, those of [`inv`](crate::inv).
///
/// # NumPy
/// `np.linalg.matrix_power(a, n)`. There, powers of integers are integers, which may wrap.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::matrix_power;
///
/// // Fibonacci's numbers.
/// assert_eq!(matrix_power([[1.0, 1.0], [1.0, 0.0]], 10)?, array![[89.0, 55.0], [55.0, 34.0]]);
/// assert!(matrix_power([[0.0]], -1).is_err()); // singular
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn matrix_power<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    n: i64,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_matrix_power(a, n))
}

/// As [`matrix_power`], for shapes that come from users.
///
/// # Errors
/// As [`matrix_power`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_matrix_power([[1.0, 2.0]], 2).is_err()); // not square
/// ```
pub fn try_matrix_power<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    n: i64,
) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::matrix_power(LinalgElement::promoted(a.view()).view(), n)
}

/// The body of [`matrix_power`].
pub(crate) fn of_stack<T: Field>(a: View<'_, T>, n: i64) -> Result<Array<T>, LinalgError> {
    if n < 0 {
        let inverse = inverted("matrix_power", a)?;
        return powers(inverse.view(), n.unsigned_abs());
    }
    powers(a, n.unsigned_abs())
}

fn powers<T: Field>(a: View<'_, T>, n: u64) -> Result<Array<T>, LinalgError> {
    let stack = Stack::square("matrix_power", a)?;
    let m = stack.rows();
    let products = (n.checked_ilog2().unwrap_or(0) + n.count_ones()) as f64;
    let flops = 2.0 * (m as f64).powi(3) * products;
    Walk::free(&stack, flops).one(&[m, m], &|i, out, par| {
        dense::write(power(stack.get(i), n, par).as_ref(), out);
        Ok(())
    })
}

/// In the order of NumPy, so that the roundings are the same.
fn power<T: Field>(a: View<'_, T>, n: u64, par: Par) -> Mat<T> {
    let mut square = dense::copy(to_faer(a));
    let mut power: Option<Mat<T>> = None;
    let mut rest = n;
    while rest > 0 {
        if rest % 2 == 1 {
            power = Some(match power {
                None => square.clone(),
                Some(power) => dense::product(power.as_ref(), square.as_ref(), par),
            });
        }
        rest /= 2;
        if rest > 0 {
            square = dense::product(square.as_ref(), square.as_ref(), par);
        }
    }
    power.unwrap_or_else(|| dense::identity(square.nrows()))
}

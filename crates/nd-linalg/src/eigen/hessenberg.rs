//! [`hessenberg`]: `a = q · h · qᴴ` with one diagonal below the triangle.

use crate::LinalgError;
use crate::eigen::Eigen;
use crate::error::shaped;
use crate::field::{Double, Field, FieldOf, LinalgElement};
use crate::matrices::scale::Scale;
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::matrices::{dense, prepare};
use nd_core::{Array, ArrayLike, View};

/// A Hessenberg form, `a = q · h · qᴴ`, of each matrix of a stack.
#[derive(Clone, Debug)]
pub struct Hessenberg<T: Field> {
    /// `(…, n, n)`: zero below the first subdiagonal.
    pub h: Array<T>,
    /// `(…, n, n)`: unitary (orthogonal).
    pub q: Array<T>,
}

/// The Hessenberg form: zero below the first subdiagonal.
///
/// `a: (…, n, n)` → `h: (…, n, n)`, `q: (…, n, n)`. Same bits on any number of threads. About
/// `14n³/3` operations.
///
/// # Panics
/// If `a` has fewer than two axes, or its last two differ.
///
/// # Errors
/// [`LinalgError::NonFinite`].
///
/// # NumPy
/// `scipy.linalg.hessenberg(a, calc_q=True)`; unique up to phases.
///
/// # Examples
/// ```
/// use nd_linalg::hessenberg;
///
/// let f = hessenberg([[1.0f64, 2.0, 3.0], [3.0, 1.0, 2.0], [4.0, 3.0, 1.0]])?;
/// assert_eq!(f.h[[2, 0]], 0.0);
/// assert!((f.h[[1, 0]].abs() - 5.0).abs() < 1e-14);
/// assert!(hessenberg([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn hessenberg<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Hessenberg<FieldOf<A>>, LinalgError> {
    shaped(try_hessenberg(a))
}

/// As [`hessenberg`], for shapes that come from users.
///
/// # Errors
/// As [`hessenberg`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_hessenberg([[1.0f64, 2.0]]).is_err());
/// ```
pub fn try_hessenberg<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Hessenberg<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::hessenberg_factors(LinalgElement::promoted(a.view()).view())
}

/// The body of [`hessenberg`].
pub(crate) fn form<T: Field>(a: View<'_, T>) -> Result<Hessenberg<T>, LinalgError> {
    let (h, q) = factor(T::widened(a).view())?;
    Ok(Hessenberg { h: T::narrowed(h), q: T::narrowed(q) })
}

fn factor<T: Double>(a: View<'_, T>) -> Result<(Array<T>, Array<T>), LinalgError> {
    let stack = Stack::square("hessenberg", a)?;
    prepare::finite("hessenberg", a)?;
    let n = stack.rows();
    let flops = 14.0 / 3.0 * (n * n * n) as f64 + 100.0;
    Walk::pinned(&stack, flops).two([&[n, n], &[n, n]], &|i, h: &mut [T], q: &mut [T], par| {
        let scale = Scale::of(stack.get(i));
        let mut form = scale.matrix(stack.get(i));
        let mut unitary = dense::zeros(n, n);
        T::hessenberg(form.as_mut(), Some(unitary.as_mut()), par);
        dense::write(form.as_ref(), h);
        dense::write(unitary.as_ref(), q);
        if !scale.is_one() {
            h.iter_mut().for_each(|x| *x = scale.up(*x));
        }
        Ok(())
    })
}

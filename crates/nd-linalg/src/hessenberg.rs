//! [`hessenberg`]: `a = q · h · qᴴ` with one diagonal below the triangle.

use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::output;
use crate::par::{self, Blocks};
use crate::scale::Scale;
use crate::stack::Stack;
use crate::{LinalgError, dense, prepare};
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
    factor(LinalgElement::promoted(a.view()).view())
}

fn factor<T: Field>(a: View<'_, T>) -> Result<Hessenberg<T>, LinalgError> {
    let stack = Stack::square("hessenberg", a)?;
    prepare::finite("hessenberg", a)?;
    let n = stack.rows();
    let mut h = output::zeros::<T>(stack.shape_of(&[n, n])?)?;
    let mut q = output::zeros::<T>(stack.shape_of(&[n, n])?)?;
    let blocks = Blocks::new(stack.count(), 14.0 / 3.0 * (n * n * n) as f64 + 100.0);
    let hs = blocks.pieces(dense::elements(&mut h), n * n);
    let qs = blocks.pieces(dense::elements(&mut q), n * n);
    blocks.run(par::pinned, |block, range, par| {
        for (i, (h, q)) in range.zip(hs.each(block).zip(qs.each(block))) {
            let scale = Scale::of(stack.get(i));
            let mut form = scale.matrix(stack.get(i));
            let mut unitary = dense::zeros(n, n);
            T::hessenberg(form.as_mut(), Some(unitary.as_mut()), par);
            dense::write(form.as_ref(), h);
            dense::write(unitary.as_ref(), q);
            if !scale.is_one() {
                h.iter_mut().for_each(|x| *x = scale.up(*x));
            }
        }
        Ok(())
    })?;
    drop((hs, qs));
    Ok(Hessenberg { h, q })
}

//! [`sqrtm`]: the principal square root of a matrix.

use crate::LinalgError;
use crate::eigen::schur;
use crate::error::shaped;
use crate::field::{ComplexOf, Double, Field, FieldOf, LinalgElement};
use crate::functions::Functions;
use crate::functions::each::{Failure, Shape, over_squares};
use crate::mat::to_faer;
use crate::matrices::dense;
use crate::matrices::quotient::quotient;
use faer::{Mat, MatRef, Par};
use nd_core::{Array, ArrayLike, Complex, View};
use num_complex::ComplexFloat;
use num_traits::{Float, Zero};

/// The principal square root of square matrices: the one whose eigenvalues have no negative
/// real part.
///
/// `a: (…, n, n)` → `(…, n, n)`, complex; of a real matrix without negative eigenvalues, all
/// imaginary parts are exactly zero. By the Schur form, after Björck and Hammarling (1983).
/// About `30n³` operations.
///
/// # Panics
/// If `a` has fewer than two axes, or its last two differ.
///
/// # Errors
/// [`LinalgError::NonFinite`]; [`LinalgError::Singular`] if an eigenvalue 0 has no full set of
/// eigenvectors, where no root exists; [`LinalgError::NoConvergence`] if an iteration did not
/// end.
///
/// # NumPy
/// `scipy.linalg.sqrtm(a)`, which returns real numbers where it can, and NaN or a wrong root
/// where there is none.
///
/// # Examples
/// ```
/// use nd_linalg::sqrtm;
///
/// let r = sqrtm([[4.0f64, 1.0], [0.0, 9.0]])?;
/// assert_eq!((r[[0, 0]].re, r[[1, 1]].re, r[[0, 1]].re), (2.0, 3.0, 0.2));
/// assert_eq!(sqrtm([[-4.0f64]])?[[0, 0]].im, 2.0);
/// assert!(sqrtm([[0.0f64, 1.0], [0.0, 0.0]]).is_err()); // has none
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn sqrtm<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<ComplexOf<A>>, LinalgError> {
    shaped(try_sqrtm(a))
}

/// As [`sqrtm`], for shapes that come from users.
///
/// # Errors
/// As [`sqrtm`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_sqrtm([[1.0f64, 2.0]]).is_err());
/// ```
pub fn try_sqrtm<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<ComplexOf<A>>, LinalgError> {
    FieldOf::<A>::sqrtm(LinalgElement::promoted(a.view()).view())
}

/// The body of [`sqrtm`].
pub(crate) fn of_stack<T: Field>(a: View<'_, T>) -> Result<Array<T::Complex>, LinalgError> {
    over_squares("sqrtm", T::widened(a).view(), 30.0, square_root).map(T::Complex::narrowed)
}

fn square_root<T: Double>(a: View<'_, T>, par: Par) -> Result<Mat<Complex<f64>>, Failure> {
    let of_triangle =
        |t: &Mat<Complex<f64>>| triangular_root(t.as_ref()).map_err(Failure::Singular);
    if let Some(root) = by_triangle(to_faer(a), of_triangle) {
        return root;
    }
    let found = schur::at_scale(a, |a| schur::decompose_complex(a, par));
    let ([t, z], scale) = found.map_err(Failure::NoConvergence)?;
    let root = triangular_root(t.as_ref()).map_err(Failure::Singular)?;
    let mut out = back::<T>(&root, &t, &z, par);
    if !scale.is_one() {
        let root = scale.root();
        for j in 0..out.ncols() {
            (0..out.nrows()).for_each(|i| out[(i, j)] = root.up(out[(i, j)]));
        }
    }
    Ok(out)
}

/// `f` of a matrix that is a triangle already, at its own size: nothing of it is lost.
pub(crate) fn by_triangle<T: Double>(
    a: MatRef<'_, T>,
    f: impl Fn(&Mat<Complex<f64>>) -> Result<Mat<Complex<f64>>, Failure>,
) -> Option<Result<Mat<Complex<f64>>, Failure>> {
    let widened =
        |a: MatRef<'_, T>| dense::from_fn(a.nrows(), a.ncols(), |i, j| a[(i, j)].to_complex());
    match Shape::of(a) {
        Shape::Full => None,
        Shape::Lower => {
            let flipped = f(&widened(a.transpose()));
            Some(flipped.map(|f| dense::copy(f.transpose())))
        }
        Shape::Diagonal | Shape::Upper => Some(f(&widened(a))),
    }
}

/// `z · f · zᴴ`. A function of a real matrix without eigenvalues on the negative axis is real:
/// then the rounding errors in the imaginary parts are dropped.
pub(crate) fn back<T: Double>(
    f: &Mat<T::Complex>,
    t: &Mat<T::Complex>,
    z: &Mat<T::Complex>,
    par: Par,
) -> Mat<T::Complex> {
    let n = t.nrows();
    let right = dense::product(f.as_ref(), dense::adjoint(z.as_ref()).as_ref(), par);
    let mut out = dense::product(z.as_ref(), right.as_ref(), par);
    let negative = |w: T::Complex| w.im().is_zero() && w.re() < T::R::zero();
    if !T::IS_COMPLEX && !(0..n).any(|i| negative(t[(i, i)])) {
        for j in 0..n {
            (0..n).for_each(|i| out[(i, j)] = <T::Complex as Field>::from_real(out[(i, j)].re()));
        }
    }
    out
}

/// The root of a triangular matrix, column by column: `rᵢⱼ·(rᵢᵢ + rⱼⱼ) = tᵢⱼ - Σ rᵢₖ·rₖⱼ`.
///
/// # Errors
/// The place of a zero eigenvalue whose vectors are too few.
pub(crate) fn triangular_root<C: Double>(t: MatRef<'_, C>) -> Result<Mat<C>, usize> {
    let n = t.nrows();
    let mut r = dense::zeros::<C>(n, n);
    let mut column = vec![C::zero(); n];
    for j in 0..n {
        (0..j).for_each(|i| column[i] = t[(i, j)]);
        r[(j, j)] = t[(j, j)].sqrt();
        for i in (0..j).rev() {
            if column[i].is_zero() {
                continue;
            }
            let sum = r[(i, i)] + r[(j, j)];
            if sum.is_zero() {
                return Err(i);
            }
            let x = quotient(column[i], sum);
            r[(i, j)] = x;
            let (known, done) = (&mut column[..i], &r.col_as_slice(i)[..i]);
            known.iter_mut().zip(done).for_each(|(y, &r)| *y -= r * x);
        }
    }
    let finite = |i: usize| (0..n).all(|j| Float::is_finite(r[(i, j)].abs()));
    match (0..n).find(|&i| !finite(i)) {
        Some(i) => Err(i),
        None => Ok(r),
    }
}

//! [`lstsq`]: the shortest vectors that come nearest to solving a system.

use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement, Real};
use crate::mat::from_faer;
use crate::matrices::dense::{self, conjugate};
use crate::matrices::output::{self, elements};
use crate::matrices::prepare::finite;
use crate::matrices::scale::Scale;
use crate::matrices::stack::Stack;
use crate::orthogonal::Orthogonal;
use crate::orthogonal::qr::Factors;
use crate::products::{Update, multiply_adjoint};
use crate::singular::svd;
use crate::{LinalgError, Tolerance, par};
use faer::prelude::ReborrowMut;
use faer::{Mat, MatRef};
use nd_core::{Array, ArrayLike, ShapeError, View};
use num_traits::Zero;

/// What [`lstsq`] finds.
#[derive(Clone, Debug)]
pub struct Lstsq<T: Field> {
    /// The solutions: `(n)` or `(n, k)`.
    pub x: Array<T>,
    /// The squares of the lengths of `b − a·x`, one for each column of `b`; empty if `a` has
    /// not full rank or no more rows than columns.
    pub residuals: Array<T::R>,
    /// How many singular values do not count as zero.
    pub rank: usize,
    /// The singular values of `a`, descending: `(min(m, n))`.
    pub singular_values: Array<T::R>,
}

/// Solves `a·x ≈ b` by least squares: of all `x` for which `b − a·x` is shortest, the shortest.
///
/// `a: (m, n)`, `b: (m)` or `(m, k)` → `x: (n)` or `(n, k)`. Any rank, shape and scale will do;
/// an empty system has the solution 0. Singular values up to the largest times
/// `max(m, n)` times the distance of 1 to the next number count as zero; for others see
/// [`lstsq_with`]. 2 m n² operations: QR first, then the singular values of `R`, and with full
/// rank a triangular system. A NaN or an infinity in `b` is refused, as in `a`.
///
/// # Panics
/// If `a` does not have two axes, or `b` does not have one or two, or not as many rows.
///
/// # Errors
/// [`LinalgError::NonFinite`] for a NaN or an infinity, [`LinalgError::NoConvergence`] if the
/// singular values cannot be found.
///
/// # NumPy
/// `np.linalg.lstsq(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::lstsq;
///
/// // The line nearest to (0, 1), (1, 3), (2, 5): 2·x + 1.
/// let fit = lstsq([[0.0_f64, 1.0], [1.0, 1.0], [2.0, 1.0]], [1.0, 3.0, 5.0])?;
/// assert!((fit.x[[0]] - 2.0).abs() < 1e-14 && (fit.x[[1]] - 1.0).abs() < 1e-14);
/// assert_eq!((fit.rank, fit.singular_values.shape()), (2, &[2][..]));
///
/// let shortest = lstsq([[1.0_f64, 1.0]], [2.0])?; // many solutions
/// assert!((shortest.x[[0]] - 1.0).abs() < 1e-15 && shortest.residuals.is_empty());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn lstsq<A, B>(a: A, b: B) -> Result<Lstsq<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_lstsq(a, b))
}

/// As [`lstsq`], for shapes that come from users.
///
/// # Errors
/// As [`lstsq`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_lstsq([[1.0, 2.0]], [1.0, 2.0]).is_err()); // rows differ
/// ```
pub fn try_lstsq<A, B>(a: A, b: B) -> Result<Lstsq<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    try_lstsq_with(a, b, Tolerance::Rounding)
}

/// As [`lstsq`], with another idea of which singular values count as zero.
///
/// # Panics
/// As [`lstsq`].
///
/// # Errors
/// As [`lstsq`].
///
/// # NumPy
/// `np.linalg.lstsq(a, b, rcond)`, with `Tolerance::Relative(rcond)`.
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, lstsq_with};
///
/// let a = [[1.0, 0.0], [0.0, 1e-9]];
/// let fit = lstsq_with(a, [1.0, 1.0], Tolerance::Relative(1e-6))?;
/// assert_eq!((fit.rank, fit.x[[1]]), (1, 0.0));
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn lstsq_with<A, B>(a: A, b: B, tolerance: Tolerance) -> Result<Lstsq<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_lstsq_with(a, b, tolerance))
}

/// As [`lstsq_with`], for shapes that come from users.
///
/// # Errors
/// As [`lstsq`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, try_lstsq_with};
///
/// assert!(try_lstsq_with([[1.0, 2.0]], [1.0, 2.0], Tolerance::Rounding).is_err()); // rows differ
/// ```
pub fn try_lstsq_with<A, B>(
    a: A,
    b: B,
    tolerance: Tolerance,
) -> Result<Lstsq<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let a = LinalgElement::promoted(a.view());
    let b = LinalgElement::promoted(b.view());
    FieldOf::<A>::lstsq(a.view(), b.view(), tolerance)
}

const OP: &str = "lstsq";

/// The body of [`lstsq_with`].
pub(crate) fn nearest<T: Field>(
    a: View<'_, T>,
    b: View<'_, T>,
    tolerance: Tolerance,
) -> Result<Lstsq<T>, LinalgError> {
    Stack::matrices(OP, a)?;
    let columns = if b.ndim() == 1 { b.expand_dims(1) } else { b };
    if a.ndim() != 2 || columns.ndim() != 2 || columns.shape()[0] != a.shape()[0] {
        let (left, right) = (a.shape().into(), b.shape().into());
        return Err(ShapeError::Mismatch { op: OP.into(), left, right }.into());
    }
    finite(OP, a)?;
    finite(OP, b)?;
    let mut found = match a.shape()[0] >= a.shape()[1] {
        true => tall(a, columns, tolerance)?,
        false => wide(a, columns, tolerance)?,
    };
    if b.ndim() == 1 {
        let n = a.shape()[1];
        found.x = found.x.into_reshaped([n]);
    }
    Ok(found)
}

/// `A = Q·R`: what is nearest solves `R·x = Qᴴ·b`, in the first rows.
fn tall<T: Field>(
    a: View<'_, T>,
    b: View<'_, T>,
    tolerance: Tolerance,
) -> Result<Lstsq<T>, LinalgError> {
    let [m, n] = a.dims();
    let (par, k) = (par::free(2.0 * (m * n) as f64 * n as f64), b.shape()[1]);
    let of_b = Scale::of(b);
    let mut c = of_b.matrix(b);
    let factors = Factors::new(a, par);
    factors.reflections.apply_adjoint(c.as_mut(), par);
    let r = factors.r();
    let values = Values::of(&r, factors.scale, tolerance, m.max(n))?;
    let mut of_a = factors.scale;
    let (top, below) = c.as_mut().split_at_row_mut(n);
    let x = if values.rank == n {
        let mut x = dense::copy(top.as_ref());
        T::solve_upper(r.as_ref(), false, x.as_mut(), par);
        x
    } else {
        let (u, s, v) = decomposed(&r)?;
        of_a = of_a.times(s.scale());
        through(v.as_ref(), s.near_one(), u.as_ref(), top.as_ref(), values.rank)
    };
    let square = |x: T| x.re() * x.re() + x.im() * x.im();
    let residual = |j: usize| {
        let sum = (0..m - n).fold(T::R::zero(), |sum, i| sum + square(below[(i, j)]));
        of_b.up(of_b.up(sum))
    };
    let known = values.rank == n && m > n;
    let residuals = (0..if known { k } else { 0 }).map(residual).collect();
    Ok(values.with(written(of_a, of_b, &x)?, Array::from_vec(residuals)))
}

/// `Aᴴ = Q·R`: the shortest is `Q·y`, with `Rᴴ·y = b`.
fn wide<T: Field>(
    a: View<'_, T>,
    b: View<'_, T>,
    tolerance: Tolerance,
) -> Result<Lstsq<T>, LinalgError> {
    let [m, n] = a.dims();
    let (par, k) = (par::free(2.0 * (m * n) as f64 * m as f64), b.shape()[1]);
    let of_b = Scale::of(b);
    let mut c = of_b.matrix(b);
    let mut adjoint = a.t().to_array();
    conjugate(elements(&mut adjoint));
    let factors = Factors::new(adjoint.view(), par);
    let r = factors.r();
    let values = Values::of(&r, factors.scale, tolerance, m.max(n))?;
    let mut of_a = factors.scale;
    let y = if values.rank == m {
        // Rᴴ·y = c is Rᵀ·conj(y) = conj(c).
        let conjugate_all = |c: &mut Mat<T>| {
            (0..k).for_each(|j| (0..m).for_each(|i| c[(i, j)] = c[(i, j)].conj()));
        };
        conjugate_all(&mut c);
        T::solve_lower(r.transpose(), false, c.as_mut(), par);
        conjugate_all(&mut c);
        c
    } else {
        let (u, s, v) = decomposed(&r)?;
        of_a = of_a.times(s.scale());
        through(u.as_ref(), s.near_one(), v.as_ref(), c.as_ref(), values.rank)
    };
    let mut x = Mat::from_fn(n, k, |i, j| if i < m { y[(i, j)] } else { T::zero() });
    factors.reflections.apply(x.as_mut().rb_mut(), par);
    Ok(values.with(written(of_a, of_b, &x)?, Array::from_vec(Vec::new())))
}

/// `Σ to_i · (from_iᴴ·c) / s_i`, over the first `rank` singular values.
fn through<T: Field>(
    to: MatRef<'_, T>,
    s: &[T::R],
    from: MatRef<'_, T>,
    c: MatRef<'_, T>,
    rank: usize,
) -> Mat<T> {
    let mut parts = dense::zeros::<T>(rank, c.ncols());
    multiply_adjoint(parts.as_mut(), Update::Replace, from.subcols(0, rank), c, faer::Par::Seq);
    for j in 0..parts.ncols() {
        (0..rank).for_each(|i| parts[(i, j)] = dense::shortened(parts[(i, j)], s[i]));
    }
    dense::product(to.subcols(0, rank), parts.as_ref(), faer::Par::Seq)
}

/// `u`, the values, and `v`.
type Parts<T> = (Mat<T>, svd::Values<<T as Field>::R>, Mat<T>);

/// The singular value decomposition of a triangle.
fn decomposed<T: Field>(r: &Mat<T>) -> Result<Parts<T>, LinalgError> {
    let n = r.nrows();
    let (mut u, mut v) = (dense::zeros(n, n), dense::zeros(n, n));
    let par = par::pinned(20.0 * (n as f64).powi(3));
    let r = from_faer(r.as_ref());
    let values = svd::decompose(r, Some(u.as_mut()), Some(v.as_mut()), par).map_err(stopped)?;
    Ok((u, values, v))
}

fn stopped(iterations: usize) -> LinalgError {
    LinalgError::NoConvergence { op: OP, iterations, matrix: Box::new([]) }
}

/// The singular values and the rank.
struct Values<R> {
    s: Vec<R>,
    rank: usize,
}

impl<R: Real> Values<R> {
    fn of<T: Field<R = R>>(
        r: &Mat<T>,
        scale: Scale,
        tolerance: Tolerance,
        longest: usize,
    ) -> Result<Values<R>, LinalgError> {
        let par = par::pinned(3.0 * (r.nrows() as f64).powi(3));
        let values = svd::decompose(from_faer(r.as_ref()), None, None, par).map_err(stopped)?;
        let values = values.scaled(scale);
        let (s, rank) = (values.own(), values.rank(tolerance, longest, longest));
        Ok(Values { s, rank })
    }

    fn with<T: Field<R = R>>(self, x: Array<T>, residuals: Array<R>) -> Lstsq<T> {
        Lstsq { x, residuals, rank: self.rank, singular_values: Array::from_vec(self.s) }
    }
}

/// The solutions at their own scale, in C order.
fn written<T: Field>(of_a: Scale, of_b: Scale, x: &Mat<T>) -> Result<Array<T>, ShapeError> {
    let mut out = output::zeros([x.nrows(), x.ncols()])?;
    dense::write(x.as_ref(), elements(&mut out));
    if of_a != of_b {
        elements(&mut out).iter_mut().for_each(|x| *x = of_a.solution(of_b, *x));
    }
    Ok(out)
}

//! [`eig_pair`]: `a · x = λ · b · x`, of square matrices of any kind.

use crate::eig_one::normalize;
use crate::eigh_pair::square_pair;
use crate::error::shaped;
use crate::field::{ComplexOf, Field, FieldOf, LinalgElement};
use crate::par::{self, Blocks};
use crate::scale::Scale;
use crate::{LinalgError, dense, prepare};
use faer::{Mat, Par};
use nd_core::{Array, ArrayLike, View, zip};

/// Eigenvalues of pairs as quotients, and eigenvectors:
/// `a · vectors · diag(beta) = b · vectors · diag(alpha)`.
#[derive(Clone, Debug)]
pub struct EigPair<C: Field> {
    /// `(…, n)`: the numerators.
    pub alpha: Array<C>,
    /// `(…, n)`: the denominators; 0 for an infinite eigenvalue, and with a numerator 0 where
    /// the pair has no determined ones.
    pub beta: Array<C>,
    /// `(…, n, n)`: the vector of number `i` is column `i`, of length 1.
    pub vectors: Array<C>,
}

impl<C: Field> EigPair<C> {
    /// The eigenvalues, `(…, n)`: infinite where `beta` is 0, NaN where `alpha` is too.
    ///
    /// # Examples
    /// ```
    /// let e = nd_linalg::eig_pair([[6.0]], [[2.0]])?;
    /// assert_eq!(e.values()[[0]].re, 3.0);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn values(&self) -> Array<C> {
        zip((&self.alpha, &self.beta)).map(|(alpha, beta)| quotient(alpha, beta))
    }
}

fn quotient<C: Field>(alpha: C, beta: C) -> C {
    use num_traits::{Float, Zero};
    if !beta.is_zero() {
        return alpha.divided(beta);
    }
    if alpha.is_zero() {
        return C::from_parts(C::R::nan(), C::R::nan());
    }
    C::from_parts(C::R::infinity(), C::R::zero())
}

/// The eigenvalues and (right) eigenvectors of pairs of square matrices.
///
/// `a: (…, n, n)`, `b: (…, n, n)`; stacks broadcast. → `alpha: (…, n)`, `beta: (…, n)`,
/// `vectors: (…, n, n)`, complex. By the QZ algorithm: `b` may be singular, its eigenvalues
/// then are infinite. Both matrices are scaled by powers of two first. About `70n³` operations.
/// If `b` is positive definite and `a` Hermitian, [`eigh_pair`](crate::eigh_pair) is faster and
/// more exact.
///
/// # Panics
/// If one has fewer than two axes, the last two differ, the sizes of both differ, or the
/// stacks do not broadcast.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end, or
/// ended with what does not solve the problem: so for some singular `b`.
///
/// # NumPy
/// `scipy.linalg.eig(a, b, homogeneous_eigvals=True)`.
///
/// # Examples
/// ```
/// use nd_linalg::eig_pair;
///
/// let e = eig_pair([[1.0, 0.0], [0.0, 2.0]], [[4.0, 0.0], [0.0, 0.0]])?;
/// let mut values: Vec<f64> = e.values().iter().map(|w| w.re).collect();
/// values.sort_by(f64::total_cmp);
/// assert_eq!(values, [0.25, f64::INFINITY]); // the second matrix is singular
/// assert!(eig_pair([[f64::NAN]], [[1.0]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn eig_pair<A, B>(a: A, b: B) -> Result<EigPair<ComplexOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_eig_pair(a, b))
}

/// As [`eig_pair`], for shapes that come from users.
///
/// # Errors
/// As [`eig_pair`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eig_pair([[1.0]], [[1.0, 0.0], [0.0, 1.0]]).is_err());
/// ```
pub fn try_eig_pair<A, B>(a: A, b: B) -> Result<EigPair<ComplexOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let (a, b) = (LinalgElement::promoted(a.view()), LinalgElement::promoted(b.view()));
    factor(a.view(), b.view())
}

fn factor<T: Field>(a: View<'_, T>, b: View<'_, T>) -> Result<EigPair<T::Complex>, LinalgError> {
    let op = "eig_pair";
    prepare::finite(op, a)?;
    prepare::finite(op, b)?;
    let [a, b] = square_pair(op, a, b)?;
    let n = a.rows();
    let mut alpha = Array::<T::Complex>::try_zeros(a.shape_of(&[n])?)?;
    let mut beta = Array::<T::Complex>::try_zeros(a.shape_of(&[n])?)?;
    let mut vectors = Array::<T::Complex>::try_zeros(a.shape_of(&[n, n])?)?;
    let blocks = Blocks::new(a.count(), 70.0 * (n * n * n) as f64 + 100.0);
    let numerators = blocks.pieces(dense::elements(&mut alpha), n);
    let denominators = blocks.pieces(dense::elements(&mut beta), n);
    let us = blocks.pieces(dense::elements(&mut vectors), n * n);
    blocks.run(par::pinned, |block, range, par| {
        let places = numerators.each(block).zip(denominators.each(block)).zip(us.each(block));
        for (i, ((alpha, beta), u)) in range.zip(places) {
            if n == 0 {
                continue;
            }
            let found = one(a.get(i), b.get(i), par).ok_or_else(|| LinalgError::NoConvergence {
                op,
                iterations: 30 * n,
                matrix: a.index(i),
            })?;
            alpha.copy_from_slice(&found.0);
            beta.copy_from_slice(&found.1);
            dense::write(found.2.as_ref(), u);
        }
        Ok(())
    })?;
    drop((numerators, denominators, us));
    Ok(EigPair { alpha, beta, vectors })
}

type Found<C> = (Vec<C>, Vec<C>, Mat<C>);

/// Numerators, denominators and unit vectors of one pair; none if the iteration did not end.
/// Over the complex numbers for real pairs too, as faer's real algorithm is wrong for some
/// pairs of two by two matrices.
fn one<T: Field>(a: View<'_, T>, b: View<'_, T>, par: Par) -> Option<Found<T::Complex>> {
    let n = a.shape()[0];
    let (of_a, of_b) = (Scale::of(a), Scale::of(b));
    let widen = |m: Mat<T>| Mat::from_fn(n, n, |i, j| m[(i, j)].to_complex());
    let (a, b) = (widen(of_a.matrix(a)), widen(of_b.matrix(b)));
    let (mut alpha, mut beta, u) = by_kernel::<T::Complex>(&a, &b, par)?;
    alpha.iter_mut().for_each(|alpha| *alpha = of_a.up(*alpha));
    beta.iter_mut().for_each(|beta| *beta = of_b.up(*beta));
    Some((alpha, beta, u))
}

fn by_kernel<C: Field>(a: &Mat<C>, b: &Mat<C>, par: Par) -> Option<Found<C>> {
    let n = a.nrows();
    // What is not reached stays NaN, and is noticed.
    let nan = C::from_real(<C::R as num_traits::Float>::nan());
    let (mut alpha, mut beta) = (vec![nan; n], vec![nan; n]);
    let mut u = dense::zeros(n, n);
    let (mut work_a, mut work_b) = (dense::copy(a.as_ref()), dense::copy(b.as_ref()));
    let parts = [&mut alpha[..], &mut []];
    C::eig_pair(work_a.as_mut(), work_b.as_mut(), parts, &mut beta, Some(u.as_mut()), par);
    normalize(&mut u);
    solves(a, b, &alpha, &beta, &u, par).then_some((alpha, beta, u))
}

/// Whether `a·u·beta = b·u·alpha` to rounding, for each vector.
fn solves<C: Field>(a: &Mat<C>, b: &Mat<C>, alpha: &[C], beta: &[C], u: &Mat<C>, par: Par) -> bool {
    use num_traits::{Float, One};
    let n = a.nrows();
    let size = |m: &Mat<C>| dense::length((0..n).flat_map(|j| (0..n).map(move |i| m[(i, j)])));
    let (au, bu) =
        (dense::product(a.as_ref(), u.as_ref(), par), dense::product(b.as_ref(), u.as_ref(), par));
    let (of_a, of_b) = (size(a), size(b));
    let units = C::R::epsilon() * crate::scale::number(1000.0 * n as f64);
    (0..n).all(|j| {
        let (p, q) = (alpha[j], beta[j]);
        let off = dense::length((0..n).map(|i| au[(i, j)] * q - bu[(i, j)] * p));
        let length = dense::length((0..n).map(|i| u[(i, j)]));
        let limit = of_a * q.abs() + of_b * p.abs();
        // Written so that NaN is not right.
        off <= units * limit && length >= C::R::one() - units && length <= C::R::one() + units
    })
}

//! [`eig_pair`]: `a · x = λ · b · x`, of square matrices of any kind.

use crate::LinalgError;
use crate::eigen::Eigen;
use crate::eigen::eig_one::normalize;
use crate::eigen::eigh_pair::square_pair;
use crate::eigen::pencil::{self, Failure, Found};
use crate::error::shaped;
use crate::field::{ComplexOf, Double, Field, FieldOf, LinalgElement};
use crate::kernels;
use crate::matrices::scale::Scale;
use crate::matrices::walk::Walk;
use crate::matrices::{dense, prepare};
use faer::{Mat, Par};
use nd_core::{Array, ArrayLike, Complex, View, zip};
use num_traits::{Float, Zero};

/// Eigenvalues of pairs as quotients, and eigenvectors `v`:
/// `a · v · diag(beta) = b · v · diag(alpha)`.
#[derive(Clone, Debug)]
pub struct EigPair<C: Field> {
    /// `(…, n)`: the numerators.
    pub alpha: Array<C>,
    /// `(…, n)`: the denominators; 0 for an infinite eigenvalue, whose numerator is not 0.
    pub beta: Array<C>,
    /// `(…, n, n)`: the vector of number `i` is column `i`, of length 1.
    pub eigenvectors: Array<C>,
}

impl<C: Field> EigPair<C> {
    /// The eigenvalues, `(…, n)`: `∞ + 0i` where `beta` is 0, NaN if `alpha` was set to 0 too.
    ///
    /// # Examples
    /// ```
    /// let e = nd_linalg::eig_pair([[6.0f64]], [[2.0]])?;
    /// assert_eq!(e.eigenvalues()[[0]].re, 3.0);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn eigenvalues(&self) -> Array<C> {
        C::pair_quotients(self)
    }
}

/// The body of [`EigPair::eigenvalues`].
pub(crate) fn quotients<C: Field>(pair: &EigPair<C>) -> Array<C> {
    zip((&pair.alpha, &pair.beta)).map(|(alpha, beta)| quotient(alpha, beta))
}

fn quotient<C: Field>(alpha: C, beta: C) -> C {
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
/// `eigenvectors: (…, n, n)`, complex. `b` may be singular: some eigenvalues then are infinite.
/// By the QZ algorithm, whose every answer is checked against the pair; where it is not right, by
/// rotating the pair until its second matrix can be inverted. Both matrices are scaled by powers
/// of two first. About `70n³` operations, `400n³` with a rotation.
/// If `b` is positive definite and `a` Hermitian, [`eigh_pair`](crate::eigh_pair) is faster and
/// more exact.
///
/// # Panics
/// If one has fewer than two axes, the last two differ, the sizes of both differ, or the
/// stacks do not broadcast.
///
/// # Errors
/// [`LinalgError::NonFinite`]; [`LinalgError::SingularPair`] if `det(a - λ·b)` is 0 for every
/// `λ`, up to rounding (so if one vector is 0 times both matrices): then every number is an
/// eigenvalue; and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `scipy.linalg.eig(a, b, homogeneous_eigvals=True)`, which returns arbitrary numbers for
/// singular pairs.
///
/// # Examples
/// ```
/// use nd_linalg::{LinalgError, eig_pair};
///
/// let e = eig_pair([[1.0f64, 0.0], [0.0, 2.0]], [[4.0, 0.0], [0.0, 0.0]])?;
/// let mut eigenvalues: Vec<f64> = e.eigenvalues().iter().map(|w| w.re).collect();
/// eigenvalues.sort_by(f64::total_cmp);
/// assert_eq!(eigenvalues, [0.25, f64::INFINITY]); // the second matrix is singular
///
/// let zero = [[1.0f64, 0.0], [0.0, 0.0]]; // (0, 1) is 0 times both
/// assert!(matches!(eig_pair(zero, zero), Err(LinalgError::SingularPair { .. })));
/// assert!(eig_pair([[f64::NAN]], [[1.0]]).is_err());
/// # Ok::<(), LinalgError>(())
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
/// assert!(nd_linalg::try_eig_pair([[1.0f64]], [[1.0, 0.0], [0.0, 1.0]]).is_err());
/// ```
pub fn try_eig_pair<A, B>(a: A, b: B) -> Result<EigPair<ComplexOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let (a, b) = (LinalgElement::promoted(a.view()), LinalgElement::promoted(b.view()));
    FieldOf::<A>::eig_of_pair(a.view(), b.view())
}

/// The body of [`eig_pair`].
pub(crate) fn decomposition<T: Field>(
    a: View<'_, T>,
    b: View<'_, T>,
) -> Result<EigPair<T::Complex>, LinalgError> {
    // What single precision rounded to a singular matrix has an infinite eigenvalue, though
    // double precision sees a large one.
    let epsilon = if size_of::<T::R>() == 4 { f64::from(f32::EPSILON) } else { f64::EPSILON };
    let (a, b) = (T::widened(a), T::widened(b));
    let EigPair { alpha, beta, eigenvectors } = factor(a.view(), b.view(), epsilon)?;
    let [alpha, beta, eigenvectors] = [alpha, beta, eigenvectors].map(T::Complex::narrowed);
    Ok(EigPair { alpha, beta, eigenvectors })
}

fn factor<T: Double>(
    a: View<'_, T>,
    b: View<'_, T>,
    epsilon: f64,
) -> Result<EigPair<Complex<f64>>, LinalgError> {
    let op = "eig_pair";
    prepare::finite(op, a)?;
    prepare::finite(op, b)?;
    let [a, b] = square_pair(op, a, b)?;
    let n = a.rows();
    type Numbers<'o> = &'o mut [Complex<f64>];
    let decomposed = |i: usize, alpha: Numbers<'_>, beta: Numbers<'_>, u: Numbers<'_>, par| {
        if n == 0 {
            return Ok(());
        }
        let found = one(a.get(i), b.get(i), epsilon, par).map_err(|failure| match failure {
            Failure::Singular => LinalgError::SingularPair { op, matrix: a.index(i) },
            Failure::NoConvergence(iterations) => a.stopped(op, iterations, i),
        })?;
        alpha.copy_from_slice(&found.0);
        beta.copy_from_slice(&found.1);
        dense::write(found.2.as_ref(), u);
        Ok(())
    };
    let walk = Walk::pinned(&a, 70.0 * (n * n * n) as f64 + 100.0);
    let (alpha, beta, eigenvectors) = walk.three([&[n], &[n], &[n, n]], &decomposed)?;
    Ok(EigPair { alpha, beta, eigenvectors })
}

/// One pair.
fn one<T: Double>(
    a: View<'_, T>,
    b: View<'_, T>,
    epsilon: f64,
    par: Par,
) -> Result<Found<Complex<f64>>, Failure> {
    let n = a.shape()[0];
    let scales = [Scale::of_pair(a), Scale::of_pair(b)];
    // Over the complex numbers for real pairs too: faer's real algorithm is wrong for some pairs
    // of two by two matrices.
    let widen = |m: Mat<T>| Mat::from_fn(n, n, |i, j| m[(i, j)].to_complex());
    let wide = [widen(scales[0].matrix(a)), widen(scales[1].matrix(b))];
    let mut found = match by_kernel(&wide, scales, par) {
        Some(found) => found,
        None => pencil::by_rotation(a, b, par)?,
    };
    if epsilon > f64::EPSILON {
        pencil::mark_ends(&wide, &mut found, epsilon, par);
    }
    Ok(found)
}

/// By faer's QZ algorithm, unless what it finds is not right.
fn by_kernel(
    [a, b]: &[Mat<Complex<f64>>; 2],
    [of_a, of_b]: [Scale; 2],
    par: Par,
) -> Option<Found<Complex<f64>>> {
    type C = Complex<f64>;
    let n = a.nrows();
    // What is not reached stays NaN, and is noticed.
    let nan = C::new(f64::NAN, 0.0);
    let (mut alpha, mut beta) = (vec![nan; n], vec![nan; n]);
    let mut u = dense::zeros(n, n);
    let (mut work_a, mut work_b) = (dense::copy(a.as_ref()), dense::copy(b.as_ref()));
    let vectors = u.as_mut();
    kernels::eig_pair(work_a.as_mut(), work_b.as_mut(), &mut alpha, &mut beta, vectors, par);
    normalize(&mut u);
    let mut found = (alpha, beta, u);
    if !pencil::solves(a, b, &found, par) {
        return None;
    }
    for (alpha, beta) in found.0.iter_mut().zip(&mut found.1) {
        if !(of_a.is_one() && of_b.is_one()) {
            // As long as 1, so that what follows does not overflow.
            let length = dense::length([*alpha, *beta].into_iter());
            *alpha = dense::shortened(*alpha, length);
            *beta = dense::shortened(*beta, length);
        }
        (*alpha, *beta) = (of_a.up(*alpha), of_b.up(*beta));
    }
    Some(found)
}

//! [`eigh_pair`]: `a · x = λ · b · x`, of a Hermitian and a positive definite matrix.

use crate::eigen::Eigen;
use crate::eigen::eigh::{self, Eigh};
use crate::error::shaped;
use crate::field::{Double, Field, FieldOf, LinalgElement};
use crate::mat::from_faer;
use crate::matrices::dense;
use crate::matrices::scale::Scale;
use crate::matrices::stack::{Stack, common_batch};
use crate::matrices::walk::Walk;
use crate::{LinalgError, Triangle};
use faer::{Mat, Par};
use nd_core::{ArrayLike, ShapeError, View};

/// The eigenvalues `w` and eigenvectors `v` of pairs: `a · v = b · v · diag(w)`.
///
/// `a: (…, n, n)` Hermitian, `b: (…, n, n)` Hermitian and positive definite; stacks broadcast.
/// → `eigenvalues: (…, n)`, ascending, `eigenvectors: (…, n, n)`, of which each has length 1
/// measured by `b`: `vᴴ · b · v = 1`. Lower triangles are read. By Cholesky's factor of `b`:
/// its condition number multiplies the error. About `14n³` operations.
///
/// # Panics
/// If one has fewer than two axes, the last two differ, the sizes of both differ, or the
/// stacks do not broadcast.
///
/// # Errors
/// [`LinalgError::NotPositiveDefinite`] for `b`, and as [`eigh`](crate::eigh).
///
/// # NumPy
/// `scipy.linalg.eigh(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{LinalgError, eigh_pair};
///
/// let e = eigh_pair([[2.0f64, 0.0], [0.0, 3.0]], [[1.0, 0.0], [0.0, 4.0]])?;
/// assert_eq!(e.eigenvalues, array![0.75, 2.0]);
/// assert_eq!(e.eigenvectors[[1, 0]].abs(), 0.5);
///
/// let error = eigh_pair([[1.0f64]], [[-1.0]]).unwrap_err();
/// assert!(matches!(error, LinalgError::NotPositiveDefinite { index: 0, .. }));
/// # Ok::<(), LinalgError>(())
/// ```
#[track_caller]
pub fn eigh_pair<A, B>(a: A, b: B) -> Result<Eigh<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_eigh_pair(a, b))
}

/// As [`eigh_pair`], for shapes that come from users.
///
/// # Errors
/// As [`eigh_pair`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eigh_pair([[1.0f64]], [[1.0, 0.0], [0.0, 1.0]]).is_err());
/// ```
pub fn try_eigh_pair<A, B>(a: A, b: B) -> Result<Eigh<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let (a, b) = (LinalgElement::promoted(a.view()), LinalgElement::promoted(b.view()));
    FieldOf::<A>::eigh_of_pair(a.view(), b.view())
}

/// The body of [`eigh_pair`].
pub(crate) fn decomposition<T: Field>(
    a: View<'_, T>,
    b: View<'_, T>,
) -> Result<Eigh<T>, LinalgError> {
    let found = factor(T::widened(a).view(), T::widened(b).view())?;
    let (eigenvalues, eigenvectors) = (found.eigenvalues, found.eigenvectors);
    Ok(Eigh { eigenvalues: <T::R>::narrowed(eigenvalues), eigenvectors: T::narrowed(eigenvectors) })
}

fn factor<T: Double>(a: View<'_, T>, b: View<'_, T>) -> Result<Eigh<T>, LinalgError> {
    let op = "eigh_pair";
    let [a, b] = square_pair(op, a, b)?;
    let n = a.rows();
    let decomposed = |i: usize, w: &mut [f64], out: &mut [T], par| {
        let lower = eigh::lower_half(op, &a, i, Triangle::Lower)?;
        let metric = eigh::lower_half(op, &b, i, Triangle::Lower)?;
        let mut u = dense::zeros(n, n);
        one(lower, metric, w, &mut u, par).map_err(|failure| failure.of(op, a.index(i)))?;
        dense::write(u.as_ref(), out);
        Ok(())
    };
    let walk = Walk::pinned(&a, 14.0 * (n * n * n) as f64 + 100.0);
    let (eigenvalues, eigenvectors) = walk.two([&[n], &[n, n]], &decomposed)?;
    Ok(Eigh { eigenvalues, eigenvectors })
}

/// Two stacks of square matrices of one size, broadcast against each other.
pub(crate) fn square_pair<'a, T>(
    op: &'static str,
    a: View<'a, T>,
    b: View<'a, T>,
) -> Result<[Stack<'a, T>; 2], LinalgError> {
    let (left, right) = (Stack::square(op, a)?, Stack::square(op, b)?);
    if left.rows() != right.rows() {
        let (left, right) = (a.shape().into(), b.shape().into());
        return Err(ShapeError::Mismatch { op: op.into(), left, right }.into());
    }
    let batch = common_batch(op, left.batch(), right.batch())?;
    Ok([left.broadcast(&batch)?, right.broadcast(&batch)?])
}

/// What one pair of matrices can fail by.
enum Failure {
    NotPositiveDefinite(usize),
    NoConvergence(usize),
}

impl Failure {
    fn of(self, op: &'static str, matrix: Box<[usize]>) -> LinalgError {
        match self {
            Failure::NotPositiveDefinite(index) => {
                LinalgError::NotPositiveDefinite { op, index, matrix }
            }
            Failure::NoConvergence(iterations) => {
                LinalgError::NoConvergence { op, iterations, matrix }
            }
        }
    }
}

/// With `b = l·lᴴ`: the eigenvalues of `l⁻¹·a·l⁻ᴴ` are those of the pair, its vectors `l⁻ᴴ`
/// times too short.
fn one<T: Double>(
    mut a: Mat<T>,
    mut b: Mat<T>,
    eigenvalues: &mut [f64],
    u: &mut Mat<T>,
    par: Par,
) -> Result<(), Failure> {
    let n = a.nrows();
    let of_a = Scale::of(from_faer(a.as_ref()));
    let of_b = Scale::of(from_faer(b.as_ref())).even();
    a = of_a.matrix(from_faer(a.as_ref()));
    b = of_b.matrix(from_faer(b.as_ref()));
    T::cholesky(b.as_mut(), par).map_err(Failure::NotPositiveDefinite)?;
    let mut full = Mat::from_fn(n, n, |i, j| if i >= j { a[(i, j)] } else { a[(j, i)].conj() });
    T::solve_lower(b.as_ref(), false, full.as_mut(), par);
    let mut other = dense::adjoint(full.as_ref());
    T::solve_lower(b.as_ref(), false, other.as_mut(), par);
    eigh::decompose(other, eigenvalues, Some(u.as_mut()), par).map_err(Failure::NoConvergence)?;
    T::solve_upper(dense::adjoint(b.as_ref()).as_ref(), false, u.as_mut(), par);
    let difference = of_a.over(of_b);
    eigenvalues.iter_mut().for_each(|value| *value = difference.up(*value));
    let shorter = of_b.root();
    for j in 0..n {
        (0..n).for_each(|i| u[(i, j)] = shorter.down(u[(i, j)]));
    }
    Ok(())
}

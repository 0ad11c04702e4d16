//! [`eigh`]: eigenvalues of Hermitian and symmetric matrices.

use crate::LinalgError;
use crate::Triangle;
use crate::eigen::{Eigen, values};
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement, RealOf};
use crate::mat::{from_faer, to_faer};
use crate::matrices::dense;
use crate::matrices::scale::Scale;
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use faer::{Mat, MatMut, Par};
use nd_core::{Array, ArrayLike, View};
use num_complex::ComplexFloat;

/// Real eigenvalues `w` and orthonormal eigenvectors `v`: `a · v = v · diag(w)`.
///
/// Eigenvectors are unique only up to a phase (a sign, for real numbers), and within the space
/// of equal eigenvalues.
#[derive(Clone, Debug)]
pub struct Eigh<T: Field> {
    /// `(…, n)`, ascending.
    pub eigenvalues: Array<T::R>,
    /// `(…, n, n)`: the eigenvector of `eigenvalues[i]` is column `i`.
    pub eigenvectors: Array<T>,
}

/// The eigenvalues and eigenvectors of Hermitian (symmetric) matrices.
///
/// `a: (…, n, n)` → `eigenvalues: (…, n)`, ascending, `eigenvectors: (…, n, n)`. Only the
/// lower triangle is read, and of its diagonal the real parts: what stands above the diagonal,
/// NaN too, changes nothing. For the upper one see [`eigh_with`]. Same bits on any number of
/// threads. About `9n³` operations.
///
/// # Panics
/// If `a` has fewer than two axes, or its last two differ.
///
/// # Errors
/// [`LinalgError::NonFinite`] for the lower triangle, [`LinalgError::NoConvergence`] if an
/// iteration did not end.
///
/// # NumPy
/// `np.linalg.eigh(a)`; signs of eigenvectors may differ.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::eigh;
///
/// let e = eigh([[2.0, 0.0], [0.0, -3.0]])?;
/// assert_eq!(e.eigenvalues, array![-3.0, 2.0]);
/// assert_eq!(e.eigenvectors.view().t().slice(nd_core::s![0]), array![0.0, 1.0]);
/// assert!(eigh([[1.0, 0.0], [f64::INFINITY, 1.0]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn eigh<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Eigh<FieldOf<A>>, LinalgError> {
    shaped(try_eigh(a))
}

/// As [`eigh`], for shapes that come from users.
///
/// # Errors
/// As [`eigh`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eigh([[1.0, 2.0]]).is_err());
/// ```
pub fn try_eigh<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Eigh<FieldOf<A>>, LinalgError> {
    try_eigh_with(a, Triangle::Lower)
}

/// As [`eigh`], reading the triangle of the matrix that is named.
///
/// # Panics
/// As [`eigh`].
///
/// # Errors
/// As [`eigh`].
///
/// # NumPy
/// `np.linalg.eigh(a, UPLO)`.
///
/// # Examples
/// ```
/// use nd_linalg::{Triangle, eigh_with};
///
/// let e = eigh_with([[0.0, 2.0], [f64::NAN, 0.0]], Triangle::Upper)?;
/// assert!((e.eigenvalues[[1]] - 2.0).abs() < 1e-15);
/// assert!(eigh_with([[0.0, 2.0], [f64::NAN, 0.0]], Triangle::Lower).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn eigh_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    triangle: Triangle,
) -> Result<Eigh<FieldOf<A>>, LinalgError> {
    shaped(try_eigh_with(a, triangle))
}

/// As [`eigh_with`], for shapes that come from users.
///
/// # Errors
/// As [`eigh`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eigh_with([[1.0, 2.0]], nd_linalg::Triangle::Lower).is_err());
/// ```
pub fn try_eigh_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    triangle: Triangle,
) -> Result<Eigh<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::eigh_factors(LinalgElement::promoted(a.view()).view(), triangle)
}

/// The eigenvalues of Hermitian (symmetric) matrices, ascending.
///
/// `a: (…, n, n)` → `(…, n)`. As [`eigh`], about `4n³/3` operations.
///
/// # Panics
/// As [`eigh`].
///
/// # Errors
/// As [`eigh`].
///
/// # NumPy
/// `np.linalg.eigvalsh(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::eigvalsh([[0.0, 1.0], [1.0, 0.0]])?, array![-1.0, 1.0]);
/// assert_eq!(nd_linalg::eigvalsh(nd_core::Array::<f64>::zeros([0, 0]))?.shape(), [0]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn eigvalsh<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<RealOf<A>>, LinalgError> {
    shaped(try_eigvalsh(a))
}

/// As [`eigvalsh`], for shapes that come from users.
///
/// # Errors
/// As [`eigh`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eigvalsh([[1.0, 2.0]]).is_err());
/// ```
pub fn try_eigvalsh<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<RealOf<A>>, LinalgError> {
    try_eigvalsh_with(a, Triangle::Lower)
}

/// As [`eigvalsh`], reading the triangle of the matrix that is named.
///
/// # Panics
/// As [`eigh`].
///
/// # Errors
/// As [`eigh`].
///
/// # NumPy
/// `np.linalg.eigvalsh(a, UPLO)`.
///
/// # Examples
/// ```
/// use nd_linalg::{Triangle, eigvalsh_with};
///
/// assert_eq!(eigvalsh_with([[1.0, 9.0], [0.0, 2.0]], Triangle::Lower)?, nd_core::array![1.0, 2.0]);
/// assert!(eigvalsh_with([[f64::NAN]], Triangle::Upper).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn eigvalsh_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    triangle: Triangle,
) -> Result<Array<RealOf<A>>, LinalgError> {
    shaped(try_eigvalsh_with(a, triangle))
}

/// As [`eigvalsh_with`], for shapes that come from users.
///
/// # Errors
/// As [`eigh`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eigvalsh_with([[1.0, 2.0]], nd_linalg::Triangle::Lower).is_err());
/// ```
pub fn try_eigvalsh_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    triangle: Triangle,
) -> Result<Array<RealOf<A>>, LinalgError> {
    FieldOf::<A>::eigh_values(LinalgElement::promoted(a.view()).view(), triangle)
}

/// The body of [`eigvalsh_with`].
pub(crate) fn eigenvalues<T: Field>(
    a: View<'_, T>,
    triangle: Triangle,
) -> Result<Array<T::R>, LinalgError> {
    let op = "eigvalsh";
    let stack = Stack::square(op, a)?;
    let n = stack.rows();
    Walk::pinned(&stack, flops(n)).one(&[n], &|i, eigenvalues: &mut [T::R], par| {
        let lower = lower_half(op, &stack, i, triangle)?;
        let found = decompose(lower, eigenvalues, None, par);
        found.map_err(|limit| stack.stopped(op, limit, i))
    })
}

/// The body of [`eigh_with`].
pub(crate) fn factor<T: Field>(a: View<'_, T>, triangle: Triangle) -> Result<Eigh<T>, LinalgError> {
    let op = "eigh";
    let stack = Stack::square(op, a)?;
    let n = stack.rows();
    let decomposed = |i: usize, w: &mut [T::R], out: &mut [T], par| {
        let lower = lower_half(op, &stack, i, triangle)?;
        let mut u = dense::zeros(n, n);
        let found = decompose(lower, w, Some(u.as_mut()), par);
        found.map_err(|limit| stack.stopped(op, limit, i))?;
        dense::write(u.as_ref(), out);
        Ok(())
    };
    let walk = Walk::pinned(&stack, 5.0 * flops(n));
    let (eigenvalues, eigenvectors) = walk.two([&[n], &[n, n]], &decomposed)?;
    Ok(Eigh { eigenvalues, eigenvectors })
}

/// The lower half of matrix number `i`, made from the triangle that counts, or the error of its
/// first element that is not finite.
pub(crate) fn lower_half<T: Field>(
    op: &'static str,
    stack: &Stack<'_, T>,
    i: usize,
    triangle: Triangle,
) -> Result<Mat<T>, LinalgError> {
    let (a, n) = (to_faer(stack.get(i)), stack.rows());
    let at = |row: usize, col: usize| match triangle {
        Triangle::Lower => a[(row, col)],
        Triangle::Upper => a[(col, row)].conj(),
    };
    let lower = dense::from_fn(n, n, |row, col| match row.cmp(&col) {
        std::cmp::Ordering::Less => T::zero(),
        std::cmp::Ordering::Equal => T::from_real(a[(row, row)].re()),
        std::cmp::Ordering::Greater => at(row, col),
    });
    if !dense::is_finite(lower.as_ref()) {
        let counts = |row: usize, col: usize| match triangle {
            Triangle::Lower => row >= col,
            Triangle::Upper => row <= col,
        };
        let mut places = (0..n).flat_map(|row| (0..n).map(move |col| (row, col)));
        let bad = |&(row, col): &(usize, usize)| {
            counts(row, col) && !ComplexFloat::is_finite(a[(row, col)])
        };
        if let Some((row, col)) = places.find(bad) {
            let index = [&stack.index(i)[..], &[row, col]].concat().into();
            return Err(LinalgError::NonFinite { op, index });
        }
    }
    Ok(lower)
}

/// The eigenvalues of one finite matrix in the lower half of `lower`, ascending, and its
/// eigenvectors.
pub(crate) fn decompose<T: Field>(
    mut lower: Mat<T>,
    eigenvalues: &mut [T::R],
    eigenvectors: Option<MatMut<'_, T>>,
    par: Par,
) -> Result<(), usize> {
    let scale = Scale::of(from_faer(lower.as_ref()));
    if !scale.is_one() {
        lower = scale.matrix(from_faer(lower.as_ref()));
    }
    if eigenvectors.is_none() && eigenvalues.len() >= values::LEAST {
        values::values(lower, eigenvalues, par)?;
        eigenvalues.iter_mut().for_each(|value| *value = scale.up(*value));
        return Ok(());
    }
    let mut w = vec![T::zero(); eigenvalues.len()];
    T::eigh(lower.as_ref(), &mut w, eigenvectors, par)?;
    for (value, w) in eigenvalues.iter_mut().zip(w) {
        *value = scale.up(w.re());
    }
    Ok(())
}

/// About how many operations the eigenvalues take.
fn flops(n: usize) -> f64 {
    let n = n as f64;
    4.0 / 3.0 * n * n * n + 100.0 * n
}

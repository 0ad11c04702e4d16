//! [`eigh`]: eigenvalues of Hermitian and symmetric matrices.

use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement, RealOf};
use crate::output;
use crate::par::{self, Blocks};
use crate::scale::Scale;
use crate::stack::Stack;
use crate::{LinalgError, dense};
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

/// Which half of a matrix is read: the other is what makes it Hermitian.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{Half, eigvalsh_with};
///
/// let a = [[1.0, 5.0], [0.0, 1.0]];
/// assert_eq!(eigvalsh_with(a, Half::Lower)?, array![1.0, 1.0]);
/// assert_eq!(eigvalsh_with(a, Half::Upper)?, array![-4.0, 6.0]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Half {
    /// The diagonal and what is below.
    #[default]
    Lower,
    /// The diagonal and what is above.
    Upper,
}

/// The eigenvalues and eigenvectors of Hermitian (symmetric) matrices.
///
/// `a: (…, n, n)` → `eigenvalues: (…, n)`, ascending, `eigenvectors: (…, n, n)`. Only X
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
    shaped(try_eigh(a, Half::Lower))
}

/// As [`eigh`], reading the half of the matrix that is named.
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
/// use nd_linalg::{Half, eigh_with};
///
/// let e = eigh_with([[0.0, 2.0], [f64::NAN, 0.0]], Half::Upper)?;
/// assert!((e.eigenvalues[[1]] - 2.0).abs() < 1e-15);
/// assert!(eigh_with([[0.0, 2.0], [f64::NAN, 0.0]], Half::Lower).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn eigh_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    half: Half,
) -> Result<Eigh<FieldOf<A>>, LinalgError> {
    shaped(try_eigh(a, half))
}

/// As [`eigh_with`], for shapes that come from users.
///
/// # Errors
/// As [`eigh`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eigh([[1.0, 2.0]], nd_linalg::Half::Lower).is_err());
/// ```
pub fn try_eigh<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    half: Half,
) -> Result<Eigh<FieldOf<A>>, LinalgError> {
    factor(LinalgElement::promoted(a.view()).view(), half)
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
    shaped(try_eigvalsh(a, Half::Lower))
}

/// As [`eigvalsh`], reading the half of the matrix that is named.
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
/// use nd_linalg::{Half, eigvalsh_with};
///
/// assert_eq!(eigvalsh_with([[1.0, 9.0], [0.0, 2.0]], Half::Lower)?, nd_core::array![1.0, 2.0]);
/// assert!(eigvalsh_with([[f64::NAN]], Half::Upper).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn eigvalsh_with<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    half: Half,
) -> Result<Array<RealOf<A>>, LinalgError> {
    shaped(try_eigvalsh(a, half))
}

/// As [`eigvalsh_with`], for shapes that come from users.
///
/// # Errors
/// As [`eigh`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eigvalsh([[1.0, 2.0]], nd_linalg::Half::Lower).is_err());
/// ```
pub fn try_eigvalsh<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    half: Half,
) -> Result<Array<RealOf<A>>, LinalgError> {
    eigenvalues(LinalgElement::promoted(a.view()).view(), half)
}

fn eigenvalues<T: Field>(a: View<'_, T>, half: Half) -> Result<Array<T::R>, LinalgError> {
    let op = "eigvalsh";
    let stack = Stack::square(op, a)?;
    let n = stack.rows();
    let mut eigenvalues = output::zeros::<T::R>(stack.shape_of(&[n])?)?;
    let blocks = Blocks::new(stack.count(), flops(n));
    let pieces = blocks.pieces(dense::elements(&mut eigenvalues), n);
    blocks.run(par::pinned, |block, range, par| {
        for (i, eigenvalues) in range.zip(pieces.each(block)) {
            let lower = lower_half(op, &stack, i, half)?;
            decompose(lower, eigenvalues, None, par)
                .map_err(|limit| stopped(op, limit, &stack, i))?;
        }
        Ok(())
    })?;
    drop(pieces);
    Ok(eigenvalues)
}

fn factor<T: Field>(a: View<'_, T>, half: Half) -> Result<Eigh<T>, LinalgError> {
    let op = "eigh";
    let stack = Stack::square(op, a)?;
    let n = stack.rows();
    let mut eigenvalues = output::zeros::<T::R>(stack.shape_of(&[n])?)?;
    let mut eigenvectors = output::zeros::<T>(stack.shape_of(&[n, n])?)?;
    let blocks = Blocks::new(stack.count(), 5.0 * flops(n));
    let ws = blocks.pieces(dense::elements(&mut eigenvalues), n);
    let us = blocks.pieces(dense::elements(&mut eigenvectors), n * n);
    blocks.run(par::pinned, |block, range, par| {
        for (i, (w, out)) in range.zip(ws.each(block).zip(us.each(block))) {
            let lower = lower_half(op, &stack, i, half)?;
            let mut u = dense::zeros(n, n);
            decompose(lower, w, Some(u.as_mut()), par)
                .map_err(|limit| stopped(op, limit, &stack, i))?;
            dense::write(u.as_ref(), out);
        }
        Ok(())
    })?;
    drop((ws, us));
    Ok(Eigh { eigenvalues, eigenvectors })
}

/// The lower half of matrix number `i`, made from the half that counts, or the error of its
/// first element that is not finite.
pub(crate) fn lower_half<T: Field>(
    op: &'static str,
    stack: &Stack<'_, T>,
    i: usize,
    half: Half,
) -> Result<Mat<T>, LinalgError> {
    let (a, n) = (crate::mat::to_faer(stack.get(i)), stack.rows());
    let at = |row: usize, col: usize| match half {
        Half::Lower => a[(row, col)],
        Half::Upper => a[(col, row)].conj(),
    };
    let lower = dense::from_fn(n, n, |row, col| match row.cmp(&col) {
        std::cmp::Ordering::Less => T::zero(),
        std::cmp::Ordering::Equal => T::from_real(a[(row, row)].re()),
        std::cmp::Ordering::Greater => at(row, col),
    });
    if !dense::is_finite(lower.as_ref()) {
        let counts = |row: usize, col: usize| match half {
            Half::Lower => row >= col,
            Half::Upper => row <= col,
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
    let scale = Scale::of(crate::mat::from_faer(lower.as_ref()));
    if !scale.is_one() {
        lower = scale.matrix(crate::mat::from_faer(lower.as_ref()));
    }
    let mut w = vec![T::zero(); eigenvalues.len()];
    T::eigh(lower.as_ref(), &mut w, eigenvectors, par)?;
    for (value, w) in eigenvalues.iter_mut().zip(w) {
        *value = scale.up(w.re());
    }
    Ok(())
}

fn stopped<T>(op: &'static str, iterations: usize, stack: &Stack<'_, T>, i: usize) -> LinalgError {
    LinalgError::NoConvergence { op, iterations, matrix: stack.index(i) }
}

/// About how many operations the eigenvalues take.
fn flops(n: usize) -> f64 {
    let n = n as f64;
    4.0 / 3.0 * n * n * n + 100.0 * n
}

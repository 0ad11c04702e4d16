//! [`eig`]: eigenvalues of square matrices of any kind.

use crate::error::shaped;
use crate::field::{ComplexOf, Field, LinalgElement};
use crate::output;
use crate::par::{self, Blocks};
use crate::stack::Stack;
use crate::{LinalgError, dense, eig_one, prepare};
use nd_core::{Array, ArrayLike, View};

/// Eigenvalues `w` and eigenvectors `v`: `a · v = v · diag(w)`.
///
/// Always complex, as real matrices have complex eigenvalues too. `C` is the complex field.
#[derive(Clone, Debug)]
pub struct Eig<C: Field> {
    /// `(…, n)`, in no particular order; conjugate ones of a real matrix stand in pairs, the
    /// one with the positive imaginary part first.
    pub eigenvalues: Array<C>,
    /// `(…, n, n)`: the eigenvector of `eigenvalues[i]` is column `i`, of length 1, its largest
    /// element real. Those of a real matrix's real eigenvalues are real. A defective matrix has
    /// fewer than `n` of them: then some are equal but for rounding.
    pub eigenvectors: Array<C>,
}

/// The eigenvalues and (right) eigenvectors of square matrices.
///
/// `a: (…, n, n)` → `eigenvalues: (…, n)`, `eigenvectors: (…, n, n)`, complex. Matrices are
/// balanced first, as LAPACK does, and scaled by a power of two, so that no size of numbers is
/// lost. Same bits on any number of threads. About `25n³` operations. For Hermitian matrices
/// [`eigh`](crate::eigh) is faster and more exact.
///
/// # Panics
/// If `a` has fewer than two axes, or its last two differ.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `np.linalg.eig(a)`, which returns real numbers if all eigenvalues are real.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
/// use nd_linalg::eig;
///
/// let e = eig([[0.0f64, -1.0], [1.0, 0.0]])?; // a quarter turn
/// assert_eq!(e.eigenvalues, array![Complex::new(0.0, 1.0), Complex::new(0.0, -1.0)]);
/// assert!((e.eigenvectors[[0, 0]].norm() - 0.5f64.sqrt()).abs() < 1e-15);
///
/// let e = eig([[1.0f64, 1.0], [0.0, 1.0]])?; // defective: one direction, twice
/// assert_eq!(e.eigenvalues[[0]], e.eigenvalues[[1]]);
/// assert!(eig([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn eig<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Eig<ComplexOf<A>>, LinalgError> {
    shaped(try_eig(a))
}

/// As [`eig`], for shapes that come from users.
///
/// # Errors
/// As [`eig`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eig([[1.0f64, 2.0]]).is_err());
/// ```
pub fn try_eig<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Eig<ComplexOf<A>>, LinalgError> {
    factor(LinalgElement::promoted(a.view()).view())
}

/// The eigenvalues of square matrices.
///
/// `a: (…, n, n)` → `(…, n)`, complex. As [`eig`], about `10n³` operations.
///
/// # Panics
/// As [`eig`].
///
/// # Errors
/// As [`eig`].
///
/// # NumPy
/// `np.linalg.eigvals(a)`, which returns real numbers if all eigenvalues are real.
///
/// # Examples
/// ```
/// use nd_core::Complex;
///
/// let w = nd_linalg::eigvals([[2, 7], [0, 3]])?; // triangular: exact
/// assert_eq!(w, nd_core::array![Complex::new(2.0, 0.0), Complex::new(3.0, 0.0)]);
/// assert_eq!(nd_linalg::eigvals(nd_core::Array::<f64>::zeros([0, 0]))?.shape(), [0]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn eigvals<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<ComplexOf<A>>, LinalgError> {
    shaped(try_eigvals(a))
}

/// As [`eigvals`], for shapes that come from users.
///
/// # Errors
/// As [`eig`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_eigvals([[1.0f64, 2.0]]).is_err());
/// ```
pub fn try_eigvals<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<ComplexOf<A>>, LinalgError> {
    eigenvalues(LinalgElement::promoted(a.view()).view())
}

fn eigenvalues<T: Field>(a: View<'_, T>) -> Result<Array<T::Complex>, LinalgError> {
    let op = "eigvals";
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let mut eigenvalues = output::zeros::<T::Complex>(stack.shape_of(&[n])?)?;
    let blocks = Blocks::new(stack.count(), 10.0 * (n * n * n) as f64 + 100.0);
    let pieces = blocks.pieces(dense::elements(&mut eigenvalues), n);
    blocks.run(par::pinned, |block, range, par| {
        for (i, out) in range.zip(pieces.each(block)) {
            let found = eig_one::decompose(stack.get(i), false, par);
            let (w, _) = found.map_err(|limit| stopped(op, limit, &stack, i))?;
            out.copy_from_slice(&w);
        }
        Ok(())
    })?;
    drop(pieces);
    Ok(eigenvalues)
}

fn factor<T: Field>(a: View<'_, T>) -> Result<Eig<T::Complex>, LinalgError> {
    let op = "eig";
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let mut eigenvalues = output::zeros::<T::Complex>(stack.shape_of(&[n])?)?;
    let mut eigenvectors = output::zeros::<T::Complex>(stack.shape_of(&[n, n])?)?;
    let blocks = Blocks::new(stack.count(), 25.0 * (n * n * n) as f64 + 100.0);
    let ws = blocks.pieces(dense::elements(&mut eigenvalues), n);
    let us = blocks.pieces(dense::elements(&mut eigenvectors), n * n);
    blocks.run(par::pinned, |block, range, par| {
        for (i, (w_out, u_out)) in range.zip(ws.each(block).zip(us.each(block))) {
            let found = eig_one::decompose(stack.get(i), true, par);
            let (w, u) = found.map_err(|limit| stopped(op, limit, &stack, i))?;
            w_out.copy_from_slice(&w);
            dense::write(u.as_ref(), u_out);
        }
        Ok(())
    })?;
    drop((ws, us));
    Ok(Eig { eigenvalues, eigenvectors })
}

fn stopped<T>(op: &'static str, iterations: usize, stack: &Stack<'_, T>, i: usize) -> LinalgError {
    LinalgError::NoConvergence { op, iterations, matrix: stack.index(i) }
}

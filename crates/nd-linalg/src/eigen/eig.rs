//! [`eig`]: eigenvalues of square matrices of any kind.

use crate::LinalgError;
use crate::eigen::Eigen;
use crate::eigen::eig_one;
use crate::error::shaped;
use crate::field::{ComplexOf, Double, Field, FieldOf, LinalgElement};
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::matrices::{dense, prepare};
use nd_core::{Array, ArrayLike, Complex, View};

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
    FieldOf::<A>::eig_factors(LinalgElement::promoted(a.view()).view())
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
    FieldOf::<A>::eig_values(LinalgElement::promoted(a.view()).view())
}

/// The body of [`eigvals`].
pub(crate) fn eigenvalues<T: Field>(a: View<'_, T>) -> Result<Array<T::Complex>, LinalgError> {
    values(T::widened(a).view()).map(T::Complex::narrowed)
}

/// The body of [`eig`].
pub(crate) fn decomposition<T: Field>(a: View<'_, T>) -> Result<Eig<T::Complex>, LinalgError> {
    let (eigenvalues, eigenvectors) = factor(T::widened(a).view())?;
    let [eigenvalues, eigenvectors] = [eigenvalues, eigenvectors].map(T::Complex::narrowed);
    Ok(Eig { eigenvalues, eigenvectors })
}

fn values<T: Double>(a: View<'_, T>) -> Result<Array<Complex<f64>>, LinalgError> {
    let op = "eigvals";
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let flops = 10.0 * (n * n * n) as f64 + 100.0;
    Walk::pinned(&stack, flops).one(&[n], &|i, out, par| {
        let found = eig_one::decompose(stack.get(i), false, par);
        let (w, _) = found.map_err(|limit| stack.stopped(op, limit, i))?;
        out.copy_from_slice(&w);
        Ok(())
    })
}

/// Eigenvalues and eigenvectors.
type Factors = (Array<Complex<f64>>, Array<Complex<f64>>);

fn factor<T: Double>(a: View<'_, T>) -> Result<Factors, LinalgError> {
    let op = "eig";
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let flops = 25.0 * (n * n * n) as f64 + 100.0;
    Walk::pinned(&stack, flops).two([&[n], &[n, n]], &|i, w_out, u_out, par| {
        let found = eig_one::decompose(stack.get(i), true, par);
        let (w, u) = found.map_err(|limit| stack.stopped(op, limit, i))?;
        w_out.copy_from_slice(&w);
        dense::write(u.as_ref(), u_out);
        Ok(())
    })
}

//! [`eig`]: eigenvalues of square matrices of any kind.

use crate::balance::Balance;
use crate::error::shaped;
use crate::field::{ComplexOf, Field, LinalgElement};
use crate::par::{self, Blocks};
use crate::scale::{Scale, number, part};
use crate::stack::Stack;
use crate::{LinalgError, dense, prepare, schur};
use faer::{Mat, MatRef, Par};
use nd_core::{Array, ArrayLike, Inexact, Number, View};
use num_complex::ComplexFloat;
use num_traits::{Float, One, Zero};

/// Eigenvalues and eigenvectors: `a · vectors = vectors · diag(values)`.
///
/// Always complex, as real matrices have complex eigenvalues too. `C` is the complex field.
#[derive(Clone, Debug)]
pub struct Eig<C: Field> {
    /// `(…, n)`, in no particular order; conjugate ones of a real matrix stand in pairs, the
    /// one with the positive imaginary part first.
    pub values: Array<C>,
    /// `(…, n, n)`: the eigenvector of `values[i]` is column `i`, of length 1, its largest
    /// element real. Those of a real matrix's real eigenvalues are real. A defective matrix has
    /// fewer than `n` of them: then some are equal but for rounding.
    pub vectors: Array<C>,
}

/// The eigenvalues and (right) eigenvectors of square matrices.
///
/// `a: (…, n, n)` → `values: (…, n)`, `vectors: (…, n, n)`, complex. Matrices are balanced
/// first, as LAPACK does, and scaled by a power of two, so that no size of numbers is lost.
/// Same bits on any number of threads. About `25n³` operations. For Hermitian matrices
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
/// let e = eig([[0.0, -1.0], [1.0, 0.0]])?; // a quarter turn
/// assert_eq!(e.values, array![Complex::new(0.0, 1.0), Complex::new(0.0, -1.0)]);
/// assert!((e.vectors[[0, 0]].norm() - 0.5f64.sqrt()).abs() < 1e-15);
///
/// let e = eig([[1.0, 1.0], [0.0, 1.0]])?; // defective: one direction, twice
/// assert_eq!(e.values[[0]], e.values[[1]]);
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
/// assert!(nd_linalg::try_eig([[1.0, 2.0]]).is_err());
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
/// assert!(nd_linalg::try_eigvals([[1.0, 2.0]]).is_err());
/// ```
pub fn try_eigvals<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<ComplexOf<A>>, LinalgError> {
    values(LinalgElement::promoted(a.view()).view())
}

fn values<T: Field>(a: View<'_, T>) -> Result<Array<T::Complex>, LinalgError> {
    let op = "eigvals";
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let mut values = Array::<T::Complex>::try_zeros(stack.shape_of(&[n])?)?;
    let blocks = Blocks::new(stack.count(), 10.0 * (n * n * n) as f64 + 100.0);
    let pieces = blocks.pieces(dense::elements(&mut values), n);
    blocks.run(par::pinned, |block, range, par| {
        for (i, out) in range.zip(pieces.each(block)) {
            let found = decompose(stack.get(i), false, par);
            let (w, _) = found.map_err(|limit| stopped(op, limit, &stack, i))?;
            out.copy_from_slice(&w);
        }
        Ok(())
    })?;
    drop(pieces);
    Ok(values)
}

fn factor<T: Field>(a: View<'_, T>) -> Result<Eig<T::Complex>, LinalgError> {
    let op = "eig";
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let mut values = Array::<T::Complex>::try_zeros(stack.shape_of(&[n])?)?;
    let mut vectors = Array::<T::Complex>::try_zeros(stack.shape_of(&[n, n])?)?;
    let blocks = Blocks::new(stack.count(), 25.0 * (n * n * n) as f64 + 100.0);
    let ws = blocks.pieces(dense::elements(&mut values), n);
    let us = blocks.pieces(dense::elements(&mut vectors), n * n);
    blocks.run(par::pinned, |block, range, par| {
        for (i, (w_out, u_out)) in range.zip(ws.each(block).zip(us.each(block))) {
            let found = decompose(stack.get(i), true, par);
            let (w, u) = found.map_err(|limit| stopped(op, limit, &stack, i))?;
            w_out.copy_from_slice(&w);
            dense::write(u.as_ref(), u_out);
        }
        Ok(())
    })?;
    drop((ws, us));
    Ok(Eig { values, vectors })
}

/// Eigenvalues and, if wanted, unit eigenvectors of one finite matrix.
pub(crate) fn decompose<T: Field>(
    a: View<'_, T>,
    vectors: bool,
    par: Par,
) -> Result<(Vec<T::Complex>, Mat<T::Complex>), usize> {
    let n = a.shape()[0];
    if n == 0 {
        return Ok((Vec::new(), dense::zeros(0, 0)));
    }
    let scale = Scale::of(a);
    let mut a = scale.matrix(a);
    let balance = Balance::of(&mut a);
    let mut found = by_kernel(&a, vectors, par);
    if !plausible(&a, &found.0) || !dense::is_finite(found.1.as_ref()) {
        found = by_schur(&a, vectors, par)?;
    }
    let (mut w, mut u) = found;
    w.iter_mut().for_each(|w| *w = scale.up(*w));
    if vectors {
        balance.undo(&mut u);
        normalize(&mut u);
    }
    Ok((w, u))
}

/// By faer's blocked algorithm, which does not say whether it came to an end.
fn by_kernel<T: Field>(a: &Mat<T>, vectors: bool, par: Par) -> (Vec<T::Complex>, Mat<T::Complex>) {
    let n = a.nrows();
    // What is not reached stays NaN, and is noticed.
    let nan = T::from_real(T::R::nan());
    let (mut re, mut im) = (vec![nan; n], vec![T::zero(); n]);
    if !T::IS_COMPLEX {
        im.fill(nan);
    }
    if !vectors {
        T::eig(a.as_ref(), &mut re, &mut im, None, par);
        return (joined(&re, &im), dense::zeros(0, 0));
    }
    let mut u = dense::zeros(n, n);
    T::eig(a.as_ref(), &mut re, &mut im, Some(u.as_mut()), par);
    (joined(&re, &im), unpacked(&u, &im))
}

/// Eigenvalues from the two parts that kernels write.
pub(crate) fn joined<T: Field>(re: &[T], im: &[T]) -> Vec<T::Complex> {
    let join = |(&re, &im): (&T, &T)| {
        if T::IS_COMPLEX { re.to_complex() } else { T::complex(re.re(), im.re()) }
    };
    re.iter().zip(im).map(join).collect()
}

/// Eigenvectors from columns of which a conjugate pair shares two.
pub(crate) fn unpacked<T: Field>(u: &Mat<T>, im: &[T]) -> Mat<T::Complex> {
    let n = u.nrows();
    let mut out = Mat::from_fn(n, n, |i, j| u[(i, j)].to_complex());
    if T::IS_COMPLEX {
        return out;
    }
    let mut j = 0;
    while j < n {
        if im[j].is_zero() || j + 1 == n {
            j += 1;
            continue;
        }
        for i in 0..n {
            let (re, im) = (u[(i, j)].re(), u[(i, j + 1)].re());
            out[(i, j)] = T::complex(re, im);
            out[(i, j + 1)] = T::complex(re, -im);
        }
        j += 2;
    }
    out
}

/// Whether the eigenvalues and their squares sum up to what the matrix says, `tr a` and
/// `tr a²`: those of an iteration that did not end do not.
fn plausible<T: Field>(a: &Mat<T>, w: &[T::Complex]) -> bool {
    let n = a.nrows();
    let size = dense::length((0..n).flat_map(|j| (0..n).map(move |i| a[(i, j)])));
    let (mut one, mut two) = (T::Complex::zero(), T::Complex::zero());
    for i in 0..n {
        one += a[(i, i)].to_complex();
        let square = (0..n).fold(T::zero(), |sum, j| sum + a[(i, j)] * a[(j, i)]);
        two += square.to_complex();
    }
    let (mut first, mut second) = (T::Complex::zero(), T::Complex::zero());
    for &w in w {
        first += w;
        second += w * w;
    }
    let units = T::R::epsilon() * <T::R as Inexact>::from_count(n) * number(1000.0);
    let near = |x: T::Complex, y: T::Complex, scale: T::R| part(x - y) <= units * scale;
    near(one, first, size) && near(two, second, size * size)
}

/// By the algorithm of this crate: slower, with an end that is known, and with vectors that
/// cannot overflow.
fn by_schur<T: Field>(
    a: &Mat<T>,
    vectors: bool,
    par: Par,
) -> Result<(Vec<T::Complex>, Mat<T::Complex>), usize> {
    let (t, z) = schur::decompose_complex(dense::copy(a.as_ref()), par)?;
    let w = (0..t.nrows()).map(|i| t[(i, i)]).collect();
    if !vectors {
        return Ok((w, dense::zeros(0, 0)));
    }
    let x = triangular_vectors(t.as_ref());
    Ok((w, dense::product(z.as_ref(), x.as_ref(), par)))
}

/// The eigenvectors of a triangular matrix, by substitution. Where two eigenvalues agree, the
/// difference is taken as rounding: the vector then is all but that of the first.
fn triangular_vectors<C: Field>(t: MatRef<'_, C>) -> Mat<C> {
    let n = t.nrows();
    let least = Float::max(dense::norm_one(t), C::R::min_positive_value()) * C::R::epsilon();
    let large = C::R::one() / Float::sqrt(C::R::min_positive_value());
    let mut x = dense::zeros::<C>(n, n);
    for k in 0..n {
        x[(k, k)] = C::one();
        for i in (0..k).rev() {
            let sum = (i + 1..=k).fold(C::zero(), |sum, j| sum + t[(i, j)] * x[(j, k)]);
            let mut difference = t[(k, k)] - t[(i, i)];
            if part(difference) < least {
                difference = C::from_real(least);
            }
            x[(i, k)] = sum.divided(difference);
            let size = part(x[(i, k)]);
            if size > large {
                (i..=k).for_each(|j| x[(j, k)] = dense::shortened(x[(j, k)], size));
            }
        }
    }
    x
}

/// Makes every vector as long as 1 and its largest element real: a real vector stays real, and
/// conjugate ones stay so.
pub(crate) fn normalize<C: Field>(u: &mut Mat<C>) {
    let n = u.nrows();
    for j in 0..u.ncols() {
        let length = dense::length((0..n).map(|i| u[(i, j)]));
        if length.is_zero() || !Float::is_finite(length) {
            continue;
        }
        (0..n).for_each(|i| u[(i, j)] = dense::shortened(u[(i, j)], length));
        let real = (0..n).all(|i| u[(i, j)].im().is_zero());
        if real {
            continue;
        }
        let larger = |&a: &usize, &b: &usize| {
            let size = |i: usize| u[(i, j)].abs();
            size(a).partial_cmp(&size(b)).unwrap_or(std::cmp::Ordering::Equal)
        };
        let Some(largest) = (0..n).rev().max_by(larger) else { continue };
        let phase = dense::shortened(u[(largest, j)], u[(largest, j)].abs());
        (0..n).for_each(|i| u[(i, j)] *= phase.conj());
        u[(largest, j)] = C::from_real(u[(largest, j)].re());
    }
}

fn stopped<T>(op: &'static str, iterations: usize, stack: &Stack<'_, T>, i: usize) -> LinalgError {
    LinalgError::NoConvergence { op, iterations, matrix: stack.index(i) }
}

//! [`svd`]: singular values and vectors.

use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement, Real, RealOf};
use crate::mat::to_faer;
use crate::output;
use crate::par::{self, Blocks};
use crate::scale::Scale;
use crate::stack::Stack;
use crate::tolerance::Tolerance;
use crate::{LinalgError, dense, prepare};
use faer::{Mat, MatMut, MatRef, Par};
use nd_core::{Array, ArrayLike, View};
use num_traits::{Float, One};

/// A singular value decomposition, `a = u · diag(s) · vh`, of each matrix of a stack.
///
/// Singular vectors are unique only up to a common phase (a sign, for real numbers) of a
/// column of `u` and the row of `vh`, and within the space of equal singular values.
#[derive(Clone, Debug)]
pub struct Svd<T: Field> {
    /// `(…, m, k)`, or `(…, m, m)` from [`svd_full`]: orthonormal columns.
    pub u: Array<T>,
    /// `(…, k)`: the singular values, descending, never negative.
    pub s: Array<T::R>,
    /// `(…, k, n)`, or `(…, n, n)` from [`svd_full`]: orthonormal rows.
    pub vh: Array<T>,
}

/// The singular value decomposition, reduced.
///
/// `a: (…, m, n)` → `u: (…, m, k)`, `s: (…, k)`, `vh: (…, k, n)` with `k = min(m, n)`.
/// Matrices are scaled by a power of two first, so that no size of numbers is lost; a singular
/// value that is too large for its type is infinite. Same bits on any number of threads.
/// About `4mn² + 22n³` operations for `m ≥ n`.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `np.linalg.svd(a, full_matrices=False)`; signs of vectors may differ. There, a matrix with
/// an infinity never returns.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::{LinalgError, svd};
///
/// let a = array![[3.0, 0.0], [0.0, -4.0], [0.0, 0.0]];
/// let svd = svd(&a)?;
/// assert_eq!(svd.s, array![4.0, 3.0]);
/// assert_eq!((svd.u.shape(), svd.vh.shape()), (&[3, 2][..], &[2, 2][..]));
/// assert_eq!(svd.reconstruct(), a);
/// assert_eq!(svd.rank(), nd_core::Array::scalar(2));
///
/// let error = nd_linalg::svd([[1.0f64, f64::INFINITY]]).unwrap_err();
/// assert_eq!(error.to_string(), "svd: the element at [0, 1] is NaN or infinite");
/// # Ok::<(), LinalgError>(())
/// ```
#[track_caller]
pub fn svd<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Svd<FieldOf<A>>, LinalgError> {
    shaped(try_svd(a))
}

/// As [`svd`], for shapes that come from users.
///
/// # Errors
/// As [`svd`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_svd([1.0, 2.0]).is_err());
/// ```
pub fn try_svd<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Svd<FieldOf<A>>, LinalgError> {
    factor("svd", LinalgElement::promoted(a.view()).view(), false)
}

/// The singular value decomposition with square `u` and `vh`.
///
/// `a: (…, m, n)` → `u: (…, m, m)`, `s: (…, min(m, n))`, `vh: (…, n, n)`; otherwise as [`svd`].
/// Beware of tall matrices: `u` has `m²` elements.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # Errors
/// As [`svd`].
///
/// # NumPy
/// `np.linalg.svd(a)`.
///
/// # Examples
/// ```
/// let svd = nd_linalg::svd_full([[1.0f64], [0.0], [0.0]])?;
/// assert_eq!(svd.u.shape(), [3, 3]);
/// assert_eq!(svd.reconstruct(), nd_core::array![[1.0], [0.0], [0.0]]);
/// assert!(nd_linalg::svd_full([[f64::NAN]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn svd_full<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Svd<FieldOf<A>>, LinalgError> {
    shaped(try_svd_full(a))
}

/// As [`svd_full`], for shapes that come from users.
///
/// # Errors
/// As [`svd_full`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_svd_full([1.0, 2.0]).is_err());
/// ```
pub fn try_svd_full<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Svd<FieldOf<A>>, LinalgError> {
    factor("svd_full", LinalgElement::promoted(a.view()).view(), true)
}

/// The singular values alone, descending.
///
/// `a: (…, m, n)` → `(…, min(m, n))`. Scaled, and limited, as [`svd`]. About `8mn²/3`
/// operations for `m ≥ n`.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # Errors
/// As [`svd`].
///
/// # NumPy
/// `np.linalg.svdvals(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::svdvals([[0.0f64, 2.0], [0.0, 0.0]])?, array![2.0, 0.0]);
/// let s = nd_linalg::svdvals([[3e200f64, 4e200]])?; // whose square is infinite
/// assert!((s[[0]] / 5e200 - 1.0).abs() < 1e-15);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn svdvals<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<RealOf<A>>, LinalgError> {
    shaped(try_svdvals(a))
}

/// As [`svdvals`], for shapes that come from users.
///
/// # Errors
/// As [`svdvals`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_svdvals([1.0, 2.0]).is_err());
/// ```
pub fn try_svdvals<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
) -> Result<Array<RealOf<A>>, LinalgError> {
    values("svdvals", LinalgElement::promoted(a.view()).view())
}

/// The singular values of every matrix, for `op`.
pub(crate) fn values<T: Field>(
    op: &'static str,
    a: View<'_, T>,
) -> Result<Array<T::R>, LinalgError> {
    let stack = Stack::matrices(op, a)?;
    prepare::finite(op, a)?;
    let k = stack.rows().min(stack.cols());
    let mut s = output::zeros::<T::R>(stack.shape_of(&[k])?)?;
    let blocks = Blocks::new(stack.count(), flops(stack.rows(), stack.cols()));
    let pieces = blocks.pieces(dense::elements(&mut s), k);
    blocks.run(par::pinned, |block, range, par| {
        for (i, s) in range.zip(pieces.each(block)) {
            let found = decompose(stack.get(i), None, None, par);
            s.copy_from_slice(&found.map_err(|limit| stopped(op, limit, &stack, i))?);
        }
        Ok(())
    })?;
    drop(pieces);
    Ok(s)
}

/// The decomposition of every matrix, for `op`.
pub(crate) fn factor<T: Field>(
    op: &'static str,
    a: View<'_, T>,
    full: bool,
) -> Result<Svd<T>, LinalgError> {
    let stack = Stack::matrices(op, a)?;
    prepare::finite(op, a)?;
    let (m, n) = (stack.rows(), stack.cols());
    let k = m.min(n);
    let (left, right) = if full { (m, n) } else { (k, k) };
    let mut u = output::zeros::<T>(stack.shape_of(&[m, left])?)?;
    let mut s = output::zeros::<T::R>(stack.shape_of(&[k])?)?;
    let mut vh = output::zeros::<T>(stack.shape_of(&[right, n])?)?;
    let blocks = Blocks::new(stack.count(), 3.0 * flops(m, n));
    let us = blocks.pieces(dense::elements(&mut u), m * left);
    let ss = blocks.pieces(dense::elements(&mut s), k);
    let vs = blocks.pieces(dense::elements(&mut vh), right * n);
    blocks.run(par::pinned, |block, range, par| {
        let places = us.each(block).zip(ss.each(block)).zip(vs.each(block));
        for (i, ((u, s), vh)) in range.zip(places) {
            let mut columns = dense::zeros(m, left);
            let v = dense::rows(vh, right, n).transpose_mut();
            let found = decompose(stack.get(i), Some(columns.as_mut()), Some(v), par);
            s.copy_from_slice(&found.map_err(|limit| stopped(op, limit, &stack, i))?);
            dense::write(columns.as_ref(), u);
            dense::conjugate(vh);
        }
        Ok(())
    })?;
    drop((us, ss, vs));
    Ok(Svd { u, s, vh })
}

/// The singular values of one finite matrix, and its vectors into `u` and `v`, of which the
/// second is not yet conjugated to `vh`.
pub(crate) fn decompose<T: Field>(
    a: View<'_, T>,
    u: Option<MatMut<'_, T>>,
    v: Option<MatMut<'_, T>>,
    par: Par,
) -> Result<Vec<T::R>, usize> {
    let mut s = vec![T::zero(); a.shape()[0].min(a.shape()[1])];
    let scale = Scale::of(a);
    if scale.is_one() {
        T::svd(to_faer(a), &mut s, u, v, par)?;
    } else {
        T::svd(scale.matrix(a).as_ref(), &mut s, u, v, par)?;
    }
    Ok(s.into_iter().map(|s| scale.up(Float::abs(s.re()))).collect())
}

fn stopped<T>(op: &'static str, iterations: usize, stack: &Stack<'_, T>, i: usize) -> LinalgError {
    LinalgError::NoConvergence { op, iterations, matrix: stack.index(i) }
}

/// About how many operations the values take.
fn flops(m: usize, n: usize) -> f64 {
    let (long, short) = (m.max(n) as f64, m.min(n) as f64);
    8.0 / 3.0 * long * short * short + 100.0 * short
}

impl<T: Field> Svd<T> {
    /// `(m, n)` of the matrices, and how many singular values there are.
    fn lengths(&self) -> (usize, usize, usize) {
        let last = |shape: &[usize], back: usize| shape[shape.len() - back];
        (last(self.u.shape(), 2), last(self.vh.shape(), 1), last(self.s.shape(), 1))
    }

    /// The ranks: how many singular values are not zero up to rounding. `(…)`.
    ///
    /// # NumPy
    /// `np.linalg.matrix_rank(a)`, without a second decomposition.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_linalg::svd([[1.0f64, 2.0], [2.0, 4.0]])?.rank()[[]], 1);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn rank(&self) -> Array<usize> {
        self.rank_with(Tolerance::Rounding)
    }

    /// The ranks, with another tolerance than rounding.
    ///
    /// # Examples
    /// ```
    /// use nd_linalg::{Tolerance, svd};
    ///
    /// let svd = svd([[1.0f64, 0.0], [0.0, 1e-3]])?;
    /// assert_eq!(svd.rank_with(Tolerance::Absolute(0.1))[[]], 1);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn rank_with(&self, tolerance: Tolerance) -> Array<usize> {
        let (m, n, _) = self.lengths();
        ranks(self.s.view(), m, n, tolerance)
    }

    /// The matrices again: `u · diag(s) · vh`, `(…, m, n)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut svd = nd_linalg::svd([[2.0f64, 0.0], [0.0, 1.0]])?;
    /// svd.s[[1]] = 0.0; // the nearest matrix of rank 1
    /// assert_eq!(svd.reconstruct(), array![[2.0, 0.0], [0.0, 0.0]]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn reconstruct(&self) -> Array<T> {
        let (m, n, k) = self.lengths();
        self.products(m, n, |i, par| {
            let (u, s, vh) = self.matrix(i);
            let scaled = Mat::from_fn(m, k, |i, j| u[(i, j)] * T::from_real(s[[j]]));
            dense::product(scaled.as_ref(), vh.subrows(0, k), par)
        })
    }

    /// The pseudo-inverses: `v · diag(1/s) · uᴴ`, `(…, n, m)`; singular values that are zero
    /// by `tolerance` stay zero.
    ///
    /// # NumPy
    /// `np.linalg.pinv(a)`, without a second decomposition.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_linalg::{Tolerance, svd};
    ///
    /// let inverse = svd([[2.0f64, 0.0], [0.0, 0.0]])?.pinv(Tolerance::Rounding);
    /// assert_eq!(inverse, array![[0.5, 0.0], [0.0, 0.0]]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn pinv(&self, tolerance: Tolerance) -> Array<T> {
        let (m, n, k) = self.lengths();
        self.products(n, m, |i, par| {
            let (u, s, vh) = self.matrix(i);
            let values: Vec<T::R> = (0..k).map(|j| s[[j]]).collect();
            let rank = tolerance.rank(&values, m, n);
            let one = T::R::one();
            let v = Mat::from_fn(n, rank, |i, j| vh[(j, i)].conj() * T::from_real(one / values[j]));
            let uh = dense::adjoint(u.subcols(0, rank));
            dense::product(v.as_ref(), uh.as_ref(), par)
        })
    }

    /// `u`, `s` and `vh` of matrix number `i`.
    fn matrix(&self, i: usize) -> (MatRef<'_, T>, View<'_, T::R>, MatRef<'_, T>) {
        let matrices = |a| Stack::matrices("svd", a).expect("two axes");
        let s = Stack::vectors("svd", self.s.view()).expect("one axis");
        let (u, vh) = (matrices(self.u.view()), matrices(self.vh.view()));
        (to_faer(u.get(i)), s.get(i), to_faer(vh.get(i)))
    }

    /// `(…, m, n)`, matrix by matrix.
    fn products(
        &self,
        m: usize,
        n: usize,
        matrix: impl Fn(usize, Par) -> Mat<T> + Sync,
    ) -> Array<T> {
        let batch = &self.s.shape()[..self.s.ndim() - 1];
        let mut out = Array::<T>::zeros([batch, &[m, n]].concat());
        let k = self.lengths().2;
        let blocks = Blocks::new(batch.iter().product(), 2.0 * (m * n * k) as f64);
        let pieces = blocks.pieces(dense::elements(&mut out), m * n);
        let done = blocks.run(par::free, |block, range, par| {
            for (i, piece) in range.zip(pieces.each(block)) {
                dense::write(matrix(i, par).as_ref(), piece);
            }
            Ok(())
        });
        drop(pieces);
        done.expect("products do not fail");
        out
    }
}

/// The ranks that singular values `s: (…, k)` of `(m, n)` matrices say.
pub(crate) fn ranks<R: Real>(
    s: View<'_, R>,
    m: usize,
    n: usize,
    tolerance: Tolerance,
) -> Array<usize> {
    let batch = &s.shape()[..s.ndim() - 1];
    let k = s.shape()[s.ndim() - 1];
    let values: Vec<R> = s.iter().copied().collect();
    let count = batch.iter().product();
    let rank = |i: usize| tolerance.rank(&values[i * k..(i + 1) * k], m, n);
    Array::from_shape_vec(batch, (0..count).map(rank).collect())
}

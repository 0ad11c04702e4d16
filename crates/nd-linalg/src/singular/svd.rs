//! [`svd`]: singular values and vectors.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement, Real, RealOf};
use crate::mat::to_faer;
use crate::matrices::dense;
use crate::matrices::prepare;
use crate::matrices::scale::Scale;
use crate::matrices::stack::{Stack, the_one};
use crate::matrices::walk::Walk;
use crate::singular::Singular;
use crate::singular::tolerance::Tolerance;
use faer::{Mat, MatMut, MatRef};
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
/// assert_eq!(svd.rank(), 2);
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
    FieldOf::<A>::svd_factors("svd", LinalgElement::promoted(a.view()).view(), false)
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
    FieldOf::<A>::svd_factors("svd_full", LinalgElement::promoted(a.view()).view(), true)
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
    FieldOf::<A>::svd_values("svdvals", LinalgElement::promoted(a.view()).view())
}

/// The singular values of each matrix, descending.
pub(crate) fn values<T: Field>(
    op: &'static str,
    a: View<'_, T>,
) -> Result<Array<T::R>, LinalgError> {
    let stack = Stack::matrices(op, a)?;
    prepare::finite(op, a)?;
    let (m, n) = (stack.rows(), stack.cols());
    Walk::pinned(&stack, flops(m, n)).one(&[m.min(n)], &|i, s: &mut [T::R], par| {
        let found = decompose(stack.get(i), None, None, par);
        s.copy_from_slice(&found.map_err(|limit| stack.stopped(op, limit, i))?.own());
        Ok(())
    })
}

/// The decomposition of each matrix; with square `u` and `vh` if it is to be `full`.
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
    let shapes: [&[usize]; 3] = [&[m, left], &[k], &[right, n]];
    let decomposed = |i: usize, u: &mut [T], s: &mut [T::R], vh: &mut [T], par| {
        let mut columns = dense::zeros(m, left);
        let v = dense::rows(vh, right, n).transpose_mut();
        let found = decompose(stack.get(i), Some(columns.as_mut()), Some(v), par);
        s.copy_from_slice(&found.map_err(|limit| stack.stopped(op, limit, i))?.own());
        dense::write(columns.as_ref(), u);
        dense::conjugate(vh);
        Ok(())
    };
    let (u, s, vh) = Walk::pinned(&stack, 3.0 * flops(m, n)).three(shapes, &decomposed)?;
    Ok(Svd { u, s, vh })
}

/// The singular values of one matrix, descending: near 1, where their ratios are safe, and what
/// they are to be multiplied by.
pub(crate) struct Values<R> {
    near_one: Vec<R>,
    scale: Scale,
}

impl<R: Real> Values<R> {
    /// The values near 1.
    pub(crate) fn near_one(&self) -> &[R] {
        &self.near_one
    }

    /// What they are to be multiplied by.
    pub(crate) fn scale(&self) -> Scale {
        self.scale
    }

    /// The same values of a matrix that was scaled before.
    pub(crate) fn scaled(self, before: Scale) -> Values<R> {
        Values { scale: self.scale.times(before), ..self }
    }

    /// The values at their own size: infinite where that is too large.
    pub(crate) fn own(&self) -> Vec<R> {
        self.near_one.iter().map(|&s| self.scale.up(s)).collect()
    }

    /// How many of them are not zero; see [`Tolerance::rank`].
    pub(crate) fn rank(&self, tolerance: Tolerance, m: usize, n: usize) -> usize {
        match tolerance {
            Tolerance::Absolute(_) => tolerance.rank(&self.own(), m, n),
            _ => tolerance.rank(&self.near_one, m, n),
        }
    }
}

/// The singular values of a finite matrix; its vectors go to `u` and `v`, columns.
///
/// # Errors
/// The number of iterations after which a value was given up.
pub(crate) fn decompose<T: Field>(
    a: View<'_, T>,
    u: Option<MatMut<'_, T>>,
    v: Option<MatMut<'_, T>>,
    par: faer::Par,
) -> Result<Values<T::R>, usize> {
    let mut s = vec![T::zero(); a.shape()[0].min(a.shape()[1])];
    let scale = Scale::of(a);
    if scale.is_one() {
        T::svd(to_faer(a), &mut s, u, v, par)?;
    } else {
        T::svd(scale.matrix(a).as_ref(), &mut s, u, v, par)?;
    }
    Ok(Values { near_one: s.into_iter().map(|s| Float::abs(s.re())).collect(), scale })
}

/// About how many operations the values take.
pub(crate) fn flops(m: usize, n: usize) -> f64 {
    let (long, short) = (m.max(n) as f64, m.min(n) as f64);
    8.0 / 3.0 * long * short * short + 100.0 * short
}

impl<T: Field> Svd<T> {
    /// `(m, n)` of the matrices, and how many singular values there are.
    fn lengths(&self) -> (usize, usize, usize) {
        let last = |shape: &[usize], back: usize| shape[shape.len() - back];
        (last(self.u.shape(), 2), last(self.vh.shape(), 1), last(self.s.shape(), 1))
    }

    /// The rank of a single matrix: how many singular values are not zero up to rounding.
    ///
    /// # Panics
    /// If this is of a stack.
    ///
    /// # NumPy
    /// `np.linalg.matrix_rank(a)`, without a second decomposition.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_linalg::svd([[1.0f64, 2.0], [2.0, 4.0]])?.rank(), 1);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn rank(&self) -> usize {
        self.rank_with(Tolerance::Rounding)
    }

    /// The rank, with another tolerance than rounding.
    ///
    /// # Panics
    /// If this is of a stack.
    ///
    /// # Examples
    /// ```
    /// use nd_linalg::{Tolerance, svd};
    ///
    /// let svd = svd([[1.0f64, 0.0], [0.0, 1e-3]])?;
    /// assert_eq!(svd.rank_with(Tolerance::Absolute(0.1)), 1);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn rank_with(&self, tolerance: Tolerance) -> usize {
        the_one("rank", self.rank_stack(tolerance))
    }

    /// The ranks of a stack: `(…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_linalg::{Tolerance, svd};
    ///
    /// let svd = svd(array![[[1.0f64, 0.0], [0.0, 1.0]], [[1.0, 1.0], [1.0, 1.0]]])?;
    /// assert_eq!(svd.rank_stack(Tolerance::Rounding), array![2, 1]);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn rank_stack(&self, tolerance: Tolerance) -> Array<usize> {
        T::svd_ranks(self, tolerance)
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
        T::svd_reconstruct(self)
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
        T::svd_pinv(self, tolerance)
    }

    /// `u`, `s` and `vh` of matrix number `i`.
    fn matrix(&self, i: usize) -> (MatRef<'_, T>, View<'_, T::R>, MatRef<'_, T>) {
        let matrices = |a| Stack::matrices("svd", a).expect("two axes");
        let s = Stack::vectors("svd", self.s.view()).expect("one axis");
        let (u, vh) = (matrices(self.u.view()), matrices(self.vh.view()));
        (to_faer(u.get(i)), s.get(i), to_faer(vh.get(i)))
    }

    /// A product for each matrix: `(…, m, n)`.
    fn products(
        &self,
        m: usize,
        n: usize,
        matrix: &(dyn Fn(usize, faer::Par) -> Mat<T> + Sync),
    ) -> Array<T> {
        let s = Stack::vectors("svd", self.s.view()).expect("one axis");
        let walk = Walk::free(&s, 2.0 * (m * n * self.lengths().2) as f64);
        let products = walk.one(&[m, n], &|i, piece, par| {
            dense::write(matrix(i, par).as_ref(), piece);
            Ok(())
        });
        products.unwrap_or_else(|error| panic!("products fail for want of memory alone: {error}"))
    }
}

/// The body of [`Svd::rank_stack`].
pub(crate) fn ranks<T: Field>(svd: &Svd<T>, tolerance: Tolerance) -> Array<usize> {
    let (m, n, k) = svd.lengths();
    let batch = &svd.s.shape()[..svd.s.ndim() - 1];
    let values: Vec<T::R> = svd.s.iter().copied().collect();
    let rank = |i: usize| tolerance.rank(&values[i * k..(i + 1) * k], m, n);
    Array::from_shape_vec(batch, (0..batch.iter().product()).map(rank).collect())
}

/// The body of [`Svd::reconstruct`].
pub(crate) fn reconstructed<T: Field>(svd: &Svd<T>) -> Array<T> {
    let (m, n, k) = svd.lengths();
    svd.products(m, n, &|i, par| {
        let (u, s, vh) = svd.matrix(i);
        let scaled = dense::from_fn(m, k, |i, j| u[(i, j)] * T::from_real(s[[j]]));
        dense::product(scaled.as_ref(), vh.subrows(0, k), par)
    })
}

/// The body of [`Svd::pinv`].
pub(crate) fn inverted<T: Field>(svd: &Svd<T>, tolerance: Tolerance) -> Array<T> {
    let (m, n, k) = svd.lengths();
    svd.products(n, m, &|i, par| {
        let (u, s, vh) = svd.matrix(i);
        let values: Vec<T::R> = (0..k).map(|j| s[[j]]).collect();
        let rank = tolerance.rank(&values, m, n);
        let one = T::R::one();
        let v = dense::from_fn(n, rank, |i, j| vh[(j, i)].conj() * T::from_real(one / values[j]));
        dense::product(v.as_ref(), dense::adjoint(u.subcols(0, rank)).as_ref(), par)
    })
}

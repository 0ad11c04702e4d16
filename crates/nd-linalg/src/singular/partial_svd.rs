//! [`svds`] and [`randomized_svd`]: the largest singular values alone.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::Double;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::mat::{from_faer, to_array};
use crate::matrices::dense;
use crate::matrices::prepare;
use crate::matrices::scale::Scale;
use crate::matrices::stack::one_matrix;
use crate::orthogonal::householder::orthonormalize;
use crate::par;
use crate::singular::Singular;
use crate::singular::svd::{Svd, decompose};
use faer::{Mat, MatRef, Par};
use nd_core::{Array, ArrayLike, Inexact, ShapeError, View};
use num_traits::{Float, Zero};

/// Vectors that are iterated beyond those asked for: equal singular values at the edge then
/// do not hide each other.
const SPARE: usize = 8;

/// The `k` largest singular values and their vectors.
///
/// `a: (m, n)` → `u: (m, k)`, `s: (k)`, `vh: (k, n)`, as [`svd`](crate::svd) has them, and as
/// exact. By block Lanczos bidiagonalisation with full orthogonalisation (Golub, Luk and
/// Overton 1981), from a start that is always the same; where that does not pay, by the full
/// decomposition. About `4mn(k + 8)` operations a step, of which some tens are made. More `k`
/// than there are singular values gives them all.
///
/// # Panics
/// If `a` does not have two axes.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `scipy.sparse.linalg.svds(a, k)`, which has them ascending.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::svds;
///
/// let svd = svds([[3.0f64, 0.0, 0.0], [0.0, 0.0, 7.0], [0.0, 5.0, 0.0]], 2)?;
/// assert!((svd.s - array![7.0, 5.0]).iter().all(|x| x.abs() < 1e-14));
/// assert_eq!(svds([[1.0f64, 2.0]], 5)?.s.shape(), [1]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn svds<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    k: usize,
) -> Result<Svd<FieldOf<A>>, LinalgError> {
    shaped(try_svds(a, k))
}

/// As [`svds`], for shapes that come from users.
///
/// # Errors
/// As [`svds`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_svds([1.0, 2.0], 1).is_err());
/// ```
pub fn try_svds<A: ArrayLike<Elem: LinalgElement>>(
    a: A,
    k: usize,
) -> Result<Svd<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::svds(LinalgElement::promoted(a.view()).view(), k)
}

/// About the `k` largest singular values and their vectors, from random directions.
///
/// `a: (m, n)`, `omega: (n, l)` with `l ≥ k` → `u: (m, k)`, `s: (k)`, `vh: (k, n)`. `omega` is
/// a matrix of random numbers (normal ones are best) with some columns more than `k`, five or
/// ten; each of `power_iterations` makes the values more exact where they fall slowly, two are
/// usual. The error is that of the singular values left out, times a small factor. After
/// Halko, Martinsson and Tropp, "Finding structure with randomness" (2011). About
/// `4mnl(1 + power_iterations)` operations.
///
/// # Panics
/// If `a` or `omega` does not have two axes, or `omega` not as many rows as `a` has columns.
///
/// # Errors
/// [`LinalgError::NonFinite`], and [`LinalgError::NoConvergence`] if an iteration did not end.
///
/// # NumPy
/// `sklearn.utils.extmath.randomized_svd`, with the random numbers passed in.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::randomized_svd;
///
/// let omega = array![[0.3, -1.2], [1.1, 0.4], [-0.7, 0.9]]; // of a generator of your choice
/// let svd = randomized_svd([[2.0f64, 4.0, 4.0], [1.0, 2.0, 2.0]], 1, &omega, 1)?; // rank 1
/// assert!((svd.s[[0]] - 45f64.sqrt()).abs() < 1e-14);
/// assert_eq!(svd.vh.shape(), [1, 3]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn randomized_svd<A, O>(
    a: A,
    k: usize,
    omega: O,
    power_iterations: usize,
) -> Result<Svd<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    O: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_randomized_svd(a, k, omega, power_iterations))
}

/// As [`randomized_svd`], for shapes that come from users.
///
/// # Errors
/// As [`randomized_svd`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_randomized_svd([[1.0f64, 2.0]], 1, [[1.0]], 0).is_err());
/// ```
pub fn try_randomized_svd<A, O>(
    a: A,
    k: usize,
    omega: O,
    power_iterations: usize,
) -> Result<Svd<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    O: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let (a, omega) = (LinalgElement::promoted(a.view()), LinalgElement::promoted(omega.view()));
    FieldOf::<A>::randomized_svd(a.view(), k, omega.view(), power_iterations)
}

/// One matrix, finite.
fn single<T: Double>(op: &'static str, a: View<'_, T>) -> Result<(), LinalgError> {
    one_matrix(op, a)?;
    prepare::finite(op, a)
}

fn stopped(op: &'static str, iterations: usize) -> LinalgError {
    LinalgError::NoConvergence { op, iterations, matrix: [].into() }
}

/// The first `k` columns of `u`, values and columns of `v` as a decomposition.
fn cut<T: Double>(
    u: MatRef<'_, T>,
    s: &[T::R],
    v: MatRef<'_, T>,
    k: usize,
    scale: Scale,
) -> Svd<T> {
    let values = s[..k].iter().map(|&s| scale.up(s)).collect();
    let vh = dense::adjoint(v.subcols(0, k));
    Svd { u: to_array(u.subcols(0, k)), s: Array::from_vec(values), vh: to_array(vh.as_ref()) }
}

/// The body of [`svds`].
pub(crate) fn largest_values<T: Field>(a: View<'_, T>, k: usize) -> Result<Svd<T>, LinalgError> {
    by_lanczos(T::widened(a).view(), k).map(Svd::narrowed)
}

/// The body of [`randomized_svd`].
pub(crate) fn from_random<T: Field>(
    a: View<'_, T>,
    k: usize,
    omega: View<'_, T>,
    power_iterations: usize,
) -> Result<Svd<T>, LinalgError> {
    let (a, omega) = (T::widened(a), T::widened(omega));
    by_projection(a.view(), k, omega.view(), power_iterations).map(Svd::narrowed)
}

impl<T: Double> Svd<T> {
    /// The same, rounded.
    pub(crate) fn narrowed<U: Field<Wide = T>>(self) -> Svd<U> {
        Svd { u: U::narrowed(self.u), s: <U::R>::narrowed(self.s), vh: U::narrowed(self.vh) }
    }
}

fn by_lanczos<T: Double>(a: View<'_, T>, k: usize) -> Result<Svd<T>, LinalgError> {
    single("svds", a)?;
    let [m, n] = a.dims();
    let k = k.min(m.min(n));
    let scale = Scale::of(a);
    let a = scale.matrix(a);
    let par = par::pinned(4.0 * (m * n * (k + SPARE)) as f64);
    if let Some((u, s, v)) = lanczos(&a, k, par)? {
        return Ok(cut(u.as_ref(), &s, v.as_ref(), k, scale));
    }
    let (mut u, mut v) = (dense::zeros(m, m.min(n)), dense::zeros(n, m.min(n)));
    let found = decompose(from_faer(a.as_ref()), Some(u.as_mut()), Some(v.as_mut()), par);
    let s = found.map_err(|limit| stopped("svds", limit))?.own();
    Ok(cut(u.as_ref(), &s, v.as_ref(), k, scale))
}

type Triplets<T> = (Mat<T>, Vec<<T as Field>::R>, Mat<T>);

/// Block Lanczos: an orthonormal basis of the Krylov space of `aᴴ·a` grows block by block
/// until the largest values in it are those of `a`. None if it would grow to most of the space.
fn lanczos<T: Double>(a: &Mat<T>, k: usize, par: Par) -> Result<Option<Triplets<T>>, LinalgError> {
    let (m, n) = a.shape();
    let block = k + SPARE;
    let most = m.min(n) / 3;
    if k == 0 || block > most {
        return Ok(None);
    }
    let adjoint = dense::adjoint(a.as_ref());
    let mut v = start::<T>(n, block);
    orthonormalize(&mut v, par);
    // `a·v` and `aᴴ·u` of the whole bases, of which each step adds a block.
    let mut u = dense::zeros(m, 0);
    let (mut av, mut ahu) = (dense::zeros::<T>(m, 0), dense::zeros::<T>(n, 0));
    loop {
        let size = u.ncols();
        let image = dense::product(a.as_ref(), v.subcols(size, block), par);
        let next = orthogonal(&u, &image, par);
        (u, av) = (beside(&u, &next), beside(&av, &image));
        let image = dense::product(adjoint.as_ref(), next.as_ref(), par);
        ahu = beside(&ahu, &image);
        if let Some(found) = converged(&u, &v, &av, &ahu, k, par)? {
            return Ok(Some(found));
        }
        if size + 2 * block > most {
            return Ok(None);
        }
        let next = orthogonal(&v, &image, par);
        v = beside(&v, &next);
    }
}

/// The largest singular values of `uᴴ·a·v`, if their vectors solve `aᴴ·u = s·v` too.
fn converged<T: Double>(
    u: &Mat<T>,
    v: &Mat<T>,
    av: &Mat<T>,
    ahu: &Mat<T>,
    k: usize,
    par: Par,
) -> Result<Option<Triplets<T>>, LinalgError> {
    let size = u.ncols();
    let small = dense::product(dense::adjoint(u.as_ref()).as_ref(), av.as_ref(), par);
    let (mut p, mut q) = (dense::zeros(size, size), dense::zeros(size, size));
    let found = decompose(from_faer(small.as_ref()), Some(p.as_mut()), Some(q.as_mut()), par);
    let s = found.map_err(|limit| stopped("svds", limit))?.own();
    let image = dense::product(ahu.as_ref(), p.subcols(0, k), par);
    let right = dense::product(v.as_ref(), q.subcols(0, k), par);
    let units = T::R::epsilon() * <T::R as Inexact>::from_count(16);
    let limit = units * s.first().copied().unwrap_or(T::R::zero());
    let exact = (0..k).all(|j| {
        let sigma = T::from_real(s[j]);
        let off = (0..v.nrows()).map(|i| image[(i, j)] - right[(i, j)] * sigma);
        dense::length(off) <= limit * Float::sqrt(<T::R as Inexact>::from_count(size))
    });
    if !exact {
        return Ok(None);
    }
    Ok(Some((dense::product(u.as_ref(), p.subcols(0, k), par), s, right)))
}

/// The columns of `block`, made orthonormal, and orthogonal to those of `basis`: twice, as
/// once leaves what rounding makes of columns that lie within.
fn orthogonal<T: Double>(basis: &Mat<T>, block: &Mat<T>, par: Par) -> Mat<T> {
    let mut out = dense::copy(block.as_ref());
    for _ in 0..3 {
        if basis.ncols() > 0 {
            let inside = dense::product(dense::adjoint(basis.as_ref()).as_ref(), out.as_ref(), par);
            let inside = dense::product(basis.as_ref(), inside.as_ref(), par);
            out = dense::combination(&[(T::one(), &out), (-T::one(), &inside)]);
        }
        orthonormalize(&mut out, par);
    }
    out
}

/// Two matrices beside each other.
fn beside<T: Double>(left: &Mat<T>, right: &Mat<T>) -> Mat<T> {
    let at = left.ncols();
    Mat::from_fn(left.nrows().max(right.nrows()), at + right.ncols(), |i, j| {
        if j < at { left[(i, j)] } else { right[(i, j - at)] }
    })
}

/// Directions to start from, which favour none: the numbers of a linear congruential
/// generator, always the same.
fn start<T: Double>(n: usize, block: usize) -> Mat<T> {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as f64 / f64::from(1u32 << 30) - 1.0
    };
    Mat::from_fn(n, block, |_, _| {
        let re = next();
        T::from_parts(re, next())
    })
}

fn by_projection<T: Double>(
    a: View<'_, T>,
    k: usize,
    omega: View<'_, T>,
    power_iterations: usize,
) -> Result<Svd<T>, LinalgError> {
    let op = "randomized_svd";
    single(op, a)?;
    single(op, omega)?;
    let ([m, n], [rows, columns]) = (a.dims(), omega.dims());
    if rows != n {
        let (left, right) = (a.shape().into(), omega.shape().into());
        return Err(ShapeError::Mismatch { op: op.into(), left, right }.into());
    }
    let scale = Scale::of(a);
    let a = scale.matrix(a);
    let adjoint = dense::adjoint(a.as_ref());
    let columns = columns.min(m.min(n));
    let k = k.min(columns);
    let par = par::pinned(4.0 * (m * n * columns) as f64);
    let omega = Scale::of(omega).matrix(omega);
    let mut q = dense::product(a.as_ref(), omega.subcols(0, columns), par);
    orthonormalize(&mut q, par);
    for _ in 0..power_iterations {
        let mut back = dense::product(adjoint.as_ref(), q.as_ref(), par);
        orthonormalize(&mut back, par);
        q = dense::product(a.as_ref(), back.as_ref(), par);
        orthonormalize(&mut q, par);
    }
    let small = dense::product(dense::adjoint(q.as_ref()).as_ref(), a.as_ref(), par);
    let (mut p, mut v) = (dense::zeros(columns, columns), dense::zeros(n, columns));
    let found = decompose(from_faer(small.as_ref()), Some(p.as_mut()), Some(v.as_mut()), par);
    let s = found.map_err(|limit| stopped(op, limit))?.own();
    let u = dense::product(q.as_ref(), p.as_ref(), par);
    Ok(cut(u.as_ref(), &s, v.as_ref(), k, scale))
}

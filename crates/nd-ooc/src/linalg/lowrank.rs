//! `svd_lowrank`.

use super::element::{MatrixElement, conjugated};
use super::kept::kept;
use super::qr::two_axes;
use super::svd::{ChunkedSvd, factored};
use super::tall::Tall;
use crate::chunked::Chunked;
use crate::elementwise::lift1;
use crate::source::{Random, random};
use nd_core::{CastTo, ShapeError, s};

/// How [`Chunked::svd_lowrank_with`] looks for singular vectors.
///
/// # Examples
/// ```
/// use nd_ooc::LowRankOptions;
///
/// let options = LowRankOptions::default().oversampling(20).power_iterations(4).seed(1);
/// assert_eq!((options.oversampling, options.power_iterations, options.seed), (20, 4, 1));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct LowRankOptions {
    /// How many directions more than singular values are looked along: 10 unless told.
    pub oversampling: usize,
    /// How often the matrix and its transpose are applied once more: 2 unless told.
    pub power_iterations: usize,
    /// The seed of the random directions: 0 unless told.
    pub seed: u64,
}

impl Default for LowRankOptions {
    fn default() -> Self {
        Self { oversampling: 10, power_iterations: 2, seed: 0 }
    }
}

impl LowRankOptions {
    /// Sets how many directions more than singular values are looked along.
    #[must_use]
    pub fn oversampling(self, oversampling: usize) -> Self {
        Self { oversampling, ..self }
    }

    /// Sets how often the matrix and its transpose are applied once more: two passes over the data each.
    #[must_use]
    pub fn power_iterations(self, power_iterations: usize) -> Self {
        Self { power_iterations, ..self }
    }

    /// Sets the seed of the random directions.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }
}

impl<T: MatrixElement> Chunked<T>
where
    f64: CastTo<T>,
{
    /// About the `k` largest singular values and their vectors, of a matrix with two long axes.
    ///
    /// `(n, p)` → `u: (n, k)`, `s: (k)`, `vh: (k, p)`; more `k` than there are singular values gives them all. The
    /// matrix is multiplied by random directions, ten more than `k`, which are made orthonormal, as they are between the
    /// two power iterations of the default, so that small singular values are not lost beside large ones; the
    /// decomposition of what is left, `(k + 10, p)`, is exact. It is read 2 + 2 · `power_iterations` times.
    ///
    /// Halko, Martinsson and Tropp, "Finding structure with randomness" (2011): the expected error in norm is less than
    /// `(1 + 4·√(2·min(n, p) / (k − 1)))^(1 / (2q + 1))` times the first singular value that is left out, `q` being the
    /// number of power iterations, and in practice is near that value: a matrix whose rank is `k` or less has an error of
    /// rounding, and one whose singular values hardly fall is not one for this function. The values themselves are too
    /// small, never too large.
    ///
    /// The random numbers are those of [`random`](crate::random) for the seed, so the bits do not depend on chunks,
    /// budget and threads. Directions and results, `n` and `p` times `k + 10`, are kept in memory where they are small
    /// in the budget, else in the folder for scratch. NaN and infinities are errors, as for [`qr`](Self::qr).
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # NumPy
    /// scikit-learn's `randomized_svd(a, k)`, with other random numbers. Dask's `da.linalg.svd_compressed(a, k,
    /// n_power_iter=2, iterator="QR")`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_ooc::random(1);
    /// let a = rng.normal(0.0, 1.0, [300, 2])?.matmul(rng.normal(0.0, 1.0, [2, 200])?); // of rank 2
    /// let svd = a.svd_lowrank(3);
    /// let (u, s, vh) = nd_ooc::compute((&svd.u, &svd.s, &svd.vh))?;
    /// assert!(s[[2]] < 1e-12 * s[[0]]);
    /// let far = nd_linalg::matmul(u * s, vh) - a.compute()?;
    /// assert!(far.iter().all(|far| far.abs() < 1e-12));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn svd_lowrank(&self, k: usize) -> ChunkedSvd<T> {
        self.svd_lowrank_with(k, &LowRankOptions::default())
    }

    /// As [`svd_lowrank`](Self::svd_lowrank), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0.0, 3.0, 1.0).try_svd_lowrank(1).is_err());
    /// ```
    pub fn try_svd_lowrank(&self, k: usize) -> Result<ChunkedSvd<T>, ShapeError> {
        self.try_svd_lowrank_with(k, &LowRankOptions::default())
    }

    /// As [`svd_lowrank`](Self::svd_lowrank), as told.
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::LowRankOptions;
    ///
    /// let a = nd_ooc::arange(0.0_f64, 600.0, 1.0).reshape([20, 30]); // of rank 2
    /// let s = a.svd_lowrank_with(2, &LowRankOptions::default().power_iterations(0)).s.compute()?;
    /// assert!((s[[0]].hypot(s[[1]]) - (a.clone() * &a).sum().value()?.sqrt()).abs() < 1e-9);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn svd_lowrank_with(&self, k: usize, options: &LowRankOptions) -> ChunkedSvd<T> {
        self.try_svd_lowrank_with(k, options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`svd_lowrank_with`](Self::svd_lowrank_with), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// let options = nd_ooc::LowRankOptions::default();
    /// assert!(nd_ooc::arange(0.0, 3.0, 1.0).try_svd_lowrank_with(1, &options).is_err());
    /// ```
    pub fn try_svd_lowrank_with(
        &self,
        k: usize,
        options: &LowRankOptions,
    ) -> Result<ChunkedSvd<T>, ShapeError> {
        two_axes("svd_lowrank", self)?;
        let [n, p] = [self.shape()[0], self.shape()[1]];
        let k = k.min(n.min(p));
        let width = k.saturating_add(options.oversampling).min(n.min(p));
        let across = turned(self);
        let mut q = orthonormal(
            "svd_lowrank",
            &self.matmul(directions(&mut random(options.seed), p, width)),
        );
        for _ in 0..options.power_iterations {
            let back = orthonormal("svd_lowrank", &across.matmul(&q));
            q = orthonormal("svd_lowrank", &self.matmul(&back));
        }
        let small = factored("svd_lowrank", &turned(&q).matmul(self));
        let last = k as isize;
        let u = q.matmul(small.u.slice(s![.., ..last]));
        Ok(ChunkedSvd { u, s: small.s.slice(s![..last]), vh: small.vh.slice(s![..last, ..]) })
    }
}

/// Random directions: `(n, width)`, made once in each run.
pub(super) fn directions<T: MatrixElement>(rng: &mut Random, n: usize, width: usize) -> Chunked<T>
where
    f64: CastTo<T>,
{
    let drawn = rng.normal(0.0, 1.0, [n, width]);
    kept(&drawn.expect("the standard normal distribution").cast::<T>())
}

/// Orthonormal columns of the same space, made once.
pub(super) fn orthonormal<T: MatrixElement>(op: &'static str, x: &Chunked<T>) -> Chunked<T> {
    let tall = Tall::of(op, x);
    let (_, signs) = tall.signed();
    tall.stored_columns(&signs)
}

/// The transpose, of conjugates.
pub(super) fn turned<T: MatrixElement>(x: &Chunked<T>) -> Chunked<T> {
    if !T::IS_COMPLEX {
        return x.t();
    }
    lift1("conj", "", &x.t(), |a| conjugated(a.view().to_array()))
}

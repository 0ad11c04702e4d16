//! Distributions of vectors.

use super::{Generator, kahan_sum};
use crate::bits::BitGenerator;
use crate::distributions::{Beta, Binomial, Draw, Hypergeometric, StandardGamma};
use crate::error::RandomError;
use crate::factor::Square;
use crate::interval::masked;
use crate::ziggurat;
use nd_core::{Array, ArrayLike, Operand, Shape, View};

/// How [`multivariate_normal`](Generator::multivariate_normal) factors the covariance.
///
/// Each gives vectors with the same distribution, but other ones. The factors are computed
/// here, by small algorithms, so that this crate needs no linear algebra; for many variables,
/// or for NumPy's very factor, hand one in with
/// [`multivariate_normal_by`](Generator::multivariate_normal_by).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factorization {
    /// `L Lᵀ`, the fastest; the covariance must be positive definite. Vectors are NumPy's up
    /// to rounding.
    Cholesky,
    /// Eigenvectors with rising eigenvalues. Their signs are a convention that NumPy leaves to
    /// LAPACK: vectors need not be NumPy's.
    Eigh,
    /// Eigenvectors with falling eigenvalues, which for a covariance are its singular values.
    /// Signs as with [`Eigh`](Self::Eigh).
    Svd,
}

impl<B: BitGenerator> Generator<B> {
    /// Normal vectors with a mean and a covariance.
    ///
    /// `mean: (n)`, `cov: (n, n)`, `size: (s…)` → `(s…, n)`. Density
    /// exp(-(x - mean)ᵀ cov⁻¹ (x - mean) / 2) / √((2π)ⁿ det cov).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if the shapes are others, or the covariance is not symmetric
    /// or not positive semidefinite (definite for Cholesky), up to 1e-8.
    ///
    /// # NumPy
    /// `rng.multivariate_normal(mean, cov, size, check_valid="raise", method=…)`: the same
    /// standard normal numbers, multiplied by a factor that may differ; see [`Factorization`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_random::{Factorization::Cholesky, default_rng};
    ///
    /// let mut rng = default_rng(0);
    /// let cov = array![[2.0, 0.5], [0.5, 1.0]];
    /// let x = rng.multivariate_normal(&[1.0, -1.0], &cov, 100, Cholesky)?;
    /// assert_eq!(x.shape(), [100, 2]);
    /// let indefinite = array![[1.0, 2.0], [2.0, 1.0]];
    /// assert!(rng.multivariate_normal(&[0.0, 0.0], &indefinite, (), Cholesky).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn multivariate_normal(
        &mut self,
        mean: &[f64],
        cov: impl ArrayLike<Elem = f64>,
        size: impl Into<Shape>,
        factorization: Factorization,
    ) -> Result<Array<f64>, RandomError> {
        let factor = factor(mean, cov.view(), factorization)?;
        Ok(transformed(mean, &factor, size.into(), || ziggurat::normal(&mut self.bits)))
    }

    /// As [`multivariate_normal`](Self::multivariate_normal), with any factor `F` for which
    /// `F Fᵀ` is the covariance: mean + F N with standard normal vectors N.
    ///
    /// `mean: (n)`, `factor: (n, n)`, `size: (s…)` → `(s…, n)`.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if the shapes are others.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.multivariate_normal_by(&[0.0, 5.0], array![[1.0, 0.0], [0.0, 0.0]], 3)?;
    /// assert_eq!(x[[2, 1]], 5.0);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn multivariate_normal_by(
        &mut self,
        mean: &[f64],
        factor: impl ArrayLike<Elem = f64>,
        size: impl Into<Shape>,
    ) -> Result<Array<f64>, RandomError> {
        let factor = square("factor", mean.len(), factor.view())?;
        Ok(transformed(mean, &factor, size.into(), || ziggurat::normal(&mut self.bits)))
    }

    /// Multinomial: how often each of `d` outcomes comes up in `n` trials.
    ///
    /// `n` and `pvals: (…, d)` broadcast to `size: (s…)` → `(s…, d)`. P(k) = n! Π pᵢ^kᵢ / kᵢ!.
    /// The last probability is what the others leave. Conditional binomials, first to last.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if `n` is negative, there is no outcome, a probability is
    /// not within 0 to 1, or all but the last add up to more than 1;
    /// [`RandomError::Shape`] if the parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.multinomial(n, pvals, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let throws = rng.multinomial(20, [1.0 / 6.0; 6], 3)?;
    /// assert_eq!(throws.shape(), [3, 6]);
    /// assert_eq!(throws.iter().sum::<i64>(), 60);
    /// assert!(rng.multinomial(-1, [0.5, 0.5], ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn multinomial(
        &mut self,
        n: impl Operand<i64>,
        pvals: impl ArrayLike<Elem = f64>,
        size: impl Into<Shape>,
    ) -> Result<Array<i64>, RandomError> {
        let (n, pvals, size) = (n.operand(), pvals.view(), size.into());
        let outcomes = pvals.shape().last().copied().unwrap_or(0);
        let wrong = |parameter, value: String, domain| {
            Err(RandomError::parameter("multinomial", parameter, value, domain))
        };
        if outcomes == 0 {
            return wrong("pvals", "an empty axis".to_owned(), "at least one outcome");
        }
        if let Some(p) = pvals.iter().find(|p| !(0.0..=1.0).contains(*p)) {
            return wrong("pvals", p.to_string(), "a value from 0 to 1");
        }
        if let Some(n) = n.iter().find(|n| **n < 0) {
            return wrong("n", n.to_string(), "a value of at least 0");
        }
        let all = pvals.try_broadcast_to(with_axis(size, outcomes))?;
        let trials = n.try_broadcast_to(size)?;
        let flat: Vec<f64> = all.iter().copied().collect();
        for p in flat.chunks_exact(outcomes) {
            let sum = kahan_sum(&p[..outcomes - 1]);
            if sum > 1.0 + 1e-12 {
                return wrong("pvals", format!("a sum of {sum}"), "a sum of at most 1");
            }
        }
        let mut counts = vec![0; flat.len()];
        let rows = counts.chunks_exact_mut(outcomes).zip(flat.chunks_exact(outcomes));
        for ((counts, p), &n) in rows.zip(trials.iter()) {
            self.multinomial_into(n, p, counts);
        }
        Ok(Array::from_shape_vec(with_axis(size, outcomes), counts))
    }

    /// One multinomial vector, into zeros.
    fn multinomial_into(&mut self, n: i64, p: &[f64], counts: &mut [i64]) {
        let (mut trials, mut remaining) = (n, 1.0);
        let last = counts.len() - 1;
        for j in 0..last {
            counts[j] = Binomial::new(trials, p[j] / remaining).draw(&mut self.bits);
            trials -= counts[j];
            if trials <= 0 {
                return;
            }
            remaining -= p[j];
        }
        if trials > 0 {
            counts[last] = trials;
        }
    }

    /// Multivariate hypergeometric: how many of each colour are among `nsample` taken from
    /// `colors[i]` of colour i. Conditional hypergeometric numbers, colour by colour.
    ///
    /// `size: (s…)` → `(s…, colours)`. P(k) = Π C(colorsᵢ, kᵢ) / C(Σ colors, nsample).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if a number is negative, all colours together are 10⁹ or
    /// more, or `nsample` is more than there are.
    ///
    /// # NumPy
    /// `rng.multivariate_hypergeometric(colors, nsample, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let taken = rng.multivariate_hypergeometric(&[16, 8, 4], 6, 10)?;
    /// assert_eq!(taken.shape(), [10, 3]);
    /// assert!(rng.multivariate_hypergeometric(&[1, 2], 4, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn multivariate_hypergeometric(
        &mut self,
        colors: &[i64],
        nsample: i64,
        size: impl Into<Shape>,
    ) -> Result<Array<i64>, RandomError> {
        let total = check_colors(colors, nsample, 1_000_000_000)?;
        let bits = &mut self.bits;
        Ok(by_color(colors, nsample, total, size.into(), |sample, counts| {
            let (mut left, mut rest) = (sample, total);
            for j in 0..colors.len() - 1 {
                if left <= 0 {
                    break;
                }
                rest -= colors[j];
                counts[j] = Hypergeometric::new(colors[j], rest, left).draw(bits);
                left -= counts[j];
            }
            if left > 0 {
                counts[colors.len() - 1] = left;
            }
        }))
    }

    /// As [`multivariate_hypergeometric`](Self::multivariate_hypergeometric), by really taking
    /// `nsample` from a list of all: other numbers, memory for all of them, no limit at 10⁹.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if a number is negative, the sum overflows, or `nsample` is
    /// more than there are.
    ///
    /// # NumPy
    /// `rng.multivariate_hypergeometric(colors, nsample, size, method="count")`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let taken = rng.multivariate_hypergeometric_counted(&[16, 8, 4], 6, 10)?;
    /// assert_eq!(taken.iter().sum::<i64>(), 60);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn multivariate_hypergeometric_counted(
        &mut self,
        colors: &[i64],
        nsample: i64,
        size: impl Into<Shape>,
    ) -> Result<Array<i64>, RandomError> {
        let total = check_colors(colors, nsample, i64::MAX / 8)?;
        let repeated = |(color, &n): (usize, &i64)| std::iter::repeat_n(color, n as usize);
        let mut all: Vec<usize> = colors.iter().enumerate().flat_map(repeated).collect();
        let bits = &mut self.bits;
        Ok(by_color(colors, nsample, total, size.into(), |sample, counts| {
            for j in 0..sample as usize {
                let k = j + masked(bits, (all.len() - j - 1) as u64) as usize;
                all.swap(j, k);
            }
            all[..sample as usize].iter().for_each(|&color| counts[color] += 1);
        }))
    }

    /// Dirichlet: shares that add up to 1.
    ///
    /// `alpha: (k)`, `size: (s…)` → `(s…, k)`. Density Π xᵢ^(αᵢ - 1) Γ(Σα) / Π Γ(αᵢ). Shares
    /// of gamma numbers; if all of alpha are below 0.1, where those might all be 0, by breaking
    /// a stick with beta numbers.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if a value of alpha is negative.
    ///
    /// # NumPy
    /// `rng.dirichlet(alpha, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let shares = rng.dirichlet(&[10.0, 5.0, 3.0], 20)?;
    /// assert_eq!(shares.shape(), [20, 3]);
    /// assert!(rng.dirichlet(&[-1.0], ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn dirichlet(
        &mut self,
        alpha: &[f64],
        size: impl Into<Shape>,
    ) -> Result<Array<f64>, RandomError> {
        if let Some(wrong) = alpha.iter().find(|a| **a < 0.0) {
            let domain = "a value of at least 0";
            return Err(RandomError::parameter("dirichlet", "alpha", wrong, domain));
        }
        let size = size.into();
        let mut all = vec![0.0; size.size() * alpha.len()];
        let vectors = all.chunks_exact_mut(alpha.len().max(1));
        // As `max` of NumPy: NaN is not below.
        if alpha.iter().all(|a| *a < 0.1) {
            self.broken_sticks(alpha, vectors);
        } else {
            let gammas: Vec<_> = alpha.iter().map(|&a| StandardGamma::new(a)).collect();
            for vector in vectors {
                let mut sum = 0.0;
                for (x, gamma) in vector.iter_mut().zip(&gammas) {
                    *x = gamma.draw(&mut self.bits);
                    sum += *x;
                }
                let inverse = 1.0 / sum;
                vector.iter_mut().for_each(|x| *x *= inverse);
            }
        }
        Ok(Array::from_shape_vec(with_axis(size, alpha.len()), all))
    }

    fn broken_sticks<'v>(&mut self, alpha: &[f64], vectors: impl Iterator<Item = &'v mut [f64]>) {
        // Sums of what comes after, added from the end.
        let mut after = vec![0.0; alpha.len()];
        let mut sum = 0.0;
        for (after, alpha) in after.iter_mut().zip(alpha).rev() {
            sum += alpha;
            *after = sum;
        }
        if !(sum > 0.0) {
            return;
        }
        for vector in vectors {
            let mut stick = 1.0;
            let last = vector.len() - 1;
            for j in 0..last {
                let piece = Beta::new(alpha[j], after[j + 1]).draw(&mut self.bits);
                vector[j] = stick * piece;
                stick *= 1.0 - piece;
                if after[j + 1] == 0.0 {
                    break;
                }
            }
            vector[last] = stick;
        }
    }
}

/// Vectors `mean + factor N`, with vectors N of the normal numbers that `draw` gives.
pub(crate) fn transformed(
    mean: &[f64],
    factor: &Square,
    size: Shape,
    mut draw: impl FnMut() -> f64,
) -> Array<f64> {
    let n = factor.n;
    let mut all = Vec::with_capacity(size.size() * n);
    let mut normal = vec![0.0; n];
    for _ in 0..size.size() {
        normal.fill_with(&mut draw);
        let rows = factor.elements.chunks_exact(n.max(1));
        all.extend(
            mean.iter()
                .zip(rows)
                .map(|(mean, row)| mean + row.iter().zip(&normal).map(|(f, x)| f * x).sum::<f64>()),
        );
    }
    Array::from_shape_vec(with_axis(size, n), all)
}

/// `shape` with one more axis.
#[track_caller]
fn with_axis(shape: Shape, n: usize) -> Shape {
    Shape::from(&[&shape[..], &[n]].concat()[..])
}

/// A square matrix of `n` rows.
fn square(parameter: &'static str, n: usize, a: View<'_, f64>) -> Result<Square, RandomError> {
    if a.shape() != [n, n] {
        let shape = format!("a matrix of shape {:?}", a.shape());
        let domain = "one row and one column for each element of the mean";
        return Err(RandomError::parameter("multivariate_normal", parameter, shape, domain));
    }
    Ok(Square { n, elements: a.iter().copied().collect() })
}

/// A matrix `F` with `F Fᵀ = cov`.
pub(crate) fn factor(
    mean: &[f64],
    cov: View<'_, f64>,
    factorization: Factorization,
) -> Result<Square, RandomError> {
    const TOLERANCE: f64 = 1e-8;
    let wrong = |value: &str, domain| {
        Err(RandomError::parameter("multivariate_normal", "cov", value, domain))
    };
    let cov = square("cov", mean.len(), cov)?;
    if !cov.is_symmetric(TOLERANCE) {
        return wrong("a matrix that is not symmetric, or NaN,", "a symmetric one");
    }
    if factorization == Factorization::Cholesky {
        let domain = "a positive definite one";
        return cov.cholesky().map_or_else(|| wrong("an indefinite matrix", domain), Ok);
    }
    let n = cov.n;
    let (mut values, mut vectors) = cov.eigen();
    if values.iter().any(|value| !(*value >= -TOLERANCE)) {
        return wrong("an indefinite matrix", "a positive semidefinite one");
    }
    if factorization == Factorization::Svd {
        // Equal values keep their order: the identity is its own factor.
        let mut falling: Vec<usize> = (0..n).collect();
        falling.sort_by(|&i, &j| values[j].total_cmp(&values[i]));
        let sorted = |row: &[f64]| falling.iter().map(|&i| row[i]).collect::<Vec<f64>>();
        vectors.elements = vectors.elements.chunks_exact(n.max(1)).flat_map(sorted).collect();
        values = falling.iter().map(|&i| values[i]).collect();
    }
    for row in vectors.elements.chunks_exact_mut(n.max(1)) {
        row.iter_mut().zip(&values).for_each(|(x, value)| *x *= value.abs().sqrt());
    }
    Ok(vectors)
}

/// The sum of `colors`, if it is below `limit` and `nsample` is within it.
fn check_colors(colors: &[i64], nsample: i64, limit: i64) -> Result<i64, RandomError> {
    let wrong = |parameter, value: String, domain| {
        Err(RandomError::parameter("multivariate_hypergeometric", parameter, value, domain))
    };
    if let Some(n) = colors.iter().find(|n| **n < 0) {
        return wrong("colors", n.to_string(), "a value of at least 0");
    }
    let total = colors.iter().try_fold(0i64, |sum, &n| sum.checked_add(n));
    let Some(total) = total.filter(|&total| total < limit) else {
        return wrong("colors", "their sum".to_owned(), "a sum below the method's limit");
    };
    if nsample < 0 || nsample > total {
        return wrong("nsample", nsample.to_string(), "a value from 0 to the sum of colors");
    }
    Ok(total)
}

/// Vectors of counts: `take(n, counts)` takes n; where more than half are to be taken, it
/// takes those that stay.
fn by_color(
    colors: &[i64],
    nsample: i64,
    total: i64,
    size: Shape,
    mut take: impl FnMut(i64, &mut [i64]),
) -> Array<i64> {
    let mut all = vec![0; size.size() * colors.len()];
    let rest = nsample > total / 2;
    let sample = if rest { total - nsample } else { nsample };
    if total > 0 && nsample > 0 {
        for counts in all.chunks_exact_mut(colors.len()) {
            take(sample, counts);
            if rest {
                counts.iter_mut().zip(colors).for_each(|(count, n)| *count = n - *count);
            }
        }
    }
    Array::from_shape_vec(with_axis(size, colors.len()), all)
}

//! Distributions of vectors, which lie along the last axis.

use super::RandomState;
use super::distributions::{Binomial, StandardGamma};
use super::source::LegacyDraw;
use crate::bits::BitGenerator;
use crate::error::RandomError;
use crate::generator::{Factorization, factor, kahan_sum, transformed};
use nd_core::{Array, ArrayLike, Shape, ShapeError};

impl<B: BitGenerator> RandomState<B> {
    /// Normal vectors with a mean and a covariance.
    ///
    /// `mean: (n)`, `cov: (n, n)`, `size: (s…)` → `(s…, n)`.
    ///
    /// # Errors
    /// As [`Generator::multivariate_normal`](crate::Generator::multivariate_normal).
    ///
    /// # NumPy
    /// `np.random.multivariate_normal(mean, cov, size, check_valid="raise")`: the same normal
    /// numbers, by singular vectors whose signs need not be LAPACK's; see
    /// [`Factorization::Svd`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(0);
    /// let x = random.multivariate_normal(&[0.0, 10.0], array![[1.0, 0.0], [0.0, 1.0]], ())?;
    /// assert_eq!(x, array![1.764052345967664, 10.400157208367224]);
    /// assert!(random.multivariate_normal(&[0.0], array![[-1.0]], ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn multivariate_normal(
        &mut self,
        mean: &[f64],
        cov: impl ArrayLike<Elem = f64>,
        size: impl Into<Shape>,
    ) -> Result<Array<f64>, RandomError> {
        let factor = factor(mean, cov.view(), Factorization::Svd)?;
        Ok(transformed(mean, &factor, size.into(), || self.source.normal()))
    }

    /// How often each of several outcomes comes up in `n >= 0` trials: one count for each of
    /// the probabilities `pvals`, of which the last is what the others leave.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if `n` is negative, a probability is not between 0 and 1, or
    /// all but the last have a sum above 1, or `pvals` is not 1-d; [`RandomError::Shape`] if
    /// there are too many axes.
    ///
    /// # NumPy
    /// `np.random.multinomial(n, pvals, size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.multinomial(20, [1.0 / 6.0; 6], ())?, array![3, 6, 4, 3, 1, 3]);
    /// assert_eq!(random.multinomial(20, [0.5, 0.5], [2, 3])?.shape(), [2, 3, 2]);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn multinomial(
        &mut self,
        n: i64,
        pvals: impl ArrayLike<Elem = f64>,
        size: impl Into<Shape>,
    ) -> Result<Array<i64>, RandomError> {
        let pvals = values("multinomial", &pvals)?;
        let wrong = |what, value: String, domain| {
            Err(RandomError::parameter("multinomial", what, value, domain))
        };
        if n < 0 {
            return wrong("n", n.to_string(), "a value of at least 0");
        }
        if let Some(p) = pvals.iter().find(|&p| !(0.0..=1.0).contains(p)) {
            return wrong("pvals", p.to_string(), "a value from 0 to 1");
        }
        let but_last = kahan_sum(&pvals[..pvals.len().saturating_sub(1)]);
        if but_last > 1.0 + 1e-12 {
            return wrong(
                "the sum of all but the last of pvals",
                but_last.to_string(),
                "at most 1",
            );
        }
        let shape = with_last_axis(size.into(), pvals.len())?;
        let mut counts = Vec::with_capacity(shape.size());
        while counts.len() < shape.size() {
            self.counts(n, &pvals, &mut counts);
        }
        Ok(Array::try_from_shape_vec(shape, counts)?)
    }

    fn counts(&mut self, n: i64, pvals: &[f64], counts: &mut Vec<i64>) {
        let end = counts.len() + pvals.len();
        let (mut left, mut p_left) = (n, 1.0);
        for p in &pvals[..pvals.len() - 1] {
            let count = Binomial::of_part(left, p / p_left).draw(&mut self.source);
            counts.push(count);
            left = left.wrapping_sub(count);
            if left <= 0 {
                break;
            }
            p_left -= p;
        }
        counts.resize(end, 0);
        if left > 0 {
            counts[end - 1] = left;
        }
    }

    /// Vectors of shares, which add up to 1: one for each of the concentrations `alpha > 0`.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if a concentration is not above 0, or `alpha` is not 1-d;
    /// [`RandomError::Shape`] if there are too many axes.
    ///
    /// # NumPy
    /// `np.random.dirichlet(alpha, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.dirichlet([1.0, 2.0, 3.0], 4)?[[0, 0]], 0.10925336826910685);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn dirichlet(
        &mut self,
        alpha: impl ArrayLike<Elem = f64>,
        size: impl Into<Shape>,
    ) -> Result<Array<f64>, RandomError> {
        let alpha = values("dirichlet", &alpha)?;
        if let Some(a) = alpha.iter().find(|&&a| a <= 0.0) {
            return Err(RandomError::parameter("dirichlet", "alpha", a, "a value above 0"));
        }
        let shape = with_last_axis(size.into(), alpha.len())?;
        let gammas: Vec<StandardGamma> = alpha.iter().copied().map(StandardGamma::new).collect();
        let mut shares = Vec::with_capacity(shape.size());
        while shares.len() < shape.size() {
            let start = shares.len();
            shares.extend(gammas.iter().map(|gamma| gamma.draw(&mut self.source)));
            let sum = shares[start..].iter().fold(0.0, |sum, share| sum + share);
            let factor = 1.0 / sum;
            shares[start..].iter_mut().for_each(|share| *share *= factor);
        }
        Ok(Array::try_from_shape_vec(shape, shares)?)
    }
}

/// The values of a 1-d parameter, one after the other.
fn values(method: &'static str, a: &impl ArrayLike<Elem = f64>) -> Result<Vec<f64>, RandomError> {
    let view = a.view();
    if view.ndim() != 1 {
        return Err(RandomError::parameter(method, "axes", view.ndim(), "one axis"));
    }
    Ok(view.iter().copied().collect())
}

fn with_last_axis(shape: Shape, len: usize) -> Result<Shape, ShapeError> {
    let mut lengths = shape.as_slice().to_vec();
    lengths.push(len);
    Shape::try_new(&lengths)
}

//! Discrete distributions.

use super::Generator;
use crate::bits::BitGenerator;
use crate::distributions::{
    Binomial, Geometric, Hypergeometric, LogSeries, NegativeBinomial, Poisson, Zipf,
};
use crate::error::RandomError;
use crate::parameters::{Domain, POISSON_MEAN_MAX, Parameter, Parameters, draw};
use crate::size::Size;
use nd_core::Operand;

/// From here on the algorithm would lose the last digits.
const HYPERGEOMETRIC_MAX: i64 = 1_000_000_000;

impl<B: BitGenerator> Generator<B> {
    /// Binomial: successes in `n` trials, each with probability `p`.
    ///
    /// P(k) = n! / (k! (n - k)!) p^k (1 - p)^(n - k).
    ///
    /// Domains: `n`: at least 0; `p`: 0 to 1. Inversion below 30 expected successes, BTPE
    /// (Kachitvichyanukul and Schmeiser 1988) above.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.binomial(n, p, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.binomial(10, 0.3, 100)?;
    /// assert!(x.iter().all(|k| (0..=10).contains(k)));
    /// assert!(rng.binomial(10, 1.5, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn binomial<S: Size<i64>>(
        &mut self,
        n: impl Operand<i64>,
        p: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let parameters = (
            Parameter::new("n", n.operand(), Domain::NonNegative),
            Parameter::new("p", p.operand(), Domain::Probability),
        );
        draw(&mut self.bits, "binomial", size, parameters, |(n, p)| Binomial::new(n, p))
    }

    /// Poisson: events in a time in which `lam` are expected.
    ///
    /// P(k) = lam^k exp(-lam) / k!.
    ///
    /// Domains: `lam`: 0 to 9.2e18. Products of uniform numbers (Knuth) below 10, PTRS (Hörmann
    /// 1993) above.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.poisson(lam, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.poisson(4.0, 100)?;
    /// assert!(x.iter().all(|&k| k >= 0));
    /// assert!(rng.poisson(-1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn poisson<S: Size<i64>>(
        &mut self,
        lam: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let parameters = (Parameter::new("lam", lam.operand(), Domain::PoissonMean),);
        draw(&mut self.bits, "poisson", size, parameters, |(lam,)| Poisson::new(lam))
    }

    /// Geometric: trials until the first success.
    ///
    /// P(k) = (1 - p)^(k - 1) p for k ≥ 1.
    ///
    /// Domains: `p`: above 0, up to 1. Search from p = 1/3 on, inversion below.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.geometric(p, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.geometric(0.2, 100)?;
    /// assert!(x.iter().all(|&k| k >= 1));
    /// assert!(rng.geometric(0.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn geometric<S: Size<i64>>(
        &mut self,
        p: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let parameters = (Parameter::new("p", p.operand(), Domain::PositiveProbability),);
        draw(&mut self.bits, "geometric", size, parameters, |(p,)| Geometric::new(p))
    }

    /// Logarithmic series.
    ///
    /// P(k) = -p^k / (k ln(1 - p)) for k ≥ 1.
    ///
    /// Domains: `p`: 0 to below 1. Kemp, Applied Statistics 30 (1981).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.logseries(p, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.logseries(0.6, 100)?;
    /// assert!(x.iter().all(|&k| k >= 1));
    /// assert!(rng.logseries(1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn logseries<S: Size<i64>>(
        &mut self,
        p: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let parameters = (Parameter::new("p", p.operand(), Domain::ProbabilityBelowOne),);
        draw(&mut self.bits, "logseries", size, parameters, |(p,)| LogSeries::new(p))
    }

    /// Zipf.
    ///
    /// P(k) = k^-a / ζ(a) for k ≥ 1, cut off at the largest `i64`.
    ///
    /// Domains: `a`: above 1. Rejection, after Devroye (1986), chapter X.6.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.zipf(a, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.zipf(2.0, 100)?;
    /// assert!(x.iter().all(|&k| k >= 1));
    /// assert!(rng.zipf(1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn zipf<S: Size<i64>>(
        &mut self,
        a: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let parameters = (Parameter::new("a", a.operand(), Domain::AboveOne),);
        draw(&mut self.bits, "zipf", size, parameters, |(a,)| Zipf::new(a))
    }

    /// Negative binomial: failures before `n` successes, each with probability `p`.
    ///
    /// P(k) = Γ(n + k) / (k! Γ(n)) p^n (1 - p)^k.
    ///
    /// Domains: `n`: above 0, need not be an integer; `p`: above 0, up to 1. Poisson with a
    /// mean that is gamma distributed.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, or if the numbers might not
    /// fit `i64`; [`RandomError::Shape`] if the parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.negative_binomial(n, p, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.negative_binomial(3.0, 0.5, 100)?;
    /// assert!(x.iter().all(|&k| k >= 0));
    /// assert!(rng.negative_binomial(0.0, 0.5, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn negative_binomial<S: Size<i64>>(
        &mut self,
        n: impl Operand<f64>,
        p: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let parameters = (
            Parameter::new("n", n.operand(), Domain::PositiveNumber),
            Parameter::new("p", p.operand(), Domain::PositiveProbability),
        );
        parameters.check("negative_binomial")?;
        for (n, p) in parameters.walk(parameters.shape()?)? {
            let mean = (1.0 - p) / p * (n + 10.0 * n.sqrt());
            if mean > POISSON_MEAN_MAX {
                let domain = "a value for which numbers fit i64";
                return Err(RandomError::parameter("negative_binomial", "n", n, domain));
            }
        }
        let make = |(n, p)| NegativeBinomial::new(n, p);
        draw(&mut self.bits, "negative_binomial", size, parameters, make)
    }

    /// Hypergeometric: the good ones among `nsample` taken from `ngood` good and `nbad` bad
    /// ones.
    ///
    /// P(k) = C(ngood, k) C(nbad, nsample - k) / C(ngood + nbad, nsample).
    ///
    /// Domains: `ngood` and `nbad`: 0 to below 10⁹; `nsample`: 0 to `ngood + nbad`. Counted
    /// one by one for small samples, else HRUA (Stadlober 1990).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if
    /// the parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.hypergeometric(ngood, nbad, nsample, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.hypergeometric(100, 2, 10, 100)?;
    /// assert!(x.iter().all(|k| (8..=10).contains(k)));
    /// assert!(rng.hypergeometric(1, 2, 4, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn hypergeometric<S: Size<i64>>(
        &mut self,
        ngood: impl Operand<i64>,
        nbad: impl Operand<i64>,
        nsample: impl Operand<i64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let parameters = (
            Parameter::new("ngood", ngood.operand(), Domain::NonNegative),
            Parameter::new("nbad", nbad.operand(), Domain::NonNegative),
            Parameter::new("nsample", nsample.operand(), Domain::NonNegative),
        );
        parameters.check("hypergeometric")?;
        for (good, bad, sample) in parameters.walk(parameters.shape()?)? {
            let wrong = |parameter, value: i64, domain| {
                Err(RandomError::parameter("hypergeometric", parameter, value, domain))
            };
            if good >= HYPERGEOMETRIC_MAX {
                return wrong("ngood", good, "a value below 1e9");
            }
            if bad >= HYPERGEOMETRIC_MAX {
                return wrong("nbad", bad, "a value below 1e9");
            }
            if sample > good + bad {
                return wrong("nsample", sample, "a value of at most ngood + nbad");
            }
        }
        let make = |(good, bad, sample)| Hypergeometric::new(good, bad, sample);
        draw(&mut self.bits, "hypergeometric", size, parameters, make)
    }
}

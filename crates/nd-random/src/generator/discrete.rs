//! Discrete distributions.

use super::Generator;
use crate::bits::BitGenerator;
use crate::compiled::Discrete;
use crate::error::RandomError;
use crate::size::Size;
use nd_core::Operand;

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
        let (n, p) = ([n.operand()], [p.operand()]);
        size.through(|to| self.bits.discrete(Discrete::Binomial, &n, &p, to))
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
        let (n, p) = ([], [lam.operand()]);
        size.through(|to| self.bits.discrete(Discrete::Poisson, &n, &p, to))
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
        let (n, p) = ([], [p.operand()]);
        size.through(|to| self.bits.discrete(Discrete::Geometric, &n, &p, to))
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
        let (n, p) = ([], [p.operand()]);
        size.through(|to| self.bits.discrete(Discrete::LogSeries, &n, &p, to))
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
        let (n, p) = ([], [a.operand()]);
        size.through(|to| self.bits.discrete(Discrete::Zipf, &n, &p, to))
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
        let (n, p) = ([], [n.operand(), p.operand()]);
        size.through(|to| self.bits.discrete(Discrete::NegativeBinomial, &n, &p, to))
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
        let (n, p) = ([ngood.operand(), nbad.operand(), nsample.operand()], []);
        size.through(|to| self.bits.discrete(Discrete::Hypergeometric, &n, &p, to))
    }
}

//! Continuous distributions: the normal family and those by inversion.

use super::Generator;
use crate::bits::BitGenerator;
use crate::compiled::{Continuous, Narrow};
use crate::error::RandomError;
use crate::size::Size;
use crate::ziggurat;
use nd_core::Operand;

/// Draws without parameters: of these nothing can be wrong.
#[inline]
pub(super) fn certain<T>(drawn: Result<T, RandomError>) -> T {
    drawn.expect("there are no parameters")
}

impl<B: BitGenerator> Generator<B> {
    /// Normal (Gaussian).
    ///
    /// Density exp(-(x - loc)² / (2 scale²)) / (scale √(2π)); mean `loc`, standard deviation
    /// `scale`.
    ///
    /// Domains: `loc`: any; `scale`: at least 0. `loc + scale * standard_normal`, by the
    /// ziggurat of Marsaglia and Tsang (2000).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.normal(loc, scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.normal(180.0, 7.5, [2, 3])?;
    /// assert_eq!(x.shape(), [2, 3]);
    /// assert!(rng.normal(0.0, -1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn normal<S: Size<f64>>(
        &mut self,
        loc: impl Operand<f64>,
        scale: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [loc.operand(), scale.operand()];
        size.through(|to| self.bits.continuous(Continuous::Normal, &p, to))
    }

    /// Lognormal: exp of a normal number.
    ///
    /// Density exp(-(ln x - mean)² / (2 sigma²)) / (x sigma √(2π)) for x > 0; `mean` and
    /// `sigma` are those of the logarithm.
    ///
    /// Domains: `mean`: any; `sigma`: at least 0. exp(normal(mean, sigma)).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.lognormal(mean, sigma, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.lognormal(0.0, 1.0, 100)?;
    /// assert!(x.iter().all(|&x| x > 0.0));
    /// assert!(rng.lognormal(0.0, -1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn lognormal<S: Size<f64>>(
        &mut self,
        mean: impl Operand<f64>,
        sigma: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [mean.operand(), sigma.operand()];
        size.through(|to| self.bits.continuous(Continuous::LogNormal, &p, to))
    }

    /// Exponential.
    ///
    /// Density exp(-x / scale) / scale for x ≥ 0; mean `scale`, rate 1 / `scale`.
    ///
    /// Domains: `scale`: at least 0. `scale * standard_exponential`, by the ziggurat.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.exponential(scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.exponential(2.0, 100)?;
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// assert!(rng.exponential(-2.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn exponential<S: Size<f64>>(
        &mut self,
        scale: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [scale.operand()];
        size.through(|to| self.bits.continuous(Continuous::Exponential, &p, to))
    }

    /// Rayleigh: the length of a vector of two normal numbers.
    ///
    /// Density x exp(-x² / (2 scale²)) / scale² for x ≥ 0.
    ///
    /// Domains: `scale`: at least 0. scale √(2 E) with an exponential number E.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.rayleigh(scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.rayleigh(1.0, 100)?;
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// assert!(rng.rayleigh(-1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn rayleigh<S: Size<f64>>(
        &mut self,
        scale: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [scale.operand()];
        size.through(|to| self.bits.continuous(Continuous::Rayleigh, &p, to))
    }

    /// Laplace (double exponential).
    ///
    /// Density exp(-|x - loc| / scale) / (2 scale).
    ///
    /// Domains: `loc`: any; `scale`: at least 0. Inversion.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.laplace(loc, scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.laplace(0.0, 1.0, 100)?;
    /// assert!(x.iter().all(|x| x.is_finite()));
    /// assert!(rng.laplace(0.0, -1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn laplace<S: Size<f64>>(
        &mut self,
        loc: impl Operand<f64>,
        scale: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [loc.operand(), scale.operand()];
        size.through(|to| self.bits.continuous(Continuous::Laplace, &p, to))
    }

    /// Gumbel: the limit of maxima.
    ///
    /// Density exp(-z - exp(-z)) / scale with z = (x - loc) / scale.
    ///
    /// Domains: `loc`: any; `scale`: at least 0. Inversion.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.gumbel(loc, scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.gumbel(0.0, 1.0, 100)?;
    /// assert!(x.iter().all(|x| x.is_finite()));
    /// assert!(rng.gumbel(0.0, -1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn gumbel<S: Size<f64>>(
        &mut self,
        loc: impl Operand<f64>,
        scale: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [loc.operand(), scale.operand()];
        size.through(|to| self.bits.continuous(Continuous::Gumbel, &p, to))
    }

    /// Logistic.
    ///
    /// Density exp(-z) / (scale (1 + exp(-z))²) with z = (x - loc) / scale.
    ///
    /// Domains: `loc`: any; `scale`: at least 0. Inversion.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.logistic(loc, scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.logistic(0.0, 1.0, 100)?;
    /// assert!(x.iter().all(|x| x.is_finite()));
    /// assert!(rng.logistic(0.0, -1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn logistic<S: Size<f64>>(
        &mut self,
        loc: impl Operand<f64>,
        scale: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [loc.operand(), scale.operand()];
        size.through(|to| self.bits.continuous(Continuous::Logistic, &p, to))
    }

    /// Pareto II (Lomax): add 1 for the classical one.
    ///
    /// Density a / (1 + x)^(a + 1) for x ≥ 0.
    ///
    /// Domains: `a`: above 0. exp(E / a) - 1 with an exponential number E.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.pareto(a, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.pareto(3.0, 100)?;
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// assert!(rng.pareto(0.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn pareto<S: Size<f64>>(
        &mut self,
        a: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [a.operand()];
        size.through(|to| self.bits.continuous(Continuous::Pareto, &p, to))
    }

    /// Weibull with scale 1.
    ///
    /// Density a x^(a - 1) exp(-x^a) for x ≥ 0.
    ///
    /// Domains: `a`: at least 0. E^(1 / a) with an exponential number E.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.weibull(a, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.weibull(1.5, 100)?;
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// assert!(rng.weibull(-1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn weibull<S: Size<f64>>(
        &mut self,
        a: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [a.operand()];
        size.through(|to| self.bits.continuous(Continuous::Weibull, &p, to))
    }

    /// Power function: the inverse of a Pareto number.
    ///
    /// Density a x^(a - 1) for 0 ≤ x ≤ 1.
    ///
    /// Domains: `a`: above 0. (1 - exp(-E))^(1 / a) with an exponential number E.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.power(a, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.power(2.0, 100)?;
    /// assert!(x.iter().all(|x| (0.0..=1.0).contains(x)));
    /// assert!(rng.power(0.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn power<S: Size<f64>>(
        &mut self,
        a: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [a.operand()];
        size.through(|to| self.bits.continuous(Continuous::Power, &p, to))
    }

    /// Wald (inverse Gaussian).
    ///
    /// Density √(scale / (2π x³)) exp(-scale (x - mean)² / (2 mean² x)) for x > 0.
    ///
    /// Domains: `mean`: above 0; `scale`: above 0. Michael, Schucany and Haas, The American
    /// Statistician 30 (1976).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.wald(mean, scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.wald(1.0, 2.0, 100)?;
    /// assert!(x.iter().all(|&x| x > 0.0));
    /// assert!(rng.wald(0.0, 1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn wald<S: Size<f64>>(
        &mut self,
        mean: impl Operand<f64>,
        scale: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [mean.operand(), scale.operand()];
        size.through(|to| self.bits.continuous(Continuous::Wald, &p, to))
    }

    /// Von Mises: normal on a circle, in radians from -π to π.
    ///
    /// Density exp(kappa cos(x - mu)) / (2π I₀(kappa)); I₀ is the modified Bessel function.
    ///
    /// Domains: `mu`: any; `kappa`: at least 0. Best and Fisher, Applied Statistics 28 (1979).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.vonmises(mu, kappa, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.vonmises(0.0, 4.0, 100)?;
    /// assert!(x.iter().all(|x: &f64| x.abs() <= std::f64::consts::PI));
    /// assert!(rng.vonmises(0.0, -1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn vonmises<S: Size<f64>>(
        &mut self,
        mu: impl Operand<f64>,
        kappa: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [mu.operand(), kappa.operand()];
        size.through(|to| self.bits.continuous(Continuous::VonMises, &p, to))
    }

    /// Triangular: rising from `left` to `mode`, falling to `right`.
    ///
    /// Density 2 (x - left) / ((right - left) (mode - left)) up to the mode,
    /// 2 (right - x) / ((right - left) (right - mode)) from there on.
    ///
    /// Domains: `left ≤ mode ≤ right`, `left < right`. Inversion.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if they are in another order, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.triangular(left, mode, right, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.triangular(-3.0, 0.0, 8.0, 100)?;
    /// assert!(x.iter().all(|x| (-3.0..=8.0).contains(x)));
    /// assert!(rng.triangular(1.0, 0.0, 2.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn triangular<S: Size<f64>>(
        &mut self,
        left: impl Operand<f64>,
        mode: impl Operand<f64>,
        right: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [left.operand(), mode.operand(), right.operand()];
        size.through(|to| self.bits.continuous(Continuous::Triangular, &p, to))
    }

    /// Standard normal: mean 0, standard deviation 1.
    ///
    /// Density exp(-x²/2) / √(2π). By the ziggurat of G. Marsaglia and W. W. Tsang, Journal of
    /// Statistical Software 5 (2000), with 256 layers.
    ///
    /// # NumPy
    /// `rng.standard_normal(size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(42);
    /// assert_eq!(rng.standard_normal(()), 0.30471707975443135);
    /// ```
    #[inline]
    pub fn standard_normal<S: Size<f64>>(&mut self, size: S) -> S::Out {
        if const { S::SINGLE } {
            return S::single(ziggurat::normal(&mut self.bits));
        }
        certain(size.through(|to| self.bits.continuous(Continuous::StandardNormal, &[], to)))
    }

    /// Standard normal, in single precision, from draws of 32 bits.
    ///
    /// # NumPy
    /// `rng.standard_normal(size, dtype=np.float32)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_random::default_rng(42).standard_normal_f32(100);
    /// assert!(x.iter().all(|x| x.abs() < 10.0));
    /// ```
    #[inline]
    pub fn standard_normal_f32<S: Size<f32>>(&mut self, size: S) -> S::Out {
        if const { S::SINGLE } {
            return S::single(ziggurat::normal_f32(&mut self.bits));
        }
        certain(size.through(|to| self.bits.narrow(Narrow::StandardNormal, &[], to)))
    }

    /// Standard exponential: density exp(-x) for x ≥ 0. By the ziggurat.
    ///
    /// # NumPy
    /// `rng.standard_exponential(size)`; for `method="inv"` see
    /// [`standard_exponential_inverse`](Self::standard_exponential_inverse).
    ///
    /// # Examples
    /// ```
    /// let x = nd_random::default_rng(42).standard_exponential(100);
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// ```
    #[inline]
    pub fn standard_exponential<S: Size<f64>>(&mut self, size: S) -> S::Out {
        if const { S::SINGLE } {
            return S::single(ziggurat::exponential(&mut self.bits));
        }
        certain(size.through(|to| self.bits.continuous(Continuous::StandardExponential, &[], to)))
    }

    /// Standard exponential, in single precision. By the ziggurat.
    ///
    /// # NumPy
    /// `rng.standard_exponential(size, dtype=np.float32)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_random::default_rng(42).standard_exponential_f32(100);
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// ```
    #[inline]
    pub fn standard_exponential_f32<S: Size<f32>>(&mut self, size: S) -> S::Out {
        if const { S::SINGLE } {
            return S::single(ziggurat::exponential_f32(&mut self.bits));
        }
        certain(size.through(|to| self.bits.narrow(Narrow::StandardExponential, &[], to)))
    }

    /// Standard exponential by inversion, -ln(1 - U): one draw each, slower than the ziggurat.
    ///
    /// # NumPy
    /// `rng.standard_exponential(size, method="inv")`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_random::default_rng(42).standard_exponential_inverse(100);
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// ```
    pub fn standard_exponential_inverse<S: Size<f64>>(&mut self, size: S) -> S::Out {
        certain(
            size.through(|to| {
                self.bits.continuous(Continuous::StandardExponentialInverse, &[], to)
            }),
        )
    }

    /// As [`standard_exponential_inverse`](Self::standard_exponential_inverse), in single
    /// precision.
    ///
    /// # NumPy
    /// `rng.standard_exponential(size, dtype=np.float32, method="inv")`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_random::default_rng(42).standard_exponential_inverse_f32(100);
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// ```
    pub fn standard_exponential_inverse_f32<S: Size<f32>>(&mut self, size: S) -> S::Out {
        certain(size.through(|to| self.bits.narrow(Narrow::StandardExponentialInverse, &[], to)))
    }

    /// Standard Cauchy: density 1 / (π (1 + x²)). The ratio of two normal numbers.
    ///
    /// # NumPy
    /// `rng.standard_cauchy(size)`.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_random::default_rng(42).standard_cauchy(()).is_finite());
    /// ```
    pub fn standard_cauchy<S: Size<f64>>(&mut self, size: S) -> S::Out {
        certain(size.through(|to| self.bits.continuous(Continuous::StandardCauchy, &[], to)))
    }
}

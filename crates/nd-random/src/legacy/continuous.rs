//! Continuous distributions.

use super::RandomState;
use super::distributions::{
    Beta, ChiSquare, Exponential, F, Gamma, LogNormal, NoncentralChiSquare, NoncentralF, Normal,
    Pareto, Power, Rayleigh, StandardGamma, StudentT, VonMises, Wald, Weibull,
};
use super::methods::methods;
use super::source::{Unchanged, draw};
use crate::bits::BitGenerator;
use crate::distributions::{Gumbel, Laplace, Logistic, Triangular};
use crate::error::RandomError;
use crate::parameters::{Domain, Parameter};
use crate::size::Size;
use nd_core::{Operand, View, broadcast_shapes};

impl<B: BitGenerator> RandomState<B> {
    /// Normal, with mean 0 and variance 1.
    ///
    /// # NumPy
    /// `np.random.standard_normal(size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.standard_normal(2), array![0.4967141530112327, -0.13826430117118466]);
    /// ```
    #[inline]
    pub fn standard_normal<S: Size<f64>>(&mut self, size: S) -> S::Out {
        self.source.fill(size, |source| source.normal())
    }

    /// As [`standard_normal`](Self::standard_normal).
    ///
    /// # NumPy
    /// `np.random.randn(2, 3)`: the lengths are a [`Size`] here.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(0);
    /// let a = random.randn([2, 2]);
    /// assert_eq!(a[[1, 1]], 2.240893199201458);
    /// ```
    #[inline]
    pub fn randn<S: Size<f64>>(&mut self, size: S) -> S::Out {
        self.standard_normal(size)
    }

    /// Exponential, with mean 1.
    ///
    /// # NumPy
    /// `np.random.standard_exponential(size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.standard_exponential(()), 0.4692680899768591);
    /// ```
    #[inline]
    pub fn standard_exponential<S: Size<f64>>(&mut self, size: S) -> S::Out {
        self.source.fill(size, |source| source.exponential())
    }

    /// Cauchy: the ratio of two normal numbers.
    ///
    /// # NumPy
    /// `np.random.standard_cauchy(size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(1);
    /// assert_eq!(random.standard_cauchy(()), -2.6552159117899614);
    /// ```
    #[inline]
    pub fn standard_cauchy<S: Size<f64>>(&mut self, size: S) -> S::Out {
        self.source.fill(size, |source| {
            let above = source.normal();
            above / source.normal()
        })
    }

    /// Triangular from `left` to `right`, with its peak at `mode`.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] unless `left <= mode <= right` and `left < right`,
    /// [`RandomError::Shape`] if the parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `np.random.triangular(left, mode, right, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.triangular(0.0, 1.0, 2.0, ())?, 0.8654942158643956);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn triangular<S: Size<f64>>(
        &mut self,
        left: impl Operand<f64>,
        mode: impl Operand<f64>,
        right: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let (left, mode, right) = (left.operand(), mode.operand(), right.operand());
        check_triangles(left, mode, right)?;
        let parameters = (
            Parameter::new("left", left, Domain::Any),
            Parameter::new("mode", mode, Domain::Any),
            Parameter::new("right", right, Domain::Any),
        );
        draw(&mut self.source, "triangular", size, parameters, |(left, mode, right)| {
            Unchanged(Triangular::new(left, mode, right))
        })
    }

    /// Von Mises, the normal distribution on a circle: angles in [-π, π] round `mu`, with
    /// concentration `kappa >= 0`.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a parameter outside its domain, and for `kappa` so large
    /// (about 1e16) that rounding leaves no number to draw: there NumPy searches for ever.
    /// [`RandomError::Shape`] if the parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `np.random.vonmises(mu, kappa, size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::legacy::RandomState;
    ///
    /// let angle = RandomState::new(1).vonmises(0.5, 2.0, ())?;
    /// assert!((angle + 0.026563813980434503).abs() < 1e-14);
    /// assert!(RandomState::new(1).vonmises(0.5, -2.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn vonmises<S: Size<f64>>(
        &mut self,
        mu: impl Operand<f64>,
        kappa: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let (mu, kappa) = (mu.operand(), kappa.operand());
        if let Some(large) = kappa.iter().find(|&&kappa| !VonMises::new(0.0, kappa).ends()) {
            let domain = "a value of at least 0 and below 1e15";
            return Err(RandomError::parameter("vonmises", "kappa", large, domain));
        }
        let parameters = (
            Parameter::new("mu", mu, Domain::Any),
            Parameter::new("kappa", kappa, Domain::NonNegative),
        );
        let make = |(mu, kappa)| VonMises::new(mu, kappa);
        draw(&mut self.source, "vonmises", size, parameters, make)
    }
}

fn check_triangles(
    left: View<'_, f64>,
    mode: View<'_, f64>,
    right: View<'_, f64>,
) -> Result<(), RandomError> {
    let shape = broadcast_shapes(&[left.shape(), mode.shape(), right.shape()])?;
    let left = left.try_broadcast_to(shape)?;
    let mode = mode.try_broadcast_to(shape)?;
    let right = right.try_broadcast_to(shape)?;
    for ((&left, &mode), &right) in left.iter().zip(mode.iter()).zip(right.iter()) {
        if left > mode {
            return Err(RandomError::parameter("triangular", "left", left, "left <= mode"));
        }
        if mode > right {
            return Err(RandomError::parameter("triangular", "mode", mode, "mode <= right"));
        }
        if left == right {
            return Err(RandomError::parameter("triangular", "left", left, "left < right"));
        }
    }
    Ok(())
}

methods! {
    /// Normal, with mean `loc` and standard deviation `scale >= 0`.
    ///
    /// # NumPy
    /// `np.random.normal(loc, scale, size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.normal(10.0, 2.0, 2)?, array![10.993428306022466, 9.723471397657631]);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    normal(loc: f64 in Any, scale: f64 in NonNegative) -> f64:
        Normal { location: loc, scale };

    /// The exponential of a normal number with `mean` and standard deviation `sigma >= 0`.
    ///
    /// # NumPy
    /// `np.random.lognormal(mean, sigma, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.lognormal(0.0, 1.0, ())?, 1.6433127155860012);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    lognormal(mean: f64 in Any, sigma: f64 in NonNegative) -> f64:
        LogNormal(Normal { location: mean, scale: sigma });

    /// Exponential, with mean `scale >= 0`.
    ///
    /// # NumPy
    /// `np.random.exponential(scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.exponential(2.0, ())?, 0.9385361799537182);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    exponential(scale: f64 in NonNegative) -> f64: Exponential { scale };

    /// Gamma, with `shape >= 0` and scale 1.
    ///
    /// # NumPy
    /// `np.random.standard_gamma(shape, size)`.
    standard_gamma(shape: f64 in NonNegative) -> f64: StandardGamma::new(shape);

    /// Gamma, with `shape >= 0` and `scale >= 0`.
    ///
    /// # NumPy
    /// `np.random.gamma(shape, scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.gamma(2.0, 1.0, ())?, 2.3936793898692366);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    gamma(shape: f64 in NonNegative, scale: f64 in NonNegative) -> f64:
        Gamma::new(shape, scale);

    /// Beta, with `a > 0` and `b > 0`.
    ///
    /// # NumPy
    /// `np.random.beta(a, b, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.beta(2.0, 3.0, ())?, 0.4944725879278468);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    beta(a: f64 in Positive, b: f64 in Positive) -> f64: Beta::new(a, b);

    /// Chi-square, with `df > 0` degrees of freedom.
    ///
    /// # NumPy
    /// `np.random.chisquare(df, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.chisquare(3.0, ())?, 3.579246352985752);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    chisquare(df: f64 in Positive) -> f64: ChiSquare::new(df);

    /// Noncentral chi-square, with `df > 0` degrees of freedom and noncentrality `nonc >= 0`.
    ///
    /// # NumPy
    /// `np.random.noncentral_chisquare(df, nonc, size)`.
    noncentral_chisquare(df: f64 in Positive, nonc: f64 in NonNegative) -> f64:
        NoncentralChiSquare { df, nonc };

    /// Fisher's F, with `dfnum > 0` and `dfden > 0` degrees of freedom.
    ///
    /// # NumPy
    /// `np.random.f(dfnum, dfden, size)`.
    f(dfnum: f64 in Positive, dfden: f64 in Positive) -> f64: F::new(dfnum, dfden);

    /// Noncentral F, with `dfnum > 0` and `dfden > 0` degrees of freedom and noncentrality
    /// `nonc >= 0`.
    ///
    /// # NumPy
    /// `np.random.noncentral_f(dfnum, dfden, nonc, size)`.
    noncentral_f(dfnum: f64 in Positive, dfden: f64 in Positive, nonc: f64 in NonNegative) -> f64:
        NoncentralF::new(dfnum, dfden, nonc);

    /// Student's t, with `df > 0` degrees of freedom.
    ///
    /// # NumPy
    /// `np.random.standard_t(df, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.standard_t(5.0, ())?, 0.559633537900822);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    standard_t(df: f64 in Positive) -> f64: StudentT::new(df);

    /// Pareto of the second kind (Lomax), with shape `a > 0`: add 1 for the first kind.
    ///
    /// # NumPy
    /// `np.random.pareto(a, size)`.
    pareto(a: f64 in Positive) -> f64: Pareto { a };

    /// Weibull, with shape `a >= 0`.
    ///
    /// # NumPy
    /// `np.random.weibull(a, size)`.
    weibull(a: f64 in NonNegative) -> f64: Weibull { a };

    /// Density `a x^(a - 1)` on [0, 1], for `a > 0`.
    ///
    /// # NumPy
    /// `np.random.power(a, size)`.
    power(a: f64 in Positive) -> f64: Power { a };

    /// Laplace (double exponential) round `loc`, with `scale >= 0`.
    ///
    /// # NumPy
    /// `np.random.laplace(loc, scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.laplace(0.0, 1.0, ())?, -0.28890917477433936);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    laplace(loc: f64 in Any, scale: f64 in NonNegative) -> f64:
        Unchanged(Laplace { location: loc, scale });

    /// Gumbel, with mode `loc` and `scale >= 0`.
    ///
    /// # NumPy
    /// `np.random.gumbel(loc, scale, size)`.
    gumbel(loc: f64 in Any, scale: f64 in NonNegative) -> f64:
        Unchanged(Gumbel { location: loc, scale });

    /// Logistic, with mean `loc` and `scale >= 0`.
    ///
    /// # NumPy
    /// `np.random.logistic(loc, scale, size)`.
    logistic(loc: f64 in Any, scale: f64 in NonNegative) -> f64:
        Unchanged(Logistic { location: loc, scale });

    /// Rayleigh, with mode `scale >= 0`.
    ///
    /// # NumPy
    /// `np.random.rayleigh(scale, size)`.
    rayleigh(scale: f64 in NonNegative) -> f64: Rayleigh { scale };

    /// Wald (inverse Gaussian), with `mean > 0` and `scale > 0`.
    ///
    /// # NumPy
    /// `np.random.wald(mean, scale, size)`.
    wald(mean: f64 in Positive, scale: f64 in Positive) -> f64: Wald { mean, scale };
}

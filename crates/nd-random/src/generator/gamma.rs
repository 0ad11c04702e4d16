//! The gamma family.

use super::Generator;
use crate::bits::BitGenerator;
use crate::compiled::{Continuous, Narrow};
use crate::error::RandomError;
use crate::size::Size;
use nd_core::Operand;

impl<B: BitGenerator> Generator<B> {
    /// Gamma with scale 1.
    ///
    /// Density x^(shape - 1) exp(-x) / Γ(shape) for x ≥ 0; mean and variance `shape`.
    ///
    /// Domains: `shape`: at least 0. Marsaglia and Tsang (2000) from 1 on, Ahrens and Dieter
    /// (1974) below.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.standard_gamma(shape, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.standard_gamma(2.5, 100)?;
    /// assert!(x.iter().all(|&x| x > 0.0));
    /// assert!(rng.standard_gamma(-1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn standard_gamma<S: Size<f64>>(
        &mut self,
        shape: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [shape.operand()];
        size.through(|to| self.bits.continuous(Continuous::StandardGamma, &p, to))
    }

    /// Gamma with scale 1, in single precision.
    ///
    /// Density as [`standard_gamma`](Self::standard_gamma).
    ///
    /// Domains: `shape`: at least 0. The same algorithms, on draws of 32 bits.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.standard_gamma_f32(shape, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.standard_gamma_f32(2.5f32, 100)?;
    /// assert!(x.iter().all(|&x| x > 0.0));
    /// assert!(rng.standard_gamma_f32(-1.0f32, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn standard_gamma_f32<S: Size<f32>>(
        &mut self,
        shape: impl Operand<f32>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [shape.operand()];
        size.through(|to| self.bits.narrow(Narrow::StandardGamma, &p, to))
    }

    /// Gamma.
    ///
    /// Density x^(shape - 1) exp(-x / scale) / (Γ(shape) scale^shape) for x ≥ 0; mean `shape *
    /// scale`.
    ///
    /// Domains: `shape`: at least 0; `scale`: at least 0. `scale * standard_gamma(shape)`.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.gamma(shape, scale, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.gamma(2.0, 3.0, 100)?;
    /// assert!(x.iter().all(|&x| x > 0.0));
    /// assert!(rng.gamma(2.0, -3.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn gamma<S: Size<f64>>(
        &mut self,
        shape: impl Operand<f64>,
        scale: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [shape.operand(), scale.operand()];
        size.through(|to| self.bits.continuous(Continuous::Gamma, &p, to))
    }

    /// Beta.
    ///
    /// Density x^(a - 1) (1 - x)^(b - 1) / B(a, b) for 0 ≤ x ≤ 1.
    ///
    /// Domains: `a`: above 0; `b`: above 0. Jöhnk (1964) if both are at most 1, else a ratio of
    /// gamma numbers.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.beta(a, b, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.beta(2.0, 5.0, 100)?;
    /// assert!(x.iter().all(|x| (0.0..=1.0).contains(x)));
    /// assert!(rng.beta(0.0, 1.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn beta<S: Size<f64>>(
        &mut self,
        a: impl Operand<f64>,
        b: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [a.operand(), b.operand()];
        size.through(|to| self.bits.continuous(Continuous::Beta, &p, to))
    }

    /// Chi-square: the sum of the squares of `df` normal numbers.
    ///
    /// Density x^(df/2 - 1) exp(-x/2) / (2^(df/2) Γ(df/2)) for x ≥ 0.
    ///
    /// Domains: `df`: above 0. 2 standard_gamma(df / 2).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.chisquare(df, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.chisquare(3.0, 100)?;
    /// assert!(x.iter().all(|&x| x > 0.0));
    /// assert!(rng.chisquare(0.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn chisquare<S: Size<f64>>(
        &mut self,
        df: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [df.operand()];
        size.through(|to| self.bits.continuous(Continuous::ChiSquare, &p, to))
    }

    /// Noncentral chi-square: normal numbers whose squared means add up to `nonc`.
    ///
    /// Density: that of chisquare(df + 2 i), weighted with the Poisson probabilities of i for
    /// the mean nonc / 2.
    ///
    /// Domains: `df`: above 0; `nonc`: at least 0. A squared normal number besides `df - 1`
    /// degrees above 1, a Poisson mixture up to 1.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.noncentral_chisquare(df, nonc, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.noncentral_chisquare(3.0, 2.0, 100)?;
    /// assert!(x.iter().all(|&x| x > 0.0));
    /// assert!(rng.noncentral_chisquare(3.0, -2.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn noncentral_chisquare<S: Size<f64>>(
        &mut self,
        df: impl Operand<f64>,
        nonc: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [df.operand(), nonc.operand()];
        size.through(|to| self.bits.continuous(Continuous::NoncentralChiSquare, &p, to))
    }

    /// Fisher's F: the ratio of two chi-square numbers over their degrees of freedom.
    ///
    /// Density √((dfnum x)^dfnum dfden^dfden / (dfnum x + dfden)^(dfnum + dfden)) / (x
    /// B(dfnum/2, dfden/2)) for x ≥ 0.
    ///
    /// Domains: `dfnum`: above 0; `dfden`: above 0. That ratio.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.f(dfnum, dfden, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.f(2.0, 48.0, 100)?;
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// assert!(rng.f(0.0, 48.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn f<S: Size<f64>>(
        &mut self,
        dfnum: impl Operand<f64>,
        dfden: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [dfnum.operand(), dfden.operand()];
        size.through(|to| self.bits.continuous(Continuous::F, &p, to))
    }

    /// Noncentral F: [`f`](Self::f) with a noncentral numerator.
    ///
    /// Density: the mixture over i, Poisson with mean nonc / 2, of scaled F densities with
    /// dfnum + 2 i degrees.
    ///
    /// Domains: `dfnum`: above 0; `dfden`: above 0; `nonc`: at least 0. The ratio of a
    /// noncentral chi-square number and a chi-square one.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.noncentral_f(dfnum, dfden, nonc, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.noncentral_f(3.0, 20.0, 3.0, 100)?;
    /// assert!(x.iter().all(|&x| x >= 0.0));
    /// assert!(rng.noncentral_f(3.0, 20.0, -3.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn noncentral_f<S: Size<f64>>(
        &mut self,
        dfnum: impl Operand<f64>,
        dfden: impl Operand<f64>,
        nonc: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [dfnum.operand(), dfden.operand(), nonc.operand()];
        size.through(|to| self.bits.continuous(Continuous::NoncentralF, &p, to))
    }

    /// Student's t.
    ///
    /// Density (1 + x²/df)^(-(df + 1)/2) / (√df B(1/2, df/2)).
    ///
    /// Domains: `df`: above 0. √(df / 2) N / √standard_gamma(df / 2) with a normal number N.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a value outside its domain, [`RandomError::Shape`] if the
    /// parameters do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.standard_t(df, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// let x = rng.standard_t(5.0, 100)?;
    /// assert!(x.iter().all(|x| x.is_finite()));
    /// assert!(rng.standard_t(0.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn standard_t<S: Size<f64>>(
        &mut self,
        df: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let p = [df.operand()];
        size.through(|to| self.bits.continuous(Continuous::StandardT, &p, to))
    }
}

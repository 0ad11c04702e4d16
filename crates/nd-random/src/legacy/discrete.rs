//! Discrete distributions.

use super::RandomState;
use super::distributions::{
    Binomial, Geometric, Hypergeometric, LogSeries, NegativeBinomial, Zipf,
};
use super::methods::methods;
use super::source::{Unchanged, draw};
use crate::bits::BitGenerator;
use crate::distributions::Poisson;
use crate::error::RandomError;
use crate::parameters::{Domain, Parameter};
use crate::size::Size;
use nd_core::{Operand, View, broadcast_shapes};

methods! {
    /// Successes in `n >= 0` trials with probability `p`, 0 to 1.
    ///
    /// # NumPy
    /// `np.random.binomial(n, p, size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.binomial(10, 0.5, 5)?, array![4, 8, 6, 5, 3]);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    binomial(n: i64 in NonNegative, p: f64 in Probability) -> i64: Binomial::new(n, p);

    /// Failures before `n > 0` successes (`n` need not be whole) with probability `p`, 0 to 1.
    ///
    /// # NumPy
    /// `np.random.negative_binomial(n, p, size)`.
    negative_binomial(n: f64 in Positive, p: f64 in Probability) -> i64:
        NegativeBinomial::new(n, p);

    /// Poisson, with mean `lam >= 0`, up to about 9.2e18.
    ///
    /// # NumPy
    /// `np.random.poisson(lam, size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.poisson(3.0, 5)?, array![4, 1, 3, 3, 2]);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    poisson(lam: f64 in PoissonMean) -> i64: Unchanged(Poisson::new(lam));

    /// Zipf, with exponent `a > 1`: `k` has a probability proportional to `k^-a`.
    ///
    /// From `a` of 1025 on all numbers are 1; NumPy does not return.
    ///
    /// # NumPy
    /// `np.random.zipf(a, size)`.
    zipf(a: f64 in AboveOne) -> i64: Zipf::new(a);

    /// Trials until the first success, with probability `p` above 0, up to 1.
    ///
    /// # NumPy
    /// `np.random.geometric(p, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.geometric(0.2, ())?, 3);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    geometric(p: f64 in PositiveProbability) -> i64: Geometric { p };

    /// Logarithmic series, with `p` from 0 to below 1.
    ///
    /// # NumPy
    /// `np.random.logseries(p, size)`.
    logseries(p: f64 in ProbabilityBelowOne) -> i64: LogSeries::new(p);
}

impl<B: BitGenerator> RandomState<B> {
    /// Good ones among `nsample >= 1` that are taken from `ngood >= 0` and `nbad >= 0`.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] for a parameter outside its domain, more taken than there
    /// are, or more than an `i64` counts; [`RandomError::Shape`] if the parameters do not
    /// broadcast to the size.
    ///
    /// # NumPy
    /// `np.random.hypergeometric(ngood, nbad, nsample, size)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.hypergeometric(10, 5, 7, ())?, 5);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn hypergeometric<S: Size<i64>>(
        &mut self,
        ngood: impl Operand<i64>,
        nbad: impl Operand<i64>,
        nsample: impl Operand<i64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let (ngood, nbad, nsample) = (ngood.operand(), nbad.operand(), nsample.operand());
        check_samples(ngood, nbad, nsample)?;
        let parameters = (
            Parameter::new("ngood", ngood, Domain::NonNegative),
            Parameter::new("nbad", nbad, Domain::NonNegative),
            Parameter::new("nsample", nsample, Domain::Positive),
        );
        draw(&mut self.source, "hypergeometric", size, parameters, |(good, bad, sample)| {
            Hypergeometric::new(good, bad, sample)
        })
    }
}

fn check_samples(
    ngood: View<'_, i64>,
    nbad: View<'_, i64>,
    nsample: View<'_, i64>,
) -> Result<(), RandomError> {
    let shape = broadcast_shapes(&[ngood.shape(), nbad.shape(), nsample.shape()])?;
    let ngood = ngood.try_broadcast_to(shape)?;
    let nbad = nbad.try_broadcast_to(shape)?;
    let nsample = nsample.try_broadcast_to(shape)?;
    for ((good, &bad), sample) in ngood.iter().zip(nbad.iter()).zip(nsample.iter()) {
        // Of two that are too large the sum wraps in NumPy, and is refused for being small.
        if good.checked_add(bad).is_none_or(|all| all < *sample) {
            let domain = "nsample <= ngood + nbad < 2⁶³";
            return Err(RandomError::parameter("hypergeometric", "nsample", sample, domain));
        }
    }
    Ok(())
}

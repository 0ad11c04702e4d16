//! The distributions, each as a value that was made from its parameters and draws numbers.
//!
//! Parameters are checked before, where they are given; see [`parameters`](crate::parameters).
//! The order of draws, comparisons and roundings is NumPy's: it is what makes the streams
//! equal. Functions of the C library (`log`, `exp`, `pow`, `log1p`, `expm1`, `cos`, `acos`)
//! are reached through `std`, as NumPy reaches them: on one machine both have the same bits.

mod beta;
mod binomial;
mod counts;
mod gamma;
mod geometric;
mod hypergeometric;
mod location_scale;
mod log_factorial;
mod poisson;
mod powers;
mod triangular;
mod von_mises;
mod wald;

pub(crate) use beta::Beta;
pub(crate) use binomial::{Binomial, Btpe, Inversion};
pub(crate) use counts::{LogSeries, NegativeBinomial, Zipf};
pub(crate) use gamma::{
    ChiSquare, F, Gamma, NoncentralChiSquare, NoncentralF, StandardGamma, StandardGammaF32,
    StudentT,
};
pub(crate) use geometric::{Geometric, search};
pub(crate) use hypergeometric::Hypergeometric;
pub(crate) use location_scale::{
    Exponential, Gumbel, Laplace, LogNormal, Logistic, Normal, Rayleigh, Uniform,
};
pub(crate) use log_factorial::{log_factorial, log_gamma};
pub(crate) use poisson::Poisson;
pub(crate) use powers::{Pareto, Power, Weibull};
pub(crate) use triangular::Triangular;
pub(crate) use von_mises::VonMises;
pub(crate) use wald::Wald;

use crate::bits::BitGenerator;

/// A distribution with its parameters.
pub(crate) trait Draw {
    /// What it draws.
    type Out: Copy + Send;
    /// The same, made ready to be drawn from many times.
    fn repeated(self) -> Self
    where
        Self: Sized,
    {
        self
    }
    /// The next number.
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> Self::Out;
}

/// The integer of a float that was rounded down. What is out of range, or NaN, becomes the
/// smallest integer: what the conversion instruction of x86 gives, on which NumPy's streams
/// rest in their most distant tails.
#[inline(always)]
pub(crate) fn integer(x: f64) -> i64 {
    /// 2⁶³, the first float beyond.
    const END: f64 = (1u64 << 63) as f64;
    if (-END..END).contains(&x) { x as i64 } else { i64::MIN }
}

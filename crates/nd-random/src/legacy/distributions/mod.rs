//! Distributions whose algorithms changed after `RandomState` was frozen, in their old form.
//!
//! All that looks improvable here (logarithms of `1 - u`, error terms with a wrong sign) has
//! to stay: it is the stream.

#![expect(clippy::neg_cmp_op_on_partial_ord, reason = "NaN has to go where it goes in NumPy")]

mod beta;
mod binomial;
mod chi_square;
mod counts;
mod gamma;
mod hypergeometric;
mod normal;
mod powers;
mod von_mises;
mod wald;

pub(super) use beta::Beta;
pub(super) use binomial::Binomial;
pub(super) use chi_square::{ChiSquare, F, NoncentralChiSquare, NoncentralF};
pub(super) use counts::{Geometric, LogSeries, NegativeBinomial, Zipf};
pub(super) use gamma::{Gamma, StandardGamma, StudentT};
pub(super) use hypergeometric::Hypergeometric;
pub(super) use normal::{LogNormal, Normal};
pub(super) use powers::{Exponential, Pareto, Power, Rayleigh, Weibull};
pub(super) use von_mises::VonMises;
pub(super) use wald::Wald;

use super::source::{LegacyDraw, Source};

//! Counts that a power, a logarithm or a mixture distributes.

use super::{Draw, Gamma, Poisson, integer};
use crate::bits::BitGenerator;
use std::hint::black_box;

/// Negative binomial: Poisson with a mean that is gamma distributed.
pub(crate) struct NegativeBinomial {
    mean: Gamma,
}

impl NegativeBinomial {
    pub(crate) fn new(n: f64, p: f64) -> NegativeBinomial {
        NegativeBinomial { mean: Gamma::new(n, (1.0 - p) / p) }
    }
}

impl Draw for NegativeBinomial {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        Poisson::new(self.mean.draw(bits)).draw(bits)
    }
}

/// Zipf, cut off at the largest integer: by rejection, after L. Devroye, "Non-Uniform Random
/// Variate Generation", Springer (1986), chapter X.6.
pub(crate) struct Zipf {
    a: f64,
    /// `a - 1`.
    exponent: f64,
    b: f64,
    lowest: f64,
}

impl Zipf {
    pub(crate) fn new(a: f64) -> Zipf {
        let exponent = a - 1.0;
        // Hidden from the compiler, which would call exp2 instead: its last bit may differ.
        let two: f64 = black_box(2.0);
        let lowest = (i64::MAX as f64).powf(-exponent);
        Zipf { a, exponent, b: two.powf(exponent), lowest }
    }
}

impl Draw for Zipf {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        let Zipf { a, exponent, b, lowest } = *self;
        if a >= 1025.0 {
            // `b` would overflow, and more than 1 has a probability below 3e-309.
            return 1;
        }
        loop {
            let u01 = bits.next_f64();
            let u = u01 * lowest + (1.0 - u01);
            let v = bits.next_f64();
            let x = u.powf(-1.0 / exponent).floor();
            if x > i64::MAX as f64 || x < 1.0 {
                continue;
            }
            let t = (1.0 + 1.0 / x).powf(exponent);
            if v * x * (t - 1.0) / (b - 1.0) <= t / b {
                return integer(x);
            }
        }
    }
}

/// The logarithmic series, by A. W. Kemp's method (Applied Statistics 30, 1981).
pub(crate) struct LogSeries {
    p: f64,
    r: f64,
}

impl LogSeries {
    pub(crate) fn new(p: f64) -> LogSeries {
        LogSeries { p, r: (-p).ln_1p() }
    }
}

impl Draw for LogSeries {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        loop {
            let v = bits.next_f64();
            if v >= self.p {
                return 1;
            }
            let u = bits.next_f64();
            let q = -(self.r * u).exp_m1();
            if v <= q * q {
                let result = integer((1.0 + v.ln() / q.ln()).floor());
                if result < 1 || v == 0.0 {
                    continue;
                }
                return result;
            }
            return if v >= q { 1 } else { 2 };
        }
    }
}

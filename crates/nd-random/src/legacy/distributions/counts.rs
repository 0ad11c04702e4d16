//! Counts: Zipf, geometric, logarithmic series, negative binomial.

use super::{Gamma, LegacyDraw, Source};
use crate::bits::BitGenerator;
use crate::distributions::{Draw, Poisson, integer, search};
use std::hint::black_box;

/// Negative binomial: Poisson with a mean that is gamma distributed.
pub(in crate::legacy) struct NegativeBinomial {
    mean: Gamma,
}

impl NegativeBinomial {
    pub(in crate::legacy) fn new(n: f64, p: f64) -> NegativeBinomial {
        NegativeBinomial { mean: Gamma::new(n, (1.0 - p) / p) }
    }
}

impl LegacyDraw for NegativeBinomial {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> i64 {
        Poisson::new(self.mean.draw(source)).draw(&mut source.bits)
    }
}

/// Zipf, cut off at the largest integer by rejection; see
/// [`Zipf`](crate::distributions::Zipf).
pub(in crate::legacy) struct Zipf {
    /// `a - 1`.
    exponent: f64,
    b: f64,
}

impl Zipf {
    pub(in crate::legacy) fn new(a: f64) -> Zipf {
        let exponent = a - 1.0;
        // Hidden from the compiler, which would call exp2 instead: its last bit may differ.
        let two: f64 = black_box(2.0);
        Zipf { exponent, b: two.powf(exponent) }
    }
}

impl LegacyDraw for Zipf {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> i64 {
        let Zipf { exponent, b } = *self;
        if b.is_infinite() {
            // The test below would be false for ever: NumPy does not come back. More than 1
            // has a probability below 3e-309.
            return 1;
        }
        loop {
            let u = 1.0 - source.uniform();
            let v = source.uniform();
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

/// Trials until the first success.
pub(in crate::legacy) struct Geometric {
    pub(in crate::legacy) p: f64,
}

impl LegacyDraw for Geometric {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> i64 {
        if self.p >= 1.0 / 3.0 {
            return search(self.p, &mut source.bits);
        }
        integer(((-source.uniform()).ln_1p() / (1.0 - self.p).ln()).ceil())
    }
}

/// The logarithmic series; see [`LogSeries`](crate::distributions::LogSeries).
pub(in crate::legacy) struct LogSeries {
    p: f64,
    r: f64,
}

impl LogSeries {
    pub(in crate::legacy) fn new(p: f64) -> LogSeries {
        LogSeries { p, r: (1.0 - p).ln() }
    }
}

impl LegacyDraw for LogSeries {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> i64 {
        loop {
            let v = source.uniform();
            if v >= self.p {
                return 1;
            }
            let u = source.uniform();
            let q = 1.0 - (self.r * u).exp();
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

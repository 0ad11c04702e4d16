//! Distributions that are a standard one, moved and scaled.

use super::Draw;
use crate::bits::BitGenerator;
use crate::ziggurat;

/// Uniform on `[low, low + range)`.
pub(crate) struct Uniform {
    pub(crate) low: f64,
    pub(crate) range: f64,
}

impl Draw for Uniform {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        self.low + self.range * bits.next_f64()
    }
}

/// The parameters of all others here.
macro_rules! location_scale {
    ($($Name:ident)*) => {$(
        pub(crate) struct $Name {
            pub(crate) location: f64,
            pub(crate) scale: f64,
        }
    )*};
}
location_scale!(Normal LogNormal Laplace Gumbel Logistic);

impl Draw for Normal {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        self.location + self.scale * ziggurat::normal(bits)
    }
}

impl Draw for LogNormal {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        (self.location + self.scale * ziggurat::normal(bits)).exp()
    }
}

impl Draw for Laplace {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        loop {
            let u = bits.next_f64();
            if u >= 0.5 {
                return self.location - self.scale * (2.0 - u - u).ln();
            }
            if u > 0.0 {
                return self.location + self.scale * (u + u).ln();
            }
        }
    }
}

impl Draw for Gumbel {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        loop {
            let u = 1.0 - bits.next_f64();
            if u < 1.0 {
                return self.location - self.scale * (-u.ln()).ln();
            }
        }
    }
}

impl Draw for Logistic {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        loop {
            let u = bits.next_f64();
            if u > 0.0 {
                return self.location + self.scale * (u / (1.0 - u)).ln();
            }
        }
    }
}

/// Exponential with a mean of `scale`.
pub(crate) struct Exponential {
    pub(crate) scale: f64,
}

impl Draw for Exponential {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        self.scale * ziggurat::exponential(bits)
    }
}

/// The length of a vector of two normal numbers.
pub(crate) struct Rayleigh {
    pub(crate) scale: f64,
}

impl Draw for Rayleigh {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        self.scale * (2.0 * ziggurat::exponential(bits)).sqrt()
    }
}

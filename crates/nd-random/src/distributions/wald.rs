//! The inverse Gaussian distribution.

use super::Draw;
use crate::bits::BitGenerator;
use crate::ziggurat;

/// Wald: by J. R. Michael, W. R. Schucany and R. W. Haas, The American Statistician 30
/// (1976), with the smaller root in a form that does not cancel.
pub(crate) struct Wald {
    pub(crate) mean: f64,
    pub(crate) scale: f64,
}

impl Draw for Wald {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let Wald { mean, scale } = *self;
        let normal = ziggurat::normal(bits);
        let y = mean * normal * normal;
        let d = 1.0 + (1.0 + 4.0 * scale / y).sqrt();
        let x = mean * (1.0 - 2.0 / d);
        let u = bits.next_f64();
        if u <= mean / (mean + x) { x } else { mean * mean / x }
    }
}

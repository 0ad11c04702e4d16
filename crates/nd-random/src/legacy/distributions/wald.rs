//! The inverse Gaussian distribution.

use super::{LegacyDraw, Source};
use crate::bits::BitGenerator;

/// Wald, by the method that [`Wald`](crate::distributions::Wald) names, with the smaller root
/// in a form that cancels.
pub(in crate::legacy) struct Wald {
    pub(in crate::legacy) mean: f64,
    pub(in crate::legacy) scale: f64,
}

impl LegacyDraw for Wald {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        let Wald { mean, scale } = *self;
        let ratio = mean / (2.0 * scale);
        let normal = source.normal();
        let y = mean * normal * normal;
        let x = mean + ratio * (y - (4.0 * scale * y + y * y).sqrt());
        let u = source.uniform();
        if u <= mean / (mean + x) { x } else { mean * mean / x }
    }
}

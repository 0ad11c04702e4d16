//! The normal distribution, and its exponential.

use super::{LegacyDraw, Source};
use crate::bits::BitGenerator;

/// Normal, moved and scaled.
pub(in crate::legacy) struct Normal {
    pub(in crate::legacy) location: f64,
    pub(in crate::legacy) scale: f64,
}

impl LegacyDraw for Normal {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        self.location + self.scale * source.normal()
    }
}

/// A number whose logarithm is normal.
pub(in crate::legacy) struct LogNormal(pub(in crate::legacy) Normal);

impl LegacyDraw for LogNormal {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        self.0.draw(source).exp()
    }
}

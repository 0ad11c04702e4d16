//! The gamma distribution, and Student's t.

use super::{LegacyDraw, Source};
use crate::bits::BitGenerator;

/// The gamma distribution with scale 1, by the methods that
/// [`StandardGamma`](crate::distributions::StandardGamma) names.
#[derive(Clone, Copy)]
pub(in crate::legacy) struct StandardGamma {
    shape: f64,
    b: f64,
    c: f64,
}

impl StandardGamma {
    #[inline(always)]
    pub(in crate::legacy) fn new(shape: f64) -> StandardGamma {
        let b = shape - 1.0 / 3.0;
        StandardGamma { shape, b, c: 1.0 / (9.0 * b).sqrt() }
    }

    fn large<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        let StandardGamma { b, c, .. } = *self;
        loop {
            let (mut x, mut v);
            loop {
                x = source.normal();
                v = 1.0 + c * x;
                // Written so that NaN, from a NaN shape, ends it.
                if !(v <= 0.0) {
                    break;
                }
            }
            v = v * v * v;
            let u = source.uniform();
            let near = u < 1.0 - 0.0331 * (x * x) * (x * x);
            if near || u.ln() < 0.5 * x * x + b * (1.0 - v + v.ln()) {
                return b * v;
            }
        }
    }

    fn small<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        let shape = self.shape;
        loop {
            let u = source.uniform();
            let v = source.exponential();
            if u <= 1.0 - shape {
                let x = u.powf(1.0 / shape);
                if x <= v {
                    return x;
                }
            } else {
                let y = -((1.0 - u) / shape).ln();
                let x = (1.0 - shape + shape * y).powf(1.0 / shape);
                if x <= v + y {
                    return x;
                }
            }
        }
    }
}

impl LegacyDraw for StandardGamma {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        if self.shape == 1.0 {
            source.exponential()
        } else if self.shape == 0.0 {
            0.0
        } else if self.shape < 1.0 {
            self.small(source)
        } else {
            self.large(source)
        }
    }
}

/// Gamma with any scale.
pub(in crate::legacy) struct Gamma {
    standard: StandardGamma,
    scale: f64,
}

impl Gamma {
    pub(in crate::legacy) fn new(shape: f64, scale: f64) -> Gamma {
        Gamma { standard: StandardGamma::new(shape), scale }
    }
}

impl LegacyDraw for Gamma {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        self.scale * self.standard.draw(source)
    }
}

/// Student's t.
pub(in crate::legacy) struct StudentT {
    df: f64,
    gamma: StandardGamma,
}

impl StudentT {
    pub(in crate::legacy) fn new(df: f64) -> StudentT {
        StudentT { df, gamma: StandardGamma::new(df / 2.0) }
    }
}

impl LegacyDraw for StudentT {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        let above = source.normal();
        let below = self.gamma.draw(source);
        (self.df / 2.0).sqrt() * above / below.sqrt()
    }
}

//! The von Mises distribution.

use super::{LegacyDraw, Source};
use crate::bits::BitGenerator;
use std::f64::consts::PI;

/// Normal on a circle, by the method that [`VonMises`](crate::distributions::VonMises) names
/// for any concentration above 1e-8.
pub(in crate::legacy) struct VonMises {
    mu: f64,
    kappa: f64,
    s: f64,
}

impl VonMises {
    pub(in crate::legacy) fn new(mu: f64, kappa: f64) -> VonMises {
        let s = if kappa < 1e-5 {
            1.0 / kappa + kappa
        } else {
            let r = 1.0 + (1.0 + 4.0 * kappa * kappa).sqrt();
            let rho = (r - (2.0 * r).sqrt()) / (2.0 * kappa);
            (1.0 + rho * rho) / (2.0 * rho)
        };
        VonMises { mu, kappa, s }
    }

    /// Whether numbers come out: where `s` rounds to 1 every candidate is rejected.
    pub(in crate::legacy) fn ends(&self) -> bool {
        self.kappa.is_nan() || (!self.s.is_nan() && self.s != 1.0)
    }
}

impl LegacyDraw for VonMises {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        let VonMises { mu, kappa, s } = *self;
        if kappa.is_nan() {
            return f64::NAN;
        }
        if kappa < 1e-8 {
            return PI * (2.0 * source.uniform() - 1.0);
        }
        let w = loop {
            let u = source.uniform();
            let z = (PI * u).cos();
            let w = (1.0 + s * z) / (s + z);
            let y = kappa * (s - w);
            let v = source.uniform();
            if y * (2.0 - y) - v >= 0.0 || (y / v).ln() + 1.0 - y >= 0.0 {
                break w;
            }
        };
        let u = source.uniform();
        let angle = if u < 0.5 { -w.acos() } else { w.acos() };
        let result = angle + mu;
        let wrapped = (result.abs() + PI) % (2.0 * PI) - PI;
        if result < 0.0 { -wrapped } else { wrapped }
    }
}

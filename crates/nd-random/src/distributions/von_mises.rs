//! The von Mises distribution.

use super::Draw;
use crate::bits::BitGenerator;
use crate::ziggurat;
use std::f64::consts::PI;

/// Normal on a circle: by D. J. Best and N. I. Fisher's rejection (Applied Statistics 28,
/// 1979), uniform below a concentration of 1e-8, a wrapped normal number above 1e6.
pub(crate) struct VonMises {
    mu: f64,
    kappa: f64,
    s: f64,
}

impl VonMises {
    pub(crate) fn new(mu: f64, kappa: f64) -> VonMises {
        let s = if kappa < 1e-5 {
            // The series at 0, good for more than this range.
            1.0 / kappa + kappa
        } else {
            let r = 1.0 + (1.0 + 4.0 * kappa * kappa).sqrt();
            let rho = (r - (2.0 * r).sqrt()) / (2.0 * kappa);
            (1.0 + rho * rho) / (2.0 * rho)
        };
        VonMises { mu, kappa, s }
    }

    fn wrapped_normal<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let mut result = self.mu + (1.0 / self.kappa).sqrt() * ziggurat::normal(bits);
        if result < -PI {
            result += 2.0 * PI;
        }
        if result > PI {
            result -= 2.0 * PI;
        }
        result
    }
}

impl Draw for VonMises {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let VonMises { mu, kappa, s } = *self;
        if kappa.is_nan() {
            return f64::NAN;
        }
        if kappa < 1e-8 {
            return PI * (2.0 * bits.next_f64() - 1.0);
        }
        if kappa > 1e6 {
            return self.wrapped_normal(bits);
        }
        let w = loop {
            let u = bits.next_f64();
            let z = (PI * u).cos();
            let w = (1.0 + s * z) / (s + z);
            let y = kappa * (s - w);
            let v = bits.next_f64();
            if y * (2.0 - y) - v >= 0.0 || (y / v).ln() + 1.0 - y >= 0.0 {
                break w;
            }
        };
        let u = bits.next_f64();
        let angle = if u < 0.5 { -w.acos() } else { w.acos() };
        let result = angle + mu;
        let wrapped = (result.abs() + PI) % (2.0 * PI) - PI;
        if result < 0.0 { -wrapped } else { wrapped }
    }
}

//! The Poisson distribution.

use super::{Draw, integer, log_gamma};
use crate::bits::BitGenerator;

/// Poisson: by multiplying uniform numbers below a mean of 10 (D. E. Knuth, TAOCP 2), above
/// by W. Hörmann's transformed rejection PTRS (Insurance: Mathematics and Economics 12, 1993).
pub(crate) enum Poisson {
    Zero,
    Small { limit: f64 },
    Large(Ptrs),
}

/// The constants of the transformed rejection.
pub(crate) struct Ptrs {
    mean: f64,
    ln_mean: f64,
    a: f64,
    b: f64,
    ln_inverse_alpha: f64,
    certain: f64,
}

impl Poisson {
    pub(crate) fn new(mean: f64) -> Poisson {
        if mean >= 10.0 {
            let b = 0.931 + 2.53 * mean.sqrt();
            return Poisson::Large(Ptrs {
                mean,
                ln_mean: mean.ln(),
                a: -0.059 + 0.02483 * b,
                b,
                ln_inverse_alpha: (1.1239 + 1.1328 / (b - 3.4)).ln(),
                certain: 0.9277 - 3.6224 / (b - 2.0),
            });
        }
        if mean == 0.0 { Poisson::Zero } else { Poisson::Small { limit: (-mean).exp() } }
    }
}

impl Draw for Poisson {
    type Out = i64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        match self {
            Poisson::Zero => 0,
            Poisson::Small { limit } => {
                let (mut count, mut product) = (0, 1.0);
                loop {
                    product *= bits.next_f64();
                    // Written so that NaN, from a NaN mean, ends it.
                    if !(product > *limit) {
                        return count;
                    }
                    count += 1;
                }
            }
            Poisson::Large(ptrs) => ptrs.draw(bits),
        }
    }
}

impl Ptrs {
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        let Ptrs { mean, ln_mean, a, b, ln_inverse_alpha, certain } = *self;
        loop {
            let u = bits.next_f64() - 0.5;
            let v = bits.next_f64();
            let us = 0.5 - u.abs();
            let k = integer(((2.0 * a / us + b) * u + mean + 0.43).floor());
            if us >= 0.07 && v <= certain {
                return k;
            }
            if k < 0 || (us < 0.013 && v > us) {
                continue;
            }
            let left = v.ln() + ln_inverse_alpha - (a / (us * us) + b).ln();
            if left <= -mean + k as f64 * ln_mean - log_gamma(k as f64 + 1.0) {
                return k;
            }
        }
    }
}

//! The beta distribution.

use super::{Draw, StandardGamma};
use crate::bits::BitGenerator;

/// Below this for both parameters a number strictly between 0 and 1 does not come up.
const TINY: f64 = 3e-103;

/// Beta: by M. D. Jöhnk's method (Metrika 8, 1964) if both parameters are at most 1, else as
/// the share of one of two gamma numbers.
#[derive(Clone, Copy)]
pub(crate) struct Beta {
    a: f64,
    b: f64,
    gammas: (StandardGamma, StandardGamma),
}

impl Beta {
    pub(crate) fn new(a: f64, b: f64) -> Beta {
        Beta { a, b, gammas: (StandardGamma::new(a), StandardGamma::new(b)) }
    }

    fn johnk<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let Beta { a, b, .. } = *self;
        loop {
            let (u, v) = (bits.next_f64(), bits.next_f64());
            let (x, y) = (u.powf(1.0 / a), v.powf(1.0 / b));
            if !(x + y <= 1.0 && u + v > 0.0) {
                continue;
            }
            if x > 0.0 && y > 0.0 {
                return x / (x + y);
            }
            // A power underflowed: the same ratio by logarithms.
            let delta = u.ln() / a - v.ln() / b;
            return if delta > 0.0 {
                (-(-delta).exp().ln_1p()).exp()
            } else {
                (delta - delta.exp().ln_1p()).exp()
            };
        }
    }
}

impl Draw for Beta {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let Beta { a, b, gammas } = self;
        if *a <= 1.0 && *b <= 1.0 {
            if *a < TINY && *b < TINY {
                let u = bits.next_f64();
                return f64::from(u8::from((a + b) * u < *a));
            }
            return self.johnk(bits);
        }
        let x = gammas.0.draw(bits);
        let y = gammas.1.draw(bits);
        x / (x + y)
    }
}

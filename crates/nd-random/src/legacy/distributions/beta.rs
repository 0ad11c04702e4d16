//! The beta distribution.

use super::{LegacyDraw, Source, StandardGamma};
use crate::bits::BitGenerator;

/// Beta, by the methods that [`Beta`](crate::distributions::Beta) names.
pub(in crate::legacy) struct Beta {
    a: f64,
    b: f64,
    gammas: (StandardGamma, StandardGamma),
}

impl Beta {
    pub(in crate::legacy) fn new(a: f64, b: f64) -> Beta {
        Beta { a, b, gammas: (StandardGamma::new(a), StandardGamma::new(b)) }
    }

    fn johnk<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        let Beta { a, b, .. } = *self;
        loop {
            let (u, v) = (source.uniform(), source.uniform());
            let (x, y) = (u.powf(1.0 / a), v.powf(1.0 / b));
            if !(x + y <= 1.0) {
                continue;
            }
            if x + y > 0.0 {
                return x / (x + y);
            }
            // Both underflowed: the same ratio by logarithms.
            let (ln_x, ln_y) = (u.ln() / a, v.ln() / b);
            let larger = if ln_x > ln_y { ln_x } else { ln_y };
            let (ln_x, ln_y) = (ln_x - larger, ln_y - larger);
            return (ln_x - (ln_x.exp() + ln_y.exp()).ln()).exp();
        }
    }
}

impl LegacyDraw for Beta {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        if self.a <= 1.0 && self.b <= 1.0 {
            return self.johnk(source);
        }
        let x = self.gammas.0.draw(source);
        let y = self.gammas.1.draw(source);
        x / (x + y)
    }
}

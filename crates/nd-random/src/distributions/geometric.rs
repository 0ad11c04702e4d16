//! The geometric distribution.

use super::Draw;
use crate::bits::BitGenerator;
use crate::ziggurat;

/// Trials until the first success: searched where successes are frequent, else an
/// exponential number, rounded up.
pub(crate) enum Geometric {
    Search { p: f64 },
    Inversion { ln_failure: f64 },
}

impl Geometric {
    pub(crate) fn new(p: f64) -> Geometric {
        if p >= 1.0 / 3.0 {
            Geometric::Search { p }
        } else {
            Geometric::Inversion { ln_failure: (-p).ln_1p() }
        }
    }
}

impl Draw for Geometric {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        match *self {
            Geometric::Search { p } => search(p, bits),
            // A cast saturates, as the algorithm wants it.
            Geometric::Inversion { ln_failure } => {
                (-ziggurat::exponential(bits) / ln_failure).ceil() as i64
            }
        }
    }
}

/// Adds up probabilities until they exceed a uniform number.
pub(crate) fn search<B: BitGenerator>(p: f64, bits: &mut B) -> i64 {
    let (mut trials, mut sum, mut product) = (1, p, p);
    let q = 1.0 - p;
    let u = bits.next_f64();
    // Rounding may keep the sum below the largest u for ever; the product ends at 0.
    while u > sum && product > 0.0 {
        product *= q;
        sum += product;
        trials += 1;
    }
    trials
}

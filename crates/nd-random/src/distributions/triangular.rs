//! The triangular distribution.

use super::Draw;
use crate::bits::BitGenerator;

/// Triangular, by inversion.
pub(crate) struct Triangular {
    left: f64,
    right: f64,
    ratio: f64,
    left_product: f64,
    right_product: f64,
}

impl Triangular {
    pub(crate) fn new(left: f64, mode: f64, right: f64) -> Triangular {
        let base = right - left;
        let left_base = mode - left;
        Triangular {
            left,
            right,
            ratio: left_base / base,
            left_product: left_base * base,
            right_product: (right - mode) * base,
        }
    }
}

impl Draw for Triangular {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let u = bits.next_f64();
        if u <= self.ratio {
            self.left + (u * self.left_product).sqrt()
        } else {
            self.right - ((1.0 - u) * self.right_product).sqrt()
        }
    }
}

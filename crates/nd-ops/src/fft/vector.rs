//! Complex numbers whose parts lie apart.

use nd_core::simd::{FusedMulAdd, Isa};
use num_traits::Float;

/// A complex number, of which loops over many keep the parts in registers of their own.
#[derive(Clone, Copy)]
pub(super) struct Pair<T> {
    pub(super) re: T,
    pub(super) im: T,
}

impl<T> Pair<T> {
    #[inline(always)]
    pub(super) fn new(re: T, im: T) -> Pair<T> {
        Pair { re, im }
    }
}

impl<T: Float> Pair<T> {
    /// The product.
    #[inline(always)]
    pub(super) fn times<I: Isa>(self, isa: I, w: Pair<T>) -> Pair<T>
    where
        T: FusedMulAdd,
    {
        Pair::new(
            isa.mul_add(self.re, w.re, -(self.im * w.im)),
            isa.mul_add(self.re, w.im, self.im * w.re),
        )
    }
}

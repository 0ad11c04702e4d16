//! Real and imaginary parts, taken apart and put together.

use super::numbers::Precision;
use nd_core::Complex;
use nd_core::simd::{Isa, Kernel};
use std::ops::Deref;

/// Elements that are moved at once: loops of a known length become vector instructions.
const BLOCK: usize = 8;

/// Pieces of complex numbers into rows of `s` parts, of which the last ones become zero.
pub(super) struct Apart<'a, P, T> {
    pub(super) pieces: &'a [P],
    pub(super) s: usize,
    pub(super) re: &'a mut [T],
    pub(super) im: &'a mut [T],
}

impl<P: Deref<Target = [Complex<T>]>, T: Precision> Kernel for Apart<'_, P, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let rows = self.re.chunks_exact_mut(self.s).zip(self.im.chunks_exact_mut(self.s));
        for (piece, (re, im)) in self.pieces.iter().zip(rows) {
            let (blocks, rest) = piece.as_chunks::<BLOCK>();
            let (res, re) = re.as_chunks_mut::<BLOCK>();
            let (ims, im) = im.as_chunks_mut::<BLOCK>();
            for ((block, re), im) in blocks.iter().zip(res.iter_mut()).zip(ims.iter_mut()) {
                for l in 0..BLOCK {
                    (re[l], im[l]) = (block[l].re, block[l].im);
                }
            }
            let re = res[blocks.len()..].as_flattened_mut().iter_mut().chain(re);
            let im = ims[blocks.len()..].as_flattened_mut().iter_mut().chain(im);
            let zero = Complex::new(T::zero(), T::zero());
            let rest = rest.iter().chain(std::iter::repeat(&zero));
            for ((re, im), x) in re.zip(im).zip(rest) {
                (*re, *im) = (x.re, x.im);
            }
        }
    }
}

/// Rows of `s` parts into pieces of complex numbers, multiplied.
pub(super) struct Together<'a, 'p, T> {
    pub(super) pieces: &'a mut [&'p mut [Complex<T>]],
    pub(super) s: usize,
    pub(super) scale: T,
    pub(super) re: &'a [T],
    pub(super) im: &'a [T],
}

impl<T: Precision> Kernel for Together<'_, '_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let scale = self.scale;
        let rows = self.re.chunks_exact(self.s).zip(self.im.chunks_exact(self.s));
        for (piece, (re, im)) in self.pieces.iter_mut().zip(rows) {
            let (blocks, rest) = piece.as_chunks_mut::<BLOCK>();
            let at = blocks.len() * BLOCK;
            let parts = re.as_chunks::<BLOCK>().0.iter().zip(im.as_chunks::<BLOCK>().0);
            for (block, (re, im)) in blocks.iter_mut().zip(parts) {
                for l in 0..BLOCK {
                    block[l] = Complex::new(re[l] * scale, im[l] * scale);
                }
            }
            for (x, (&re, &im)) in rest.iter_mut().zip(re[at..].iter().zip(&im[at..])) {
                *x = Complex::new(re * scale, im * scale);
            }
        }
    }
}

//! Numbers taken apart into the real ones that registers hold side by side.

use crate::products::Arithmetic;
use crate::products::large::ROWS;
use nd_core::Complex;
use nd_core::simd::Isa;
use std::array::from_fn;
use std::ops::Neg;

/// A number as `P` real ones: itself alone, or its real and its imaginary part. Products of
/// parts fall in place without shuffling registers.
pub(crate) trait Split<const P: usize>: Arithmetic {
    /// A part.
    type Part: Arithmetic;

    /// The parts.
    fn split(self) -> [Self::Part; P];
    /// The number of these parts.
    fn join(parts: [Self::Part; P]) -> Self;
    /// `sums + a · b`, for `C` numbers side by side.
    fn plus_products<I: Isa, const C: usize>(
        isa: I,
        sums: [[Self::Part; C]; P],
        a: [Self::Part; P],
        b: &[[Self::Part; C]; P],
    ) -> [[Self::Part; C]; P];
    /// `A` panels of rows times a panel of columns, in registers that are named; whether the
    /// numbers and the instruction set are such that it was done.
    #[inline(always)]
    fn named_tile<I: Isa, const A: usize, const C: usize>(
        _isa: I,
        _a: [&[[[Self::Part; ROWS]; P]]; A],
        _b: &[[[Self::Part; C]; P]],
        _out: &mut [[[Self::Part; C]; P]],
    ) -> bool {
        false
    }
}

impl<T: Arithmetic> Split<1> for T {
    type Part = T;

    #[inline(always)]
    fn split(self) -> [T; 1] {
        [self]
    }
    #[inline(always)]
    fn join([x]: [T; 1]) -> T {
        x
    }
    #[inline(always)]
    fn plus_products<I: Isa, const C: usize>(
        isa: I,
        [sums]: [[T; C]; 1],
        [a]: [T; 1],
        [b]: &[[T; C]; 1],
    ) -> [[T; C]; 1] {
        [from_fn(|c| sums[c].plus_product(isa, a, b[c]))]
    }
    #[inline(always)]
    fn named_tile<I: Isa, const A: usize, const C: usize>(
        isa: I,
        a: [&[[[T; ROWS]; 1]]; A],
        b: &[[[T; C]; 1]],
        out: &mut [[[T; C]; 1]],
    ) -> bool {
        let mut panels: [&[[T; ROWS]]; A] = [&[]; A];
        for k in 0..A {
            panels[k] = a[k].as_flattened();
        }
        T::real_tile(isa, panels, b.as_flattened(), out.as_flattened_mut())
    }
}

impl<T: Arithmetic + Neg<Output = T>> Split<2> for Complex<T>
where
    Complex<T>: Arithmetic,
{
    type Part = T;

    #[inline(always)]
    fn split(self) -> [T; 2] {
        [self.re, self.im]
    }
    #[inline(always)]
    fn join([re, im]: [T; 2]) -> Complex<T> {
        Complex::new(re, im)
    }
    #[inline(always)]
    fn plus_products<I: Isa, const C: usize>(
        isa: I,
        [re, im]: [[T; C]; 2],
        [a_re, a_im]: [T; 2],
        [b_re, b_im]: &[[T; C]; 2],
    ) -> [[T; C]; 2] {
        let re =
            from_fn(|c| re[c].plus_product(isa, a_re, b_re[c]).plus_product(isa, -a_im, b_im[c]));
        let im =
            from_fn(|c| im[c].plus_product(isa, a_re, b_im[c]).plus_product(isa, a_im, b_re[c]));
        [re, im]
    }
}

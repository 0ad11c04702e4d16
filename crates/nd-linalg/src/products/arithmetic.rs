//! [`Arithmetic`]: what products are made of.

use crate::products::ProductElement;
use crate::products::lanes;
use crate::products::large::{self, ROWS, Update};
use crate::products::panels::Factor;
use crate::products::registers;
use crate::products::tile::Many;
use faer::Par;
use nd_core::simd::{Isa, Level, dispatch, level};
use nd_core::{Complex, Number, ZeroBits};

/// The bytes of a tile's row: two registers of AVX2.
pub(super) const TILE: usize = 64;

/// Multiplication and addition, and what large products are handed to.
pub trait Arithmetic: ProductElement<Work = Self> + ZeroBits + PartialEq {
    /// The sum of nothing.
    const ZERO: Self;
    /// Whether conjugation changes anything.
    const CONJUGATES: bool = false;
    /// Up to how many multiplications this crate's own kernel is the fastest.
    const SMALL: usize;
    /// `self + other`.
    fn plus(self, other: Self) -> Self;
    /// `self - other`; of bool, which has none, what is in one and not in the other.
    fn minus(self, other: Self) -> Self;
    /// `self · other`.
    fn times(self, other: Self) -> Self;
    /// `a · b + self`.
    fn plus_product<I: Isa>(self, isa: I, a: Self, b: Self) -> Self;
    /// The conjugate.
    #[inline(always)]
    fn conjugate(self) -> Self {
        self
    }
    /// Each row times `x`: rows and `x` of one length.
    fn rows(out: &mut [Self], rows: &[&[Self]], x: &[Self]) {
        lanes::rows(out, rows, x);
    }
    /// The sum of columns times numbers of `x`: columns as long as `out`.
    fn columns(out: &mut [Self], columns: &[&[Self]], x: &[Self]) {
        lanes::columns(out, columns, x);
    }
    /// The dot product of vectors of one length, the first conjugated or not.
    fn sum_of_products(x: &[Self], y: &[Self], _conjugated: bool) -> Self {
        lanes::dot(x, y)
    }
    /// Products of at most [`SMALL`](Self::SMALL) multiplications.
    fn small(products: Many<'_, Self>) {
        dispatch(products);
    }
    /// `out + Σ x · by`, in the place of `out`: all of one length.
    #[inline(always)]
    fn add_multiples<I: Isa, const M: usize>(
        isa: I,
        out: &mut [Self],
        x: [&[Self]; M],
        by: [Self; M],
    ) {
        for m in 0..M {
            for (out, &x) in out.iter_mut().zip(x[m]) {
                *out = out.plus_product(isa, x, by[m]);
            }
        }
    }
    /// `xᴴ · y`, of vectors of one length that is not large.
    #[inline(always)]
    fn short_inner<I: Isa>(isa: I, x: &[Self], y: &[Self]) -> Self {
        let pairs = x.iter().zip(y);
        pairs.fold(Self::ZERO, |sum, (&x, &y)| sum.plus_product(isa, x.conjugate(), y))
    }
    /// See [`Split::named_tile`](crate::products::split::Split::named_tile).
    #[inline(always)]
    fn real_tile<I: Isa, const A: usize, const C: usize>(
        _isa: I,
        _a: [&[[Self; ROWS]]; A],
        _b: &[[Self; C]],
        _out: &mut [[Self; C]],
    ) -> bool {
        false
    }
    /// The product of matrices that are not small: see [`large::product`].
    fn large(
        out: &mut [&mut [Self]],
        update: Update,
        left: Factor<'_, Self>,
        right: Factor<'_, Self>,
        par: Par,
    );
}

/// [`large::product`] of numbers of so many parts.
macro_rules! large {
    ($T:ty, $parts:literal) => {
        fn large(
            out: &mut [&mut [Self]],
            update: Update,
            left: Factor<'_, Self>,
            right: Factor<'_, Self>,
            par: Par,
        ) {
            const COLS: usize = TILE / size_of::<$T>();
            large::product::<Self, $parts, COLS>(out, update, left, right, par);
        }
    };
}

/// The same with tiles of two registers of AVX-512 where there are such. Each sum is added up in
/// the same order.
macro_rules! wide {
    ($T:ty, $parts:literal) => {
        fn large(
            out: &mut [&mut [Self]],
            update: Update,
            left: Factor<'_, Self>,
            right: Factor<'_, Self>,
            par: Par,
        ) {
            const COLS: usize = TILE / size_of::<$T>();
            match level() {
                Level::Avx512 => {
                    large::product::<Self, $parts, { 2 * COLS }>(out, update, left, right, par);
                }
                _ => large::product::<Self, $parts, COLS>(out, update, left, right, par),
            }
        }
    };
}

/// Wrapping arithmetic has the same bits for signed numbers: unsigned ones stand for both.
macro_rules! unsigned {
    ($($T:ty)*) => {$(
        impl Arithmetic for $T {
            const ZERO: $T = 0;
            const SMALL: usize = 32 * 32 * 32;
            #[inline(always)]
            fn plus(self, other: $T) -> $T { self.wrapping_add(other) }
            #[inline(always)]
            fn minus(self, other: $T) -> $T { self.wrapping_sub(other) }
            #[inline(always)]
            fn times(self, other: $T) -> $T { self.wrapping_mul(other) }
            #[inline(always)]
            fn plus_product<I: Isa>(self, _: I, a: $T, b: $T) -> $T {
                self.wrapping_add(a.wrapping_mul(b))
            }
            large!($T, 1);
        }
    )*};
}
unsigned!(u32 u64);

impl Arithmetic for bool {
    const ZERO: bool = false;
    const SMALL: usize = 32 * 32 * 32;
    #[inline(always)]
    fn plus(self, other: bool) -> bool {
        self | other
    }
    #[inline(always)]
    fn minus(self, other: bool) -> bool {
        self & !other
    }
    #[inline(always)]
    fn times(self, other: bool) -> bool {
        self & other
    }
    #[inline(always)]
    fn plus_product<I: Isa>(self, _: I, a: bool, b: bool) -> bool {
        self | (a & b)
    }
    large!(bool, 1);
}

macro_rules! floats {
    ($($T:ty, $small:literal;)*) => {$(
        impl Arithmetic for $T {
            const ZERO: $T = 0.0;
            const SMALL: usize = $small * $small * $small;
            #[inline(always)]
            fn plus(self, other: $T) -> $T { self + other }
            #[inline(always)]
            fn minus(self, other: $T) -> $T { self - other }
            #[inline(always)]
            fn times(self, other: $T) -> $T { self * other }
            #[inline(always)]
            fn plus_product<I: Isa>(self, isa: I, a: $T, b: $T) -> $T { isa.mul_add(a, b, self) }
            fn small(products: Many<'_, $T>) { registers::real(products); }
            #[inline(always)]
            fn real_tile<I: Isa, const A: usize, const C: usize>(
                isa: I,
                a: [&[[$T; ROWS]]; A],
                b: &[[$T; C]],
                out: &mut [[$T; C]],
            ) -> bool {
                registers::tile(isa, a, b, out)
            }
            #[inline(always)]
            fn add_multiples<I: Isa, const M: usize>(
                isa: I,
                out: &mut [$T],
                x: [&[$T]; M],
                by: [$T; M],
            ) {
                registers::add_multiples(isa, out, x, by);
            }
            #[inline(always)]
            fn short_inner<I: Isa>(isa: I, x: &[$T], y: &[$T]) -> $T { registers::inner(isa, x, y) }
            wide!($T, 1);
        }

        impl Arithmetic for Complex<$T> {
            const ZERO: Self = Complex::new(0.0, 0.0);
            const CONJUGATES: bool = true;
            const SMALL: usize = 32 * 32 * 32;
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self + other }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self - other }
            #[inline(always)]
            fn times(self, other: Self) -> Self { Number::times(self, other) }
            #[inline(always)]
            fn plus_product<I: Isa>(self, isa: I, a: Self, b: Self) -> Self {
                let re = isa.mul_add(a.re, b.re, isa.mul_add(-a.im, b.im, self.re));
                let im = isa.mul_add(a.re, b.im, isa.mul_add(a.im, b.re, self.im));
                Complex::new(re, im)
            }
            #[inline(always)]
            fn conjugate(self) -> Self { self.conj() }
            fn rows(out: &mut [Self], rows: &[&[Self]], x: &[Self]) {
                for (out, row) in out.iter_mut().zip(rows) {
                    *out = lanes::complex_dot(row, x, false, |x| -x);
                }
            }
            fn columns(out: &mut [Self], columns: &[&[Self]], x: &[Self]) {
                lanes::complex_columns(out, columns, x, |x| -x);
            }
            fn sum_of_products(x: &[Self], y: &[Self], conjugated: bool) -> Self {
                lanes::complex_dot(x, y, conjugated, |x| -x)
            }
            fn small(products: Many<'_, Self>) { registers::complex(products); }
            large!(Complex<$T>, 2);
        }
    )*};
}
floats! {
    f32, 96;
    f64, 96;
}

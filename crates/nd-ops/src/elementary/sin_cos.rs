//! Sine and cosine.
//!
//! `|x| = n π + r` with `|r| <= π/2`: one polynomial serves every element, where a reduction by
//! π/2 would need two. For the cosine `n` is a half-integer. π is taken in parts (Cody & Waite)
//! and `r` keeps a low part. Beyond [`FAR_F64`] the blocks repair what the fast loop got wrong,
//! with [`super::far`]. Polynomials from `scripts/minimax.py`.

use nd_core::simd::Isa;

use super::arith::{ROUND_F32, ROUND_F64, fast_two_sum, horner};
use super::far;

/// `(sin(r)/r - 1) / r²` on `|r| <= π/2`.
const SIN_F64: [f64; 8] = [
    -0.166_666_666_666_666_66,
    0.008_333_333_333_333_207,
    -0.000_198_412_698_412_124_8,
    2.755_731_921_156_945_3e-6,
    -2.505_210_690_441_475_3e-8,
    1.605_894_100_150_988_3e-10,
    -7.643_019_339_089_699e-13,
    2.721_419_079_942_543e-15,
];
const SIN_F32: [f32; 4] = [
    -0.166_666_6,
    0.008_333_069,
    -0.000_198_097_74,
    2.606_081_8e-6,
];
/// `(2/π)²`: `1 - FADE r²` is near enough to `cos r` to weigh the low part of `r` with.
const FADE: f64 = 0.405_284_734_569_351_1;

const FRAC_1_PI_F32: f32 = std::f32::consts::FRAC_1_PI;
const FRAC_1_PI_F64: f64 = std::f64::consts::FRAC_1_PI;

/// Above this magnitude the reduction is not good enough. With FMA the products are exact and
/// the bound is where three parts of π run out; without, `n` has 22 bits to stay exact.
pub(super) const fn far_f64<I: Isa>() -> f64 {
    if I::FMA { 1_073_741_824.0 } else { 8_388_608.0 }
}

/// As [`far_f64`].
pub(super) const fn far_f32<I: Isa>() -> f32 {
    if I::FMA { 32_768.0 } else { 12_288.0 }
}

/// `x - n π` as a sum, for `|x| <= far_f64()` and the nearest `n` (or half-integer `n`).
#[inline(always)]
fn reduce_f64<I: Isa>(isa: I, x: f64, n: f64) -> (f64, f64) {
    if I::FMA {
        const MIDDLE: f64 = 1.224_646_799_147_353_2e-16;
        const LAST: f64 = -2.994_769_809_718_339_7e-33;
        let upper = isa.mul_add(-n, std::f64::consts::PI, x); // exact
        let product = n * MIDDLE;
        let error = isa.mul_add(n, MIDDLE, -product);
        let r = upper - product;
        let low = ((upper - r) - product) - error;
        (r, isa.mul_add(-n, LAST, low))
    } else {
        // 30 bits thrice, the rest.
        let upper = x - n * 3.141_592_651_605_606;
        let product = n * 1.984_187_158_327_044_3e-9;
        let r = upper - product;
        let low = (upper - r) - product;
        let (r, low) = fast_two_sum(r, low - n * 1.034_036_595_778_05e-18);
        (r, low - n * 5.807_711_947_958_721e-28)
    }
}

/// As [`reduce_f64`].
#[inline(always)]
fn reduce_f32<I: Isa>(isa: I, x: f32, n: f32) -> (f32, f32) {
    if I::FMA {
        const MIDDLE: f32 = -8.742_278e-8;
        let upper = isa.mul_add(-n, std::f32::consts::PI, x); // exact
        let product = n * MIDDLE;
        let error = isa.mul_add(n, MIDDLE, -product);
        let r = upper - product;
        let low = ((upper - r) - product) - error;
        (r, isa.mul_add(-n, -3.430_249e-15, low))
    } else {
        // 11 bits, 11 bits, 11 bits, the rest.
        let upper = (x - n * 3.140_625) - n * 0.000_967_502_6;
        let product = n * 1.509_906_7e-7;
        let r = upper - product;
        let low = (upper - r) - product;
        fast_two_sum(r, low - n * 5.126_688e-12)
    }
}

/// `sin(r + low)` for `|r| <= π/2`. `sin(0) = 0` whatever the sign of zero.
#[inline(always)]
pub(super) fn sin_reduced_f64<I: Isa>(isa: I, r: f64, low: f64) -> f64 {
    let z = r * r;
    let tail = low * isa.mul_add(z, -FADE, 1.0);
    r + isa.mul_add(r * z, horner(isa, z, SIN_F64), tail)
}

/// As [`sin_reduced_f64`].
#[inline(always)]
fn sin_reduced_f32<I: Isa>(isa: I, r: f32, low: f32) -> f32 {
    let z = r * r;
    let tail = low * isa.mul_add(z, -FADE as f32, 1.0);
    r + isa.mul_add(r * z, horner(isa, z, SIN_F32), tail)
}

/// The sine for `|x| <= far_f64()`, infinities and NaN.
#[inline(always)]
pub(super) fn sin_near_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let magnitude = x.abs();
    let shifted = isa.mul_add(magnitude, FRAC_1_PI_F64, ROUND_F64);
    let (r, low) = reduce_f64(isa, magnitude, shifted - ROUND_F64);
    let sign = (shifted.to_bits() << 63) ^ (x.to_bits() & (1 << 63));
    f64::from_bits(sin_reduced_f64(isa, r, low).to_bits() ^ sign)
}

/// The cosine for `|x| <= far_f64()`, infinities and NaN.
#[inline(always)]
pub(super) fn cos_near_f64<I: Isa>(isa: I, x: f64) -> f64 {
    // cos(r + (q + 1/2) π) = -(-1)^q sin r
    let magnitude = x.abs();
    let shifted = isa.mul_add(magnitude, FRAC_1_PI_F64, -0.5) + ROUND_F64;
    let (r, low) = reduce_f64(isa, magnitude, (shifted - ROUND_F64) + 0.5);
    let sign = !shifted.to_bits() << 63;
    f64::from_bits(sin_reduced_f64(isa, r, low).to_bits() ^ sign)
}

/// The sine for `|x| <= far_f32()`, infinities and NaN.
#[inline(always)]
pub(super) fn sin_near_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let magnitude = x.abs();
    let shifted = isa.mul_add(magnitude, FRAC_1_PI_F32, ROUND_F32);
    let (r, low) = reduce_f32(isa, magnitude, shifted - ROUND_F32);
    let sign = (shifted.to_bits() << 31) ^ (x.to_bits() & (1 << 31));
    f32::from_bits(sin_reduced_f32(isa, r, low).to_bits() ^ sign)
}

/// The cosine for `|x| <= far_f32()`, infinities and NaN.
#[inline(always)]
pub(super) fn cos_near_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let magnitude = x.abs();
    let shifted = isa.mul_add(magnitude, FRAC_1_PI_F32, -0.5) + ROUND_F32;
    let (r, low) = reduce_f32(isa, magnitude, (shifted - ROUND_F32) + 0.5);
    let sign = !shifted.to_bits() << 31;
    f32::from_bits(sin_reduced_f32(isa, r, low).to_bits() ^ sign)
}

/// The sine, correct over the whole range. Error at most 1 ULP.
///
/// `sin(±0) = ±0`, `sin(±inf) = NaN`, NaN stays NaN.
#[inline(always)]
pub fn sin_f64<I: Isa>(isa: I, x: f64) -> f64 {
    if x.abs() > far_f64::<I>() { far::sin(x) } else { sin_near_f64(isa, x) }
}

/// The cosine, correct over the whole range. Error at most 1 ULP.
///
/// `cos(±0) = 1`, `cos(±inf) = NaN`, NaN stays NaN.
#[inline(always)]
pub fn cos_f64<I: Isa>(isa: I, x: f64) -> f64 {
    if x.abs() > far_f64::<I>() { far::cos(x) } else { cos_near_f64(isa, x) }
}

/// The sine, correct over the whole range. Error at most 1 ULP.
///
/// Special values as [`sin_f64`].
#[inline(always)]
pub fn sin_f32<I: Isa>(isa: I, x: f32) -> f32 {
    if x.abs() > far_f32::<I>() { sin_f64(isa, f64::from(x)) as f32 } else { sin_near_f32(isa, x) }
}

/// The cosine, correct over the whole range. Error at most 1 ULP.
///
/// Special values as [`cos_f64`].
#[inline(always)]
pub fn cos_f32<I: Isa>(isa: I, x: f32) -> f32 {
    if x.abs() > far_f32::<I>() { cos_f64(isa, f64::from(x)) as f32 } else { cos_near_f32(isa, x) }
}

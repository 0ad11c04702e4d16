//! What sine, cosine and tangent share.
//!
//! `|x| = n π/2 + r` with `|r| <= π/4` (π/2 in parts: Cody & Waite), `r` with a low part, and
//! polynomials for `sin r` and `cos r` from `scripts/minimax.py`. Both are always evaluated:
//! which one an element needs depends on the oddness of its `n`.

use nd_core::simd::Isa;

use super::arith::{ROUND_F32, ROUND_F64, fast_two_sum, polynomial};

/// `(sin(r)/r - 1) / r²` on `|r| <= π/4`.
const SIN_F64: [f64; 6] = [
    -0.166_666_666_666_666_3,
    0.008_333_333_333_321_842,
    -0.000_198_412_698_293_612,
    2.755_731_353_992_548_4e-6,
    -2.505_073_469_776_742e-8,
    1.589_545_712_917_452_4e-10,
];
const SIN_F32: [f32; 3] = [-0.166_666_55, 0.008_332_188, -0.000_195_180_94];
/// `(cos(r) - 1 + r²/2) / r⁴` on `|r| <= π/4`.
const COS_F64: [f64; 6] = [
    0.041_666_666_666_666_6,
    -0.001_388_888_888_887_445_7,
    2.480_158_728_965_288_2e-5,
    -2.755_731_439_388_605e-7,
    2.087_572_811_511_492e-9,
    -1.135_986_531_225_953e-11,
];
const COS_F32: [f32; 3] = [0.041_666_646, -0.001_388_730_1, 2.443_067_2e-5];

/// Above this magnitude the reduction is not good enough. With FMA the products are exact and
/// the bound is where three parts of π/2 run out; without, `n` must be short for `n` times a part to be exact.
pub(super) const fn far_f64<I: Isa>() -> f64 {
    if I::FMA { 1_073_741_824.0 } else { 8_388_608.0 }
}

/// As [`far_f64`].
pub(super) const fn far_f32<I: Isa>() -> f32 {
    if I::FMA { 32_768.0 } else { 12_288.0 }
}

/// `x - n π/2` as a sum, for `0 <= x <= far_f64()` and the nearest `n`.
#[inline(always)]
fn reduce_f64<I: Isa>(isa: I, x: f64, n: f64) -> (f64, f64) {
    if I::FMA {
        const MIDDLE: f64 = 6.123_233_995_736_766e-17;
        const LAST: f64 = -1.497_384_904_859_169_8e-33;
        let upper = isa.mul_add(-n, std::f64::consts::FRAC_PI_2, x); // exact
        let product = n * MIDDLE;
        let error = isa.mul_add(n, MIDDLE, -product);
        let r = upper - product;
        let low = ((upper - r) - product) - error;
        (r, isa.mul_add(-n, LAST, low))
    } else {
        let upper = x - n * 1.570_796_325_802_803;
        let product = n * 9.920_935_791_635_221e-10;
        let r = upper - product;
        let low = (upper - r) - product;
        let (r, low) = fast_two_sum(r, low - n * 5.170_182_978_890_25e-19);
        (r, low - n * 2.903_855_973_979_360_5e-28)
    }
}

/// As [`reduce_f64`].
#[inline(always)]
fn reduce_f32<I: Isa>(isa: I, x: f32, n: f32) -> (f32, f32) {
    if I::FMA {
        const MIDDLE: f32 = -4.371_139e-8;
        let upper = isa.mul_add(-n, std::f32::consts::FRAC_PI_2, x); // exact
        let product = n * MIDDLE;
        let error = isa.mul_add(n, MIDDLE, -product);
        let r = upper - product;
        let low = ((upper - r) - product) - error;
        (r, isa.mul_add(-n, -1.715_124_5e-15, low))
    } else {
        let upper = (x - n * 1.570_312_5) - n * 0.000_483_751_3;
        let product = n * 7.549_533_6e-8;
        let r = upper - product;
        let low = (upper - r) - product;
        fast_two_sum(r, low - n * 2.563_344e-12)
    }
}

/// `|x| = n π/2 + r + low`: `r`, `low` and the integer `n` in the low bits of the third.
#[inline(always)]
pub(super) fn quarter_turns_f64<I: Isa>(isa: I, x: f64) -> (f64, f64, u64) {
    let magnitude = x.abs();
    let shifted = isa.mul_add(magnitude, std::f64::consts::FRAC_2_PI, ROUND_F64);
    let (r, low) = reduce_f64(isa, magnitude, shifted - ROUND_F64);
    (r, low, shifted.to_bits())
}

/// `sin(r + low)` and `cos(r + low)` as sums, for `|r| <= π/4`. `sin(0) = 0` whatever the sign
/// of zero.
#[inline(always)]
pub(super) fn sin_cos_reduced_f64<I: Isa>(isa: I, r: f64, low: f64) -> [(f64, f64); 2] {
    let z = r * r;
    // 1 - z/2 is rounded; what it loses joins the small terms.
    let half = 0.5 * z;
    let upper = 1.0 - half;
    let lost = isa.mul_add(-r, low, (1.0 - upper) - half);
    let cos = isa.mul_add(z * z, polynomial(isa, z, COS_F64), lost);
    let sin = isa.mul_add(r * z, polynomial(isa, z, SIN_F64), low * upper);
    [fast_two_sum(r, sin), fast_two_sum(upper, cos)]
}

/// The sine of `quarters` quarter turns and `r + low`.
#[inline(always)]
pub(super) fn sin_of_f64<I: Isa>(isa: I, r: f64, low: f64, quarters: u64) -> f64 {
    let [(sin, _), (cos, _)] = sin_cos_reduced_f64(isa, r, low);
    let y = if quarters & 1 == 0 { sin } else { cos };
    f64::from_bits(y.to_bits() ^ ((quarters << 62) & (1 << 63)))
}

/// `|x| = n π/2 + r + low`: `r`, `low` and the integer `n` in the low bits of the third.
#[inline(always)]
pub(super) fn quarter_turns_f32<I: Isa>(isa: I, x: f32) -> (f32, f32, u32) {
    let magnitude = x.abs();
    let shifted = isa.mul_add(magnitude, std::f32::consts::FRAC_2_PI, ROUND_F32);
    let (r, low) = reduce_f32(isa, magnitude, shifted - ROUND_F32);
    (r, low, shifted.to_bits())
}

/// `sin(r + low)` and `cos(r + low)` as sums, for `|r| <= π/4`. `sin(0) = 0` whatever the sign
/// of zero.
#[inline(always)]
pub(super) fn sin_cos_reduced_f32<I: Isa>(isa: I, r: f32, low: f32) -> [(f32, f32); 2] {
    let z = r * r;
    // 1 - z/2 is rounded; what it loses joins the small terms.
    let half = 0.5 * z;
    let upper = 1.0 - half;
    let lost = isa.mul_add(-r, low, (1.0 - upper) - half);
    let cos = isa.mul_add(z * z, polynomial(isa, z, COS_F32), lost);
    let sin = isa.mul_add(r * z, polynomial(isa, z, SIN_F32), low * upper);
    [fast_two_sum(r, sin), fast_two_sum(upper, cos)]
}

/// The sine of `quarters` quarter turns and `r + low`.
#[inline(always)]
pub(super) fn sin_of_f32<I: Isa>(isa: I, r: f32, low: f32, quarters: u32) -> f32 {
    let [(sin, _), (cos, _)] = sin_cos_reduced_f32(isa, r, low);
    let y = if quarters & 1 == 0 { sin } else { cos };
    f32::from_bits(y.to_bits() ^ ((quarters << 30) & (1 << 31)))
}

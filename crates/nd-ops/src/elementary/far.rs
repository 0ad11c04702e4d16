//! Sine, cosine and tangent of arguments too large for the vectorised reduction.
//!
//! Payne & Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18, 1983:
//! of the product of the 53-bit mantissa and 1/π only the bits that survive modulo 2 are formed.
//! Here in integers, with 192 bits of 1/π: the fraction then has 138 good bits, where the closest
//! any `f64` comes to a multiple of π/2 is 2⁻⁶².

use nd_core::simd::Baseline;

use super::arith::{Real, fast_two_sum, quotient};
use super::trig::{sin_cos_reduced_f64, sin_of_f64};

/// 64 zero bits, then 1/π in binary.
const FRAC_1_PI: [u64; 22] = [
    0,
    0x517c_c1b7_2722_0a94,
    0xfe13_abe8_fa9a_6ee0,
    0x6db1_4acc_9e21_c820,
    0xff28_b1d5_ef5d_e2b0,
    0xdb92_371d_2126_e970,
    0x0324_9775_04e8_c90e,
    0x7f0e_f58e_5894_d39f,
    0x7441_1afa_975d_a242,
    0x74ce_3813_5a2f_bf20,
    0x9cc8_eb1c_c1a9_9cfa,
    0x4e42_2fc5_defc_941d,
    0x8ffc_4bff_ef02_cc07,
    0xf797_88c5_ad05_368f,
    0xb69b_3f67_93e5_84db,
    0xa7a3_1fb3_4f2f_f516,
    0xba93_dd63_f5f2_f8bd,
    0x9e83_9cfb_c529_4975,
    0x35fd_afd8_8fc6_ae84,
    0x2b01_9823_7e3d_b5d5,
    0xf867_de10_4d7a_1b0e,
    0xd4f1_c8b0_af73_0d84,
];

/// `|x| / π` modulo 2, times 2¹²⁷, for finite `|x| >= 2^20`.
fn half_turns(x: f64) -> u128 {
    let bits = x.to_bits();
    let mantissa = u128::from((bits & ((1 << 52) - 1)) | (1 << 52));
    let exponent = ((bits >> 52) & 0x7ff) as usize; // x = mantissa · 2^(exponent - 1075)
    // The bits of 1/π before this one give even integers.
    let [a, b, c] = bits_from(exponent + 63 - 1075).map(u128::from);
    let low = mantissa * c;
    let middle = mantissa * b + (low >> 64);
    let high = mantissa * a + (middle >> 64);
    (high << 64) | (middle & u128::from(u64::MAX))
}

/// 192 bits of [`FRAC_1_PI`].
fn bits_from(first: usize) -> [u64; 3] {
    let (word, shift) = (first / 64, first % 64);
    std::array::from_fn(|i| {
        let pair = (u128::from(FRAC_1_PI[word + i]) << 64) | u128::from(FRAC_1_PI[word + i + 1]);
        (pair >> (64 - shift)) as u64
    })
}

/// `|x| = n π/2 + r + low`, `|r| <= π/4`: `r`, `low` and `n` modulo 4.
fn quarter_turns(x: f64) -> (f64, f64, u64) {
    const PI_2_LOW: f64 = 6.123_233_995_736_766e-17;
    const TWO_NEG_126: f64 = 1.0 / (1u128 << 126) as f64;
    let turned = half_turns(x);
    // The top two bits are quarters; the rest is a fraction of one, made signed.
    let up = (turned >> 125) & 1;
    let quarters = ((turned >> 126) + up) as u64;
    let distance = ((turned << 2) as i128) >> 2;
    let high = distance as f64;
    let low = (distance - high as i128) as f64 * TWO_NEG_126;
    let high = high * TWO_NEG_126;
    let (r, error) = f64::two_prod(Baseline, high, std::f64::consts::FRAC_PI_2);
    let small = high * PI_2_LOW + low * std::f64::consts::FRAC_PI_2;
    let (r, low) = fast_two_sum(r, error + small);
    (r, low, quarters)
}

/// `sin x` for finite `|x| >= 2^20`; NaN for the infinities.
#[cold]
#[inline(never)]
pub(super) fn sin(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    let (r, low, quarters) = quarter_turns(x);
    let y = sin_of_f64(Baseline, r, low, quarters);
    if x < 0.0 { -y } else { y }
}

/// `cos x` for finite `|x| >= 2^20`; NaN for the infinities.
#[cold]
#[inline(never)]
pub(super) fn cos(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    let (r, low, quarters) = quarter_turns(x);
    sin_of_f64(Baseline, r, low, quarters + 1)
}

/// `tan x` for finite `|x| >= 2^20`; NaN for the infinities.
#[cold]
#[inline(never)]
pub(super) fn tan(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    let (r, low, quarters) = quarter_turns(x);
    let [sin, cos] = sin_cos_reduced_f64(Baseline, r, low);
    let odd = quarters & 1 == 1;
    let y = if odd { -quotient(Baseline, cos, sin) } else { quotient(Baseline, sin, cos) };
    if x < 0.0 { -y } else { y }
}

//! Sine, cosine and tangent of arguments too large for the vectorised reduction.
//!
//! Payne & Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18, 1983:
//! of the product of the 53-bit mantissa and 1/π only the bits that survive modulo 2 are formed.
//! Here in integers: 192 bits of 1/π, so the fraction has 138 good bits where the closest any
//! `f64` comes to a multiple of π/2 is 2⁻⁶².

use nd_core::simd::Baseline;

use super::arith::{fast_two_sum, two_prod};
use super::{sin_cos::sin_reduced_f64, tan::tan_reduced_f64};

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

/// `|x| / π` modulo 2.
#[derive(Clone, Copy)]
struct Turns {
    /// The integer part is odd.
    odd: bool,
    /// The fractional part times 2¹²⁸.
    fraction: u128,
}

impl Turns {
    /// For finite `|x| >= 2^20`.
    fn new(x: f64) -> Self {
        let bits = x.to_bits();
        let mantissa = u128::from((bits & ((1 << 52) - 1)) | (1 << 52));
        let exponent = ((bits >> 52) & 0x7ff) as usize; // x = mantissa · 2^(exponent - 1075)
        // Bits of 1/π weighing 2^(1 - exponent + 1075) or more give even integers.
        let first = exponent + 63 - 1075; // among the bits of FRAC_1_PI, of which 64 are 0
        let [a, b, c] = bits_from(first).map(u128::from);
        let low = mantissa * c;
        let middle = mantissa * b + (low >> 64);
        let high = mantissa * a + (middle >> 64);
        let word = |w: u128| w & u128::from(u64::MAX);
        let product = (word(high) << 64) | word(middle); // in units of 2^-127
        Turns {
            odd: product >> 127 == 1,
            fraction: (product << 1) | (word(low) >> 63),
        }
    }

    /// Half a turn less.
    fn minus_half(self) -> Self {
        let (fraction, borrow) = self.fraction.overflowing_sub(1 << 127);
        Turns { odd: self.odd ^ borrow, fraction }
    }

    /// The nearest integer's oddness, and the signed distance from it times 2¹²⁸.
    fn nearest(self) -> (bool, i128) {
        (self.odd ^ (self.fraction >> 127 == 1), self.fraction as i128)
    }
}

/// 192 bits of [`FRAC_1_PI`].
fn bits_from(first: usize) -> [u64; 3] {
    let (word, shift) = (first / 64, first % 64);
    std::array::from_fn(|i| {
        let pair = (u128::from(FRAC_1_PI[word + i]) << 64) | u128::from(FRAC_1_PI[word + i + 1]);
        (pair >> (64 - shift)) as u64
    })
}

/// `2^-128 · distance · unit · 2^scale`, as a sum, for `unit` π.
fn radians(distance: i128, scale: f64) -> (f64, f64) {
    const PI_LOW: f64 = 1.224_646_799_147_353_2e-16;
    let high = distance as f64;
    let low = distance.wrapping_sub(high as i128) as f64;
    let (high, low) = (high * scale, low * scale);
    let (r, error) = two_prod(Baseline, high, std::f64::consts::PI);
    fast_two_sum(r, error + (high * PI_LOW + low * std::f64::consts::PI))
}

const TWO_NEG_128: f64 = 1.0 / (1u128 << 64) as f64 / (1u128 << 64) as f64;

/// `sin x` for finite `|x| >= 2^20`; NaN for the infinities.
#[cold]
#[inline(never)]
pub(super) fn sin(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    let (odd, distance) = Turns::new(x).nearest();
    let (r, low) = radians(distance, TWO_NEG_128);
    let y = sin_reduced_f64(Baseline, r, low);
    if odd ^ (x < 0.0) { -y } else { y }
}

/// `cos x` for finite `|x| >= 2^20`; NaN for the infinities.
#[cold]
#[inline(never)]
pub(super) fn cos(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    // cos(r + (q + 1/2) π) = -(-1)^q sin r
    let (odd, distance) = Turns::new(x).minus_half().nearest();
    let (r, low) = radians(distance, TWO_NEG_128);
    let y = sin_reduced_f64(Baseline, r, low);
    if odd { y } else { -y }
}

/// `tan x` for finite `|x| >= 2^20`; NaN for the infinities.
#[cold]
#[inline(never)]
pub(super) fn tan(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    // In units of π/2: the top bit of the fraction becomes the integer part.
    let Turns { fraction, .. } = Turns::new(x);
    let halves = Turns { odd: fraction >> 127 == 1, fraction: fraction << 1 };
    let (odd, distance) = halves.nearest();
    let (r, low) = radians(distance, 0.5 * TWO_NEG_128);
    let y = tan_reduced_f64(Baseline, r, low, odd);
    if x < 0.0 { -y } else { y }
}

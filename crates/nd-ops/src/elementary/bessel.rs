//! The modified Bessel function of the first kind and order 0.
//!
//! Up to 8 a polynomial whose terms are all positive (from `scripts/minimax.py`). Above,
//! `e^-x √x I₀(x)` in Chebyshev polynomials of `32/x - 2` (from `scripts/chebyshev.py`).

use nd_core::simd::Isa;

use super::exp::exp_f64;

/// Coefficients of the powers of `x²/4`, up to `x = 8`.
const SMALL: [f64; 17] = [
    1.0,
    1.0,
    0.25,
    0.027_777_777_777_777_776,
    0.001_736_111_111_111_117_3,
    6.944_444_444_443_467e-5,
    1.929_012_345_687_353_5e-6,
    3.936_759_888_699_94e-8,
    6.151_187_342_312_713e-10,
    7.594_058_047_381_466e-12,
    7.594_065_093_182_827e-14,
    6.275_996_993_972_531e-16,
    4.359_162_331_185_564e-18,
    2.573_868_851_963_121_3e-20,
    1.338_808_207_124_232_7e-22,
    5.161_412_198_513_822e-25,
    3.464_274_176_188_141_6e-27,
];
/// Coefficients of Chebyshev polynomials of half of `32/x - 2`, from `x = 8`; the first is counted half.
const LARGE: [f64; 23] = [
    0.804_490_411_014_108_8,
    0.003_369_116_478_255_694_3,
    6.889_758_346_916_825e-5,
    2.891_370_520_834_756_7e-6,
    2.048_918_589_469_063_8e-7,
    2.266_668_990_498_178e-8,
    3.396_232_025_708_386_5e-9,
    4.940_602_388_224_97e-10,
    1.188_914_710_784_643_9e-11,
    -3.149_916_527_963_241_6e-11,
    -1.321_581_184_044_771_3e-11,
    -1.794_178_531_506_806_2e-12,
    7.180_124_451_383_666e-13,
    3.852_778_382_742_142_6e-13,
    1.540_086_217_521_41e-14,
    -4.150_569_347_287_222e-14,
    -9.554_846_698_828_307e-15,
    3.811_680_669_352_622_4e-15,
    1.772_560_133_056_526_3e-15,
    -3.425_485_619_677_219e-16,
    -2.827_623_980_516_583_6e-16,
    3.461_222_867_697_461e-17,
    4.465_621_420_296_76e-17,
];

/// Clenshaw's recurrence, for a `v` of twice the argument of the polynomials.
#[inline(always)]
fn chebyshev<I: Isa>(isa: I, v: f64) -> f64 {
    let (mut b, mut before, mut last) = (0.0, 0.0, 0.0);
    let mut i = LARGE.len();
    while i > 0 {
        i -= 1;
        last = before;
        before = b;
        b = isa.mul_add(v, before, LARGE[i] - last);
    }
    0.5 * (b - last)
}

#[inline(always)]
fn power_series<I: Isa>(isa: I, t: f64) -> f64 {
    let mut sum = SMALL[SMALL.len() - 1];
    let mut i = SMALL.len() - 1;
    while i > 0 {
        i -= 1;
        sum = isa.mul_add(sum, t, SMALL[i]);
    }
    sum
}

/// The modified Bessel function of the first kind and order 0. Error at most 5 ULP, with fused multiply-add 4.
///
/// `i0(±0) = 1`, `i0(±inf) = inf`, NaN stays NaN; overflows beyond ±713.98.
///
/// # NumPy
/// `np.i0` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::i0_f64;
///
/// assert_eq!(i0_f64(Baseline, 0.0), 1.0);
/// assert!((i0_f64(Baseline, -2.0) - 2.2795853023360673).abs() < 1e-15); // even
/// ```
#[inline(always)]
pub fn i0_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let magnitude = x.abs();
    let near = if magnitude > 8.0 { 8.0 } else { magnitude };
    let small = power_series(isa, 0.25 * near * near);
    let far = if magnitude > 8.0 { magnitude } else { 8.0 };
    // e^x overflows before the result does.
    let halved = far > 700.0;
    let e = exp_f64(isa, if halved { 0.5 * far } else { far });
    let large = e * chebyshev(isa, 32.0 / far - 2.0) / far.sqrt();
    let large = if halved { large * e } else { large };
    let y = if magnitude > 8.0 { large } else { small };
    if magnitude == f64::INFINITY { magnitude } else { y }
}

/// The modified Bessel function of the first kind and order 0. Error at most 0.51 ULP.
///
/// Special values as [`i0_f64`]; overflows beyond ±91.9.
///
/// # NumPy
/// `np.i0` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::i0_f32;
///
/// assert_eq!(i0_f32(Baseline, 1.0), 1.266_065_8);
/// assert_eq!(i0_f32(Baseline, 92.0), f32::INFINITY);
/// ```
#[inline(always)]
pub fn i0_f32<I: Isa>(isa: I, x: f32) -> f32 {
    i0_f64(isa, f64::from(x)) as f32
}

//! Powers.
//!
//! `x^y = 2^(y log2 x)` multiplies the error of the logarithm by up to 1075, so for `f64` the
//! logarithm is a sum of two, good to 68 bits. `f32` computes in `f64`, where none of that is
//! needed. Special cases are selected at the end: nothing here branches.

use nd_core::simd::Isa;

use super::arith::{ROUND_F64, Real, fast_two_sum, polynomial};
use super::exp::exp2_sum_f64;
use super::log::{split_f64, split_normal_f64};

/// `(atanh(s)/s - 1 - z/3) / z²` with `z = s²`, `s <= tanh(ln(2)/12)`.
const ATANH_F64: [f64; 5] = [
    0.200_000_000_000_001_76,
    0.142_857_142_851_779_36,
    0.111_111_117_022_456_62,
    0.090_906_069_685_848_95,
    0.077_650_819_028_863_05,
];
/// `(2 atanh(s)/s - 2) / z` on the wider range of `f32`.
pub(super) const ATANH_F32: [f64; 5] = [
    0.666_666_666_758_039_5,
    0.399_999_956_209_429_3,
    0.285_721_092_411_208_35,
    0.221_761_856_493_127_82,
    0.195_841_904_272_703_34,
];
/// `(2^f - 1 - f ln 2) / f²`.
const EXP2_F32: [f64; 6] = [
    0.240_226_510_208_878_78,
    0.055_504_106_342_336_545,
    0.009_618_043_424_394_316,
    0.001_333_378_709_735_429_6,
    0.000_154_653_320_916_172_4,
    1.522_149_035_117_150_2e-5,
];

/// `(m - a) / (m + a)` as a sum good to 90 bits, for `a` within a factor 2 of `m`.
///
/// With FMA the reciprocal starts from an `f32` division, a third of the price of an `f64` one.
#[inline(always)]
fn ratio<I: Isa>(isa: I, m: f64, a: f64) -> (f64, f64) {
    let above = m - a; // exact
    let (below, below_low) = fast_two_sum(a, m);
    if I::FMA {
        let inverse = 1.0 / below;
        let s = above * inverse;
        let rest = isa.mul_add(-s, below_low, isa.mul_add(-s, below, above));
        (s, rest * inverse)
    } else {
        let s = above / below;
        let (product, error) = f64::two_prod(isa, s, below);
        (s, (((above - product) - error) - s * below_low) / below)
    }
}

/// `log2 x` as a sum, relative error about 2⁻⁶⁸, for positive finite `x`.
///
/// A step `a` of 2^(±1/3) is divided out of `m`, so that `s` is small and few terms of the
/// series need more than 53 bits.
#[inline(always)]
fn log2_sum<I: Isa>(isa: I, x: f64) -> (f64, f64) {
    const UP: (f64, f64, f64) =
        (1.259_921_049_894_873_2, 0.333_333_333_333_333_37, -7.350_940_700_946_185e-18);
    const DOWN: (f64, f64, f64) =
        (0.793_700_525_984_099_8, -0.333_333_333_333_333_26, 2.476_712_633_446_208_6e-17);
    const THIRD: (f64, f64) = (1.0 / 3.0, 1.850_371_707_708_594e-17);
    const SCALE: (f64, f64) = (2.0 * std::f64::consts::LOG2_E, 4.071_054_748_186_206_6e-17);
    let (k, m) = split_f64(x);
    let step = (1.0, 0.0, 0.0);
    let step = if m > 1.122_462_048_309_373 { UP } else { step };
    let (a, log_a, log_a_low) = if m < 0.890_898_718_140_339_3 { DOWN } else { step };
    let (s, s_low) = ratio(isa, m, a);

    // w = s²/3 + s⁴ Q(s²)
    let (z, z_error) = f64::two_prod(isa, s, s);
    let z_low = isa.mul_add(2.0 * s, s_low, z_error);
    let (w, w_error) = f64::two_prod(isa, z, THIRD.0);
    let fourth = isa.mul_add(z * z, polynomial(isa, z, ATANH_F64), w_error);
    let w_low = isa.mul_add(z_low, THIRD.0, isa.mul_add(z, THIRD.1, fourth));

    // u = 2 s / ln 2, and log2(m/a) = u + u w
    let (u, u_error) = f64::two_prod(isa, s, SCALE.0);
    let u_low = isa.mul_add(s_low, SCALE.0, isa.mul_add(s, SCALE.1, u_error));
    let (v, v_error) = f64::two_prod(isa, u, w);
    let v_low = isa.mul_add(u, w_low, isa.mul_add(u_low, w, v_error));

    let (sum, e1) = fast_two_sum(k, log_a);
    let (sum, e2) = fast_two_sum(sum, u);
    let (sum, e3) = fast_two_sum(sum, v);
    fast_two_sum(sum, ((e1 + log_a_low) + e2) + (e3 + (u_low + v_low)))
}

/// Whether `y >= 0` is an integer.
#[inline(always)]
fn is_integer(y: f64) -> bool {
    const TWO_52: f64 = (1u64 << 52) as f64;
    (y >= TWO_52) | ((y + TWO_52) - TWO_52 == y)
}

/// C99's rules (F.9.4.4) on top of `power = |x|^y`, which need only be right for finite
/// positive `|x|` and `y` not NaN.
#[inline(always)]
fn with_special_cases(x: f64, y: f64, power: f64) -> f64 {
    let magnitude = x.abs();
    let unbounded = (magnitude == 0.0) | (magnitude == f64::INFINITY);
    let limit = if (magnitude < 1.0) == (y > 0.0) { 0.0 } else { f64::INFINITY };
    let power = if unbounded { limit } else { power };

    let whole = is_integer(y.abs());
    let odd = whole & !is_integer(0.5 * y.abs());
    let sign = if odd { x.to_bits() & (1 << 63) } else { 0 };
    let power = f64::from_bits(power.to_bits() ^ sign);

    let undefined = (x < 0.0) & (magnitude < f64::INFINITY) & !whole;
    let power = if undefined | x.is_nan() | y.is_nan() { f64::NAN } else { power };
    if (y == 0.0) | (x == 1.0) { 1.0 } else { power }
}

/// `y` within `±2^66`, where every power but those of ±1 has long become 0 or infinite.
#[inline(always)]
fn clamp_exponent(y: f64) -> f64 {
    const LIMIT: f64 = (1u128 << 66) as f64;
    let y = if y > LIMIT { LIMIT } else { y };
    if y < -LIMIT { -LIMIT } else { y }
}

/// Whether `|x|^y` as computed needs no correction.
#[inline(always)]
fn is_common(x: f64, y: f64) -> bool {
    (x > 0.0) & (x <= f64::MAX) & !y.is_nan()
}

/// `|x|^y` if `x` is neither zero, infinite nor NaN, and `y` is not NaN.
#[inline(always)]
fn magnitude_f64<I: Isa>(isa: I, x: f64, y: f64) -> f64 {
    let (log, log_low) = log2_sum(isa, x.abs());
    let exponent = clamp_exponent(y);
    let (p, p_error) = f64::two_prod(isa, exponent, log);
    let p_low = isa.mul_add(exponent, log_low, p_error);
    let p_low = if p.abs() > 1100.0 { 0.0 } else { p_low };
    let p = if p > 1025.0 { 1025.0 } else { p };
    let p = if p < -1077.0 { -1077.0 } else { p };
    exp2_sum_f64(isa, p, p_low)
}

/// As [`magnitude_f64`], to 35 bits and more, not subnormal: `f32` is rounded to afterwards.
#[inline(always)]
fn magnitude_f32<I: Isa>(isa: I, x: f64, y: f64) -> f64 {
    const BIAS: f64 = ROUND_F64 + 1023.0;
    let (k, m) = split_normal_f64(x.abs(), 1023.0);
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let ln = s * isa.mul_add(z, polynomial(isa, z, ATANH_F32), 2.0);
    let p = clamp_exponent(y) * isa.mul_add(ln, std::f64::consts::LOG2_E, k);
    let p = if p > 200.0 { 200.0 } else { p };
    let p = if p < -200.0 { -200.0 } else { p };
    let biased = p + BIAS;
    let f = p - (biased - BIAS);
    let tail = isa.mul_add(f * f, polynomial(isa, f, EXP2_F32), 1.0);
    let power = isa.mul_add(f, std::f64::consts::LN_2, tail);
    power * f64::from_bits(biased.to_bits() << 52)
}

/// `x^y`. Error at most 1 ULP.
///
/// `x^0 = 1` and `1^y = 1` even for NaN; a negative `x` takes integer `y` only (else NaN);
/// zeros and infinities as in C99, Annex F.
///
/// # NumPy
/// `np.float_power` of two numbers.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::pow_f64;
///
/// assert_eq!(pow_f64(Baseline, 2.0, -2.0), 0.25);
/// assert_eq!(pow_f64(Baseline, -2.0, 3.0), -8.0);
/// assert!(pow_f64(Baseline, -2.0, 0.5).is_nan());
/// assert_eq!(pow_f64(Baseline, f64::NAN, 0.0), 1.0);
/// ```
#[inline(always)]
pub fn pow_f64<I: Isa>(isa: I, x: f64, y: f64) -> f64 {
    with_special_cases(x, y, magnitude_f64(isa, x, y))
}

/// `x^y`. Error at most 1 ULP.
///
/// Special values as [`pow_f64`].
///
/// # NumPy
/// `np.power` of two numbers.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::pow_f32;
///
/// assert_eq!(pow_f32(Baseline, 10.0, 38.0), 1e38);
/// assert_eq!(pow_f32(Baseline, 0.0, -1.0), f32::INFINITY);
/// ```
#[inline(always)]
pub fn pow_f32<I: Isa>(isa: I, x: f32, y: f32) -> f32 {
    let (x, y) = (f64::from(x), f64::from(y));
    with_special_cases(x, y, magnitude_f32(isa, x, y)) as f32
}

/// [`pow_f64`] over slices: the special cases get a second, also vectorised, loop, which a
/// block of positive numbers skips.
#[inline(always)]
pub(super) fn pow_block_f64<I: Isa>(isa: I, x: &[f64], y: &[f64], out: &mut [f64]) {
    let mut all_common = true;
    for ((out, &x), &y) in out.iter_mut().zip(x).zip(y) {
        *out = magnitude_f64(isa, x, y);
        all_common &= is_common(x, y);
    }
    if !all_common {
        for ((out, &x), &y) in out.iter_mut().zip(x).zip(y) {
            *out = with_special_cases(x, y, *out);
        }
    }
}

/// As [`pow_block_f64`].
#[inline(always)]
pub(super) fn pow_block_f32<I: Isa>(isa: I, x: &[f32], y: &[f32], out: &mut [f32]) {
    let mut all_common = true;
    for ((out, &x), &y) in out.iter_mut().zip(x).zip(y) {
        let (x, y) = (f64::from(x), f64::from(y));
        *out = magnitude_f32(isa, x, y) as f32;
        all_common &= is_common(x, y);
    }
    if !all_common {
        for ((out, &x), &y) in out.iter_mut().zip(x).zip(y) {
            *out = with_special_cases(f64::from(x), f64::from(y), f64::from(*out)) as f32;
        }
    }
}

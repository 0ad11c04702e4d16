//! The hyperbolic functions.

use nd_core::simd::Isa;

use super::arith::{ROUND_F32, ROUND_F64, Real, add_product, fast_two_sum, polynomial, quotient};
use super::exp::{
    LN2_HIGH_F32, LN2_HIGH_F64, LN2_LOW_F32, LN2_LOW_F64, expm1_core_f32, expm1_core_f64,
};

/// The hyperbolic tangent. Error at most 1 ULP.
///
/// `t / (t + 2)` with `t = e^(2|x|) - 1`.
/// `tanh(±0) = ±0`, `tanh(±inf) = ±1`, NaN stays NaN.
///
/// # NumPy
/// `np.tanh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::tanh_f64;
///
/// assert_eq!(tanh_f64(Baseline, -1e-9), -1e-9);
/// assert_eq!(tanh_f64(Baseline, 50.0), 1.0);
/// ```
#[inline(always)]
pub fn tanh_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let magnitude = x.abs();
    let magnitude = if magnitude > 20.0 { 20.0 } else { magnitude }; // 1 to the last bit
    let (t, low) = expm1_core_f64(isa, 2.0 * magnitude);
    let (large, small) = if t > 2.0 { (t, 2.0) } else { (2.0, t) };
    let (below, error) = fast_two_sum(large, small);
    quotient(isa, (t, low), (below, error + low)).copysign(x)
}

/// The hyperbolic tangent. Error at most 1 ULP.
///
/// Special values as [`tanh_f64`].
///
/// # NumPy
/// `np.tanh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::tanh_f32;
///
/// assert_eq!(tanh_f32(Baseline, 0.5), 0.462_117_16);
/// assert_eq!(tanh_f32(Baseline, f32::NEG_INFINITY), -1.0);
/// ```
#[inline(always)]
pub fn tanh_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let magnitude = x.abs();
    let magnitude = if magnitude > 10.0 { 10.0 } else { magnitude };
    let (t, low) = expm1_core_f32(isa, 2.0 * magnitude);
    let (large, small) = if t > 2.0 { (t, 2.0) } else { (2.0, t) };
    let (below, error) = fast_two_sum(large, small);
    quotient(isa, (t, low), (below, error + low)).copysign(x)
}

/// `(sinh(r)/r - 1) / r²` and `(cosh(r) - 1) / r²` on `|r| <= ln(2)/2`.
const SINH_F64: [f64; 5] = [
    0.166_666_666_666_666_77,
    0.008_333_333_333_321_386,
    0.000_198_412_698_868_140_11,
    2.755_724_345_701_862_8e-6,
    2.510_931_748_320_253_6e-8,
];
const COSH_F64: [f64; 6] = [
    0.5,
    0.041_666_666_666_666_685,
    0.001_388_888_888_887_327,
    2.480_158_734_925_114e-5,
    2.755_725_176_074_576e-7,
    2.092_179_271_270_350_4e-9,
];
const SINH_F32: [f32; 3] = [0.166_666_67, 0.008_333_176, 0.000_199_730_1];
const COSH_F32: [f32; 3] = [0.5, 0.041_666_46, 0.001_393_545_7];

const TWO_63: f64 = (1u64 << 63) as f64;

/// With `|x| = n ln 2 + r`, what the addition theorems combine: they need no division, and for
/// `n = 0` nothing cancels.
struct Parts<T> {
    /// `sinh(n ln 2)`, as a sum and scaled: by 1/2 in `f32`, by 2⁻⁶³ in `f64`, to be split without overflow.
    sinh_n: (T, T),
    /// `cosh(n ln 2)`, scaled likewise.
    cosh_n: (T, T),
    r: T,
    /// `sinh(r) - r`.
    sinh: T,
    /// `cosh(r) - 1`.
    cosh: T,
}

impl<T: Real> Parts<T> {
    /// `sinh |x|`, scaled.
    #[inline(always)]
    fn scaled_sinh<I: Isa>(self, isa: I) -> T {
        let ((base, low), factor) = (self.sinh_n, self.cosh_n.0);
        let rest = isa.mul_add(factor, self.sinh, isa.mul_add(base, self.cosh, low));
        add_product(isa, base, factor, self.r, rest)
    }

    /// `cosh x`, scaled.
    #[inline(always)]
    fn scaled_cosh<I: Isa>(self, isa: I) -> T {
        let ((base, low), factor) = (self.cosh_n, self.sinh_n.0);
        let rest = isa.mul_add(factor, self.sinh, isa.mul_add(base, self.cosh, low));
        add_product(isa, base, factor, self.r, rest)
    }
}

/// The parts of `x`, whose sign is ignored.
#[inline(always)]
fn parts_f64<I: Isa>(isa: I, x: f64) -> Parts<f64> {
    let magnitude = x.abs();
    let magnitude = if magnitude > 710.8 { 710.8 } else { magnitude };
    let biased = isa.mul_add(magnitude, std::f64::consts::LOG2_E, ROUND_F64 + 959.0);
    let n = biased - (ROUND_F64 + 959.0);
    let upper = isa.mul_add(-n, LN2_HIGH_F64, magnitude);
    let r = isa.mul_add(-n, LN2_LOW_F64, upper);
    let low = isa.mul_add(-n, LN2_LOW_F64, upper - r);
    let grown = f64::from_bits(biased.to_bits() << 52); // 2^(n - 64)
    let shrunk = f64::from_bits(1918u64.wrapping_sub(biased.to_bits()) << 52); // 2^(-n - 64)
    let shrunk = if n > 64.0 { 0.0 } else { shrunk };
    let z = r * r;
    let sinh = isa.mul_add(r * z, polynomial(isa, z, SINH_F64), low);
    let cosh = isa.mul_add(z, polynomial(isa, z, COSH_F64), r * low);
    Parts {
        sinh_n: fast_two_sum(grown, -shrunk),
        cosh_n: fast_two_sum(grown, shrunk),
        r,
        sinh,
        cosh,
    }
}

/// As [`parts_f64`].
#[inline(always)]
fn parts_f32<I: Isa>(isa: I, x: f32) -> Parts<f32> {
    let magnitude = x.abs();
    let magnitude = if magnitude > 89.6 { 89.6 } else { magnitude };
    let biased = isa.mul_add(magnitude, std::f32::consts::LOG2_E, ROUND_F32 + 125.0);
    let n = biased - (ROUND_F32 + 125.0);
    let upper = isa.mul_add(-n, LN2_HIGH_F32, magnitude);
    let r = isa.mul_add(-n, LN2_LOW_F32, upper);
    let low = isa.mul_add(-n, LN2_LOW_F32, upper - r);
    let grown = f32::from_bits(biased.to_bits() << 23);
    let shrunk = f32::from_bits(250u32.wrapping_sub(biased.to_bits()) << 23);
    let shrunk = if n > 32.0 { 0.0 } else { shrunk };
    let z = r * r;
    let sinh = isa.mul_add(r * z, polynomial(isa, z, SINH_F32), low);
    let cosh = isa.mul_add(z, polynomial(isa, z, COSH_F32), r * low);
    Parts {
        sinh_n: fast_two_sum(grown, -shrunk),
        cosh_n: fast_two_sum(grown, shrunk),
        r,
        sinh,
        cosh,
    }
}

/// The hyperbolic sine. Error at most 1 ULP.
///
/// `sinh(±0) = ±0`, `sinh(±inf) = ±inf`, NaN stays NaN; overflows above 710.47.
///
/// # NumPy
/// `np.sinh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::sinh_f64;
///
/// assert_eq!(sinh_f64(Baseline, 1e-9), 1e-9);
/// assert!(sinh_f64(Baseline, 710.0).is_finite()); // e^710 is not
/// ```
#[inline(always)]
pub fn sinh_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let y = parts_f64(isa, x).scaled_sinh(isa);
    // Also the sign of zero, and the subnormals, which scaling rounds.
    if x.abs() < 1e-280 { x } else { (TWO_63 * y).copysign(x) }
}

/// The hyperbolic sine. Error at most 1 ULP.
///
/// Special values as [`sinh_f64`]; overflows above 89.41.
///
/// # NumPy
/// `np.sinh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::sinh_f32;
///
/// assert_eq!(sinh_f32(Baseline, -1.0), -1.175_201_2);
/// assert_eq!(sinh_f32(Baseline, -90.0), f32::NEG_INFINITY);
/// ```
#[inline(always)]
pub fn sinh_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let y = parts_f32(isa, x).scaled_sinh(isa);
    if x.abs() < 1e-30 { x } else { (2.0 * y).copysign(x) }
}

/// The hyperbolic cosine. Error at most 1 ULP.
///
/// `cosh(0) = 1`, `cosh(±inf) = inf`, NaN stays NaN; overflows above 710.47.
///
/// # NumPy
/// `np.cosh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::cosh_f64;
///
/// assert_eq!(cosh_f64(Baseline, 0.0), 1.0);
/// assert!(cosh_f64(Baseline, -710.0).is_finite()); // e^710 is not
/// ```
#[inline(always)]
pub fn cosh_f64<I: Isa>(isa: I, x: f64) -> f64 {
    TWO_63 * parts_f64(isa, x).scaled_cosh(isa)
}

/// The hyperbolic cosine. Error at most 1 ULP.
///
/// Special values as [`cosh_f64`]; overflows above 89.41.
///
/// # NumPy
/// `np.cosh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::cosh_f32;
///
/// assert_eq!(cosh_f32(Baseline, 90.0), f32::INFINITY);
/// ```
#[inline(always)]
pub fn cosh_f32<I: Isa>(isa: I, x: f32) -> f32 {
    2.0 * parts_f32(isa, x).scaled_cosh(isa)
}

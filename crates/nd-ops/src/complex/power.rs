//! Powers.

use super::exponential::exp;
use super::logarithm::log;
use super::{C, NAN};

/// `z^w`: 1 for `w = 0`; 0 to a power is 0 where the real part of `w` is positive, and NaN
/// elsewhere.
///
/// Whole powers below 100 are products, as Gaussian integers have whole ones; if they overflow on the
/// way, or the exponent is another, `e^(w ln z)`.
pub(crate) fn pow(z: C, w: C) -> C {
    if w == C::new(0.0, 0.0) {
        return C::new(1.0, 0.0);
    }
    if z == C::new(0.0, 0.0) {
        return if w.re > 0.0 { C::new(0.0, 0.0) } else { NAN };
    }
    if w == C::new(1.0, 0.0) {
        return z;
    }
    if w.im != 0.0 {
        let log = log(z);
        return exp(C::new(w.re * log.re - w.im * log.im, w.re * log.im + w.im * log.re));
    }
    if w.re.fract() == 0.0 && w.re.abs() < 100.0 {
        let power = repeated(z, w.re.abs() as u32);
        let power =
            if w.re < 0.0 { nd_core::Number::divided(C::new(1.0, 0.0), power) } else { power };
        if power.re.is_finite() && power.im.is_finite() {
            return power;
        }
    }
    real_power(z, w.re)
}

/// `z` multiplied with itself `n` times.
fn repeated(z: C, n: u32) -> C {
    let (mut power, mut base, mut n) = (C::new(1.0, 0.0), z, n);
    while n > 1 {
        if n & 1 == 1 {
            power *= base;
        }
        base = base * base;
        n >>= 1;
    }
    // The last product by itself: 1 times a number may lose the sign of a zero.
    if power == C::new(1.0, 0.0) { base } else { power * base }
}

/// Lengths whose logarithm is exact to the last digits, where the power of a rounded length is `w` times as far off.
const NEAR_ONE: std::ops::Range<f64> = 0.78..1.28;

/// A real power: that of the length has no logarithm's error.
fn real_power(z: C, w: f64) -> C {
    let (length, angle) = (z.re.hypot(z.im), w * z.im.atan2(z.re));
    let size = length.powf(w);
    if size.is_infinite() || size == 0.0 || length.is_infinite() || NEAR_ONE.contains(&length) {
        let log = log(z);
        return exp(C::new(w * log.re, angle));
    }
    let (sin, cos) = angle.sin_cos();
    C::new(size * cos, if angle == 0.0 { angle } else { size * sin })
}

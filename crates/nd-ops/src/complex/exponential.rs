//! Exponentials.

use super::C;
use std::f64::consts::LN_2;

/// `e^z`.
pub(crate) fn exp(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if y == 0.0 {
        return C::new(x.exp(), y);
    }
    if x.is_infinite() && !y.is_finite() {
        return if x > 0.0 { C::new(x, f64::NAN) } else { C::new(0.0, 0f64.copysign(y)) };
    }
    let (sin, cos) = y.sin_cos();
    C::new(times_exp(cos, x), times_exp(sin, x))
}

/// The largest whole number whose power is in the range.
pub(super) const STEP: f64 = 709.0;
const OF_STEP: f64 = 8.218_407_461_554_972e307;

/// `v e^x / 2` for an `x` beyond [`STEP`]; half of the smallest `v` would be 0.
pub(super) fn half_times_exp(v: f64, x: f64) -> f64 {
    times_exp(v * (0.5 * OF_STEP), x - STEP)
}

/// `v e^x`, also where `e^x` alone is too large.
pub(super) fn times_exp(v: f64, x: f64) -> f64 {
    let (mut v, mut x) = (v, x);
    for _ in 0..2 {
        if x > STEP {
            v *= OF_STEP;
            x -= STEP;
        }
    }
    v * x.exp()
}

/// `e^z - 1`, accurate near zero.
pub(crate) fn expm1(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if y == 0.0 {
        return C::new(x.exp_m1(), y);
    }
    if !y.is_finite() || x > 709.0 {
        let power = exp(z);
        return C::new(power.re - 1.0, power.im);
    }
    let (sin, cos) = y.sin_cos();
    let half = (0.5 * y).sin();
    C::new(x.exp_m1() * cos - 2.0 * half * half, x.exp() * sin)
}

/// `2^z`.
pub(crate) fn exp2(z: C) -> C {
    /// What `LN_2` lacks.
    const LN_2_LOW: f64 = 2.319_046_813_846_299_6e-17;
    let (x, y) = (z.re, z.im);
    if y == 0.0 {
        return C::new(x.exp2(), y);
    }
    if !y.is_finite() {
        return exp(z);
    }
    // The angle in two parts: its error would be as many units as it has turns.
    let angle = y * LN_2;
    let low = y.mul_add(LN_2, -angle) + y * LN_2_LOW;
    // Of the largest angles the low part is more than a turn.
    let ((sin, cos), (sin_low, cos_low)) = (angle.sin_cos(), low.sin_cos());
    let turned = (cos * cos_low - sin_low * sin, sin * cos_low + sin_low * cos);
    let (mut factor, mut rest) = (1.0, x);
    if x.is_finite() && x > 1000.0 {
        (factor, rest) = (1000f64.exp2(), x - 1000.0);
    }
    let power = rest.exp2();
    C::new(turned.0 * factor * power, turned.1 * factor * power)
}

//! The square root.

use super::{C, NAN};

/// The principal square root: its real part is not negative, its imaginary part has the sign of
/// that of `z`.
///
/// From the half-angle formulas, without the angle: the larger part is the root of the mean of
/// `|x|` and `|z|`, which are added, and the smaller one a quotient.
pub(crate) fn sqrt(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if y.is_infinite() {
        return C::new(f64::INFINITY, y);
    }
    if x.is_infinite() {
        let other = if y.is_nan() { y } else { 0.0 };
        return if x > 0.0 {
            C::new(x, other.copysign(y))
        } else {
            C::new(other, f64::INFINITY.copysign(y))
        };
    }
    if x.is_nan() || y.is_nan() {
        return NAN;
    }
    if x == 0.0 && y == 0.0 {
        return C::new(0.0, y);
    }
    let (scale, back) = scales(x.abs().max(y.abs()));
    let (x, y) = (x * scale, y * scale);
    let large = ((x.abs() + x.hypot(y)) * 0.5).sqrt();
    let small = y.abs() / (2.0 * large);
    let (re, im) = if x >= 0.0 { (large, small) } else { (small, large) };
    C::new(re * back, (im * back).copysign(y))
}

/// A factor of parts that keeps their sum finite and their bits, and the root of its reciprocal.
fn scales(largest: f64) -> (f64, f64) {
    const HUGE: f64 = f64::MAX / 4.0;
    const TINY: f64 = f64::from_bits(64 << 52); // 2^-959
    const UP: f64 = f64::from_bits((1023 + 108) << 52);
    const BACK: f64 = f64::from_bits((1023 - 54) << 52);
    if largest > HUGE {
        (0.0625, 4.0)
    } else if largest < TINY {
        (UP, BACK)
    } else {
        (1.0, 1.0)
    }
}

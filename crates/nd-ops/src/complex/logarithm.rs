//! Logarithms.

use super::{C, two_sum};
use std::f64::consts::{LN_2, LN_10};

/// The natural logarithm: the imaginary part is the angle, in `-π..=π`.
pub(crate) fn log(z: C) -> C {
    C::new(log_length(z, f64::ln, 1.0), z.im.atan2(z.re))
}

/// The logarithm to base 2.
pub(crate) fn log2(z: C) -> C {
    C::new(log_length(z, f64::log2, LN_2), z.im.atan2(z.re) / LN_2)
}

/// The logarithm to base 10.
pub(crate) fn log10(z: C) -> C {
    C::new(log_length(z, f64::log10, LN_10), z.im.atan2(z.re) / LN_10)
}

/// `ln(1 + z)`, accurate near zero.
pub(crate) fn log1p(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if y == 0.0 && x > -1.0 {
        return C::new(x.ln_1p(), y);
    }
    let more = C::new(1.0 + x, y);
    if x.abs() < 2.0 && y.abs() < 2.0 {
        let (x_square, x_low) = square(x);
        let (y_square, y_low) = square(y);
        // |1 + z|² - 1
        let excess = sum([2.0 * x, x_square, y_square], x_low + y_low);
        if near(excess) {
            return C::new(0.5 * excess.ln_1p(), y.atan2(more.re));
        }
    }
    log(more)
}

/// The natural logarithm of the length, of any number but NaN.
pub(super) fn ln_length(z: C) -> f64 {
    log_length(z, f64::ln, 1.0)
}

/// A logarithm of the length; `ln_base` is the natural one of its base.
///
/// Lengths near 1 have logarithms near 0, of which the length itself knows no digits: there what
/// its square is more than 1 is added up in twice the precision.
fn log_length(z: C, log: fn(f64) -> f64, ln_base: f64) -> f64 {
    let length = z.re.hypot(z.im);
    if length.is_nan() {
        return length;
    }
    let (a, b) = (z.re.abs().max(z.im.abs()), z.re.abs().min(z.im.abs()));
    if (0.5..2.0).contains(&a) {
        let (a_square, a_low) = square(a);
        let (b_square, b_low) = square(b);
        let excess = sum([-1.0, a_square, b_square], a_low + b_low);
        if b > 0.0 && near(excess) {
            return 0.5 * excess.ln_1p() / ln_base;
        }
    }
    const UP: f64 = f64::from_bits((1023 + 54) << 52);
    if length.is_infinite() && a.is_finite() {
        log((0.25 * a).hypot(0.25 * b)) + log(4.0)
    } else if length < f64::MIN_POSITIVE && length > 0.0 {
        log((UP * a).hypot(UP * b)) - log(UP)
    } else {
        log(length)
    }
}

/// Whether `ln_1p` of it is better than the logarithm of one more.
fn near(excess: f64) -> bool {
    excess > -0.6 && excess < 1.5
}

/// `x²` and what it lost.
fn square(x: f64) -> (f64, f64) {
    let square = x * x;
    (square, x.mul_add(x, -square))
}

/// A sum whose terms cancel, and what they lack.
fn sum([a, b, c]: [f64; 3], low: f64) -> f64 {
    let (ab, ab_low) = two_sum(a, b);
    let (abc, abc_low) = two_sum(ab, c);
    abc + (abc_low + (ab_low + low))
}

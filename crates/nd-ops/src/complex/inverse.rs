//! The inverses of the trigonometric and hyperbolic functions.
//!
//! After W. Kahan, "Branch cuts for complex elementary functions, or much ado about nothing's
//! sign bit", 1987: the roots of `1 - z` and `1 + z` lie on the sides of the branch cuts that signed
//! zeros tell, and in what is made of them nothing cancels.

use super::logarithm::ln_length;
use super::root::sqrt;
use super::{C, NAN, turned};
use std::f64::consts::{FRAC_PI_2, LN_2};

/// From here on `z² ± 1` is `z²` to the last bit: 2^500.
const LARGE: f64 = f64::from_bits((1023 + 500) << 52);

/// Whether a part is so large that 1 does not matter beside it.
fn is_large(z: C) -> bool {
    z.re.abs() >= LARGE || z.im.abs() >= LARGE
}

/// The arcsine.
pub(crate) fn asin(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if x.is_nan() || y.is_nan() {
        return match x {
            _ if x.is_infinite() => C::new(f64::NAN, f64::INFINITY),
            _ if y.is_infinite() => C::new(f64::NAN, y),
            0.0 => C::new(x, f64::NAN),
            _ => NAN,
        };
    }
    if is_large(z) {
        return C::new(x.atan2(y.abs()), (LN_2 + ln_length(z)).copysign(y));
    }
    let (less, more) = (sqrt(C::new(1.0 - x, -y)), sqrt(C::new(1.0 + x, y)));
    C::new(
        x.atan2(less.re * more.re - less.im * more.im),
        (less.re * more.im - less.im * more.re).asinh(),
    )
}

/// The arccosine: its real part is in `0..=π`.
pub(crate) fn acos(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if x.is_nan() || y.is_nan() {
        return match x {
            _ if x.is_infinite() => C::new(f64::NAN, f64::NEG_INFINITY),
            _ if y.is_infinite() => C::new(f64::NAN, -y),
            0.0 => C::new(FRAC_PI_2, f64::NAN),
            _ => NAN,
        };
    }
    if is_large(z) {
        return C::new(y.abs().atan2(x), -(LN_2 + ln_length(z)).copysign(y));
    }
    let (less, more) = (sqrt(C::new(1.0 - x, -y)), sqrt(C::new(1.0 + x, y)));
    C::new(2.0 * less.re.atan2(more.re), (more.re * less.im - more.im * less.re).asinh())
}

/// The inverse hyperbolic cosine: its real part is not negative.
pub(crate) fn acosh(z: C) -> C {
    let angle = acos(z);
    C::new(angle.im.abs(), angle.re.copysign(z.im))
}

/// The inverse hyperbolic sine.
pub(crate) fn asinh(z: C) -> C {
    turned(asin(turned(z)))
}

/// The inverse hyperbolic tangent.
pub(crate) fn atanh(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if let Some(special) = special_atanh(z) {
        return special;
    }
    let (a, b) = (x.abs(), y.abs());
    let re = if is_large(z) {
        // The real part of 1 / z.
        let most = a.max(b);
        let (a, b) = (a / most, b / most);
        a / (a * a + b * b) / most
    } else if a == 1.0 && b < 1.0 / LARGE {
        0.5 * (LN_2 - b.ln())
    } else {
        let beside = 1.0 - a;
        0.25 * (4.0 * a / (beside * beside + b * b)).ln_1p()
    };
    let im =
        if is_large(z) { FRAC_PI_2 } else { 0.5 * (2.0 * b).atan2((1.0 - a) * (1.0 + a) - b * b) };
    C::new(re.copysign(x), im.copysign(y))
}

/// What infinities and NaN give.
fn special_atanh(z: C) -> Option<C> {
    let (x, y) = (z.re, z.im);
    let right = FRAC_PI_2.copysign(y);
    match (x, y) {
        _ if y.is_infinite() => Some(C::new(0f64.copysign(x), right)),
        _ if x.is_infinite() => Some(C::new(0f64.copysign(x), if y.is_nan() { y } else { right })),
        (0.0, _) if y.is_nan() => Some(C::new(x, y)),
        _ if x.is_nan() || y.is_nan() => Some(NAN),
        _ => None,
    }
}

/// The arctangent.
pub(crate) fn atan(z: C) -> C {
    turned(atanh(turned(z)))
}

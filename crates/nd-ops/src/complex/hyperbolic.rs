//! Hyperbolic and trigonometric functions.

use super::exponential::{STEP, half_times_exp};
use super::{C, NAN, turned};

/// The hyperbolic sine.
pub(crate) fn sinh(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if y == 0.0 {
        return C::new(x.sinh(), y);
    }
    if !y.is_finite() {
        // The sign of the infinity is nobody's; that of C libraries is plus.
        let re = match x {
            0.0 => x,
            _ if x.is_infinite() => f64::INFINITY,
            _ => f64::NAN,
        };
        return C::new(re, f64::NAN);
    }
    let (sin, cos) = y.sin_cos();
    // There `sinh` and `cosh` are half the exponential, which overflows soon.
    if x.abs() > STEP {
        let re = half_times_exp(cos, x.abs());
        return C::new(re * x.signum(), half_times_exp(sin, x.abs()));
    }
    C::new(x.sinh() * cos, x.cosh() * sin)
}

/// The hyperbolic cosine.
pub(crate) fn cosh(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if y == 0.0 {
        let im = if x.is_nan() { y } else { y * 1f64.copysign(x) };
        return C::new(x.cosh(), im);
    }
    if !y.is_finite() {
        return match x {
            0.0 => C::new(f64::NAN, 0.0),
            _ if x.is_infinite() => C::new(f64::INFINITY, f64::NAN),
            _ => NAN,
        };
    }
    let (sin, cos) = y.sin_cos();
    if x.abs() > STEP {
        let im = half_times_exp(sin, x.abs());
        return C::new(half_times_exp(cos, x.abs()), im * x.signum());
    }
    C::new(x.cosh() * cos, x.sinh() * sin)
}

/// The hyperbolic tangent: W. Kahan, "Branch cuts for complex elementary functions", 1987.
pub(crate) fn tanh(z: C) -> C {
    let (x, y) = (z.re, z.im);
    if y == 0.0 {
        return C::new(x.tanh(), y);
    }
    if x.is_infinite() {
        let sign = if y.is_finite() { y.sin() * y.cos() } else { y };
        return C::new(x.signum(), 0f64.copysign(sign));
    }
    if !y.is_finite() {
        return C::new(if x == 0.0 { x } else { f64::NAN }, f64::NAN);
    }
    // From here on the real part is 1 to the last bit.
    if x.abs() > 22.0 {
        let (sin, cos) = y.sin_cos();
        return C::new(x.signum(), 4.0 * sin * cos * (-2.0 * x.abs()).exp());
    }
    let (tan, sinh) = (y.tan(), x.sinh());
    let beta = 1.0 + tan * tan;
    let below = 1.0 + beta * sinh * sinh;
    C::new(beta * (1.0 + sinh * sinh).sqrt() * sinh / below, tan / below)
}

/// The sine.
pub(crate) fn sin(z: C) -> C {
    turned(sinh(turned(z)))
}

/// The cosine: `cosh(iz)`.
pub(crate) fn cos(z: C) -> C {
    cosh(C::new(-z.im, z.re))
}

/// The tangent.
pub(crate) fn tan(z: C) -> C {
    turned(tanh(turned(z)))
}

//! The logarithm of the gamma function of complex numbers.

use nd_core::Complex;
use std::f64::consts::PI;

/// From here on Stirling's series has all digits.
const FAR: f64 = 12.0;
/// Of Stirling's series: `B₂ₖ / (2k (2k - 1))`.
const SERIES: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360_360.0,
    1.0 / 156.0,
    -3617.0 / 122_400.0,
];

/// A logarithm of Γ(z), whose imaginary part may be off by whole turns; infinite where Γ is.
///
/// Stirling's series far from 0 (NIST Handbook of Mathematical Functions, 5.11.1), where others are brought by Γ(z + 1) = z Γ(z),
/// and reflection about 1/2 (5.5.3).
pub(super) fn log_gamma(z: Complex<f64>) -> Complex<f64> {
    if z.im < 0.0 {
        return log_gamma(z.conj()).conj();
    }
    if z.re < 0.5 {
        let mirrored = log_gamma(Complex::new(1.0 - z.re, -z.im));
        return Complex::new(PI.ln(), 0.0) - log_sin(z) - mirrored;
    }
    let mut product = Complex::new(1.0, 0.0);
    let mut far = z;
    while far.re < FAR && far.im < FAR {
        product *= far;
        far.re += 1.0;
    }
    let log = far.ln();
    let mut sum = (far - 0.5) * log - far + Complex::new(0.5 * (2.0 * PI).ln(), 0.0);
    let square = (far * far).inv();
    let mut power = far.inv();
    for coefficient in SERIES {
        sum += power * coefficient;
        power *= square;
    }
    sum - product.ln()
}

/// A logarithm of `sin(π z)`, for `z.im >= 0`: without overflow far from the real axis.
fn log_sin(z: Complex<f64>) -> Complex<f64> {
    let turn = 2.0 * (z.re - z.re.round());
    let shrunk = (-2.0 * PI * z.im).exp();
    // exp(2πiz) - 1, exactly 0 at whole numbers.
    let half = (0.5 * PI * turn).sin();
    let less_one = Complex::new(
        (-2.0 * PI * z.im).exp_m1() - 2.0 * shrunk * half * half,
        shrunk * (PI * turn).sin(),
    );
    Complex::new(PI * z.im, -PI * z.re) + (less_one * Complex::new(0.0, -0.5)).ln()
}

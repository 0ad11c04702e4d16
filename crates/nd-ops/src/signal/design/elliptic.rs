//! Elliptic filters: zeros and poles by Jacobi's functions, those by Landen's transformation.
//!
//! S. J. Orfanidis, "Lecture Notes on Elliptic Filter Design" (2006).

use super::prototypes::power_less_one;
use super::zpk::Zpk;
use nd_core::Complex;
use std::f64::consts::{FRAC_PI_2, PI};

type C = Complex<f64>;

/// The complete elliptic integral of the modulus whose complement is `complement`, by the arithmetic-geometric mean.
fn quarter_period(complement: f64) -> f64 {
    let (mut a, mut g) = (1.0, complement);
    for _ in 0..64 {
        if (a - g).abs() <= f64::EPSILON * a {
            break;
        }
        (a, g) = (0.5 * (a + g), (a * g).sqrt());
    }
    FRAC_PI_2 / a
}

/// The moduli below `k`, from large to small, each from the one before.
fn landen(mut k: f64) -> Vec<f64> {
    let mut all = vec![];
    while k > f64::EPSILON * f64::EPSILON && all.len() < 24 {
        let complement = ((1.0 - k) * (1.0 + k)).sqrt();
        k = (k / (1.0 + complement)).powi(2);
        all.push(k);
    }
    all
}

/// `cd(u·K)` or `sn(u·K)` of a modulus, from the cosine or the sine of `u·π/2`.
fn ascended(mut w: C, moduli: &[f64]) -> C {
    for &v in moduli.iter().rev() {
        w = (1.0 + v) * w / (1.0 + v * w * w);
    }
    w
}

/// The inverse of `sn`: `u` such that `sn(u·K)` is `w`.
fn inverse_sn(mut w: C, k: f64, moduli: &[f64]) -> C {
    let mut before = k;
    for &v in moduli {
        w = 2.0 * w / ((1.0 + v) * (1.0 + (1.0 - (before * w) * (before * w)).sqrt()));
        before = v;
    }
    w.asin() / FRAC_PI_2
}

/// The modulus of the filter, by the series of its nome.
fn modulus(order: usize, k1: f64) -> f64 {
    let complement = ((1.0 - k1) * (1.0 + k1)).sqrt();
    let nome = (-PI * quarter_period(k1) / quarter_period(complement) / order as f64).exp();
    let terms =
        |power: fn(f64) -> f64| -> f64 { (1..12).map(|m| nome.powf(power(f64::from(m)))).sum() };
    let (above, below) = (1.0 + terms(|m| m * (m + 1.0)), 1.0 + 2.0 * terms(|m| m * m));
    4.0 * nome.sqrt() * (above / below).powi(2)
}

#[track_caller]
pub(super) fn prototype(op: &str, order: usize, ripple: f64, attenuation: f64) -> Zpk {
    let square = power_less_one(0.1 * ripple);
    if order == 0 {
        return Zpk::of(vec![], vec![], 10f64.powf(-ripple / 20.0));
    }
    if order == 1 {
        let pole = -(1.0 / square).sqrt();
        return Zpk::of(vec![], vec![C::new(pole, 0.0)], -pole);
    }
    let epsilon = square.sqrt();
    let k1 = epsilon / power_less_one(0.1 * attenuation).sqrt();
    if k1 < 1e-150 {
        panic!(
            "{op}: no filter has a ripple of {ripple} and an attenuation of {attenuation} decibels"
        );
    }
    let n = order as f64;
    let k = modulus(order, k1);
    let moduli = landen(k);
    let v0 = C::new(0.0, -1.0) * inverse_sn(C::new(0.0, 1.0 / epsilon), k1, &landen(k1)) / n;
    let shift = C::new(0.0, v0.re);
    let (mut zeros, mut poles) = (vec![], vec![]);
    for i in 1..=order / 2 {
        let u = C::new((2.0 * i as f64 - 1.0) / n, 0.0);
        let cd = |u: C| ascended((u * FRAC_PI_2).cos(), &moduli);
        let zero = C::new(0.0, 1.0 / (k * cd(u).re));
        let pole = C::new(0.0, 1.0) * cd(u - shift);
        zeros.extend([zero, zero.conj()]);
        poles.extend([pole, pole.conj()]);
    }
    if order % 2 == 1 {
        let sn = ascended((shift * FRAC_PI_2).sin(), &moduli);
        poles.push(C::new((C::new(0.0, 1.0) * sn).re, 0.0));
    }
    let product = |roots: &[C]| -> C { roots.iter().map(|z| -z).product() };
    let gain = (product(&poles) / product(&zeros)).re;
    let gain = if order.is_multiple_of(2) { gain / (1.0 + square).sqrt() } else { gain };
    Zpk::of(zeros, poles, gain)
}

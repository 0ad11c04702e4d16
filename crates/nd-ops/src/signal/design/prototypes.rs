//! Low-pass filters of continuous time whose band ends at 1: what all the designs begin with.

use super::elliptic;
use super::roots::paired;
use super::zpk::Zpk;
use nd_core::Complex;
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2, PI};

type C = Complex<f64>;

/// What the edge of a Bessel filter's band means.
///
/// # SciPy
/// `norm`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BesselNorm {
    /// The phase is half way to its last value there.
    #[default]
    Phase,
    /// The delay in the band is 1 over it.
    Delay,
    /// The gain is 3 decibels lower there.
    Magnitude,
}

/// The kinds of recursive filters, with what they need.
///
/// # SciPy
/// `ftype`, `rp` and `rs` of `iirfilter`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, Family, cheby1, iirfilter};
///
/// let ripple = iirfilter(3, Band::Lowpass(0.4), Family::Chebyshev1 { ripple: 1.0 });
/// assert_eq!(ripple, cheby1(3, 1.0, Band::Lowpass(0.4)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Family {
    /// Butterworth's: as flat as can be.
    Butterworth,
    /// Chebyshev's with a ripple, in decibels, in the band that passes.
    Chebyshev1 {
        /// How far the gain goes down.
        ripple: f64,
    },
    /// Chebyshev's with a ripple in the band that is stopped.
    Chebyshev2 {
        /// By how many decibels that band is lower.
        attenuation: f64,
    },
    /// Cauer's: ripples in both bands, the steepest of all.
    Elliptic {
        /// How far the gain goes down in the band that passes, in decibels.
        ripple: f64,
        /// By how many decibels the other is lower.
        attenuation: f64,
    },
    /// Bessel's: all frequencies of the band are delayed alike.
    Bessel(BesselNorm),
}

impl Family {
    /// The prototype of an order.
    #[track_caller]
    pub(super) fn prototype(self, op: &str, order: usize) -> Zpk {
        let positive = |name: &str, x: f64| {
            if !(x > 0.0 && x.is_finite()) {
                panic!("{op}: the {name} is {x} decibels, and has to be above 0 and finite");
            }
        };
        match self {
            Family::Butterworth => butterworth(order),
            Family::Chebyshev1 { ripple } => {
                positive("ripple", ripple);
                chebyshev1(order, ripple)
            }
            Family::Chebyshev2 { attenuation } => {
                positive("attenuation", attenuation);
                chebyshev2(order, attenuation)
            }
            Family::Elliptic { ripple, attenuation } => {
                positive("ripple", ripple);
                positive("attenuation", attenuation);
                if ripple >= attenuation {
                    panic!(
                        "{op}: the ripple, {ripple} decibels, is not below the attenuation, {attenuation}"
                    );
                }
                elliptic::prototype(op, order, ripple, attenuation)
            }
            Family::Bessel(norm) => bessel(order, norm),
        }
    }
}

/// Angles from which the poles of an order are made: `(1 - n)·π/2n` to `(n - 1)·π/2n`.
fn angles(order: usize) -> impl Iterator<Item = f64> {
    let n = order as f64;
    (0..order).map(move |k| (2.0 * k as f64 + 1.0 - n) * FRAC_PI_2 / n)
}

/// `10^x - 1`, also near 0.
pub(super) fn power_less_one(x: f64) -> f64 {
    (x * std::f64::consts::LN_10).exp_m1()
}

fn negated_product(roots: &[C]) -> C {
    roots.iter().map(|z| -z).product()
}

fn butterworth(order: usize) -> Zpk {
    let pole = |angle: f64| -C::new(angle.cos(), angle.sin());
    Zpk::of(vec![], angles(order).map(pole).collect(), 1.0)
}

fn chebyshev1(order: usize, ripple: f64) -> Zpk {
    if order == 0 {
        return Zpk::of(vec![], vec![], 10f64.powf(-ripple / 20.0));
    }
    let epsilon = power_less_one(0.1 * ripple).sqrt();
    let mu = (1.0 / epsilon).asinh() / order as f64;
    let pole = |angle: f64| -C::new(mu.sinh() * angle.cos(), mu.cosh() * angle.sin());
    let poles: Vec<C> = angles(order).map(pole).collect();
    let gain = negated_product(&poles).re;
    let gain = if order.is_multiple_of(2) { gain / (1.0 + epsilon * epsilon).sqrt() } else { gain };
    Zpk::of(vec![], poles, gain)
}

fn chebyshev2(order: usize, attenuation: f64) -> Zpk {
    if order == 0 {
        return Zpk::of(vec![], vec![], 1.0);
    }
    let epsilon = 1.0 / power_less_one(0.1 * attenuation).sqrt();
    let mu = (1.0 / epsilon).asinh() / order as f64;
    let middle = |k: usize| 2 * k + 1 == order;
    let zeros: Vec<C> = angles(order)
        .enumerate()
        .filter(|&(k, _)| !middle(k))
        .map(|(_, angle)| C::new(0.0, 1.0 / angle.sin()))
        .collect();
    let pole = |angle: f64| -C::new(mu.sinh() * angle.cos(), mu.cosh() * angle.sin()).inv();
    let poles: Vec<C> = angles(order).map(pole).collect();
    let gain = (negated_product(&poles) / negated_product(&zeros)).re;
    Zpk::of(zeros, poles, gain)
}

/// The reverse Bessel polynomial of an order, and its derivative, by their recurrence.
fn bessel_value(order: usize, s: C) -> (C, C) {
    let (mut before, mut value) = ((C::new(1.0, 0.0), C::default()), (s + 1.0, C::new(1.0, 0.0)));
    for k in 2..=order {
        let factor = 2.0 * k as f64 - 1.0;
        let slope = value.1 * factor + 2.0 * s * before.0 + s * s * before.1;
        let next = (value.0 * factor + s * s * before.0, slope);
        (before, value) = (value, next);
    }
    if order == 0 { before } else { value }
}

/// The roots of the reverse Bessel polynomial, from a half circle, all at once.
fn bessel_poles(order: usize) -> Vec<C> {
    let n = order as f64;
    let mut poles: Vec<C> =
        angles(order).map(|angle| -C::from_polar(0.9 * n + 0.3, 0.95 * angle)).collect();
    for _ in 0..200 {
        let mut largest = 0.0f64;
        for k in 0..order {
            let s = poles[k];
            let (value, slope) = bessel_value(order, s);
            let others = poles.iter().enumerate().filter(|&(j, _)| j != k);
            let push: C = others.map(|(_, z)| (s - z).inv()).sum();
            let step = value / slope;
            let step = step / (1.0 - step * push);
            if step.is_finite() {
                poles[k] = s - step;
                largest = largest.max(step.norm() / s.norm());
            }
        }
        if largest < 1e-15 {
            break;
        }
    }
    paired(poles)
}

fn bessel(order: usize, norm: BesselNorm) -> Zpk {
    if order == 0 {
        return Zpk::of(vec![], vec![], 1.0);
    }
    let poles = bessel_poles(order);
    // The constant of the polynomial is the product of all odd numbers up to 2n - 1.
    let logarithm: f64 = (1..=order).map(|k| (2.0 * k as f64 - 1.0).ln()).sum();
    let scale = match norm {
        BesselNorm::Delay => return Zpk::of(vec![], poles, logarithm.exp()),
        BesselNorm::Phase => (-logarithm / order as f64).exp(),
        BesselNorm::Magnitude => 1.0 / half_power(&poles),
    };
    let poles: Vec<C> = poles.iter().map(|pole| pole * scale).collect();
    let gain = negated_product(&poles).re;
    Zpk::of(vec![], poles, gain)
}

/// The frequency at which the gain is lower by a factor of the square root of 2, by bisection.
fn half_power(poles: &[C]) -> f64 {
    let gain =
        |w: f64| -> f64 { poles.iter().map(|p| (p / (C::new(0.0, w) - p)).norm()).product() };
    let (mut low, mut high) = (0.0, 1.0);
    while gain(high) > FRAC_1_SQRT_2 {
        high *= 2.0;
    }
    for _ in 0..120 {
        let middle = 0.5 * (low + high);
        (low, high) = if gain(middle) > FRAC_1_SQRT_2 { (middle, high) } else { (low, middle) };
    }
    0.5 * (low + high)
}

/// Frequencies of discrete time as they are before the bilinear transform, for a rate of 2.
pub(super) fn warped(frequency: f64) -> f64 {
    4.0 * (PI * frequency / 2.0).tan()
}

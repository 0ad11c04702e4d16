//! Curves from levels to levels.

use crate::level::Level;
use nd_core::{Array, ArrayLike};

/// How the curves of [`adjust_gamma_with`], [`adjust_log_with`] and [`adjust_sigmoid_with`] run.
///
/// # Examples
/// ```
/// use nd_image::exposure::CurveOptions;
/// let options = CurveOptions::default();
/// assert_eq!((options.gain, options.inverse), (None, false));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CurveOptions {
    /// What results are multiplied by, 1 by default; of the sigmoid, its steepness, 10.
    pub gain: Option<f64>,
    /// Whether the curve runs the other way (not that of gamma, whose inverse has 1/gamma).
    pub inverse: bool,
}

impl CurveOptions {
    /// Sets what results are multiplied by; of the sigmoid, its steepness.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::{CurveOptions, adjust_gamma_with};
    /// let twice = CurveOptions::default().gain(2.0);
    /// assert_eq!(adjust_gamma_with([10u8, 200], 1.0, &twice).into_vec(), [20, 255]);
    /// ```
    #[must_use]
    pub fn gain(self, gain: f64) -> CurveOptions {
        CurveOptions { gain: Some(gain), ..self }
    }

    /// Sets whether the curve runs the other way.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::{CurveOptions, adjust_log, adjust_log_with};
    /// let back = CurveOptions::default().inverse(true);
    /// let there = adjust_log([0.25f64]);
    /// assert!((adjust_log_with(&there, &back)[[0]] - 0.25).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn inverse(self, inverse: bool) -> CurveOptions {
        CurveOptions { inverse, ..self }
    }
}

/// `white · (x / white)^gamma`: brighter for `gamma` below 1, black and white stay.
///
/// White is 255, 65535 or, of floats, 1. Integers are rounded and stop at white. Negative floats
/// give NaN unless `gamma` is whole. An empty array gives an empty array.
///
/// # Panics
/// If `gamma` is negative or NaN.
///
/// # scikit-image
/// `skimage.exposure.adjust_gamma(a, gamma)`, which refuses negative samples and cuts off the
/// fractions of `u16`.
///
/// # Examples
/// ```
/// let bright = nd_image::exposure::adjust_gamma([0u8, 64, 255], 0.5);
/// assert_eq!(bright.into_vec(), [0, 128, 255]);
/// ```
#[track_caller]
pub fn adjust_gamma<A: ArrayLike<Elem: Level>>(a: A, gamma: f64) -> Array<A::Elem> {
    adjust_gamma_with(a, gamma, &CurveOptions::default())
}

/// [`adjust_gamma`], multiplied by a gain.
///
/// # Panics
/// As [`adjust_gamma`].
///
/// # scikit-image
/// `skimage.exposure.adjust_gamma(a, gamma, gain)`.
///
/// # Examples
/// ```
/// use nd_image::exposure::{CurveOptions, adjust_gamma_with};
/// let half = CurveOptions::default().gain(0.5);
/// assert_eq!(adjust_gamma_with([0.5, 1.0], 2.0, &half).into_vec(), [0.125, 0.5]);
/// ```
#[track_caller]
pub fn adjust_gamma_with<A>(a: A, gamma: f64, options: &CurveOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Level>,
{
    assert!(gamma >= 0.0, "adjust_gamma: gamma is {gamma}, must not be negative");
    let (white, gain) = (A::Elem::WHITE, options.gain.unwrap_or(1.0));
    A::Elem::curved(a.view(), &gamma_curve(white, gamma, gain))
}

// The curves are not generic, so that they are compiled here.

fn gamma_curve(white: f64, gamma: f64, gain: f64) -> impl Fn(&mut [f64]) + Sync {
    move |strip| {
        strip.iter_mut().for_each(|x| *x = (*x / white).powf(gamma) * white * gain);
    }
}

/// `white · log₂(1 + x / white)`: the dark parts brighter, black and white stay.
///
/// White is 255, 65535 or, of floats, 1. Integers are rounded. Floats below -1 give NaN. An empty
/// array gives an empty array.
///
/// # scikit-image
/// `skimage.exposure.adjust_log(a)`, which refuses negative samples and cuts off the fractions of
/// integers.
///
/// # Examples
/// ```
/// let bright = nd_image::exposure::adjust_log([0u8, 64, 255]);
/// assert_eq!(bright.into_vec(), [0, 82, 255]);
/// ```
pub fn adjust_log<A: ArrayLike<Elem: Level>>(a: A) -> Array<A::Elem> {
    adjust_log_with(a, &CurveOptions::default())
}

/// [`adjust_log`], multiplied by a gain, or the inverse curve `white · (2^(x / white) - 1)`.
///
/// # scikit-image
/// `skimage.exposure.adjust_log(a, gain, inv)`.
///
/// # Examples
/// ```
/// use nd_image::exposure::{CurveOptions, adjust_log_with};
/// let back = CurveOptions::default().inverse(true);
/// assert_eq!(adjust_log_with([0u8, 82, 255], &back).into_vec(), [0, 64, 255]);
/// ```
pub fn adjust_log_with<A>(a: A, options: &CurveOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Level>,
{
    let (white, gain) = (A::Elem::WHITE, options.gain.unwrap_or(1.0));
    A::Elem::curved(a.view(), &log_curve(white, gain, options.inverse))
}

fn log_curve(white: f64, gain: f64, inverse: bool) -> impl Fn(&mut [f64]) + Sync {
    move |strip| {
        for x in strip {
            let share = *x / white;
            let curve = if inverse { share.exp2() - 1.0 } else { (1.0 + share).log2() };
            *x = curve * white * gain;
        }
    }
}

/// `white / (1 + exp(10 (cutoff - x / white)))`: more contrast around `cutoff`, a share of white.
///
/// White is 255, 65535 or, of floats, 1. Integers are rounded. An empty array gives an empty array.
///
/// # scikit-image
/// `skimage.exposure.adjust_sigmoid(a, cutoff)`, which refuses negative samples and cuts off the
/// fractions of integers.
///
/// # Examples
/// ```
/// let steep = nd_image::exposure::adjust_sigmoid([0u8, 127, 255], 0.5);
/// assert_eq!(steep.into_vec(), [2, 126, 253]);
/// ```
pub fn adjust_sigmoid<A: ArrayLike<Elem: Level>>(a: A, cutoff: f64) -> Array<A::Elem> {
    adjust_sigmoid_with(a, cutoff, &CurveOptions::default())
}

/// [`adjust_sigmoid`] with another steepness, the gain, or upside down.
///
/// # scikit-image
/// `skimage.exposure.adjust_sigmoid(a, cutoff, gain, inv)`.
///
/// # Examples
/// ```
/// use nd_image::exposure::{CurveOptions, adjust_sigmoid_with};
/// let negative = CurveOptions::default().inverse(true);
/// assert_eq!(adjust_sigmoid_with([0.5], 0.5, &negative).into_vec(), [0.5]);
/// ```
pub fn adjust_sigmoid_with<A>(a: A, cutoff: f64, options: &CurveOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Level>,
{
    let (white, gain) = (A::Elem::WHITE, options.gain.unwrap_or(10.0));
    A::Elem::curved(a.view(), &sigmoid_curve(white, cutoff, gain, options.inverse))
}

fn sigmoid_curve(white: f64, cutoff: f64, gain: f64, inverse: bool) -> impl Fn(&mut [f64]) + Sync {
    move |strip| {
        for x in strip {
            let curve = 1.0 / (1.0 + (gain * (cutoff - *x / white)).exp());
            *x = if inverse { 1.0 - curve } else { curve } * white;
        }
    }
}

/// Moves the levels from one range to another along a straight line: `(…) -> (…)`.
///
/// Samples outside of `from` are moved to its ends first. Integers are rounded and stop at the ends
/// of their type. If `from` is one level, it is moved into `to` instead. NaN stays NaN. An
/// empty array gives an empty array. For the range of the picture, ask nd-ops' `min` and `max`.
///
/// # Panics
/// If an end is NaN, or `from` falls.
///
/// # scikit-image
/// `skimage.exposure.rescale_intensity(a, from, to)`, whose defaults depend on the picture and the
/// type, and which cuts fractions off.
///
/// # Examples
/// ```
/// use nd_image::exposure::rescale_intensity;
/// let wide = rescale_intensity([50u8, 100, 150, 200], [100.0, 150.0], [0.0, 255.0]);
/// assert_eq!(wide.into_vec(), [0, 0, 255, 255]);
/// assert_eq!(rescale_intensity([0.5], [0.0, 2.0], [1.0, -1.0]).into_vec(), [0.5]);
/// ```
#[track_caller]
pub fn rescale_intensity<A>(a: A, from: [f64; 2], to: [f64; 2]) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Level>,
{
    let fits = from[0] <= from[1] && !to[0].is_nan() && !to[1].is_nan();
    assert!(fits, "rescale_intensity: from {from:?} to {to:?}");
    A::Elem::curved(a.view(), &line(from, to))
}

fn line([low, high]: [f64; 2], [bottom, top]: [f64; 2]) -> impl Fn(&mut [f64]) + Sync {
    move |strip| {
        for x in strip {
            *x = if low == high {
                x.clamp(low, high).clamp(bottom.min(top), bottom.max(top))
            } else {
                (x.clamp(low, high) - low) / (high - low) * (top - bottom) + bottom
            };
        }
    }
}

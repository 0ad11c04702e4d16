//! What filters do to frequencies.

use super::zpk::product;
use crate::signal::error::SignalError;
use crate::signal::filters::sections;
use crate::signal::sampled::sequence;
use nd_core::{Array, ArrayLike, Complex, threads};
use std::f64::consts::{PI, TAU};

type C = Complex<f64>;

/// At which frequencies a filter is looked at.
///
/// # Examples
/// ```
/// use nd_ops::signal::FrequencyOptions;
///
/// assert!(!FrequencyOptions::default().whole);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct FrequencyOptions {
    /// Whether all round the circle, and not half round.
    pub whole: bool,
    /// Whether half the sampling rate is among them, where the circle is not gone round.
    pub include_nyquist: bool,
    /// The sampling rate; 2π by default, for radians.
    pub fs: f64,
}

impl Default for FrequencyOptions {
    fn default() -> Self {
        FrequencyOptions { whole: false, include_nyquist: false, fs: TAU }
    }
}

impl FrequencyOptions {
    /// Whether all round the circle.
    ///
    /// # SciPy
    /// `whole`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{FrequencyOptions, freqz_with};
    ///
    /// let options = FrequencyOptions::default().whole(true).fs(4.0);
    /// let found = freqz_with(&[1.0], &[1.0], 4, &options).unwrap();
    /// assert_eq!(found.frequencies, array![0.0, 1.0, 2.0, 3.0]);
    /// ```
    pub fn whole(self, whole: bool) -> Self {
        FrequencyOptions { whole, ..self }
    }

    /// Whether half the sampling rate is among them.
    ///
    /// # SciPy
    /// `include_nyquist`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{FrequencyOptions, freqz_with};
    ///
    /// let options = FrequencyOptions::default().include_nyquist(true).fs(4.0);
    /// let found = freqz_with(&[1.0], &[1.0], 3, &options).unwrap();
    /// assert_eq!(found.frequencies, array![0.0, 1.0, 2.0]);
    /// ```
    pub fn include_nyquist(self, include_nyquist: bool) -> Self {
        FrequencyOptions { include_nyquist, ..self }
    }

    /// The sampling rate.
    ///
    /// # SciPy
    /// `fs`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{FrequencyOptions, freqz_with};
    ///
    /// let options = FrequencyOptions::default().fs(100.0);
    /// let found = freqz_with(&[1.0], &[1.0], 2, &options).unwrap();
    /// assert_eq!(found.frequencies, array![0.0, 25.0]);
    /// ```
    pub fn fs(self, fs: f64) -> Self {
        FrequencyOptions { fs, ..self }
    }

    /// So many frequencies, as angles.
    fn angles(&self, count: usize) -> Vec<f64> {
        let end = if self.whole { TAU } else { PI };
        let steps =
            if self.include_nyquist && !self.whole { count.max(2) - 1 } else { count.max(1) };
        (0..count).map(|k| end * k as f64 / steps as f64).collect()
    }

    fn frequencies(&self, angles: &[f64]) -> Array<f64> {
        Array::from_vec(angles.iter().map(|w| w * (self.fs / TAU)).collect::<Vec<_>>())
    }
}

/// The gain of a filter at some frequencies.
///
/// # SciPy
/// The tuple `(w, h)`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response {
    /// The frequencies, `(n,)`.
    pub frequencies: Array<f64>,
    /// The gains, of which the absolute value is the amplitude and the angle the phase, `(n,)`.
    pub gains: Array<C>,
}

/// The delay of groups of waves by a filter at some frequencies.
///
/// # SciPy
/// The tuple `(w, gd)`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delays {
    /// The frequencies, `(n,)`.
    pub frequencies: Array<f64>,
    /// The delays in samples, `(n,)`.
    pub delays: Array<f64>,
}

/// A polynomial in `z`, the lowest power first.
fn value(coefficients: &[f64], z: C) -> C {
    coefficients.iter().rev().fold(C::default(), |sum, &c| sum * z + c)
}

fn on_circle(angle: f64) -> C {
    C::new(angle.cos(), -angle.sin())
}

/// `gain` at all the angles, some on each thread.
fn along(angles: &[f64], gain: &(dyn Fn(f64) -> C + Sync)) -> Array<C> {
    let mut out = vec![C::default(); angles.len()];
    threads::chunks(&mut out, 512, &|start, out| {
        for (out, &angle) in out.iter_mut().zip(&angles[start..]) {
            *out = gain(angle);
        }
    });
    Array::from_vec(out)
}

fn checked(
    op: &'static str,
    b: Vec<f64>,
    a: Vec<f64>,
) -> Result<(Vec<f64>, Vec<f64>), SignalError> {
    if b.is_empty() || a.is_empty() { Err(SignalError::NoCoefficients { op }) } else { Ok((b, a)) }
}

/// The gain of a filter at `count` frequencies from 0 up to half the sampling rate, which is not among them.
///
/// `b: (m,)`, `a: (k,)` → `(count,)`, infinite or NaN at poles.
///
/// # Panics
/// If `b` or `a` has not one axis.
///
/// # Errors
/// [`SignalError::NoCoefficients`].
///
/// # SciPy
/// `scipy.signal.freqz(b, a, count)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::freqz;
///
/// let found = freqz(&[0.5, 0.5], &[1.0], 2).unwrap();
/// assert_eq!(found.gains[[0]].re, 1.0);
/// assert!((found.gains[[1]].re - 0.5).abs() < 1e-15 && (found.gains[[1]].im + 0.5).abs() < 1e-15);
/// ```
#[track_caller]
pub fn freqz(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    count: usize,
) -> Result<Response, SignalError> {
    freqz_with(b, a, count, &FrequencyOptions::default())
}

/// As [`freqz`], at other frequencies.
///
/// # Panics
/// As [`freqz`].
///
/// # Errors
/// As [`freqz`].
///
/// # SciPy
/// `scipy.signal.freqz(b, a, count, whole, fs=fs, include_nyquist=include_nyquist)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{FrequencyOptions, freqz_with};
///
/// let whole = FrequencyOptions::default().whole(true);
/// let found = freqz_with(&[1.0, -1.0], &[1.0], 2, &whole).unwrap();
/// assert!((found.gains[[1]].re - 2.0).abs() < 1e-15);
/// ```
#[track_caller]
pub fn freqz_with(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    count: usize,
    options: &FrequencyOptions,
) -> Result<Response, SignalError> {
    let (b, a) = checked("freqz", sequence("freqz", b), sequence("freqz", a))?;
    let angles = options.angles(count);
    let gains = along(&angles, &|w| value(&b, on_circle(w)) / value(&a, on_circle(w)));
    Ok(Response { frequencies: options.frequencies(&angles), gains })
}

/// The gain of a filter at given frequencies, in radians.
///
/// `b: (m,)`, `a: (k,)`, `frequencies: (n,)` → `(n,)`.
///
/// # Panics
/// If one of them has not one axis.
///
/// # Errors
/// [`SignalError::NoCoefficients`].
///
/// # SciPy
/// `scipy.signal.freqz(b, a, frequencies)[1]`.
///
/// # Examples
/// ```
/// use nd_ops::signal::freqz_at;
///
/// let gains = freqz_at(&[0.5, 0.5], &[1.0], &[0.0, std::f64::consts::PI]).unwrap();
/// assert!(gains[[0]].re == 1.0 && gains[[1]].norm() < 1e-15);
/// ```
#[track_caller]
pub fn freqz_at(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    frequencies: impl ArrayLike<Elem = f64>,
) -> Result<Array<C>, SignalError> {
    let (b, a) = checked("freqz_at", sequence("freqz_at", b), sequence("freqz_at", a))?;
    let angles = sequence("freqz_at", frequencies);
    Ok(along(&angles, &|w| value(&b, on_circle(w)) / value(&a, on_circle(w))))
}

/// As [`freqz`], of second-order sections: the product of their gains.
///
/// `sos: (sections, 6)` → `(count,)`.
///
/// # Panics
/// If `sos` has not two axes, the second one of length 6.
///
/// # Errors
/// [`SignalError::NoCoefficients`] if there are no sections, [`SignalError::Section`] if the fourth coefficient of one
/// is not 1.
///
/// # SciPy
/// `scipy.signal.freqz_sos(sos, count)`, `sosfreqz` before.
///
/// # Examples
/// ```
/// use nd_ops::signal::freqz_sos;
///
/// let found = freqz_sos(&[[0.5, 0.5, 0.0, 1.0, 0.0, 0.0], [2.0, 0.0, 0.0, 1.0, 0.0, 0.0]], 1).unwrap();
/// assert_eq!(found.gains[[0]].re, 2.0);
/// ```
#[track_caller]
pub fn freqz_sos(sos: impl ArrayLike<Elem = f64>, count: usize) -> Result<Response, SignalError> {
    freqz_sos_with(sos, count, &FrequencyOptions::default())
}

/// As [`freqz_sos`], at other frequencies.
///
/// # Panics
/// As [`freqz_sos`].
///
/// # Errors
/// As [`freqz_sos`].
///
/// # SciPy
/// `scipy.signal.freqz_sos(sos, count, whole, fs)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{FrequencyOptions, freqz_sos_with};
///
/// let options = FrequencyOptions::default().include_nyquist(true);
/// let found = freqz_sos_with(&[[0.5, 0.5, 0.0, 1.0, 0.0, 0.0]], 2, &options).unwrap();
/// assert!(found.gains[[1]].norm() < 1e-15);
/// ```
#[track_caller]
pub fn freqz_sos_with(
    sos: impl ArrayLike<Elem = f64>,
    count: usize,
    options: &FrequencyOptions,
) -> Result<Response, SignalError> {
    let sections = sections("freqz_sos", sos)?;
    let angles = options.angles(count);
    let gains = along(&angles, &|w| {
        let z = on_circle(w);
        sections.iter().map(|section| value(&section[..3], z) / value(&section[3..], z)).product()
    });
    Ok(Response { frequencies: options.frequencies(&angles), gains })
}

/// By how many samples a filter delays groups of waves, at `count` frequencies from 0 up to half the sampling rate.
///
/// `b: (m,)`, `a: (k,)` → `(count,)`; 0 where a zero or a pole makes it infinite.
///
/// # Panics
/// If `b` or `a` has not one axis.
///
/// # Errors
/// [`SignalError::NoCoefficients`].
///
/// # SciPy
/// `scipy.signal.group_delay((b, a), count)`, which warns of zeros and poles on the circle.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let found = nd_ops::signal::group_delay(&[0.0, 0.0, 1.0], &[1.0], 2).unwrap();
/// assert_eq!(found.delays, array![2.0, 2.0]);
/// ```
#[track_caller]
pub fn group_delay(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    count: usize,
) -> Result<Delays, SignalError> {
    group_delay_with(b, a, count, &FrequencyOptions::default())
}

/// As [`group_delay`], at other frequencies.
///
/// # Panics
/// As [`group_delay`].
///
/// # Errors
/// As [`group_delay`].
///
/// # SciPy
/// `scipy.signal.group_delay((b, a), count, whole, fs)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{FrequencyOptions, group_delay_with};
///
/// let hertz = FrequencyOptions::default().fs(8.0);
/// let found = group_delay_with(&[0.0, 1.0], &[1.0], 2, &hertz).unwrap();
/// assert_eq!(found.frequencies, array![0.0, 2.0]);
/// ```
#[track_caller]
pub fn group_delay_with(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    count: usize,
    options: &FrequencyOptions,
) -> Result<Delays, SignalError> {
    const OP: &str = "group_delay";
    let (b, mut a) = checked(OP, sequence(OP, b), sequence(OP, a))?;
    let behind = a.len() as f64 - 1.0;
    a.reverse();
    // The delay of b / a is that of b times a backwards, less the order of a: J. O. Smith, "Introduction to
    // Digital Filters".
    let all = product(&b, &a);
    let slopes: Vec<f64> = all.iter().enumerate().map(|(k, c)| k as f64 * c).collect();
    let angles = options.angles(count);
    let delay = |&w: &f64| {
        let z = on_circle(w);
        let delay = (value(&slopes, z) / value(&all, z)).re - behind;
        if delay.is_finite() { delay } else { 0.0 }
    };
    let delays = Array::from_vec(angles.iter().map(delay).collect::<Vec<_>>());
    Ok(Delays { frequencies: options.frequencies(&angles), delays })
}

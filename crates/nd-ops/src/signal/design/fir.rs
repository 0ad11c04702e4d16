//! Filters without feedback, by windows.

use super::iir::Band;
use crate::signal::windows::{Ends, Window, kaiser};
use nd_core::Array;
use std::f64::consts::PI;

/// How filters without feedback are made.
///
/// # Examples
/// ```
/// use nd_ops::signal::FirOptions;
/// use nd_ops::signal::windows::Window;
///
/// assert_eq!(FirOptions::default().window, Window::Hamming);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FirOptions {
    /// What the ideal filter is multiplied with.
    pub window: Window,
    /// How wide an edge is to be, in the unit of frequencies; a window of Kaiser then.
    pub width: Option<f64>,
    /// Whether the gain is made exactly 1 in the middle of the first band that passes.
    pub scale: bool,
    /// The sampling rate.
    pub fs: f64,
}

impl Default for FirOptions {
    fn default() -> Self {
        FirOptions { window: Window::Hamming, width: None, scale: true, fs: 2.0 }
    }
}

impl FirOptions {
    /// What the ideal filter is multiplied with.
    ///
    /// # SciPy
    /// `window`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::windows::Window;
    /// use nd_ops::signal::{Band, FirOptions, firwin_with};
    ///
    /// let plain = FirOptions::default().window(Window::Boxcar).scale(false);
    /// assert_eq!(firwin_with(3, Band::Lowpass(0.5), &plain)[[1]], 0.5);
    /// ```
    pub fn window(self, window: Window) -> Self {
        FirOptions { window, ..self }
    }

    /// How wide an edge is to be.
    ///
    /// # SciPy
    /// `width`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, FirOptions, firwin_with};
    ///
    /// let wide = FirOptions::default().width(0.1);
    /// assert!(firwin_with(51, Band::Lowpass(0.5), &wide)[[25]] > 0.4);
    /// ```
    pub fn width(self, width: f64) -> Self {
        FirOptions { width: Some(width), ..self }
    }

    /// Whether the gain is made exactly 1 in the middle of the first band that passes.
    ///
    /// # SciPy
    /// `scale`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, FirOptions, firwin_with};
    ///
    /// let free = firwin_with(5, Band::Lowpass(0.5), &FirOptions::default().scale(false));
    /// assert!(nd_ops::sum(&free) != 1.0);
    /// ```
    pub fn scale(self, scale: bool) -> Self {
        FirOptions { scale, ..self }
    }

    /// The sampling rate.
    ///
    /// # SciPy
    /// `fs`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, FirOptions, firwin, firwin_with};
    ///
    /// let hertz = FirOptions::default().fs(1000.0);
    /// let low = firwin_with(5, Band::Lowpass(250.0), &hertz);
    /// assert_eq!(low, firwin(5, Band::Lowpass(0.5)));
    /// ```
    pub fn fs(self, fs: f64) -> Self {
        FirOptions { fs, ..self }
    }
}

/// A filter of `len` coefficients without feedback, for a band: the ideal one, by the window of Hamming.
///
/// → `(len,)`, symmetric; edges up to 1, which is half the sampling rate.
///
/// # Panics
/// If `len` is 0, or even for a band that half the sampling rate lies in; if edges do not lie within 0 and 1, or are not
/// in order.
///
/// # SciPy
/// `scipy.signal.firwin(len, cutoff, pass_zero=…)`, of up to two edges.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, firwin};
///
/// let low = firwin(3, Band::Lowpass(0.1));
/// assert!((low[[0]] - 0.06799017).abs() < 1e-8 && (low[[1]] - 0.86401967).abs() < 1e-8);
/// ```
/// ```should_panic
/// use nd_ops::signal::{Band, firwin};
///
/// firwin(4, Band::Highpass(0.3));
/// ```
#[track_caller]
pub fn firwin(len: usize, band: Band) -> Array<f64> {
    firwin_with(len, band, &FirOptions::default())
}

/// As [`firwin`], with other windows or frequencies.
///
/// # Panics
/// As [`firwin`], and if a width is not above 0, the sampling rate is not above 0 and finite, or the window is one of
/// another length.
///
/// # SciPy
/// `scipy.signal.firwin(len, cutoff, width=width, window=window, pass_zero=…, scale=scale, fs=fs)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::Window;
/// use nd_ops::signal::{Band, FirOptions, firwin_with};
///
/// let options = FirOptions::default().window(Window::Hann);
/// assert_eq!(firwin_with(3, Band::Lowpass(0.5), &options), nd_core::array![0.0, 1.0, 0.0]);
/// ```
#[track_caller]
pub fn firwin_with(len: usize, band: Band, options: &FirOptions) -> Array<f64> {
    let bands = passing(band, options.fs);
    let nyquist = bands[bands.len() - 1].1 == 1.0;
    assert!(len > 0, "firwin: no coefficients");
    if nyquist && len.is_multiple_of(2) {
        panic!(
            "firwin: {len} coefficients, and an even number lets half the sampling rate not pass"
        );
    }
    let window = match options.width {
        None => options.window.values(len, Ends::Symmetric),
        Some(width) => {
            kaiser(len, kaiser_beta(kaiser_atten(len, 2.0 * width / options.fs)), Ends::Symmetric)
        }
    };
    let middle = 0.5 * (len as f64 - 1.0);
    let places: Vec<f64> = (0..len).map(|k| k as f64 - middle).collect();
    let ideal = |m: f64| {
        bands.iter().map(|(low, high)| high * sinc(high * m) - low * sinc(low * m)).sum::<f64>()
    };
    let mut h: Vec<f64> =
        places.iter().zip(&window).map(|(&m, &window)| ideal(m) * window).collect();
    if options.scale {
        let at = match bands[0] {
            (0.0, _) => 0.0,
            (_, 1.0) => 1.0,
            (low, high) => 0.5 * (low + high),
        };
        let gain: f64 = places.iter().zip(&h).map(|(m, h)| h * (PI * m * at).cos()).sum();
        h.iter_mut().for_each(|h| *h /= gain);
    }
    Array::from_vec(h)
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) }
}

/// What passes, in units of half the sampling rate.
#[track_caller]
fn passing(band: Band, fs: f64) -> Vec<(f64, f64)> {
    assert!(
        fs > 0.0 && fs.is_finite(),
        "firwin: a sampling rate of {fs}, which has to be above 0 and finite"
    );
    let edge = |f: f64| {
        if !(f > 0.0 && f < fs / 2.0) {
            panic!("firwin: an edge at {f}, which has to lie between 0 and {}", fs / 2.0);
        }
        2.0 * f / fs
    };
    let pair = |low: f64, high: f64| {
        if low >= high {
            panic!(
                "firwin: edges at {low} and {high}, of which the first has to be below the second"
            );
        }
        (edge(low), edge(high))
    };
    match band {
        Band::Lowpass(f) => vec![(0.0, edge(f))],
        Band::Highpass(f) => vec![(edge(f), 1.0)],
        Band::Bandpass(low, high) => vec![pair(low, high)],
        Band::Bandstop(low, high) => {
            let (low, high) = pair(low, high);
            vec![(0.0, low), (high, 1.0)]
        }
    }
}

/// The `beta` of a window of Kaiser for a filter that stops by so many decibels.
///
/// # SciPy
/// `scipy.signal.kaiser_beta(a)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::kaiser_beta;
///
/// assert!((kaiser_beta(65.0) - 6.20426).abs() < 1e-10);
/// assert_eq!(kaiser_beta(20.0), 0.0);
/// ```
pub fn kaiser_beta(decibels: f64) -> f64 {
    if decibels > 50.0 {
        0.1102 * (decibels - 8.7)
    } else if decibels > 21.0 {
        0.5842 * (decibels - 21.0).powf(0.4) + 0.07886 * (decibels - 21.0)
    } else {
        0.0
    }
}

/// By how many decibels a filter of `len` coefficients stops, by a window of Kaiser, whose edge is `width` wide, in units
/// of half the sampling rate.
///
/// # SciPy
/// `scipy.signal.kaiser_atten(len, width)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::kaiser_atten;
///
/// assert!((kaiser_atten(211, 0.0375) - 64.48099630593983).abs() < 1e-10);
/// ```
pub fn kaiser_atten(len: usize, width: f64) -> f64 {
    2.285 * (len as f64 - 1.0) * PI * width + 7.95
}

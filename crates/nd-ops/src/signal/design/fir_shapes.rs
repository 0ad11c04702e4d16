//! Filters without feedback for any gain, by its spectrum.

use super::fir::FirOptions;
use crate::signal::fourier;
use crate::signal::windows::Ends;
use nd_core::{Array, ArrayLike, Complex};
use std::f64::consts::PI;

/// The most coefficients.
const LARGEST: usize = 1 << 24;

/// A filter of `len` coefficients without feedback whose gain is `gain` at `frequencies`, and on lines between them.
///
/// `frequencies: (k,)`, from 0 up to 1, which is half the sampling rate, `gain: (k,)` → `(len,)`, symmetric, under the
/// window of Hamming. A frequency that stands twice is a step.
///
/// # Panics
/// If `len` is 0 or above 2^24, frequencies and gains have not one axis or not one length, frequencies do not ascend from
/// 0 to 1, one stands three times or an end twice, or `len` is even and the last gain not 0.
///
/// # SciPy
/// `scipy.signal.firwin2(len, frequencies, gain)`; antisymmetric filters are not here.
///
/// # Examples
/// ```
/// use nd_ops::signal::firwin2;
///
/// let low = firwin2(15, &[0.0, 0.5, 0.5, 1.0], &[1.0, 1.0, 0.0, 0.0]);
/// assert!((nd_ops::sum(&low) - 1.0).abs() < 0.01);
/// ```
/// ```should_panic
/// nd_ops::signal::firwin2(4, &[0.0, 1.0], &[1.0, 1.0]);
/// ```
#[track_caller]
pub fn firwin2(
    len: usize,
    frequencies: impl ArrayLike<Elem = f64>,
    gain: impl ArrayLike<Elem = f64>,
) -> Array<f64> {
    firwin2_with(len, frequencies, gain, &FirOptions::default())
}

/// As [`firwin2`], with other windows or frequencies. Width and scale have no meaning here.
///
/// # Panics
/// As [`firwin2`], and if the window is one of another length.
///
/// # SciPy
/// `scipy.signal.firwin2(len, frequencies, gain, window=window, fs=fs)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{FirOptions, firwin2, firwin2_with};
///
/// let hertz = FirOptions::default().fs(100.0);
/// let low = firwin2_with(5, &[0.0, 50.0], &[1.0, 0.0], &hertz);
/// assert_eq!(low, firwin2(5, &[0.0, 1.0], &[1.0, 0.0]));
/// ```
#[track_caller]
pub fn firwin2_with(
    len: usize,
    frequencies: impl ArrayLike<Elem = f64>,
    gain: impl ArrayLike<Elem = f64>,
    options: &FirOptions,
) -> Array<f64> {
    const OP: &str = "firwin2";
    let frequencies = crate::signal::sampled::sequence(OP, frequencies);
    let gain = crate::signal::sampled::sequence(OP, gain);
    let nyquist = options.fs / 2.0;
    check(len, &frequencies, &gain, nyquist);
    let window = options.window.values(len, Ends::Symmetric);
    // Twice as many frequencies as coefficients, at least.
    let steps = len.next_power_of_two();
    let delay = 0.5 * (len as f64 - 1.0);
    let spectrum: Vec<Complex<f64>> = (0..=steps)
        .map(|k| {
            let share = k as f64 / steps as f64;
            Complex::from_polar(between(&frequencies, &gain, share * nyquist), -delay * PI * share)
        })
        .collect();
    let all = fourier::of_half_spectra(&spectrum, steps + 1, 2 * steps);
    Array::from_vec(all.iter().zip(&window).map(|(h, window)| h * window).collect::<Vec<_>>())
}

#[track_caller]
fn check(len: usize, frequencies: &[f64], gain: &[f64], nyquist: f64) {
    if !(1..=LARGEST).contains(&len) {
        panic!("firwin2: {len} coefficients, which have to lie between 1 and {LARGEST}");
    }
    if frequencies.len() != gain.len() || frequencies.len() < 2 {
        let (k, l) = (frequencies.len(), gain.len());
        panic!(
            "firwin2: {k} frequencies and {l} gains, and as many of both, 2 at least, are needed"
        );
    }
    let last = frequencies.len() - 1;
    let ends = frequencies[0] == 0.0 && frequencies[last] == nyquist;
    let ascend = frequencies.windows(2).all(|pair| pair[0] <= pair[1]);
    let apart = frequencies.windows(3).all(|three| three[0] < three[2]);
    let inside = frequencies[1] > 0.0 && frequencies[last - 1] < nyquist;
    if !(ends && ascend && apart && inside) {
        panic!(
            "firwin2: frequencies have to ascend from 0 to {nyquist}; those between may stand twice"
        );
    }
    if len.is_multiple_of(2) && gain[last] != 0.0 {
        panic!(
            "firwin2: {len} coefficients, and an even number lets half the sampling rate not pass"
        );
    }
}

/// The gain at a frequency; in the middle of a step, its mean.
fn between(frequencies: &[f64], gain: &[f64], at: f64) -> f64 {
    let next = frequencies.partition_point(|&f| f < at);
    if frequencies[next.min(frequencies.len() - 1)] == at {
        let twice = frequencies.get(next + 1) == Some(&at);
        return if twice { 0.5 * (gain[next] + gain[next + 1]) } else { gain[next] };
    }
    let after = next.clamp(1, frequencies.len() - 1);
    let (low, high) = (frequencies[after - 1], frequencies[after]);
    gain[after - 1] + (gain[after] - gain[after - 1]) * ((at - low) / (high - low))
}

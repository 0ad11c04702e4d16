//! Windows that are sums of cosines, or have them at their ends.

use super::{Ends, of_places, window};
use nd_core::Array;
use std::f64::consts::PI;

/// Cosines of 0, 1, … periods, with these weights and alternating signs.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.general_cosine(len, weights, sym)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Ends, general_cosine};
///
/// assert_eq!(general_cosine(3, &[0.5, 0.5], Ends::Symmetric), array![0.0, 1.0, 0.0]);
/// ```
pub fn general_cosine(len: usize, weights: &[f64], ends: Ends) -> Array<f64> {
    of_places(len, ends, |n, last| {
        // Counted from the middle, where all signs are the same.
        let term = |(k, weight): (usize, &f64)| weight * (PI * k as f64 * n / last).cos();
        weights.iter().enumerate().map(term).sum()
    })
}

/// A raised cosine: `weight` less the rest of a cosine.
///
/// → `(len,)`. [`hann`] is that of 0.5, [`hamming`] that of 0.54.
///
/// # SciPy
/// `scipy.signal.windows.general_hamming(len, weight, sym)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Ends, general_hamming};
///
/// assert_eq!(general_hamming(3, 0.75, Ends::Symmetric), array![0.5, 1.0, 0.5]);
/// ```
pub fn general_hamming(len: usize, weight: f64, ends: Ends) -> Array<f64> {
    general_cosine(len, &[weight, 1.0 - weight], ends)
}

/// The window of von Hann: a raised cosine, 0 at both ends.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.hann(len, sym)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Ends, hann};
///
/// assert_eq!(hann(2, Ends::Periodic), array![0.0, 1.0]);
/// ```
pub fn hann(len: usize, ends: Ends) -> Array<f64> {
    window(len, ends, |len| crate::hanning(len).into_vec())
}

/// The window of Hamming: a raised cosine, 0.08 at both ends.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.hamming(len, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, hamming};
///
/// assert!((hamming(2, Ends::Periodic)[[0]] - 0.08).abs() < 1e-15);
/// ```
pub fn hamming(len: usize, ends: Ends) -> Array<f64> {
    window(len, ends, |len| crate::hamming(len).into_vec())
}

/// The window of Blackman: three cosines, nearly 0 at both ends.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.blackman(len, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, blackman};
///
/// assert!((blackman(4, Ends::Periodic)[[1]] - 0.34).abs() < 1e-15);
/// ```
pub fn blackman(len: usize, ends: Ends) -> Array<f64> {
    window(len, ends, |len| crate::blackman(len).into_vec())
}

/// The window of Blackman and Harris, of four cosines: side lobes below -92 decibels.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.blackmanharris(len, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, blackmanharris};
///
/// assert!((blackmanharris(3, Ends::Symmetric)[[0]] - 6e-5).abs() < 1e-15);
/// ```
pub fn blackmanharris(len: usize, ends: Ends) -> Array<f64> {
    general_cosine(len, &[0.35875, 0.48829, 0.14128, 0.01168], ends)
}

/// The window of Nuttall, of four cosines: side lobes below -98 decibels.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.nuttall(len, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, nuttall};
///
/// assert!((nuttall(3, Ends::Symmetric)[[0]] - 3.628e-4).abs() < 1e-15);
/// ```
pub fn nuttall(len: usize, ends: Ends) -> Array<f64> {
    general_cosine(len, &[0.3635819, 0.4891775, 0.1365995, 0.0106411], ends)
}

/// A window of five cosines whose spectrum is flat at its top, so that amplitudes can be read off; it is negative in
/// parts.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.flattop(len, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, flattop};
///
/// assert!((flattop(3, Ends::Symmetric)[[0]] + 4.21051e-4).abs() < 1e-15);
/// ```
pub fn flattop(len: usize, ends: Ends) -> Array<f64> {
    let weights = [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368];
    general_cosine(len, &weights, ends)
}

/// Half a period of a sine.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.cosine(len, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, cosine};
///
/// assert!((cosine(3, Ends::Symmetric)[[0]] - 0.5).abs() < 1e-15);
/// ```
pub fn cosine(len: usize, ends: Ends) -> Array<f64> {
    of_places(len, ends, |n, last| (0.5 * PI * n / (last + 1.0)).cos())
}

/// A rectangle whose ends are rounded: the share `alpha` of it is a raised cosine.
///
/// → `(len,)`; a rectangle where `alpha` is not above 0, [`hann`] where it is 1 or more; NaN where it is NaN.
///
/// # SciPy
/// `scipy.signal.windows.tukey(len, alpha, sym)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Ends, tukey};
///
/// assert_eq!(tukey(5, 0.5, Ends::Symmetric), array![0.0, 1.0, 1.0, 1.0, 0.0]);
/// ```
pub fn tukey(len: usize, alpha: f64, ends: Ends) -> Array<f64> {
    if alpha <= 0.0 {
        return Array::ones(len);
    }
    if alpha >= 1.0 {
        return hann(len, ends);
    }
    of_places(len, ends, |n, last| {
        // How far from the nearer end, as a share of the rounded part.
        let inwards = (last - n.abs()) / (alpha * last);
        if inwards > 1.0 { 1.0 } else { 0.5 - 0.5 * (PI * inwards).cos() }
    })
}

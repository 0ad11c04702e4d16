//! Windows that signals are multiplied with, so that they fade at both ends.

use crate::elementary::i0_f64;
use nd_core::Array;
use nd_core::simd::Baseline;
use std::f64::consts::PI;

/// A symmetric window: `f` of the places from `1 - len` to `len - 1`, every second one.
fn window(len: usize, f: impl Fn(f64, f64) -> f64) -> Array<f64> {
    if len == 1 {
        return Array::ones(1);
    }
    let last = len as f64 - 1.0;
    Array::from_vec((0..len).map(|k| f(2.0 * k as f64 - last, last)).collect())
}

/// A triangle that is 0 at both ends.
///
/// → `(len,)`; a single element is 1.
///
/// # NumPy
/// `np.bartlett(len)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::bartlett(5), array![0.0, 0.5, 1.0, 0.5, 0.0]);
/// assert!(nd_ops::bartlett(0).is_empty());
/// ```
pub fn bartlett(len: usize) -> Array<f64> {
    window(len, |n, last| if n <= 0.0 { 1.0 + n / last } else { 1.0 - n / last })
}

/// The window of Blackman: three cosines, nearly 0 at both ends.
///
/// → `(len,)`; a single element is 1.
///
/// # NumPy
/// `np.blackman(len)`.
///
/// # Examples
/// ```
/// let window = nd_ops::blackman(5);
/// assert!((window[[1]] - 0.34).abs() < 1e-15 && (window[[2]] - 1.0).abs() < 1e-15);
/// ```
pub fn blackman(len: usize) -> Array<f64> {
    window(len, |n, last| 0.42 + 0.5 * (PI * n / last).cos() + 0.08 * (2.0 * PI * n / last).cos())
}

/// The window of Hamming: a raised cosine, 0.08 at both ends.
///
/// → `(len,)`; a single element is 1.
///
/// # NumPy
/// `np.hamming(len)`.
///
/// # Examples
/// ```
/// let window = nd_ops::hamming(3);
/// assert!((window[[0]] - 0.08).abs() < 1e-15 && window[[1]] == 1.0);
/// ```
pub fn hamming(len: usize) -> Array<f64> {
    window(len, |n, last| 0.54 + 0.46 * (PI * n / last).cos())
}

/// The window of von Hann: a raised cosine, 0 at both ends.
///
/// → `(len,)`; a single element is 1.
///
/// # NumPy
/// `np.hanning(len)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::hanning(3), array![0.0, 1.0, 0.0]);
/// ```
pub fn hanning(len: usize) -> Array<f64> {
    window(len, |n, last| 0.5 + 0.5 * (PI * n / last).cos())
}

/// The window of Kaiser: of all, nearly the one with most of its power in the main lobe, whose width `beta` says.
///
/// → `(len,)`; a single element is 1. 0 for `beta` is a rectangle, 5 resembles [`hamming`], 8.6 [`blackman`]; NaN
/// gives NaN, and so does `beta` so large that its Bessel function is infinite.
///
/// # NumPy
/// `np.kaiser(len, beta)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::kaiser(3, 0.0), array![1.0, 1.0, 1.0]);
/// let window = nd_ops::kaiser(3, 14.0);
/// assert!(window[[0]] < 1e-5 && window[[1]] == 1.0);
/// ```
pub fn kaiser(len: usize, beta: f64) -> Array<f64> {
    if len == 1 {
        return Array::ones(1);
    }
    let alpha = (len as f64 - 1.0) / 2.0;
    let most = i0_f64(Baseline, beta);
    let value = |k: usize| {
        let x = (k as f64 - alpha) / alpha;
        i0_f64(Baseline, beta * (1.0 - x * x).sqrt()) / most
    };
    Array::from_vec((0..len).map(value).collect())
}

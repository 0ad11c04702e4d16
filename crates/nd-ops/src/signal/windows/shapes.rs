//! Windows of straight lines, powers and exponentials.

use super::{Ends, of_places, window};
use nd_core::Array;
use std::f64::consts::PI;

/// A rectangle: 1 everywhere.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.boxcar(len)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::signal::windows::boxcar(2), array![1.0, 1.0]);
/// ```
pub fn boxcar(len: usize) -> Array<f64> {
    Array::ones(len)
}

/// A triangle that would be 0 one place (a half for even lengths) beyond its ends.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.triang(len, sym)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Ends, triang};
///
/// assert_eq!(triang(3, Ends::Symmetric), array![0.5, 1.0, 0.5]);
/// assert_eq!(triang(4, Ends::Symmetric), array![0.25, 0.75, 0.75, 0.25]);
/// ```
pub fn triang(len: usize, ends: Ends) -> Array<f64> {
    of_places(len, ends, |n, last| {
        let base = if last % 2.0 == 0.0 { last + 2.0 } else { last + 1.0 };
        1.0 - n.abs() / base
    })
}

/// A triangle that is 0 at both ends.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.bartlett(len, sym)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Ends, bartlett};
///
/// assert_eq!(bartlett(4, Ends::Periodic), array![0.0, 0.5, 1.0, 0.5]);
/// ```
pub fn bartlett(len: usize, ends: Ends) -> Array<f64> {
    window(len, ends, |len| crate::bartlett(len).into_vec())
}

/// A triangle and a raised cosine, added.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.barthann(len, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, barthann};
///
/// assert!((barthann(5, Ends::Symmetric)[[1]] - 0.5).abs() < 1e-15);
/// ```
pub fn barthann(len: usize, ends: Ends) -> Array<f64> {
    of_places(len, ends, |n, last| {
        let out = (0.5 * n / last).abs();
        0.62 - 0.48 * out + 0.38 * (2.0 * PI * out).cos()
    })
}

/// The window of Parzen: four rectangles, convolved.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.parzen(len, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, parzen};
///
/// assert!((parzen(5, Ends::Symmetric)[[1]] - 0.424).abs() < 1e-15);
/// ```
pub fn parzen(len: usize, ends: Ends) -> Array<f64> {
    of_places(len, ends, |n, last| {
        let out = n.abs() / (last + 1.0);
        if n.abs() <= last / 2.0 {
            1.0 - 6.0 * out.powi(2) + 6.0 * out.powi(3)
        } else {
            2.0 * (1.0 - out).powi(3)
        }
    })
}

/// The window of Bohman: two halves of a cosine, convolved; 0 at both ends.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.bohman(len, sym)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Ends, bohman};
///
/// assert_eq!(bohman(3, Ends::Symmetric), array![0.0, 1.0, 0.0]);
/// ```
pub fn bohman(len: usize, ends: Ends) -> Array<f64> {
    of_places(len, ends, |n, last| {
        let out = (n / last).abs();
        if out == 1.0 { 0.0 } else { (1.0 - out) * (PI * out).cos() + (PI * out).sin() / PI }
    })
}

/// The window of Gauss, of a standard deviation in elements.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.gaussian(len, std, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, gaussian};
///
/// let window = gaussian(3, 1.0, Ends::Symmetric);
/// assert!((window[[0]] - (-0.5f64).exp()).abs() < 1e-15 && window[[1]] == 1.0);
/// ```
pub fn gaussian(len: usize, std: f64, ends: Ends) -> Array<f64> {
    of_places(len, ends, |n, _| (-0.125 * n * n / (std * std)).exp())
}

/// Exponentials that fall to both sides of the middle, by a factor of e in `tau` elements.
///
/// → `(len,)`.
///
/// # SciPy
/// `scipy.signal.windows.exponential(len, None, tau, sym)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, exponential};
///
/// let window = exponential(3, 2.0, Ends::Symmetric);
/// assert!((window[[0]] - (-0.5f64).exp()).abs() < 1e-15 && window[[1]] == 1.0);
/// ```
pub fn exponential(len: usize, tau: f64, ends: Ends) -> Array<f64> {
    of_places(len, ends, |n, _| (-0.5 * n.abs() / tau).exp())
}

/// The window of Kaiser: of all, nearly the one with most of its power in the main lobe, whose width `beta` says.
///
/// → `(len,)`; NaN where `beta` is NaN or so large that its Bessel function is infinite.
///
/// # SciPy
/// `scipy.signal.windows.kaiser(len, beta, sym)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Ends, kaiser};
///
/// assert_eq!(kaiser(2, 0.0, Ends::Symmetric), array![1.0, 1.0]);
/// ```
pub fn kaiser(len: usize, beta: f64, ends: Ends) -> Array<f64> {
    window(len, ends, |len| crate::kaiser(len, beta).into_vec())
}

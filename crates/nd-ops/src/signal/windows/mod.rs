//! Windows that signals are multiplied with, so that they fade at both ends.
//!
//! Every function makes one of `len` elements, [symmetric](Ends::Symmetric) for filters or [periodic](Ends::Periodic)
//! for spectra; a single element is 1. [`Window`] names one with its parameters, for functions that need it.
//!
//! # Examples
//! ```
//! use nd_core::array;
//! use nd_ops::signal::windows::{Ends, hann};
//!
//! assert_eq!(hann(5, Ends::Symmetric), array![0.0, 0.5, 1.0, 0.5, 0.0]);
//! assert_eq!(hann(4, Ends::Periodic), array![0.0, 0.5, 1.0, 0.5]);
//! ```

mod choice;
mod cosines;
mod shapes;
mod slepian;

pub use choice::{Window, get_window};
pub use cosines::{
    blackman, blackmanharris, cosine, flattop, general_cosine, general_hamming, hamming, hann,
    nuttall, tukey,
};
pub use shapes::{
    barthann, bartlett, bohman, boxcar, exponential, gaussian, kaiser, parzen, triang,
};
pub use slepian::dpss;

use nd_core::Array;

/// Whether a window's last element mirrors the first one.
///
/// # SciPy
/// `sym`; of `get_window`, `fftbins`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ends {
    /// It does: for the coefficients of filters.
    #[default]
    Symmetric,
    /// It would do so one place later, where the next period begins: for spectra.
    Periodic,
}

/// A window of `len` elements from the symmetric one of a length, by its places.
fn window(len: usize, ends: Ends, all: impl FnOnce(usize) -> Vec<f64>) -> Array<f64> {
    if len <= 1 {
        return Array::ones(len);
    }
    let mut values = match ends {
        Ends::Symmetric => all(len),
        Ends::Periodic => all(len + 1),
    };
    values.truncate(len);
    Array::from_vec(values)
}

/// As [`window`], of a function of places from `1 - len` to `len - 1`, every second one, and `len - 1`.
fn of_places(len: usize, ends: Ends, f: impl Fn(f64, f64) -> f64) -> Array<f64> {
    window(len, ends, |len| {
        let last = len as f64 - 1.0;
        (0..len).map(|k| f(2.0 * k as f64 - last, last)).collect()
    })
}

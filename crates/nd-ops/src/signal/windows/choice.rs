//! A window by its name.

use super::*;
use nd_core::Array;

/// A window by its name, with its parameters.
///
/// # SciPy
/// What `window` is given as: `'hann'`, `('tukey', 0.5)`, …
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Ends, Window};
///
/// assert_eq!(Window::Hann.values(3, Ends::Symmetric), array![0.0, 1.0, 0.0]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Window {
    /// [`boxcar`].
    Boxcar,
    /// [`triang`].
    Triang,
    /// [`bartlett`].
    Bartlett,
    /// [`barthann`].
    BartHann,
    /// [`hann`].
    #[default]
    Hann,
    /// [`hamming`].
    Hamming,
    /// [`blackman`].
    Blackman,
    /// [`blackmanharris`].
    BlackmanHarris,
    /// [`nuttall`].
    Nuttall,
    /// [`flattop`].
    FlatTop,
    /// [`cosine`].
    Cosine,
    /// [`tukey`], of the share that is rounded.
    Tukey(f64),
    /// [`gaussian`], of a standard deviation.
    Gaussian(f64),
    /// [`general_cosine`], of weights.
    GeneralCosine(Vec<f64>),
    /// [`general_hamming`], of a weight.
    GeneralHamming(f64),
    /// [`kaiser`], of a width of the main lobe.
    Kaiser(f64),
    /// [`parzen`].
    Parzen,
    /// [`bohman`].
    Bohman,
    /// [`exponential`], of a length of decay.
    Exponential(f64),
    /// [`dpss`], of a bandwidth.
    Dpss(f64),
    /// These values, for signals that are cut into pieces of that length.
    Values(Vec<f64>),
}

impl Window {
    /// The window of a length.
    ///
    /// → `(len,)`.
    ///
    /// # Panics
    /// If the values of [`Window::Values`] are of another length, or as [`dpss`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::windows::{Ends, Window};
    ///
    /// assert_eq!(Window::Boxcar.values(2, Ends::Periodic), array![1.0, 1.0]);
    /// assert_eq!(Window::Values(vec![1.0, 3.0]).values(2, Ends::Periodic), array![1.0, 3.0]);
    /// ```
    #[track_caller]
    pub fn values(&self, len: usize, ends: Ends) -> Array<f64> {
        match self {
            Window::Boxcar => boxcar(len),
            Window::Triang => triang(len, ends),
            Window::Bartlett => bartlett(len, ends),
            Window::BartHann => barthann(len, ends),
            Window::Hann => hann(len, ends),
            Window::Hamming => hamming(len, ends),
            Window::Blackman => blackman(len, ends),
            Window::BlackmanHarris => blackmanharris(len, ends),
            Window::Nuttall => nuttall(len, ends),
            Window::FlatTop => flattop(len, ends),
            Window::Cosine => cosine(len, ends),
            &Window::Tukey(alpha) => tukey(len, alpha, ends),
            &Window::Gaussian(std) => gaussian(len, std, ends),
            Window::GeneralCosine(weights) => general_cosine(len, weights, ends),
            &Window::GeneralHamming(weight) => general_hamming(len, weight, ends),
            &Window::Kaiser(beta) => kaiser(len, beta, ends),
            Window::Parzen => parzen(len, ends),
            Window::Bohman => bohman(len, ends),
            &Window::Exponential(tau) => exponential(len, tau, ends),
            &Window::Dpss(half_bandwidth) => dpss(len, half_bandwidth, ends),
            Window::Values(values) if values.len() == len => Array::from_vec(values.clone()),
            Window::Values(values) => {
                panic!("window: {} values are given for a length of {len}", values.len())
            }
        }
    }
}

impl From<Vec<f64>> for Window {
    fn from(values: Vec<f64>) -> Window {
        Window::Values(values)
    }
}

/// The periodic window of a length: [`Window::values`].
///
/// → `(len,)`.
///
/// # Panics
/// As [`Window::values`].
///
/// # SciPy
/// `scipy.signal.get_window(window, len)`, which refuses a length of 0.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::windows::{Window, get_window};
///
/// assert_eq!(get_window(&Window::Hann, 4), array![0.0, 0.5, 1.0, 0.5]);
/// ```
#[track_caller]
pub fn get_window(window: &Window, len: usize) -> Array<f64> {
    window.values(len, Ends::Periodic)
}

//! Signals: filters and their design, spectra, peaks, windows and waves.
//!
//! - [`convolve`], [`correlate`], [`fftconvolve`], … in any number of dimensions;
//! - [`lfilter`], [`sosfilt`], [`filtfilt`], [`savgol_filter`], [`resample`], …: filters along an axis;
//! - [`butter`], [`ellip`], [`firwin`], …: their design, as [`Zpk`], polynomials or second-order sections;
//! - [`welch`], [`spectrogram`], [`stft`], …: spectra;
//! - [`find_peaks`], [`peak_widths`], …: peaks;
//! - [`windows`], and [`chirp`], [`square`], …: shapes.
//!
//! Signals run along one axis, lanes in parallel. Everything is calculated in double precision; `f32` comes out as
//! `f32`.

mod convolutions;
mod design;
mod error;
mod filters;
mod fourier;
mod peaks;
mod sampled;
mod spectra;
mod waveforms;
pub mod windows;

pub use convolutions::*;
pub use design::*;
pub use error::SignalError;
pub use filters::*;
pub use peaks::*;
pub use sampled::{Reals, Sampled, Samples, Spectra};
pub use spectra::*;
pub use waveforms::*;
pub use windows::{Window, get_window};

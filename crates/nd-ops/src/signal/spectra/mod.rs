//! Spectra of signals.

mod lomb;
mod options;
mod power;
mod segments;
mod times;

pub use lomb::{LombNorm, LombOptions, lombscargle, lombscargle_with};
pub use options::{SegmentAverage, SegmentTrend, SpectrumOptions, SpectrumScaling};
pub use power::{
    Spectrum, coherence, coherence_with, csd, csd_with, periodogram, periodogram_with, welch,
    welch_with,
};
pub use times::{
    Spectrogram, StftOptions, Timed, istft, istft_complex, spectrogram, spectrogram_with, stft,
    stft_with,
};

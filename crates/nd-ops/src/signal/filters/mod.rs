//! Filters of signals.

mod analytic;
mod both_ways;
mod lfilter;
mod medians;
mod polyphase;
mod recursion;
mod savgol;
mod sosfilt;
mod trend;

pub use analytic::{
    HilbertOptions, ResampleOptions, hilbert, hilbert_with, resample, resample_with,
};
pub use both_ways::{
    BothWaysOptions, Extension, filtfilt, filtfilt_with, sosfiltfilt, sosfiltfilt_with,
};
pub use lfilter::{Filtered, lfilter, lfilter_from, lfilter_zi, lfiltic};
pub use medians::{MedianFiltered, medfilt};
pub use polyphase::{
    Antialias, DecimateOptions, ResamplePad, ResamplePolyOptions, decimate, decimate_with,
    resample_poly, resample_poly_with, upfirdn,
};
pub use savgol::{
    SavgolMode, SavgolOptions, savgol_coeffs, savgol_coeffs_with, savgol_filter, savgol_filter_with,
};
pub(crate) use sosfilt::sections;
pub use sosfilt::{sosfilt, sosfilt_from, sosfilt_zi};
pub(crate) use trend::straighten;
pub use trend::{Deconvolved, DetrendOptions, Trend, deconvolve, detrend, detrend_with};

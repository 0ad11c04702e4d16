//! Tones: histograms, and pictures with other ones.
//!
//! | for | use |
//! |---|---|
//! | how often each level is there | [`histogram`], [`cumulative_distribution`] |
//! | levels used evenly | [`equalize_hist`], [`equalize_adapthist`], [`clahe`] |
//! | curves | [`adjust_gamma`], [`adjust_log`], [`adjust_sigmoid`], [`rescale_intensity`] |
//! | the tones of another picture | [`match_histograms`] |
//! | is there anything to see | [`is_low_contrast`] |
//!
//! Curves keep the element type: results are rounded to the nearest level and stop at the ends of the
//! type's range (scikit-image cuts fractions off, and wraps). Ranges are arguments, never guessed.

mod adaptive;
mod clahe;
mod contrast;
mod curves;
mod equalize;
mod histogram;
mod matching;

pub use adaptive::{AdapthistOptions, equalize_adapthist, equalize_adapthist_with};
pub use clahe::{ClaheOptions, clahe, clahe_with};
pub use contrast::{LowContrastOptions, is_low_contrast, is_low_contrast_with};
pub use curves::{
    CurveOptions, adjust_gamma, adjust_gamma_with, adjust_log, adjust_log_with, adjust_sigmoid,
    adjust_sigmoid_with, rescale_intensity,
};
pub use equalize::{EqualizeOptions, equalize_hist, equalize_hist_with};
pub use histogram::{
    Histogram, HistogramOptions, cumulative_distribution, cumulative_distribution_with, histogram,
    histogram_with,
};
pub use matching::{MatchOptions, match_histograms, match_histograms_with};

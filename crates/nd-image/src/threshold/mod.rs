//! Where to cut a picture into dark and light.

mod bins;
mod error;
mod hysteresis;
mod levels;
mod li;
pub(crate) mod local;
mod multiotsu;

pub(crate) use bins::{levels, mean};
pub use error::ThresholdError;
pub use hysteresis::apply_hysteresis_threshold;
pub(crate) use hysteresis::hysteresis;
pub use levels::{
    Levels, threshold_isodata, threshold_mean, threshold_minimum, threshold_otsu,
    threshold_triangle, threshold_yen,
};
pub(crate) use li::li;
pub use li::threshold_li;
pub use local::{
    LocalMethod, LocalThresholdOptions, threshold_local, threshold_local_with, threshold_niblack,
    threshold_sauvola,
};
pub(crate) use local::{local, of_moments};
pub use multiotsu::threshold_multiotsu;

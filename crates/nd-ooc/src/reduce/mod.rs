//! Reductions: folds over axes, and what each of them keeps of a cell.

mod average;
mod bincount;
mod bins;
mod covariance;
mod extremes;
mod histogram;
mod histogramdd;
mod keys;
mod lanes;
mod merged;
mod moments;
mod over;
mod percentiles;
mod places;
mod products;
mod quantiles;
mod ranks;
mod refine;
mod running;
mod sums;
mod survey;
mod truth;

pub use histogram::ChunkedHistogram;
pub use histogramdd::ChunkedHistogramDd;
pub use keys::Keyed;
pub(crate) use over::folded;

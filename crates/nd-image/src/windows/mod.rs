//! Means and extremes of windows along axes: what can be joined from two shorter windows.
//!
//! A window of `2m` samples is two of `m`, so all windows of length `n` take about `log₂ n` sweeps
//! over slices. No window's result passes through another's: a NaN or a huge value is seen in the
//! windows that hold it and nowhere else.

mod frame;
pub(crate) mod means;
mod sweep;

pub(crate) use frame::Frame;
pub(crate) use sweep::{Join, Lane, Lanes, Samples, Strip, run};

use crate::mode::Mode;

/// Windows along one axis: `size` samples of which the first is `before` samples before the place
/// (after it, if negative).
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub(crate) axis: usize,
    pub(crate) size: usize,
    pub(crate) before: isize,
    pub(crate) mode: Mode,
}

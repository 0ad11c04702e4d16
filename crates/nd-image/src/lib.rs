//! Pictures as arrays: crops, sizes, greys and filters.
//!
//! A picture is an array `(h, w)` if grey and `(h, w, c)` if it has channels, of `u8`, `u16`, `f32` or
//! `f64`. Nothing here rescales silently, and nothing knows files: those are nd-io's.
//!
//! | for | use |
//! |---|---|
//! | geometry | [`crop`], [`resize`] |
//! | colour | [`rgb_to_grey`] |
//! | smoothing and edges | [`gaussian_filter`], [`sobel`] |
//! | kernels of one's own | [`correlate1d`], [`convolve1d`], [`correlate`], [`convolve`] |
//!
//! Filters follow `scipy.ndimage` (and take arrays of any rank), resizing and grey follow
//! Pillow, to the last bit except where a function says otherwise.
//!
//! ```
//! use nd_core::Array;
//! use nd_image::{Filter, crop, gaussian_filter, resize, rgb_to_grey};
//!
//! let photo = Array::from_fn([64, 64, 3], |i| (3 * i[0] + i[1] + 20 * i[2]) as u8);
//! let grey = rgb_to_grey(&photo);
//! let smooth = gaussian_filter(crop(&grey, 10, 10, 40, 40), 2.0);
//! assert_eq!(resize(&smooth, [20, 20], Filter::Lanczos3).shape(), [20, 20]);
//! ```
#![forbid(unsafe_code)]

// Geometry and colour.
mod crop;
mod grey;
mod resize;

// Filters, from what the caller sees to the innermost loops.
mod axiswise;
mod correlate;
mod gaussian;
mod mode;
mod sobel;

mod axes;
mod blocks;
mod lanes;
mod neighbourhood;
mod pixel;
mod separable;
mod taps;

pub use axiswise::Axiswise;
pub use correlate::{
    KernelOptions, convolve, convolve_with, convolve1d, convolve1d_with, correlate, correlate_with,
    correlate1d, correlate1d_with,
};
pub use crop::{crop, try_crop};
pub use gaussian::{GaussianOptions, gaussian_filter, gaussian_filter_with};
pub use grey::{Luma, rgb_to_grey};
pub use mode::Mode;
pub use pixel::Pixel;
pub use resize::{Filter, Sample, resize};
pub use sobel::{SobelOptions, sobel, sobel_with};

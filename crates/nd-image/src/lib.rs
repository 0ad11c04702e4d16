//! Images as arrays: pictures in and out, crops, sizes, greys and filters.
//!
//! A picture is an array `(h, w)` if grey and `(h, w, c)` if it has channels, of `u8`, `u16` or
//! `f32`. Values are what the file says: nothing here rescales silently.
//!
//! | for | use |
//! |---|---|
//! | files | [`load_image`], [`load_image_any`], [`save_image`] |
//! | geometry | [`crop`], [`resize`] |
//! | colour | [`rgb_to_grey`] |
//! | smoothing and edges | [`gaussian_filter`], [`sobel`] |
//! | kernels of one's own | [`correlate1d`], [`convolve1d`], [`correlate`], [`convolve`] |
//!
//! Filters follow `scipy.ndimage` (and take arrays of any rank), resizing and grey follow
//! Pillow, to the last bit except where a function says otherwise.
//!
//! ```
//! use nd_image::{Filter, crop, gaussian_filter, load_image, resize, rgb_to_grey, save_image};
//! # fn main() -> Result<(), nd_image::ImageError> {
//! # let directory = std::env::temp_dir().join(format!("nd-doc-image-{}", std::process::id()));
//! # std::fs::create_dir_all(&directory).unwrap();
//! # let (photo, thumbnail) = (directory.join("photo.png"), directory.join("thumbnail.jpg"));
//! # save_image(&photo, &nd_core::Array::<u8>::zeros([64, 64, 3]))?;
//! let grey = rgb_to_grey(&load_image::<u8>(&photo)?);
//! let smooth = gaussian_filter(&crop(&grey, 10, 10, 40, 40), 2.0);
//! save_image(&thumbnail, &resize(&smooth, [20, 20], Filter::Lanczos3))?;
//! # std::fs::remove_dir_all(directory).unwrap();
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

// Pictures in files.
mod error;
mod picture;

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
mod lanes;
mod neighbourhood;
mod par;
mod pixel;
mod separable;
mod taps;

pub use axiswise::Axiswise;
pub use correlate::{
    convolve, convolve_at, convolve1d, convolve1d_at, correlate, correlate_at, correlate1d,
    correlate1d_at,
};
pub use crop::{crop, try_crop};
pub use error::{ImageError, PictureFormat};
pub use gaussian::{GaussianOptions, gaussian_filter, gaussian_filter_with};
pub use grey::{Luma, rgb_to_grey};
pub use mode::Mode;
pub use picture::{
    LoadOptions, Picture, PictureElement, PngCompression, SaveOptions, load_image, load_image_any,
    load_image_with, save_image, save_image_with,
};
pub use pixel::Pixel;
pub use resize::{Filter, Sample, resize};
pub use sobel::sobel;

//! Fourier transforms, and cosine, sine and Hankel transforms, along any axes of arrays of any length.
//!
//! - [`fft`], [`ifft`], and for real numbers [`rfft`], [`irfft`]: along the last axis; `_with` [`FftOptions`] along another, of
//!   another number of elements, or scaled otherwise; [`hfft`] and [`ihfft`] of what is symmetric;
//! - [`fft2`], [`fftn`], [`rfftn`], …: along several axes, `_with` [`FftnOptions`];
//! - [`fftfreq`], [`rfftfreq`], [`fftshift`], [`ifftshift`]: which frequency is where;
//! - [`dct`], [`dst`], [`dctn`], …: of cosines and sines, types I to IV, `_with` [`DctOptions`];
//! - [`fht`], [`ifht`], [`fhtoffset`]: Hankel transforms at logarithmic distances;
//! - [`next_fast_len`], [`prev_fast_len`]: what to pad to.
//!
//! Single precision stays single, everything else is transformed in double precision ([`Transformable`]). All lengths take time
//! n log n: those with prime factors up to 37 by passes over the data, others by a convolution. Roots of unity are rounded once, and
//! the error grows with the logarithm of the length. Long lanes are cut into blocks by their length alone, so results have the
//! same bits on any number of threads, and a lane the same bits wherever it lies.
//!
//! How a length is transformed is worked out once and kept, for 64 lengths of each precision.
//!
//! # Examples
//! ```
//! use nd_core::array;
//! use nd_ops::fft::{FftnOptions, irfftn_with, rfftn_with};
//!
//! // A convolution: products of padded transforms.
//! let padded = FftnOptions::default().s([4]);
//! let product = rfftn_with(&[1.0, 2.0], &padded) * rfftn_with(&[1.0, 0.0, 1.0], &padded);
//! assert_eq!(irfftn_with(product, &padded), array![1.0, 2.0, 1.0, 2.0]);
//! ```

mod body;
mod butterflies;
mod chirp;
mod cosine;
mod cosine_job;
mod cosine_many;
mod cosine_one;
mod cosine_options;
mod error;
mod frequencies;
mod gamma;
mod halves;
mod hankel;
mod job;
mod lengths;
mod lines;
mod long;
mod many;
mod numbers;
mod one;
mod options;
mod passes;
mod planes;
mod plans;
mod registers;
mod roots;
mod scratch;
mod symmetric;
mod symmetric_many;
mod symmetric_planes;
mod vector;
mod weave;

pub use cosine_many::*;
pub use cosine_one::*;
pub use cosine_options::{CosineType, DctOptions, DctnOptions};
pub use error::FftError;
pub use frequencies::{fftfreq, fftshift, ifftshift, rfftfreq};
pub use hankel::{
    FhtOptions, SingularTransform, fht, fht_with, fhtoffset, fhtoffset_with, ifht, ifht_with,
};
pub use lengths::{next_fast_len, prev_fast_len};
pub use many::*;
pub use numbers::{Complexes, Kept, Precision, RealTransformable, Reals, Transformable};
pub use one::*;
pub use options::{FftOptions, FftnOptions, Norm};
pub use planes::*;
pub use symmetric::*;
pub use symmetric_many::*;
pub use symmetric_planes::*;

//! Colours as video stores them: how bright, and two differences.

use super::step::{Step, convert, inverse};
use super::step::{YCBCR, YDBDR, YIQ, YPBPR, YUV};
use crate::level::FloatLevel;
use nd_core::{Array, ArrayLike};

/// Red, green and blue, from 0 to 1, to Y′UV of PAL: `(…, 3) -> (…, 3)`;
///
/// Y from 0 to 1, U within ±0.436, V within ±0.615. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2yuv`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_yuv;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(rgb_to_yuv([1.0, 1.0, 1.0]), [1.0, 0.0, 0.0]));
/// ```
#[track_caller]
pub fn rgb_to_yuv<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_yuv", a, &[Step::Matrix(YUV)])
}

/// Y′UV of PAL to red, green and blue: `(…, 3) -> (…, 3)`, the inverse of [`rgb_to_yuv`].
///
/// Nothing is clipped to 0 and 1. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.yuv2rgb`.
///
/// # Examples
/// ```
/// use nd_image::color::yuv_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(yuv_to_rgb([1.0, 0.0, 0.0]), [1.0, 1.0, 1.0]));
/// ```
#[track_caller]
pub fn yuv_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("yuv_to_rgb", a, &[Step::Matrix(inverse(&YUV))])
}

/// Red, green and blue, from 0 to 1, to Y′IQ of NTSC: `(…, 3) -> (…, 3)`;
///
/// Y from 0 to 1, I within ±0.596, Q within ±0.523. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2yiq`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_yiq;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(rgb_to_yiq([1.0, 1.0, 1.0]), [1.0, 0.0, 0.0]));
/// ```
#[track_caller]
pub fn rgb_to_yiq<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_yiq", a, &[Step::Matrix(YIQ)])
}

/// Y′IQ of NTSC to red, green and blue: `(…, 3) -> (…, 3)`, the inverse of [`rgb_to_yiq`].
///
/// Nothing is clipped to 0 and 1. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.yiq2rgb`.
///
/// # Examples
/// ```
/// use nd_image::color::yiq_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(yiq_to_rgb([1.0, 0.0, 0.0]), [1.0, 1.0, 1.0]));
/// ```
#[track_caller]
pub fn yiq_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("yiq_to_rgb", a, &[Step::Matrix(inverse(&YIQ))])
}

/// Red, green and blue, from 0 to 1, to Y′PbPr of analogue video: `(…, 3) -> (…, 3)`;
///
/// Y from 0 to 1, Pb and Pr within ±0.5. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2ypbpr`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_ypbpr;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(rgb_to_ypbpr([1.0, 1.0, 1.0]), [1.0, 0.0, 0.0]));
/// ```
#[track_caller]
pub fn rgb_to_ypbpr<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_ypbpr", a, &[Step::Matrix(YPBPR)])
}

/// Y′PbPr of analogue video to red, green and blue: `(…, 3) -> (…, 3)`, the inverse of [`rgb_to_ypbpr`].
///
/// Nothing is clipped to 0 and 1. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.ypbpr2rgb`.
///
/// # Examples
/// ```
/// use nd_image::color::ypbpr_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(ypbpr_to_rgb([1.0, 0.0, 0.0]), [1.0, 1.0, 1.0]));
/// ```
#[track_caller]
pub fn ypbpr_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("ypbpr_to_rgb", a, &[Step::Matrix(inverse(&YPBPR))])
}

/// Red, green and blue, from 0 to 1, to Y′DbDr of SECAM: `(…, 3) -> (…, 3)`;
///
/// Y from 0 to 1, Db and Dr within ±1.333. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2ydbdr`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_ydbdr;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(rgb_to_ydbdr([1.0, 1.0, 1.0]), [1.0, 0.0, 0.0]));
/// ```
#[track_caller]
pub fn rgb_to_ydbdr<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_ydbdr", a, &[Step::Matrix(YDBDR)])
}

/// Y′DbDr of SECAM to red, green and blue: `(…, 3) -> (…, 3)`, the inverse of [`rgb_to_ydbdr`].
///
/// Nothing is clipped to 0 and 1. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.ydbdr2rgb`.
///
/// # Examples
/// ```
/// use nd_image::color::ydbdr_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(ydbdr_to_rgb([1.0, 0.0, 0.0]), [1.0, 1.0, 1.0]));
/// ```
#[track_caller]
pub fn ydbdr_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("ydbdr_to_rgb", a, &[Step::Matrix(inverse(&YDBDR))])
}

/// Red, green and blue, from 0 to 1, to Y′CbCr of digital video (Rec. 601): `(…, 3) -> (…, 3)`;
///
/// Y from 16 to 235, Cb and Cr from 16 to 240 around 128, as floats. (JPEG's has the full range: [`rgb_to_ypbpr`]
/// times 255.) NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2ycbcr`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_ycbcr;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(rgb_to_ycbcr([1.0, 1.0, 1.0]), [235.0, 128.0, 128.0]));
/// ```
#[track_caller]
pub fn rgb_to_ycbcr<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_ycbcr", a, &[Step::Matrix(YCBCR), Step::Add([16.0, 128.0, 128.0])])
}

/// Y′CbCr of digital video, Y from 16 to 235, to red, green and blue: `(…, 3) -> (…, 3)`, from 0 to 1.
///
/// Nothing is clipped to 0 and 1. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.ycbcr2rgb`.
///
/// # Examples
/// ```
/// use nd_image::color::ycbcr_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(ycbcr_to_rgb([235.0, 128.0, 128.0]), [1.0, 1.0, 1.0]));
/// ```
#[track_caller]
pub fn ycbcr_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("ycbcr_to_rgb", a, &[Step::Add([-16.0, -128.0, -128.0]), Step::Matrix(inverse(&YCBCR))])
}

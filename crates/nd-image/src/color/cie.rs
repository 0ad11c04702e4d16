//! Colours as the Commission internationale de l'éclairage measures them; white is D65, seen under 2°.

use super::step::{Step, convert, inverse, product};
use super::step::{XYZ, XYZ_OF_CIE};
use crate::level::FloatLevel;
use nd_core::{Array, ArrayLike};

/// The curve of sRGB taken away: `(…, 3) -> (…, 3)`, from 0 to 1, proportional to the light.
///
/// Values at and below 0.04045 are divided by 12.92, negative ones too. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// The first half of `skimage.color.rgb2xyz`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_linear;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(rgb_to_linear([0.0, 0.5, 1.0]), [0.0, 0.21404, 1.0]));
/// ```
#[track_caller]
pub fn rgb_to_linear<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_linear", a, &[Step::ToLinear])
}

/// The curve of sRGB: `(…, 3) -> (…, 3)`, from 0 to 1, of values proportional to the light.
///
/// Values at and below 0.0031308 are multiplied by 12.92, negative ones too; nothing is clipped. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// The second half of `skimage.color.xyz2rgb`, which clips to 0 and 1.
///
/// # Examples
/// ```
/// use nd_image::color::linear_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(linear_to_rgb([0.0, 0.21404, 1.0]), [0.0, 0.5, 1.0]));
/// ```
#[track_caller]
pub fn linear_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("linear_to_rgb", a, &[Step::FromLinear])
}

/// sRGB, from 0 to 1, to CIE XYZ: `(…, 3) -> (…, 3)`. White is (0.9505, 1, 1.0888).
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2xyz`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_xyz;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(rgb_to_xyz([1.0, 1.0, 1.0]), [0.9505, 1.0, 1.0888]));
/// ```
#[track_caller]
pub fn rgb_to_xyz<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_xyz", a, &[Step::ToLinear, Step::Matrix(XYZ)])
}

/// CIE XYZ to sRGB: `(…, 3) -> (…, 3)`, from 0 to 1 for colours that sRGB can show, outside for others.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.xyz2rgb`, which clips to 0 and 1.
///
/// # Examples
/// ```
/// use nd_image::color::xyz_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(xyz_to_rgb([0.9505, 1.0, 1.0888]), [1.0, 1.0, 1.0]));
/// ```
#[track_caller]
pub fn xyz_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("xyz_to_rgb", a, &[Step::Matrix(inverse(&XYZ)), Step::FromLinear])
}

/// CIE XYZ to CIE L\*a\*b\*: `(…, 3) -> (…, 3)`; L from 0 to 100, a and b about -128 to 127.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.xyz2lab`.
///
/// # Examples
/// ```
/// use nd_image::color::xyz_to_lab;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(xyz_to_lab([0.95047, 1.0, 1.08883]), [100.0, 0.0, 0.0]));
/// ```
#[track_caller]
pub fn xyz_to_lab<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("xyz_to_lab", a, &[Step::XyzToLab])
}

/// CIE L\*a\*b\*, L from 0 to 100, to CIE XYZ: `(…, 3) -> (…, 3)`.
///
/// Nothing is clipped. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.lab2xyz`, which makes negative intermediate values of Z 0.
///
/// # Examples
/// ```
/// use nd_image::color::lab_to_xyz;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(lab_to_xyz([100.0, 0.0, 0.0]), [0.95047, 1.0, 1.08883]));
/// ```
#[track_caller]
pub fn lab_to_xyz<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("lab_to_xyz", a, &[Step::LabToXyz])
}

/// sRGB, from 0 to 1, to CIE L\*a\*b\*: `(…, 3) -> (…, 3)`; L from 0 to 100, a and b about -128 to 127.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2lab`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_lab;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 0.1);
/// assert!(close(rgb_to_lab([1.0, 0.0, 0.0]), [53.2, 80.1, 67.2]));
/// ```
#[track_caller]
pub fn rgb_to_lab<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_lab", a, &[Step::ToLinear, Step::Matrix(XYZ), Step::XyzToLab])
}

/// CIE L\*a\*b\*, L from 0 to 100, to sRGB: `(…, 3) -> (…, 3)`, from 0 to 1 for colours that sRGB can show.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.lab2rgb`, which clips to 0 and 1.
///
/// # Examples
/// ```
/// use nd_image::color::lab_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(lab_to_rgb([53.2408, 80.0925, 67.2032]), [1.0, 0.0, 0.0]));
/// ```
#[track_caller]
pub fn lab_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("lab_to_rgb", a, &[Step::LabToXyz, Step::Matrix(inverse(&XYZ)), Step::FromLinear])
}

/// CIE XYZ to CIE L\*u\*v\*: `(…, 3) -> (…, 3)`; L from 0 to 100, u about -83 to 175, v about -134 to 108.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.xyz2luv`.
///
/// # Examples
/// ```
/// use nd_image::color::xyz_to_luv;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(xyz_to_luv([0.95047, 1.0, 1.08883]), [100.0, 0.0, 0.0]));
/// ```
#[track_caller]
pub fn xyz_to_luv<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("xyz_to_luv", a, &[Step::XyzToLuv])
}

/// CIE L\*u\*v\*, L from 0 to 100, to CIE XYZ: `(…, 3) -> (…, 3)`.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.luv2xyz`.
///
/// # Examples
/// ```
/// use nd_image::color::luv_to_xyz;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(luv_to_xyz([100.0, 0.0, 0.0]), [0.95047, 1.0, 1.08883]));
/// ```
#[track_caller]
pub fn luv_to_xyz<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("luv_to_xyz", a, &[Step::LuvToXyz])
}

/// sRGB, from 0 to 1, to CIE L\*u\*v\*: `(…, 3) -> (…, 3)`; L from 0 to 100, u about -83 to 175, v about -134 to 108.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2luv`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_luv;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 0.1);
/// assert!(close(rgb_to_luv([1.0, 0.0, 0.0]), [53.2, 175.0, 37.8]));
/// ```
#[track_caller]
pub fn rgb_to_luv<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_luv", a, &[Step::ToLinear, Step::Matrix(XYZ), Step::XyzToLuv])
}

/// CIE L\*u\*v\*, L from 0 to 100, to sRGB: `(…, 3) -> (…, 3)`, from 0 to 1 for colours that sRGB can show.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.luv2rgb`, which clips to 0 and 1.
///
/// # Examples
/// ```
/// use nd_image::color::luv_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(luv_to_rgb([100.0, 0.0, 0.0]), [1.0, 1.0, 1.0]));
/// ```
#[track_caller]
pub fn luv_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("luv_to_rgb", a, &[Step::LuvToXyz, Step::Matrix(inverse(&XYZ)), Step::FromLinear])
}

/// CIE L\*a\*b\* to lightness, chroma and hue: `(…, 3) -> (…, 3)`; hue in radians, from 0 to 2π.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.lab2lch`.
///
/// # Examples
/// ```
/// use nd_image::color::lab_to_lch;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(lab_to_lch([50.0, 0.0, -10.0]), [50.0, 10.0, 4.712]));
/// ```
#[track_caller]
pub fn lab_to_lch<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("lab_to_lch", a, &[Step::LabToLch])
}

/// Lightness, chroma and hue, in radians, to CIE L\*a\*b\*: `(…, 3) -> (…, 3)`.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.lch2lab`.
///
/// # Examples
/// ```
/// use nd_image::color::lch_to_lab;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(lch_to_lab([50.0, 10.0, 4.712389]), [50.0, 0.0, -10.0]));
/// ```
#[track_caller]
pub fn lch_to_lab<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("lch_to_lab", a, &[Step::LchToLab])
}

/// sRGB, from 0 to 1, to CIE RGB: `(…, 3) -> (…, 3)`, about 0 to 0.2. The curve of sRGB stays, as in scikit-image.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2rgbcie`.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_rgbcie;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 2e-2);
/// assert!(close(rgb_to_rgbcie([1.0, 1.0, 1.0]), [0.167, 0.179, 0.191]));
/// ```
#[track_caller]
pub fn rgb_to_rgbcie<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_rgbcie", a, &[Step::Matrix(product(&inverse(&XYZ_OF_CIE), &XYZ))])
}

/// CIE RGB to sRGB, as [`rgb_to_rgbcie`] makes it: `(…, 3) -> (…, 3)`.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgbcie2rgb`.
///
/// # Examples
/// ```
/// use nd_image::color::rgbcie_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(rgbcie_to_rgb(nd_image::color::rgb_to_rgbcie([0.2, 0.4, 0.6])), [0.2, 0.4, 0.6]));
/// ```
#[track_caller]
pub fn rgbcie_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgbcie_to_rgb", a, &[Step::Matrix(product(&inverse(&XYZ), &XYZ_OF_CIE))])
}

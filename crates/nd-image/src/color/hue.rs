//! Hue, saturation, and how bright.

use super::step::{Step, convert};
use crate::level::FloatLevel;
use nd_core::{Array, ArrayLike};

/// Red, green and blue to hue, saturation and value: `(…, 3) -> (…, 3)`, all from 0 to 1.
///
/// Red has hue 0, green ⅓, blue ⅔; grey has hue and saturation 0. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2hsv`, which makes 0 of NaN.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_hsv;
/// assert_eq!(rgb_to_hsv([0.0, 0.5, 0.25]).into_vec(), [2.5 / 6.0, 1.0, 0.5]);
/// ```
#[track_caller]
pub fn rgb_to_hsv<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_hsv", a, &[Step::RgbToHsv])
}

/// Hue, saturation and value to red, green and blue: `(…, 3) -> (…, 3)`, all from 0 to 1.
///
/// Hues repeat themselves: 1.25 is 0.25, as is -0.75. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.hsv2rgb`, for hues from 0 to 1.
///
/// # Examples
/// ```
/// use nd_image::color::hsv_to_rgb;
/// assert_eq!(hsv_to_rgb([2.5 / 6.0, 1.0, 0.5]).into_vec(), [0.0, 0.5, 0.25]);
/// ```
#[track_caller]
pub fn hsv_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("hsv_to_rgb", a, &[Step::HsvToRgb])
}

/// Red, green and blue to hue, saturation and lightness: `(…, 3) -> (…, 3)`, all from 0 to 1.
///
/// Lightness is the middle between the largest and the least; grey has hue and saturation 0. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// None; `cv2.COLOR_RGB2HLS` and Python's `colorsys.rgb_to_hls` have another order, and OpenCV other ranges.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_hsl;
/// assert_eq!(rgb_to_hsl([1.0, 0.5, 0.5]).into_vec(), [0.0, 1.0, 0.75]);
/// ```
#[track_caller]
pub fn rgb_to_hsl<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_hsl", a, &[Step::RgbToHsl])
}

/// Hue, saturation and lightness to red, green and blue: `(…, 3) -> (…, 3)`, all from 0 to 1.
///
/// Hues repeat themselves. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// None; Python's `colorsys.hls_to_rgb` has another order.
///
/// # Examples
/// ```
/// use nd_image::color::hsl_to_rgb;
/// assert_eq!(hsl_to_rgb([0.0, 1.0, 0.75]).into_vec(), [1.0, 0.5, 0.5]);
/// ```
#[track_caller]
pub fn hsl_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("hsl_to_rgb", a, &[Step::HslToRgb])
}

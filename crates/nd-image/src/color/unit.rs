//! From integers to fractions of white, and back.

use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike};

/// Integers to fractions, divided by 255: `(…) -> (…)`, from 0 to 1.
///
/// # scikit-image
/// `skimage.util.img_as_float32`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::color::unit_from_u8([0u8, 51, 255]).into_vec(), [0.0, 0.2, 1.0]);
/// ```
pub fn unit_from_u8<A: ArrayLike<Elem = u8>>(a: A) -> Array<f32> {
    let scale = u8::WHITE as f32;
    f32::curved(a.view().cast::<f32>().view(), &|s| {
        s.iter_mut().for_each(|x| *x /= f64::from(scale));
    })
}

/// Integers to fractions, divided by 65535: `(…) -> (…)`, from 0 to 1.
///
/// # scikit-image
/// `skimage.util.img_as_float32`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::color::unit_from_u16([0u16, 13107, 65535]).into_vec(), [0.0, 0.2, 1.0]);
/// ```
pub fn unit_from_u16<A: ArrayLike<Elem = u16>>(a: A) -> Array<f32> {
    f32::curved(a.view().cast::<f32>().view(), &|s| s.iter_mut().for_each(|x| *x /= u16::WHITE))
}

/// Fractions to integers, times 255, rounded to the nearest, ties to even: `(…) -> (…)`.
///
/// What lies outside of 0 and 1 becomes 0 and 255, NaN 0.
///
/// # scikit-image
/// `skimage.util.img_as_ubyte`, which refuses what lies outside of -1 and 1.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::color::u8_from_unit([-0.1, 0.2, 0.5, 2.0]).into_vec(), [0, 51, 128, 255]);
/// ```
pub fn u8_from_unit<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<u8> {
    let levels = Level::curved(A::Elem::wide(a.view()).view(), &|s: &mut [f64]| {
        s.iter_mut().for_each(|x| *x = (*x * u8::WHITE).round_ties_even());
    });
    levels.cast()
}

/// Fractions to integers, times 65535, rounded to the nearest, ties to even: `(…) -> (…)`.
///
/// What lies outside of 0 and 1 becomes 0 and 65535, NaN 0.
///
/// # scikit-image
/// `skimage.util.img_as_uint`, which refuses what lies outside of -1 and 1.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::color::u16_from_unit([-0.1, 0.2, 2.0]).into_vec(), [0, 13107, 65535]);
/// ```
pub fn u16_from_unit<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<u16> {
    let levels = Level::curved(A::Elem::wide(a.view()).view(), &|s: &mut [f64]| {
        s.iter_mut().for_each(|x| *x = (*x * u16::WHITE).round_ties_even());
    });
    levels.cast()
}

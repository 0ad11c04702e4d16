//! Greys and transparency.

use super::print::{channels, four};
use super::step::three;
use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike};

/// Red, green and blue to grey, weighed by .2125, .7154 and .0721 (Rec. 709): `(…, 3) -> (…)`.
///
/// [`rgb_to_grey`](crate::rgb_to_grey) has the weights of Rec. 601, Pillow's and OpenCV's. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2gray`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::color::rgb_to_grey_rec709([[0.0, 1.0, 0.0]]).into_vec(), [0.7154]);
/// ```
#[track_caller]
pub fn rgb_to_grey_rec709<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    let a = a.view();
    three("rgb_to_grey_rec709", a.shape());
    A::Elem::narrowed(greys(A::Elem::wide(a)))
}

fn greys(a: Array<f64>) -> Array<f64> {
    let shape = a.shape()[..a.ndim() - 1].to_vec();
    let samples = a.into_vec();
    let pixels = samples.as_chunks::<3>().0.iter();
    let greys = pixels.map(|&[r, g, b]| r * 0.2125 + g * 0.7154 + b * 0.0721).collect();
    Array::from_shape_vec(shape, greys)
}

/// Grey as three equal channels: `(…) -> (…, 3)`.
///
/// # scikit-image
/// `skimage.color.gray2rgb`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::color::grey_to_rgb([7u8, 9]).into_vec(), [7, 7, 7, 9, 9, 9]);
/// ```
pub fn grey_to_rgb<A: ArrayLike<Elem: Level>>(a: A) -> Array<A::Elem> {
    let a = a.view();
    let mut shape = a.shape().to_vec();
    shape.push(3);
    a.expand_dims(-1).broadcast_to(&shape[..]).to_array()
}

/// Colours with transparency over a background: `(…, 4) -> (…, 3)`, alpha and colours from 0 to 1.
///
/// Nothing is clipped. NaN gives NaN.
///
/// # Panics
/// If the last axis is not four channels.
///
/// # scikit-image
/// `skimage.color.rgba2rgb(a, background)`, which clips to 0 and 1.
///
/// # Examples
/// ```
/// let over = nd_image::color::rgba_to_rgb([1.0, 0.0, 0.0, 0.25], [1.0, 1.0, 1.0]);
/// assert_eq!(over.into_vec(), [1.0, 0.75, 0.75]);
/// ```
#[track_caller]
pub fn rgba_to_rgb<A>(a: A, background: [f64; 3]) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    let a = a.view();
    four("rgba_to_rgb", a.shape());
    A::Elem::narrowed(blended(A::Elem::wide(a), background))
}

fn blended(a: Array<f64>, background: [f64; 3]) -> Array<f64> {
    let shape = channels(a.shape(), 3);
    let samples = a.into_vec();
    let over = samples.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, alpha]| {
        let [x, y, z] = background.map(|x| (1.0 - alpha) * x);
        [x + alpha * r, y + alpha * g, z + alpha * b]
    });
    Array::from_shape_vec(shape, over.collect())
}

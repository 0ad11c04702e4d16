//! Colours as ink.

use super::step::three;
use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike};

/// Red, green and blue to cyan, magenta, yellow and black: `(…, 3) -> (…, 4)`, all from 0 to 1.
///
/// As much black as goes, no profile of a printer. Black has no other ink. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// None.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_cmyk;
/// assert_eq!(rgb_to_cmyk([0.5, 0.25, 0.0]).into_vec(), [0.0, 0.5, 1.0, 0.5]);
/// ```
#[track_caller]
pub fn rgb_to_cmyk<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    let a = a.view();
    three("rgb_to_cmyk", a.shape());
    A::Elem::narrowed(inks(A::Elem::wide(a)))
}

fn inks(a: Array<f64>) -> Array<f64> {
    let shape = channels(a.shape(), 4);
    let samples = a.into_vec();
    let inks = samples.as_chunks::<3>().0.iter().flat_map(|&[r, g, b]| {
        let light = if r.is_nan() || g.is_nan() || b.is_nan() { f64::NAN } else { r.max(g).max(b) };
        let ink = |x: f64| if light == 0.0 { 0.0 } else { (light - x) / light };
        [ink(r), ink(g), ink(b), 1.0 - light]
    });
    Array::from_shape_vec(shape, inks.collect())
}

/// Cyan, magenta, yellow and black to red, green and blue: `(…, 4) -> (…, 3)`, all from 0 to 1.
///
/// NaN gives NaN.
///
/// # Panics
/// If the last axis is not four channels.
///
/// # scikit-image
/// None.
///
/// # Examples
/// ```
/// use nd_image::color::cmyk_to_rgb;
/// assert_eq!(cmyk_to_rgb([0.0, 0.5, 1.0, 0.5]).into_vec(), [0.5, 0.25, 0.0]);
/// ```
#[track_caller]
pub fn cmyk_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    let a = a.view();
    four("cmyk_to_rgb", a.shape());
    A::Elem::narrowed(light(A::Elem::wide(a)))
}

fn light(a: Array<f64>) -> Array<f64> {
    let shape = channels(a.shape(), 3);
    let samples = a.into_vec();
    let light = samples.as_chunks::<4>().0.iter();
    let light = light.flat_map(|&[c, m, y, k]| [c, m, y].map(|ink| (1.0 - ink) * (1.0 - k)));
    Array::from_shape_vec(shape, light.collect())
}

#[track_caller]
pub(super) fn four(op: &str, shape: &[usize]) {
    assert!(shape.last() == Some(&4), "{op}: shape {shape:?}, the last axis must be 4 channels");
}

/// The shape with another number of channels.
pub(super) fn channels(shape: &[usize], channels: usize) -> Vec<usize> {
    let mut shape = shape.to_vec();
    *shape.last_mut().expect("the last axis is the channels") = channels;
    shape
}

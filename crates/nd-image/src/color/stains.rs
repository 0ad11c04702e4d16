//! Colours as sums of stains under a microscope.

use super::step::HED;
use super::step::{Step, convert, inverse};
use crate::level::FloatLevel;
use nd_core::{Array, ArrayLike};

/// Red, green and blue, from 0 to 1, to haematoxylin, eosin and diaminobenzidine: `(…, 3) -> (…, 3)`.
///
/// Stains absorb light in proportion to their amounts (Ruifrok and Johnston, Analytical and Quantitative
/// Cytology and Histology 23, 2001). Values below 10⁻⁶ count as that; no amount is negative. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.rgb2hed`, which makes 0 or 10⁻⁶ of NaN in some places.
///
/// # Examples
/// ```
/// use nd_image::color::rgb_to_hed;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(rgb_to_hed([1.0, 1.0, 1.0]), [0.0, 0.0, 0.0]));
/// ```
#[track_caller]
pub fn rgb_to_hed<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("rgb_to_hed", a, &[Step::RgbToStains(inverse(&HED))])
}

/// Haematoxylin, eosin and diaminobenzidine to red, green and blue: `(…, 3) -> (…, 3)`, from 0 to 1.
///
/// Amounts below 0 give values above 1. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.hed2rgb`, which clips to 0 and 1.
///
/// # Examples
/// ```
/// use nd_image::color::hed_to_rgb;
/// let close = |a: nd_core::Array<f64>, b: [f64; 3]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
/// assert!(close(hed_to_rgb([0.0, 0.0, 0.0]), [1.0, 1.0, 1.0]));
/// ```
#[track_caller]
pub fn hed_to_rgb<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    convert("hed_to_rgb", a, &[Step::StainsToRgb(HED)])
}

/// Red, green and blue, from 0 to 1, to the amounts of three stains: `(…, 3) -> (…, 3)`.
///
/// Each row of the matrix says what a colour's absorption adds to each stain: the inverse of the matrix that
/// [`combine_stains`] takes. Values below 10⁻⁶ count as that; no amount is negative. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.separate_stains(a, conv_matrix)`.
///
/// # Examples
/// ```
/// use nd_image::color::{combine_stains, separate_stains};
/// let (there, back) = ([[2.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], [[0.5, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
/// let rgb = combine_stains([0.1f64, 0.2, 0.3], &there);
/// assert!(separate_stains(&rgb, &back).iter().zip([0.1, 0.2, 0.3]).all(|(x, y)| (x - y).abs() < 1e-12));
/// ```
#[track_caller]
pub fn separate_stains<A>(a: A, matrix: &[[f64; 3]; 3]) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    convert("separate_stains", a, &[Step::RgbToStains(*matrix)])
}

/// The amounts of three stains to red, green and blue: `(…, 3) -> (…, 3)`, from 0 to 1.
///
/// Each row of the matrix says what a unit of a stain absorbs of red, green and blue. Amounts below 0 may give values
/// above 1. NaN gives NaN.
///
/// # Panics
/// If the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.combine_stains(a, conv_matrix)`, which clips to 0 and 1.
///
/// # Examples
/// ```
/// let same = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
/// assert_eq!(nd_image::color::combine_stains([0.0, 0.0, 0.0], &same).into_vec(), [1.0; 3]);
/// ```
#[track_caller]
pub fn combine_stains<A>(a: A, matrix: &[[f64; 3]; 3]) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    convert("combine_stains", a, &[Step::StainsToRgb(*matrix)])
}

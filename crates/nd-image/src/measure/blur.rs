//! How blurred a picture is.

use crate::level::Level;
use crate::{sobel, uniform_filter1d};
use nd_core::{Array, ArrayLike};

/// How blurred a picture of any rank is, from 0 for sharp to 1: `(…) -> number`, the largest of all axes. An array shorter
/// than 4 along some axis, or without axes, gives NaN, as does NaN within.
///
/// What a mean over `h_size` samples takes away of a picture's slopes, it cannot have taken away before (F. Crété-Roffet et
/// al.: The blur effect, SPIE 6492, 2007). `h_size` is usually 11.
///
/// # Panics
/// If `h_size` is 0.
///
/// # scikit-image
/// `skimage.measure.blur_effect(a, h_size)`, which reads whole numbers as fractions of white: the same within rounding.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{gaussian_filter, measure::blur_effect};
/// let sharp = Array::from_fn([32, 32], |i| f64::from((i[0] / 4 + i[1] / 4) % 2 == 0));
/// assert!(blur_effect(&sharp, 11) < blur_effect(gaussian_filter(&sharp, 2.0), 11));
/// ```
#[must_use]
#[track_caller]
pub fn blur_effect<A: ArrayLike<Elem: Level>>(a: A, h_size: usize) -> f64 {
    assert!(h_size > 0, "blur_effect: h_size is 0");
    strongest(&A::Elem::wide(a.view()), h_size)
}

fn strongest(a: &Array<f64>, h_size: usize) -> f64 {
    let larger = |most: f64, x: f64| if x.is_nan() || x > most { x } else { most };
    let shares = (0..a.ndim()).map(|axis| share(a, h_size, axis as isize));
    let short = a.ndim() == 0 || a.shape().iter().any(|&n| n < 4);
    if short { f64::NAN } else { shares.fold(0.0, larger) }
}

/// How little a mean along an axis takes away of the slopes, as a share of them.
fn share(a: &Array<f64>, h_size: usize, axis: isize) -> f64 {
    // The factor by which scikit-image's slopes are less than SciPy's; the least slope is in its unit.
    let unit = 4f64.powi(a.ndim() as i32 - 1);
    let least = |x: f64| if x < f64::EPSILON { f64::EPSILON } else { x };
    let slopes = |a: &Array<f64>| sobel(a, axis).map(|x| least(x.abs() / unit));
    let (sharp, blurred) = (slopes(a), slopes(&uniform_filter1d(a, h_size, axis)));
    let (mut all, mut lost) = (0.0, 0.0);
    let inner: Vec<_> = a.shape().iter().map(|&n| (2..n as isize - 1).into()).collect();
    let [sharp, blurred] =
        [&sharp, &blurred].map(|slopes| slopes.view().slice(&inner[..]).to_array());
    for (sharp, blurred) in sharp.iter().zip(blurred.iter()) {
        all += sharp;
        lost += (sharp - blurred).max(0.0);
    }
    (all - lost).abs() / all
}

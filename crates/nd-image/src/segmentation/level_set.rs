//! Level sets to begin with, and a picture in which contours stop at edges.

use crate::gaussian_gradient_magnitude_with;
use crate::level::{FloatLevel, Level};
use crate::{GaussianOptions, Mode};
use nd_core::{Array, ArrayLike, Shape};

/// Which pixels lie within `radius` of a centre: `shape`, any rank.
///
/// # Panics
/// If the centre has not as many coordinates as the shape axes.
///
/// # scikit-image
/// `skimage.segmentation.disk_level_set(shape, center=center, radius=radius)`, whose defaults are `shape // 2` and 3/8 of the
/// shortest side.
///
/// # Examples
/// ```
/// let disk = nd_image::segmentation::disk_level_set([3, 4], [1, 1], 1.5);
/// assert_eq!(disk.iter().filter(|&&inside| inside).count(), 9);
/// ```
#[must_use]
#[track_caller]
pub fn disk_level_set(
    shape: impl Into<Shape>,
    center: impl AsRef<[usize]>,
    radius: f64,
) -> Array<bool> {
    let (shape, center) = (shape.into(), center.as_ref());
    let axes = shape.len();
    assert!(center.len() == axes, "disk_level_set: centre {center:?} of {axes} axes");
    Array::from_fn(shape, |i| {
        let far = |(i, c): (&usize, &usize)| (*i as f64 - *c as f64).powi(2);
        radius - i.iter().zip(center).map(far).sum::<f64>().sqrt() > 0.0
    })
}

/// A checkerboard of squares of a size, of which the first is unset: `shape`, any rank.
///
/// # Panics
/// If the size is 0.
///
/// # scikit-image
/// `skimage.segmentation.checkerboard_level_set(shape, square_size)`.
///
/// # Examples
/// ```
/// let board = nd_image::segmentation::checkerboard_level_set([1, 5], 2);
/// assert_eq!(board.into_vec(), [false, false, true, true, false]);
/// ```
#[must_use]
#[track_caller]
pub fn checkerboard_level_set(shape: impl Into<Shape>, square_size: usize) -> Array<bool> {
    assert!(square_size > 0, "checkerboard_level_set: squares of 0 pixels");
    Array::from_fn(shape.into(), |i| i.iter().map(|i| i / square_size).sum::<usize>() % 2 == 1)
}

/// 1 where a picture is flat and less the steeper it is: `(…) -> (…)`, the root of `1 / (1 + alpha · slope)`, of slopes of the
/// picture smoothed by a Gaussian. NaN spreads as far as the Gaussian; a negative `alpha` gives NaN where it is steep.
///
/// # Panics
/// If sigma is negative, not finite or too large.
///
/// # scikit-image
/// `skimage.segmentation.inverse_gaussian_gradient(a, alpha, sigma)`, whose defaults are 100 and 5.
///
/// # Examples
/// ```
/// let flat = nd_image::segmentation::inverse_gaussian_gradient([[1.0; 4]; 4], 100.0, 2.0);
/// assert!(flat.iter().all(|&x| x == 1.0));
/// ```
#[track_caller]
pub fn inverse_gaussian_gradient<A>(a: A, alpha: f64, sigma: f64) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    let options = GaussianOptions::default().mode(Mode::Nearest);
    let slopes = gaussian_gradient_magnitude_with(A::Elem::wide(a.view()), sigma, &options);
    A::Elem::narrowed(slopes.map(|x| 1.0 / (1.0 + alpha * x).sqrt()))
}

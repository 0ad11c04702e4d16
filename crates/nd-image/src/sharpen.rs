//! Differences from smoothed pictures.

use crate::axiswise::Axiswise;
use crate::gaussian::{GaussianOptions, gaussian_filter_with};
use crate::mode::Mode;
use crate::pixel::Pixel;
use nd_core::{Array, ArrayLike};

/// The difference of two Gaussian filters, which keeps what is about as large as their standard deviations,
/// one for all axes each, or one for each axis (0 leaves an axis alone, such as channels).
///
/// The result is `f32` for `f32`, `f64` for all other types; nothing is rescaled. Beyond the edges
/// the nearest sample is taken; [`GaussianOptions`] of two filters of one's own have the rest.
///
/// # Panics
/// If a sigma is negative or NaN, there are not as many as axes, or a high one is below the low one.
///
/// # scikit-image
/// `skimage.filters.difference_of_gaussians(a, low_sigma, high_sigma)` of floats; integers are rescaled there.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let mut a = Array::<f64>::zeros([15, 15]);
/// a[[7, 7]] = 1.0;
/// let spots = nd_image::difference_of_gaussians(&a, 1.0, 1.6);
/// assert!(spots[[7, 7]] > 0.09 && spots[[7, 10]] < 0.0);
/// ```
/// ```should_panic
/// nd_image::difference_of_gaussians([1.0, 2.0], 2.0, 1.0);
/// ```
#[track_caller]
pub fn difference_of_gaussians<A>(
    a: A,
    low_sigma: impl Into<Axiswise<f64>>,
    high_sigma: impl Into<Axiswise<f64>>,
) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    const OP: &str = "difference_of_gaussians";
    let a = a.view();
    let low = low_sigma.into().expand(OP, "low_sigma", a.ndim());
    let high = high_sigma.into().expand(OP, "high_sigma", a.ndim());
    for (axis, (low, high)) in low.iter().zip(&high).enumerate() {
        assert!(low <= high, "{OP}: low sigma {low} and high sigma {high} of axis {axis}");
    }
    let wide = Pixel::wide_each(a);
    let nearest = GaussianOptions::default().mode(Mode::Nearest);
    let fine = gaussian_filter_with(&wide, low, &nearest);
    let coarse = gaussian_filter_with(&wide, high, &nearest);
    Pixel::enhanced(fine.view(), coarse.view(), 0.0, -1.0)
}

/// Sharpens: adds `amount` times the difference from a Gaussian filter of standard deviation `radius`, one for
/// all axes or one for each (0 leaves an axis alone, such as channels).
///
/// The result is `f32` for `f32`, `f64` for all other types; nothing is rescaled or clipped. Beyond the
/// edges the array is reflected.
///
/// # Panics
/// If `radius` is negative or NaN, or there are not as many as axes.
///
/// # scikit-image
/// `skimage.filters.unsharp_mask(a, radius, amount, preserve_range=True)`, where both are 1 by default.
///
/// # Examples
/// ```
/// let edge = nd_image::unsharp_mask([0.0, 0.0, 0.0, 1.0, 1.0, 1.0], 1.0, 1.0);
/// assert!(edge[[2]] < 0.0 && edge[[3]] > 1.0);
/// ```
/// ```should_panic
/// nd_image::unsharp_mask([1.0, 2.0], -1.0, 1.0);
/// ```
#[track_caller]
pub fn unsharp_mask<A>(
    a: A,
    radius: impl Into<Axiswise<f64>>,
    amount: f64,
) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    let wide = Pixel::wide_each(a.view());
    let smooth = gaussian_filter_with(&wide, radius, &GaussianOptions::default());
    Pixel::enhanced(wide.view(), smooth.view(), amount, -amount)
}

//! Moving an array by any distance.

use super::element::Interpolated;
use super::job::Places;
use super::options::InterpolationOptions;
use crate::axiswise::Axiswise;
use nd_core::{Array, ArrayLike};

/// Moves the contents of an array by a number of samples along each axis: cubic splines, and zero
/// where nothing was.
///
/// One distance is for all axes. Positive ones move towards higher indices; the shape stays.
/// Axes moved by 0 are left as they are, to the last bit.
///
/// # Panics
/// If there are several distances, and not one for each axis.
///
/// # SciPy
/// `scipy.ndimage.shift(a, by)`, within rounding.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::shift;
///
/// assert_eq!(shift([1u8, 2, 3, 4], 1.0), array![0u8, 1, 2, 3]);
/// let moved = shift([[1.0f64, 2.0], [3.0, 4.0]], [0.0, -1.0]);
/// assert!((moved[[0, 0]] - 2.0).abs() < 1e-15 && moved[[0, 1]] == 0.0);
/// ```
/// ```should_panic
/// nd_image::shift([1.0, 2.0], [1.0, 1.0]);
/// ```
#[track_caller]
pub fn shift<A>(a: A, by: impl Into<Axiswise<f64>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
{
    shift_with(a, by, &InterpolationOptions::default())
}

/// [`shift`] with splines of another order and another outside.
///
/// # Panics
/// As [`shift`], and if the order is above 5.
///
/// # SciPy
/// `scipy.ndimage.shift(a, by, order=..., mode=..., cval=..., prefilter=...)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::{InterpolationOptions, Mode, shift_with};
///
/// let round = InterpolationOptions::default().order(0).mode(Mode::Wrap);
/// assert_eq!(shift_with([1u8, 2, 3, 4], -1.0, &round), array![2u8, 3, 4, 1]);
/// ```
#[track_caller]
pub fn shift_with<A>(
    a: A,
    by: impl Into<Axiswise<f64>>,
    options: &InterpolationOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
{
    let a = a.view();
    let by = by.into().expand("shift", "by", a.ndim());
    let places = a.shape().iter().zip(&by);
    let places: Vec<Vec<f64>> =
        places.map(|(&n, by)| (0..n).map(|i| i as f64 - by).collect()).collect();
    let job = options.job("shift", a.shape(), a.shape(), Places::Crossings(&places));
    Interpolated::sampled(a, &job)
}

//! The coefficients of splines, for those who read an array more than once.

use super::boundary::Boundary;
use super::element::Interpolated;
use super::options::check_order;
use nd_core::{Array, ArrayLike, normalize_axis};

/// How [`spline_filter_with`] and [`spline_filter1d_with`] continue an array beyond its edges.
///
/// # Examples
/// ```
/// use nd_image::{Boundary, SplineFilterOptions};
/// assert_eq!(SplineFilterOptions::default().mode, Boundary::Mirror);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct SplineFilterOptions {
    /// What lies beyond the edges: `Reflect`, which `Nearest` is taken for, `Wrap`, or `Mirror`, the
    /// default, which the constants are taken for.
    pub mode: Boundary,
}

impl Default for SplineFilterOptions {
    fn default() -> SplineFilterOptions {
        SplineFilterOptions { mode: Boundary::Mirror }
    }
}

impl SplineFilterOptions {
    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Mode, SplineFilterOptions, spline_filter_with};
    ///
    /// let options = SplineFilterOptions::default().mode(Mode::Wrap);
    /// let round = spline_filter_with([0.0f64, 0.0, 3.0, 0.0], 3, &options);
    /// assert!((round[[1]] - round[[3]]).abs() < 1e-15);
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Boundary>) -> SplineFilterOptions {
        SplineFilterOptions { mode: mode.into() }
    }
}

/// The coefficients of the spline of an order through the samples of an array.
///
/// The shape stays; elements become `f64`, or `Complex<f64>` of complex ones. The coefficients of
/// orders 0 and 1 are the samples. A NaN spreads over all lines through it.
///
/// # Panics
/// If `order` is above 5.
///
/// # SciPy
/// `scipy.ndimage.spline_filter(a, order)`, which refuses orders 0 and 1. Its coefficients for
/// `Reflect` are off by a term that dies out with the length of the axis (7e-5 of the samples for two
/// of them); here the spline goes through the samples.
///
/// # Examples
/// ```
/// use nd_image::{InterpolationOptions, map_coordinates_with, spline_filter};
///
/// let a = [1.0f64, 4.0, 9.0, 16.0];
/// let coefficients = spline_filter(a, 3);
/// let options = InterpolationOptions::default().prefilter(false);
/// let again = map_coordinates_with(&coefficients, [[2.0]], &options);
/// assert!((again[[0]] - 9.0).abs() < 1e-14);
/// ```
#[track_caller]
pub fn spline_filter<A>(a: A, order: usize) -> Array<<A::Elem as Interpolated>::Spline>
where
    A: ArrayLike<Elem: Interpolated>,
{
    spline_filter_with(a, order, &SplineFilterOptions::default())
}

/// [`spline_filter`] with another rule for what lies beyond the edges.
///
/// # Panics
/// As [`spline_filter`].
///
/// # SciPy
/// `scipy.ndimage.spline_filter(a, order, mode=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, SplineFilterOptions, spline_filter_with};
///
/// let options = SplineFilterOptions::default().mode(Mode::Reflect);
/// let c = spline_filter_with([[2.0f64; 3]; 3], 2, &options);
/// assert!(c.iter().all(|x| (x - 2.0).abs() < 1e-14));
/// ```
#[track_caller]
pub fn spline_filter_with<A>(
    a: A,
    order: usize,
    options: &SplineFilterOptions,
) -> Array<<A::Elem as Interpolated>::Spline>
where
    A: ArrayLike<Elem: Interpolated>,
{
    check_order("spline_filter", order);
    let a = a.view();
    Interpolated::coefficients(a, &vec![true; a.ndim()], order, options.mode)
}

/// The coefficients of the splines of an order along one axis.
///
/// Negative axes count from the end. As [`spline_filter`] otherwise.
///
/// # Panics
/// If `order` is above 5, or there is no such axis.
///
/// # SciPy
/// `scipy.ndimage.spline_filter1d(a, order, axis)`.
///
/// # Examples
/// ```
/// use nd_image::{spline_filter, spline_filter1d};
///
/// let a = [[1.0, 5.0, 2.0], [0.0, 4.0, 4.0]];
/// let c = spline_filter1d(spline_filter1d(a, 3, 0), 3, -1);
/// assert_eq!(c, spline_filter(a, 3));
/// ```
#[track_caller]
pub fn spline_filter1d<A>(
    a: A,
    order: usize,
    axis: isize,
) -> Array<<A::Elem as Interpolated>::Spline>
where
    A: ArrayLike<Elem: Interpolated>,
{
    spline_filter1d_with(a, order, axis, &SplineFilterOptions::default())
}

/// [`spline_filter1d`] with another rule for what lies beyond the edges.
///
/// # Panics
/// As [`spline_filter1d`].
///
/// # SciPy
/// `scipy.ndimage.spline_filter1d(a, order, axis, mode=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, SplineFilterOptions, spline_filter1d_with};
///
/// let options = SplineFilterOptions::default().mode(Mode::Wrap);
/// let c = spline_filter1d_with([7u8; 5], 5, 0, &options);
/// assert!(c.iter().all(|x| (x - 7.0).abs() < 1e-13));
/// ```
#[track_caller]
pub fn spline_filter1d_with<A>(
    a: A,
    order: usize,
    axis: isize,
    options: &SplineFilterOptions,
) -> Array<<A::Elem as Interpolated>::Spline>
where
    A: ArrayLike<Elem: Interpolated>,
{
    check_order("spline_filter1d", order);
    let a = a.view();
    let axis = normalize_axis("spline_filter1d", axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    let axes: Vec<bool> = (0..a.ndim()).map(|other| other == axis).collect();
    Interpolated::coefficients(a, &axes, order, options.mode)
}

//! Another size by smoothing and splines, in any rank.

use crate::axiswise::Axiswise;
use crate::gaussian::{GaussianOptions, gaussian_filter_with};
use crate::interpolation::{Alignment, Boundary, Intensity, ZoomOptions, zoom_with};
use crate::mode::Mode;
use nd_core::{Array, ArrayLike, Shape, View};

/// How [`resize_spline_with`] and [`rescale_with`] smooth and read.
///
/// # Examples
/// ```
/// use nd_image::{Boundary, ResizeSplineOptions};
/// let options = ResizeSplineOptions::default();
/// assert_eq!((options.order, options.mode), (1, Boundary::Mirror));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ResizeSplineOptions {
    /// The order of the splines, 0 to 5; 1 by default.
    pub order: usize,
    /// What lies beyond the edges; [`Boundary::Mirror`] by default.
    pub mode: Boundary,
    /// Whether axes that get shorter are smoothed first; true by default.
    pub anti_aliasing: bool,
    /// By how much, in samples; by default `(n / m - 1) / 2` where `n` samples become `m < n`.
    pub sigma: Option<Axiswise<f64>>,
    /// Whether values are kept within the range of those of the array; true by default.
    pub clip: bool,
}

impl Default for ResizeSplineOptions {
    fn default() -> ResizeSplineOptions {
        ResizeSplineOptions {
            order: 1,
            mode: Boundary::Mirror,
            anti_aliasing: true,
            sigma: None,
            clip: true,
        }
    }
}

impl ResizeSplineOptions {
    /// Sets the order of the splines, at most 5. Order 0 takes samples as they are and smooths
    /// floats only.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::ResizeSplineOptions::default().order(3).order, 3);
    /// ```
    #[must_use]
    pub fn order(self, order: usize) -> ResizeSplineOptions {
        ResizeSplineOptions { order, ..self }
    }

    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Boundary, Mode, ResizeSplineOptions};
    /// let options = ResizeSplineOptions::default().mode(Mode::Wrap);
    /// assert_eq!(options.mode, Boundary::Wrap);
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Boundary>) -> ResizeSplineOptions {
        ResizeSplineOptions { mode: mode.into(), ..self }
    }

    /// Sets whether axes that get shorter are smoothed first.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{ResizeSplineOptions, resize_spline_with};
    /// let sharp = ResizeSplineOptions::default().anti_aliasing(false);
    /// let b = resize_spline_with([0.0, 9.0, 0.0, 0.0, 9.0, 0.0], [2], &sharp);
    /// assert_eq!(b.as_slice().unwrap(), [9.0, 9.0]);
    /// ```
    #[must_use]
    pub fn anti_aliasing(self, anti_aliasing: bool) -> ResizeSplineOptions {
        ResizeSplineOptions { anti_aliasing, ..self }
    }

    /// Sets the width of the smoothing, for all axes or each, whether they get shorter or not.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Axiswise, ResizeSplineOptions};
    /// let options = ResizeSplineOptions::default().sigma(1.5);
    /// assert_eq!(options.sigma, Some(Axiswise::All(1.5)));
    /// ```
    #[must_use]
    pub fn sigma(self, sigma: impl Into<Axiswise<f64>>) -> ResizeSplineOptions {
        ResizeSplineOptions { sigma: Some(sigma.into()), ..self }
    }

    /// Sets whether values are kept within the range of those of the array.
    ///
    /// # Examples
    /// ```
    /// assert!(!nd_image::ResizeSplineOptions::default().clip(false).clip);
    /// ```
    #[must_use]
    pub fn clip(self, clip: bool) -> ResizeSplineOptions {
        ResizeSplineOptions { clip, ..self }
    }
}

/// An array in another size, of any rank: smoothed along the axes that get shorter, then read by
/// linear interpolation.
///
/// `shape` may leave out the last axis, channels, which stay. The type stays, and so does the range:
/// nothing is rescaled. For pictures [`resize`](crate::resize()) is faster and sharper.
///
/// # Panics
/// If `shape` has another number of axes, or the array is empty and the result would not be.
///
/// # scikit-image
/// `skimage.transform.resize(a, shape, preserve_range=True)`, in `f64` throughout and rounded to the
/// type at the end.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::resize_spline;
///
/// assert_eq!(resize_spline([0.0, 1.0], [4]), array![0.25, 0.25, 0.75, 0.75]);
/// ```
/// ```should_panic
/// nd_image::resize_spline([0.0, 1.0], [4, 4]);
/// ```
#[track_caller]
pub fn resize_spline<A>(a: A, shape: impl Into<Shape>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
{
    resize_spline_with(a, shape, &ResizeSplineOptions::default())
}

/// [`resize_spline`] with other splines, another outside, and smoothing of one's own.
///
/// # Panics
/// As [`resize_spline`], and if the order is above 5, or `sigma` is negative or not one for each axis.
///
/// # scikit-image
/// `skimage.transform.resize(a, shape, order, mode, anti_aliasing=..., clip=..., preserve_range=True)`;
/// its mode `"reflect"` is `Mirror`, and `"symmetric"` `Reflect`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::{ResizeSplineOptions, resize_spline_with};
///
/// let options = ResizeSplineOptions::default().order(0);
/// assert_eq!(resize_spline_with([3u8, 200], [4], &options), array![3u8, 3, 200, 200]);
/// ```
#[track_caller]
pub fn resize_spline_with<A>(
    a: A,
    shape: impl Into<Shape>,
    options: &ResizeSplineOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
{
    let (a, mut shape) = (a.view(), shape.into().as_slice().to_vec());
    if shape.len() + 1 == a.ndim() && a.ndim() > 1 {
        shape.push(a.shape()[a.ndim() - 1]);
    }
    resized("resize_spline", a, &shape, options)
}

/// An array in a size given by factors, one for all axes or one for each: see [`resize_spline`].
///
/// Lengths are rounded, halves to even, and at least 1.
///
/// # Panics
/// If there are several factors and not one for each axis, one is negative or not finite, the
/// array is empty, or the result would be larger than memory.
///
/// # scikit-image
/// `skimage.transform.rescale(a, scale, preserve_range=True)`; for channels give a factor of 1.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::rescale;
/// assert_eq!(rescale(Array::<f32>::zeros([5, 10, 3]), [0.5, 2.0, 1.0]).shape(), [2, 20, 3]);
/// ```
#[track_caller]
pub fn rescale<A>(a: A, scale: impl Into<Axiswise<f64>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
{
    rescale_with(a, scale, &ResizeSplineOptions::default())
}

/// [`rescale`] with other splines, another outside, and smoothing of one's own.
///
/// # Panics
/// As [`rescale`] and [`resize_spline_with`].
///
/// # scikit-image
/// `skimage.transform.rescale(a, scale, order, mode, anti_aliasing=..., preserve_range=True)`.
///
/// # Examples
/// ```
/// use nd_image::{ResizeSplineOptions, rescale_with};
/// let options = ResizeSplineOptions::default().order(0);
/// assert_eq!(rescale_with([1u8, 2], 2.0, &options).as_slice().unwrap(), [1, 1, 2, 2]);
/// ```
#[track_caller]
pub fn rescale_with<A>(
    a: A,
    scale: impl Into<Axiswise<f64>>,
    options: &ResizeSplineOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
{
    let a = a.view();
    let scale = scale.into().expand("rescale", "scale", a.ndim());
    let shape: Vec<usize> = a
        .shape()
        .iter()
        .zip(&scale)
        .map(|(&n, &factor)| {
            assert!(factor >= 0.0 && factor.is_finite(), "rescale: a factor of {factor}");
            ((n as f64 * factor).round_ties_even() as usize).max(1)
        })
        .collect();
    resized("rescale", a, &shape, options)
}

#[track_caller]
fn resized<T: Intensity>(
    op: &str,
    a: View<'_, T>,
    shape: &[usize],
    options: &ResizeSplineOptions,
) -> Array<T> {
    let from = a.shape();
    assert!(shape.len() == from.len(), "{op}: shape {shape:?} for an array of shape {from:?}");
    let empty = shape.contains(&0);
    assert!(!from.contains(&0) || empty, "{op}: shape {from:?} has nothing to make {shape:?} of");
    let reading = ZoomOptions::default().order(options.order).mode(options.mode);
    let reading = reading.alignment(Alignment::Grid);
    if options.order == 0 && !T::FLOAT {
        return zoom_with(a, shape, &reading);
    }
    let sigma: Vec<f64> = match &options.sigma {
        Some(sigma) => sigma.expand(op, "sigma", from.len()),
        None => from.iter().zip(shape).map(|(&n, &m)| blur(n, m)).collect(),
    };
    assert!(sigma.iter().all(|&sigma| sigma >= 0.0), "{op}: sigma {sigma:?} is negative");
    let a = T::doubles(a);
    let smooth = options.anti_aliasing && T::SMOOTH && sigma.iter().any(|&sigma| sigma > 0.0);
    let smoothed = (smooth && !empty).then(|| {
        let blurring = GaussianOptions::default().mode(mode(options.mode));
        gaussian_filter_with(&a, sigma, &blurring)
    });
    let mut out = zoom_with(smoothed.as_ref().unwrap_or(&a), shape, &reading);
    if options.clip && options.order > 0 {
        clip(&a, &mut out, options.mode);
    }
    T::settled(out)
}

/// The smoothing of an axis of `n` samples of which `m` are to be left.
fn blur(n: usize, m: usize) -> f64 {
    ((n as f64 / m.max(1) as f64 - 1.0) / 2.0).max(0.0)
}

/// The mode of a filter that continues an array in the same way.
pub(super) fn mode(boundary: Boundary) -> Mode {
    match boundary {
        Boundary::Constant(value) | Boundary::GridConstant(value) => Mode::Constant(value),
        Boundary::Nearest => Mode::Nearest,
        Boundary::Reflect => Mode::Reflect,
        Boundary::Mirror => Mode::Mirror,
        Boundary::Wrap => Mode::Wrap,
    }
}

/// Keeps values within the range of the array and of the constant outside.
pub(super) fn clip(a: &Array<f64>, out: &mut Array<f64>, boundary: Boundary) {
    let outside = match boundary {
        Boundary::Constant(value) | Boundary::GridConstant(value) => value,
        _ => f64::NAN,
    };
    let low = a.iter().copied().fold(outside, f64::min);
    let high = a.iter().copied().fold(outside, f64::max);
    if low <= high {
        let values = out.as_slice_mut().expect("fresh arrays are contiguous");
        values.iter_mut().for_each(|x| *x = x.clamp(low, high));
    }
}

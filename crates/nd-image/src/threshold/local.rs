//! Thresholds that follow the surroundings.

use crate::axiswise::Axiswise;
use crate::gaussian::{GaussianOptions, gaussian_filter_with};
use crate::median::median_filter_with;
use crate::mode::Mode;
use crate::pixel::Pixel;
use crate::uniform::uniform_filter_with;
use crate::window::WindowOptions;
use nd_core::{Array, ArrayLike, Number, View, zip};

/// What [`threshold_local_with`] takes of the surroundings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LocalMethod {
    /// The mean, weighted by a Gaussian. The default.
    #[default]
    Gaussian,
    /// The mean.
    Mean,
    /// The median.
    Median,
}

/// How [`threshold_local_with`] finds thresholds.
///
/// # Examples
/// ```
/// use nd_image::{LocalMethod, LocalThresholdOptions};
///
/// let options = LocalThresholdOptions::default().method(LocalMethod::Median).offset(2.0);
/// assert_eq!((options.method, options.sigma), (LocalMethod::Median, None));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LocalThresholdOptions {
    /// What is taken of the surroundings.
    pub method: LocalMethod,
    /// What is subtracted of that; 0 by default.
    pub offset: f64,
    /// What lies beyond the edges; [`Mode::Reflect`] by default.
    pub mode: Axiswise<Mode>,
    /// The Gaussian's standard deviation, instead of a sixth of the block's size less one.
    pub sigma: Option<Axiswise<f64>>,
}

impl LocalThresholdOptions {
    /// Sets what is taken of the surroundings.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{LocalMethod, LocalThresholdOptions, threshold_local_with};
    ///
    /// let median = LocalThresholdOptions::default().method(LocalMethod::Median);
    /// assert_eq!(threshold_local_with([1, 9, 2], 3, &median).into_vec(), [1.0, 2.0, 2.0]);
    /// ```
    #[must_use]
    pub fn method(self, method: LocalMethod) -> LocalThresholdOptions {
        LocalThresholdOptions { method, ..self }
    }

    /// Sets what is subtracted.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{LocalMethod, LocalThresholdOptions, threshold_local_with};
    ///
    /// let options = LocalThresholdOptions::default().method(LocalMethod::Mean).offset(1.0);
    /// assert_eq!(threshold_local_with([3, 3, 3], 3, &options).into_vec(), [2.0; 3]);
    /// ```
    #[must_use]
    pub fn offset(self, offset: f64) -> LocalThresholdOptions {
        LocalThresholdOptions { offset, ..self }
    }

    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{LocalMethod, LocalThresholdOptions, Mode, threshold_local_with};
    ///
    /// let options = LocalThresholdOptions::default().method(LocalMethod::Mean).mode(Mode::Wrap);
    /// assert_eq!(threshold_local_with([1, 2, 6], 3, &options).into_vec(), [3.0; 3]);
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Axiswise<Mode>>) -> LocalThresholdOptions {
        LocalThresholdOptions { mode: mode.into(), ..self }
    }

    /// Sets the Gaussian's standard deviation.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{LocalThresholdOptions, threshold_local_with};
    ///
    /// let sharp = LocalThresholdOptions::default().sigma(0.0);
    /// assert_eq!(threshold_local_with([1, 2, 6], 3, &sharp).into_vec(), [1.0, 2.0, 6.0]);
    /// ```
    #[must_use]
    pub fn sigma(self, sigma: impl Into<Axiswise<f64>>) -> LocalThresholdOptions {
        LocalThresholdOptions { sigma: Some(sigma.into()), ..self }
    }
}

/// A threshold for each element: the Gaussian mean of a block around it. The block's sizes are odd; one for
/// all axes, or one for each.
///
/// The result is `f32` for `f32`, `f64` for all other types; nothing is rescaled.
///
/// # Panics
/// If a size is even, or there are not as many as axes.
///
/// # scikit-image
/// `skimage.filters.threshold_local(a, block_size)`; method `"generic"` is
/// [`generic_filter`](crate::generic_filter).
///
/// # Examples
/// ```
/// let a = [10.0, 10.0, 10.0, 50.0, 60.0, 50.0];
/// let light = nd_image::threshold_local(a, 5);
/// assert!(light[[1]] > 10.0 && light[[4]] < 60.0);
/// ```
/// ```should_panic
/// nd_image::threshold_local([1.0, 2.0], 4);
/// ```
#[track_caller]
pub fn threshold_local<A>(
    a: A,
    block_size: impl Into<Axiswise<usize>>,
) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    threshold_local_with(a, block_size, &LocalThresholdOptions::default())
}

/// [`threshold_local`] by means or medians, less an offset, or with other edges.
///
/// # Panics
/// As [`threshold_local`]; also if modes or sigmas are not as many as axes, or a sigma is negative or NaN.
///
/// # scikit-image
/// `skimage.filters.threshold_local(a, block_size, method, offset, mode, param, cval)`.
///
/// # Examples
/// ```
/// use nd_image::{LocalMethod, LocalThresholdOptions, threshold_local_with};
///
/// let mean = LocalThresholdOptions::default().method(LocalMethod::Mean);
/// assert_eq!(threshold_local_with([1u8, 2, 6], 3, &mean)[[1]], 3.0);
/// ```
/// ```should_panic
/// use nd_image::{LocalThresholdOptions, threshold_local_with};
/// threshold_local_with([1.0], 3, &LocalThresholdOptions::default().sigma(-1.0));
/// ```
#[track_caller]
pub fn threshold_local_with<A>(
    a: A,
    block_size: impl Into<Axiswise<usize>>,
    options: &LocalThresholdOptions,
) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let sizes = odd("threshold_local", &block_size.into(), a.ndim());
    Pixel::local(a, &sizes, options)
}

#[track_caller]
pub(crate) fn local<T: Pixel>(
    a: View<'_, T>,
    sizes: &[usize],
    options: &LocalThresholdOptions,
) -> Array<T::Acc> {
    let wide = T::wide_each(a);
    let sizes = sizes.to_vec();
    let windows = WindowOptions::default().mode(options.mode.clone());
    let around = match options.method {
        LocalMethod::Gaussian => {
            let sixths = || sizes.iter().map(|&size| (size - 1) as f64 / 6.0).collect::<Vec<_>>();
            let sigma = options.sigma.clone().unwrap_or_else(|| sixths().into());
            let gaussian = GaussianOptions::default().mode(options.mode.clone());
            gaussian_filter_with(wide, sigma, &gaussian)
        }
        LocalMethod::Mean => uniform_filter_with(wide, sizes, &windows),
        LocalMethod::Median => median_filter_with(wide, sizes, &windows),
    };
    let offset = T::Acc::nearest(options.offset);
    around.view().map(|x| x.minus(offset))
}

/// Niblack's threshold for each element: the mean of a window around it less `k` standard deviations. The
/// window's sizes are odd; one for all axes, or one for each.
///
/// Beyond the edges the array is mirrored. The result is `f32` for `f32`, `f64` for all other types;
/// it is computed in `f64`.
///
/// # Panics
/// If a size is even, or there are not as many as axes.
///
/// # scikit-image
/// `skimage.filters.threshold_niblack(a, window_size, k)`, where the defaults are 15 and 0.2.
///
/// # Examples
/// ```
/// let t = nd_image::threshold_niblack([1.0f64, 2.0, 3.0], 3, 1.0);
/// assert!((t[[1]] - (2.0 - (2.0f64 / 3.0).sqrt())).abs() < 1e-15);
/// ```
/// ```should_panic
/// nd_image::threshold_niblack([1.0, 2.0], 2, 0.2);
/// ```
#[track_caller]
pub fn threshold_niblack<A>(
    a: A,
    window_size: impl Into<Axiswise<usize>>,
    k: f64,
) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let sizes = odd("threshold_niblack", &window_size.into(), a.ndim());
    Pixel::of_moments(a, &sizes, Rule::Niblack { k })
}

/// Sauvola's threshold for each element: `mean · (1 + k · (deviation / r - 1))` of a window around it, where `r`
/// is the greatest standard deviation there could be: half the range of values.
///
/// Else as [`threshold_niblack`].
///
/// # Panics
/// If a size is even, or there are not as many as axes.
///
/// # scikit-image
/// `skimage.filters.threshold_sauvola(a, window_size, k, r)`, where the defaults are 15, 0.2 and half the range
/// of the element type (of floats, of -1 to 1); here the range has to be given.
///
/// # Examples
/// ```
/// let t = nd_image::threshold_sauvola([100u8, 100, 100], 3, 0.2, 127.5);
/// assert!((t[[1]] - 80.0).abs() < 1e-12);
/// ```
/// ```should_panic
/// nd_image::threshold_sauvola([1.0, 2.0], [3, 3], 0.2, 0.5);
/// ```
#[track_caller]
pub fn threshold_sauvola<A>(
    a: A,
    window_size: impl Into<Axiswise<usize>>,
    k: f64,
    r: f64,
) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let sizes = odd("threshold_sauvola", &window_size.into(), a.ndim());
    Pixel::of_moments(a, &sizes, Rule::Sauvola { k, r })
}

/// A threshold that follows from the mean and the standard deviation of a window.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// The mean less `k` deviations.
    Niblack { k: f64 },
    /// The mean, less the farther the deviation is from `r`.
    Sauvola { k: f64, r: f64 },
}

#[track_caller]
pub(crate) fn of_moments<T: Pixel>(a: View<'_, T>, sizes: &[usize], rule: Rule) -> Array<T::Acc> {
    let wide = a.map(|x| x.double());
    let squares = wide.view().map(|x| x * x);
    let options = WindowOptions::default().mode(Mode::Mirror);
    let mean = uniform_filter_with(&wide, sizes.to_vec(), &options);
    let square = uniform_filter_with(&squares, sizes.to_vec(), &options);
    zip((&mean, &square)).map(|(mean, square)| {
        let variance = square - mean * mean;
        let deviation = if variance < 0.0 { 0.0 } else { variance }.sqrt();
        T::Acc::nearest(match rule {
            Rule::Niblack { k } => mean - k * deviation,
            Rule::Sauvola { k, r } => mean * (1.0 + k * (deviation / r - 1.0)),
        })
    })
}

#[track_caller]
fn odd(op: &str, size: &Axiswise<usize>, ndim: usize) -> Vec<usize> {
    let sizes = size.expand(op, "size", ndim);
    for &size in &sizes {
        assert!(size % 2 == 1, "{op}: a window of {size} samples, must be odd");
    }
    sizes
}

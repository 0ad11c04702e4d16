//! Gaussian smoothing and Gaussian derivatives.

use crate::axes::Pass;
use crate::axiswise::{Axiswise, chosen};
use crate::mode::Mode;
use crate::pixel::Pixel;
use crate::rounding::Rounding;
use crate::taps::gaussian_weights;
use nd_core::{Array, ArrayLike};

/// How [`gaussian_filter_with`] filters.
///
/// # Examples
/// ```
/// use nd_image::{GaussianOptions, Mode};
///
/// let options = GaussianOptions::default().mode(Mode::Nearest).order([0, 1]);
/// assert_eq!((options.truncate, options.radius), (4.0, None));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GaussianOptions {
    /// What lies beyond the edges, of all axes or of each; [`Mode::Reflect`] by default.
    pub mode: Axiswise<Mode>,
    /// Where the kernel ends, in standard deviations; 4 by default.
    pub truncate: f64,
    /// The kernel's radius in samples, instead of `truncate`.
    pub radius: Option<usize>,
    /// Which derivative is taken along the axes: 0, the default, only smooths.
    pub order: Axiswise<usize>,
    /// The axes that are filtered, all by default. `sigma`, `order` and `mode` are those of these axes,
    /// in this order.
    pub axes: Option<Vec<isize>>,
    /// How sums become integers: SciPy's way by default.
    pub rounding: Rounding,
}

impl Default for GaussianOptions {
    fn default() -> GaussianOptions {
        GaussianOptions {
            mode: Axiswise::default(),
            truncate: 4.0,
            radius: None,
            order: Axiswise::All(0),
            axes: None,
            rounding: Rounding::Truncate,
        }
    }
}

impl GaussianOptions {
    /// Sets what lies beyond the edges.
    ///
    /// # NumPy
    /// `mode` and `cval` of `scipy.ndimage`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GaussianOptions, Mode, gaussian_filter_with};
    ///
    /// let first = |mode| {
    ///     let options = GaussianOptions::default().mode(mode).radius(1);
    ///     gaussian_filter_with([0.0, 0.0, 8.0], 1.0, &options)[[0]]
    /// };
    /// assert_eq!(first(Mode::Nearest), 0.0);
    /// assert!(first(Mode::Wrap) > 2.0); // 8 is its neighbour
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Axiswise<Mode>>) -> GaussianOptions {
        GaussianOptions { mode: mode.into(), ..self }
    }

    /// Sets where the kernel ends, in standard deviations.
    ///
    /// # NumPy
    /// `truncate` of `scipy.ndimage.gaussian_filter`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{GaussianOptions, gaussian_filter_with};
    ///
    /// let mut a = Array::<f64>::zeros([9]);
    /// a[[4]] = 1.0;
    /// let short = gaussian_filter_with(&a, 1.0, &GaussianOptions::default().truncate(2.0));
    /// assert_eq!(short.iter().filter(|&&x| x != 0.0).count(), 5); // 2 on either side
    /// ```
    #[must_use]
    pub fn truncate(self, truncate: f64) -> GaussianOptions {
        GaussianOptions { truncate, ..self }
    }

    /// Sets the kernel's radius in samples, instead of `truncate`.
    ///
    /// # NumPy
    /// `radius` of `scipy.ndimage.gaussian_filter`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{GaussianOptions, gaussian_filter_with};
    ///
    /// let mut a = Array::<f64>::zeros([9]);
    /// a[[4]] = 1.0;
    /// let short = gaussian_filter_with(&a, 9.0, &GaussianOptions::default().radius(1));
    /// assert_eq!(short.iter().filter(|&&x| x != 0.0).count(), 3);
    /// ```
    #[must_use]
    pub fn radius(self, radius: usize) -> GaussianOptions {
        GaussianOptions { radius: Some(radius), ..self }
    }

    /// Sets which derivative is taken: of all axes, or of each.
    ///
    /// # NumPy
    /// `order` of `scipy.ndimage.gaussian_filter`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{GaussianOptions, gaussian_filter_with};
    ///
    /// let ramp = Array::from_fn([9, 9], |i| i[1] as f64);
    /// let slope = |order: [usize; 2]| {
    ///     let options = GaussianOptions::default().order(order);
    ///     gaussian_filter_with(&ramp, 1.0, &options)[[4, 4]]
    /// };
    /// assert!((slope([0, 1]) - 1.0).abs() < 1e-3);
    /// assert!(slope([1, 0]).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn order(self, order: impl Into<Axiswise<usize>>) -> GaussianOptions {
        GaussianOptions { order: order.into(), ..self }
    }

    /// Sets which axes are filtered; negative ones count from the end.
    ///
    /// # NumPy
    /// `axes` of `scipy.ndimage.gaussian_filter`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GaussianOptions, gaussian_filter_with};
    ///
    /// let along = GaussianOptions::default().axes([-1]);
    /// let b = gaussian_filter_with([[0.0, 1.0], [0.0, 0.0]], 1.0, &along);
    /// assert_eq!((b[[1, 0]], b[[1, 1]]), (0.0, 0.0));
    /// ```
    #[must_use]
    pub fn axes(self, axes: impl Into<Vec<isize>>) -> GaussianOptions {
        GaussianOptions { axes: Some(axes.into()), ..self }
    }

    /// Sets how sums become integers.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GaussianOptions, Rounding, gaussian_filter, gaussian_filter_with};
    ///
    /// let nearest = GaussianOptions::default().rounding(Rounding::Nearest);
    /// assert_eq!(gaussian_filter([100u8; 3], 3.3).into_vec(), [99; 3]);
    /// assert_eq!(gaussian_filter_with([100u8; 3], 3.3, &nearest).into_vec(), [100; 3]);
    /// ```
    #[must_use]
    pub fn rounding(self, rounding: Rounding) -> GaussianOptions {
        GaussianOptions { rounding, ..self }
    }
}

/// Smooths an array of any rank with a Gaussian of standard deviation `sigma`: one for all
/// axes, or one for each (0 leaves an axis alone, such as the channels of a picture).
///
/// Each axis is filtered in turn with the sampled kernel, cut at 4 `sigma` and normalised;
/// beyond the edges the array is reflected. The result has the element type of the input:
/// integers are truncated towards zero after each axis ([`GaussianOptions::rounding`] has another way). NaN and infinity spread as far as the
/// kernel reaches. An empty array gives an empty array.
///
/// # Panics
/// If `sigma` is negative or NaN, or has another length than there are axes, or if the kernel
/// would be longer than memory.
///
/// # NumPy
/// `scipy.ndimage.gaussian_filter`: the same bits for integers of up to 32 bits and for `f64`, where
/// NumPy's `exp` has the same last bit (it depends on the processor). `f32` is computed
/// in `f32`, within 1e-6 of SciPy relative to the largest sample in reach (the tests hold it to 3e-7).
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::gaussian_filter;
/// let mut a = Array::<f64>::zeros([9, 9]);
/// a[[4, 4]] = 1.0;
/// let b = gaussian_filter(&a, 1.0);
/// assert!((b[[4, 4]] - 0.1592).abs() < 1e-4);
///
/// let stripes = gaussian_filter(&a, [0.0, 1.0]);
/// assert_eq!(stripes[[3, 4]], 0.0);
/// ```
/// ```should_panic
/// nd_image::gaussian_filter(&[1.0, 2.0], -1.0);
/// ```
#[track_caller]
pub fn gaussian_filter<A>(a: A, sigma: impl Into<Axiswise<f64>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    gaussian_filter_with(a, sigma, &GaussianOptions::default())
}

/// [`gaussian_filter`] with options: the edges, the kernel's length, derivatives.
///
/// A derivative of order `n` along an axis is the convolution with the `n`-th derivative of the
/// Gaussian, in samples.
///
/// # Panics
/// As [`gaussian_filter`]; also if `order` has another length than there are axes, or
/// `truncate` is negative or NaN.
///
/// # NumPy
/// `scipy.ndimage.gaussian_filter(a, sigma, order, mode=..., cval=..., truncate=...,
/// radius=..., axes=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{GaussianOptions, gaussian_filter_with};
/// let ramp = Array::from_fn([1, 64], |i| 3.0 * i[1] as f64);
/// let slope = GaussianOptions::default().order([0, 1]);
/// let b = gaussian_filter_with(&ramp, 2.0, &slope);
/// assert!((b[[0, 32]] - 3.0).abs() < 0.01);
/// ```
/// ```should_panic
/// use nd_image::{GaussianOptions, gaussian_filter_with};
/// let options = GaussianOptions::default().order([0, 1]);
/// gaussian_filter_with(&[1.0, 2.0], 1.0, &options); // one axis, two orders
/// ```
#[track_caller]
pub fn gaussian_filter_with<A>(
    a: A,
    sigma: impl Into<Axiswise<f64>>,
    options: &GaussianOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let passes = passes("gaussian_filter", &sigma.into(), a.ndim(), options);
    Pixel::filtered(a, &passes, options.rounding)
}

/// Smooths along one axis: [`gaussian_filter`] of an array of any rank along `axis`.
///
/// # Panics
/// If there is no such axis, `sigma` is negative or NaN, or the kernel would be longer than memory.
///
/// # NumPy
/// `scipy.ndimage.gaussian_filter1d(a, sigma, axis)`; see [`gaussian_filter`].
///
/// # Examples
/// ```
/// let b = nd_image::gaussian_filter1d([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]], 1.0, 1);
/// assert!(b[[0, 0]] > 0.2 && b[[1, 1]] == 0.0);
/// ```
/// ```should_panic
/// nd_image::gaussian_filter1d([1.0, 2.0], 1.0, 1);
/// ```
#[track_caller]
pub fn gaussian_filter1d<A>(a: A, sigma: f64, axis: isize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    gaussian_filter1d_with(a, sigma, axis, &GaussianOptions::default())
}

/// [`gaussian_filter1d`] with options: the edges, the kernel's length, a derivative; `options.axes` is
/// not looked at.
///
/// # Panics
/// As [`gaussian_filter1d`]; also if `order` or `mode` are several, or `truncate` is negative or NaN.
///
/// # NumPy
/// `scipy.ndimage.gaussian_filter1d(a, sigma, axis, order, mode=..., cval=..., truncate=...,
/// radius=...)`.
///
/// # Examples
/// ```
/// use nd_image::{GaussianOptions, Mode, gaussian_filter1d_with};
///
/// let slope = GaussianOptions::default().order(1).mode(Mode::Nearest);
/// let b = gaussian_filter1d_with([[0.0, 0.0, 4.0, 4.0]], 1.0, 1, &slope);
/// assert!(b[[0, 1]] > 1.0);
/// ```
/// ```should_panic
/// use nd_image::{GaussianOptions, gaussian_filter1d_with};
/// gaussian_filter1d_with([1.0], 1.0, 0, &GaussianOptions::default().truncate(-1.0));
/// ```
#[track_caller]
pub fn gaussian_filter1d_with<A>(
    a: A,
    sigma: f64,
    axis: isize,
    options: &GaussianOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let options = options.clone().axes([axis]);
    let passes = passes("gaussian_filter1d", &sigma.into(), a.ndim(), &options);
    Pixel::filtered(a, &passes, options.rounding)
}

#[track_caller]
pub(crate) fn passes(
    op: &'static str,
    sigma: &Axiswise<f64>,
    ndim: usize,
    options: &GaussianOptions,
) -> Vec<Pass> {
    let axes = chosen(op, options.axes.as_deref(), ndim);
    let sigma = sigma.expand(op, "sigma", axes.len());
    let order = options.order.expand(op, "order", axes.len());
    let modes = options.mode.expand(op, "mode", axes.len());
    let mut passes = Vec::new();
    for (i, &axis) in axes.iter().enumerate() {
        let sigma = sigma[i];
        assert!(sigma >= 0.0, "{op}: sigma of axis {axis} is {sigma}, must not be negative");
        let reach = options.truncate * sigma + 0.5;
        assert!((0.0..1e9).contains(&reach), "{op}: a kernel of radius {reach} on axis {axis}");
        // SciPy's threshold, below which a kernel is one sample.
        if sigma > 1e-15 {
            let radius = options.radius.unwrap_or(reach as usize);
            passes.push(Pass::centred(axis, &gaussian_weights(sigma, order[i], radius), modes[i]));
        }
    }
    passes
}

//! Pictures in steps of resolution.

use super::resize_spline::{ResizeSplineOptions, mode, resize_spline_with};
use crate::gaussian::{GaussianOptions, gaussian_filter_with};
use crate::interpolation::{Boundary, Intensity};
use nd_core::{Array, ArrayLike, normalize_axis};

/// The steps of a pyramid.
///
/// # Examples
/// ```
/// let options = nd_image::PyramidOptions::default();
/// assert_eq!((options.factor, options.order, options.sigma), (2.0, 1, None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PyramidOptions {
    /// The factor between two layers, above 1; 2 by default.
    pub factor: f64,
    /// The width of the smoothing; a third of the factor by default.
    pub sigma: Option<f64>,
    /// The order of the splines that layers are read by; 1 by default.
    pub order: usize,
    /// What lies beyond the edges when a layer is smoothed; [`Boundary::Reflect`] by default. Where one
    /// is read beyond them, `Mirror` is meant.
    pub mode: Boundary,
    /// An axis of channels, which keeps its length and is not smoothed; none by default.
    pub channel_axis: Option<isize>,
    /// The greatest number of layers after the first; until they do not change by default.
    pub max_layer: Option<usize>,
}

impl Default for PyramidOptions {
    fn default() -> PyramidOptions {
        PyramidOptions {
            factor: 2.0,
            sigma: None,
            order: 1,
            mode: Boundary::Reflect,
            channel_axis: None,
            max_layer: None,
        }
    }
}

impl PyramidOptions {
    /// Sets the factor between two layers.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::PyramidOptions::default().factor(1.5).factor, 1.5);
    /// ```
    #[must_use]
    pub fn factor(self, factor: f64) -> PyramidOptions {
        PyramidOptions { factor, ..self }
    }

    /// Sets the width of the smoothing.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::PyramidOptions::default().sigma(1.0).sigma, Some(1.0));
    /// ```
    #[must_use]
    pub fn sigma(self, sigma: f64) -> PyramidOptions {
        PyramidOptions { sigma: Some(sigma), ..self }
    }

    /// Sets the order of the splines, at most 5.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::PyramidOptions::default().order(3).order, 3);
    /// ```
    #[must_use]
    pub fn order(self, order: usize) -> PyramidOptions {
        PyramidOptions { order, ..self }
    }

    /// Sets what lies beyond the edges when a layer is smoothed.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Boundary, Mode, PyramidOptions};
    /// assert_eq!(PyramidOptions::default().mode(Mode::Nearest).mode, Boundary::Nearest);
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Boundary>) -> PyramidOptions {
        PyramidOptions { mode: mode.into(), ..self }
    }

    /// Sets the axis of channels; a negative one counts from the end.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{PyramidOptions, pyramid_reduce_with};
    /// let options = PyramidOptions::default().channel_axis(-1);
    /// assert_eq!(pyramid_reduce_with(Array::<u8>::zeros([8, 6, 3]), &options).shape(), [4, 3, 3]);
    /// ```
    #[must_use]
    pub fn channel_axis(self, channel_axis: isize) -> PyramidOptions {
        PyramidOptions { channel_axis: Some(channel_axis), ..self }
    }

    /// Sets the greatest number of layers after the first.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{PyramidOptions, pyramid_gaussian_with};
    /// let options = PyramidOptions::default().max_layer(2);
    /// assert_eq!(pyramid_gaussian_with(Array::<u8>::zeros([64, 64]), &options).len(), 3);
    /// ```
    #[must_use]
    pub fn max_layer(self, max_layer: usize) -> PyramidOptions {
        PyramidOptions { max_layer: Some(max_layer), ..self }
    }
}

/// How an array's layers are made.
struct Steps<'a> {
    op: &'static str,
    options: &'a PyramidOptions,
    channels: Option<usize>,
}

impl<'a> Steps<'a> {
    #[track_caller]
    fn new(op: &'static str, shape: &[usize], options: &'a PyramidOptions) -> Steps<'a> {
        let factor = options.factor;
        assert!(
            factor > 1.0 && factor.is_finite(),
            "{op}: a factor of {factor}, above 1 is needed"
        );
        assert!(!shape.contains(&0), "{op}: shape {shape:?} is empty");
        let axis = |axis| normalize_axis(op, axis, shape.len()).unwrap_or_else(|e| panic!("{e}"));
        Steps { op, options, channels: options.channel_axis.map(axis) }
    }

    fn smooth(&self, a: &Array<f64>) -> Array<f64> {
        let sigma = self.options.sigma.unwrap_or(2.0 * self.options.factor / 6.0);
        assert!(sigma >= 0.0, "{}: sigma {sigma} is negative", self.op);
        let each = |axis| if Some(axis) == self.channels { 0.0 } else { sigma };
        let sigma: Vec<f64> = (0..a.ndim()).map(each).collect();
        gaussian_filter_with(a, sigma, &GaussianOptions::default().mode(mode(self.options.mode)))
    }

    /// The next larger size, whose lengths are products, rounded up.
    fn grow(&self, a: &Array<f64>) -> Array<f64> {
        self.resize(a, |n| n * self.options.factor)
    }

    /// The next smaller size, whose lengths are quotients, rounded up.
    fn shrink(&self, a: &Array<f64>) -> Array<f64> {
        self.resize(a, |n| n / self.options.factor)
    }

    fn resize(&self, a: &Array<f64>, len: impl Fn(f64) -> f64) -> Array<f64> {
        let new = |(axis, &n): (usize, &usize)| {
            if Some(axis) == self.channels { n } else { len(n as f64).ceil() as usize }
        };
        let shape: Vec<usize> = a.shape().iter().enumerate().map(new).collect();
        let options = ResizeSplineOptions::default().order(self.options.order).anti_aliasing(false);
        resize_spline_with(a, shape, &options)
    }

    fn gaussian(&self, a: Array<f64>) -> Vec<Array<f64>> {
        let mut layers = vec![a];
        while self.options.max_layer.is_none_or(|most| layers.len() <= most) {
            let last = &layers[layers.len() - 1];
            let next = self.shrink(&self.smooth(last));
            if next.shape() == last.shape() {
                break;
            }
            layers.push(next);
        }
        layers
    }

    fn laplacian(&self, a: &Array<f64>) -> Vec<Array<f64>> {
        let longest = a.shape().iter().enumerate();
        let longest = longest.filter(|(axis, _)| Some(*axis) != self.channels).map(|(_, n)| *n);
        let all = (longest.max().unwrap_or(1) as f64).log(self.options.factor).ceil() as usize;
        let mut smooth = self.smooth(a);
        let mut layers = vec![difference(a, &smooth)];
        for _ in 0..self.options.max_layer.unwrap_or(all).min(all) {
            let smaller = self.shrink(&smooth);
            smooth = self.smooth(&smaller);
            layers.push(difference(&smaller, &smooth));
        }
        layers
    }
}

fn difference(a: &Array<f64>, b: &Array<f64>) -> Array<f64> {
    Array::from_shape_vec(a.shape(), a.iter().zip(b.iter()).map(|(x, y)| x - y).collect())
}

macro_rules! pyramids {
    ($(
        $(#[$doc:meta])* $name:ident;
        $(#[$doc_with:meta])* $name_with:ident -> $U:ty: |$steps:ident, $a:ident| $body:expr;
    )*) => {$(
        $(#[$doc])*
        #[track_caller]
        pub fn $name<A>(a: A) -> $U
        where
            A: ArrayLike<Elem: Intensity>,
        {
            $name_with(a, &PyramidOptions::default())
        }

        $(#[$doc_with])*
        #[track_caller]
        pub fn $name_with<A>(a: A, options: &PyramidOptions) -> $U
        where
            A: ArrayLike<Elem: Intensity>,
        {
            let a = a.view();
            let $steps = Steps::new(stringify!($name), a.shape(), options);
            let $a = Intensity::doubles(a);
            $body
        }
    )*};
}

pyramids! {
    /// An array smoothed, then of half the length along every axis, rounded up; in `f64`.
    ///
    /// # Panics
    /// If the array is empty.
    ///
    /// # scikit-image
    /// `skimage.transform.pyramid_reduce(a, preserve_range=True)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::pyramid_reduce;
    /// let half = pyramid_reduce(Array::full([9, 6], 7u8));
    /// assert_eq!(half.shape(), [5, 3]);
    /// assert!((half[[2, 1]] - 7.0).abs() < 1e-12);
    /// ```
    pyramid_reduce;
    /// [`pyramid_reduce`] by another factor, or with other smoothing.
    ///
    /// # Panics
    /// As [`pyramid_reduce`], and if the factor is not above 1, the order above 5, `sigma` negative, or there is no
    /// such axis of channels.
    ///
    /// # scikit-image
    /// `skimage.transform.pyramid_reduce(a, downscale, sigma, order, mode, preserve_range=True)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{PyramidOptions, pyramid_reduce_with};
    /// let third = PyramidOptions::default().factor(3.0);
    /// assert_eq!(pyramid_reduce_with(Array::<f32>::zeros([9, 6]), &third).shape(), [3, 2]);
    /// ```
    pyramid_reduce_with -> Array<f64>: |steps, a| steps.shrink(&steps.smooth(&a));

    /// An array of double the length along every axis, then smoothed; in `f64`.
    ///
    /// # Panics
    /// If the array is empty.
    ///
    /// # scikit-image
    /// `skimage.transform.pyramid_expand(a, preserve_range=True)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::pyramid_expand;
    /// assert_eq!(pyramid_expand([[1.0, 2.0, 3.0]]).shape(), [2, 6]);
    /// ```
    pyramid_expand;
    /// [`pyramid_expand`] by another factor, or with other smoothing.
    ///
    /// # Panics
    /// As [`pyramid_expand`] and [`pyramid_reduce_with`].
    ///
    /// # scikit-image
    /// `skimage.transform.pyramid_expand(a, upscale, sigma, order, mode, preserve_range=True)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{PyramidOptions, pyramid_expand_with};
    /// let more = PyramidOptions::default().factor(1.5);
    /// assert_eq!(pyramid_expand_with([[1.0, 2.0, 3.0]], &more).shape(), [2, 5]);
    /// ```
    pyramid_expand_with -> Array<f64>: |steps, a| steps.smooth(&steps.grow(&a));

    /// An array and its halves, down to one element: each is the last one [reduced](pyramid_reduce).
    ///
    /// # Panics
    /// If the array is empty.
    ///
    /// # scikit-image
    /// `list(skimage.transform.pyramid_gaussian(a, preserve_range=True))`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::pyramid_gaussian;
    /// let layers = pyramid_gaussian(Array::<u8>::zeros([12, 5]));
    /// let shapes: Vec<_> = layers.iter().map(|layer| layer.dims::<2>()).collect();
    /// assert_eq!(shapes, [[12, 5], [6, 3], [3, 2], [2, 1], [1, 1]]);
    /// ```
    pyramid_gaussian;
    /// [`pyramid_gaussian`] in other steps.
    ///
    /// # Panics
    /// As [`pyramid_reduce_with`].
    ///
    /// # scikit-image
    /// `list(skimage.transform.pyramid_gaussian(a, max_layer, downscale, sigma, preserve_range=True))`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{PyramidOptions, pyramid_gaussian_with};
    /// let options = PyramidOptions::default().factor(4.0).max_layer(1);
    /// assert_eq!(pyramid_gaussian_with(Array::<u8>::zeros([16, 16]), &options)[1].shape(), [4, 4]);
    /// ```
    pyramid_gaussian_with -> Vec<Array<f64>>: |steps, a| steps.gaussian(a);

    /// What each layer of a pyramid has that the smoothed one has not: differences, finest first.
    ///
    /// # Panics
    /// If the array is empty.
    ///
    /// # scikit-image
    /// `list(skimage.transform.pyramid_laplacian(a, preserve_range=True))`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::pyramid_laplacian;
    /// let layers = pyramid_laplacian(Array::full([8, 8], 3u8));
    /// assert_eq!(layers.len(), 4);
    /// assert!(layers[0].iter().all(|x| x.abs() < 1e-12));
    /// ```
    pyramid_laplacian;
    /// [`pyramid_laplacian`] in other steps.
    ///
    /// # Panics
    /// As [`pyramid_reduce_with`].
    ///
    /// # scikit-image
    /// `list(skimage.transform.pyramid_laplacian(a, max_layer, downscale, sigma, preserve_range=True))`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{PyramidOptions, pyramid_laplacian_with};
    /// let options = PyramidOptions::default().max_layer(1);
    /// assert_eq!(pyramid_laplacian_with(Array::<u8>::zeros([8, 8]), &options).len(), 2);
    /// ```
    pyramid_laplacian_with -> Vec<Array<f64>>: |steps, a| steps.laplacian(&a);
}

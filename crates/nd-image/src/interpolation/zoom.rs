//! Another number of samples for the same extent.

use super::boundary::Boundary;
use super::element::Interpolated;
use super::job::Places;
use super::options::{InterpolationOptions, setters};
use nd_core::{Array, ArrayLike, Shape};

/// What stays in place when [`zoom`] puts `m` samples where there were `n`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::{Alignment, Mode, ZoomOptions, zoom_with};
///
/// let options = ZoomOptions::default().order(1).mode(Mode::Nearest);
/// let twice = |alignment| zoom_with([0.0, 1.0], [4], &options.alignment(alignment));
/// assert_eq!(twice(Alignment::Corners), array![0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]);
/// assert_eq!(twice(Alignment::Grid), array![0.0, 0.25, 0.75, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Alignment {
    /// The first and the last sample: sample `i` is read at `i (n - 1) / (m - 1)`.
    #[default]
    Corners,
    /// The outer edges of the first and the last sample, if each is an interval as wide as their
    /// distance: sample `i` is read at `(i + 1/2) n / m - 1/2`. What pictures of pixels want.
    Grid,
}

/// How [`zoom_with`] reads between samples.
///
/// # Examples
/// ```
/// use nd_image::{Alignment, ZoomOptions};
/// assert_eq!(ZoomOptions::default().alignment, Alignment::Corners);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ZoomOptions {
    /// What stays in place; the corners by default.
    pub alignment: Alignment,
    /// The order of the splines, 0 to 5; 3 by default.
    pub order: usize,
    /// What lies beyond the edges; zero by default.
    pub mode: Boundary,
    /// Whether the array holds samples and not coefficients; true by default.
    pub prefilter: bool,
}

impl Default for ZoomOptions {
    fn default() -> ZoomOptions {
        let InterpolationOptions { order, mode, prefilter } = InterpolationOptions::default();
        ZoomOptions { alignment: Alignment::default(), order, mode, prefilter }
    }
}

impl ZoomOptions {
    setters!(ZoomOptions);

    /// Sets what stays in place.
    ///
    /// # SciPy
    /// `grid_mode`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Alignment, ZoomOptions};
    /// let options = ZoomOptions::default().alignment(Alignment::Grid);
    /// assert_eq!(options.alignment, Alignment::Grid);
    /// ```
    #[must_use]
    pub fn alignment(self, alignment: Alignment) -> ZoomOptions {
        ZoomOptions { alignment, ..self }
    }
}

/// An array with another number of samples along each axis, from cubic splines; the corners stay
/// where they are.
///
/// Nothing is smoothed before: shrinking drops samples, and [`resize`](crate::resize()) averages
/// them. An axis whose length stays is left as it is, to the last bit.
///
/// # Panics
/// If `shape` has not as many axes as `a`, or `a` is empty and `shape` is not.
///
/// # SciPy
/// `scipy.ndimage.zoom(a, factors)`, within rounding, where `factors` give that shape: SciPy rounds
/// them to one, halves to even. The last place is the last sample exactly; in SciPy it may lie
/// beyond by rounding and be zero.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::zoom;
///
/// let a = Array::from_fn([5], |i| i[0] as f64);
/// let b = zoom(&a, [10]);
/// assert!((b[[1]] - 0.27591613).abs() < 1e-8);
/// assert!((b[[9]] - 4.0).abs() < 1e-14);
/// ```
/// ```should_panic
/// nd_image::zoom([1.0, 2.0], [4, 4]);
/// ```
#[track_caller]
pub fn zoom<A>(a: A, shape: impl Into<Shape>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
{
    zoom_with(a, shape, &ZoomOptions::default())
}

/// [`zoom`] with splines of another order, another outside and another alignment.
///
/// # Panics
/// As [`zoom`], and if the order is above 5.
///
/// # SciPy
/// `scipy.ndimage.zoom(a, factors, order=..., mode=..., cval=..., prefilter=..., grid_mode=...)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::{Alignment, Mode, ZoomOptions, zoom_with};
///
/// let pixels = ZoomOptions::default().order(0).mode(Mode::Nearest).alignment(Alignment::Grid);
/// assert_eq!(zoom_with([[1u8, 2]], [2, 4], &pixels), array![[1u8, 1, 2, 2], [1, 1, 2, 2]]);
/// ```
#[track_caller]
pub fn zoom_with<A>(a: A, shape: impl Into<Shape>, options: &ZoomOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
{
    let (a, shape) = (a.view(), shape.into());
    let shape = shape.as_slice();
    assert!(
        shape.len() == a.ndim(),
        "zoom: shape {shape:?} for an array of shape {:?}, as many axes are needed",
        a.shape()
    );
    let ZoomOptions { alignment, order, mode, prefilter } = *options;
    let reading = InterpolationOptions { order, mode, prefilter };
    let job = reading.job("zoom", a.shape(), shape, Places::Crossings(&[]));
    if shape.contains(&0) {
        return Interpolated::sampled(a, &job);
    }
    let places: Vec<_> =
        a.shape().iter().zip(shape).map(|(&n, &m)| places(n, m, alignment)).collect();
    Interpolated::sampled(a, &reading.job("zoom", a.shape(), shape, Places::Crossings(&places)))
}

/// Where `m` samples are read among `n`; divided last, so that places on samples are exact.
pub(super) fn places(n: usize, m: usize, alignment: Alignment) -> Vec<f64> {
    let place = |i: usize| match alignment {
        Alignment::Corners if m == 1 => 0.0,
        Alignment::Corners => i as f64 * (n - 1) as f64 / (m - 1) as f64,
        Alignment::Grid => {
            let (i, n, m) = (i as f64, n as f64, m as f64);
            ((2.0 * i + 1.0) * n - m) / (2.0 * m)
        }
    };
    (0..m).map(place).collect()
}

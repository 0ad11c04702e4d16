//! Pictures unrolled around a centre.

use super::warp::{WarpOptions, warp_with};
use crate::interpolation::{Boundary, Intensity};
use nd_core::{Array, ArrayLike};
use std::f64::consts::TAU;

/// How the distance from the centre grows along the rows of [`warp_polar`].
///
/// # Examples
/// ```
/// assert_eq!(nd_image::PolarScaling::default(), nd_image::PolarScaling::Linear);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum PolarScaling {
    /// By the same step each column.
    #[default]
    Linear,
    /// By the same factor each column, from a distance of 1.
    Log,
}

/// What [`warp_polar_with`] unrolls.
///
/// # Examples
/// ```
/// let options = nd_image::WarpPolarOptions::default();
/// assert_eq!((options.center, options.radius, options.shape), (None, None, None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct WarpPolarOptions {
    /// The row and the column of the centre; the middle of the picture by default.
    pub center: Option<[f64; 2]>,
    /// The distance at the end of the rows; by default half the diagonal.
    pub radius: Option<f64>,
    /// The height and width of the result; 360 and the radius, rounded up, by default.
    pub shape: Option<[usize; 2]>,
    /// How the distance grows; linearly by default.
    pub scaling: PolarScaling,
    /// The order of the splines, 0 to 5; 1 by default.
    pub order: usize,
    /// What lies beyond the edges; by default zeros, interpolated to.
    pub mode: Boundary,
}

impl Default for WarpPolarOptions {
    fn default() -> WarpPolarOptions {
        WarpPolarOptions {
            center: None,
            radius: None,
            shape: None,
            scaling: PolarScaling::Linear,
            order: 1,
            mode: Boundary::GridConstant(0.0),
        }
    }
}

impl WarpPolarOptions {
    /// Sets the row and the column of the centre.
    ///
    /// # Examples
    /// ```
    /// let options = nd_image::WarpPolarOptions::default().center([10.0, 20.0]);
    /// assert_eq!(options.center, Some([10.0, 20.0]));
    /// ```
    #[must_use]
    pub fn center(self, center: [f64; 2]) -> WarpPolarOptions {
        WarpPolarOptions { center: Some(center), ..self }
    }

    /// Sets the distance at the end of the rows.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{WarpPolarOptions, warp_polar_with};
    /// let options = WarpPolarOptions::default().radius(4.5);
    /// assert_eq!(warp_polar_with([[1.0; 9]; 9], &options).shape(), [360, 5]);
    /// ```
    #[must_use]
    pub fn radius(self, radius: f64) -> WarpPolarOptions {
        WarpPolarOptions { radius: Some(radius), ..self }
    }

    /// Sets the height (angles) and the width (distances) of the result.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{WarpPolarOptions, warp_polar_with};
    /// let options = WarpPolarOptions::default().shape([8, 4]);
    /// assert_eq!(warp_polar_with([[1.0; 9]; 9], &options).shape(), [8, 4]);
    /// ```
    #[must_use]
    pub fn shape(self, shape: [usize; 2]) -> WarpPolarOptions {
        WarpPolarOptions { shape: Some(shape), ..self }
    }

    /// Sets how the distance grows.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{PolarScaling, WarpPolarOptions};
    /// let options = WarpPolarOptions::default().scaling(PolarScaling::Log);
    /// assert_eq!(options.scaling, PolarScaling::Log);
    /// ```
    #[must_use]
    pub fn scaling(self, scaling: PolarScaling) -> WarpPolarOptions {
        WarpPolarOptions { scaling, ..self }
    }

    /// Sets the order of the splines, at most 5.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::WarpPolarOptions::default().order(3).order, 3);
    /// ```
    #[must_use]
    pub fn order(self, order: usize) -> WarpPolarOptions {
        WarpPolarOptions { order, ..self }
    }

    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Boundary, Mode, WarpPolarOptions};
    /// assert_eq!(WarpPolarOptions::default().mode(Mode::Nearest).mode, Boundary::Nearest);
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Boundary>) -> WarpPolarOptions {
        WarpPolarOptions { mode: mode.into(), ..self }
    }
}

/// A picture unrolled around its middle: an angle for each row, from the direction of the rows
/// towards that of the columns, and a distance for each column.
///
/// `(h, w) -> (360, r)` and `(h, w, c) -> (360, r, c)`, where `r` is half the diagonal, rounded up.
///
/// # Panics
/// If the picture has not 2 or 3 axes, or is empty.
///
/// # scikit-image
/// `skimage.transform.warp_polar(a, preserve_range=True)`, the last axis being channels if there are
/// three.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::warp_polar;
///
/// let a = Array::from_fn([21, 21], |i| (i[0] as f64 - 10.0).hypot(i[1] as f64 - 10.0));
/// let unrolled = warp_polar(&a);
/// assert_eq!(unrolled.shape(), [360, 15]);
/// assert!((unrolled[[77, 8]] - unrolled[[200, 8]]).abs() < 0.1);
/// ```
#[track_caller]
pub fn warp_polar<A>(a: A) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
{
    warp_polar_with(a, &WarpPolarOptions::default())
}

/// [`warp_polar`] around another centre, to another size, and with distances that grow by factors.
///
/// # Panics
/// As [`warp_polar`], and if the order is above 5, or the radius is not a finite number above 0, or
/// not above 1 where distances grow by factors.
///
/// # scikit-image
/// `skimage.transform.warp_polar(a, center, radius=..., output_shape=..., scaling=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{PolarScaling, WarpPolarOptions, warp_polar_with};
///
/// let a = Array::from_fn([64, 64], |i| (i[0] + i[1]) as u8);
/// let options = WarpPolarOptions::default().scaling(PolarScaling::Log).radius(30.0);
/// assert_eq!(warp_polar_with(&a, &options).shape(), [360, 30]);
/// ```
#[track_caller]
pub fn warp_polar_with<A>(a: A, options: &WarpPolarOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
{
    let a = a.view();
    assert!(matches!(a.ndim(), 2 | 3), "warp_polar: shape {:?} is no picture", a.shape());
    let [h, w] = [a.shape()[0] as f64 / 2.0, a.shape()[1] as f64 / 2.0];
    let [row, column] = options.center.unwrap_or([h - 0.5, w - 0.5]);
    let radius = options.radius.unwrap_or_else(|| (h * h + w * w).sqrt());
    let log = options.scaling == PolarScaling::Log;
    let least = if log { 1.0 } else { 0.0 };
    let fits = radius > least && radius.is_finite();
    assert!(fits, "warp_polar: a radius of {radius}, it must be finite and above {least}");
    let shape = options.shape.unwrap_or([360, radius.ceil() as usize]);
    let turn = shape[0] as f64 / TAU;
    let step = shape[1] as f64 / if log { radius.ln() } else { radius };
    let place = move |[x, y]: [f64; 2]| {
        let (angle, distance) = (y / turn, if log { (x / step).exp() } else { x / step });
        [distance * angle.cos() + column, distance * angle.sin() + row]
    };
    let warping = WarpOptions::default().shape(shape).order(options.order).mode(options.mode);
    warp_with(a, place, &warping)
}

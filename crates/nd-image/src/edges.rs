//! How filters that find edges are told about the array's own.

use crate::axiswise::{Axiswise, chosen};
use crate::mode::Mode;
use crate::rounding::Rounding;

/// How [`sobel_with`](crate::sobel_with) and other filters of fixed kernels filter.
///
/// # Examples
/// ```
/// use nd_image::{EdgeOptions, Mode};
///
/// assert_eq!(EdgeOptions::default().mode, Mode::Reflect.into());
/// assert_eq!(EdgeOptions::default().axes([0]).axes, Some(vec![0]));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EdgeOptions {
    /// What lies beyond the edges, of all axes or of each; [`Mode::Reflect`] by default.
    pub mode: Axiswise<Mode>,
    /// The axes that are worked along, all by default; modes are those of these axes, in this order.
    pub axes: Option<Vec<isize>>,
    /// How sums become integers: SciPy's way by default.
    pub rounding: Rounding,
}

impl EdgeOptions {
    /// Sets what lies beyond the edges.
    ///
    /// # NumPy
    /// `mode` and `cval` of `scipy.ndimage`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{EdgeOptions, Mode, sobel_with};
    ///
    /// let ramp = Array::from_fn([4, 4], |i| i[1] as f64);
    /// let last = |mode| sobel_with(&ramp, 1, &EdgeOptions::default().mode(mode))[[2, 3]];
    /// assert_eq!(last(Mode::Nearest), 4.0);
    /// assert_eq!(last(Mode::Constant(0.0)), -8.0); // 0 after 2
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Axiswise<Mode>>) -> EdgeOptions {
        EdgeOptions { mode: mode.into(), ..self }
    }

    /// Sets which axes are worked along; negative ones count from the end.
    ///
    /// # NumPy
    /// `axes` of `scipy.ndimage.laplace`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{EdgeOptions, laplace_with};
    ///
    /// let a = [[0.0, 1.0, 4.0], [0.0, 1.0, 4.0]];
    /// let along = laplace_with(a, &EdgeOptions::default().axes([1]));
    /// assert_eq!(along.into_vec(), [1.0, 2.0, -3.0, 1.0, 2.0, -3.0]);
    /// ```
    #[must_use]
    pub fn axes(self, axes: impl Into<Vec<isize>>) -> EdgeOptions {
        EdgeOptions { axes: Some(axes.into()), ..self }
    }

    /// Sets how sums become integers.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{EdgeOptions, Rounding, sobel, sobel_with};
    ///
    /// let falling = [2u8, 1, 0];
    /// assert_eq!(sobel(falling, 0)[[1]], 254); // -2 modulo 256
    /// let nearest = EdgeOptions::default().rounding(Rounding::Nearest);
    /// assert_eq!(sobel_with(falling, 0, &nearest)[[1]], 0);
    /// ```
    #[must_use]
    pub fn rounding(self, rounding: Rounding) -> EdgeOptions {
        EdgeOptions { rounding, ..self }
    }

    /// The chosen axes and their modes.
    #[track_caller]
    pub(crate) fn chosen(&self, op: &'static str, ndim: usize) -> Vec<(usize, Mode)> {
        let axes = chosen(op, self.axes.as_deref(), ndim);
        let modes = self.mode.expand(op, "mode", axes.len());
        axes.into_iter().zip(modes).collect()
    }
}

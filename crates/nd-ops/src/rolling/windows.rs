//! [`RollingOptions`]: which windows there are, and how few elements will do.

use nd_core::normalize_axis;
use std::ops::Range;

/// Which windows a rolling reduction has.
///
/// # Examples
/// ```
/// use nd_ops::{Align, RollingOptions, rolling_sum_with};
///
/// let a = [1i64, 2, 3, 4];
/// let sums = |align| {
///     let options = RollingOptions::default().align(align).min_periods(1);
///     rolling_sum_with(&a, 3, 0, &options).into_vec()
/// };
/// assert_eq!(sums(Align::Valid), [6, 9]);
/// assert_eq!(sums(Align::Trailing), [1, 3, 6, 9]);
/// assert_eq!(sums(Align::Centred), [3, 6, 9, 7]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Those that lie within the axis: `n - window + 1`.
    #[default]
    Valid,
    /// One for each position, which is its last.
    Trailing,
    /// One for each position, which is in its middle; of the two in the middle of an even number
    /// the second.
    Centred,
}

/// How windows are laid.
///
/// # NumPy
/// The default is the windows of `np.lib.stride_tricks.sliding_window_view`. `Align::Trailing` and
/// `Align::Centred` are pandas' `rolling(window, min_periods)` and `rolling(…, center=True)`.
///
/// # Examples
/// ```
/// use nd_ops::{Align, RollingOptions, rolling_mean_with};
///
/// let options = RollingOptions::default().align(Align::Trailing);
/// let means = rolling_mean_with(&[1f64, 3.0, 5.0], 2, 0, &options);
/// assert!(means[[0]].is_nan()); // a window of one element is too short
/// assert_eq!(means[[2]], 4.0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RollingOptions {
    /// Which windows there are.
    pub align: Align,
    /// The fewest elements that a window may have at an end of the axis; as many as the window is
    /// long if not given. What is of fewer is NaN.
    pub min_periods: Option<usize>,
}

impl RollingOptions {
    /// Which windows there are.
    ///
    /// # NumPy
    /// pandas' `center`, of which `Align::Trailing` is `False` and `Align::Centred` is `True`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{Align, RollingOptions, rolling_max_with};
    ///
    /// let trailing = RollingOptions::default().align(Align::Trailing).min_periods(1);
    /// assert_eq!(rolling_max_with(&[3, 1, 2, 0], 2, 0, &trailing), array![3, 3, 2, 2]);
    /// ```
    pub fn align(self, align: Align) -> RollingOptions {
        RollingOptions { align, ..self }
    }

    /// The fewest elements that a window may have at an end of the axis.
    ///
    /// # NumPy
    /// pandas' `min_periods`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{Align, RollingOptions, rolling_mean_with};
    ///
    /// let trailing = RollingOptions::default().align(Align::Trailing);
    /// let means = rolling_mean_with(&[2f64, 4.0, 9.0], 3, 0, &trailing.min_periods(2));
    /// assert!(means[[0]].is_nan()); // one element is too few
    /// assert_eq!((means[[1]], means[[2]]), (3.0, 5.0));
    /// ```
    pub fn min_periods(self, min_periods: usize) -> RollingOptions {
        RollingOptions { min_periods: Some(min_periods), ..self }
    }
}

/// The windows along an axis, for kernels.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Windows {
    pub(crate) axis: usize,
    pub(crate) len: usize,
    /// Positions before the window's number at which it begins.
    before: usize,
    pub(crate) count: usize,
    least: usize,
}

impl Windows {
    #[track_caller]
    pub(crate) fn new(
        op: &'static str,
        shape: &[usize],
        len: usize,
        axis: isize,
        options: &RollingOptions,
    ) -> Windows {
        let axis = normalize_axis(op, axis, shape.len()).unwrap_or_else(|error| panic!("{error}"));
        let n = shape[axis];
        let valid = options.align == Align::Valid;
        if len == 0 || (valid && len > n) {
            panic!("{op}: a window of {len} does not fit axis {axis} of shape {shape:?}");
        }
        let before = match options.align {
            Align::Valid => 0,
            Align::Trailing => len - 1,
            Align::Centred => len / 2,
        };
        let least = options.min_periods.unwrap_or(len).min(len);
        Windows { axis, len, before, count: if valid { n - len + 1 } else { n }, least }
    }

    /// The positions of window `k`, unless they are too few.
    #[inline(always)]
    pub(crate) fn window(&self, k: usize, n: usize) -> Option<Range<usize>> {
        let end = (k + self.len).saturating_sub(self.before).min(n);
        let start = k.saturating_sub(self.before);
        (end - start >= self.least).then_some(start..end)
    }

    /// How many elements each window has.
    pub(crate) fn counts(&self, n: usize) -> Vec<usize> {
        (0..self.count).map(|k| self.window(k, n).map_or(0, |window| window.len())).collect()
    }

    /// Refuses windows with too few elements for elements that no NaN stands for.
    #[track_caller]
    pub(crate) fn refuse_missing(&self, op: &'static str, n: usize) {
        if let Some(k) = (0..self.count).find(|&k| self.window(k, n).is_none()) {
            panic!(
                "{op}: window {k} has fewer than {} elements, and integers have no NaN: give min_periods(1), \
                 or cast to floats",
                self.least
            );
        }
    }
}

//! [`RollingOptions`]: which windows there are, and how few elements will do.

use crate::RankMethod;
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

/// Which ends of a window belong to it, where there is one for each position.
///
/// # NumPy
/// The argument `closed` of pandas' `rolling`: of windows of a number of elements the first end is the
/// element in front of them.
///
/// # Examples
/// ```
/// use nd_ops::{Align, Closed, RollingOptions, rolling_sum_with};
///
/// let sums = |closed| {
///     let options = RollingOptions::default().align(Align::Trailing).min_periods(1).closed(closed);
///     rolling_sum_with(&[1.0, 2.0, 4.0, 8.0], 2, 0, &options).into_vec()[1..].to_vec()
/// };
/// assert_eq!(sums(Closed::Right), [3.0, 6.0, 12.0]);
/// assert_eq!(sums(Closed::Left), [1.0, 3.0, 6.0]);
/// assert_eq!(sums(Closed::Both), [3.0, 7.0, 14.0]);
/// assert_eq!(sums(Closed::Neither), [1.0, 2.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Closed {
    /// The last one.
    #[default]
    Right,
    /// The first one.
    Left,
    /// Both.
    Both,
    /// None of them.
    Neither,
}

impl Closed {
    pub(super) fn left(self) -> bool {
        matches!(self, Closed::Left | Closed::Both)
    }

    pub(super) fn right(self) -> bool {
        matches!(self, Closed::Right | Closed::Both)
    }
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RollingOptions {
    /// Which windows there are.
    pub align: Align,
    /// The fewest elements that a window may have at an end of the axis; as many as the window is
    /// long if not given. What is of fewer is NaN.
    pub min_periods: Option<usize>,
    /// Which ends belong to a window.
    pub closed: Closed,
    /// There is a window for each so many positions.
    pub step: usize,
    /// How equal numbers are ranked, for ranks alone.
    pub rank_method: RankMethod,
}

impl Default for RollingOptions {
    fn default() -> RollingOptions {
        let (align, closed, rank_method) = Default::default();
        RollingOptions { align, min_periods: None, closed, step: 1, rank_method }
    }
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
    #[must_use]
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
    #[must_use]
    pub fn min_periods(self, min_periods: usize) -> RollingOptions {
        RollingOptions { min_periods: Some(min_periods), ..self }
    }

    /// Which ends belong to a window, where there is one for each position.
    ///
    /// # NumPy
    /// pandas' `closed`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{Align, Closed, RollingOptions, rolling_sum_with};
    ///
    /// let options = RollingOptions::default().align(Align::Trailing).min_periods(1);
    /// let sums = rolling_sum_with(&[1.0, 2.0, 4.0], 2, 0, &options.closed(Closed::Both));
    /// assert_eq!(sums, nd_core::array![1.0, 3.0, 7.0]);
    /// ```
    #[must_use]
    pub fn closed(self, closed: Closed) -> RollingOptions {
        RollingOptions { closed, ..self }
    }

    /// A window for each so many positions only, the first one among them.
    ///
    /// # Panics
    /// If it is 0.
    ///
    /// # NumPy
    /// pandas' `step`; `sliding_window_view(…)[::step]`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{RollingOptions, rolling_sum_with};
    ///
    /// let second = RollingOptions::default().step(2);
    /// assert_eq!(rolling_sum_with(&[1i64, 2, 3, 4, 5], 2, 0, &second), nd_core::array![3, 7]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn step(self, step: usize) -> RollingOptions {
        assert!(step >= 1, "rolling: a step of 0");
        RollingOptions { step, ..self }
    }

    /// How equal numbers are ranked, for [`rolling_rank_with`](crate::rolling_rank_with) alone.
    ///
    /// # NumPy
    /// pandas' `method` of `rank`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{RankMethod, RollingOptions, rolling_rank_with};
    ///
    /// let highest = RollingOptions::default().rank_method(RankMethod::Max);
    /// assert_eq!(rolling_rank_with(&[3, 1, 2, 2], 3, 0, &highest), nd_core::array![2.0, 3.0]);
    /// ```
    #[must_use]
    pub fn rank_method(self, rank_method: RankMethod) -> RollingOptions {
        RollingOptions { rank_method, ..self }
    }

    /// Whether windows are those of any two neighbours, each with its last position: what a caller that knows
    /// [`align`](Self::align) and [`min_periods`](Self::min_periods) only may ask.
    #[doc(hidden)]
    pub fn is_plain(&self) -> bool {
        self.closed == Closed::Right && self.step == 1
    }
}

/// The windows along an axis, for kernels.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Windows {
    pub(crate) axis: usize,
    /// Elements of a whole one.
    pub(crate) len: usize,
    /// Positions before its own at which a window begins.
    pub(super) before: usize,
    pub(crate) count: usize,
    least: usize,
    pub(super) step: usize,
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
        let closed = options.closed;
        if valid && closed != Closed::Right {
            panic!("{op}: {closed:?} ends are for windows of each position");
        }
        let before = match options.align {
            Align::Valid => 0,
            Align::Trailing => len - 1,
            Align::Centred => len / 2,
        };
        let least = options.min_periods.unwrap_or(len).min(len);
        let count = if valid { n - len + 1 } else { n }.div_ceil(options.step);
        let (before, step) = (before + usize::from(closed.left()), options.step);
        let len = len.saturating_add(closed.left().into()) - usize::from(!closed.right());
        Windows { axis, len, before, count, least, step }
    }

    /// The positions of window `k`, unless they are too few.
    #[inline(always)]
    pub(crate) fn window(&self, k: usize, n: usize) -> Option<Range<usize>> {
        let range = self.range(k, n);
        (range.len() >= self.least).then_some(range)
    }

    /// The positions of window `k`.
    #[inline(always)]
    pub(super) fn range(&self, k: usize, n: usize) -> Range<usize> {
        let at = k * self.step;
        let end = at.saturating_add(self.len).saturating_sub(self.before).min(n);
        at.saturating_sub(self.before)..end
    }

    /// Whether a window with all of its elements has enough.
    pub(super) fn whole_will_do(&self) -> bool {
        self.len >= self.least
    }

    /// How many elements each window has.
    pub(crate) fn counts(&self, n: usize) -> Vec<usize> {
        (0..self.count).map(|k| self.window(k, n).map_or(0, |window| window.len())).collect()
    }

    /// How many elements all windows have, if none reaches beyond an end.
    pub(crate) fn all_have(&self, n: usize) -> Option<usize> {
        let last = self.count.checked_sub(1)?.checked_mul(self.step)?.checked_add(self.len)?;
        (self.before == 0 && last <= n && self.whole_will_do()).then_some(self.len)
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

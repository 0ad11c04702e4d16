//! [`GroupOptions`]: which groups there are, and which values count.

use super::{Codes, Label, RankMethod};
use nd_core::{Array, ArrayLike, View};

/// How values are put into groups, and which count.
///
/// # NumPy
/// The default leaves nothing out: what has a NaN is NaN. [`GroupOptions::pandas`] has pandas'
/// defaults. `ddof` is that of the axis: [`ddof(1, axis)`](crate::ddof()).
///
/// # Examples
/// ```
/// use nd_ops::{GroupOptions, grouped_sum_with};
///
/// let (values, labels) = ([1.0, f64::NAN, 4.0], ["b", "b", "a"]);
/// let sums = |options| grouped_sum_with(&values, &labels[..], 0, &options);
/// assert!(sums(GroupOptions::default()).values[[1]].is_nan());
/// assert_eq!(sums(GroupOptions::pandas()).values, nd_core::array![4.0, 1.0]);
/// let seen = sums(GroupOptions::pandas().sort(false));
/// assert_eq!((seen.labels, seen.values), (vec!["b", "a"], nd_core::array![1.0, 4.0]));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GroupOptions {
    /// Whether NaN among values are left out. Default: no.
    pub skip_nan: bool,
    /// The fewest values that count of a group; what is made of fewer is NaN.
    pub min_count: usize,
    /// Whether groups stand in the order in which they are met first, not in rising order.
    pub as_met: bool,
    /// Whether missing labels are a group, the last one; if not, their positions are in none.
    pub keep_missing: bool,
    /// A weight for each position of the axis.
    pub weights: Option<Array<f64>>,
    /// How equal values are ranked, for ranks alone.
    pub rank_method: RankMethod,
}

impl GroupOptions {
    /// pandas' defaults: NaN are left out.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ops::GroupOptions::pandas().skip_nan);
    /// ```
    #[must_use]
    pub fn pandas() -> GroupOptions {
        GroupOptions { skip_nan: true, ..GroupOptions::default() }
    }

    /// Whether NaN among values are left out.
    ///
    /// # NumPy
    /// pandas' `skipna`, which is true there unless it is given.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{GroupOptions, grouped_max_with};
    ///
    /// let numbers = GroupOptions::default().skip_nan(true);
    /// let largest = grouped_max_with(&[2.0, f64::NAN], &[7, 7], 0, &numbers);
    /// assert_eq!(largest.values, nd_core::array![2.0]);
    /// ```
    #[must_use]
    pub fn skip_nan(self, skip_nan: bool) -> GroupOptions {
        GroupOptions { skip_nan, ..self }
    }

    /// The fewest values that count of a group.
    ///
    /// # NumPy
    /// pandas' `min_count`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{GroupOptions, grouped_sum_with};
    ///
    /// let two = GroupOptions::pandas().min_count(2);
    /// let sums = grouped_sum_with(&[1f64, 2.0, 4.0], &[7, 7, 8], 0, &two).values;
    /// assert!(sums[[0]] == 3.0 && sums[[1]].is_nan());
    /// ```
    #[must_use]
    pub fn min_count(self, min_count: usize) -> GroupOptions {
        GroupOptions { min_count, ..self }
    }

    /// Whether groups are in rising order of their labels, a missing one last, or as they are met.
    ///
    /// # NumPy
    /// pandas' `sort`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{GroupOptions, grouped_sum_with};
    ///
    /// let met = GroupOptions::default().sort(false);
    /// assert_eq!(grouped_sum_with(&[1, 2], &[8, 7], 0, &met).labels, [8, 7]);
    /// ```
    #[must_use]
    pub fn sort(self, sort: bool) -> GroupOptions {
        GroupOptions { as_met: !sort, ..self }
    }

    /// Whether missing labels are a group.
    ///
    /// # NumPy
    /// pandas' `dropna=False`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{GroupOptions, grouped_sum_with};
    ///
    /// let labels = [Some(3), None, Some(3)];
    /// let sums = |options| grouped_sum_with(&[1i64, 2, 4], &labels, 0, &options);
    /// assert_eq!(sums(GroupOptions::default()).labels, [Some(3)]);
    /// let all = sums(GroupOptions::default().keep_missing(true));
    /// assert_eq!((all.labels, all.values), (vec![Some(3), None], nd_core::array![5, 2]));
    /// ```
    #[must_use]
    pub fn keep_missing(self, keep_missing: bool) -> GroupOptions {
        GroupOptions { keep_missing, ..self }
    }

    /// Weights, one for each position of the axis: of sums, means, variances and what is of these. A weight
    /// counts as so many values; that of a NaN that is left out is left out as well.
    ///
    /// # NumPy
    /// `np.average(group, weights=…)`; statsmodels' `DescrStatsW`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{GroupOptions, grouped_mean_with};
    ///
    /// let weighted = GroupOptions::default().weights([1.0, 3.0, 1.0]);
    /// let means = grouped_mean_with(&[2.0, 6.0, 7.0], &[1, 1, 0], 0, &weighted);
    /// assert_eq!(means.values, nd_core::array![7.0, 5.0]);
    /// ```
    #[must_use]
    pub fn weights(self, weights: impl ArrayLike<Elem = f64>) -> GroupOptions {
        GroupOptions { weights: Some(weights.view().to_array()), ..self }
    }

    /// How equal values are ranked, for [`grouped_rank_with`](crate::grouped_rank_with) alone.
    ///
    /// # NumPy
    /// pandas' `method` of `rank`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{GroupOptions, RankMethod, grouped_rank_with};
    ///
    /// let lowest = GroupOptions::default().rank_method(RankMethod::Min);
    /// let ranks = grouped_rank_with(&[5, 3, 5], &[7, 7, 7], 0, &lowest);
    /// assert_eq!(ranks, nd_core::array![2.0, 1.0, 2.0]);
    /// ```
    #[must_use]
    pub fn rank_method(self, rank_method: RankMethod) -> GroupOptions {
        GroupOptions { rank_method, ..self }
    }
}

/// Positions in groups: [`Codes`] by options, where `NONE` is the code of positions in no group.
#[derive(Clone, Debug)]
pub(crate) struct Keyed<L> {
    pub(crate) labels: Vec<L>,
    pub(crate) codes: Vec<usize>,
    /// Whether positions are in no group.
    pub(crate) dropped: bool,
}

/// The code of positions in no group.
pub(crate) const NONE: usize = usize::MAX;

impl<L: Label> Keyed<L> {
    pub(crate) fn new(labels: View<'_, L>, options: &GroupOptions) -> Keyed<L> {
        let Codes { labels, mut codes } = L::codes_of(labels);
        let mut labels = labels;
        let missing = labels.last().is_some_and(L::is_missing);
        let dropped = missing && !options.keep_missing;
        if dropped {
            labels.pop();
            let last = labels.len();
            codes.iter_mut().filter(|code| **code == last).for_each(|code| *code = NONE);
        }
        if options.as_met {
            labels = met(labels, &mut codes);
        }
        Keyed { labels, codes, dropped }
    }
}

/// Labels in the order in which they are met, and codes as their places.
fn met<L: Clone>(labels: Vec<L>, codes: &mut [usize]) -> Vec<L> {
    let mut place = vec![NONE; labels.len()];
    let mut order = Vec::with_capacity(labels.len());
    for code in codes.iter_mut().filter(|code| **code != NONE) {
        if place[*code] == NONE {
            place[*code] = order.len();
            order.push(labels[*code].clone());
        }
        *code = place[*code];
    }
    order
}

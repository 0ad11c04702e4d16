//! The tones of another picture.

use super::equalize::interpolated;
use crate::level::Level;
use nd_core::{Array, ArrayLike, View, normalize_axis};

/// How [`match_histograms_with`] matches.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::exposure::MatchOptions::default().channel_axis, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MatchOptions {
    /// The axis along which pictures are matched one by one.
    pub channel_axis: Option<isize>,
}

impl MatchOptions {
    /// Sets the axis along which pictures are matched one by one.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::{MatchOptions, match_histograms_with};
    /// let options = MatchOptions::default().channel_axis(-1);
    /// let matched = match_histograms_with([[1u8, 2]], [[7u8, 9]], &options);
    /// assert_eq!(matched.into_vec(), [7, 9]);
    /// ```
    #[must_use]
    pub fn channel_axis(self, axis: isize) -> MatchOptions {
        MatchOptions { channel_axis: Some(axis) }
    }
}

/// Gives a picture the histogram of another one: `(…), (…) -> (…)`, the shape of the first.
///
/// A level moves to the one below which the reference has the same share of samples, interpolated
/// between its levels; integers are rounded. NaN stays NaN and counts as the brightest of all. If one
/// of them is empty, the picture comes back as it is.
///
/// # scikit-image
/// `skimage.exposure.match_histograms(a, reference)`, which gives floats or, with channels, cuts fractions off.
///
/// # Examples
/// ```
/// let matched = nd_image::exposure::match_histograms([1u8, 2, 2, 4], [10u8, 20, 20, 40]);
/// assert_eq!(matched.into_vec(), [10, 20, 20, 40]);
/// ```
pub fn match_histograms<A, R>(a: A, reference: R) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Level>,
    R: ArrayLike<Elem = A::Elem>,
{
    matched(a.view(), reference.view())
}

/// [`match_histograms`], channel by channel.
///
/// # Panics
/// If there is no such axis, or the arrays have other numbers of axes or of channels.
///
/// # scikit-image
/// `skimage.exposure.match_histograms(a, reference, channel_axis=...)`.
///
/// # Examples
/// ```
/// use nd_image::exposure::{MatchOptions, match_histograms_with};
/// let options = MatchOptions::default().channel_axis(1);
/// let (a, b) = ([[0.0, 5.0], [1.0, 6.0]], [[3.0, 8.0], [4.0, 9.0], [4.0, 9.0]]);
/// assert_eq!(match_histograms_with(a, b, &options)[[1, 1]], 9.0);
/// ```
#[track_caller]
pub fn match_histograms_with<A, R>(a: A, reference: R, options: &MatchOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Level>,
    R: ArrayLike<Elem = A::Elem>,
{
    let (a, reference) = (a.view(), reference.view());
    let Some(axis) = options.channel_axis else { return matched(a, reference) };
    let axis = normalize_axis("match_histograms", axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    let (one, two) = (a.shape(), reference.shape());
    let fits = one.len() == two.len() && one[axis] == two[axis];
    assert!(fits, "match_histograms: shapes {one:?} and {two:?}, channels on axis {axis}");
    let mut out = Array::<A::Elem>::zeros(one);
    let channels = a.axis_iter(axis as isize).zip(reference.axis_iter(axis as isize));
    for ((a, reference), out) in channels.zip(out.axis_iter_mut(axis as isize)) {
        let mut out = out;
        out.iter_mut().zip(matched(a, reference).iter()).for_each(|(out, &x)| *out = x);
    }
    out
}

fn matched<T: Level>(a: View<'_, T>, reference: View<'_, T>) -> Array<T> {
    if a.is_empty() || reference.is_empty() {
        return a.to_array();
    }
    let (levels, shares) = quantiles(T::wide(a));
    let (values, places) = quantiles(T::wide(reference));
    let matched: Vec<f64> = shares.iter().map(|&s| interpolated(s, &places, &values)).collect();
    T::curved(a, &|strip| {
        for x in strip.iter_mut().filter(|x| !x.is_nan()) {
            // Levels that are not there are asked for where each level is looked up once.
            let at = levels.partition_point(|level| level < x).min(levels.len() - 1);
            *x = matched[at];
        }
    })
}

/// The levels that are there, rising, and the share of samples at or below each.
fn quantiles(samples: Array<f64>) -> (Vec<f64>, Vec<f64>) {
    let mut sorted = samples.into_vec();
    let total = sorted.len() as f64;
    sorted.sort_by(f64::total_cmp);
    let (mut levels, mut shares) = (Vec::<f64>::new(), Vec::new());
    for (i, x) in sorted.into_iter().enumerate() {
        let share = (i + 1) as f64 / total;
        if levels.last().is_some_and(|&last| last == x || (last.is_nan() && x.is_nan())) {
            *shares.last_mut().expect("one for each level") = share;
        } else {
            levels.push(x);
            shares.push(share);
        }
    }
    (levels, shares)
}

//! Circles with many votes.

use crate::maximum_filter1d_with;
use crate::{Mode, WindowOptions};
use nd_core::{Array, ArrayLike};
use std::cmp::Reverse;

/// A circle with many votes: see [`hough_circle_peaks`].
///
/// # Examples
/// ```
/// assert!(nd_image::hough_circle_peaks([[[0.0; 4]; 4]], &[1]).is_empty());
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct CirclePeak {
    /// Its votes.
    pub votes: f64,
    /// The centre, `[row, column]`.
    pub center: [usize; 2],
    /// The radius.
    pub radius: usize,
}

/// Which circles [`hough_circle_peaks_with`] takes.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::CirclePeaksOptions::default().min_distance, [1, 1]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct CirclePeaksOptions {
    /// How many rows and columns centres are apart; 1 and 1 by default.
    pub min_distance: [usize; 2],
    /// Circles have more votes than that; by default half of the most that one of their radius has.
    pub threshold: Option<f64>,
    /// How many circles of each radius at most; all by default.
    pub num_peaks: Option<usize>,
    /// How many circles at most; all by default.
    pub total_num_peaks: Option<usize>,
    /// Whether circles are ranked by votes over radius; false by default.
    pub normalize: bool,
}

impl Default for CirclePeaksOptions {
    fn default() -> CirclePeaksOptions {
        CirclePeaksOptions {
            min_distance: [1, 1],
            threshold: None,
            num_peaks: None,
            total_num_peaks: None,
            normalize: false,
        }
    }
}

impl CirclePeaksOptions {
    /// Sets how many rows and columns centres are apart.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::CirclePeaksOptions::default().min_distance([5, 5]).min_distance, [5, 5]);
    /// ```
    #[must_use]
    pub fn min_distance(self, min_distance: [usize; 2]) -> CirclePeaksOptions {
        CirclePeaksOptions { min_distance, ..self }
    }

    /// Sets the votes that circles have more than.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::CirclePeaksOptions::default().threshold(0.5).threshold, Some(0.5));
    /// ```
    #[must_use]
    pub fn threshold(self, threshold: f64) -> CirclePeaksOptions {
        CirclePeaksOptions { threshold: Some(threshold), ..self }
    }

    /// Sets how many circles of each radius there are at most.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::CirclePeaksOptions::default().num_peaks(2).num_peaks, Some(2));
    /// ```
    #[must_use]
    pub fn num_peaks(self, num_peaks: usize) -> CirclePeaksOptions {
        CirclePeaksOptions { num_peaks: Some(num_peaks), ..self }
    }

    /// Sets how many circles there are at most.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::CirclePeaksOptions::default().total_num_peaks(2).total_num_peaks, Some(2));
    /// ```
    #[must_use]
    pub fn total_num_peaks(self, total_num_peaks: usize) -> CirclePeaksOptions {
        CirclePeaksOptions { total_num_peaks: Some(total_num_peaks), ..self }
    }

    /// Sets whether circles are ranked by votes over radius.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_image::CirclePeaksOptions::default().normalize(true).normalize);
    /// ```
    #[must_use]
    pub fn normalize(self, normalize: bool) -> CirclePeaksOptions {
        CirclePeaksOptions { normalize, ..self }
    }
}

/// The circles with the most votes, the most first, of the votes that [`hough_circle`](crate::hough_circle) counts: see
/// [`hough_circle_peaks_with`].
///
/// # Panics
/// If the votes are not `(radii, h, w)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{hough_circle, hough_circle_peaks};
/// let ring = Array::from_fn([11, 11], |i| (i[0] as f64 - 5.0).hypot(i[1] as f64 - 4.0).round() == 3.0);
/// let best = hough_circle_peaks(hough_circle(&ring, &[2, 3]), &[2, 3])[0];
/// assert_eq!((best.center, best.radius), ([5, 4], 3));
/// ```
#[track_caller]
pub fn hough_circle_peaks<A>(votes: A, radii: &[usize]) -> Vec<CirclePeak>
where
    A: ArrayLike<Elem = f64>,
{
    hough_circle_peaks_with(votes, radii, &CirclePeaksOptions::default())
}

/// The circles that have more votes than a threshold and, among those of their radius, than all whose centres are near, the
/// most first: of the votes `(radii, h, w)` that [`hough_circle`](crate::hough_circle) counts. Where centres are to be more
/// than one pixel apart, those of all radii are.
///
/// Of as many votes the first counts, by radius, row and column.
///
/// # Panics
/// As [`hough_circle_peaks`]; if there are not as many radii.
///
/// # scikit-image
/// `skimage.transform.hough_circle_peaks(votes, radii, …)`, except for circles with as many votes, of which it takes the
/// middle of a group or the last. It also takes places at opposite edges, one of them upside down, for neighbours, as if
/// columns were angles, and so loses circles there; of other radii it may keep one that is both distances away, by rounding.
///
/// # Examples
/// ```
/// use nd_image::{CirclePeaksOptions, hough_circle_peaks_with};
/// let votes = [[[0.9, 0.0, 0.8, 0.0, 0.7]]];
/// let two = CirclePeaksOptions::default().total_num_peaks(2);
/// assert_eq!(hough_circle_peaks_with(votes, &[3], &two).len(), 2);
/// ```
#[track_caller]
pub fn hough_circle_peaks_with<A>(
    votes: A,
    radii: &[usize],
    options: &CirclePeaksOptions,
) -> Vec<CirclePeak>
where
    A: ArrayLike<Elem = f64>,
{
    let votes = votes.view();
    let fits = votes.ndim() == 3 && votes.shape()[0] == radii.len();
    let shape = votes.shape();
    assert!(
        fits,
        "hough_circle_peaks: votes {shape:?} for {} radii, not (radii, h, w)",
        radii.len()
    );
    let planes = votes.outer_iter().map(|plane| plane.to_array());
    let mut all = Vec::new();
    for (plane, &radius) in planes.zip(radii) {
        all.extend(of_plane(&plane, radius, options));
    }
    let rank = |peak: &CirclePeak| {
        if options.normalize { peak.votes / peak.radius as f64 } else { peak.votes }
    };
    all.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    let most = options.total_num_peaks.unwrap_or(usize::MAX);
    let [down, right] = options.min_distance;
    let mut kept: Vec<CirclePeak> = Vec::new();
    for peak in all {
        let near = |other: &CirclePeak| {
            other.center[0].abs_diff(peak.center[0]) <= down
                && other.center[1].abs_diff(peak.center[1]) <= right
        };
        if kept.len() < most && ([down, right] == [1, 1] || !kept.iter().any(near)) {
            kept.push(peak);
        }
    }
    kept
}

/// The peaks of one radius.
fn of_plane(plane: &Array<f64>, radius: usize, options: &CirclePeaksOptions) -> Vec<CirclePeak> {
    let most = plane.iter().copied().fold(0.0, f64::max);
    let threshold = options.threshold.unwrap_or(0.5 * most);
    let [down, right] = options.min_distance;
    let window = WindowOptions::default().mode(Mode::Constant(0.0));
    let side = |distance: usize, axis: usize| 2 * distance.min(plane.shape()[axis]) + 1;
    let high = maximum_filter1d_with(plane, side(down, 0), 0, &window);
    let high = maximum_filter1d_with(&high, side(right, 1), 1, &window);
    let width = plane.shape()[1].max(1);
    let tops = plane.iter().zip(high.iter()).enumerate();
    let tops = tops.filter(|&(_, (&votes, &high))| votes == high && votes > threshold);
    let mut all: Vec<(f64, usize)> = tops.map(|(at, (&votes, _))| (votes, at)).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(Reverse(b.1).cmp(&Reverse(a.1))));
    let mut kept: Vec<CirclePeak> = Vec::new();
    for (votes, at) in all {
        let center = [at / width, at % width];
        let near = |other: &CirclePeak| {
            other.center[0].abs_diff(center[0]) <= down
                && other.center[1].abs_diff(center[1]) <= right
        };
        if kept.len() < options.num_peaks.unwrap_or(usize::MAX) && !kept.iter().any(near) {
            kept.push(CirclePeak { votes, center, radius });
        }
    }
    kept
}

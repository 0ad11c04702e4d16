//! Straight lines in pictures, by votes of their pixels.

use nd_core::{Array, ArrayLike, View, threads};
use std::f64::consts::PI;

/// Votes for straight lines: see [`hough_line`].
///
/// # Examples
/// ```
/// let votes = nd_image::hough_line([[false; 4]; 3], [0.0]);
/// assert_eq!(votes.votes.shape(), [11, 1]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LineVotes {
    /// For each distance and angle how many pixels lie on that line, `(distances, angles)`.
    pub votes: Array<u64>,
    /// Angles of the normals of lines from the direction of columns, in radians.
    pub angles: Vec<f64>,
    /// Distances of lines from the first pixel, along their normals.
    pub distances: Vec<f64>,
}

/// A line with many votes: see [`hough_line_peaks`].
///
/// # Examples
/// ```
/// use nd_image::{hough_line, hough_line_peaks};
/// let votes = hough_line([[true; 5]], [std::f64::consts::FRAC_PI_2]);
/// assert_eq!(hough_line_peaks(&votes)[0].votes, 5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct LinePeak {
    /// How many pixels lie on it.
    pub votes: u64,
    /// The angle of its normal, in radians.
    pub angle: f64,
    /// Its distance from the first pixel.
    pub distance: f64,
}

/// 180 angles from `-π/2` on, a degree apart: what [`hough_line`] is usually asked for.
///
/// # scikit-image
/// The default of `theta`: `np.linspace(-np.pi / 2, np.pi / 2, 180, endpoint=False)`.
///
/// # Examples
/// ```
/// let angles = nd_image::hough_angles();
/// assert_eq!((angles.len(), angles[90]), (180, 0.0));
/// ```
#[must_use]
pub fn hough_angles() -> Vec<f64> {
    (0..180).map(|k| k as f64 * (PI / 180.0) - PI / 2.0).collect()
}

/// The true pixels `(x, y)` of a picture, row by row.
pub(super) fn pixels(a: View<'_, bool>) -> Vec<[f64; 2]> {
    let width = a.shape()[1].max(1);
    let set = a.iter().enumerate().filter(|(_, set)| **set);
    set.map(|(at, _)| [(at % width) as f64, (at / width) as f64]).collect()
}

/// The least whole number of steps that no distance in a picture exceeds.
pub(super) fn reach(shape: &[usize]) -> usize {
    (shape[0] as f64).hypot(shape[1] as f64).ceil() as usize
}

/// The votes of a picture's true pixels `(h, w)` for lines `x cos θ + y sin θ = d`, for given angles in
/// radians and all whole distances `d`, rounded halves away from zero.
///
/// # Panics
/// If the picture has not 2 axes, or `theta` not one.
///
/// # scikit-image
/// `skimage.transform.hough_line(a, theta)`, the same counts; [`hough_angles`] are its default.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{hough_angles, hough_line, hough_line_peaks};
///
/// let row = Array::from_fn([20, 30], |i| i[0] == 7);
/// let peaks = hough_line_peaks(&hough_line(&row, hough_angles()));
/// assert_eq!((peaks[0].votes, peaks[0].distance.abs()), (30, 7.0));
/// ```
#[track_caller]
pub fn hough_line<A, C>(a: A, theta: C) -> LineVotes
where
    A: ArrayLike<Elem = bool>,
    C: ArrayLike<Elem = f64>,
{
    let (a, theta) = (a.view(), theta.view());
    assert!(a.ndim() == 2, "hough_line: shape {:?} is no picture (h, w)", a.shape());
    assert!(theta.ndim() == 1, "hough_line: angles of shape {:?}, a list is needed", theta.shape());
    let (pixels, reach) = (pixels(a), reach(a.shape()));
    let angles: Vec<f64> = theta.iter().copied().collect();
    let rows = 2 * reach + 1;
    let columns = threads::collect(angles.len(), &|k| {
        let (s, c) = angles[k].sin_cos();
        let mut votes = vec![0u64; rows];
        for [x, y] in &pixels {
            // Distances of angles that are not numbers go to the middle, nothing leaves the table.
            let at = (c * x + s * y).round() as isize + reach as isize;
            votes[at as usize] += 1;
        }
        votes
    });
    let votes = columns.into_iter().flatten().collect();
    let votes = Array::from_shape_vec([angles.len(), rows], votes).view().t().to_array();
    let distances = (0..rows).map(|k| k as f64 - reach as f64).collect();
    LineVotes { votes, angles, distances }
}

/// Which peaks [`hough_line_peaks_with`] takes.
///
/// # Examples
/// ```
/// let options = nd_image::LinePeaksOptions::default();
/// assert_eq!((options.min_distance, options.min_angle), (9, 10));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LinePeaksOptions {
    /// How many distances apart two lines are; 9 by default.
    pub min_distance: usize,
    /// How many angles apart two lines are; 10 by default.
    pub min_angle: usize,
    /// Lines have more votes than that; by default half of the most that one has.
    pub threshold: Option<u64>,
    /// How many lines at most; all by default.
    pub num_peaks: Option<usize>,
}

impl Default for LinePeaksOptions {
    fn default() -> LinePeaksOptions {
        LinePeaksOptions { min_distance: 9, min_angle: 10, threshold: None, num_peaks: None }
    }
}

impl LinePeaksOptions {
    /// Sets how many distances apart two lines are.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::LinePeaksOptions::default().min_distance(3).min_distance, 3);
    /// ```
    #[must_use]
    pub fn min_distance(self, min_distance: usize) -> LinePeaksOptions {
        LinePeaksOptions { min_distance, ..self }
    }

    /// Sets how many angles apart two lines are.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::LinePeaksOptions::default().min_angle(3).min_angle, 3);
    /// ```
    #[must_use]
    pub fn min_angle(self, min_angle: usize) -> LinePeaksOptions {
        LinePeaksOptions { min_angle, ..self }
    }

    /// Sets the votes that lines have more than.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::LinePeaksOptions::default().threshold(5).threshold, Some(5));
    /// ```
    #[must_use]
    pub fn threshold(self, threshold: u64) -> LinePeaksOptions {
        LinePeaksOptions { threshold: Some(threshold), ..self }
    }

    /// Sets how many lines there are at most.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::LinePeaksOptions::default().num_peaks(5).num_peaks, Some(5));
    /// ```
    #[must_use]
    pub fn num_peaks(self, num_peaks: usize) -> LinePeaksOptions {
        LinePeaksOptions { num_peaks: Some(num_peaks), ..self }
    }
}

/// The lines with the most votes, the most first: see [`hough_line_peaks_with`].
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{hough_angles, hough_line, hough_line_peaks};
///
/// let cross = Array::from_fn([40, 40], |i| i[0] == 12 || i[1] == 30);
/// let peaks = hough_line_peaks(&hough_line(&cross, hough_angles()));
/// assert_eq!(peaks.len(), 2);
/// ```
#[must_use]
pub fn hough_line_peaks(votes: &LineVotes) -> Vec<LinePeak> {
    hough_line_peaks_with(votes, &LinePeaksOptions::default())
}

/// The lines that have more votes than a threshold and than all lines whose distance and angle are
/// near, the most first; of lines with as many votes the first by distance, then by angle.
///
/// The turn by π that ends the range of angles and begins it anew, with the opposite distance, is
/// thought of: near lines are found across it.
///
/// # scikit-image
/// `skimage.transform.hough_line_peaks(votes, angles, distances, min_distance, min_angle, threshold,
/// num_peaks)`, except for lines with as many votes, of which it takes the middle of a group.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{LinePeaksOptions, hough_angles, hough_line, hough_line_peaks_with};
///
/// let cross = Array::from_fn([40, 40], |i| i[0] == 12 || i[1] == 30);
/// let options = LinePeaksOptions::default().num_peaks(1);
/// assert_eq!(hough_line_peaks_with(&hough_line(&cross, hough_angles()), &options).len(), 1);
/// ```
#[must_use]
pub fn hough_line_peaks_with(votes: &LineVotes, options: &LinePeaksOptions) -> Vec<LinePeak> {
    let LineVotes { votes, angles, distances } = votes;
    let most = votes.iter().copied().max().unwrap_or(0);
    let above = |count: u64| match options.threshold {
        Some(threshold) => count > threshold,
        None => 2 * count > most,
    };
    let width = angles.len();
    let table = Table { votes: votes.as_slice().unwrap_or(&[]), size: [distances.len(), width] };
    let mut peaks: Vec<(u64, usize)> = table
        .votes
        .iter()
        .enumerate()
        .filter(|&(at, &count)| above(count) && !table.dominated(at, options))
        .map(|(at, &count)| (count, at))
        .collect();
    peaks.sort_by_key(|&(count, at)| (std::cmp::Reverse(count), at));
    peaks.truncate(options.num_peaks.unwrap_or(usize::MAX));
    let peak = |(votes, at): (u64, usize)| LinePeak {
        votes,
        angle: angles[at % width],
        distance: distances[at / width],
    };
    peaks.into_iter().map(peak).collect()
}

/// Votes by distance and angle.
struct Table<'a> {
    votes: &'a [u64],
    size: [usize; 2],
}

impl Table<'_> {
    /// Whether a near line has more votes, or as many and comes first. The nearest are asked first.
    fn dominated(&self, at: usize, options: &LinePeaksOptions) -> bool {
        let [rows, width] = self.size;
        let (row, column) = (at / width, at % width);
        let better = |other: usize| {
            let (mine, theirs) = (self.votes[at], self.votes[other]);
            theirs > mine || (theirs == mine && other < at)
        };
        (0..=options.min_angle.min(width - 1)).any(|apart| {
            // Beyond the last angle comes the first, with the distance reversed.
            let after = if column + apart < width {
                (row, column + apart)
            } else {
                (rows - 1 - row, column + apart - width)
            };
            let before = if apart <= column {
                (row, column - apart)
            } else {
                (rows - 1 - row, column + width - apart)
            };
            (0..=options.min_distance.min(rows - 1)).any(|away| {
                [after, before].into_iter().any(|(row, column)| {
                    let less = row.checked_sub(away);
                    let more = Some(row + away).filter(|&row| row < rows);
                    [less, more].into_iter().flatten().any(|row| better(row * width + column))
                })
            })
        })
    }
}

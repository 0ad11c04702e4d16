//! Local maxima.

use crate::level::Level;
use nd_core::{Array, ArrayLike};
use std::collections::HashMap;

/// Which peaks [`peak_local_max_with`] and [`corner_peaks_with`] take.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::PeakOptions::default().min_distance, 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PeakOptions {
    /// The least distance between peaks, along the axis on which they are farthest apart; 1 by default.
    pub min_distance: usize,
    /// What peaks must be above; by default the least level of all.
    pub threshold: Option<f64>,
    /// What peaks must be above as a share of the largest level.
    pub threshold_rel: Option<f64>,
    /// The width of the border without peaks; by default the least distance.
    pub exclude_border: Option<usize>,
    /// The largest number of peaks, the highest ones; all by default.
    pub num_peaks: Option<usize>,
}

impl Default for PeakOptions {
    fn default() -> PeakOptions {
        PeakOptions {
            min_distance: 1,
            threshold: None,
            threshold_rel: None,
            exclude_border: None,
            num_peaks: None,
        }
    }
}

impl PeakOptions {
    /// Sets the least distance between peaks, along the axis on which they are farthest apart.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::{PeakOptions, peak_local_max_with};
    /// let wide = PeakOptions::default().min_distance(2);
    /// let peaks = peak_local_max_with([0, 0, 5, 0, 9, 0, 0, 0u8], &wide);
    /// assert_eq!(peaks.into_vec(), [4]);
    /// ```
    #[must_use]
    pub fn min_distance(self, min_distance: usize) -> PeakOptions {
        PeakOptions { min_distance, ..self }
    }

    /// Sets what peaks must be above.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::{PeakOptions, peak_local_max_with};
    /// let high = PeakOptions::default().threshold(5.0);
    /// assert_eq!(peak_local_max_with([0, 5, 0, 9, 0u8], &high).into_vec(), [3]);
    /// ```
    #[must_use]
    pub fn threshold(self, threshold: f64) -> PeakOptions {
        PeakOptions { threshold: Some(threshold), ..self }
    }

    /// Sets what peaks must be above as a share of the largest level.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::{PeakOptions, peak_local_max_with};
    /// let high = PeakOptions::default().threshold_rel(0.6);
    /// assert_eq!(peak_local_max_with([0, 5, 0, 9, 0u8], &high).into_vec(), [3]);
    /// ```
    #[must_use]
    pub fn threshold_rel(self, threshold_rel: f64) -> PeakOptions {
        PeakOptions { threshold_rel: Some(threshold_rel), ..self }
    }

    /// Sets the width of the border without peaks.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::{PeakOptions, peak_local_max_with};
    /// let all = PeakOptions::default().exclude_border(0);
    /// assert_eq!(peak_local_max_with([5, 0, 9, 0u8], &all).into_vec(), [2, 0]);
    /// ```
    #[must_use]
    pub fn exclude_border(self, exclude_border: usize) -> PeakOptions {
        PeakOptions { exclude_border: Some(exclude_border), ..self }
    }

    /// Sets the largest number of peaks, the highest ones.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::{PeakOptions, peak_local_max_with};
    /// let one = PeakOptions::default().num_peaks(1);
    /// assert_eq!(peak_local_max_with([0, 5, 0, 9, 0u8], &one).into_vec(), [3]);
    /// ```
    #[must_use]
    pub fn num_peaks(self, num_peaks: usize) -> PeakOptions {
        PeakOptions { num_peaks: Some(num_peaks), ..self }
    }
}

/// Where samples are the largest among their neighbours: `(…) -> (n, axes)`, the highest peak first, of equal ones
/// the first in C order.
///
/// Neighbours share a corner. Each sample of a plateau is a peak, unless all is one plateau; nothing at the
/// very edges is. NaN is no peak. An empty array has none.
///
/// # scikit-image
/// `skimage.feature.peak_local_max(a)`.
///
/// # Examples
/// ```
/// let a = [[0u8, 0, 0, 0], [0, 3, 0, 0], [0, 0, 0, 0]];
/// assert_eq!(nd_image::feature::peak_local_max(a).into_vec(), [1, 1]);
/// ```
pub fn peak_local_max<A: ArrayLike<Elem: Level>>(a: A) -> Array<usize> {
    peak_local_max_with(a, &PeakOptions::default())
}

/// [`peak_local_max`] with a distance, a threshold, a border or a number.
///
/// # scikit-image
/// `skimage.feature.peak_local_max(a, min_distance, threshold_abs, threshold_rel, exclude_border, num_peaks)`.
///
/// # Examples
/// ```
/// use nd_image::feature::{PeakOptions, peak_local_max_with};
/// let options = PeakOptions::default().min_distance(2).exclude_border(0);
/// let peaks = peak_local_max_with([3, 0, 0, 7, 0u8], &options);
/// assert_eq!(peaks.into_vec(), [3, 0]);
/// ```
pub fn peak_local_max_with<A>(a: A, options: &PeakOptions) -> Array<usize>
where
    A: ArrayLike<Elem: Level>,
{
    let a = A::Elem::wide(a.view());
    positions(peaks(&a, options, true), a.shape())
}

/// [`peak_local_max`] for responses of corners: of peaks that are next to each other, only the highest.
///
/// # scikit-image
/// `skimage.feature.corner_peaks(a)`.
///
/// # Examples
/// ```
/// let a = [[0.0; 5], [0.0, 2.0, 2.0, 0.0, 0.0], [0.0; 5]];
/// assert_eq!(nd_image::feature::corner_peaks(a).into_vec(), [1, 1]);
/// ```
pub fn corner_peaks<A: ArrayLike<Elem: Level>>(a: A) -> Array<usize> {
    corner_peaks_with(a, &PeakOptions::default())
}

/// [`corner_peaks`] with a distance, a threshold, a border or a number.
///
/// # scikit-image
/// `skimage.feature.corner_peaks(a, min_distance, threshold_abs, threshold_rel, exclude_border, num_peaks=...)`.
///
/// # Examples
/// ```
/// use nd_image::feature::{PeakOptions, corner_peaks_with};
/// let options = PeakOptions::default().exclude_border(0);
/// assert_eq!(corner_peaks_with([4u8, 4, 0, 1, 0], &options).into_vec(), [0, 3]);
/// ```
pub fn corner_peaks_with<A>(a: A, options: &PeakOptions) -> Array<usize>
where
    A: ArrayLike<Elem: Level>,
{
    let a = A::Elem::wide(a.view());
    let all = PeakOptions { num_peaks: None, ..*options };
    let mut apart = spaced(&peaks(&a, &all, true), a.shape(), options.min_distance + 1);
    apart.truncate(options.num_peaks.unwrap_or(usize::MAX));
    positions(apart, a.shape())
}

/// Positions in C order as indices of axes.
pub(super) fn positions(peaks: Vec<usize>, shape: &[usize]) -> Array<usize> {
    let indices = peaks.iter().flat_map(|&peak| unravelled(peak, shape)).collect();
    Array::from_shape_vec([peaks.len(), shape.len()], indices)
}

fn unravelled(mut position: usize, shape: &[usize]) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    for (i, &n) in index.iter_mut().zip(shape).rev() {
        (*i, position) = (position % n, position / n);
    }
    index
}

/// The positions of peaks in C order, the highest first.
#[inline(never)]
pub(super) fn peaks(a: &Array<f64>, options: &PeakOptions, border: bool) -> Vec<usize> {
    let samples = a.as_slice().expect("casts are contiguous");
    let distance = options.min_distance;
    let ends = (f64::INFINITY, f64::NEG_INFINITY);
    let (low, high) = samples.iter().fold(ends, |(l, h), &x| (l.min(x), h.max(x)));
    let relative = options.threshold_rel.map_or(f64::NEG_INFINITY, |share| share * high);
    let threshold = options.threshold.unwrap_or(low).max(relative);
    let window = distance > 0 && a.size() > 1;
    let largest = if window { largest(a, distance) } else { samples.to_vec() };
    if window && samples == largest {
        return Vec::new();
    }
    let edge = if border { options.exclude_border.unwrap_or(distance) } else { 0 };
    let away = |i: &usize| {
        let index = unravelled(*i, a.shape());
        index.iter().zip(a.shape()).all(|(&i, &n)| i >= edge && i + edge < n)
    };
    let peak = |i: &usize| samples[*i] == largest[*i] && samples[*i] > threshold;
    let mut peaks: Vec<usize> = (0..samples.len()).filter(peak).filter(away).collect();
    // Stable, and NaN was no peak.
    peaks.sort_by(|&i, &j| samples[j].total_cmp(&samples[i]));
    if distance > 1 {
        peaks = spaced(&peaks, a.shape(), distance);
    }
    peaks.truncate(options.num_peaks.unwrap_or(usize::MAX));
    peaks
}

/// The largest sample of the window around each, cut off at the edges.
fn largest(a: &Array<f64>, reach: usize) -> Vec<f64> {
    let mut samples = a.view().flatten().into_vec();
    for (axis, &n) in a.shape().iter().enumerate() {
        let step: usize = a.shape()[axis + 1..].iter().product();
        // A window that is longer than the axis on both sides sees all of it.
        let reach = reach.min(n);
        let pad = vec![f64::NEG_INFINITY; reach * step];
        for block in samples.chunks_mut((n * step).max(1)) {
            let mut lane = [&pad, &*block, &pad].concat();
            // Windows of twice the length, as long as they are not too long.
            let (mut length, whole) = (1, 2 * reach + 1);
            while length < whole {
                let further = length.min(whole - length);
                for i in 0..lane.len() - further * step {
                    lane[i] = lane[i].max(lane[i + further * step]);
                }
                length += further;
            }
            block.copy_from_slice(&lane[..n * step]);
        }
    }
    samples
}

/// Of positions in order, those that are at least `distance` from all that were taken before, along some axis.
fn spaced(peaks: &[usize], shape: &[usize], distance: usize) -> Vec<usize> {
    let mut taken: HashMap<Vec<usize>, Vec<Vec<usize>>> = HashMap::new();
    let mut kept = Vec::new();
    let near = |a: &[usize], b: &[usize]| a.iter().zip(b).all(|(x, y)| x.abs_diff(*y) < distance);
    for &peak in peaks {
        let index = unravelled(peak, shape);
        if shape.len() > 6 {
            // More cells around than peaks.
            let far = |&other: &usize| !near(&unravelled(other, shape), &index);
            if kept.iter().all(far) {
                kept.push(peak);
            }
            continue;
        }
        let cell: Vec<usize> = index.iter().map(|i| i / distance + 1).collect();
        let around = (0..3usize.pow(shape.len() as u32)).map(|neighbour| {
            let steps = unravelled(neighbour, &vec![3; shape.len()]);
            cell.iter().zip(steps).map(|(c, step)| c + step - 1).collect::<Vec<_>>()
        });
        let mut others = around.filter_map(|cell| taken.get(&cell)).flatten();
        if !others.any(|other| near(other, &index)) {
            kept.push(peak);
            taken.entry(cell).or_default().push(index);
        }
    }
    kept
}

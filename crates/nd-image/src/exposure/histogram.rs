//! How often each level is there.

use crate::level::Level;
use crate::pixel::Pixel;
use nd_core::{Array, ArrayLike, View};

/// What [`histogram`] counts.
///
/// # Examples
/// ```
/// let h = nd_image::exposure::histogram([3u8, 5, 5]);
/// assert_eq!((h.counts.into_vec(), h.centers.into_vec()), (vec![1, 0, 2], vec![3.0, 4.0, 5.0]));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Histogram {
    /// How many samples fall into each bin.
    pub counts: Array<u64>,
    /// The level in the middle of each bin.
    pub centers: Array<f64>,
}

/// How [`histogram_with`] counts.
///
/// # Examples
/// ```
/// use nd_image::exposure::HistogramOptions;
/// assert_eq!(HistogramOptions::default().bins, 256);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct HistogramOptions {
    /// The number of bins for floats; 256 by default. Integers have one bin a level.
    pub bins: usize,
    /// The range of levels; by default from the least to the largest that is there.
    pub range: Option<[f64; 2]>,
}

impl Default for HistogramOptions {
    fn default() -> HistogramOptions {
        HistogramOptions { bins: 256, range: None }
    }
}

impl HistogramOptions {
    /// Sets the number of bins for floats.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::{HistogramOptions, histogram_with};
    /// let h = histogram_with([0.0, 0.1, 1.0], &HistogramOptions::default().bins(2));
    /// assert_eq!(h.counts, nd_core::Array::from([2u64, 1].to_vec()));
    /// ```
    #[must_use]
    pub fn bins(self, bins: usize) -> HistogramOptions {
        HistogramOptions { bins, ..self }
    }

    /// Sets the range of levels; samples outside are not counted.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::{HistogramOptions, histogram_with};
    /// let h = histogram_with([3u8, 9], &HistogramOptions::default().range([0.0, 4.0]));
    /// assert_eq!(h.counts.into_vec(), [0, 0, 0, 1, 0]);
    /// ```
    #[must_use]
    pub fn range(self, range: [f64; 2]) -> HistogramOptions {
        HistogramOptions { range: Some(range), ..self }
    }
}

/// How often each level is in a picture: `(…) -> (bins)`.
///
/// Integers have a bin for each level from the least to the largest that is there, floats 256 of
/// one width. NaN and infinity are counted nowhere. An empty array of integers gives no bins, one of
/// floats empty bins from 0 to 1.
///
/// # scikit-image
/// `skimage.exposure.histogram(a)`, which fails if there is a NaN.
///
/// # Examples
/// ```
/// let h = nd_image::exposure::histogram([[0.0, 1.0], [1.0, f64::NAN]]);
/// assert_eq!((h.counts[[0]], h.counts[[255]]), (1, 2));
/// ```
pub fn histogram<A: ArrayLike<Elem: Level>>(a: A) -> Histogram {
    counted(a.view(), HistogramOptions::default())
}

/// [`histogram`] with another number of bins or a range.
///
/// # Panics
/// If there are no bins, or the range is not finite, falls, or has an end that is not a level of an
/// integer type.
///
/// # scikit-image
/// `skimage.exposure.histogram(a, nbins)`.
///
/// # Examples
/// ```
/// use nd_image::exposure::{HistogramOptions, histogram_with};
/// let all = HistogramOptions::default().range([0.0, 255.0]);
/// assert_eq!(histogram_with([7u8], &all).counts.shape(), [256]);
/// ```
#[track_caller]
pub fn histogram_with<A: ArrayLike<Elem: Level>>(a: A, options: &HistogramOptions) -> Histogram {
    assert!(options.bins > 0, "histogram: no bins");
    if let Some([low, high]) = options.range {
        let fits = low <= high && low.is_finite() && high.is_finite();
        let whole = !<A::Elem as Pixel>::WHOLE
            || [low, high].iter().all(|x| x.fract() == 0.0 && (0.0..=A::Elem::WHITE).contains(x));
        assert!(fits && whole, "histogram: a range from {low} to {high}");
    }
    counted(a.view(), *options)
}

/// Shares of the samples at or below each bin's level: the sums of [`histogram`], over the last of
/// them; and the levels in the middle of the bins.
///
/// All NaN if nothing was counted.
///
/// # scikit-image
/// `skimage.exposure.cumulative_distribution(a)`.
///
/// # Examples
/// ```
/// let (shares, levels) = nd_image::exposure::cumulative_distribution([3u8, 5, 5, 5]);
/// assert_eq!((shares.into_vec(), levels.into_vec()), (vec![0.25, 0.25, 1.0], vec![3.0, 4.0, 5.0]));
/// ```
pub fn cumulative_distribution<A: ArrayLike<Elem: Level>>(a: A) -> (Array<f64>, Array<f64>) {
    shares(histogram(a))
}

/// [`cumulative_distribution`] with another number of bins or a range.
///
/// # Panics
/// As [`histogram_with`].
///
/// # scikit-image
/// `skimage.exposure.cumulative_distribution(a, nbins)`.
///
/// # Examples
/// ```
/// use nd_image::exposure::{HistogramOptions, cumulative_distribution_with};
/// let two = HistogramOptions::default().bins(2);
/// let (shares, levels) = cumulative_distribution_with([0.0, 0.1, 0.2, 1.0], &two);
/// assert_eq!((shares.into_vec(), levels.into_vec()), (vec![0.75, 1.0], vec![0.25, 0.75]));
/// ```
#[track_caller]
pub fn cumulative_distribution_with<A: ArrayLike<Elem: Level>>(
    a: A,
    options: &HistogramOptions,
) -> (Array<f64>, Array<f64>) {
    shares(histogram_with(a, options))
}

pub(super) fn shares(h: Histogram) -> (Array<f64>, Array<f64>) {
    let total: u64 = h.counts.iter().sum();
    let mut sum = 0;
    let running = h.counts.iter().map(|&count| {
        sum += count;
        sum as f64 / total as f64
    });
    (Array::from_vec(running.collect()), h.centers)
}

fn counted<T: Level>(a: View<'_, T>, options: HistogramOptions) -> Histogram {
    counts_of(&T::wide(a), options, T::WHOLE, &|x| T::level(x).cast_to())
}

/// The histogram of samples that have been widened; `rounded` is to the precision they had.
pub(super) fn counts_of(
    samples: &Array<f64>,
    options: HistogramOptions,
    whole: bool,
    rounded: &dyn Fn(f64) -> f64,
) -> Histogram {
    let samples = samples.as_slice().expect("casts are contiguous");
    let finite = samples.iter().filter(|x| x.is_finite());
    let (low, high) = match options.range {
        Some([low, high]) => (low, high),
        None => finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &x| (l.min(x), h.max(x))),
    };
    if whole { levels(samples, low, high) } else { bins(samples, options.bins, low, high, rounded) }
}

fn levels(samples: &[f64], low: f64, high: f64) -> Histogram {
    let bins = if low <= high { (high - low) as usize + 1 } else { 0 };
    let mut counts = vec![0; bins];
    for &x in samples.iter().filter(|&&x| (low..=high).contains(&x)) {
        counts[(x - low) as usize] += 1;
    }
    let centers = (0..bins).map(|i| low + i as f64).collect();
    Histogram { counts: Array::from_vec(counts), centers: Array::from_vec(centers) }
}

/// Bins of one width, closed on the left, the last one on both sides; NumPy's rounding of edges.
fn bins(samples: &[f64], n: usize, low: f64, high: f64, r: &dyn Fn(f64) -> f64) -> Histogram {
    let (low, high) = match (low, high) {
        _ if low > high => (0.0, 1.0),
        _ if low == high => (r(low - 0.5), r(high + 0.5)),
        range => range,
    };
    let step = r(r(high - low) / n as f64);
    let mut edges: Vec<f64> = (0..=n).map(|i| r(r(i as f64 * step) + low)).collect();
    edges[n] = high;
    let scale = n as f64 / (high - low);
    let mut counts = vec![0; n];
    for &x in samples.iter().filter(|&&x| (low..=high).contains(&x)) {
        let mut bin = (((x - low) * scale) as usize).min(n - 1);
        // What the division rounded past an edge.
        if x < edges[bin] {
            bin = bin.saturating_sub(1);
        } else if x >= edges[bin + 1] && bin + 1 < n {
            bin += 1;
        }
        counts[bin] += 1;
    }
    let centers = edges.windows(2).map(|e| r(r(e[0] + e[1]) / 2.0)).collect();
    Histogram { counts: Array::from_vec(counts), centers: Array::from_vec(centers) }
}

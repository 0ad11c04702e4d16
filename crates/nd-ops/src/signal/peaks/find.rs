//! `find_peaks`: peaks that fulfil conditions.

use super::local::{Plateau, middles, plateaus};
use super::prominence::{PeakWidths, Prominences, Skips, bases, check_height, check_window, spans};
use super::signal;
use crate::signal::sampled::Sampled;
use nd_core::{Array, ArrayLike};

/// A least and a greatest value, both allowed.
///
/// # SciPy
/// A number, or a tuple of two.
///
/// # Examples
/// ```
/// use nd_ops::signal::Limits;
///
/// assert_eq!(Limits::from(1.0), Limits { least: 1.0, greatest: f64::INFINITY });
/// assert_eq!(Limits::from((1.0, 2.0)), Limits { least: 1.0, greatest: 2.0 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The least value.
    pub least: f64,
    /// The greatest value.
    pub greatest: f64,
}

impl From<f64> for Limits {
    fn from(least: f64) -> Limits {
        Limits { least, greatest: f64::INFINITY }
    }
}

impl From<(f64, f64)> for Limits {
    fn from((least, greatest): (f64, f64)) -> Limits {
        Limits { least, greatest }
    }
}

impl Limits {
    fn contain(&self, x: f64) -> bool {
        // NaN is not, as in SciPy: a width next to -∞ is NaN.
        self.least <= x && x <= self.greatest
    }
}

/// What is asked of peaks. What is asked for is returned, too.
///
/// # Examples
/// ```
/// use nd_ops::signal::{PeakOptions, find_peaks_with};
///
/// let found = find_peaks_with(&[0.0, 2.0, 0.0, 1.0, 0.0], &PeakOptions::default().height(1.5));
/// assert_eq!(found.peaks, nd_core::array![1]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PeakOptions {
    /// How high they are.
    pub height: Option<Limits>,
    /// How far above both neighbours.
    pub threshold: Option<Limits>,
    /// How many elements apart, at least; of nearer ones the higher stays.
    pub distance: Option<f64>,
    /// How far they stand out.
    pub prominence: Option<Limits>,
    /// How wide they are.
    pub width: Option<Limits>,
    /// How prominences and widths are measured.
    pub measure: super::WidthOptions,
    /// Of how many equal elements.
    pub plateau_size: Option<Limits>,
}

impl PeakOptions {
    /// How high peaks are.
    ///
    /// # SciPy
    /// `height`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{PeakOptions, find_peaks_with};
    ///
    /// let low = PeakOptions::default().height((0.0, 2.0));
    /// assert_eq!(find_peaks_with(&[0, 3, 0, 2, 0], &low).peaks, array![3]);
    /// ```
    pub fn height(self, height: impl Into<Limits>) -> Self {
        PeakOptions { height: Some(height.into()), ..self }
    }

    /// How far above both neighbours peaks are.
    ///
    /// # SciPy
    /// `threshold`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{PeakOptions, find_peaks_with};
    ///
    /// let steep = PeakOptions::default().threshold(2.0);
    /// assert_eq!(find_peaks_with(&[0, 3, 0, 3, 2, 0], &steep).peaks, array![1]);
    /// ```
    pub fn threshold(self, threshold: impl Into<Limits>) -> Self {
        PeakOptions { threshold: Some(threshold.into()), ..self }
    }

    /// How many elements apart peaks are, at least 1; of nearer ones the higher stays, of equal ones the later.
    ///
    /// # SciPy
    /// `distance`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{PeakOptions, find_peaks_with};
    ///
    /// let apart = PeakOptions::default().distance(3.0);
    /// assert_eq!(find_peaks_with(&[0, 2, 0, 2, 0], &apart).peaks, array![3]);
    /// ```
    pub fn distance(self, distance: f64) -> Self {
        PeakOptions { distance: Some(distance), ..self }
    }

    /// How far peaks stand out.
    ///
    /// # SciPy
    /// `prominence`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{PeakOptions, find_peaks_with};
    ///
    /// let main = PeakOptions::default().prominence(2.0);
    /// assert_eq!(find_peaks_with(&[0, 5, 4, 5, 0], &main).peaks, array![1, 3]);
    /// ```
    pub fn prominence(self, prominence: impl Into<Limits>) -> Self {
        PeakOptions { prominence: Some(prominence.into()), ..self }
    }

    /// How wide peaks are.
    ///
    /// # SciPy
    /// `width`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{PeakOptions, find_peaks_with};
    ///
    /// let broad = PeakOptions::default().width(1.5);
    /// assert_eq!(find_peaks_with(&[0, 2, 0, 1, 2, 1, 0], &broad).peaks, array![4]);
    /// ```
    pub fn width(self, width: impl Into<Limits>) -> Self {
        PeakOptions { width: Some(width.into()), ..self }
    }

    /// How prominences and widths are measured.
    ///
    /// # SciPy
    /// `wlen` and `rel_height`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{PeakOptions, WidthOptions, find_peaks_with};
    ///
    /// let whole = PeakOptions::default().width(0.0).measure(WidthOptions::default().rel_height(1.0));
    /// assert_eq!(find_peaks_with(&[0, 2, 0], &whole).widths.unwrap().widths, array![2.0]);
    /// ```
    pub fn measure(self, measure: super::WidthOptions) -> Self {
        PeakOptions { measure, ..self }
    }

    /// Of how many equal elements peaks are.
    ///
    /// # SciPy
    /// `plateau_size`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{PeakOptions, find_peaks_with};
    ///
    /// let flat = PeakOptions::default().plateau_size(2.0);
    /// assert_eq!(find_peaks_with(&[0, 2, 0, 1, 1, 0], &flat).peaks, array![3]);
    /// ```
    pub fn plateau_size(self, plateau_size: impl Into<Limits>) -> Self {
        PeakOptions { plateau_size: Some(plateau_size.into()), ..self }
    }
}

/// Peaks that were found, and what conditions were about.
///
/// # SciPy
/// The tuple `(peaks, properties)`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Peaks {
    /// Where they are, ascending, `(k,)`; of plateaus the middle, rounded down.
    pub peaks: Array<usize>,
    /// How high they are, where heights are asked for, `(k,)`.
    pub heights: Option<Array<f64>>,
    /// How far above the neighbour before and the one after, where thresholds are asked for, `(k,)` each.
    pub thresholds: Option<(Array<f64>, Array<f64>)>,
    /// How far they stand out, where prominences or widths are asked for.
    pub prominences: Option<Prominences>,
    /// How wide they are, where widths are asked for.
    pub widths: Option<PeakWidths>,
    /// The first and the last element of plateaus, where their sizes are asked for, `(k,)` each.
    pub edges: Option<(Array<usize>, Array<usize>)>,
}

/// Elements that are larger than both neighbours.
///
/// `x: (n,)` → where they are. Equal elements are one peak, in their middle. The ends are no peaks, and neither are NaN
/// and its neighbours.
///
/// # Panics
/// If `x` has not one axis, or is complex.
///
/// # SciPy
/// `scipy.signal.find_peaks(x)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::find_peaks;
///
/// assert_eq!(find_peaks(&[0.0, 2.0, 1.0, 3.0, 3.0, 0.0, 4.0]).peaks, array![1, 3]);
/// ```
#[track_caller]
pub fn find_peaks<A: ArrayLike<Elem: Sampled>>(x: A) -> Peaks {
    find_peaks_with(x, &PeakOptions::default())
}

/// As [`find_peaks`], of those that fulfil conditions: on the size of plateaus, height, threshold, distance, prominence
/// and width, one after the other.
///
/// # Panics
/// As [`find_peaks`], and if a distance is below 1, a window below 2 or a relative height below 0.
///
/// # SciPy
/// `scipy.signal.find_peaks(x, …)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{PeakOptions, find_peaks_with};
///
/// let options = PeakOptions::default().prominence(1.0).height(0.0);
/// let found = find_peaks_with(&[0.0, 5.0, 2.0, 3.0, 1.0], &options);
/// assert_eq!(found.peaks, array![1, 3]);
/// assert_eq!(found.prominences.unwrap().prominences, array![4.0, 1.0]);
/// assert_eq!(found.heights.unwrap(), array![5.0, 3.0]);
/// ```
#[track_caller]
pub fn find_peaks_with<A: ArrayLike<Elem: Sampled>>(x: A, options: &PeakOptions) -> Peaks {
    let x = signal("find_peaks", &x);
    if let Some(distance) = options.distance {
        assert!(distance >= 1.0, "find_peaks: a distance of {distance}, which has to be 1 or more");
    }
    check_window("find_peaks", options.measure.window);
    check_height("find_peaks", options.measure.rel_height);
    found(x.as_slice().expect("parts are in C order"), options)
}

fn found(x: &[f64], options: &PeakOptions) -> Peaks {
    let mut edges = None;
    let mut peaks = match options.plateau_size {
        None => middles(x),
        Some(limits) => {
            let mut all = plateaus(x);
            all.retain(|peak| limits.contain((peak.right - peak.left + 1) as f64));
            let peaks = all.iter().map(Plateau::middle).collect();
            edges = Some(all);
            peaks
        }
    };
    let keep_if = |keep: &[bool], peaks: &mut Vec<usize>, edges: &mut Option<Vec<Plateau>>| {
        retain(keep, peaks);
        if let Some(edges) = edges {
            retain(keep, edges);
        }
    };
    let simple = |peak: &usize| {
        let (before, after) = steps(x, *peak);
        options.height.is_none_or(|limits| limits.contain(x[*peak]))
            && options
                .threshold
                .is_none_or(|limits| limits.contain(before) && limits.contain(after))
    };
    if options.height.is_some() || options.threshold.is_some() {
        let keep: Vec<bool> = peaks.iter().map(simple).collect();
        keep_if(&keep, &mut peaks, &mut edges);
    }
    if let Some(distance) = options.distance {
        let keep = apart(x, &peaks, distance.ceil() as usize);
        keep_if(&keep, &mut peaks, &mut edges);
    }
    let (mut prominences, mut widths) = (None, None);
    if options.prominence.is_some() || options.width.is_some() {
        let skips = Skips::new(x);
        let mut bases = bases(&skips, &peaks, options.measure.window);
        if let Some(limits) = options.prominence {
            let keep: Vec<bool> =
                bases.iter().map(|base| limits.contain(base.prominence)).collect();
            keep_if(&keep, &mut peaks, &mut edges);
            retain(&keep, &mut bases);
        }
        if let Some(limits) = options.width {
            let mut spans = spans(&skips, &peaks, &bases, options.measure.rel_height);
            let keep: Vec<bool> =
                spans.iter().map(|span| limits.contain(span.right - span.left)).collect();
            keep_if(&keep, &mut peaks, &mut edges);
            retain(&keep, &mut bases);
            retain(&keep, &mut spans);
            widths = Some(PeakWidths::of(&spans));
        }
        prominences = Some(Prominences::of(&bases));
    }
    with_properties(x, peaks, options, (prominences, widths, edges))
}

/// The peaks that are left, with what conditions were about.
fn with_properties(
    x: &[f64],
    peaks: Vec<usize>,
    options: &PeakOptions,
    (prominences, widths, edges): (Option<Prominences>, Option<PeakWidths>, Option<Vec<Plateau>>),
) -> Peaks {
    let values =
        |f: &dyn Fn(&usize) -> f64| Array::from_vec(peaks.iter().map(f).collect::<Vec<_>>());
    let ends = |all: &[Plateau], f: fn(&Plateau) -> usize| {
        Array::from_vec(all.iter().map(f).collect::<Vec<_>>())
    };
    Peaks {
        heights: options.height.map(|_| values(&|&peak| x[peak])),
        thresholds: options
            .threshold
            .map(|_| (values(&|&peak| steps(x, peak).0), values(&|&peak| steps(x, peak).1))),
        prominences,
        widths,
        edges: edges.map(|all| (ends(&all, |peak| peak.left), ends(&all, |peak| peak.right))),
        peaks: Array::from_vec(peaks),
    }
}

/// How far a peak is above its neighbours.
fn steps(x: &[f64], peak: usize) -> (f64, f64) {
    (x[peak] - x[peak - 1], x[peak] - x[peak + 1])
}

fn retain<T>(keep: &[bool], all: &mut Vec<T>) {
    let mut keep = keep.iter();
    all.retain(|_| keep.next().copied().unwrap_or(false));
}

/// Which peaks stay if none is nearer to a higher one, from the highest to the lowest.
fn apart(x: &[f64], peaks: &[usize], distance: usize) -> Vec<bool> {
    // Peaks are never NaN; of equal ones the later stays.
    let key = |x: f64| {
        let bits = (x + 0.0).to_bits() as i64;
        bits ^ (((bits >> 63) as u64) >> 1) as i64
    };
    let mut order: Vec<(i64, usize)> =
        peaks.iter().enumerate().map(|(k, &peak)| (key(x[peak]), k)).collect();
    order.sort_unstable();
    let mut keep = vec![true; peaks.len()];
    for &(_, k) in order.iter().rev() {
        if !keep[k] {
            continue;
        }
        for j in (0..k).rev().take_while(|&j| peaks[k] - peaks[j] < distance) {
            keep[j] = false;
        }
        for j in (k + 1..peaks.len()).take_while(|&j| peaks[j] - peaks[k] < distance) {
            keep[j] = false;
        }
    }
    keep
}

//! How far peaks stand out of what is around them, and how wide they are.

use super::signal;
use crate::signal::error::SignalError;
use crate::signal::sampled::Sampled;
use nd_core::{Array, ArrayLike, ShapeError, threads};
use std::ops::Range;

/// Peaks that one task looks at.
const TASK: usize = 1 << 10;
/// Elements whose bounds are known.
const STRETCH: usize = 64;

/// How far peaks stand out, and from where.
///
/// # SciPy
/// The tuple `(prominences, left_bases, right_bases)`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Prominences {
    /// The height above the higher of both bases, `(peaks,)`.
    pub prominences: Array<f64>,
    /// The lowest place on the left, up to a higher element, `(peaks,)`.
    pub left_bases: Array<usize>,
    /// The lowest place on the right, `(peaks,)`.
    pub right_bases: Array<usize>,
}

/// How wide peaks are, and where that is measured.
///
/// # SciPy
/// The tuple `(widths, width_heights, left_ips, right_ips)`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PeakWidths {
    /// The widths in elements, `(peaks,)`.
    pub widths: Array<f64>,
    /// The heights at which they are measured, `(peaks,)`.
    pub heights: Array<f64>,
    /// Where the signal has that height on the left, between elements, `(peaks,)`.
    pub left: Array<f64>,
    /// Where it has that height on the right, `(peaks,)`.
    pub right: Array<f64>,
}

/// How widths of peaks are measured.
///
/// # Examples
/// ```
/// use nd_ops::signal::WidthOptions;
///
/// assert_eq!(WidthOptions::default().rel_height, 0.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct WidthOptions {
    /// How far below the top, as a share of the prominence.
    pub rel_height: f64,
    /// How many elements around a peak are looked at: all unless given.
    pub window: Option<usize>,
}

impl Default for WidthOptions {
    fn default() -> Self {
        WidthOptions { rel_height: 0.5, window: None }
    }
}

impl WidthOptions {
    /// How far below the top, as a share of the prominence.
    ///
    /// # SciPy
    /// `rel_height`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{WidthOptions, peak_widths_with};
    ///
    /// let whole = WidthOptions::default().rel_height(1.0);
    /// let found = peak_widths_with(&[0.0, 1.0, 0.0], &[1], &whole).unwrap();
    /// assert_eq!(found.widths, array![2.0]);
    /// ```
    pub fn rel_height(self, rel_height: f64) -> Self {
        WidthOptions { rel_height, ..self }
    }

    /// How many elements around a peak are looked at; even numbers count as the next odd one.
    ///
    /// # SciPy
    /// `wlen`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{WidthOptions, peak_prominences_with};
    ///
    /// let near = WidthOptions::default().window(3);
    /// let found = peak_prominences_with(&[0.0, 1.0, 3.0, 2.0, 0.0], &[2], &near).unwrap();
    /// assert_eq!(found.prominences, array![1.0]);
    /// ```
    pub fn window(self, window: usize) -> Self {
        WidthOptions { window: Some(window), ..self }
    }
}

/// The least and the greatest elements of stretches, so that searches need not look at each element.
pub(super) struct Skips<'a> {
    x: &'a [f64],
    levels: Vec<(usize, Vec<(f64, f64)>)>,
}

impl<'a> Skips<'a> {
    pub(super) fn new(x: &'a [f64]) -> Self {
        let mut levels: Vec<(usize, Vec<(f64, f64)>)> = vec![];
        for len in [STRETCH, STRETCH * STRETCH, STRETCH * STRETCH * STRETCH] {
            if len >= x.len() {
                break;
            }
            let blocks = match levels.last() {
                None => {
                    x.chunks_exact(len).map(|block| bounds(block.iter().map(|&x| (x, x)))).collect()
                }
                Some((_, finer)) => {
                    finer.chunks_exact(STRETCH).map(|b| bounds(b.iter().copied())).collect()
                }
            };
            levels.push((len, blocks));
        }
        Skips { x, levels }
    }

    /// The first place from the end of `range` backwards for which `stop` holds, and the lowest place after it; `stop`
    /// says of a stretch, by its bounds, whether an element of it may stop.
    #[inline]
    fn backwards(
        &self,
        range: Range<usize>,
        stop: impl Fn(f64, f64) -> bool,
    ) -> (Option<usize>, usize) {
        let (mut at, mut least, mut lowest) =
            (range.end, f64::INFINITY, range.end.saturating_sub(1));
        while at > range.start {
            let edge = range.start.max((at - 1) / STRETCH * STRETCH);
            for k in (edge..at).rev() {
                let x = self.x[k];
                if stop(x, x) {
                    return (Some(k), lowest);
                }
                if x < least {
                    (least, lowest) = (x, k);
                }
            }
            at = edge;
            while let Some((len, low)) =
                self.skip(at, |len| at.checked_sub(len).filter(|&k| k >= range.start), &stop)
            {
                if low < least {
                    (least, lowest) = (low, self.last_of(at - len..at, low));
                }
                at -= len;
            }
        }
        (None, lowest)
    }

    /// As [`backwards`](Self::backwards), from the start on.
    #[inline]
    fn forwards(
        &self,
        range: Range<usize>,
        stop: impl Fn(f64, f64) -> bool,
    ) -> (Option<usize>, usize) {
        let (mut at, mut least, mut lowest) = (range.start, f64::INFINITY, range.start);
        while at < range.end {
            let edge = range.end.min((at / STRETCH + 1) * STRETCH);
            for k in at..edge {
                let x = self.x[k];
                if stop(x, x) {
                    return (Some(k), lowest);
                }
                if x < least {
                    (least, lowest) = (x, k);
                }
            }
            at = edge;
            while let Some((len, low)) =
                self.skip(at, |len| (range.end - at >= len).then_some(at), &stop)
            {
                if low < least {
                    (least, lowest) = (low, self.first_of(at..at + len, low));
                }
                at += len;
            }
        }
        (None, lowest)
    }

    /// The longest stretch at `at` in which nothing stops, and its least element; `start` says where one of a length
    /// begins, if it fits.
    fn skip(
        &self,
        at: usize,
        start: impl Fn(usize) -> Option<usize>,
        stop: &impl Fn(f64, f64) -> bool,
    ) -> Option<(usize, f64)> {
        self.levels.iter().rev().find_map(|(len, blocks)| {
            let start = start(*len).filter(|_| at.is_multiple_of(*len))?;
            let (least, most) = *blocks.get(start / len)?;
            (!stop(least, most)).then_some((*len, least))
        })
    }

    fn last_of(&self, range: Range<usize>, value: f64) -> usize {
        let end = range.end;
        range.rev().find(|&k| self.x[k] == value).unwrap_or(end - 1)
    }

    fn first_of(&self, range: Range<usize>, value: f64) -> usize {
        let start = range.start;
        range.into_iter().find(|&k| self.x[k] == value).unwrap_or(start)
    }
}

/// The least and the greatest of bounds; NaN if one is.
fn bounds(all: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let (mut least, mut most, mut nan) = (f64::INFINITY, f64::NEG_INFINITY, false);
    for (low, high) in all {
        least = if low < least { low } else { least };
        most = if high > most { high } else { most };
        nan |= low.is_nan() | high.is_nan();
    }
    if nan { (f64::NAN, f64::NAN) } else { (least, most) }
}

/// The prominence of a peak, and its bases.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Base {
    pub(super) prominence: f64,
    pub(super) left: usize,
    pub(super) right: usize,
}

/// The prominence of each peak; of a peak that is none, 0.
pub(super) fn bases(skips: &Skips<'_>, peaks: &[usize], window: Option<usize>) -> Vec<Base> {
    let x = skips.x;
    let mut out = vec![Base::default(); peaks.len()];
    threads::chunks(&mut out, TASK, &|start, out| {
        for (out, &peak) in out.iter_mut().zip(&peaks[start..]) {
            let half = window.map_or(x.len(), |window| window / 2);
            let around = peak.saturating_sub(half)
                ..(peak.saturating_add(half).saturating_add(1)).min(x.len());
            let height = x[peak];
            // Written so that NaN stops as well.
            #[allow(clippy::neg_cmp_op_on_partial_ord)]
            let stop = |_: f64, most: f64| !(most <= height);
            let (_, left) = skips.backwards(around.start..peak + 1, stop);
            let (_, right) = skips.forwards(peak..around.end, stop);
            let (left, right) = if height.is_nan() { (peak, peak) } else { (left, right) };
            *out = Base { prominence: height - x[left].max(x[right]), left, right };
        }
    });
    out
}

/// The width of a peak: its height, and both places.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    pub(super) height: f64,
    pub(super) left: f64,
    pub(super) right: f64,
}

pub(super) fn spans(
    skips: &Skips<'_>,
    peaks: &[usize],
    bases: &[Base],
    rel_height: f64,
) -> Vec<Span> {
    let x = skips.x;
    let mut out = vec![Span::default(); peaks.len()];
    threads::chunks(&mut out, TASK, &|start, out| {
        for (k, out) in out.iter_mut().enumerate() {
            let (peak, base) = (peaks[start + k], bases[start + k]);
            let height = x[peak] - base.prominence * rel_height;
            // The base itself stops, whatever it is.
            #[allow(clippy::neg_cmp_op_on_partial_ord)]
            let stop = |least: f64, _: f64| !(height < least);
            let (low, _) = skips.backwards(base.left + 1..peak + 1, stop);
            let (high, _) = skips.forwards(peak..base.right, stop);
            let (low, high) = (low.unwrap_or(base.left), high.unwrap_or(base.right));
            let share = |outer: usize, inner: usize| (height - x[outer]) / (x[inner] - x[outer]);
            let left = if x[low] < height { low as f64 + share(low, low + 1) } else { low as f64 };
            let right =
                if x[high] < height { high as f64 - share(high, high - 1) } else { high as f64 };
            *out = Span { height, left, right };
        }
    });
    out
}

impl Prominences {
    pub(super) fn of(bases: &[Base]) -> Prominences {
        let places =
            |f: fn(&Base) -> usize| Array::from_vec(bases.iter().map(f).collect::<Vec<_>>());
        Prominences {
            prominences: Array::from_vec(
                bases.iter().map(|base| base.prominence).collect::<Vec<_>>(),
            ),
            left_bases: places(|base| base.left),
            right_bases: places(|base| base.right),
        }
    }
}

impl PeakWidths {
    pub(super) fn of(spans: &[Span]) -> PeakWidths {
        let values = |f: fn(&Span) -> f64| Array::from_vec(spans.iter().map(f).collect::<Vec<_>>());
        PeakWidths {
            widths: values(|span| span.right - span.left),
            heights: values(|span| span.height),
            left: values(|span| span.left),
            right: values(|span| span.right),
        }
    }
}

/// How far each peak stands out: its height above the higher of the lowest places on both sides, up to where the signal
/// is higher than it.
///
/// `x: (n,)`, `peaks: (k,)` → `(k,)`; 0 where the signal is higher next to it. NaN ends a side.
///
/// # Panics
/// If `x` or `peaks` has not one axis, or `x` is complex.
///
/// # Errors
/// [`SignalError::Peak`] for a peak that the signal does not have.
///
/// # SciPy
/// `scipy.signal.peak_prominences(x, peaks)`, which warns of those that are 0.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::peak_prominences;
///
/// let found = peak_prominences(&[0.0, 5.0, 2.0, 3.0, 1.0], &[1, 3]).unwrap();
/// assert_eq!(found.prominences, array![4.0, 1.0]);
/// assert_eq!((found.left_bases, found.right_bases), (array![0, 2], array![4, 4]));
/// ```
#[track_caller]
pub fn peak_prominences<A: ArrayLike<Elem: Sampled>>(
    x: A,
    peaks: impl ArrayLike<Elem = usize>,
) -> Result<Prominences, SignalError> {
    peak_prominences_with(x, peaks, &WidthOptions::default())
}

/// As [`peak_prominences`], of what is near the peaks.
///
/// # Panics
/// As [`peak_prominences`], and if the window is less than 2.
///
/// # Errors
/// As [`peak_prominences`].
///
/// # SciPy
/// `scipy.signal.peak_prominences(x, peaks, wlen)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{WidthOptions, peak_prominences_with};
///
/// let near = WidthOptions::default().window(5);
/// let found = peak_prominences_with(&[0, 2, 5, 3, 1], &[2], &near).unwrap();
/// assert_eq!(found.prominences, array![4.0]);
/// ```
#[track_caller]
pub fn peak_prominences_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    peaks: impl ArrayLike<Elem = usize>,
    options: &WidthOptions,
) -> Result<Prominences, SignalError> {
    const OP: &str = "peak_prominences";
    let x = signal(OP, &x);
    let x = x.as_slice().expect("parts are in C order");
    let peaks = checked(OP, peaks, x.len())?;
    check_window(OP, options.window);
    Ok(Prominences::of(&bases(&Skips::new(x), &peaks, options.window)))
}

/// How wide each peak is, half way down to its base.
///
/// `x: (n,)`, `peaks: (k,)` → `(k,)`; places between elements are on straight lines.
///
/// # Panics
/// If `x` or `peaks` has not one axis, or `x` is complex.
///
/// # Errors
/// [`SignalError::Peak`] for a peak that the signal does not have.
///
/// # SciPy
/// `scipy.signal.peak_widths(x, peaks)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::peak_widths;
///
/// let found = peak_widths(&[0.0, 2.0, 0.0], &[1]).unwrap();
/// assert_eq!((found.widths, found.heights), (array![1.0], array![1.0]));
/// assert_eq!((found.left, found.right), (array![0.5], array![1.5]));
/// ```
#[track_caller]
pub fn peak_widths<A: ArrayLike<Elem: Sampled>>(
    x: A,
    peaks: impl ArrayLike<Elem = usize>,
) -> Result<PeakWidths, SignalError> {
    peak_widths_with(x, peaks, &WidthOptions::default())
}

/// As [`peak_widths`], at other heights, or of what is near the peaks.
///
/// # Panics
/// As [`peak_widths`], and if the window is less than 2, or the height is below 0.
///
/// # Errors
/// As [`peak_widths`].
///
/// # SciPy
/// `scipy.signal.peak_widths(x, peaks, rel_height, wlen=wlen)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{WidthOptions, peak_widths_with};
///
/// let top = WidthOptions::default().rel_height(0.0);
/// assert_eq!(peak_widths_with(&[0, 2, 0], &[1], &top).unwrap().widths, array![0.0]);
/// ```
#[track_caller]
pub fn peak_widths_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    peaks: impl ArrayLike<Elem = usize>,
    options: &WidthOptions,
) -> Result<PeakWidths, SignalError> {
    const OP: &str = "peak_widths";
    let x = signal(OP, &x);
    let x = x.as_slice().expect("parts are in C order");
    let peaks = checked(OP, peaks, x.len())?;
    check_window(OP, options.window);
    check_height(OP, options.rel_height);
    let skips = Skips::new(x);
    let bases = bases(&skips, &peaks, options.window);
    Ok(PeakWidths::of(&spans(&skips, &peaks, &bases, options.rel_height)))
}

#[track_caller]
pub(super) fn check_window(op: &str, window: Option<usize>) {
    if let Some(window @ ..2) = window {
        panic!("{op}: a window of {window}, and at least 2 elements are needed");
    }
}

#[track_caller]
pub(super) fn check_height(op: &str, rel_height: f64) {
    assert!(
        rel_height >= 0.0,
        "{op}: a relative height of {rel_height}, which has to be 0 or more"
    );
}

#[track_caller]
fn checked(
    op: &'static str,
    peaks: impl ArrayLike<Elem = usize>,
    len: usize,
) -> Result<Vec<usize>, SignalError> {
    let peaks = peaks.view();
    if peaks.ndim() != 1 {
        panic!("{}", ShapeError::Rank { op, expected: "one axis", shape: peaks.shape().into() });
    }
    let peaks = peaks.to_array().into_vec();
    match peaks.iter().find(|&&peak| peak >= len) {
        Some(&peak) => Err(SignalError::Peak { op, peak, len }),
        None => Ok(peaks),
    }
}

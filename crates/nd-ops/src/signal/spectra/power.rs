//! Powers of frequencies: `periodogram`, `welch`, `csd`, `coherence`.

use super::segments::{Defaults, Segments};
use super::{SegmentAverage, SegmentTrend, SpectrumOptions, SpectrumScaling};
use crate::signal::filters::Trend;
use crate::signal::sampled::{Rows, Sampled};
use crate::signal::windows::Window;
use nd_core::{Array, ArrayLike, Complex, View, threads};

type C = Complex<f64>;

/// A spectrum and its frequencies.
///
/// # SciPy
/// The tuple `(f, Pxx)`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Spectrum<T> {
    /// The frequencies, `(bins,)`.
    pub frequencies: Array<f64>,
    /// What belongs to them, `(…, bins, …)`.
    pub values: Array<T>,
}

/// The spectrum that `welch`, or another function for powers, makes of elements of `A`.
type PowerOf<A> = Spectrum<<<A as ArrayLike>::Elem as Sampled>::Real>;

fn welch_defaults(op: &'static str) -> Defaults {
    Defaults {
        op,
        window: Window::Hann,
        nperseg: 256,
        overlap: 2,
        detrend: SegmentTrend::Off(Trend::Constant),
        scaling: SpectrumScaling::Density,
    }
}

/// The power of each frequency along an axis, from the signal as a whole.
///
/// `x: (…, n, …)` → `(…, n/2 + 1, …)`, of complex signals `(…, n, …)`; the mean is taken off, and the sum of all, divided
/// by `n`, is the power that is left. Negative frequencies of real signals are added to positive ones. `f32` stays `f32`;
/// an empty signal gives an empty spectrum; NaN makes a lane NaN.
///
/// # Panics
/// If there is no such axis.
///
/// # SciPy
/// `scipy.signal.periodogram(x, axis=axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::periodogram;
///
/// let found = periodogram(&[1.0, -1.0, 1.0, -1.0], -1);
/// assert_eq!(found.frequencies, array![0.0, 0.25, 0.5]);
/// assert_eq!(found.values, array![0.0, 0.0, 4.0]);
/// ```
#[track_caller]
pub fn periodogram<A: ArrayLike<Elem: Sampled>>(x: A, axis: isize) -> PowerOf<A> {
    periodogram_with(x, axis, &SpectrumOptions::default())
}

/// As [`periodogram`], with other windows or scales. Fewer elements to be transformed than there are cut the signal off.
///
/// The lengths and overlaps of segments, and averages, have no meaning here.
///
/// # Panics
/// As [`periodogram`], and if no element is to be transformed or the window is one of another length.
///
/// # SciPy
/// `scipy.signal.periodogram(x, fs, window, nfft, detrend, return_onesided, scaling, axis)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SpectrumOptions, periodogram_with};
///
/// let x: Vec<f64> = (0..8).map(f64::from).collect();
/// let cut = periodogram_with(&x, -1, &SpectrumOptions::default().nfft(4));
/// assert!((cut.values[[1]] - 4.0).abs() < 1e-12 && (cut.values[[2]] - 1.0).abs() < 1e-12);
/// ```
#[track_caller]
pub fn periodogram_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    axis: isize,
    options: &SpectrumOptions,
) -> PowerOf<A> {
    let defaults = Defaults { window: Window::Boxcar, ..welch_defaults("periodogram") };
    let rows = Rows::of::<A::Elem>("periodogram", x.view(), axis);
    assert!(options.nfft != Some(0), "periodogram: transforms of no elements");
    let nperseg = options.nfft.unwrap_or(rows.n).min(rows.n);
    let options = SpectrumOptions { nperseg: Some(nperseg), noverlap: Some(0), ..options.clone() };
    power::<A::Elem>(&defaults, &rows, &options, 1)
}

/// The power of each frequency along an axis, by Welch's method: the mean of those of segments that overlap.
///
/// `x: (…, n, …)` → `(…, 129, …)`: segments of 256 elements, or as many as there are, half of which overlap, without their
/// means, under the window of von Hann. Numbers as in [`periodogram`].
///
/// # Panics
/// If there is no such axis.
///
/// # SciPy
/// `scipy.signal.welch(x, axis=axis)`, which warns of signals that are shorter than a segment.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{SpectrumOptions, welch, welch_with};
///
/// assert_eq!(welch(&[1.0; 600], -1).values.shape(), [129]);
/// let found = welch_with(&[1.0, -1.0, 1.0, -1.0], -1, &SpectrumOptions::default().nperseg(2));
/// assert_eq!(found.values, array![1.0, 1.0]);
/// ```
#[track_caller]
pub fn welch<A: ArrayLike<Elem: Sampled>>(x: A, axis: isize) -> PowerOf<A> {
    welch_with(x, axis, &SpectrumOptions::default())
}

/// As [`welch`], with other segments, windows or scales.
///
/// # Panics
/// As [`welch`], and if segments have no elements, overlap by all of them, are longer than what is transformed, or the
/// window is one of another length or longer than the signal.
///
/// # SciPy
/// `scipy.signal.welch(x, fs, window, nperseg, noverlap, nfft, detrend, return_onesided, scaling, axis, average)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SpectrumOptions, welch_with};
///
/// let options = SpectrumOptions::default().nperseg(4).fs(2.0);
/// assert_eq!(welch_with(&[[0.0, 1.0]; 8], 0, &options).values.shape(), [3, 2]);
/// ```
#[track_caller]
pub fn welch_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    axis: isize,
    options: &SpectrumOptions,
) -> PowerOf<A> {
    let rows = Rows::of::<A::Elem>("welch", x.view(), axis);
    power::<A::Elem>(&welch_defaults("welch"), &rows, options, usize::MAX)
}

#[track_caller]
fn power<T: Sampled>(
    defaults: &Defaults,
    rows: &Rows<'_>,
    options: &SpectrumOptions,
    most: usize,
) -> Spectrum<T::Real> {
    if rows.n == 0 {
        let values = Array::zeros(rows.place.shape(0));
        return Spectrum { frequencies: Array::zeros(0), values: T::reals_of(values) };
    }
    let segments = Segments::new(defaults, rows.n, T::COMPLEX, options);
    let bins = segments.bins();
    let count = segments.count(rows.n).min(most);
    let mut values = Vec::with_capacity(rows.place.lanes() * bins);
    for lane in 0..rows.place.lanes() {
        values.extend(match options.average {
            SegmentAverage::Mean => mean_power(&segments, rows, lane, count),
            SegmentAverage::Median => {
                let pairs = |range| {
                    segments
                        .spectra(rows, lane, range)
                        .iter()
                        .map(|z| z.norm_sqr())
                        .collect::<Vec<_>>()
                };
                medians(&pairs(0..count), bins, count)
            }
        });
    }
    for values in values.chunks_mut(bins) {
        values.iter_mut().for_each(|x| *x *= segments.scale);
        values[segments.doubled()].iter_mut().for_each(|x| *x *= 2.0);
    }
    let values = Array::from_shape_vec(rows.place.rows_shape(bins), values);
    Spectrum {
        frequencies: segments.frequencies(),
        values: T::reals_of(rows.place.put_back(values, 0)),
    }
}

/// The mean of the squares of the spectra of a lane's segments.
fn mean_power(segments: &Segments, rows: &Rows<'_>, lane: usize, count: usize) -> Vec<f64> {
    let (bins, together) = (segments.bins(), segments.together());
    let sums = threads::tree(
        count.div_ceil(together),
        &|task| {
            let range = task * together..((task + 1) * together).min(count);
            let mut sums = vec![0.0; bins];
            for spectrum in segments.spectra(rows, lane, range).chunks_exact(bins) {
                for (sum, z) in sums.iter_mut().zip(spectrum) {
                    *sum += z.norm_sqr();
                }
            }
            sums
        },
        &|x, y| x.iter().zip(&y).map(|(x, y)| x + y).collect(),
    );
    let sums = sums.unwrap_or_else(|| vec![f64::NAN; bins]);
    sums.iter().map(|sum| sum / count as f64).collect()
}

/// The median of each frequency, corrected for what the median of such numbers is less than their mean.
///
/// B. Allen et al., "FINDCHIRP" (2012), appendix B.
fn medians(all: &[f64], bins: usize, count: usize) -> Vec<f64> {
    let bias: f64 = 1.0
        + (1..=(count - 1) / 2)
            .map(|k| 1.0 / (2 * k + 1) as f64 - 1.0 / (2 * k) as f64)
            .sum::<f64>();
    let median = |bin: usize| {
        let mut values: Vec<f64> = all.iter().skip(bin).step_by(bins).copied().collect();
        if values.iter().any(|x| x.is_nan()) {
            return f64::NAN;
        }
        values.sort_by(f64::total_cmp);
        0.5 * (values[(count - 1) / 2] + values[count / 2]) / bias
    };
    (0..bins).map(median).collect()
}

/// The common power of each frequency of two signals along an axis, by Welch's method: the mean of the conjugate of the
/// spectrum of `x` times that of `y`.
///
/// `x: (…, n, …)`, `y: (…, m, …)`, with the same other axes → complex `(…, 129, …)`; the shorter one is filled with zeros.
/// Segments and numbers as in [`welch`].
///
/// # Panics
/// If there is no such axis, or the other axes differ.
///
/// # SciPy
/// `scipy.signal.csd(x, y, axis=axis)`, which broadcasts the other axes.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SpectrumOptions, csd_with};
///
/// let (x, y) = ([1.0f64, -1.0], [2.0, -2.0]);
/// let found = csd_with(&x, &y, -1, &SpectrumOptions::default().nperseg(2));
/// assert_eq!(found.values.map(|z| z.re), nd_core::array![2.0, 2.0]);
/// ```
#[track_caller]
pub fn csd<A, B>(x: A, y: B, axis: isize) -> Spectrum<<A::Elem as Sampled>::Spectrum>
where
    A: ArrayLike<Elem: Sampled>,
    B: ArrayLike<Elem = A::Elem>,
{
    csd_with(x, y, axis, &SpectrumOptions::default())
}

/// As [`csd`], with other segments, windows or scales.
///
/// # Panics
/// As [`csd`] and [`welch_with`].
///
/// # SciPy
/// `scipy.signal.csd(x, y, fs, window, nperseg, noverlap, nfft, detrend, return_onesided, scaling, axis, average)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SpectrumOptions, csd_with};
///
/// let found = csd_with(&[1.0; 8], &[1.0; 6], -1, &SpectrumOptions::default().nperseg(4));
/// assert_eq!(found.values.shape(), [3]);
/// ```
#[track_caller]
pub fn csd_with<A, B>(
    x: A,
    y: B,
    axis: isize,
    options: &SpectrumOptions,
) -> Spectrum<<A::Elem as Sampled>::Spectrum>
where
    A: ArrayLike<Elem: Sampled>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (frequencies, values) = cross::<A::Elem>("csd", x.view(), y.view(), axis, options);
    Spectrum { frequencies, values: A::Elem::spectrum_of(values) }
}

/// Common powers in double precision.
#[track_caller]
fn cross<T: Sampled>(
    op: &'static str,
    x: View<'_, T>,
    y: View<'_, T>,
    axis: isize,
    options: &SpectrumOptions,
) -> (Array<f64>, Array<C>) {
    let (x, y) = (Rows::of::<T>(op, x, axis), Rows::of::<T>(op, y, axis));
    if x.place.others != y.place.others || x.place.axis != y.place.axis {
        panic!(
            "{op}: shapes {:?} and {:?} differ beside axis {axis}",
            x.place.shape(x.n),
            y.place.shape(y.n)
        );
    }
    let n = x.n.max(y.n);
    if x.n.min(y.n) == 0 {
        return (Array::zeros(0), Array::zeros(x.place.shape(0)));
    }
    let (x, y) = (x.filled(n), y.filled(n));
    let segments = Segments::new(&welch_defaults(op), n, T::COMPLEX, options);
    let bins = segments.bins();
    let count = segments.count(n);
    let mut values = Vec::with_capacity(x.place.lanes() * bins);
    for lane in 0..x.place.lanes() {
        let mut all = common(&segments, [&x, &y], lane, count, options.average);
        all.iter_mut().for_each(|z| *z *= segments.scale);
        all[segments.doubled()].iter_mut().for_each(|z| *z *= 2.0);
        values.extend(all);
    }
    let values = Array::from_shape_vec(x.place.rows_shape(bins), values);
    (segments.frequencies(), x.place.put_back(values, 0))
}

/// The average of a lane's common powers.
fn common(
    segments: &Segments,
    [x, y]: [&Rows<'_>; 2],
    lane: usize,
    count: usize,
    average: SegmentAverage,
) -> Vec<C> {
    let (bins, together) = (segments.bins(), segments.together());
    let products = |range: std::ops::Range<usize>| -> Vec<C> {
        let (x, y) = (segments.spectra(x, lane, range.clone()), segments.spectra(y, lane, range));
        x.iter().zip(&y).map(|(x, y)| x.conj() * y).collect()
    };
    if average == SegmentAverage::Median {
        let all = products(0..count);
        let part = |f: fn(&C) -> f64| medians(&all.iter().map(f).collect::<Vec<_>>(), bins, count);
        return part(|z| z.re).iter().zip(part(|z| z.im)).map(|(&re, im)| C::new(re, im)).collect();
    }
    let sums = threads::tree(
        count.div_ceil(together),
        &|task| {
            let mut sums = vec![C::default(); bins];
            for products in
                products(task * together..((task + 1) * together).min(count)).chunks_exact(bins)
            {
                for (sum, z) in sums.iter_mut().zip(products) {
                    *sum += z;
                }
            }
            sums
        },
        &|x, y| x.iter().zip(&y).map(|(x, y)| x + y).collect(),
    );
    sums.unwrap_or_default().iter().map(|sum| sum / count as f64).collect()
}

/// How far each frequency of two signals goes together along an axis: the square of the common power, over the product
/// of both powers.
///
/// Shapes as in [`csd`] → real, from 0 to 1; NaN where a signal has no power.
///
/// # Panics
/// As [`csd`].
///
/// # SciPy
/// `scipy.signal.coherence(x, y, axis=axis)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SpectrumOptions, coherence_with};
///
/// let x = [1.0f64, 3.0, 2.0, 5.0, 4.0, 4.0, 0.0, 1.0];
/// let found = coherence_with(&x, &x, -1, &SpectrumOptions::default().nperseg(4));
/// assert_eq!(nd_ops::round(&found.values), nd_core::array![1.0, 1.0, 1.0]);
/// ```
#[track_caller]
pub fn coherence<A, B>(x: A, y: B, axis: isize) -> PowerOf<A>
where
    A: ArrayLike<Elem: Sampled>,
    B: ArrayLike<Elem = A::Elem>,
{
    coherence_with(x, y, axis, &SpectrumOptions::default())
}

/// As [`coherence`], with other segments or windows.
///
/// # Panics
/// As [`csd_with`].
///
/// # SciPy
/// `scipy.signal.coherence(x, y, fs, window, nperseg, noverlap, nfft, detrend, axis)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SpectrumOptions, coherence_with};
///
/// let options = SpectrumOptions::default().nperseg(2);
/// assert!(coherence_with(&[0.0f64; 4], &[1.0; 4], -1, &options).values[[0]].is_nan());
/// ```
#[track_caller]
pub fn coherence_with<A, B>(x: A, y: B, axis: isize, options: &SpectrumOptions) -> PowerOf<A>
where
    A: ArrayLike<Elem: Sampled>,
    B: ArrayLike<Elem = A::Elem>,
{
    const OP: &str = "coherence";
    let (x, y) = (x.view(), y.view());
    let (frequencies, both) = cross::<A::Elem>(OP, x, y, axis, options);
    // Of signals of one length, so that both have the same segments.
    let axis_at = Rows::of::<A::Elem>(OP, x, axis).place.axis;
    let n = x.shape()[axis_at].max(y.shape()[axis_at]);
    let own = |z: View<'_, A::Elem>| {
        let rows = Rows::of::<A::Elem>(OP, z, axis).filled(n);
        double_power::<A::Elem>(&rows, options)
    };
    let (xx, yy) = (own(x), own(y));
    let values = shares(&both, &xx, &yy);
    Spectrum { frequencies, values: A::Elem::reals_of(values) }
}

/// The squares of common powers, over both powers.
fn shares(both: &Array<C>, x: &Array<f64>, y: &Array<f64>) -> Array<f64> {
    nd_core::zip((both, x, y)).map(|(z, x, y)| z.norm_sqr() / (x * y))
}

#[track_caller]
fn double_power<T: Sampled>(rows: &Rows<'_>, options: &SpectrumOptions) -> Array<f64> {
    let defaults = welch_defaults("coherence");
    if T::COMPLEX {
        let options = SpectrumOptions { onesided: false, ..options.clone() };
        return power_of_complex(&defaults, rows, &options);
    }
    power::<f64>(&defaults, rows, options, usize::MAX).values
}

#[track_caller]
fn power_of_complex(defaults: &Defaults, rows: &Rows<'_>, options: &SpectrumOptions) -> Array<f64> {
    power::<C>(defaults, rows, options, usize::MAX).values
}

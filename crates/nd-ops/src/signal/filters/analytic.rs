//! `hilbert` and `resample`: signals by their spectra.

use crate::signal::fourier;
use crate::signal::sampled::{Rows, Sampled, Samples, Spectra, elements};
use crate::signal::windows::{Ends, Window};
use nd_core::{Array, ArrayLike, Complex, threads};

type C = Complex<f64>;

/// How many elements a signal's spectrum is taken of.
///
/// # Examples
/// ```
/// use nd_ops::signal::HilbertOptions;
///
/// assert_eq!(HilbertOptions::default().n, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HilbertOptions {
    /// The number of elements, cut off or filled with zeros; as many as there are unless given.
    pub n: Option<usize>,
}

impl HilbertOptions {
    /// The number of elements.
    ///
    /// # SciPy
    /// `N`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{HilbertOptions, hilbert_with};
    ///
    /// assert_eq!(hilbert_with(&[1.0, 2.0], -1, &HilbertOptions::default().n(4)).shape(), [4]);
    /// ```
    pub fn n(self, n: usize) -> Self {
        HilbertOptions { n: Some(n) }
    }
}

/// The analytic signal along an axis: the signal, and, as imaginary part, itself a quarter of a period later.
///
/// `x: (…, n, …)` → complex `(…, n, …)`; its absolute value is the envelope. NaN makes a lane NaN.
///
/// # Panics
/// If there is no such axis, it has no elements, or `x` is complex.
///
/// # SciPy
/// `scipy.signal.hilbert(x, axis=axis)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::hilbert;
///
/// let analytic = hilbert(&[1.0f64, 0.0, -1.0, 0.0], -1); // a cosine, so that a sine is imaginary
/// assert!(nd_ops::max(nd_ops::abs(analytic.map(|z| z.im) - &nd_core::array![0.0, 1.0, 0.0, -1.0])) < 1e-15);
/// ```
#[track_caller]
pub fn hilbert<A: ArrayLike<Elem: Sampled>>(x: A, axis: isize) -> Spectra<A> {
    hilbert_with(x, axis, &HilbertOptions::default())
}

/// As [`hilbert`], of another number of elements.
///
/// # Panics
/// As [`hilbert`].
///
/// # SciPy
/// `scipy.signal.hilbert(x, N, axis)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{HilbertOptions, hilbert_with};
///
/// let two = hilbert_with(&[1.0f64, 3.0, 5.0], 0, &HilbertOptions::default().n(2));
/// assert_eq!(two.map(|z| z.re), nd_core::array![1.0, 3.0]);
/// ```
#[track_caller]
pub fn hilbert_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    axis: isize,
    options: &HilbertOptions,
) -> Spectra<A> {
    let rows = Rows::of::<A::Elem>("hilbert", x.view(), axis);
    assert!(!A::Elem::COMPLEX, "hilbert: the signal is complex already");
    let n = options.n.unwrap_or(rows.n);
    assert!(n > 0 && rows.n > 0, "hilbert: a signal without elements");
    let bins = n / 2 + 1;
    let mut out = vec![C::default(); rows.count() * n];
    for_rows(&mut out, n, &|start, out| {
        let count = out.len() / n;
        let signal = &rows.part(0)[start * rows.n..(start + count) * rows.n];
        let halves = fourier::half_spectra(signal, rows.n, n);
        for (out, half) in out.chunks_mut(n).zip(halves.chunks(bins)) {
            out[..bins].copy_from_slice(half);
            // All frequencies but the first and, of even lengths, the last count twice, and their mirror images none.
            out[1..n.div_ceil(2)].iter_mut().for_each(|z| *z *= 2.0);
        }
        let analytic = fourier::of_spectra(out, n);
        out.copy_from_slice(&analytic);
    });
    let out = Array::from_shape_vec(rows.place.rows_shape(n), out);
    A::Elem::spectrum_of(rows.place.put_back(out, 0))
}

/// Some rows of length `len` at a time for `work`, with the number of the first.
fn for_rows<T: Send>(out: &mut [T], len: usize, work: &(dyn Fn(usize, &mut [T]) + Sync)) {
    if !out.is_empty() {
        let rows = (1 << 14) / len + 1;
        threads::chunks(out, rows * len, &|start, out| work(start / len, out));
    }
}

/// How a signal is resampled.
///
/// # Examples
/// ```
/// use nd_ops::signal::ResampleOptions;
///
/// assert!(ResampleOptions::default().window.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ResampleOptions {
    /// What the spectrum is multiplied with.
    pub window: Option<Window>,
}

impl ResampleOptions {
    /// What the spectrum is multiplied with, its middle at frequency 0.
    ///
    /// # SciPy
    /// `window`; [`Window::Values`] begin with the lowest frequency, not with 0.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::windows::Window;
    /// use nd_ops::signal::{ResampleOptions, resample_with};
    ///
    /// let plain = ResampleOptions::default().window(Window::Boxcar);
    /// assert_eq!(resample_with(&[1.0, 2.0, 3.0, 4.0], 2, -1, &plain), nd_core::array![1.5, 3.5]);
    /// ```
    pub fn window(self, window: Window) -> Self {
        ResampleOptions { window: Some(window) }
    }
}

/// The signal at `count` times along an axis, by its spectrum: as if it were periodic.
///
/// `x: (…, n, …)` → `(…, count, …)`; `f32` stays `f32`, integers become `f64`. NaN makes a lane NaN.
///
/// # Panics
/// If there is no such axis, it has no elements, or `count` is 0.
///
/// # SciPy
/// `scipy.signal.resample(x, count, axis=axis)`, whose axis is 0 by default.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::resample;
///
/// assert_eq!(resample(&[1, 2, 3, 4], 2, -1), array![1.5, 3.5]);
/// ```
#[track_caller]
pub fn resample<A: ArrayLike<Elem: Sampled>>(x: A, count: usize, axis: isize) -> Samples<A> {
    resample_with(x, count, axis, &ResampleOptions::default())
}

/// As [`resample`], with a window for the spectrum.
///
/// # Panics
/// As [`resample`], and if the window is one of another length.
///
/// # SciPy
/// `scipy.signal.resample(x, count, axis=axis, window=window)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::Window;
/// use nd_ops::signal::{ResampleOptions, resample_with};
///
/// let options = ResampleOptions::default().window(Window::Hamming);
/// let found = resample_with(&[1.0f64, 1.0, 1.0, 1.0], 8, -1, &options);
/// assert!((found[[3]] - 1.0).abs() < 1e-12);
/// ```
#[track_caller]
pub fn resample_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    count: usize,
    axis: isize,
    options: &ResampleOptions,
) -> Samples<A> {
    let rows = Rows::of::<A::Elem>("resample", x.view(), axis);
    let n = rows.n;
    assert!(n > 0 && count > 0, "resample: {count} elements of {n}, and neither number can be 0");
    let window =
        options.window.as_ref().map(|window| centred(&window.values(n, Ends::Periodic).into_vec()));
    let lanes = rows.place.lanes();
    let mut all = Array::zeros(rows.count() * count);
    let out = elements(&mut all);
    if A::Elem::COMPLEX {
        let (real, imaginary) = out.split_at_mut(lanes * count);
        let both: Vec<_> = real.chunks_mut(count).zip(imaginary.chunks_mut(count)).collect();
        threads::items(both, &|lane, (real, imaginary)| {
            let row: Vec<C> = rows
                .row(lane)
                .iter()
                .zip(rows.row(lane + lanes))
                .map(|(&re, &im)| C::new(re, im))
                .collect();
            let found = resampled_complex(&row, count, window.as_deref());
            for (z, (real, imaginary)) in found.iter().zip(real.iter_mut().zip(imaginary)) {
                (*real, *imaginary) = (z.re, z.im);
            }
        });
        return rows.signal::<A::Elem>(count, all);
    }
    // Of a real signal both signs of a frequency count alike.
    let mean = |window: Vec<f64>| {
        (0..=n / 2).map(|k| 0.5 * (window[k] + window[(n - k) % n])).collect::<Vec<_>>()
    };
    let window = window.map(mean);
    for_rows(out, count, &|start, out| {
        for (k, out) in out.chunks_mut(count).enumerate() {
            out.copy_from_slice(&resampled(rows.row(start + k), count, window.as_deref()));
        }
    });
    rows.signal::<A::Elem>(count, all)
}

/// A window whose middle is moved to frequency 0, the first one.
fn centred(window: &[f64]) -> Vec<f64> {
    let n = window.len();
    (0..n).map(|k| window[(k + n - n / 2) % n]).collect()
}

fn resampled_complex(row: &[C], count: usize, window: Option<&[f64]>) -> Vec<C> {
    let n = row.len();
    let mut spectrum = fourier::spectra(row, n, n);
    for (z, weight) in spectrum.iter_mut().zip(window.unwrap_or_default()) {
        *z *= weight;
    }
    let fewer = n.min(count);
    let half = fewer / 2;
    let mut out = vec![C::default(); count];
    out[..=half.min(count - 1)].copy_from_slice(&spectrum[..=half.min(n - 1)]);
    let negative = fewer - half - 1;
    out[count - negative..].copy_from_slice(&spectrum[n - negative..]);
    if fewer.is_multiple_of(2) && count < n {
        out[half] += spectrum[n - half];
    } else if fewer.is_multiple_of(2) && n < count {
        out[half] /= 2.0;
        out[count - half] = out[half];
    }
    let scale = count as f64 / n as f64;
    out.iter_mut().for_each(|z| *z *= scale);
    fourier::of_spectra(&out, count)
}

fn resampled(row: &[f64], count: usize, window: Option<&[f64]>) -> Vec<f64> {
    let n = row.len();
    let mut spectrum = fourier::half_spectra(row, n, n);
    for (z, weight) in spectrum.iter_mut().zip(window.unwrap_or_default()) {
        *z *= weight;
    }
    let fewer = n.min(count);
    spectrum.resize(count / 2 + 1, C::default());
    if fewer.is_multiple_of(2) && n != count {
        // The frequency that is its own mirror image, before or after.
        spectrum[fewer / 2] *= if count < n { 2.0 } else { 0.5 };
    }
    let scale = count as f64 / n as f64;
    spectrum.iter_mut().for_each(|z| *z *= scale);
    fourier::of_half_spectra(&spectrum, count / 2 + 1, count)
}

//! Spectra that change: `spectrogram`, `stft` and back.

use super::segments::{Defaults, Segments};
use super::{SegmentTrend, SpectrumOptions, SpectrumScaling};
use crate::signal::error::SignalError;
use crate::signal::filters::Trend;
use crate::signal::fourier;
use crate::signal::sampled::{Rows, Sampled};
use crate::signal::windows::{Ends, Window};
use nd_core::{Array, ArrayLike, Complex, ShapeError, threads};

type C = Complex<f64>;

/// Spectra at several times.
///
/// # SciPy
/// The tuple `(f, t, Sxx)`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Spectrogram<T> {
    /// The frequencies, `(bins,)`.
    pub frequencies: Array<f64>,
    /// The times, `(segments,)`.
    pub times: Array<f64>,
    /// What belongs to them, `(…, bins, …, segments)`: frequencies where the signal's axis was, times last.
    pub values: Array<T>,
}

/// The power of each frequency along an axis, segment by segment.
///
/// `x: (…, n, …)` → `(…, 129, …, segments)`: segments of 256 elements, or as many as there are, an eighth of which overlap,
/// without their means, under Tukey's window of 0.25; times are their middles. What is left at the end is in none.
/// Numbers as in [`periodogram`](super::periodogram).
///
/// # Panics
/// If there is no such axis.
///
/// # SciPy
/// `scipy.signal.spectrogram(x, axis=axis)`; its other modes are what [`stft_with`] gives.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::spectrogram;
///
/// let found = spectrogram(&[1.0; 300], -1);
/// assert_eq!(found.values.shape(), [129, 1]);
/// assert_eq!(found.times, array![128.0]);
/// ```
#[track_caller]
pub fn spectrogram<A: ArrayLike<Elem: Sampled>>(
    x: A,
    axis: isize,
) -> Spectrogram<<A::Elem as Sampled>::Real> {
    spectrogram_with(x, axis, &SpectrumOptions::default())
}

/// As [`spectrogram`], with other segments, windows or scales.
///
/// # Panics
/// As [`welch_with`](super::welch_with).
///
/// # SciPy
/// `scipy.signal.spectrogram(x, fs, window, nperseg, noverlap, nfft, detrend, return_onesided, scaling, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{SpectrumOptions, spectrogram_with};
///
/// let options = SpectrumOptions::default().nperseg(4).noverlap(0).fs(2.0);
/// assert_eq!(spectrogram_with(&[1.0; 8], -1, &options).times, array![1.0, 3.0]);
/// ```
#[track_caller]
pub fn spectrogram_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    axis: isize,
    options: &SpectrumOptions,
) -> Spectrogram<<A::Elem as Sampled>::Real> {
    let defaults = Defaults {
        op: "spectrogram",
        window: Window::Tukey(0.25),
        nperseg: 256,
        overlap: 8,
        detrend: SegmentTrend::Off(Trend::Constant),
        scaling: SpectrumScaling::Density,
    };
    let rows = Rows::of::<A::Elem>("spectrogram", x.view(), axis);
    if rows.n == 0 {
        let (frequencies, times, values) = nothing(&rows);
        return Spectrogram { frequencies, times, values: A::Elem::reals_of(values) };
    }
    let segments = Segments::new(&defaults, rows.n, A::Elem::COMPLEX, options);
    let doubled = segments.doubled();
    let values = in_time(&rows, &segments, &|spectra, out| {
        let bins = segments.bins();
        for (spectrum, out) in spectra.chunks(bins).zip(out.chunks_mut(bins)) {
            for (z, out) in spectrum.iter().zip(&mut *out) {
                *out = z.norm_sqr() * segments.scale;
            }
            out[doubled.clone()].iter_mut().for_each(|x| *x *= 2.0);
        }
    });
    let middle = segments.len() as f64 / 2.0;
    Spectrogram {
        frequencies: segments.frequencies(),
        times: times(&segments, segments.count(rows.n), middle, options.fs),
        values: A::Elem::reals_of(values),
    }
}

/// No spectra of no elements.
fn nothing<T: nd_core::ZeroBits>(rows: &Rows<'_>) -> (Array<f64>, Array<f64>, Array<T>) {
    let mut shape = rows.place.shape(0);
    shape.push(0);
    (Array::zeros(0), Array::zeros(0), Array::zeros(shape))
}

fn times(segments: &Segments, count: usize, first: f64, fs: f64) -> Array<f64> {
    Array::from_vec(
        (0..count).map(|k| (first + (k * segments.step) as f64) / fs).collect::<Vec<_>>(),
    )
}

/// What `f` makes of the spectra of all segments, frequencies where the axis was and segments last.
fn in_time<T: nd_core::Element + Default>(
    rows: &Rows<'_>,
    segments: &Segments,
    f: &(dyn Fn(&[C], &mut [T]) + Sync),
) -> Array<T> {
    let (bins, count, lanes) = (segments.bins(), segments.count(rows.n), rows.place.lanes());
    let mut out = vec![T::default(); lanes * count * bins];
    if !out.is_empty() {
        let together = segments.together();
        let parts: Vec<(usize, usize, &mut [T])> = out
            .chunks_mut(count * bins)
            .enumerate()
            .flat_map(|(lane, out)| {
                out.chunks_mut(together * bins)
                    .enumerate()
                    .map(move |(k, out)| (lane, k * together, out))
            })
            .collect();
        threads::items(parts, &|_, (lane, start, out)| {
            let range = start..start + out.len() / bins;
            f(&segments.spectra(rows, lane, range), out);
        });
    }
    let mut shape = rows.place.others.clone();
    shape.extend([count, bins]);
    let ndim = shape.len() as isize;
    let mut order: Vec<isize> = (0..ndim).collect();
    order.swap(shape.len() - 2, shape.len() - 1);
    rows.place.put_back(Array::from_shape_vec(shape, out).into_permuted(&order), 1)
}

/// How signals are cut for transforms in time.
///
/// # Examples
/// ```
/// use nd_ops::signal::StftOptions;
///
/// assert!(StftOptions::default().boundary);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StftOptions {
    /// Segments, windows and scales; those of [`stft`] are scaled to sines unless it is given.
    pub spectrum: SpectrumOptions,
    /// Whether half a segment of zeros is put before and behind the signal.
    pub boundary: bool,
    /// Whether zeros fill the last segment.
    pub padded: bool,
}

impl Default for StftOptions {
    fn default() -> Self {
        StftOptions { spectrum: SpectrumOptions::default(), boundary: true, padded: true }
    }
}

impl StftOptions {
    /// Segments, windows and scales.
    ///
    /// # SciPy
    /// `fs`, `window`, `nperseg`, `noverlap`, `nfft`, `detrend`, `return_onesided`, `scaling`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SpectrumOptions, StftOptions, stft_with};
    ///
    /// let options = StftOptions::default().spectrum(SpectrumOptions::default().nperseg(4));
    /// assert_eq!(stft_with(&[0.0; 8], -1, &options).values.shape(), [3, 5]);
    /// ```
    pub fn spectrum(self, spectrum: SpectrumOptions) -> Self {
        StftOptions { spectrum, ..self }
    }

    /// Whether half a segment of zeros is put before and behind the signal.
    ///
    /// # SciPy
    /// `boundary`: `'zeros'` and `None`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{SpectrumOptions, StftOptions, stft_with};
    ///
    /// let four = SpectrumOptions::default().nperseg(4);
    /// let options = StftOptions::default().spectrum(four).boundary(false);
    /// assert_eq!(stft_with(&[0.0; 8], -1, &options).times, array![2.0, 4.0, 6.0]);
    /// ```
    pub fn boundary(self, boundary: bool) -> Self {
        StftOptions { boundary, ..self }
    }

    /// Whether zeros fill the last segment.
    ///
    /// # SciPy
    /// `padded`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{SpectrumOptions, StftOptions, stft_with};
    ///
    /// let four = SpectrumOptions::default().nperseg(4);
    /// let options = StftOptions::default().spectrum(four).padded(false);
    /// assert_eq!(stft_with(&[0.0; 7], -1, &options).times, array![0.0, 2.0, 4.0, 6.0]);
    /// ```
    pub fn padded(self, padded: bool) -> Self {
        StftOptions { padded, ..self }
    }
}

/// The spectrum along an axis, segment by segment: the short-time Fourier transform.
///
/// `x: (…, n, …)` → complex `(…, 129, …, segments)`: segments of 256 elements, or as many as there are, half of which
/// overlap, under the window of von Hann; half a segment of zeros is put before and behind the signal, and more to fill
/// the last one. Times are the middles of segments, the first one at 0. A sine's peak is half of its amplitude.
///
/// # Panics
/// If there is no such axis.
///
/// # SciPy
/// `scipy.signal.stft(x, axis=axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{SpectrumOptions, StftOptions, stft_with};
///
/// let options = StftOptions::default().spectrum(SpectrumOptions::default().nperseg(4));
/// assert_eq!(stft_with(&[0.0; 7], -1, &options).times, array![0.0, 2.0, 4.0, 6.0, 8.0]);
/// ```
#[track_caller]
pub fn stft<A: ArrayLike<Elem: Sampled>>(
    x: A,
    axis: isize,
) -> Spectrogram<<A::Elem as Sampled>::Spectrum> {
    stft_with(x, axis, &StftOptions::default())
}

fn stft_defaults() -> Defaults {
    Defaults {
        op: "stft",
        window: Window::Hann,
        nperseg: 256,
        overlap: 2,
        detrend: SegmentTrend::None,
        scaling: SpectrumScaling::Spectrum,
    }
}

/// As [`stft`], with other segments, windows or scales.
///
/// # Panics
/// As [`welch_with`](super::welch_with).
///
/// # SciPy
/// `scipy.signal.stft(x, fs, …)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SpectrumOptions, StftOptions, stft_with};
///
/// let options = StftOptions::default().spectrum(SpectrumOptions::default().nperseg(4)).boundary(false);
/// let found = stft_with(&[1.0f64; 4], -1, &options);
/// assert_eq!(found.values[[0, 0]].re, 1.0);
/// ```
#[track_caller]
pub fn stft_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    axis: isize,
    options: &StftOptions,
) -> Spectrogram<<A::Elem as Sampled>::Spectrum> {
    let rows = Rows::of::<A::Elem>("stft", x.view(), axis);
    if rows.n == 0 {
        let (frequencies, times, values) = nothing(&rows);
        return Spectrogram { frequencies, times, values: A::Elem::spectrum_of(values) };
    }
    let segments = Segments::new(&stft_defaults(), rows.n, A::Elem::COMPLEX, &options.spectrum);
    let margin = if options.boundary { segments.len() / 2 } else { 0 };
    let mut n = rows.n + 2 * margin;
    if options.padded {
        n = n.max(segments.len());
        n += (segments.step - (n - segments.len()) % segments.step) % segments.step;
    }
    let rows = rows.within(margin, n);
    let scale = segments.scale.sqrt();
    let values = in_time(&rows, &segments, &|spectra, out| {
        for (z, out) in spectra.iter().zip(out) {
            *out = z * scale;
        }
    });
    let first = if options.boundary { 0.0 } else { segments.len() as f64 / 2.0 };
    Spectrogram {
        frequencies: segments.frequencies(),
        times: times(&segments, segments.count(n), first, options.spectrum.fs),
        values: A::Elem::spectrum_of(values),
    }
}

/// A signal and the times of its elements.
///
/// # SciPy
/// The tuple `(t, x)`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Timed<T> {
    /// The times, `(n,)`.
    pub times: Array<f64>,
    /// The signal, `(…, n)`.
    pub values: Array<T>,
}

/// The real signal whose [`stft`] this is.
///
/// `z: (…, bins, segments)`, of half spectra → `(…, n)`, whose last elements may be the zeros that filled a segment. Options
/// are those of the transform; `nperseg` is taken to be even unless it is given. Of `Complex<f32>` comes `f32`.
///
/// # Panics
/// If `z` has fewer than two axes or no elements, or segments and overlap do not fit it.
///
/// # Errors
/// [`SignalError::NotInvertible`] if elements have no weight in any segment.
///
/// # SciPy
/// `scipy.signal.istft(z, …)`, which warns of elements without weight.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SpectrumOptions, StftOptions, istft, stft_with};
///
/// let options = StftOptions::default().spectrum(SpectrumOptions::default().nperseg(4));
/// let x = nd_core::array![1.0, 2.0, 4.0, 8.0];
/// let back = istft(stft_with(&x, -1, &options).values, &options).unwrap();
/// assert!(nd_ops::max(nd_ops::abs(&back.values - &x)) < 1e-14);
/// ```
#[track_caller]
pub fn istft<A>(
    z: A,
    options: &StftOptions,
) -> Result<Timed<<A::Elem as Sampled>::Real>, SignalError>
where
    A: ArrayLike<Elem: Sampled>,
{
    let Inverted { times, shape, mut parts } = inverted::<A>(z, options, true)?;
    let values = Array::from_shape_vec(shape, parts.swap_remove(0));
    Ok(Timed { times, values: A::Elem::reals_of(values) })
}

/// The complex signal whose [`stft`] this is: as [`istft`], of whole spectra.
///
/// # Panics
/// As [`istft`].
///
/// # Errors
/// As [`istft`].
///
/// # SciPy
/// `scipy.signal.istft(z, input_onesided=False, …)`.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
/// use nd_ops::signal::{SpectrumOptions, StftOptions, istft_complex, stft_with};
///
/// let options = StftOptions::default().spectrum(SpectrumOptions::default().nperseg(4));
/// let x = array![Complex::new(1.0f64, 2.0), Complex::new(0.0, -1.0)].view().tile([2]);
/// let back = istft_complex(stft_with(&x, -1, &options).values, &options).unwrap();
/// assert!((back.values[[3]] - x[[3]]).norm() < 1e-14);
/// ```
#[track_caller]
pub fn istft_complex<A>(
    z: A,
    options: &StftOptions,
) -> Result<Timed<<A::Elem as Sampled>::Spectrum>, SignalError>
where
    A: ArrayLike<Elem: Sampled>,
{
    let Inverted { times, shape, parts } = inverted::<A>(z, options, false)?;
    let all = parts[0].iter().zip(&parts[1]).map(|(&re, &im)| C::new(re, im)).collect::<Vec<_>>();
    Ok(Timed { times, values: A::Elem::spectrum_of(Array::from_shape_vec(shape, all)) })
}

/// A signal whose parts lie apart: one of a real signal, two of a complex one.
struct Inverted {
    times: Array<f64>,
    shape: Vec<usize>,
    parts: Vec<Vec<f64>>,
}

#[track_caller]
fn inverted<A: ArrayLike<Elem: Sampled>>(
    z: A,
    options: &StftOptions,
    half: bool,
) -> Result<Inverted, SignalError> {
    const OP: &str = "istft";
    let z = z.view();
    let [ref outer @ .., bins, count] = *z.shape() else {
        panic!("{}", ShapeError::TooFewAxes { op: OP, least: 2, shape: z.shape().into() });
    };
    if bins == 0 || count == 0 {
        panic!("{}", ShapeError::Empty { op: OP, what: "z" });
    }
    let back = Inverse::new(bins, count, options, half);
    let rows = Rows::of::<A::Elem>(OP, z, -2);
    let lanes: usize = outer.iter().product();
    let lane = |lane: usize| {
        let mut spectra = Vec::with_capacity(bins * count);
        for segment in 0..count {
            let k = lane * count + segment;
            let imaginary = (rows.parts_count() == 2).then(|| rows.row(k + lanes * count));
            spectra.extend(
                (0..bins).map(|bin| C::new(rows.row(k)[bin], imaginary.map_or(0.0, |im| im[bin]))),
            );
        }
        back.signal(&spectra)
    };
    let signals = threads::collect(lanes, &lane);
    if !back.weights.iter().all(|&weight| weight > 1e-10) {
        return Err(SignalError::NotInvertible { op: OP });
    }
    let parts = if half { 1 } else { 2 };
    let parts = (0..parts)
        .map(|k| signals.iter().flat_map(|signal| &signal[k]).copied().collect())
        .collect();
    let n = back.weights.len();
    let mut shape = outer.to_vec();
    shape.push(n);
    let times = Array::from_vec((0..n).map(|k| k as f64 / options.spectrum.fs).collect::<Vec<_>>());
    Ok(Inverted { times, shape, parts })
}

/// How spectra of segments are put together.
struct Inverse {
    window: Vec<f64>,
    step: usize,
    nfft: usize,
    bins: usize,
    half: bool,
    scale: f64,
    margin: usize,
    /// The sum of the squares of windows over each element.
    weights: Vec<f64>,
}

impl Inverse {
    #[track_caller]
    fn new(bins: usize, count: usize, options: &StftOptions, half: bool) -> Inverse {
        let spectrum = &options.spectrum;
        let whole = if half { 2 * (bins - 1) } else { bins };
        let nperseg = spectrum.nperseg.unwrap_or(whole);
        let odd = half && nperseg == whole + 1;
        let nfft = spectrum.nfft.unwrap_or(if odd { nperseg } else { whole });
        let noverlap = spectrum.noverlap.unwrap_or(nperseg / 2);
        if nperseg == 0 || nfft < nperseg || noverlap >= nperseg {
            panic!(
                "istft: segments of {nperseg} elements, of which {noverlap} overlap, of transforms of {nfft}"
            );
        }
        if (if half { nfft / 2 + 1 } else { nfft }) != bins {
            panic!("istft: spectra of {bins} frequencies of transforms of {nfft} elements");
        }
        let window = spectrum
            .window
            .as_ref()
            .unwrap_or(&Window::Hann)
            .values(nperseg, Ends::Periodic)
            .into_vec();
        let squares: f64 = window.iter().map(|w| w * w).sum();
        let scale = match spectrum.scaling.unwrap_or(SpectrumScaling::Spectrum) {
            SpectrumScaling::Spectrum => window.iter().sum(),
            SpectrumScaling::Density => (spectrum.fs * squares).sqrt(),
        };
        let margin = if options.boundary { nperseg / 2 } else { 0 };
        let step = nperseg - noverlap;
        let mut inverse =
            Inverse { window, step, nfft, bins, half, scale, margin, weights: vec![] };
        let ones = vec![vec![1.0; nperseg]; count];
        let weighted = |segment: &[f64]| -> Vec<f64> {
            segment.iter().zip(&inverse.window).map(|(x, w)| x * w).collect()
        };
        let squares: Vec<f64> = ones.iter().flat_map(|one| weighted(one)).collect();
        inverse.weights = inverse.added(&squares);
        inverse
    }

    /// Segments times the window, added where they overlap, without what was put before and behind.
    fn added(&self, segments: &[f64]) -> Vec<f64> {
        let len = self.window.len();
        let count = segments.len() / len;
        let mut out = vec![0.0; len + (count - 1) * self.step];
        for (k, segment) in segments.chunks(len).enumerate() {
            for ((out, x), w) in out[k * self.step..].iter_mut().zip(segment).zip(&self.window) {
                *out += x * w;
            }
        }
        let end = out.len() - self.margin;
        out[self.margin.min(end)..end].to_vec()
    }

    /// The parts of the signal of a lane.
    fn signal(&self, spectra: &[C]) -> Vec<Vec<f64>> {
        let parts: Vec<Vec<f64>> = if self.half {
            vec![fourier::of_half_spectra(spectra, self.bins, self.nfft)]
        } else {
            let all = fourier::of_spectra(spectra, self.nfft);
            vec![all.iter().map(|z| z.re).collect(), all.iter().map(|z| z.im).collect()]
        };
        let len = self.window.len();
        let finished = |part: &Vec<f64>| {
            let segments: Vec<f64> =
                part.chunks(self.nfft).flat_map(|row| &row[..len]).copied().collect();
            let sums = self.added(&segments);
            sums.iter().zip(&self.weights).map(|(sum, weight)| sum * self.scale / weight).collect()
        };
        parts.iter().map(finished).collect()
    }
}

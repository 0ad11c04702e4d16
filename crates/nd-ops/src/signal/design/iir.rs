//! Recursive filters from prototypes: bands, and the way into discrete time.

use super::prototypes::{BesselNorm, Family, warped};
use super::zpk::{TransferFunction, Zpk};
use nd_core::{Array, Complex};
use std::f64::consts::PI;

type C = Complex<f64>;

/// The largest order of a design.
const LARGEST_ORDER: usize = 500;

/// Which frequencies a filter lets pass, up to 1, which is half the sampling rate, unless options say otherwise.
///
/// # SciPy
/// `btype` and `Wn`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, butter};
///
/// assert_eq!(butter(2, Band::Bandpass(0.2, 0.4)).poles().len(), 4); // of both edges
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Band {
    /// Those below an edge.
    Lowpass(f64),
    /// Those above an edge.
    Highpass(f64),
    /// Those between two edges.
    Bandpass(f64, f64),
    /// Those outside two edges.
    Bandstop(f64, f64),
}

/// In which frequencies bands are given, and whether time is continuous.
///
/// # Examples
/// ```
/// use nd_ops::signal::DesignOptions;
///
/// assert_eq!(DesignOptions::default().fs, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DesignOptions {
    /// The sampling rate; 2 unless given.
    pub fs: Option<f64>,
    /// Whether the filter is one of continuous time, whose frequencies are angular.
    pub analog: bool,
}

impl DesignOptions {
    /// The sampling rate in whose unit bands are given.
    ///
    /// # SciPy
    /// `fs`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, DesignOptions, butter, butter_with};
    ///
    /// let hertz = DesignOptions::default().fs(1000.0);
    /// let low = butter_with(2, Band::Lowpass(125.0), &hertz);
    /// assert_eq!(low, butter(2, Band::Lowpass(0.25)));
    /// ```
    pub fn fs(self, fs: f64) -> Self {
        DesignOptions { fs: Some(fs), ..self }
    }

    /// Whether the filter is one of continuous time.
    ///
    /// # SciPy
    /// `analog`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, DesignOptions, butter_with};
    ///
    /// let analog = DesignOptions::default().analog(true);
    /// assert_eq!(butter_with(1, Band::Lowpass(3.0), &analog).poles(), [(-3.0).into()]);
    /// ```
    pub fn analog(self, analog: bool) -> Self {
        DesignOptions { analog, ..self }
    }
}

/// A recursive filter of an order, for a band, of a family.
///
/// Bands with two edges double the order.
///
/// # Panics
/// If the order is above 500, an edge does not lie within 0 and 1 (half the sampling rate), edges are not in order, or
/// ripple or attenuation is not above 0 and finite, or the ripple of an elliptic filter not below its attenuation.
///
/// # SciPy
/// `scipy.signal.iirfilter(order, Wn, rp, rs, btype, ftype=…, output='zpk')`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, Family, butter, iirfilter};
///
/// let band = Band::Bandstop(0.2, 0.4);
/// assert_eq!(iirfilter(2, band, Family::Butterworth), butter(2, band));
/// ```
/// ```should_panic
/// use nd_ops::signal::{Band, Family, iirfilter};
///
/// iirfilter(2, Band::Lowpass(1.0), Family::Butterworth);
/// ```
#[track_caller]
pub fn iirfilter(order: usize, band: Band, family: Family) -> Zpk {
    designed("iirfilter", order, band, family, &DesignOptions::default())
}

/// As [`iirfilter`], in other frequencies or of continuous time.
///
/// # Panics
/// As [`iirfilter`], and if the sampling rate is not above 0 and finite, or is given for continuous time.
///
/// # SciPy
/// `scipy.signal.iirfilter(order, Wn, rp, rs, btype, analog, ftype, fs=fs, output='zpk')`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, DesignOptions, Family, iirfilter_with};
///
/// let analog = DesignOptions::default().analog(true);
/// let high = iirfilter_with(1, Band::Highpass(2.0), Family::Butterworth, &analog);
/// assert_eq!((high.zeros(), high.poles()), (&[0.0.into()][..], &[(-2.0).into()][..]));
/// ```
#[track_caller]
pub fn iirfilter_with(order: usize, band: Band, family: Family, options: &DesignOptions) -> Zpk {
    designed("iirfilter", order, band, family, options)
}

/// Butterworth's filter of an order: the gain is as flat as can be where it passes.
///
/// # Panics
/// As [`iirfilter`].
///
/// # SciPy
/// `scipy.signal.butter(order, Wn, btype)` as `output='zpk'`; [`tf`](Zpk::tf) and [`sos`](Zpk::sos) are the other outputs.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, butter};
///
/// let low = butter(1, Band::Lowpass(0.5)).tf();
/// assert!((low.b[[0]] - 0.5).abs() < 1e-15 && low.a[[1]].abs() < 1e-15);
/// ```
#[track_caller]
pub fn butter(order: usize, band: Band) -> Zpk {
    designed("butter", order, band, Family::Butterworth, &DesignOptions::default())
}

/// As [`butter`], in other frequencies or of continuous time.
///
/// # Panics
/// As [`iirfilter_with`].
///
/// # SciPy
/// `scipy.signal.butter(order, Wn, btype, analog=analog, fs=fs, output='zpk')`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, DesignOptions, butter_with};
///
/// let hertz = DesignOptions::default().fs(1000.0);
/// let low = butter_with(4, Band::Lowpass(50.0), &hertz);
/// assert!(low.poles().iter().all(|pole| pole.norm() < 1.0));
/// ```
#[track_caller]
pub fn butter_with(order: usize, band: Band, options: &DesignOptions) -> Zpk {
    designed("butter", order, band, Family::Butterworth, options)
}

/// Chebyshev's filter of the first kind: the gain goes down by up to `ripple` decibels where it passes.
///
/// # Panics
/// As [`iirfilter`].
///
/// # SciPy
/// `scipy.signal.cheby1(order, rp, Wn, btype)` as `output='zpk'`; [`tf`](Zpk::tf) and [`sos`](Zpk::sos) are the other outputs.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, cheby1};
///
/// let low = cheby1(3, 1.0, Band::Lowpass(0.3));
/// assert_eq!((low.zeros().len(), low.poles().len()), (3, 3));
/// ```
#[track_caller]
pub fn cheby1(order: usize, ripple: f64, band: Band) -> Zpk {
    designed("cheby1", order, band, Family::Chebyshev1 { ripple }, &DesignOptions::default())
}

/// As [`cheby1`], in other frequencies or of continuous time.
///
/// # Panics
/// As [`iirfilter_with`].
///
/// # SciPy
/// `scipy.signal.cheby1(order, rp, Wn, btype, analog=analog, fs=fs, output='zpk')`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, DesignOptions, cheby1_with};
///
/// let hertz = DesignOptions::default().fs(1000.0);
/// let low = cheby1_with(4, 1.0, Band::Lowpass(50.0), &hertz);
/// assert!(low.poles().iter().all(|pole| pole.norm() < 1.0));
/// ```
#[track_caller]
pub fn cheby1_with(order: usize, ripple: f64, band: Band, options: &DesignOptions) -> Zpk {
    designed("cheby1", order, band, Family::Chebyshev1 { ripple }, options)
}

/// Chebyshev's filter of the second kind: lower by at least `attenuation` decibels where it stops.
///
/// # Panics
/// As [`iirfilter`].
///
/// # SciPy
/// `scipy.signal.cheby2(order, rs, Wn, btype)` as `output='zpk'`; [`tf`](Zpk::tf) and [`sos`](Zpk::sos) are the other outputs.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, cheby2};
///
/// let low = cheby2(3, 40.0, Band::Lowpass(0.3));
/// assert_eq!((low.zeros().len(), low.poles().len()), (3, 3));
/// ```
#[track_caller]
pub fn cheby2(order: usize, attenuation: f64, band: Band) -> Zpk {
    designed("cheby2", order, band, Family::Chebyshev2 { attenuation }, &DesignOptions::default())
}

/// As [`cheby2`], in other frequencies or of continuous time.
///
/// # Panics
/// As [`iirfilter_with`].
///
/// # SciPy
/// `scipy.signal.cheby2(order, rs, Wn, btype, analog=analog, fs=fs, output='zpk')`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, DesignOptions, cheby2_with};
///
/// let hertz = DesignOptions::default().fs(1000.0);
/// let low = cheby2_with(4, 40.0, Band::Lowpass(50.0), &hertz);
/// assert!(low.poles().iter().all(|pole| pole.norm() < 1.0));
/// ```
#[track_caller]
pub fn cheby2_with(order: usize, attenuation: f64, band: Band, options: &DesignOptions) -> Zpk {
    designed("cheby2", order, band, Family::Chebyshev2 { attenuation }, options)
}

/// Cauer's filter, of ripples in both bands: the steepest of all.
///
/// # Panics
/// As [`iirfilter`].
///
/// # SciPy
/// `scipy.signal.ellip(order, rp, rs, Wn, btype)` as `output='zpk'`; [`tf`](Zpk::tf) and [`sos`](Zpk::sos) are the other outputs.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, ellip};
///
/// let low = ellip(4, 1.0, 40.0, Band::Lowpass(0.3));
/// assert_eq!((low.zeros().len(), low.poles().len()), (4, 4));
/// ```
#[track_caller]
pub fn ellip(order: usize, ripple: f64, attenuation: f64, band: Band) -> Zpk {
    designed(
        "ellip",
        order,
        band,
        Family::Elliptic { ripple, attenuation },
        &DesignOptions::default(),
    )
}

/// As [`ellip`], in other frequencies or of continuous time.
///
/// # Panics
/// As [`iirfilter_with`].
///
/// # SciPy
/// `scipy.signal.ellip(order, rp, rs, Wn, btype, analog=analog, fs=fs, output='zpk')`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, DesignOptions, ellip_with};
///
/// let hertz = DesignOptions::default().fs(1000.0);
/// let low = ellip_with(4, 1.0, 40.0, Band::Lowpass(50.0), &hertz);
/// assert!(low.poles().iter().all(|pole| pole.norm() < 1.0));
/// ```
#[track_caller]
pub fn ellip_with(
    order: usize,
    ripple: f64,
    attenuation: f64,
    band: Band,
    options: &DesignOptions,
) -> Zpk {
    designed("ellip", order, band, Family::Elliptic { ripple, attenuation }, options)
}

/// Bessel's filter: all frequencies that pass are delayed alike. In discrete time this holds for low ones only.
///
/// # Panics
/// As [`iirfilter`].
///
/// # SciPy
/// `scipy.signal.bessel(order, Wn, btype, norm=norm)` as `output='zpk'`; [`tf`](Zpk::tf) and [`sos`](Zpk::sos) are the other outputs.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, BesselNorm, bessel};
///
/// let low = bessel(3, BesselNorm::Phase, Band::Lowpass(0.3));
/// assert_eq!((low.zeros().len(), low.poles().len()), (3, 3));
/// ```
#[track_caller]
pub fn bessel(order: usize, norm: BesselNorm, band: Band) -> Zpk {
    designed("bessel", order, band, Family::Bessel(norm), &DesignOptions::default())
}

/// As [`bessel`], in other frequencies or of continuous time.
///
/// # Panics
/// As [`iirfilter_with`].
///
/// # SciPy
/// `scipy.signal.bessel(order, Wn, btype, norm=norm, analog=analog, fs=fs, output='zpk')`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, BesselNorm, DesignOptions, bessel_with};
///
/// let hertz = DesignOptions::default().fs(1000.0);
/// let low = bessel_with(4, BesselNorm::Delay, Band::Lowpass(50.0), &hertz);
/// assert!(low.poles().iter().all(|pole| pole.norm() < 1.0));
/// ```
#[track_caller]
pub fn bessel_with(order: usize, norm: BesselNorm, band: Band, options: &DesignOptions) -> Zpk {
    designed("bessel", order, band, Family::Bessel(norm), options)
}

/// The edges of a band, in units of half the sampling rate or as angular frequencies, checked.
#[track_caller]
fn checked(op: &str, band: Band, options: &DesignOptions) -> Band {
    let unit = match options.fs {
        Some(_) if options.analog => {
            panic!("{op}: filters of continuous time have no sampling rate")
        }
        Some(fs) if !(fs > 0.0 && fs.is_finite()) => {
            panic!("{op}: the sampling rate is {fs}, and has to be above 0 and finite")
        }
        Some(fs) => fs / 2.0,
        None => 1.0,
    };
    let edge = |f: f64| {
        let most = if options.analog { f64::INFINITY } else { unit };
        if !(f > 0.0 && f < most) {
            panic!("{op}: an edge at {f}, which has to lie between 0 and {most}");
        }
        f / unit
    };
    let edges = |low: f64, high: f64| {
        if low >= high {
            panic!(
                "{op}: edges at {low} and {high}, of which the first has to be below the second"
            );
        }
        (edge(low), edge(high))
    };
    match band {
        Band::Lowpass(f) => Band::Lowpass(edge(f)),
        Band::Highpass(f) => Band::Highpass(edge(f)),
        Band::Bandpass(low, high) => {
            let (low, high) = edges(low, high);
            Band::Bandpass(low, high)
        }
        Band::Bandstop(low, high) => {
            let (low, high) = edges(low, high);
            Band::Bandstop(low, high)
        }
    }
}

#[track_caller]
fn designed(op: &str, order: usize, band: Band, family: Family, options: &DesignOptions) -> Zpk {
    if order > LARGEST_ORDER {
        panic!("{op}: an order of {order}, and at most {LARGEST_ORDER} is possible");
    }
    let band = checked(op, band, options);
    let prototype = family.prototype(op, order);
    let edge = |f: f64| if options.analog { f } else { warped(f) };
    let filter = match band {
        Band::Lowpass(f) => to_lowpass(&prototype, edge(f)),
        Band::Highpass(f) => to_highpass(&prototype, edge(f)),
        Band::Bandpass(low, high) => to_bandpass(&prototype, edge(low), edge(high)),
        Band::Bandstop(low, high) => to_bandstop(&prototype, edge(low), edge(high)),
    };
    if options.analog { filter } else { bilinear(&filter) }
}

/// How many poles there are more than zeros.
fn degree(filter: &Zpk) -> usize {
    filter.poles().len() - filter.zeros().len()
}

fn to_lowpass(filter: &Zpk, edge: f64) -> Zpk {
    let scaled = |roots: &[C]| roots.iter().map(|z| z * edge).collect();
    let gain = filter.gain() * edge.powi(degree(filter) as i32);
    Zpk::of(scaled(filter.zeros()), scaled(filter.poles()), gain)
}

/// The gain of a filter for frequencies without bound becomes that for frequency 0.
fn turned_gain(filter: &Zpk) -> f64 {
    let product = |roots: &[C]| -> C { roots.iter().map(|z| -z).product() };
    filter.gain() * (product(filter.zeros()) / product(filter.poles())).re
}

fn to_highpass(filter: &Zpk, edge: f64) -> Zpk {
    let turned = |roots: &[C]| -> Vec<C> { roots.iter().map(|z| edge / z).collect() };
    let mut zeros = turned(filter.zeros());
    zeros.resize(filter.poles().len(), C::default());
    Zpk::of(zeros, turned(filter.poles()), turned_gain(filter))
}

/// Both roots that a root becomes in a band around a centre.
fn doubled(roots: Vec<C>, centre: f64) -> Vec<C> {
    let inner: Vec<C> = roots.iter().map(|z| (z * z - centre * centre).sqrt()).collect();
    let upper = roots.iter().zip(&inner).map(|(z, inner)| z + inner);
    upper.chain(roots.iter().zip(&inner).map(|(z, inner)| z - inner)).collect()
}

fn to_bandpass(filter: &Zpk, low: f64, high: f64) -> Zpk {
    let (width, centre) = (high - low, (low * high).sqrt());
    let spread = |roots: &[C]| doubled(roots.iter().map(|z| z * (width / 2.0)).collect(), centre);
    let mut zeros = spread(filter.zeros());
    zeros.resize(zeros.len() + degree(filter), C::default());
    let gain = filter.gain() * width.powi(degree(filter) as i32);
    Zpk::of(zeros, spread(filter.poles()), gain)
}

fn to_bandstop(filter: &Zpk, low: f64, high: f64) -> Zpk {
    let (width, centre) = (high - low, (low * high).sqrt());
    let spread = |roots: &[C]| doubled(roots.iter().map(|z| (width / 2.0) / z).collect(), centre);
    let mut zeros = spread(filter.zeros());
    for _ in 0..degree(filter) {
        zeros.extend([C::new(0.0, centre), C::new(0.0, -centre)]);
    }
    Zpk::of(zeros, spread(filter.poles()), turned_gain(filter))
}

/// Continuous time becomes discrete, at a rate of 2.
fn bilinear(filter: &Zpk) -> Zpk {
    let moved = |roots: &[C]| -> Vec<C> { roots.iter().map(|z| (4.0 + z) / (4.0 - z)).collect() };
    let product = |roots: &[C]| -> C { roots.iter().map(|z| 4.0 - z).product() };
    let mut zeros = moved(filter.zeros());
    zeros.resize(filter.poles().len(), C::new(-1.0, 0.0));
    let gain = filter.gain() * (product(filter.zeros()) / product(filter.poles())).re;
    Zpk::of(zeros, moved(filter.poles()), gain)
}

/// A filter that stops one frequency, and passes all others.
///
/// `frequency` in units of half the sampling rate; `quality` is its quotient by the width of the notch, at 3 decibels.
///
/// # Panics
/// If the frequency does not lie within 0 and 1, or the quality is not above 0 and finite.
///
/// # SciPy
/// `scipy.signal.iirnotch(w0, Q)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::iirnotch;
///
/// let notch = iirnotch(0.5, 1.0);
/// assert!((notch.b[[0]] - 0.5).abs() < 1e-15 && notch.a[[2]].abs() < 1e-15);
/// ```
#[track_caller]
pub fn iirnotch(frequency: f64, quality: f64) -> TransferFunction {
    let (cosine, gain) = resonance("iirnotch", frequency, quality);
    resonant([gain, -2.0 * gain * cosine, gain], cosine, gain)
}

/// A filter that passes one frequency, and stops all others.
///
/// `frequency` in units of half the sampling rate; `quality` is its quotient by the width of the peak, at 3 decibels.
///
/// # Panics
/// If the frequency does not lie within 0 and 1, or the quality is not above 0 and finite.
///
/// # SciPy
/// `scipy.signal.iirpeak(w0, Q)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::iirpeak;
///
/// let peak = iirpeak(0.5, 1.0);
/// assert!((peak.b[[0]] - 0.5).abs() < 1e-15 && peak.b[[1]] == 0.0);
/// ```
#[track_caller]
pub fn iirpeak(frequency: f64, quality: f64) -> TransferFunction {
    let (cosine, gain) = resonance("iirpeak", frequency, quality);
    resonant([1.0 - gain, 0.0, gain - 1.0], cosine, gain)
}

/// The cosine of the frequency, and the gain for what is not stopped.
#[track_caller]
fn resonance(op: &str, frequency: f64, quality: f64) -> (f64, f64) {
    if !(frequency > 0.0 && frequency < 1.0) {
        panic!("{op}: a frequency of {frequency}, which has to lie between 0 and 1");
    }
    if !(quality > 0.0 && quality.is_finite()) {
        panic!("{op}: a quality of {quality}, which has to be above 0 and finite");
    }
    let (angle, width) = (PI * frequency, PI * frequency / quality);
    (angle.cos(), 1.0 / (1.0 + (width / 2.0).tan()))
}

fn resonant(b: [f64; 3], cosine: f64, gain: f64) -> TransferFunction {
    let a = [1.0, -2.0 * gain * cosine, 2.0 * gain - 1.0];
    TransferFunction { b: Array::from_vec(b.to_vec()), a: Array::from_vec(a.to_vec()) }
}

//! Waves and pulses at given times.

use super::sampled::{Reals, Sampled, elements};
use nd_core::{Array, ArrayLike, CowArray, Number, Shape, threads};
use std::f64::consts::{PI, TAU};

/// How the frequency of a [`chirp`] goes from one to the other.
///
/// # SciPy
/// `method`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sweep {
    /// In a line.
    #[default]
    Linear,
    /// In a parabola that is flat at time 0.
    Quadratic,
    /// In a parabola that is flat at the second time.
    QuadraticToVertex,
    /// By equal factors in equal times.
    Logarithmic,
    /// As one over a line.
    Hyperbolic,
}

/// `f` of all times; `f32` stays `f32`.
fn of_times<A: ArrayLike<Elem: Sampled>>(t: &A, f: &(dyn Fn(f64) -> f64 + Sync)) -> Reals<A> {
    let t = t.view();
    let values = applied(&A::Elem::parts_of(t)[0], f);
    A::Elem::reals_of(values.into_reshaped(t.shape()))
}

fn applied(times: &CowArray<'_, f64>, f: &(dyn Fn(f64) -> f64 + Sync)) -> Array<f64> {
    let times = times.as_slice().expect("parts are in C order");
    let mut out = Array::zeros(times.len());
    threads::chunks(elements(&mut out), 1 << 13, &|start, out| {
        for (out, &t) in out.iter_mut().zip(&times[start..]) {
            *out = f(t);
        }
    });
    out
}

/// A cosine whose frequency changes, from `f0` at time 0 to `f1` at time `t1`.
///
/// `t`: any shape → that shape; NaN for NaN and infinite times.
///
/// # Panics
/// If the sweep is logarithmic and the frequencies are 0 or of different signs, or hyperbolic and one is 0.
///
/// # SciPy
/// `scipy.signal.chirp(t, f0, t1, f1, method)`; `f32` times give `f32`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{Sweep, chirp};
///
/// assert_eq!(chirp(&[0.0, 1.0], 1.0, 10.0, 1.0, Sweep::Linear), array![1.0, 1.0]);
/// ```
/// ```should_panic
/// use nd_ops::signal::{Sweep, chirp};
///
/// chirp(&[0.0], -1.0, 1.0, 1.0, Sweep::Logarithmic);
/// ```
#[track_caller]
pub fn chirp<A: ArrayLike<Elem: Sampled>>(
    t: A,
    f0: f64,
    t1: f64,
    f1: f64,
    sweep: Sweep,
) -> Reals<A> {
    if sweep == Sweep::Logarithmic && f0 * f1 <= 0.0 {
        panic!(
            "chirp: frequencies of {f0} and {f1}, which have to be of one sign for a logarithmic sweep"
        );
    }
    if sweep == Sweep::Hyperbolic && (f0 == 0.0 || f1 == 0.0) {
        panic!("chirp: frequencies of {f0} and {f1}, which cannot be 0 for a hyperbolic sweep");
    }
    // Periods since time 0.
    let steady = f0 == f1;
    of_times(&t, &|t| {
        let periods = match sweep {
            Sweep::Linear => f0 * t + 0.5 * (f1 - f0) / t1 * t * t,
            Sweep::Quadratic => f0 * t + (f1 - f0) / (t1 * t1) * t.powi(3) / 3.0,
            Sweep::QuadraticToVertex => {
                f1 * t + (f1 - f0) / (t1 * t1) * ((t1 - t).powi(3) - t1.powi(3)) / 3.0
            }
            Sweep::Logarithmic | Sweep::Hyperbolic if steady => f0 * t,
            Sweep::Logarithmic => t1 / (f1 / f0).ln() * f0 * ((f1 / f0).powf(t / t1) - 1.0),
            Sweep::Hyperbolic => {
                let pole = -f1 * t1 / (f0 - f1);
                -pole * f0 * (1.0 - t / pole).abs().ln()
            }
        };
        (TAU * periods).cos()
    })
}

/// A wave of rectangles with a period of 2π: 1 for the share `duty` of it, and -1 then.
///
/// `t`: any shape → that shape; NaN everywhere for a `duty` outside of 0 to 1. -1 at NaN.
///
/// # SciPy
/// `scipy.signal.square(t, duty)`, of one `duty`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::signal::square(&[0.0, 1.0, 4.0, 7.0], 0.5), array![1.0, 1.0, -1.0, 1.0]);
/// ```
pub fn square<A: ArrayLike<Elem: Sampled>>(t: A, duty: f64) -> Reals<A> {
    if !(0.0..=1.0).contains(&duty) {
        return of_times(&t, &|_| f64::NAN);
    }
    of_times(&t, &|t| if t.remainder(TAU) < duty * TAU { 1.0 } else { -1.0 })
}

/// A wave of lines with a period of 2π: from -1 up to 1 for the share `width` of it, and down then.
///
/// `t`: any shape → that shape; NaN everywhere for a `width` outside of 0 to 1, and at NaN.
///
/// # SciPy
/// `scipy.signal.sawtooth(t, width)`, of one `width`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use std::f64::consts::PI;
///
/// assert_eq!(nd_ops::signal::sawtooth(&[0.0, PI], 1.0), array![-1.0, 0.0]);
/// assert_eq!(nd_ops::signal::sawtooth(&[0.0, PI], 0.5), array![-1.0, 1.0]);
/// ```
pub fn sawtooth<A: ArrayLike<Elem: Sampled>>(t: A, width: f64) -> Reals<A> {
    if !(0.0..=1.0).contains(&width) {
        return of_times(&t, &|_| f64::NAN);
    }
    of_times(&t, &|t| {
        let t = t.remainder(TAU);
        if t < width * TAU {
            t / (PI * width) - 1.0
        } else {
            (PI * (width + 1.0) - t) / (PI * (1.0 - width))
        }
    })
}

/// What a [`gausspulse`] is made of.
///
/// # SciPy
/// The tuple `(yI, yQ, yenv)`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Pulse<T> {
    /// The cosine under the envelope.
    pub in_phase: Array<T>,
    /// The sine under the envelope.
    pub quadrature: Array<T>,
    /// The bell.
    pub envelope: Array<T>,
}

/// A wave under a bell at time 0: of a frequency, and a bandwidth, as a share of it, at which the spectrum is 6 decibels
/// lower.
///
/// `t`: any shape → that shape.
///
/// # Panics
/// If the frequency is below 0, or the bandwidth not above 0.
///
/// # SciPy
/// `scipy.signal.gausspulse(t, fc, bw, retquad=True, retenv=True)`, with `bwr` as it is by default.
///
/// # Examples
/// ```
/// let pulse = nd_ops::signal::gausspulse(&[0.0f64, 0.5], 2.0, 0.5);
/// assert_eq!(pulse.in_phase[[0]], 1.0);
/// assert!((pulse.envelope[[1]] - 0.4094329).abs() < 1e-7);
/// ```
#[track_caller]
pub fn gausspulse<A: ArrayLike<Elem: Sampled>>(
    t: A,
    frequency: f64,
    bandwidth: f64,
) -> Pulse<<A::Elem as Sampled>::Real> {
    assert!(frequency >= 0.0, "gausspulse: a frequency of {frequency}, which has to be 0 or more");
    assert!(bandwidth > 0.0, "gausspulse: a bandwidth of {bandwidth}, which has to be above 0");
    let level = 10f64.powf(-6.0 / 20.0).ln();
    let decay = -(PI * frequency * bandwidth).powi(2) / (4.0 * level);
    let bell = move |t: f64| (-decay * t * t).exp();
    Pulse {
        in_phase: of_times(&t, &|t| bell(t) * (TAU * frequency * t).cos()),
        quadrature: of_times(&t, &|t| bell(t) * (TAU * frequency * t).sin()),
        envelope: of_times(&t, &bell),
    }
}

/// Zeros with a single 1 at `index`.
///
/// → `shape`, of the type that is asked for.
///
/// # Panics
/// If `index` does not lie in `shape`.
///
/// # SciPy
/// `scipy.signal.unit_impulse(shape, index)`; `'mid'` is half of each length.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::unit_impulse;
///
/// assert_eq!(unit_impulse::<f64>(3, &[1]), array![0.0, 1.0, 0.0]);
/// ```
/// ```should_panic
/// nd_ops::signal::unit_impulse::<f64>(3, &[3]);
/// ```
#[track_caller]
pub fn unit_impulse<T: Number>(shape: impl Into<Shape>, index: &[usize]) -> Array<T> {
    let mut out = Array::zeros(shape);
    if index.len() != out.ndim() || index.iter().zip(out.shape()).any(|(k, n)| k >= n) {
        panic!("unit_impulse: index {index:?} does not lie in shape {:?}", out.shape());
    }
    let flat = index.iter().zip(out.shape()).fold(0, |flat, (k, n)| flat * n + k);
    out.as_slice_mut().expect("new arrays are contiguous")[flat] = T::one();
    out
}

//! `detrend` and `deconvolve`: what is left of a signal without a line, or of a polynomial without a factor.

use super::lfilter::prepared;
use crate::signal::error::SignalError;
use crate::signal::sampled::{Rows, Sampled, Samples, sequence};
use nd_core::{Array, ArrayLike};

/// What is taken off a signal.
///
/// # SciPy
/// `type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trend {
    /// The line nearest to it.
    #[default]
    Linear,
    /// Its mean.
    Constant,
}

/// What is taken off a signal, and where it breaks.
///
/// # Examples
/// ```
/// use nd_ops::signal::{DetrendOptions, Trend};
///
/// assert_eq!(DetrendOptions::default().trend, Trend::Linear);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DetrendOptions {
    /// A line or the mean.
    pub trend: Trend,
    /// Where other lines begin.
    pub breaks: Vec<usize>,
}

impl DetrendOptions {
    /// A line or the mean.
    ///
    /// # SciPy
    /// `type`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{DetrendOptions, Trend, detrend_with};
    ///
    /// let mean = DetrendOptions::default().trend(Trend::Constant);
    /// assert_eq!(detrend_with(&[1.0, 3.0], -1, &mean).unwrap(), array![-1.0, 1.0]);
    /// ```
    pub fn trend(self, trend: Trend) -> Self {
        DetrendOptions { trend, ..self }
    }

    /// Where other lines begin; without meaning for means.
    ///
    /// # SciPy
    /// `bp`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{DetrendOptions, detrend_with};
    ///
    /// let bent = DetrendOptions::default().breaks(&[2]);
    /// assert_eq!(detrend_with(&[0.0, 1.0, 5.0, 3.0], -1, &bent).unwrap(), array![0.0, 0.0, 0.0, 0.0]);
    /// ```
    pub fn breaks(self, breaks: &[usize]) -> Self {
        DetrendOptions { breaks: breaks.to_vec(), ..self }
    }
}

/// The signal without the line that is nearest to it along an axis.
///
/// `x: (…, n, …)` → `(…, n, …)`; `f32` stays `f32`. A single element becomes 0.
///
/// # Panics
/// If there is no such axis.
///
/// # Errors
/// [`SignalError::NotFinite`] for NaN and infinities.
///
/// # SciPy
/// `scipy.signal.detrend(x, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::detrend;
///
/// assert_eq!(detrend(&[1.0, 2.0, 3.0], -1).unwrap(), array![0.0, 0.0, 0.0]);
/// assert_eq!(detrend(&[[0, 3, 0]], 1).unwrap(), array![[-1.0, 2.0, -1.0]]);
/// ```
#[track_caller]
pub fn detrend<A: ArrayLike<Elem: Sampled>>(x: A, axis: isize) -> Result<Samples<A>, SignalError> {
    detrend_with(x, axis, &DetrendOptions::default())
}

/// As [`detrend`], without the mean, or with lines that break.
///
/// # Panics
/// As [`detrend`], and if a line begins beyond the axis.
///
/// # Errors
/// As [`detrend`], of lines; means of NaN are NaN.
///
/// # SciPy
/// `scipy.signal.detrend(x, axis, type, bp)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{DetrendOptions, Trend, detrend_with};
///
/// let mean = DetrendOptions::default().trend(Trend::Constant);
/// assert_eq!(detrend_with(&[[1, 3], [3, 5]], 0, &mean).unwrap(), array![[-1.0, -1.0], [1.0, 1.0]]);
/// ```
#[track_caller]
pub fn detrend_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    axis: isize,
    options: &DetrendOptions,
) -> Result<Samples<A>, SignalError> {
    const OP: &str = "detrend";
    let rows = Rows::of::<A::Elem>(OP, x.view(), axis);
    let n = rows.n;
    let mut breaks = vec![0, n];
    if options.trend == Trend::Linear {
        if let Some(bad) = options.breaks.iter().find(|&&at| at > n) {
            panic!("{OP}: a line from {bad} on, in an axis of length {n}");
        }
        breaks.extend(&options.breaks);
        breaks.sort_unstable();
        breaks.dedup();
        if !rows.all_finite() {
            return Err(SignalError::NotFinite { op: OP });
        }
    }
    let out = rows.each(n, &|row, out| {
        out.copy_from_slice(row);
        for pair in breaks.windows(2) {
            straighten(&mut out[pair[0]..pair[1]], options.trend);
        }
    });
    Ok(rows.signal::<A::Elem>(n, out))
}

/// Takes the mean, or the nearest line, off.
pub(crate) fn straighten(x: &mut [f64], trend: Trend) {
    let n = x.len() as f64;
    let mean = sum(x) / n;
    x.iter_mut().for_each(|x| *x -= mean);
    if trend == Trend::Constant || x.len() < 2 {
        return;
    }
    // Measured from the middle, offset and slope do not meet.
    let middle = 0.5 * (n - 1.0);
    let products: f64 = x.iter().enumerate().map(|(k, x)| (k as f64 - middle) * x).sum();
    let slope = products / (n * (n * n - 1.0) / 12.0);
    for (k, x) in x.iter_mut().enumerate() {
        *x -= (k as f64 - middle) * slope;
    }
}

/// A sum in eight parts, which is as exact as it is fast.
fn sum(x: &[f64]) -> f64 {
    if x.len() > 1024 {
        let (left, right) = x.split_at(x.len() / 2);
        return sum(left) + sum(right);
    }
    let (chunks, rest) = x.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for chunk in chunks {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            *sum += x;
        }
    }
    sums.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

/// A quotient of polynomials, or of signals, and what is left.
///
/// # SciPy
/// The tuple `(quotient, remainder)`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Deconvolved {
    /// The quotient.
    pub quotient: Array<f64>,
    /// What the quotient times the divisor lacks of the signal, as long as that.
    pub remainder: Array<f64>,
}

/// What has to be convolved with `divisor` for `signal`, and what is left.
///
/// `signal: (n,)`, `divisor: (m,)` → `(n - m + 1,)`, empty where that is not above 0, and `(n,)`.
///
/// # Panics
/// If one of them has not one axis.
///
/// # Errors
/// [`SignalError::NoCoefficients`], [`SignalError::LeadingZero`] if the divisor is empty or begins with 0.
///
/// # SciPy
/// `scipy.signal.deconvolve(signal, divisor)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::deconvolve;
///
/// let found = deconvolve(&[1.0, 3.0, 2.0, 1.0], &[1.0, 2.0]).unwrap();
/// assert_eq!(found.quotient, array![1.0, 1.0, 0.0]);
/// assert_eq!(found.remainder, array![0.0, 0.0, 0.0, 1.0]);
/// ```
#[track_caller]
pub fn deconvolve(
    signal: impl ArrayLike<Elem = f64>,
    divisor: impl ArrayLike<Elem = f64>,
) -> Result<Deconvolved, SignalError> {
    const OP: &str = "deconvolve";
    let (signal, divisor) = (sequence(OP, signal), sequence(OP, divisor));
    prepared(OP, vec![1.0], divisor.clone())?;
    let (n, m) = (signal.len(), divisor.len());
    let mut rest = signal;
    let mut quotient = vec![0.0; (n + 1).saturating_sub(m)];
    for k in 0..quotient.len() {
        let q = rest[k] / divisor[0];
        quotient[k] = q;
        for (rest, d) in rest[k..].iter_mut().zip(&divisor) {
            *rest -= q * d;
        }
        rest[k] = 0.0;
    }
    Ok(Deconvolved { quotient: Array::from_vec(quotient), remainder: Array::from_vec(rest) })
}

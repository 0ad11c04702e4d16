//! Filters that run forwards and backwards, so that nothing is delayed: `filtfilt` and `sosfiltfilt`.

use super::lfilter::{prepared, steady};
use super::recursion::Recursion;
use super::sosfilt::{sections, steady_sections};
use crate::signal::error::SignalError;
use crate::signal::sampled::{Rows, Sampled, Samples, elements, sequence};
use nd_core::{Array, ArrayLike, threads};

/// What a signal is taken to be beyond its ends.
///
/// # SciPy
/// `padtype`: `'odd'`, `'even'`, `'constant'` and `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extension {
    /// Turned by half a turn about its ends.
    #[default]
    Odd,
    /// Mirrored at its ends.
    Even,
    /// Its first and its last element.
    Constant,
    /// Nothing.
    None,
}

/// How a signal is extended before it is filtered forwards and backwards.
///
/// # Examples
/// ```
/// use nd_ops::signal::{BothWaysOptions, Extension};
///
/// assert_eq!(BothWaysOptions::default().extension, Extension::Odd);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BothWaysOptions {
    /// What the signal is taken to be beyond its ends.
    pub extension: Extension,
    /// By how many elements; from the filter unless given.
    pub padding: Option<usize>,
}

impl BothWaysOptions {
    /// What the signal is taken to be beyond its ends.
    ///
    /// # SciPy
    /// `padtype`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{BothWaysOptions, Extension, filtfilt_with};
    ///
    /// let none = BothWaysOptions::default().extension(Extension::None);
    /// let y = filtfilt_with(&[0.5, 0.5], &[1.0], &[4.0, 8.0], -1, &none).unwrap();
    /// assert_eq!(y, array![5.0, 6.0]);
    /// ```
    pub fn extension(self, extension: Extension) -> Self {
        BothWaysOptions { extension, ..self }
    }

    /// By how many elements the signal is extended.
    ///
    /// # SciPy
    /// `padlen`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{BothWaysOptions, filtfilt_with};
    ///
    /// let one = BothWaysOptions::default().padding(1);
    /// let y = filtfilt_with(&[0.5, 0.5], &[1.0], &[0.0, 4.0, 8.0], -1, &one).unwrap();
    /// assert_eq!(y, array![0.0, 4.0, 8.0]); // a line stays
    /// ```
    pub fn padding(self, padding: usize) -> Self {
        BothWaysOptions { padding: Some(padding), ..self }
    }
}

/// The signal, filtered forwards and backwards along an axis: nothing is delayed, and the gain is squared.
///
/// `b: (m,)`, `a: (k,)`, `x: (…, n, …)` → `(…, n, …)`, extended at both ends by `3·max(m, k)` elements, turned about the
/// ends; coefficients of 0 at the end count too. Numbers as in [`lfilter`](super::lfilter()).
///
/// # Panics
/// If there is no such axis, or `b` or `a` has not one axis.
///
/// # Errors
/// [`SignalError::TooShort`] if the signal is not longer than the extension, [`SignalError::NoCoefficients`],
/// [`SignalError::LeadingZero`], [`SignalError::Unsteady`].
///
/// # SciPy
/// `scipy.signal.filtfilt(b, a, x, axis)`; Gustafsson's method is not here.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::filtfilt;
///
/// let line = array![0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// assert_eq!(filtfilt(&[0.5, 0.5], &[1.0], &line, -1).unwrap(), line);
/// ```
#[track_caller]
pub fn filtfilt<A: ArrayLike<Elem: Sampled>>(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    x: A,
    axis: isize,
) -> Result<Samples<A>, SignalError> {
    filtfilt_with(b, a, x, axis, &BothWaysOptions::default())
}

/// As [`filtfilt`], with another extension.
///
/// # Panics
/// As [`filtfilt`].
///
/// # Errors
/// As [`filtfilt`].
///
/// # SciPy
/// `scipy.signal.filtfilt(b, a, x, axis, padtype, padlen)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{BothWaysOptions, Extension, filtfilt_with};
///
/// let constant = BothWaysOptions::default().extension(Extension::Constant).padding(1);
/// let y = filtfilt_with(&[0.5, 0.5], &[1.0], &[0.0, 4.0], -1, &constant).unwrap();
/// assert_eq!(y, nd_core::array![1.0, 3.0]);
/// ```
#[track_caller]
pub fn filtfilt_with<A: ArrayLike<Elem: Sampled>>(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    x: A,
    axis: isize,
    options: &BothWaysOptions,
) -> Result<Samples<A>, SignalError> {
    const OP: &str = "filtfilt";
    let (b, a) = (sequence(OP, b), sequence(OP, a));
    let rows = Rows::of::<A::Elem>(OP, x.view(), axis);
    let taps = b.len().max(a.len());
    let filter = prepared(OP, b, a)?;
    let steady = steady(OP, &filter)?;
    let out = both_ways(OP, &filter, &steady, &rows, 3 * taps, options)?;
    Ok(rows.signal::<A::Elem>(rows.n, out))
}

/// As [`filtfilt`], by second-order sections.
///
/// `sos: (sections, 6)`, `x: (…, n, …)` → `(…, n, …)`, extended at both ends by three times the number of coefficients
/// that a single section would have, those that are 0 in all sections not counted.
///
/// # Panics
/// If there is no such axis, or `sos` has not two axes, the second one of length 6.
///
/// # Errors
/// [`SignalError::TooShort`] if the signal is not longer than the extension, [`SignalError::NoCoefficients`],
/// [`SignalError::Section`], [`SignalError::Unsteady`].
///
/// # SciPy
/// `scipy.signal.sosfiltfilt(sos, x, axis)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, butter, sosfiltfilt};
///
/// let sos = butter(2, Band::Lowpass(0.3)).sos();
/// let line: Vec<f64> = (0..10).map(f64::from).collect();
/// let y = sosfiltfilt(&sos, &line, -1).unwrap();
/// assert!((y[[4]] - 4.0).abs() < 1e-2);
/// assert!(sosfiltfilt(&sos, &line[..9], -1).is_err());
/// ```
#[track_caller]
pub fn sosfiltfilt<A: ArrayLike<Elem: Sampled>>(
    sos: impl ArrayLike<Elem = f64>,
    x: A,
    axis: isize,
) -> Result<Samples<A>, SignalError> {
    sosfiltfilt_with(sos, x, axis, &BothWaysOptions::default())
}

/// As [`sosfiltfilt`], with another extension.
///
/// # Panics
/// As [`sosfiltfilt`].
///
/// # Errors
/// As [`sosfiltfilt`].
///
/// # SciPy
/// `scipy.signal.sosfiltfilt(sos, x, axis, padtype, padlen)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{BothWaysOptions, sosfiltfilt_with};
///
/// let means = [[0.5, 0.5, 0.0, 1.0, 0.0, 0.0]];
/// let one = BothWaysOptions::default().padding(1);
/// let y = sosfiltfilt_with(&means, &[0.0, 4.0, 8.0], -1, &one).unwrap();
/// assert_eq!(y, nd_core::array![0.0, 4.0, 8.0]);
/// ```
#[track_caller]
pub fn sosfiltfilt_with<A: ArrayLike<Elem: Sampled>>(
    sos: impl ArrayLike<Elem = f64>,
    x: A,
    axis: isize,
    options: &BothWaysOptions,
) -> Result<Samples<A>, SignalError> {
    const OP: &str = "sosfiltfilt";
    let rows = Rows::of::<A::Elem>(OP, x.view(), axis);
    let sections = sections(OP, sos)?;
    let steady = steady_sections(OP, &sections)?;
    let zeros = |k: usize| sections.iter().filter(|section| section[k] == 0.0).count();
    let taps = 2 * sections.len() + 1 - zeros(2).min(zeros(5));
    let filter = Recursion::Sections(sections);
    let out = both_ways(OP, &filter, &steady, &rows, 3 * taps, options)?;
    Ok(rows.signal::<A::Elem>(rows.n, out))
}

fn both_ways(
    op: &'static str,
    filter: &Recursion,
    steady: &[f64],
    rows: &Rows<'_>,
    padding: usize,
    options: &BothWaysOptions,
) -> Result<Array<f64>, SignalError> {
    let n = rows.n;
    let padding = match options.extension {
        Extension::None => 0,
        _ => options.padding.unwrap_or(padding),
    };
    if n <= padding {
        return Err(SignalError::TooShort { op, len: n, padding });
    }
    let long = n + 2 * padding;
    let mut all = rows.each(long, &|row, out| extended(row, padding, options.extension, out));
    let inner = elements(&mut all);
    for _ in 0..2 {
        let first = inner.chunks_exact(long).map(|row| row[0]);
        let mut states: Vec<f64> = first.flat_map(|x| steady.iter().map(move |z| z * x)).collect();
        filter.run(inner, long, &mut states);
        threads::chunks(inner, long, &|_, row| row.reverse());
    }
    let inner = &*inner;
    let mut out = Array::zeros(rows.count() * n);
    threads::chunks(elements(&mut out), n, &|start, out| {
        out.copy_from_slice(&inner[start / n * long + padding..][..n]);
    });
    Ok(out)
}

/// The row with `padding` elements on either side, fewer than it has.
fn extended(row: &[f64], padding: usize, extension: Extension, out: &mut [f64]) {
    let n = row.len();
    let (first, last) = (row[0], row[n - 1]);
    out[padding..padding + n].copy_from_slice(row);
    for k in 1..=padding {
        let (before, after) = match extension {
            Extension::Odd => (2.0 * first - row[k], 2.0 * last - row[n - 1 - k]),
            Extension::Even => (row[k], row[n - 1 - k]),
            Extension::Constant | Extension::None => (first, last),
        };
        out[padding - k] = before;
        out[padding + n - 1 + k] = after;
    }
}

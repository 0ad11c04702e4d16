//! Savitzky's and Golay's filter: polynomials through windows that slide.

use crate::Signal;
use crate::signal::error::SignalError;
use crate::signal::sampled::{Rows, Sampled, Samples};
use nd_core::{Array, ArrayLike};

/// What is beyond the ends of a signal that is smoothed.
///
/// # SciPy
/// `mode` and `cval`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum SavgolMode {
    /// Nothing: the polynomials of the first and the last window go on to the ends.
    #[default]
    Interp,
    /// The signal, mirrored at the elements at its ends.
    Mirror,
    /// A value.
    Constant(f64),
    /// The elements at the ends.
    Nearest,
    /// The other end.
    Wrap,
}

/// What is taken of the polynomials, and what is beyond the ends.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SavgolMode, SavgolOptions};
///
/// assert_eq!(SavgolOptions::default().mode, SavgolMode::Interp);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct SavgolOptions {
    /// Which derivative.
    pub deriv: usize,
    /// How far apart elements are.
    pub delta: f64,
    /// What is beyond the ends.
    pub mode: SavgolMode,
}

impl Default for SavgolOptions {
    fn default() -> Self {
        SavgolOptions { deriv: 0, delta: 1.0, mode: SavgolMode::Interp }
    }
}

impl SavgolOptions {
    /// Which derivative of the polynomials is taken; those above the order are 0.
    ///
    /// # SciPy
    /// `deriv`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SavgolOptions, savgol_filter_with};
    ///
    /// let slope = SavgolOptions::default().deriv(1);
    /// let found = savgol_filter_with(&[0.0f64, 1.0, 4.0, 9.0], 3, 2, -1, &slope).unwrap();
    /// assert!((found[[3]] - 6.0).abs() < 1e-12);
    /// ```
    pub fn deriv(self, deriv: usize) -> Self {
        SavgolOptions { deriv, ..self }
    }

    /// How far apart elements are, for derivatives.
    ///
    /// # SciPy
    /// `delta`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SavgolOptions, savgol_filter_with};
    ///
    /// let slope = SavgolOptions::default().deriv(1).delta(0.5);
    /// let found = savgol_filter_with(&[0.0f64, 1.0, 2.0], 3, 1, -1, &slope).unwrap();
    /// assert!((found[[1]] - 2.0).abs() < 1e-12);
    /// ```
    pub fn delta(self, delta: f64) -> Self {
        SavgolOptions { delta, ..self }
    }

    /// What is beyond the ends.
    ///
    /// # SciPy
    /// `mode` and `cval`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SavgolMode, SavgolOptions, savgol_filter_with};
    ///
    /// let zero = SavgolOptions::default().mode(SavgolMode::Constant(0.0));
    /// let found = savgol_filter_with(&[3.0f64, 3.0, 3.0], 3, 1, -1, &zero).unwrap();
    /// assert!((found[[0]] - 2.0).abs() < 1e-12);
    /// ```
    pub fn mode(self, mode: SavgolMode) -> Self {
        SavgolOptions { mode, ..self }
    }
}

/// Weights of a window's elements for the polynomial of an order through them, taken at `at`, or a derivative of it.
///
/// By an orthogonal basis of the polynomials on the places, from which no digits are lost.
fn weights(window: usize, order: usize, deriv: usize, delta: f64, at: f64) -> Vec<f64> {
    if deriv > order {
        return vec![0.0; window];
    }
    let half = 0.5 * (window as f64 - 1.0);
    let scale = if half > 0.0 { half } else { 1.0 };
    let places: Vec<f64> = (0..window).map(|k| (k as f64 - half) / scale).collect();
    let at = (at - half) / scale;
    let mut out = vec![0.0; window];
    // Values of two polynomials of the basis on the places, and derivatives of all orders at `at`.
    let (mut before, mut values) = (vec![0.0; window], vec![1.0; window]);
    let (mut slopes_before, mut slopes) = (vec![0.0; deriv + 1], vec![0.0; deriv + 1]);
    slopes[0] = 1.0;
    let mut norm_before = 1.0;
    for degree in 0..=order {
        let norm: f64 = values.iter().map(|x| x * x).sum();
        for (out, x) in out.iter_mut().zip(&values) {
            *out += x * slopes[deriv] / norm;
        }
        // The next one by the recurrence of three terms: places are symmetric, so that two are left.
        let share = if degree == 0 { 0.0 } else { norm / norm_before };
        let next: Vec<f64> =
            (0..window).map(|k| places[k] * values[k] - share * before[k]).collect();
        let next_slopes: Vec<f64> = (0..=deriv)
            .map(|d| {
                let lower = if d > 0 { d as f64 * slopes[d - 1] } else { 0.0 };
                at * slopes[d] + lower - share * slopes_before[d]
            })
            .collect();
        (before, values) = (values, next);
        (slopes_before, slopes) = (slopes, next_slopes);
        norm_before = norm;
    }
    let unit = (scale * delta).powi(deriv as i32);
    out.iter().map(|x| x / unit).collect()
}

#[track_caller]
fn check(op: &str, window: usize, order: usize) {
    if order >= window {
        panic!("{op}: an order of {order} needs a window of more elements than {window}");
    }
}

/// The coefficients of a filter that fits polynomials of `order` to windows of `window` elements, for convolutions.
///
/// → `(window,)`; for the middle of the window, which for even lengths lies between two elements.
///
/// # Panics
/// If the order is not below the length of the window.
///
/// # SciPy
/// `scipy.signal.savgol_coeffs(window, order)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::savgol_coeffs;
///
/// let c = savgol_coeffs(5, 2);
/// assert!((c[[0]] * 35.0 + 3.0).abs() < 1e-12 && (c[[2]] * 35.0 - 17.0).abs() < 1e-12);
/// ```
#[track_caller]
pub fn savgol_coeffs(window: usize, order: usize) -> Array<f64> {
    savgol_coeffs_with(window, order, &SavgolOptions::default())
}

/// As [`savgol_coeffs`], of derivatives. The mode has no meaning here.
///
/// # Panics
/// As [`savgol_coeffs`].
///
/// # SciPy
/// `scipy.signal.savgol_coeffs(window, order, deriv, delta)`; other places than the middle are not here.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SavgolOptions, savgol_coeffs_with};
///
/// let c = savgol_coeffs_with(3, 1, &SavgolOptions::default().deriv(1));
/// assert!((c[[0]] - 0.5).abs() < 1e-15 && c[[1]].abs() < 1e-15 && (c[[2]] + 0.5).abs() < 1e-15);
/// ```
#[track_caller]
pub fn savgol_coeffs_with(window: usize, order: usize, options: &SavgolOptions) -> Array<f64> {
    check("savgol_coeffs", window, order);
    let middle = 0.5 * (window as f64 - 1.0);
    let mut all = weights(window, order, options.deriv, options.delta, middle);
    all.reverse();
    Array::from_vec(all)
}

/// The signal, smoothed along an axis: each element becomes that of a polynomial of `order` through the `window` elements
/// around it.
///
/// `x: (…, n, …)` → `(…, n, …)`; `f32` stays `f32`. Even windows shift by half an element. At the ends the polynomials of
/// the first and the last window go on. NaN reaches the elements whose windows it is in.
///
/// # Panics
/// If there is no such axis, the order is not below the length of the window, or that is above the length of the axis.
///
/// # Errors
/// [`SignalError::NotFinite`] if the first or the last window holds NaN or an infinity.
///
/// # SciPy
/// `scipy.signal.savgol_filter(x, window, order, axis=axis)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::savgol_filter;
///
/// let smooth = savgol_filter(&[0.0f64, 0.0, 6.0, 0.0, 0.0], 3, 1, -1).unwrap();
/// assert!((smooth[[1]] - 2.0).abs() < 1e-12 && (smooth[[4]] + 1.0).abs() < 1e-12);
/// ```
#[track_caller]
pub fn savgol_filter<A: ArrayLike<Elem: Sampled>>(
    x: A,
    window: usize,
    order: usize,
    axis: isize,
) -> Result<Samples<A>, SignalError> {
    savgol_filter_with(x, window, order, axis, &SavgolOptions::default())
}

/// As [`savgol_filter`], of derivatives, or with something beyond the ends.
///
/// # Panics
/// If there is no such axis, the order is not below the length of the window, or that is above the length of the axis in
/// the mode [`SavgolMode::Interp`].
///
/// # Errors
/// As [`savgol_filter`], in the mode [`SavgolMode::Interp`].
///
/// # SciPy
/// `scipy.signal.savgol_filter(x, window, order, deriv, delta, axis, mode, cval)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SavgolMode, SavgolOptions, savgol_filter_with};
///
/// let nearest = SavgolOptions::default().mode(SavgolMode::Nearest);
/// let smooth = savgol_filter_with(&[3.0f64, 0.0, 0.0], 3, 0, -1, &nearest).unwrap();
/// assert!((smooth[[0]] - 2.0).abs() < 1e-12);
/// ```
#[track_caller]
pub fn savgol_filter_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    window: usize,
    order: usize,
    axis: isize,
    options: &SavgolOptions,
) -> Result<Samples<A>, SignalError> {
    const OP: &str = "savgol_filter";
    check(OP, window, order);
    let rows = Rows::of::<A::Elem>(OP, x.view(), axis);
    let at = |at: f64| weights(window, order, options.deriv, options.delta, at);
    let middle = at(0.5 * (window as f64 - 1.0));
    if options.mode != SavgolMode::Interp {
        let out = rows.each(rows.n, &|row, out| {
            let around = extended(row, window, options.mode);
            out.copy_from_slice(&f64::slid_of(&around, &middle, window - 1, row.len()));
        });
        return Ok(rows.signal::<A::Elem>(rows.n, out));
    }
    if window > rows.n {
        panic!("{OP}: a window of {window} elements for an axis of length {}", rows.n);
    }
    let n = rows.n;
    let ends = |row: &[f64]| row[..window].iter().chain(&row[n - window..]).all(|x| x.is_finite());
    if !(0..rows.count()).all(|k| ends(rows.row(k))) {
        return Err(SignalError::NotFinite { op: OP });
    }
    let half = window / 2;
    let first: Vec<Vec<f64>> = (0..half).map(|k| at(k as f64)).collect();
    let last: Vec<Vec<f64>> = (0..half).map(|k| at((window - half + k) as f64)).collect();
    let out = rows.each(n, &|row, out| {
        let inner = f64::slid_of(row, &middle, window - 1, n - window + 1);
        let start = (window - 1) / 2;
        out[start..start + inner.len()].copy_from_slice(&inner);
        for (out, weights) in out[..half].iter_mut().zip(&first) {
            *out = dot(weights, &row[..window]);
        }
        for (out, weights) in out[n - half..].iter_mut().zip(&last) {
            *out = dot(weights, &row[n - window..]);
        }
    });
    Ok(rows.signal::<A::Elem>(n, out))
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// The row with what windows need beyond its ends.
fn extended(row: &[f64], window: usize, mode: SavgolMode) -> Vec<f64> {
    let (n, before) = (row.len() as isize, (window as isize - 1) / 2);
    let outside = |k: isize| match mode {
        SavgolMode::Constant(value) => value,
        SavgolMode::Wrap => row[k.rem_euclid(n) as usize],
        SavgolMode::Mirror if n > 1 => {
            let k = k.rem_euclid(2 * n - 2);
            row[k.min(2 * n - 2 - k) as usize]
        }
        _ => row[k.clamp(0, n - 1) as usize],
    };
    let value = |k: isize| if (0..n).contains(&k) { row[k as usize] } else { outside(k) };
    (-before..n + window as isize - 1 - before).map(value).collect()
}

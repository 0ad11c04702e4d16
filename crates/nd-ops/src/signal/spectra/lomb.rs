//! `lombscargle`: the power of frequencies of signals that are not sampled evenly.

use crate::elementary::{cos_f64, sin_f64};
use crate::signal::sampled::sequence;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, ArrayLike, ShapeError, threads};

/// What powers are given as.
///
/// # SciPy
/// `normalize`; its `'amplitude'` is not here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LombNorm {
    /// The square of the amplitude, times a quarter of the number of elements.
    #[default]
    Power,
    /// As a share of all.
    Normalize,
}

/// How powers of frequencies are estimated.
///
/// # Examples
/// ```
/// use nd_ops::signal::LombOptions;
///
/// assert!(!LombOptions::default().floating_mean);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LombOptions {
    /// What powers are given as.
    pub norm: LombNorm,
    /// How much each element counts; all the same unless given.
    pub weights: Option<Vec<f64>>,
    /// Whether a mean is fitted together with each frequency.
    pub floating_mean: bool,
}

impl LombOptions {
    /// What powers are given as.
    ///
    /// # SciPy
    /// `normalize`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{LombNorm, LombOptions, lombscargle_with};
    ///
    /// let share = LombOptions::default().norm(LombNorm::Normalize);
    /// let power = lombscargle_with(&[0.0, 1.0, 2.0], &[1.0, -1.0, 1.0], &[std::f64::consts::PI], &share);
    /// assert!((power[[0]] - 1.0).abs() < 1e-9);
    /// ```
    pub fn norm(self, norm: LombNorm) -> Self {
        LombOptions { norm, ..self }
    }

    /// How much each element counts.
    ///
    /// # SciPy
    /// `weights`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{LombOptions, lombscargle, lombscargle_with};
    ///
    /// let (x, y) = ([0.0, 1.0, 2.5], [1.0, -1.0, 2.0]);
    /// let first_two = LombOptions::default().weights(&[1.0, 1.0, 0.0]);
    /// let found = lombscargle_with(&x, &y, &[1.0], &first_two)[[0]];
    /// assert!((found * 2.0 / 3.0 - lombscargle(&x[..2], &y[..2], &[1.0])[[0]]).abs() < 1e-12);
    /// ```
    pub fn weights(self, weights: &[f64]) -> Self {
        LombOptions { weights: Some(weights.to_vec()), ..self }
    }

    /// Whether a mean is fitted together with each frequency.
    ///
    /// # SciPy
    /// `floating_mean`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{LombOptions, lombscargle_with};
    ///
    /// let free = LombOptions::default().floating_mean(true);
    /// let power = lombscargle_with(&[0.0, 1.0, 2.5, 3.0], &[7.0; 4], &[1.0], &free);
    /// assert!(power[[0]].abs() < 1e-12); // a constant has no other power
    /// ```
    pub fn floating_mean(self, floating_mean: bool) -> Self {
        LombOptions { floating_mean, ..self }
    }
}

/// The power of each angular frequency of a signal `y` at times `x`.
///
/// `x: (n,)`, `y: (n,)`, `frequencies: (k,)` → `(k,)`; NaN for NaN.
///
/// J. D. Scargle, "Studies in astronomical time series analysis II" (1982); M. Zechmeister and M. Kürster, "The generalised
/// Lomb-Scargle periodogram" (2009).
///
/// # Panics
/// If one of them has not one axis, `x` and `y` have not the same length, or none.
///
/// # SciPy
/// `scipy.signal.lombscargle(x, y, frequencies)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::lombscargle;
///
/// let power = lombscargle(&[0.0, 1.0, 2.0, 3.0], &[1.0, -1.0, 1.0, -1.0], &[1.0, std::f64::consts::PI]);
/// assert!(power[[1]] > 1.9 && power[[0]] < 0.5);
/// ```
#[track_caller]
pub fn lombscargle(
    x: impl ArrayLike<Elem = f64>,
    y: impl ArrayLike<Elem = f64>,
    frequencies: impl ArrayLike<Elem = f64>,
) -> Array<f64> {
    lombscargle_with(x, y, frequencies, &LombOptions::default())
}

/// As [`lombscargle`], with weights, a mean, or another scale.
///
/// # Panics
/// As [`lombscargle`], and if weights are not one for each element, one is below 0, or all are 0.
///
/// # SciPy
/// `scipy.signal.lombscargle(x, y, frequencies, normalize=…, weights=…, floating_mean=…)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{LombOptions, lombscargle_with};
///
/// let options = LombOptions::default().floating_mean(true);
/// assert_eq!(lombscargle_with(&[0.0, 1.0], &[1.0, 2.0], &[0.5, 1.0], &options).shape(), [2]);
/// ```
#[track_caller]
pub fn lombscargle_with(
    x: impl ArrayLike<Elem = f64>,
    y: impl ArrayLike<Elem = f64>,
    frequencies: impl ArrayLike<Elem = f64>,
    options: &LombOptions,
) -> Array<f64> {
    const OP: &str = "lombscargle";
    let (x, y, frequencies) = (sequence(OP, x), sequence(OP, y), sequence(OP, frequencies));
    let n = x.len();
    for (what, other) in [("y", y.len()), ("weights", options.weights.as_ref().map_or(n, Vec::len))]
    {
        if other != n {
            let op = format!("{OP}: {what}").into();
            panic!("{}", ShapeError::Mismatch { op, left: [n].into(), right: [other].into() });
        }
    }
    if n == 0 {
        panic!("{}", ShapeError::Empty { op: OP, what: "x" });
    }
    let weights = match &options.weights {
        None => vec![1.0 / n as f64; n],
        Some(weights) => {
            let sum: f64 = weights.iter().sum();
            if !(weights.iter().all(|&w| w >= 0.0) && sum > 0.0 && sum.is_finite()) {
                panic!("{OP}: weights have to be 0 or more, and not all 0");
            }
            weights.iter().map(|w| w / sum).collect()
        }
    };
    let mut out = vec![0.0; frequencies.len()];
    let some = (1 << 14) / n + 1;
    threads::chunks(&mut out, some, &|start, out| {
        for (out, &frequency) in out.iter_mut().zip(&frequencies[start..]) {
            let sums = dispatch(Sums { x: &x, y: &y, weights: &weights, frequency });
            *out = power(&sums, n, options);
        }
    });
    Array::from_vec(out)
}

/// Weighted sums: of `y`, `y²`, the cosine, the sine, the squared cosine, cosine times sine, and both times `y`.
type Moments = [f64; 8];

struct Sums<'a> {
    x: &'a [f64],
    y: &'a [f64],
    weights: &'a [f64],
    frequency: f64,
}

impl Kernel for Sums<'_> {
    type Output = Moments;

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> Moments {
        const L: usize = 8;
        let mut sums = [[0.0; L]; 8];
        let n = self.x.len();
        let mut start = 0;
        while start < n {
            let len = L.min(n - start);
            let (mut angle, mut y, mut w) = ([0.0; L], [0.0; L], [0.0; L]);
            for l in 0..len {
                angle[l] = self.frequency * self.x[start + l];
                y[l] = self.y[start + l];
                w[l] = self.weights[start + l];
            }
            for l in 0..L {
                let (c, s) = (cos_f64(isa, angle[l]), sin_f64(isa, angle[l]));
                let wy = w[l] * y[l];
                let terms =
                    [wy, wy * y[l], w[l] * c, w[l] * s, w[l] * c * c, w[l] * c * s, wy * c, wy * s];
                for k in 0..8 {
                    sums[k][l] += terms[k];
                }
            }
            start += L;
        }
        sums.map(|sums| sums.iter().sum())
    }
}

fn power(&[y, yy, c, s, cc, cs, yc, ys]: &Moments, n: usize, options: &LombOptions) -> f64 {
    let (mut cc, mut ss, mut cs, mut yc, mut ys, mut yy) = (cc, 1.0 - cc, cs, yc, ys, yy);
    if options.floating_mean {
        (cc, ss, cs) = (cc - c * c, ss - s * s, cs - c * s);
        (yc, ys, yy) = (yc - y * c, ys - y * s, yy - y * y);
    }
    // Turned by the phase for which cosine and sine have no common sum.
    let (sine, cosine) = (0.5 * (2.0 * cs).atan2(cc - ss)).sin_cos();
    let turned_cc = cc * cosine * cosine + 2.0 * cs * cosine * sine + ss * sine * sine;
    let turned_ss = cc + ss - turned_cc;
    let (turned_yc, turned_ys) = (yc * cosine + ys * sine, ys * cosine - yc * sine);
    let least = f64::EPSILON / 2.0;
    let square =
        turned_yc * turned_yc / turned_cc.max(least) + turned_ys * turned_ys / turned_ss.max(least);
    match options.norm {
        LombNorm::Power => 2.0 * square * n as f64 / 4.0,
        LombNorm::Normalize => square / yy,
    }
}

//! Errors of levels.

use crate::level::{Level, same_shape};
use nd_core::{Array, ArrayLike, threads};

/// Samples that one task sums.
const TASK: usize = 1 << 15;

/// What [`normalized_root_mse`] divides by.
///
/// # Examples
/// ```
/// use nd_image::metrics::Normalization;
/// assert_eq!(Normalization::default(), Normalization::Euclidean);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Normalization {
    /// The root of the mean square of the first picture.
    #[default]
    Euclidean,
    /// The range of the first picture's levels.
    MinMax,
    /// The mean of the first picture.
    Mean,
}

/// The mean square of the differences: `(…), (…) -> number`, calculated in `f64`.
///
/// NaN gives NaN, as do empty arrays.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.metrics.mean_squared_error(a, b)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::metrics::mean_squared_error([0u8, 255], [4u8, 255]), 8.0);
/// ```
#[track_caller]
pub fn mean_squared_error<A, B>(a: A, b: B) -> f64
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("mean_squared_error", a.shape(), b.shape());
    mse(&A::Elem::wide(a), &A::Elem::wide(b))
}

fn mse(a: &Array<f64>, b: &Array<f64>) -> f64 {
    let (x, y) = (samples(a), samples(b));
    sum(x.len(), &|i| (x[i] - y[i]) * (x[i] - y[i])) / x.len() as f64
}

pub(super) fn samples(a: &Array<f64>) -> &[f64] {
    a.as_slice().expect("casts are contiguous")
}

/// The sum of `of(0), of(1), …`, in parts that `n` alone says.
pub(super) fn sum(n: usize, of: &(impl Fn(usize) -> f64 + Sync)) -> f64 {
    let part = |task: usize| (task * TASK..n.min((task + 1) * TASK)).map(of).sum::<f64>();
    threads::tree(n.div_ceil(TASK), &part, &|a, b| a + b).unwrap_or(0.0)
}

/// The root of the mean square of the differences, over a measure of the first picture:
/// `(…), (…) -> number`.
///
/// NaN gives NaN, as do empty arrays; a measure of 0 gives infinity or NaN.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.metrics.normalized_root_mse(a, b, normalization=...)`.
///
/// # Examples
/// ```
/// use nd_image::metrics::{Normalization, normalized_root_mse};
/// let error = normalized_root_mse([0.0, 4.0], [1.0, 5.0], Normalization::MinMax);
/// assert_eq!(error, 0.25);
/// ```
#[track_caller]
pub fn normalized_root_mse<A, B>(a: A, b: B, normalization: Normalization) -> f64
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("normalized_root_mse", a.shape(), b.shape());
    nrmse(&A::Elem::wide(a), &A::Elem::wide(b), normalization)
}

fn nrmse(a: &Array<f64>, b: &Array<f64>, normalization: Normalization) -> f64 {
    let x = samples(a);
    let n = x.len() as f64;
    let measure = match normalization {
        Normalization::Euclidean => (sum(x.len(), &|i| x[i] * x[i]) / n).sqrt(),
        Normalization::Mean => sum(x.len(), &|i| x[i]) / n,
        Normalization::MinMax => {
            let ends = (f64::INFINITY, f64::NEG_INFINITY);
            let (low, high) = x.iter().fold(ends, |(l, h), &x| (l.min(x), h.max(x)));
            high - low
        }
    };
    mse(a, b).sqrt() / measure
}

/// `10 log₁₀(range² / mse)`, in decibels: `(…), (…) -> number`. Equal pictures give infinity.
///
/// `range` is the width of the range that levels may have: 255 for `u8`. NaN gives NaN, as do empty
/// arrays.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.metrics.peak_signal_noise_ratio(a, b, data_range=range)`.
///
/// # Examples
/// ```
/// use nd_image::metrics::peak_signal_noise_ratio;
/// assert_eq!(peak_signal_noise_ratio([1.0, 0.0], [0.9, 0.1], 1.0).round(), 20.0);
/// ```
#[track_caller]
pub fn peak_signal_noise_ratio<A, B>(a: A, b: B, range: f64) -> f64
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("peak_signal_noise_ratio", a.shape(), b.shape());
    10.0 * (range * range / mse(&A::Elem::wide(a), &A::Elem::wide(b))).log10()
}

//! Models of what most points have in common.

use crate::transform::{
    AffineTransform, DegenerateError, EuclideanTransform, ProjectiveTransform, SimilarityTransform,
};
use nd_core::{Array, ArrayLike, SliceItem, View};
use std::fmt;

/// What [`ransac`] can fit to rows of numbers: a line, a circle, an ellipse, a map of the plane, or a type of one's own.
///
/// # scikit-image
/// `skimage.measure.RansacModelProtocol`, with one array of data: a map of the plane takes rows `[x, y, u, v]`, a point
/// and where it goes.
///
/// # Examples
/// ```
/// use nd_core::{Array, View};
/// use nd_image::measure::{RansacModel, RansacOptions, ransac_with};
///
/// /// The mean of numbers.
/// struct Mean(f64);
/// impl RansacModel for Mean {
///     type Error = ();
///     const LEAST: usize = 1;
///     fn from_estimate(data: View<'_, f64>) -> Result<Mean, ()> {
///         Ok(Mean(data.iter().sum::<f64>() / data.size() as f64))
///     }
///     fn residuals(&self, data: View<'_, f64>) -> Array<f64> {
///         data.iter().map(|x| x - self.0).collect()
///     }
/// }
/// let data = [[1.0], [1.1], [0.9], [50.0]];
/// let found = ransac_with::<Mean, _>(data, 0.5, &RansacOptions::default()).unwrap();
/// assert!((found.model.0 - 1.0).abs() < 1e-12);
/// assert_eq!(found.inliers, [true, true, true, false]);
/// ```
pub trait RansacModel: Sized {
    /// Why there is no model.
    type Error;
    /// How many rows determine a model.
    const LEAST: usize;
    /// The model of rows `(n, numbers)`.
    ///
    /// # Errors
    /// If they determine none.
    fn from_estimate(data: View<'_, f64>) -> Result<Self, Self::Error>;
    /// How far rows are from the model: `(n, numbers) -> (n)`, of either sign.
    fn residuals(&self, data: View<'_, f64>) -> Array<f64>;
}

/// How [`ransac_with`] draws, and when it ends.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::measure::RansacOptions::default().max_trials, 100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RansacOptions {
    /// How many rows are drawn for a model; by default as many as determine it.
    pub min_samples: Option<usize>,
    /// The largest number of models tried; 100 by default.
    pub max_trials: usize,
    /// It ends when that many rows agree; never for that by default.
    pub stop_sample_num: Option<usize>,
    /// It ends when with this probability a draw of agreeing rows only has been seen; 1, all but for 2⁻⁵², by default.
    pub stop_probability: f64,
    /// Where the sequence of draws begins; 0 by default.
    pub seed: u64,
}

impl Default for RansacOptions {
    fn default() -> RansacOptions {
        RansacOptions {
            min_samples: None,
            max_trials: 100,
            stop_sample_num: None,
            stop_probability: 1.0,
            seed: 0,
        }
    }
}

impl RansacOptions {
    /// Sets how many rows are drawn for a model.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::measure::RansacOptions::default().min_samples(8).min_samples, Some(8));
    /// ```
    #[must_use]
    pub fn min_samples(self, min_samples: usize) -> RansacOptions {
        RansacOptions { min_samples: Some(min_samples), ..self }
    }

    /// Sets the largest number of models tried.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::measure::RansacOptions::default().max_trials(9).max_trials, 9);
    /// ```
    #[must_use]
    pub fn max_trials(self, max_trials: usize) -> RansacOptions {
        RansacOptions { max_trials, ..self }
    }

    /// Sets how many agreeing rows are enough.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::RansacOptions;
    /// assert_eq!(RansacOptions::default().stop_sample_num(40).stop_sample_num, Some(40));
    /// ```
    #[must_use]
    pub fn stop_sample_num(self, stop_sample_num: usize) -> RansacOptions {
        RansacOptions { stop_sample_num: Some(stop_sample_num), ..self }
    }

    /// Sets the probability of having seen a good draw with which it ends.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::RansacOptions;
    /// assert_eq!(RansacOptions::default().stop_probability(0.99).stop_probability, 0.99);
    /// ```
    #[must_use]
    pub fn stop_probability(self, stop_probability: f64) -> RansacOptions {
        RansacOptions { stop_probability, ..self }
    }

    /// Sets where the sequence of draws begins.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::measure::RansacOptions::default().seed(7).seed, 7);
    /// ```
    #[must_use]
    pub fn seed(self, seed: u64) -> RansacOptions {
        RansacOptions { seed, ..self }
    }
}

/// What [`ransac`] finds.
///
/// # Examples
/// ```
/// use nd_image::measure::{LineModelND, ransac};
/// let found = ransac::<LineModelND, _>([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]], 0.1).unwrap();
/// assert_eq!(found.inliers, [true; 3]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ransac<M> {
    /// The model of all rows that agree.
    pub model: M,
    /// Which rows agree.
    pub inliers: Vec<bool>,
}

/// No draw gave a model with which a row agrees.
///
/// # Examples
/// ```
/// use nd_image::measure::{CircleModel, ransac};
/// let error = ransac::<CircleModel, _>([[0.0, 0.0]; 4], 0.1).unwrap_err();
/// assert_eq!(error.to_string(), "ransac: none of 100 draws of rows gave a model");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RansacError {
    /// How many draws there were.
    pub trials: usize,
}

impl fmt::Display for RansacError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ransac: none of {} draws of rows gave a model", self.trials)
    }
}

impl std::error::Error for RansacError {}

/// The model of most rows `(n, numbers)`, in spite of others that have nothing to do with it: see [`ransac_with`].
///
/// # Errors
/// If no draw gave a model with which rows agree.
///
/// # Panics
/// If the shape is not `(n, numbers)`, or the threshold is negative or NaN.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::measure::{CircleModel, ransac};
///
/// let points = Array::from_fn([40, 2], |i| {
///     let (s, c) = (i[0] as f64).sin_cos();
///     let far = if i[0] % 5 == 0 { 7.0 } else { 0.0 };
///     far + 3.0 * if i[1] == 0 { c } else { s }
/// });
/// let found = ransac::<CircleModel, _>(&points, 0.1)?;
/// assert!((found.model.radius - 3.0).abs() < 1e-12);
/// assert_eq!(found.inliers.iter().filter(|&&agrees| agrees).count(), 32);
/// # Ok::<(), nd_image::measure::RansacError>(())
/// ```
#[track_caller]
pub fn ransac<M, A>(data: A, residual_threshold: f64) -> Result<Ransac<M>, RansacError>
where
    M: RansacModel,
    A: ArrayLike<Elem = f64>,
{
    ransac_with(data, residual_threshold, &RansacOptions::default())
}

/// The model of most rows `(n, numbers)`: a few are drawn at random, the model that they determine is asked which rows
/// agree with it, to less than `residual_threshold`, and the model with the most (of as many, with the least squares) is
/// made anew of all that agree (M. Fischler, R. Bolles: Random sample consensus, 1981).
///
/// The same seed draws the same rows everywhere. A row with NaN agrees with nothing.
///
/// # Errors
/// If no draw gave a model with which rows agree; if there are fewer rows than are drawn.
///
/// # Panics
/// As [`ransac`]; if no rows are drawn, or the probability is not from 0 to 1.
///
/// # scikit-image
/// `skimage.measure.ransac(data, M, min_samples, residual_threshold, max_trials=…, stop_sample_num=…,
/// stop_probability=…)`, with other random numbers.
///
/// # Examples
/// ```
/// use nd_image::measure::{LineModelND, RansacOptions, ransac_with};
/// let data = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [0.0, 9.0]];
/// let options = RansacOptions::default().stop_probability(0.999).seed(5);
/// let found = ransac_with::<LineModelND, _>(data, 0.5, &options).unwrap();
/// assert_eq!(found.inliers, [true, true, true, true, false]);
/// ```
#[track_caller]
pub fn ransac_with<M, A>(
    data: A,
    residual_threshold: f64,
    options: &RansacOptions,
) -> Result<Ransac<M>, RansacError>
where
    M: RansacModel,
    A: ArrayLike<Elem = f64>,
{
    let data = data.view();
    assert!(data.ndim() == 2, "ransac: shape {:?}, must be (n, numbers)", data.shape());
    let samples = options.min_samples.unwrap_or(M::LEAST);
    let (n, sure) = (data.shape()[0], options.stop_probability);
    assert!(samples > 0, "ransac: no rows are drawn");
    assert!(residual_threshold >= 0.0, "ransac: the threshold is {residual_threshold}");
    assert!((0.0..=1.0).contains(&sure), "ransac: the probability is {sure}");
    if samples > n {
        return Err(RansacError { trials: 0 });
    }
    let mut draws = Draws { state: options.seed, order: (0..n).collect() };
    let (mut best, mut most, mut least) = (Vec::new(), 0, f64::INFINITY);
    let (mut trials, mut done) = (options.max_trials, 0);
    while done < trials {
        done += 1;
        let Ok(model) = M::from_estimate(rows(data, draws.next(samples)).view()) else { continue };
        let residuals = model.residuals(data);
        let inliers: Vec<bool> = residuals.iter().map(|x| x.abs() < residual_threshold).collect();
        let count = inliers.iter().filter(|&&agrees| agrees).count();
        let sum: f64 = residuals.iter().map(|x| x * x).sum();
        if count > most || (count == most && count > 0 && sum < least) {
            (best, most, least) = (inliers, count, sum);
            trials = trials.min(enough(most as f64 / n as f64, samples, sure));
            if options.stop_sample_num.is_some_and(|enough| most >= enough) {
                break;
            }
        }
    }
    let agreeing: Vec<usize> = (0..best.len()).filter(|&k| best[k]).collect();
    match M::from_estimate(rows(data, &agreeing).view()) {
        Ok(model) if !agreeing.is_empty() => Ok(Ransac { model, inliers: best }),
        _ => Err(RansacError { trials: done }),
    }
}

/// After how many draws one of agreeing rows only has been seen with this probability.
fn enough(share: f64, samples: usize, sure: f64) -> usize {
    if sure == 0.0 {
        return 0;
    }
    let inside = |x: f64| x.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
    let spoiled = inside(1.0 - share.powf(samples as f64));
    (inside(1.0 - sure).ln() / spoiled.ln()).ceil() as usize
}

/// Some rows of an array.
fn rows(data: View<'_, f64>, which: &[usize]) -> Array<f64> {
    let width = data.shape()[1];
    let mut all = Vec::with_capacity(which.len() * width);
    for &row in which {
        all.extend(data.slice([SliceItem::from(row as isize)]).iter());
    }
    Array::from_shape_vec([which.len(), width], all)
}

/// Draws without replacement, by a sequence of 64-bit numbers (G. Steele et al.: Fast splittable pseudorandom number
/// generators, 2014).
struct Draws {
    state: u64,
    order: Vec<usize>,
}

impl Draws {
    /// The next `count` of all, which are as many or more.
    fn next(&mut self, count: usize) -> &[usize] {
        let n = self.order.len();
        for k in 0..count {
            self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            let step = (u128::from(z) * (n - k) as u128) >> 64;
            self.order.swap(k, k + step as usize);
        }
        &self.order[..count]
    }
}

macro_rules! maps {
    ($($Map:ident $least:expr;)*) => {$(
        impl RansacModel for $Map {
            type Error = DegenerateError;
            const LEAST: usize = $least;
            fn from_estimate(data: View<'_, f64>) -> Result<$Map, DegenerateError> {
                let (from, to) = sides(data);
                $Map::estimate(from, to)
            }
            fn residuals(&self, data: View<'_, f64>) -> Array<f64> {
                let (from, to) = sides(data);
                let pairs = from.as_slice().unwrap_or(&[]).as_chunks::<2>().0;
                let to = to.as_slice().unwrap_or(&[]).as_chunks::<2>().0;
                let far = |(from, to): (&[f64; 2], &[f64; 2])| {
                    let [x, y] = self.map(*from);
                    (x - to[0]).hypot(y - to[1])
                };
                pairs.iter().zip(to).map(far).collect()
            }
        }
    )*};
}
maps! {
    EuclideanTransform 2;
    SimilarityTransform 2;
    AffineTransform 3;
    ProjectiveTransform 4;
}

/// The points before and after, of rows `[x, y, u, v]`.
#[track_caller]
fn sides(data: View<'_, f64>) -> (Array<f64>, Array<f64>) {
    let (shape, all) = (data.shape(), data.iter().copied().collect::<Vec<f64>>());
    assert!(shape[1] == 4, "ransac of a map: rows of {} numbers, must be 4", shape[1]);
    let rows = all.as_chunks::<4>().0;
    let side = |k: usize| {
        Array::from_shape_vec([shape[0], 2], rows.iter().flat_map(|r| [r[k], r[k + 1]]).collect())
    };
    (side(0), side(2))
}

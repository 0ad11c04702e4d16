//! Structural similarity.

use super::errors::{samples, sum};
use crate::axes::{self, Pass};
use crate::canvas::each;
use crate::level::{Level, same_shape};
use crate::mode::Mode;
use crate::taps::gaussian_weights;
use nd_core::{Array, ArrayLike, normalize_axis};

/// How [`structural_similarity_with`] compares.
///
/// # Examples
/// ```
/// use nd_image::metrics::SimilarityOptions;
/// assert_eq!(SimilarityOptions::default().win_size, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct SimilarityOptions {
    /// The side of the window, odd; 7 by default, with Gaussian weights what 3.5 deviations need.
    pub win_size: Option<usize>,
    /// The deviation of Gaussian weights; none by default: all samples weigh the same.
    pub sigma: Option<f64>,
    /// Whether variances are those of samples (divided by n - 1), as by default, or of the window.
    pub sample_covariance: bool,
    /// The constants that keep dark and flat parts stable, as shares of the range; 0.01 and 0.03.
    pub k: [f64; 2],
    /// The axis of channels, which are compared one by one and averaged.
    pub channel_axis: Option<isize>,
}

impl Default for SimilarityOptions {
    fn default() -> SimilarityOptions {
        SimilarityOptions {
            win_size: None,
            sigma: None,
            sample_covariance: true,
            k: [0.01, 0.03],
            channel_axis: None,
        }
    }
}

impl SimilarityOptions {
    /// Sets the side of the window, odd.
    ///
    /// # Examples
    /// ```
    /// use nd_image::metrics::{SimilarityOptions, structural_similarity_with};
    /// let small = SimilarityOptions::default().win_size(3);
    /// let s = structural_similarity_with([0.0, 1.0, 0.0], [0.0, 1.0, 0.0], 1.0, &small);
    /// assert_eq!(s, 1.0);
    /// ```
    #[must_use]
    pub fn win_size(self, win_size: usize) -> SimilarityOptions {
        SimilarityOptions { win_size: Some(win_size), ..self }
    }

    /// Sets the deviation of Gaussian weights; the original paper's is 1.5.
    ///
    /// # Examples
    /// ```
    /// use nd_image::metrics::SimilarityOptions;
    /// assert_eq!(SimilarityOptions::default().sigma(1.5).sigma, Some(1.5));
    /// ```
    #[must_use]
    pub fn sigma(self, sigma: f64) -> SimilarityOptions {
        SimilarityOptions { sigma: Some(sigma), ..self }
    }

    /// Sets whether variances are divided by n - 1.
    ///
    /// # Examples
    /// ```
    /// use nd_image::metrics::SimilarityOptions;
    /// assert!(!SimilarityOptions::default().sample_covariance(false).sample_covariance);
    /// ```
    #[must_use]
    pub fn sample_covariance(self, sample_covariance: bool) -> SimilarityOptions {
        SimilarityOptions { sample_covariance, ..self }
    }

    /// Sets the constants that keep dark and flat parts stable, as shares of the range.
    ///
    /// # Examples
    /// ```
    /// use nd_image::metrics::SimilarityOptions;
    /// assert_eq!(SimilarityOptions::default().k([0.0, 0.1]).k, [0.0, 0.1]);
    /// ```
    #[must_use]
    pub fn k(self, k: [f64; 2]) -> SimilarityOptions {
        SimilarityOptions { k, ..self }
    }

    /// Sets the axis of channels, which are compared one by one and averaged.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::metrics::{SimilarityOptions, structural_similarity_with};
    /// let a = Array::from_fn([8, 8, 3], |i| (i[0] * i[1]) as u8);
    /// let options = SimilarityOptions::default().channel_axis(-1);
    /// assert_eq!(structural_similarity_with(&a, &a, 255.0, &options), 1.0);
    /// ```
    #[must_use]
    pub fn channel_axis(self, axis: isize) -> SimilarityOptions {
        SimilarityOptions { channel_axis: Some(axis), ..self }
    }
}

/// What [`structural_similarity_map`] finds.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::metrics::{SimilarityOptions, structural_similarity_map};
/// let a = Array::<f64>::ones([9, 9]);
/// let s = structural_similarity_map(&a, &a, 1.0, &SimilarityOptions::default());
/// assert_eq!((s.mean, s.map.shape(), s.gradient.shape()), (1.0, &[9, 9][..], &[9, 9][..]));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Similarity {
    /// The mean, away from the edges.
    pub mean: f64,
    /// The similarity around each sample.
    pub map: Array<f64>,
    /// How the similarity changes with each sample of the first picture.
    pub gradient: Array<f64>,
}

/// The mean structural similarity of two pictures: `(…), (…) -> number`, 1 if they are equal (Wang,
/// Bovik, Sheikh and Simoncelli, IEEE Transactions on Image Processing 13, 2004).
///
/// Means, variances and the covariance are those of windows of 7 samples along each axis; the mean is
/// over windows that lie within the picture. `range` is the width of the range that levels may have:
/// 255 for `u8`. NaN gives NaN.
///
/// # Panics
/// If the shapes differ, or an axis is shorter than the window.
///
/// # scikit-image
/// `skimage.metrics.structural_similarity(a, b, data_range=range)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::metrics::structural_similarity;
/// let a = Array::from_fn([16, 16], |i| (i[0] * i[1]) as f64 / 256.0);
/// assert_eq!(structural_similarity(&a, &a, 1.0), 1.0);
/// let flat = Array::full([16, 16], 0.3);
/// assert!(structural_similarity(&a, &flat, 1.0) < 0.5);
/// ```
#[track_caller]
pub fn structural_similarity<A, B>(a: A, b: B, range: f64) -> f64
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    structural_similarity_with(a, b, range, &SimilarityOptions::default())
}

/// [`structural_similarity`] with other windows, or of channels.
///
/// # Panics
/// If the shapes differ, there is no such axis of channels, an axis is shorter than the window, the
/// window is even, or a constant or the deviation is negative or NaN.
///
/// # scikit-image
/// `skimage.metrics.structural_similarity(a, b, win_size=..., gaussian_weights=True, sigma=...,
/// channel_axis=..., use_sample_covariance=..., K1=..., K2=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::metrics::{SimilarityOptions, structural_similarity_with};
/// let a = Array::from_fn([16, 16], |i| (i[0] * i[1]) as u8);
/// let paper = SimilarityOptions::default().sigma(1.5).sample_covariance(false);
/// assert_eq!(structural_similarity_with(&a, &a, 255.0, &paper), 1.0);
/// ```
#[track_caller]
pub fn structural_similarity_with<A, B>(a: A, b: B, range: f64, options: &SimilarityOptions) -> f64
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    let axis = checked(a.shape(), b.shape(), options);
    channels(A::Elem::wide(a), A::Elem::wide(b), range, options, axis, false).mean
}

/// [`structural_similarity_with`], with the similarity around each sample and the gradient:
/// `(…), (…) -> (…)`.
///
/// # Panics
/// As [`structural_similarity_with`].
///
/// # scikit-image
/// `skimage.metrics.structural_similarity(a, b, full=True, gradient=True)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::metrics::{SimilarityOptions, structural_similarity_map};
/// let a = Array::from_fn([16, 16], |i| (i[0] * i[1]) as f64);
/// let mut b = a.clone();
/// b[[3, 4]] = 200.0;
/// let map = structural_similarity_map(&a, &b, 255.0, &SimilarityOptions::default()).map;
/// assert!(map[[3, 4]] < 0.5 && map[[12, 12]] == 1.0);
/// ```
#[track_caller]
pub fn structural_similarity_map<A, B>(
    a: A,
    b: B,
    range: f64,
    options: &SimilarityOptions,
) -> Similarity
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    let axis = checked(a.shape(), b.shape(), options);
    channels(A::Elem::wide(a), A::Elem::wide(b), range, options, axis, true)
}

/// Checks the arguments; the axis of channels.
#[track_caller]
fn checked(a: &[usize], b: &[usize], options: &SimilarityOptions) -> Option<usize> {
    const OP: &str = "structural_similarity";
    same_shape(OP, a, b);
    let axis = options.channel_axis;
    let axis = axis.map(|axis| normalize_axis(OP, axis, a.len()).unwrap_or_else(|e| panic!("{e}")));
    let sigma = options.sigma.unwrap_or(0.0);
    let [k1, k2] = options.k;
    assert!(k1 >= 0.0 && k2 >= 0.0, "{OP}: constants {k1} and {k2} must not be negative");
    assert!((0.0..1e6).contains(&sigma), "{OP}: sigma is {sigma}");
    let side = side(options);
    assert!(side % 2 == 1, "{OP}: a window of {side}, must be odd");
    let mut sides = a.iter().enumerate().filter(|&(i, _)| Some(i) != axis);
    let fits = sides.all(|(_, &n)| n >= side);
    assert!(fits, "{OP}: shape {a:?}, windows of {side}");
    axis
}

fn side(options: &SimilarityOptions) -> usize {
    let radius = |sigma: f64| (3.5 * sigma + 0.5) as usize;
    options.win_size.unwrap_or_else(|| options.sigma.map_or(7, |sigma| 2 * radius(sigma) + 1))
}

fn channels(
    a: Array<f64>,
    b: Array<f64>,
    range: f64,
    options: &SimilarityOptions,
    axis: Option<usize>,
    full: bool,
) -> Similarity {
    let Some(axis) = axis else { return compared(&a, &b, range, options, full) };
    let mut all = Similarity {
        mean: 0.0,
        map: Array::zeros(if full { a.shape() } else { &[0][..] }),
        gradient: Array::zeros(if full { a.shape() } else { &[0][..] }),
    };
    let count = a.shape()[axis];
    let axis = axis as isize;
    for (i, (a, b)) in a.axis_iter(axis).zip(b.axis_iter(axis)).enumerate() {
        let one = compared(&a.to_array(), &b.to_array(), range, options, full);
        all.mean += one.mean / count as f64;
        if full {
            let parts = [(&mut all.map, one.map), (&mut all.gradient, one.gradient)];
            for (whole, part) in parts {
                let mut place = whole.axis_iter_mut(axis).nth(i).expect("a channel");
                place.iter_mut().zip(part.iter()).for_each(|(to, &from)| *to = from);
            }
        }
    }
    all
}

/// The means over windows.
fn windows(a: Array<f64>, options: &SimilarityOptions, side: usize) -> Array<f64> {
    let weights = match options.sigma {
        Some(sigma) if sigma > 0.0 => gaussian_weights(sigma, 0, (3.5 * sigma + 0.5) as usize),
        Some(_) => return a,
        None => vec![1.0 / side as f64; side],
    };
    let pass = |axis| Pass::centred(axis, &weights, Mode::Reflect);
    let passes: Vec<_> = (0..a.ndim()).map(pass).collect();
    axes::run(a.view(), &passes, None)
}

/// The parts of the formula: luminance and contrast, above and below.
#[derive(Clone, Copy)]
struct Formula {
    c1: f64,
    c2: f64,
    norm: f64,
}

impl Formula {
    fn parts(self, [ux, uy, uxx, uyy, uxy]: [f64; 5]) -> [f64; 4] {
        let Formula { c1, c2, norm } = self;
        let (vx, vy) = (norm * (uxx - ux * ux), norm * (uyy - uy * uy));
        let vxy = norm * (uxy - ux * uy);
        [2.0 * ux * uy + c1, 2.0 * vxy + c2, ux * ux + uy * uy + c1, vx + vy + c2]
    }

    fn similarity(self, means: [f64; 5]) -> f64 {
        let [a1, a2, b1, b2] = self.parts(means);
        (a1 * a2) / (b1 * b2)
    }
}

fn compared(
    a: &Array<f64>,
    b: &Array<f64>,
    range: f64,
    options: &SimilarityOptions,
    full: bool,
) -> Similarity {
    let side = side(options);
    let count = (side as f64).powi(a.ndim() as i32);
    let norm = if options.sample_covariance { count / (count - 1.0) } else { 1.0 };
    let [c1, c2] = options.k.map(|k| (k * range) * (k * range));
    let formula = Formula { c1, c2, norm };
    let window = |a: Array<f64>| windows(a, options, side);
    let means = [
        window(a.clone()),
        window(b.clone()),
        window(each([a], &|[x]| x * x)),
        window(each([b], &|[y]| y * y)),
        window(each([a, b], &|[x, y]| x * y)),
    ];
    let means = means.each_ref();
    let map = each(means, &|means| formula.similarity(means));
    let mean = mean_inside(&map, side / 2);
    if !full {
        return Similarity { mean, map, gradient: Array::zeros([0]) };
    }
    let first = each(means, &|means| {
        let [a1, _, b1, b2] = formula.parts(means);
        a1 / (b1 * b2)
    });
    let second = each(means, &|means| -formula.similarity(means) / formula.parts(means)[3]);
    let third = each(means, &|means| {
        let ([a1, a2, b1, b2], s) = (formula.parts(means), formula.similarity(means));
        (means[0] * (a2 - a1) - means[1] * (b2 - b1) * s) / (b1 * b2)
    });
    let scale = 2.0 / a.size() as f64;
    let parts = [a, b, &window(first), &window(second), &window(third)];
    let gradient = each(parts, &|[x, y, f, s, t]| (f * x + s * y + t) * scale);
    Similarity { mean, map, gradient }
}

/// The mean of what is `edge` samples away from the edges.
fn mean_inside(map: &Array<f64>, edge: usize) -> f64 {
    let inside = map.shape().iter().map(|&n| (edge..n - edge).into()).collect::<Vec<_>>();
    let inside = map.view().slice(inside).to_array();
    let inside = samples(&inside);
    sum(inside.len(), &|i| inside[i]) / inside.len() as f64
}

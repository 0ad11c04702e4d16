//! What one picture tells of another, whatever their levels mean.

use crate::level::{Level, same_shape};
use nd_core::{Array, ArrayLike};

/// How [`normalized_mutual_information_with`] counts.
///
/// # Examples
/// ```
/// use nd_image::metrics::MutualInformationOptions;
/// assert_eq!(MutualInformationOptions::default().bins, 100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MutualInformationOptions {
    /// The number of bins for each picture; 100 by default.
    pub bins: usize,
}

impl Default for MutualInformationOptions {
    fn default() -> MutualInformationOptions {
        MutualInformationOptions { bins: 100 }
    }
}

impl MutualInformationOptions {
    /// Sets the number of bins for each picture.
    ///
    /// # Examples
    /// ```
    /// use nd_image::metrics::MutualInformationOptions;
    /// assert_eq!(MutualInformationOptions::default().bins(8).bins, 8);
    /// ```
    #[must_use]
    pub fn bins(self, bins: usize) -> MutualInformationOptions {
        MutualInformationOptions { bins }
    }
}

/// `(H(a) + H(b)) / H(a, b)`, the entropies of levels in 100 bins: `(…), (…) -> number`, from 1, if they
/// tell nothing of each other, to 2, if each tells all of the other.
///
/// Pairs with a sample that is not finite do not count. Pictures of one level each, and empty ones, give
/// NaN.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.metrics.normalized_mutual_information(a, b)`, which fills up pictures of other shapes with 0.
///
/// # Examples
/// ```
/// use nd_image::metrics::normalized_mutual_information;
/// let negative = normalized_mutual_information([0u8, 1, 2, 3], [9u8, 6, 3, 0]);
/// assert!((negative - 2.0).abs() < 1e-12);
/// ```
#[track_caller]
pub fn normalized_mutual_information<A, B>(a: A, b: B) -> f64
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    normalized_mutual_information_with(a, b, &MutualInformationOptions::default())
}

/// [`normalized_mutual_information`] with another number of bins.
///
/// # Panics
/// If the shapes differ, or there are no bins or more than 4096.
///
/// # scikit-image
/// `skimage.metrics.normalized_mutual_information(a, b, bins=...)`.
///
/// # Examples
/// ```
/// use nd_image::metrics::{MutualInformationOptions, normalized_mutual_information_with};
/// let two = MutualInformationOptions::default().bins(2);
/// let nothing = normalized_mutual_information_with([0u8, 0, 9, 9], [0u8, 9, 0, 9], &two);
/// assert!((nothing - 1.0).abs() < 1e-12);
/// ```
#[track_caller]
pub fn normalized_mutual_information_with<A, B>(
    a: A,
    b: B,
    options: &MutualInformationOptions,
) -> f64
where
    A: ArrayLike<Elem: Level>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("normalized_mutual_information", a.shape(), b.shape());
    let bins = options.bins;
    assert!((1..=4096).contains(&bins), "normalized_mutual_information: {bins} bins");
    information(&A::Elem::wide(a), &A::Elem::wide(b), bins)
}

fn information(a: &Array<f64>, b: &Array<f64>, bins: usize) -> f64 {
    let finite = a.iter().zip(b.iter()).filter(|(x, y)| x.is_finite() && y.is_finite());
    let (x, y): (Vec<f64>, Vec<f64>) = finite.map(|(&x, &y)| (x, y)).unzip();
    let (i, j) = (binned(&x, bins), binned(&y, bins));
    let (mut first, mut second) = (vec![0u64; bins], vec![0u64; bins]);
    let mut both = vec![0u64; bins * bins];
    for (&i, &j) in i.iter().zip(&j) {
        first[i] += 1;
        second[j] += 1;
        both[i * bins + j] += 1;
    }
    (entropy(&first) + entropy(&second)) / entropy(&both)
}

/// The bin of each sample, from the least to the largest.
fn binned(samples: &[f64], bins: usize) -> Vec<usize> {
    let ends = (f64::INFINITY, f64::NEG_INFINITY);
    let (low, high) = samples.iter().fold(ends, |(l, h), &x| (l.min(x), h.max(x)));
    let (low, high) = if low == high { (low - 0.5, high + 0.5) } else { (low, high) };
    let step = (high - low) / bins as f64;
    let edges: Vec<f64> = (1..bins).map(|i| i as f64 * step + low).collect();
    samples.iter().map(|x| edges.partition_point(|edge| edge <= x)).collect()
}

fn entropy(counts: &[u64]) -> f64 {
    let total = counts.iter().sum::<u64>() as f64;
    let shares = counts.iter().filter(|&&n| n > 0).map(|&n| n as f64 / total);
    -shares.map(|share| share * share.ln()).sum::<f64>()
}

//! Errors of segmentations, whatever their labels are called.

use crate::level::same_shape;
use nd_core::{ArrayLike, View};

/// How [`adapted_rand_error_with`] and [`variation_of_information_with`] compare.
///
/// # Examples
/// ```
/// use nd_image::metrics::SegmentationOptions;
/// assert_eq!(SegmentationOptions::default().ignore, None);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SegmentationOptions {
    /// Labels of the first segmentation whose pixels do not count; by default 0 for
    /// [`adapted_rand_error`], and none for [`variation_of_information`].
    pub ignore: Option<Vec<u32>>,
    /// The weight of precision in the error, 0.5 by default.
    pub alpha: f64,
}

impl Default for SegmentationOptions {
    fn default() -> SegmentationOptions {
        SegmentationOptions { ignore: None, alpha: 0.5 }
    }
}

impl SegmentationOptions {
    /// Sets the labels of the first segmentation whose pixels do not count.
    ///
    /// # Examples
    /// ```
    /// use nd_image::metrics::{SegmentationOptions, variation_of_information_with};
    /// let options = SegmentationOptions::default().ignore(vec![2]);
    /// let v = variation_of_information_with([1u32, 1, 2, 2], [5u32, 5, 6, 7], &options);
    /// assert_eq!(v, [0.0, 0.0]);
    /// ```
    #[must_use]
    pub fn ignore(self, ignore: Vec<u32>) -> SegmentationOptions {
        SegmentationOptions { ignore: Some(ignore), ..self }
    }

    /// Sets the weight of precision in the error, from 0 to 1.
    ///
    /// # Examples
    /// ```
    /// use nd_image::metrics::SegmentationOptions;
    /// assert_eq!(SegmentationOptions::default().alpha(1.0).alpha, 1.0);
    /// ```
    #[must_use]
    pub fn alpha(self, alpha: f64) -> SegmentationOptions {
        SegmentationOptions { alpha, ..self }
    }
}

/// What [`adapted_rand_error`] finds.
///
/// # Examples
/// ```
/// let same = nd_image::metrics::adapted_rand_error([1u32, 1, 2], [3u32, 3, 1]);
/// assert_eq!((same.error, same.precision, same.recall), (0.0, 1.0, 1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RandError {
    /// One less the weighted harmonic mean of precision and recall.
    pub error: f64,
    /// Of pairs of pixels with one label in the first segmentation, the share that has in the second.
    pub precision: f64,
    /// Of pairs of pixels with one label in the second segmentation, the share that has in the first.
    pub recall: f64,
}

/// How many pairs of pixels are together in one segmentation and not in the other:
/// `(…), (…) -> error` (SNEMI3D's adapted Rand error).
///
/// Pixels with label 0 in the first do not count. Without pairs all is NaN.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.metrics.adapted_rand_error(a, b)`; which of both it calls precision is kept.
///
/// # Examples
/// ```
/// let merged = nd_image::metrics::adapted_rand_error([1u32, 1, 2, 2], [1u32, 1, 1, 1]);
/// assert_eq!((merged.precision, merged.recall), (1.0, 1.0 / 3.0));
/// assert_eq!(merged.error, 0.5);
/// ```
#[track_caller]
pub fn adapted_rand_error<A, B>(a: A, b: B) -> RandError
where
    A: ArrayLike<Elem = u32>,
    B: ArrayLike<Elem = u32>,
{
    adapted_rand_error_with(a, b, &SegmentationOptions::default())
}

/// [`adapted_rand_error`] with other labels that do not count, or another weight.
///
/// # Panics
/// If the shapes differ, or the weight is not within 0 and 1.
///
/// # scikit-image
/// `skimage.metrics.adapted_rand_error(a, b, ignore_labels=..., alpha=...)`.
///
/// # Examples
/// ```
/// use nd_image::metrics::{SegmentationOptions, adapted_rand_error_with};
/// let precision = SegmentationOptions::default().alpha(1.0);
/// let error = adapted_rand_error_with([1u32, 1, 2, 2], [1u32, 1, 1, 1], &precision);
/// assert_eq!(error.error, 0.0);
/// ```
#[track_caller]
pub fn adapted_rand_error_with<A, B>(a: A, b: B, options: &SegmentationOptions) -> RandError
where
    A: ArrayLike<Elem = u32>,
    B: ArrayLike<Elem = u32>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("adapted_rand_error", a.shape(), b.shape());
    let alpha = options.alpha;
    assert!((0.0..=1.0).contains(&alpha), "adapted_rand_error: alpha is {alpha}");
    rand_error(a, b, options.ignore.as_deref().unwrap_or(&[0]), alpha)
}

fn rand_error(a: View<'_, u32>, b: View<'_, u32>, ignore: &[u32], alpha: f64) -> RandError {
    let table = Table::new(a, b, ignore);
    // Pairs of different pixels, each counted both ways.
    let pairs = |counts: &mut dyn Iterator<Item = u64>| {
        let (squares, sum) = counts.fold((0u128, 0u128), |(squares, sum), n| {
            (squares + u128::from(n) * u128::from(n), sum + u128::from(n))
        });
        (squares - sum) as f64
    };
    let both = pairs(&mut table.cells.iter().map(|cell| cell.2));
    let first = pairs(&mut table.first().into_iter().map(|(_, n)| n));
    let second = pairs(&mut table.second().into_iter().map(|(_, n)| n));
    RandError {
        error: 1.0 - both / (alpha * first + (1.0 - alpha) * second),
        precision: both / first,
        recall: both / second,
    }
}

/// The bits that each segmentation tells beyond the other: `(…), (…) -> [H(b|a), H(a|b)]`.
///
/// The first says how far `b` splits what `a` has in one piece, the second the opposite. Both are 0
/// of empty arrays.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.metrics.variation_of_information(a, b)`.
///
/// # Examples
/// ```
/// use nd_image::metrics::variation_of_information;
/// assert_eq!(variation_of_information([1u32, 1, 1, 1], [1u32, 1, 2, 2]), [1.0, 0.0]);
/// ```
#[track_caller]
pub fn variation_of_information<A, B>(a: A, b: B) -> [f64; 2]
where
    A: ArrayLike<Elem = u32>,
    B: ArrayLike<Elem = u32>,
{
    variation_of_information_with(a, b, &SegmentationOptions::default())
}

/// [`variation_of_information`] without the pixels of some labels.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.metrics.variation_of_information(a, b, ignore_labels=...)`.
///
/// # Examples
/// ```
/// use nd_image::metrics::{SegmentationOptions, variation_of_information_with};
/// let inside = SegmentationOptions::default().ignore(vec![0]);
/// let v = variation_of_information_with([0u32, 0, 1, 1], [1u32, 2, 3, 3], &inside);
/// assert_eq!(v, [0.0, 0.0]);
/// ```
#[track_caller]
pub fn variation_of_information_with<A, B>(a: A, b: B, options: &SegmentationOptions) -> [f64; 2]
where
    A: ArrayLike<Elem = u32>,
    B: ArrayLike<Elem = u32>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("variation_of_information", a.shape(), b.shape());
    information(a, b, options.ignore.as_deref().unwrap_or(&[]))
}

fn information(a: View<'_, u32>, b: View<'_, u32>, ignore: &[u32]) -> [f64; 2] {
    let table = Table::new(a, b, ignore);
    let total = table.cells.iter().map(|cell| cell.2).sum::<u64>() as f64;
    let (first, second) = (table.first(), table.second());
    let count = |sums: &[(u32, u64)], label: u32| {
        let at = sums.binary_search_by_key(&label, |sum| sum.0);
        sums[at.expect("each label is there")].1 as f64
    };
    let mut bits = [0.0; 2];
    for &(x, y, n) in &table.cells {
        let n = n as f64;
        bits[0] += n / total * (count(&first, x) / n).log2();
        bits[1] += n / total * (count(&second, y) / n).log2();
    }
    bits
}

/// How often each pair of labels is there, in their order.
struct Table {
    cells: Vec<(u32, u32, u64)>,
}

impl Table {
    fn new(a: View<'_, u32>, b: View<'_, u32>, ignore: &[u32]) -> Table {
        let pairs = a.iter().zip(b.iter()).filter(|&(x, _)| !ignore.contains(x));
        let mut pairs: Vec<(u32, u32)> = pairs.map(|(&x, &y)| (x, y)).collect();
        pairs.sort_unstable();
        let runs = pairs.chunk_by(|p, q| p == q);
        Table { cells: runs.map(|run| (run[0].0, run[0].1, run.len() as u64)).collect() }
    }

    /// The counts of the first labels.
    fn first(&self) -> Vec<(u32, u64)> {
        let runs = self.cells.chunk_by(|p, q| p.0 == q.0);
        runs.map(|run| (run[0].0, run.iter().map(|cell| cell.2).sum())).collect()
    }

    /// The counts of the second labels.
    fn second(&self) -> Vec<(u32, u64)> {
        let mut cells: Vec<(u32, u64)> = self.cells.iter().map(|cell| (cell.1, cell.2)).collect();
        cells.sort_unstable();
        let runs = cells.chunk_by(|p, q| p.0 == q.0);
        runs.map(|run| (run[0].0, run.iter().map(|cell| cell.1).sum())).collect()
    }
}

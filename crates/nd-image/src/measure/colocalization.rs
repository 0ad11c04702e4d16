//! How two pictures go together, and how much is in one.

use crate::labels::statistics::same_shapes;
use crate::measured::{Floats, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike};

#[track_caller]
fn pair<A, B>(op: &'static str, a: &A, b: &B) -> (Vec<f64>, Vec<f64>)
where
    A: ArrayLike<Elem: Measured>,
    B: ArrayLike<Elem: Measured>,
{
    let (a, b) = (a.view(), b.view());
    same_shapes(op, a.shape(), b.shape()).unwrap_or_else(|e| panic!("{e}"));
    (read_all(&Floats(contiguous(a))), read_all(&Floats(contiguous(b))))
}

/// Pearson's correlation of the pixels of two pictures, -1 to 1: `(…), (…) -> ()`; NaN if one is constant,
/// empty or has NaN.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.measure.pearson_corr_coeff(image0, image1)[0]`.
///
/// # Examples
/// ```
/// let r = nd_image::measure::pearson_corr_coeff([1.0, 2.0, 3.0], [3, 5, 7]);
/// assert!((r - 1.0).abs() < 1e-15);
/// ```
#[must_use]
#[track_caller]
pub fn pearson_corr_coeff<A, B>(a: A, b: B) -> f64
where
    A: ArrayLike<Elem: Measured>,
    B: ArrayLike<Elem: Measured>,
{
    let (a, b) = pair("pearson_corr_coeff", &a, &b);
    let centered = |values: Vec<f64>| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.into_iter().map(|x| x - mean).collect()
    };
    let (a, b) = (centered(a), centered(b));
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let r = dot(&a, &b) / (dot(&a, &a).sqrt() * dot(&b, &b).sqrt());
    if r.is_nan() { r } else { r.clamp(-1.0, 1.0) }
}

/// How much of the first picture's brightness lies within a mask: `(…), (…) -> ()`; 0 of a dark picture.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.measure.manders_coloc_coeff(image0, image1_mask)`, which refuses negative pixels.
///
/// # Examples
/// ```
/// let part = nd_image::measure::manders_coloc_coeff([1, 2, 1], [true, false, true]);
/// assert_eq!(part, 0.5);
/// ```
#[must_use]
#[track_caller]
pub fn manders_coloc_coeff<A, M>(a: A, mask: M) -> f64
where
    A: ArrayLike<Elem: Measured>,
    M: ArrayLike<Elem = bool>,
{
    let (a, mask) = pair("manders_coloc_coeff", &a, &mask);
    let total: f64 = a.iter().sum();
    if total == 0.0 {
        return 0.0;
    }
    a.iter().zip(&mask).map(|(a, inside)| a * inside).sum::<f64>() / total
}

/// How much the brightness of two pictures overlaps, 0 to 1: `(…), (…) -> ()`; NaN if one is dark.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.measure.manders_overlap_coeff(image0, image1)`, which refuses negative pixels, and whose squares
/// of small integers wrap.
///
/// # Examples
/// ```
/// let overlap = nd_image::measure::manders_overlap_coeff([3u8, 4], [0u8, 200]);
/// assert_eq!(overlap, 0.8);
/// ```
#[must_use]
#[track_caller]
pub fn manders_overlap_coeff<A, B>(a: A, b: B) -> f64
where
    A: ArrayLike<Elem: Measured>,
    B: ArrayLike<Elem: Measured>,
{
    let (a, b) = pair("manders_overlap_coeff", &a, &b);
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()
}

/// How much of the first mask lies within the second: `(…), (…) -> ()`; 0 of an empty mask.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.measure.intersection_coeff(image0_mask, image1_mask)`.
///
/// # Examples
/// ```
/// let part = nd_image::measure::intersection_coeff([true, true, false], [true, false, true]);
/// assert_eq!(part, 0.5);
/// ```
#[must_use]
#[track_caller]
pub fn intersection_coeff<A, B>(a: A, b: B) -> f64
where
    A: ArrayLike<Elem = bool>,
    B: ArrayLike<Elem = bool>,
{
    manders_coloc_coeff(a, b)
}

/// Shannon's entropy of a picture's values, in units of which `base` make a factor (2: bits): `(…) -> ()`;
/// NaN of an empty picture. NaN is one value; integers of 64 bits count as the floats next to them.
///
/// # scikit-image
/// `skimage.measure.shannon_entropy(image, base)`.
///
/// # Examples
/// ```
/// let bits = nd_image::measure::shannon_entropy([0u8, 1, 2, 3], 2.0);
/// assert_eq!(bits, 2.0);
/// ```
#[must_use]
pub fn shannon_entropy<A>(picture: A, base: f64) -> f64
where
    A: ArrayLike<Elem: Measured>,
{
    let mut values = read_all(&Floats(contiguous(picture.view())));
    if values.is_empty() {
        return f64::NAN;
    }
    // Zeros of both signs are one value, and so are NaNs.
    values.iter_mut().for_each(|x| *x = if x.is_nan() { f64::NAN } else { *x + 0.0 });
    values.sort_unstable_by(f64::total_cmp);
    let n = values.len() as f64;
    let runs = values.chunk_by(|a, b| a.total_cmp(b).is_eq());
    let parts: Array<f64> = runs.map(|run| run.len() as f64 / n).collect();
    let entropy: f64 = parts.iter().map(|p| p * p.ln()).sum();
    // Without this, one value would have an entropy of -0.
    -entropy / base.ln() + 0.0
}

//! Which levels stand how far from each other.

use crate::level::plane;
use nd_core::{Array, ArrayLike, View};

/// How [`graycomatrix_with`] counts.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::CooccurrenceOptions::default().levels, 256);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CooccurrenceOptions {
    /// Levels from 0 that are counted; 256 by default. Pairs with others are not.
    pub levels: usize,
    /// Whether each pair counts both ways.
    pub symmetric: bool,
}

impl Default for CooccurrenceOptions {
    fn default() -> CooccurrenceOptions {
        CooccurrenceOptions { levels: 256, symmetric: false }
    }
}

impl CooccurrenceOptions {
    /// Sets how many levels from 0 are counted.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::{CooccurrenceOptions, graycomatrix_with};
    /// let options = CooccurrenceOptions::default().levels(2);
    /// assert_eq!(graycomatrix_with([[0u8, 1, 7]], &[1.0], &[0.0], &options).into_vec(), [0, 1, 0, 0]);
    /// ```
    #[must_use]
    pub fn levels(self, levels: usize) -> CooccurrenceOptions {
        CooccurrenceOptions { levels, ..self }
    }

    /// Sets whether each pair counts both ways.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::{CooccurrenceOptions, graycomatrix_with};
    /// let options = CooccurrenceOptions::default().levels(2).symmetric(true);
    /// assert_eq!(graycomatrix_with([[0u8, 1]], &[1.0], &[0.0], &options).into_vec(), [0, 1, 1, 0]);
    /// ```
    #[must_use]
    pub fn symmetric(self, symmetric: bool) -> CooccurrenceOptions {
        CooccurrenceOptions { symmetric, ..self }
    }
}

/// How often level `j` stands at each distance and angle from level `i`: `(h, w) -> (256, 256, distances, angles)`
/// (Haralick, Shanmugam and Dinstein, IEEE Transactions on Systems, Man and Cybernetics 3, 1973).
///
/// Angles are in radians, clockwise from the right; the place is rounded to a pixel.
///
/// # Panics
/// If the picture is not `(h, w)`, a distance or an angle is not finite, or the result would have more than 2²⁸
/// elements.
///
/// # scikit-image
/// `skimage.feature.graycomatrix(a, distances, angles)`.
///
/// # Examples
/// ```
/// let counts = nd_image::feature::graycomatrix([[0u8, 0, 1], [2, 2, 1]], &[1.0], &[0.0]);
/// assert_eq!((counts[[0, 1, 0, 0]], counts[[2, 1, 0, 0]], counts[[1, 2, 0, 0]]), (1, 1, 0));
/// ```
#[track_caller]
pub fn graycomatrix<A>(a: A, distances: &[f64], angles: &[f64]) -> Array<u32>
where
    A: ArrayLike<Elem = u8>,
{
    graycomatrix_with(a, distances, angles, &CooccurrenceOptions::default())
}

/// [`graycomatrix`] of fewer levels, or symmetric.
///
/// # Panics
/// As [`graycomatrix`].
///
/// # scikit-image
/// `skimage.feature.graycomatrix(a, distances, angles, levels, symmetric)`, which refuses other levels.
///
/// # Examples
/// ```
/// use nd_image::feature::{CooccurrenceOptions, graycomatrix_with};
/// let options = CooccurrenceOptions::default().levels(4);
/// let counts = graycomatrix_with([[0u8, 1], [2, 3]], &[1.0, 2.0], &[0.0, 1.57], &options);
/// assert_eq!(counts.shape(), [4, 4, 2, 2]);
/// ```
#[track_caller]
pub fn graycomatrix_with<A>(
    a: A,
    distances: &[f64],
    angles: &[f64],
    options: &CooccurrenceOptions,
) -> Array<u32>
where
    A: ArrayLike<Elem = u8>,
{
    let a = a.view();
    plane("graycomatrix", a.shape());
    let finite = distances.iter().chain(angles).all(|x| x.is_finite());
    assert!(finite, "graycomatrix: distances {distances:?}, angles {angles:?}");
    let levels = options.levels;
    let steps = distances.len().saturating_mul(angles.len());
    let size = levels.saturating_mul(levels).saturating_mul(steps);
    assert!(size <= 1 << 28, "graycomatrix: {levels} levels, {steps} steps");
    counts(a, distances, angles, options)
}

fn counts(
    a: View<'_, u8>,
    distances: &[f64],
    angles: &[f64],
    options: &CooccurrenceOptions,
) -> Array<u32> {
    let [h, w] = a.dims();
    let levels = options.levels;
    let flat = a.ravel();
    let samples = flat.view().as_slice().expect("ravelled arrays are contiguous");
    let steps = distances.len() * angles.len();
    let mut out = vec![0u32; levels * levels * steps];
    for (k, (distance, angle)) in
        distances.iter().flat_map(|d| angles.iter().map(move |a| (d, a))).enumerate()
    {
        // Casts stop at the ends of the type.
        let (down, along) = ((angle.sin() * distance).round(), (angle.cos() * distance).round());
        let (down, along) = (down as isize, along as isize);
        let mut table = vec![0u32; 256 * 256];
        for y in within(down, h) {
            let other = &samples[(y as isize + down) as usize * w..][..w];
            for x in within(along, w) {
                let (i, j) = (samples[y * w + x], other[(x as isize + along) as usize]);
                table[usize::from(i) * 256 + usize::from(j)] += 1;
            }
        }
        for i in 0..levels.min(256) {
            for j in 0..levels.min(256) {
                let back = if options.symmetric { table[j * 256 + i] } else { 0 };
                out[(i * levels + j) * steps + k] = table[i * 256 + j] + back;
            }
        }
    }
    Array::from_shape_vec([levels, levels, distances.len(), angles.len()], out)
}

/// The places from which a step stays within an axis.
fn within(step: isize, n: usize) -> std::ops::Range<usize> {
    let back = (-step.min(0)).unsigned_abs().min(n);
    let end = n.saturating_sub(step.max(0) as usize);
    back..end.max(back)
}

/// What [`graycoprops`] makes of pairs of levels `i` and `j` and their shares `p`.
///
/// # Examples
/// ```
/// use nd_image::feature::TextureProperty;
/// assert_ne!(TextureProperty::Contrast, TextureProperty::Energy);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextureProperty {
    /// `Σ p (i - j)²`.
    Contrast,
    /// `Σ p |i - j|`.
    Dissimilarity,
    /// `Σ p / (1 + (i - j)²)`.
    Homogeneity,
    /// `Σ p²`, the angular second moment.
    Asm,
    /// `√ Σ p²`.
    Energy,
    /// The correlation of `i` and `j`; 1 if one of them is always the same.
    Correlation,
    /// The mean of `i`.
    Mean,
    /// The variance of `i`.
    Variance,
    /// The standard deviation of `i`.
    Std,
    /// `-Σ p ln p`.
    Entropy,
}

/// A property of textures for each distance and angle: `(n, n, distances, angles) -> (distances, angles)`.
///
/// Takes what [`graycomatrix`] gives. Where nothing was counted all shares are 0.
///
/// # Panics
/// If the array is not `(n, n, d, a)`.
///
/// # scikit-image
/// `skimage.feature.graycoprops(counts, prop)`.
///
/// # Examples
/// ```
/// use nd_image::feature::{TextureProperty, graycomatrix, graycoprops};
/// let counts = graycomatrix([[0u8, 3, 0, 3]], &[1.0, 2.0], &[0.0]);
/// assert_eq!(graycoprops(&counts, TextureProperty::Contrast).into_vec(), [9.0, 0.0]);
/// ```
#[track_caller]
pub fn graycoprops<A: ArrayLike<Elem = u32>>(counts: A, property: TextureProperty) -> Array<f64> {
    let counts = counts.view();
    let fits = matches!(*counts.shape(), [n, m, _, _] if n == m);
    assert!(fits, "graycoprops: shape {:?}, must be (n, n, distances, angles)", counts.shape());
    let [n, _, distances, angles] = counts.dims();
    let counts = counts.flatten().into_vec();
    let steps = distances * angles;
    let values = (0..steps).map(|k| {
        let counts: Vec<f64> = (0..n * n).map(|cell| f64::from(counts[cell * steps + k])).collect();
        let total = counts.iter().sum::<f64>();
        let share = |(cell, count): (usize, &f64)| {
            ((cell / n) as f64, (cell % n) as f64, if total == 0.0 { 0.0 } else { count / total })
        };
        value(&counts.iter().enumerate().map(share).collect::<Vec<_>>(), property)
    });
    Array::from_shape_vec([distances, angles], values.collect())
}

fn value(cells: &[(f64, f64, f64)], property: TextureProperty) -> f64 {
    let sum = |of: &dyn Fn(f64, f64, f64) -> f64| cells.iter().map(|&(i, j, p)| of(i, j, p)).sum();
    let mean = || -> f64 { sum(&|i, _, p| i * p) };
    let variance = || -> f64 {
        let mean = mean();
        sum(&|i, _, p| p * (i - mean) * (i - mean))
    };
    let asm = || -> f64 { sum(&|_, _, p| p * p) };
    match property {
        TextureProperty::Contrast => sum(&|i, j, p| p * (i - j) * (i - j)),
        TextureProperty::Dissimilarity => sum(&|i, j, p| p * (i - j).abs()),
        TextureProperty::Homogeneity => sum(&|i, j, p| p / (1.0 + (i - j) * (i - j))),
        TextureProperty::Asm => asm(),
        TextureProperty::Energy => asm().sqrt(),
        TextureProperty::Mean => mean(),
        TextureProperty::Variance => variance(),
        TextureProperty::Std => variance().sqrt(),
        TextureProperty::Entropy => sum(&|_, _, p| if p > 0.0 { -p * p.ln() } else { 0.0 }),
        TextureProperty::Correlation => {
            let (i0, j0): (f64, f64) = (mean(), sum(&|_, j, p| j * p));
            let down: f64 = sum(&|i, _, p| p * (i - i0) * (i - i0));
            let along: f64 = sum(&|_, j, p| p * (j - j0) * (j - j0));
            let both: f64 = sum(&|i, j, p| p * (i - i0) * (j - j0));
            let (down, along) = (down.sqrt(), along.sqrt());
            if down < 1e-15 || along < 1e-15 { 1.0 } else { both / (down * along) }
        }
    }
}

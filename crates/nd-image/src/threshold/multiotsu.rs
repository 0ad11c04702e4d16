//! Otsu's thresholds for several classes.

use super::{Levels, ThresholdError};
use crate::pixel::Pixel;
use nd_core::ArrayLike;

/// Otsu's thresholds between `classes` classes: `classes - 1` levels, in ascending order.
///
/// Floats are counted in 256 bins; [`Levels::of`] has others. The time grows with the number of levels a
/// little more than linearly.
///
/// # Panics
/// If `classes` is less than 2.
///
/// # Errors
/// [`ThresholdError::Empty`] without elements, [`ThresholdError::NotFinite`] if there are NaN or infinite
/// ones, [`ThresholdError::FewLevels`] if there are fewer levels than classes.
///
/// # scikit-image
/// `skimage.filters.threshold_multiotsu(a, classes)`.
///
/// # Examples
/// ```
/// let cuts = nd_image::threshold_multiotsu([1u8, 2, 1, 10, 11, 30, 31, 30], 3).unwrap();
/// assert_eq!(cuts, [2.0, 11.0]);
/// ```
/// ```should_panic
/// nd_image::threshold_multiotsu([1u8, 2], 1);
/// ```
#[track_caller]
pub fn threshold_multiotsu<A>(a: A, classes: usize) -> Result<Vec<f64>, ThresholdError>
where
    A: ArrayLike<Elem: Pixel>,
{
    assert!(classes >= 2, "threshold_multiotsu: {classes} classes, at least 2");
    Levels::of(a, 256)?.multiotsu(classes)
}

impl Levels {
    /// Otsu's thresholds between `classes` classes: see [`threshold_multiotsu`].
    ///
    /// # Panics
    /// If `classes` is less than 2.
    ///
    /// # Errors
    /// [`ThresholdError::FewLevels`] if there are fewer levels than classes.
    ///
    /// # scikit-image
    /// `skimage.filters.threshold_multiotsu(hist=..., classes=...)`.
    ///
    /// # Examples
    /// ```
    /// let levels = nd_image::Levels::of([1, 2, 9], 256).unwrap();
    /// assert_eq!(levels.multiotsu(2).unwrap(), [2.0]);
    /// ```
    /// ```should_panic
    /// nd_image::Levels::of([1, 2, 9], 256).unwrap().multiotsu(0);
    /// ```
    #[track_caller]
    pub fn multiotsu(&self, classes: usize) -> Result<Vec<f64>, ThresholdError> {
        assert!(classes >= 2, "multiotsu: {classes} classes, at least 2");
        let occurring = self.counts().iter().zip(self.centres()).filter(|(count, _)| **count > 0.0);
        let (counts, centres): (Vec<f64>, Vec<f64>) = occurring.unzip();
        if counts.len() < classes {
            return Err(ThresholdError::FewLevels { levels: counts.len(), classes });
        }
        Ok(ends(&counts, &centres, classes).into_iter().map(|i| centres[i]).collect())
    }
}

/// The last level of each class but the last, where the classes' variances between each other are greatest.
///
/// By the best ways to cut what is left after each level, one class more in each round. The level where
/// the first class is best cut rises with where it begins, so that halving finds all of a round in
/// `n log n` steps; of equal ways the one with the lowest cuts is taken.
fn ends(counts: &[f64], centres: &[f64], classes: usize) -> Vec<usize> {
    let n = counts.len();
    let middle = centres[0].midpoint(centres[n - 1]);
    let (mut below, mut sums) = (vec![0.0], vec![0.0]);
    for (count, centre) in counts.iter().zip(centres) {
        below.push(below[below.len() - 1] + count);
        sums.push(sums[sums.len() - 1] + count * (centre - middle));
    }
    let class = |from: usize, to: usize| {
        let sum: f64 = sums[to] - sums[from];
        sum * sum / (below[to] - below[from])
    };
    // `best[i]`: of the levels from `i` on, in as many classes as rounds were made.
    let mut best: Vec<f64> = (0..n).map(|i| class(i, n)).collect();
    let mut cuts: Vec<Vec<usize>> = Vec::new();
    for round in 1..classes {
        let mut next = vec![f64::NEG_INFINITY; n];
        let mut cut = vec![0; n];
        // Parts of the places, and the cuts that they can have.
        let last = n - round;
        let mut todo = vec![(0, last, 1, last)];
        while let Some((from, to, low, high)) = todo.pop() {
            if from >= to {
                continue;
            }
            let i = from.midpoint(to);
            let low_enough = best.iter().enumerate().take(high + 1);
            for (k, rest) in low_enough.skip(low.max(i + 1)) {
                let value = class(i, k) + rest;
                if value > next[i] {
                    (next[i], cut[i]) = (value, k);
                }
            }
            todo.push((from, i, low, cut[i]));
            todo.push((i + 1, to, cut[i], high));
        }
        best = next;
        cuts.push(cut);
    }
    let mut from = 0;
    cuts.iter()
        .rev()
        .map(|cut| {
            from = cut[from];
            from - 1
        })
        .collect()
}

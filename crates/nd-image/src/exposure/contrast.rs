//! Whether there is anything to see.

use crate::level::Level;
use nd_core::ArrayLike;

/// How [`is_low_contrast_with`] judges.
///
/// # Examples
/// ```
/// use nd_image::exposure::LowContrastOptions;
/// assert_eq!(LowContrastOptions::default().percentiles, [1.0, 99.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct LowContrastOptions {
    /// Between which percentiles the spread is measured; 1 and 99 by default.
    pub percentiles: [f64; 2],
    /// The width of the full range; by default that from black to white.
    pub full: Option<f64>,
}

impl Default for LowContrastOptions {
    fn default() -> LowContrastOptions {
        LowContrastOptions { percentiles: [1.0, 99.0], full: None }
    }
}

impl LowContrastOptions {
    /// Sets between which percentiles the spread is measured.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::{LowContrastOptions, is_low_contrast_with};
    /// let all = LowContrastOptions::default().percentiles([0.0, 100.0]);
    /// assert!(!is_low_contrast_with([0u8, 9, 9, 9, 9, 255], 0.9, &all));
    /// ```
    #[must_use]
    pub fn percentiles(self, percentiles: [f64; 2]) -> LowContrastOptions {
        LowContrastOptions { percentiles, ..self }
    }

    /// Sets the width of the full range.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::{LowContrastOptions, is_low_contrast_with};
    /// let twelve_bits = LowContrastOptions::default().full(4095.0);
    /// assert!(!is_low_contrast_with([0u16, 4000], 0.5, &twelve_bits));
    /// ```
    #[must_use]
    pub fn full(self, full: f64) -> LowContrastOptions {
        LowContrastOptions { full: Some(full), ..self }
    }
}

/// Whether the samples between the first and the last percentile span less than `threshold` of the
/// range from black to white.
///
/// White is 255, 65535 or, of floats, 1. A picture with a NaN or without samples has low contrast.
///
/// # scikit-image
/// `skimage.exposure.is_low_contrast(a, threshold)`, for which floats reach from -1 to 1 and
/// colours are turned to grey first.
///
/// # Examples
/// ```
/// use nd_image::exposure::is_low_contrast;
/// assert!(is_low_contrast([100u8, 101, 103, 105], 0.05));
/// assert!(!is_low_contrast([0.0, 0.2, 0.9], 0.05));
/// ```
pub fn is_low_contrast<A: ArrayLike<Elem: Level>>(a: A, threshold: f64) -> bool {
    is_low_contrast_with(a, threshold, &LowContrastOptions::default())
}

/// [`is_low_contrast`] between other percentiles or of another range.
///
/// # Panics
/// If a percentile is not within 0 and 100.
///
/// # scikit-image
/// `skimage.exposure.is_low_contrast(a, threshold, lower_percentile, upper_percentile)`.
///
/// # Examples
/// ```
/// use nd_image::exposure::{LowContrastOptions, is_low_contrast_with};
/// let middle = LowContrastOptions::default().percentiles([40.0, 60.0]);
/// assert!(is_low_contrast_with([0u8, 99, 100, 101, 255], 0.1, &middle));
/// ```
#[track_caller]
pub fn is_low_contrast_with<A>(a: A, threshold: f64, options: &LowContrastOptions) -> bool
where
    A: ArrayLike<Elem: Level>,
{
    let percentiles = options.percentiles;
    let fits = percentiles.iter().all(|p| (0.0..=100.0).contains(p));
    assert!(fits, "is_low_contrast: percentiles {percentiles:?}");
    let full = options.full.unwrap_or(A::Elem::WHITE);
    let mut samples = A::Elem::wide(a.view()).into_vec();
    if samples.is_empty() || samples.iter().any(|x| x.is_nan()) {
        return true;
    }
    let [low, high] = percentiles.map(|p| percentile(&mut samples, p));
    (high - low) / full < threshold
}

/// The percentile, interpolated; the samples are reordered.
fn percentile(samples: &mut [f64], p: f64) -> f64 {
    let place = p / 100.0 * (samples.len() - 1) as f64;
    let (_, &mut low, above) = samples.select_nth_unstable_by(place as usize, f64::total_cmp);
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    if place.fract() == 0.0 { low } else { low + (high - low) * place.fract() }
}

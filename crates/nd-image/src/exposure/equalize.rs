//! Levels used evenly, over the whole picture.

use super::histogram::{HistogramOptions, counts_of, shares};
use crate::level::{Level, same_shape};
use nd_core::{Array, ArrayLike, View};

/// How [`equalize_hist_with`] equalises.
///
/// # Examples
/// ```
/// use nd_image::exposure::EqualizeOptions;
/// assert_eq!(EqualizeOptions::default().bins, 256);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EqualizeOptions {
    /// The number of bins for floats; 256 by default.
    pub bins: usize,
    /// Which samples are counted; all by default.
    pub mask: Option<Array<bool>>,
}

impl Default for EqualizeOptions {
    fn default() -> EqualizeOptions {
        EqualizeOptions { bins: 256, mask: None }
    }
}

impl EqualizeOptions {
    /// Sets the number of bins for floats.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::{EqualizeOptions, equalize_hist_with};
    /// let one = EqualizeOptions::default().bins(1);
    /// assert_eq!(equalize_hist_with([0.0, 2.0], &one).into_vec(), [1.0, 1.0]);
    /// ```
    #[must_use]
    pub fn bins(self, bins: usize) -> EqualizeOptions {
        EqualizeOptions { bins, ..self }
    }

    /// Sets which samples are counted: those where the mask, of the picture's shape, is true.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_image::exposure::{EqualizeOptions, equalize_hist_with};
    /// let options = EqualizeOptions::default().mask(array![true, true, false]);
    /// assert_eq!(equalize_hist_with([1u8, 2, 3], &options).into_vec(), [0.5, 1.0, 1.0]);
    /// ```
    #[must_use]
    pub fn mask(self, mask: Array<bool>) -> EqualizeOptions {
        EqualizeOptions { mask: Some(mask), ..self }
    }
}

/// Gives each sample the share of samples that are not brighter: `(…) -> (…)`, from 0 to 1.
///
/// Between the middles of bins the shares are interpolated. NaN stays NaN; an empty array gives
/// an empty array.
///
/// # scikit-image
/// `skimage.exposure.equalize_hist(a)`; the result is `f64` for every type.
///
/// # Examples
/// ```
/// let even = nd_image::exposure::equalize_hist([[10u8, 11], [11, 200]]);
/// assert_eq!(even.into_vec(), [0.25, 0.75, 0.75, 1.0]);
/// ```
pub fn equalize_hist<A: ArrayLike<Elem: Level>>(a: A) -> Array<f64> {
    equalized(a.view(), &EqualizeOptions::default())
}

/// [`equalize_hist`] with another number of bins, or a mask.
///
/// # Panics
/// If there are no bins, or the mask has another shape.
///
/// # scikit-image
/// `skimage.exposure.equalize_hist(a, nbins, mask)`.
///
/// # Examples
/// ```
/// use nd_image::exposure::{EqualizeOptions, equalize_hist_with};
/// let fine = EqualizeOptions::default().bins(1000);
/// assert_eq!(equalize_hist_with([0.0, 1.0], &fine).into_vec(), [0.5, 1.0]);
/// ```
#[track_caller]
pub fn equalize_hist_with<A>(a: A, options: &EqualizeOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    assert!(options.bins > 0, "equalize_hist: no bins");
    if let Some(mask) = &options.mask {
        same_shape("equalize_hist", a.shape(), mask.shape());
    }
    equalized(a, options)
}

fn equalized<T: Level>(a: View<'_, T>, options: &EqualizeOptions) -> Array<f64> {
    even(T::wide(a), options, T::WHOLE, &|x| T::level(x).cast_to())
}

fn even(
    samples: Array<f64>,
    options: &EqualizeOptions,
    whole: bool,
    rounded: &dyn Fn(f64) -> f64,
) -> Array<f64> {
    let bins = HistogramOptions::default().bins(options.bins);
    let histogram = match &options.mask {
        None => counts_of(&samples, bins, whole, rounded),
        Some(mask) => {
            let pairs = samples.iter().zip(mask.iter());
            let counted = pairs.filter(|&(_, &mask)| mask).map(|(&x, _)| x).collect();
            counts_of(&Array::from_vec(counted), bins, whole, rounded)
        }
    };
    let (shares, levels) = shares(histogram);
    let shares = shares.into_vec();
    let levels = levels.into_vec();
    let first = levels.first().copied().unwrap_or(0.0);
    f64::curved(samples.view(), &|strip| {
        for x in strip {
            // Whole levels have a bin each; casts stop at 0.
            *x = match shares.get((*x - first) as usize) {
                Some(&share) if whole && *x >= first => share,
                _ => interpolated(*x, &levels, &shares),
            };
        }
    })
}

/// The value at `x` of the broken line through points whose places rise; flat outside.
pub(super) fn interpolated(x: f64, places: &[f64], values: &[f64]) -> f64 {
    let (Some(&first), Some(&last)) = (values.first(), values.last()) else { return f64::NAN };
    if x.is_nan() {
        return x;
    }
    let after = places.partition_point(|&place| place <= x);
    if after == 0 {
        return first;
    }
    if after == places.len() {
        return last;
    }
    let (i, j) = (after - 1, after);
    let slope = (values[j] - values[i]) / (places[j] - places[i]);
    slope * (x - places[i]) + values[i]
}

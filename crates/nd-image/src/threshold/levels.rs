//! Histograms of grey levels, and thresholds that follow from them.

use super::ThresholdError;
use crate::pixel::Pixel;
use nd_core::ArrayLike;

/// Bins of floats.
const BINS: usize = 256;

/// How often each grey level occurs: a histogram from the least level that does to the greatest.
///
/// Integers that lie within 65,536 of each other have a level each; other elements are counted in equal
/// bins, as by `np.histogram`. Histograms of parts of a picture can be added before they are asked, since
/// thresholds follow from counts and centres alone.
///
/// # scikit-image
/// `hist=(counts, centres)` of the functions of thresholds. Counts are `float64`; scikit-image's are
/// `float32`, which is exact up to 16,777,216 elements a level.
///
/// # Examples
/// ```
/// use nd_image::Levels;
///
/// let levels = Levels::of([3u8, 5, 5, 3, 3], 256).unwrap();
/// assert_eq!(levels.centres(), [3.0, 4.0, 5.0]);
/// assert_eq!(levels.counts(), [3.0, 0.0, 2.0]);
/// assert_eq!(levels.otsu(), 3.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    counts: Vec<f64>,
    centres: Vec<f64>,
}

impl Levels {
    /// The histogram of an array, in `nbins` bins if it is one of floats (or of integers far apart).
    ///
    /// # Panics
    /// If `nbins` is 0.
    ///
    /// # Errors
    /// [`ThresholdError::Empty`] without elements, [`ThresholdError::NotFinite`] if there are NaN or
    /// infinite ones.
    ///
    /// # Examples
    /// ```
    /// use nd_image::Levels;
    ///
    /// let levels = Levels::of([0.0, 0.1, 1.0], 2).unwrap();
    /// assert_eq!((levels.counts(), levels.centres()), (&[2.0, 1.0][..], &[0.25, 0.75][..]));
    /// ```
    /// ```should_panic
    /// nd_image::Levels::of([0.0, 0.1, 1.0], 0);
    /// ```
    #[track_caller]
    pub fn of<A>(a: A, nbins: usize) -> Result<Levels, ThresholdError>
    where
        A: ArrayLike<Elem: Pixel>,
    {
        assert!(nbins > 0, "Levels::of: 0 bins");
        Pixel::levels(a.view(), nbins)
    }

    /// A histogram of the caller's; levels at both ends that do not occur are left out.
    ///
    /// # Panics
    /// If there are not as many counts as centres.
    ///
    /// # Errors
    /// [`ThresholdError::Empty`] if no level occurs, [`ThresholdError::NotFinite`] if a count is
    /// negative, or a number NaN or infinite.
    ///
    /// # Examples
    /// ```
    /// use nd_image::Levels;
    ///
    /// let levels = Levels::new(&[0.0, 2.0, 1.0], &[1.0, 2.0, 3.0]).unwrap();
    /// assert_eq!(levels.centres(), [2.0, 3.0]);
    /// ```
    /// ```should_panic
    /// nd_image::Levels::new(&[1.0], &[1.0, 2.0]);
    /// ```
    #[track_caller]
    pub fn new(counts: &[f64], centres: &[f64]) -> Result<Levels, ThresholdError> {
        let (given, other) = (counts.len(), centres.len());
        assert!(given == other, "Levels::new: {given} counts and {other} centres");
        if counts.iter().any(|&count| !(0.0..f64::INFINITY).contains(&count))
            || !centres.iter().all(|centre| centre.is_finite())
        {
            return Err(ThresholdError::NotFinite);
        }
        let occurs = |&count: &f64| count > 0.0;
        let first = counts.iter().position(occurs).ok_or(ThresholdError::Empty)?;
        let last = counts.iter().rposition(occurs).expect("one occurs");
        Ok(Levels {
            counts: counts[first..=last].to_vec(),
            centres: centres[first..=last].to_vec(),
        })
    }

    /// How often the levels occur.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::Levels::of([7, 7], 256).unwrap().counts(), [2.0]);
    /// ```
    pub fn counts(&self) -> &[f64] {
        &self.counts
    }

    /// The levels: middles of the bins.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::Levels::of([7, 7], 256).unwrap().centres(), [7.0]);
    /// ```
    pub fn centres(&self) -> &[f64] {
        &self.centres
    }

    /// Otsu's threshold (1979): where the classes on either side vary least.
    ///
    /// # scikit-image
    /// `skimage.filters.threshold_otsu(hist=...)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::Levels::of([1, 2, 9, 9], 256).unwrap().otsu(), 2.0);
    /// ```
    pub fn otsu(&self) -> f64 {
        let (below, sums) = (self.below(), self.sums());
        let (all, total) = (below[below.len() - 1], sums[sums.len() - 1]);
        self.best(|i| {
            let above = all - below[i];
            let apart = sums[i] / below[i] - (total - sums[i]) / above;
            below[i] * above * apart * apart
        })
    }

    /// Yen's threshold (1995): by the correlation of the classes.
    ///
    /// # scikit-image
    /// `skimage.filters.threshold_yen(hist=...)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::Levels::of([1, 2, 9, 9], 256).unwrap().yen(), 2.0);
    /// ```
    pub fn yen(&self) -> f64 {
        let below = self.below();
        let all = below[below.len() - 1];
        let shares: Vec<f64> = self.counts.iter().map(|count| (count / all).powi(2)).collect();
        let squares = running(shares.iter().copied());
        let rest = running(shares.iter().rev().copied());
        self.best(|i| {
            let share = below[i] / all;
            (share * (1.0 - share)).powi(2) / (squares[i] * rest[rest.len() - 2 - i])
        })
    }

    /// The threshold of Ridler and Calvard (1978): midway between the means of the classes; the least,
    /// if there are several.
    ///
    /// # scikit-image
    /// `skimage.filters.threshold_isodata(hist=...)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::Levels::of([1, 2, 9, 9], 256).unwrap().isodata(), 5.0);
    /// ```
    pub fn isodata(&self) -> f64 {
        let Some((last, others)) = self.centres.split_last().filter(|(_, rest)| !rest.is_empty())
        else {
            return self.centres[0];
        };
        let (below, sums) = (self.below(), self.sums());
        let (all, total) = (below[below.len() - 1], sums[sums.len() - 1]);
        let width = self.centres[1] - self.centres[0];
        let fixed = |i: &usize| {
            let higher = (total - sums[*i]) / (all - below[*i]);
            let distance = (sums[*i] / below[*i] + higher) / 2.0 - self.centres[*i];
            (0.0..width).contains(&distance)
        };
        // There is one wherever levels have equal distances.
        (0..others.len()).find(fixed).map_or(*last, |i| others[i])
    }

    /// The lowest place between two maxima, after the histogram has been smoothed until it has no more
    /// (Prewitt and Mendelsohn 1966).
    ///
    /// # Errors
    /// [`ThresholdError::NotBimodal`] if it does not come to have two.
    ///
    /// # scikit-image
    /// `skimage.filters.threshold_minimum(hist=...)`.
    ///
    /// # Examples
    /// ```
    /// let levels = nd_image::Levels::new(&[1.0, 9.0, 3.0, 0.0, 3.0, 9.0, 1.0], &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    /// assert_eq!(levels.unwrap().minimum(), Ok(3.0));
    /// ```
    pub fn minimum(&self) -> Result<f64, ThresholdError> {
        const ROUNDS: usize = 10_000;
        // Kept as f32, as scikit-image does: flat places decide what is a maximum.
        let mut smooth: Vec<f32> = self.counts.iter().map(|&count| count as f32).collect();
        let mut tops = Vec::new();
        for _ in 0..ROUNDS {
            smooth = smoothed(&smooth);
            tops = maxima(&smooth);
            if tops.len() < 3 {
                break;
            }
        }
        let [left, right] = tops[..] else { return Err(ThresholdError::NotBimodal) };
        let lowest =
            (left..=right).fold(left, |low, i| if smooth[i] < smooth[low] { i } else { low });
        Ok(self.centres[lowest])
    }

    /// The level farthest from the line from the histogram's peak to its longer tail's end
    /// (Zack, Rogers and Latt 1977).
    ///
    /// # scikit-image
    /// `skimage.filters.threshold_triangle`.
    ///
    /// # Examples
    /// ```
    /// let levels = nd_image::Levels::new(&[9.0, 2.0, 1.0, 1.0], &[0.0, 1.0, 2.0, 3.0]);
    /// assert_eq!(levels.unwrap().triangle(), 1.0);
    /// ```
    pub fn triangle(&self) -> f64 {
        let bins = self.counts.len();
        if bins == 1 {
            return self.centres[0];
        }
        let peak = first_greatest(self.counts.iter().copied());
        // The tail is looked at from its end towards the peak.
        let flip = peak < bins - 1 - peak;
        let at = |i: usize| if flip { bins - 1 - i } else { i };
        let (width, height) = (at(peak) as f64, self.counts[peak]);
        let norm = height.hypot(width);
        let length = |i: usize| height / norm * i as f64 - width / norm * self.counts[at(i)];
        self.centres[at(first_greatest((0..at(peak)).map(length)))]
    }

    /// Counts up to each level.
    fn below(&self) -> Vec<f64> {
        running(self.counts.iter().copied())
    }

    /// Counts times levels, up to each level.
    fn sums(&self) -> Vec<f64> {
        running(self.counts.iter().zip(&self.centres).map(|(count, centre)| count * centre))
    }

    /// The first level but the last with the greatest value; the level, if there is one only.
    fn best(&self, value: impl Fn(usize) -> f64) -> f64 {
        self.centres[first_greatest((0..self.centres.len() - 1).map(value))]
    }
}

/// Otsu's threshold: where dark and light vary least. See [`Levels::otsu`].
///
/// Elements above the threshold are light. Floats are counted in 256 bins; [`Levels::of`] has others.
/// A picture of one level has that level.
///
/// # Errors
/// [`ThresholdError::Empty`] without elements, [`ThresholdError::NotFinite`] if there are NaN or infinite
/// ones.
///
/// # scikit-image
/// `skimage.filters.threshold_otsu(a)`; NaN raises there, too. The result is `f64` for all types.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::threshold_otsu([1, 2, 9, 9]), Ok(2.0));
/// ```
pub fn threshold_otsu<A>(a: A) -> Result<f64, ThresholdError>
where
    A: ArrayLike<Elem: Pixel>,
{
    Ok(Levels::of(a, BINS)?.otsu())
}

/// Yen's threshold, by the correlation of dark and light. See [`Levels::yen`].
///
/// Elements above the threshold are light. Floats are counted in 256 bins; [`Levels::of`] has others.
/// A picture of one level has that level.
///
/// # Errors
/// [`ThresholdError::Empty`] without elements, [`ThresholdError::NotFinite`] if there are NaN or infinite
/// ones.
///
/// # scikit-image
/// `skimage.filters.threshold_yen(a)`; NaN raises there, too. The result is `f64` for all types.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::threshold_yen([1, 2, 9, 9]), Ok(2.0));
/// ```
pub fn threshold_yen<A>(a: A) -> Result<f64, ThresholdError>
where
    A: ArrayLike<Elem: Pixel>,
{
    Ok(Levels::of(a, BINS)?.yen())
}

/// The threshold of Ridler and Calvard, midway between the means of dark and light. See [`Levels::isodata`].
///
/// Elements above the threshold are light. Floats are counted in 256 bins; [`Levels::of`] has others.
/// A picture of one level has that level.
///
/// # Errors
/// [`ThresholdError::Empty`] without elements, [`ThresholdError::NotFinite`] if there are NaN or infinite
/// ones.
///
/// # scikit-image
/// `skimage.filters.threshold_isodata(a)`; NaN raises there, too. The result is `f64` for all types.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::threshold_isodata([1, 2, 9, 9]), Ok(5.0));
/// ```
pub fn threshold_isodata<A>(a: A) -> Result<f64, ThresholdError>
where
    A: ArrayLike<Elem: Pixel>,
{
    Ok(Levels::of(a, BINS)?.isodata())
}

/// The triangle method's threshold, for pictures that are mostly dark or mostly light. See [`Levels::triangle`].
///
/// Elements above the threshold are light. Floats are counted in 256 bins; [`Levels::of`] has others.
/// A picture of one level has that level.
///
/// # Errors
/// [`ThresholdError::Empty`] without elements, [`ThresholdError::NotFinite`] if there are NaN or infinite
/// ones.
///
/// # scikit-image
/// `skimage.filters.threshold_triangle(a)`; NaN raises there, too. The result is `f64` for all types.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::threshold_triangle([0, 0, 0, 0, 0, 1, 2, 3]), Ok(1.0));
/// ```
pub fn threshold_triangle<A>(a: A) -> Result<f64, ThresholdError>
where
    A: ArrayLike<Elem: Pixel>,
{
    Ok(Levels::of(a, BINS)?.triangle())
}

/// The lowest place between the two maxima of the smoothed histogram. See [`Levels::minimum`].
///
/// Elements above the threshold are light. Floats are counted in 256 bins; [`Levels::of`] has others.
///
/// # Errors
/// [`ThresholdError::Empty`] without elements, [`ThresholdError::NotFinite`] if there are NaN or infinite
/// ones, [`ThresholdError::NotBimodal`] if the smoothed histogram does not come to have two maxima.
///
/// # scikit-image
/// `skimage.filters.threshold_minimum(a)`.
///
/// # Examples
/// ```
/// use nd_image::{ThresholdError, threshold_minimum};
///
/// let two = [0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 6, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 10];
/// assert_eq!(threshold_minimum(two), Ok(5.0));
/// assert_eq!(threshold_minimum([1, 1]), Err(ThresholdError::NotBimodal));
/// ```
pub fn threshold_minimum<A>(a: A) -> Result<f64, ThresholdError>
where
    A: ArrayLike<Elem: Pixel>,
{
    Levels::of(a, BINS)?.minimum()
}

/// The mean of all elements, as a threshold.
///
/// NaN and infinity make the mean what sums make of them.
///
/// # Errors
/// [`ThresholdError::Empty`] without elements.
///
/// # scikit-image
/// `skimage.filters.threshold_mean(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::threshold_mean([1u8, 2, 9, 8]), Ok(5.0));
/// ```
pub fn threshold_mean<A>(a: A) -> Result<f64, ThresholdError>
where
    A: ArrayLike<Elem: Pixel>,
{
    Pixel::mean(a.view())
}

fn running(values: impl Iterator<Item = f64>) -> Vec<f64> {
    values
        .scan(0.0, |sum, x| {
            *sum += x;
            Some(*sum)
        })
        .collect()
}

/// Where the greatest value is first; 0 if there is none.
fn first_greatest(values: impl Iterator<Item = f64>) -> usize {
    let greater = |best: (usize, f64), (i, x)| if x > best.1 { (i, x) } else { best };
    values.enumerate().fold((0, f64::NEG_INFINITY), greater).0
}

/// Means of three, the ends repeated.
fn smoothed(values: &[f32]) -> Vec<f32> {
    let last = values.len() - 1;
    let at = |i: usize| f64::from(values[i.min(last)]);
    let mean = |i: usize| (at(i.saturating_sub(1)) + at(i) + at(i + 1)) / 3.0;
    (0..values.len()).map(|i| mean(i) as f32).collect()
}

/// Where values have risen and fall next, a flat top's last place.
fn maxima(values: &[f32]) -> Vec<usize> {
    let (mut tops, mut rising) = (Vec::new(), true);
    for (i, pair) in values.windows(2).enumerate() {
        if rising && pair[1] < pair[0] {
            tops.push(i);
            rising = false;
        } else if pair[1] > pair[0] {
            rising = true;
        }
    }
    tops
}

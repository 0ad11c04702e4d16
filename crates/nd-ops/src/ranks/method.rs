//! [`QuantileMethod`]: where in the order of the elements a quantile lies.

/// How a quantile is found between elements: the nine definitions of Hyndman and Fan ("Sample
/// quantiles in statistical packages", 1996), and four more.
///
/// # NumPy
/// The argument `method` of `np.quantile`.
///
/// # Examples
/// ```
/// use nd_ops::{QuantileMethod, quantile};
///
/// let a = [1.0, 2.0, 4.0, 8.0];
/// assert_eq!(quantile(a, 0.5), 3.0);
/// assert_eq!(quantile(a, QuantileMethod::Lower.at(0.5)), 2.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QuantileMethod {
    /// Between the neighbours, in proportion; Hyndman and Fan's 7.
    #[default]
    Linear,
    /// The lower neighbour of [`Linear`](Self::Linear).
    Lower,
    /// The higher neighbour of [`Linear`](Self::Linear).
    Higher,
    /// The middle between the neighbours of [`Linear`](Self::Linear).
    Midpoint,
    /// The nearest neighbour of [`Linear`](Self::Linear), of two equally near ones that with
    /// the even place.
    Nearest,
    /// Hyndman and Fan's 1.
    InvertedCdf,
    /// Hyndman and Fan's 2.
    AveragedInvertedCdf,
    /// Hyndman and Fan's 3.
    ClosestObservation,
    /// Hyndman and Fan's 4.
    InterpolatedInvertedCdf,
    /// Hyndman and Fan's 5.
    Hazen,
    /// Hyndman and Fan's 6.
    Weibull,
    /// Hyndman and Fan's 8, which they recommend.
    MedianUnbiased,
    /// Hyndman and Fan's 9.
    NormalUnbiased,
}

impl QuantileMethod {
    /// This method for the fraction (or percentage) `q`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{QuantileMethod, percentile};
    ///
    /// assert_eq!(percentile([1, 2, 4], QuantileMethod::Hazen.at(75.0)), 3.5);
    /// ```
    pub fn at(self, q: f64) -> Quantile {
        Quantile { q, method: self }
    }

    /// Where the quantile of `n` ordered elements lies; `n` is not 0.
    pub(super) fn place(self, q: f64, n: usize) -> Place {
        let count = n as f64;
        let linear = (count - 1.0) * q;
        let spaced = |alpha: f64, beta: f64| {
            Place::between(count * q + (alpha + q * (1.0 - alpha - beta)) - 1.0, n)
        };
        match self {
            Self::Linear => Place::between(linear, n),
            Self::Lower => Place::at(linear.floor(), n),
            Self::Higher => Place::at(linear.ceil(), n),
            Self::Nearest => Place::at(linear.round_ties_even(), n),
            Self::Midpoint => {
                let middle = 0.5 * (linear.floor() + linear.ceil());
                let share = if middle.fract() == 0.0 { 0.0 } else { 0.5 };
                Place { share, ..Place::between(middle, n) }
            }
            Self::InvertedCdf => Place::at((count * q - 1.0).ceil(), n),
            Self::AveragedInvertedCdf => {
                let index = count * q - 1.0;
                let share = if index == index.floor() { 0.5 } else { 1.0 };
                Place { share, ..Place::between(index, n) }
            }
            Self::ClosestObservation => {
                let index = count * q - 1.0 - 0.5;
                let low = index.floor();
                // Of two equally near places the one that is even when counted from 1.
                let stays = index == low && low.rem_euclid(2.0) == 1.0;
                Place::at(if stays { low } else { low + 1.0 }, n)
            }
            Self::InterpolatedInvertedCdf => spaced(0.0, 1.0),
            Self::Hazen => spaced(0.5, 0.5),
            Self::Weibull => spaced(0.0, 0.0),
            Self::MedianUnbiased => spaced(1.0 / 3.0, 1.0 / 3.0),
            Self::NormalUnbiased => spaced(3.0 / 8.0, 3.0 / 8.0),
        }
    }
}

/// A fraction of the elements, or a percentage where a percentile is asked for, and how what
/// lies above it is found. Made from a number, which is [linear](QuantileMethod::Linear), or by
/// [`QuantileMethod::at`].
///
/// # Examples
/// ```
/// use nd_ops::{Quantile, QuantileMethod};
///
/// assert_eq!(Quantile::from(0.25), QuantileMethod::Linear.at(0.25));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    pub(super) q: f64,
    pub(super) method: QuantileMethod,
}

impl From<f64> for Quantile {
    fn from(q: f64) -> Quantile {
        QuantileMethod::default().at(q)
    }
}

impl Quantile {
    /// Checked to be a fraction, of percentages if `whole` is 100.
    #[doc(hidden)]
    #[track_caller]
    pub fn fraction(self, op: &str, whole: f64) -> Quantile {
        if !(0.0..=whole).contains(&self.q) {
            panic!("{op}: {} is not in the range from 0 to {whole}", self.q);
        }
        Quantile { q: self.q / whole, ..self }
    }

    /// Where it lies in the order of `n` elements, for a fraction.
    #[doc(hidden)]
    #[must_use]
    pub fn place(self, n: usize) -> Place {
        self.method.place(self.q, n)
    }
}

/// Between which ordered elements a quantile lies.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub low: usize,
    pub high: usize,
    /// How far from the low one to the high one.
    pub(super) share: f64,
    /// Whether it is an element itself, which nothing is calculated with.
    pub(super) whole: bool,
}

#[doc(hidden)]
impl Place {
    fn between(index: f64, n: usize) -> Place {
        let (low, high) = match index {
            _ if index >= (n - 1) as f64 => (n - 1, n - 1),
            _ if index < 0.0 => (0, 0),
            _ => (index as usize, index as usize + 1),
        };
        Place { low, high, share: index - low as f64, whole: false }
    }

    fn at(index: f64, n: usize) -> Place {
        let low = (index.max(0.0) as usize).min(n - 1);
        Place { low, high: low, share: 0.0, whole: true }
    }

    /// The middle, where the median is the mean of one or two elements.
    #[must_use]
    pub fn middle(n: usize) -> Place {
        Place { low: (n - 1) / 2, high: n / 2, share: 0.5, whole: n % 2 == 1 }
    }
}

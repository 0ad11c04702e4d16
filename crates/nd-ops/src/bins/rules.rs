//! [`BinRule`]: how many equal bins suit some elements.

use super::{Binned, Bins, Edges, histogram};
use crate::moments::{mean, std};
use crate::ranks::quantiles;
use nd_core::{Array, View};
use std::f64::consts::PI;

/// A rule for the width of bins, and so for their number.
///
/// # NumPy
/// The texts for `bins` of `np.histogram`. Computed in `f64` for elements of every type.
///
/// # Examples
/// ```
/// use nd_ops::{BinRule, histogram_bin_edges};
///
/// let a: Vec<f64> = (0..100).map(f64::from).collect();
/// assert_eq!(histogram_bin_edges(&a, BinRule::Sturges).unwrap().size(), 9);
/// assert_eq!(histogram_bin_edges(&a, BinRule::Sqrt).unwrap().size(), 11);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BinRule {
    /// The narrower of Sturges and Freedman and Diaconis, but not below half of
    /// [`Sqrt`](Self::Sqrt).
    Auto,
    /// Freedman and Diaconis: from the distance between the quartiles.
    FreedmanDiaconis,
    /// Doane: Sturges with the skewness.
    Doane,
    /// Scott: from the standard deviation.
    Scott,
    /// Stone: the least expected squared error, by cross-validation.
    Stone,
    /// Rice: twice the cube root of the count.
    Rice,
    /// Sturges: from the binary logarithm of the count.
    Sturges,
    /// The square root of the count.
    Sqrt,
}

impl BinRule {
    /// The number of bins over `ends` for the elements in the range, if one is given.
    pub(super) fn count<T: Binned>(
        self,
        a: View<'_, T>,
        range: Option<(f64, f64)>,
        ends: (f64, f64),
    ) -> usize {
        let all = T::f64s_of(a).into_vec();
        let x: Vec<f64> = match range {
            None => all,
            Some((low, high)) => all.into_iter().filter(|x| (low..=high).contains(x)).collect(),
        };
        if x.is_empty() {
            return 1;
        }
        bins(self.width(&Array::from_vec(x), ends), T::WHOLE, ends)
    }

    /// The number of bins over `ends` for `n` elements of which the extremes and the standard deviation are known;
    /// `None` for rules that need more.
    #[doc(hidden)]
    #[must_use]
    pub fn count_of(
        self,
        n: usize,
        (min, max): (f64, f64),
        deviation: f64,
        whole: bool,
        ends: (f64, f64),
    ) -> Option<usize> {
        if n == 0 {
            return Some(1);
        }
        let (n, spread) = (n as f64, max - min);
        self.plain_width(n, spread, || deviation).map(|width| bins(width, whole, ends))
    }

    /// The width by rules that need no more than this.
    fn plain_width(self, n: f64, spread: f64, deviation: impl FnOnce() -> f64) -> Option<f64> {
        match self {
            Self::Scott => Some((24.0 * PI.sqrt() / n).powf(1.0 / 3.0) * deviation()),
            Self::Rice => Some(spread / (2.0 * n.powf(1.0 / 3.0))),
            Self::Sturges => Some(spread / (n.log2() + 1.0)),
            Self::Sqrt => Some(spread / n.sqrt()),
            _ => None,
        }
    }

    fn width(self, x: &Array<f64>, ends: (f64, f64)) -> f64 {
        let n = x.size() as f64;
        let spread = crate::max(x) - crate::min(x);
        if let Some(width) = self.plain_width(n, spread, || std(x)) {
            return width;
        }
        match self {
            Self::Auto => {
                let narrow = Self::FreedmanDiaconis.width(x, ends);
                let least = Self::Sqrt.width(x, ends) / 2.0;
                narrow.max(least).min(Self::Sturges.width(x, ends))
            }
            Self::FreedmanDiaconis => {
                let quartiles = quantiles(x, [0.25, 0.75]);
                2.0 * (quartiles[[1]] - quartiles[[0]]) * n.powf(-1.0 / 3.0)
            }
            Self::Doane => doane(x, spread),
            // The others are plain.
            _ => stone(x, spread, ends),
        }
    }
}

/// How many bins of a width there are between ends; one if the width is 0 or NaN.
fn bins(width: f64, whole: bool, ends: (f64, f64)) -> usize {
    if width.is_nan() || width == 0.0 {
        return 1;
    }
    let width = if whole { width.max(1.0) } else { width };
    ((ends.1 - ends.0) / width).ceil() as usize
}

fn doane(x: &Array<f64>, spread: f64) -> f64 {
    let (n, deviation) = (x.size() as f64, std(x));
    if x.size() <= 2 || deviation.is_nan() || deviation <= 0.0 {
        return 0.0;
    }
    let expected = (6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))).sqrt();
    let middle = mean(x);
    let cubes = x.map(|x| ((x - middle) / deviation).powi(3));
    spread / (1.0 + n.log2() + (1.0 + mean(&cubes).abs() / expected).log2())
}

fn stone(x: &Array<f64>, spread: f64, (low, high): (f64, f64)) -> f64 {
    let n = x.size() as f64;
    if x.size() <= 1 || spread == 0.0 {
        return 0.0;
    }
    let error = |bins: usize| {
        let edges = Edges::of(x.view(), &Bins::from(bins).range(low, high)).ok()?;
        let counts = histogram::counts(x.view(), &edges);
        let squares: f64 = counts.iter().map(|&count| (count as f64 / n).powi(2)).sum();
        Some((2.0 - (n + 1.0) * squares) / (spread / bins as f64))
    };
    let most = 100.max(n.sqrt() as usize);
    let mut best = (1, f64::INFINITY);
    for bins in 1..=most {
        match error(bins) {
            Some(error) if error < best.1 => best = (bins, error),
            _ => {}
        }
    }
    spread / best.0 as f64
}

//! [`Bins`]: how many, or which; and the edges that come of it.

use super::{BinRule, Binned};
use nd_core::{Array, ArrayLike, View, threads};
use std::fmt;

/// Elements whose ends one task looks for.
const TASK: usize = 1 << 15;

/// The bins of a histogram: some number of equal ones, those between given edges, or as many as
/// a [rule](BinRule) says.
///
/// Equal bins go from the smallest to the largest element, or over a [range](Self::range). All
/// but the last bin are without their upper edge.
///
/// # NumPy
/// The arguments `bins` and `range` of `np.histogram`.
///
/// # Examples
/// ```
/// use nd_ops::{BinRule, Bins, histogram_bin_edges};
///
/// let a = [1.0, 2.0, 5.0];
/// let edges = |bins: Bins| histogram_bin_edges(a, bins).unwrap().into_vec();
/// assert_eq!(edges(2.into()), [1.0, 3.0, 5.0]);
/// assert_eq!(edges(Bins::from(2).range(0.0, 8.0)), [0.0, 4.0, 8.0]);
/// assert_eq!(edges([0.0, 1.0, 10.0].into()), [0.0, 1.0, 10.0]);
/// assert_eq!(edges(BinRule::Sqrt.into()), [1.0, 3.0, 5.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    kind: Kind,
    range: Option<(f64, f64)>,
}

/// What was asked for.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Equal(usize),
    Rule(BinRule),
    Edges(Vec<f64>),
}

impl Bins {
    /// The same number of bins, or the same rule, over a range; elements outside are not
    /// counted. Given edges are a range themselves, and stay.
    ///
    /// # Examples
    /// ```
    /// let bins = nd_ops::Bins::from(2).range(0.0, 1.0);
    /// assert_eq!(nd_ops::histogram([0.2, 0.7, 0.8, 9.0], bins).unwrap().counts[[1]], 2);
    /// ```
    pub fn range(self, low: f64, high: f64) -> Bins {
        Bins { range: Some((low, high)), ..self }
    }

    /// What was asked for, and over which range.
    #[doc(hidden)]
    #[must_use]
    pub fn parts(&self) -> (&Kind, Option<(f64, f64)>) {
        (&self.kind, self.range)
    }
}

impl From<usize> for Bins {
    fn from(count: usize) -> Bins {
        Bins { kind: Kind::Equal(count), range: None }
    }
}

impl From<BinRule> for Bins {
    fn from(rule: BinRule) -> Bins {
        Bins { kind: Kind::Rule(rule), range: None }
    }
}

impl From<Vec<f64>> for Bins {
    fn from(edges: Vec<f64>) -> Bins {
        Bins { kind: Kind::Edges(edges), range: None }
    }
}

impl From<&[f64]> for Bins {
    fn from(edges: &[f64]) -> Bins {
        edges.to_vec().into()
    }
}

impl<const N: usize> From<[f64; N]> for Bins {
    fn from(edges: [f64; N]) -> Bins {
        edges.to_vec().into()
    }
}

impl From<&Array<f64>> for Bins {
    /// The elements in C order.
    fn from(edges: &Array<f64>) -> Bins {
        edges.iter().copied().collect::<Vec<f64>>().into()
    }
}

/// Why there are no such bins, or nothing that can be counted in them.
///
/// # NumPy
/// The `ValueError`s of `np.histogram`, `np.bincount` and `np.digitize`.
///
/// # Examples
/// ```
/// let error = nd_ops::histogram([1.0, f64::NAN], 3).unwrap_err();
/// assert_eq!(error.to_string(), "bins: the range from NaN to NaN is not finite");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BinError {
    /// No bins are asked for.
    NoBins,
    /// A range, given or found, that ends before it begins.
    Reversed {
        /// Where it begins.
        low: f64,
        /// Where it ends.
        high: f64,
    },
    /// A range, given or found, with an infinite end or NaN.
    NotFinite {
        /// Where it begins.
        low: f64,
        /// Where it ends.
        high: f64,
    },
    /// So many bins in so small a range that edges coincide.
    TooMany {
        /// How many.
        count: usize,
    },
    /// Edges that do not increase, or, where places among them are looked up, do not go one way.
    Unordered {
        /// The first edge that goes the other way.
        place: usize,
    },
    /// A negative number where there are counts of 0, 1, 2 and so on only.
    Negative,
}

impl fmt::Display for BinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBins => f.write_str("bins: there must be one at least"),
            Self::Reversed { low, high } => {
                write!(f, "bins: the range from {low} to {high} ends before it begins")
            }
            Self::NotFinite { low, high } => {
                write!(f, "bins: the range from {low} to {high} is not finite")
            }
            Self::TooMany { count } => {
                write!(f, "bins: the range is too small for {count} of them")
            }
            Self::Unordered { place } => write!(f, "bins: edge {place} is out of order"),
            Self::Negative => f.write_str("bins: a negative number has none"),
        }
    }
}

impl std::error::Error for BinError {}

/// Edges of bins in their order, and how to find the bin of a number fast.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Edges {
    pub edges: Vec<f64>,
    /// How many bins a unit has, if all are equal.
    per_unit: Option<f64>,
}

#[doc(hidden)]
impl Edges {
    /// The edges, and how many bins a unit has, if all are equal.
    pub fn into_parts(self) -> (Vec<f64>, Option<f64>) {
        (self.edges, self.per_unit)
    }

    /// Those that have these [parts](Self::into_parts).
    pub fn from_parts((edges, per_unit): (Vec<f64>, Option<f64>)) -> Edges {
        Edges { edges, per_unit }
    }

    /// The edges of bins for these elements.
    ///
    /// # Errors
    /// As [`histogram_bin_edges`].
    pub fn of<T: Binned>(a: View<'_, T>, bins: &Bins) -> Result<Edges, BinError> {
        if let Kind::Edges(edges) = &bins.kind {
            let unordered = edges.windows(2).position(|pair| pair[0] > pair[1]);
            if let Some(place) = unordered {
                return Err(BinError::Unordered { place: place + 1 });
            }
            return Ok(Edges { edges: edges.clone(), per_unit: None });
        }
        let found = found_range(a, bins.range);
        let (low, high) = bins
            .range
            .unwrap_or(found.map_or((0.0, 1.0), |(low, high)| (low.widen(), high.widen())));
        if low > high {
            return Err(BinError::Reversed { low, high });
        }
        if !(low.is_finite() && high.is_finite()) {
            return Err(BinError::NotFinite { low, high });
        }
        let widened = low == high;
        let (low, high) = if widened { (low - 0.5, high + 0.5) } else { (low, high) };
        let count = match bins.kind {
            Kind::Rule(rule) => rule.count(a, bins.range, (low, high)),
            Kind::Equal(count) => count,
            Kind::Edges(_) => unreachable!("given edges are returned above"),
        };
        if count == 0 {
            return Err(BinError::NoBins);
        }
        let edges = match found {
            Some((first, last)) if !widened => T::spaced_between(first, last, count),
            _ => T::spaced(low, high, count),
        };
        if edges.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(BinError::TooMany { count });
        }
        let per_unit =
            Some(count as f64 / (high - low)).filter(|&steps| steps.is_finite() && steps > 0.0);
        Ok(Edges { edges, per_unit })
    }

    /// How many bins a unit has, if all are equal.
    pub(super) fn per_unit(&self) -> Option<f64> {
        self.per_unit
    }

    /// How many bins there are.
    #[must_use]
    pub fn bins(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// The bin of a number; `None` for NaN and what lies outside.
    #[inline(always)]
    #[must_use]
    pub fn find(&self, x: f64) -> Option<usize> {
        let (&first, &last) = (self.edges.first()?, self.edges.last()?);
        let bins = self.bins();
        if !(first <= x && x <= last) || bins == 0 {
            return None;
        }
        let Some(per_unit) = self.per_unit else {
            let above = self.edges.partition_point(|&edge| edge <= x);
            return Some((above - 1).min(bins - 1));
        };
        // A guess, which rounding may have put into the next bin.
        let guess = (((x - first) * per_unit) as usize).min(bins - 1);
        if x < self.edges[guess] {
            return Some(guess - 1);
        }
        Some(if guess + 1 < bins && x >= self.edges[guess + 1] { guess + 1 } else { guess })
    }
}

/// The smallest and the largest element, if that is the range and there are elements.
fn found_range<T: Binned>(a: View<'_, T>, given: Option<(f64, f64)>) -> Option<(T, T)> {
    let wanted = given.is_none() && !a.is_empty();
    wanted.then(|| {
        let flat = a.ravel();
        let flat = flat.as_slice().expect("a raveled array is contiguous");
        // Both of a part while it is in a cache.
        let ends = threads::map(flat.chunks(TASK).collect(), &|part: &[T]| {
            let part = View::from_slice(part);
            (T::min_of(part), T::max_of(part))
        });
        let both = |(low, high): (T, T), (x, y): (T, T)| (low.smaller(x), high.larger(y));
        ends.into_iter().reduce(both).expect("there are elements")
    })
}

/// The edges of the bins that [`histogram`](crate::histogram) would count in.
///
/// One more than there are bins. `f32` and 16-bit elements have edges of their type, given as
/// `f64`. If all elements are equal, the range is 1 wide around them; without elements it goes
/// from 0 to 1.
///
/// # Errors
/// As [`histogram`](crate::histogram).
///
/// # NumPy
/// `np.histogram_bin_edges(a, bins, range)`.
///
/// # Examples
/// ```
/// let edges = nd_ops::histogram_bin_edges([0, 4, 3], 4).unwrap();
/// assert_eq!(edges, nd_core::array![0.0, 1.0, 2.0, 3.0, 4.0]);
/// ```
pub fn histogram_bin_edges<A: ArrayLike<Elem: Binned>>(
    a: A,
    bins: impl Into<Bins>,
) -> Result<Array<f64>, BinError> {
    Edges::of(a.view(), &bins.into()).map(|edges| Array::from_vec(edges.edges))
}

//! [`RegularBins`]: bins of one width along a coordinate of whole numbers.

use nd_core::{ArrayLike, View, threads};
use std::fmt;

/// Which end of a bin belongs to it, or names it.
///
/// # Examples
/// ```
/// use nd_ops::{BinEnd, RegularBinOptions, RegularBins};
///
/// let bins = |closed, label| {
///     let options = RegularBinOptions::default().closed(closed).label(label);
///     let bins = RegularBins::new(&[10, 20, 25], 10, &options).unwrap();
///     (bins.labels(), bins.codes.into_vec())
/// };
/// assert_eq!(bins(BinEnd::Left, BinEnd::Left), (vec![10, 20], vec![0, 1, 1]));
/// assert_eq!(bins(BinEnd::Right, BinEnd::Left), (vec![0, 10, 20], vec![0, 1, 2]));
/// assert_eq!(bins(BinEnd::Right, BinEnd::Right), (vec![10, 20, 30], vec![0, 1, 2]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BinEnd {
    /// The lower one.
    #[default]
    Left,
    /// The upper one.
    Right,
}

/// Where an edge of bins lies.
///
/// # NumPy
/// The argument `origin` of pandas' `resample`: `Multiple(day)` is its default, `"start_day"`,
/// `At(0)` is `"epoch"`, `First` is `"start"`.
///
/// # Examples
/// ```
/// use nd_ops::{BinOrigin, RegularBinOptions, RegularBins};
///
/// let edges = |origin| {
///     let options = RegularBinOptions::default().origin(origin);
///     RegularBins::new(&[103, 105, 117], 7, &options).unwrap().edges()
/// };
/// assert_eq!(edges(BinOrigin::Multiple(100)), [100, 107, 114, 121]);
/// assert_eq!(edges(BinOrigin::First), [103, 110, 117, 124]);
/// assert_eq!(edges(BinOrigin::At(1)), [99, 106, 113, 120]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BinOrigin {
    /// At this number.
    At(i64),
    /// At the smallest coordinate.
    First,
    /// At the largest multiple of a number, say the length of a day, that is not above the smallest
    /// coordinate.
    Multiple(i64),
}

impl Default for BinOrigin {
    fn default() -> BinOrigin {
        BinOrigin::At(0)
    }
}

/// How bins of one width lie.
///
/// # NumPy
/// The arguments of pandas' `resample`.
///
/// # Examples
/// See [`RegularBins`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegularBinOptions {
    /// Where an edge lies. Default: at 0.
    pub origin: BinOrigin,
    /// Added to the origin.
    pub offset: i64,
    /// Which end belongs to a bin.
    pub closed: BinEnd,
    /// Which end names a bin.
    pub label: BinEnd,
    /// More bins are an error. Default: 2²⁴.
    pub most: usize,
}

impl Default for RegularBinOptions {
    fn default() -> RegularBinOptions {
        let (closed, label) = (BinEnd::Left, BinEnd::Left);
        RegularBinOptions { origin: BinOrigin::default(), offset: 0, closed, label, most: 1 << 24 }
    }
}

macro_rules! setters {
    ($($what:literal, $pandas:literal, $name:ident: $T:ty, $example:literal;)*) => {
        impl RegularBinOptions {$(
            #[doc = $what]
            ///
            /// # NumPy
            #[doc = $pandas]
            ///
            /// # Examples
            /// ```
            /// use nd_ops::{BinEnd, BinOrigin, RegularBinOptions, RegularBins};
            ///
            #[doc = $example]
            /// ```
            #[must_use]
            pub fn $name(self, $name: $T) -> RegularBinOptions {
                RegularBinOptions { $name, ..self }
            }
        )*}
    };
}
setters! {
    "Where an edge lies.", "pandas' `origin`.", origin: BinOrigin,
    "let first = RegularBinOptions::default().origin(BinOrigin::First);\nassert_eq!(RegularBins::new(&[3, 4], 10, &first).unwrap().edges(), [3, 13]);";
    "What is added to the origin.", "pandas' `offset`.", offset: i64,
    "let later = RegularBinOptions::default().offset(2);\nassert_eq!(RegularBins::new(&[3, 4], 10, &later).unwrap().edges(), [2, 12]);";
    "Which end belongs to a bin.", "pandas' `closed`.", closed: BinEnd,
    "let right = RegularBinOptions::default().closed(BinEnd::Right);\nassert_eq!(RegularBins::new(&[10, 11], 10, &right).unwrap().edges(), [0, 10, 20]);";
    "Which end names a bin.", "pandas' `label`.", label: BinEnd,
    "let right = RegularBinOptions::default().label(BinEnd::Right);\nassert_eq!(RegularBins::new(&[10, 11], 10, &right).unwrap().labels(), [20]);";
    "How many bins there may be.", "None: pandas makes as many as there is memory for.", most: usize,
    "let few = RegularBinOptions::default().most(100);\nassert!(RegularBins::new(&[0, 1_000_000], 10, &few).is_err());";
}

/// Why there are no bins.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegularBinError {
    /// There would be more bins than [`RegularBinOptions::most`].
    TooMany {
        /// How many.
        bins: u128,
        /// How many there may be.
        most: usize,
    },
    /// An edge is beyond `i64`.
    Overflow,
}

impl fmt::Display for RegularBinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { bins, most } => write!(f, "regular bins: {bins} bins, at most {most}"),
            Self::Overflow => write!(f, "regular bins: an edge does not fit 64 bits"),
        }
    }
}

impl std::error::Error for RegularBinError {}

/// Bins of one width that reach over a coordinate, and which of them each position is in: what
/// resampling is made of, with time as whole numbers.
///
/// Reductions of all bins, empty ones among them, are those of groups with
/// [`for_labels`](crate::Grouped::for_labels).
///
/// # NumPy
/// pandas' `resample(width, origin, closed, label)`.
///
/// # Examples
/// ```
/// use nd_ops::{RegularBinOptions, RegularBins, grouped_mean, grouped_sum};
///
/// let bins = RegularBins::new(&[3, 5, 27], 10, &RegularBinOptions::default())?;
/// assert_eq!(bins.labels(), [0, 10, 20]);
/// let sums = grouped_sum(&[1i64, 2, 4], bins.keys(), 0).for_labels(bins.labels(), 0, 0);
/// assert_eq!(sums.values, nd_core::array![3, 0, 4]);
/// let means = grouped_mean(&[1, 2, 4], bins.keys(), 0).for_labels(bins.labels(), 0, f64::NAN);
/// assert_eq!((means.values[[0]], means.values[[2]]), (1.5, 4.0));
/// assert!(means.values[[1]].is_nan());
/// # Ok::<(), nd_ops::RegularBinError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RegularBins {
    /// The lower edge of the first bin.
    pub start: i64,
    /// The width of each.
    pub width: i64,
    /// How many there are: none without positions.
    pub bins: usize,
    /// For each position the number of its bin.
    pub codes: nd_core::Array<usize>,
    label: BinEnd,
}

impl RegularBins {
    /// The bins of a coordinate, `(n)`, in any order.
    ///
    /// # Panics
    /// If the width is below 1, the coordinate not 1-d, or the number of [`BinOrigin::Multiple`] below 1.
    ///
    /// # Errors
    /// If there are more bins than [`RegularBinOptions::most`], or an edge is beyond `i64`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{RegularBinOptions, RegularBins};
    ///
    /// let bins = RegularBins::new(&[23, 5, 3], 10, &RegularBinOptions::default())?;
    /// assert_eq!((bins.start, bins.width, bins.bins), (0, 10, 3));
    /// assert_eq!(bins.codes, nd_core::array![2, 0, 0]);
    /// # Ok::<(), nd_ops::RegularBinError>(())
    /// ```
    #[track_caller]
    pub fn new(
        coordinate: impl ArrayLike<Elem = i64>,
        width: i64,
        options: &RegularBinOptions,
    ) -> Result<RegularBins, RegularBinError> {
        let coordinate = coordinate.view();
        assert!(width >= 1, "regular bins: a width of {width}");
        assert!(coordinate.ndim() == 1, "regular bins: a coordinate of {} axes", coordinate.ndim());
        if let BinOrigin::Multiple(of) = options.origin {
            assert!(of >= 1, "regular bins: multiples of {of}");
        }
        binned(coordinate, width, options)
    }

    /// The edges, one more than there are bins; none without bins.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{RegularBinOptions, RegularBins};
    ///
    /// let edges = |a: &[i64]| RegularBins::new(a, 10, &RegularBinOptions::default()).unwrap().edges();
    /// assert_eq!(edges(&[23, 5]), [0, 10, 20, 30]);
    /// assert_eq!(edges(&[]), []);
    /// ```
    #[must_use]
    pub fn edges(&self) -> Vec<i64> {
        let count = if self.bins == 0 { 0 } else { self.bins + 1 };
        (0..count).map(|k| self.start + k as i64 * self.width).collect()
    }

    /// The edge that names each bin.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{BinEnd, RegularBinOptions, RegularBins};
    ///
    /// let labels = |end| {
    ///     let options = RegularBinOptions::default().label(end);
    ///     RegularBins::new(&[23, 5], 10, &options).unwrap().labels()
    /// };
    /// assert_eq!(labels(BinEnd::Left), [0, 10, 20]);
    /// assert_eq!(labels(BinEnd::Right), [10, 20, 30]);
    /// ```
    #[must_use]
    pub fn labels(&self) -> Vec<i64> {
        (0..self.bins).map(|k| self.named(k)).collect()
    }

    /// For each position the [label](Self::labels) of its bin: the labels of groups.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{RegularBinOptions, RegularBins, grouped_max};
    ///
    /// let bins = RegularBins::new(&[23, 5, 3], 10, &RegularBinOptions::default())?;
    /// assert_eq!(bins.keys(), [20, 0, 0]);
    /// assert_eq!(grouped_max(&[1, 2, 4], bins.keys(), 0).values, nd_core::array![4, 1]);
    /// # Ok::<(), nd_ops::RegularBinError>(())
    /// ```
    #[must_use]
    pub fn keys(&self) -> Vec<i64> {
        self.codes.iter().map(|&k| self.named(k)).collect()
    }

    fn named(&self, k: usize) -> i64 {
        let shift = if self.label == BinEnd::Right { self.width } else { 0 };
        self.start + k as i64 * self.width + shift
    }
}

#[inline(never)]
fn binned(
    coordinate: View<'_, i64>,
    width: i64,
    options: &RegularBinOptions,
) -> Result<RegularBins, RegularBinError> {
    let flat = coordinate.ravel();
    let all = flat.view().as_slice().expect("ravel is contiguous");
    let (Some(&least), Some(&most)) = (all.iter().min(), all.iter().max()) else {
        let codes = nd_core::Array::from_vec(Vec::new());
        return Ok(RegularBins { start: 0, width, bins: 0, codes, label: options.label });
    };
    let origin = match options.origin {
        BinOrigin::At(origin) => i128::from(origin),
        BinOrigin::First => i128::from(least),
        BinOrigin::Multiple(of) => i128::from(least) - i128::from(least.rem_euclid(of)),
    };
    let origin = origin + i128::from(options.offset);
    let wide = i128::from(width);
    let right = i128::from(options.closed == BinEnd::Right);
    // A bin that has its upper end has the numbers that are one less without it.
    let bin = |x: i64| (i128::from(x) - right - origin).div_euclid(wide);
    let (first, last) = (bin(least), bin(most));
    let bins = (last - first + 1) as u128;
    if bins > options.most as u128 {
        return Err(RegularBinError::TooMany { bins, most: options.most });
    }
    let edge = |k: i128| i64::try_from(origin + k * wide).map_err(|_| RegularBinError::Overflow);
    let (start, _) = (edge(first)?, edge(last + 1)?);
    let from = start.wrapping_add(right as i64);
    let mut codes = nd_core::huge::filled(0, all.len());
    threads::chunks(&mut codes, 1 << 16, &|at, codes| {
        for (code, &x) in codes.iter_mut().zip(&all[at..]) {
            *code = (x.wrapping_sub(from) as u64 / width as u64) as usize;
        }
    });
    let codes = nd_core::Array::from_vec(codes);
    Ok(RegularBins { start, width, bins: bins as usize, codes, label: options.label })
}

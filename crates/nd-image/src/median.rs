//! Medians, percentiles and other ranks of the elements in windows.

use crate::ranks::Ranked;
use crate::window::{Window, WindowOptions, footprint};
use nd_core::{Array, ArrayLike, View};

/// The median of a window around each element; of an even number of elements the upper one.
///
/// Beyond the edges the array is reflected. A window with a NaN in it has the result NaN; of zeros the
/// negative one is the lesser. An empty array gives an empty array.
///
/// # Panics
/// If a size is 0, there are not as many as axes, the footprint has another rank than the array or
/// holds nothing, or the window has more than 2²⁰ elements (or, with the rows it sees, far more than
/// the array).
///
/// # NumPy
/// `scipy.ndimage.median_filter(a, size)` or `(a, footprint=...)`. Of windows with NaN SciPy's results
/// depend on the order of elements. Integers of 64 bits are compared exactly, SciPy's pass through
/// `float64`.
///
/// # Algorithm
/// Networks over lanes of windows; of 3 × 3 and 5 × 5 the columns are sorted once for all windows
/// that hold them; large boxes of bytes by histograms (Perreault and Hébert 2007), in a time that
/// does not depend on their size.
///
/// # Examples
/// ```
/// use nd_image::median_filter;
///
/// assert_eq!(median_filter([1, 1, 9, 1, 1], 3).into_vec(), [1; 5]);
/// assert_eq!(median_filter([1.0, 2.0, 4.0], 2).into_vec(), [1.0, 2.0, 4.0]);
/// let b = median_filter([0.0, 0.0, 1.0, f64::NAN], 3);
/// assert_eq!(b.into_vec()[..2], [0.0, 0.0]);
/// ```
/// ```should_panic
/// nd_image::median_filter([1, 2], [3, 3]); // one axis
/// ```
#[track_caller]
pub fn median_filter<A>(a: A, window: impl Into<Window>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    median_filter_with(a, window, &WindowOptions::default())
}

/// [`median_filter`] with other edges, windows elsewhere, or along some axes only.
///
/// A constant outside is truncated to the element type and saturated.
///
/// # Panics
/// As [`median_filter`]; also if an origin moves the middle off the window, an axis does not exist or is
/// given twice, or modes or origins are not as many as axes.
///
/// # NumPy
/// `scipy.ndimage.median_filter(a, size, footprint, mode=..., cval=..., origin=..., axes=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions, median_filter_with};
///
/// let zeros = WindowOptions::default().mode(Mode::Constant(0.0));
/// assert_eq!(median_filter_with([5, 6, 7], 3, &zeros).into_vec(), [5, 6, 6]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, median_filter_with};
/// median_filter_with([1, 2], 3, &WindowOptions::default().axes([0, 0]));
/// ```
#[track_caller]
pub fn median_filter_with<A>(
    a: A,
    window: impl Into<Window>,
    options: &WindowOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    ranked("median_filter", a.view(), &window.into(), options, &|count| count / 2)
}

/// The element of `rank` among those in a window around each: 0 is the least, -1 the greatest.
///
/// Else as [`median_filter`].
///
/// # Panics
/// As [`median_filter`]; also if the window has no such rank.
///
/// # NumPy
/// `scipy.ndimage.rank_filter(a, rank, size)`; see [`median_filter`].
///
/// # Examples
/// ```
/// let second = nd_image::rank_filter([3, 1, 4, 1, 5], 1, 3);
/// assert_eq!(second.into_vec(), [3, 3, 1, 4, 5]);
/// ```
/// ```should_panic
/// nd_image::rank_filter([1, 2], 3, 3);
/// ```
#[track_caller]
pub fn rank_filter<A>(a: A, rank: isize, window: impl Into<Window>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    rank_filter_with(a, rank, window, &WindowOptions::default())
}

/// [`rank_filter`] with other edges, windows elsewhere, or along some axes only.
///
/// # Panics
/// As [`median_filter_with`]; also if the window has no such rank.
///
/// # NumPy
/// `scipy.ndimage.rank_filter(a, rank, size, footprint, mode=..., cval=..., origin=..., axes=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions, rank_filter_with};
///
/// let round = WindowOptions::default().mode(Mode::Wrap);
/// assert_eq!(rank_filter_with([3, 1, 4, 2], -2, 3, &round).into_vec(), [2, 3, 2, 3]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, rank_filter_with};
/// rank_filter_with([1, 2], -4, 3, &WindowOptions::default());
/// ```
#[track_caller]
pub fn rank_filter_with<A>(
    a: A,
    rank: isize,
    window: impl Into<Window>,
    options: &WindowOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    const OP: &str = "rank_filter";
    ranked(OP, a.view(), &window.into(), options, &|count| {
        let from_least = if rank < 0 { rank + count as isize } else { rank };
        let fits = (0..count as isize).contains(&from_least);
        assert!(fits, "{OP}: rank {rank} of a window of {count} elements");
        from_least as usize
    })
}

/// The element at a percentage of those in a window around each, in their order: that of rank
/// `⌊n · percentile / 100⌋` of `n`, and the greatest at 100. Negative percentages count from 100.
///
/// Else as [`median_filter`].
///
/// # Panics
/// As [`median_filter`]; also if `percentile` is NaN, above 100 or below -100.
///
/// # NumPy
/// `scipy.ndimage.percentile_filter(a, percentile, size)`; see [`median_filter`].
///
/// # Examples
/// ```
/// use nd_image::percentile_filter;
///
/// assert_eq!(percentile_filter([3, 1, 4, 1, 5], 20.0, 3).into_vec(), [1; 5]);
/// assert_eq!(percentile_filter([3, 1, 4, 1, 5], 33.4, 3).into_vec(), [3, 3, 1, 4, 5]);
/// ```
/// ```should_panic
/// nd_image::percentile_filter([1, 2], 101.0, 3);
/// ```
#[track_caller]
pub fn percentile_filter<A>(a: A, percentile: f64, window: impl Into<Window>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    percentile_filter_with(a, percentile, window, &WindowOptions::default())
}

/// [`percentile_filter`] with other edges, windows elsewhere, or along some axes only.
///
/// # Panics
/// As [`median_filter_with`]; also if `percentile` is NaN, above 100 or below -100.
///
/// # NumPy
/// `scipy.ndimage.percentile_filter(a, percentile, size, footprint, mode=..., cval=..., origin=...,
/// axes=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions, percentile_filter_with};
///
/// let round = WindowOptions::default().mode(Mode::Wrap);
/// assert_eq!(percentile_filter_with([3, 1, 4, 2], -50.0, 3, &round).into_vec(), [2, 3, 2, 3]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, percentile_filter_with};
/// percentile_filter_with([1, 2], f64::NAN, 3, &WindowOptions::default());
/// ```
#[track_caller]
pub fn percentile_filter_with<A>(
    a: A,
    percentile: f64,
    window: impl Into<Window>,
    options: &WindowOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    const OP: &str = "percentile_filter";
    let from_least = if percentile < 0.0 { percentile + 100.0 } else { percentile };
    let fits = (0.0..=100.0).contains(&from_least);
    assert!(fits, "{OP}: percentile {percentile}, must be from -100 to 100");
    ranked(OP, a.view(), &window.into(), options, &|count| {
        let rank = (count as f64 * from_least / 100.0) as usize;
        rank.min(count - 1)
    })
}

#[track_caller]
fn ranked<T: Ranked>(
    op: &'static str,
    a: View<'_, T>,
    window: &Window,
    options: &WindowOptions,
    rank: &dyn Fn(usize) -> usize,
) -> Array<T> {
    let footprint = footprint(op, window, a.ndim(), options);
    let rank = rank(footprint.len());
    T::ranked(a, &footprint, rank)
}

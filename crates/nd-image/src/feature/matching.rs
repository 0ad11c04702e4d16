//! Pairs of descriptors that are alike.

use nd_core::{ArrayLike, View, threads};

/// Which pairs [`match_descriptors_with`] takes.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::MatchOptions::default().max_distance, f64::INFINITY);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct MatchOptions {
    /// The distance that a pair is below; any by default.
    pub max_distance: f64,
    /// Whether each of a pair must be the other's nearest; true by default.
    pub cross_check: bool,
    /// The ratio to the next nearest that a pair's distance is below, unless it is 1; 1 by default.
    pub max_ratio: f64,
}

impl Default for MatchOptions {
    fn default() -> MatchOptions {
        MatchOptions { max_distance: f64::INFINITY, cross_check: true, max_ratio: 1.0 }
    }
}

impl MatchOptions {
    /// Sets the distance that a pair is below.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::feature::MatchOptions::default().max_distance(0.5).max_distance, 0.5);
    /// ```
    #[must_use]
    pub fn max_distance(self, max_distance: f64) -> MatchOptions {
        MatchOptions { max_distance, ..self }
    }

    /// Sets whether each of a pair must be the other's nearest.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::feature::MatchOptions::default().cross_check(false).cross_check, false);
    /// ```
    #[must_use]
    pub fn cross_check(self, cross_check: bool) -> MatchOptions {
        MatchOptions { cross_check, ..self }
    }

    /// Sets the ratio to the next nearest that a pair's distance is below.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::feature::MatchOptions::default().max_ratio(0.8).max_ratio, 0.8);
    /// ```
    #[must_use]
    pub fn max_ratio(self, max_ratio: f64) -> MatchOptions {
        MatchOptions { max_ratio, ..self }
    }
}

/// What descriptors consist of: numbers, whose distance is Euclid's, or bits, whose distance is the share that differs.
///
/// # Examples
/// ```
/// use nd_image::feature::match_descriptors;
/// assert_eq!(match_descriptors([[true, true]], [[false, true], [true, true]]), [[0, 1]]);
/// ```
pub trait Descriptor: nd_core::Element + sealed::Sealed {
    /// The distance of two descriptors of one length.
    #[doc(hidden)]
    fn distance(a: &[Self], b: &[Self]) -> f64;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for bool {}
}

impl Descriptor for f64 {
    fn distance(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt()
    }
}

impl Descriptor for bool {
    fn distance(a: &[bool], b: &[bool]) -> f64 {
        a.iter().zip(b).filter(|(x, y)| x != y).count() as f64 / a.len() as f64
    }
}

/// The pairs of descriptors of two sets, `(n, length)` and `(m, length)`, that are nearest to each other: indices into both, by
/// the first.
///
/// # Panics
/// As [`match_descriptors_with`].
///
/// # Examples
/// ```
/// use nd_image::feature::match_descriptors;
/// let pairs = match_descriptors([[0.0], [5.0], [5.2]], [[5.1], [0.1]]);
/// assert_eq!(pairs, [[0, 1], [1, 0]]);
/// ```
#[must_use]
#[track_caller]
pub fn match_descriptors<A, B>(a: A, b: B) -> Vec<[usize; 2]>
where
    A: ArrayLike<Elem: Descriptor>,
    B: ArrayLike<Elem = A::Elem>,
{
    match_descriptors_with(a, b, &MatchOptions::default())
}

/// The pairs of descriptors of two sets: to each of the first the nearest of the second, of equals the first. What is
/// infinitely far, or has NaN, is in no pair.
///
/// # Panics
/// If the shapes are not `(n, length)` and `(m, length)`.
///
/// # scikit-image
/// `skimage.feature.match_descriptors(a, b, max_distance=…, cross_check=…, max_ratio=…)`.
///
/// # Examples
/// ```
/// use nd_image::feature::{MatchOptions, match_descriptors_with};
/// let options = MatchOptions::default().max_ratio(0.5);
/// assert_eq!(match_descriptors_with([[0.0], [5.0]], [[0.1], [4.8], [5.3]], &options), [[0, 0]]);
/// ```
#[must_use]
#[track_caller]
pub fn match_descriptors_with<A, B>(a: A, b: B, options: &MatchOptions) -> Vec<[usize; 2]>
where
    A: ArrayLike<Elem: Descriptor>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    let (left, right) = (a.shape(), b.shape());
    let fits = left.len() == 2 && right.len() == 2 && left[1] == right[1];
    assert!(fits, "match_descriptors: {left:?} and {right:?}, must be (n, length) and (m, length)");
    let (n, m, length) = (left[0], right[0], left[1]);
    if m == 0 || length == 0 {
        return Vec::new();
    }
    let (a, b) = (all(a), all(b));
    let distance = |i: usize, j: usize| {
        A::Elem::distance(&a[i * length..][..length], &b[j * length..][..length])
    };
    let there = threads::collect(n, &|i| nearest((0..m).map(|j| distance(i, j))));
    let back = if options.cross_check {
        threads::collect(m, &|j| nearest((0..n).map(|i| distance(i, j))))
    } else {
        Vec::new()
    };
    let mutual = |i: usize, j: usize| back.get(j).is_none_or(|back| back.place == i);
    let agrees = |(i, near): (usize, &Near)| {
        let next = if near.next == 0.0 { f64::EPSILON } else { near.next };
        let clear = options.max_ratio >= 1.0 || near.distance / next < options.max_ratio;
        let close = near.distance < options.max_distance;
        (close && clear && mutual(i, near.place)).then_some([i, near.place])
    };
    there.iter().enumerate().filter_map(agrees).collect()
}

fn all<T: Descriptor>(a: View<'_, T>) -> Vec<T> {
    a.iter().copied().collect()
}

/// The least of some distances, the first of equals, and the least of the others.
struct Near {
    place: usize,
    distance: f64,
    next: f64,
}

fn nearest(distances: impl Iterator<Item = f64>) -> Near {
    let mut near = Near { place: 0, distance: f64::INFINITY, next: f64::INFINITY };
    for (place, distance) in distances.enumerate() {
        if distance < near.distance {
            near = Near { place, distance, next: near.distance };
        } else if distance < near.next {
            near.next = distance;
        }
    }
    near
}

//! Distances of sets of pixels.

use crate::level::same_shape;
use nd_core::{Array, ArrayLike};

/// How far the farthest pixel of one set is from the other set: `(…), (…) -> number`, the larger of
/// both ways.
///
/// 0 if both are empty, infinity if one is.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.metrics.hausdorff_distance(a, b)`.
///
/// # Examples
/// ```
/// use nd_image::metrics::hausdorff_distance;
/// let (a, b) = ([[true, false, false, true]], [[true, false, false, false]]);
/// assert_eq!(hausdorff_distance(a, b), 3.0);
/// ```
#[track_caller]
pub fn hausdorff_distance<A, B>(a: A, b: B) -> f64
where
    A: ArrayLike<Elem = bool>,
    B: ArrayLike<Elem = bool>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("hausdorff_distance", a.shape(), b.shape());
    both_ways(&a.to_array(), &b.to_array(), &|distances: Vec<f64>| {
        distances.into_iter().fold(0.0, f64::max)
    })
}

/// How far pixels of one set are from the other on average: `(…), (…) -> number`, the larger of both
/// ways (Dubuisson and Jain, International Conference on Pattern Recognition, 1994).
///
/// 0 if both are empty, infinity if one is.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.metrics.hausdorff_distance(a, b, method="modified")`.
///
/// # Examples
/// ```
/// use nd_image::metrics::modified_hausdorff_distance;
/// let (a, b) = ([[true, false, false, true]], [[true, false, false, false]]);
/// assert_eq!(modified_hausdorff_distance(a, b), 1.5);
/// ```
#[track_caller]
pub fn modified_hausdorff_distance<A, B>(a: A, b: B) -> f64
where
    A: ArrayLike<Elem = bool>,
    B: ArrayLike<Elem = bool>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("modified_hausdorff_distance", a.shape(), b.shape());
    both_ways(&a.to_array(), &b.to_array(), &|distances: Vec<f64>| {
        distances.iter().sum::<f64>() / distances.len() as f64
    })
}

fn both_ways(a: &Array<bool>, b: &Array<bool>, measure: &dyn Fn(Vec<f64>) -> f64) -> f64 {
    match (a.iter().any(|&x| x), b.iter().any(|&x| x)) {
        (false, false) => return 0.0,
        (true, true) => {}
        _ => return f64::INFINITY,
    }
    let one_way = |from: &Array<bool>, to: &Array<bool>| {
        let distances = squared_distances(to);
        let there = from.iter().zip(distances.iter()).filter(|&(&there, _)| there);
        measure(there.map(|(_, &square)| square.sqrt()).collect())
    };
    one_way(a, b).max(one_way(b, a))
}

/// The squared distance of each pixel to the nearest of a set, axis by axis (Felzenszwalb and
/// Huttenlocher, Theory of Computing 8, 2012).
fn squared_distances(set: &Array<bool>) -> Array<f64> {
    let mut squares = set.map(|there| if there { 0.0 } else { f64::INFINITY });
    for axis in 0..set.ndim() {
        for mut lane in squares.lanes_mut(axis as isize) {
            let before: Vec<f64> = lane.iter().copied().collect();
            let after = envelope(&before);
            lane.iter_mut().zip(after).for_each(|(to, from)| *to = from);
        }
    }
    squares
}

/// The least of `heights[j] + (i - j)²` for each `i`.
fn envelope(heights: &[f64]) -> Vec<f64> {
    // The parabolas that are somewhere the lowest, and where each begins to be.
    let mut parts: Vec<(usize, f64)> = Vec::new();
    for (j, &height) in heights.iter().enumerate().filter(|(_, height)| height.is_finite()) {
        let meets = |&(i, _): &(usize, f64)| {
            let (i_place, place) = (i as f64, j as f64);
            let rise = (height + place * place) - (heights[i] + i_place * i_place);
            rise / (2.0 * (place - i_place))
        };
        while parts.last().is_some_and(|last| meets(last) <= last.1) {
            parts.pop();
        }
        let start = parts.last().map_or(f64::NEG_INFINITY, meets);
        parts.push((j, start));
    }
    let mut lowest = 0;
    let height = |i: usize| {
        while parts.get(lowest + 1).is_some_and(|next| next.1 < i as f64) {
            lowest += 1;
        }
        match parts.get(lowest) {
            Some(&(j, _)) => heights[j] + (i as f64 - j as f64).powi(2),
            None => f64::INFINITY,
        }
    };
    (0..heights.len()).map(height).collect()
}

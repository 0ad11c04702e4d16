//! Distances of sets of pixels.

use crate::distance_transform_edt;
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
        let distances = distance_transform_edt(to.map(|there| !there));
        let there = from.iter().zip(distances.iter()).filter(|&(&there, _)| there);
        measure(there.map(|(_, &distance)| distance).collect())
    };
    one_way(a, b).max(one_way(b, a))
}

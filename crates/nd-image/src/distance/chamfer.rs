//! Distances in steps: along axes, or along diagonals too.

use super::edt::distance_transform_edt;
use crate::labelling::{Reach, index_of};
use crate::ordinal::Ordinal;
use nd_core::{Array, ArrayLike};

/// What a distance is.
///
/// # Examples
/// ```
/// use nd_image::{Metric, distance_transform_cdt};
///
/// let corner = [[0, 1], [1, 1]];
/// assert_eq!(distance_transform_cdt(corner, Metric::Taxicab).unwrap()[[1, 1]], 2);
/// assert_eq!(distance_transform_cdt(corner, Metric::Chessboard).unwrap()[[1, 1]], 1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Metric {
    /// The largest difference along an axis: the steps of a king. The default.
    #[default]
    Chessboard,
    /// The sum of the differences along all axes.
    Taxicab,
    /// The length of the straight line; of [`distance_transform_bf`] only.
    Euclidean,
}

/// The number of steps from each pixel to the nearest that is zero: `(…) -> (…)`; `None` if nothing is
/// zero and the array is not empty.
///
/// Two passes over the pixels, each from the neighbours that it has seen.
///
/// # Panics
/// If the metric is [`Metric::Euclidean`], or the sum of the lengths of all axes is 2³² or more.
///
/// # SciPy
/// `scipy.ndimage.distance_transform_cdt(a, metric)`, of `u32`; that is -1 everywhere if nothing is zero.
///
/// # Examples
/// ```
/// use nd_image::{Metric, distance_transform_cdt};
///
/// let d = distance_transform_cdt([0, 1, 1, 1, 0], Metric::Taxicab);
/// assert_eq!(d.unwrap().into_vec(), [0, 1, 2, 1, 0]);
/// assert!(distance_transform_cdt([1, 1], Metric::default()).is_none());
/// ```
#[track_caller]
pub fn distance_transform_cdt<A>(a: A, metric: Metric) -> Option<Array<u32>>
where
    A: ArrayLike<Elem: Ordinal>,
{
    chamfer(&Ordinal::set(a.view()), metric, false).map(|found| found.0)
}

/// [`distance_transform_cdt`], and where the nearest zero is: `(…) -> (…), (ndim, …)`.
///
/// Of several it is one of the nearest, SciPy's.
///
/// # Panics
/// As [`distance_transform_cdt`].
///
/// # SciPy
/// `scipy.ndimage.distance_transform_cdt(a, metric, return_indices=True)`, of `u32`.
///
/// # Examples
/// ```
/// use nd_image::{Metric, distance_transform_cdt_indices};
///
/// let (d, at) = distance_transform_cdt_indices([1, 1, 0], Metric::Taxicab).unwrap();
/// assert_eq!((d.into_vec(), at.into_vec()), (vec![2, 1, 0], vec![2, 2, 2]));
/// ```
#[track_caller]
pub fn distance_transform_cdt_indices<A>(a: A, metric: Metric) -> Option<(Array<u32>, Array<u32>)>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let set = Ordinal::set(a.view());
    let shape = set.shape().to_vec();
    let (distances, features) = chamfer(&set, metric, true)?;
    let mut indices = Array::<u32>::zeros(&[&[shape.len()][..], &shape].concat()[..]);
    let all = indices.as_slice_mut().expect("fresh arrays are contiguous");
    let mut at = vec![0; shape.len()];
    for (place, &feature) in features.iter().enumerate() {
        index_of(feature as usize, &shape, &mut at);
        for (axis, &i) in at.iter().enumerate() {
            all[axis * features.len() + place] = i as u32;
        }
    }
    Some((distances, indices))
}

/// Both passes; for each pixel the steps and, if asked for, the zero they lead to.
#[track_caller]
fn chamfer(set: &Array<u8>, metric: Metric, indexed: bool) -> Option<(Array<u32>, Vec<u64>)> {
    const OP: &str = "distance_transform_cdt";
    const NONE: u32 = u32::MAX;
    let shape = set.shape();
    let connectivity = match metric {
        Metric::Chessboard => shape.len(),
        Metric::Taxicab => 1,
        Metric::Euclidean => panic!("{OP}: Euclidean distances are not whole numbers"),
    };
    let longest = shape.iter().fold(0u64, |sum, &n| sum.saturating_add(n as u64));
    assert!(longest < u64::from(NONE), "{OP}: shape {shape:?} has distances of 2³² and more");
    let mut distances: Vec<u32> = set.iter().map(|&x| if x == 0 { 0 } else { NONE }).collect();
    if !set.is_empty() && !distances.contains(&0) {
        return None;
    }
    let all = if indexed { distances.len() as u64 } else { 0 };
    let mut features: Vec<u64> = (0..all).collect();
    let reach = Reach::full(shape.len(), connectivity);
    for back in [false, true] {
        sweep(&mut distances, &mut features, shape, &reach, back);
    }
    Some((Array::from_shape_vec(shape, distances), features))
}

/// One pass, from the first pixel on or from the last.
fn sweep(distances: &mut [u32], features: &mut [u64], shape: &[usize], reach: &Reach, back: bool) {
    let Some((&width, leading)) = shape.split_last() else { return };
    if distances.is_empty() {
        return;
    }
    let rows = distances.len() / width;
    let last = distances.len() - 1;
    // The pass from the end sees the array reversed along all axes: place p is `last - p`.
    let place = |p: usize| if back { last - p } else { p };
    let mut before = Vec::new();
    for y in 0..rows {
        reach.rows_of(y, leading, &mut before);
        for x in 0..width {
            let here = place(y * width + x);
            if distances[here] == 0 {
                continue;
            }
            let mut best = (distances[here], here);
            let mut look = |row: usize, x: usize| {
                let there = place(row * width + x);
                let steps = distances[there].saturating_add(1);
                if steps < best.0 {
                    best = (steps, there);
                }
            };
            for &(row, lo, hi) in &before {
                let to = (x.saturating_add_signed(hi)).min(width - 1);
                (x.saturating_add_signed(lo)..=to).for_each(|x| look(row, x));
            }
            if reach.along && x > 0 {
                look(y, x - 1);
            }
            distances[here] = best.0;
            if !features.is_empty() {
                features[here] = features[best.1];
            }
        }
    }
}

/// The distance of each pixel to the nearest that is zero, by any metric; infinite if nothing is zero.
///
/// # Panics
/// As [`distance_transform_edt`](crate::distance_transform_edt) and [`distance_transform_cdt`], which
/// calculate it.
///
/// # SciPy
/// `scipy.ndimage.distance_transform_bf(a, metric)`, which compares each pixel with every zero, gives
/// whole numbers for two of the metrics and `1.34e154` if nothing is zero.
///
/// # Examples
/// ```
/// use nd_image::{Metric, distance_transform_bf};
///
/// let d = distance_transform_bf([[0, 1], [1, 1]], Metric::Euclidean);
/// assert_eq!(d[[1, 1]], 2f64.sqrt());
/// ```
#[track_caller]
pub fn distance_transform_bf<A>(a: A, metric: Metric) -> Array<f64>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    if metric == Metric::Euclidean {
        return distance_transform_edt(a);
    }
    match distance_transform_cdt(a, metric) {
        Some(steps) => Ordinal::floats(steps.view()),
        None => Array::full(a.shape(), f64::INFINITY),
    }
}

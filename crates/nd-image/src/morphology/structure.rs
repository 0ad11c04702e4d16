//! Structuring elements of three elements an axis, and what they grow to.

use super::binary::{BinaryOptions, Iterations, binary_dilation_with};
use nd_core::{Array, ArrayLike, MAX_NDIM};

/// The structure of 3 elements along each of `ndim` axes whose neighbours differ from the middle along at
/// most `connectivity` axes: `(3, 3, …)`.
///
/// A connectivity of 1 takes those that share a face, `ndim` all; 0 is 1. Without axes it is one set
/// element.
///
/// # Panics
/// If there are more than 16 axes.
///
/// # SciPy
/// `scipy.ndimage.generate_binary_structure(ndim, connectivity)`.
///
/// # Examples
/// ```
/// let cross = nd_image::generate_binary_structure(2, 1);
/// assert_eq!(cross.iter().filter(|&&set| set).count(), 5);
/// assert!(nd_image::generate_binary_structure(2, 2).iter().all(|&set| set));
/// ```
/// ```should_panic
/// nd_image::generate_binary_structure(17, 1);
/// ```
#[track_caller]
pub fn generate_binary_structure(ndim: usize, connectivity: usize) -> Array<bool> {
    assert!(ndim <= MAX_NDIM, "generate_binary_structure: {ndim} axes, must be at most {MAX_NDIM}");
    let apart = connectivity.max(1);
    let shape = vec![3; ndim];
    Array::from_fn(&shape[..], |at| at.iter().filter(|&&i| i != 1).count() <= apart)
}

/// A structure dilated by itself, `iterations` of it in all: a length of `n` becomes
/// `n + (iterations - 1) · (n - 1)`.
///
/// One iteration, or none, is the structure itself.
///
/// # Panics
/// If the result would be larger than memory can address.
///
/// # SciPy
/// `scipy.ndimage.iterate_structure(structure, iterations)`; the origin, which that can give too, is
/// multiplied by the number of iterations.
///
/// # Examples
/// ```
/// use nd_image::{generate_binary_structure, iterate_structure};
///
/// let twice = iterate_structure(generate_binary_structure(1, 1), 2);
/// assert_eq!(twice.into_vec(), [true; 5]);
/// let diamond = iterate_structure(generate_binary_structure(2, 1), 2);
/// assert_eq!(diamond.iter().filter(|&&set| set).count(), 13);
/// ```
#[track_caller]
pub fn iterate_structure<S>(structure: S, iterations: usize) -> Array<bool>
where
    S: ArrayLike<Elem = bool>,
{
    let structure = structure.view();
    let Some(more) = iterations.checked_sub(1).filter(|&more| more > 0) else {
        return structure.to_array();
    };
    let grown = |n: usize| more.checked_mul(n.saturating_sub(1)).and_then(|m| m.checked_add(n));
    let shape: Option<Vec<usize>> = structure.shape().iter().map(|&n| grown(n)).collect();
    let shape = shape.filter(|s| s.iter().try_fold(1usize, |all, &n| all.checked_mul(n)).is_some());
    let Some(shape) = shape else {
        panic!("iterate_structure: {iterations} of shape {:?}", structure.shape())
    };
    let start: Vec<usize> = structure.shape().iter().map(|&n| more * (n / 2)).collect();
    let mut seed = Array::<bool>::zeros(&shape[..]);
    for (at, &set) in structure.indexed_iter() {
        let place: Vec<usize> = at.iter().zip(&start).map(|(i, s)| i + s).collect();
        *seed.get_mut(&place).expect("the copy fits into the middle") = set;
    }
    let options = BinaryOptions::default().structure(structure).iterations(Iterations::Times(more));
    binary_dilation_with(&seed, &options)
}

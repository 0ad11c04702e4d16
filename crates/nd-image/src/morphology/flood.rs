//! What is connected to a pixel.

use super::element::Steps;
use super::spread::spread;
use super::structure::generate_binary_structure;
use crate::axiswise::Axiswise;
use crate::ordinal::Ordinal;
use nd_core::{Array, ArrayLike};

/// Marks what is connected to `seed` by pixels whose values differ from its by at most `tolerance`:
/// `(…) -> (…)`.
///
/// Neighbours are all around, corners too. Calculated in `f64`; NaN is connected to nothing.
///
/// # Panics
/// If the seed is not in the array.
///
/// # scikit-image
/// `skimage.segmentation.flood(a, seed, tolerance=tolerance)`.
///
/// # Examples
/// ```
/// let b = nd_image::flood([1, 2, 4, 1], &[0], 1.0);
/// assert_eq!(b.into_vec(), [true, true, false, false]);
/// ```
/// ```should_panic
/// nd_image::flood([1, 2], &[2], 0.0);
/// ```
#[track_caller]
pub fn flood<A>(a: A, seed: &[usize], tolerance: f64) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    connected("flood", &Ordinal::floats(a), seed, tolerance)
}

/// Gives `value` to what [`flood`] marks: `(…) -> (…)`.
///
/// # Panics
/// As [`flood`].
///
/// # scikit-image
/// `skimage.segmentation.flood_fill(a, seed, value, tolerance=tolerance)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::flood_fill([1, 1, 0, 1], &[0], 7, 0.0).into_vec(), [7, 7, 0, 1]);
/// ```
#[track_caller]
pub fn flood_fill<A>(a: A, seed: &[usize], value: A::Elem, tolerance: f64) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    let marked = connected("flood_fill", &Ordinal::floats(a), seed, tolerance);
    let mut out = a.to_array();
    out.iter_mut().zip(marked.iter()).filter(|(_, m)| **m).for_each(|(out, _)| *out = value);
    out
}

#[track_caller]
fn connected(op: &str, a: &Array<f64>, seed: &[usize], tolerance: f64) -> Array<bool> {
    let shape = a.shape();
    let Some(&value) = a.get(seed) else {
        panic!("{op}: a seed at {seed:?} of an array of shape {shape:?}")
    };
    let open: Vec<u8> =
        a.iter().map(|x| u8::from((x - value).abs() <= tolerance || *x == value)).collect();
    let mut set = vec![0u8; open.len()];
    let place = seed.iter().zip(shape).fold(0, |place, (i, n)| place * n + i);
    set[place] = open[place];
    if !shape.is_empty() {
        let structure = generate_binary_structure(shape.len(), shape.len());
        let steps = Steps::new(op, structure.view(), &Axiswise::All(0), shape.len());
        spread(&mut set, Some(&open), shape, &steps, false);
    }
    Array::from_shape_vec(shape, set.iter().map(|&x| x != 0).collect())
}

//! Pictures of another size, each pixel a mean.

use crate::interpolation::Intensity;
use nd_core::{Array, ArrayLike};

/// An array of any rank at another size, of which each element is the mean of what it covers: `(…) -> shape`.
///
/// Parts of elements count as such, so the size may be any, a larger one too. Whole types are rounded to the nearest.
/// NaN spreads to all that it is part of.
///
/// # Panics
/// If `shape` has another rank, is not empty where the array is, or has more elements than there can be.
///
/// # scikit-image
/// `skimage.transform.resize_local_mean(a, shape, preserve_range=True)`, whose result is of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
/// let a = array![[0.0, 3.0, 6.0]];
/// assert_eq!(nd_image::resize_local_mean(&a, [1, 2]), array![[1.0, 5.0]]);
/// ```
#[track_caller]
pub fn resize_local_mean<A>(a: A, shape: impl AsRef<[usize]>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
{
    let (a, shape) = (a.view(), shape.as_ref());
    let from = a.shape();
    let fits = from.len() == shape.len() && (!a.is_empty() || shape.contains(&0));
    assert!(fits, "resize_local_mean: {from:?} cannot become {shape:?}");
    let most = shape.iter().try_fold(1, |all: usize, &n| all.checked_mul(n));
    let fits = shape.contains(&0) || most.is_some_and(|all| all <= isize::MAX as usize / 8);
    assert!(fits, "resize_local_mean: {shape:?} has too many elements");
    Intensity::settled(resized(Intensity::doubles(a), shape))
}

fn resized(a: Array<f64>, shape: &[usize]) -> Array<f64> {
    let mut sizes = a.shape().to_vec();
    if shape.contains(&0) {
        return Array::zeros(shape);
    }
    let mut data: Vec<f64> = a.iter().copied().collect();
    // What shrinks most first: nothing between is larger than both the picture and its result.
    let mut axes: Vec<usize> = (0..shape.len()).filter(|&k| sizes[k] != shape[k]).collect();
    axes.sort_by(|&j, &k| {
        (shape[j] as u128 * sizes[k] as u128).cmp(&(shape[k] as u128 * sizes[j] as u128))
    });
    for axis in axes {
        let (from, to) = (sizes[axis], shape[axis]);
        let inner: usize = sizes[axis + 1..].iter().product();
        let outer: usize = sizes[..axis].iter().product();
        let mut next = vec![0.0; outer * to * inner];
        for k in 0..to {
            for (i, weight) in weights(from, to, k) {
                for o in 0..outer {
                    let source = &data[(o * from + i) * inner..][..inner];
                    let sums = &mut next[(o * to + k) * inner..][..inner];
                    sums.iter_mut().zip(source).for_each(|(sum, x)| *sum += weight * x);
                }
            }
        }
        sizes[axis] = to;
        data = next;
    }
    Array::from_shape_vec(shape, data)
}

/// The elements that element `k` of `to` covers of `from`, and their shares.
fn weights(from: usize, to: usize, k: usize) -> Vec<(usize, f64)> {
    // In units of which an element of the old has `to` and of the new `from`: exact.
    let (start, stop) = (k * from, (k + 1) * from);
    let covered = |i: usize| ((i + 1) * to).min(stop) - (i * to).max(start);
    let range = start / to..stop.div_ceil(to);
    range.map(|i| (i, covered(i) as f64 / from as f64)).collect()
}

//! Morphological reconstruction, and what is made by it.

use super::element::Steps;
use super::padded::Padded;
use super::structure::generate_binary_structure;
use crate::axiswise::Axiswise;
use crate::ordinal::{Key, Order, Ordinal};
use nd_core::{Array, ArrayLike, View};
use std::collections::VecDeque;
use std::fmt;

/// A seed of a reconstruction that is beyond its mask.
///
/// # Examples
/// ```
/// let error = nd_image::reconstruction_by_dilation([1, 5], [2, 2]).unwrap_err();
/// assert_eq!(error.to_string(), "reconstruction: the seed is beyond the mask at [1]");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError {
    /// Where the seed is greater than the mask, or smaller for an erosion: the first such place.
    pub at: Vec<usize>,
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "reconstruction: the seed is beyond the mask at {:?}", self.at)
    }
}

impl std::error::Error for SeedError {}

/// The seed, dilated under the mask until nothing changes: `(…), (…) -> (…)`.
///
/// Each pixel becomes the greatest value that can be carried to it from a seed over neighbours (all
/// around, corners too) without being cut by the mask on the way. NaN is the greatest value. The
/// hybrid algorithm of Vincent, "Morphological grayscale reconstruction in image analysis" (1993): two
/// passes and a queue.
///
/// # Errors
/// If the seed is greater than the mask anywhere.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.morphology.reconstruction(seed, mask)`.
///
/// # Examples
/// ```
/// let mask = [1, 3, 2, 0, 5, 5];
/// let seed = [0, 3, 0, 0, 4, 0];
/// let b = nd_image::reconstruction_by_dilation(seed, mask)?;
/// assert_eq!(b.into_vec(), [1, 3, 2, 0, 4, 4]);
/// # Ok::<(), nd_image::SeedError>(())
/// ```
#[track_caller]
pub fn reconstruction_by_dilation<A, M>(seed: A, mask: M) -> Result<Array<A::Elem>, SeedError>
where
    A: ArrayLike<Elem: Ordinal>,
    M: ArrayLike<Elem = A::Elem>,
{
    Ordinal::reconstructed(seed.view(), mask.view(), Order::Rising)
}

/// The seed, eroded above the mask until nothing changes: `(…), (…) -> (…)`.
///
/// Each pixel becomes the smallest value that can be carried to it; NaN is the smallest. Holes are
/// filled by the reconstruction from the greatest value everywhere but at the edge.
///
/// # Errors
/// If the seed is smaller than the mask anywhere.
///
/// # Panics
/// If the shapes differ.
///
/// # scikit-image
/// `skimage.morphology.reconstruction(seed, mask, method="erosion")`.
///
/// # Examples
/// ```
/// let mask = [2, 5, 1, 5, 2];
/// let seed = [2, 9, 9, 9, 2];
/// let b = nd_image::reconstruction_by_erosion(seed, mask)?;
/// assert_eq!(b.into_vec(), [2, 5, 5, 5, 2]);
/// # Ok::<(), nd_image::SeedError>(())
/// ```
#[track_caller]
pub fn reconstruction_by_erosion<A, M>(seed: A, mask: M) -> Result<Array<A::Elem>, SeedError>
where
    A: ArrayLike<Elem: Ordinal>,
    M: ArrayLike<Elem = A::Elem>,
{
    Ordinal::reconstructed(seed.view(), mask.view(), Order::Falling)
}

/// Either reconstruction; compiled once a type.
#[track_caller]
pub(crate) fn reconstructed<T: Ordinal>(
    seed: View<'_, T>,
    mask: View<'_, T>,
    order: Order,
) -> Result<Array<T>, SeedError> {
    let (shape, other) = (seed.shape(), mask.shape());
    assert!(shape == other, "reconstruction: a seed of shape {shape:?}, a mask of {other:?}");
    let (seed, mask) = (T::keys(seed, order), T::keys(mask, order));
    if let Some((at, _)) =
        seed.indexed_iter().zip(mask.iter()).find(|((_, s), m)| s > m).map(|x| x.0)
    {
        return Err(SeedError { at: at.to_vec() });
    }
    Ok(T::elements(rise(&seed, &mask).view(), order))
}

/// The seed raised under the mask.
pub(crate) fn rise<K: Key>(seed: &Array<K>, mask: &Array<K>) -> Array<K> {
    let shape = mask.shape();
    if mask.is_empty() || shape.is_empty() {
        return seed.clone();
    }
    let structure = generate_binary_structure(shape.len(), shape.len());
    let steps = Steps::new("reconstruction", structure.view(), &Axiswise::All(0), shape.len());
    let room = Padded::new(shape, &steps.each(shape.len()));
    // Outside both are least, so that nothing is carried there.
    let mask = room.filled(mask.as_slice().expect("keys are contiguous"), K::default());
    let mut level = room.filled(seed.as_slice().expect("keys are contiguous"), K::default());
    let (before, after): (Vec<isize>, Vec<isize>) =
        room.jumps.iter().copied().filter(|&j| j != 0).partition(|&j| j < 0);
    let raised = |level: &[K], place: usize, jumps: &[isize]| {
        let near = |&j: &isize| level[place.strict_add_signed(j)];
        jumps.iter().map(near).fold(level[place], Ord::max).min(mask[place])
    };
    room.each_row(|_, place| {
        for place in place..place + room.width {
            level[place] = raised(&level, place, &before);
        }
    });
    let mut queue = VecDeque::new();
    room.each_row_back(|_, place| {
        for place in (place..place + room.width).rev() {
            let here = raised(&level, place, &after);
            level[place] = here;
            let waits = |&j: &isize| {
                let next = place.strict_add_signed(j);
                level[next] < here && level[next] < mask[next]
            };
            if after.iter().any(waits) {
                queue.push_back(place);
            }
        }
    });
    while let Some(place) = queue.pop_front() {
        let here = level[place];
        for &jump in before.iter().chain(&after) {
            let next = place.strict_add_signed(jump);
            if level[next] < here && level[next] != mask[next] {
                level[next] = here.min(mask[next]);
                queue.push_back(next);
            }
        }
    }
    room.emptied(&level)
}

/// Marks the maxima that are at least `h` above the way to any higher place: `(…) -> (…)`.
///
/// The pixels of a maximum, all of them, whatever the rest does; nothing if the whole range of values is
/// less than `h`. Calculated in `f64`.
///
/// # Panics
/// If `h` is not positive.
///
/// # scikit-image
/// `skimage.morphology.h_maxima(a, h)`.
///
/// # Examples
/// ```
/// let a = [0.0, 5.0, 4.0, 4.5, 0.0, 2.0];
/// let deep = nd_image::h_maxima(a, 1.0);
/// assert_eq!(deep.into_vec(), [false, true, false, false, false, true]);
/// ```
/// ```should_panic
/// nd_image::h_maxima([1.0], 0.0);
/// ```
#[track_caller]
pub fn h_maxima<A>(a: A, h: f64) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    deep("h_maxima", &Ordinal::floats(a.view()), h)
}

/// Marks the minima that are at least `h` below the way to any lower place: `(…) -> (…)`.
///
/// [`h_maxima`] of what is negated.
///
/// # Panics
/// If `h` is not positive.
///
/// # scikit-image
/// `skimage.morphology.h_minima(a, h)`.
///
/// # Examples
/// ```
/// let deep = nd_image::h_minima([9, 1, 8, 7, 9], 2.0);
/// assert_eq!(deep.into_vec(), [false, true, false, false, false]);
/// ```
#[track_caller]
pub fn h_minima<A>(a: A, h: f64) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let mut floats = Ordinal::floats(a.view());
    floats.iter_mut().for_each(|x| *x = -*x);
    deep("h_minima", &floats, h)
}

#[track_caller]
fn deep(op: &str, a: &Array<f64>, h: f64) -> Array<bool> {
    assert!(h > 0.0, "{op}: a height of {h}, must be positive");
    let range =
        a.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[lo, hi], &x| [lo.min(x), hi.max(x)]);
    if a.is_empty() || range[1] - range[0] < h {
        return Array::zeros(a.shape());
    }
    let lowered: Vec<f64> = a.iter().map(|x| x - h).collect();
    let lowered = Array::from_shape_vec(a.shape(), lowered);
    let keys = f64::keys(lowered.view(), Order::Rising);
    let risen = rise(&keys, &f64::keys(a.view(), Order::Rising));
    // Where nothing came in over the neighbours, the pixel is on top.
    let on_top = risen.iter().zip(keys.iter()).map(|(risen, key)| risen == key).collect();
    Array::from_shape_vec(a.shape(), on_top)
}

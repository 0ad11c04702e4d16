//! Local maxima and minima, plateaus and all.

use super::padded::Padded;
use crate::ordinal::{Key, Order, Ordinal};
use nd_core::{Array, ArrayLike};

/// Marks the pixels of plateaus all of whose neighbours are lower: `(…) -> (…)`.
///
/// A plateau is a connected set of equal values; neighbours are all around, corners too. What is
/// outside does not count. A plateau that is the whole array is no maximum; an empty array gives an
/// empty one. NaN is the greatest value.
///
/// # scikit-image
/// `skimage.morphology.local_maxima(a)`.
///
/// # Examples
/// ```
/// let peaks = nd_image::local_maxima([1, 2, 2, 1, 0, 3]);
/// assert_eq!(peaks.into_vec(), [false, true, true, false, false, true]);
/// ```
pub fn local_maxima<A>(a: A) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    Ordinal::peaks(a.view(), Order::Rising)
}

/// Marks the pixels of plateaus all of whose neighbours are higher: [`local_maxima`] upside down.
///
/// # scikit-image
/// `skimage.morphology.local_minima(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::local_minima([1, 0, 0, 2]).into_vec(), [false, true, true, false]);
/// ```
pub fn local_minima<A>(a: A) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    Ordinal::peaks(a.view(), Order::Falling)
}

/// The steps to all neighbours of a pixel that differ along at most `connectivity` axes.
pub(crate) fn neighbours(ndim: usize, connectivity: usize) -> Vec<Vec<isize>> {
    let mut all = Vec::new();
    for i in 0..3usize.pow(ndim as u32) {
        let (mut rest, mut step) = (i, vec![0; ndim]);
        for s in step.iter_mut().rev() {
            *s = (rest % 3) as isize - 1;
            rest /= 3;
        }
        let apart = step.iter().filter(|&&s| s != 0).count();
        if apart > 0 && apart <= connectivity {
            all.push(step);
        }
    }
    all
}

/// The plateaus with no higher neighbour, of keys.
pub(crate) fn peaks<K: Key>(keys: &Array<K>) -> Array<bool> {
    let shape = keys.shape();
    let elements = keys.as_slice().expect("keys are contiguous");
    if elements.is_empty() || elements.iter().all(|&k| k == elements[0]) {
        return Array::zeros(shape);
    }
    let room = Padded::new(shape, &neighbours(shape.len(), shape.len()));
    // Outside is least; where it is as high as a pixel it is not marked.
    let level = room.filled(elements, K::default());
    let mut peak = room.filled(&vec![true; elements.len()], false);
    let mut queue = Vec::new();
    room.each_row(|_, place| {
        for place in place..place + room.width {
            let higher = |&j: &isize| level[place.strict_add_signed(j)] > level[place];
            if room.jumps.iter().any(higher) {
                peak[place] = false;
                queue.push(place);
            }
        }
    });
    while let Some(place) = queue.pop() {
        for next in room.jumps.iter().map(|&j| place.strict_add_signed(j)) {
            if peak[next] && level[next] == level[place] {
                peak[next] = false;
                queue.push(next);
            }
        }
    }
    room.emptied(&peak)
}

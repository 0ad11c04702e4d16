//! What is small goes: objects, holes, and spots of greys.

use super::extrema::neighbours;
use super::padded::Padded;
use crate::labelling::{LabelError, label};
use crate::ordinal::{Key, Order, Ordinal};
use nd_core::{Array, ArrayLike, View};

/// Unsets the objects of at most `max_size` pixels: `(…) -> (…)`.
///
/// Objects are connected by faces.
///
/// # Errors
/// [`LabelError::TooMany`] for more objects than `u32` has numbers.
///
/// # scikit-image
/// `skimage.morphology.remove_small_objects(a, max_size=max_size)` of a mask.
///
/// # Examples
/// ```
/// let b = nd_image::remove_small_objects([1, 0, 1, 1, 0], 1)?;
/// assert_eq!(b.into_vec(), [false, false, true, true, false]);
/// # Ok::<(), nd_image::LabelError>(())
/// ```
pub fn remove_small_objects<A>(a: A, max_size: usize) -> Result<Array<bool>, LabelError>
where
    A: ArrayLike<Elem: Ordinal>,
{
    Ok(large(&label(a)?, max_size, false))
}

/// Sets the holes of at most `max_size` pixels: `(…) -> (…)`.
///
/// Holes are what is not set, connected by faces, at the edge too.
///
/// # Errors
/// [`LabelError::TooMany`] for more holes than `u32` has numbers.
///
/// # scikit-image
/// `skimage.morphology.remove_small_holes(a, max_size=max_size)`.
///
/// # Examples
/// ```
/// let b = nd_image::remove_small_holes([1, 0, 1, 0, 0], 1)?;
/// assert_eq!(b.into_vec(), [true, true, true, false, false]);
/// # Ok::<(), nd_image::LabelError>(())
/// ```
pub fn remove_small_holes<A>(a: A, max_size: usize) -> Result<Array<bool>, LabelError>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let mut unset = Ordinal::set(a.view());
    unset.iter_mut().for_each(|x| *x ^= 1);
    Ok(large(&label(&unset)?, max_size, true))
}

/// The pixels of components of more than `most` pixels, or all others.
fn large((labels, count): &(Array<u32>, u32), most: usize, others: bool) -> Array<bool> {
    let mut sizes = vec![0usize; *count as usize + 1];
    labels.iter().for_each(|&label| sizes[label as usize] += 1);
    sizes[0] = 0;
    let kept: Vec<bool> = sizes.iter().map(|&size| (size > most) != others).collect();
    let elements = labels.iter().map(|&label| kept[label as usize]).collect();
    Array::from_shape_vec(labels.shape(), elements)
}

/// Lowers the bright spots of fewer than `area` pixels to their surroundings: `(…) -> (…)`.
///
/// An opening by all connected shapes of that many pixels: a pixel gets the greatest value at which it is
/// in a connected set, by faces, of at least `area` pixels that are no lower. Union-find in the order of
/// values (Meijster and Wilkinson, "A comparison of algorithms for connected set openings and closings",
/// 2002).
///
/// # scikit-image
/// `skimage.morphology.area_opening(a, area)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::area_opening([1, 9, 1, 5, 5, 6], 3).into_vec(), [1, 1, 1, 5, 5, 5]);
/// ```
pub fn area_opening<A>(a: A, area: usize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ordinal>,
{
    Ordinal::opened_by_area(a.view(), area, Order::Rising)
}

/// Raises the dark spots of fewer than `area` pixels to their surroundings: [`area_opening`] upside down.
///
/// # scikit-image
/// `skimage.morphology.area_closing(a, area)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::area_closing([9, 1, 9, 5, 5, 4], 3).into_vec(), [9, 9, 9, 5, 5, 5]);
/// ```
pub fn area_closing<A>(a: A, area: usize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ordinal>,
{
    Ordinal::opened_by_area(a.view(), area, Order::Falling)
}

/// Either; compiled once a type.
pub(crate) fn opened_by_area<T: Ordinal>(a: View<'_, T>, area: usize, order: Order) -> Array<T> {
    T::elements(opened(T::keys(a, order), area).view(), order)
}

fn opened<K: Key>(keys: Array<K>, area: usize) -> Array<K> {
    let shape = keys.shape().to_vec();
    if keys.size() < 2 || area < 2 {
        return keys;
    }
    let room = Padded::new(&shape, &neighbours(shape.len(), 1));
    let level = room.filled(keys.as_slice().expect("keys are contiguous"), K::default());
    let mut order = Vec::with_capacity(keys.size());
    room.each_row(|_, place| order.extend(place..place + room.width));
    // Highest first; of equals in C order, as they are.
    order.sort_by_key(|&place| std::cmp::Reverse(level[place]));
    const UNSEEN: usize = usize::MAX;
    let mut parent = vec![UNSEEN; level.len()];
    let mut size = vec![0usize; level.len()];
    for &place in &order {
        (parent[place], size[place]) = (place, 1);
        for next in room.jumps.iter().map(|&j| place.strict_add_signed(j)) {
            if parent[next] == UNSEEN {
                continue;
            }
            let root = root(&mut parent, next);
            if root == place {
                continue;
            }
            if level[root] == level[place] || size[root] < area {
                size[place] = size[place].saturating_add(size[root]);
                parent[root] = place;
            } else {
                // What is large enough stays, and so does everything below it.
                size[place] = size[place].max(area);
            }
        }
    }
    // Lowest first, so that parents are done.
    let mut out = level.clone();
    for &place in order.iter().rev() {
        out[place] = out[parent[place]];
    }
    room.emptied(&out)
}

fn root(parent: &mut [usize], mut x: usize) -> usize {
    while parent[x] != x {
        parent[x] = parent[parent[x]];
        x = parent[x];
    }
    x
}

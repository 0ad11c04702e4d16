//! Holes of masks.

use super::element::Steps;
use super::spread::spread;
use super::structure::generate_binary_structure;
use crate::axiswise::Axiswise;
use crate::labelling::{index_of, label};
use crate::ordinal::Ordinal;
use nd_core::{Array, ArrayLike};

/// Sets the pixels that cannot be reached from outside by steps between unset neighbours that share a
/// face: the holes.
///
/// For other neighbours, [`binary_dilation_with`](crate::binary_dilation_with) of nothing under a mask of what is not set, until
/// stable and with [`Border::Set`](crate::Border::Set), is what can be reached.
///
/// # SciPy
/// `scipy.ndimage.binary_fill_holes(a)`.
///
/// # Examples
/// ```
/// let ring = [[1, 1, 1], [1, 0, 1], [1, 1, 1]];
/// assert!(nd_image::binary_fill_holes(ring).iter().all(|&set| set));
/// ```
pub fn binary_fill_holes<A>(a: A) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    without_holes(Ordinal::set(a))
}

/// The set pixels and the holes of a mask whose unset pixels are given.
fn without_holes(mut unset: Array<u8>) -> Array<bool> {
    unset.iter_mut().for_each(|set| *set ^= 1);
    let shape = unset.shape().to_vec();
    if shape.is_empty() || shape.contains(&0) {
        return Array::from_shape_vec(&shape[..], unset.iter().map(|&x| x == 0).collect());
    }
    // What is connected to the edge is outside. Runs make labels quickly; only a picture of eight
    // thousand million pixels can have more than there are.
    match label(&unset) {
        Ok((labels, count)) => {
            let labels = labels.as_slice().expect("labels are contiguous");
            let mut outside = vec![false; count as usize + 1];
            each_edge(&shape, &mut |place| outside[labels[place] as usize] = true);
            // Set pixels have label 0, as those at the edge have.
            outside[0] = false;
            let filled = labels.iter().map(|&label| !outside[label as usize]).collect();
            Array::from_shape_vec(&shape[..], filled)
        }
        Err(_) => {
            let faces = generate_binary_structure(shape.len(), 1);
            let origin = Axiswise::All(0);
            let steps = Steps::new("binary_fill_holes", faces.view(), &origin, shape.len());
            let mut reached = vec![0u8; unset.size()];
            let open = unset.as_slice().expect("fresh arrays are contiguous");
            spread(&mut reached, Some(open), &shape, &steps, true);
            Array::from_shape_vec(&shape[..], reached.iter().map(|&x| x == 0).collect())
        }
    }
}

/// Calls `body` with every place at an edge, some twice.
fn each_edge(shape: &[usize], body: &mut dyn FnMut(usize)) {
    let Some((&width, leading)) = shape.split_last() else { return };
    let mut at = vec![0; leading.len()];
    for y in 0..leading.iter().product() {
        index_of(y, leading, &mut at);
        if at.iter().zip(leading).any(|(&i, &n)| i == 0 || i + 1 == n) {
            (y * width..(y + 1) * width).for_each(&mut *body);
        } else {
            body(y * width);
            body((y + 1) * width - 1);
        }
    }
}

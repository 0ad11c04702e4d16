//! Blocks put together from pieces.

use crate::block::Block;
use nd_core::{Array, Typed, concat};

/// The pieces of a grid of `counts`, in C order, as one array.
pub(crate) fn joined<T: Typed>(pieces: &mut [Block], counts: &[usize]) -> Array<T> {
    if let [one] = pieces {
        return std::mem::replace(one, Block::nothing())
            .into_array()
            .try_into()
            .expect("nodes are of the type they say");
    }
    let mut parts: Vec<Array<T>> =
        pieces.iter().map(|piece| piece.typed::<T>().to_array()).collect();
    for (axis, &count) in counts.iter().enumerate().rev() {
        if count > 1 {
            let each = |parts: &[Array<T>]| {
                let views: Vec<_> = parts.iter().map(Array::view).collect();
                concat(&views, axis as isize)
            };
            parts = parts.chunks(count).map(each).collect();
        }
    }
    parts.remove(0)
}

//! Places of entries on some of their axes, as single numbers, and these numbered without gaps.

use super::Coo;
use crate::index::Index;
use nd_core::ShapeError;

/// The place of each entry on some axes, in C order.
pub(super) fn keys<T, I: Index>(
    op: &'static str,
    a: &Coo<T, I>,
    axes: &[usize],
) -> Result<Vec<usize>, ShapeError> {
    let lengths: Vec<usize> = axes.iter().map(|&axis| a.shape[axis]).collect();
    if nd_core::Shape::try_new(&lengths)?.checked_size().is_none() {
        return Err(ShapeError::Overflow { op, shape: lengths.into() });
    }
    let mut keys = vec![0; a.values.len()];
    for (&axis, len) in axes.iter().zip(lengths) {
        for (key, index) in keys.iter_mut().zip(&a.coords[axis]) {
            *key = *key * len + index.position();
        }
    }
    Ok(keys)
}

/// The coordinates that places on axes of these lengths have.
pub(super) fn coords<I: Index>(keys: &[usize], lengths: &[usize]) -> Vec<Vec<I>> {
    let mut rest = keys.to_vec();
    let mut coords: Vec<Vec<I>> = Vec::with_capacity(lengths.len());
    for &len in lengths.iter().rev() {
        let take = |place: &mut usize| {
            let index = I::from_position(*place % len);
            *place /= len;
            index
        };
        coords.push(rest.iter_mut().map(take).collect());
    }
    coords.reverse();
    coords
}

/// Places that occur, in order: the number of one is where it stands. Their number is that of entries at most,
/// however long the axes are.
pub(super) struct Numbered {
    pub(super) keys: Vec<usize>,
}

impl Numbered {
    pub(super) fn new(mut keys: Vec<usize>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        Numbered { keys }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The number of a place; none where it does not occur.
    pub(super) fn number<I: Index>(&self, key: usize) -> Option<I> {
        self.keys.binary_search(&key).ok().map(I::from_position)
    }
}

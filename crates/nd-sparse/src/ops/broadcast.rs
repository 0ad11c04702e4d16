//! Two matrices of shapes that broadcast, side by side.

use crate::compressed::CompressedView;
use crate::element::SparseElement;
use crate::index::Index;
use crate::orientation::Orientation;
use crate::packed::{Packed, PackedRef};
use nd_core::{ShapeError, broadcast_shapes};

/// Lanes that are there, or that were made.
pub(crate) enum Lanes<'a, T, I> {
    Borrowed(PackedRef<'a, T, I>),
    Owned(Packed<T, I>),
}

impl<T, I> Lanes<'_, T, I> {
    pub(crate) fn view(&self) -> PackedRef<'_, T, I> {
        match self {
            Lanes::Borrowed(lanes) => *lanes,
            Lanes::Owned(lanes) => lanes.view(),
        }
    }
}

/// The lanes of a matrix in the orientation `O`.
pub(super) fn oriented<T: SparseElement<I>, I: Index, O: Orientation, P: Orientation>(
    a: CompressedView<'_, T, I, P>,
) -> Lanes<'_, T, I> {
    if O::ROWS == P::ROWS {
        Lanes::Borrowed(a.packed())
    } else {
        Lanes::Owned(T::transposed(a.packed()))
    }
}

/// The shape of an operation's result.
pub(super) fn shape_of(
    op: &'static str,
    a: [usize; 2],
    b: [usize; 2],
) -> Result<[usize; 2], ShapeError> {
    match broadcast_shapes(&[&a, &b]) {
        Ok(shape) => Ok([shape[0], shape[1]]),
        Err(_) => Err(ShapeError::Broadcast { op, shapes: [a.into(), b.into()].into() }),
    }
}

/// Both with the same length across; a single lane stays one, which the kernels put beside each of the other's.
pub(super) fn stretched<T: SparseElement<I>, I: Index>(
    lanes: Lanes<'_, T, I>,
    across: usize,
) -> Lanes<'_, T, I> {
    if lanes.view().across == across {
        return lanes;
    }
    Lanes::Owned(T::stretched(lanes.view(), across))
}

/// Two matrices as lanes of the orientation `O` that stand side by side.
pub(super) type Pair<'a, T, I> = (Lanes<'a, T, I>, Lanes<'a, T, I>);

/// Both as lanes of the orientation `O`, which the kernels of two patterns take.
pub(super) fn side_by_side<'a, T: SparseElement<I>, I: Index, O: Orientation, P: Orientation>(
    op: &'static str,
    a: CompressedView<'a, T, I, O>,
    b: CompressedView<'a, T, I, P>,
) -> Result<Pair<'a, T, I>, ShapeError> {
    let [_, across] = O::lanes_of(shape_of(op, a.shape(), b.shape())?);
    let (a, b) = (Lanes::Borrowed(a.packed()), oriented::<T, I, O, P>(b));
    Ok((stretched(a, across), stretched(b, across)))
}

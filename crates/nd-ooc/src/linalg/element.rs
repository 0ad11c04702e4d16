//! [`MatrixElement`]: what chunked matrices are factored over; their errors.

use crate::error::{Error, ErrorKind};
use nd_core::{Array, Number, Typed, View};
use nd_linalg::{Field, LinalgElement, LinalgError, ProductElement};

/// Numbers that chunked matrices are factored over: `f32`, `f64` and the complex numbers of both.
///
/// Whole numbers are cast first: `x.cast::<f64>()`.
pub trait MatrixElement:
    Field + LinalgElement<Field = Self> + ProductElement<Work: Number + Typed>
{
}

impl<T> MatrixElement for T where
    T: Field + LinalgElement<Field = T> + ProductElement<Work: Number + Typed>
{
}

/// An error of a part whose first row and column are these, as one of the whole.
pub(super) fn placed(error: LinalgError, op: &'static str, first: [usize; 2]) -> Error {
    let moved = match error {
        LinalgError::NonFinite { index, .. } => {
            let index = index.iter().zip(first).map(|(at, first)| at + first).collect();
            LinalgError::NonFinite { op, index }
        }
        LinalgError::Singular { pivot, matrix, .. } => {
            LinalgError::Singular { op, pivot: pivot + first[0], matrix }
        }
        LinalgError::NotPositiveDefinite { index, matrix, .. } => {
            LinalgError::NotPositiveDefinite { op, index: index + first[0], matrix }
        }
        other => other,
    };
    moved.into()
}

/// An error of numbers that were made of finite ones.
pub(super) fn grown(error: LinalgError, op: &'static str) -> Error {
    match error {
        LinalgError::NonFinite { .. } => too_large(op),
        other => other.into(),
    }
}

/// Numbers that were made of finite ones are not.
pub(super) fn too_large(op: &'static str) -> Error {
    ErrorKind::Values(format!("{op}: numbers on the way are too large for their type")).into()
}

/// The conjugate of every element, where there are complex numbers.
pub(super) fn conjugated<T: MatrixElement>(a: Array<T>) -> Array<T> {
    if T::IS_COMPLEX { a.map(|x| x.conj()) } else { a }
}

/// The first element that is NaN or infinite.
pub(super) fn not_finite<T: MatrixElement>(a: View<'_, T>) -> Option<[usize; 2]> {
    let columns = a.shape()[1];
    let at = a.iter().position(|x| !x.is_finite())?;
    Some([at / columns, at % columns])
}

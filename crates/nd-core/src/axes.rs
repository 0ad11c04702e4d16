//! Lists of axes: counted from either end, each at most once.

use crate::error::ShapeError;
use crate::shape::{PerAxis, Shape, normalize_axis};

/// Axes counted from the front.
pub type Axes = PerAxis<usize>;

/// Checks a list of axes and counts them from the front, in the order given.
///
/// # Errors
/// [`ShapeError::Axis`] for an axis that does not exist, [`ShapeError::RepeatedAxis`] for
/// one that is named twice.
///
/// # Examples
/// ```
/// assert_eq!(nd_core::normalize_axes("sum", &[-1, 0], 3).unwrap(), [2, 0]);
/// assert!(nd_core::normalize_axes("sum", &[-1, 2], 3).is_err()); // the same axis twice
/// ```
pub fn normalize_axes(op: &'static str, axes: &[isize], ndim: usize) -> Result<Axes, ShapeError> {
    let mut out = Axes::empty();
    for &axis in axes {
        let from_front = normalize_axis(op, axis, ndim)?;
        if out.contains(&from_front) {
            return Err(ShapeError::RepeatedAxis { op, axis, axes: axes.into() });
        }
        out.try_push(from_front)?;
    }
    Ok(out)
}

/// Checks that `axes` names every axis of `shape` once.
pub(crate) fn permutation(
    op: &'static str,
    axes: &[isize],
    shape: &Shape,
) -> Result<Axes, ShapeError> {
    let ndim = shape.ndim();
    match normalize_axes(op, axes, ndim) {
        Ok(out) if out.ndim() == ndim => Ok(out),
        _ => {
            let shape = shape.as_slice().into();
            Err(ShapeError::Permutation { op, axes: axes.into(), ndim, shape })
        }
    }
}

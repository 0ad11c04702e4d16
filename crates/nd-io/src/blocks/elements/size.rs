//! How many bytes an array takes.

use crate::error::{ErrorKind, Result};

/// Byte size of an array. Axes of extent 0 do not count: a slice or reshape could drop one, and
/// nothing may overflow then either.
pub(crate) fn checked_nbytes(shape: &[usize], itemsize: usize) -> Result<usize> {
    let over_nonzero = shape
        .iter()
        .filter(|&&n| n != 0)
        .try_fold(itemsize, |bytes, &n| bytes.checked_mul(n))
        .filter(|&bytes| isize::try_from(bytes).is_ok());
    match over_nonzero {
        Some(_) if shape.contains(&0) => Ok(0),
        Some(bytes) => Ok(bytes),
        None => Err(ErrorKind::ShapeOverflow { shape: shape.to_vec(), itemsize }.into()),
    }
}

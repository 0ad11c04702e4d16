//! New arrays for results, and their elements.

use nd_core::{Array, Shape, ShapeError, ZeroBits, cache_limit};
use num_traits::Zero;

/// Elements that one thread fills at a time.
const PART: usize = 1 << 18;

/// Zeros, nearly all of which are overwritten at once.
///
/// # Errors
/// As [`Array::try_zeros`].
pub(crate) fn zeros<T: ZeroBits + Zero + Sync>(
    shape: impl Into<Shape>,
) -> Result<Array<T>, ShapeError> {
    filled(shape.into(), T::zero())
}

/// As [`zeros`], told what a zero is.
///
/// `Array::try_zeros` has pages that nobody touched yet, which is right for zeros that stay;
/// the first touch costs more than filling memory that an earlier result left behind: of
/// `cholesky` of order 1024 it was more than half.
pub(crate) fn filled<T: ZeroBits + Sync>(shape: Shape, zero: T) -> Result<Array<T>, ShapeError> {
    let bytes = shape.checked_size().and_then(|size| size.checked_mul(size_of::<T>()));
    match bytes {
        Some(bytes) if bytes < PART => {
            Ok(Array::from_slots(shape, |slots| slots.fill_with(|| zero)))
        }
        Some(bytes) if bytes <= cache_limit() => {
            Ok(Array::from_slots_parallel(shape, PART, |_, slots| slots.fill_with(|| zero)))
        }
        _ => Array::try_zeros(shape),
    }
}

/// The elements of an array that was just made, in C order.
pub(crate) fn elements<T>(new: &mut Array<T>) -> &mut [T] {
    new.as_slice_mut().expect("a new array is in C order")
}

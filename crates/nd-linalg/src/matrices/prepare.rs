//! What happens to a matrix before faer may have it: values are checked, and where the
//! algorithm writes over its input, the one copy is made.

use crate::LinalgError;
use crate::field::Field;
use nd_core::{CowArray, View, zip};
use num_complex::ComplexFloat;

/// Refuses a NaN or an infinity.
pub(crate) fn finite<T: Field>(op: &'static str, a: View<'_, T>) -> Result<(), LinalgError> {
    if zip((&a,)).all(|(x,)| ComplexFloat::is_finite(x)) {
        return Ok(());
    }
    let first = a.indexed_iter().find(|(_, x)| !ComplexFloat::is_finite(**x));
    let (index, _) = first.expect("one of them is not finite");
    Err(LinalgError::NonFinite { op, index: index.as_slice().into() })
}

/// The elements in C order, without a copy if they are so already: read them by [`slice`].
pub(crate) fn packed<T: Copy + Send + Sync>(a: View<'_, T>) -> CowArray<'_, T> {
    if a.as_slice().is_some() { CowArray::View(a) } else { CowArray::Owned(a.to_array()) }
}

/// The elements of what is [`packed`].
pub(crate) fn slice<'c, T>(packed: &'c CowArray<'_, T>) -> &'c [T] {
    packed.view().as_slice().expect("packed without gaps")
}

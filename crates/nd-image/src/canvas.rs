//! Arrays to be drawn on.

use nd_core::{Array, Element, Shape, ZeroBits};

/// Elements that one task clears.
const PART: usize = 1 << 18;

/// An array of zeros that will be written: cleared on all threads, in memory that was used before where there is some.
/// Zeros of the system's are clean already, but each of their pages costs more than clearing it here.
pub(crate) fn canvas<T: Element + ZeroBits>(shape: impl Into<Shape>) -> Array<T> {
    let zero = Array::<T>::zeros(Shape::new(&[]))[[]];
    Array::from_slots_parallel(shape.into(), PART, |_, slots| slots.fill_with(|| zero))
}

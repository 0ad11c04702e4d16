//! Arrays to be drawn on.

use nd_core::{Array, Element, Shape, ZeroBits, threads};

/// Elements that one task clears.
const PART: usize = 1 << 18;

/// An array of zeros that will be written: cleared on all threads, in memory that was used before where there is some.
/// Zeros of the system's are clean already, but each of their pages costs more than clearing it here.
pub(crate) fn canvas<T: Element + ZeroBits>(shape: impl Into<Shape>) -> Array<T> {
    let zero = Array::<T>::zeros(Shape::new(&[]))[[]];
    Array::from_slots_parallel(shape.into(), PART, |_, slots| slots.fill_with(|| zero))
}

/// An array of the shape of others, which are in C order, element by element.
pub(crate) fn each<const N: usize>(
    from: [&Array<f64>; N],
    of: &(impl Fn([f64; N]) -> f64 + Sync),
) -> Array<f64> {
    let mut out = canvas::<f64>(from[0].shape());
    let slices = from.map(|a| a.as_slice().expect("results are contiguous"));
    let to = out.as_slice_mut().expect("fresh arrays are contiguous");
    threads::chunks(to, 1 << 15, &|start, to| {
        let slices = slices.map(|slice| &slice[start..][..to.len()]);
        for (i, to) in to.iter_mut().enumerate() {
            *to = of(std::array::from_fn(|k| slices[k][i]));
        }
    });
    out
}

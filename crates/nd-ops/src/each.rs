//! Loops over elements that no engine is compiled for: what finishes reductions and other small
//! or rare arrays, where walking is not what takes the time.

use nd_core::{Array, Element, View};

/// `f` of each element, in C order.
pub(crate) fn each<T: Copy + Send + Sync, U: Element>(
    a: View<'_, T>,
    f: impl Fn(T) -> U,
) -> Array<U> {
    let flat = a.ravel();
    let elements = flat.view().as_slice().expect("ravel is contiguous");
    let mut out = Vec::with_capacity(elements.len());
    for &x in elements {
        out.push(f(x));
    }
    Array::from_shape_vec(a.shape(), out)
}

/// `f` of each element and its counterpart, in C order.
///
/// # Panics
/// If the shapes differ.
#[track_caller]
pub(crate) fn each_pair<T: Element, U: Element, V: Element>(
    op: &str,
    a: View<'_, T>,
    b: View<'_, U>,
    f: impl Fn(T, U) -> V,
) -> Array<V> {
    same_shape(op, a.shape(), b.shape());
    let (a_flat, b_flat) = (a.ravel(), b.ravel());
    let left = a_flat.view().as_slice().expect("ravel is contiguous");
    let right = b_flat.view().as_slice().expect("ravel is contiguous");
    let mut out = Vec::with_capacity(left.len());
    for i in 0..left.len() {
        out.push(f(left[i], right[i]));
    }
    Array::from_shape_vec(a.shape(), out)
}

/// # Panics
/// If the shapes differ.
#[track_caller]
pub(crate) fn same_shape(op: &str, left: &[usize], right: &[usize]) {
    assert!(left == right, "{op}: shapes {left:?} and {right:?} differ");
}

//! `lexsort`: order by several keys.

use super::lanes::axis_of;
use super::{Sortable, argsort_axis};
use nd_core::{Array, ArrayLike, ShapeError, View};

/// A key to sort by: an array of any type that can be sorted, behind a pointer, so that keys may differ in type.
///
/// # Examples
/// ```
/// use nd_ops::{SortKey, lexsort};
///
/// let (years, names) = (vec![1990, 1985, 1990], vec!['b', 'c', 'a'].into_iter().map(|c| c as u8));
/// let names: Vec<u8> = names.collect();
/// let keys: [&dyn SortKey; 2] = [&names, &years];
/// assert_eq!(lexsort(&keys), nd_core::array![1, 2, 0]);
/// ```
pub trait SortKey {
    /// The shape.
    #[doc(hidden)]
    fn key_shape(&self) -> Vec<usize>;
    /// The order of lanes along an axis by this key first of all, and then as it was.
    #[doc(hidden)]
    fn ordered(&self, before: Option<Array<usize>>, axis: isize) -> Array<usize>;
}

impl<A: ArrayLike<Elem: Sortable>> SortKey for A {
    fn key_shape(&self) -> Vec<usize> {
        self.view().shape().to_vec()
    }

    fn ordered(&self, before: Option<Array<usize>>, axis: isize) -> Array<usize> {
        ordered(self.view(), before, axis)
    }
}

fn ordered<T: Sortable>(
    key: View<'_, T>,
    before: Option<Array<usize>>,
    axis: isize,
) -> Array<usize> {
    let Some(before) = before else { return argsort_axis(key, axis) };
    let order = argsort_axis(key.take_along_axis(&before, axis), axis);
    before.take_along_axis(&order, axis)
}

/// The places that bring the lanes along the last axis in the order of several keys; see [`lexsort_axis`].
///
/// # Panics
/// If there is no key, they have no axis, or their shapes differ.
///
/// # NumPy
/// `np.lexsort(keys)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// // By the second key, and by the first where that is equal.
/// assert_eq!(nd_ops::lexsort(&[&[9, 1, 5, 4], &[2, 1, 1, 2]]), array![1, 2, 3, 0]);
/// ```
/// ```should_panic
/// nd_ops::lexsort(&[&[1, 2], &[1, 2, 3]]);
/// ```
#[track_caller]
pub fn lexsort(keys: &[&dyn SortKey]) -> Array<usize> {
    lexsort_axis(keys, -1)
}

/// The places that bring each lane along an axis in the order of the last key, where that is equal in the order of the
/// one before it, and so on; where all are equal lanes stay as they are.
///
/// Keys of one shape `(…, n, …)`, each of any type → `(…, n, …)`. NaN come last, and are equal to each other.
///
/// # Panics
/// If there is no key, no such axis, or the shapes of keys differ.
///
/// # NumPy
/// `np.lexsort(keys, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (names, years) = (array![[2_u8, 1], [1, 3]], array![[1.5, 0.5], [1.5, 0.5]]);
/// assert_eq!(nd_ops::lexsort_axis(&[&names, &years], 0), array![[1, 0], [0, 1]]);
/// ```
/// ```should_panic
/// nd_ops::lexsort_axis(&[&[1, 2]], 1);
/// ```
#[track_caller]
pub fn lexsort_axis(keys: &[&dyn SortKey], axis: isize) -> Array<usize> {
    let Some(first) = keys.first() else { panic!("{}", ShapeError::NoArrays { op: "lexsort" }) };
    let shape = first.key_shape();
    if let Some(other) = keys.iter().map(|key| key.key_shape()).find(|other| *other != shape) {
        let (left, right) = (shape.into(), other.into());
        panic!("{}", ShapeError::Mismatch { op: "lexsort".into(), left, right });
    }
    let axis = axis_of("lexsort", axis, shape.len()) as isize;
    let order = keys.iter().fold(None, |before, key| Some(key.ordered(before, axis)));
    order.expect("there is a key")
}

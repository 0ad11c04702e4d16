//! Operations on elements that are named by their places, some of them several times.

use super::BinaryOp;
use nd_core::{ArrayLike, Element, IndexElement, Operand, Shape, SliceItem, View, ViewMut, zip};

/// The places on an axis that indices mean, of which negative ones count from the end.
#[track_caller]
fn places(indices: &[isize], n: usize) -> Vec<usize> {
    let place = |&index: &isize| {
        let from_front = if index < 0 { index.wrapping_add(n as isize) } else { index };
        match usize::try_from(from_front) {
            Ok(place) if place < n => place,
            _ => panic!("at: index {index} is out of bounds for axis 0 with length {n}"),
        }
    };
    indices.iter().map(place).collect()
}

/// `b` has the shape of the indices and of the elements that each names.
#[track_caller]
pub(super) fn scattered<T: Element, O: BinaryOp<T, Out = T> + ?Sized>(
    op: &O,
    mut a: ViewMut<'_, T>,
    indices: &[isize],
    b: View<'_, T>,
) {
    let places = places(indices, a.shape()[0]);
    let flat = b.ravel();
    let values = flat.view().as_slice().expect("ravel is contiguous");
    let row: usize = a.shape()[1..].iter().product();
    if let Some(elements) = a.as_slice_mut() {
        for (&place, values) in places.iter().zip(values.chunks(row.max(1))) {
            let elements = &mut elements[place * row..(place + 1) * row];
            for (x, &y) in elements.iter_mut().zip(values) {
                *x = op.apply(*x, y);
            }
        }
        return;
    }
    let shape = Shape::from(&a.shape()[1..]);
    for (&place, values) in places.iter().zip(values.chunks(row.max(1))) {
        let values = View::from_slice(values).reshape(shape);
        let row = a.slice_mut([SliceItem::from(place as isize)]);
        zip((row, &values)).for_each(|(x, y)| *x = op.apply(*x, y));
    }
}

/// Combines elements of `a` in place with those of `b`, one after the other: an element that is
/// named several times is changed each time.
///
/// `a: (n, …)`, `indices: (k…)` along its first axis, where negative ones count from the end; `b`
/// broadcasts to `(k…, …)`. For elements of several axes name their places in `a` flattened:
/// `a.view_mut().into_reshaped(size)`.
///
/// # Panics
/// If `a` has no axis, an index is out of bounds, or `b` does not broadcast; `a` is unchanged then.
///
/// # NumPy
/// `np.add.at(a, indices, b)` and so on for each operation; `np.square.at(a, indices)` is a closure
/// that does not look at its second argument. NumPy also adds floats to integers, and cuts them off.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::binary::{Add, at};
///
/// let mut counts = array![0, 0, 0];
/// at(Add, counts.view_mut(), &[0, -1, 0, 0], 1);
/// assert_eq!(counts, array![3, 0, 1]);
///
/// let mut rows = array![[1, 2], [3, 4]];
/// at(|x: i32, y: i32| x * y, rows.view_mut(), &[1, 1], &array![10, 100]);
/// assert_eq!(rows, array![[1, 2], [300, 40_000]]);
/// ```
/// ```should_panic
/// use nd_ops::binary::{Add, at};
///
/// at(Add, nd_core::array![1, 2].view_mut(), &[2], 1); // at: index 2 is out of bounds
/// ```
#[track_caller]
pub fn at<T: Element, O: BinaryOp<T, Out = T>, I: IndexElement>(
    op: O,
    a: ViewMut<'_, T>,
    indices: impl ArrayLike<Elem = I>,
    b: impl Operand<T>,
) {
    assert!(a.ndim() > 0, "at: an array without axes has no places to name");
    let indices = indices.view();
    let shape: Shape = [indices.shape(), &a.shape()[1..]].concat().into();
    let b = b.operand().try_broadcast_to(shape).unwrap_or_else(|error| panic!("at: {error}"));
    let indices: Vec<isize> = indices.iter().map(|index| index.to_index()).collect();
    op.at_of(a, &indices, b)
}

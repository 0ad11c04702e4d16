//! `searchsorted`: where elements belong among sorted ones.

use super::{Guide, Sortable};
use nd_core::{Array, ArrayLike, CowArray, View, huge, threads};

/// Elements that one task looks up.
const TASK: usize = 1 << 12;
/// Sorted elements for each that is looked up, at most, for which a guide is made.
const GUIDED: usize = 8;

/// An array's elements without gaps.
pub(crate) fn gapless<T: Sortable>(a: View<'_, T>) -> CowArray<'_, T> {
    if a.is_c_contiguous() { CowArray::View(a) } else { CowArray::Owned(a.to_array()) }
}

pub(super) fn among<T: Sortable>(
    sorted: View<'_, T>,
    wanted: View<'_, T>,
    right: bool,
) -> Array<usize> {
    let (sorted, elements) = (gapless(sorted), gapless(wanted));
    let sorted = sorted.view().as_slice().expect("without gaps");
    let elements = elements.view().as_slice().expect("without gaps");
    // Making a guide reads all that is sorted once.
    let many = sorted.len() / GUIDED <= elements.len();
    let guide = if many { Guide::of(sorted.len(), |at| sorted[at].rank()) } else { None };
    let mut places = huge::advised(vec![0; elements.len()]);
    threads::chunks(&mut places, TASK, &|start, places| {
        for (place, x) in places.iter_mut().zip(&elements[start..]) {
            let rank = x.rank();
            let near = guide.as_ref().map_or(0..sorted.len(), |guide| guide.near(rank));
            let first = near.start;
            *place = first
                + match right {
                    true => sorted[near].partition_point(|y| y.rank() <= rank),
                    false => sorted[near].partition_point(|y| y.rank() < rank),
                };
        }
    });
    Array::from_shape_vec(wanted.shape(), places)
}

#[track_caller]
fn search<A, B>(op: &str, sorted: A, values: B, right: bool) -> Array<usize>
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    let sorted = sorted.view();
    assert!(sorted.ndim() == 1, "{op}: shape {:?} of what is sorted, not one axis", sorted.shape());
    A::Elem::searchsorted_of(sorted, values.view(), right)
}

/// Where each value belongs among sorted ones: how many of them are smaller.
///
/// `sorted: (n,)` and `values` of any shape → that shape. NaN are larger than all and equal to each other. Where `sorted`
/// is not in order, results mean nothing.
///
/// # Panics
/// If `sorted` has not one axis.
///
/// # NumPy
/// `np.searchsorted(sorted, values)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::searchsorted(&array![1, 3, 3, 5], &array![3, 0, 6]), array![1, 0, 4]);
/// ```
/// ```should_panic
/// nd_ops::searchsorted(&array2(), &nd_core::array![1]);
/// fn array2() -> nd_core::Array<i32> { nd_core::array![[1, 2]] }
/// ```
#[track_caller]
pub fn searchsorted<A, B>(sorted: A, values: B) -> Array<usize>
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    search("searchsorted", sorted, values, false)
}

/// Where each value belongs among sorted ones, behind equal ones: how many of them are not larger.
///
/// As [`searchsorted`] otherwise.
///
/// # Panics
/// If `sorted` has not one axis.
///
/// # NumPy
/// `np.searchsorted(sorted, values, side="right")`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::searchsorted_right(&array![1, 3, 3, 5], &array![3, 0, 6]), array![3, 0, 4]);
/// ```
#[track_caller]
pub fn searchsorted_right<A, B>(sorted: A, values: B) -> Array<usize>
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    search("searchsorted_right", sorted, values, true)
}

//! `isin`: which elements are among others.

use super::searchsorted::gapless;
use super::{Members, Sortable};
use nd_core::{Array, ArrayLike, View, threads};

/// Elements that one task looks up.
const TASK: usize = 1 << 12;

/// The ranks of elements that others may equal: NaN equals nothing.
pub(super) fn members<T: Sortable>(test: View<'_, T>) -> Members<T::Rank> {
    let elements = gapless(test);
    let elements = elements.view().as_slice().expect("without gaps");
    Members::of(elements.iter().filter(|x| !x.is_missing()).map(|x| x.rank()).collect())
}

pub(super) fn among<T: Sortable>(a: View<'_, T>, members: &Members<T::Rank>) -> Array<bool> {
    let elements = gapless(a);
    let elements = elements.view().as_slice().expect("without gaps");
    let mut found = vec![false; elements.len()];
    threads::chunks(&mut found, TASK, &|start, found| {
        for (found, x) in found.iter_mut().zip(&elements[start..]) {
            *found = members.has(x.rank()) && !x.is_missing();
        }
    });
    Array::from_shape_vec(a.shape(), found)
}

/// Whether each element is among those of `test`.
///
/// `a` and `test` of any shapes → the shape of `a`. NaN is among nothing; -0.0 is 0.0.
///
/// # NumPy
/// `np.isin(a, test)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::isin(&array![[1, 2], [3, 4]], &array![4, 1, 9]), array![[true, false], [false, true]]);
/// ```
pub fn isin<A, B>(a: A, test: B) -> Array<bool>
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    A::Elem::isin_of(a.view(), &A::Elem::members_of(test.view()))
}

//! `isin`: which elements are among others.

use super::searchsorted::gapless;
use super::{Sortable, radix};
use nd_core::{Array, ArrayLike, View, threads};

/// Elements that one task looks up.
const TASK: usize = 1 << 12;
/// So many are looked through one after the other.
const FEW: usize = 8;

/// The ranks of elements that others may equal, each once, in order.
pub(super) fn ranks<T: Sortable>(test: View<'_, T>) -> Vec<T::Rank> {
    let numbers = test.iter().filter(|x| !x.is_missing());
    let mut ranks: Vec<T::Rank> = numbers.map(|x| x.rank()).collect();
    radix::sort(&mut ranks);
    ranks.dedup();
    ranks
}

pub(super) fn among<T: Sortable>(a: View<'_, T>, ranks: &[T::Rank]) -> Array<bool> {
    let elements = gapless(a);
    let elements = elements.view().as_slice().expect("without gaps");
    let mut found = vec![false; elements.len()];
    threads::chunks(&mut found, TASK, &|start, found| {
        for (found, x) in found.iter_mut().zip(&elements[start..]) {
            let rank = x.rank();
            *found = match ranks.len() {
                few if few <= FEW => ranks.contains(&rank),
                _ => ranks.binary_search(&rank).is_ok(),
            } && !x.is_missing();
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
    A::Elem::isin_of(a.view(), &A::Elem::ranks_of(test.view()))
}

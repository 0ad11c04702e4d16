//! `inner_join` and `left_join`: where elements of one sorted array are in another.

use super::Sortable;
use super::searchsorted::gapless;
use nd_core::{Array, ArrayLike, View};

/// Pairs of places of equal elements, in the order of the first array, then of the second; from [`inner_join`] and
/// [`left_join`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct JoinPlaces {
    /// Places in the first array.
    pub left: Array<i64>,
    /// Places in the second array; -1 for an element that is not there.
    pub right: Array<i64>,
}

pub(super) fn places<T: Sortable>(a: View<'_, T>, b: View<'_, T>, all: bool) -> JoinPlaces {
    let (a, b) = (gapless(a), gapless(b));
    let a = a.view().as_slice().expect("without gaps");
    let b = b.view().as_slice().expect("without gaps");
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut from = 0;
    for (i, x) in a.iter().enumerate() {
        let rank = x.rank();
        while from < b.len() && b[from].rank() < rank {
            from += 1;
        }
        let equal = b[from..].iter().take_while(|y| y.rank() == rank).count();
        left.extend(std::iter::repeat_n(i as i64, equal));
        right.extend((from..from + equal).map(|j| j as i64));
        if all && equal == 0 {
            left.push(i as i64);
            right.push(-1);
        }
    }
    JoinPlaces { left: Array::from_vec(left), right: Array::from_vec(right) }
}

#[track_caller]
fn joined<A, B>(op: &str, a: A, b: B, all: bool) -> JoinPlaces
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    let (left, right) = (a.shape(), b.shape());
    assert!(
        a.ndim() == 1 && b.ndim() == 1,
        "{op}: keys of shapes {left:?} and {right:?}, not one axis"
    );
    A::Elem::joined_of(a, b, all)
}

/// All pairs of equal elements of two sorted arrays, by their places.
///
/// `a: (n,)` and `b: (m,)` → as many pairs as there are: of elements that occur several times in both each with each. NaN
/// is equal to NaN, and -0.0 to 0.0. Where an array is not in order, results mean nothing.
///
/// # Panics
/// If `a` or `b` has not one axis.
///
/// # NumPy
/// pandas' `merge(a, b, how="inner")` of sorted keys, with the places that it takes.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let pairs = nd_ops::inner_join(&array![1, 2, 2, 5], &array![2, 3, 5, 5]);
/// assert_eq!(pairs.left, array![1, 2, 3, 3]);
/// assert_eq!(pairs.right, array![0, 0, 2, 3]);
/// ```
#[track_caller]
pub fn inner_join<A, B>(a: A, b: B) -> JoinPlaces
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    joined("inner_join", a, b, false)
}

/// As [`inner_join`], with those elements of `a` too that are not in `b`, for which -1 stands there.
///
/// `a: (n,)` and `b: (m,)` → at least `n` pairs.
///
/// # Panics
/// If `a` or `b` has not one axis.
///
/// # NumPy
/// pandas' `merge(a, b, how="left")` of sorted keys, with the places that it takes.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let pairs = nd_ops::left_join(&array![1, 2, 5], &array![2, 2, 3]);
/// assert_eq!(pairs.left, array![0, 1, 1, 2]);
/// assert_eq!(pairs.right, array![-1, 0, 1, -1]);
/// ```
#[track_caller]
pub fn left_join<A, B>(a: A, b: B) -> JoinPlaces
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    joined("left_join", a, b, true)
}

//! Arrays as sets: what is in both, in either, in one alone.

use super::{Sortable, isin, sort, unique, unique_all_with};
use crate::sorting::UniqueOptions;
use nd_core::{Array, ArrayLike, concat};

/// What two sets have in common, and where it stands in each; from [`intersect1d_indices`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Intersection<T> {
    /// Each element once, in order.
    pub values: Array<T>,
    /// The first place of each in the first array, in C order.
    pub a_indices: Array<usize>,
    /// The first place of each in the second.
    pub b_indices: Array<usize>,
}

/// The elements that both arrays have, each once, in order.
///
/// Of any shapes → `(m,)`. NaN is in no other array: it is equal to nothing. Of -0.0 and 0.0, which are one element, the
/// result has the one that `a` has.
///
/// # NumPy
/// `np.intersect1d(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::intersect1d(&[3, 1, 1, 2], &[2, 1, 9]), array![1, 2]);
/// assert_eq!(nd_ops::intersect1d(&[f64::NAN, 1.0], &[f64::NAN, 1.0]), array![1.0]);
/// ```
pub fn intersect1d<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    let all = unique(a);
    all.select(isin(&all, b))
}

/// As [`intersect1d`], and where the elements stand.
///
/// # NumPy
/// `np.intersect1d(a, b, return_indices=True)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let common = nd_ops::intersect1d_indices(&[3, 1, 1, 2], &[2, 1, 9]);
/// assert_eq!(common.values, array![1, 2]);
/// assert_eq!((common.a_indices, common.b_indices), (array![1, 3], array![1, 0]));
/// ```
pub fn intersect1d_indices<A, B>(a: A, b: B) -> Intersection<A::Elem>
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    let once = UniqueOptions::default().equal_nan(true);
    let (a, b) = (unique_all_with(a, &once), unique_all_with(b, &once));
    let (in_b, in_a) = (isin(&a.values, &b.values), isin(&b.values, &a.values));
    Intersection {
        values: a.values.select(&in_b),
        a_indices: a.indices.select(&in_b),
        b_indices: b.indices.select(&in_a),
    }
}

/// The elements that either array has, each once, in order.
///
/// Of any shapes → `(m,)`. All NaN are one element, -0.0 and 0.0 are one.
///
/// # NumPy
/// `np.union1d(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::union1d(&[3, 1], &[[2, 1]]), array![1, 2, 3]);
/// assert_eq!(nd_ops::union1d(&[f64::NAN], &[f64::NAN]).size(), 1);
/// ```
pub fn union1d<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view().ravel(), b.view().ravel());
    unique(concat(&[a, b], 0))
}

/// The elements that `a` has and `b` has not, each once, in order.
///
/// Of any shapes → `(m,)`. NaN of `a` is one element, and stays: it is equal to nothing in `b`.
///
/// # NumPy
/// `np.setdiff1d(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::setdiff1d(&[3, 1, 3, 2], &[2, 9]), array![1, 3]);
/// assert_eq!(nd_ops::setdiff1d(&[f64::NAN, f64::NAN], &[f64::NAN]).size(), 1);
/// ```
pub fn setdiff1d<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    let all = unique(a);
    all.select(!isin(&all, b))
}

/// The elements that one array has and the other has not, each once, in order.
///
/// Of any shapes → `(m,)`. NaN is one element of each array, and equal to nothing in the other: there may be two.
///
/// # NumPy
/// `np.setxor1d(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::setxor1d(&[3, 1, 3, 2], &[2, 9]), array![1, 3, 9]);
/// assert_eq!(nd_ops::setxor1d(&[f64::NAN], &[f64::NAN]).size(), 2);
/// ```
pub fn setxor1d<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Sortable>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    sort(concat(&[setdiff1d(a, b), setdiff1d(b, a)], 0))
}

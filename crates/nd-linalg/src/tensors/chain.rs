//! [`multi_dot`].

use crate::error::ok;
use crate::products::{Arithmetic, ProductElement, inner_error};
use crate::tensors::TensorProducts;
use nd_core::{Array, ArrayLike, CowArray, ShapeError, View};

/// The product of several matrices, in the order that takes the fewest operations.
///
/// `(m, k)`, `(k, l)`, … `(p, n)` → `(m, n)`. The first may be a vector, taken as a row, and
/// the last, taken as a column; that axis is missing from the result. Values as for
/// [`matmul`](crate::matmul).
///
/// # Panics
/// If there is no array, one has another number of axes, or neighbours do not fit.
///
/// # NumPy
/// `np.linalg.multi_dot(arrays)`, which asks for at least two. The order is found as there, by
/// Cormen's dynamic programme.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_linalg::multi_dot;
///
/// let (a, b) = (array![[1, 2], [3, 4]], array![[0, 1], [1, 0]]);
/// assert_eq!(multi_dot(&[&a, &b, &b]), a);
/// let x = array![1, 1];
/// assert_eq!(multi_dot(&[&x, &a, &x])[[]], 10);
/// ```
/// ```should_panic
/// nd_linalg::multi_dot(&[[[1, 2]], [[1, 2]]]); // 2 and 1 should be equal
/// ```
#[track_caller]
pub fn multi_dot<A: ArrayLike<Elem: ProductElement>>(arrays: &[A]) -> Array<A::Elem> {
    ok(try_multi_dot(arrays))
}

/// As [`multi_dot`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Rank`] for an array that is neither a matrix nor a
/// vector at an end, [`ShapeError::Inner`] if neighbours do not fit.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_multi_dot::<[i32; 2]>(&[]).is_err());
/// ```
pub fn try_multi_dot<A: ArrayLike<Elem: ProductElement>>(
    arrays: &[A],
) -> Result<Array<A::Elem>, ShapeError> {
    let views: Vec<View<'_, A::Elem>> = arrays.iter().map(ArrayLike::view).collect();
    A::Elem::multi_dot(&views)
}

/// The body of [`multi_dot`].
pub(crate) fn of_views<E: ProductElement>(views: &[View<'_, E>]) -> Result<Array<E>, ShapeError> {
    let works: Vec<CowArray<'_, _>> = views.iter().map(|&view| E::work(view)).collect();
    let views: Vec<View<'_, _>> = works.iter().map(CowArray::view).collect();
    chained(&views).map(E::done)
}

fn chained<T: Arithmetic>(views: &[View<'_, T>]) -> Result<Array<T>, ShapeError> {
    let op = "multi_dot";
    let ([first, ..], [.., last]) = (views, views) else {
        return Err(ShapeError::NoArrays { op });
    };
    for (i, view) in views.iter().enumerate() {
        let end = i == 0 || i + 1 == views.len();
        if view.ndim() != 2 && !(end && view.ndim() == 1) {
            let expected = if end { "1 or 2" } else { "2" };
            return Err(ShapeError::Rank { op, expected, shape: view.shape().into() });
        }
    }
    if views.len() == 1 {
        return Ok(first.to_array());
    }
    for pair in views.windows(2) {
        let (k, given) = (pair[0].shape()[pair[0].ndim() - 1], pair[1].shape()[0]);
        if k != given {
            return Err(inner_error(op, pair[0].shape(), pair[1].shape(), [k, given]));
        }
    }
    // Matrix number i is lengths[i] × lengths[i + 1].
    let mut lengths: Vec<usize> = views.iter().map(|view| view.shape()[0]).collect();
    lengths[0] = if first.ndim() == 1 { 1 } else { lengths[0] };
    lengths.push(if last.ndim() == 1 { 1 } else { last.shape()[1] });
    let splits = best_splits(&lengths);
    multiplied(views, &splits, 0, views.len() - 1)
}

/// After which matrix the chain `i..=j` is best cut, for all `i < j`: T. H. Cormen and others,
/// "Introduction to Algorithms", matrix-chain multiplication.
fn best_splits(lengths: &[usize]) -> Vec<Vec<usize>> {
    let count = lengths.len() - 1;
    let mut costs = vec![vec![0.0f64; count]; count];
    let mut splits = vec![vec![0; count]; count];
    for span in 1..count {
        for i in 0..count - span {
            let j = i + span;
            let cost = |k: usize| {
                let step = lengths[i] as f64 * lengths[k + 1] as f64 * lengths[j + 1] as f64;
                costs[i][k] + costs[k + 1][j] + step
            };
            let (mut least, mut split) = (cost(i), i);
            for k in i + 1..j {
                if cost(k) < least {
                    (least, split) = (cost(k), k);
                }
            }
            (costs[i][j], splits[i][j]) = (least, split);
        }
    }
    splits
}

fn multiplied<T: Arithmetic>(
    views: &[View<'_, T>],
    splits: &[Vec<usize>],
    i: usize,
    j: usize,
) -> Result<Array<T>, ShapeError> {
    let split = splits[i][j];
    let part = |i: usize, j: usize| match i == j {
        true => Ok(CowArray::View(views[i])),
        false => multiplied(views, splits, i, j).map(CowArray::Owned),
    };
    let (left, right) = (part(i, split)?, part(split + 1, j)?);
    T::product("multi_dot", left.view(), right.view())
}

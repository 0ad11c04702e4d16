//! `digitize`: between which edges numbers lie.

use super::{BinError, Binned};
use nd_core::{Array, ArrayLike, View};

/// How many edges each element has passed, where an edge belongs to the bin above it: the
/// number `i` for which `edges[i - 1] <= x < edges[i]`, or `edges[i - 1] > x >= edges[i]` if they
/// decrease.
///
/// `a`: any shape → the same shape. NaN lies above all edges.
///
/// # Errors
/// If the edges neither increase nor decrease.
///
/// # NumPy
/// `np.digitize(a, edges)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::digitize([0.2, 1.0, 9.0], &[0.0, 1.0, 2.5]), Ok(array![1, 2, 3]));
/// assert!(nd_ops::digitize([0.2], &[0.0, 1.0, 0.5]).is_err());
/// ```
pub fn digitize<A: ArrayLike<Elem: Binned>>(a: A, edges: &[f64]) -> Result<Array<usize>, BinError> {
    passed(<A::Elem as Binned>::f64s_of(a.view()).view(), edges, false)
}

/// As [`digitize`], where an edge belongs to the bin below it: `edges[i - 1] < x <= edges[i]`,
/// or `edges[i - 1] >= x > edges[i]` if they decrease.
///
/// # Errors
/// If the edges neither increase nor decrease.
///
/// # NumPy
/// `np.digitize(a, edges, right=True)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::digitize_right([0.2, 1.0, 9.0], &[0.0, 1.0, 2.5]), Ok(array![1, 1, 3]));
/// ```
pub fn digitize_right<A: ArrayLike<Elem: Binned>>(
    a: A,
    edges: &[f64],
) -> Result<Array<usize>, BinError> {
    passed(<A::Elem as Binned>::f64s_of(a.view()).view(), edges, true)
}

#[inline(never)]
fn passed(a: View<'_, f64>, edges: &[f64], right: bool) -> Result<Array<usize>, BinError> {
    let wrong = |ordered: fn(f64, f64) -> bool| {
        edges.windows(2).position(|pair| !ordered(pair[0], pair[1]))
    };
    let Some(place) = wrong(|a, b| a <= b) else {
        // NaN is larger than any edge, as where NumPy sorts.
        let below = move |edge: f64, x: f64| if right { edge < x } else { edge <= x };
        return Ok(a.map(|x| edges.partition_point(|&edge| x.is_nan() || below(edge, x))));
    };
    if wrong(|a, b| a >= b).is_some() {
        return Err(BinError::Unordered { place: place + 1 });
    }
    let above = move |edge: f64, x: f64| if right { edge >= x } else { edge > x };
    Ok(a.map(|x| edges.partition_point(|&edge| !x.is_nan() && above(edge, x))))
}

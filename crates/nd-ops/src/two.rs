//! Functions with two results, made in one walk.

use nd_core::{Array, ShapeError, View, ZeroBits, broadcast_shapes, zip};

/// Both results of `f` for each element.
#[inline(always)]
pub(crate) fn two_of<T, U, V>(
    a: View<'_, T>,
    f: impl Fn(T) -> (U, V) + Sync,
) -> (Array<U>, Array<V>)
where
    T: Copy + Send + Sync,
    U: Copy + Send,
    V: ZeroBits,
{
    let mut second = in_order_of(a);
    let first = zip((&mut second, &a)).map(|(second, x)| {
        let (one, two) = f(x);
        *second = two;
        one
    });
    (first, second)
}

/// Zeros that lie in memory as `a` does, so that both results are walked in one order.
fn in_order_of<T, V: ZeroBits>(a: View<'_, T>) -> Array<V> {
    if a.is_f_contiguous() && !a.is_c_contiguous() {
        let backwards: Vec<isize> = (0..a.ndim() as isize).rev().collect();
        return Array::zeros(a.t().shape()).into_permuted(&backwards);
    }
    Array::zeros(a.shape())
}

/// Both results of `f` for each pair of elements.
///
/// # Panics
/// If the shapes do not broadcast together, in the words of `op`.
#[inline(always)]
#[track_caller]
pub(crate) fn two_of_pairs<T, U, V>(
    op: &'static str,
    a: View<'_, T>,
    b: View<'_, T>,
    f: impl Fn(T, T) -> (U, V) + Sync,
) -> (Array<U>, Array<V>)
where
    T: Copy + Send + Sync,
    U: Copy + Send,
    V: ZeroBits,
{
    let shape = broadcast_shapes(&[a.shape(), b.shape()]).unwrap_or_else(|error| match error {
        ShapeError::Broadcast { shapes, .. } => panic!("{}", ShapeError::Broadcast { op, shapes }),
        other => panic!("{other}"),
    });
    let mut second = Array::<V>::zeros(shape);
    let first = zip((&mut second, &a, &b)).named(op).map(|(second, x, y)| {
        let (one, two) = f(x, y);
        *second = two;
        one
    });
    (first, second)
}

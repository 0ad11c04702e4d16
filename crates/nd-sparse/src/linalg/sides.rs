//! Right sides: one vector, or the columns of a matrix, solved on all threads.

use super::error::SolverError;
use super::scalar::Scalar;
use nd_core::{Array, ShapeError, View, huge, threads};

/// What `solve` makes of `b`, `(m)` or `(m, k)`: `(n)` or `(n, k)`. It is given each column and the place for its
/// result.
pub(crate) fn solved<T: Scalar>(
    op: &'static str,
    [rows, columns]: [usize; 2],
    b: View<'_, T>,
    solve: &(dyn Fn(&mut [T], &mut [T]) + Sync),
) -> Result<Array<T>, SolverError> {
    let shape = b.shape();
    if !(1..=2).contains(&b.ndim()) {
        return Err(ShapeError::Rank { op, expected: "1 or 2", shape: shape.into() }.into());
    }
    if shape[0] != rows {
        let lengths = [rows, shape[0]];
        let (left, right) = ([rows, columns].into(), shape.into());
        return Err(ShapeError::Inner { op, left, right, lengths }.into());
    }
    let sides = shape.get(1).copied().unwrap_or(1);
    // Columns behind each other.
    let mut given = b.t().flatten().into_vec();
    let mut found = huge::advised(vec![T::ZERO; columns * sides]);
    if rows > 0 && columns > 0 {
        let pairs = given.chunks_mut(rows).zip(found.chunks_mut(columns)).collect();
        threads::items(pairs, &|_, (b, x): (&mut [T], &mut [T])| solve(b, x));
    }
    if b.ndim() == 1 {
        return Ok(Array::from_vec(found));
    }
    Ok(Array::from_shape_vec([sides, columns], found).into_transposed())
}

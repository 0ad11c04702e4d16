//! Shapes of factors that fit.

use nd_core::ShapeError;

/// `x` is a vector with an element for each column of a matrix.
pub(crate) fn check_vector(
    op: &'static str,
    matrix: [usize; 2],
    x: &[usize],
) -> Result<(), ShapeError> {
    match *x {
        [len] if len == matrix[1] => Ok(()),
        [len] => Err(inner(op, &matrix, x, [matrix[1], len])),
        _ => Err(ShapeError::Rank { op, expected: "1", shape: x.into() }),
    }
}

/// Two matrices whose inner axes have the same length.
pub(crate) fn check_matrices(
    op: &'static str,
    left: &[usize],
    right: &[usize],
) -> Result<(), ShapeError> {
    for shape in [left, right] {
        if shape.len() != 2 {
            return Err(ShapeError::Rank { op, expected: "2", shape: shape.into() });
        }
    }
    if left[1] == right[0] { Ok(()) } else { Err(inner(op, left, right, [left[1], right[0]])) }
}

fn inner(op: &'static str, left: &[usize], right: &[usize], lengths: [usize; 2]) -> ShapeError {
    ShapeError::Inner { op, left: left.into(), right: right.into(), lengths }
}

//! What functions of matrices share: the walk over a stack.

use crate::LinalgError;
use crate::field::Double;
use crate::matrices::stack::Stack;
use crate::matrices::walk::Walk;
use crate::matrices::{dense, prepare};
use faer::{Mat, MatRef, Par};
use nd_core::{Array, View};

/// Why a function of one matrix has no value.
pub(crate) enum Failure {
    /// A zero pivot or eigenvalue, where one must not be.
    Singular(usize),
    /// An iteration was given up.
    NoConvergence(usize),
}

impl Failure {
    fn of(self, op: &'static str, matrix: Box<[usize]>) -> LinalgError {
        match self {
            Failure::Singular(pivot) => LinalgError::Singular { op, pivot, matrix },
            Failure::NoConvergence(iterations) => {
                LinalgError::NoConvergence { op, iterations, matrix }
            }
        }
    }
}

/// Applies a function to every square matrix, `(…, n, n)` → `(…, n, n)`. `cost`: about how
/// many operations it takes, in `n³`.
pub(crate) fn over_squares<T: Double, U: Double>(
    op: &'static str,
    a: View<'_, T>,
    cost: f64,
    function: fn(View<'_, T>, Par) -> Result<Mat<U>, Failure>,
) -> Result<Array<U>, LinalgError> {
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let flops = cost * (n * n * n) as f64 + 100.0;
    Walk::pinned(&stack, flops).one(&[n, n], &|i, out, par| {
        let value = function(stack.get(i), par).map_err(|why| why.of(op, stack.index(i)))?;
        dense::write(value.as_ref(), out);
        Ok(())
    })
}

/// What is not zero beside the diagonal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Diagonal,
    Lower,
    Upper,
    Full,
}

impl Shape {
    /// That of a square matrix.
    pub(crate) fn of<T: Double>(a: MatRef<'_, T>) -> Shape {
        let n = a.nrows();
        let below = (0..n).any(|j| (j + 1..n).any(|i| !a[(i, j)].is_zero()));
        let above = (0..n).any(|j| (0..j).any(|i| !a[(i, j)].is_zero()));
        match (below, above) {
            (false, false) => Shape::Diagonal,
            (true, false) => Shape::Lower,
            (false, true) => Shape::Upper,
            (true, true) => Shape::Full,
        }
    }
}

//! What functions of matrices share: the walk over a stack.

use crate::dense;
use crate::field::Field;
use crate::output;
use crate::par::{self, Blocks};
use crate::stack::Stack;
use crate::{LinalgError, prepare};
use faer::{Mat, Par};
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
pub(crate) fn over_squares<T: Field, U: Field>(
    op: &'static str,
    a: View<'_, T>,
    cost: f64,
    function: impl Fn(View<'_, T>, Par) -> Result<Mat<U>, Failure> + Sync,
) -> Result<Array<U>, LinalgError> {
    let stack = Stack::square(op, a)?;
    prepare::finite(op, a)?;
    let n = stack.rows();
    let mut out = output::zeros::<U>(stack.shape_of(&[n, n])?)?;
    if out.is_empty() {
        return Ok(out);
    }
    let blocks = Blocks::new(stack.count(), cost * (n * n * n) as f64 + 100.0);
    let pieces = blocks.pieces(dense::elements(&mut out), n * n);
    blocks.run(par::pinned, |block, range, par| {
        for (i, piece) in range.zip(pieces.each(block)) {
            let value = function(stack.get(i), par).map_err(|why| why.of(op, stack.index(i)))?;
            dense::write(value.as_ref(), piece);
        }
        Ok(())
    })?;
    drop(pieces);
    Ok(out)
}

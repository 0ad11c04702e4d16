//! [`RightSide`]: the `b` of `a·x = b`, and the `x` that is written.

use crate::LinalgError;
use crate::field::Field;
use crate::matrices::stack::{Stack, common_batch};
use nd_core::{Array, Shape, ShapeError, View};

/// The right sides of a stack of systems: a vector if `b` has one axis, as NumPy 2 has it,
/// else matrices.
pub(crate) struct RightSide<'a, T> {
    /// `(…, m, k)`, broadcast to the common batch.
    pub(crate) stack: Stack<'a, T>,
    /// The batch that both sides broadcast to.
    pub(crate) batch: Shape,
    vector: bool,
}

impl<'a, T: Field> RightSide<'a, T> {
    /// `b: (m)` or `(…, m, k)` for matrices with `m` rows, of shape `a` as a whole.
    pub(crate) fn new(
        op: &'static str,
        a: &[usize],
        b: View<'a, T>,
    ) -> Result<RightSide<'a, T>, LinalgError> {
        let vector = b.ndim() == 1;
        let columns = if vector { b.expand_dims(1) } else { b };
        let stack = Stack::matrices(op, columns)?;
        let (batch, core) = a.split_at(a.len() - 2);
        if stack.rows() != core[0] {
            let (left, right) = (a.into(), b.shape().into());
            return Err(ShapeError::Mismatch { op: op.into(), left, right }.into());
        }
        let batch = common_batch(op, batch, stack.batch())?;
        Ok(RightSide { stack: stack.broadcast(&batch)?, batch, vector })
    }

    /// How many columns the right sides have.
    pub(crate) fn columns(&self) -> usize {
        self.stack.cols()
    }

    /// The solutions `(…, n, k)` in the shape that goes with `b`.
    pub(crate) fn shaped(&self, x: Array<T>) -> Array<T> {
        if !self.vector {
            return x;
        }
        let shape = x.shape()[..x.shape().len() - 1].to_vec();
        x.into_reshaped(shape.as_slice())
    }
}

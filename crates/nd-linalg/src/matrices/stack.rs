//! [`Stack`]: the matrices in the last two axes of an array, `(…, m, n)`.

use crate::LinalgError;
use nd_core::{Array, Shape, ShapeError, View, broadcast_shapes};

/// A view as a stack of matrices (or, with one core axis, of vectors).
#[derive(Clone, Copy)]
pub(crate) struct Stack<'a, T> {
    view: View<'a, T>,
    /// How many of the last axes make one item: 2, or 1 for vectors.
    core: usize,
    count: usize,
}

impl<'a, T> Stack<'a, T> {
    /// The matrices of `a`: `(…, m, n)`.
    pub(crate) fn matrices(op: &'static str, a: View<'a, T>) -> Result<Self, ShapeError> {
        if a.ndim() < 2 {
            return Err(ShapeError::TooFewAxes { op, least: 2, shape: a.shape().into() });
        }
        let count = a.shape()[..a.ndim() - 2].iter().product();
        Ok(Stack { view: a, core: 2, count })
    }

    /// The vectors of `a`: `(…, n)`.
    pub(crate) fn vectors(op: &'static str, a: View<'a, T>) -> Result<Self, ShapeError> {
        if a.ndim() < 1 {
            return Err(ShapeError::TooFewAxes { op, least: 1, shape: a.shape().into() });
        }
        let count = a.shape()[..a.ndim() - 1].iter().product();
        Ok(Stack { view: a, core: 1, count })
    }

    /// The square matrices of `a`: `(…, n, n)`.
    pub(crate) fn square(op: &'static str, a: View<'a, T>) -> Result<Self, ShapeError> {
        let stack = Self::matrices(op, a)?;
        if stack.rows() != stack.cols() {
            return Err(ShapeError::NotSquare { op, shape: a.shape().into() });
        }
        Ok(stack)
    }

    /// The one square matrix that `a` is: `(n, n)`.
    pub(crate) fn single(op: &'static str, a: View<'a, T>) -> Result<Self, ShapeError> {
        one_matrix(op, a)?;
        Self::square(op, a)
    }

    /// The stack repeated to a batch shape that its own broadcasts to.
    pub(crate) fn broadcast(self, batch: &[usize]) -> Result<Self, ShapeError> {
        let core = &self.view.shape()[self.view.ndim() - self.core..];
        let shape = Shape::try_new(&[batch, core].concat())?;
        let view = self.view.try_broadcast_to(shape)?;
        Ok(Stack { view, core: self.core, count: batch.iter().product() })
    }

    /// All matrices: `(…, m, n)`.
    pub(crate) fn view(&self) -> View<'a, T> {
        self.view
    }

    /// The shape of the leading axes.
    pub(crate) fn batch(&self) -> &[usize] {
        &self.view.shape()[..self.view.ndim() - self.core]
    }

    /// How many matrices there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The rows of each.
    pub(crate) fn rows(&self) -> usize {
        self.view.shape()[self.view.ndim() - 2]
    }

    /// The columns of each.
    pub(crate) fn cols(&self) -> usize {
        self.view.shape()[self.view.ndim() - 1]
    }

    /// The shape of an array with one item of shape `core` for each matrix.
    pub(crate) fn shape_of(&self, core: &[usize]) -> Result<Shape, ShapeError> {
        Shape::try_new(&[self.batch(), core].concat())
    }

    /// Matrix number `i`, in C order of the leading axes.
    pub(crate) fn get(&self, i: usize) -> View<'a, T> {
        let mut view = self.view;
        let (mut rest, mut period) = (i, self.count);
        for axis in 0..view.ndim() - self.core {
            period /= self.view.shape()[axis];
            view = view.slice([nd_core::SliceItem::from(rest / period)]);
            rest %= period;
        }
        view
    }

    /// Whether all matrices are the same elements in memory.
    pub(crate) fn is_repeated(&self) -> bool {
        self.batch().iter().zip(self.view.strides()).all(|(&n, &step)| n == 1 || step == 0)
    }

    /// Whether some of them are.
    pub(crate) fn is_stretched(&self) -> bool {
        self.batch().iter().zip(self.view.strides()).any(|(&n, &step)| n > 1 && step == 0)
    }

    /// The rows of all matrices under each other as one matrix, if they lie so in memory.
    pub(crate) fn joined(&self) -> Option<View<'a, T>> {
        let shape = [self.count * self.rows(), self.cols()];
        self.view.try_reshape_view(nd_core::Shape::from(shape)).ok()
    }

    /// Where matrix number `i` is in the stack; empty for a single one.
    pub(crate) fn index(&self, i: usize) -> Box<[usize]> {
        let batch = self.batch();
        let mut index = vec![0; batch.len()].into_boxed_slice();
        let mut rest = i;
        for (place, &n) in index.iter_mut().zip(batch).rev() {
            *place = rest % n.max(1);
            rest /= n.max(1);
        }
        index
    }
}

impl<T> Stack<'_, T> {
    /// Says that an iteration for matrix number `i` was given up.
    pub(crate) fn stopped(&self, op: &'static str, iterations: usize, i: usize) -> LinalgError {
        LinalgError::NoConvergence { op, iterations, matrix: self.index(i) }
    }
}

/// The batch shape that the stacks' shapes broadcast to.
pub(crate) fn common_batch(
    op: &'static str,
    a: &[usize],
    b: &[usize],
) -> Result<Shape, LinalgError> {
    broadcast_shapes(&[a, b])
        .map_err(|_| ShapeError::Broadcast { op, shapes: [a.into(), b.into()].into() }.into())
}

/// Refuses all but one matrix, `(m, n)`.
pub(crate) fn one_matrix<T>(op: &'static str, a: View<'_, T>) -> Result<(), ShapeError> {
    match a.ndim() {
        0 | 1 => Err(ShapeError::TooFewAxes { op, least: 2, shape: a.shape().into() }),
        2 => Ok(()),
        _ => Err(ShapeError::Rank { op, expected: STACKED, shape: a.shape().into() }),
    }
}

/// What is expected of a function of one matrix, and the cure.
const STACKED: &str = "2 (of a stack: the function whose name ends in _stack)";

/// The number of a single matrix; a panic at the caller's place if there are several.
#[track_caller]
pub(crate) fn the_one<R: Copy>(op: &'static str, of_each: Array<R>) -> R {
    if of_each.ndim() > 0 {
        let shape = of_each.shape();
        panic!("{op}: a stack of shape {shape:?} has one for each: {op}_stack gives them");
    }
    of_each[[]]
}

//! `matmul`.

use super::{BLOCK, LEAST, beside, rows};
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::elementwise::ChunkedOperand;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Number, Shape, ShapeError, Typed, zip};
use nd_io::Region;
use nd_linalg::{ProductElement, matmul};
use std::marker::PhantomData;
use std::sync::Arc;

/// Rows and columns of a block where the right factor has too many columns for blocks of rows.
const SQUARE: usize = 512;

/// The product of matrices: a fold of `(n, k, m)` over `k`, of a left factor `(n, k, 1)` and a right one
/// `(1, k, m)`.
struct Product<T> {
    axes: Axes,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + ProductElement<Work: Number + Typed>> Folding for Product<T> {
    type State = Array<T::Work>;

    fn name(&self) -> String {
        "matmul".into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from(()), dtype: T::DTYPE }]
    }

    fn cells(&self, shape: &[usize], _: usize) -> Option<Cells> {
        let itemsize = T::DTYPE.itemsize();
        let &[_, k, m] = shape else { unreachable!("products are of three axes") };
        let deep = (BLOCK / (LEAST * itemsize)).min(k).max(1);
        let extents = match deep.saturating_mul(m).saturating_mul(itemsize) <= BLOCK {
            true => [rows(deep.max(m), itemsize), deep, m.max(1)],
            false => [SQUARE; 3],
        };
        Some(Cells::of_extents(shape, &self.axes, &extents))
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Array<T::Work>> {
        let left = T::work(inputs[0].typed::<T>().squeeze_axes(&[2]));
        let right = T::work(inputs[1].typed::<T>().squeeze_axes(&[0]));
        Ok(matmul(left.view(), right.view()))
    }

    fn merge(&self, earlier: &mut Array<T::Work>, later: Array<T::Work>) {
        zip((earlier, &later)).for_each(|(a, b)| *a = a.plus(b));
    }

    fn finish(&self, state: Option<Array<T::Work>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let sums = state.unwrap_or_else(|| Array::zeros(tile.shape()));
        Ok(vec![T::done(sums).into()])
    }

    fn wire(&self) -> Wire<Array<T::Work>> {
        Wire::array()
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(size_of::<T::Work>())
    }

    fn scratch(&self, cell: &Region) -> usize {
        let &[n, k, m] = cell.shape() else { unreachable!("products are of three axes") };
        beside::<T>(n + m, k)
    }

    fn identity(&self) -> String {
        format!("matmul {}", T::DTYPE)
    }
}

impl<T: Typed + ProductElement<Work: Number + Typed>> Chunked<T> {
    /// The product of matrices, of which either may be larger than memory.
    ///
    /// `(n, k)`, `(k, m)` → `(n, m)`; a vector on the left is a row, one on the right a column, and that axis is
    /// missing from the result. Blocks of rows meet all columns of the right factor where these are few, else square
    /// blocks meet; sums over `k` are put together in an order of their own: the bits do not depend on chunks, budget
    /// and threads. NaN and infinities spread as in sums of products, integers wrap, a sum over no elements is 0. The
    /// product is made as a whole, in memory or beside the result, before what is made of it.
    ///
    /// # Panics
    /// If a factor has neither one axis nor two, or `k` differs.
    ///
    /// # NumPy
    /// `a @ b`, without stacks of matrices; the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]]);
    /// assert_eq!(x.matmul(&array![1.0, 10.0]).compute()?, array![21.0, 43.0, 10.0]);
    /// assert_eq!(x.t().matmul(&x).compute()?, x.gram().compute()?);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn matmul(&self, other: impl ChunkedOperand<T>) -> Chunked<T> {
        self.try_matmul(other).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`matmul`](Self::matmul), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if a factor has neither one axis nor two, [`ShapeError::Inner`] if `k` differs.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::full([2, 3], 1.0);
    /// assert!(x.try_matmul(&x).is_err());
    /// ```
    pub fn try_matmul(&self, other: impl ChunkedOperand<T>) -> Result<Chunked<T>, ShapeError> {
        let other = other.into_chunked();
        for factor in [self, &other] {
            if !matches!(factor.ndim(), 1 | 2) {
                let (expected, shape) = ("1 or 2", factor.shape().into());
                return Err(ShapeError::Rank { op: "matmul", expected, shape });
            }
        }
        let left = if self.ndim() == 1 { self.expand_dims(0) } else { self.clone() };
        let right = if other.ndim() == 1 { other.expand_dims(1) } else { other.clone() };
        let (n, k, m) = (left.shape()[0], left.shape()[1], right.shape()[1]);
        if right.shape()[0] != k {
            let lengths = [k, right.shape()[0]];
            let (left, right) = (self.shape().into(), other.shape().into());
            return Err(ShapeError::Inner { op: "matmul", left, right, lengths });
        }
        let fold = Product::<T> { axes: Axes::from([1]), of: PhantomData };
        let inputs = [left.expand_dims(2), right.expand_dims(0)];
        let inputs = inputs.iter().map(|input| Arc::clone(&input.node)).collect();
        let whole = Chunked::of(Stage::nodes(fold, inputs, Vec::new(), [n, k, m].into()).remove(0));
        Ok(match (self.ndim(), other.ndim()) {
            (2, 2) => whole,
            (2, _) => whole.squeeze_axes(&[1]),
            (_, 2) => whole.squeeze_axes(&[0]),
            _ => whole.squeeze_axes(&[0, 1]),
        })
    }
}

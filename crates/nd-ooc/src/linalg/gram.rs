//! `gram`.

use super::{beside, rows};
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Number, Shape, ShapeError, Typed, zip};
use nd_io::Region;
use nd_linalg::{ProductElement, matmul};
use std::marker::PhantomData;
use std::sync::Arc;

/// Products of columns with each other, added up over blocks of rows.
struct Gram<T> {
    axes: Axes,
    columns: usize,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + ProductElement<Work: Number + Typed>> Folding for Gram<T> {
    /// `(columns, columns)`.
    type State = Array<T::Work>;

    fn name(&self) -> String {
        "gram".into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([self.columns; 2]), dtype: T::DTYPE }]
    }

    fn cells(&self, shape: &[usize], itemsize: usize) -> Option<Cells> {
        Some(Cells::of_extents(shape, &self.axes, &[rows(self.columns, itemsize), self.columns]))
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Array<T::Work>> {
        let rows = T::work(inputs[0].typed::<T>());
        let rows = rows.view();
        Ok(matmul(rows.permute_dims(&[1, 0]), rows))
    }

    fn merge(&self, earlier: &mut Array<T::Work>, later: Array<T::Work>) {
        zip((earlier, &later)).for_each(|(a, b)| *a = a.plus(b));
    }

    fn finish(&self, state: Option<Array<T::Work>>, _: &Region) -> Result<Vec<AnyArray>> {
        let mut sums = state.unwrap_or_else(|| Array::zeros([self.columns; 2]));
        // The kernel may round the two factors of a product differently.
        for row in 1..self.columns {
            for column in 0..row {
                sums[[column, row]] = sums[[row, column]];
            }
        }
        Ok(vec![T::done(sums).into()])
    }

    fn wire(&self) -> Wire<Array<T::Work>> {
        Wire::array()
    }

    fn state_bytes(&self, places: usize) -> usize {
        let elements = self.columns.saturating_mul(self.columns).saturating_mul(places);
        elements.saturating_mul(size_of::<T::Work>())
    }

    fn scratch(&self, cell: &Region) -> usize {
        beside::<T>(2 * self.columns, cell.shape()[0])
    }

    fn identity(&self) -> String {
        format!("gram {}", T::DTYPE)
    }
}

impl<T: Typed + ProductElement<Work: Number + Typed>> Chunked<T> {
    /// The products of all columns with each other: `aᵀ·a`, in one pass over blocks of rows.
    ///
    /// `(n, p)` → `(p, p)`, symmetric, held as a whole; complex numbers are not conjugated. Without rows it is zeros.
    /// NaN and infinities spread as in sums of products, integers wrap. The bits do not depend on chunks, budget and
    /// threads.
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # NumPy
    /// `a.T @ a`; the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]]);
    /// assert_eq!(x.gram().compute()?, array![[10.0, 14.0], [14.0, 21.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn gram(&self) -> Chunked<T> {
        self.try_gram().unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`gram`](Self::gram), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0.0, 3.0, 1.0).try_gram().is_err());
    /// ```
    pub fn try_gram(&self) -> Result<Chunked<T>, ShapeError> {
        let &[_, columns] = self.shape() else {
            let shape = self.shape().into();
            return Err(ShapeError::Rank { op: "gram", expected: "2", shape });
        };
        let fold = Gram::<T> { axes: Axes::from([0, 1]), columns, of: PhantomData };
        let inputs = vec![Arc::clone(&self.node)];
        Ok(Chunked::of(Stage::nodes(fold, inputs, Vec::new(), self.node.shape).remove(0)))
    }
}

//! `sum`, `prod` and `mean`.

use super::over::{folded, resolved, restored};
use crate::block::Block;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output};
use nd_core::{AnyArray, Array, Axes, Number, Shape, Typed};
use nd_io::Region;
use nd_ops::{AddedIn, Averaged, Over, Summable};
use std::marker::PhantomData;

/// Sums in `W`, and what becomes of them.
struct Sum<T, W, U, F> {
    name: &'static str,
    axes: Axes,
    /// How many elements go into each sum.
    count: usize,
    finish: F,
    of: PhantomData<fn(T, W) -> U>,
}

impl<T, W, U, F> Folding for Sum<T, W, U, F>
where
    T: Typed + AddedIn<W>,
    W: Number + Typed,
    U: Typed,
    F: Fn(Array<W>, usize) -> Array<U> + Send + Sync + 'static,
{
    type State = Array<W>;

    fn name(&self) -> String {
        self.name.into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from(()), dtype: U::DTYPE }]
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Array<W>> {
        let view = inputs[0].typed::<T>();
        if self.axes.len() == view.ndim() {
            return Ok(Array::scalar(AddedIn::sum_of(view)));
        }
        let axes: Vec<isize> = self.axes.iter().map(|&axis| axis as isize).collect();
        Ok(AddedIn::sum_axis_of("sum", view, &Over::from(&axes[..])))
    }

    fn merge(&self, earlier: &mut Array<W>, later: Array<W>) {
        *earlier += later;
    }

    fn finish(&self, state: Option<Array<W>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let sums = state.unwrap_or_else(|| Array::full(tile.shape(), W::zero()));
        Ok(vec![(self.finish)(sums, self.count).into()])
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(size_of::<W>())
    }
}

impl<T: Typed> Chunked<T> {
    #[track_caller]
    fn added<W: Number + Typed, U: Typed>(
        &self,
        name: &'static str,
        over: &Over,
        finish: impl Fn(Array<W>, usize) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U>
    where
        T: AddedIn<W>,
    {
        let axes = resolved(name, over, self.ndim());
        let count = axes.iter().map(|&axis| self.shape()[axis]).product();
        let of = PhantomData::<fn(T, W) -> U>;
        let fold = Sum { name, axes, count, finish, of };
        let node = folded(fold, &[&self.node]).remove(0);
        Chunked::of(restored(node, over, &axes))
    }

    /// The sum of all elements, as an array without axes; 0 if there are none.
    ///
    /// Cells of some 65,536 elements are added pairwise and their sums merged in a tree that depends on the shape
    /// alone: the same bits for any chunks, budget and number of threads. For arrays of one axis they are the bits of
    /// [`nd_ops::sum`], and so are integers always.
    ///
    /// # NumPy
    /// `np.sum(a)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(0i64, 1_000_000, 1);
    /// assert_eq!(x.sum().value()?, 499_999_500_000);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn sum(&self) -> Chunked<T::Sum>
    where
        T: Summable<Work: Typed, Sum: Typed>,
    {
        self.sum_axis(..)
    }

    /// The sums over some axes; see [`sum`](Self::sum).
    ///
    /// `(…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.sum(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1i64, 2], [3, 4]]);
    /// assert_eq!(x.sum_axis(0).compute()?, array![4, 6]);
    /// assert_eq!(x.sum_axis(nd_ops::keepdims(1)).compute()?, array![[3], [7]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn sum_axis(&self, axes: impl Into<Over>) -> Chunked<T::Sum>
    where
        T: Summable<Work: Typed, Sum: Typed>,
    {
        self.added("sum", &axes.into(), |sums, _| T::narrow_all(sums))
    }

    /// The mean of all elements, as an array without axes; NaN if there are none.
    ///
    /// # NumPy
    /// `np.mean(a)`; sums of half floats are `f32`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(0.0f64, 1_000_000.0, 1.0);
    /// assert_eq!(x.mean().value()?, 499_999.5);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn mean(&self) -> Chunked<T::Mean>
    where
        T: Averaged<Work: Typed, Mean: Typed>,
    {
        self.mean_axis(..)
    }

    /// The means over some axes; see [`mean`](Self::mean).
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.mean(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1, 2], [3, 5]]);
    /// assert_eq!(x.mean_axis(1).compute()?, array![1.5, 4.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn mean_axis(&self, axes: impl Into<Over>) -> Chunked<T::Mean>
    where
        T: Averaged<Work: Typed, Mean: Typed>,
    {
        self.added("mean", &axes.into(), |sums, count| T::means(sums, count))
    }
}

//! `nanmean` and `average`.

use super::merged::{Head, merged, only_axes};
use super::over::restored;
use crate::arrange::keep_axes;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::elementwise::lift2;
use crate::error::{Error, ErrorKind, Result};
use crate::fold::Cell;
use crate::node::Node;
use nd_core::{Array, Axes, Number, Typed, View, zip};
use nd_ops::{AddedIn, Averaged, Over};
use std::sync::Arc;

impl<T: Typed + Averaged<Work: Typed, Mean: Typed>> Chunked<T> {
    /// The mean of the elements that are not NaN, as an array without axes; NaN if there are none.
    ///
    /// # NumPy
    /// `np.nanmean(a)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![1.0, f64::NAN, 4.0]).nanmean().value()?, 2.5);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn nanmean(&self) -> Chunked<T::Mean> {
        self.nanmean_axis(..)
    }

    /// As [`nanmean`](Self::nanmean), over some axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.nanmean(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, f64::NAN], [3.0, 4.0]]);
    /// assert_eq!(x.nanmean_axis(0).compute()?, array![2.0, 4.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanmean_axis(&self, axes: impl Into<Over>) -> Chunked<T::Mean> {
        let over = axes.into();
        let sums = self.number_sums::<T::Work, T::Work>("nanmean", &over, |sums| sums);
        let partial = |a: View<'_, T>, over: &Over| {
            <T as AddedIn<T::Work>>::count_numbers_axis_of("nanmean", a, over)
        };
        let count = super::merged::reduced(
            "nanmean",
            &over,
            self,
            partial,
            |a, b| a + b,
            |n, tile| n.map_or_else(|| Array::<u64>::zeros(tile.shape()), |n| n.map(|n| n as u64)),
        );
        lift2("nanmean", &sums, &count, |sums, count| {
            T::number_means_of(sums.view(), count.map(|n| n as usize).view())
        })
    }

    /// The mean of all elements with weights, as an array without axes.
    ///
    /// Weights that add up to zero are an [`ErrorKind::Values`](crate::ErrorKind::Values) of the run.
    ///
    /// # Panics
    /// If the weights have another shape.
    ///
    /// # NumPy
    /// `np.average(a, weights=weights)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let (x, weights) = (Chunked::from(array![1.0f64, 2.0]), Chunked::from(array![3.0, 1.0]));
    /// assert_eq!(x.average(&weights).value()?, 1.25);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn average(&self, weights: &Chunked<T::Work>) -> Chunked<T::Mean> {
        self.average_axis(.., weights)
    }

    /// The means over some axes with weights, of the array's shape, or one for each place along the averaged axes.
    ///
    /// `(…, n, …)`, `(n,)` → `(…, …)`. Weights that add up to zero are an
    /// [`ErrorKind::Values`](crate::ErrorKind::Values) of the run.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice, or if the weights have neither shape.
    ///
    /// # NumPy
    /// `np.average(a, axis, weights)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 2.0], [5.0, 6.0]]);
    /// let weights = Chunked::from(array![3.0, 1.0]);
    /// assert_eq!(x.average_axis(0, &weights).compute()?, array![2.0, 3.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn average_axis(
        &self,
        axes: impl Into<Over>,
        weights: &Chunked<T::Work>,
    ) -> Chunked<T::Mean> {
        let over = axes.into();
        let axes = only_axes("average", &over, self.ndim());
        let weights = spread_out(&weights.node, self.shape(), &axes);
        let head = Head { name: "average", axes, bytes: 2 * size_of::<T::Work>() };
        let partial = |blocks: &[Block], cell: &Cell<'_>, over: &Over| {
            let weights = blocks[1].typed::<T::Work>();
            let weights = weights.broadcast_to(cell.region.shape());
            let sums = T::weighted_sums_of("average", blocks[0].typed::<T>(), weights, over);
            (sums, <T::Work as AddedIn<T::Work>>::sum_axis_of("average", weights, over))
        };
        type Pair<W> = (Array<W>, Array<W>);
        let merge = |earlier: &mut Pair<T::Work>, later: Pair<T::Work>| {
            let all = (&mut earlier.0, &mut earlier.1, &later.0, &later.1);
            zip(all).for_each(|(sum, total, a, b)| (*sum, *total) = (sum.plus(a), total.plus(b)));
        };
        let finish = |state: Option<Pair<T::Work>>, tile: &nd_io::Region| -> Result<_> {
            let none = || Array::full(tile.shape(), T::Work::default());
            let (sums, totals) = state.unwrap_or_else(|| (none(), none()));
            if totals.iter().any(|total| *total == T::Work::default()) {
                let message = "weights that add up to zero".to_owned();
                return Err(Error::from(ErrorKind::Values(message)));
            }
            Ok(T::shares_of(sums.view(), totals.view()))
        };
        let node = merged(head, &[&self.node, &weights], partial, merge, finish);
        Chunked::of(restored(node, &over, &axes))
    }
}

/// Weights of the array's shape, or along the averaged axes alone, as ones that stretch to it.
#[track_caller]
fn spread_out(weights: &Arc<Node>, shape: &[usize], axes: &Axes) -> Arc<Node> {
    if weights.shape[..] == *shape {
        return Arc::clone(weights);
    }
    let along = |averaged: bool| {
        (0..shape.len()).filter(move |axis| axes.contains(axis) == averaged).collect::<Vec<_>>()
    };
    let averaged: Vec<usize> = along(true).into_iter().map(|axis| shape[axis]).collect();
    assert!(
        weights.shape[..] == averaged[..],
        "average: weights of shape {:?} for elements of shape {shape:?} over axes {:?}",
        weights.shape,
        &axes[..]
    );
    keep_axes(weights, &Axes::from(&along(false)[..]))
}

//! `histogram`: how many elements lie in each bin.

use super::bins::{bins_of, get_edges, merge, put_edges, values};
use crate::block::Block;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage, Walk};
use crate::node::Node;
use crate::wire::{self, Wire};
use nd_core::{AnyArray, Array, Axes, CowArray, DType, Number, Shape, Typed, View};
use nd_io::Region;
use nd_ops::{Averaged, Binned, Bins, Edges};
use std::sync::Arc;

/// Counts, or sums of weights, and the edges of their bins; neither is there until it is asked for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChunkedHistogram<C> {
    /// What lies in each bin: `(bins,)`.
    pub counts: Chunked<C>,
    /// The edges of the bins: `(bins + 1,)`.
    pub edges: Chunked<f64>,
}

/// What a cell puts into bins.
type Add<T, C> = fn(View<'_, T>, Option<View<'_, f64>>, &Edges) -> Vec<C>;

/// Elements in bins.
struct InBins<T, C> {
    bins: Bins,
    /// Whether the smallest and the largest element stand behind the inputs.
    ends: bool,
    count: usize,
    axes: Axes,
    walk: Walk,
    add: Add<T, C>,
}

impl<T: Typed + Binned, C: Typed + Number> InBins<T, C> {
    /// The edges, by the smallest and the largest element where they are not given.
    fn edges(&self, inputs: &[Block]) -> Result<Edges> {
        let ends: Vec<T> = match inputs {
            [.., min, max] if self.ends => vec![min.typed::<T>()[[]], max.typed::<T>()[[]]],
            _ => Vec::new(),
        };
        Edges::of(View::from_slice(&ends), &self.bins).map_err(values)
    }
}

impl<T: Typed + Binned, C: Typed + Number> Folding for InBins<T, C> {
    type State = (Edges, Vec<C>);

    fn name(&self) -> String {
        "histogram".into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![
            Output { extra: Shape::from([self.count]), dtype: C::DTYPE },
            Output { extra: Shape::from([self.count + 1]), dtype: DType::F64 },
        ]
    }

    fn walk(&self) -> Walk {
        self.walk
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<(Edges, Vec<C>)> {
        let edges = self.edges(inputs)?;
        // The weights are of as many axes as the elements, the wholes of none.
        let weights = inputs.get(1).filter(|_| self.walk == Walk::Tree);
        let weights = weights.map(|weights| weights.gapless::<f64>());
        let weights = weights.as_ref().map(CowArray::view);
        let found = (self.add)(inputs[0].gapless::<T>().view(), weights, &edges);
        Ok((edges, found))
    }

    fn merge(&self, earlier: &mut (Edges, Vec<C>), later: (Edges, Vec<C>)) {
        merge(&mut earlier.1, later.1);
    }

    fn finish(&self, state: Option<(Edges, Vec<C>)>, _: &Region) -> Result<Vec<AnyArray>> {
        let (edges, counts) = match state {
            Some(state) => state,
            None => {
                let edges = Edges::of(View::<T>::from_slice(&[]), &self.bins).map_err(values)?;
                (edges, vec![C::zero(); self.count])
            }
        };
        Ok(vec![Array::from_vec(counts).into(), Array::from_vec(edges.edges).into()])
    }

    fn wire(&self) -> Wire<(Edges, Vec<C>)> {
        Wire { put: put_filled, get: get_filled }
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(self.count + 1).saturating_mul(16)
    }

    fn scratch(&self, cell: &Region) -> usize {
        // The elements and their weights without gaps.
        cell.size().saturating_mul(size_of::<T>() + size_of::<f64>())
    }

    fn identity(&self) -> String {
        format!("histogram {:?} {}", self.bins, C::DTYPE)
    }
}

fn put_filled<C: Typed>((edges, counts): &(Edges, Vec<C>), out: &mut Vec<u8>) {
    put_edges(edges, out);
    wire::put_list(counts, out);
}

fn get_filled<C: Typed>(from: &mut &[u8]) -> Option<(Edges, Vec<C>)> {
    Some((get_edges(from)?, wire::get_list(from)?))
}

impl<T: Typed + Binned> Chunked<T> {
    fn in_bins<C: Typed + Number>(
        &self,
        bins: Bins,
        weights: Option<&Arc<Node>>,
        add: Add<T, C>,
    ) -> Result<ChunkedHistogram<C>>
    where
        T: Averaged,
    {
        let (bins, count) = bins_of(self, bins)?;
        let walk = if weights.is_some() { Walk::Tree } else { Walk::Pool };
        let all: Vec<usize> = (0..self.ndim()).collect();
        let given = bins.parts().1.is_some() || matches!(bins.parts().0, nd_ops::BinKind::Edges(_));
        let wholes = match given || self.size() == 0 {
            true => Vec::new(),
            false => vec![self.min().node, self.max().node],
        };
        let fold =
            InBins { bins, ends: !wholes.is_empty(), count, axes: Axes::from(&all[..]), walk, add };
        let inputs = [&self.node].into_iter().chain(weights).cloned().collect();
        let mut nodes = Stage::nodes(fold, inputs, wholes, self.node.shape);
        let edges = Chunked::of(nodes.remove(1));
        Ok(ChunkedHistogram { counts: Chunked::of(nodes.remove(0)), edges })
    }

    /// How many elements lie in each bin. NaN and what lies outside of all bins is not counted.
    ///
    /// Of equal bins without a range, a first pass finds the smallest and the largest element. A
    /// [rule](nd_ops::BinRule) needs to know how many bins there are, and so a pass is run at once.
    ///
    /// # Errors
    /// [`ErrorKind::Values`](crate::ErrorKind::Values) if there are no such bins, or for rules that need more than
    /// the count, the extremes and the standard deviation (`Auto`, `FreedmanDiaconis`, `Doane`, `Stone`); where the
    /// range is that of the elements, and not finite, of the run.
    ///
    /// # NumPy
    /// `np.histogram(a, bins, range)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let found = nd_ooc::arange(0.0, 10.0, 1.0).histogram(3)?;
    /// assert_eq!(found.counts.compute()?, array![3, 3, 4]);
    /// assert_eq!(found.edges.compute()?, array![0.0, 3.0, 6.0, 9.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn histogram(&self, bins: impl Into<Bins>) -> Result<ChunkedHistogram<i64>>
    where
        T: Averaged,
    {
        self.in_bins(bins.into(), None, |a, _, edges| {
            T::bin_counts_of(a, edges).into_iter().map(|n| n as i64).collect()
        })
    }

    /// As [`histogram`](Self::histogram), with the sums of the weights of the elements in each bin.
    ///
    /// # Panics
    /// If the weights have another shape.
    ///
    /// # Errors
    /// As [`histogram`](Self::histogram).
    ///
    /// # NumPy
    /// `np.histogram(a, bins, range, weights=weights)`; the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let x = nd_ooc::arange(0.0, 4.0, 1.0);
    /// let found = x.histogram_weighted(2, &(&x * 10.0))?;
    /// assert_eq!(found.counts.compute()?, array![10.0, 50.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn histogram_weighted(
        &self,
        bins: impl Into<Bins>,
        weights: &Chunked<f64>,
    ) -> Result<ChunkedHistogram<f64>>
    where
        T: Averaged,
    {
        let (shape, given) = (self.shape(), weights.shape());
        assert!(
            shape == given,
            "histogram: weights of shape {given:?} for elements of shape {shape:?}"
        );
        self.in_bins(bins.into(), Some(&weights.node), |a, weights, edges| {
            T::bin_weights_of(a, weights.expect("they were given"), edges)
        })
    }
}

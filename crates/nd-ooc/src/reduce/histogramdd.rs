//! `histogramdd`: how many points lie in each bin of a grid.

use super::bins::{bins_of, get_edges, merge, put_edges, values};
use crate::arrange::keep_axes;
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::elementwise::lift1;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage, Walk};
use crate::node::Node;
use crate::wire::{self, Wire};
use nd_core::{AnyArray, Array, Axes, DType, Number, Shape, Typed, View, s};
use nd_io::Region;
use nd_ops::{Averaged, BinKind, Binned, Bins, Edges};
use std::marker::PhantomData;
use std::sync::Arc;

/// Coordinates of a cell.
const CELL: usize = 1 << 16;

/// Counts of points, or sums of their weights, and the edges along each coordinate; none is there until it is asked
/// for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChunkedHistogramDd<C> {
    /// What lies in each bin: one axis for each coordinate.
    pub counts: Chunked<C>,
    /// The edges of the bins along each coordinate.
    pub edges: Vec<Chunked<f64>>,
}

/// Points in the bins of a grid.
struct InGrid<T, C> {
    bins: Vec<Bins>,
    counts: Vec<usize>,
    /// Whether the smallest and the largest coordinates stand behind the inputs.
    ends: bool,
    weighted: bool,
    axes: Axes,
    of: PhantomData<fn(T) -> C>,
    weight: fn(f64) -> C,
}

impl<T: Typed + Binned, C: Typed + Number> InGrid<T, C> {
    fn edges(&self, inputs: &[Block]) -> Result<Vec<Edges>> {
        let ends = match inputs {
            [.., min, max] if self.ends => {
                Some((T::f64s_of(min.typed::<T>()), T::f64s_of(max.typed::<T>())))
            }
            _ => None,
        };
        let along = |(at, bins): (usize, &Bins)| {
            let ends: Vec<f64> = match &ends {
                Some((min, max)) => vec![min[[at]], max[[at]]],
                None => Vec::new(),
            };
            Edges::of(View::from_slice(&ends), bins).map_err(values)
        };
        self.bins.iter().enumerate().map(along).collect()
    }

    fn size(&self) -> usize {
        self.counts.iter().product()
    }
}

/// In which bin of a grid a point lies.
fn bin_of(point: &[f64], edges: &[Edges]) -> Option<usize> {
    let mut bin = 0;
    for (&x, edges) in point.iter().zip(edges) {
        bin = bin * edges.bins() + edges.find(x)?;
    }
    Some(bin)
}

fn put_grid<C: Typed>((edges, counts): &(Vec<Edges>, Vec<C>), out: &mut Vec<u8>) {
    wire::put_number(edges.len() as u64, out);
    edges.iter().for_each(|edges| put_edges(edges, out));
    wire::put_list(counts, out);
}

fn get_grid<C: Typed>(from: &mut &[u8]) -> Option<(Vec<Edges>, Vec<C>)> {
    let edges = (0..wire::get_count(from)?).map(|_| get_edges(from)).collect::<Option<_>>()?;
    Some((edges, wire::get_list(from)?))
}

impl<T: Typed + Binned, C: Typed + Number> Folding for InGrid<T, C> {
    type State = (Vec<Edges>, Vec<C>);

    fn name(&self) -> String {
        "histogramdd".into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        let counts = Output { extra: Shape::from(&self.counts[..]), dtype: C::DTYPE };
        let edges = |&count: &usize| Output { extra: Shape::from([count + 1]), dtype: DType::F64 };
        [counts].into_iter().chain(self.counts.iter().map(edges)).collect()
    }

    fn walk(&self) -> Walk {
        if self.weighted { Walk::Tree } else { Walk::Pool }
    }

    fn cells(&self, shape: &[usize], _: usize) -> Option<Cells> {
        Some(Cells::of_extents(shape, &self.axes, &[(CELL / shape[1].max(1)).max(1), shape[1]]))
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Self::State> {
        let mut state = None;
        self.absorb(&mut state, inputs, cell)?;
        Ok(state.expect("just put there"))
    }

    fn absorb(
        &self,
        state: &mut Option<Self::State>,
        inputs: &[Block],
        _: &Cell<'_>,
    ) -> Result<()> {
        if state.is_none() {
            *state = Some((self.edges(inputs)?, vec![C::zero(); self.size()]));
        }
        let (edges, counts) = state.as_mut().expect("just put there");
        let points = T::f64s_of(inputs[0].typed::<T>()).into_vec();
        let weights = self.weighted.then(|| inputs[1].typed::<f64>().to_array().into_vec());
        for (at, point) in points.chunks_exact(edges.len()).enumerate() {
            if let Some(bin) = bin_of(point, edges) {
                let weight = weights.as_ref().map_or_else(C::one, |all| (self.weight)(all[at]));
                counts[bin] = counts[bin].plus(weight);
            }
        }
        Ok(())
    }

    fn merge(&self, earlier: &mut Self::State, later: Self::State) {
        merge(&mut earlier.1, later.1);
    }

    fn finish(&self, state: Option<Self::State>, _: &Region) -> Result<Vec<AnyArray>> {
        let (edges, counts) = match state {
            Some(state) => state,
            None => (self.edges(&[])?, vec![C::zero(); self.size()]),
        };
        let counts = Array::from_shape_vec(&self.counts[..], counts);
        let edges = edges.into_iter().map(|edges| Array::from_vec(edges.edges).into());
        Ok([counts.into()].into_iter().chain(edges).collect())
    }

    fn wire(&self) -> Wire<Self::State> {
        Wire { put: put_grid, get: get_grid }
    }

    fn state_bytes(&self, places: usize) -> usize {
        let edges: usize = self.counts.iter().map(|count| 8 * (count + 1)).sum();
        places.saturating_mul(edges + self.size().saturating_mul(size_of::<C>()))
    }

    fn scratch(&self, cell: &Region) -> usize {
        cell.size().saturating_mul(2 * size_of::<f64>())
    }

    fn identity(&self) -> String {
        format!("histogramdd {:?} {}", self.bins, C::DTYPE)
    }
}

impl<T: Typed + Binned + Averaged> Chunked<T> {
    #[track_caller]
    fn in_grid<C: Typed + Number, B: Into<Bins>>(
        &self,
        bins: impl IntoIterator<Item = B>,
        weights: Option<Arc<Node>>,
        weight: fn(f64) -> C,
    ) -> Result<ChunkedHistogramDd<C>> {
        let shape = self.shape();
        assert!(shape.len() == 2, "histogramdd: shape {shape:?} is not (points, coordinates)");
        let given: Vec<Bins> = bins.into_iter().map(Into::into).collect();
        assert!(
            given.len() == shape[1],
            "histogramdd: bins along {} axes for {} coordinates",
            given.len(),
            shape[1]
        );
        let (mut bins, mut counts) = (Vec::new(), Vec::new());
        for (at, along) in given.into_iter().enumerate() {
            let column = self.slice(s![.., at as isize]);
            let column = lift1("cast", "f64", &column, |a| T::f64s_of(a.view()));
            let (along, count) = bins_of(&column, along)?;
            bins.push(along);
            counts.push(count);
        }
        let open = |bins: &Bins| matches!(bins.parts(), (BinKind::Equal(_), None));
        let ends = shape[0] > 0 && bins.iter().any(open);
        let wholes = match ends {
            true => vec![self.min_axis(0).node, self.max_axis(0).node],
            false => Vec::new(),
        };
        let (weighted, axes) = (weights.is_some(), Axes::from([0, 1]));
        let fold = InGrid::<T, C> { bins, counts, ends, weighted, axes, of: PhantomData, weight };
        let inputs = [Arc::clone(&self.node)].into_iter().chain(weights).collect();
        let mut nodes = Stage::nodes(fold, inputs, wholes, self.node.shape).into_iter();
        let counts = Chunked::of(nodes.next().expect("there are counts"));
        Ok(ChunkedHistogramDd { counts, edges: nodes.map(Chunked::of).collect() })
    }

    /// How many points lie in each bin of a grid: `(points, coordinates)`, with bins along each coordinate as for
    /// [`histogram`](Self::histogram).
    ///
    /// # Panics
    /// If there are not two axes, or not as many bins as coordinates.
    ///
    /// # Errors
    /// As [`histogram`](Self::histogram).
    ///
    /// # NumPy
    /// `np.histogramdd(points, bins)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let points = Chunked::from(array![[0.0, 0.0], [1.0, 0.2], [1.0, 1.0]]);
    /// let found = points.histogramdd([2, 2])?;
    /// assert_eq!(found.counts.compute()?, array![[1, 0], [1, 1]]);
    /// assert_eq!(found.edges[1].compute()?, array![0.0, 0.5, 1.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn histogramdd<B: Into<Bins>>(
        &self,
        bins: impl IntoIterator<Item = B>,
    ) -> Result<ChunkedHistogramDd<i64>> {
        self.in_grid(bins, None, |_| 1)
    }

    /// As [`histogramdd`](Self::histogramdd), with the sums of the weights of the points, `(points,)`.
    ///
    /// # Panics
    /// As [`histogramdd`](Self::histogramdd), and if there are not as many weights as points.
    ///
    /// # Errors
    /// As [`histogram`](Self::histogram).
    ///
    /// # NumPy
    /// `np.histogramdd(points, bins, weights=weights)`; the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let points = Chunked::from(array![[0.0, 0.0], [1.0, 1.0]]);
    /// let found = points.histogramdd_weighted([2, 2], &Chunked::from(array![0.5, 3.0]))?;
    /// assert_eq!(found.counts.compute()?, array![[0.5, 0.0], [0.0, 3.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn histogramdd_weighted<B: Into<Bins>>(
        &self,
        bins: impl IntoIterator<Item = B>,
        weights: &Chunked<f64>,
    ) -> Result<ChunkedHistogramDd<f64>> {
        let given = weights.shape();
        assert!(
            self.ndim() == 2 && given == &self.shape()[..1],
            "histogramdd: weights of shape {given:?} for points of shape {:?}",
            self.shape()
        );
        self.in_grid(bins, Some(keep_axes(&weights.node, &Axes::from([1]))), |weight| weight)
    }
}

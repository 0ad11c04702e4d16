//! Graphs: what `scipy.sparse.csgraph` does, and what analysts ask next.
//!
//! A graph is a square matrix of weights: an entry `(i, j)` is an edge from node `i` to node `j`, also where its
//! weight is zero. [`Graph`] says whether edges go one way or both, and checks the weights, once; everything
//! else are its methods.
//!
//! ```
//! use nd_sparse::{Csr, graph::{DijkstraOptions, Graph}};
//!
//! let roads = Csr::<f64>::from_dense([[0.0, 1.0, 5.0], [0.0, 0.0, 2.0], [0.0, 0.0, 0.0]]);
//! let graph = Graph::directed(&roads)?;
//! let paths = graph.dijkstra(&DijkstraOptions::default().sources(&[0]))?;
//! assert_eq!(paths.distances, nd_core::array![[0.0, 1.0, 3.0]]);
//! # Ok::<(), nd_sparse::graph::GraphError>(())
//! ```

mod assignment;
mod bellman_ford;
mod communities;
mod components;
mod cores;
mod dijkstra;
mod error;
mod flow;
mod forest;
mod laplacian;
mod matching;
mod ordering;
mod pagerank;
mod paths;
mod queue;
mod single_pair;
mod spanning;
mod traverse;
mod triangles;

pub use assignment::{
    Assignment, max_weight_full_bipartite_matching, min_weight_full_bipartite_matching,
};
pub use communities::{Communities, LouvainOptions, PropagationOptions};
pub use components::Components;
pub use dijkstra::{DijkstraOptions, NearestSource};
pub use error::GraphError;
pub use flow::{Flow, maximum_flow};
pub use laplacian::{Degree, LaplacianOptions};
pub use matching::{columns_of_rows, rows_of_columns, structural_rank};
pub use pagerank::PagerankOptions;
pub use paths::Paths;
pub use single_pair::Path;
pub use spanning::Edge;
pub use traverse::Traversal;

use crate::compressed::Csr;
use crate::index::Index;
use crate::kernels::merge;
use crate::ops::Lanes;
use crate::packed::PackedRef;
use nd_core::{Array, ArrayLike};

/// A graph over a matrix of weights, directed or undirected, whose weights are numbers.
///
/// Made from compressed rows; free, unless edges have to be added for the way back or infinite ones to go.
///
/// # SciPy
/// The argument `csgraph` with `directed`. NaN is refused, and an infinite weight is no edge in all algorithms.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::Graph};
///
/// let a = Csr::<f64>::from_dense([[0.0, 1.0], [0.0, 0.0]]);
/// assert_eq!(Graph::directed(&a)?.edges(), 1);
/// assert_eq!(Graph::undirected(&a)?.edges(), 2); // there and back
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
pub struct Graph<'a, I = u32> {
    out: Lanes<'a, f64, I>,
    directed: bool,
    negative: bool,
}

impl<'a, I: Index> Graph<'a, I> {
    /// Edges that go one way: from row to column.
    ///
    /// # Errors
    /// [`GraphError::NotSquare`], [`GraphError::Nan`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::Graph};
    ///
    /// assert!(Graph::directed(&Csr::<f64>::zeros([2, 3])).is_err());
    /// ```
    pub fn directed(weights: &'a Csr<f64, I>) -> Result<Self, GraphError> {
        let (out, negative) = checked(weights)?;
        Ok(Graph { out, directed: true, negative })
    }

    /// Edges that go both ways: where the matrix has `(i, j)` and `(j, i)`, the smaller weight counts.
    ///
    /// # Errors
    /// [`GraphError::NotSquare`], [`GraphError::Nan`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::{DijkstraOptions, Graph}};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 5.0], [3.0, 0.0]]);
    /// let paths = Graph::undirected(&a)?.dijkstra(&DijkstraOptions::default())?;
    /// assert_eq!(paths.distances, nd_core::array![[0.0, 3.0], [3.0, 0.0]]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn undirected(weights: &'a Csr<f64, I>) -> Result<Self, GraphError>
    where
        f64: crate::SparseElement<I>,
    {
        let (out, negative) = checked(weights)?;
        Ok(Graph { out, directed: true, negative }.both_ways())
    }

    /// The graph with a way back for each edge; of two weights the smaller one.
    fn both_ways(&self) -> Graph<'static, I>
    where
        f64: crate::SparseElement<I>,
    {
        let back = <f64 as crate::SparseElement<I>>::transposed(self.out());
        let none = (f64::INFINITY, f64::INFINITY);
        let both = merge::union(self.out(), back.view(), none, &f64::min, &|_| true);
        Graph { out: Lanes::Owned(both), directed: false, negative: self.negative }
    }

    /// How many nodes there are.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, graph::Graph};
    /// assert_eq!(Graph::directed(&Csr::<f64>::zeros([3, 3]))?.nodes(), 3);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn nodes(&self) -> usize {
        self.out.view().lanes()
    }

    /// How many edges there are; those that go both ways count twice.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, graph::Graph};
    /// assert_eq!(Graph::directed(&Csr::<f64>::zeros([3, 3]))?.edges(), 0);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn edges(&self) -> usize {
        self.out.view().nnz()
    }

    /// Whether edges go one way.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, graph::Graph};
    /// assert!(Graph::directed(&Csr::<f64>::zeros([3, 3]))?.is_directed());
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn is_directed(&self) -> bool {
        self.directed
    }

    fn out(&self) -> PackedRef<'_, f64, I> {
        self.out.view()
    }

    /// The edges that leave a node: where to, and their weights.
    fn leaving(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let (indices, weights) = self.out().lane(node);
        indices.iter().zip(weights).map(|(to, &weight)| (to.position(), weight))
    }

    fn check_node(&self, node: usize) -> Result<(), GraphError> {
        let nodes = self.nodes();
        if node < nodes { Ok(()) } else { Err(GraphError::NoSuchNode { node, nodes }) }
    }

    /// That no edge has a negative weight.
    fn check_weights(&self, op: &'static str) -> Result<(), GraphError> {
        if !self.negative {
            return Ok(());
        }
        let edges = (0..self.nodes()).flat_map(|from| self.leaving(from).map(move |e| (from, e)));
        match edges.into_iter().find(|(_, (_, weight))| *weight < 0.0) {
            Some((from, (to, weight))) => Err(GraphError::Negative { op, from, to, weight }),
            None => Ok(()),
        }
    }
}

/// The edges of a matrix: all entries but infinite ones; and whether one is negative.
fn checked<I: Index>(weights: &Csr<f64, I>) -> Result<(Lanes<'_, f64, I>, bool), GraphError> {
    let shape = weights.shape();
    if shape[0] != shape[1] {
        return Err(GraphError::NotSquare { shape });
    }
    finite_edges(weights)
}

/// The same, of a matrix of any shape.
fn finite_edges<I: Index>(weights: &Csr<f64, I>) -> Result<(Lanes<'_, f64, I>, bool), GraphError> {
    let (mut finite, mut negative) = (true, false);
    // Without a way out, so that many are looked at at once.
    for &weight in weights.values() {
        finite &= weight.abs() < f64::INFINITY;
        negative |= weight < 0.0;
    }
    let edges = weights.packed();
    if finite {
        return Ok((Lanes::Borrowed(edges), negative));
    }
    if let Some((from, to, _)) = weights.iter().find(|edge| edge.2.is_nan()) {
        return Err(GraphError::Nan { from, to });
    }
    let kept = crate::kernels::select::filtered(edges, &|_, _, weight: f64| weight.is_finite());
    let negative = kept.values.iter().any(|&weight| weight < 0.0);
    Ok((Lanes::Owned(kept), negative))
}

/// The weights of a graph from an array in which 0, infinity and NaN mean that there is no edge.
///
/// # Panics
/// If the array does not have two axes.
///
/// # SciPy
/// `csgraph_from_dense(a)`.
///
/// # Examples
/// ```
/// let a = nd_sparse::graph::from_dense([[0.0, 2.0], [f64::INFINITY, f64::NAN]]);
/// assert_eq!(a.nnz(), 1);
/// ```
#[track_caller]
pub fn from_dense(a: impl ArrayLike<Elem = f64>) -> Csr<f64> {
    Csr::<f64>::from_dense(a).filter(|_, _, weight| weight.is_finite())
}

/// An array of the weights of a graph, `none` where there is no edge: `(nodes, nodes)`.
///
/// # SciPy
/// `csgraph_to_dense(a, null_value=none)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Coo, graph};
///
/// let a = Coo::<f64>::from_triplets([2, 2], [(0, 0, 0.0), (0, 1, 2.0)]).unwrap().to_csr();
/// let inf = f64::INFINITY;
/// assert_eq!(graph::to_dense(&a, inf), nd_core::array![[0.0, 2.0], [inf, inf]]);
/// ```
pub fn to_dense<I: Index>(weights: &Csr<f64, I>, none: f64) -> Array<f64> {
    let [rows, columns] = weights.shape();
    let mut dense = vec![none; rows * columns];
    for (from, to, weight) in weights.iter() {
        dense[from * columns + to] = weight;
    }
    Array::from_shape_vec([rows, columns], dense)
}

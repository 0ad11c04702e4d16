//! Minimum spanning trees.

use super::Graph;
use crate::index::Index;

/// An edge with its weight.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::Graph};
///
/// let tree = Graph::undirected(&Csr::<f64>::from_dense([[0.0, 2.0], [0.0, 0.0]]))?.minimum_spanning_tree();
/// assert_eq!((tree[0].from, tree[0].to, tree[0].weight), (0, 1, 2.0));
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Edge {
    /// Where it starts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Its weight.
    pub weight: f64,
}

impl<I: Index> Graph<'_, I> {
    /// The edges of a tree of smallest total weight, or of one for each component, whichever way edges go:
    /// ascending by weight, then by nodes. Loops are never among them. (J. B. Kruskal, 1956.)
    ///
    /// # SciPy
    /// `minimum_spanning_tree(a)`, whose result is a matrix and loses edges of weight zero.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::Graph};
    ///
    /// let edges = [(0, 1, 0.0), (1, 2, 1.0), (0, 2, 1.0)];
    /// let a = Coo::<f64>::from_triplets([3, 3], edges).unwrap().to_csr();
    /// let tree = Graph::undirected(&a)?.minimum_spanning_tree();
    /// assert_eq!(tree.iter().map(|edge| (edge.from, edge.to)).collect::<Vec<_>>(), [(0, 1), (0, 2)]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn minimum_spanning_tree(&self) -> Vec<Edge> {
        // An edge there and back is one edge: that which leaves the lower node.
        let once = |from: usize, to: usize| if self.directed { from != to } else { from < to };
        let mut edges = Vec::with_capacity(self.edges());
        for from in 0..self.nodes() {
            let leaving = self.leaving(from).filter(|&(to, _)| once(from, to));
            edges.extend(leaving.map(|(to, weight)| Edge { from, to, weight }));
        }
        edges.sort_by(|a, b| a.weight.total_cmp(&b.weight)); // stable: then by nodes
        let mut parent: Vec<usize> = (0..self.nodes()).collect();
        let joins = |edge: &Edge| {
            let a = super::components::root(&mut parent, edge.from);
            let b = super::components::root(&mut parent, edge.to);
            parent[a.max(b)] = a.min(b);
            a != b
        };
        let mut joins = joins;
        edges.retain(|edge| joins(edge));
        edges
    }
}

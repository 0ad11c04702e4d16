//! [`Paths`]: distances, and the nodes before each.

use super::Graph;
use crate::index::Index;
use nd_core::Array;
use std::collections::VecDeque;

/// Shortest paths from some sources to all nodes.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::{DijkstraOptions, Graph}};
///
/// let a = Csr::<f64>::from_dense([[0.0, 1.0, 5.0], [0.0, 0.0, 2.0], [0.0, 0.0, 0.0]]);
/// let paths = Graph::directed(&a)?.dijkstra(&DijkstraOptions::default().sources(&[0]))?;
/// assert_eq!(paths.path(0, 2), Some(vec![0, 1, 2]));
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Paths {
    /// The sources, as they were asked for.
    pub sources: Vec<usize>,
    /// `(sources, nodes)`: the length of the shortest path, infinite where there is none.
    pub distances: Array<f64>,
    /// For each source, the node before each node on its path: none for the source itself and where there is no
    /// path. Of several, the smallest that is nearer to the source.
    pub predecessors: Vec<Vec<Option<usize>>>,
}

impl Paths {
    /// The nodes of the path from a source, given by its place among the sources, to a node; `None` if there is no
    /// path.
    ///
    /// # Panics
    /// If there is no such source or node.
    ///
    /// # Examples
    /// ```
    /// # use nd_sparse::{Csr, graph::{DijkstraOptions, Graph}};
    /// let paths = Graph::directed(&Csr::<f64>::zeros([2, 2]))?.dijkstra(&DijkstraOptions::default())?;
    /// assert_eq!(paths.path(0, 1), None);
    /// assert_eq!(paths.path(1, 1), Some(vec![1]));
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    #[track_caller]
    pub fn path(&self, source: usize, node: usize) -> Option<Vec<usize>> {
        if self.distances[[source, node]] == f64::INFINITY {
            return None;
        }
        let mut path = vec![node];
        while let Some(before) = self.predecessors[source][path[path.len() - 1]] {
            path.push(before);
        }
        path.reverse();
        Some(path)
    }
}

impl<I: Index> Graph<'_, I> {
    /// For each node one before it on a shortest path from the nodes in `sources`; an edge is as long as `length`
    /// says of its two nodes and its weight.
    pub(super) fn predecessors(
        &self,
        sources: &[usize],
        distances: &[f64],
        length: &dyn Fn(usize, usize, f64) -> f64,
    ) -> Vec<Option<usize>> {
        let mut before = vec![None; self.nodes()];
        let mut rooted = vec![false; self.nodes()];
        for &source in sources {
            rooted[source] = true;
        }
        let tight = |from: usize, (to, weight): (usize, f64)| {
            distances[to] < f64::INFINITY
                && distances[from] + length(from, to, weight) == distances[to]
        };
        // From nearer nodes, the smallest: these never lead in a circle.
        for from in (0..self.nodes()).filter(|&node| distances[node] < f64::INFINITY) {
            for edge in self.leaving(from).filter(|&edge| tight(from, edge)) {
                if !self.negative && distances[from] < distances[edge.0] && !rooted[edge.0] {
                    rooted[edge.0] = true;
                    before[edge.0] = Some(from);
                }
            }
        }
        // What only edges of weight zero lead to, or negative ones: step by step from what is known.
        let mut queue: VecDeque<usize> = (0..self.nodes()).filter(|&node| rooted[node]).collect();
        while let Some(from) = queue.pop_front() {
            for edge in self.leaving(from).filter(|&edge| tight(from, edge)) {
                if !std::mem::replace(&mut rooted[edge.0], true) {
                    before[edge.0] = Some(from);
                    queue.push_back(edge.0);
                }
            }
        }
        before
    }
}

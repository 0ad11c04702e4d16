//! Cores: parts of a graph in which every node has many neighbours.

use super::Graph;
use crate::index::Index;

impl<I: Index> Graph<'_, I> {
    /// For each node the largest `k` such that it belongs to a part of the graph in which every node has at least
    /// `k` neighbours. Loops do not count; for graphs whose edges go both ways. (V. Batagelj and M. Zaveršnik,
    /// "An O(m) algorithm for cores decomposition of networks", 2003.)
    ///
    /// # SciPy
    /// None; `networkx.core_number(g)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Coo, graph::Graph};
    ///
    /// // A triangle with a tail.
    /// let edges = [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)];
    /// let a = Coo::<f64>::from_triplets([4, 4], edges).unwrap().to_csr();
    /// assert_eq!(Graph::undirected(&a)?.core_numbers(), [2, 2, 2, 1]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn core_numbers(&self) -> Vec<usize> {
        let nodes = self.nodes();
        let neighbours =
            |node: usize| self.leaving(node).map(|(to, _)| to).filter(move |&to| to != node);
        let mut degree: Vec<usize> = (0..nodes).map(|node| neighbours(node).count()).collect();
        // Nodes by degree, and where each degree begins; a node that loses a neighbour moves by one place.
        let mut order: Vec<usize> = (0..nodes).collect();
        order.sort_by_key(|&node| degree[node]);
        let most = order.last().map_or(0, |&node| degree[node]);
        let mut first: Vec<usize> =
            (0..=most).map(|d| order.partition_point(|&v| degree[v] < d)).collect();
        let mut place = vec![0; nodes];
        for (at, &node) in order.iter().enumerate() {
            place[node] = at;
        }
        for at in 0..nodes {
            let node = order[at];
            for to in neighbours(node) {
                if degree[to] > degree[node] {
                    let start = &mut first[degree[to]];
                    *start = (*start).max(at + 1);
                    let swapped = order[*start];
                    order.swap(*start, place[to]);
                    place.swap(swapped, to);
                    *start += 1;
                    degree[to] -= 1;
                }
            }
        }
        degree
    }
}

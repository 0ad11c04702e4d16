//! Paths between two nodes: the shortest, with a guess of what is left, and the next ones.

use super::{Graph, GraphError};
use crate::index::Index;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// A path and its length.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::Graph};
///
/// let a = Csr::<f64>::from_dense([[0.0, 2.0], [0.0, 0.0]]);
/// let path = Graph::directed(&a)?.shortest_path(0, 1, |_| 0.0)?.unwrap();
/// assert_eq!((path.nodes, path.length), (vec![0, 1], 2.0));
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Path {
    /// The nodes, from the first to the last.
    pub nodes: Vec<usize>,
    /// The sum of the weights of its edges.
    pub length: f64,
}

/// Edges and nodes that a search may not use.
#[derive(Default)]
struct Barred {
    nodes: BTreeSet<usize>,
    edges: BTreeSet<(usize, usize)>,
}

impl<I: Index> Graph<'_, I> {
    /// The shortest path from one node to another, or `None`: searched for where `estimate` says that little is
    /// left. An estimate must never be more than what is left; one of 0 makes it Dijkstra's algorithm. (P. E. Hart,
    /// N. J. Nilsson and B. Raphael, 1968: A*.)
    ///
    /// # Errors
    /// [`GraphError::Negative`], [`GraphError::NoSuchNode`]; [`GraphError::Option`] if an estimate is negative or
    /// NaN.
    ///
    /// # SciPy
    /// None; `networkx.astar_path(g, source, target, heuristic)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::Graph};
    ///
    /// let line = Csr::<f64>::diags([5, 5], &[(1, &[1.0])]);
    /// let path = Graph::directed(&line)?.shortest_path(1, 4, |node| 4.0 - node as f64)?;
    /// assert_eq!(path.unwrap().nodes, [1, 2, 3, 4]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn shortest_path(
        &self,
        source: usize,
        target: usize,
        estimate: impl Fn(usize) -> f64,
    ) -> Result<Option<Path>, GraphError> {
        self.check_weights("shortest_path")?;
        self.check_node(source)?;
        self.check_node(target)?;
        self.search(source, target, &estimate, &Barred::default())
    }

    fn search(
        &self,
        source: usize,
        target: usize,
        estimate: &dyn Fn(usize) -> f64,
        barred: &Barred,
    ) -> Result<Option<Path>, GraphError> {
        let mut distances = vec![f64::INFINITY; self.nodes()];
        let mut before = vec![None; self.nodes()];
        let mut heap = BinaryHeap::from([Reverse((0u64, 0u64, source))]);
        distances[source] = 0.0;
        while let Some(Reverse((_, bits, node))) = heap.pop() {
            let distance = f64::from_bits(bits);
            if node == target {
                return Ok(Some(self.traced(&before, node, distance)));
            }
            // An estimate may lead to a node by a detour first: it is looked at again when it gets nearer.
            if distance > distances[node] {
                continue;
            }
            for (to, weight) in self.leaving(node) {
                let through = distance + weight;
                let open = !barred.nodes.contains(&to) && !barred.edges.contains(&(node, to));
                if open && through < distances[to] {
                    let left = estimate(to);
                    if left.is_nan() || left < 0.0 {
                        let what = "an estimate is a length, from 0 on";
                        return Err(GraphError::Option { op: "shortest_path", what });
                    }
                    distances[to] = through;
                    before[to] = Some(node);
                    let all = (through + left + 0.0).to_bits();
                    heap.push(Reverse((all, (through + 0.0).to_bits(), to)));
                }
            }
        }
        Ok(None)
    }

    fn traced(&self, before: &[Option<usize>], node: usize, length: f64) -> Path {
        let mut nodes = vec![node];
        while let Some(previous) = before[nodes[nodes.len() - 1]] {
            nodes.push(previous);
        }
        nodes.reverse();
        Path { nodes, length }
    }

    fn length(&self, nodes: &[usize]) -> f64 {
        let weight = |step: &[usize]| {
            let (indices, weights) = self.out().lane(step[0]);
            let at = indices.binary_search_by(|index| index.position().cmp(&step[1]));
            at.map_or(f64::INFINITY, |at| weights[at])
        };
        nodes.windows(2).map(weight).fold(0.0, |sum, weight| sum + weight)
    }

    /// The `k` shortest paths from one node to another that visit no node twice, ascending by length, then by
    /// nodes; fewer if there are no more. (J. Y. Yen, "Finding the k shortest loopless paths in a network", 1971.)
    ///
    /// # Errors
    /// [`GraphError::Negative`], [`GraphError::NoSuchNode`].
    ///
    /// # SciPy
    /// `yen(a, source, target, k)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::Graph};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 1.0, 5.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]);
    /// let paths = Graph::directed(&a)?.shortest_paths(0, 2, 3)?;
    /// assert_eq!(paths.iter().map(|path| path.length).collect::<Vec<_>>(), [2.0, 5.0]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn shortest_paths(
        &self,
        source: usize,
        target: usize,
        k: usize,
    ) -> Result<Vec<Path>, GraphError> {
        let mut found: Vec<Path> = Vec::new();
        if k > 0 {
            found.extend(self.shortest_path(source, target, |_| 0.0)?);
        }
        // Candidates by length and nodes; lengths are not negative, so they are ordered as their bits.
        let mut candidates: BTreeSet<(u64, Vec<usize>)> = BTreeSet::new();
        while let Some(last) = found.last().filter(|_| found.len() < k) {
            for spur in 0..last.nodes.len() - 1 {
                let root = &last.nodes[..=spur];
                let mut barred =
                    Barred { nodes: root[..spur].iter().copied().collect(), ..Barred::default() };
                let alike = found.iter().filter(|path| path.nodes.starts_with(root));
                barred.edges.extend(alike.map(|path| (path.nodes[spur], path.nodes[spur + 1])));
                if let Some(rest) = self.search(root[spur], target, &|_| 0.0, &barred)? {
                    let nodes = [&root[..spur], &rest.nodes].concat();
                    let length = self.length(&nodes);
                    candidates.insert(((length + 0.0).to_bits(), nodes));
                }
            }
            let Some((length, nodes)) = candidates.pop_first() else { break };
            found.push(Path { nodes, length: f64::from_bits(length) });
        }
        Ok(found)
    }
}

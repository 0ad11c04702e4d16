//! Shortest paths where weights may be negative.

use super::{Graph, GraphError, Paths};
use crate::index::Index;
use nd_core::{Array, huge, threads};

impl<I: Index> Graph<'_, I> {
    /// Shortest paths from each source, with weights of any sign. (R. Bellman, 1958; L. R. Ford, 1956.)
    ///
    /// # Errors
    /// [`GraphError::NegativeCycle`] if a source reaches a cycle of negative weight, which an undirected edge of
    /// negative weight is; [`GraphError::NoSuchNode`].
    ///
    /// # SciPy
    /// `bellman_ford(a, indices=sources, return_predecessors=True)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::Graph};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 4.0, 2.0], [0.0, 0.0, 0.0], [0.0, -3.0, 0.0]]);
    /// let paths = Graph::directed(&a)?.bellman_ford(&[0])?;
    /// assert_eq!(paths.distances, nd_core::array![[0.0, -1.0, 2.0]]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn bellman_ford(&self, sources: &[usize]) -> Result<Paths, GraphError> {
        sources.iter().try_for_each(|&source| self.check_node(source))?;
        let found = threads::collect(sources.len(), &|at| {
            let mut start = vec![f64::INFINITY; self.nodes()];
            start[sources[at]] = 0.0;
            let distances = self.relaxed("bellman_ford", start)?;
            let before = self.predecessors(&sources[at..=at], &distances, &|_, _, weight| weight);
            Ok((distances, before))
        });
        let found: Vec<_> = found.into_iter().collect::<Result<_, GraphError>>()?;
        let (distances, predecessors): (Vec<Vec<f64>>, Vec<_>) = found.into_iter().unzip();
        let distances = Array::from_shape_vec([sources.len(), self.nodes()], distances.concat());
        Ok(Paths { sources: sources.to_vec(), distances, predecessors })
    }

    /// Shortest paths between all nodes, with weights of any sign. (D. B. Johnson, "Efficient algorithms for
    /// shortest paths in sparse networks", 1977.)
    ///
    /// # Errors
    /// [`GraphError::NegativeCycle`].
    ///
    /// # SciPy
    /// `johnson(a, return_predecessors=True)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::Graph};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 4.0, 2.0], [0.0, 0.0, 0.0], [0.0, -3.0, 0.0]]);
    /// assert_eq!(Graph::directed(&a)?.johnson()?.distances[[0, 1]], -1.0);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn johnson(&self) -> Result<Paths, GraphError> {
        // From a node beside the graph that has an edge of weight 0 to every node.
        let potential = self.relaxed("johnson", vec![0.0; self.nodes()])?;
        let found = threads::collect(self.nodes(), &|source| {
            let mut distances = vec![f64::INFINITY; self.nodes()];
            // What potentials add makes all lengths non-negative, but for rounding.
            let lifted = |from: usize, to: usize, weight: f64| {
                (weight + potential[from] - potential[to]).max(0.0)
            };
            self.spread(&[source], f64::INFINITY, &lifted, &mut distances);
            for (distance, &own) in distances.iter_mut().zip(&potential) {
                *distance += own - potential[source];
            }
            // Lifting rounds; sums along the tree do not.
            self.settle(source, &mut distances);
            let before = self.predecessors(&[source], &distances, &|_, _, weight| weight);
            (distances, before)
        });
        let (distances, predecessors): (Vec<Vec<f64>>, Vec<_>) = found.into_iter().unzip();
        let distances = Array::from_shape_vec([self.nodes(), self.nodes()], distances.concat());
        Ok(Paths { sources: (0..self.nodes()).collect(), distances, predecessors })
    }

    /// Distances that are right but for rounding, made exact sums along paths.
    fn settle(&self, source: usize, distances: &mut [f64]) {
        let mut order: Vec<usize> =
            (0..self.nodes()).filter(|&v| distances[v] < f64::INFINITY).collect();
        order.sort_by(|&a, &b| distances[a].total_cmp(&distances[b]));
        let mut exact = vec![f64::INFINITY; self.nodes()];
        exact[source] = 0.0;
        // In exact numbers one round would do; rounding may not make rounds without end.
        for _ in 0..=self.nodes() {
            let mut changed = false;
            for &from in &order {
                for (to, weight) in self.leaving(from) {
                    if exact[from] + weight < exact[to] {
                        exact[to] = exact[from] + weight;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        distances.copy_from_slice(&exact);
    }

    /// Distances that no edge shortens any more.
    fn relaxed(&self, op: &'static str, mut distances: Vec<f64>) -> Result<Vec<f64>, GraphError> {
        // As many rounds as a path has edges; a round more that changes something means a cycle.
        for _ in 0..=self.nodes() {
            let mut last = None;
            for from in 0..self.nodes() {
                for (to, weight) in self.leaving(from) {
                    if distances[from] + weight < distances[to] {
                        distances[to] = distances[from] + weight;
                        last = Some((from, to));
                    }
                }
            }
            let Some(edge) = last else { return Ok(distances) };
            if distances[edge.1] == f64::NEG_INFINITY {
                return Err(GraphError::NegativeCycle { op, from: edge.0, to: edge.1 });
            }
        }
        let shortens = |from: usize| {
            let mut edges = self.leaving(from);
            let edge = edges.find(|edge| distances[from] + edge.1 < distances[edge.0]);
            edge.map(|(to, _)| (from, to))
        };
        match (0..self.nodes()).find_map(shortens) {
            Some((from, to)) => Err(GraphError::NegativeCycle { op, from, to }),
            None => Ok(distances),
        }
    }

    /// The distances between all nodes, by a dense table: `(nodes, nodes)`, for graphs of some thousand nodes.
    /// (R. W. Floyd, "Algorithm 97", 1962.)
    ///
    /// # Errors
    /// [`GraphError::NegativeCycle`].
    ///
    /// # SciPy
    /// `floyd_warshall(a)`, which overlooks negative loops.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::Graph};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 4.0, 2.0], [0.0, 0.0, 0.0], [0.0, 1.0, 0.0]]);
    /// assert_eq!(Graph::directed(&a)?.floyd_warshall()?[[0, 1]], 3.0);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn floyd_warshall(&self) -> Result<Array<f64>, GraphError> {
        let nodes = self.nodes();
        let mut table = huge::filled(f64::INFINITY, nodes * nodes);
        for from in 0..nodes {
            for (to, weight) in self.leaving(from) {
                table[from * nodes + to] = weight;
            }
            let own = &mut table[from * nodes + from];
            *own = own.min(0.0);
        }
        for middle in 0..nodes {
            let through = table[middle * nodes..][..nodes].to_vec();
            threads::chunks(&mut table, nodes.max(1) * 16, &|_, rows| {
                for row in rows.chunks_exact_mut(nodes) {
                    let first = row[middle];
                    if first < f64::INFINITY {
                        for (length, &rest) in row.iter_mut().zip(&through) {
                            *length = length.min(first + rest);
                        }
                    }
                }
            });
            if let Some(node) = (0..nodes).find(|&node| table[node * nodes + node] < 0.0) {
                let op = "floyd_warshall";
                return Err(GraphError::NegativeCycle { op, from: node, to: middle });
            }
        }
        Ok(Array::from_shape_vec([nodes, nodes], table))
    }
}

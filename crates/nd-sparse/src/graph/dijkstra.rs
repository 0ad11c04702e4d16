//! Shortest paths where no weight is negative.

use super::queue::Queue;
use super::traverse::before_or_none;
use super::{Graph, GraphError, Paths};
use crate::index::Index;
use nd_core::{Array, huge, threads};

/// From where, how far, and by what lengths.
///
/// # Examples
/// ```
/// use nd_sparse::graph::DijkstraOptions;
///
/// let options = DijkstraOptions::default().sources(&[3]).limit(2.5).unweighted(true);
/// assert_eq!(options.limit, 2.5);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DijkstraOptions<'s> {
    /// The sources; all nodes by default.
    pub sources: Option<&'s [usize]>,
    /// Nodes that are farther have no path; infinite by default. A distance equal to it is within it.
    pub limit: f64,
    /// Whether every edge has length 1; false by default.
    pub unweighted: bool,
}

impl Default for DijkstraOptions<'_> {
    fn default() -> Self {
        DijkstraOptions { sources: None, limit: f64::INFINITY, unweighted: false }
    }
}

impl<'s> DijkstraOptions<'s> {
    /// Sets the sources.
    #[must_use]
    pub fn sources(self, sources: &'s [usize]) -> Self {
        DijkstraOptions { sources: Some(sources), ..self }
    }

    /// Sets how far paths go.
    #[must_use]
    pub fn limit(self, limit: f64) -> Self {
        DijkstraOptions { limit, ..self }
    }

    /// Sets whether every edge has length 1.
    #[must_use]
    pub fn unweighted(self, unweighted: bool) -> Self {
        DijkstraOptions { unweighted, ..self }
    }
}

/// For each node the nearest of several sources.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::{DijkstraOptions, Graph}};
///
/// let path = Csr::<f64>::diags([4, 4], &[(1, &[1.0])]);
/// let near = Graph::directed(&path)?.nearest_source(&DijkstraOptions::default().sources(&[0, 2]))?;
/// assert_eq!(near.distances, [0.0, 1.0, 0.0, 1.0]);
/// assert_eq!(near.sources, [Some(0), Some(0), Some(2), Some(2)]);
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NearestSource {
    /// The distance of each node from the nearest source; infinite where there is no path.
    pub distances: Vec<f64>,
    /// The node before each on that path.
    pub predecessors: Vec<Option<usize>>,
    /// The source at the path's start.
    pub sources: Vec<Option<usize>>,
}

impl<I: Index> Graph<'_, I> {
    /// Shortest paths from each of the sources, on all threads. (E. W. Dijkstra, 1959, with a heap.)
    ///
    /// # Errors
    /// [`GraphError::Negative`] if an edge has a negative weight, [`GraphError::NoSuchNode`];
    /// [`GraphError::Option`] if the limit is NaN or negative.
    ///
    /// # SciPy
    /// `dijkstra(a, indices=sources, limit=limit, return_predecessors=True)`; negative weights only warn there.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::{DijkstraOptions, Graph}};
    ///
    /// let path = Csr::<f64>::diags([4, 4], &[(1, &[1.0])]);
    /// let options = DijkstraOptions::default().sources(&[0]).limit(2.0);
    /// let paths = Graph::directed(&path)?.dijkstra(&options)?;
    /// assert_eq!(paths.distances, nd_core::array![[0.0, 1.0, 2.0, f64::INFINITY]]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn dijkstra(&self, options: &DijkstraOptions<'_>) -> Result<Paths, GraphError> {
        let sources = self.checked_sources("dijkstra", options)?;
        let nodes = self.nodes();
        let mut distances = huge::filled(f64::INFINITY, sources.len() * nodes);
        let rows: Vec<(usize, &mut [f64])> =
            sources.iter().copied().zip(distances.chunks_mut(nodes.max(1))).collect();
        let predecessors =
            threads::map(rows, &|(source, row)| self.reached(&[source], options, row));
        let distances = Array::from_shape_vec([sources.len(), nodes], distances);
        Ok(Paths { sources, distances, predecessors })
    }

    /// For each node the nearest of the sources. Of sources that are equally near, that of the predecessor.
    ///
    /// # Errors
    /// As [`dijkstra`](Self::dijkstra).
    ///
    /// # SciPy
    /// `dijkstra(a, indices=sources, min_only=True, return_predecessors=True)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::{DijkstraOptions, Graph}};
    ///
    /// let near = Graph::directed(&Csr::<f64>::zeros([2, 2]))?
    ///     .nearest_source(&DijkstraOptions::default().sources(&[1]))?;
    /// assert_eq!(near.sources, [None, Some(1)]);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn nearest_source(
        &self,
        options: &DijkstraOptions<'_>,
    ) -> Result<NearestSource, GraphError> {
        let from = self.checked_sources("nearest_source", options)?;
        let mut distances = huge::filled(f64::INFINITY, self.nodes());
        let predecessors = self.reached(&from, options, &mut distances);
        let mut sources = vec![None; self.nodes()];
        for &source in &from {
            sources[source] = Some(source);
        }
        for node in 0..self.nodes() {
            let mut path = vec![node];
            while let Some(before) = predecessors[path[path.len() - 1]] {
                path.push(before);
                if sources[before].is_some() {
                    break;
                }
            }
            let source = sources[path[path.len() - 1]];
            path.into_iter().for_each(|node| sources[node] = sources[node].or(source));
        }
        Ok(NearestSource { distances, predecessors, sources })
    }

    fn checked_sources(
        &self,
        op: &'static str,
        options: &DijkstraOptions<'_>,
    ) -> Result<Vec<usize>, GraphError> {
        if options.limit.is_nan() || options.limit < 0.0 {
            return Err(GraphError::Option { op, what: "the limit is a length, from 0 on" });
        }
        if !options.unweighted {
            self.check_weights(op)?;
        }
        let Some(sources) = options.sources else {
            return Ok((0..self.nodes()).collect());
        };
        sources.iter().try_for_each(|&source| self.check_node(source))?;
        Ok(sources.to_vec())
    }

    /// Fills in the distances from the nearest of `sources`, which are infinite to begin with; the nodes before
    /// each.
    fn reached(
        &self,
        sources: &[usize],
        options: &DijkstraOptions<'_>,
        distances: &mut [f64],
    ) -> Vec<Option<usize>> {
        if options.unweighted {
            self.spread(sources, options.limit, &|_, _, _| 1.0, distances)
        } else {
            self.spread(sources, options.limit, &|_, _, weight| weight, distances)
        }
    }

    /// As [`reached`](Self::reached), where an edge is as long as `length` says of its two nodes and its weight.
    pub(super) fn spread(
        &self,
        sources: &[usize],
        limit: f64,
        length: &impl Fn(usize, usize, f64) -> f64,
        distances: &mut [f64],
    ) -> Vec<Option<usize>> {
        // The node before each; itself where there is none.
        let mut before: Vec<I> = (0..self.nodes()).map(I::from_position).collect();
        let mut queue = Queue::new();
        for &source in sources {
            distances[source] = 0.0;
            queue.push(0.0, I::from_position(source));
        }
        let mut level = false;
        let out = self.out();
        // Rows that stand anywhere in memory come sooner if all of them are asked for at once.
        let soon = |node: I| {
            let start = out.starts[node.position()];
            std::hint::black_box((out.indices.get(start).copied(), out.values.get(start).copied()));
        };
        while let Some((distance, node)) = queue.pop(|d, v| d > distances[v.position()], soon) {
            let from = node.position();
            if distance > distances[from] {
                continue;
            }
            let (indices, weights) = out.lane(from);
            for (&to, &weight) in indices.iter().zip(weights) {
                let at = to.position();
                let through = distance + length(from, at, weight);
                if through < distances[at] && through <= limit {
                    distances[at] = through;
                    before[at] = node;
                    level |= through == distance;
                    queue.push(through, to);
                } else if through == distances[at] && distance < through {
                    let of_equal = through < f64::INFINITY && node < before[at];
                    before[at] = if of_equal { node } else { before[at] };
                }
            }
        }
        if level {
            return self.predecessors(sources, distances, length);
        }
        before_or_none(&before)
    }
}

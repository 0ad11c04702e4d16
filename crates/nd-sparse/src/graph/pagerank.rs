//! PageRank.

use super::{Graph, GraphError};
use crate::index::Index;
use crate::kernels::multiply;
use crate::packed::Packed;

/// How ranks are calculated.
///
/// # Examples
/// ```
/// use nd_sparse::graph::PagerankOptions;
///
/// let options = PagerankOptions::default().damping(0.9).tolerance(1e-12);
/// assert_eq!(options.iterations, 200);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PagerankOptions<'p> {
    /// How often a reader follows an edge, and does not start anew; 0.85 by default.
    pub damping: f64,
    /// The change, added up over all nodes, below which the ranks are good; 1e-10 by default.
    pub tolerance: f64,
    /// The most iterations; 200 by default, which are enough for these two.
    pub iterations: usize,
    /// How likely a reader starts at each node, up to a factor; alike by default.
    pub starts: Option<&'p [f64]>,
}

impl Default for PagerankOptions<'_> {
    fn default() -> Self {
        PagerankOptions { damping: 0.85, tolerance: 1e-10, iterations: 200, starts: None }
    }
}

impl<'p> PagerankOptions<'p> {
    /// Sets how often an edge is followed.
    #[must_use]
    pub fn damping(self, damping: f64) -> Self {
        PagerankOptions { damping, ..self }
    }

    /// Sets the change that is good enough.
    #[must_use]
    pub fn tolerance(self, tolerance: f64) -> Self {
        PagerankOptions { tolerance, ..self }
    }

    /// Sets the most iterations.
    #[must_use]
    pub fn iterations(self, iterations: usize) -> Self {
        PagerankOptions { iterations, ..self }
    }

    /// Sets where readers start.
    #[must_use]
    pub fn starts(self, starts: &'p [f64]) -> Self {
        PagerankOptions { starts: Some(starts), ..self }
    }
}

impl<I: Index> Graph<'_, I>
where
    f64: crate::SparseElement<I>,
{
    /// The share of time that a reader spends at each node, who follows edges by their weights and now and then
    /// starts anew; from a node without edges always. The ranks sum to 1. (L. Page and S. Brin, 1998.)
    ///
    /// # Errors
    /// [`GraphError::Negative`]; [`GraphError::Option`] if the damping is not within 0 and 1 or the starts are not
    /// one for each node, none negative, with a sum above 0; [`GraphError::NoConvergence`].
    ///
    /// # SciPy
    /// None; `networkx.pagerank(g, alpha=damping)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, graph::{Graph, PagerankOptions}};
    ///
    /// let a = Csr::<f64>::from_dense([[0.0, 1.0], [1.0, 0.0]]);
    /// let ranks = Graph::directed(&a)?.pagerank(&PagerankOptions::default())?;
    /// assert!((ranks[0] - 0.5).abs() < 1e-10);
    /// # Ok::<(), nd_sparse::graph::GraphError>(())
    /// ```
    pub fn pagerank(&self, options: &PagerankOptions<'_>) -> Result<Vec<f64>, GraphError> {
        const OP: &str = "pagerank";
        self.check_weights(OP)?;
        let PagerankOptions { damping, tolerance, iterations, .. } = *options;
        if !(0.0..=1.0).contains(&damping) {
            return Err(GraphError::Option { op: OP, what: "the damping is between 0 and 1" });
        }
        let starts = self.shares(options.starts)?;
        let (arriving, idle) = self.transitions();
        let mut ranks = starts.clone();
        let mut change = f64::INFINITY;
        for _ in 0..iterations {
            let lost: f64 = idle.iter().map(|&node| ranks[node]).sum();
            let mut next = multiply::rows_by_vector(arriving.view(), &ranks);
            for (rank, start) in next.iter_mut().zip(&starts) {
                *rank = damping * (*rank + lost * start) + (1.0 - damping) * start;
            }
            change = next.iter().zip(&ranks).map(|(new, old)| (new - old).abs()).sum();
            ranks = next;
            if change < tolerance {
                return Ok(ranks);
            }
        }
        if self.nodes() == 0 {
            return Ok(ranks);
        }
        Err(GraphError::NoConvergence { op: OP, iterations, change })
    }

    /// The probability of a start at each node.
    fn shares(&self, starts: Option<&[f64]>) -> Result<Vec<f64>, GraphError> {
        let nodes = self.nodes();
        let Some(starts) = starts else {
            return Ok(vec![1.0 / nodes as f64; nodes]);
        };
        let sum: f64 = starts.iter().sum();
        if starts.len() != nodes
            || starts.iter().any(|&x| x < 0.0)
            || !(sum > 0.0 && sum.is_finite())
        {
            let what = "starts are one for each node, none negative, with a sum above 0";
            return Err(GraphError::Option { op: "pagerank", what });
        }
        Ok(starts.iter().map(|start| start / sum).collect())
    }

    /// For each node the probabilities of the edges that arrive; and the nodes that none leaves.
    fn transitions(&self) -> (Packed<f64, I>, Vec<usize>) {
        let out = self.out();
        let sums: Vec<f64> = (0..self.nodes()).map(|node| out.lane(node).1.iter().sum()).collect();
        let mut values = Vec::with_capacity(out.nnz());
        for (node, sum) in sums.iter().enumerate() {
            let share = |weight: &f64| if *sum > 0.0 { weight / sum } else { 0.0 };
            values.extend(out.lane(node).1.iter().map(share));
        }
        let idle = (0..self.nodes()).filter(|&node| sums[node] == 0.0).collect();
        let leaving = out.with_values(values);
        (<f64 as crate::SparseElement<I>>::transposed(leaving.view()), idle)
    }
}
